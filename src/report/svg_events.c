/* Events as marks, one lane for each group, labelled where a label fits. */
#include "report/chart.h"

#include <stdlib.h>

enum { ROWS = 6, ROW = 17, LABEL_BYTES = 40 };

/* Each group has a shape of its own, so that it is told apart without colour. */
static const char *const shapes[PAGE_GROUP_COUNT] = {
    "m0-6l6 6l-6 6l-6-6z",                  /* changes: diamond */
    "m0-6l6 11h-12z",                       /* alerts: triangle */
    "m0 6l6-11h-12z",                       /* reports: triangle downwards */
    "m-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0z", /* people: circle */
    "m-5-5h10v10h-10z",                     /* actions: square */
    "m-5 0h10m-5-5v10",                     /* others: cross */
};

struct lane {
    enum page_group group;
    double taken[ROWS]; /* right end of what stands in each row */
    size_t rows, marks, left_out;
};

static void add_mark(struct chart *chart, const struct timeline_event *event,
                     const struct lane *lane, double x, double to, int y, double label_room)
{
    struct text *out = &chart->body;
    text_addf(out, "<g class=\"event %s%s\">", page_group_code(lane->group),
              event->failed ? " failed" : "");
    if (to - x > 7) text_addf(out, "<path class=\"range\" d=\"M%.1f %dH%.1f\"/>", x, y, to);
    text_addf(out, "<path class=\"mark\" d=\"M%.1f %d%s\"/>", x, y, shapes[lane->group]);
    if (event->failed)
        text_addf(out, "<path class=\"cross\" d=\"M%.1f %dl10 10m0-10l-10 10\"/>", x - 5, y - 5);
    if (label_room > 0) {
        text_addf(out, "<text x=\"%.1f\" y=\"%d\">", x + 10, y + 4);
        chart_words(chart, report_first_line(span_of(event->what)), LABEL_BYTES);
        text_adds(out, "</text>");
    }
    text_adds(out, "<title>");
    page_time_plain(chart->page, out, event->at.earliest);
    text_addf(out, " %s: ", timeline_event_code(event->kind));
    chart_words(chart, report_first_line(span_of(event->what)), PAGE_SENTENCE);
    text_adds(out, event->failed ? " (did not work)</title></g>\n" : "</title></g>\n");
}

static double label_width(const struct timeline_event *event)
{
    size_t len = report_first_line(span_of(event->what)).len;
    if (len > LABEL_BYTES) len = LABEL_BYTES + 3;
    return (double)len * 6.1 + 18;
}

/* Takes the first row in which mark and label fit; else one where the mark fits; else the last. */
static void place_event(struct chart *chart, const struct timeline_event *event, struct lane *lane)
{
    double x = chart_x(chart, event->at.earliest);
    double to =
        chart_x(chart, instant_is_known(event->at.latest) ? event->at.latest : event->at.earliest);
    double width = label_width(event);
    bool fits = x + width < CHART_WIDTH;
    size_t row = 0;
    if (lane->marks++ >= CHART_MARKS) {
        lane->left_out++;
        return;
    }
    while (row < ROWS && lane->taken[row] > x - 7) row++;
    if (row == ROWS || !fits) {
        fits = false;
        size_t best = 0;
        for (row = 0; row < ROWS; row++)
            if (lane->taken[row] < lane->taken[best]) best = row;
        row = best;
    }
    lane->taken[row] = x + (fits ? width : 8);
    if (to + 4 > lane->taken[row]) lane->taken[row] = to + 4;
    if (row + 1 > lane->rows) lane->rows = row + 1;
    add_mark(chart, event, lane, x, to, chart->y + 10 + (int)row * ROW, fits ? width : 0);
}

enum status chart_events(struct chart *chart)
{
    const struct timeline_reading *reading = chart->page->model->reading;
    bool any = false;
    for (unsigned group = 0; group < PAGE_GROUP_COUNT; group++) {
        struct lane lane = {.group = (enum page_group)group};
        for (size_t i = 0; i < reading->event_count; i++) {
            const struct timeline_event *event = &reading->events[i];
            if (page_group_of(event->kind) != lane.group) continue;
            if (!chart_holds(chart, event->at.earliest)) continue;
            if (lane.marks == 0 && !any) chart_heading(chart, "Events");
            any = true;
            place_event(chart, event, &lane);
        }
        if (lane.marks == 0) continue;
        char below[48];
        struct text count;
        text_init(&count, sizeof below - 1);
        text_addf(&count, "%zu in the window", lane.marks);
        chart_name(chart, chart->y + 14, span_of(page_group_word(lane.group)), count.at);
        text_release(&count);
        if (lane.rows < 2) lane.rows = 2;
        chart->y += (int)lane.rows * ROW + 8;
        text_addf(&chart->body, "<path class=\"rule\" d=\"M8 %dH%d\"/>\n", chart->y - 5,
                  CHART_WIDTH - 8);
    }
    return text_status(&chart->body, chart->page->error);
}
