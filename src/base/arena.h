/*
 * An arena hands out memory that lives and dies together: one per process, per command or request,
 * and for scratch. It has a cap, so input cannot make it grow without bound.
 *
 * Built with -DARENA_MALLOC_EACH every piece is its own malloc, so that a sanitizer sees its ends.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/error.h"
#include "base/span.h"

struct arena_block;

struct arena {
    struct arena_block *blocks; /* owned, newest first */
    size_t used;                /* bytes handed out, each piece rounded up for alignment */
    size_t cap;                 /* most bytes it will hand out */
};

void arena_init(struct arena *arena, size_t cap);
void arena_release(struct arena *arena); /* frees all; safe on a zeroed struct */

/* Zeroed memory aligned for any type, or NULL when the cap is reached or memory is out. */
void *arena_alloc(struct arena *arena, size_t size);
/* As arena_alloc for an array; NULL also when count * size overflows. */
void *arena_array(struct arena *arena, size_t count, size_t size);
/* A NUL-terminated copy, or NULL. */
char *arena_copy(struct arena *arena, struct span bytes);
char *arena_printf(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* What to return when an allocation gave NULL: NO_MEMORY or LIMIT with a sentence. */
enum status arena_full(const struct arena *arena, struct error *error);

/* Doubles a heap array so that at least `need` items fit; *items and *room change only on success.
 * For growing lists outside arenas: free() the array when done. */
enum status grow_array(void *items_pointer, size_t *room, size_t need, size_t item_size,
                       struct error *error);

#endif
