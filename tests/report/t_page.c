/* The page from models made by hand: what it says, that it escapes, and that it stays bounded. */
#include "tests/report/model.h"

static void make_page(const char *name, struct text *page)
{
    struct model model;
    text_init(page, 0);
    model_init(&model, name);
    model_page(&model, page);
    model_release(&model);
}

static size_t count_of(const struct text *page, const char *words)
{
    size_t count = 0;
    struct span rest = text_span(page);
    for (;;) {
        size_t at = span_find(rest, span_of(words));
        if (at == SIZE_MAX) return count;
        count++;
        rest = span_from(rest, at + strlen(words));
    }
}

static void assert_has(const struct text *page, const char *words)
{
    if (count_of(page, words) == 0) fail_msg("the page lacks: %s", words);
}

static void assert_lacks(const struct text *page, const char *words)
{
    if (count_of(page, words)) fail_msg("the page has: %s", words);
}

static void t_story(void **state)
{
    (void)state;
    static const char *const parts[] = {
        "<title>orders-api outage</title>",
        /* impact as intervals, and how long it lasted */
        "It began <b>between <time datetime=\"2026-11-22T05:54:52Z\">05:54:52</time> and <time "
        "datetime=\"2026-11-22T05:54:54Z\">05:54:54</time></b>",
        "<b>1 min 57 s to 2 min</b>",
        "The share was largest, 95\xe2\x80\xaf%, in the 1 s from",
        /* detection is an interval after an interval */
        "13 s to 55 s after impact began",
        "16 s to 18 s before impact began",
        "No time was found for: first signal,",
        "The time of \xe2\x80\x9cresolved\xe2\x80\x9d has a bound on one side only",
        "The time of \xe2\x80\x9c"
        "detection\xe2\x80\x9d is known to within 40 s",
        /* places lead to the row with the hashes */
        "<a class=\"place\" href=\"#S1\" title=\"nginx/access.log\">S1:120-300</a>",
        "<tr id=\"S1\"><th scope=\"row\">S1</th>",
        /* clocks show both bounds and what they rest on */
        "+36.950 s to +37.050 s",
        "1200 pairs of records, against S1",
        "<b class=\"failed\">did not work</b>",
        "<tr class=\"unknown\"><th scope=\"row\">time to acknowledge</th>",
        "class=\"gap\"",
        "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ",
        "Has no time of its own",
        "10 more kinds: postmortem templates",
        "A before B (S1)</li>\n<li>B before A (S2)",
        /* the kind with errors goes before those with more records */
        "<tbody>\n<tr><td><span class=\"level error\">error</span></td><td class=\"n\">13</td>",
        /* a record of two lines stays two lines */
        "skipping response, client has gone\n\\tat checkout.js:41",
    };
    struct text page;
    make_page("small", &page);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) assert_has(&page, parts[i]);
    assert_lacks(&page, "root cause");
    assert_lacks(&page, "blame");
    text_release(&page);
}

static void t_zone(void **state)
{
    (void)state;
    struct model model;
    struct text page;
    struct zone *zone = zone_fixed(-5 * 3600);
    assert_non_null(zone);
    text_init(&page, 0);
    model_init(&model, "small");
    model.report.zone = zone;
    model_page(&model, &page);
    assert_has(&page, "<time datetime=\"2026-11-22T00:54:52-05:00\">00:54:52</time>");
    assert_has(&page, ">2026-11-22, -05:00</text>");
    assert_has(&page, "data-offset=\"-18000\"");
    assert_has(&page, "2026-10-23 00:54:53</time>"); /* another day keeps its date */
    text_release(&page);
    model_release(&model);
    zone_free(zone);
}

static void t_picture(void **state)
{
    (void)state;
    struct text page;
    make_page("small", &page);
    /* A series that has one point left out is two lines; of one point only, a dash. */
    struct span rest = text_span(&page);
    size_t at = span_find(rest, SPAN("<path class=\"line\" d=\""));
    assert_int_not_equal(at, SIZE_MAX);
    rest = span_from(rest, at + strlen("<path class=\"line\" d=\""));
    struct span line = span_cut(&rest, '"');
    size_t strokes = 0;
    for (size_t i = 0; i < line.len; i++) strokes += line.at[i] == 'M';
    assert_int_equal(strokes, 2);
    /* The series that left its band comes first although the other one's name is later. */
    assert_has(&page, ">http_p95_ms<title>");
    /* Each group of events with marks has a lane; seven milestones and six hot spots are drawn. One
     * hot spot is of a metric and stands in its lane; one bracket is the legend's. */
    assert_int_equal(count_of(&page, "<g class=\"milestone\">"), 7);
    assert_int_equal(count_of(&page, "<g class=\"spot\"><path d=\"M"), 5 + 1);
    assert_int_equal(count_of(&page, "<g class=\"spot band\">"), 1);
    assert_int_equal(count_of(&page, "<path class=\"density\""), 2 + 1);
    assert_has(&page, "class=\"event action failed\"");
    assert_has(&page, "class=\"range\"");
    text_release(&page);
}

static void t_hostile(void **state)
{
    (void)state;
    struct text page;
    make_page("hostile", &page);
    assert_lacks(&page, "</script><img");
    assert_lacks(&page, "<img src=x");
    assert_lacks(&page, "\x1b");
    assert_lacks(&page, "\xe2\x80\xae");
    assert_int_equal(count_of(&page, "</script>"), 1);
    assert_has(&page, "&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;\\x1b[31m"
                      "\\u{202e}");
    text_release(&page);
}

/* Every piece of evidence in the hostile model is marked, so each place that shows one is tried. */
static void t_hostile_everywhere(void **state)
{
    (void)state;
    struct text page;
    make_page("hostile", &page);
    assert_true(count_of(&page, "onerror=alert(1)&gt;") > 150);
    text_release(&page);
}

static void t_empty(void **state)
{
    (void)state;
    struct text page;
    make_page("empty", &page);
    assert_has(&page, "No impact was found in this evidence.");
    assert_has(&page, "Nothing has been collected yet.");
    assert_has(&page, "Nothing in this evidence has a time");
    assert_lacks(&page, "role=\"img\"");
    text_release(&page);
}

static void t_many(void **state)
{
    (void)state;
    struct text page;
    make_page("many", &page);
    assert_has(&page, "The first 2000 of 5000; postmortem timeline lists them all.");
    assert_int_equal(count_of(&page, "<tr data-group="), 2000 + 1); /* and one without a time */
    assert_has(&page, "2800 more: postmortem hotspots");
    assert_true(page.len < 4 << 20);
    text_release(&page);
}

static void t_thousand_logs(void **state)
{
    (void)state;
    struct text page;
    make_page("thousand", &page);
    assert_int_equal(count_of(&page, "<path class=\"density\""), 16 + 1);
    assert_has(&page, ">984 other logs<");
    assert_has(&page, "11808 records"); /* 984 logs of 12 records */
    assert_has(&page, "id=\"S1000\"");
    text_release(&page);
}

static void t_window(void **state)
{
    (void)state;
    struct text page;
    make_page("long", &page);
    /* Impact with five minutes on both sides, and where that lies in the whole year. */
    assert_has(&page, "Shown: <time datetime=\"2026-11-22T05:49:52Z\">05:49:52</time> to <time "
                      "datetime=\"2026-11-22T06:01:52Z\">06:01:52</time>");
    assert_has(&page, "class=\"overview\"");
    text_release(&page);
}

static void t_wild_times(void **state)
{
    (void)state;
    struct text page;
    make_page("wild", &page);
    /* Two records at the ends of time don't make the window. */
    assert_has(&page, "Shown: <time datetime=\"2026-11-22T05:54:5");
    assert_has(&page, "role=\"img\"");
    assert_lacks(&page, "nan");
    assert_lacks(&page, "inf\"");
    text_release(&page);
}

static void t_same_twice(void **state)
{
    (void)state;
    for (const char *const *name = model_names; *name; name++) {
        struct text once, twice;
        make_page(*name, &once);
        make_page(*name, &twice);
        assert_int_equal(once.len, twice.len);
        assert_memory_equal(once.at, twice.at, once.len);
        text_release(&once);
        text_release(&twice);
    }
}

static enum status refuse(void *context, struct span bytes, struct error *error)
{
    size_t *left = context;
    (void)bytes;
    if ((*left)-- > 0) return STATUS_OK;
    return error_set(error, STATUS_NO_SPACE, "full");
}

/* A sink that fails, at whichever write, ends the page with the sink's own error. */
static void t_sink_fails(void **state)
{
    (void)state;
    struct model model;
    model_init(&model, "many");
    for (size_t writes = 0; writes < 12; writes++) {
        size_t left = writes;
        struct error error = ERROR_NONE;
        struct report_sink sink = {&left, refuse};
        assert_status(report_findings_html(&model.report, &sink, &error), STATUS_NO_SPACE);
        assert_string_equal(error.message, "full");
    }
    model_release(&model);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(t_story),
        cmocka_unit_test(t_zone),
        cmocka_unit_test(t_picture),
        cmocka_unit_test(t_hostile),
        cmocka_unit_test(t_hostile_everywhere),
        cmocka_unit_test(t_empty),
        cmocka_unit_test(t_many),
        cmocka_unit_test(t_thousand_logs),
        cmocka_unit_test(t_window),
        cmocka_unit_test(t_wild_times),
        cmocka_unit_test(t_same_twice),
        cmocka_unit_test(t_sink_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
