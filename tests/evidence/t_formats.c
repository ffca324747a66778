/* Stamps and layouts that people define. */
#include "evidence/stamp_compile.h"
#include "tests/test.h"

#include <stdio.h>

#define TABLE SOURCE_ROOT "/data/stamps.tsv"

static struct error error;

/* ---- patterns ---- */

static void check_row(struct span row)
{
    struct stamp_made made;
    struct span name = span_cut(&row, '\t'), pattern = span_cut(&row, '\t');
    const struct stamp_format *format = stamp_format_named(name);
    assert_non_null(format);
    if (pattern.len > STAMP_PATTERN_MAX) return;
    if (stamp_compile(pattern, &made, &error)) fail_msg("%.*s: %s", SPAN_ARGS(name), error.message);
    if (made.format.program_len != format->program_len ||
        memcmp(made.program, format->program, format->program_len) != 0 ||
        made.format.date_len != format->date_len || made.format.minute != format->minute)
        fail_msg("%.*s: not as the table has it", SPAN_ARGS(name));
    assert_int_equal(made.format.flags & ~STAMP_EPOCH, format->flags & ~STAMP_EPOCH);
}

static void patterns_give_what_the_table_has(void **state)
{
    (void)state;
    struct text table;
    size_t rows = 0;
    text_init(&table, 0);
    assert_ok(os_slurp(TABLE, 1 << 20, &table, &error));
    for (struct span rest = text_span(&table); rest.len;) {
        struct span row = span_cut(&rest, '\n');
        if (row.len == 0 || row.at[0] == '#') continue;
        check_row(row);
        rows++;
    }
    assert_true(rows > 100);
    text_release(&table);
}

static void patterns_that_are_wrong_are_told(void **state)
{
    (void)state;
    static const struct {
        const char *pattern, *told;
    } cases[] = {
        {"", "no field"},
        {"%W", "means nothing"},
        {"%Y %T", "without month"},
        {"%Y-%m %T", "without a day"},
        {"[%T]", "outside"},
        {"%o", "outside"},
        {"%I:%M", "%p"},
        {"[%T", "not closed"},
        {"%T]", "not opened"},
        {"%T|%H", "not opened"},
        {"[(%T)]%d", "within"},
        {"%T\\", "at its end"},
        {"%%%%%%%", "means nothing"},
        {"%a", "neither"},
        {"%Y-%m-%d %M", "without an hour"},
        {"%Y-%m-%d %T and a text that goes on and on and on", "longer"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct stamp_made made;
        assert_status(stamp_compile(span_of(cases[i].pattern), &made, &error), STATUS_BAD_INPUT);
        if (!strstr(error.message, cases[i].told))
            fail_msg("%s: \"%s\"", cases[i].pattern, error.message);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(patterns_give_what_the_table_has),
        cmocka_unit_test(patterns_that_are_wrong_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
