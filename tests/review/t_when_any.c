/* Reviews made from seeds, sound ones and wild ones: what must hold whatever is stated. */
#include "tests/review/make.h"
#include "tests/test.h"

static void check_settled(const struct review *review, const struct review_settled *settled)
{
    assert_int_equal(settled->count, review->events.count);
    for (size_t i = 0; i < settled->count; i++) {
        const struct review_moment *moment = &settled->moments[i];
        assert_int_equal(settled->by_event[moment->event - review->events.at], i);
        assert_true(moment->start.earliest <= moment->start.latest);
        assert_true(moment->end.earliest <= moment->end.latest);
        assert_true(moment->known.earliest <= moment->known.latest);
        if (i && settled->contradiction_count == 0 && moment->start.latest != INSTANT_NONE)
            assert_true(moment->start.latest >= moment[-1].start.earliest);
    }
    for (size_t i = 0; i < settled->contradiction_count; i++) {
        const struct review_contradiction *c = &settled->contradictions[i];
        assert_true(c->count > 0 && strlen(c->text) > 0);
        for (size_t j = 0; j < c->count; j++) {
            assert_non_null(review_find(review, c->ids[j]));
            assert_true(strlen(c->claims[j]) > 0);
        }
    }
}

static void check_bounds(const struct review_bounds *bounds)
{
    for (size_t i = 0; i < REVIEW_LENGTH_COUNT; i++) {
        const struct review_length *length = &bounds->lengths[i];
        assert_int_equal(length->length.known, length->missing == NULL);
        assert_true(!length->length.known || length->length.least <= length->length.most);
        assert_true(!length->ongoing || length->length.known);
    }
    for (size_t i = 0; i < bounds->told_count; i++) {
        struct span_of_time silence = bounds->told[i].silence;
        assert_true(!silence.known || (silence.least >= 0 && silence.least <= silence.most));
    }
    for (size_t i = 1; i < bounds->impact_count; i++)
        assert_true(bounds->impacts[2 * i - 2].earliest <= bounds->impacts[2 * i].earliest);
}

static void check(const struct review *review, struct arena *arena)
{
    struct review_settled settled, again;
    struct review_bounds bounds;
    struct review_quality quality;
    struct review seen;
    struct error error;
    size_t hidden;
    assert_ok(review_settle(review, arena, &settled, &error));
    check_settled(review, &settled);
    assert_ok(review_bounds_of(review, &settled, arena, &bounds, &error));
    check_bounds(&bounds);
    assert_ok(review_quality_of(review, &settled, &bounds, arena, &quality, &error));
    assert_true(quality.undated <= quality.events && quality.thin_count <= quality.events);
    assert_int_equal(quality.events, review->events.count);
    for (size_t i = 0; i < settled.count; i += 7) {
        instant at = settled.moments[i].start.latest;
        assert_ok(review_as_known(review, &settled, at, i % 2 ? "on-call engineer" : NULL, arena,
                                  &seen, &hidden, &error));
        assert_true(seen.events.count <= review->events.count);
        assert_true(hidden >= review->events.count - seen.events.count);
        assert_ok(review_settle(&seen, arena, &again, &error));
        check_settled(&seen, &again);
    }
}

static void what_is_made_sound_is_settled(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 200; seed++) {
        struct arena arena;
        struct review review;
        arena_init(&arena, (size_t)1 << 28);
        make_review(seed, &arena, &review, NULL, NULL);
        check(&review, &arena);
        arena_release(&arena);
    }
}

/* References to what there is not, times at the ends of what can be told, circles. */
static void what_is_made_wild_is_settled(void **state)
{
    (void)state;
    static const char *const told[] = {"E1+3m",     "E7..E2", "E3",   "..E4",
                                       "E5-10m~1h", "E99",    "10:02"};
    for (uint64_t seed = 1; seed <= 200; seed++) {
        struct arena arena;
        arena_init(&arena, (size_t)1 << 28);
        struct review_review own = {.window.at = INTERVAL_NONE};
        struct review review = {.own = &own};
        uint64_t draw = seed;
        review.events.count = make_number(&draw) % 40;
        review.events.at = arena_array(&arena, review.events.count + 1, sizeof *review.events.at);
        assert_non_null(review.events.at);
        for (size_t i = 0; i < review.events.count; i++) {
            struct review_event *event = &review.events.at[i];
            *event =
                *(struct review_event *)make_entry(REVIEW_KIND_EVENT, make_number(&draw), &arena);
            event->entry.id = (struct review_id){REVIEW_KIND_EVENT, (uint32_t)i + 1};
            if (make_number(&draw) % 2) event->kind = (uint8_t)(make_number(&draw) % 54);
            if (make_number(&draw) % 3) continue;
            event->at.relative = true;
            event->at.raw = told[make_number(&draw) % 7];
            struct review_id *after = arena_alloc(&arena, sizeof *after);
            assert_non_null(after);
            *after = (struct review_id){REVIEW_KIND_EVENT, (uint32_t)(make_number(&draw) % 40)};
            event->after = (struct review_refs){after, 1};
        }
        check(&review, &arena);
        arena_release(&arena);
    }
}

/* Whichever allocation is the one that does not fit: an error, and nothing half done. */
static void a_full_arena_is_an_error(void **state)
{
    (void)state;
    struct arena arena, small;
    struct review review, seen = {.number = 77};
    size_t hidden = 77, refused = 0;
    arena_init(&arena, (size_t)1 << 28);
    make_review(3, &arena, &review, NULL, NULL);
    for (size_t cap = 0;; cap += 96) {
        struct review_settled settled = {.count = 77};
        struct review_bounds bounds = {.told_count = 77};
        struct review_quality quality = {.events = 77};
        struct error error = ERROR_NONE;
        arena_init(&small, cap);
        enum status status = review_settle(&review, &small, &settled, &error);
        if (status) assert_int_equal(settled.count, 77);
        if (!status) status = review_bounds_of(&review, &settled, &small, &bounds, &error);
        if (status) assert_int_equal(bounds.told_count, 77);
        if (!status)
            status = review_quality_of(&review, &settled, &bounds, &small, &quality, &error);
        if (status) assert_int_equal(quality.events, 77);
        if (!status)
            status = review_as_known(&review, &settled, 0, NULL, &small, &seen, &hidden, &error);
        arena_release(&small);
        if (status == STATUS_OK) break;
        assert_true(status == STATUS_LIMIT || status == STATUS_NO_MEMORY);
        assert_int_equal(hidden, 77);
        assert_int_equal(seen.number, 77);
        refused++;
    }
    assert_true(refused > 50);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_made_sound_is_settled),
        cmocka_unit_test(what_is_made_wild_is_settled),
        cmocka_unit_test(a_full_arena_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
