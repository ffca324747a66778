/*
 * Times as people write them: what is read has bounds in order, within the years that are kept, and
 * is read again from what was kept of it as the same. Line by line the input is also a review, each
 * line the time of an event and, behind a bar, of its end; its kind is the length of the line. It
 * is settled and measured.
 */
#include "tests/fuzz/fuzz.h"

#include "review/review.h"

#include <assert.h>

static void check(struct span input, const struct review_typing *typing, struct arena *arena)
{
    struct review_time time, again;
    struct review_relative relative;
    if (review_time_read(input, typing, arena, &time, NULL)) return;
    assert(time.raw && strlen(time.raw) <= 200);
    assert(time.at.earliest <= time.at.latest);
    assert(!time.relative || time.at.earliest == INSTANT_NONE);
    assert(time.relative == review_time_relative(&time, &relative));
    if (time.relative) assert(relative.from.number || relative.to.number);
    enum status status = review_time_read(span_of(time.raw), typing, arena, &again, NULL);
    assert(status == STATUS_OK);
    assert(time.at.earliest == again.at.earliest && time.at.latest == again.at.latest);
    assert(time.relative == again.relative && time.doubtful == again.doubtful);
}

enum { EVENTS_MOST = 48 };

static void read_time(struct span typed, const struct review_typing *typing, struct arena *arena,
                      struct review_time *ret)
{
    ret->at = INTERVAL_NONE;
    (void)review_time_read(typed, typing, arena, ret, NULL); /* or else not stated */
}

static void check_review(struct span input, const struct review_typing *typing, struct arena *arena)
{
    struct review_event events[EVENTS_MOST] = {{.kind = 0}};
    struct review_review own = {.window.at = INTERVAL_NONE};
    struct review review = {.own = &own, .events = {.at = events}};
    struct review_settled settled;
    struct review_bounds bounds;
    struct review_quality quality;
    while (input.len && review.events.count < EVENTS_MOST) {
        struct span end = span_cut(&input, '\n');
        struct review_event *event = &events[review.events.count++];
        event->kind = (uint8_t)(end.len % REVIEW_EVENT_COUNT);
        event->entry.id = (struct review_id){REVIEW_KIND_EVENT, (uint32_t)review.events.count};
        read_time(span_cut(&end, '|'), typing, arena, &event->at);
        read_time(end, typing, arena, &event->end);
        event->known.at = INTERVAL_NONE;
        if (end.len % 3 == 1) event->after = (struct review_refs){&events[end.len % 5].entry.id, 1};
    }
    if (review_settle(&review, arena, &settled, NULL)) return; /* the arena is full */
    for (size_t i = 0; i < settled.count; i++) {
        assert(settled.moments[i].start.earliest <= settled.moments[i].start.latest);
        assert(settled.moments[settled.by_event[i]].event == &events[i]);
        if (i) assert(!review_before(&review, &settled, i, i - 1));
    }
    if (review_bounds_of(&review, &settled, arena, &bounds, NULL)) return;
    for (size_t i = 0; i < REVIEW_LENGTH_COUNT; i++)
        assert(bounds.lengths[i].length.least <= bounds.lengths[i].length.most);
    (void)review_quality_of(&review, &settled, &bounds, arena, &quality, NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct span input = {(const char *)data, size};
    struct arena arena;
    struct zone *zone = zone_fixed(-5 * 3600);
    struct review_typing typing = {.day = 1772582400 * NS_PER_S};
    arena_init(&arena, 1 << 20);
    check(input, &typing, &arena);
    check_review(input, &typing, &arena);
    typing.zone = zone;
    typing.day = INSTANT_NONE;
    check(input, &typing, &arena);
    arena_release(&arena);
    zone_free(zone);
    return 0;
}
