/* Metric series as small multiples on the common axis, those that left their band first. */
#include "report/chart.h"

#include <math.h>
#include <stdlib.h>

enum { HEIGHT = 40, SPOTS_LOOKED = 2000 };

struct ranked {
    size_t number;
    double score; /* of its strongest hot spot; 0 for a series that only moves; -1 for a flat one */
    double least, most;
};

static bool is_spot_of(const struct timeline_spot *spot, const struct timeline_series *series)
{
    struct span why = span_of(spot->why), name = span_of(series->name);
    return spot->kind == TIMELINE_SPOT_METRIC && spot->place.source == series->place.source &&
           span_starts(why, name) && span_starts(span_from(why, name.len), SPAN(" "));
}

/* False when it has no point in the window. */
static bool rank_series(const struct chart *chart, size_t number, struct ranked *ret)
{
    const struct timeline_series *series = &chart->page->model->reading->series[number];
    const struct timeline_findings *f = chart->page->model->findings;
    *ret = (struct ranked){.number = number, .least = INFINITY, .most = -INFINITY};
    for (size_t i = 0; i < series->count; i++) {
        double value = series->value[i];
        if (!isfinite(value) || !chart_holds(chart, series->at[i])) continue;
        if (value < ret->least) ret->least = value;
        if (value > ret->most) ret->most = value;
    }
    if (!isfinite(ret->least)) return false;
    if (ret->most <= ret->least) ret->score = -1;
    for (size_t i = 0; i < f->spot_count && i < SPOTS_LOOKED; i++)
        if (is_spot_of(&f->spots[i], series) && f->spots[i].score > ret->score)
            ret->score = f->spots[i].score;
    return true;
}

static int by_score(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    if (x->score > y->score || x->score < y->score) return x->score > y->score ? -1 : 1;
    return (x->number > y->number) - (x->number < y->number);
}

/* Points of one column, drawn as the steps between them. */
struct pen {
    struct text *out;
    const struct ranked *ranked;
    int bottom, column; /* column -1: lifted */
    double low, high, last;
};

static double pen_y(const struct pen *pen, double value)
{
    double range = pen->ranked->most - pen->ranked->least;
    double part = range > 0 && isfinite(range) ? (value - pen->ranked->least) / range : 0.5;
    return pen->bottom - (HEIGHT - 4) * part - 2;
}

static void pen_finish_column(struct pen *pen)
{
    if (pen->column < 0 || pen->low >= pen->high) return;
    text_addf(pen->out, "V%.1fV%.1fV%.1f", pen_y(pen, pen->low), pen_y(pen, pen->high),
              pen_y(pen, pen->last));
}

static void pen_lift(struct pen *pen)
{
    pen_finish_column(pen);
    if (pen->column >= 0) text_adds(pen->out, "h1");
    pen->column = -1;
}

static void pen_point(struct pen *pen, int column, double value)
{
    if (column == pen->column) {
        if (value < pen->low) pen->low = value;
        if (value > pen->high) pen->high = value;
        pen->last = value;
        return;
    }
    pen_finish_column(pen);
    int x = CHART_LEFT + column * CHART_COLUMN;
    if (pen->column < 0)
        text_addf(pen->out, "M%d %.1f", x, pen_y(pen, value));
    else
        text_addf(pen->out, "H%dV%.1f", x, pen_y(pen, value));
    pen->column = column;
    pen->low = pen->high = pen->last = value;
}

static void add_line(struct chart *chart, const struct timeline_series *series,
                     const struct ranked *ranked)
{
    struct pen pen = {&chart->body, ranked, chart->y + HEIGHT, -1, 0, 0, 0};
    instant before = INSTANT_NONE;
    text_adds(&chart->body, "<path class=\"line\" d=\"");
    for (size_t i = 0; i < series->count; i++) {
        instant at = series->at[i];
        if (!chart_holds(chart, at) || at <= before) continue;
        bool missed = before != INSTANT_NONE && series->step > 0 &&
                      (double)(at - before) > 1.75 * (double)series->step;
        before = at;
        if (missed || !isfinite(series->value[i])) pen_lift(&pen);
        if (isfinite(series->value[i])) pen_point(&pen, chart_column(chart, at), series->value[i]);
    }
    pen_lift(&pen);
    text_adds(&chart->body, "\"/>\n");
}

static void add_names(struct chart *chart, const struct timeline_series *series)
{
    enum { NAME = 27, LABELS = 29 };
    struct text *out = &chart->body;
    struct span labels = span_of(series->name), name = span_cut(&labels, '{');
    text_addf(out, "<text class=\"name\" x=\"8\" y=\"%d\">", chart->y + 14);
    chart_words(chart, name, NAME);
    text_adds(out, "<title>");
    chart_words(chart, span_of(series->name), PAGE_SENTENCE);
    text_adds(out, "</title></text>");
    if (labels.len == 0) return;
    labels = span_sub(labels, 0, labels.len - 1);
    /* Series of one metric mostly differ in their last labels. */
    struct span shown = labels.len > LABELS ? span_from(labels, labels.len - LABELS) : labels;
    while (shown.len < labels.len && shown.len && ((unsigned char)shown.at[0] & 0xc0) == 0x80)
        shown = span_from(shown, 1);
    text_addf(out, "<text class=\"sub\" x=\"8\" y=\"%d\">%s", chart->y + 27,
              shown.len < labels.len ? "\xe2\x80\xa6" : "");
    chart_words(chart, shown, LABELS);
    text_adds(out, "</text>");
}

/* Where it left its band: a thick line below, with the number of the hot spot. */
static void add_band_marks(struct chart *chart, const struct timeline_series *series)
{
    const struct timeline_findings *f = chart->page->model->findings;
    int y = chart->y + HEIGHT + 4;
    for (size_t i = 0; i < f->spot_count && i < PAGE_SPOTS; i++) {
        const struct timeline_spot *spot = &f->spots[i];
        if (!is_spot_of(spot, series)) continue;
        if (spot->to < chart->page->from || spot->from > chart->page->to) continue;
        double from = chart_x(chart, spot->from), to = chart_x(chart, spot->to);
        text_addf(&chart->body,
                  "<g class=\"spot band\"><path d=\"M%.1f %dv-3v3H%.1fv-3\"/><text x=\"%.1f\" "
                  "y=\"%d\">H%zu</text></g>\n",
                  from, y, to - from < 3 ? from + 3 : to, from - 4, y + 6, i + 1);
    }
}

static void add_series(struct chart *chart, const struct ranked *ranked)
{
    const struct timeline_series *series = &chart->page->model->reading->series[ranked->number];
    struct text *out = &chart->body;
    add_names(chart, series);
    text_addf(out,
              "<path class=\"grid\" d=\"M%d %dh%d\"/><path class=\"base\" d=\"M%d %dh%d\"/>"
              "<text class=\"scale\" x=\"%d\" y=\"%d\">%.3g</text>"
              "<text class=\"scale\" x=\"%d\" y=\"%d\">%.3g</text>",
              CHART_LEFT, chart->y, CHART_PLOT, CHART_LEFT, chart->y + HEIGHT, CHART_PLOT,
              CHART_LEFT + CHART_PLOT + 6, chart->y + 8, ranked->most, CHART_LEFT + CHART_PLOT + 6,
              chart->y + HEIGHT, ranked->least);
    add_line(chart, series, ranked);
    add_band_marks(chart, series);
    chart->y += HEIGHT + 17;
}

enum status chart_series(struct chart *chart)
{
    const struct timeline_reading *reading = chart->page->model->reading;
    if (reading->series_count == 0) return STATUS_OK;
    struct ranked *ranked = calloc(reading->series_count, sizeof *ranked);
    if (!ranked) return error_set(chart->page->error, STATUS_NO_MEMORY, "no memory for the series");
    size_t count = 0;
    for (size_t i = 0; i < reading->series_count; i++)
        count += rank_series(chart, i, &ranked[count]);
    qsort(ranked, count, sizeof *ranked, by_score);
    if (count)
        chart_heading(chart, "Metrics, those that left their band first; scale from least to most "
                             "in the window; missing points are breaks");
    for (size_t i = 0; i < count && i < CHART_SERIES; i++) add_series(chart, &ranked[i]);
    if (count > CHART_SERIES) {
        text_addf(&chart->body,
                  "<text class=\"sub\" x=\"8\" y=\"%d\">%zu more series have points in this window"
                  "</text>\n",
                  chart->y + 4, count - CHART_SERIES);
        chart->y += 16;
    }
    free(ranked);
    return text_status(&chart->body, chart->page->error);
}
