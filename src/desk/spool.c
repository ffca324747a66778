#include "desk/spool.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { ABOUT_MAX = 64 * 1024, FROM_DIGITS = 20 };

static void own_path(const struct spool *spool, const char *ending, char out[SPOOL_PATH_MAX])
{
    snprintf(out, SPOOL_PATH_MAX, "%s/%s.%s", spool->folder, spool->id, ending);
}

static void part_path(const struct spool *spool, uint64_t from, char out[SPOOL_PATH_MAX])
{
    snprintf(out, SPOOL_PATH_MAX, "%s/%s.%020" PRIu64 ".part", spool->folder, spool->id, from);
}

void spool_part_path(const struct spool *spool, char out[SPOOL_PATH_MAX])
{
    part_path(spool, spool->from, out);
}

/* ---- about ---- */

static enum status write_about(const struct spool *spool, uint64_t from, struct span tail,
                               struct error *error)
{
    struct text out;
    struct json_writer json;
    char path[SPOOL_PATH_MAX], hex[2 * SPOOL_TAIL + 1] = "";
    assert(tail.len <= SPOOL_TAIL);
    for (size_t i = 0; i < tail.len; i++)
        snprintf(hex + 2 * i, 3, "%02x", (unsigned)(unsigned char)tail.at[i]);
    text_init(&out, 0);
    json_begin(&json, &out);
    json_object(&json);
    json_member_uint(&json, "from", from);
    json_member(&json, "tail", hex);
    json_member(&json, "origin", spool->origin);
    json_member(&json, "name", spool->name);
    json_object_end(&json);
    text_addc(&out, '\n');
    own_path(spool, "about", path);
    enum status status = text_status(&out, error);
    if (status == STATUS_OK) status = os_replace(path, text_span(&out), error);
    text_release(&out);
    return status;
}

static void take_tail(struct spool *spool, struct span hex)
{
    for (size_t i = 0; 2 * i + 1 < hex.len && i < SPOOL_TAIL; i++) {
        int high = byte_hex_small(hex.at[2 * i]), low = byte_hex_small(hex.at[2 * i + 1]);
        if (high < 0 || low < 0) return;
        spool->tail[spool->tail_len++] = (char)(high << 4 | low);
    }
}

static void remember_tail(struct spool *spool, struct span bytes)
{
    if (bytes.len >= SPOOL_TAIL) {
        memcpy(spool->tail, bytes.at + bytes.len - SPOOL_TAIL, SPOOL_TAIL);
        spool->tail_len = SPOOL_TAIL;
        return;
    }
    size_t drop =
        spool->tail_len + bytes.len > SPOOL_TAIL ? spool->tail_len + bytes.len - SPOOL_TAIL : 0;
    memmove(spool->tail, spool->tail + drop, spool->tail_len - drop);
    spool->tail_len -= drop;
    if (bytes.len) memcpy(spool->tail + spool->tail_len, bytes.at, bytes.len);
    spool->tail_len += bytes.len;
}

/* One string of the object, decoded into `kept` and ended there. */
static bool get_string(struct span about, const char *member, struct text *kept, size_t *ret_at)
{
    struct span raw;
    struct json_token token;
    if (!json_find(about, member, &token, &raw) || token.type != JSON_STRING) return false;
    *ret_at = kept->len;
    json_unescape(kept, raw);
    text_addc(kept, '\0');
    return true;
}

static enum status read_about(struct spool *spool, struct error *error)
{
    struct text about, kept;
    char path[SPOOL_PATH_MAX];
    struct span raw;
    size_t origin = 0, name = 0;
    own_path(spool, "about", path);
    text_init(&about, 0);
    text_init(&kept, 0);
    enum status status = os_slurp(path, ABOUT_MAX, &about, error);
    if (status == STATUS_OK) {
        struct span all = text_span(&about);
        bool good = json_find(all, "from", NULL, &raw) && span_to_u64(raw, &spool->from) &&
                    get_string(all, "origin", &kept, &origin) &&
                    get_string(all, "name", &kept, &name);
        if (good && json_find(all, "tail", NULL, &raw)) take_tail(spool, raw);
        spool->kept = good ? malloc(kept.len) : NULL;
        if (spool->kept) {
            memcpy(spool->kept, kept.at, kept.len);
            spool->origin = spool->kept + origin;
            spool->name = spool->kept + name;
            spool->resumed = true;
        } else {
            status = error_set(error, STATUS_DAMAGED,
                               "does not tell which stream it belongs to; the parts beside it are "
                               "plain bytes: collect them by hand, then remove it");
            error_place(error, "%s", path);
        }
    }
    text_release(&about);
    text_release(&kept);
    return status;
}

/* ---- parts ---- */

struct parts {
    const struct spool *spool;
    uint64_t *from; /* ascending */
    size_t count, room;
};

static enum status note_part(void *context, const char *name, struct error *error)
{
    struct parts *parts = context;
    size_t len = strlen(parts->spool->id);
    struct span rest = span_of(name);
    uint64_t from;
    if (!span_starts(rest, span_of(parts->spool->id)) || name[len] != '.') return STATUS_OK;
    rest = span_from(rest, len + 1);
    if (rest.len != FROM_DIGITS + 5 || !span_is(span_from(rest, FROM_DIGITS), ".part") ||
        !span_to_u64(span_sub(rest, 0, FROM_DIGITS), &from))
        return STATUS_OK;
    enum status status =
        grow_array(&parts->from, &parts->room, parts->count + 1, sizeof *parts->from, error);
    if (status == STATUS_OK) parts->from[parts->count++] = from;
    return status;
}

static enum status find_parts(const struct spool *spool, struct parts *ret, struct error *error)
{
    *ret = (struct parts){.spool = spool};
    return os_list(spool->folder, note_part, ret, error);
}

static enum status shorten(const char *path, uint64_t most, struct error *error)
{
    int fd = -1;
    struct os_facts facts;
    enum status status = os_open_write(path, false, &fd, error);
    if (status) return status;
    status = os_facts_fd(fd, path, &facts, error);
    if (status == STATUS_OK && facts.size > most) {
        status = os_shorten(fd, path, most, error);
        if (status == STATUS_OK) status = os_sync(fd, path, error);
    }
    os_close(fd);
    return status;
}

static enum status open_part(struct spool *spool, const char *path, struct error *error)
{
    struct os_facts facts;
    enum status status = os_open_append(path, &spool->fd, error);
    if (status == STATUS_OK) status = os_facts_fd(spool->fd, path, &facts, error);
    if (status) return status;
    spool->size = facts.size;
    spool->safe = 0; /* who wrote it may have been killed before it was synced */
    if (facts.size == 0) return STATUS_OK;
    char tail[SPOOL_TAIL];
    size_t len = facts.size < SPOOL_TAIL ? (size_t)facts.size : SPOOL_TAIL;
    int fd = -1;
    status = os_open_read(path, false, &fd, error);
    if (status) return status;
    status = os_read_at(fd, path, facts.size - len, tail, len, &len, error);
    os_close(fd);
    if (status == STATUS_OK) remember_tail(spool, (struct span){tail, len});
    return status;
}

/* Brings in order what a kill left: see spool.h. */
static enum status settle_parts(struct spool *spool, struct error *error)
{
    struct parts parts;
    char path[SPOOL_PATH_MAX];
    enum status status = find_parts(spool, &parts, error);
    for (size_t i = 0; i < parts.count && status == STATUS_OK; i++) {
        uint64_t from = parts.from[i];
        part_path(spool, from, path);
        if (from > spool->from) {
            status = os_remove(path, error);
        } else if (from == spool->from) {
            status = open_part(spool, path, error);
        } else {
            bool next = i + 1 < parts.count && parts.from[i + 1] < spool->from;
            status = shorten(path, (next ? parts.from[i + 1] : spool->from) - from, error);
        }
    }
    free(parts.from);
    return status;
}

/* ---- open and close ---- */

enum status spool_open(const char *workspace, const char *id, const char *origin, const char *name,
                       struct spool *ret, struct error *error)
{
    struct spool spool = {.lock = -1, .fd = -1, .origin = origin, .name = name};
    char path[SPOOL_PATH_MAX];
    int len = snprintf(spool.folder, sizeof spool.folder, "%s/following", workspace);
    if (len < 0 || (size_t)len >= sizeof spool.folder || strlen(id) >= sizeof spool.id)
        return error_set(error, STATUS_LIMIT, "the path of the workspace is too long");
    snprintf(spool.id, sizeof spool.id, "%s", id);
    enum status status = os_make_folder(spool.folder, error);
    if (status == STATUS_OK) status = os_sync_folder(workspace, error);
    own_path(&spool, "lock", path);
    if (status == STATUS_OK) status = os_lock(path, &spool.lock, error);
    if (status == STATUS_BUSY)
        error_set(error, STATUS_BUSY, "is followed into this workspace by another run already");
    if (status == STATUS_OK) status = read_about(&spool, error);
    if (status == STATUS_NOT_FOUND && origin)
        status = write_about(&spool, 0, (struct span){NULL, 0}, error);
    if (status == STATUS_OK) status = settle_parts(&spool, error);
    if (status == STATUS_OK)
        *ret = spool;
    else
        spool_close(&spool, false);
    return status;
}

void spool_close(struct spool *spool, bool forget)
{
    char path[SPOOL_PATH_MAX];
    os_close(spool->fd);
    if (forget && spool->lock >= 0) {
        /* ignoring: what stays is looked at by the next run, and has nothing in it */
        own_path(spool, "about", path);
        (void)os_remove(path, NULL);
        own_path(spool, "lock", path);
        (void)os_remove(path, NULL);
    }
    if (spool->lock >= 0) os_unlock(spool->lock);
    free(spool->kept);
    *spool = (struct spool){.lock = -1, .fd = -1};
}

/* ---- bytes ---- */

enum status spool_add(struct spool *spool, struct span bytes, struct error *error)
{
    char path[SPOOL_PATH_MAX];
    enum status status = STATUS_OK;
    part_path(spool, spool->from, path);
    if (spool->fd < 0) {
        status = os_open_append(path, &spool->fd, error);
        if (status == STATUS_OK) status = os_sync_folder(spool->folder, error);
    }
    if (status == STATUS_OK) status = os_write(spool->fd, path, bytes, error);
    if (status) return status;
    spool->size += bytes.len;
    remember_tail(spool, bytes);
    return STATUS_OK;
}

enum status spool_sync(struct spool *spool, struct error *error)
{
    char path[SPOOL_PATH_MAX];
    if (spool->safe == spool->size) return STATUS_OK;
    part_path(spool, spool->from, path);
    enum status status = os_sync(spool->fd, path, error);
    if (status == STATUS_OK) spool->safe = spool->size;
    return status;
}

/* Steps 1 to 3 of spool.h. */
static enum status cut_at(struct spool *spool, const char *path, int fd, uint64_t len,
                          struct error *error)
{
    char next[SPOOL_PATH_MAX], tail[SPOOL_TAIL];
    size_t rest = (size_t)(spool->size - len), got = 0;
    size_t before = len < SPOOL_TAIL ? (size_t)len : SPOOL_TAIL, seen = 0;
    char *bytes = malloc(rest ? rest : 1);
    if (!bytes) return error_set(error, STATUS_NO_MEMORY, "out of memory");
    enum status status = os_read_at(fd, path, len, bytes, rest, &got, error);
    if (status == STATUS_OK)
        status = os_read_at(fd, path, len - before, tail, before, &seen, error);
    if (status == STATUS_OK && (got != rest || seen != before))
        status = error_set(error, STATUS_DAMAGED, "became shorter while it was followed");
    part_path(spool, spool->from + len, next);
    if (status == STATUS_OK && rest) status = os_replace(next, (struct span){bytes, rest}, error);
    free(bytes);
    if (status == STATUS_OK)
        status = write_about(spool, spool->from + len, (struct span){tail, before}, error);
    if (status) return status;
    os_close(spool->fd);
    spool->fd = -1;
    spool->from += len;
    spool->size = spool->safe = rest;
    if (rest) status = os_open_append(next, &spool->fd, error);
    return status ? status : shorten(path, len, error);
}

enum status spool_cut(struct spool *spool, uint64_t len, struct error *error)
{
    char path[SPOOL_PATH_MAX];
    int fd = -1;
    assert(len > 0 && len <= spool->size);
    enum status status = spool_sync(spool, error);
    part_path(spool, spool->from, path);
    if (status == STATUS_OK) status = os_open_read(path, false, &fd, error);
    if (status) return status;
    status = cut_at(spool, path, fd, len, error);
    os_close(fd);
    return status;
}

enum status spool_done(const struct spool *spool, char path[SPOOL_PATH_MAX], uint64_t *ret_from,
                       struct error *error)
{
    struct parts parts;
    enum status status = find_parts(spool, &parts, error);
    uint64_t from = parts.count ? parts.from[0] : spool->from;
    free(parts.from);
    if (status) return status;
    if (from >= spool->from) return STATUS_NOT_FOUND;
    part_path(spool, from, path);
    *ret_from = from;
    return STATUS_OK;
}

enum status spool_restart(struct spool *spool, struct error *error)
{
    assert(spool->size == 0);
    enum status status = write_about(spool, 0, (struct span){NULL, 0}, error);
    if (status) return status;
    os_close(spool->fd);
    spool->fd = -1;
    spool->from = 0;
    spool->tail_len = 0;
    return STATUS_OK;
}

/* ---- all ---- */

struct listing {
    enum status (*each)(void *context, const char *id, struct error *error);
    void *context;
};

static enum status list_one(void *context, const char *name, struct error *error)
{
    const struct listing *listing = context;
    char id[SPOOL_ID_MAX];
    size_t len = strlen(name);
    if (len < 7 || len - 6 >= sizeof id || strcmp(name + len - 6, ".about") != 0) return STATUS_OK;
    snprintf(id, sizeof id, "%.*s", (int)(len - 6), name);
    return listing->each(listing->context, id, error);
}

enum status spool_list(const char *workspace,
                       enum status (*each)(void *context, const char *id, struct error *error),
                       void *context, struct error *error)
{
    char folder[SPOOL_PATH_MAX];
    struct os_facts facts;
    const struct listing listing = {each, context};
    int len = snprintf(folder, sizeof folder, "%s/following", workspace);
    if (len < 0 || (size_t)len >= sizeof folder) return STATUS_OK;
    if (os_facts(folder, &facts, NULL) != STATUS_OK) return STATUS_OK;
    return os_list(folder, list_one, (void *)(uintptr_t)&listing, error);
}
