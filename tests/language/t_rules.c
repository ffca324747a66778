/* Every rule on its own examples: each hit is found by that rule, each miss is not. */
#include "language/language.h"
#include "tests/test.h"

struct wanted {
    const struct language_rule *rule;
    bool found;
};

static enum status take(void *context, const struct language_finding *finding, struct error *error)
{
    struct wanted *wanted = context;
    (void)error;
    wanted->found |= finding->rule == wanted->rule;
    return STATUS_OK;
}

/* The rule's weight does not matter here, nor what an earlier sentence said. */
static bool is_found(const struct language_rule *rule, const char *text, enum language_field field)
{
    struct wanted wanted = {rule, false};
    struct language_summary summary;
    struct error error;
    const struct language_request request = {.text = span_of(text), .field = field};
    assert_ok(language_check(&request, take, &wanted, &summary, &error));
    return wanted.found;
}

/* Where most classes speak up, where weak remedies do, and where some rules alone are at home. */
static const enum language_field fields[] = {LANGUAGE_FIELD_ANALYSIS, LANGUAGE_FIELD_EVENT,
                                             LANGUAGE_FIELD_REMEDIATION};

static bool is_found_somewhere(const struct language_rule *rule, const char *text)
{
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (is_found(rule, text, fields[i])) return true;
    return false;
}

static void each_rule_finds_its_hits_and_not_its_misses(void **state)
{
    size_t wrong = 0, examples = 0;
    (void)state;
    assert_true(language_rule_count > 0);
    for (size_t i = 0; i < language_rule_count; i++) {
        const struct language_rule *rule = &language_rules[i];
        for (size_t k = 0; rule->hits[k]; k++, examples++)
            if (!is_found_somewhere(rule, rule->hits[k])) {
                print_message("# %s does not find: %s\n", rule->id, rule->hits[k]);
                wrong++;
            }
        for (size_t k = 0; rule->misses[k]; k++, examples++)
            if (is_found_somewhere(rule, rule->misses[k])) {
                print_message("# %s finds: %s\n", rule->id, rule->misses[k]);
                wrong++;
            }
    }
    print_message("# %zu examples of %zu rules\n", examples, language_rule_count);
    assert_int_equal(wrong, 0);
}

static void rules_are_found_by_their_ids(void **state)
{
    (void)state;
    for (size_t i = 0; i < language_rule_count; i++)
        assert_ptr_equal(language_find_rule(span_of(language_rules[i].id)), &language_rules[i]);
    assert_null(language_find_rule(SPAN("XX01")));
    assert_null(language_find_rule(SPAN("")));
}

static void each_rule_has_its_texts(void **state)
{
    (void)state;
    for (size_t i = 0; i < language_rule_count; i++) {
        const struct language_rule *rule = &language_rules[i];
        assert_true(rule->class < LANGUAGE_CLASS_COUNT);
        assert_in_range(rule->weight, 1, 3);
        assert_memory_equal(rule->id, language_classes[rule->class].code, 2);
        assert_non_null(strchr(rule->question, '?'));
        assert_true(rule->title[0] && rule->why[0]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_rule_finds_its_hits_and_not_its_misses),
        cmocka_unit_test(rules_are_found_by_their_ids),
        cmocka_unit_test(each_rule_has_its_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
