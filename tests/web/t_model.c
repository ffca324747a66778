/* The model of a page: built, told as JSON, read back, and put through a template. */
#include "tests/test.h"

#include "web/template.h"
#include "web/value.h"

static struct arena arena;
static struct model model;

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena, 1 << 20);
    return (int)model_init(&model, &arena, NULL);
}

static int tear_down(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

static void expect_json(const char *wanted)
{
    struct text out;
    text_init(&out, 0);
    value_write(model.root, &out);
    assert_string_equal(out.at, wanted);
    text_release(&out);
}

static void expect_page(const char *source, const char *wanted)
{
    struct template_set *set = NULL;
    struct text out;
    text_init(&out, 0);
    assert_int_equal(template_set_new(&set, NULL), STATUS_OK);
    assert_int_equal(template_add(set, "try", span_of(source), NULL), STATUS_OK);
    assert_int_equal(template_render(set, "try", model.root, &out, NULL), STATUS_OK);
    assert_string_equal(out.at, wanted);
    text_release(&out);
    template_set_free(set);
}

static void a_tree_is_told_as_json(void **state)
{
    (void)state;
    struct value *list = value_list(&model, NULL, "events");
    struct value *one = value_object(&model, list, NULL);
    value_text(&model, one, "what", "a \"quoted\" line");
    value_count(&model, one, "times", -3);
    (void)value_object(&model, list, NULL);
    value_flag(&model, NULL, "open", true);
    value_text(&model, NULL, "nothing", NULL);
    value_flag(&model, NULL, "open", false);
    expect_json(
        "{\"events\":[{\"what\":\"a \\\"quoted\\\" line\",\"times\":-3},{}],\"open\":false}");
}

static void json_that_is_read_comes_back_as_it_was(void **state)
{
    (void)state;
    static const char json[] =
        "{\"a\":[1,2.5,[],{\"b\":null}],\"c\":{\"d\":\"\\u00e9\\n\"},\"e\":true}";
    assert_int_equal(value_json(&model, model.root, NULL, span_of(json), NULL), STATUS_OK);
    expect_json("{\"a\":[1,2.5,[],{\"b\":null}],\"c\":{\"d\":\"\xc3\xa9\\n\"},\"e\":true}");
    assert_string_equal(value_str(value_at(model.root, SPAN("c")), "d"), "\xc3\xa9\n");
}

static void json_that_nests_without_end_is_refused(void **state)
{
    (void)state;
    char deep[200];
    memset(deep, '[', sizeof deep);
    assert_int_equal(value_json(&model, NULL, "x", (struct span){deep, sizeof deep}, NULL),
                     STATUS_LIMIT);
    assert_int_equal(value_json(&model, NULL, "y", SPAN("{\"a\":"), NULL), STATUS_BAD_INPUT);
}

static void running_out_is_told_at_the_end(void **state)
{
    (void)state;
    struct arena small;
    struct model poor;
    arena_init(&small, 4096);
    assert_int_equal(model_init(&poor, &small, NULL), STATUS_OK);
    struct value *list = value_list(&poor, NULL, "list");
    for (int i = 0; i < 1000; i++)
        value_text(&poor, value_object(&poor, list, NULL), "text", "some words of some length");
    assert_int_not_equal(model_status(&poor, NULL), STATUS_OK);
    arena_release(&small);
}

static void what_comes_from_people_is_escaped(void **state)
{
    (void)state;
    value_text(&model, NULL, "x", "<b title=\"'\">&");
    value_markup(&model, NULL, "ours", SPAN("<i>ours</i>"));
    expect_page("{{x}} {{@x}} {{@ours}} {{ours}}",
                "&lt;b title=&quot;&#39;&quot;&gt;&amp; &lt;b title=&quot;&#39;&quot;&gt;&amp; "
                "<i>ours</i> &lt;i&gt;ours&lt;/i&gt;");
}

static void sections_repeat_enter_and_ask(void **state)
{
    (void)state;
    struct value *list = value_list(&model, NULL, "rows");
    for (int i = 0; i < 3; i++) {
        struct value *row = value_object(&model, list, NULL);
        value_textf(&model, row, "n", "%d", i);
        value_flag(&model, row, "last", i == 2);
    }
    value_text(&model, NULL, "title", "T");
    value_text(&model, value_object(&model, NULL, "inner"), "n", "in");
    expect_page(
        "{{#rows}}{{n}}{{^last}},{{/last}}{{/rows}} {{#inner}}{{n}}{{title}}{{/inner}}"
        "{{^none}} none{{/none}}{{#none}} some{{/none}} {{inner.n}}{{#title}}[{{.}}]{{/title}}"
        "{{! a remark }}",
        "0,1,2 inT none in[T]");
}

static void a_number_has_the_words_that_go_with_it(void **state)
{
    (void)state;
    value_count(&model, NULL, "one", 1);
    value_count(&model, NULL, "two", 2);
    value_count(&model, NULL, "none", 0);
    expect_page("{{+one idea|ideas}}, {{+two idea|ideas}}, {{+none of it|of them}}",
                "1 idea, 2 ideas, 0 of them");
    expect_page("the end of a file is not said\n", "the end of a file is not said");
}

static void a_template_that_does_not_close_is_named_with_its_line(void **state)
{
    (void)state;
    static const char *const bad[] = {"a\n{{#x}}", "a\n{{#x}} text", "a\n{{/x}}", "a\n{{#x}}{{/y}}",
                                      "a\n{{}}",   "a\n{{x",         "a\n{{+x}}", "a\n{{+x one}}"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct template_set *set = NULL;
        struct error error = ERROR_NONE;
        assert_int_equal(template_set_new(&set, NULL), STATUS_OK);
        assert_int_equal(template_add(set, "bad", span_of(bad[i]), &error), STATUS_BAD_INPUT);
        assert_string_equal(error.where, "bad.html:2");
        template_set_free(set);
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_tree_is_told_as_json),
        TEST(json_that_is_read_comes_back_as_it_was),
        TEST(json_that_nests_without_end_is_refused),
        TEST(running_out_is_told_at_the_end),
        TEST(what_comes_from_people_is_escaped),
        TEST(sections_repeat_enter_and_ask),
        TEST(a_number_has_the_words_that_go_with_it),
        TEST(a_template_that_does_not_close_is_named_with_its_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
