/*
 * When users were affected: from every start to the end that closes it, scope by scope.
 *
 * An end closes what is open in its own scope; one that names no scope closes everything. The
 * length of the union is bounded by what is certainly impact, and by what is possibly so: growing
 * any one interval can only grow the union.
 */
#include "review/when_parts.h"

#include <stdlib.h>

struct interval when_first(struct interval a, struct interval b)
{
    if (!when_is_dated(a)) return b;
    if (!when_is_dated(b)) return a;
    return (struct interval){a.earliest < b.earliest ? a.earliest : b.earliest,
                             a.latest < b.latest ? a.latest : b.latest};
}

struct interval when_last(struct interval a, struct interval b)
{
    if (!when_is_dated(a)) return b;
    if (!when_is_dated(b)) return a;
    return (struct interval){a.earliest > b.earliest ? a.earliest : b.earliest,
                             a.latest > b.latest ? a.latest : b.latest};
}

struct interval when_not_ended(const struct review_settled *settled)
{
    instant last = INSTANT_NONE;
    for (size_t i = 0; i < settled->count; i++) {
        instant at = settled->moments[i].start.earliest;
        if (at != INSTANT_OPEN_START && at > last) last = at;
    }
    return last == INSTANT_NONE ? INTERVAL_NONE : (struct interval){last, INSTANT_OPEN_END};
}

struct stretch {
    struct interval start, end;
    const struct review_event *started_by, *ended_by; /* ended_by NULL: open */
};

struct stretches {
    struct stretch *at;
    size_t count;
    uint32_t *scopes; /* of each moment: number of its scope, from 1; 0 for none stated */
    uint32_t *open;   /* by scope: 1 + the stretch that is open */
    size_t open_count, scope_count;
};

struct scope {
    struct span name;
    size_t moment;
};

static int by_name(const void *left, const void *right)
{
    struct span a = ((const struct scope *)left)->name, b = ((const struct scope *)right)->name;
    for (size_t i = 0; i < a.len && i < b.len; i++) {
        char x = a.at[i], y = b.at[i];
        x = (char)(x >= 'A' && x <= 'Z' ? x - 'A' + 'a' : x);
        y = (char)(y >= 'A' && y <= 'Z' ? y - 'A' + 'a' : y);
        if (x != y) return x < y ? -1 : 1;
    }
    return a.len < b.len ? -1 : a.len > b.len;
}

/* Scopes are the same whatever their letters' case. */
static enum status number_scopes(struct stretches *s, const struct review_settled *settled,
                                 struct arena *arena, struct error *error)
{
    struct scope *scopes = arena_array(arena, settled->count + 1, sizeof *scopes);
    size_t count = 0;
    if (!scopes) return arena_full(arena, error);
    for (size_t i = 0; i < settled->count; i++) {
        const struct review_event *event = settled->moments[i].event;
        bool impact =
            event->kind == REVIEW_EVENT_IMPACT_START || event->kind == REVIEW_EVENT_IMPACT_END;
        struct span name = span_trim(span_of(event->scope));
        if (impact && name.len) scopes[count++] = (struct scope){name, i};
    }
    qsort(scopes, count, sizeof *scopes, by_name);
    for (size_t i = 0; i < count; i++) {
        s->scope_count += i == 0 || by_name(&scopes[i - 1], &scopes[i]) != 0;
        s->scopes[scopes[i].moment] = (uint32_t)s->scope_count;
    }
    return STATUS_OK;
}

static void close_stretch(struct stretches *s, uint32_t scope, const struct review_moment *moment)
{
    if (!s->open[scope]) return;
    struct stretch *stretch = &s->at[s->open[scope] - 1];
    stretch->end = moment->start;
    stretch->ended_by = moment->event;
    s->open[scope] = 0;
    s->open_count--;
}

/* One that names no scope ends them all. */
static void close_scope(struct stretches *s, uint32_t scope, const struct review_moment *moment)
{
    close_stretch(s, scope, moment);
    for (uint32_t i = 1; !scope && s->open_count && i <= s->scope_count; i++)
        close_stretch(s, i, moment);
}

/* A second start of what has not ended is no new stretch. */
static void open_scope(struct stretches *s, uint32_t scope, const struct review_moment *moment)
{
    struct stretch stretch = {moment->start, INTERVAL_NONE, moment->event, NULL};
    if (moment->event->end.raw) {
        stretch.end = moment->end;
        stretch.ended_by = moment->event;
        s->at[s->count++] = stretch;
    } else if (!s->open[scope]) {
        s->at[s->count++] = stretch;
        s->open[scope] = (uint32_t)s->count;
        s->open_count++;
    }
}

/* The starts and ends of impact, in order. */
static enum status read_stretches(struct stretches *s, const struct review_settled *settled,
                                  struct arena *arena, struct error *error)
{
    s->at = arena_array(arena, settled->count + 1, sizeof *s->at);
    s->open = arena_array(arena, settled->count + 1, sizeof *s->open);
    s->scopes = arena_array(arena, settled->count + 1, sizeof *s->scopes);
    if (!s->at || !s->open || !s->scopes) return arena_full(arena, error);
    enum status status = number_scopes(s, settled, arena, error);
    if (status) return status;
    for (size_t i = 0; i < settled->count; i++) {
        const struct review_moment *moment = &settled->moments[i];
        if (moment->event->kind == REVIEW_EVENT_IMPACT_START) open_scope(s, s->scopes[i], moment);
        if (moment->event->kind == REVIEW_EVENT_IMPACT_END) close_scope(s, s->scopes[i], moment);
    }
    return STATUS_OK;
}

/* Normal duty, with nothing that came back behind it. */
static bool is_resolved(const struct review_settled *settled)
{
    bool resolved = false;
    for (size_t i = 0; i < settled->count; i++) {
        uint8_t kind = settled->moments[i].event->kind;
        if (kind == REVIEW_EVENT_RESOLVED) resolved = true;
        if (kind == REVIEW_EVENT_REOPEN) resolved = false;
    }
    return resolved;
}

struct edge {
    instant from, to;
};

static int by_from(const void *left, const void *right)
{
    const struct edge *a = left, *b = right;
    return a->from < b->from ? -1 : a->from > b->from;
}

/* Length of the union; open ends make it open. */
static duration union_length(struct edge *edges, size_t count)
{
    duration sum = 0;
    qsort(edges, count, sizeof *edges, by_from);
    for (size_t i = 0, j; i < count; i = j) {
        instant to = edges[i].to;
        for (j = i + 1; j < count && edges[j].from <= to; j++)
            if (edges[j].to > to) to = edges[j].to;
        duration length;
        if (edges[i].from == INSTANT_OPEN_START || to == INSTANT_OPEN_END ||
            __builtin_sub_overflow(to, edges[i].from, &length) ||
            __builtin_add_overflow(sum, length, &sum))
            return INSTANT_OPEN_END;
    }
    return sum;
}

static struct span_of_time bound_union(const struct stretches *s, struct interval not_ended,
                                       struct edge *edges)
{
    struct span_of_time length = {.known = s->count > 0};
    size_t count = 0;
    for (size_t i = 0; i < s->count; i++) {
        const struct stretch *stretch = &s->at[i];
        struct interval end = stretch->ended_by ? stretch->end : not_ended;
        length.known &= when_is_dated(stretch->start) && when_is_dated(end);
        if (stretch->start.latest < end.earliest && stretch->start.latest != INSTANT_OPEN_END)
            edges[count++] = (struct edge){stretch->start.latest, end.earliest};
    }
    if (!length.known) return (struct span_of_time){0};
    length.least = union_length(edges, count);
    for (size_t i = 0; i < s->count; i++) {
        struct interval end = s->at[i].ended_by ? s->at[i].end : not_ended;
        edges[i] = (struct edge){s->at[i].start.earliest, end.latest};
        if (edges[i].to < edges[i].from) edges[i].to = edges[i].from;
    }
    length.most = union_length(edges, s->count);
    return length;
}

/* Stretches that may touch are one; they come sorted by start. Those without a time are left out.
 */
static void unite(const struct stretches *s, struct interval not_ended, struct when_impact *impact)
{
    for (size_t i = 0; i < s->count; i++) {
        struct interval start = s->at[i].start;
        struct interval end = s->at[i].ended_by ? s->at[i].end : not_ended;
        struct interval *pair = impact->count ? &impact->pairs[2 * impact->count - 2] : NULL;
        if (!when_is_dated(start)) continue;
        if (pair && when_is_dated(pair[1]) && start.earliest <= pair[1].latest) {
            pair[0] = when_first(pair[0], start);
            pair[1] = when_is_dated(end) ? when_last(pair[1], end) : INTERVAL_NONE;
            continue;
        }
        pair = &impact->pairs[2 * impact->count++];
        pair[0] = start;
        pair[1] = end;
    }
}

/* The first start and, when everything has ended, the last end. */
static void find_ends(const struct stretches *s, struct when_impact *impact)
{
    bool ended = s->count > 0;
    for (size_t i = 0; i < s->count; i++) {
        const struct stretch *stretch = &s->at[i];
        if (when_is_dated(stretch->start) && !impact->started_by)
            impact->started_by = stretch->started_by;
        impact->start = when_first(impact->start, stretch->start);
        ended &= stretch->ended_by && when_is_dated(stretch->end);
        if (stretch->ended_by && (!impact->ended_by || stretch->end.latest > impact->end.latest))
            impact->ended_by = stretch->ended_by;
        impact->end = when_last(impact->end, stretch->end);
    }
    if (!ended) {
        impact->end = INTERVAL_NONE;
        impact->ended_by = NULL;
    }
}

/* Where no start is recorded, an end is still the end. */
static void find_end_alone(const struct review_settled *settled, struct when_impact *impact)
{
    for (size_t i = 0; i < settled->count; i++) {
        const struct review_moment *moment = &settled->moments[i];
        if (moment->event->kind != REVIEW_EVENT_IMPACT_END || !when_is_dated(moment->start))
            continue;
        impact->end = when_last(impact->end, moment->start);
        impact->ended_by = moment->event;
    }
}

enum status when_impact_of(const struct review_settled *settled, struct arena *arena,
                           struct when_impact *ret, struct error *error)
{
    struct when_impact impact = {.start = INTERVAL_NONE, .end = INTERVAL_NONE};
    struct stretches s = {.at = NULL};
    impact.pairs = arena_array(arena, 2 * settled->count + 1, sizeof *impact.pairs);
    struct edge *edges = arena_array(arena, settled->count + 1, sizeof *edges);
    if (!impact.pairs || !edges) return arena_full(arena, error);
    enum status status = read_stretches(&s, settled, arena, error);
    if (status) return status;
    impact.ongoing = s.open_count > 0 && !is_resolved(settled);
    struct interval not_ended = impact.ongoing ? when_not_ended(settled) : INTERVAL_NONE;
    impact.length = bound_union(&s, not_ended, edges);
    unite(&s, not_ended, &impact);
    find_ends(&s, &impact);
    if (!s.count) find_end_alone(settled, &impact);
    *ret = impact;
    return STATUS_OK;
}
