/* One order of all events that keeps every stated one, and whether one is certainly before
 * another. */
#include "review/when_parts.h"

#include <stdlib.h>

struct key {
    struct interval at;
    uint32_t number, place;
};

/* By earliest, latest, number; what has no time comes last. */
static int by_time(const void *left, const void *right)
{
    const struct key *a = left, *b = right;
    bool dated = when_is_dated(a->at);
    if (dated != when_is_dated(b->at)) return dated ? -1 : 1;
    if (dated && a->at.earliest != b->at.earliest) return a->at.earliest < b->at.earliest ? -1 : 1;
    if (dated && a->at.latest != b->at.latest) return a->at.latest < b->at.latest ? -1 : 1;
    return a->number < b->number ? -1 : a->number > b->number;
}

/* A stated order that the times exclude was told as a contradiction, in one way or another. */
static bool is_link(const struct when_network *network, const struct when_relation *r)
{
    struct interval after = network->at[r->x], before = network->at[r->y];
    bool excluded = when_is_dated(after) && when_is_dated(before) && after.latest < before.earliest;
    return r->orders && !r->dropped && !excluded;
}

struct link {
    uint32_t before;   /* place of the event that comes before */
    uint32_t relation; /* that says so */
};
struct step {
    uint32_t place;
    size_t link;
};
enum mark { UNSEEN, ON_PATH, PUT };

struct walk {
    struct when_network *network;
    size_t *from; /* links of a place: from[place] to from[place + 1] - 1 */
    struct link *links;
    uint8_t *marks;
    struct step *path;
    size_t depth;
    uint32_t *places; /* the order so far */
    size_t count;
    uint32_t *circle;
};

static enum status init(struct walk *walk, uint32_t *places, struct error *error)
{
    const struct when_network *network = walk->network;
    struct arena *arena = network->arena;
    size_t events = network->review->events.count, links = 0;
    for (size_t i = 0; i < network->count; i++) links += is_link(network, &network->relations[i]);
    walk->from = arena_array(arena, events + 2, sizeof *walk->from);
    walk->links = arena_array(arena, links + 1, sizeof *walk->links);
    walk->marks = arena_array(arena, events + 1, sizeof *walk->marks);
    walk->path = arena_array(arena, events + 1, sizeof *walk->path);
    walk->circle = arena_array(arena, events + 1, sizeof *walk->circle);
    walk->places = places;
    if (!walk->from || !walk->links || !walk->marks || !walk->path || !walk->circle)
        return arena_full(arena, error);
    for (size_t i = 0; i < network->count; i++) {
        const struct when_relation *r = &network->relations[i];
        if (is_link(network, r)) walk->from[r->x / 2 + 1]++;
    }
    for (size_t i = 0; i < events; i++) walk->from[i + 1] += walk->from[i];
    for (size_t i = network->count; i--;) {
        const struct when_relation *r = &network->relations[i];
        if (is_link(network, r))
            walk->links[--walk->from[r->x / 2 + 1]] = (struct link){r->y / 2, (uint32_t)i};
    }
    /* from[place + 1] now says where the links of a place begin */
    memmove(walk->from, walk->from + 1, (events + 1) * sizeof *walk->from);
    walk->from[events] = links;
    return STATUS_OK;
}

/* The path leads from `closing` back to it: tells the circle, whose last link is then ignored. */
static enum status tell_circle(struct walk *walk, uint32_t closing, struct error *error)
{
    size_t from = walk->depth, count = 0;
    while (walk->path[--from].place != closing) continue;
    for (size_t i = from; i < walk->depth; i++)
        walk->circle[count++] = walk->links[walk->path[i].link - 1].relation;
    walk->network->relations[walk->circle[count - 1]].dropped = true;
    return when_contradict(walk->network, "The stated order runs in a circle", walk->circle, count,
                           NULL, 0, error);
}

/* Puts an event behind all that comes before it, unless they are there already. */
static enum status put(struct walk *walk, uint32_t place, struct error *error)
{
    if (walk->marks[place] == PUT) return STATUS_OK;
    walk->path[0] = (struct step){place, walk->from[place]};
    walk->marks[place] = ON_PATH;
    walk->depth = 1;
    while (walk->depth) {
        struct step *top = &walk->path[walk->depth - 1];
        if (top->link == walk->from[top->place + 1]) {
            walk->marks[top->place] = PUT;
            walk->places[walk->count++] = top->place;
            walk->depth--;
            continue;
        }
        uint32_t before = walk->links[top->link++].before;
        if (walk->marks[before] == ON_PATH) {
            enum status status = tell_circle(walk, before, error);
            if (status) return status;
        } else if (walk->marks[before] == UNSEEN) {
            walk->marks[before] = ON_PATH;
            walk->path[walk->depth++] = (struct step){before, walk->from[before]};
        }
    }
    return STATUS_OK;
}

/* The links by the place in the order, for review_before. */
static enum status keep_order(const struct walk *walk, struct review_order **ret,
                              struct error *error)
{
    struct arena *arena = walk->network->arena;
    size_t count = 0;
    struct review_order *order = arena_alloc(arena, sizeof *order);
    uint32_t *rank = arena_array(arena, walk->count + 1, sizeof *rank);
    if (!order || !rank) return arena_full(arena, error);
    order->from = arena_array(arena, walk->count + 1, sizeof *order->from);
    order->before = arena_array(arena, walk->from[walk->count] + 1, sizeof *order->before);
    if (!order->from || !order->before) return arena_full(arena, error);
    for (size_t i = 0; i < walk->count; i++) rank[walk->places[i]] = (uint32_t)i;
    for (size_t i = 0; i < walk->count; i++) {
        order->from[i] = count;
        for (size_t j = walk->from[walk->places[i]]; j < walk->from[walk->places[i] + 1]; j++)
            if (!walk->network->relations[walk->links[j].relation].dropped)
                order->before[count++] = rank[walk->links[j].before];
    }
    order->from[walk->count] = count;
    *ret = order;
    return STATUS_OK;
}

enum status when_order(struct when_network *network, uint32_t *ret_places,
                       struct review_order **ret_order, struct error *error)
{
    size_t events = network->review->events.count;
    struct key *keys = arena_array(network->arena, events + 1, sizeof *keys);
    struct walk walk = {.network = network};
    if (!keys) return arena_full(network->arena, error);
    enum status status = init(&walk, ret_places, error);
    if (status) return status;
    for (uint32_t i = 0; i < events; i++)
        keys[i] =
            (struct key){network->at[2 * i], network->review->events.at[i].entry.id.number, i};
    qsort(keys, events, sizeof *keys, by_time);
    for (size_t i = 0; i < events && !status; i++) status = put(&walk, keys[i].place, error);
    return status ? status : keep_order(&walk, ret_order, error);
}

/* Breadth first against the links. Links lead to earlier places alone, so that nothing before `a`
 * need be looked at. */
static bool leads_to(const struct review_order *order, size_t a, size_t b)
{
    size_t room = b - a, first = 0, count = 0;
    bool found = false;
    bool *seen = calloc(room, sizeof *seen);
    size_t *queue = calloc(room, sizeof *queue);
    if (seen && queue) queue[count++] = b;
    while (first < count && !found) {
        size_t at = queue[first++];
        for (size_t i = order->from[at]; i < order->from[at + 1] && !found; i++) {
            size_t before = order->before[i];
            found = before == a;
            if (before <= a || seen[before - a]) continue;
            seen[before - a] = true;
            queue[count++] = before;
        }
    }
    free(seen);
    free(queue);
    return found; /* without memory: not certain */
}

bool review_before(const struct review *review, const struct review_settled *settled, size_t a,
                   size_t b)
{
    (void)review;
    if (a >= b) return false; /* the order keeps all that is certain */
    struct interval first = settled->moments[a].start, then = settled->moments[b].start;
    if (when_is_dated(first) && when_is_dated(then) && first.latest < then.earliest) return true;
    const struct review_order *order = settled->order;
    return order && order->from[b] < order->from[b + 1] && leads_to(order, a, b);
}
