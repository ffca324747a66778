/* What people write, as the page shows it; templates; and hostile texts in every field. */
#include "tests/report/review.h"

/* The summary as HTML, between the heading of its part and the end of it. */
static void assert_summary(const char *summary, const char *wanted)
{
    struct made made;
    struct text out;
    made_rich(&made);
    made.review.own->summary = summary;
    made.review.own->concerns = NULL;
    made.report.depth = REPORT_ALL;
    text_init(&out, 0);
    made_render(&made, report_review_html, &out);
    struct span rest = text_span(&out);
    size_t from = span_find(rest, SPAN("In short</h2>\n"));
    assert_int_not_equal(from, SIZE_MAX);
    rest = span_from(rest, from + strlen("In short</h2>\n"));
    rest = span_sub(rest, 0, span_find(rest, SPAN("</section>")));
    if (!span_is(rest, wanted))
        fail_msg("\"%s\" became \"%.*s\", wanted \"%s\"", summary, SPAN_ARGS(rest), wanted);
    text_release(&out);
    made_release(&made);
}

static void prose_is_read_as_a_small_part_of_markdown(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"one\ntwo\n\nthree", "<p>one two</p>\n<p>three</p>\n"},
        {"- a\n* b\n1. c", "<ul class=\"points\">\n<li>a</li>\n<li>b</li>\n<li>c</li>\n</ul>\n"},
        {"- a\n  goes on\n\nend", "<ul class=\"points\">\n<li>a goes on</li>\n</ul>\n<p>end</p>\n"},
        {"## Head\ntext", "<p><strong>Head</strong></p>\n<p>text</p>\n"},
        {"> quoted", "<p>quoted</p>\n"},
        {"**strong** *weak* _weak_ `code`",
         "<p><strong>strong</strong> <em>weak</em> <em>weak</em> "
         "<code>code</code></p>\n"},
        {"snake_case_name 2 * 3 * 4 **open", "<p>snake_case_name 2 * 3 * 4 **open</p>\n"},
        {"[here](https://example.com/a?b=1&c=2)",
         "<p><a rel=\"noreferrer noopener\" href=\"https://example.com/a?b=1&amp;c=2\">here</a>"
         "</p>\n"},
        {"see https://example.com/x, then",
         "<p>see <a rel=\"noreferrer noopener\" href=\"https://example.com/x\">"
         "https://example.com/x</a>, then</p>\n"},
        {"[no](javascript:alert(1)) [no](data:text/html,x) [no](//x)",
         "<p>[no](javascript:alert(1)) [no](data:text/html,x) [no](//x)</p>\n"},
        {"[no](https://x\"y)", "<p>[no](<a rel=\"noreferrer noopener\" href=\"https://x\">https://x"
                               "</a>&quot;y)</p>\n"},
        {"E3 and E999, XE3", "<p><a class=\"place\" href=\"#E3\">E3</a> and E999, XE3</p>\n"},
        {"<b>&amp;</b>", "<p>&lt;b&gt;&amp;amp;&lt;/b&gt;</p>\n"},
        {"", "<p>None recorded.</p>\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_summary(cases[i][0], cases[i][1]);
}

static void prose_of_signs_alone_takes_bounded_time(void **state)
{
    (void)state;
    static const char *const pieces[] = {"*",  "**a", "_ ",       "`",  "[",  "[](",
                                         "- ", "h",   "https://", "E1", "> ", "1. "};
    for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
        struct made made;
        struct text prose, out;
        made_rich(&made);
        text_init(&prose, 0);
        text_init(&out, 0);
        while (prose.len < 1 << 19) text_adds(&prose, pieces[i]);
        made.review.own->summary = prose.at;
        made_render(&made, report_review_html, &out);
        text_release(&prose);
        text_release(&out);
        made_release(&made);
    }
}

/* What stands between fences is shown as it is; takes that out. */
static void take_fenced_out(struct text *markdown)
{
    char *open = strstr(markdown->at, "\n~~~");
    char *close = open ? strstr(open + 1, "\n~~~") : NULL;
    assert_non_null(close);
    memset(open, ' ', (size_t)(close - open));
    assert_null(strstr(close + 1, "\n~~~"));
}

static void nothing_hostile_gets_through_unescaped(void **state)
{
    (void)state;
    for (unsigned circle = REVIEW_CIRCLE_PRIVATE; circle < REVIEW_CIRCLE_COUNT; circle++) {
        struct made made;
        struct text out;
        text_init(&out, 0);
        made_hostile(&made);
        made.report.circle = (uint8_t)circle;
        made_render(&made, report_review_html, &out);
        assert_true(count_of(&out, "onerror=alert(1)") > 100);
        assert_lacks(&out, "<img");
        assert_lacks(&out, "<!-- ");
        assert_lacks(&out, "href=\"javascript");
        assert_lacks(&out, "\x1b");
        assert_lacks(&out, "\xe2\x80\xae");
        assert_int_equal(count_of(&out, "</script>"), 1);
        text_clear(&out);
        made_render(&made, report_review_markdown, &out);
        take_fenced_out(&out);
        assert_int_equal(count_of(&out, "<img"), count_of(&out, "\\<img"));
        assert_int_equal(count_of(&out, "</script"), count_of(&out, "\\</script"));
        assert_int_equal(count_of(&out, "](javascript"), count_of(&out, "\\](javascript"));
        assert_lacks(&out, "\x1b");
        text_clear(&out);
        made_render(&made, report_review_json, &out);
        struct json_reader json;
        struct json_token token = {.type = JSON_NULL};
        struct error error;
        json_open(&json, text_span(&out));
        while (token.type != JSON_END) assert_ok(json_next(&json, &token, &error));
        text_release(&out);
        made_release(&made);
    }
}

/* ---- templates ---- */

static enum status fill(const struct made *made, const char *template_text, struct text *out,
                        struct error *error)
{
    struct report_sink sink = made_sink(out);
    text_init(out, 0);
    return report_review_template(&made->report, span_of(template_text), &sink, error);
}

static void a_template_is_filled_with_parts_and_fields(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"# {{field:title}}\n", "# Orders could not be placed\n"},
        {"no marks } { at all", "no marks } { at all"},
        {"x {{ luck }} y", "x - It was Sunday morning. (T12, support)\n- F5 Few people order on "
                           "Sunday morning y"},
        {"{{messages}}\n",
         "### Inside the company\n\nOrders failed for two minutes on Sunday "
         "morning; all is well again.\n\n### For everybody\n\nOn 22 November some "
         "orders could not be placed for about two minutes. We are sorry.\n"},
        {"{{changes}}\n", "None recorded.\n"},
        {"{{field:severity}}, {{field:public-note}}\n",
         "SEV2, On 22 November some orders could not be placed for about two minutes. We are "
         "sorry.\n"},
        {"", ""},
    };
    struct made made;
    made_rich(&made);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct text out;
        struct error error;
        assert_ok(fill(&made, cases[i][0], &out, &error));
        assert_span(text_span(&out), cases[i][1]);
        text_release(&out);
    }
    made_release(&made);
}

static void a_template_is_refused_with_its_line(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"a\n\n{{causes}}", "line 3 of the template: there is no part \"causes\""},
        {"{{field:boss}}", "line 1 of the template: a review has no field \"boss\""},
        {"a\n{{head\n}}", "line 2 of the template: \"{{\" is not closed"},
    };
    struct made made;
    made_rich(&made);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct text out;
        struct error error;
        assert_status(fill(&made, cases[i][0], &out, &error), STATUS_BAD_INPUT);
        if (!strstr(error.message, cases[i][1])) fail_msg("it says: %s", error.message);
        text_release(&out);
    }
    made_release(&made);
}

static void a_template_gives_a_circle_no_more_than_the_report_does(void **state)
{
    (void)state;
    struct made made;
    struct text out;
    struct error error;
    made_rich(&made);
    made.report.circle = REVIEW_CIRCLE_PUBLIC;
    assert_ok(fill(&made, "{{messages}} {{field:internal_note}} {{evidence}}", &out, &error));
    assert_lacks(&out, "Orders failed");
    assert_lacks(&out, "db-7");
    text_release(&out);
    made_release(&made);
}

static void all_parts_are_listed(void **state)
{
    (void)state;
    size_t count;
    const char *const *names = report_review_parts(&count);
    assert_int_equal(count, 23);
    assert_string_equal(names[0], "head");
    assert_string_equal(names[22], "changes");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(prose_is_read_as_a_small_part_of_markdown),
        cmocka_unit_test(prose_of_signs_alone_takes_bounded_time),
        cmocka_unit_test(nothing_hostile_gets_through_unescaped),
        cmocka_unit_test(a_template_is_filled_with_parts_and_fields),
        cmocka_unit_test(a_template_is_refused_with_its_line),
        cmocka_unit_test(a_template_gives_a_circle_no_more_than_the_report_does),
        cmocka_unit_test(all_parts_are_listed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
