/* The findings for a terminal: what a person reads first after a collect. */
#include "report/internal.h"

#include <limits.h>

enum { WIDTH = 100, NAME = 34, SPOTS_SHOWN = 45, EVENTS_SHOWN = 200 };

static void heading(struct text *out, const struct report_model *model, const char *words)
{
    text_addf(out, model->colour ? "\n\033[1m%s\033[0m\n" : "\n%s\n", words);
}

/* The date, where it is another than the one shown last. */
static void add_day(struct text *out, const struct report_model *model, instant at, int64_t *shown)
{
    int64_t day = report_day(at, model->zone);
    if (at == INSTANT_NONE || day == *shown) return;
    text_adds(out, "  ");
    instant_add_text(out, at, model->zone, INSTANT_DATE, 0);
    text_addc(out, '\n');
    *shown = day;
}

static void add_wrapped(struct text *out, const char *sentence, unsigned indent)
{
    struct text visible;
    text_init(&visible, 0);
    text_add_visible(&visible, span_of(sentence));
    text_add_wrapped(out, text_span(&visible), indent, WIDTH);
    text_release(&visible);
}

static void add_clocks(struct text *out, const struct report_model *model)
{
    heading(out, model, "Clocks");
    size_t plain = 0;
    for (size_t i = 0; i < model->source_count; i++) {
        const struct timeline_source *source = &model->sources[i];
        const struct timeline_clock *clock = &source->clock;
        bool corrected = clock->offset_least > 0 || clock->offset_most < 0;
        bool zoned = source->index->local > 0;
        if (source->index->timed == 0) continue;
        if (!corrected && !zoned) {
            plain++;
            continue;
        }
        text_addf(out, "  S%-3u ", source->id);
        report_add_cut(out, span_of(source->name), NAME);
        text_addf(out, "  zone %s (%s), clock ahead by ", report_zone_word(source),
                  report_basis_word(zoned ? clock->zone_basis : TIMELINE_BASIS_CONTENT));
        report_add_offset(out, clock);
        text_addc(out, '\n');
        if (*clock->why) add_wrapped(out, clock->why, 7);
    }
    if (plain)
        text_addf(out, "  %zu other%s, with the offset in the stamps; nothing speaks against %s\n",
                  plain, plain == 1 ? "" : "s", plain == 1 ? "it" : "them");
    struct text names;
    text_init(&names, 0);
    text_adds(&names, "Milestones rest on clocks that no other source confirms: ");
    if (report_add_unconfirmed(&names, model)) {
        add_wrapped(out, names.at, 2);
    }
    text_release(&names);
}

static void add_milestones(struct text *out, const struct report_model *model)
{
    heading(out, model, "Milestones (proposed; intervals where the evidence leaves doubt)");
    for (int i = 0; i < TIMELINE_MILESTONE_COUNT; i++) {
        const struct timeline_milestone *m = &model->findings->milestones[i];
        text_addf(out, "  %-28s ", timeline_milestone_word((enum timeline_milestone_kind)i));
        report_add_interval(out, m->at, model->zone);
        text_addc(out, '\n');
        if (m->basis && *m->basis) add_wrapped(out, m->basis, 31);
    }
    heading(out, model, "Durations");
    for (size_t i = 0; i < model->findings->duration_count; i++) {
        const struct timeline_duration *d = &model->findings->durations[i];
        text_addf(out, "  %-28s ", d->word);
        report_add_length(out, d->length);
        text_addf(out, "  (%s)\n", d->formula);
    }
}

/* The kinds in the order in which they help most. */
static int rank_of(enum timeline_spot_kind kind)
{
    static const enum timeline_spot_kind order[] = {
        TIMELINE_SPOT_PEAK,    TIMELINE_SPOT_WORSE,    TIMELINE_SPOT_ERRORS, TIMELINE_SPOT_GAP_ALL,
        TIMELINE_SPOT_DELAY,   TIMELINE_SPOT_BLIP,     TIMELINE_SPOT_SILENT, TIMELINE_SPOT_RESTART,
        TIMELINE_SPOT_LATENCY, TIMELINE_SPOT_TEMPLATE, TIMELINE_SPOT_METRIC, TIMELINE_SPOT_CHANGE,
        TIMELINE_SPOT_GAP,     TIMELINE_SPOT_BURST};
    for (int i = 0; i < (int)(sizeof order / sizeof order[0]); i++)
        if (order[i] == kind) return i;
    return INT_MAX;
}

/* The rank up to which all spots fit on the page; spots of the next rank fill what is left. */
static int last_rank_shown(const struct timeline_findings *findings)
{
    size_t shown = 0;
    for (int rank = 0; rank < TIMELINE_SPOT_COUNT; rank++) {
        for (size_t i = 0; i < findings->spot_count; i++)
            shown += rank_of(findings->spots[i].kind) == rank;
        if (shown > SPOTS_SHOWN) return rank - 1;
    }
    return INT_MAX;
}

static void add_spots(struct text *out, const struct report_model *model)
{
    const struct timeline_findings *findings = model->findings;
    int last = last_rank_shown(findings);
    size_t shown = 0;
    int64_t day = INT64_MIN;
    heading(out, model, "Hot spots (places to look at, not conclusions)");
    for (size_t i = 0; i < findings->spot_count; i++) {
        const struct timeline_spot *spot = &findings->spots[i];
        if (rank_of(spot->kind) > last) continue;
        shown++;
        add_day(out, model, spot->from, &day);
        text_adds(out, "  ");
        instant_add_text(out, spot->from, model->zone, INSTANT_CLOCK, 0);
        text_adds(out, " .. ");
        instant_add_text(out, spot->to, model->zone, INSTANT_CLOCK, 0);
        text_addf(out, "  %s  ", timeline_spot_word(spot->kind));
        report_add_source(out, model, spot->place.source);
        text_addc(out, '\n');
        add_wrapped(out, spot->why, 7);
    }
    if (findings->spot_count > shown)
        text_addf(out, "  ... %zu more of other kinds: postmortem hotspots\n",
                  findings->spot_count - shown);
    if (findings->spot_count == 0) text_adds(out, "  none found\n");
}

static void add_conflicts(struct text *out, const struct report_model *model)
{
    heading(out, model, "Contradictions and doubts");
    for (size_t i = 0; i < model->findings->conflict_count; i++) {
        const struct timeline_conflict *conflict = &model->findings->conflicts[i];
        add_wrapped(out, conflict->what, 2);
        struct span rest = span_of(conflict->which);
        while (rest.len) {
            struct span line = span_cut(&rest, '\n');
            text_adds(out, "       ");
            text_add_visible(out, line);
            text_addc(out, '\n');
        }
    }
    for (size_t i = 0; i < model->reading->notice_count; i++)
        add_wrapped(out, model->reading->notices[i], 2);
    if (model->findings->conflict_count + model->reading->notice_count == 0)
        text_adds(out, "  none found\n");
}

/* A contradiction is about this very place. */
static bool is_doubted(const struct report_model *model, const struct timeline_place *place)
{
    for (size_t i = 0; i < model->findings->conflict_count; i++) {
        const struct timeline_conflict *conflict = &model->findings->conflicts[i];
        for (size_t k = 0; k < conflict->place_count; k++)
            if (conflict->places[k].source == place->source && place->to > place->from &&
                conflict->places[k].from == place->from && conflict->places[k].to == place->to)
                return true;
    }
    return false;
}

static void add_events(struct text *out, const struct report_model *model)
{
    heading(out, model, "Events");
    int64_t day = INT64_MIN;
    for (size_t i = 0; i < model->reading->event_count && i < EVENTS_SHOWN; i++) {
        const struct timeline_event *event = &model->reading->events[i];
        add_day(out, model, event->at.earliest, &day);
        text_adds(out, "  ");
        instant_add_text(out, event->at.earliest, model->zone, INSTANT_CLOCK, 1);
        text_addf(out, "  %-13s ", timeline_event_code(event->kind));
        if (*event->actor) {
            text_add_visible(out, span_of(event->actor));
            text_adds(out, ": ");
        }
        report_add_cut(out, report_first_line(span_of(event->what)), 150);
        text_addf(out, "%s%s  ", event->failed ? " [did not work]" : "",
                  is_doubted(model, &event->place) ? " [see contradictions]" : "");
        report_add_place(out, model, &event->place);
        text_addc(out, '\n');
    }
    if (model->reading->event_count > EVENTS_SHOWN)
        text_addf(out, "  ... %zu more: postmortem timeline --records\n",
                  model->reading->event_count - EVENTS_SHOWN);
    if (model->reading->undated_count)
        text_addf(out, "  %zu events have no time of their own\n", model->reading->undated_count);
}

enum status report_findings_text(const struct report_model *model, const struct report_sink *sink,
                                 struct error *error)
{
    struct text out;
    uint64_t records = 0, timed = 0;
    text_init(&out, 0);
    for (size_t i = 0; i < model->source_count; i++) {
        records += model->sources[i].index->count;
        timed += model->sources[i].index->timed;
    }
    text_addf(&out, "%s: %zu source%s, %llu records (%llu with a time), ", model->title,
              model->source_count, model->source_count == 1 ? "" : "s", (unsigned long long)records,
              (unsigned long long)timed);
    report_add_interval(&out, model->findings->span, model->zone);
    text_addf(&out, " %s\n", model->zone ? zone_name(model->zone) : "UTC");
    add_clocks(&out, model);
    add_milestones(&out, model);
    add_spots(&out, model);
    add_events(&out, model);
    add_conflicts(&out, model);
    enum status status = report_flush(sink, &out, error);
    text_release(&out);
    return status;
}
