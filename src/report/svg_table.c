/* The picture in rows and columns, and where its window lies in the whole of the evidence. */
#include "report/chart.h"

#include <math.h>
#include <stdlib.h>

enum { SLICES = 26, OVERVIEW = 400, OVERVIEW_HEIGHT = 28 };

static enum status count_logs(struct page *page, instant from, duration width, size_t buckets,
                              uint32_t *counts)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < page->model->source_count && status == STATUS_OK; i++)
        if (page->model->sources[i].index->kind == EVIDENCE_LOG)
            status = timeline_count(&page->model->sources[i], 1, from, width, buckets, counts,
                                    page->error);
    return status;
}

static uint64_t slice_sum(const uint32_t *counts, size_t slice, unsigned from, unsigned to)
{
    uint64_t sum = 0;
    for (unsigned level = from; level < to; level++) sum += counts[level * SLICES + slice];
    return sum;
}

static double slice_share(const struct page *page, instant from, instant to)
{
    const struct timeline_findings *f = page->model->findings;
    double most = NAN;
    for (size_t i = 0; f->impact_share && i < f->impact_buckets; i++) {
        instant at = instant_add(f->impact_from, (duration)i * f->impact_width);
        double share = (double)f->impact_share[i];
        if (at >= from && at < to && !isnan(share) && !(share <= most)) most = share;
    }
    return most;
}

static void add_slice(struct page *page, const uint32_t *counts, size_t slice, instant from,
                      duration width)
{
    double share = slice_share(page, from, instant_add(from, width));
    uint64_t events = 0;
    const struct timeline_reading *reading = page->model->reading;
    for (size_t i = 0; i < reading->event_count; i++) {
        instant at = reading->events[i].at.earliest;
        events += at >= from && at < instant_add(from, width);
    }
    text_adds(&page->out, "<tr><th scope=\"row\">");
    page_time(page, from);
    text_adds(&page->out, "</th><td class=\"n\">");
    if (isnan(share))
        text_adds(&page->out, "-");
    else
        text_addf(&page->out, "%.0f\xe2\x80\xaf%%", 100 * share);
    const unsigned edges[] = {0, EVIDENCE_LEVEL_WARN, EVIDENCE_LEVEL_ERROR, EVIDENCE_LEVEL_COUNT};
    for (size_t i = 0; i < 3; i++) {
        text_adds(&page->out, "</td><td class=\"n\">");
        page_number(
            page, slice_sum(counts, slice, edges[i], i == 0 ? EVIDENCE_LEVEL_COUNT : edges[i + 1]));
    }
    text_adds(&page->out, "</td><td class=\"n\">");
    page_number(page, events);
    text_adds(&page->out, "</td></tr>\n");
}

enum status page_picture_table(struct page *page)
{
    static const char *const heads[] = {
        "from", "#largest share failed or slow", "#log records", "#warnings", "#errors", "#events",
        NULL};
    duration width = chart_round((page->to - page->from) / (SLICES - 2) + 1),
             rest = page->from % width;
    instant from = instant_add(page->from, rest < 0 ? -rest - width : -rest);
    uint32_t *counts = calloc((size_t)SLICES * EVIDENCE_LEVEL_COUNT, sizeof *counts);
    if (!counts) return error_set(page->error, STATUS_NO_MEMORY, "no memory for the counts");
    enum status status = count_logs(page, from, width, SLICES, counts);
    if (status == STATUS_OK) {
        text_adds(&page->out, "<details open><summary>The picture in numbers</summary>\n");
        page_table(page, "The window of the picture in equal parts", heads);
        for (size_t i = 0; i < SLICES && instant_add(from, (duration)i * width) < page->to; i++)
            add_slice(page, counts, i, instant_add(from, (duration)i * width), width);
        page_table_end(page);
        text_adds(&page->out, "</details>\n");
    }
    free(counts);
    return status;
}

static void add_overview(struct page *page, const uint32_t *counts, instant from, instant to)
{
    struct text *out = &page->out;
    uint64_t sum[OVERVIEW] = {0}, peak = 1;
    for (size_t c = 0; c < OVERVIEW; c++) {
        for (unsigned level = 0; level < EVIDENCE_LEVEL_COUNT; level++)
            sum[c] += counts[level * OVERVIEW + c];
        if (sum[c] > peak) peak = sum[c];
    }
    double scale = OVERVIEW / ((double)to - (double)from);
    double left = ((double)page->from - (double)from) * scale;
    double right = ((double)page->to - (double)from) * scale;
    if (left < 0) left = 0;
    if (right > OVERVIEW) right = OVERVIEW;
    text_addf(out,
              "<svg class=\"overview\" viewBox=\"0 0 %d %d\" preserveAspectRatio=\"none\" "
              "role=\"img\" aria-label=\"Records of the logs over the whole evidence; the frame is "
              "the window of the picture below\">\n<path class=\"density\" d=\"M0 %d",
              OVERVIEW, OVERVIEW_HEIGHT, OVERVIEW_HEIGHT);
    for (size_t c = 0; c < OVERVIEW; c++) {
        double height = sum[c] ? 2 + 22 * log1p((double)sum[c]) / log1p((double)peak) : 0;
        text_addf(out, "V%.1fh1", OVERVIEW_HEIGHT - height);
    }
    text_addf(out,
              "V%dz\"/>\n<rect class=\"window\" x=\"%.1f\" y=\"0.5\" width=\"%.1f\" "
              "height=\"%d\"/>\n</svg>\n",
              OVERVIEW_HEIGHT, left, right - left < 2 ? 2 : right - left, OVERVIEW_HEIGHT - 1);
}

enum status chart_overview(struct page *page)
{
    struct interval span = page->model->findings->span;
    if (!instant_is_known(span.earliest) || !instant_is_known(span.latest)) return STATUS_OK;
    if ((double)span.latest - (double)span.earliest > 9e18) return STATUS_OK;
    duration width = (span.latest - span.earliest) / OVERVIEW + 1;
    uint32_t *counts = calloc((size_t)OVERVIEW * EVIDENCE_LEVEL_COUNT, sizeof *counts);
    if (!counts) return error_set(page->error, STATUS_NO_MEMORY, "no memory for the counts");
    enum status status = count_logs(page, span.earliest, width, OVERVIEW, counts);
    if (status == STATUS_OK) add_overview(page, counts, span.earliest, span.latest);
    free(counts);
    return status;
}
