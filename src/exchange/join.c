/*
 * One thing told by several sources becomes one event.
 *
 * Tellings of one thing carry an equal `same` and lie within JOIN_REACH of each other on the one
 * clock (a commit is one whenever it is told). The telling with the best time stays; the others are
 * named in its basis, so that their evidence is not lost.
 */
#include "exchange/internal.h"

#include <stdlib.h>

enum { LOOK_BACK = 4096, NAMED_MOST = 5 };
static const duration JOIN_REACH = 3 * NS_PER_S;

static int by_time(const void *a, const void *b)
{
    const struct timeline_event *x = &((const struct told *)a)->event;
    const struct timeline_event *y = &((const struct told *)b)->event;
    if (x->at.earliest != y->at.earliest) return x->at.earliest < y->at.earliest ? -1 : 1;
    if (x->place.source != y->place.source) return x->place.source < y->place.source ? -1 : 1;
    if (x->place.from != y->place.from) return x->place.from < y->place.from ? -1 : 1;
    return (x->kind > y->kind) - (x->kind < y->kind);
}

/* By what they tell, then by detail (those without one last, so that they find the others), then by
 * time. */
static int by_thing(const void *a, const void *b)
{
    const struct told *x = *(const struct told *const *)a, *y = *(const struct told *const *)b;
    int order = strcmp(x->same, y->same);
    if (order == 0 && x->detail && y->detail) order = strcmp(x->detail, y->detail);
    if (order == 0) order = (x->detail == NULL) - (y->detail == NULL);
    return order ? order : by_time(x, y);
}

/* One group being made: the telling that stays and the sources of the others. */
struct joined {
    struct told *told;
    uint32_t others[NAMED_MOST];
    size_t other_count, more;
};

static instant last_of(const struct timeline_event *event)
{
    return event->end.latest != INSTANT_NONE && event->end.latest > event->at.latest
               ? event->end.latest
               : event->at.latest;
}

static bool are_one(const struct told *a, const struct told *b)
{
    if (strcmp(a->same, b->same) != 0) return false;
    if (a->detail && b->detail && strcmp(a->detail, b->detail) != 0) return false;
    if (strncmp(a->same, "commit ", 7) == 0) return true;
    return a->event.at.earliest <= instant_add(last_of(&b->event), JOIN_REACH) &&
           b->event.at.earliest <= instant_add(last_of(&a->event), JOIN_REACH);
}

static void name_other(struct joined *joined, uint32_t source)
{
    if (source == joined->told->event.place.source) return;
    for (size_t i = 0; i < joined->other_count; i++)
        if (joined->others[i] == source) return;
    if (joined->other_count < NAMED_MOST)
        joined->others[joined->other_count++] = source;
    else
        joined->more++;
}

/* A clock that was corrected is taken only where no right one tells the same. */
static bool is_corrected(const struct reading *reading, const struct told *told)
{
    const struct timeline_clock *clock = &reading->sources[told->event.place.source].clock;
    return clock->offset_least != 0 || clock->offset_most != 0;
}

static bool is_better(const struct reading *reading, const struct told *a, const struct told *b)
{
    if (a->trust != b->trust) return a->trust < b->trust;
    bool corrected = is_corrected(reading, a);
    if (corrected != is_corrected(reading, b)) return !corrected;
    uint64_t x = (uint64_t)a->event.at.latest - (uint64_t)a->event.at.earliest;
    uint64_t y = (uint64_t)b->event.at.latest - (uint64_t)b->event.at.earliest;
    return x < y;
}

/* Takes `other` into the group; whichever is worse is emptied (kind COUNT) and named. */
static void take_in(struct reading *reading, struct joined *joined, struct told *other)
{
    struct told *kept = joined->told;
    if (is_better(reading, other, kept)) {
        struct told swap = *kept;
        *kept = *other;
        *other = swap;
    }
    struct timeline_event *event = &kept->event, *gone = &other->event;
    if (gone->kind == TIMELINE_ACT_UNDO && event->kind == TIMELINE_CHANGE_DEPLOY) {
        event->kind = TIMELINE_ACT_UNDO; /* only one of them knows that it is the way back */
        event->what = reading_say(reading, "%s, a rollback", event->what);
    }
    if (event->end.earliest == INSTANT_NONE) event->end = gone->end;
    if (!*event->actor) event->actor = gone->actor;
    if (!*event->key) event->key = gone->key;
    if (!kept->detail) kept->detail = other->detail;
    event->failed = event->failed || gone->failed;
    name_other(joined, gone->place.source);
    gone->kind = TIMELINE_EVENT_KIND_COUNT;
}

static void say_others(struct reading *reading, const struct joined *joined)
{
    struct text names;
    const char *lead = "; also told by ";
    struct timeline_event *event = &joined->told->event;
    if (joined->other_count == 0) return;
    text_init(&names, 0);
    for (size_t i = 0; i < joined->other_count; i++) {
        if (joined->others[i] == event->place.source) continue;
        text_addf(&names, "%s%s", lead, reading->sources[joined->others[i]].name);
        lead = ", ";
    }
    if (joined->more) text_addf(&names, " and %zu more", joined->more);
    event->basis = reading_say(reading, "%s%s", event->basis, names.at);
    text_release(&names);
}

/* The group among groups[from..to) that this telling belongs to, newest first; `to` for none. */
static size_t find_group(const struct joined *groups, size_t from, size_t to,
                         const struct told *told)
{
    size_t left = LOOK_BACK;
    for (size_t k = to; k > from && left > 0; k--, left--) {
        const struct told *other = groups[k - 1].told;
        if (are_one(other, told)) return k - 1;
        /* sorted: before another detail there is none of this one */
        if (told->detail && other->detail && strcmp(told->detail, other->detail) != 0) break;
    }
    return to;
}

static void join_sorted(struct reading *reading, struct told **list, size_t count)
{
    struct joined *groups = NULL;
    size_t room = 0, used = 0, thing = 0; /* `thing`: the first group of the thing at hand */
    for (size_t i = 0; i < count && !reading->status; i++) {
        if (i > 0 && strcmp(list[i - 1]->same, list[i]->same) != 0) thing = used;
        size_t k = find_group(groups, thing, used, list[i]);
        if (k < used) {
            take_in(reading, &groups[k], list[i]);
            continue;
        }
        reading->status = grow_array(&groups, &room, used + 1, sizeof *groups, reading->error);
        if (!reading->status) groups[used++] = (struct joined){.told = list[i]};
    }
    for (size_t k = 0; k < used && !reading->status; k++) say_others(reading, &groups[k]);
    free(groups);
}

void tellings_join(struct reading *reading)
{
    struct told **list = NULL;
    size_t room = 0, count = 0, kept = 0;
    if (reading->status || reading->told_count == 0) return;
    reading->status =
        grow_array(&list, &room, reading->told_count, sizeof(struct told *), reading->error);
    if (reading->status) return;
    for (size_t i = 0; i < reading->told_count; i++)
        if (reading->told[i].same) list[count++] = &reading->told[i];
    if (count) qsort(list, count, sizeof(struct told *), by_thing);
    join_sorted(reading, list, count);
    free(list);
    for (size_t i = 0; i < reading->told_count; i++)
        if (reading->told[i].event.kind != TIMELINE_EVENT_KIND_COUNT)
            reading->told[kept++] = reading->told[i];
    reading->told_count = kept;
    qsort(reading->told, kept, sizeof *reading->told, by_time);
}
