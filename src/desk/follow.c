/* The loop of following: read, keep safe, look who was rotated, seal what is due. */
#include "desk/follow.h"

#include "desk/stream.h"

#include <stdlib.h>

enum { STREAMS_MAX = 256 };
static const duration TICK = 200 * NS_PER_MS;
static const duration PATIENCE = 5 * NS_PER_S;
static const duration AGAIN_WITHIN = 60 * NS_PER_S; /* others may collect as long as that */

struct following {
    struct stream_care care;
    struct stream *streams;
    size_t count, room;
    instant begun;
    bool input;         /* standard input is among them */
    struct error first; /* why the first path could not be followed */
};

static void tell_path(struct following *f, const char *path, const struct error *why)
{
    const struct desk_collecting *how = f->care.how;
    struct error told = *why;
    told.where[0] = '\0';
    error_place(&told, "%s", path);
    f->care.tally.noted++;
    if (f->care.tally.first_failure == STATUS_OK) f->care.tally.first_failure = why->status;
    if (f->first.status == STATUS_OK) f->first = told;
    if (how->skipped) how->skipped(how->context, path, &told, true);
}

/* What is wrong with one path is told, and the others are followed. */
static enum status add_stream(struct following *f, const char *path, const char *name,
                              struct error *error)
{
    struct error why = ERROR_NONE;
    struct stream stream;
    if (f->count == STREAMS_MAX) {
        error_set(&why, STATUS_LIMIT, "more than %d files at a time cannot be followed",
                  (int)STREAMS_MAX);
        tell_path(f, path, &why);
        return STATUS_OK;
    }
    enum status status = grow_array(&f->streams, &f->room, f->count + 1, sizeof *f->streams, error);
    if (status) return status;
    if (stream_open(&f->care, path, name, &stream, &why)) {
        tell_path(f, path, &why);
        return STATUS_OK;
    }
    f->input |= stream.input;
    f->streams[f->count++] = stream;
    return STATUS_OK;
}

static bool is_due(const struct following *f, const struct desk_following *how,
                   const struct stream *stream, instant now)
{
    duration patience = how->every ? how->every : (now - f->begun) / 8;
    if (!how->every && patience < PATIENCE) patience = PATIENCE;
    if (stream->spool.size == 0) return false;
    return stream->spool.size >= f->care.part_bytes || now - stream->waiting_since >= patience;
}

/* One round over one stream. */
static enum status tend(struct following *f, const struct desk_following *how, size_t number,
                        struct error *error)
{
    struct stream *stream = &f->streams[number];
    struct error why = ERROR_NONE;
    bool rotated = false;
    enum status status = stream_read(&f->care, stream, &why, error);
    if (status) return status;
    if (why.status) {
        tell_path(f, stream->path, &why);
        stream->ended = true;
    }
    stream_watch(&f->care, stream, &rotated);
    instant now = os_now();
    bool whole = stream->ended || stream->emptied;
    if (now - stream->synced >= NS_PER_S || whole) {
        status = spool_sync(&stream->spool, error);
        stream->synced = now;
    }
    if (status == STATUS_OK && (whole || is_due(f, how, stream, now)))
        status = stream_seal(&f->care, stream, whole ? SEAL_ALL : SEAL_RECORDS, error);
    if (status == STATUS_OK) status = stream_take_parts(&f->care, stream, error);
    if (status == STATUS_OK && stream->emptied && !stream->parts_wait)
        status = stream_restart(stream, error);
    if (status == STATUS_OK && rotated)
        status = add_stream(f, stream->path, stream->name, error); /* may move the streams */
    return status;
}

static void drop_stream(struct following *f, size_t number)
{
    stream_close(&f->streams[number], true);
    f->streams[number] = f->streams[--f->count];
}

static enum status tend_all(struct following *f, const struct desk_following *how,
                            struct error *error)
{
    enum status status = STATUS_OK;
    for (size_t i = f->count; i-- > 0 && status == STATUS_OK;) {
        status = tend(f, how, i, error);
        if (status == STATUS_OK && f->streams[i].ended && !f->streams[i].parts_wait)
            drop_stream(f, i);
    }
    return status;
}

/* All that was read becomes captures; other runs that collect meanwhile are waited for. */
static enum status finish(struct following *f, struct error *error)
{
    enum status status = STATUS_OK;
    instant last = os_now() + AGAIN_WITHIN;
    for (size_t i = 0; i < f->count && status == STATUS_OK; i++) {
        struct stream *stream = &f->streams[i];
        bool goes_on = !stream->input && !stream->draining;
        status = stream_seal(&f->care, stream, goes_on ? SEAL_LINES : SEAL_ALL, error);
        stream->ended |= !goes_on;
        for (;;) {
            if (status == STATUS_OK) status = stream_take_parts(&f->care, stream, error);
            if (status || !stream->parts_wait) break;
            if (os_now() >= last)
                return error_set(error, STATUS_BUSY,
                                 "another run is collecting: what was read is safe in following/, "
                                 "and the next postmortem collect takes it in");
            os_sleep(TICK);
        }
    }
    return status;
}

static void wait_for_more(const struct following *f)
{
    if (f->input)
        (void)os_wait_read(0, TICK); /* ignoring: who waits looks again anyway */
    else
        os_sleep(TICK);
}

static enum status loop(struct following *f, const struct desk_following *how, struct error *error)
{
    const struct desk_collecting *collecting = &how->collecting;
    enum status status = STATUS_OK;
    while (f->count && status == STATUS_OK) {
        if (collecting->stop && collecting->stop(collecting->context)) return finish(f, error);
        uint64_t before = f->care.bytes;
        status = tend_all(f, how, error);
        f->input = false;
        for (size_t i = 0; i < f->count; i++) f->input |= f->streams[i].input;
        if (status == STATUS_OK && f->count && f->care.bytes == before) wait_for_more(f);
    }
    return status;
}

enum status desk_follow(const char *folder, const char *const *paths, size_t count,
                        const struct desk_following *how, struct desk_tally *ret,
                        struct error *error)
{
    struct following f = {.begun = os_now(), .first = ERROR_NONE};
    enum status status = stream_care_init(&f.care, folder, how, error);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        const char *slash = strrchr(paths[i], '/');
        bool input = strcmp(paths[i], "-") == 0;
        const char *name = input ? how->input_name : slash ? slash + 1 : paths[i];
        status = add_stream(&f, paths[i], name ? name : "standard input", error);
    }
    if (status == STATUS_OK && f.count == 0 && count) {
        if (error) *error = f.first;
        status = f.first.status;
    }
    if (status == STATUS_OK)
        status = desk_follow_leftovers(folder, &how->collecting, &f.care.tally, error);
    if (status == STATUS_OK) status = loop(&f, how, error);
    while (f.count) {
        struct stream *stream = &f.streams[--f.count];
        stream_close(stream, status == STATUS_OK && stream->ended);
    }
    free(f.streams);
    stream_care_release(&f.care);
    if (status == STATUS_OK) *ret = f.care.tally;
    return status;
}

/* ---- what killed runs left ---- */

struct leftovers {
    const char *folder;
    struct stream_care care;
};

static enum status take_leftover(void *context, const char *id, struct error *error)
{
    struct leftovers *left = context;
    struct stream stream;
    struct error why = ERROR_NONE;
    enum status status = stream_open_left(&left->care, id, &stream, &why);
    if (status == STATUS_BUSY) return STATUS_OK; /* somebody follows it */
    if (status) {
        const struct desk_collecting *how = left->care.how;
        left->care.tally.noted++;
        if (how->skipped) how->skipped(how->context, id, &why, false);
        return STATUS_OK;
    }
    bool goes_on = !stream.ended;
    status = stream_seal(&left->care, &stream, goes_on ? SEAL_LINES : SEAL_ALL, error);
    if (status == STATUS_OK) status = stream_take_parts(&left->care, &stream, error);
    stream_close(&stream, status == STATUS_OK && !goes_on && !stream.parts_wait);
    return status;
}

enum status desk_follow_leftovers(const char *folder, const struct desk_collecting *how,
                                  struct desk_tally *tally, struct error *error)
{
    struct leftovers left = {.folder = folder};
    const struct desk_following following = {.collecting = *how};
    enum status status = stream_care_init(&left.care, folder, &following, error);
    if (status == STATUS_OK) status = spool_list(folder, take_leftover, &left, error);
    stream_care_release(&left.care);
    desk_tally_add(tally, &left.care.tally);
    return status;
}
