/* Events as marks, one lane for each group, labelled where a label fits. */
#include "report/chart.h"

#include <stdlib.h>

enum { LABELLED = 7, ROW = 17, LABEL_BYTES = 44 };

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
    double taken[LABELLED]; /* right end of what stands in each row with labels */
    size_t rows, marks;
};

enum side { NO_LABEL, LABEL_RIGHT, LABEL_LEFT };

static void add_mark(struct chart *chart, const struct timeline_event *event,
                     const struct lane *lane, double x, double to, int y, enum side side)
{
    struct text *out = &chart->body;
    text_addf(out, "<g class=\"event %s%s\">", page_group_code(lane->group),
              event->failed ? " failed" : "");
    if (to - x > 7) text_addf(out, "<path class=\"range\" d=\"M%.1f %dH%.1f\"/>", x, y, to);
    text_addf(out, "<path class=\"mark\" d=\"M%.1f %d%s\"/>", x, y, shapes[lane->group]);
    if (event->failed)
        text_addf(out, "<path class=\"cross\" d=\"M%.1f %dl10 10m0-10l-10 10\"/>", x - 5, y - 5);
    if (side != NO_LABEL) {
        bool left = side == LABEL_LEFT;
        text_addf(out, "<text%s x=\"%.1f\" y=\"%d\">", left ? " class=\"end\"" : "",
                  left         ? x - 10
                  : to - x > 7 ? to + 5
                               : x + 10,
                  y + 4);
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
    struct span line = report_first_line(span_of(event->what));
    double width = chart_text_width(span_sub(line, 0, LABEL_BYTES));
    if (line.len > LABEL_BYTES) width += 20;
    return width * (event->failed ? 1.1 : 1) + 20;
}

/* Takes the first row in which mark and label fit, the label to the right or, near the edge, to the
 * left; a mark without room for its label goes into one more row, where it covers no words. */
static void place_event(struct chart *chart, const struct timeline_event *event, struct lane *lane)
{
    double x = chart_x(chart, event->at.earliest);
    double to =
        chart_x(chart, instant_is_known(event->at.latest) ? event->at.latest : event->at.earliest);
    double width = label_width(event), begin = x - 7, end = (to - x > 7 ? to - 5 : x) + width;
    enum side side = LABEL_RIGHT;
    size_t row = 0;
    if (lane->marks++ >= CHART_MARKS) return;
    if (end > CHART_WIDTH) {
        side = LABEL_LEFT;
        begin = x - width;
        end = to + 7;
    }
    if (side == LABEL_LEFT && begin < CHART_LEFT) row = LABELLED;
    while (row < LABELLED && lane->taken[row] > begin) row++;
    if (row < LABELLED)
        lane->taken[row] = end;
    else
        side = NO_LABEL;
    if (row + 1 > lane->rows) lane->rows = row + 1;
    add_mark(chart, event, lane, x, to, chart->y + 10 + (int)row * ROW, side);
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
        if (lane.marks > CHART_MARKS) text_addf(&count, ", %d drawn", CHART_MARKS);
        chart_name(chart, chart->y + 14, span_of(page_group_word(lane.group)), count.at);
        text_release(&count);
        if (lane.rows < 2) lane.rows = 2;
        chart->y += (int)lane.rows * ROW + 8;
        text_addf(&chart->body, "<path class=\"rule\" d=\"M8 %dH%d\"/>\n", chart->y - 5,
                  CHART_WIDTH - 8);
    }
    return text_status(&chart->body, chart->page->error);
}
