#include "report/internal.h"

#include <stdio.h>

enum { GATHER = 64 * 1024 };

enum status report_flush(const struct report_sink *sink, struct text *text, struct error *error)
{
    enum status status = text_status(text, error);
    if (status == STATUS_OK && text->len)
        status = sink->write(sink->context, text_span(text), error);
    text_clear(text);
    return status;
}

enum status report_flush_some(const struct report_sink *sink, struct text *text,
                              struct error *error)
{
    return text->len < GATHER ? STATUS_OK : report_flush(sink, text, error);
}

void report_add_source(struct text *text, const struct report_model *model, uint32_t number)
{
    if (number < model->source_count)
        text_addf(text, "S%u", model->sources[number].id);
    else
        text_adds(text, "all");
}

const char *report_source_name(const struct report_model *model, uint32_t number)
{
    return number < model->source_count ? model->sources[number].name : "all sources";
}

void report_add_place(struct text *text, const struct report_model *model,
                      const struct timeline_place *place)
{
    report_add_source(text, model, place->source);
    if (place->source < model->source_count && place->to > place->from)
        text_addf(text, ":%llu-%llu", (unsigned long long)place->from,
                  (unsigned long long)place->to);
}

void report_place_hash(const struct report_model *model, const struct timeline_place *place,
                       char out[65])
{
    out[0] = '\0';
    if (place->source < model->source_count)
        sha256_hex(&model->custody[place->source].facts.hash, out);
}

void report_json_place(struct json_writer *json, const struct report_model *model,
                       const struct timeline_place *place)
{
    char hex[65], id[16];
    if (place->source >= model->source_count) {
        json_null(json);
        return;
    }
    struct text name;
    text_init(&name, 64);
    report_add_source(&name, model, place->source);
    snprintf(id, sizeof id, "%s", name.at);
    text_release(&name);
    report_place_hash(model, place, hex);
    json_object(json);
    json_member_string(json, "source", id);
    json_member_string(json, "name", report_source_name(model, place->source));
    json_member_uint(json, "from", place->from);
    json_member_uint(json, "to", place->to);
    json_member_string(json, "sha256", hex);
    json_object_end(json);
}

void report_json_instant(struct json_writer *json, instant at, const struct zone *zone)
{
    if (!instant_is_known(at)) {
        json_null(json);
        return;
    }
    struct text text;
    text_init(&text, 100);
    instant_add_text(&text, at, zone, INSTANT_FULL, -1);
    json_span(json, text_span(&text));
    text_release(&text);
}

void report_json_interval(struct json_writer *json, struct interval at, const struct zone *zone)
{
    if (at.earliest == INSTANT_NONE && at.latest == INSTANT_NONE) {
        json_null(json);
        return;
    }
    json_object(json);
    json_key(json, "earliest");
    report_json_instant(json, at.earliest, zone);
    json_key(json, "latest");
    report_json_instant(json, at.latest, zone);
    json_object_end(json);
}

int64_t report_day(instant at, const struct zone *zone)
{
    return instant_day(instant_add(at, (duration)zone_offset(zone, at, NULL) * NS_PER_S));
}

void report_add_interval(struct text *text, struct interval at, const struct zone *zone)
{
    bool from = instant_is_known(at.earliest), to = instant_is_known(at.latest);
    if (!from && !to) {
        text_adds(text, "not known");
        return;
    }
    if (from && to && at.earliest == at.latest) {
        instant_add_text(text, at.earliest, zone, INSTANT_FULL, -1);
        return;
    }
    /* What is narrower than a hundredth of a second, or is a stamp's own second, reads as one time.
     */
    if (from && to && at.latest < instant_add(at.earliest, 10 * NS_PER_MS)) {
        instant_add_text(text, at.earliest, zone, INSTANT_FULL, 3);
        return;
    }
    if (from && to && at.latest == instant_add(at.earliest, NS_PER_S - 1) &&
        at.earliest % NS_PER_S == 0) {
        instant_add_text(text, at.earliest, zone, INSTANT_FULL, 0);
        return;
    }
    /* Bounds are told to the millisecond, rounded outwards. */
    if (from && at.earliest > INT64_MIN + NS_PER_S)
        at.earliest -= ((at.earliest % NS_PER_MS) + NS_PER_MS) % NS_PER_MS;
    if (to && at.latest < INT64_MAX - NS_PER_S)
        at.latest += (NS_PER_MS - ((at.latest % NS_PER_MS) + NS_PER_MS) % NS_PER_MS) % NS_PER_MS;
    text_adds(text, from && to ? "" : from ? "not before " : "not after ");
    if (from) instant_add_text(text, at.earliest, zone, INSTANT_FULL, -1);
    if (from && to) text_adds(text, " .. ");
    if (to)
        instant_add_text(text, at.latest, zone,
                         from && report_day(at.earliest, zone) == report_day(at.latest, zone)
                             ? INSTANT_CLOCK
                             : INSTANT_FULL,
                         -1);
}

void report_add_length(struct text *text, struct span_of_time length)
{
    if (!length.known) {
        text_adds(text, "not known");
        return;
    }
    bool no_least = length.least == INSTANT_OPEN_START, no_most = length.most == INT64_MAX;
    if (no_least) {
        text_adds(text, no_most ? "not known" : "at most ");
        if (!no_most) duration_add_text(text, length.most);
        return;
    }
    if (no_most) {
        text_adds(text, "at least ");
        duration_add_text(text, length.least);
        return;
    }
    duration_add_text(text, length.least);
    if (length.most == length.least) return;
    text_adds(text, " to ");
    duration_add_text(text, length.most);
}

const char *report_basis_word(enum timeline_basis basis)
{
    switch (basis) {
    case TIMELINE_BASIS_CONTENT: return "in the content";
    case TIMELINE_BASIS_FOUND: return "found";
    case TIMELINE_BASIS_STATED: return "stated by a person";
    case TIMELINE_BASIS_NONE: break;
    }
    return "not known";
}

const char *report_zone_word(const struct timeline_source *source)
{
    if (source->index->local == 0 && source->clock.zone_basis != TIMELINE_BASIS_STATED)
        return source->index->timed ? "in the stamps" : "-";
    return source->clock.zone ? zone_name(source->clock.zone) : "UTC";
}

void report_add_offset(struct text *text, const struct timeline_clock *clock)
{
    bool certain = clock->offset_least > 0 || clock->offset_most < 0;
    if (clock->offset_basis == TIMELINE_BASIS_NONE || !certain) {
        text_adds(text, "0");
        return;
    }
    double least = (double)clock->offset_least / 1e9, most = (double)clock->offset_most / 1e9;
    text_addf(text, "%+.2f s", (least + most) / 2);
    if (most > least) text_addf(text, " +/- %.2f s", (most - least) / 2);
}

static bool rests_unconfirmed(const struct timeline_findings *findings, size_t source)
{
    for (int i = 0; i < TIMELINE_MILESTONE_COUNT; i++)
        if (findings->milestones[i].unconfirmed && findings->milestones[i].place.source == source)
            return true;
    return false;
}

bool report_add_unconfirmed(struct text *text, const struct report_model *model)
{
    bool any = false;
    for (size_t i = 0; i < model->source_count; i++) {
        if (!rests_unconfirmed(model->findings, i)) continue;
        text_addf(text, "%sS%u ", any ? ", " : "", model->sources[i].id);
        text_add_visible(text, span_of(model->sources[i].name));
        any = true;
    }
    return any;
}

struct span report_first_line(struct span message)
{
    struct span line = span_cut(&message, '\n');
    return span_trim(line);
}

void report_add_cut(struct text *text, struct span bytes, size_t most)
{
    struct span shown = span_sub(bytes, 0, most);
    while (shown.len < bytes.len && shown.len &&
           ((unsigned char)bytes.at[shown.len] & 0xc0) == 0x80)
        shown.len--;
    text_add_visible(text, shown);
    if (shown.len < bytes.len) text_adds(text, "...");
}

void report_add_markdown(struct text *text, struct span bytes, size_t most)
{
    struct text visible;
    text_init(&visible, 0);
    report_add_cut(&visible, bytes, most);
    for (size_t i = 0; i < visible.len; i++) {
        if (strchr("|`*_<>[]\\#&~", visible.at[i])) text_addc(text, '\\');
        text_addc(text, visible.at[i]);
    }
    text_release(&visible);
}
