/*
 * Contradictions: claims about order and time that cannot all hold.
 *
 * What must come before what is known for some pairs (an alert ends after it began, a rollout's
 * finish follows its start); with the bounds of each event that makes a simple temporal network,
 * and a negative cycle in it is a contradiction. Besides: lists that run backwards, records without
 * a time.
 */
#include "timeline/findings.h"

#include <stdlib.h>

enum { MOST = 40, REACH = 400 };

enum status conflict_add(struct conflict_list *list, const char *what, const char *which,
                         struct timeline_place a, struct timeline_place b, struct error *error)
{
    if (!what || !which) return arena_full(list->arena, error);
    enum status status =
        grow_array(&list->items, &list->room, list->count + 1, sizeof *list->items, error);
    if (status) return status;
    struct timeline_conflict conflict = {.what = what, .which = which, .places = {a, b}};
    conflict.place_count = b.source == UINT32_MAX ? 1 : 2;
    list->items[list->count++] = conflict;
    return STATUS_OK;
}

static enum status disorder(const struct timeline_input *input, struct conflict_list *list,
                            struct error *error)
{
    struct timeline_place none = {.source = UINT32_MAX};
    enum status status = STATUS_OK;
    for (size_t i = 0; i < input->source_count && status == STATUS_OK; i++) {
        const struct evidence_index *index = input->sources[i].index;
        struct timeline_place whole = {(uint32_t)i, 0, index->size};
        const char *name = input->sources[i].name;
        /* A newest-first list (git log) is an order of its own, not a contradiction. */
        bool reversed = (index->late + 1) * 10 >= index->timed * 9;
        if (index->late && !reversed && index->kind != EVIDENCE_TABLE)
            status = conflict_add(
                list,
                arena_printf(
                    list->arena, "%llu of %llu records in %s are earlier than a record before them",
                    (unsigned long long)index->late, (unsigned long long)index->timed, name),
                "they are placed by their time and marked late; both orders are kept", whole, none,
                error);
        uint64_t undated = index->count - index->timed;
        bool expected = index->kind == EVIDENCE_LOG || index->kind == EVIDENCE_CHAT ||
                        index->kind == EVIDENCE_TABLE;
        if (status == STATUS_OK && undated && index->timed && expected)
            status = conflict_add(
                list,
                arena_printf(list->arena, "%llu records in %s have no time of their own",
                             (unsigned long long)undated, name),
                "they are not on the timeline; show lists them", whole, none, error);
    }
    return status;
}

/* The kinds that end what another kind began, when both carry the same key. */
static bool ends(enum timeline_event_kind first, enum timeline_event_kind second)
{
    return (first == TIMELINE_ALERT && second == TIMELINE_ALERT_END) ||
           (first == TIMELINE_ALERT && second == TIMELINE_PAGE);
}

/* Checks one ordered pair: x before y. The network of two events and the origin is all it takes. */
static enum status check_pair(const struct timeline_event *x, const struct timeline_event *y,
                              struct conflict_list *list, struct error *error)
{
    struct interval bounds[3] = {{0, 0}, x->at, y->at};
    const struct timeline_constraint order = {.x = 2, .y = 1, .most = 0, .why = "order"};
    uint32_t *cycle;
    size_t len = 0;
    enum status status = timeline_order(&order, 1, bounds, 3, list->arena, &cycle, &len, error);
    if (status || len == 0) return status;
    return conflict_add(
        list,
        arena_printf(list->arena, "\"%s\" is told to be before \"%s\", but its time is %s later",
                     x->what, y->what, say_length(list->arena, x->at.earliest - y->at.latest)),
        arena_printf(list->arena, "%s: %s\n%s: %s", say_clock(list->arena, x->at.earliest),
                     x->basis, say_clock(list->arena, y->at.latest), y->basis),
        x->place, y->place, error);
}

static int by_key(const void *left, const void *right, void *context)
{
    const struct timeline_event *events = context;
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    int order = strcmp(events[a].key, events[b].key);
    return order ? order : (a > b) - (a < b);
}

/* The first alerts of their keys: an end before any of them is out of order, one before a later
 * alert may end an earlier one. *ret is owned by the caller. */
static enum status first_alerts(const struct timeline_input *input, uint32_t **ret,
                                size_t *ret_count, struct error *error)
{
    const struct timeline_event *events = input->events;
    uint32_t *order = calloc(input->event_count + 1, sizeof *order);
    if (!order) return error_set(error, STATUS_NO_MEMORY, "out of memory");
    size_t count = 0, kept = 0;
    for (size_t i = 0; i < input->event_count && i < UINT32_MAX; i++)
        if (events[i].kind == TIMELINE_ALERT && *events[i].key &&
            events[i].at.earliest != INSTANT_NONE)
            order[count++] = (uint32_t)i;
    qsort_r(order, count, sizeof *order, by_key, (void *)events);
    for (size_t i = 0; i < count; i++)
        if (!i || strcmp(events[order[i]].key, events[order[kept - 1]].key) != 0)
            order[kept++] = order[i];
    *ret = order;
    *ret_count = kept;
    return STATUS_OK;
}

static enum status order_of_alerts(const struct timeline_input *input, struct conflict_list *list,
                                   struct error *error)
{
    uint32_t *alerts = NULL;
    size_t count = 0;
    enum status status = first_alerts(input, &alerts, &count, error);
    if (status) return status;
    for (size_t i = 0; i < count && list->count < MOST && status == STATUS_OK; i++) {
        const struct timeline_event *x = &input->events[alerts[i]];
        /* The partner stands earlier in time when they contradict, so look back, not far. */
        size_t from = alerts[i] > REACH ? alerts[i] - REACH : 0;
        for (size_t j = from; j < alerts[i] && status == STATUS_OK; j++) {
            const struct timeline_event *y = &input->events[j];
            if (y->at.earliest == INSTANT_NONE || !ends(x->kind, y->kind)) continue;
            if (strcmp(x->key, y->key) == 0) status = check_pair(x, y, list, error);
        }
    }
    free(alerts);
    return status;
}

static enum status order_of_events(const struct timeline_input *input, struct conflict_list *list,
                                   struct error *error)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < input->event_count && list->count < MOST && !status; i++) {
        const struct timeline_event *x = &input->events[i];
        if (x->end.earliest != INSTANT_NONE && x->at.earliest != INSTANT_NONE &&
            x->end.latest < x->at.earliest)
            status = conflict_add(
                list, arena_printf(list->arena, "\"%s\" ends before it begins", x->what), x->basis,
                x->place, (struct timeline_place){.source = UINT32_MAX}, error);
    }
    return status ? status : order_of_alerts(input, list, error);
}

enum status conflicts_find(const struct timeline_input *input, const struct impact *impact,
                           struct conflict_list *list, struct error *error)
{
    enum status status = disorder(input, list, error);
    if (status == STATUS_OK) status = order_of_events(input, list, error);
    if (status == STATUS_OK) status = conflicts_of_words(input, impact, list, error);
    return status;
}
