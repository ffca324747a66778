#include "evidence/growing.h"

#include <pthread.h>
#include <stdlib.h>

struct growing {
    pthread_mutex_t lock; /* guards what follows */
    pthread_cond_t changed;
    uint64_t have;
    bool ended, dropped;
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
    pthread_cond_destroy(&growing->changed);
    pthread_mutex_destroy(&growing->lock);
    free(growing);
}

static void change(struct growing *growing, size_t len, bool end, bool drop)
{
    pthread_mutex_lock(&growing->lock);
    growing->have += len;
    growing->ended = growing->ended || end;
    growing->dropped = growing->dropped || drop;
    pthread_cond_broadcast(&growing->changed);
    pthread_mutex_unlock(&growing->lock);
}

void growing_add(struct growing *growing, size_t len)
{
    change(growing, len, false, false);
}

void growing_end(struct growing *growing)
{
    change(growing, 0, true, false);
}

void growing_drop(struct growing *growing)
{
    if (growing) change(growing, 0, false, true);
}

bool growing_wait(struct growing *growing, uint64_t wanted, uint64_t *ret_have)
{
    pthread_mutex_lock(&growing->lock);
    while (growing->have < wanted && !growing->ended && !growing->dropped)
        pthread_cond_wait(&growing->changed, &growing->lock);
    *ret_have = growing->have;
    bool wanted_still = !growing->dropped;
    pthread_mutex_unlock(&growing->lock);
    return wanted_still;
}

static enum status read_growing(void *context, uint64_t offset, void *to, size_t len,
                                size_t *ret_len, struct error *error)
{
    const struct growing_reader *reader = context;
    uint64_t have;
    if (!growing_wait(reader->growing, offset + len, &have))
        return error_set(error, STATUS_INTERRUPTED, "the content is not wanted any more");
    uint64_t left = offset < have ? have - offset : 0;
    if (len > left) len = (size_t)left;
    return os_read_at(reader->fd, "evidence", offset, to, len, ret_len, error);
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
