/* Milestones that rest on impact itself: its start, its end, mitigation, and the first signal. */
#include "timeline/milestones.h"

#include <math.h>

static const char *what_counts(const struct proposing *p)
{
    const struct impact *impact = p->impact;
    const char *name = impact->source != UINT32_MAX ? p->input->sources[impact->source].name : NULL;
    if (!impact->of_requests) return "error records among all records of the logs (no request log)";
    const char *timed =
        impact->timed_source != UINT32_MAX ? p->input->sources[impact->timed_source].name : NULL;
    const char *counts =
        name ? arena_printf(p->arena, "requests in %s", name)
             : arena_printf(p->arena, "requests in %u access logs", impact->used_sources);
    if (!counts || !timed) return counts;
    return arena_printf(p->arena, "%s (how long they took is told by %s)", counts, timed);
}

static const char *slow_words(const struct proposing *p)
{
    if (p->impact->slow_bin >= TOOK_BINS) return "failed";
    return arena_printf(p->arena, "failed or took longer than %s",
                        say_length(p->arena, impact_bin_edge(p->impact->slow_bin)));
}

static struct timeline_place place_of_impact(const struct proposing *p)
{
    return (struct timeline_place){.source = p->impact->source};
}

/* "; it came in 2 stretches: 14:00:50Z to 14:22:55Z, 14:37:00Z to 14:58:40Z", where pauses are
 * long enough to be told; else "". */
static const char *stretches(const struct proposing *p)
{
    enum { SHOWN = 4 };
    const struct impact *impact = p->impact;
    const duration pause = 3 * NS_PER_MIN;
    struct text text;
    size_t count = 0, from = SIZE_MAX, end = 0;
    text_init(&text, 1024);
    for (size_t i = impact->first_run; i <= impact->last_run + 1; i++) {
        const struct impact_run *run = i <= impact->last_run ? &impact->runs[i] : NULL;
        if (run && !run->sustained) continue;
        bool apart =
            run && from != SIZE_MAX && (duration)(run->first - end) * impact->width > pause;
        if (from != SIZE_MAX && (!run || apart)) {
            if (++count <= SHOWN)
                text_addf(&text, "%s%s to %s", count > 1 ? ", " : "",
                          say_clock(p->arena, impact_time(impact, from)),
                          say_clock(p->arena, impact_time(impact, end)));
            from = SIZE_MAX;
        }
        if (run && from == SIZE_MAX) from = run->first;
        if (run) end = run->end;
    }
    const char *said = "";
    if (count > 1)
        said = arena_printf(p->arena, "; it came in %zu stretches: %.*s%s", count,
                            SPAN_ARGS(text_span(&text)), count > SHOWN ? ", and more" : "");
    text_release(&text);
    return said ? said : "";
}

/* "below 120 (usual is 240)" */
static const char *measured(const struct proposing *p)
{
    const struct impact_measure *measure = &p->impact->measure;
    return arena_printf(p->arena, "%s is %s %.4g (usual is %.4g)", measure->name,
                        measure->falls ? "below" : "above", measure->enter, measure->usual);
}

static void propose_measured(struct proposing *p, const char *parts)
{
    const struct impact *impact = p->impact;
    const struct impact_measure *measure = &impact->measure;
    const char *words = measured(p), *step = say_length(p->arena, measure->step);
    const char *why = measure->of_requests
                          ? "no failed requests were seen, they stay away"
                          : "a metric alone tells of impact, as no log of requests shows any";
    if (!words) return;
    propose(p, TIMELINE_MILESTONE_IMPACT_START, impact->start, place_of_impact(p),
            arena_printf(p->arena,
                         "first of several points, one each %s, at which %s: %.4g, and %.4g at the "
                         "most; %s, and a point may stand for what lies before it or after it%s",
                         step, words, measure->first, measure->worst, why, parts));
    propose(p, TIMELINE_MILESTONE_IMPACT_END, impact->end, place_of_impact(p),
            arena_printf(p->arena, "last point, one each %s, at which %s: %.4g%s", step, words,
                         measure->last, parts));
}

static void propose_counted(struct proposing *p, const char *parts)
{
    const struct impact *impact = p->impact;
    size_t first = impact->runs[impact->first_run].first;
    size_t end = impact->runs[impact->last_run].end;
    const char *counts = what_counts(p), *words = slow_words(p);
    const char *doubt =
        impact->unplaced ? "; the zone of these stamps is not known, they are taken as UTC and may "
                           "be whole hours away"
                         : "";
    if (!counts || !words) return;
    propose(p, TIMELINE_MILESTONE_IMPACT_START, impact->start, place_of_impact(p),
            arena_printf(p->arena,
                         "first of several %s buckets in which more than %.0f %% of %s %s: %.0f %% "
                         "in the bucket from %s%s%s",
                         say_length(p->arena, impact->width), 100 * (double)impact->enter, counts,
                         words, 100 * (double)impact->share[first],
                         say_clock(p->arena, impact_time(impact, first)), parts, doubt));
    propose(
        p, TIMELINE_MILESTONE_IMPACT_END, impact->end, place_of_impact(p),
        arena_printf(p->arena,
                     "last %s bucket in which more than %.0f %% of %s %s: %.0f %% in the bucket "
                     "from %s; shorter blips after it are listed apart%s%s",
                     say_length(p->arena, impact->width), 100 * (double)impact->enter, counts,
                     words, 100 * (double)impact->share[end - 1],
                     say_clock(p->arena, impact_time(impact, end - 1)), parts, doubt));
}

void propose_impact(struct proposing *p)
{
    const struct impact *impact = p->impact;
    if (impact->apart)
        propose(p, TIMELINE_MILESTONE_IMPACT_START, INTERVAL_NONE, no_place(), impact->apart);
    if (impact->start.earliest == INSTANT_NONE) return;
    const char *parts = stretches(p);
    if (impact->measure.name)
        propose_measured(p, parts);
    else
        propose_counted(p, parts);
    const struct timeline_event *last = last_event(
        p->input,
        (const enum timeline_event_kind[]){TIMELINE_ACT_FIX, TIMELINE_ACT_LIMIT, TIMELINE_ACT_UNDO,
                                           TIMELINE_CHANGE_DATA, TIMELINE_CHANGE_CONFIG,
                                           TIMELINE_CHANGE_DEPLOY, TIMELINE_EVENT_KIND_COUNT},
        p->start, impact->end.latest);
    propose(p, TIMELINE_MILESTONE_MITIGATION, impact->end, place_of_impact(p),
            arena_printf(p->arena, "harm stays below the level from here%s%s",
                         last ? "; the last action or change before it: " : "",
                         last ? last->what : ""));
}

/* Where answers began to take unusually long, without a break up to impact. */
static size_t first_slow_bucket(const struct impact *impact, size_t start, duration *band)
{
    duration usual = -1;
    for (size_t i = 0; i < start; i++) {
        duration p95 = impact_quantile(&impact->bucket[i], 0.95);
        if (p95 >= 0 && (usual < 0 || p95 < usual)) usual = p95;
    }
    if (usual < 0) return start;
    *band = usual * 10 > 100 * NS_PER_MS ? usual * 10 : 100 * NS_PER_MS;
    size_t found = start, quiet = 0, allowed = (size_t)(5 * NS_PER_S / impact->width) + 1;
    for (size_t i = start; i > 0 && quiet < allowed; i--) {
        if (impact_quantile(&impact->bucket[i - 1], 0.95) > *band)
            found = i - 1, quiet = 0;
        else
            quiet++;
    }
    return found;
}

void propose_signal(struct proposing *p)
{
    const struct impact *impact = p->impact;
    duration band = 0;
    if (impact->start.earliest == INSTANT_NONE) return;
    size_t start = impact->runs[impact->first_run].first;
    size_t found = first_slow_bucket(impact, start, &band);
    if (found == start) {
        propose(p, TIMELINE_MILESTONE_SIGNAL, impact->start, place_of_impact(p),
                "no earlier trace was found than impact itself");
        return;
    }
    instant at = impact_time(impact, found);
    propose(
        p, TIMELINE_MILESTONE_SIGNAL, (struct interval){at - impact->width, at + impact->width},
        place_of_impact(p),
        arena_printf(p->arena,
                     "from the bucket of %s on, up to impact, the 95th percentile of answers is "
                     "above %s; found afterwards, it does not mean that anybody could see it then",
                     say_clock(p->arena, at), say_length(p->arena, band)));
}
