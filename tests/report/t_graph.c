/* A graph of conditions as a picture, as DOT, Mermaid and words. */
#include "tests/test.h"

#include "report/report.h"
#include "tests/report/graph.h"
#include "tests/report/review.h"

#include <stdio.h>
#include <string.h>

typedef enum status render(const struct report_graph *graph, const struct report_sink *sink,
                           struct error *error);

static const struct {
    const char *name;
    render *render;
} formats[] = {
    {"svg", report_graph_svg},
    {"dot", report_graph_dot},
    {"mermaid", report_graph_mermaid},
    {"outline", report_graph_outline},
};
enum { SVG, DOT, MERMAID, OUTLINE, FORMATS };

static struct error error;

static enum status keep(void *context, struct span bytes, struct error *unused)
{
    (void)unused;
    text_add(context, bytes);
    return STATUS_OK;
}

static struct report_graph report_of(const struct causes_graph *graph)
{
    return (struct report_graph){.graph = graph,
                                 .name = "sample.causes",
                                 .outcome = CAUSES_NONE,
                                 .standalone = true,
                                 .counted = CAUSES_AS_PLANNED,
                                 .width = 90};
}

/* An example in a format; the text is the caller's. */
static void write_example(const char *name, bool turned, int format, struct text *out)
{
    struct arena arena;
    struct report_sink sink = {out, keep};
    arena_init(&arena, 64 << 20);
    struct report_graph report = report_of(graph_example(name, turned, &arena));
    assert_non_null(report.graph);
    assert_ok(formats[format].render(&report, &sink, &error));
    arena_release(&arena);
}

static void examples_are_written_as_kept(void **state)
{
    (void)state;
    static const char *const names[] = {"outage", "hostile"};
    for (size_t i = 0; i < 2; i++)
        for (int format = 0; format < FORMATS; format++) {
            struct text out;
            char golden[60];
            snprintf(golden, sizeof golden, "graph-%s.%s", names[i], formats[format].name);
            text_init(&out, 0);
            write_example(names[i], false, format, &out);
            assert_golden(&out, golden);
            text_release(&out);
        }
}

static void order_of_the_input_changes_nothing(void **state)
{
    (void)state;
    static const char *const names[] = {"outage", "hostile", "many", "one"};
    for (size_t i = 0; i < 4; i++)
        for (int format = 0; format < FORMATS; format++) {
            struct text one, two;
            text_init(&one, 0);
            text_init(&two, 0);
            write_example(names[i], false, format, &one);
            write_example(names[i], true, format, &two);
            if (!span_equal(text_span(&one), text_span(&two)))
                fail_msg("%s as %s", names[i], formats[format].name);
            text_release(&one);
            text_release(&two);
        }
}

/* Outcomes come first, and each box after what it helped to bring about. */
static void boxes_are_focused_from_the_outcome_down(void **state)
{
    (void)state;
    struct text out, names;
    text_init(&out, 0);
    text_init(&names, 0);
    write_example("outage", false, SVG, &out);
    static const char mark[] = "data-name=\"";
    struct span rest = text_span(&out);
    for (size_t at; (at = span_find(rest, SPAN(mark))) != SIZE_MAX;) {
        rest = span_from(rest, at + sizeof mark - 1);
        text_add(&names, span_cut(&rest, '"'));
        text_addc(&names, ' ');
    }
    assert_span(text_span(&names), "T1 B4 C7 N1 N5 C1 E1 N4 X1 B1 C5 C6 N3 C3 N2 C4 C2 "
                                   "T2 N6 B2 B3 B5 T3 M1 ");
    assert_int_equal(count_of(&out, "tabindex=\"0\""), count_of(&out, "role=\"listitem\""));
    text_release(&out);
    text_release(&names);
}

static void nothing_of_the_input_is_markup(void **state)
{
    (void)state;
    struct text out;
    text_init(&out, 0);
    write_example("hostile", false, SVG, &out);
    assert_lacks(&out, "<script");
    assert_lacks(&out, "<b>");
    assert_lacks(&out, "\x1b");
    assert_lacks(&out, "\xe2\x80\xae");
    text_clear(&out);
    write_example("hostile", false, MERMAID, &out);
    assert_lacks(&out, "`");
    assert_lacks(&out, "script>");
    text_clear(&out);
    write_example("hostile", false, OUTLINE, &out);
    assert_lacks(&out, "\x1b");
    text_release(&out);
}

static void a_circle_is_told_and_not_drawn(void **state)
{
    (void)state;
    struct arena arena;
    struct text out;
    struct report_sink sink = {&out, keep};
    arena_init(&arena, 1 << 20);
    text_init(&out, 0);
    struct report_graph report = report_of(graph_example("circle", false, &arena));
    assert_status(report_graph_svg(&report, &sink, &error), STATUS_BAD_INPUT);
    assert_int_equal(out.len, 0);
    assert_ok(report_graph_dot(&report, &sink, &error));
    text_clear(&out);
    assert_ok(report_graph_outline(&report, &sink, &error));
    assert_has(&out, "T1: see T1 above");
    text_release(&out);
    arena_release(&arena);
}

static void one_outcome_is_shown_with_what_is_below_it(void **state)
{
    (void)state;
    struct arena arena;
    struct text out;
    struct report_sink sink = {&out, keep};
    arena_init(&arena, 1 << 20);
    text_init(&out, 0);
    struct report_graph report = report_of(graph_example("outage", false, &arena));
    report.outcome = causes_find(report.graph, SPAN("T1"));
    report.standalone = false;
    for (int format = 0; format < FORMATS; format++) {
        text_clear(&out);
        assert_ok(formats[format].render(&report, &sink, &error));
        assert_has(&out, "shells on");
        assert_lacks(&out, "24 hours");
        assert_lacks(&out, "<style>");
    }
    assert_non_null(strstr(report_graph_css, "svg.causes"));
    text_release(&out);
    arena_release(&arena);
}

static void a_chain_of_any_depth_is_told(void **state)
{
    (void)state;
    enum { LINKS = 100000 };
    struct arena arena;
    struct text out;
    struct report_sink sink = {&out, keep};
    arena_init(&arena, 256 << 20);
    text_init(&out, 0);
    struct causes_condition *conditions = arena_array(&arena, LINKS + 1, sizeof *conditions);
    struct causes_link *links = arena_array(&arena, LINKS, sizeof *links);
    struct causes_way *ways = arena_array(&arena, LINKS, sizeof *ways);
    struct causes_graph graph;
    assert_true(conditions && links && ways);
    for (uint32_t i = 0; i <= LINKS; i++)
        conditions[i] = (struct causes_condition){.name = arena_printf(&arena, "N%u", i),
                                                  .text = "",
                                                  .part = i ? 0 : CAUSES_PART_OUTCOME,
                                                  .since = {INSTANT_NONE, INSTANT_NONE},
                                                  .until = {INSTANT_NONE, INSTANT_NONE}};
    for (uint32_t i = 0; i < LINKS; i++) {
        links[i].condition = i + 1;
        ways[i] = (struct causes_way){.effect = i, .enough = 1, .count = 1, .links = &links[i]};
    }
    struct causes_parts parts = {
        .conditions = conditions, .condition_count = LINKS + 1, .ways = ways, .way_count = LINKS};
    assert_ok(causes_graph_make(&parts, &arena, &graph, &error));
    struct report_graph report = report_of(&graph);
    assert_ok(report_graph_outline(&report, &sink, &error));
    assert_has(&out, "- N100000 (state)");
    text_clear(&out);
    assert_status(report_graph_svg(&report, &sink, &error), STATUS_LIMIT);
    text_release(&out);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(examples_are_written_as_kept),
        cmocka_unit_test(order_of_the_input_changes_nothing),
        cmocka_unit_test(boxes_are_focused_from_the_outcome_down),
        cmocka_unit_test(nothing_of_the_input_is_markup),
        cmocka_unit_test(a_circle_is_told_and_not_drawn),
        cmocka_unit_test(one_outcome_is_shown_with_what_is_below_it),
        cmocka_unit_test(a_chain_of_any_depth_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
