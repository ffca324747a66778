/* What lies in the depot, and what a killed run left there. */
#include "evidence/blob.h"

#include <stdio.h>

typedef enum status visitor(void *context, const char *path, const struct sha256 *hash_or_null,
                            struct error *error);

struct search {
    char folder[DEPOT_PATH_MAX];
    char prefix[3]; /* the two hex digits of the folder, "" above */
    visitor *each;
    void *context;
};

static bool is_hex(const char *name, size_t len)
{
    return strlen(name) == len && strspn(name, "0123456789abcdef") == len;
}

/* Path of a name in the search's folder; a name that is too long to be ours gives LIMIT. */
static enum status child_path(const struct search *search, const char *name, char *out,
                              struct error *error)
{
    int len = snprintf(out, DEPOT_PATH_MAX, "%s/%s", search->folder, name);
    if (len < 0 || len >= DEPOT_PATH_MAX)
        return error_set(error, STATUS_LIMIT, "a path in the depot is too long");
    return STATUS_OK;
}

static enum status in_capture_folder(void *context, const char *name, struct error *error)
{
    const struct search *search = context;
    char path[DEPOT_PATH_MAX], hex[65];
    struct os_facts facts;
    struct sha256 hash;
    enum status status = child_path(search, name, path, error);
    if (status == STATUS_OK) status = os_facts(path, &facts, error);
    if (status) return status;
    bool ours = facts.kind == OS_FILE && is_hex(name, 62);
    if (ours) {
        snprintf(hex, sizeof hex, "%s%s", search->prefix, name);
        ours = sha256_from_hex(span_of(hex), &hash);
    }
    return search->each(search->context, path, ours ? &hash : NULL, error);
}

static enum status in_evidence(void *context, const char *name, struct error *error)
{
    const struct search *search = context;
    struct os_facts facts;
    struct search inner = {.each = search->each, .context = search->context};
    enum status status = child_path(search, name, inner.folder, error);
    if (status == STATUS_OK) status = os_facts(inner.folder, &facts, error);
    if (status) return status;
    if (facts.kind != OS_FOLDER || !is_hex(name, 2))
        return search->each(search->context, inner.folder, NULL, error);
    memcpy(inner.prefix, name, sizeof inner.prefix);
    return os_list(inner.folder, in_capture_folder, &inner, error);
}

/* "tmp-..." of a blob, or the temporary file of os_replace beside an index or its note. */
static bool is_temporary(const char *name)
{
    size_t len = strlen(name);
    return span_starts(span_of(name), SPAN("tmp-")) ||
           (len > 4 && strcmp(name + len - 4, ".tmp") == 0 &&
            (strstr(name, ".idx.") || strstr(name, ".seen.") || strstr(name, ".found.") ||
             strstr(name, ".ties.") || strstr(name, ".told.")));
}

static enum status in_index_folder(void *context, const char *name, struct error *error)
{
    const struct search *search = context;
    char path[DEPOT_PATH_MAX];
    if (!is_temporary(name)) return STATUS_OK;
    enum status status = child_path(search, name, path, error);
    return status ? status : search->each(search->context, path, NULL, error);
}

static enum status in_index(void *context, const char *name, struct error *error)
{
    const struct search *search = context;
    struct search inner = {.each = search->each, .context = search->context};
    if (!is_hex(name, 2)) return in_index_folder(context, name, error);
    enum status status = child_path(search, name, inner.folder, error);
    return status ? status : os_list(inner.folder, in_index_folder, &inner, error);
}

enum status evidence_depot_walk(struct evidence_depot *depot, visitor *each, void *context,
                                struct error *error)
{
    struct search search = {.each = each, .context = context};
    snprintf(search.folder, sizeof search.folder, "%s/evidence", depot->root);
    enum status status = os_list(search.folder, in_evidence, &search, error);
    if (status) return status;
    snprintf(search.folder, sizeof search.folder, "%s/index", depot->root);
    return os_list(search.folder, in_index, &search, error);
}

static enum status remove_temporary(void *context, const char *path, const struct sha256 *hash,
                                    struct error *error)
{
    size_t *removed = context;
    struct os_facts facts;
    if (hash || !is_temporary(strrchr(path, '/') + 1)) return STATUS_OK;
    enum status status = os_facts(path, &facts, error);
    if (status || facts.kind != OS_FILE) return status;
    status = os_remove(path, error);
    if (status == STATUS_OK) ++*removed;
    return status;
}

enum status evidence_depot_tidy(struct evidence_depot *depot, size_t *ret_removed,
                                struct error *error)
{
    size_t removed = 0;
    enum status status = evidence_depot_walk(depot, remove_temporary, &removed, error);
    if (status == STATUS_OK && ret_removed) *ret_removed = removed;
    return status;
}
