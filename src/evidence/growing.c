#include "evidence/growing.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

/* Read at a time: what follows is still to come, and need not be in the ring all at once. */
static const size_t PART = (size_t)256 << 10;

struct growing {
    pthread_mutex_t lock; /* guards what follows */
    pthread_cond_t changed;
    uint64_t have;
    bool ended, dropped;
    const char *ring; /* NULL: none, or none any more */
    size_t size;
    uint64_t low;       /* the first byte that is in the ring */
    uint64_t wished;    /* as far as those who follow have asked for bytes */
    unsigned followers; /* that go on */
    unsigned copying;   /* that copy from the ring just now */
    uint64_t lowest;    /* the first byte that one of them copies */
};

struct growing *growing_new(void)
{
    struct growing *growing = calloc(1, sizeof *growing);
    if (!growing) return NULL;
    pthread_mutex_init(&growing->lock, NULL);
    pthread_cond_init(&growing->changed, NULL);
    return growing;
}

void growing_free(struct growing *growing)
{
    if (!growing) return;
    assert(!growing->ring && !growing->copying);
    pthread_cond_destroy(&growing->changed);
    pthread_mutex_destroy(&growing->lock);
    free(growing);
}

/* ---- those who write ---- */

static void change(struct growing *growing, size_t len, bool end, bool drop)
{
    pthread_mutex_lock(&growing->lock);
    growing->have += len;
    growing->ended = growing->ended || end;
    growing->dropped = growing->dropped || drop;
    pthread_cond_broadcast(&growing->changed);
    pthread_mutex_unlock(&growing->lock);
}

void growing_attach(struct growing *growing, const char *ring, size_t size)
{
    pthread_mutex_lock(&growing->lock);
    assert(growing->have == 0);
    growing->ring = ring;
    growing->size = size;
    pthread_mutex_unlock(&growing->lock);
}

/* May the ring be filled again up to there? A quarter of it is left to those who are a little
 * behind the foremost. With the lock held. */
static bool may_go(const struct growing *growing, uint64_t low)
{
    if (growing->copying && growing->lowest < low) return false;
    return !growing->followers || growing->dropped || low + growing->size / 4 <= growing->wished;
}

void growing_claim(struct growing *growing, size_t len)
{
    pthread_mutex_lock(&growing->lock);
    uint64_t end = growing->have + len;
    uint64_t low = end > growing->size ? end - growing->size : 0;
    while (low > growing->low && !may_go(growing, low))
        pthread_cond_wait(&growing->changed, &growing->lock);
    if (low > growing->low) growing->low = low;
    pthread_mutex_unlock(&growing->lock);
}

void growing_add(struct growing *growing, size_t len)
{
    change(growing, len, false, false);
}

void growing_detach(struct growing *growing)
{
    pthread_mutex_lock(&growing->lock);
    while (growing->copying) pthread_cond_wait(&growing->changed, &growing->lock);
    growing->ring = NULL;
    pthread_mutex_unlock(&growing->lock);
}

void growing_end(struct growing *growing)
{
    change(growing, 0, true, false);
}

void growing_drop(struct growing *growing)
{
    if (growing) change(growing, 0, false, true);
}

/* ---- those who read ---- */

void growing_follow(struct growing *growing)
{
    pthread_mutex_lock(&growing->lock);
    growing->followers++;
    pthread_mutex_unlock(&growing->lock);
}

void growing_leave(struct growing *growing)
{
    pthread_mutex_lock(&growing->lock);
    assert(growing->followers);
    growing->followers--;
    pthread_cond_broadcast(&growing->changed);
    pthread_mutex_unlock(&growing->lock);
}

/* With the lock held. */
static bool wait_for(struct growing *growing, uint64_t wanted)
{
    while (growing->have < wanted && !growing->ended && !growing->dropped)
        pthread_cond_wait(&growing->changed, &growing->lock);
    return !growing->dropped;
}

bool growing_wait(struct growing *growing, uint64_t wanted, uint64_t *ret_have)
{
    pthread_mutex_lock(&growing->lock);
    bool wanted_still = wait_for(growing, wanted);
    *ret_have = growing->have;
    pthread_mutex_unlock(&growing->lock);
    return wanted_still;
}

/* With the lock held, and not while copying. */
static void copy_from_ring(struct growing *growing, uint64_t offset, char *to, size_t len)
{
    const char *ring = growing->ring;
    size_t at = (size_t)(offset % growing->size);
    size_t first = len < growing->size - at ? len : growing->size - at;
    if (growing->copying++ == 0 || offset < growing->lowest) growing->lowest = offset;
    pthread_mutex_unlock(&growing->lock);
    memcpy(to, ring + at, first);
    memcpy(to + first, ring, len - first);
    pthread_mutex_lock(&growing->lock);
    if (--growing->copying == 0) pthread_cond_broadcast(&growing->changed);
}

/* Some of the bytes that are wanted; none at the end. */
static enum status read_part(const struct growing_reader *reader, uint64_t offset, char *to,
                             size_t len, size_t *ret_len, struct error *error)
{
    struct growing *growing = reader->growing;
    if (len > PART) len = PART;
    pthread_mutex_lock(&growing->lock);
    if (offset + len > growing->wished) {
        growing->wished = offset + len;
        pthread_cond_broadcast(&growing->changed);
    }
    bool wanted = wait_for(growing, offset + len);
    uint64_t left = offset < growing->have ? growing->have - offset : 0;
    if (len > left) len = (size_t)left;
    bool in_ring = wanted && growing->ring && offset >= growing->low;
    if (in_ring)
        copy_from_ring(growing, offset, to, len);
    else if (growing->ring && len > growing->low - offset)
        len = (size_t)(growing->low - offset);
    pthread_mutex_unlock(&growing->lock);
    *ret_len = len;
    if (!wanted) return error_set(error, STATUS_INTERRUPTED, "the content is not wanted any more");
    return in_ring ? STATUS_OK
                   : os_read_at(reader->fd, "evidence", offset, to, len, ret_len, error);
}

static enum status read_growing(void *context, uint64_t offset, void *to, size_t len,
                                size_t *ret_len, struct error *error)
{
    size_t done = 0, got = 1;
    while (done < len && got) {
        enum status status =
            read_part(context, offset + done, (char *)to + done, len - done, &got, error);
        if (status) return status;
        done += got;
    }
    *ret_len = done;
    return STATUS_OK;
}

uint64_t growing_there(void *context)
{
    const struct growing_reader *reader = context;
    uint64_t have;
    (void)growing_wait(reader->growing, 0, &have); /* ignoring: reading tells that it was dropped */
    return have;
}

struct evidence_reader growing_reader_of(struct growing_reader *context, uint64_t size)
{
    return (struct evidence_reader){context, read_growing, size};
}
