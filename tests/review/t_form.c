#include "tests/review/make.h"
#include "tests/test.h"

enum { ARENA = 64 << 20 };

static const struct review_typing typing = {.day = 1795305600 * NS_PER_S};

static void a_form_reads_like_the_entry(void **state)
{
    (void)state;
    static const char body[] =
        "{\"kind\":\"act.limit\",\"known_to\":[\"a\",\"b, c\"],"
        "\"what\":\"paused\",\"context\":\"one\\n\\n# two\",\"turning\":true}";
    static const char form[] =
        "# E12 event, version 3. Lines that begin with # are not kept.\n"
        "# A long text goes below its field, each line behind four spaces; an empty value takes "
        "back.\n"
        "kind: act.limit\n"
        "known-to:\n"
        "    a\n"
        "    b, c\n"
        "what: paused\n"
        "context:\n"
        "    one\n"
        "\n"
        "    # two\n"
        "turning: yes\n";
    struct error error = ERROR_NONE;
    struct arena arena;
    struct text out;
    struct review_entry *entry;
    arena_init(&arena, ARENA);
    text_init(&out, 0);
    assert_ok(review_body_read(REVIEW_KIND_EVENT, SPAN(body), &arena, &entry, &error));
    entry->id.number = 12;
    entry->version = 3;
    review_form_write(entry, false, &out);
    assert_string_equal(out.at, form);
    struct review_entry *read = review_entry_new(REVIEW_KIND_EVENT, &arena);
    assert_ok(review_form_read(text_span(&out), read, &typing, &arena, &error));
    text_clear(&out);
    review_body_write(read, &out);
    assert_string_equal(out.at, body);
    text_release(&out);
    arena_release(&arena);
}

/* Opened and saved as it is, in both forms, an entry keeps every byte. */
static void a_form_that_nobody_changed_changes_nothing(void **state)
{
    (void)state;
    struct error error = ERROR_NONE;
    for (uint64_t seed = 0; seed < 100 * REVIEW_KIND_COUNT; seed++) {
        enum review_kind kind = (enum review_kind)(seed % REVIEW_KIND_COUNT);
        struct arena arena;
        struct text form, before, after;
        arena_init(&arena, ARENA);
        text_init(&form, 0);
        text_init(&before, 0);
        text_init(&after, 0);
        struct review_entry *entry = make_entry(kind, seed, &arena);
        review_body_write(entry, &before);
        review_form_write(entry, seed & 1, &form);
        assert_ok(review_form_read(text_span(&form), entry, &typing, &arena, &error));
        review_body_write(entry, &after);
        assert_string_equal(before.at, after.at);
        text_release(&after);
        text_release(&before);
        text_release(&form);
        arena_release(&arena);
    }
}

static void forms_are_read_as_people_leave_them(void **state)
{
    (void)state;
    static const struct {
        const char *form, *body;
    } cases[] = {
        {"", "{\"what\":\"w\",\"context\":\"    c\"}"},
        {"what:\n", "{\"context\":\"    c\"}"},
        {"WHAT", NULL},
        {"what: x\r\n\r\ncontext: y\r\n", "{\"what\":\"x\",\"context\":\"y\"}"},
        {"\xef\xbb\xbfwhat: x", "{\"what\":\"x\",\"context\":\"    c\"}"},
        {"context:\n    c\n", "{\"what\":\"w\",\"context\":\"c\"}"},
        {"context: a\n    b\n\n    c\n\n\n", "{\"what\":\"w\",\"context\":\"a\\nb\\n\\nc\"}"},
        {"context:\n\tb\n  c\n      d\n", "{\"what\":\"w\",\"context\":\"b\\nc\\n  d\"}"},
        {"context:\n    a\n# note\n    b\n", "{\"what\":\"w\",\"context\":\"a\\nb\"}"},
        {"known-to: a, b\n     \nturning: no\n",
         "{\"known_to\":[\"a\",\"b\"],\"what\":\"w\",\"context\":\"    c\"}"},
        {"     \nwhat: x: y\n", "{\"what\":\"x: y\",\"context\":\"    c\"}"},
    };
    struct error error = ERROR_NONE;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena arena;
        struct text out;
        struct review_entry *entry;
        arena_init(&arena, ARENA);
        text_init(&out, 0);
        assert_ok(review_body_read(REVIEW_KIND_EVENT,
                                   SPAN("{\"what\":\"w\",\"context\":\"    c\"}"), &arena, &entry,
                                   &error));
        enum status status =
            review_form_read(span_of(cases[i].form), entry, &typing, &arena, &error);
        assert_int_equal(status, cases[i].body ? STATUS_OK : STATUS_BAD_INPUT);
        review_body_write(entry, &out);
        if (cases[i].body) assert_string_equal(out.at, cases[i].body);
        text_release(&out);
        arena_release(&arena);
    }
}

static void what_is_wrong_is_told_with_its_line(void **state)
{
    (void)state;
    static const struct {
        const char *form, *where, *sentence;
    } cases[] = {
        {"# a\n\nwat: x\n", "line 3", "no such field"},
        {"what: x\n\nat: noonish\ncontext: y\n", "line 3", "at: "},
        {"what: x\nwhat: y\n", "line 2", "twice"},
        {"    text\n", "line 1", "without a field"},
        {"what: x\nand so on\n", "line 2", "four spaces"},
        {"context:\n    \xff\n", "line 1", "UTF-8"},
        {"what:\n    a\n    b\n", "line 1", "line break"},
    };
    struct arena arena;
    struct text before, after;
    arena_init(&arena, ARENA);
    text_init(&before, 0);
    text_init(&after, 0);
    struct review_entry *entry = make_entry(REVIEW_KIND_EVENT, 5, &arena);
    review_body_write(entry, &before);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct error error = ERROR_NONE;
        assert_status(review_form_read(span_of(cases[i].form), entry, &typing, &arena, &error),
                      STATUS_BAD_INPUT);
        assert_string_equal(error.where, cases[i].where);
        if (!strstr(error.message, cases[i].sentence))
            fail_msg("%s: %s", cases[i].form, error.message);
        text_clear(&after);
        review_body_write(entry, &after);
        assert_string_equal(before.at, after.at);
        assert_status(review_form_read(span_of(cases[i].form), entry, &typing, &arena, NULL),
                      STATUS_BAD_INPUT);
    }
    struct error error = ERROR_NONE;
    struct review_entry *review = review_entry_new(REVIEW_KIND_REVIEW, &arena);
    assert_status(review_form_read(SPAN("stage: publish\n"), review, &typing, &arena, &error),
                  STATUS_BAD_INPUT);
    assert_non_null(strstr(error.message, "the program fills this field itself"));
    text_release(&after);
    text_release(&before);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_form_reads_like_the_entry),
        cmocka_unit_test(a_form_that_nobody_changed_changes_nothing),
        cmocka_unit_test(forms_are_read_as_people_leave_them),
        cmocka_unit_test(what_is_wrong_is_told_with_its_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
