/*
 * Taking evidence in. One file at a time: copied and hashed in one pass, unpacked when it is
 * packed, put in place, and only then reported. What goes wrong with one file is told, and the next
 * one comes; what goes wrong with the depot ends the run.
 *
 * The capture is exactly what was read. A file is read up to the size it had when it was opened, so
 * that a log which is being written gives a snapshot and no chase; when it changed meanwhile, that
 * is told and what was read is kept.
 */
#include "evidence/depot_sink.h"
#include "evidence/walk.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>

enum {
    KIND_HEAD = 1024 * 1024, /* plenty to tell the kind; the whole of most documents */
};
static const size_t SOURCES_CAP = (size_t)512 << 20;
static const duration PROGRESS_EVERY = 250 * NS_PER_MS;

/* One call of evidence_collect. */
struct intake {
    struct depot_sink sink; /* first: see depot_sink.h */
    const struct evidence_collector *collector;
    struct evidence_budget left;
    uint64_t bytes; /* read and unpacked so far */
    instant told;   /* when progress was last told */

    /* the file being taken in */
    const char *path, *name;
    struct evidence_capture capture;
    struct blob blob;
    struct span packed; /* its bytes */
    struct arena arena; /* strings of the sources */
    struct evidence_source *sources;
    bool *fresh; /* which of them came into index/ just now */
    size_t count, room, fresh_room;
};

static void pass_over(struct intake *intake, const char *path, const struct error *why)
{
    intake->collector->skipped(intake->collector->context, path, why);
}

static void progress(struct intake *intake, size_t more)
{
    const struct evidence_collector *collector = intake->collector;
    intake->bytes += more;
    if (!collector->progress) return;
    instant now = os_now();
    if (now >= intake->told && now - intake->told < PROGRESS_EVERY) return;
    intake->told = now;
    collector->progress(collector->context, intake->bytes, intake->path);
}

/* ---- sources ---- */

static enum status add_source(struct intake *intake, const struct blob *blob, struct span content,
                              const char *member, instant modified, bool fresh, struct error *error)
{
    assert(blob->ended); /* its hash is known */
    enum status status = grow_array(&intake->sources, &intake->room, intake->count + 1,
                                    sizeof *intake->sources, error);
    if (status == STATUS_OK)
        status = grow_array(&intake->fresh, &intake->fresh_room, intake->count + 1,
                            sizeof *intake->fresh, error);
    if (status) return status;
    struct text name;
    text_init(&name, 0);
    text_add_visible(&name, span_of(intake->name));
    if (member[0]) text_addf(&name, "!%s", member);
    struct evidence_source *source = &intake->sources[intake->count];
    *source = (struct evidence_source){.hash = blob->hash,
                                       .size = blob->size,
                                       .modified = modified,
                                       .member = arena_copy(&intake->arena, span_of(member)),
                                       .name = arena_copy(&intake->arena, text_span(&name))};
    status = text_status(&name, error);
    text_release(&name);
    if (status) return status;
    if (!source->member || !source->name) return arena_full(&intake->arena, error);
    source->kind = evidence_kind_of(span_sub(content, 0, KIND_HEAD), content.len, &source->picture);
    source->capture = intake->capture.hash;
    intake->fresh[intake->count++] = fresh;
    return STATUS_OK;
}

/* The content of the last source can be read: by who wants to, while the disk works. */
static void show_content(const struct intake *intake, const struct blob *blob,
                         const struct span *view)
{
    const struct evidence_collector *collector = intake->collector;
    if (!collector->content) return;
    const struct evidence_reader reader = blob_reader(blob, view);
    collector->content(collector->context, &intake->capture, &intake->sources[intake->count - 1],
                       &reader);
}

static enum status sink_add(void *context, struct unpack_pot *pot, struct span bytes,
                            struct error *error)
{
    struct intake *intake = context;
    progress(intake, bytes.len);
    return depot_sink_add(context, pot, bytes, error);
}

static enum status sink_keep(void *context, struct unpack_pot *pot, const char *member,
                             instant modified, struct error *error)
{
    struct intake *intake = context;
    if (!pot) {
        enum status status =
            add_source(intake, &intake->blob, intake->packed, member, modified, false, error);
        if (status == STATUS_OK) show_content(intake, &intake->blob, &intake->packed);
        return status;
    }
    bool known = true;
    blob_store_begin(&pot->blob);
    enum status status = add_source(intake, &pot->blob, pot->view, member, modified, false, error);
    if (status == STATUS_OK) {
        show_content(intake, &pot->blob, &pot->view);
        status = blob_store(&pot->blob, &known, error);
        intake->fresh[intake->count - 1] = !known;
    }
    depot_sink_drop(context, pot);
    return status;
}

static void sink_note(void *context, const char *member, const struct error *why)
{
    struct intake *intake = context;
    struct text path;
    text_init(&path, 0);
    text_adds(&path, intake->path);
    if (member[0]) text_addf(&path, "!%s", member);
    struct error placed = *why;
    error_place(&placed, "%s", path.at);
    pass_over(intake, path.at, &placed);
    text_release(&path);
}

/* Takes back what a refused archive put into index/. */
static void undo(struct intake *intake)
{
    char path[DEPOT_PATH_MAX];
    for (size_t i = 0; i < intake->count; i++) {
        const struct sha256 *hash = &intake->sources[i].hash;
        if (!intake->fresh[i]) continue;
        /* ignoring: derived, and unused */
        if (!blob_path(intake->sink.depot, BLOB_CONTENT, hash, path, sizeof path, NULL))
            (void)os_remove(path, NULL);
        if (!evidence_index_path(intake->sink.depot, hash, path, sizeof path, NULL))
            (void)os_remove(path, NULL);
    }
}

/* ---- reading ---- */

static enum status over_budget(const struct intake *intake, uint64_t size, struct error *error)
{
    if (size > intake->left.file_bytes)
        return error_set(error, STATUS_LIMIT,
                         "has more than %" PRIu64 " bytes, the most for one file; if that is "
                         "right, raise it with --budget-file",
                         intake->left.file_bytes);
    if (size > intake->left.total_bytes)
        return error_set(error, STATUS_LIMIT,
                         "the bytes for one call are used up; raise them with --budget-total, or "
                         "collect in several calls");
    return STATUS_OK;
}

/* Copies into the blob: `most` bytes, or all there are when `most` is 0 (standard input, and files
 * of the kernel's that state no size). *ret_why is what is wrong with the file; the return is what
 * is wrong with the depot. */
static enum status copy(struct intake *intake, int fd, uint64_t most, struct error *ret_why,
                        struct error *error)
{
    struct blob *blob = &intake->blob;
    for (;;) {
        char *room;
        size_t wanted, len;
        enum status status = blob_room(blob, &room, &wanted, error);
        if (status) return status;
        if (most && most - blob->size < wanted) wanted = (size_t)(most - blob->size);
        if (os_read(fd, intake->path, room, wanted, &len, ret_why)) return STATUS_OK;
        if (over_budget(intake, blob->size + len, ret_why)) return STATUS_OK;
        progress(intake, len);
        blob_grew(blob, len);
        if (len < wanted || blob->size == most) break;
    }
    intake->left.total_bytes -= blob->size;
    return STATUS_OK;
}

static void tell_change(struct intake *intake, const struct os_facts *before,
                        const struct os_facts *after)
{
    struct error why = ERROR_NONE;
    const char *how = after->size > intake->blob.size    ? "grew"
                      : intake->blob.size < before->size ? "became shorter"
                                                         : "changed";
    if (before->size == after->size && before->modified == after->modified &&
        (before->size == 0 || intake->blob.size == before->size))
        return;
    error_set(&why, STATUS_BUSY,
              "%s while it was read: the %" PRIu64 " bytes that were read are kept; collect it "
              "again for the rest",
              how, intake->blob.size);
    error_place(&why, "%s", intake->path);
    pass_over(intake, intake->path, &why);
}

static enum status read_file(struct intake *intake, struct error *ret_why, struct error *error)
{
    int fd = -1;
    struct os_facts before, after;
    if (os_open_read(intake->path, false, &fd, ret_why)) return STATUS_OK;
    enum status status = STATUS_OK;
    if (os_facts_fd(fd, intake->path, &before, ret_why) == STATUS_OK) {
        if (before.kind != OS_FILE)
            error_set(ret_why, STATUS_BUSY, "was replaced by something else while being opened");
        else if (over_budget(intake, before.size, ret_why) == STATUS_OK)
            status = copy(intake, fd, before.size, ret_why, error);
        intake->capture.modified = before.modified;
    }
    if (status == STATUS_OK && ret_why->status == STATUS_OK &&
        os_facts_fd(fd, intake->path, &after, ret_why) == STATUS_OK)
        tell_change(intake, &before, &after);
    os_close(fd);
    return status;
}

/* ---- one file ---- */

static enum status find_sources(struct intake *intake, struct error *error)
{
    const struct unpack_sink sink = {.context = intake,
                                     .begin = depot_sink_begin,
                                     .add = sink_add,
                                     .view = depot_sink_view,
                                     .keep = sink_keep,
                                     .drop = depot_sink_drop,
                                     .note = sink_note};
    struct evidence_capture *capture = &intake->capture;
    enum status status = blob_end(&intake->blob, &intake->packed, error);
    if (status) return status;
    blob_store_begin(&intake->blob);
    capture->hash = intake->blob.hash;
    capture->size = intake->blob.size;
    capture->packing = unpack_packing_of(intake->packed);
    if (capture->packing == EVIDENCE_PACKED_PLAIN)
        return sink_keep(intake, NULL, "", capture->modified, error);
    return unpack(intake->packed, capture->packing, capture->modified, &intake->left, &sink, error);
}

static enum status take(struct intake *intake, struct error *error)
{
    const struct evidence_collector *collector = intake->collector;
    struct error why = ERROR_NONE;
    bool known = false;
    enum status status = strcmp(intake->path, "-") == 0 ? copy(intake, 0, 0, &why, error)
                                                        : read_file(intake, &why, error);
    if (status) return status;
    status = why.status;
    if (status == STATUS_OK) {
        status = find_sources(intake, &why);
        if (status == STATUS_OK) status = blob_store(&intake->blob, &known, &why);
        if (status) undo(intake);
        if (status && status != STATUS_LIMIT) {
            if (error) *error = why;
            return status;
        }
    }
    if (status) {
        error_place(&why, "%s", intake->path);
        pass_over(intake, intake->path, &why);
        return STATUS_OK;
    }
    intake->capture.known = known;
    return collector->took(collector->context, &intake->capture, intake->sources, intake->count,
                           error);
}

static enum status take_file(void *context, const char *path, const char *name, struct error *error)
{
    struct intake *intake = context;
    bool standard_input = strcmp(path, "-") == 0;
    intake->path = path;
    intake->name = name;
    intake->count = 0;
    intake->capture = (struct evidence_capture){.origin = standard_input ? name : path,
                                                .by = intake->collector->by,
                                                .collected = os_now(),
                                                .modified = INSTANT_NONE};
    arena_init(&intake->arena, SOURCES_CAP);
    enum status status = blob_begin(intake->sink.depot, BLOB_CAPTURE, &intake->blob, error);
    if (status == STATUS_OK) status = take(intake, error);
    blob_release(&intake->blob);
    arena_release(&intake->arena);
    return status;
}

static void walk_passed(void *context, const char *path, const struct error *why)
{
    pass_over(context, path, why);
}

enum status evidence_collect(struct evidence_depot *depot, const char *const *paths, size_t count,
                             const struct evidence_collector *collector, struct error *error)
{
    struct intake intake = {
        .sink = {depot}, .collector = collector, .left = collector->budget, .blob = {.fd = -1}};
    const struct walker walker = {&intake, take_file, walk_passed};
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        status = walk(paths[i], &walker, error);
    free(intake.sources);
    free(intake.fresh);
    return status;
}
