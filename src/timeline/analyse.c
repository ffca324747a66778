#include "timeline/findings.h"

#include <stdio.h>
#include <stdlib.h>

static const char *say_instant(struct arena *arena, instant at, enum instant_style style,
                               int digits)
{
    struct text text;
    text_init(&text, 200);
    instant_add_text(&text, at, NULL, style, digits);
    if (style == INSTANT_CLOCK) text_addc(&text, 'Z');
    const char *said = arena_copy(arena, text_span(&text));
    text_release(&text);
    return said ? said : "?";
}

const char *say_clock(struct arena *arena, instant at)
{
    return say_instant(arena, at, INSTANT_CLOCK, -1);
}

const char *say_moment(struct arena *arena, instant at)
{
    return say_instant(arena, at, INSTANT_FULL, 0);
}

const char *say_length(struct arena *arena, duration length)
{
    struct text text;
    text_init(&text, 200);
    duration_add_text(&text, length);
    const char *said = arena_copy(arena, text_span(&text));
    text_release(&text);
    return said ? said : "?";
}

enum status spot_add(struct spot_list *list, enum timeline_spot_kind kind, instant from, instant to,
                     double score, uint32_t source, struct error *error, const char *why, ...)
{
    struct text text;
    va_list args;
    char sentence[1024];
    enum status status =
        grow_array(&list->items, &list->room, list->count + 1, sizeof *list->items, error);
    if (status) return status;
    va_start(args, why);
    int len = vsnprintf(sentence, sizeof sentence, why, args);
    va_end(args);
    text_init(&text, 8192);
    size_t shown = len < 0 ? 0 : (size_t)len < sizeof sentence ? (size_t)len : sizeof sentence - 1;
    text_add(&text, (struct span){sentence, shown});
    const char *copy = arena_copy(list->arena, text_span(&text));
    text_release(&text);
    if (!copy) return arena_full(list->arena, error);
    list->items[list->count++] = (struct timeline_spot){.kind = kind,
                                                        .from = from,
                                                        .to = to,
                                                        .score = score,
                                                        .why = copy,
                                                        .place = {.source = source}};
    return STATUS_OK;
}

size_t first_event_from(const struct timeline_input *input, instant at)
{
    size_t low = 0, high = input->event_count;
    while (low < high) {
        size_t probe = low + (high - low) / 2;
        if (input->events[probe].at.earliest < at)
            low = probe + 1;
        else
            high = probe;
    }
    return low;
}

static int by_time(const void *a, const void *b)
{
    const struct timeline_spot *x = a, *y = b;
    if (x->from != y->from) return x->from < y->from ? -1 : 1;
    if (x->kind != y->kind) return x->kind < y->kind ? -1 : 1;
    return (x->place.source > y->place.source) - (x->place.source < y->place.source);
}

static enum status widen(const struct timeline_source *source, struct interval *span,
                         struct error *error)
{
    struct times times;
    enum status status = times_init(source, &times, error);
    if (status || times.first == INSTANT_NONE) return status;
    if (span->earliest == INSTANT_NONE || times.first < span->earliest)
        span->earliest = times.first;
    if (times.last > span->latest) span->latest = times.last;
    times_release(&times);
    return STATUS_OK;
}

static struct interval span_of_series(const struct timeline_input *input)
{
    struct interval span = INTERVAL_NONE;
    for (size_t i = 0; i < input->series_count; i++) {
        const struct timeline_series *series = &input->series[i];
        if (series->count == 0) continue;
        const instant first = series->at[0], last = series->at[series->count - 1];
        if (span.earliest == INSTANT_NONE) span = (struct interval){first, last};
        if (first < span.earliest) span.earliest = first;
        if (last > span.latest) span.latest = last;
    }
    return span;
}

/* From the first to the last record of the logs that speak often; a handful of lines from last
 * month (commits, audit) would only stretch it. Without such logs, of all logs, else of the events,
 * else of the metrics.
 */
static enum status find_span(const struct timeline_input *input, struct interval *span,
                             struct error *error)
{
    enum { OFTEN = 50 };
    enum status status = STATUS_OK;
    *span = INTERVAL_NONE;
    for (uint64_t least = OFTEN; span->earliest == INSTANT_NONE; least = 1) {
        for (size_t i = 0; i < input->source_count && !status; i++) {
            const struct evidence_index *index = input->sources[i].index;
            if (index->kind == EVIDENCE_LOG && index->timed >= least)
                status = widen(&input->sources[i], span, error);
        }
        if (least == 1) break;
    }
    for (size_t i = 0; i < input->event_count && span->earliest == INSTANT_NONE; i++)
        if (input->events[i].at.earliest != INSTANT_NONE)
            *span = (struct interval){input->events[i].at.earliest,
                                      input->events[input->event_count - 1].at.latest};
    if (span->earliest == INSTANT_NONE) *span = span_of_series(input);
    return status;
}

static enum status find_spots(const struct timeline_input *input, const struct impact *impact,
                              const struct timeline_milestone *milestones, struct spot_list *list,
                              struct error *error)
{
    enum status status = spots_of_impact(input, impact, list, error);
    if (status == STATUS_OK) status = spots_of_sources(input, impact, list, error);
    if (status == STATUS_OK) status = spots_of_gaps(input, impact, list, error);
    if (status == STATUS_OK) status = spots_of_series(input, impact, list, error);
    if (status == STATUS_OK) status = spots_of_messages(input, impact, list, error);
    if (status == STATUS_OK) status = spots_of_events(input, impact, milestones, list, error);
    return status;
}

static enum status keep(struct arena *arena, const void *items, size_t count, size_t size,
                        void *ret, struct error *error)
{
    void *copy = arena_array(arena, count + 1, size);
    if (!copy) return arena_full(arena, error);
    if (count) memcpy(copy, items, count * size);
    *(void **)ret = copy;
    return STATUS_OK;
}

static void tell_impact(const struct timeline_input *input, const struct impact *impact,
                        struct arena *arena, struct timeline_findings *findings)
{
    findings->impact_basis = "no source counts requests or errors";
    if (!impact->known) return;
    findings->impact_from = impact->from;
    findings->impact_width = impact->width;
    findings->impact_buckets = impact->buckets;
    findings->impact_share = impact->share;
    if (impact->measure.name) {
        findings->impact_basis = impact->measure.name;
        const char *basis = arena_printf(
            arena, "how far %s is %s what is usual, by points of %s", impact->measure.name,
            impact->measure.falls ? "below" : "above", say_length(arena, impact->width));
        if (basis) findings->impact_basis = basis;
        return;
    }
    const char *name =
        impact->source != UINT32_MAX ? input->sources[impact->source].name : "all such sources";
    const char *basis = arena_printf(
        arena, "%s of %llu %s in %s, by buckets of %s; more than %.0f %% is taken as impact",
        impact->of_requests ? "share failed (5xx, 499) or slow" : "share of errors",
        (unsigned long long)impact->asked, impact->of_requests ? "requests" : "records", name,
        say_length(arena, impact->width), 100 * (double)impact->enter);
    if (basis) findings->impact_basis = basis;
}

enum status timeline_analyse(const struct timeline_input *input, struct arena *arena,
                             struct timeline_findings *ret, struct error *error)
{
    struct timeline_findings findings = {0};
    struct impact impact = {0};
    struct spot_list spots = {.arena = arena};
    struct conflict_list conflicts = {.arena = arena};
    enum status status = find_span(input, &findings.span, error);
    if (status == STATUS_OK) status = impact_scan(input, arena, &impact, error);
    if (status == STATUS_OK) status = impact_find_runs(input, arena, &impact, error);
    if (status == STATUS_OK && (!impact.of_requests || impact.start.earliest == INSTANT_NONE))
        status = impact_of_series(input, arena, &impact, error);
    if (status == STATUS_OK) impact_leave_apart(input, arena, &impact);
    if (status == STATUS_OK)
        status = milestones_propose(input, &impact, arena, findings.milestones, error);
    if (status == STATUS_OK)
        status = milestones_doubt(input, &impact, arena, findings.milestones, error);
    if (status == STATUS_OK)
        status = durations_of(findings.milestones, arena, &findings.durations,
                              &findings.duration_count, error);
    if (status == STATUS_OK)
        status = find_spots(input, &impact, findings.milestones, &spots, error);
    if (status == STATUS_OK) status = conflicts_find(input, &impact, &conflicts, error);
    if (status == STATUS_OK && spots.count)
        qsort(spots.items, spots.count, sizeof *spots.items, by_time);
    if (status == STATUS_OK)
        status = keep(arena, spots.items, spots.count, sizeof *spots.items, &findings.spots, error);
    if (status == STATUS_OK)
        status = keep(arena, conflicts.items, conflicts.count, sizeof *conflicts.items,
                      &findings.conflicts, error);
    findings.spot_count = spots.count;
    findings.conflict_count = conflicts.count;
    free(spots.items);
    free(conflicts.items);
    if (status) return status;
    tell_impact(input, &impact, arena, &findings);
    *ret = findings;
    return STATUS_OK;
}
