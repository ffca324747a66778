/*
 * All chunks of a content, by some threads, and their records joined in order.
 *
 * Each thread joins the chunks that it scanned itself, when their turn comes: so records go from
 * one processor's cache to memory, and not by way of another processor. Until then a few of them
 * wait in batches of the thread; one that has no batch left helps with what comes first.
 */
#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

#include "evidence/lines_scan.h"

enum { WORKERS_MAX = 64, BATCHES = 3 };

struct scanned {
    struct line_batch batch;
    size_t chunk;
};

struct hand {
    struct line_worker worker;
    struct scanned scanned[BATCHES];
    size_t done, joined; /* chunks so far, under the lock; number n is in scanned[n % BATCHES] */
};

struct job {
    const struct line_scan *scan;
    struct index_builder *builder; /* of who is joining, as are the two that follow */
    struct line_scan_facts facts;
    bool head_binary; /* what stands before the very first record is no clean text */
    unsigned threads;
    pthread_mutex_t lock; /* guards what follows */
    pthread_cond_t turned;
    size_t turn;  /* the chunk whose records are added next */
    bool joining; /* they are being added */
    unsigned waiting;
    bool failed;
    enum status status;
    struct error error;
    struct hand hands[]; /* one a thread: each is large, and many contents are small */
};

static uint64_t chunk_end(const struct line_scan *scan, size_t chunk)
{
    uint64_t left = scan->reader->size - (uint64_t)chunk * scan->chunk;
    return (uint64_t)chunk * scan->chunk + (left < scan->chunk ? left : scan->chunk);
}

static void append(struct index_builder *to, const struct index_builder *from)
{
    size_t at = (size_t)to->count, count = (size_t)from->count;
    if (count == 0) return;
    assert(count <= to->room - at);
    assert(at == 0 || to->start[at - 1] < from->start[0]); /* chunks come in file order */
    memcpy(to->time + at, from->time, count * sizeof *to->time);
    memcpy(to->start + at, from->start, count * sizeof *to->start);
    memcpy(to->level + at, from->level, count);
    memcpy(to->layout + at, from->layout, count);
    memcpy(to->flags + at, from->flags, count * sizeof *to->flags);
    to->count += count;
}

static enum status join_batch(struct job *job, const struct scanned *scanned, struct error *error)
{
    const struct line_batch *batch = &scanned->batch;
    struct index_builder *builder = job->builder;
    if (batch->lead_binary && builder->count > 0)
        builder->flags[builder->count - 1] |= EVIDENCE_BINARY;
    else if (batch->lead_binary)
        job->head_binary = true;
    enum status status = index_builder_reserve(builder, (size_t)batch->records.count, error);
    if (status) return status;
    append(builder, &batch->records);
    if (job->head_binary && builder->count > 0) {
        builder->flags[0] |= EVIDENCE_BINARY;
        job->head_binary = false;
    }
    for (unsigned i = 0; i < SCAN_REGIONS; i++)
        job->facts.continued[i] += batch->facts.continued[i];
    if (job->scan->progress)
        job->scan->progress(job->scan->progress_context, chunk_end(job->scan, scanned->chunk));
    return STATUS_OK;
}

/* Who has scanned the chunk whose turn it is, or NULL while it is not scanned. */
static struct hand *whose_turn(struct job *job)
{
    for (unsigned i = 0; i < job->threads; i++) {
        struct hand *hand = &job->hands[i];
        if (hand->joined < hand->done && hand->scanned[hand->joined % BATCHES].chunk == job->turn)
            return hand;
    }
    return NULL;
}

static bool is_full(const struct hand *hand)
{
    return hand->done - hand->joined == BATCHES;
}

/* Joins what the hand has scanned and whose turn it is. When that leaves it no batch for another
 * chunk, it waits, and helps those that are busy or have ended. The lock is held but while joining.
 */
static enum status join_own(struct job *job, struct hand *hand, struct error *error)
{
    enum status status = STATUS_OK;
    while (!status && !job->failed) {
        struct hand *next = whose_turn(job);
        if (next && !job->joining && (next == hand || is_full(hand))) {
            job->joining = true;
            pthread_mutex_unlock(&job->lock);
            status = join_batch(job, &next->scanned[next->joined % BATCHES], error);
            pthread_mutex_lock(&job->lock);
            job->joining = false;
            next->joined++;
            job->turn++;
            if (job->waiting > 0) pthread_cond_broadcast(&job->turned);
        } else if (is_full(hand)) {
            job->waiting++;
            pthread_cond_wait(&job->turned, &job->lock);
            job->waiting--;
        } else {
            break;
        }
    }
    /* the batch that was used last is the one that is still in the cache */
    if (hand->joined == hand->done) hand->joined = hand->done = 0;
    return status;
}

static enum status run_chunk(void *context, size_t chunk, unsigned number, struct error *error)
{
    struct job *job = context;
    const struct line_scan *scan = job->scan;
    struct hand *hand = &job->hands[number];
    struct scanned *scanned = &hand->scanned[hand->done % BATCHES];
    struct error own = ERROR_NONE;
    enum status status = line_worker_ready(scan, &hand->worker, &own);
    if (status == STATUS_OK)
        status = line_worker_scan(scan, &hand->worker, &scanned->batch,
                                  (uint64_t)chunk * scan->chunk, chunk_end(scan, chunk), &own);
    pthread_mutex_lock(&job->lock);
    if (status == STATUS_OK) {
        scanned->chunk = chunk;
        hand->done++;
        status = join_own(job, hand, &own);
    }
    if (status && !job->failed) {
        job->failed = true;
        job->status = status;
        job->error = own;
        pthread_cond_broadcast(&job->turned);
    }
    if (job->failed) status = STATUS_INTERRUPTED; /* lines_scan tells why */
    pthread_mutex_unlock(&job->lock);
    (void)error;
    return status;
}

unsigned lines_region_shift(uint64_t size)
{
    unsigned shift = 0;
    while ((size >> shift) >= SCAN_REGIONS) shift++;
    return shift;
}

enum status lines_scan(const struct line_scan *scan, struct index_builder *builder,
                       struct line_scan_facts *ret_facts, struct error *error)
{
    size_t chunks = (size_t)((scan->reader->size + scan->chunk - 1) / scan->chunk);
    unsigned threads = scan->threads < WORKERS_MAX ? scan->threads : WORKERS_MAX;
    if (threads > chunks) threads = chunks > 0 ? (unsigned)chunks : 1;
    struct job *job = calloc(1, sizeof *job + threads * sizeof job->hands[0]);
    if (!job) return error_set(error, STATUS_NO_MEMORY, "no memory to read evidence");
    job->scan = scan;
    job->builder = builder;
    job->threads = threads;
    pthread_mutex_init(&job->lock, NULL);
    pthread_cond_init(&job->turned, NULL);
    assert(job->threads > 0);
    enum status status = threads_run(job->threads, chunks, run_chunk, job, NULL);
    if (job->failed) {
        status = job->status;
        if (error) *error = job->error;
    }
    /* what was scanned before its turn by those that found no more to do */
    for (struct hand *hand; status == STATUS_OK && (hand = whose_turn(job)) != NULL; job->turn++)
        status = join_batch(job, &hand->scanned[hand->joined++ % BATCHES], error);
    assert(status || job->turn == chunks);
    *ret_facts = job->facts;
    for (unsigned i = 0; i < job->threads; i++) {
        line_worker_release(&job->hands[i].worker);
        for (unsigned j = 0; j < BATCHES; j++)
            index_builder_release(&job->hands[i].scanned[j].batch.records);
    }
    pthread_cond_destroy(&job->turned);
    pthread_mutex_destroy(&job->lock);
    free(job);
    return status;
}
