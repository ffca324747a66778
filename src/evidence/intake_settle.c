/*
 * Files that wait for the disk. Each has a thread that waits, puts the file in its place once its
 * bytes are on the disk, and flushes the folders; the caller's thread reads on meanwhile, and is
 * the only one that reports.
 */
#include "evidence/intake.h"

#include <assert.h>
#include <stdlib.h>

void intake_forget(struct taken *taken)
{
    if (!taken) return;
    if (taken->threaded) pthread_join(taken->thread, NULL);
    while (taken->late_count) depot_sink_drop(NULL, taken->late[--taken->late_count].pot);
    ahead_end(taken->ahead);
    blob_release(&taken->blob);
    free(taken->sources);
    free(taken->fresh);
    arena_release(&taken->arena);
    free(taken);
}

void intake_undo(struct intake *intake, struct taken *taken)
{
    char path[DEPOT_PATH_MAX];
    while (taken->late_count) depot_sink_drop(NULL, taken->late[--taken->late_count].pot);
    for (size_t i = 0; i < taken->count; i++) {
        const struct sha256 *hash = &taken->sources[i].hash;
        if (!taken->fresh[i]) continue;
        /* ignoring: derived, and unused */
        if (!blob_path(intake->sink.depot, BLOB_CONTENT, hash, path, sizeof path, NULL))
            (void)os_remove(path, NULL);
        if (!evidence_index_path(intake->sink.depot, hash, path, sizeof path, NULL))
            (void)os_remove(path, NULL);
    }
}

static enum status store_late(struct taken *taken, const struct intake_late *late,
                              struct error *error)
{
    bool known = true;
    enum status status = blob_store(&late->pot->blob, &known, error);
    if (status == STATUS_OK) taken->fresh[late->source] = !known;
    return status;
}

enum status intake_finish_late(struct taken *taken, struct error *error)
{
    assert(taken->late_count);
    struct intake_late late = taken->late[0];
    taken->late_count--;
    for (unsigned i = 0; i < taken->late_count; i++) taken->late[i] = taken->late[i + 1];
    enum status status = store_late(taken, &late, error);
    depot_sink_drop(NULL, late.pot);
    return status;
}

/* The indexes may still be on their way to the disk while contents and file are put in place: they
 * are waited for last. */
static enum status settle(struct taken *taken, struct error *error)
{
    enum status status = STATUS_OK;
    for (unsigned i = 0; i < taken->late_count && status == STATUS_OK; i++)
        status = store_late(taken, &taken->late[i], error);
    if (status == STATUS_OK) status = blob_store(&taken->blob, &taken->known, error);
    if (status) return status;
    while (taken->late_count) depot_sink_drop(NULL, taken->late[--taken->late_count].pot);
    ahead_end(taken->ahead);
    taken->ahead = NULL;
    return STATUS_OK;
}

static void *settle_in_thread(void *argument)
{
    struct taken *taken = argument;
    taken->status = settle(taken, &taken->error);
    atomic_store(&taken->settled, true);
    return NULL;
}

/* Waits for the oldest file, and reports it. */
static enum status report_oldest(struct intake *intake, struct error *error)
{
    const struct evidence_collector *collector = intake->collector;
    assert(intake->pending_count);
    struct taken *taken = intake->pending[0];
    intake->pending_count--;
    for (unsigned i = 0; i < intake->pending_count; i++)
        intake->pending[i] = intake->pending[i + 1];
    if (taken->threaded)
        pthread_join(taken->thread, NULL);
    else
        taken->status = settle(taken, &taken->error);
    taken->threaded = false;
    enum status status = taken->status;
    if (status == STATUS_OK) {
        taken->capture.known = taken->known;
        status = collector->took(collector->context, &taken->capture, taken->sources, taken->count,
                                 error);
        intake->refused = status != STATUS_OK;
    } else {
        intake_undo(intake, taken);
        if (status == STATUS_LIMIT) {
            error_place(&taken->error, "%s", taken->path);
            intake_pass_over(intake, taken->path, &taken->error);
            status = STATUS_OK;
        } else if (error) {
            *error = taken->error;
        }
    }
    intake_forget(taken);
    return status;
}

/* Without a flush to wait for, settling is quick and done when the file's turn comes. */
static bool waits_for_disk(const struct taken *taken)
{
    return taken->blob.fd >= 0 || taken->late_count > 0;
}

static bool is_ready(const struct taken *taken)
{
    return !taken->threaded || atomic_load(&taken->settled);
}

enum status intake_settle_later(struct intake *intake, struct error *error)
{
    enum status status = STATUS_OK;
    struct taken *taken = intake->taken;
    intake->taken = NULL;
    atomic_init(&taken->settled, false);
    if (waits_for_disk(taken))
        taken->threaded = pthread_create(&taken->thread, NULL, settle_in_thread, taken) == 0;
    assert(intake->pending_count < INTAKE_PENDING_MAX);
    intake->pending[intake->pending_count++] = taken;
    while (status == STATUS_OK && intake->pending_count &&
           (intake->pending_count == INTAKE_PENDING_MAX || is_ready(intake->pending[0])))
        status = report_oldest(intake, error);
    return status;
}

enum status intake_settle_all(struct intake *intake, struct error *error)
{
    enum status status = STATUS_OK;
    while (status == STATUS_OK && intake->pending_count) status = report_oldest(intake, error);
    return status;
}

static bool has(const struct taken *taken, const struct sha256 *hash)
{
    bool found = sha256_equal(&taken->capture.hash, hash);
    for (size_t i = 0; i < taken->count && !found; i++)
        found = sha256_equal(&taken->sources[i].hash, hash);
    return found;
}

enum status intake_settle_twin(struct intake *intake, const struct sha256 *hash,
                               struct error *error)
{
    for (unsigned i = 0; i < intake->pending_count; i++)
        if (has(intake->pending[i], hash)) return intake_settle_all(intake, error);
    return STATUS_OK;
}
