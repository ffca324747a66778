/* Names to numbers: a table with open addressing, at most half full. */
#include "causes/across_sets.h"

#include <stdlib.h>

static uint64_t hash(const char *name)
{
    uint64_t h = UINT64_C(0xcbf29ce484222325); /* FNV-1a (Fowler, Noll, Vo) */
    for (; *name; name++) h = (h ^ (unsigned char)*name) * UINT64_C(0x100000001b3);
    return h ^ h >> 32;
}

/* The slot of a name, or the free one where it would go. */
static size_t slot_of(const struct factor_names *names, const char *name)
{
    size_t at = hash(name) & (names->slot_count - 1);
    while (names->slots[at] && strcmp(names->names[names->slots[at] - 1], name) != 0)
        at = (at + 1) & (names->slot_count - 1);
    return at;
}

static enum status widen(struct factor_names *names, struct error *error)
{
    size_t want = names->slot_count ? names->slot_count * 2 : 256;
    uint32_t *slots = calloc(want, sizeof *slots);
    if (!slots) return error_set(error, STATUS_NO_MEMORY, "out of memory for %zu factors", want);
    free(names->slots);
    names->slots = slots;
    names->slot_count = want;
    for (size_t i = 0; i < names->count; i++)
        names->slots[slot_of(names, names->names[i])] = (uint32_t)i + 1;
    return STATUS_OK;
}

enum status factor_number(struct factor_names *names, const char *name, uint32_t *ret,
                          struct error *error)
{
    enum status status = STATUS_OK;
    if (names->count * 2 >= names->slot_count) status = widen(names, error);
    if (status) return status;
    size_t at = slot_of(names, name);
    if (!names->slots[at]) {
        status =
            grow_array(&names->names, &names->room, names->count + 1, sizeof *names->names, error);
        if (status) return status;
        names->names[names->count++] = name;
        names->slots[at] = (uint32_t)names->count;
    }
    *ret = names->slots[at] - 1;
    return STATUS_OK;
}

uint32_t factor_find(const struct factor_names *names, const char *name)
{
    if (!names->slot_count) return CAUSES_NONE;
    uint32_t slot = names->slots[slot_of(names, name)];
    return slot ? slot - 1 : CAUSES_NONE;
}
