/*
 * Pairs of sentences that differ in one thing (who acts, better or worse, past or future, said or
 * quoted): one speaks up, the other stays silent. Each class answers 97 of 100 right.
 */
#include "tests/language/said.h"
#include "tests/test.h"

#define WANTED 0.97
#define PAIRS  50 /* at least, of each class */

static struct table_row *rows;
static size_t row_count;

/* Tells what went wrong on the test's own output, since a class may miss a few. */
static bool answers(const struct table_row *row, enum language_class class, bool speaks)
{
    const struct span text = row->cells[speaks ? 3 : 4];
    const struct said said = said_of(text, row->cells[1]);
    const bool right = (said.level[class] != LANGUAGE_LEVEL_OFF) == speaks;
    if (!right)
        print_message("# line %zu: %s: %.*s (%s)\n", row->line, speaks ? "missed" : "false alarm",
                      SPAN_ARGS(text), said.rule[class] ? said.rule[class] : "no rule");
    return right;
}

static void challenge(enum language_class class)
{
    size_t right = 0, asked = 0;
    for (size_t i = 0; i < row_count; i++) {
        if (!span_is(rows[i].cells[0], language_classes[class].code)) continue;
        right += answers(&rows[i], class, true) + answers(&rows[i], class, false);
        asked += 2;
    }
    print_message("# %s: %zu of %zu right\n", language_classes[class].code, right, asked);
    assert_true(asked >= 2 * PAIRS);
    if ((double)right < WANTED * (double)asked)
        fail_msg("%s: %zu of %zu right", language_classes[class].code, right, asked);
}

#define X(NAME, code, name)                                                                        \
    static void pairs_of_##NAME(void **state)                                                      \
    {                                                                                              \
        (void)state;                                                                               \
        challenge(LANGUAGE_CLASS_##NAME);                                                          \
    }
LANGUAGE_CLASSES(X)
#undef X

static void there_are_600_pairs(void **state)
{
    (void)state;
    assert_true(row_count >= 600);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(there_are_600_pairs),
#define X(NAME, code, name) cmocka_unit_test(pairs_of_##NAME),
                                       LANGUAGE_CLASSES(X)
#undef X
    };
    struct text content;
    if (argc != 2) return 2;
    row_count = said_table(argv[1], 5, &content, &rows);
    const int failed = cmocka_run_group_tests(tests, NULL, NULL);
    free(rows);
    text_release(&content);
    return failed;
}
