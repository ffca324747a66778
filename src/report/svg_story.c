/* What the incident was: the share of requests that went wrong, milestones, hot spots. */
#include "report/chart.h"

#include <math.h>
#include <stdlib.h>

/* Largest share in each column; NaN where nothing was asked. */
static void columns_of_share(const struct chart *chart, float *columns)
{
    const struct timeline_findings *f = chart->page->model->findings;
    for (int c = 0; c < CHART_COLUMNS; c++) columns[c] = NAN;
    for (size_t i = 0; i < f->impact_buckets; i++) {
        instant from = instant_add(f->impact_from, (duration)i * f->impact_width);
        instant to = instant_add(from, f->impact_width);
        if (isnan(f->impact_share[i]) || to <= chart->page->from || from >= chart->page->to)
            continue;
        int first = from <= chart->page->from ? 0 : chart_column(chart, from);
        int last = to >= chart->page->to ? CHART_COLUMNS - 1 : chart_column(chart, to - 1);
        for (int c = first; c <= last; c++)
            if (isnan(columns[c]) || f->impact_share[i] > columns[c])
                columns[c] = f->impact_share[i];
    }
}

void chart_share(struct chart *chart)
{
    enum { HEIGHT = 96 };
    static const char *const ticks[] = {"100 %", "50 %", "0 %"};
    const struct timeline_findings *f = chart->page->model->findings;
    struct text *out = &chart->body;
    float columns[CHART_COLUMNS];
    if (!f->impact_share || f->impact_width <= 0) return;
    columns_of_share(chart, columns);
    chart->y += 12;
    int top = chart->y, bottom = top + HEIGHT;
    chart_name(chart, top + 12, SPAN("failed or slow"), "share, largest in each column");
    for (int i = 0; i < 3; i++)
        text_addf(out,
                  "<path class=\"%s\" d=\"M%d %dh%d\"/><text class=\"scale\" x=\"%d\" y=\"%d\">%s"
                  "</text>",
                  i == 2 ? "base" : "grid", CHART_LEFT, top + HEIGHT * i / 2, CHART_PLOT,
                  CHART_LEFT + CHART_PLOT + 6, top + HEIGHT * i / 2 + 4, ticks[i]);
    text_adds(out, "<path class=\"share\" d=\"");
    for (int c = 0; c < CHART_COLUMNS; c++) {
        if (isnan(columns[c])) continue;
        bool starts = c == 0 || isnan(columns[c - 1]);
        bool ends = c + 1 == CHART_COLUMNS || isnan(columns[c + 1]);
        double y = bottom - HEIGHT * (double)columns[c];
        if (starts) text_addf(out, "M%d %d", CHART_LEFT + c * CHART_COLUMN, bottom);
        if (starts || columns[c] != columns[c - 1]) text_addf(out, "V%.1f", y);
        text_addf(out, "h%d", CHART_COLUMN);
        if (ends) text_addf(out, "V%dz", bottom);
    }
    text_adds(out, "\"/>\n");
    chart->y = bottom + 4;
}

void chart_impact(struct chart *chart, struct text *out, int from_y, int to_y)
{
    const struct timeline_milestone *m = chart->page->model->findings->milestones;
    struct interval start = m[TIMELINE_MILESTONE_IMPACT_START].at;
    struct interval end = m[TIMELINE_MILESTONE_IMPACT_END].at;
    if (!interval_is_known(start) || !interval_is_known(end)) return;
    double outer = chart_x(chart, start.earliest), last = chart_x(chart, end.latest);
    double inner = chart_x(chart, start.latest), until = chart_x(chart, end.earliest);
    text_addf(out, "<g class=\"impact\"><rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>",
              outer, from_y, last - outer, to_y - from_y);
    if (until > inner)
        text_addf(out, "<path d=\"M%.1f %dV%dM%.1f %dV%d\"/>", inner, from_y, to_y, until, from_y,
                  to_y);
    text_adds(out, "</g>\n");
}

/* A bar between the bounds, with a whisker that fades out where a bound is open. */
static void add_doubt_bar(struct chart *chart, struct interval at, int y)
{
    struct text *out = &chart->body;
    bool open_start = !instant_is_known(at.earliest), open_end = !instant_is_known(at.latest);
    double from = chart_x(chart, open_start ? chart->page->from : at.earliest);
    double to = chart_x(chart, open_end ? chart->page->to : at.latest);
    if (!open_start && !open_end && to - from < 3) {
        text_addf(out, "<path class=\"exact\" d=\"M%.1f %dl5 6l-5 6l-5-6z\"/>", (from + to) / 2,
                  y - 6);
        return;
    }
    text_addf(out, "<path class=\"open\" d=\"M%.1f %dH%.1f\"/>", from, y, to);
    if (!open_start && !open_end) {
        text_addf(out, "<rect class=\"doubt\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"8\"/>",
                  from, y - 4, to - from);
    } else {
        double end = open_start ? to : from;
        text_addf(out,
                  "<path class=\"exact\" d=\"M%.1f %dv12\"/><path class=\"whisker\" d=\"M%.1f "
                  "%dl%d-4v8z\"/>",
                  end, y - 6, open_start ? from : to, y, open_start ? 8 : -8);
    }
}

void chart_milestones(struct chart *chart)
{
    const struct timeline_findings *f = chart->page->model->findings;
    struct text *out = &chart->body, label;
    bool any = false;
    for (int i = 0; i < TIMELINE_MILESTONE_COUNT; i++) {
        struct interval at = f->milestones[i].at;
        instant shown = instant_is_known(at.earliest) ? at.earliest : at.latest;
        if (!instant_is_known(shown)) continue;
        if (!any) chart_heading(chart, "Milestones, from earliest to latest");
        any = true;
        chart_name(chart, chart->y + 12,
                   span_of(timeline_milestone_word((enum timeline_milestone_kind)i)), "");
        text_adds(out, "<g class=\"milestone\">");
        if (chart_holds(chart, shown) || chart_holds(chart, at.latest))
            add_doubt_bar(chart, at, chart->y + 8);
        double from = chart_x(chart, shown);
        double to = chart_x(chart, instant_is_known(at.latest) ? at.latest : shown);
        bool left = to > CHART_LEFT + CHART_PLOT - 190 || at.latest == INSTANT_OPEN_END;
        text_init(&label, 0);
        page_interval_plain(chart->page, &label, at);
        text_addf(out, "<text class=\"%s\" x=\"%.1f\" y=\"%d\">%s%s%s</text></g>\n",
                  left ? "at end" : "at", left ? from - 10 : to + 10, chart->y + 12,
                  shown < chart->page->from ? "\xe2\x86\x90 " : "", label.at,
                  shown > chart->page->to ? " \xe2\x86\x92" : "");
        text_release(&label);
        chart->y += 19;
    }
}

/* Rows of brackets: how far to the right each is taken, and how many are in use. */
struct brackets {
    double taken[8];
    size_t rows, shown, left_out;
};

/* The number of its row in the table, with the kind where the bracket is wide enough for it. */
static void add_bracket(struct chart *chart, size_t number, struct brackets *brackets)
{
    enum { ROWS = 8, ROW = 19, NUMBER = 30 };
    const struct timeline_spot *spot = &chart->page->model->findings->spots[number];
    const char *word = timeline_spot_word(spot->kind);
    double from = chart_x(chart, spot->from), to = chart_x(chart, spot->to);
    double middle = (from + to) / 2;
    bool worded = to - from > (double)strlen(word) * 6 + NUMBER;
    double left = to - from > NUMBER ? from : middle - NUMBER / 2.0;
    double right = to - from > NUMBER ? to : middle + NUMBER / 2.0;
    size_t row = 0;
    while (row < ROWS && brackets->taken[row] > left) row++;
    if (row == ROWS || brackets->shown == CHART_SPOTS) {
        brackets->left_out++;
        return;
    }
    brackets->taken[row] = right + 6;
    brackets->shown++;
    if (row + 1 > brackets->rows) brackets->rows = row + 1;
    if (to - from < 4) from = middle - 2, to = middle + 2;
    int y = chart->y + (int)row * ROW;
    text_addf(&chart->body,
              "<g class=\"spot\"><path d=\"M%.1f %dv-5H%.1fv5\"/><text x=\"%.1f\" y=\"%d\">H%zu",
              from, y + 17, to, middle, y + 9, number + 1);
    if (worded) text_addf(&chart->body, " %s", word);
    text_adds(&chart->body, "</text><title>");
    chart_words(chart, span_of(spot->why), PAGE_SENTENCE);
    text_adds(&chart->body, "</title></g>\n");
}

/* Those of metrics stand in the lanes of their series instead. */
void chart_spots(struct chart *chart)
{
    enum { ROW = 19 };
    const struct timeline_findings *f = chart->page->model->findings;
    struct brackets brackets = {.rows = 1};
    if (f->spot_count == 0) return;
    chart_heading(chart, "Hot spots, numbered as in their table");
    for (size_t i = 0; i < f->spot_count && i < PAGE_SPOTS; i++)
        if (f->spots[i].kind != TIMELINE_SPOT_METRIC && f->spots[i].to >= chart->page->from &&
            f->spots[i].from <= chart->page->to)
            add_bracket(chart, i, &brackets);
    struct text below;
    text_init(&below, 0);
    if (brackets.left_out)
        text_addf(&below, "%zu more in their table", brackets.left_out);
    else
        text_adds(&below, brackets.shown ? "places to look at" : "none in this window");
    chart_name(chart, chart->y + 14, SPAN("hot spots"), below.at);
    text_release(&below);
    chart->y += (int)brackets.rows * ROW + 8;
}
