#include "base/arena.h"

#include <assert.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

struct arena_block {
    struct arena_block *next;
    size_t used, room;
    alignas(max_align_t) char bytes[];
};

enum { BLOCK = 64 * 1024 };

void arena_init(struct arena *arena, size_t cap)
{
    *arena = (struct arena){.cap = cap};
}

void arena_release(struct arena *arena)
{
    struct arena_block *block = arena->blocks;
    while (block) {
        struct arena_block *next = block->next;
        free(block);
        block = next;
    }
    *arena = (struct arena){0};
}

static struct arena_block *add_block(struct arena *arena, size_t room)
{
    struct arena_block *block = calloc(1, sizeof *block + room);
    if (!block) return NULL;
    block->room = room;
    block->next = arena->blocks;
    arena->blocks = block;
    return block;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    size_t align = alignof(max_align_t);
    if (size == 0) size = 1;
    if (size > SIZE_MAX - align) return NULL;
    /* What counts is what it takes: many pieces of a byte take sixteen times as much. */
    size_t rounded = (size + align - 1) / align * align;
    if (rounded > arena->cap || arena->used > arena->cap - rounded) return NULL;
#ifdef ARENA_MALLOC_EACH
    struct arena_block *block = add_block(arena, size);
    if (!block) return NULL;
    arena->used += rounded;
    return block->bytes;
#else
    struct arena_block *block = arena->blocks;
    if (!block || block->room - block->used < rounded)
        block = add_block(arena, rounded > BLOCK ? rounded : BLOCK);
    if (!block) return NULL;
    void *at = block->bytes + block->used;
    assert(rounded <= block->room - block->used);
    block->used += rounded;
    arena->used += rounded;
    return at;
#endif
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
    assert(size);
    if (count > SIZE_MAX / size) return NULL;
    return arena_alloc(arena, count * size);
}

char *arena_copy(struct arena *arena, struct span bytes)
{
    char *copy = arena_alloc(arena, bytes.len + 1);
    if (copy && bytes.len) memcpy(copy, bytes.at, bytes.len);
    return copy;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int need = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *out = need < 0 ? NULL : arena_alloc(arena, (size_t)need + 1);
    if (out) vsnprintf(out, (size_t)need + 1, format, again);
    va_end(again);
    return out;
}

enum status arena_full(const struct arena *arena, struct error *error)
{
    if (arena->used > arena->cap / 2)
        return error_set(error, STATUS_LIMIT, "more than %zu bytes of working memory are needed",
                         arena->cap);
    return error_set(error, STATUS_NO_MEMORY, "out of memory");
}

enum status grow_array(void *items_pointer, size_t *room, size_t need, size_t item_size,
                       struct error *error)
{
    assert(item_size);
    if (need <= *room) return STATUS_OK;
    size_t target = *room ? *room * 2 : 16;
    if (target < need) target = need;
    void **items = items_pointer;
    void *grown = target > SIZE_MAX / item_size ? NULL : realloc(*items, target * item_size);
    if (!grown) return error_set(error, STATUS_NO_MEMORY, "out of memory for %zu items", target);
    *items = grown;
    *room = target;
    return STATUS_OK;
}
