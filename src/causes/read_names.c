/* What a reading remembers: lists, names, mistakes. */
#include "causes/read.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

void *reader_grow(struct reader *r, void *at, size_t *count, size_t *room, size_t size)
{
    if (r->status) return NULL;
    if (*count >= CAUSES_LINKS_MOST) {
        r->status = error_set(r->error, STATUS_LIMIT,
                              "a graph holds at most %d links, tests or cuts; divide it",
                              CAUSES_LINKS_MOST);
        return NULL;
    }
    r->status = grow_array(at, room, *count + 1, size, r->error);
    if (r->status) return NULL;
    char *items;
    memcpy(&items, at, sizeof items);
    char *entry = items + (*count)++ * size;
    memset(entry, 0, size);
    return entry;
}

const char *reader_keep(struct reader *r, struct span bytes)
{
    char *copy = arena_copy(r->arena, bytes);
    if (!copy && !r->status) r->status = arena_full(r->arena, r->error);
    return copy;
}

void reader_mistake(struct reader *r, unsigned line, const char *format, ...)
{
    if (r->mistakes.count == READ_MISTAKES_MOST) r->too_many = true;
    if (r->too_many) return;
    char text[500];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    struct mistake *mistake = READER_ADD(r, r->mistakes);
    if (!mistake) return;
    *mistake = (struct mistake){line, arena_copy(&r->notes, span_of(text))};
    if (!mistake->text) r->status = arena_full(&r->notes, r->error);
}

/* ---- names ---- */

/* FNV-1a (Fowler, Noll, Vo), 64 bits, folded. */
static size_t hash(struct span name)
{
    uint64_t h = UINT64_C(14695981039346656037);
    for (size_t i = 0; i < name.len; i++) {
        h ^= (unsigned char)name.at[i];
        h *= UINT64_C(1099511628211);
    }
    return (size_t)(h ^ h >> 29);
}

static struct span name_of(const struct reader *r, bool item, uint32_t number)
{
    return item ? r->items.at[number].name : r->drafts.at[number].name;
}

/* Where a name stands in a table, or the free place where it would. */
static size_t slot_of(const struct reader *r, bool item, struct span name)
{
    const uint32_t *table = item ? r->item_table : r->table;
    size_t room = item ? r->item_table_room : r->table_room, slot = hash(name) & (room - 1);
    while (table[slot] != CAUSES_NONE && !span_equal(name_of(r, item, table[slot]), name))
        slot = (slot + 1) & (room - 1);
    return slot;
}

/* Room for one more name at most half full. */
static bool widen(struct reader *r, bool item, size_t count)
{
    uint32_t **table = item ? &r->item_table : &r->table;
    size_t *room = item ? &r->item_table_room : &r->table_room;
    if (*table && count * 2 < *room) return true;
    size_t wider = *room ? *room * 2 : 64;
    uint32_t *bigger = malloc(wider * sizeof *bigger), *old = *table;
    if (!bigger) {
        r->status = error_set(r->error, STATUS_NO_MEMORY, "out of memory for %zu names", count);
        return false;
    }
    size_t before = *room;
    memset(bigger, 0xff, wider * sizeof *bigger);
    *table = bigger;
    *room = wider;
    for (size_t i = 0; i < before; i++)
        if (old[i] != CAUSES_NONE) bigger[slot_of(r, item, name_of(r, item, old[i]))] = old[i];
    free(old);
    return true;
}

uint32_t reader_find(const struct reader *r, struct span name)
{
    return r->table ? r->table[slot_of(r, false, name)] : CAUSES_NONE;
}

uint32_t reader_find_item(const struct reader *r, struct span name)
{
    return r->item_table ? r->item_table[slot_of(r, true, name)] : CAUSES_NONE;
}

static bool check_name(struct reader *r, struct span name)
{
    if (is_graph_name(name)) return true;
    if (name.len == 0)
        reader_mistake(r, r->line, "a name is missing here: write \"C1: what was so\"");
    else
        reader_mistake(r, r->line,
                       "\"%.*s\" is no name: use letters, digits, '.', '-' and '_', and neither "
                       "\"and\" nor \"or\" alone",
                       (int)(name.len < 80 ? name.len : 80), name.at);
    return false;
}

struct draft *reader_draft(struct reader *r, struct span name)
{
    if (r->drafts.count >= CAUSES_CONDITIONS_MOST && !r->status)
        r->status =
            error_set(r->error, STATUS_LIMIT, "a graph holds at most %d conditions; divide it",
                      CAUSES_CONDITIONS_MOST);
    struct draft *draft = READER_ADD(r, r->drafts);
    if (!draft) return NULL;
    *draft = (struct draft){.name = name,
                            .first_way = CAUSES_NONE,
                            .last_way = CAUSES_NONE,
                            .owner = CAUSES_NONE,
                            .same = CAUSES_NONE,
                            .stamp = CAUSES_NONE,
                            .mentioned = r->line};
    draft->condition.since = draft->condition.until =
        (struct causes_time){INSTANT_NONE, INSTANT_NONE};
    return draft;
}

uint32_t reader_condition(struct reader *r, struct span name)
{
    if (r->status) return CAUSES_NONE;
    uint32_t known = reader_find(r, name);
    if (known != CAUSES_NONE) {
        r->drafts.at[known].mentions++;
        return known;
    }
    if (!check_name(r, name) || !widen(r, false, r->named + 1)) return CAUSES_NONE;
    size_t slot = slot_of(r, false, name);
    struct draft *draft = reader_draft(r, name);
    if (!draft) return CAUSES_NONE;
    draft->mentions = 1;
    uint32_t number = (uint32_t)r->drafts.count - 1;
    r->table[slot] = number;
    r->named++;
    return number;
}

uint32_t reader_add_item(struct reader *r, struct span name)
{
    if (r->status || !check_name(r, name) || !widen(r, true, r->items.count + 1))
        return CAUSES_NONE;
    if (r->items.count >= CAUSES_ITEMS_MOST) {
        r->status = error_set(r->error, STATUS_LIMIT, "a graph holds at most %d items; divide it",
                              CAUSES_ITEMS_MOST);
        return CAUSES_NONE;
    }
    uint32_t number = (uint32_t)r->items.count;
    size_t slot = slot_of(r, true, name);
    struct draft_item *item = READER_ADD(r, r->items);
    if (!item) return CAUSES_NONE;
    item->name = name;
    item->item.line = r->line;
    r->item_table[slot] = number;
    return number;
}
