/*
 * Files that came over the network are collected one batch after another, on a thread of its own:
 * reading a large log may take longer than a request should. A content becomes the review's in the
 * same change that notes it, so that nobody else ever sees it; one that the workspace had before
 * stays what it was.
 */
#include "web/gather.h"

#include <stdio.h>
#include <stdlib.h>

enum { BATCH = 200, REMEMBERED = 1000, TOLD = 1200 };
#define PATIENCE (60 * NS_PER_S)  /* with a collect of the command line */
#define LEFT_FOR (7 * NS_PER_DAY) /* an upload that nobody went on with */

struct gathered {
    struct gathered *next;
    uint32_t review, account;
    char *by, *name, *path, *id;
    instant modified;
    enum gather_state state;
    char told[TOLD];
};

struct web_gather {
    pthread_mutex_t lock;
    pthread_cond_t moved;
    struct web_server *server;
    struct gathered *first, *last;
    size_t count;
    bool running, stopping;
};

const char *gather_state_word(enum gather_state state)
{
    static const char *const words[] = {"waiting", "being read", "kept", "known already",
                                        "not taken"};
    return words[state];
}

/* "FOLDER/whole-ID-..." is called "FOLDER/part-ID" again, so that its sender goes on with it. */
static void hand_back(const char *path)
{
    char to[4096];
    const char *last = strrchr(path, '/');
    if (!last || strncmp(last, "/whole-", 7) != 0 || strlen(last) < 47) return;
    int len = snprintf(to, sizeof to, "%.*s/part-%.40s", (int)(last - path), path, last + 7);
    if (len > 0 && (size_t)len < sizeof to) (void)os_rename(path, to, NULL);
}

static enum status tidy_one(void *context, const char *name, struct error *error)
{
    const char *folder = context;
    struct os_facts facts;
    char path[4096];
    (void)error;
    int len = snprintf(path, sizeof path, "%s/%s", folder, name);
    if (len < 0 || (size_t)len >= sizeof path || os_facts(path, &facts, NULL)) return STATUS_OK;
    if (os_now() - facts.modified > LEFT_FOR)
        (void)os_remove(path, NULL);
    else
        hand_back(path);
    return STATUS_OK;
}

/* What a server that was stopped left behind. */
static void tidy(const char *workspace)
{
    char folder[4096];
    int len = snprintf(folder, sizeof folder, "%s/incoming", workspace);
    if (len > 0 && (size_t)len < sizeof folder) (void)os_list(folder, tidy_one, folder, NULL);
}

struct web_gather *gather_new(struct web_server *server)
{
    struct web_gather *gather = calloc(1, sizeof *gather);
    if (!gather) return NULL;
    tidy(server->settings.folder);
    pthread_mutex_init(&gather->lock, NULL);
    pthread_cond_init(&gather->moved, NULL);
    gather->server = server;
    return gather;
}

static void free_file(struct gathered *file)
{
    if (!file) return;
    free(file->by);
    free(file->name);
    free(file->path);
    free(file->id);
    free(file);
}

static bool ended(const struct gathered *file)
{
    return file->state >= GATHER_KEPT;
}

/* The thread ends after the file it is at. */
void gather_free(struct web_gather *gather)
{
    if (!gather) return;
    pthread_mutex_lock(&gather->lock);
    gather->stopping = true;
    while (gather->running) pthread_cond_wait(&gather->moved, &gather->lock);
    pthread_mutex_unlock(&gather->lock);
    while (gather->first) {
        struct gathered *file = gather->first;
        gather->first = file->next;
        free_file(file);
    }
    free(gather);
}

/* ---- one batch ---- */

struct batch {
    struct web_gather *gather;
    struct gathered *files[BATCH];
    struct desk_given given[BATCH];
    const char *paths[BATCH];
    size_t count;
    struct store_source *before; /* all contents that there were */
    size_t before_count;
    bool looked;
    struct arena arena;
};

static struct gathered *file_at(const struct batch *batch, const char *path)
{
    for (size_t i = 0; i < batch->count; i++) {
        size_t len = strlen(batch->paths[i]);
        bool within =
            strncmp(path, batch->paths[i], len) == 0 && (path[len] == '\0' || path[len] == '!');
        if (within) return batch->files[i];
    }
    return NULL;
}

static struct gathered *file_called(const struct batch *batch, const char *name)
{
    for (size_t i = 0; i < batch->count; i++)
        if (batch->given[i].name == name) return batch->files[i];
    return NULL;
}

static void settle(struct batch *batch, struct gathered *file, enum gather_state state,
                   const char *told)
{
    if (!file) return;
    pthread_mutex_lock(&batch->gather->lock);
    if (!ended(file) || state == GATHER_REFUSED) {
        if (!ended(file)) file->state = state;
        (void)snprintf(file->told, sizeof file->told, "%.900s", told);
    }
    pthread_cond_broadcast(&batch->gather->moved);
    pthread_mutex_unlock(&batch->gather->lock);
}

/* Was this content the workspace's, open to all its reviews? Then it stays so. The lock of the
 * collect is held from before the first look, so that what is found stays true. */
static enum status is_workspace_own(struct batch *batch, struct store *store,
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
    struct batch *batch = context;
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
    struct batch *batch = context;
    struct gathered *file = file_called(batch, capture->origin);
    char told[80];
    (void)sources;
    (void)snprintf(told, sizeof told, "%zu source%s", count, count == 1 ? "" : "s");
    settle(batch, file, capture->known ? GATHER_KNOWN : GATHER_KEPT, told);
    web_changed(batch->gather->server);
}

static void skipped(void *context, const char *path, const struct error *why, bool failure)
{
    struct batch *batch = context;
    (void)failure;
    struct gathered *file = file_at(batch, path);
    size_t len = file ? strlen(file->path) : 0;
    char told[TOLD];
    (void)snprintf(told, sizeof told, "%.300s%s%.600s", file ? path + len : "",
                   file && path[len] ? ": " : "", why->message);
    settle(batch, file, GATHER_REFUSED, told);
}

static bool stop(void *context)
{
    struct web_gather *gather = ((struct batch *)context)->gather;
    pthread_mutex_lock(&gather->lock);
    bool ret = gather->stopping;
    pthread_mutex_unlock(&gather->lock);
    return ret;
}

static enum status collect(struct batch *batch, struct error *error)
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
static void finish(struct batch *batch, enum status status, const struct error *error)
{
    for (size_t i = 0; i < batch->count; i++) {
        struct gathered *file = batch->files[i];
        pthread_mutex_lock(&batch->gather->lock);
        bool open = !ended(file);
        pthread_mutex_unlock(&batch->gather->lock);
        if (open && status == STATUS_INTERRUPTED) hand_back(file->path);
        if (open && status == STATUS_INTERRUPTED) continue;
        if (open) settle(batch, file, GATHER_REFUSED, status ? error->message : "it is empty");
        (void)os_remove(file->path, NULL); /* ignoring: it is swept up later */
    }
    char json[80];
    (void)snprintf(json, sizeof json, "{\"files\":%zu}", batch->count);
    web_changed(batch->gather->server);
    web_tell(batch->gather->server, batch->files[0]->review, "evidence", span_of(json));
}

/* With the lock held: those of one account in one review, in the order they came. */
static void take_batch(struct web_gather *gather, struct batch *batch)
{
    for (struct gathered *file = gather->first; file && batch->count < BATCH; file = file->next) {
        bool fits = batch->count == 0 || (file->review == batch->files[0]->review &&
                                          file->account == batch->files[0]->account);
        if (file->state != GATHER_WAITING || !fits) continue;
        file->state = GATHER_READING;
        batch->paths[batch->count] = file->path;
        batch->given[batch->count] =
            (struct desk_given){file->path, file->name, file->modified, NULL};
        batch->files[batch->count++] = file;
    }
}

/* With the lock held. */
static void forget_old(struct web_gather *gather)
{
    while (gather->count > REMEMBERED && gather->first && ended(gather->first)) {
        struct gathered *file = gather->first;
        gather->first = file->next;
        if (!gather->first) gather->last = NULL;
        gather->count--;
        free_file(file);
    }
}

static void *run(void *context)
{
    struct web_gather *gather = context;
    struct batch *batch = malloc(sizeof *batch);
    pthread_mutex_lock(&gather->lock);
    while (batch && !gather->stopping) {
        memset(batch, 0, sizeof *batch);
        batch->gather = gather;
        forget_old(gather);
        take_batch(gather, batch);
        if (!batch->count) break;
        pthread_mutex_unlock(&gather->lock);
        struct error error = ERROR_NONE;
        arena_init(&batch->arena, (size_t)2 << 30);
        enum status status = collect(batch, &error);
        finish(batch, status, &error);
        arena_release(&batch->arena);
        pthread_mutex_lock(&gather->lock);
    }
    gather->running = false;
    pthread_cond_broadcast(&gather->moved);
    pthread_mutex_unlock(&gather->lock);
    free(batch);
    return NULL;
}

/* ---- the door ---- */

static char *copy(const char *text)
{
    size_t size = strlen(text) + 1;
    char *ret = malloc(size);
    if (ret) memcpy(ret, text, size);
    return ret;
}

enum status gather_add(struct web_server *server, const struct gather_file *given,
                       struct error *error)
{
    struct web_gather *gather = server->gather;
    struct gathered *file = calloc(1, sizeof *file);
    pthread_t thread;
    enum status status = STATUS_OK;
    if (file) {
        *file = (struct gathered){.review = given->review,
                                  .account = given->account,
                                  .by = copy(given->by),
                                  .name = copy(given->name),
                                  .path = copy(given->path),
                                  .id = copy(given->id),
                                  .modified = given->modified};
    }
    if (!file || !file->by || !file->name || !file->path || !file->id) {
        free_file(file);
        return error_set(error, STATUS_NO_MEMORY, "out of memory");
    }
    pthread_mutex_lock(&gather->lock);
    if (gather->last)
        gather->last->next = file;
    else
        gather->first = file;
    gather->last = file;
    gather->count++;
    if (!gather->running && !gather->stopping) {
        gather->running = pthread_create(&thread, NULL, run, gather) == 0;
        if (gather->running)
            (void)pthread_detach(thread); /* waited for by `running` */
        else
            status = error_set(error, STATUS_NO_MEMORY, "no thread could be started");
    }
    pthread_mutex_unlock(&gather->lock);
    return status;
}

/* With the lock held. */
static size_t waiting(const struct web_gather *gather, uint32_t review, uint32_t account)
{
    size_t count = 0;
    for (const struct gathered *f = gather->first; f; f = f->next)
        count += f->review == review && f->account == account && !ended(f);
    return count;
}

bool gather_wait(struct web_server *server, uint32_t review, uint32_t account, duration longest)
{
    struct web_gather *gather = server->gather;
    instant until = os_now() + longest;
    struct timespec limit = {.tv_sec = until / NS_PER_S, .tv_nsec = until % NS_PER_S};
    pthread_mutex_lock(&gather->lock);
    while (waiting(gather, review, account) && gather->running &&
           pthread_cond_timedwait(&gather->moved, &gather->lock, &limit) == 0)
        continue;
    bool ret = waiting(gather, review, account) == 0;
    pthread_mutex_unlock(&gather->lock);
    return ret;
}

void gather_put(struct web_request *request, const char *key, size_t *ret_waiting)
{
    struct web_gather *gather = request->server->gather;
    struct model *model = &request->model;
    struct value *list = value_list(model, NULL, key);
    uint32_t account = (uint32_t)request->me.account;
    pthread_mutex_lock(&gather->lock);
    for (const struct gathered *f = gather->first; f; f = f->next) {
        if (f->review != request->review || f->account != account) continue;
        struct value *row = value_object(model, list, NULL);
        value_text(model, row, "name", f->name);
        value_text(model, row, "state", gather_state_word(f->state));
        value_text(model, row, "told", f->told);
        value_text(model, row, "id", f->id);
        value_flag(model, row, "refused", f->state == GATHER_REFUSED);
        value_flag(model, row, "waits", !ended(f));
    }
    *ret_waiting = waiting(gather, request->review, account);
    pthread_mutex_unlock(&gather->lock);
}

bool gather_find(struct web_server *server, const char *id, enum gather_state *ret)
{
    struct web_gather *gather = server->gather;
    bool found = false;
    pthread_mutex_lock(&gather->lock);
    for (const struct gathered *f = gather->first; f; f = f->next) {
        if (strcmp(f->id, id) != 0) continue;
        *ret = f->state;
        found = true;
    }
    pthread_mutex_unlock(&gather->lock);
    return found;
}
