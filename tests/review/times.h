/* Reviews made by hand, for tests of times: events numbered from 1, on 2026-03-04 in UTC. */
#ifndef TESTS_REVIEW_TIMES_H
#define TESTS_REVIEW_TIMES_H

#include "review/review.h"
#include "tests/test.h"

struct times {
    struct arena arena;
    struct review review;
    struct review_review own;
    struct review_settled settled;
    size_t room;
    struct text text;
};

static inline instant times_at(const char *clock)
{
    instant at;
    duration width;
    struct error error;
    assert_ok(instant_parse(span_of(clock), NULL, 1772582400 * NS_PER_S, &at, &width, &error));
    return at;
}

static inline struct review_time times_read(struct times *t, const char *typed)
{
    struct review_typing typing = {.day = 1772582400 * NS_PER_S};
    struct review_time time = {.raw = NULL, .at = INTERVAL_NONE};
    struct error error;
    if (typed) assert_ok(review_time_read(span_of(typed), &typing, &t->arena, &time, &error));
    return time;
}

static inline void times_init(struct times *t, size_t room)
{
    *t = (struct times){.room = room};
    arena_init(&t->arena, (size_t)1 << 30);
    text_init(&t->text, 0);
    t->review.own = &t->own;
    t->own.window.at = INTERVAL_NONE;
    t->review.events.at = arena_array(&t->arena, room, sizeof *t->review.events.at);
    assert_non_null(t->review.events.at);
}

static inline void times_release(struct times *t)
{
    text_release(&t->text);
    arena_release(&t->arena);
}

/* The next event; `at` NULL: not stated. */
static inline struct review_event *times_event(struct times *t, unsigned kind, const char *at)
{
    assert_true(t->review.events.count < t->room);
    struct review_event *event = &t->review.events.at[t->review.events.count++];
    event->entry.id = (struct review_id){REVIEW_KIND_EVENT, (uint32_t)t->review.events.count};
    event->entry.version = 1;
    event->kind = (uint8_t)kind;
    event->sureness = REVIEW_NO_COUNT;
    event->at = times_read(t, at);
    event->end = event->known = times_read(t, NULL);
    return event;
}

static inline void times_after(struct times *t, struct review_event *event, uint32_t number)
{
    struct review_id *ids = arena_array(&t->arena, event->after.count + 1, sizeof *ids);
    assert_non_null(ids);
    if (event->after.count) memcpy(ids, event->after.at, event->after.count * sizeof *ids);
    ids[event->after.count] = (struct review_id){REVIEW_KIND_EVENT, number};
    event->after = (struct review_refs){ids, event->after.count + 1};
}

static inline void times_settle(struct times *t)
{
    struct error error;
    assert_ok(review_settle(&t->review, &t->arena, &t->settled, &error));
    assert_int_equal(t->settled.count, t->review.events.count);
}

/* "10:02:00 10:05:00", "-" for an open end, "none". */
static inline const char *times_show(struct times *t, struct interval at)
{
    text_clear(&t->text);
    if (at.earliest == INSTANT_NONE) text_adds(&t->text, "none");
    for (int i = 0; i < 2 && at.earliest != INSTANT_NONE; i++) {
        instant end = i ? at.latest : at.earliest;
        if (i) text_addc(&t->text, ' ');
        if (end == INSTANT_OPEN_START || end == INSTANT_OPEN_END)
            text_addc(&t->text, '-');
        else
            instant_add_text(&t->text, end, NULL, INSTANT_CLOCK, 0);
    }
    return t->text.at;
}

static inline const struct review_moment *times_moment(const struct times *t, uint32_t number)
{
    return &t->settled.moments[t->settled.by_event[number - 1]];
}

#define assert_start(t, number, wanted)                                                            \
    assert_string_equal(times_show((t), times_moment((t), (number))->start), (wanted))

#endif
