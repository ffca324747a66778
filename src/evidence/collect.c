/*
 * Taking evidence in. One file at a time: copied and hashed in one pass, unpacked when it is
 * packed, put in place, and only then reported. What goes wrong with one file is told, and the next
 * one comes; what goes wrong with the depot ends the run.
 *
 * The capture is exactly what was read. A file is read up to the size it had when it was opened, so
 * that a log which is being written gives a snapshot and no chase; when it changed meanwhile, that
 * is told and what was read is kept.
 */
#include "evidence/intake.h"
#include "evidence/walk.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>

static const size_t SOURCES_CAP = (size_t)512 << 20;
static const duration PROGRESS_EVERY = 250 * NS_PER_MS;

void intake_pass_over(struct intake *intake, const char *path, const struct error *why)
{
    intake->collector->skipped(intake->collector->context, path, why);
}

void intake_progress(struct intake *intake, size_t more)
{
    const struct evidence_collector *collector = intake->collector;
    intake->bytes += more;
    if (!collector->progress) return;
    instant now = os_now();
    if (now >= intake->told && now - intake->told < PROGRESS_EVERY) return;
    intake->told = now;
    collector->progress(collector->context, intake->bytes, intake->taken->path);
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
    struct blob *blob = &intake->taken->blob;
    blob->expected = most;
    for (;;) {
        char *room;
        size_t wanted, len;
        enum status status = blob_room(blob, &room, &wanted, error);
        if (status) return status;
        if (most && most - blob->size < wanted) wanted = (size_t)(most - blob->size);
        if (os_read(fd, intake->taken->path, room, wanted, &len, ret_why)) return STATUS_OK;
        if (over_budget(intake, blob->size + len, ret_why)) return STATUS_OK;
        intake_progress(intake, len);
        blob_grew(blob, len);
        intake_look_ahead(intake);
        if (len < wanted || blob->size == most) break;
    }
    intake->left.total_bytes -= blob->size;
    return STATUS_OK;
}

static void tell_change(struct intake *intake, const struct os_facts *before,
                        const struct os_facts *after)
{
    struct error why = ERROR_NONE;
    const char *how = after->size > intake->taken->blob.size    ? "grew"
                      : intake->taken->blob.size < before->size ? "became shorter"
                                                                : "changed";
    if (before->size == after->size && before->modified == after->modified &&
        (before->size == 0 || intake->taken->blob.size == before->size))
        return;
    error_set(&why, STATUS_BUSY,
              "%s while it was read: the %" PRIu64 " bytes that were read are kept; collect it "
              "again for the rest",
              how, intake->taken->blob.size);
    error_place(&why, "%s", intake->taken->path);
    intake_pass_over(intake, intake->taken->path, &why);
}

static enum status read_file(struct intake *intake, struct error *ret_why, struct error *error)
{
    int fd = -1;
    struct os_facts before, after;
    if (os_open_read(intake->taken->path, false, &fd, ret_why)) return STATUS_OK;
    enum status status = STATUS_OK;
    if (os_facts_fd(fd, intake->taken->path, &before, ret_why) == STATUS_OK) {
        if (before.kind != OS_FILE)
            error_set(ret_why, STATUS_BUSY, "was replaced by something else while being opened");
        intake->taken->capture.modified = before.modified;
        if (ret_why->status == STATUS_OK && over_budget(intake, before.size, ret_why) == STATUS_OK)
            status = copy(intake, fd, before.size, ret_why, error);
    }
    if (status == STATUS_OK && ret_why->status == STATUS_OK &&
        os_facts_fd(fd, intake->taken->path, &after, ret_why) == STATUS_OK)
        tell_change(intake, &before, &after);
    os_close(fd);
    return status;
}

/* ---- one file ---- */

static enum status take(struct intake *intake, struct error *error)
{
    struct taken *taken = intake->taken;
    struct error why = ERROR_NONE;
    enum status status = strcmp(taken->path, "-") == 0 ? copy(intake, 0, 0, &why, error)
                                                       : read_file(intake, &why, error);
    if (status) return status;
    status = why.status;
    if (status == STATUS_OK) {
        status = intake_find_sources(intake, &why);
        if (status == STATUS_OK) return intake_settle_later(intake, error);
        intake_undo(intake, taken);
        if (status != STATUS_LIMIT) {
            if (error) *error = why;
            return status;
        }
    }
    error_place(&why, "%s", taken->path);
    intake_pass_over(intake, taken->path, &why);
    return STATUS_OK;
}

static enum status begin(struct intake *intake, const char *path, const char *name,
                         struct error *error)
{
    struct taken *taken = calloc(1, sizeof *taken);
    if (!taken) return error_set(error, STATUS_NO_MEMORY, "out of memory");
    arena_init(&taken->arena, SOURCES_CAP);
    taken->blob.fd = -1;
    taken->path = arena_copy(&taken->arena, span_of(path));
    taken->name = name;
    taken->capture = (struct evidence_capture){
        .origin = strcmp(path, "-") == 0 ? arena_copy(&taken->arena, span_of(name)) : taken->path,
        .by = intake->collector->by,
        .collected = os_now(),
        .modified = INSTANT_NONE};
    intake->taken = taken;
    if (!taken->path || !taken->capture.origin) return arena_full(&taken->arena, error);
    return blob_begin(intake->sink.depot, BLOB_CAPTURE, &taken->blob, error);
}

static enum status take_file(void *context, const char *path, const char *name, struct error *error)
{
    struct intake *intake = context;
    enum status status = begin(intake, path, name, error);
    if (status == STATUS_OK) status = take(intake, error);
    intake_forget(intake->taken);
    intake->taken = NULL;
    return status;
}

static void walk_passed(void *context, const char *path, const struct error *why)
{
    intake_pass_over(context, path, why);
}

enum status evidence_collect(struct evidence_depot *depot, const char *const *paths, size_t count,
                             const struct evidence_collector *collector, struct error *error)
{
    struct intake intake = {.sink = {depot}, .collector = collector, .left = collector->budget};
    const struct walker walker = {&intake, take_file, walk_passed};
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        status = walk(paths[i], &walker, error);
    /* What was read before something went wrong is still good. */
    if (!intake.refused) {
        enum status settled = intake_settle_all(&intake, status ? NULL : error);
        if (status == STATUS_OK) status = settled;
    }
    while (intake.pending_count) intake_forget(intake.pending[--intake.pending_count]);
    return status;
}
