/* One entry on a terminal: its fields, what is worth asking about it, its history. */
#include "report/telling.h"

static void add_fields(struct text *out, const struct review_entry *entry)
{
    const struct review_kind_spec *kind = &review_kinds[entry->id.kind];
    struct text value;
    text_init(&value, 0);
    for (size_t i = 0; i < kind->count; i++) {
        if (!review_is_stated(entry, &kind->fields[i])) continue;
        text_clear(&value);
        review_field_text(entry, &kind->fields[i], &value);
        struct span rest = text_span(&value);
        text_addf(out, "%s:", kind->fields[i].name);
        bool lines = rest.len && memchr(rest.at, '\n', rest.len);
        while (rest.len) {
            text_adds(out, lines ? "\n    " : " ");
            text_add_visible(out, span_cut(&rest, '\n'));
        }
        text_addc(out, '\n');
    }
    if (value.status) out->status = value.status;
    text_release(&value);
}

/* What a time like "00:04~1m" or "E7+3m" stands for, with its day. */
static void add_moment(struct text *out, const struct report_review *report,
                       const struct review_entry *entry)
{
    const struct telling dated = {.report = report, .day = INT64_MIN};
    if (entry->id.kind != REVIEW_KIND_EVENT) return;
    for (size_t i = 0; i < report->settled->count; i++) {
        const struct review_moment *moment = &report->settled->moments[i];
        if (!review_id_equal(moment->event->entry.id, entry->id)) continue;
        text_adds(out, "that is: ");
        telling_interval_text(&dated, moment->start, out);
        text_addf(out, " (%s)\n", report->zone ? zone_name(report->zone) : "UTC");
    }
}

/* What the record asks about the entry. */
static enum status add_asked(struct text *out, const struct report_review *report,
                             const struct review_entry *entry, struct error *error)
{
    struct arena arena;
    struct review_notice *notices;
    size_t count = 0;
    bool any = false;
    arena_init(&arena, (size_t)1 << 30);
    enum status status =
        review_notices(report->review, report->settled, &arena, &notices, &count, error);
    for (size_t i = 0; i < count; i++) {
        if (!review_id_equal(notices[i].about, entry->id)) continue;
        if (!any) text_adds(out, "\nWorth asking\n");
        any = true;
        text_adds(out, "  ");
        text_add_visible(out, span_of(notices[i].text));
        text_addc(out, ' ');
        text_add_visible(out, span_of(notices[i].question));
        text_addc(out, '\n');
    }
    arena_release(&arena);
    return status;
}

static void add_past(struct text *out, const struct report_review *report,
                     const struct review_past *past)
{
    text_addf(out, "  version %u, ", past->version);
    instant_add_text(out, past->at, report->zone, INSTANT_FULL, 0);
    if (telling_is(past->by)) text_adds(out, ", ");
    if (telling_is(past->by)) text_add_visible(out, span_of(past->by));
    if (!past->body.at) text_adds(out, ", taken out");
    if (past->undoes) text_addf(out, ", takes change %llu back", (unsigned long long)past->undoes);
    if (telling_is(past->why)) text_adds(out, ": ");
    if (telling_is(past->why)) text_add_visible(out, span_of(past->why));
    text_addc(out, '\n');
}

enum status report_entry_text(const struct report_review *report, const struct review_entry *entry,
                              const struct report_sink *sink, struct error *error)
{
    char id[16];
    struct text out;
    text_init(&out, 0);
    text_addf(&out, "%s %s, version %u\n", review_id_text(entry->id, id),
              review_kinds[entry->id.kind].name, entry->version);
    add_fields(&out, entry);
    add_moment(&out, report, entry);
    enum status status = add_asked(&out, report, entry, error);
    bool any = false;
    for (size_t i = 0; i < report->history_count; i++) {
        if (!review_id_equal(report->history[i].id, entry->id)) continue;
        if (!any) text_adds(&out, "\nHistory\n");
        any = true;
        add_past(&out, report, &report->history[i]);
    }
    if (status == STATUS_OK) status = report_flush(sink, &out, error);
    text_release(&out);
    return status;
}
