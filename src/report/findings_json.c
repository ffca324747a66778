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
    json_member_string(json, "source", id);
    json_member_string(json, "name", source->name);
    json_member_string(json, "kind", evidence_kind_word(index->kind));
    json_member_array(json, "formats");
    for (unsigned i = 0; i < index->layout_count; i++) json_string(json, index->layouts[i].name);
    json_array_end(json);
    json_member_uint(json, "bytes", custody->facts.size);
    json_member_uint(json, "records", index->count);
    json_member_uint(json, "timed", index->timed);
    json_member_uint(json, "late", index->late);
    sha256_hex(&custody->facts.hash, hex);
    json_member_string(json, "sha256", hex);
    sha256_hex(&custody->facts.capture, hex);
    json_member_string(json, "capture_sha256", hex);
    json_member_string(json, "packing", evidence_packing_word(custody->packing));
    json_member_string(json, "origin", custody->origin);
    json_key(json, "collected");
    report_json_instant(json, custody->collected, NULL);
    json_member_string(json, "collected_by", custody->by);
    json_member_string(json, "zone", report_zone_word(source));
    json_member_string(json, "zone_basis",
                       index->local ? report_basis_word(clock->zone_basis)
                                    : report_basis_word(TIMELINE_BASIS_CONTENT));
    json_member_seconds(json, "offset_least_s", clock->offset_least);
    json_member_seconds(json, "offset_most_s", clock->offset_most);
    json_member_string(json, "offset_basis", report_basis_word(clock->offset_basis));
    json_member_uint(json, "ties", clock->ties);
    json_member_string(json, "why", clock->why);
    json_member_string(json, "year_basis", index->year_basis);
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
    json_member_array(json, "milestones");
    for (int i = 0; i < TIMELINE_MILESTONE_COUNT; i++) {
        const struct timeline_milestone *m = &findings->milestones[i];
        json_object(json);
        json_member_string(json, "milestone",
                           timeline_milestone_word((enum timeline_milestone_kind)i));
        json_key(json, "at");
        report_json_interval(json, m->at, model->zone);
        json_member_string(json, "basis", m->basis);
        json_member_bool(json, "clock_unconfirmed", m->unconfirmed);
        json_key(json, "place");
        report_json_place(json, model, &m->place);
        json_object_end(json);
    }
    json_array_end(json);
    json_member_array(json, "durations");
    for (size_t i = 0; i < findings->duration_count; i++) {
        json_object(json);
        json_member_string(json, "duration", findings->durations[i].word);
        json_member_string(json, "formula", findings->durations[i].formula);
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
    json_member_string(json, "kind", timeline_event_code(event->kind));
    json_key(json, "at");
    report_json_interval(json, event->at, model->zone);
    json_key(json, "end");
    report_json_interval(json, event->end, model->zone);
    json_member_string(json, "actor", event->actor);
    json_member_string(json, "what", event->what);
    json_member_string(json, "basis", event->basis);
    json_member_string(json, "key", event->key);
    json_member_bool(json, "did_not_work", event->failed);
    json_key(json, "place");
    report_json_place(json, model, &event->place);
    json_object_end(json);
}

static void add_events(struct json_writer *json, const struct report_model *model)
{
    const struct timeline_reading *reading = model->reading;
    json_member_array(json, "events");
    for (size_t i = 0; i < reading->event_count; i++) add_event(json, model, &reading->events[i]);
    json_array_end(json);
    json_member_array(json, "undated");
    for (size_t i = 0; i < reading->undated_count; i++)
        add_event(json, model, &reading->undated[i]);
    json_array_end(json);
    json_member_array(json, "notices");
    for (size_t i = 0; i < reading->notice_count; i++) json_string(json, reading->notices[i]);
    json_array_end(json);
}

void report_json_spot(struct json_writer *json, const struct report_model *model,
                      const struct timeline_spot *spot)
{
    json_object(json);
    json_member_string(json, "kind", timeline_spot_word(spot->kind));
    json_key(json, "from");
    report_json_instant(json, spot->from, model->zone);
    json_key(json, "to");
    report_json_instant(json, spot->to, model->zone);
    json_member_number(json, "score", spot->score);
    json_member_string(json, "why", spot->why);
    json_key(json, "place");
    report_json_place(json, model, &spot->place);
    json_object_end(json);
}

static void add_conflicts(struct json_writer *json, const struct report_model *model)
{
    json_member_array(json, "conflicts");
    for (size_t i = 0; i < model->findings->conflict_count; i++) {
        const struct timeline_conflict *conflict = &model->findings->conflicts[i];
        json_object(json);
        json_member_string(json, "what", conflict->what);
        json_member_string(json, "which", conflict->which);
        json_member_array(json, "places");
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
    json_member_object(json, "impact");
    json_member_string(json, "basis", findings->impact_basis);
    json_key(json, "from");
    report_json_instant(json, findings->impact_share ? findings->impact_from : INSTANT_NONE,
                        model->zone);
    json_member_seconds(json, "width_s", findings->impact_width);
    json_member_array(json, "share");
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
    json_member_string(&json, "title", model->title);
    json_key(&json, "made");
    report_json_instant(&json, model->made, NULL);
    json_member_string(&json, "zone", model->zone ? zone_name(model->zone) : "UTC");
    json_key(&json, "span");
    report_json_interval(&json, model->findings->span, model->zone);
    json_member_array(&json, "sources");
    for (size_t i = 0; i < model->source_count; i++) report_json_source(&json, model, i);
    json_array_end(&json);
    add_milestones(&json, model);
    json_member_array(&json, "hotspots");
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
