/*
 * The evidence of the workspace on one clock, loaded once and shared by all requests.
 *
 * What a review may see of it: sources that no review claims, and those that it claims itself.
 * Everything that is found out (clocks, milestones, hot spots) is found from these alone, so that
 * nothing of a private review's evidence shapes what others see. Reviews with the same sources
 * share one shelf place; a place that nobody uses any more goes when a newer one needs it.
 */
#include "web/server.h"

#include <stdio.h>
#include <stdlib.h>

enum { PLACES = 6, TOLD_MOST = 20 };
#define PATIENCE (1500 * NS_PER_MS) /* how long a request waits for what is nearly there */

enum stage { STAGE_LOADING, STAGE_READY, STAGE_FAILED };

struct web_evidence {
    struct web_evidence *next;
    struct sha256 key;
    char tag[40];
    enum stage stage;
    size_t users;   /* requests, and the loading thread */
    bool forgotten; /* out of the list; freed by its last user */
    uint32_t *only;
    size_t only_count;
    struct arena arena;
    struct workspace workspace;
    struct error wrong;
    instant ended;
    char told[160]; /* how far loading is */
    const char *left_out[TOLD_MOST];
    size_t left_out_count; /* of all; the first of them are kept */
    struct web_evidence_shelf *shelf;
};

struct web_evidence_shelf {
    pthread_mutex_t lock;
    pthread_cond_t moved;
    const char *folder;
    struct web_evidence *first;
    size_t count, loading;
};

struct web_evidence_shelf *evidence_shelf_new(const char *folder)
{
    struct web_evidence_shelf *shelf = calloc(1, sizeof *shelf);
    if (!shelf) return NULL;
    pthread_mutex_init(&shelf->lock, NULL);
    pthread_cond_init(&shelf->moved, NULL);
    shelf->folder = folder;
    return shelf;
}

static void free_evidence(struct web_evidence *evidence)
{
    if (evidence->stage == STAGE_READY) desk_workspace_close(&evidence->workspace);
    arena_release(&evidence->arena);
    free(evidence->only);
    free(evidence);
}

/* With the lock held. */
static void drop_user(struct web_evidence *evidence)
{
    if (--evidence->users == 0 && evidence->forgotten) free_evidence(evidence);
}

static void forget(struct web_evidence_shelf *shelf, struct web_evidence **at)
{
    struct web_evidence *evidence = *at;
    *at = evidence->next;
    shelf->count--;
    evidence->forgotten = true;
    if (evidence->users == 0) free_evidence(evidence);
}

/* ---- loading, on a thread of its own ---- */

static void progress(void *context, const char *doing, uint64_t bytes, const char *name)
{
    struct web_evidence *evidence = context;
    pthread_mutex_lock(&evidence->shelf->lock);
    (void)snprintf(evidence->told, sizeof evidence->told, "%s %.80s, %llu MB", doing, name,
                   (unsigned long long)(bytes / 1000000));
    pthread_mutex_unlock(&evidence->shelf->lock);
}

/* The server's folders are nobody's business: files are named from the workspace on. */
static void add_without_folder(struct text *to, const char *words, const char *folder)
{
    const size_t len = strlen(folder);
    for (const char *from = words, *at; len && (at = strstr(from, folder));) {
        from = at + len;
        if (*from != '/' || (at > words && !byte_is_one_of(at[-1], " (\"'"))) continue;
        text_add(to, (struct span){words, (size_t)(at - words)});
        words = ++from;
    }
    text_adds(to, words);
}

/* Called on the loading thread, while nobody else knows the arena. */
static void leave_out(void *context, const struct error *why)
{
    struct web_evidence *evidence = context;
    const size_t number = evidence->left_out_count++;
    struct text words;
    if (number >= TOLD_MOST) return;
    text_init(&words, 0);
    add_without_folder(&words, why->where, evidence->shelf->folder);
    text_adds(&words, ": ");
    add_without_folder(&words, why->message, evidence->shelf->folder);
    const char *kept = arena_copy(&evidence->arena, text_span(&words));
    evidence->left_out[number] = kept ? kept : "";
    text_release(&words);
}

static void *load(void *context)
{
    struct web_evidence *evidence = context;
    struct web_evidence_shelf *shelf = evidence->shelf;
    struct desk_doing doing = {
        .context = evidence, .progress = progress, .passed_over = leave_out, .warning = leave_out};
    struct desk_wanted wanted = {.needs = WORKSPACE_INDEXES | WORKSPACE_CLOCKS | WORKSPACE_READING |
                                          WORKSPACE_FINDINGS | WORKSPACE_WINDOWS,
                                 .only = evidence->only,
                                 .only_count = evidence->only_count};
    struct workspace workspace = {0};
    struct error wrong = ERROR_NONE;
    enum status status =
        desk_workspace_open(shelf->folder, &wanted, &doing, &evidence->arena, &workspace, &wrong);
    pthread_mutex_lock(&shelf->lock);
    evidence->workspace = workspace;
    evidence->wrong = wrong;
    evidence->stage = status ? STAGE_FAILED : STAGE_READY;
    evidence->ended = os_now();
    shelf->loading--;
    drop_user(evidence);
    pthread_cond_broadcast(&shelf->moved);
    pthread_mutex_unlock(&shelf->lock);
    return NULL;
}

static enum status begin(struct web_evidence_shelf *shelf, const struct sha256 *key, uint32_t *only,
                         size_t count, struct web_evidence **ret, struct error *error)
{
    struct web_evidence *made = calloc(1, sizeof *made);
    pthread_t thread;
    char hex[65];
    if (!made) return error_set(error, STATUS_NO_MEMORY, "out of memory");
    for (struct web_evidence **at = &shelf->first; *at && shelf->count >= PLACES;) {
        if ((*at)->users == 0 && !(*at)->next)
            forget(shelf, at);
        else
            at = &(*at)->next;
    }
    sha256_hex(key, hex);
    (void)snprintf(made->tag, sizeof made->tag, "%.16s", hex);
    made->key = *key;
    made->only = only;
    made->only_count = count;
    made->shelf = shelf;
    made->users = 1; /* the thread */
    arena_init(&made->arena, (size_t)8 << 30);
    if (pthread_create(&thread, NULL, load, made)) {
        free(made);
        return error_set(error, STATUS_NO_MEMORY, "no thread could be started");
    }
    (void)pthread_detach(thread); /* waited for by shelf->loading */
    made->next = shelf->first;
    shelf->first = made;
    shelf->count++;
    shelf->loading++;
    *ret = made;
    return STATUS_OK;
}

/* ---- which sources ---- */

struct choosing {
    struct web_request *request;
    struct store_source *sources;
    size_t source_count;
    uint32_t *only;
    size_t count;
    struct sha256 key;
};

static enum status is_for_review(struct web_request *request, const struct store_source *source,
                                 bool *ret, bool *ret_own, struct error *error)
{
    struct store_claim *claims;
    size_t count = 0;
    enum status status = store_claims(request->store, &source->facts.hash, 0, 0, STORE_PAGE_MAX,
                                      &request->arena, &claims, &count, error);
    *ret = count == 0;
    *ret_own = false;
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        if (claims[i].review == request->review) *ret = *ret_own = true;
    return status;
}

enum status web_evidence_sources(struct web_request *request, struct web_source **ret,
                                 size_t *ret_count, struct error *error)
{
    struct store_source *all;
    size_t count = 0, kept = 0;
    enum status status = store_sources(request->store, &request->arena, &all, &count, error);
    if (status) return status;
    struct web_source *sources = arena_array(&request->arena, count + 1, sizeof *sources);
    if (!sources) return arena_full(&request->arena, error);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        struct web_source source = {.source = &all[i]};
        bool shown = false;
        status = is_for_review(request, &all[i], &shown, &source.own, error);
        if (status == STATUS_OK && shown) sources[kept++] = source;
    }
    *ret = sources;
    *ret_count = kept;
    return status;
}

static enum status choose(struct choosing *c, struct error *error)
{
    struct text key;
    enum status status =
        store_sources(c->request->store, &c->request->arena, &c->sources, &c->source_count, error);
    if (status) return status;
    c->only = malloc((c->source_count + 1) * sizeof *c->only);
    if (!c->only) return error_set(error, STATUS_NO_MEMORY, "out of memory");
    text_init(&key, 0);
    for (size_t i = 0; i < c->source_count && status == STATUS_OK; i++) {
        const struct store_source *s = &c->sources[i];
        bool mine = false, own = false;
        status = is_for_review(c->request, s, &mine, &own, error);
        if (status || !mine) continue;
        c->only[c->count++] = s->id;
        text_addf(&key, "%u %s %d %lld %lld\n", s->id, s->clock.zone ? s->clock.zone : "",
                  s->clock.has_offset, (long long)s->clock.offset_least,
                  (long long)s->clock.offset_most);
    }
    c->key = sha256_of(text_span(&key));
    text_release(&key);
    if (status) free(c->only);
    return status;
}

/* ---- taking ---- */

static struct web_evidence *find(struct web_evidence_shelf *shelf, const struct sha256 *key)
{
    for (struct web_evidence **at = &shelf->first; *at;) {
        struct web_evidence *e = *at;
        bool again = e->stage == STAGE_FAILED && os_now() - e->ended > 5 * NS_PER_S;
        if (sha256_equal(&e->key, key) && !again) return e;
        if (again)
            forget(shelf, at);
        else
            at = &e->next;
    }
    return NULL;
}

/* With the lock held. */
static void wait_a_little(struct web_evidence_shelf *shelf, const struct web_evidence *evidence)
{
    instant until = os_now() + PATIENCE;
    struct timespec limit = {.tv_sec = until / NS_PER_S, .tv_nsec = until % NS_PER_S};
    while (evidence->stage == STAGE_LOADING &&
           pthread_cond_timedwait(&shelf->moved, &shelf->lock, &limit) == 0)
        continue;
}

static enum status take(struct web_evidence_shelf *shelf, struct choosing *c,
                        struct web_evidence **ret, char *told, size_t told_size,
                        struct error *error)
{
    struct web_evidence *evidence = find(shelf, &c->key);
    enum status status = STATUS_OK;
    if (!evidence) {
        status = begin(shelf, &c->key, c->only, c->count, &evidence, error);
        if (status == STATUS_OK) c->only = NULL; /* it has them now */
    }
    if (status) return status;
    evidence->users++;
    wait_a_little(shelf, evidence);
    if (evidence->stage == STAGE_READY) {
        *ret = evidence;
        return STATUS_OK;
    }
    status = STATUS_BUSY;
    if (evidence->stage == STAGE_FAILED) {
        *error = evidence->wrong;
        status = evidence->wrong.status;
    } else {
        if (told) (void)snprintf(told, told_size, "%s", evidence->told);
        (void)error_set(error, STATUS_BUSY, "the evidence is being read: %s", evidence->told);
    }
    drop_user(evidence);
    return status;
}

enum status web_evidence_take(struct web_request *request, struct web_evidence **ret,
                              char *ret_told, size_t told_size, struct error *error)
{
    struct web_evidence_shelf *shelf = request->server->evidence;
    struct choosing choosing = {.request = request};
    enum status status = choose(&choosing, error);
    if (status) return status;
    pthread_mutex_lock(&shelf->lock);
    status = take(shelf, &choosing, ret, ret_told, told_size, error);
    pthread_mutex_unlock(&shelf->lock);
    free(choosing.only);
    return status;
}

const struct workspace *web_evidence_workspace(const struct web_evidence *evidence)
{
    return &evidence->workspace;
}

void web_evidence_doubts(struct web_request *request, const struct web_evidence *evidence)
{
    struct model *model = &request->model;
    const size_t count = evidence ? evidence->left_out_count : 0;
    if (count == 0) return;
    struct value *left_out = value_object(model, NULL, "left_out");
    struct value *list = value_list(model, left_out, "list");
    for (size_t i = 0; i < count && i < TOLD_MOST; i++)
        value_text(model, list, NULL, evidence->left_out[i]);
    if (count > TOLD_MOST) value_count(model, left_out, "more", (int64_t)(count - TOLD_MOST));
}

const char *web_evidence_tag(const struct web_evidence *evidence)
{
    return evidence->tag;
}

void web_evidence_give(struct web_evidence *evidence)
{
    if (!evidence) return;
    struct web_evidence_shelf *shelf = evidence->shelf;
    pthread_mutex_lock(&shelf->lock);
    drop_user(evidence);
    pthread_mutex_unlock(&shelf->lock);
}

/* At the end of the server; loading that takes longer than this ends with the process. */
void evidence_shelf_free(struct web_evidence_shelf *shelf)
{
    if (!shelf) return;
    instant until = os_now() + 2 * NS_PER_S;
    struct timespec limit = {.tv_sec = until / NS_PER_S, .tv_nsec = until % NS_PER_S};
    pthread_mutex_lock(&shelf->lock);
    while (shelf->loading && pthread_cond_timedwait(&shelf->moved, &shelf->lock, &limit) == 0)
        continue;
    bool idle = shelf->loading == 0;
    while (idle && shelf->first) forget(shelf, &shelf->first);
    pthread_mutex_unlock(&shelf->lock);
    if (idle) free(shelf);
}
