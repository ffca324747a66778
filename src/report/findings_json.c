/* The findings as one JSON object; docs/formats/findings.md describes its members. */
#include "report/internal.h"

#include <stdio.h>

void report_json_source(struct json_writer *json, const struct report_model *model, size_t number)
{
    const struct timeline_source *source = &model->sources[number];
    const struct report_source *custody = &model->custody[number];
    const struct timeline_clock *clock = &source->clock;
    const struct evidence_index *index = source->index;
    char hex[65], id[16];
    snprintf(id, sizeof id, "S%u", source->id);
    json_object(json);
    json_key(json, "source");
    json_string(json, id);
    json_key(json, "name");
    json_string(json, source->name);
    json_key(json, "kind");
    json_string(json, evidence_kind_word(index->kind));
    json_key(json, "formats");
    json_array(json);
    for (unsigned i = 0; i < index->layout_count; i++) json_string(json, index->layouts[i].name);
    json_array_end(json);
    json_key(json, "bytes");
    json_uint(json, custody->facts.size);
    json_key(json, "records");
    json_uint(json, index->count);
    json_key(json, "timed");
    json_uint(json, index->timed);
    json_key(json, "late");
    json_uint(json, index->late);
    sha256_hex(&custody->facts.hash, hex);
    json_key(json, "sha256");
    json_string(json, hex);
    sha256_hex(&custody->facts.capture, hex);
    json_key(json, "capture_sha256");
    json_string(json, hex);
    json_key(json, "packing");
    json_string(json, evidence_packing_word(custody->packing));
    json_key(json, "origin");
    json_string(json, custody->origin);
    json_key(json, "collected");
    report_json_instant(json, custody->collected, NULL);
    json_key(json, "collected_by");
    json_string(json, custody->by);
    json_key(json, "zone");
    json_string(json, report_zone_word(source));
    json_key(json, "zone_basis");
    json_string(json, index->local ? report_basis_word(clock->zone_basis)
                                   : report_basis_word(TIMELINE_BASIS_CONTENT));
    json_key(json, "offset_least_s");
    json_seconds(json, clock->offset_least);
    json_key(json, "offset_most_s");
    json_seconds(json, clock->offset_most);
    json_key(json, "offset_basis");
    json_string(json, report_basis_word(clock->offset_basis));
    json_key(json, "ties");
    json_uint(json, clock->ties);
    json_key(json, "why");
    json_string(json, clock->why);
    json_key(json, "year_basis");
    json_string(json, index->year_basis);
    json_object_end(json);
}

static void add_length(struct json_writer *json, struct span_of_time length)
{
    if (!length.known) {
        json_null(json);
        return;
    }
    json_object(json);
    json_key(json, "least_s");
    if (length.least == INSTANT_OPEN_START)
        json_null(json);
    else
        json_seconds(json, length.least);
    json_key(json, "most_s");
    if (length.most == INT64_MAX)
        json_null(json);
    else
        json_seconds(json, length.most);
    json_object_end(json);
}

static void add_milestones(struct json_writer *json, const struct report_model *model)
{
    const struct timeline_findings *findings = model->findings;
    json_key(json, "milestones");
    json_array(json);
    for (int i = 0; i < TIMELINE_MILESTONE_COUNT; i++) {
        const struct timeline_milestone *m = &findings->milestones[i];
        json_object(json);
        json_key(json, "milestone");
        json_string(json, timeline_milestone_word((enum timeline_milestone_kind)i));
        json_key(json, "at");
        report_json_interval(json, m->at, model->zone);
        json_key(json, "basis");
        json_string(json, m->basis);
        json_key(json, "clock_unconfirmed");
        json_bool(json, m->unconfirmed);
        json_key(json, "place");
        report_json_place(json, model, &m->place);
        json_object_end(json);
    }
    json_array_end(json);
    json_key(json, "durations");
    json_array(json);
    for (size_t i = 0; i < findings->duration_count; i++) {
        json_object(json);
        json_key(json, "duration");
        json_string(json, findings->durations[i].word);
        json_key(json, "formula");
        json_string(json, findings->durations[i].formula);
        json_key(json, "length");
        add_length(json, findings->durations[i].length);
        json_object_end(json);
    }
    json_array_end(json);
}

static void add_event(struct json_writer *json, const struct report_model *model,
                      const struct timeline_event *event)
{
    json_object(json);
    json_key(json, "kind");
    json_string(json, timeline_event_code(event->kind));
    json_key(json, "at");
    report_json_interval(json, event->at, model->zone);
    json_key(json, "end");
    report_json_interval(json, event->end, model->zone);
    json_key(json, "actor");
    json_string(json, event->actor);
    json_key(json, "what");
    json_string(json, event->what);
    json_key(json, "basis");
    json_string(json, event->basis);
    json_key(json, "key");
    json_string(json, event->key);
    json_key(json, "did_not_work");
    json_bool(json, event->failed);
    json_key(json, "place");
    report_json_place(json, model, &event->place);
    json_object_end(json);
}

static void add_events(struct json_writer *json, const struct report_model *model)
{
    const struct timeline_reading *reading = model->reading;
    json_key(json, "events");
    json_array(json);
    for (size_t i = 0; i < reading->event_count; i++) add_event(json, model, &reading->events[i]);
    json_array_end(json);
    json_key(json, "undated");
    json_array(json);
    for (size_t i = 0; i < reading->undated_count; i++)
        add_event(json, model, &reading->undated[i]);
    json_array_end(json);
    json_key(json, "notices");
    json_array(json);
    for (size_t i = 0; i < reading->notice_count; i++) json_string(json, reading->notices[i]);
    json_array_end(json);
}

void report_json_spot(struct json_writer *json, const struct report_model *model,
                      const struct timeline_spot *spot)
{
    json_object(json);
    json_key(json, "kind");
    json_string(json, timeline_spot_word(spot->kind));
    json_key(json, "from");
    report_json_instant(json, spot->from, model->zone);
    json_key(json, "to");
    report_json_instant(json, spot->to, model->zone);
    json_key(json, "score");
    json_number(json, spot->score);
    json_key(json, "why");
    json_string(json, spot->why);
    json_key(json, "place");
    report_json_place(json, model, &spot->place);
    json_object_end(json);
}

static void add_conflicts(struct json_writer *json, const struct report_model *model)
{
    json_key(json, "conflicts");
    json_array(json);
    for (size_t i = 0; i < model->findings->conflict_count; i++) {
        const struct timeline_conflict *conflict = &model->findings->conflicts[i];
        json_object(json);
        json_key(json, "what");
        json_string(json, conflict->what);
        json_key(json, "which");
        json_string(json, conflict->which);
        json_key(json, "places");
        json_array(json);
        for (size_t k = 0; k < conflict->place_count; k++)
            report_json_place(json, model, &conflict->places[k]);
        json_array_end(json);
        json_object_end(json);
    }
    json_array_end(json);
}

static void add_impact(struct json_writer *json, const struct report_model *model)
{
    const struct timeline_findings *findings = model->findings;
    json_key(json, "impact");
    json_object(json);
    json_key(json, "basis");
    json_string(json, findings->impact_basis);
    json_key(json, "from");
    report_json_instant(json, findings->impact_share ? findings->impact_from : INSTANT_NONE,
                        model->zone);
    json_key(json, "width_s");
    json_seconds(json, findings->impact_width);
    json_key(json, "share");
    json_array(json);
    for (size_t i = 0; findings->impact_share && i < findings->impact_buckets; i++)
        json_number(json, (double)findings->impact_share[i]);
    json_array_end(json);
    json_object_end(json);
}

enum status report_findings_json(const struct report_model *model, const struct report_sink *sink,
                                 struct error *error)
{
    struct text out;
    struct json_writer json;
    text_init(&out, 0);
    json_begin(&json, &out);
    json_object(&json);
    json_key(&json, "title");
    json_string(&json, model->title);
    json_key(&json, "made");
    report_json_instant(&json, model->made, NULL);
    json_key(&json, "zone");
    json_string(&json, model->zone ? zone_name(model->zone) : "UTC");
    json_key(&json, "span");
    report_json_interval(&json, model->findings->span, model->zone);
    json_key(&json, "sources");
    json_array(&json);
    for (size_t i = 0; i < model->source_count; i++) report_json_source(&json, model, i);
    json_array_end(&json);
    add_milestones(&json, model);
    json_key(&json, "hotspots");
    json_array(&json);
    for (size_t i = 0; i < model->findings->spot_count; i++)
        report_json_spot(&json, model, &model->findings->spots[i]);
    json_array_end(&json);
    add_events(&json, model);
    add_conflicts(&json, model);
    add_impact(&json, model);
    json_object_end(&json);
    text_addc(&out, '\n');
    enum status status = report_flush(sink, &out, error);
    text_release(&out);
    return status;
}
