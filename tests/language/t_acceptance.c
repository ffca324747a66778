/* The hard sentences: each in its field, with what the guard has to say of it. */
#include "tests/language/said.h"
#include "tests/test.h"

/* Whether one word of what is expected holds: "CF", "CF?". */
static bool holds(const struct said *said, struct span wanted, uint8_t least)
{
    enum language_class class;
    if (wanted.len > 0 && wanted.at[wanted.len - 1] == '?') {
        least = LANGUAGE_LEVEL_NOTE;
        wanted.len--;
    }
    if (!language_find_class(wanted, &class))
        fail_msg("no class is called %.*s", SPAN_ARGS(wanted));
    return said->level[class] >= least;
}

static uint8_t loudest(const struct said *said)
{
    uint8_t most = LANGUAGE_LEVEL_OFF;
    for (size_t i = 0; i < LANGUAGE_CLASS_COUNT; i++)
        if (said->level[i] > most) most = said->level[i];
    return most;
}

static bool as_expected(const struct said *said, struct span expected)
{
    if (span_is(expected, "masked")) return said->count == 0;
    if (span_is(expected, "-")) return loudest(said) <= LANGUAGE_LEVEL_NOTE;
    const bool offer = span_starts(expected, SPAN("offer "));
    if (offer) expected = span_from(expected, 6);
    if (offer && loudest(said) != LANGUAGE_LEVEL_OFFER) return false;
    while (expected.len > 0)
        if (!holds(said, span_cut(&expected, ' '),
                   offer ? LANGUAGE_LEVEL_OFFER : LANGUAGE_LEVEL_HINT))
            return false;
    return true;
}

static void each_sentence_is_answered_as_expected(void **state)
{
    struct table_row *rows;
    struct text content;
    size_t wrong = 0;
    const size_t count = said_table(*state, 3, &content, &rows);
    for (size_t i = 0; i < count; i++) {
        const struct said said = said_of(rows[i].cells[2], rows[i].cells[0]);
        if (as_expected(&said, rows[i].cells[1])) continue;
        wrong++;
        print_message("# line %zu: expected %.*s:", rows[i].line, SPAN_ARGS(rows[i].cells[1]));
        for (size_t class = 0; class < LANGUAGE_CLASS_COUNT; class ++)
            if (said.rule[class])
                print_message(" %s %s", said.rule[class], language_levels[said.level[class]]);
        print_message(": %.*s\n", SPAN_ARGS(rows[i].cells[2]));
    }
    free(rows);
    text_release(&content);
    assert_true(count >= 60);
    if (wrong > 0) fail_msg("%zu of %zu sentences", wrong, count);
}

int main(int argc, char **argv)
{
    if (argc != 2) return 2;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_prestate(each_sentence_is_answered_as_expected, argv[1]),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
