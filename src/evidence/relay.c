#include "evidence/relay.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

enum { RING_ALIGNMENT = 2 << 20 };

struct runner {
    struct relay *relay;
    struct relay_taker taker;
    pthread_t thread;
    uint64_t taken; /* pieces; guarded by the relay's lock */
};

struct relay {
    char *bytes; /* the ring */
    size_t len[RELAY_PIECES];
    struct runner runners[RELAY_TAKERS];
    unsigned started;
    pthread_mutex_t lock; /* guards what follows and what was taken */
    pthread_cond_t given, freed;
    uint64_t count; /* pieces given */
    bool closed;
    enum status status; /* of the first failure */
    struct error error;
};

static char *piece_at(const struct relay *relay, uint64_t number)
{
    return relay->bytes + (size_t)(number % RELAY_PIECES) * RELAY_PIECE;
}

static void note_failure(struct relay *relay, enum status status, const struct error *error)
{
    pthread_mutex_lock(&relay->lock);
    if (relay->status == STATUS_OK) {
        relay->status = status;
        relay->error = *error;
    }
    pthread_cond_broadcast(&relay->freed);
    pthread_mutex_unlock(&relay->lock);
}

/* Takes piece after piece. One who failed lets the rest go by, so that nobody waits for it. */
static void *run(void *argument)
{
    struct runner *self = argument;
    struct relay *relay = self->relay;
    enum status status = STATUS_OK;
    for (uint64_t number = 0;; number++) {
        pthread_mutex_lock(&relay->lock);
        while (relay->count == number && !relay->closed)
            pthread_cond_wait(&relay->given, &relay->lock);
        bool over = relay->count == number;
        pthread_mutex_unlock(&relay->lock);
        if (over) return NULL;
        struct error error = ERROR_NONE;
        struct span piece = {piece_at(relay, number), relay->len[number % RELAY_PIECES]};
        if (status == STATUS_OK) {
            status = self->taker.take(self->taker.context, piece, &error);
            if (status) note_failure(relay, status, &error);
        }
        pthread_mutex_lock(&relay->lock);
        self->taken = number + 1;
        pthread_cond_signal(&relay->freed);
        pthread_mutex_unlock(&relay->lock);
    }
}

/* A disk can be written to from it directly. */
static char *new_ring(void)
{
    char *ring = aligned_alloc(RING_ALIGNMENT, RELAY_SIZE);
    if (ring) os_use_large_pages(ring, RELAY_SIZE);
    return ring;
}

struct relay *relay_new(const struct relay_taker takers[RELAY_TAKERS])
{
    struct relay *relay = calloc(1, sizeof *relay);
    if (!relay) return NULL;
    pthread_mutex_init(&relay->lock, NULL);
    pthread_cond_init(&relay->given, NULL);
    pthread_cond_init(&relay->freed, NULL);
    relay->bytes = new_ring();
    bool good = relay->bytes != NULL;
    for (unsigned i = 0; i < RELAY_TAKERS && good; i++) {
        struct runner *runner = &relay->runners[i];
        runner->relay = relay;
        runner->taker = takers[i];
        good = pthread_create(&runner->thread, NULL, run, runner) == 0;
        relay->started += good;
    }
    if (good) return relay;
    (void)relay_wait(relay, NULL); /* ignoring: nobody was given anything */
    relay_end(relay);
    return NULL;
}

const char *relay_ring(const struct relay *relay)
{
    return relay->bytes;
}

/* With the lock held. */
static uint64_t taken_by_all(const struct relay *relay)
{
    uint64_t least = relay->count;
    for (unsigned i = 0; i < RELAY_TAKERS; i++)
        if (relay->runners[i].taken < least) least = relay->runners[i].taken;
    return least;
}

char *relay_room(struct relay *relay)
{
    pthread_mutex_lock(&relay->lock);
    while (relay->count - taken_by_all(relay) == RELAY_PIECES && relay->status == STATUS_OK)
        pthread_cond_wait(&relay->freed, &relay->lock);
    bool failed = relay->status != STATUS_OK;
    pthread_mutex_unlock(&relay->lock);
    return failed ? NULL : piece_at(relay, relay->count); /* only the caller's thread counts up */
}

void relay_give(struct relay *relay, size_t len)
{
    assert(len <= RELAY_PIECE);
    pthread_mutex_lock(&relay->lock);
    relay->len[relay->count % RELAY_PIECES] = len;
    relay->count++;
    pthread_cond_broadcast(&relay->given);
    pthread_mutex_unlock(&relay->lock);
}

enum status relay_wait(struct relay *relay, struct error *error)
{
    pthread_mutex_lock(&relay->lock);
    relay->closed = true;
    pthread_cond_broadcast(&relay->given);
    pthread_mutex_unlock(&relay->lock);
    for (unsigned i = 0; i < relay->started; i++) pthread_join(relay->runners[i].thread, NULL);
    relay->started = 0;
    if (relay->status && error) *error = relay->error;
    return relay->status;
}

void relay_end(struct relay *relay)
{
    assert(relay->started == 0);
    pthread_cond_destroy(&relay->freed);
    pthread_cond_destroy(&relay->given);
    pthread_mutex_destroy(&relay->lock);
    free(relay->bytes);
    free(relay);
}
