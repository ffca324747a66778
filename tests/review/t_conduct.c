#include "tests/review/make.h"
#include "tests/test.h"

/* What the program says of a review, gathered: none of it blames, all of it is a sentence. */
static void check_said(const char *text)
{
    static const char *const never[] = {"should have", "failed to", "human error", "blame",
                                        "root cause",  "at fault",  "why did you"};
    assert_true(text && *text);
    for (size_t i = 0; i < sizeof never / sizeof never[0]; i++)
        if (span_find_nocase(span_of(text), span_of(never[i])) != SIZE_MAX) fail_msg("%s", text);
}

static void check_conduct(struct review *review, struct arena *arena)
{
    struct error error = ERROR_NONE;
    struct review_settled settled;
    struct review_bounds bounds;
    struct review_notice *notices;
    struct review_need *needs;
    struct review_next *next;
    struct review_wish *wishes;
    size_t count;
    assert_ok(review_settle(review, arena, &settled, &error));
    assert_ok(review_bounds_of(review, &settled, arena, &bounds, &error));
    assert_ok(review_notices(review, &settled, arena, &notices, &count, &error));
    for (size_t i = 0; i < count; i++) {
        check_said(notices[i].text);
        check_said(notices[i].question);
        if (notices[i].about.kind != REVIEW_KIND_AREA)
            assert_non_null(review_find(review, notices[i].about));
    }
    assert_ok(review_ready(review, &settled, &bounds, REVIEW_STAGE_FOLLOW_UP, arena, &needs, &count,
                           &error));
    for (size_t i = 0; i < count; i++) {
        check_said(needs[i].text);
        check_said(needs[i].why);
        check_said(needs[i].how);
    }
    assert_ok(review_next_questions(review, &settled, (struct review_id){0, 0}, NULL, 500, arena,
                                    &next, &count, &error));
    for (size_t i = 0; i < count; i++) check_said(next[i].because);
    assert_ok(review_wishes(review, &settled, &bounds, arena, &wishes, &count, &error));
    for (size_t i = 0; i < count; i++) check_said(wishes[i].text);
    check_said(review_standing(review));
    check_said(review_opening(review));
}

/* Every entry as if it was just written: what a made review states can be, and completing it twice
 * changes nothing more. */
static void check_rules(struct review *review, const struct review_stored *stored, size_t count,
                        struct arena *arena)
{
    struct error error = ERROR_NONE;
    struct review_change *changes = arena_array(arena, count, sizeof *changes);
    struct text once, twice;
    text_init(&once, 0);
    text_init(&twice, 0);
    for (size_t i = 0; i < count; i++) {
        struct review_entry *entry = review_find(review, stored[i].id);
        changes[i] = (struct review_change){stored[i].id, entry, entry};
    }
    for (size_t turn = 0; turn < 2; turn++) {
        assert_ok(review_complete(review, changes, count, 0, &error));
        assert_ok(review_check(review, changes, count, &error));
        for (size_t i = 0; i < count; i++)
            review_body_write(changes[i].after, turn ? &twice : &once);
    }
    assert_true(span_equal(text_span(&once), text_span(&twice)));
    text_release(&once);
    text_release(&twice);
}

static void made_reviews_go_through_every_rule(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 100; seed++) {
        struct arena arena;
        struct review review;
        struct review_stored *stored;
        size_t count;
        arena_init(&arena, 64 << 20);
        make_review(seed, &arena, &review, &stored, &count);
        check_conduct(&review, &arena);
        check_rules(&review, stored, count, &arena);
        arena_release(&arena);
    }
}

/* Entries that state anything at all, such as an import may bring: told or taken, never a crash. */
static void entries_of_any_content_are_told_or_taken(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 400; seed++) {
        struct arena arena;
        struct review review;
        struct error error = ERROR_NONE;
        struct review_stored stored[40];
        struct text body;
        arena_init(&arena, 64 << 20);
        text_init(&body, 0);
        for (uint32_t i = 0; i < 40; i++) {
            const enum review_kind kind = (enum review_kind)(i % REVIEW_KIND_COUNT);
            text_clear(&body);
            review_body_write(make_entry(kind, seed * 64 + i, &arena), &body);
            stored[i] = (struct review_stored){
                .id = {kind, i < REVIEW_KIND_COUNT ? kind != REVIEW_KIND_REVIEW
                                                   : i / REVIEW_KIND_COUNT + 1},
                .version = 1,
                .body = span_of(arena_copy(&arena, text_span(&body)))};
        }
        stored[REVIEW_KIND_COUNT].id = (struct review_id){REVIEW_KIND_EVENT, 4};
        stored[2 * REVIEW_KIND_COUNT].id = (struct review_id){REVIEW_KIND_EVENT, 5};
        for (size_t i = REVIEW_KIND_COUNT; i <= 2 * REVIEW_KIND_COUNT; i += REVIEW_KIND_COUNT)
            stored[i].body = stored[REVIEW_KIND_EVENT].body;
        assert_ok(review_assemble(1, "00000000000000000000000000000001", stored, 40, &arena,
                                  &review, &error));
        for (size_t i = 0; i < 40; i++) {
            const struct review_entry *entry = review_find(&review, stored[i].id);
            const struct review_change change = {stored[i].id, NULL, entry};
            assert_ok(review_complete(&review, &change, 1, 0, &error));
            const enum status status = review_check(&review, &change, 1, &error);
            assert_true(status == STATUS_OK || status == STATUS_BAD_INPUT);
            if (status) assert_true(strlen(error.message) > 0);
        }
        text_release(&body);
        arena_release(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(made_reviews_go_through_every_rule),
        cmocka_unit_test(entries_of_any_content_are_told_or_taken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
