/* What a review gives to the shelf: its summary and its facts. */
#include "tests/review/make.h"
#include "tests/review/scene.h"

static struct scene scene;

static struct review_summary summary_of(const char *entries)
{
    struct review_summary summary;
    struct error error = ERROR_NONE;
    scene_open(&scene, entries);
    assert_ok(review_summarise(&scene.review, &scene.arena, &summary, &error));
    return summary;
}

static void a_summary_counts_and_measures(void **state)
{
    (void)state;
    struct review_summary summary =
        summary_of("PM0 {'title':'orders hang','sort':'incident','severity':'SEV2',"
                   "'status':'published','day':'2026-03-04'}\n"
                   "E1 {'kind':'signal','what':'pool warns'} at=10:00..10:01\n"
                   "E2 {'kind':'impact.start','what':'orders hang'} at=10:02..10:05\n"
                   "E3 {'kind':'detect','what':'taken as trouble'} at=10:07:00Z\n"
                   "E4 {'kind':'mitigated','what':'orders go again'} at=10:40:10Z\n"
                   "E5 {'kind':'impact.end','what':'orders go again'} at=10:40:10Z\n"
                   "E6 {'kind':'resolved','what':'all normal'} at=11:00:00Z\n"
                   "F1 {'text':'small pool'}\n"
                   "I1 {'text':'size the pool'}\n"
                   "I2 {'text':'page on it'}\n"
                   "T1 {'code':'learned','text':'the pool is shared'}\n"
                   "T2 {'code':'learned','text':'left out','withdrawn':true}\n"
                   "T3 {'code':'belief','then':'it grows','now':'it does not'}\n");
    assert_int_equal(summary.number, 1);
    assert_string_equal(summary.title, "orders hang");
    assert_string_equal(summary.severity, "SEV2");
    assert_int_equal(summary.sort, REVIEW_SORT_INCIDENT);
    assert_int_equal(summary.status, REVIEW_STATUS_PUBLISHED);
    assert_int_equal(summary.events, 6);
    assert_int_equal(summary.factors, 1);
    assert_int_equal(summary.items, 2);
    assert_int_equal(summary.learnings, 2);
    assert_true(summary.anchors_complete);
    const struct review_length *impact = &summary.lengths[REVIEW_LENGTH_IMPACT];
    assert_true(impact->length.known);
    assert_int_equal(impact->length.least / NS_PER_S, 35 * 60 + 10);
    assert_int_equal(impact->length.most / NS_PER_S, 38 * 60 + 10);
    scene_close(&scene);
}

static void a_summary_says_what_it_does_not_know(void **state)
{
    (void)state;
    struct review_summary summary =
        summary_of("PM0 {'title':'orders hang'}\nE1 {'kind':'note','what':'a'} at=10:00\n");
    assert_false(summary.anchors_complete);
    assert_int_equal(summary.day, REVIEW_NO_DAY);
    assert_int_equal(summary.published, INSTANT_NONE);
    assert_string_equal(summary.severity, "");
    assert_int_equal(summary.found_by, REVIEW_FOUND_UNKNOWN);
    assert_false(summary.lengths[REVIEW_LENGTH_DETECT].length.known);
    assert_non_null(summary.lengths[REVIEW_LENGTH_DETECT].missing);
    scene_close(&scene);
}

#define DETECT "E9 {'kind':'detect','what':'taken as trouble'"

static void how_it_was_found_is_told_by_order_or_by_what_came_in(void **state)
{
    static const struct {
        const char *entries;
        uint8_t found;
    } cases[] = {
        {DETECT "} at=10:07\n", REVIEW_FOUND_PERSON},
        {"E1 {'kind':'alert','what':'a'} at=10:05\n" DETECT "} at=10:07\n", REVIEW_FOUND_ALERT},
        {"E1 {'kind':'report','what':'a'} at=10:05\n" DETECT "} at=10:07\n", REVIEW_FOUND_USER},
        {"E1 {'kind':'alert','what':'a'} at=10:30\n" DETECT "} at=10:07\n", REVIEW_FOUND_PERSON},
        {"E1 {'kind':'alert','what':'a'} at=10:05\nE2 {'kind':'report','what':'b'} "
         "at=10:06\n" DETECT "} at=10:07\n",
         REVIEW_FOUND_UNKNOWN},
        {"E1 {'kind':'alert','what':'a'} at=10:05\nE2 {'kind':'report','what':'b'} "
         "at=10:06\n" DETECT ",'after':['E2']} at=10:07\n",
         REVIEW_FOUND_USER},
        {DETECT "}\n", REVIEW_FOUND_UNKNOWN},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct text entries;
        text_init(&entries, 0);
        text_addf(&entries, "PM0 {'title':'orders hang'}\n%s", cases[i].entries);
        struct review_summary summary = summary_of(entries.at);
        if (summary.found_by != cases[i].found)
            fail_msg("%zu: %u, wanted %u", i, summary.found_by, cases[i].found);
        scene_close(&scene);
        text_release(&entries);
    }
}

static void a_near_miss_has_no_impact_to_bound(void **state)
{
    (void)state;
    struct review_summary summary = summary_of("PM0 {'title':'nearly','sort':'near-miss'}\n"
                                               "E1 {'kind':'signal','what':'a'} at=10:00\n"
                                               "E2 {'kind':'detect','what':'b'} at=10:02\n"
                                               "E3 {'kind':'resolved','what':'c'} at=10:09\n");
    assert_true(summary.anchors_complete);
    scene_close(&scene);
}

static void summaries_of_generated_reviews_come_back(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 30; seed++) {
        struct arena arena;
        struct review review;
        struct review_stored *stored;
        struct review_summary summary, again;
        struct error error = ERROR_NONE;
        struct text first, second;
        size_t count;
        arena_init(&arena, (size_t)1 << 28);
        text_init(&first, 0);
        text_init(&second, 0);
        make_review(seed, &arena, &review, &stored, &count);
        assert_ok(review_summarise(&review, &arena, &summary, &error));
        review_summary_write(&summary, &first);
        assert_ok(review_summary_read(text_span(&first), &arena, &again, &error));
        review_summary_write(&again, &second);
        assert_string_equal(first.at, second.at);
        text_release(&first);
        text_release(&second);
        arena_release(&arena);
    }
}

/* ---- facts ---- */

static enum status add_fact(void *context, const struct review_field *field, struct span value,
                            struct error *error)
{
    assert_true(field->flags & REVIEW_FACT);
    assert_false(field->flags & REVIEW_NAMES);
    text_addf(context, "%s=%.*s\n", field->name, SPAN_ARGS(value));
    return text_status(context, error);
}

static void expect_facts(const char *id, const char *wanted)
{
    struct error error = ERROR_NONE;
    struct text facts;
    text_init(&facts, 0);
    assert_ok(review_entry_facts(scene_find(&scene, id), add_fact, &facts, &error));
    assert_string_equal(facts.at, wanted);
    text_release(&facts);
}

static void facts_are_short_values_one_for_each_element(void **state)
{
    (void)state;
    scene_open(&scene, "PM0 {'title':'orders hang','reasons':['users','data'],'day':'2026-03-04',"
                       "'components':['pool','orders'],'published':'2026-03-09T10:00:00Z'}\n"
                       "E1 {'kind':'alert','what':'a','tool':'psql'} at=10:00\n"
                       "I1 {'text':'b','parked':true,'owner':'Ada','due':'1969-12-30'}\n"
                       "T1 {'code':'pref','chosen':'psql','passed_over':'console'}\n"
                       "P1 {'role':'on-call','name':'Ada'}\n");
    expect_facts("PM0", "title=orders hang\nreasons=users\nreasons=data\nday=2026-03-04\n"
                        "components=pool\ncomponents=orders\npublished=2026-03-09T10:00:00Z\n");
    expect_facts("E1", "kind=alert\ntool=psql\n");
    expect_facts("I1", "parked=yes\ndue=1969-12-30\n"); /* and no owner */
    expect_facts("T1", "code=pref\nchosen=psql\npassed_over=console\n");
    expect_facts("P1", "");
    scene_close(&scene);
}

static enum status refuse(void *context, const struct review_field *field, struct span value,
                          struct error *error)
{
    (void)field;
    (void)value;
    ++*(int *)context;
    return error_set(error, STATUS_NO_SPACE, "the disk is full");
}

static void a_refusal_ends_the_telling_of_facts(void **state)
{
    struct error error = ERROR_NONE;
    int calls = 0;
    (void)state;
    scene_open(&scene, "PM0 {'title':'a','reasons':['users','data'],'components':['x','y']}\n");
    assert_status(review_entry_facts(scene_find(&scene, "PM0"), refuse, &calls, &error),
                  STATUS_NO_SPACE);
    assert_int_equal(calls, 1);
    scene_close(&scene);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_summary_counts_and_measures),
        cmocka_unit_test(a_summary_says_what_it_does_not_know),
        cmocka_unit_test(how_it_was_found_is_told_by_order_or_by_what_came_in),
        cmocka_unit_test(a_near_miss_has_no_impact_to_bound),
        cmocka_unit_test(summaries_of_generated_reviews_come_back),
        cmocka_unit_test(facts_are_short_values_one_for_each_element),
        cmocka_unit_test(a_refusal_ends_the_telling_of_facts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
