/*
 * Which stretch of time the picture shows.
 *
 * The logs whole when they are short. Else impact with as much again on both sides. Without impact
 * the bulk of the records, when a few of them reach far beyond it: one wrong stamp of 1970 would
 * leave a picture of nothing. Else everything.
 */
#include "report/page.h"

#include <stdlib.h>

static const duration SHORT = 6 * NS_PER_HOUR;
static const duration LEAST_MARGIN = 5 * NS_PER_MIN; /* around impact */
static const duration LONGEST = 100 * 365 * NS_PER_DAY;

static void widen(struct interval *window, instant at)
{
    if (!instant_is_known(at)) return;
    if (window->earliest == INSTANT_NONE || at < window->earliest) window->earliest = at;
    if (window->latest == INSTANT_NONE || at > window->latest) window->latest = at;
}

static double length_of(struct interval window)
{
    return (double)window.latest - (double)window.earliest;
}

static bool is_short(struct interval window)
{
    return window.earliest != INSTANT_NONE && length_of(window) <= (double)SHORT;
}

static int by_time(const void *a, const void *b)
{
    instant x = *(const instant *)a, y = *(const instant *)b;
    return (x > y) - (x < y);
}

/* Where the times of a source mostly lie: a sample of them without its first and last twentieth. */
static void widen_by_bulk(struct interval *window, const struct timeline_source *source)
{
    enum { SAMPLE = 256 };
    instant sample[SAMPLE];
    size_t count = 0;
    uint64_t step = source->index->count / SAMPLE + 1;
    for (uint64_t i = 0; i < source->index->count && count < SAMPLE; i += step) {
        instant at = timeline_record_time(source, i);
        if (instant_is_known(at)) sample[count++] = at;
    }
    if (count == 0) return;
    qsort(sample, count, sizeof *sample, by_time);
    size_t cut = count > 2 ? (count + 19) / 20 : 0;
    widen(window, sample[cut]);
    widen(window, sample[count - 1 - cut]);
}

/* The logs that hold most records; a list of commits may reach back for years. `bulk` leaves out
 * what is far from the rest of each. */
static struct interval span_of_logs(const struct report_model *model, bool bulk)
{
    struct interval window = INTERVAL_NONE;
    uint64_t records = 0;
    for (size_t i = 0; i < model->source_count; i++)
        if (model->sources[i].index->kind == EVIDENCE_LOG)
            records += model->sources[i].index->timed;
    for (size_t i = 0; i < model->source_count; i++) {
        const struct timeline_source *source = &model->sources[i];
        const struct evidence_index *index = source->index;
        instant from, to;
        if (index->kind != EVIDENCE_LOG || index->timed < records / 2000) continue;
        if (bulk) {
            widen_by_bulk(&window, source);
        } else if (page_source_span(source, &from, &to)) {
            widen(&window, from);
            widen(&window, to);
        }
    }
    return window;
}

static struct interval span_of_milestones(const struct report_model *model, bool impact_only)
{
    struct interval window = INTERVAL_NONE;
    for (int i = 0; i < TIMELINE_MILESTONE_COUNT; i++) {
        const struct timeline_milestone *m = &model->findings->milestones[i];
        if (impact_only && i != TIMELINE_MILESTONE_IMPACT_START &&
            i != TIMELINE_MILESTONE_IMPACT_END)
            continue;
        widen(&window, m->at.earliest);
        widen(&window, m->at.latest);
    }
    return window;
}

/* With the milestones as well, as long as that stays short. */
static struct interval with_milestones(const struct report_model *model, struct interval window)
{
    struct interval both = window, near = span_of_milestones(model, false);
    widen(&both, near.earliest);
    widen(&both, near.latest);
    return is_short(both) ? both : window;
}

static struct interval without_impact(const struct report_model *model)
{
    struct interval all = span_of_milestones(model, false), bulk = span_of_logs(model, true);
    widen(&all, model->findings->span.earliest);
    widen(&all, model->findings->span.latest);
    if (all.earliest == INSTANT_NONE) return all;
    bool far = length_of(bulk) < length_of(all) / 10 || length_of(all) > (double)LONGEST;
    return bulk.earliest != INSTANT_NONE && far ? bulk : all;
}

static struct interval choose(const struct report_model *model, duration *ret_margin)
{
    struct interval window = span_of_logs(model, false), impact = span_of_milestones(model, true);
    *ret_margin = 0;
    if (is_short(window)) return with_milestones(model, window);
    if (impact.earliest == INSTANT_NONE || length_of(impact) > (double)LONGEST)
        return without_impact(model);
    *ret_margin = impact.latest - impact.earliest;
    if (*ret_margin < LEAST_MARGIN) *ret_margin = LEAST_MARGIN;
    impact.earliest = instant_add(impact.earliest, -*ret_margin);
    impact.latest = instant_add(impact.latest, *ret_margin);
    return with_milestones(model, impact);
}

static instant whole_second(instant at)
{
    instant rest = at % NS_PER_S;
    return instant_add(at, rest < 0 ? -rest - NS_PER_S : -rest);
}

void page_choose_window(struct page *page)
{
    struct interval span = page->model->findings->span;
    duration margin;
    struct interval window = choose(page->model, &margin);
    page->whole = true;
    if (window.earliest == INSTANT_NONE) return;
    if (window.latest > instant_add(window.earliest, LONGEST))
        window.latest = instant_add(window.earliest, LONGEST);
    duration length = window.latest - window.earliest, edge = margin ? 0 : length / 50 + NS_PER_MS;
    page->from = instant_add(window.earliest, -edge);
    page->to = instant_add(window.latest, edge);
    if (length > NS_PER_MIN) {
        page->from = whole_second(page->from);
        page->to = whole_second(instant_add(page->to, NS_PER_S - 1));
    }
    page->whole =
        span.earliest == INSTANT_NONE || (page->from <= span.earliest && page->to >= span.latest);
    page->day = report_day(page->from + (page->to - page->from) / 2, page->model->zone);
}
