/* A text and its findings: fields, order, places, what is set aside, what warns once. */
#include "language/language.h"
#include "tests/test.h"

#include <stdio.h>

#define MOST 64
struct seen {
    struct language_finding at[MOST];
    size_t count, stop_behind; /* 0: take all */
    struct language_summary summary;
};

static enum status take(void *context, const struct language_finding *finding, struct error *error)
{
    struct seen *seen = context;
    assert_true(seen->count < MOST);
    seen->at[seen->count++] = *finding;
    if (seen->count == seen->stop_behind) return error_set(error, STATUS_LIMIT, "enough");
    return STATUS_OK;
}

static struct seen check(struct span text, bool document, enum language_field field,
                         const struct language_settings *settings)
{
    struct seen seen = {.count = 0};
    struct error error;
    const struct language_request request = {text, document, field, settings};
    assert_ok(language_check(&request, take, &seen, &seen.summary, &error));
    return seen;
}

static struct seen check_text(const char *text)
{
    return check(span_of(text), false, LANGUAGE_FIELD_ANALYSIS, NULL);
}

/* The only finding of a text. */
static struct language_finding one(const char *text)
{
    struct seen seen = check_text(text);
    if (seen.count != 1) fail_msg("%zu findings in: %s", seen.count, text);
    return seen.at[0];
}

static const char should[] = "The on-call should have rolled back sooner.";
static const char cause[] = "The root cause was a bad configuration.";

static void the_field_decides_what_is_said(void **state)
{
    static const struct {
        const char *text;
        enum language_field field;
        enum language_level level; /* OFF: nothing is found */
        enum language_class class;
    } cases[] = {
        {should, LANGUAGE_FIELD_ANALYSIS, LANGUAGE_LEVEL_WARNING, LANGUAGE_CLASS_COUNTERFACTUAL},
        {should, LANGUAGE_FIELD_EVENT, LANGUAGE_LEVEL_WARNING, LANGUAGE_CLASS_COUNTERFACTUAL},
        {should, LANGUAGE_FIELD_CONTEXT, LANGUAGE_LEVEL_OFFER, LANGUAGE_CLASS_COUNTERFACTUAL},
        {should, LANGUAGE_FIELD_TESTING, LANGUAGE_LEVEL_OFF, LANGUAGE_CLASS_COUNTERFACTUAL},
        {should, LANGUAGE_FIELD_SUPPOSING, LANGUAGE_LEVEL_WARNING, LANGUAGE_CLASS_COUNTERFACTUAL},
        {"Had the pool been sized for the fleet, the storm would not have drained it.",
         LANGUAGE_FIELD_SUPPOSING, LANGUAGE_LEVEL_OFF, LANGUAGE_CLASS_COUNTERFACTUAL},
        {"Had the pool been sized for the fleet, the storm would not have drained it.",
         LANGUAGE_FIELD_ANALYSIS, LANGUAGE_LEVEL_WARNING, LANGUAGE_CLASS_COUNTERFACTUAL},
        {"The alarm could have fired ten minutes earlier.", LANGUAGE_FIELD_SUPPOSING,
         LANGUAGE_LEVEL_OFF, LANGUAGE_CLASS_COUNTERFACTUAL},
        {"If only the on-call engineer had looked at the graph.", LANGUAGE_FIELD_SUPPOSING,
         LANGUAGE_LEVEL_WARNING, LANGUAGE_CLASS_COUNTERFACTUAL},
        {should, LANGUAGE_FIELD_REMEDIATION, LANGUAGE_LEVEL_OFFER, LANGUAGE_CLASS_COUNTERFACTUAL},
        {should, LANGUAGE_FIELD_QUOTATION, LANGUAGE_LEVEL_OFF, LANGUAGE_CLASS_COUNTERFACTUAL},
        {"Be more careful with region names.", LANGUAGE_FIELD_REMEDIATION, LANGUAGE_LEVEL_WARNING,
         LANGUAGE_CLASS_WEAK_REMEDY},
        {"Be more careful with region names.", LANGUAGE_FIELD_ACTIONS, LANGUAGE_LEVEL_WARNING,
         LANGUAGE_CLASS_WEAK_REMEDY},
        {"In hindsight the graph shows the leak.", LANGUAGE_FIELD_REMEDIATION, LANGUAGE_LEVEL_OFFER,
         LANGUAGE_CLASS_HINDSIGHT},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct seen seen = check(span_of(cases[i].text), false, cases[i].field, NULL);
        enum language_level level = LANGUAGE_LEVEL_OFF;
        for (size_t k = 0; k < seen.count; k++) {
            assert_int_equal(seen.at[k].field, cases[i].field);
            if (seen.at[k].rule->class == cases[i].class) level = seen.at[k].level;
        }
        if (level != cases[i].level)
            fail_msg("%s in %s: %s", cases[i].text, language_fields[cases[i].field],
                     language_levels[level]);
    }
}

static void remediation_asks_its_own_question(void **state)
{
    (void)state;
    const struct seen analysis = check_text("In hindsight the graph shows the leak.");
    const struct seen remedy = check(SPAN("In hindsight the graph shows the leak."), false,
                                     LANGUAGE_FIELD_REMEDIATION, NULL);
    assert_true(analysis.count >= 1 && remedy.count >= 1);
    assert_string_equal(analysis.at[0].question, analysis.at[0].rule->question);
    assert_string_not_equal(remedy.at[0].question, remedy.at[0].rule->question);
    assert_non_null(strstr(remedy.at[0].question, "information"));
}

static void headings_decide_the_field_of_a_document(void **state)
{
    (void)state;
    const struct seen seen = check(SPAN("# Timeline\n\nThe on-call should have rolled back.\n\n"
                                        "# Action items\n\n- The alert should have been louder.\n"
                                        "- In hindsight the graph shows the leak.\n"),
                                   true, LANGUAGE_FIELD_ANALYSIS, NULL);
    assert_int_equal(seen.count, 3);
    assert_int_equal(seen.at[0].field, LANGUAGE_FIELD_EVENT);
    assert_int_equal(seen.at[0].level, LANGUAGE_LEVEL_WARNING);
    for (size_t i = 1; i < 3; i++) {
        assert_int_equal(seen.at[i].field, LANGUAGE_FIELD_ACTIONS);
        assert_int_equal(seen.at[i].level, LANGUAGE_LEVEL_OFFER);
    }
}

static void a_rule_that_warns_once_hints_from_then_on(void **state)
{
    (void)state;
    const struct seen seen =
        check_text("The root cause was a bad configuration.\n\nThe root cause was a full disk.\n");
    assert_int_equal(seen.count, 2);
    assert_ptr_equal(seen.at[0].rule, seen.at[1].rule);
    assert_int_equal(seen.at[0].level, LANGUAGE_LEVEL_WARNING);
    assert_int_equal(seen.at[1].level, LANGUAGE_LEVEL_HINT);
}

static void one_finding_of_a_sentence_is_the_first(void **state)
{
    (void)state;
    const struct seen seen =
        check_text("In hindsight the on-call should have rolled back sooner, which was careless.");
    size_t firsts = 0;
    assert_true(seen.count >= 2);
    for (size_t i = 0; i < seen.count; i++) {
        const struct language_finding *finding = &seen.at[i];
        firsts += finding->first;
        if (finding->first) assert_int_equal(finding->rule->class, LANGUAGE_CLASS_COUNTERFACTUAL);
        if (i > 0) assert_true(finding[-1].from.byte <= finding->from.byte);
        for (size_t k = 0; k < i; k++) /* one of a class on the same words */
            assert_true(seen.at[k].rule->class != finding->rule->class ||
                        seen.at[k].to.byte <= finding->from.byte);
    }
    assert_int_equal(firsts, 1);
}

static void counterfactual_questions_are_left_alone(void **state)
{
    (void)state;
    assert_int_equal(check_text("What should have happened at 10:05?").count, 0);
}

static void a_fingerprint_is_of_the_words_alone(void **state)
{
    static const char *const same[] = {
        "The on-call should\nhave rolled back sooner.",
        "  The on-call should have   rolled back sooner  ",
        "The **on-call** _should_ have rolled\r\nback sooner.",
        "- The on-call should have rolled back sooner.",
        "Before it came a page.\n\nthe on-call should have rolled back sooner",
    };
    const uint64_t print = one(should).fingerprint;
    char text[17];
    uint64_t read = 0;
    (void)state;
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        assert_int_equal(one(same[i]).fingerprint, print);
    assert_int_not_equal(one("The on-call should have rolled back later.").fingerprint, print);
    assert_int_not_equal(one(cause).fingerprint, print);
    language_fingerprint_text(print, text);
    assert_int_equal(strlen(text), 16);
    assert_true(language_fingerprint_read(span_of(text), &read));
    assert_int_equal(read, print);
    assert_false(language_fingerprint_read(SPAN("123"), &read));
    assert_false(language_fingerprint_read(SPAN("123456789abcdefg"), &read));
}

static void what_was_dismissed_is_told_as_such(void **state)
{
    (void)state;
    const uint64_t print = one(should).fingerprint;
    const uint64_t others[] = {1, print, UINT64_MAX};
    const struct language_settings settings = {.dismissed = others, .dismissed_count = 3};
    struct seen seen = check(span_of(should), false, LANGUAGE_FIELD_ANALYSIS, &settings);
    assert_int_equal(seen.count, 1);
    assert_true(seen.at[0].dismissed && !seen.at[0].first);
    assert_int_equal(seen.summary.dismissed, 1);
    assert_int_equal(seen.summary.findings[LANGUAGE_LEVEL_WARNING], 0);
    seen = check(span_of(cause), false, LANGUAGE_FIELD_ANALYSIS, &settings);
    assert_true(seen.count == 1 && !seen.at[0].dismissed && seen.at[0].first);
}

static void a_remark_in_the_text_sets_a_rule_aside(void **state)
{
    char text[256];
    (void)state;
    snprintf(text, sizeof text, "<!-- guard: off %s as agreed -->\n\n%s\n", one(should).rule->id,
             should);
    const struct seen seen = check(span_of(text), true, LANGUAGE_FIELD_ANALYSIS, NULL);
    assert_int_equal(seen.count, 1);
    assert_true(seen.at[0].dismissed);
    assert_true(span_is(seen.at[0].remark, "as agreed"));
    assert_int_equal(seen.summary.dismissed, 1);
    assert_null(seen.summary.remark_wrong);
}

static void settings_cap_the_level_of_a_rule(void **state)
{
    (void)state;
    const size_t rule = (size_t)(one(should).rule - language_rules);
    uint8_t *levels = malloc(language_rule_count);
    const struct language_settings settings = {.rule_levels = levels};
    assert_non_null(levels);
    memset(levels, LANGUAGE_LEVEL_COUNT, language_rule_count);
    assert_int_equal(check(span_of(should), false, LANGUAGE_FIELD_ANALYSIS, &settings).at[0].level,
                     LANGUAGE_LEVEL_WARNING);
    levels[rule] = LANGUAGE_LEVEL_HINT;
    assert_int_equal(check(span_of(should), false, LANGUAGE_FIELD_ANALYSIS, &settings).at[0].level,
                     LANGUAGE_LEVEL_HINT);
    levels[rule] = LANGUAGE_LEVEL_OFF;
    const struct seen seen = check(span_of(should), false, LANGUAGE_FIELD_ANALYSIS, &settings);
    for (size_t i = 0; i < seen.count; i++)
        assert_int_not_equal(seen.at[i].rule - language_rules, rule);
    free(levels);
}

static void places_are_counted_in_all_units(void **state)
{
    (void)state;
    /* a bell outside the BMP, an accent, a line break inside the finding */
    static const char text[] =
        "First line.\r\n\r\n\xf0\x9f\x94\x94 Caf\xc3\xa9: the on-call should\r\n"
        "have rolled back.";
    const struct language_finding finding = one(text);
    const size_t from = finding.from.byte, to = finding.to.byte;
    assert_true(from < to && to <= sizeof text - 1);
    const char *found = strstr(text, "should");
    assert_true(found && (size_t)(found - text) >= from && (size_t)(found - text) < to);
    assert_int_equal(finding.from.line, 2);
    assert_int_equal(finding.to.line, 3);
    const size_t start = (size_t)(strstr(text, "\xf0") - text);
    assert_int_equal(finding.from.column, from - start);
    assert_int_equal(finding.from.runes, from - start - 4); /* 3 of the bell, 1 of the accent */
    assert_int_equal(finding.from.units, from - start - 3);
    assert_int_equal(finding.from.text_units, from - 3);
    assert_int_equal(finding.to.text_units, to - 3);
    assert_true(finding.sentence_from.byte <= from && to <= finding.sentence_to.byte);
}

static void findings_show_the_words_and_no_marks(void **state)
{
    (void)state;
    static const char text[] = "In **hindsight**, the graph at 09:40 shows the leak.";
    const struct seen seen = check_text(text);
    assert_true(seen.count >= 1);
    assert_int_equal(seen.at[0].from.byte, 0);
    assert_int_equal(seen.at[0].to.byte, strlen("In **hindsight"));
}

static void any_bytes_will_do(void **state)
{
    static const struct span texts[] = {
        {NULL, 0},
        {"\0\0\0", 3},
        {"\xff\xfe should have \xc3", 16},
        {"The on-call sh\xc3\xa9ould\x80 have\0 rolled back\xf0\x9f.", 42},
        {"> > > > >", 9},
        {"**__``", 6},
    };
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        for (unsigned field = 0; field < LANGUAGE_FIELD_COUNT; field++)
            for (int document = 0; document < 2; document++) {
                const struct seen seen =
                    check(texts[i], document, (enum language_field)field, NULL);
                for (size_t k = 0; k < seen.count; k++)
                    assert_true(seen.at[k].from.byte < seen.at[k].to.byte &&
                                seen.at[k].to.byte <= texts[i].len);
            }
}

static void a_sink_that_stops_ends_the_check(void **state)
{
    struct seen seen = {.stop_behind = 1};
    struct language_summary summary = {.sentences = 77};
    struct error error;
    const struct language_request request = {
        .text = SPAN("It should have been faster.\n\nThey should have asked.\n"),
        .field = LANGUAGE_FIELD_ANALYSIS};
    (void)state;
    assert_status(language_check(&request, take, &seen, &summary, &error), STATUS_LIMIT);
    assert_int_equal(seen.count, 1);
    assert_int_equal(summary.sentences, 77);
    assert_string_equal(error.message, "enough");
}

static void the_summary_counts(void **state)
{
    (void)state;
    const struct seen seen = check_text("The pod restarted at 10:02. They should have asked.\n\n"
                                        "The node just drained its queue at noon.\n");
    size_t told = 0;
    for (unsigned level = 0; level < LANGUAGE_LEVEL_COUNT; level++)
        told += seen.summary.findings[level];
    assert_int_equal(seen.summary.sentences, 3);
    assert_int_equal(told, seen.count);
    assert_int_equal(seen.summary.findings[LANGUAGE_LEVEL_WARNING], 1);
    assert_int_equal(seen.summary.findings[LANGUAGE_LEVEL_OFF], 0);
    assert_int_equal(seen.summary.dismissed, 0);
    assert_false(seen.summary.off);
}

static void lists_are_found_by_their_words(void **state)
{
    enum language_class class;
    enum language_field field;
    enum language_level level;
    (void)state;
    assert_true(language_find_class(SPAN("cf"), &class) && class == LANGUAGE_CLASS_COUNTERFACTUAL);
    assert_true(language_find_class(SPAN("weak-remedy"), &class));
    assert_int_equal(class, LANGUAGE_CLASS_WEAK_REMEDY);
    assert_false(language_find_class(SPAN("C"), &class));
    assert_true(language_find_field(SPAN("what-if"), &field) && field == LANGUAGE_FIELD_TESTING);
    assert_false(language_find_field(SPAN(""), &field));
    assert_true(language_find_level(SPAN("offer"), &level) && level == LANGUAGE_LEVEL_OFFER);
    assert_false(language_find_level(SPAN("loud"), &level));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_field_decides_what_is_said),
        cmocka_unit_test(remediation_asks_its_own_question),
        cmocka_unit_test(headings_decide_the_field_of_a_document),
        cmocka_unit_test(a_rule_that_warns_once_hints_from_then_on),
        cmocka_unit_test(one_finding_of_a_sentence_is_the_first),
        cmocka_unit_test(counterfactual_questions_are_left_alone),
        cmocka_unit_test(a_fingerprint_is_of_the_words_alone),
        cmocka_unit_test(what_was_dismissed_is_told_as_such),
        cmocka_unit_test(a_remark_in_the_text_sets_a_rule_aside),
        cmocka_unit_test(settings_cap_the_level_of_a_rule),
        cmocka_unit_test(places_are_counted_in_all_units),
        cmocka_unit_test(findings_show_the_words_and_no_marks),
        cmocka_unit_test(any_bytes_will_do),
        cmocka_unit_test(a_sink_that_stops_ends_the_check),
        cmocka_unit_test(the_summary_counts),
        cmocka_unit_test(lists_are_found_by_their_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
