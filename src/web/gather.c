/*
 * Files that came over the network wait in a queue and are collected one batch after another, on a
 * thread of its own: reading a large log may take longer than a request should.
 */
#include "web/gather_batch.h"

#include <stdio.h>
#include <stdlib.h>

enum { REMEMBERED = 1000 };
#define LEFT_FOR (7 * NS_PER_DAY) /* an upload that nobody went on with */

const char *gather_state_word(enum gather_state state)
{
    static const char *const words[] = {"waiting", "being read", "kept", "known already",
                                        "not taken"};
    return words[state];
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
        gather_hand_back(path);
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

/* With the lock held: those of one account in one review, in the order they came. */
static void take_batch(struct web_gather *gather, struct gather_batch *batch)
{
    for (struct gathered *file = gather->first; file && batch->count < GATHER_BATCH;
         file = file->next) {
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
    while (gather->count > REMEMBERED && gather->first && gather_ended(gather->first)) {
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
    struct gather_batch *batch = malloc(sizeof *batch);
    pthread_mutex_lock(&gather->lock);
    while (batch && !gather->stopping) {
        memset(batch, 0, sizeof *batch);
        batch->gather = gather;
        forget_old(gather);
        take_batch(gather, batch);
        if (!batch->count) break;
        pthread_mutex_unlock(&gather->lock);
        gather_collect(batch);
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
        count += f->review == review && f->account == account && !gather_ended(f);
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
        value_flag(model, row, "waits", !gather_ended(f));
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
