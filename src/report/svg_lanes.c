/* One lane for each log: how many records each column holds, and apart from that what is severe. */
#include "report/chart.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

enum { HEIGHT = 26, STRIP = 8, MOST = CHART_COLUMNS + 2, CELLS = MOST * EVIDENCE_LEVEL_COUNT };

/* What the lanes are chosen and drawn from. */
struct lanes {
    uint64_t *total;  /* for each source, records in the window */
    uint32_t *counts; /* CELLS, of the lane being drawn */
    instant from;     /* where the first bucket begins */
    duration width;   /* of a bucket */
    int buckets;      /* at most MOST */
    uint64_t least;   /* a source with fewer records than this shares the last lane */
    size_t logs;
};

static bool is_log(const struct timeline_source *source)
{
    return source->index->kind == EVIDENCE_LOG && source->index->timed > 0;
}

static uint64_t sum_of(const uint32_t *counts, size_t cells)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < cells; i++) sum += counts[i];
    return sum;
}

static enum status count_source(const struct chart *chart, struct lanes *lanes, size_t number)
{
    return timeline_count(&chart->page->model->sources[number], 1, lanes->from, lanes->width,
                          (size_t)lanes->buckets, lanes->counts, chart->page->error);
}

static void clear_counts(struct lanes *lanes)
{
    memset(lanes->counts, 0, CELLS * sizeof *lanes->counts);
}

static int descending(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x < y) - (x > y);
}

/* Counts every log once, and finds how many records a log must have for a lane of its own. */
static enum status choose_lanes(const struct chart *chart, struct lanes *lanes)
{
    const struct report_model *model = chart->page->model;
    uint64_t *sorted = calloc(model->source_count + 1, sizeof *sorted);
    if (!sorted) return error_set(chart->page->error, STATUS_NO_MEMORY, "no memory for the lanes");
    enum status status = STATUS_OK;
    for (size_t i = 0; i < model->source_count && status == STATUS_OK; i++) {
        if (!is_log(&model->sources[i])) continue;
        clear_counts(lanes);
        status = count_source(chart, lanes, i);
        lanes->total[i] = sum_of(lanes->counts, CELLS);
        if (lanes->total[i]) sorted[lanes->logs++] = lanes->total[i];
    }
    lanes->least = 1;
    if (lanes->logs > CHART_LANES) {
        qsort(sorted, lanes->logs, sizeof *sorted, descending);
        lanes->least = sorted[CHART_LANES - 1];
    }
    free(sorted);
    return status;
}

static uint32_t bucket_sum(const struct lanes *lanes, int bucket, unsigned from_level)
{
    uint32_t sum = 0;
    for (unsigned level = from_level; level < EVIDENCE_LEVEL_COUNT; level++)
        sum += lanes->counts[level * (unsigned)lanes->buckets + (unsigned)bucket];
    return sum;
}

static double bucket_x(const struct chart *chart, const struct lanes *lanes, int bucket)
{
    return chart_x(chart, instant_add(lanes->from, (duration)bucket * lanes->width));
}

/* Buckets of a round length, about as wide as a column; not below a second in a window of half a
 * minute or more, because a log with stamps in whole seconds would come out as a comb. */
static void choose_buckets(const struct chart *chart, struct lanes *lanes)
{
    duration window = chart->page->to - chart->page->from;
    lanes->width = chart_round(window / CHART_COLUMNS + 1);
    if (window >= 30 * NS_PER_S && lanes->width < NS_PER_S) lanes->width = NS_PER_S;
    duration rest = chart->page->from % lanes->width;
    if (rest < 0) rest += lanes->width;
    lanes->from = instant_add(chart->page->from, -rest);
    lanes->buckets = (int)((window + rest) / lanes->width) + 1;
    assert(lanes->buckets > 0 && lanes->buckets <= MOST);
}

static void add_density(struct chart *chart, const struct lanes *lanes, uint32_t peak)
{
    struct text *out = &chart->body;
    int bottom = chart->y + HEIGHT;
    double last = 0;
    text_addf(out, "<path class=\"base\" d=\"M%d %dh%d\"/><path class=\"density\" d=\"M%d %d",
              CHART_LEFT, bottom, CHART_PLOT, CHART_LEFT, bottom);
    for (int i = 0; i < lanes->buckets; i++) {
        uint32_t n = bucket_sum(lanes, i, 0);
        double height = n ? 2 + (HEIGHT - 2) * log1p(n) / log1p(peak) : 0;
        if (fabs(height - last) > 0.05)
            text_addf(out, "H%.1fV%.1f", bucket_x(chart, lanes, i), bottom - height);
        last = height;
    }
    text_addf(out, "H%dV%dz\"/>\n", CHART_LEFT + CHART_PLOT, bottom);
}

/* Warnings at half height, errors at full height, so that a single error stays to be seen. */
static void add_strip(struct chart *chart, const struct lanes *lanes)
{
    struct text *out = &chart->body;
    int top = chart->y + HEIGHT + 2;
    for (int severe = 0; severe < 2; severe++) {
        bool any = false;
        for (int i = 0; i < lanes->buckets; i++) {
            uint32_t errors = bucket_sum(lanes, i, EVIDENCE_LEVEL_ERROR);
            uint32_t warnings = bucket_sum(lanes, i, EVIDENCE_LEVEL_WARN) - errors;
            if (severe ? errors == 0 : warnings == 0 || errors > 0) continue;
            double x = bucket_x(chart, lanes, i), width = bucket_x(chart, lanes, i + 1) - x;
            if (width < CHART_COLUMN) width = CHART_COLUMN;
            if (!any) text_addf(out, "<path class=\"%s\" d=\"", severe ? "errors" : "warnings");
            text_addf(out, "M%.1f %dh%.1fv%dh-%.1fz", x, top, width, severe ? STRIP : STRIP / 2,
                      width);
            any = true;
        }
        if (any) text_adds(out, "\"/>\n");
    }
}

static bool is_gap(const struct timeline_spot *spot, uint32_t source)
{
    if (spot->kind == TIMELINE_SPOT_GAP_ALL) return true;
    return (spot->kind == TIMELINE_SPOT_GAP || spot->kind == TIMELINE_SPOT_SILENT) &&
           spot->place.source == source;
}

/* What lies before a source's first record or after its last is no gap in it. */
static void add_gaps(struct chart *chart, uint32_t source)
{
    const struct report_model *model = chart->page->model;
    instant first, last;
    if (source >= model->source_count || !page_source_span(&model->sources[source], &first, &last))
        return;
    const struct timeline_findings *f = chart->page->model->findings;
    for (size_t i = 0; i < f->spot_count && i < PAGE_SPOTS; i++) {
        const struct timeline_spot *spot = &f->spots[i];
        if (!is_gap(spot, source)) continue;
        if (spot->to < chart->page->from || spot->from > chart->page->to) continue;
        if (spot->to < first || spot->from > last) continue;
        double from = chart_x(chart, spot->from < first ? first : spot->from);
        double to = chart_x(chart, spot->to > last ? last : spot->to);
        if (to - from < 1) continue;
        text_addf(&chart->body,
                  "<rect class=\"gap\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\"><title>",
                  from, chart->y, to - from, HEIGHT);
        chart_words(chart, span_of(spot->why), PAGE_SENTENCE);
        text_adds(&chart->body, "</title></rect>\n");
    }
}

static void add_lane(struct chart *chart, const struct lanes *lanes, const char *label,
                     uint32_t source)
{
    uint32_t peak = 0;
    struct text below;
    for (int i = 0; i < lanes->buckets; i++) {
        uint32_t n = bucket_sum(lanes, i, 0);
        if (n > peak) peak = n;
    }
    text_init(&below, 0);
    if (source < chart->page->model->source_count) {
        report_add_source(&below, chart->page->model, source);
        text_adds(&below, ", ");
    }
    text_addf(&below, "%llu records", (unsigned long long)sum_of(lanes->counts, CELLS));
    chart_name(chart, chart->y + 14, span_of(label), below.at);
    text_release(&below);
    add_density(chart, lanes, peak);
    add_strip(chart, lanes);
    add_gaps(chart, source);
    text_addf(&chart->body, "<text class=\"scale\" x=\"%d\" y=\"%d\">%u</text>\n",
              CHART_LEFT + CHART_PLOT + 6, chart->y + 9, peak);
    chart->y += HEIGHT + STRIP + 10;
}

static void add_heading(struct chart *chart, duration width)
{
    struct text words;
    text_init(&words, 0);
    text_adds(&words, "Records of the logs in each ");
    duration_add_text(&words, width);
    text_adds(&words, ", logarithmic, the largest number at the right; below them warnings (half "
                      "height) and errors (full height)");
    chart_heading(chart, words.at);
    text_release(&words);
}

static enum status draw_lanes(struct chart *chart, struct lanes *lanes)
{
    const struct report_model *model = chart->page->model;
    enum status status = STATUS_OK;
    size_t drawn = 0, shared = 0;
    uint32_t first_shared = 0;
    add_heading(chart, lanes->width);
    for (uint32_t i = 0; i < model->source_count && status == STATUS_OK; i++) {
        if (lanes->total[i] == 0) continue;
        if (lanes->total[i] < lanes->least || drawn == CHART_LANES) {
            if (shared++ == 0) first_shared = i;
            lanes->total[i] = 1; /* marks it for the shared lane */
            continue;
        }
        clear_counts(lanes);
        status = count_source(chart, lanes, i);
        lanes->total[i] = 0;
        add_lane(chart, lanes, model->sources[i].name, i);
        drawn++;
    }
    if (shared == 0 || status) return status;
    clear_counts(lanes);
    for (uint32_t i = first_shared; i < model->source_count && status == STATUS_OK; i++)
        if (lanes->total[i]) status = count_source(chart, lanes, i);
    struct text label;
    text_init(&label, 0);
    text_addf(&label, "%zu other logs", shared);
    add_lane(chart, lanes, label.at, UINT32_MAX);
    text_release(&label);
    return status;
}

enum status chart_lanes(struct chart *chart)
{
    size_t sources = chart->page->model->source_count;
    struct lanes lanes = {0};
    choose_buckets(chart, &lanes);
    lanes.total = calloc(sources + 1, sizeof *lanes.total);
    lanes.counts = calloc(CELLS, sizeof *lanes.counts);
    enum status status = STATUS_OK;
    if (!lanes.total || !lanes.counts)
        status = error_set(chart->page->error, STATUS_NO_MEMORY, "no memory for the lanes");
    if (status == STATUS_OK) status = choose_lanes(chart, &lanes);
    if (status == STATUS_OK && lanes.logs) status = draw_lanes(chart, &lanes);
    free(lanes.counts);
    free(lanes.total);
    return status;
}
