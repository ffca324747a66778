/*
 * One batch of files that came over the network is collected. A content becomes the review's in the
 * same change that notes it, so that nobody else ever sees it; one that the workspace had before
 * stays what it was.
 */
#include "web/gather_batch.h"

#include <stdio.h>

#define PATIENCE (60 * NS_PER_S) /* with a collect of the command line */

/* "FOLDER/whole-ID-..." is called "FOLDER/part-ID" again, so that its sender goes on with it. */
void gather_hand_back(const char *path)
{
    char to[4096];
    const char *last = strrchr(path, '/');
    if (!last || strncmp(last, "/whole-", 7) != 0 || strlen(last) < 47) return;
    int len = snprintf(to, sizeof to, "%.*s/part-%.40s", (int)(last - path), path, last + 7);
    if (len > 0 && (size_t)len < sizeof to) (void)os_rename(path, to, NULL);
}

bool gather_ended(const struct gathered *file)
{
    return file->state >= GATHER_KEPT;
}

static struct gathered *file_at(const struct gather_batch *batch, const char *path)
{
    for (size_t i = 0; i < batch->count; i++) {
        size_t len = strlen(batch->paths[i]);
        bool within =
            strncmp(path, batch->paths[i], len) == 0 && (path[len] == '\0' || path[len] == '!');
        if (within) return batch->files[i];
    }
    return NULL;
}

static struct gathered *file_called(const struct gather_batch *batch, const char *name)
{
    for (size_t i = 0; i < batch->count; i++)
        if (batch->given[i].name == name) return batch->files[i];
    return NULL;
}

static void settle(struct gather_batch *batch, struct gathered *file, enum gather_state state,
                   const char *told)
{
    if (!file) return;
    pthread_mutex_lock(&batch->gather->lock);
    if (!gather_ended(file) || state == GATHER_REFUSED) {
        if (!gather_ended(file)) file->state = state;
        (void)snprintf(file->told, sizeof file->told, "%.900s", told);
    }
    pthread_cond_broadcast(&batch->gather->moved);
    pthread_mutex_unlock(&batch->gather->lock);
}

/* Was this content the workspace's, open to all its reviews? Then it stays so. The lock of the
 * collect is held from before the first look, so that what is found stays true. */
static enum status is_workspace_own(struct gather_batch *batch, struct store *store,
                                    const struct sha256 *content, bool *ret, struct error *error)
{
    struct store_claim *claims;
    size_t count = 0;
    bool there = false;
    enum status status = STATUS_OK;
    if (!batch->looked)
        status = store_sources(store, &batch->arena, &batch->before, &batch->before_count, error);
    batch->looked = status == STATUS_OK;
    for (size_t i = 0; i < batch->before_count && !there; i++)
        there = sha256_equal(&batch->before[i].facts.hash, content);
    if (status == STATUS_OK)
        status = store_claims(store, content, 0, 0, 1, &batch->arena, &claims, &count, error);
    *ret = there && count == 0;
    return status;
}

static enum status keep(void *context, struct store *store, const struct evidence_capture *capture,
                        const struct evidence_source *sources, size_t count, struct error *error)
{
    struct gather_batch *batch = context;
    const struct gathered *file = file_called(batch, capture->origin);
    if (!file) return error_set(error, STATUS_NOT_FOUND, "nobody gave this file");
    struct store_actor actor = {.account = file->account, .name = file->by, .at = os_now()};
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        bool open = false;
        status = is_workspace_own(batch, store, &sources[i].hash, &open, error);
        if (status == STATUS_OK && !open)
            status = store_claim_add(store, &actor, &sources[i].hash, file->review, error);
    }
    return status;
}

static void took(void *context, const struct evidence_capture *capture,
                 const struct evidence_source *sources, size_t count)
{
    struct gather_batch *batch = context;
    struct gathered *file = file_called(batch, capture->origin);
    char told[80];
    (void)sources;
    (void)snprintf(told, sizeof told, "%zu source%s", count, count == 1 ? "" : "s");
    settle(batch, file, capture->known ? GATHER_KNOWN : GATHER_KEPT, told);
    web_changed(batch->gather->server);
}

static void skipped(void *context, const char *path, const struct error *why, bool failure)
{
    struct gather_batch *batch = context;
    (void)failure;
    struct gathered *file = file_at(batch, path);
    size_t len = file ? strlen(file->path) : 0;
    char told[GATHER_TOLD];
    (void)snprintf(told, sizeof told, "%.300s%s%.600s", file ? path + len : "",
                   file && path[len] ? ": " : "", why->message);
    settle(batch, file, GATHER_REFUSED, told);
}

static bool stop(void *context)
{
    struct web_gather *gather = ((struct gather_batch *)context)->gather;
    pthread_mutex_lock(&gather->lock);
    bool ret = gather->stopping;
    pthread_mutex_unlock(&gather->lock);
    return ret;
}

static enum status collect(struct gather_batch *batch, struct error *error)
{
    struct desk_tally tally;
    struct desk_collecting how = {.by = batch->files[0]->by,
                                  .given = batch->given,
                                  .given_count = batch->count,
                                  .budget = EVIDENCE_BUDGET_DEFAULT,
                                  .context = batch,
                                  .keep = keep,
                                  .took = took,
                                  .skipped = skipped,
                                  .stop = stop};
    instant until = os_now() + PATIENCE;
    enum status status;
    do {
        *error = ERROR_NONE;
        status = desk_collect(batch->gather->server->settings.folder, batch->paths, batch->count,
                              &how, &batch->arena, &tally, error);
        if (status == STATUS_BUSY) os_sleep(200 * NS_PER_MS);
    } while (status == STATUS_BUSY && os_now() < until && !stop(batch));
    return status;
}

/* What a stopped server leaves is taken up again when its sender asks: the file stays. */
static void finish(struct gather_batch *batch, enum status status, const struct error *error)
{
    for (size_t i = 0; i < batch->count; i++) {
        struct gathered *file = batch->files[i];
        pthread_mutex_lock(&batch->gather->lock);
        bool open = !gather_ended(file);
        pthread_mutex_unlock(&batch->gather->lock);
        if (open && status == STATUS_INTERRUPTED) gather_hand_back(file->path);
        if (open && status == STATUS_INTERRUPTED) continue;
        if (open) settle(batch, file, GATHER_REFUSED, status ? error->message : "it is empty");
        (void)os_remove(file->path, NULL); /* ignoring: it is swept up later */
    }
    char json[80];
    (void)snprintf(json, sizeof json, "{\"files\":%zu}", batch->count);
    web_changed(batch->gather->server);
    web_tell(batch->gather->server, batch->files[0]->review, "evidence", span_of(json));
}

void gather_collect(struct gather_batch *batch)
{
    struct error error = ERROR_NONE;
    arena_init(&batch->arena, (size_t)2 << 30);
    enum status status = collect(batch, &error);
    finish(batch, status, &error);
    arena_release(&batch->arena);
}
