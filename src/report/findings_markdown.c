/* The findings as Markdown, to be pasted into a document and gone on with. */
#include "report/internal.h"

static void add_plain(struct text *out, const char *words)
{
    report_add_markdown(out, span_of(words), SIZE_MAX);
}

static void add_milestones(struct text *out, const struct report_model *model)
{
    text_adds(out,
              "\n## Milestones\n\nProposed from the evidence; intervals where it leaves doubt.\n\n"
              "| milestone | when | basis |\n| --- | --- | --- |\n");
    for (int i = 0; i < TIMELINE_MILESTONE_COUNT; i++) {
        const struct timeline_milestone *m = &model->findings->milestones[i];
        text_addf(out, "| %s | ", timeline_milestone_word((enum timeline_milestone_kind)i));
        report_add_interval(out, m->at, model->zone);
        text_adds(out, " | ");
        add_plain(out, m->basis);
        text_adds(out, " |\n");
    }
    struct text names;
    text_init(&names, 0);
    if (report_add_unconfirmed(&names, model)) {
        text_adds(out, "\nClocks that no other source confirms: ");
        report_add_markdown(out, text_span(&names), SIZE_MAX);
        text_adds(out, ".\n");
    }
    text_release(&names);
    text_adds(out, "\n## Durations\n\n| duration | from, to | length |\n| --- | --- | --- |\n");
    for (size_t i = 0; i < model->findings->duration_count; i++) {
        const struct timeline_duration *d = &model->findings->durations[i];
        text_addf(out, "| %s | %s | ", d->word, d->formula);
        report_add_length(out, d->length);
        text_adds(out, " |\n");
    }
}

static void add_spots(struct text *out, const struct report_model *model)
{
    text_adds(out,
              "\n## Hot spots\n\nPlaces to look at, not conclusions.\n\n"
              "| from | to | what | source | why it is shown |\n| --- | --- | --- | --- | --- |\n");
    for (size_t i = 0; i < model->findings->spot_count; i++) {
        const struct timeline_spot *spot = &model->findings->spots[i];
        text_adds(out, "| ");
        instant_add_text(out, spot->from, model->zone, INSTANT_FULL, -1);
        text_adds(out, " | ");
        instant_add_text(out, spot->to, model->zone,
                         report_day(spot->from, model->zone) == report_day(spot->to, model->zone)
                             ? INSTANT_CLOCK
                             : INSTANT_FULL,
                         -1);
        text_addf(out, " | %s | ", timeline_spot_word(spot->kind));
        add_plain(out, report_source_name(model, spot->place.source));
        text_adds(out, " | ");
        add_plain(out, spot->why);
        text_adds(out, " |\n");
    }
}

static void add_events(struct text *out, const struct report_model *model)
{
    text_adds(out, "\n## Events\n\n| time | kind | what | place |\n| --- | --- | --- | --- |\n");
    for (size_t i = 0; i < model->reading->event_count; i++) {
        const struct timeline_event *event = &model->reading->events[i];
        text_adds(out, "| ");
        instant_add_text(out, event->at.earliest, model->zone, INSTANT_FULL, -1);
        text_addf(out, " | %s | ", timeline_event_code(event->kind));
        if (*event->actor) {
            add_plain(out, event->actor);
            text_adds(out, ": ");
        }
        add_plain(out, event->what);
        text_adds(out, event->failed ? " (did not work) | " : " | ");
        report_add_place(out, model, &event->place);
        text_adds(out, " |\n");
    }
}

static void add_sources(struct text *out, const struct report_model *model)
{
    char hex[65];
    text_adds(out, "\n## Sources and clocks\n\n"
                   "| source | name | kind | records | zone | clock ahead by | SHA-256 |\n"
                   "| --- | --- | --- | --- | --- | --- | --- |\n");
    for (size_t i = 0; i < model->source_count; i++) {
        const struct timeline_source *source = &model->sources[i];
        text_addf(out, "| S%u | ", source->id);
        add_plain(out, source->name);
        text_addf(out, " | %s | %llu | %s | ", evidence_kind_word(source->index->kind),
                  (unsigned long long)source->index->count, report_zone_word(source));
        report_add_offset(out, &source->clock);
        sha256_hex(&model->custody[i].facts.hash, hex);
        text_addf(out, " | %s |\n", hex);
    }
}

static void add_conflicts(struct text *out, const struct report_model *model)
{
    text_adds(out, "\n## Contradictions and doubts\n\n");
    for (size_t i = 0; i < model->findings->conflict_count; i++) {
        text_adds(out, "- ");
        add_plain(out, model->findings->conflicts[i].what);
        text_addc(out, '\n');
    }
    for (size_t i = 0; i < model->reading->notice_count; i++) {
        text_adds(out, "- ");
        add_plain(out, model->reading->notices[i]);
        text_addc(out, '\n');
    }
    if (model->findings->conflict_count + model->reading->notice_count == 0)
        text_adds(out, "None found.\n");
}

enum status report_findings_markdown(const struct report_model *model,
                                     const struct report_sink *sink, struct error *error)
{
    struct text out;
    text_init(&out, 0);
    text_adds(&out, "# ");
    add_plain(&out, model->title);
    text_addf(&out, "\n\nTimes are in %s.\n", model->zone ? zone_name(model->zone) : "UTC");
    add_milestones(&out, model);
    add_spots(&out, model);
    add_events(&out, model);
    add_conflicts(&out, model);
    add_sources(&out, model);
    enum status status = report_flush(sink, &out, error);
    text_release(&out);
    return status;
}
