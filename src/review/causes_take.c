/* A graph that people typed, taken over into a review: what is known by name or text is changed
 * where the graph states something else, the rest is new. */
#include "review/causing.h"
#include "review/member.h"

void *review_taking_begin(struct review_taking *t, enum review_kind kind)
{
    struct review_entry *entry = review_entry_new(kind, t->causing.arena);
    t->causing.full |= !entry;
    if (entry) entry->id.number = ++t->last[kind];
    return entry;
}

void *review_taking_copy(struct review_taking *t, const void *of)
{
    struct review_entry *entry = review_entry_copy(of, t->causing.arena);
    t->causing.full |= !entry;
    return entry;
}

void review_taking_put(struct review_taking *t, void *entry)
{
    t->entries[t->count++] = entry;
}

/* ---- ways ---- */

static bool same_way(const struct review_taking *t, const struct causes_way *typed,
                     const struct review_way *way)
{
    const size_t count = way->needs.count + way->absent.count;
    const uint32_t enough =
        way->enough == REVIEW_NO_COUNT ? (uint32_t)count : (uint32_t)way->enough;
    bool same = review_id_equal(way->brings, t->factors[typed->effect]) && typed->count == count &&
                typed->enough == enough;
    for (uint32_t i = 0; same && i < typed->count; i++)
        same = review_refs_hold(typed->links[i].absent ? &way->absent : &way->needs,
                                t->factors[typed->links[i].condition]);
    return same;
}

/* The way that holds the same, else the one of that name, whose conditions were changed. */
static const struct review_way *way_of(const struct review_taking *t, uint32_t number)
{
    const struct review *review = t->causing.review;
    const struct causes_way *typed = &t->graph->ways[number];
    struct review_id id;
    for (size_t i = 0; i < review->ways.count; i++)
        if (same_way(t, typed, &review->ways.at[i]) &&
            !review_is_taken(t->ways, number, review->ways.at[i].entry.id))
            return &review->ways.at[i];
    if (!typed->name || review_id_read(span_of(typed->name), &id, NULL) != STATUS_OK ||
        id.kind != REVIEW_KIND_WAY || review_is_taken(t->ways, number, id))
        return NULL;
    return (const struct review_way *)review_find(review, id);
}

static void fill_way(struct review_taking *t, const struct causes_way *typed,
                     struct review_way *way)
{
    way->brings = t->factors[typed->effect];
    way->needs = way->absent = (struct review_refs){NULL, 0};
    for (uint32_t i = 0; i < typed->count; i++)
        review_taking_ref(t, typed->links[i].absent ? &way->absent : &way->needs,
                          t->factors[typed->links[i].condition]);
    way->enough = typed->enough < typed->count ? (int64_t)typed->enough : REVIEW_NO_COUNT;
}

/* Whether the answer that counts says all that was typed. */
static bool is_said(const struct causes_said *typed, const struct causes_said *had,
                    const struct review_supposition *old, const struct review_supposition *made)
{
    bool same = old && typed->answer == had->answer && old->said == made->said &&
                (!made->ground || review_same_line(made->ground, old->ground)) &&
                (!review_said(typed->because) || review_same_line(typed->because, had->because)) &&
                (!review_said(typed->role) || review_same_line(typed->role, had->role));
    for (size_t i = 0; same && i < made->rests_on.count; i++)
        same = review_refs_hold(&old->rests_on, made->rests_on.at[i]);
    return same;
}

static void take_said(struct review_taking *t, const struct causes_said *typed,
                      struct review_id way, struct review_id without)
{
    if (!typed->answer) return;
    const struct review_supposition *old = review_latest(t->causing.review, way, without);
    const struct causes_said had = review_said_of(&t->causing, old);
    struct review_supposition *made = review_taking_begin(t, REVIEW_KIND_SUPPOSITION);
    if (!made) return;
    made->way = way;
    made->without = without;
    made->answer = typed->answer;
    made->role = typed->role;
    made->because = typed->because;
    if (old && (!typed->when || review_same_line(typed->when, had.when)))
        made->said = old->said; /* the day it was written down is told, and typed back is no news */
    else if (typed->when)
        (void)member_day_read(span_of(typed->when), &made->said); /* what is no day is not kept */
    made->ground = review_taking_ids(t, typed->evidence, REVIEW_MASK_ANY, &made->rests_on);
    if (is_said(typed, &had, old, made))
        t->last[REVIEW_KIND_SUPPOSITION]--; /* the number goes to the next one */
    else
        review_taking_put(t, made);
}

static void take_way(struct review_taking *t, uint32_t number)
{
    static const struct review_id whole = {0, 0};
    const struct causes_way *typed = &t->graph->ways[number];
    const struct review_way *old = way_of(t, number);
    struct review_way *way =
        old ? review_taking_copy(t, old) : review_taking_begin(t, REVIEW_KIND_WAY);
    if (!way) return;
    bool newer = !old || !same_way(t, typed, old);
    if (newer) fill_way(t, typed, way);
    newer |= review_newer_word(typed->reason, way->reason, &way->reason);
    t->ways[number] = way->entry.id;
    if (newer) review_taking_put(t, way);
    for (uint32_t i = 0; i < typed->count; i++)
        take_said(t, &typed->links[i].test, way->entry.id, t->factors[typed->links[i].condition]);
    take_said(t, &typed->complete, way->entry.id, whole);
}

/* ---- items: their state stays with those who decide on it ---- */

static const struct review_item *item_of(const struct review_taking *t, uint32_t number)
{
    const struct review *review = t->causing.review;
    const struct causes_item *typed = &t->graph->items[number];
    struct review_id id;
    if (review_id_read(span_of(typed->name), &id, NULL) == STATUS_OK &&
        id.kind == REVIEW_KIND_ITEM && review_find(review, id))
        return (const struct review_item *)review_find(review, id);
    for (size_t i = 0; i < review->items.count && review_said(typed->text); i++) {
        const struct review_item *item = &review->items.at[i];
        if (item->text && span_equal_nocase(span_of(item->text), span_of(typed->text)) &&
            !review_is_taken(t->items, number, item->entry.id))
            return item;
    }
    return NULL;
}

static void take_item(struct review_taking *t, uint32_t number)
{
    const struct causes_item *typed = &t->graph->items[number];
    const struct review_item *old = item_of(t, number);
    struct review_item *item =
        old ? review_taking_copy(t, old) : review_taking_begin(t, REVIEW_KIND_ITEM);
    if (!item) return;
    bool newer = review_newer_line(typed->text, old ? old->text : NULL, &item->text) || !old;
    newer |= review_newer_word(typed->effect, item->effect, &item->effect);
    newer |= review_newer_word(typed->outcome, item->outcome, &item->outcome);
    for (uint32_t i = 0; i < typed->count; i++) {
        const bool way = typed->targets[i].condition == CAUSES_NONE;
        const struct review_id id =
            way ? t->ways[typed->targets[i].way] : t->factors[typed->targets[i].condition];
        struct review_refs *refs = way ? &item->cuts : &item->breaks;
        if (review_refs_hold(refs, id)) continue;
        review_taking_ref(t, refs, id);
        newer = true;
    }
    if (!review_said(item->text)) item->text = typed->name;
    t->items[number] = item->entry.id;
    if (newer) review_taking_put(t, item);
}

/* ---- all of it ---- */

static bool make_room(struct review_taking *t)
{
    const struct causes_graph *graph = t->graph;
    size_t most = (size_t)graph->condition_count + 2 * (size_t)graph->way_count + graph->item_count;
    for (uint32_t i = 0; i < graph->way_count; i++) most += graph->ways[i].count;
    t->entries = arena_array(t->causing.arena, most + 1, sizeof(struct review_entry *));
    t->factors = arena_array(t->causing.arena, graph->condition_count + 1, sizeof *t->factors);
    t->ways = arena_array(t->causing.arena, graph->way_count + 1, sizeof *t->ways);
    t->items = arena_array(t->causing.arena, graph->item_count + 1, sizeof *t->items);
    return t->entries && t->factors && t->ways && t->items;
}

enum status review_causes_take(const struct review *review, const struct causes_graph *graph,
                               struct arena *arena, struct review_entry ***ret, size_t *ret_count,
                               struct error *error)
{
    struct review_settled settled;
    struct review_taking t = {.causing = {.review = review, .settled = &settled, .arena = arena},
                              .graph = graph};
    const enum status status = review_settle(review, arena, &settled, error);
    if (status) return status;
    if (!make_room(&t)) return arena_full(arena, error);
    memcpy(t.last, review->last, sizeof t.last);
    for (uint32_t i = 0; i < graph->condition_count && !t.causing.full; i++)
        review_take_condition(&t, i);
    for (uint32_t i = 0; i < graph->way_count && !t.causing.full; i++) take_way(&t, i);
    for (uint32_t i = 0; i < graph->item_count && !t.causing.full; i++) take_item(&t, i);
    if (t.causing.full) return arena_full(arena, error);
    *ret = t.entries;
    *ret_count = t.count;
    return STATUS_OK;
}
