#include "desk/stream.h"

#include "desk/formats.h"
#include "desk/source.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { PIECE = 1 << 20, KIND_HEAD = 1 << 20 };
static const uint64_t PART_BYTES = (uint64_t)256 << 20;
static const uint64_t READ_MOST = (uint64_t)64 << 20; /* of one stream before the others */
static const duration SETTLE = 5 * NS_PER_S;

enum status stream_care_init(struct stream_care *care, const char *folder,
                             const struct desk_following *how, struct error *error)
{
    *care = (struct stream_care){.folder = folder,
                                 .how = &how->collecting,
                                 .part_bytes = how->part_bytes ? how->part_bytes : PART_BYTES,
                                 .settle = how->settle ? how->settle : SETTLE};
    care->piece = malloc(PIECE);
    if (!care->piece) return error_set(error, STATUS_NO_MEMORY, "out of memory");
    return desk_formats_good(folder, &how->collecting.doing, &care->formats, error);
}

void stream_care_release(struct stream_care *care)
{
    evidence_formats_free(care->formats);
    free(care->piece);
    care->formats = NULL;
    care->piece = NULL;
}

/* ---- open ---- */

/* Which file a stream is: a path may lead to several, one after another. */
static void id_of(const char *path, uint64_t device, uint64_t inode, char out[SPOOL_ID_MAX])
{
    struct sha256 hash = sha256_of(span_of(path));
    char hex[65];
    sha256_hex(&hash, hex);
    snprintf(out, SPOOL_ID_MAX, "%.12s-%" PRIx64 "-%" PRIx64, hex, device, inode);
}

/* Do the last bytes that were read still stand where they were? */
static bool is_as_read(const struct stream *stream, uint64_t size)
{
    const struct spool *spool = &stream->spool;
    uint64_t at = spool->from + spool->size;
    char there[SPOOL_TAIL];
    size_t len = 0;
    if (size < at) return false;
    if (at < spool->tail_len) return true; /* nothing to compare with */
    if (os_read_at(stream->fd, stream->path, at - spool->tail_len, there, spool->tail_len, &len,
                   NULL))
        return true; /* reading tells what is wrong */
    return len == spool->tail_len && memcmp(there, spool->tail, len) == 0;
}

static enum status open_file(const char *path, struct stream *stream, struct error *error)
{
    struct os_facts facts;
    enum status status = os_open_read(path, false, &stream->fd, error);
    if (status == STATUS_OK) status = os_facts_fd(stream->fd, path, &facts, error);
    if (status == STATUS_OK && facts.kind != OS_FILE)
        status =
            error_set(error, STATUS_BAD_INPUT,
                      "is no file that could be followed; a pipe goes to standard input, \"-\"");
    if (status) return status;
    stream->device = facts.device;
    stream->number = facts.number;
    stream->modified = facts.modified;
    return STATUS_OK;
}

enum status stream_open(struct stream_care *care, const char *path, const char *name,
                        struct stream *ret, struct error *error)
{
    struct stream stream = {.path = path, .name = name, .fd = -1, .modified = INSTANT_NONE};
    char id[SPOOL_ID_MAX];
    struct os_facts facts;
    stream.spool.lock = stream.spool.fd = -1;
    stream.input = strcmp(path, "-") == 0;
    enum status status = stream.input ? STATUS_OK : open_file(path, &stream, error);
    if (stream.input) stream.fd = 0;
    if (stream.input)
        snprintf(id, sizeof id, "input-%ld-%" PRIx64, (long)getpid(), (uint64_t)os_now());
    else
        id_of(path, stream.device, stream.number, id);
    if (status == STATUS_OK)
        status =
            spool_open(care->folder, id, stream.input ? name : path, name, &stream.spool, error);
    if (status == STATUS_OK && !stream.input) status = os_facts_fd(stream.fd, path, &facts, error);
    if (status) {
        stream_close(&stream, false);
        return status;
    }
    stream.emptied = !stream.input && !is_as_read(&stream, facts.size);
    stream.grown = stream.waiting_since = stream.synced = os_now();
    stream.parts_wait = true; /* perhaps: taking them tells */
    *ret = stream;
    return STATUS_OK;
}

enum status stream_open_left(struct stream_care *care, const char *id, struct stream *ret,
                             struct error *error)
{
    struct stream stream = {.fd = -1, .modified = os_now()};
    struct os_facts facts;
    char now[SPOOL_ID_MAX] = "";
    enum status status = spool_open(care->folder, id, NULL, NULL, &stream.spool, error);
    if (status) return status;
    stream.path = stream.spool.origin;
    stream.name = stream.spool.name;
    if (os_facts(stream.path, &facts, NULL) == STATUS_OK)
        id_of(stream.path, facts.device, facts.number, now);
    stream.ended = strcmp(now, id) != 0;
    stream.parts_wait = true; /* perhaps: taking them tells */
    *ret = stream;
    return STATUS_OK;
}

void stream_close(struct stream *stream, bool forget)
{
    if (!stream->input) os_close(stream->fd);
    stream->fd = -1;
    spool_close(&stream->spool, forget);
}

/* ---- reading ---- */

static enum status keep_piece(struct stream_care *care, struct stream *stream, size_t len,
                              struct error *error)
{
    const struct desk_doing *doing = &care->how->doing;
    instant now = os_now();
    if (stream->spool.size == 0) stream->waiting_since = now;
    stream->grown = now;
    care->bytes += len;
    if (doing->progress) doing->progress(doing->context, "following", care->bytes, stream->name);
    return spool_add(&stream->spool, (struct span){care->piece, len}, error);
}

static enum status read_input(struct stream_care *care, struct stream *stream,
                              struct error *ret_why, struct error *error)
{
    enum status status = STATUS_OK;
    size_t len = 1;
    for (uint64_t most = READ_MOST; most && len && os_wait_read(stream->fd, 0); most -= len) {
        size_t room = most < PIECE ? (size_t)most : PIECE;
        if (os_read_some(stream->fd, stream->name, care->piece, room, &len, ret_why)) break;
        if (len == 0) stream->ended = true;
        if (len) status = keep_piece(care, stream, len, error);
        if (status) break;
    }
    return status;
}

static enum status read_file(struct stream_care *care, struct stream *stream, struct error *ret_why,
                             struct error *error)
{
    struct os_facts facts;
    enum status status = STATUS_OK;
    size_t len = PIECE;
    if (stream->emptied || stream->ended) return STATUS_OK;
    if (os_facts_fd(stream->fd, stream->path, &facts, ret_why)) return STATUS_OK;
    uint64_t at = stream->spool.from + stream->spool.size;
    if (facts.size == at) return STATUS_OK;
    stream->modified = facts.modified;
    stream->emptied = !is_as_read(stream, facts.size);
    if (stream->emptied) return STATUS_OK;
    for (uint64_t most = READ_MOST; most && len == PIECE && status == STATUS_OK; most -= len) {
        at = stream->spool.from + stream->spool.size;
        if (stream->spool.size >= care->part_bytes && !stream->untried) break;
        if (os_read_at(stream->fd, stream->path, at, care->piece, PIECE, &len, ret_why)) break;
        if (len) status = keep_piece(care, stream, len, error);
    }
    return status;
}

enum status stream_read(struct stream_care *care, struct stream *stream, struct error *ret_why,
                        struct error *error)
{
    return stream->input ? read_input(care, stream, ret_why, error)
                         : read_file(care, stream, ret_why, error);
}

void stream_watch(const struct stream_care *care, struct stream *stream, bool *ret_rotated)
{
    struct os_facts facts;
    instant now = os_now();
    if (stream->input) return;
    if (stream->draining) {
        stream->ended |= now - stream->grown >= care->settle;
        return;
    }
    /* While nothing is at the path, the new file is still to come. */
    if (os_facts(stream->path, &facts, NULL) || facts.kind != OS_FILE) return;
    if (facts.device == stream->device && facts.number == stream->number) return;
    stream->draining = *ret_rotated = true;
    stream->grown = now; /* who writes may not have noticed yet */
}

/* ---- parts ---- */

/* The last record's start in what is in the spool; false when it has to stay whole. */
static enum status find_seam(const struct stream_care *care, const struct stream *stream, int fd,
                             const char *path, bool *ret_any, uint64_t *ret_seam,
                             struct error *error)
{
    struct evidence_index index = {0};
    const struct evidence_reader reader = evidence_reader_of_fd(&fd, stream->spool.size);
    char *head = malloc(KIND_HEAD);
    size_t len = 0;
    if (!head) return error_set(error, STATUS_NO_MEMORY, "out of memory");
    enum status status = os_read_at(fd, path, 0, head, KIND_HEAD, &len, error);
    struct store_source made = {.capture = {.collected = os_now()},
                                .facts = {.modified = stream->modified, .name = stream->name}};
    if (status == STATUS_OK)
        made.facts.kind = evidence_kind_of((struct span){head, len}, stream->spool.size, NULL);
    free(head);
    if (status == STATUS_OK)
        status = desk_index_read(&made, &reader, care->formats, NULL, &index, error);
    if (status) return status;
    *ret_any = evidence_index_seam(&index, ret_seam);
    evidence_index_close(&index);
    return STATUS_OK;
}

/* Offset behind the last line feed, 0 when there is none. */
static enum status end_of_lines(const struct stream_care *care, const struct stream *stream, int fd,
                                const char *path, uint64_t *ret, struct error *error)
{
    uint64_t to = stream->spool.size;
    while (to > 0) {
        size_t len = to < PIECE ? (size_t)to : PIECE, got = 0;
        enum status status = os_read_at(fd, path, to - len, care->piece, len, &got, error);
        if (status) return status;
        const char *last = memrchr(care->piece, '\n', got);
        if (last) {
            *ret = to - len + (uint64_t)(last - care->piece) + 1;
            return STATUS_OK;
        }
        to -= len;
    }
    *ret = 0;
    return STATUS_OK;
}

static enum status where_to_cut(const struct stream_care *care, struct stream *stream, int fd,
                                const char *path, enum stream_sealing sealing, uint64_t *ret,
                                struct error *error)
{
    const struct spool *spool = &stream->spool;
    bool any = false;
    uint64_t seam = 0, lines = 0;
    enum status status = find_seam(care, stream, fd, path, &any, &seam, error);
    if (status) return status;
    stream->untried = 0;
    if (!any) { /* one document: it is whole when it ends */
        *ret = sealing == SEAL_RECORDS ? 0 : spool->size;
        stream->untried =
            2 * spool->size; /* looking again is worth it when there is as much again */
        return STATUS_OK;
    }
    status = end_of_lines(care, stream, fd, path, &lines, error);
    if (status) return status;
    bool quiet = os_now() - stream->grown >= care->settle;
    *ret = sealing == SEAL_LINES || quiet ? lines : seam;
    if (*ret == 0 && spool->size >= care->part_bytes) stream->untried = 2 * spool->size;
    return STATUS_OK;
}

enum status stream_seal(struct stream_care *care, struct stream *stream,
                        enum stream_sealing sealing, struct error *error)
{
    struct spool *spool = &stream->spool;
    char path[SPOOL_PATH_MAX];
    uint64_t cut = spool->size;
    int fd = -1;
    if (spool->size == 0 || (sealing == SEAL_RECORDS && spool->size < stream->untried))
        return STATUS_OK;
    enum status status = STATUS_OK;
    if (sealing != SEAL_ALL) {
        spool_part_path(spool, path);
        status = os_open_read(path, false, &fd, error);
        if (status == STATUS_OK)
            status = where_to_cut(care, stream, fd, path, sealing, &cut, error);
        os_close(fd);
    }
    if (status) return status;
    stream->waiting_since = os_now();
    if (cut == 0) return STATUS_OK;
    stream->untried = 0;
    stream->parts_wait = true;
    return spool_cut(spool, cut, error);
}

static enum status take_part(struct stream_care *care, const struct stream *stream,
                             const char *path, uint64_t from, struct error *error)
{
    enum { CAP = 256 << 20 };
    char name[4200];
    struct arena arena;
    struct desk_tally tally = {0};
    if (from)
        snprintf(name, sizeof name, "%s+%" PRIu64, stream->name, from);
    else
        snprintf(name, sizeof name, "%s", stream->name);
    const struct desk_given given = {path, name, stream->input ? os_now() : stream->modified,
                                     stream->input ? stream->name : stream->path};
    struct desk_collecting how = *care->how;
    how.given = &given;
    how.given_count = 1;
    how.stop = NULL; /* a part is taken as a whole */
    arena_init(&arena, CAP);
    enum status status = desk_collect(care->folder, &path, 1, &how, &arena, &tally, error);
    arena_release(&arena);
    if (status == STATUS_OK) desk_tally_add(&care->tally, &tally);
    return status;
}

enum status stream_take_parts(struct stream_care *care, struct stream *stream, struct error *error)
{
    char path[SPOOL_PATH_MAX];
    uint64_t from;
    if (!stream->parts_wait) return STATUS_OK;
    for (;;) {
        struct error why = ERROR_NONE;
        enum status status = spool_done(&stream->spool, path, &from, error);
        if (status == STATUS_NOT_FOUND) break;
        if (status) return status;
        status = take_part(care, stream, path, from, &why);
        if (status == STATUS_BUSY) return STATUS_OK; /* another run collects: the part waits */
        if (status && error) *error = why;
        if (status == STATUS_OK) status = os_remove(path, error);
        if (status) return status;
    }
    stream->parts_wait = false;
    return STATUS_OK;
}

enum status stream_restart(struct stream *stream, struct error *error)
{
    enum status status = spool_restart(&stream->spool, error);
    if (status) return status;
    stream->emptied = false;
    stream->untried = 0;
    return STATUS_OK;
}
