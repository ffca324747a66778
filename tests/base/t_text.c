#include "tests/test.h"

static void cap_is_sticky(void **state)
{
    (void)state;
    struct text text;
    text_init(&text, 5);
    text_adds(&text, "1234");
    text_adds(&text, "567");
    text_adds(&text, "8");
    assert_string_equal(text.at, "1234");
    assert_status(text_status(&text, NULL), STATUS_LIMIT);
    text_clear(&text);
    assert_status(text_status(&text, NULL), STATUS_OK);
    text_release(&text);
}

static void visible_text_drives_no_screen(void **state)
{
    (void)state;
    struct text text;
    text_init(&text, 0);
    text_add_visible(&text, SPAN("a\033[2K\xff\n\xe2\x80\xae\xc3\xa9"));
    assert_string_equal(text.at, "a\\x1b[2K\\xff\\x0a\\u{202e}\xc3\xa9");
    text_release(&text);
}

static void html_is_escaped(void **state)
{
    (void)state;
    struct text text;
    text_init(&text, 0);
    text_add_html(&text, SPAN("<a b=\"'&\xfe>"));
    assert_string_equal(text.at, "&lt;a b=&quot;&#39;&amp;\xef\xbf\xbd&gt;");
    text_release(&text);
}

static void words_are_wrapped(void **state)
{
    (void)state;
    struct text text;
    text_init(&text, 0);
    text_add_wrapped(&text, SPAN("one two three verylongword x"), 2, 10);
    assert_string_equal(text.at, "  one two\n  three\n  verylongword\n  x\n");
    text_release(&text);
}

static void errors_are_one_line(void **state)
{
    (void)state;
    struct error error = ERROR_NONE;
    error_set(&error, STATUS_BAD_INPUT, "name %s", "a\nb\033");
    error_place(&error, "%s", "x\ny");
    assert_string_equal(error.message, "name a?b?");
    assert_string_equal(error.where, "x?y");
    error_set(&error, STATUS_BAD_INPUT, "%s",
              "\xc2\x9b"
              "2K \xe2\x80\xae \x9b \xc3\xa9");
    assert_string_equal(error.message, "??2K ??? ? \xc3\xa9");
    assert_int_equal(status_exit_code(error.status), 5);
}

/* Every short text over a few letters, place by place. */
static void finding_without_case_equals_a_walk(void **state)
{
    (void)state;
    static const char letters[] = "aAbB-";
    static const char *const needles[] = {"a", "B", "-", "ab", "-A", "aba", "AAB", "b-b"};
    for (unsigned n = 0; n < 5 * 5 * 5 * 5 * 5 * 5; n++) {
        char hay[6];
        for (unsigned i = 0, rest = n; i < 6; i++, rest /= 5) hay[i] = letters[rest % 5];
        for (size_t k = 0; k < sizeof needles / sizeof *needles; k++) {
            struct span needle = span_of(needles[k]), whole = {hay, 6};
            size_t want = SIZE_MAX;
            for (size_t i = 0; i + needle.len <= 6 && want == SIZE_MAX; i++)
                if (span_equal_nocase(span_sub(whole, i, needle.len), needle)) want = i;
            assert_true(span_find_nocase(whole, needle) == want);
        }
    }
    assert_true(span_find_nocase(SPAN(""), SPAN("")) == 0);
    assert_true(byte_is_one_of('b', "ab") && !byte_is_one_of('c', "ab"));
    assert_false(byte_is_one_of('\0', "ab"));
    assert_true(span_find_nocase(SPAN(""), SPAN("a")) == SIZE_MAX);
    assert_true(span_find_nocase((struct span){NULL, 0}, SPAN("a")) == SIZE_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cap_is_sticky),       cmocka_unit_test(visible_text_drives_no_screen),
        cmocka_unit_test(html_is_escaped),     cmocka_unit_test(words_are_wrapped),
        cmocka_unit_test(errors_are_one_line), cmocka_unit_test(finding_without_case_equals_a_walk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
