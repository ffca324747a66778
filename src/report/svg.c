/* The picture as a whole: its window, its frame, its legend, and the same as a table. */
#include "report/chart.h"

enum { GUTTER = 70 }; /* between the panels: both have their axis there */

static void count_outside(const struct page *page, size_t *ret_before, size_t *ret_after)
{
    const struct timeline_reading *reading = page->model->reading;
    *ret_before = *ret_after = 0;
    for (size_t i = 0; i < reading->event_count; i++) {
        instant at = reading->events[i].at.earliest;
        *ret_before += instant_is_known(at) && at < page->from;
        *ret_after += instant_is_known(at) && at > page->to;
    }
}

static void add_note(struct page *page)
{
    size_t before, after;
    count_outside(page, &before, &after);
    text_adds(&page->out, "<p class=\"note\">Shown: ");
    page_interval(page, (struct interval){page->from, page->to});
    text_adds(&page->out, ", ");
    page_words(page, page->model->zone ? zone_name(page->model->zone) : "UTC");
    text_adds(&page->out, ". ");
    if (before || after)
        text_addf(&page->out, "%zu %s outside it; the list of events has them all. ",
                  before + after, before + after == 1 ? "event lies" : "events lie");
    if (!page->whole) {
        text_adds(&page->out, "The evidence spans ");
        page_interval(page, page->model->findings->span);
        text_adds(&page->out, ".");
    }
    text_adds(&page->out, "</p>\n");
}

static void add_legend(struct page *page)
{
    static const char *const items[][2] = {
        {"<path class=\"exact\" d=\"M15 1l5 6l-5 6l-5-6z\"/>", "known to a point"},
        {"<rect class=\"doubt\" x=\"2\" y=\"3\" width=\"26\" height=\"8\"/>",
         "between earliest and latest"},
        {"<path class=\"exact\" d=\"M3 1v12\"/><path class=\"open\" d=\"M3 7h24\"/><path "
         "class=\"whisker\" d=\"M29 7l-8-4v8z\"/>",
         "open on that side"},
        {"<g class=\"spot\"><path d=\"M4 11v-5h22v5\"/></g>", "hot spot"},
        {"<rect class=\"gap\" x=\"2\" y=\"1\" width=\"26\" height=\"12\"/>", "gap in the records"},
        {"<g class=\"impact\"><rect x=\"2\" y=\"0\" width=\"26\" height=\"14\"/><path "
         "d=\"M7 0v14M23 0v14\"/></g>",
         "impact; between its outer edges and lines it is uncertain"},
        {"<g class=\"event failed other\"><path class=\"cross\" d=\"M10 2l10 10m0-10l-10 10\"/>"
         "</g>",
         "did not work"},
    };
    text_adds(&page->out, "<ul class=\"legend\">\n");
    for (size_t i = 0; i < sizeof items / sizeof items[0]; i++)
        text_addf(&page->out,
                  "<li><svg viewBox=\"0 0 30 14\" width=\"30\" height=\"14\" aria-hidden=\"true\">"
                  "%s</svg> %s</li>\n",
                  items[i][0], items[i][1]);
    text_adds(&page->out, "</ul>\n");
}

static void add_impact_words(struct page *page)
{
    const struct timeline_milestone *m = page->model->findings->milestones;
    if (!interval_is_known(m[TIMELINE_MILESTONE_IMPACT_START].at)) return;
    text_adds(&page->out, "Impact starts ");
    page_interval_plain(page, &page->out, m[TIMELINE_MILESTONE_IMPACT_START].at);
    if (interval_is_known(m[TIMELINE_MILESTONE_IMPACT_END].at)) {
        text_adds(&page->out, " and ends ");
        page_interval_plain(page, &page->out, m[TIMELINE_MILESTONE_IMPACT_END].at);
    }
    text_adds(&page->out, ". ");
}

static void add_description(struct page *page, const char *name, bool story)
{
    text_addf(&page->out, "<title id=\"%s-name\">%s: ", name,
              story ? "Impact, milestones and events" : "Records and metrics");
    page_text(page, span_of(page->model->title), PAGE_NAME);
    text_addf(&page->out, "</title><desc id=\"%s-words\">One time axis from ", name);
    page_interval_plain(page, &page->out, (struct interval){page->from, page->to});
    text_adds(&page->out, story ? ". From top to bottom: the share of requests that failed or were "
                                  "slow, milestones, hot spots, events. "
                                : ". From top to bottom: records of each log, metrics. ");
    add_impact_words(page);
    text_adds(&page->out, "The tables of this page hold the same.</desc>\n");
}

static void add_panel(struct page *page, struct chart *chart, struct span body, int top, int bottom,
                      const char *name)
{
    enum { ABOVE = 30, BELOW = 28 };
    struct text *out = &page->out;
    text_addf(out,
              "<svg viewBox=\"0 %d %d %d\" role=\"img\" aria-labelledby=\"%s-name\" "
              "aria-describedby=\"%s-words\" data-top=\"%d\" data-bottom=\"%d\">\n",
              top - ABOVE, CHART_WIDTH, bottom - top + ABOVE + BELOW, name, name, top, bottom);
    add_description(page, name, strcmp(name, "story") == 0);
    chart_impact(chart, out, top, bottom);
    chart_grid(chart, out, top, bottom);
    chart_axis(chart, out, top, true);
    text_add(out, body);
    chart_axis(chart, out, bottom, false);
    text_adds(out, "</svg>\n");
}

static void add_frame(struct page *page, struct chart *chart)
{
    struct text *out = &page->out;
    struct span body = text_span(&chart->body);
    text_addf(out,
              "<div class=\"scroll chart\" id=\"chart\" tabindex=\"0\" role=\"region\" "
              "aria-label=\"Picture of the timeline\" data-from=\"%.0f\" data-to=\"%.0f\" "
              "data-left=\"%d\" data-plot=\"%d\" data-offset=\"%d\">\n"
              "<svg class=\"hatching\" width=\"0\" height=\"0\" aria-hidden=\"true\"><defs>"
              "<pattern id=\"hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">"
              "<path d=\"M0 6l6-6M-1 1l2-2M5 7l2-2\"/></pattern></defs></svg>\n",
              (double)page->from / 1e6, (double)page->to / 1e6, CHART_LEFT, CHART_PLOT,
              (int)zone_offset(page->model->zone, page->from, NULL));
    if (chart->part_from)
        add_panel(page, chart, span_sub(body, 0, chart->part_from), 30, chart->part_y, "story");
    if (chart->part_from < body.len)
        add_panel(page, chart, span_from(body, chart->part_from), chart->part_y + GUTTER,
                  chart->y + 4, "measured");
    text_adds(out, "</div>\n");
}

enum status page_picture(struct page *page)
{
    struct chart chart = {.page = page, .y = 34};
    page_section_begin(page, "picture", "The picture");
    if (page->from >= page->to) {
        text_adds(&page->out, "<p>Nothing in this evidence has a time, so there is no axis to draw "
                              "it on.</p>\n");
        page_section_end(page);
        return page_flush(page);
    }
    text_init(&chart.body, 0);
    chart_share(&chart);
    chart_milestones(&chart);
    chart_spots(&chart);
    enum status status = chart_events(&chart);
    chart.part_from = chart.body.len;
    chart.part_y = chart.y + 4;
    chart.y = chart.part_y + GUTTER;
    if (status == STATUS_OK) status = chart_lanes(&chart);
    if (status == STATUS_OK) status = chart_series(&chart);
    if (status == STATUS_OK) status = text_status(&chart.body, page->error);
    if (status == STATUS_OK) {
        add_note(page);
        if (!page->whole) status = chart_overview(page);
        text_adds(&page->out, "<figure>\n");
        add_frame(page, &chart);
        text_adds(&page->out, "<figcaption>\n");
        add_legend(page);
        text_adds(&page->out, "</figcaption>\n</figure>\n");
    }
    text_release(&chart.body);
    if (status == STATUS_OK) status = page_picture_table(page);
    page_section_end(page);
    return status ? status : page_flush(page);
}
