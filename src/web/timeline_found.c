/* What the evidence shows by itself: sources with their clocks, milestones, hot spots, pictures. */
#include "web/timeline.h"

#include <math.h>

enum { SPOTS = 400, EVENTS = 4000, TEXT = 600, SHARES = 1200, SERIES = 400, SOURCES = 2000 };

static void add_sources(struct timeline_view *view)
{
    struct model *model = &view->request->model;
    struct value *list = value_list(model, NULL, "lanes");
    for (size_t i = 0; i < view->workspace.count && i < SOURCES; i++) {
        const struct timeline_source *source = &view->workspace.sources[i];
        struct value *to = value_object(model, list, NULL);
        struct timeline_place whole = {(uint32_t)i, 0, 0};
        web_timeline_place(view, to, "id", &whole);
        value_text(model, to, "name", source->name);
        value_text(model, to, "kind", evidence_kind_word(source->index->kind));
        value_count(model, to, "records", (int64_t)source->index->count);
        value_count(model, to, "timed", (int64_t)source->index->timed);
        value_flag(model, to, "log", source->index->kind == EVIDENCE_LOG && source->index->timed);
        web_timeline_clock(view, to, source);
        if (!source->prepared) continue;
        struct interval span = timeline_prepared_span(source->prepared);
        if (span.earliest != INSTANT_NONE) web_timeline_at(view, to, "span", span);
    }
}

static void add_milestones(struct timeline_view *view)
{
    struct model *model = &view->request->model;
    const struct timeline_findings *found = &view->workspace.findings;
    struct value *list = value_list(model, NULL, "milestones");
    for (unsigned i = 0; i < TIMELINE_MILESTONE_COUNT; i++) {
        const struct timeline_milestone *milestone = &found->milestones[i];
        if (milestone->at.earliest == INSTANT_NONE) continue;
        struct value *to = value_object(model, list, NULL);
        value_text(model, to, "word", timeline_milestone_word((enum timeline_milestone_kind)i));
        web_timeline_at(view, to, "at", milestone->at);
        value_text(model, to, "basis", milestone->basis);
        web_timeline_place(view, to, "place", &milestone->place);
    }
}

static bool is_gap(enum timeline_spot_kind kind)
{
    return kind == TIMELINE_SPOT_GAP || kind == TIMELINE_SPOT_GAP_ALL ||
           kind == TIMELINE_SPOT_SILENT;
}

static void add_spots(struct timeline_view *view)
{
    struct model *model = &view->request->model;
    const struct timeline_findings *found = &view->workspace.findings;
    struct value *list = value_list(model, NULL, "spots");
    for (size_t i = 0; i < found->spot_count && i < SPOTS; i++) {
        const struct timeline_spot *spot = &found->spots[i];
        struct value *to = value_object(model, list, NULL);
        value_text(model, to, "word", timeline_spot_word(spot->kind));
        value_flag(model, to, "gap", is_gap(spot->kind));
        web_timeline_at(view, to, "at", (struct interval){spot->from, spot->to});
        web_timeline_text(view, to, "why", span_of(spot->why), TEXT);
        web_timeline_place(view, to, "place", &spot->place);
        if (spot->place.source < view->workspace.count)
            value_textf(model, to, "source", "S%u", view->workspace.sources[spot->place.source].id);
    }
    if (found->spot_count > SPOTS)
        value_count(model, NULL, "more_spots", (int64_t)(found->spot_count - SPOTS));
}

static void add_conflicts(struct timeline_view *view)
{
    struct model *model = &view->request->model;
    const struct timeline_findings *found = &view->workspace.findings;
    struct value *list = value_list(model, NULL, "conflicts");
    for (size_t i = 0; i < found->conflict_count; i++) {
        const struct timeline_conflict *conflict = &found->conflicts[i];
        struct value *to = value_object(model, list, NULL);
        web_timeline_text(view, to, "what", span_of(conflict->what), TEXT);
        web_timeline_text(view, to, "which", span_of(conflict->which), 2 * TEXT);
    }
}

/* Events that documents tell of: chats, alerts, deploys, shells. */
static void add_events(struct timeline_view *view)
{
    struct model *model = &view->request->model;
    const struct timeline_reading *reading = &view->workspace.reading;
    struct value *list = value_list(model, NULL, "events");
    for (size_t i = 0; i < reading->event_count && i < EVENTS; i++) {
        const struct timeline_event *event = &reading->events[i];
        struct value *to = value_object(model, list, NULL);
        const char *code = timeline_event_code(event->kind);
        value_text(model, to, "kind", code);
        value_text(model, to, "group", web_timeline_group(code));
        web_timeline_at(view, to, "at", event->at);
        if (event->end.earliest != INSTANT_NONE) web_timeline_at(view, to, "end", event->end);
        web_timeline_text(view, to, "actor", span_of(event->actor), TEXT);
        web_timeline_text(view, to, "what", span_of(event->what), TEXT);
        web_timeline_place(view, to, "place", &event->place);
        value_flag(model, to, "failed", event->failed);
    }
}

/* The share of requests that did not succeed or were slow, in thousandths, -1 where nothing was
 * asked; the largest where several seconds come together. */
static void add_impact(struct timeline_view *view)
{
    struct model *model = &view->request->model;
    const struct timeline_findings *found = &view->workspace.findings;
    if (!found->impact_share || !found->impact_buckets) return;
    size_t step = found->impact_buckets / SHARES + 1;
    struct value *to = value_object(model, NULL, "impact");
    value_count(model, to, "from", web_timeline_us(found->impact_from));
    value_count(model, to, "width", (int64_t)step * found->impact_width / NS_PER_US);
    value_text(model, to, "basis", found->impact_basis);
    struct value *list = value_list(model, to, "share");
    for (size_t i = 0; i < found->impact_buckets; i += step) {
        float most = -1;
        for (size_t k = i; k < i + step && k < found->impact_buckets; k++)
            if (!isnan(found->impact_share[k]) && found->impact_share[k] > most)
                most = found->impact_share[k];
        value_count(model, list, NULL, most < 0 ? -1 : (int64_t)lrintf(most * 1000));
    }
}

static void add_series(struct timeline_view *view)
{
    struct model *model = &view->request->model;
    const struct timeline_reading *reading = &view->workspace.reading;
    struct value *list = value_list(model, NULL, "series");
    for (size_t i = 0; i < reading->series_count && i < SERIES; i++) {
        const struct timeline_series *series = &reading->series[i];
        struct value *to = value_object(model, list, NULL);
        value_count(model, to, "number", (int64_t)i);
        web_timeline_text(view, to, "name", span_of(series->name), 200);
        value_count(model, to, "points", (int64_t)series->count);
        web_timeline_place(view, to, "place", &series->place);
    }
}

enum status web_timeline_found(struct timeline_view *view, bool all, struct error *error)
{
    struct model *model = &view->request->model;
    if (!view->evidence) return STATUS_OK;
    const struct timeline_findings *found = &view->workspace.findings;
    value_text(model, NULL, "tag", web_evidence_tag(view->evidence));
    value_flag(model, NULL, "ready", true);
    if (found->span.earliest != INSTANT_NONE) web_timeline_at(view, NULL, "whole", found->span);
    add_sources(view);
    add_milestones(view);
    add_spots(view);
    add_conflicts(view);
    add_series(view);
    web_timeline_pictures(view);
    if (all) add_events(view);
    if (all) add_impact(view);
    return model_status(model, error);
}
