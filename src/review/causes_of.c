/* The graph that a review holds, from its factors, ways, suppositions and items. */
#include "review/causing.h"

struct drawing {
    struct review_causing causing;
    struct causes_condition *conditions; /* factors first, by their places in the review */
    size_t condition_count;
    struct causes_way *ways; /* drawn ones first */
    struct review_id *ids;   /* of the ways that are drawn */
    size_t way_count, drawn;
    struct causes_item *items;
    size_t item_count;
    bool *held;           /* of each factor: it is a part of a way that is drawn */
    bool *drawn_outcomes; /* of each of the five: a way is drawn that brings it about */
};

static uint32_t place_of(const struct review *review, struct review_id id)
{
    const struct review_entry *entry =
        id.kind == REVIEW_KIND_FACTOR ? review_find(review, id) : NULL;
    return entry ? (uint32_t)((const struct review_factor *)entry - review->factors.at)
                 : CAUSES_NONE;
}

/* ---- ways that are drawn ---- */

static void add_links(struct drawing *d, const struct review_way *way, bool absent,
                      struct causes_link *links, uint32_t *count)
{
    const struct review_refs *refs = absent ? &way->absent : &way->needs;
    for (size_t i = 0; i < refs->count; i++) {
        const uint32_t place = place_of(d->causing.review, refs->at[i]);
        if (place == CAUSES_NONE) continue;
        const struct review_supposition *said =
            review_latest(d->causing.review, way->entry.id, refs->at[i]);
        links[(*count)++] = (struct causes_link){place, absent, review_said_of(&d->causing, said)};
        d->held[place] = true;
    }
}

/* What the rules refuse today may stand in a record of another day: it is left out. */
static bool can_be(const struct review *review, const struct review_way *way)
{
    return place_of(review, way->brings) != CAUSES_NONE && !review_check_way(way, NULL);
}

static void add_way(struct drawing *d, const struct review_way *way)
{
    static const struct review_id whole = {0, 0};
    const struct review *review = d->causing.review;
    char name[16];
    if (!can_be(review, way)) return;
    struct causes_link *links =
        arena_array(d->causing.arena, way->needs.count + way->absent.count, sizeof *links);
    const char *id = arena_copy(d->causing.arena, span_of(review_id_text(way->entry.id, name)));
    uint32_t count = 0;
    d->causing.full |= !links || !id;
    if (!links) return;
    add_links(d, way, false, links, &count);
    add_links(d, way, true, links, &count);
    if (!count) return;
    const struct review_factor *effect = &review->factors.at[place_of(review, way->brings)];
    const bool part = way->enough != REVIEW_NO_COUNT && way->enough < (int64_t)count;
    d->drawn_outcomes[effect->outcome] |= effect->part == REVIEW_ROLE_OF_FACTOR_OUTCOME;
    d->ids[d->way_count] = way->entry.id;
    d->ways[d->way_count++] = (struct causes_way){
        .name = id,
        .effect = place_of(review, way->brings),
        .enough = part ? (uint32_t)way->enough : count,
        .count = count,
        .links = links,
        .reason = way->reason,
        .complete = review_said_of(&d->causing, review_latest(review, way->entry.id, whole)),
    };
}

/* ---- what follows where nothing is drawn ---- */

static bool follows(const struct drawing *d, const struct review_factor *factor, unsigned outcome)
{
    return factor->outcome == outcome && review_factor_contributes(factor) &&
           !d->held[factor - d->causing.review->factors.at];
}

/* The outcome that somebody has entered without a way to it, else a condition of that name. */
static uint32_t outcome_of(struct drawing *d, unsigned outcome)
{
    const struct review *review = d->causing.review;
    for (size_t i = 0; i < review->factors.count; i++)
        if (review->factors.at[i].part == REVIEW_ROLE_OF_FACTOR_OUTCOME &&
            review->factors.at[i].outcome == outcome)
            return (uint32_t)i;
    d->conditions[d->condition_count] = (struct causes_condition){
        .name = vocabulary_word(&review_words_outcome, outcome),
        .text = vocabulary_meaning(&review_words_outcome, outcome),
        .part = CAUSES_PART_OUTCOME,
        .outcome = (uint8_t)outcome,
        .since = {INSTANT_NONE, INSTANT_NONE},
        .until = {INSTANT_NONE, INSTANT_NONE},
    };
    return (uint32_t)d->condition_count++;
}

static void add_implied(struct drawing *d, unsigned outcome)
{
    const struct review *review = d->causing.review;
    uint32_t count = 0;
    for (size_t i = 0; i < review->factors.count; i++)
        count += follows(d, &review->factors.at[i], outcome);
    if (!count || d->drawn_outcomes[outcome]) return;
    struct causes_link *links = arena_array(d->causing.arena, count, sizeof *links);
    d->causing.full |= !links;
    if (!links) return;
    count = 0;
    for (size_t i = 0; i < review->factors.count; i++)
        if (follows(d, &review->factors.at[i], outcome))
            links[count++] = (struct causes_link){.condition = (uint32_t)i};
    d->ways[d->way_count++] = (struct causes_way){
        .effect = outcome_of(d, outcome), .enough = count, .count = count, .links = links};
}

/* ---- items ---- */

static uint32_t way_of(const struct drawing *d, struct review_id id)
{
    for (size_t i = 0; i < d->drawn; i++)
        if (review_id_equal(d->ids[i], id)) return (uint32_t)i;
    return CAUSES_NONE;
}

static bool targeted(const struct causes_target *targets, uint32_t count, uint32_t condition,
                     uint32_t way)
{
    for (uint32_t i = 0; i < count; i++)
        if (targets[i].condition == condition && targets[i].way == way) return true;
    return false;
}

/* An item that acts on nothing here (it prepares people, say) is no part of the graph. */
static void add_item(struct drawing *d, const struct review_item *item)
{
    const size_t most = item->breaks.count + item->cuts.count;
    char name[16];
    if (!most) return;
    struct causes_target *targets = arena_array(d->causing.arena, most, sizeof *targets);
    const char *id = arena_copy(d->causing.arena, span_of(review_id_text(item->entry.id, name)));
    uint32_t count = 0;
    d->causing.full |= !targets || !id;
    if (!targets) return;
    for (size_t i = 0; i < most; i++) {
        const bool breaks = i < item->breaks.count;
        const uint32_t condition =
            breaks ? place_of(d->causing.review, item->breaks.at[i]) : CAUSES_NONE;
        const uint32_t way =
            breaks ? CAUSES_NONE : way_of(d, item->cuts.at[i - item->breaks.count]);
        if (condition == CAUSES_NONE && way == CAUSES_NONE) continue;
        if (targeted(targets, count, condition, way)) continue;
        targets[count++] = (struct causes_target){condition, way};
    }
    if (!count) return;
    d->items[d->item_count++] = (struct causes_item){
        .name = id,
        .text = item->text ? item->text : "",
        .effect = item->effect,
        .standing = (uint8_t)review_standing_of(item),
        .outcome = item->outcome,
        .targets = targets,
        .count = count,
    };
}

/* ---- all of it ---- */

static bool make_room(struct drawing *d)
{
    const struct review *review = d->causing.review;
    struct arena *arena = d->causing.arena;
    const size_t factors = review->factors.count, ways = review->ways.count;
    d->conditions = arena_array(arena, factors + REVIEW_OUTCOME_COUNT, sizeof *d->conditions);
    d->held = arena_array(arena, factors + 1, sizeof *d->held);
    d->drawn_outcomes = arena_array(arena, REVIEW_OUTCOME_COUNT, sizeof *d->drawn_outcomes);
    d->ways = arena_array(arena, ways + REVIEW_OUTCOME_COUNT, sizeof *d->ways);
    d->ids = arena_array(arena, ways + 1, sizeof *d->ids);
    d->items = arena_array(arena, review->items.count + 1, sizeof *d->items);
    return d->conditions && d->held && d->drawn_outcomes && d->ways && d->ids && d->items;
}

static void draw(struct drawing *d)
{
    const struct review *review = d->causing.review;
    for (size_t i = 0; i < review->factors.count; i++)
        d->conditions[d->condition_count++] =
            review_condition_of(&d->causing, &review->factors.at[i]);
    for (size_t i = 0; i < review->ways.count; i++) add_way(d, &review->ways.at[i]);
    d->drawn = d->way_count;
    for (unsigned outcome = 1; outcome < REVIEW_OUTCOME_COUNT; outcome++) add_implied(d, outcome);
    for (size_t i = 0; i < review->items.count; i++) add_item(d, &review->items.at[i]);
}

enum status review_causes_of(const struct review *review, const struct review_settled *settled,
                             struct arena *arena, struct review_causes *ret, struct error *error)
{
    struct drawing d = {.causing = {.review = review, .settled = settled, .arena = arena}};
    if (!make_room(&d)) return arena_full(arena, error);
    draw(&d);
    if (d.causing.full) return arena_full(arena, error);
    const struct causes_parts parts = {
        .title = review->own->title,
        .conditions = d.conditions,
        .condition_count = d.condition_count,
        .ways = d.ways,
        .way_count = d.way_count,
        .items = d.items,
        .item_count = d.item_count,
    };
    struct causes_graph graph;
    const enum status status = causes_graph_make(&parts, arena, &graph, error);
    if (status) return status;
    *ret = (struct review_causes){graph, .drawn = d.drawn > 0, .implied = d.way_count > d.drawn};
    return STATUS_OK;
}
