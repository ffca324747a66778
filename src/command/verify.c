#include "command/workspace.h"

#include <stdlib.h>

struct verifying {
    struct call *call;
    struct evidence_depot *depot;
    const struct evidence_capture *captures;
    size_t count;
    const struct sha256 **sorted; /* hashes of the captures */
    struct text out;
    struct json_writer json;
    size_t good, bad, leftovers;
    size_t faults; /* of the record */
    size_t copies; /* files of index/ that were wrong: removed, made again when needed */
    bool as_json;
};

static void tell(struct verifying *v, const char *path, const char *state, const char *why)
{
    if (!v->as_json) {
        text_addf(&v->out, "%-8s ", state);
        text_add_visible(&v->out, span_of(path));
        text_addf(&v->out, "%s%s\n", *why ? ": " : "", why);
        return;
    }
    json_object(&v->json);
    json_member_string(&v->json, "path", path);
    json_member_string(&v->json, "state", state);
    json_member_string(&v->json, "why", why);
    json_object_end(&v->json);
}

static enum status verify_captures(struct verifying *v, struct error *error)
{
    uint64_t bytes = 0;
    for (size_t i = 0; i < v->count; i++) {
        struct error why = ERROR_NONE;
        output_progress(v->call, "verifying", bytes, v->captures[i].origin);
        enum status status =
            evidence_verify_capture(v->depot, &v->captures[i].hash, v->captures[i].size, &why);
        bytes += v->captures[i].size;
        if (status == STATUS_OK) {
            v->good++;
            continue;
        }
        if (status != STATUS_DAMAGED && status != STATUS_NOT_FOUND) {
            *error = why;
            return status;
        }
        v->bad++;
        tell(v, v->captures[i].origin, status == STATUS_DAMAGED ? "damaged" : "missing",
             why.message);
    }
    return STATUS_OK;
}

static int by_hash(const void *a, const void *b)
{
    const struct sha256 *x = *(const struct sha256 *const *)a,
                        *y = *(const struct sha256 *const *)b;
    return memcmp(x->bytes, y->bytes, sizeof x->bytes);
}

static enum status sort_hashes(struct verifying *v, struct error *error)
{
    v->sorted = arena_array(&v->call->arena, v->count + 1, sizeof(const struct sha256 *));
    if (!v->sorted) return arena_full(&v->call->arena, error);
    for (size_t i = 0; i < v->count; i++) v->sorted[i] = &v->captures[i].hash;
    qsort(v->sorted, v->count, sizeof(const struct sha256 *), by_hash);
    return STATUS_OK;
}

static bool is_known(const struct verifying *v, const struct sha256 *hash)
{
    return bsearch(&hash, v->sorted, v->count, sizeof(const struct sha256 *), by_hash) != NULL;
}

/* A file of the depot that no row speaks of: a collect that was stopped between the two. */
static enum status note_leftover(void *context, const char *path, const struct sha256 *hash,
                                 struct error *error)
{
    struct verifying *v = context;
    (void)error;
    if (hash && is_known(v, hash)) return STATUS_OK;
    v->leftovers++;
    tell(v, path, "leftover",
         "left by a collect that was stopped; harmless, collect the file again");
    return STATUS_OK;
}

static enum status note_copy(void *context, const char *path, const struct error *why,
                             struct error *error)
{
    struct verifying *v = context;
    (void)error;
    v->copies++;
    tell(v, path, "removed", why->message);
    return STATUS_OK;
}

static enum status note_fault(void *context, const struct store_fault *fault, struct error *error)
{
    struct verifying *v = context;
    (void)error;
    v->faults++;
    tell(v, fault->where, "damaged", fault->what);
    return STATUS_OK;
}

static enum status read_all(struct verifying *v, const char *folder, struct error *error)
{
    struct store *store = NULL;
    struct evidence_capture *captures = NULL;
    enum status status = store_open(folder, false, &store, error);
    if (status) return status;
    status = store_verify(store, note_fault, v, error);
    if (status == STATUS_OK)
        status = store_captures(store, &v->call->arena, &captures, &v->count, error);
    store_close(store);
    v->captures = captures;
    if (status == STATUS_OK) status = evidence_depot_open(folder, &v->depot, error);
    if (status == STATUS_OK) status = verify_captures(v, error);
    if (status == STATUS_OK) status = evidence_verify_index(v->depot, note_copy, v, error);
    if (status == STATUS_OK) status = sort_hashes(v, error);
    if (status == STATUS_OK) status = evidence_depot_walk(v->depot, note_leftover, v, error);
    evidence_depot_close(v->depot);
    output_progress_end(v->call);
    return status;
}

static enum status verdict(const struct verifying *v, struct error *error)
{
    if (v->faults)
        return error_set(error, STATUS_DAMAGED,
                         "the record has %zu faults; postmortem repair --from BACKUP takes from a "
                         "backup what is damaged",
                         v->faults);
    if (v->bad)
        return error_set(error, STATUS_DAMAGED,
                         "%zu captures are not what was collected; put them back from a backup",
                         v->bad);
    return STATUS_OK;
}

static enum status run(struct call *call, struct error *error)
{
    struct verifying v = {.call = call, .as_json = call_json(call)};
    const char *folder;
    enum status status = workspace_find(call, &folder, error);
    if (status) return status;
    text_init(&v.out, 0);
    json_begin(&v.json, &v.out);
    if (v.as_json) {
        json_object(&v.json);
        json_member_array(&v.json, "problems");
    }
    status = read_all(&v, folder, error);
    if (v.as_json) {
        json_array_end(&v.json);
        json_member_uint(&v.json, "good", v.good);
        json_member_uint(&v.json, "bad", v.bad);
        json_member_uint(&v.json, "faults", v.faults);
        json_member_uint(&v.json, "leftovers", v.leftovers);
        json_member_uint(&v.json, "copies_removed", v.copies);
        json_object_end(&v.json);
        text_addc(&v.out, '\n');
    } else {
        if (v.copies)
            text_addf(&v.out, "%zu files below index/ were wrong: removed, they are made again\n",
                      v.copies);
        text_addf(&v.out, "the record: %zu faults\n", v.faults);
        text_addf(&v.out, "%zu captures as they came, %zu damaged or missing, %zu leftovers\n",
                  v.good, v.bad, v.leftovers);
    }
    if (status == STATUS_OK) status = output_text(&call->out, &v.out, error);
    text_release(&v.out);
    return status ? status : verdict(&v, error);
}

const struct command_spec command_verify = {
    .name = "verify",
    .operands = "",
    .summary = "check that evidence and record are exactly as they were written",
    .text =
        "Reads every capture again and compares it with its SHA-256; compares every change of the "
        "record with its hash, the chain of changes with what was acknowledged last, and all that "
        "follows from them with what is made anew; and names what is damaged, missing or left "
        "over.",
    .example = "postmortem verify",
    .run = run,
};
