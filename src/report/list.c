/* Rows of records and events, written one by one as the merge gives them. */
#include "report/internal.h"

enum { MESSAGE_TEXT = 400, MESSAGE_DATA = 64 * 1024 };

enum status report_list_begin(struct report_list *list, const struct report_model *model,
                              const struct report_sink *sink, enum report_format format,
                              struct error *error)
{
    *list = (struct report_list){.model = model, .sink = sink, .format = format, .day = INT64_MIN};
    text_init(&list->row, 0);
    if (format == REPORT_CSV)
        text_adds(&list->row,
                  "time,latest,source,name,kind,level,actor,message,doubts,from,to,sha256\r\n");
    if (format == REPORT_MARKDOWN)
        text_adds(&list->row, "| time | source | what | place |\n| --- | --- | --- | --- |\n");
    return report_flush_some(sink, &list->row, error);
}

struct row {
    instant at, latest;
    const char *kind; /* level of a record, code of an event */
    bool event;
    enum evidence_level level;
    const char *actor;
    struct span message;
    struct timeline_place place;
    unsigned digits;
    uint16_t flags; /* of a record: what its time rests on */
};

/* What a reader is told about a record's time. A zone that the source's clock supplies is told with
 * the clock, not with every record. */
static const struct {
    uint16_t flag;
    const char *word;
} doubts[] = {
    {EVIDENCE_LATE, "late"},
    {EVIDENCE_YEAR_INFERRED, "year inferred"},
    {EVIDENCE_DATE_INFERRED, "date inferred"},
    {EVIDENCE_DAY_GUESS, "day and month could be exchanged"},
    {EVIDENCE_FOLD_GUESS, "hour came twice"},
    {EVIDENCE_LEAP, "leap second"},
    {EVIDENCE_LEAP_GUESS, "leap seconds may not be counted"},
    {EVIDENCE_LOCAL, "zone not known"}, /* only where the source's clock has none either */
};
enum { DOUBTS = sizeof doubts / sizeof doubts[0] };

/* "late; year inferred", or nothing. */
static void add_doubts(struct text *out, uint16_t flags)
{
    bool some = false;
    for (size_t i = 0; i < DOUBTS; i++) {
        if (!(flags & doubts[i].flag)) continue;
        text_addf(out, "%s%s", some ? "; " : "", doubts[i].word);
        some = true;
    }
}

static const char *colour_of(const struct row *row)
{
    if (row->event) return "\033[36m";
    if (row->level >= EVIDENCE_LEVEL_ERROR) return "\033[31m";
    return row->level == EVIDENCE_LEVEL_WARN ? "\033[33m" : "";
}

static void write_text(struct report_list *list, const struct row *row)
{
    const struct report_model *model = list->model;
    struct text *out = &list->row;
    const char *colour = model->colour ? colour_of(row) : "";
    bool timed = row->at != INSTANT_NONE;
    int64_t day = timed ? report_day(row->at, model->zone) : list->day;
    if (day != list->day) {
        instant_add_text(out, row->at, model->zone, INSTANT_DATE, 0);
        text_addf(out, " %s\n", model->zone ? zone_name(model->zone) : "UTC");
        list->day = day;
    }
    instant_add_text(out, row->at, model->zone, INSTANT_CLOCK, (int)row->digits);
    text_adds(out, "  ");
    report_add_place(out, model, &row->place);
    text_addf(out, "  %s%s%s  ", colour, row->kind, *colour ? "\033[0m" : "");
    if (*row->actor) {
        text_add_visible(out, span_of(row->actor));
        text_adds(out, ": ");
    }
    report_add_cut(out, report_first_line(row->message), MESSAGE_TEXT);
    /* What holds for every record of a log is told once, with the source. */
    uint16_t told = (uint16_t)(row->flags &
                               ~(EVIDENCE_YEAR_INFERRED | EVIDENCE_DATE_INFERRED | EVIDENCE_LOCAL));
    struct text words;
    text_init(&words, 0);
    add_doubts(&words, told);
    if (words.len) text_addf(out, "  [%s]", words.at);
    text_release(&words);
    text_addc(out, '\n');
}

static void write_json(struct report_list *list, const struct row *row)
{
    const struct report_model *model = list->model;
    struct json_writer json;
    json_begin(&json, &list->row);
    json_object(&json);
    json_key(&json, "time");
    report_json_instant(&json, row->at, model->zone);
    if (row->latest != row->at) {
        json_key(&json, "latest");
        report_json_instant(&json, row->latest, model->zone);
    }
    json_member_string(&json, row->event ? "event" : "level", row->kind);
    if (*row->actor) json_member_string(&json, "actor", row->actor);
    json_member_span(&json, "message", span_sub(row->message, 0, MESSAGE_DATA));
    if (row->flags) {
        json_member_array(&json, "doubts");
        for (size_t i = 0; i < DOUBTS; i++)
            if (row->flags & doubts[i].flag) json_string(&json, doubts[i].word);
        json_array_end(&json);
    }
    json_key(&json, "place");
    report_json_place(&json, model, &row->place);
    json_object_end(&json);
    text_addc(&list->row, '\n');
}

static void write_csv(struct report_list *list, const struct row *row)
{
    const struct report_model *model = list->model;
    struct text *out = &list->row;
    char hex[65];
    report_place_hash(model, &row->place, hex);
    instant_add_text(out, row->at, model->zone, INSTANT_FULL, -1);
    text_addc(out, ',');
    instant_add_text(out, row->latest, model->zone, INSTANT_FULL, -1);
    text_addc(out, ',');
    report_add_source(out, model, row->place.source);
    text_addc(out, ',');
    text_add_csv(out, span_of(report_source_name(model, row->place.source)));
    text_addf(out, ",%s,%s,", row->event ? row->kind : "record", row->event ? "" : row->kind);
    text_add_csv(out, span_of(row->actor));
    text_addc(out, ',');
    text_add_csv(out, span_sub(row->message, 0, MESSAGE_DATA));
    text_addc(out, ',');
    add_doubts(out, row->flags);
    text_addf(out, ",%llu,%llu,%s\r\n", (unsigned long long)row->place.from,
              (unsigned long long)row->place.to, hex);
}

static void write_markdown(struct report_list *list, const struct row *row)
{
    const struct report_model *model = list->model;
    struct text *out = &list->row;
    text_adds(out, "| ");
    instant_add_text(out, row->at, model->zone, INSTANT_FULL, (int)row->digits);
    text_adds(out, " | ");
    report_add_markdown(out, span_of(report_source_name(model, row->place.source)), MESSAGE_TEXT);
    text_addf(out, " | %s ", row->kind);
    if (*row->actor) {
        report_add_markdown(out, span_of(row->actor), MESSAGE_TEXT);
        text_adds(out, ": ");
    }
    report_add_markdown(out, report_first_line(row->message), MESSAGE_TEXT);
    text_adds(out, " | ");
    report_add_place(out, model, &row->place);
    text_adds(out, " |\n");
}

static uint16_t known_doubts(const struct timeline_source *source, uint16_t flags)
{
    uint16_t known = 0;
    for (size_t i = 0; i < DOUBTS; i++) known = (uint16_t)(known | doubts[i].flag);
    if (source->clock.zone_basis != TIMELINE_BASIS_NONE)
        known = (uint16_t)(known & ~EVIDENCE_LOCAL);
    return flags & known;
}

static enum status write_row(struct report_list *list, const struct row *row, struct error *error)
{
    struct row trimmed = *row;
    trimmed.message = span_trim(row->message);
    row = &trimmed;
    list->rows++;
    switch (list->format) {
    case REPORT_TEXT: write_text(list, row); break;
    case REPORT_JSON: write_json(list, row); break;
    case REPORT_CSV: write_csv(list, row); break;
    case REPORT_MARKDOWN: write_markdown(list, row); break;
    }
    return report_flush_some(list->sink, &list->row, error);
}

enum status report_list_record(struct report_list *list, const struct timeline_entry *entry,
                               struct error *error)
{
    const struct timeline_source *source = &list->model->sources[entry->source];
    const struct evidence_index *index = source->index;
    struct evidence_fields fields;
    enum evidence_level level = (enum evidence_level)index->level[entry->record];
    evidence_fields_of(index, source->content, entry->record, &fields);
    struct interval at = timeline_record_interval(source, entry->record);
    struct row row = {
        .at = entry->at,
        .latest = at.latest == INSTANT_NONE ? entry->at : at.latest,
        .kind = evidence_level_word(level),
        .level = level,
        .actor = "",
        .message = fields.message,
        .place = {entry->source, index->start[entry->record], index->start[entry->record + 1]},
        .digits = EVIDENCE_DIGITS(index->flags[entry->record]),
        .flags = known_doubts(source, index->flags[entry->record])};
    if (fields.message.len == 0)
        row.message = evidence_record(index, source->content, entry->record);
    return write_row(list, &row, error);
}

enum status report_list_event(struct report_list *list, const struct timeline_event *event,
                              struct error *error)
{
    struct row row = {.at = event->at.earliest,
                      .latest = event->at.latest,
                      .kind = timeline_event_code(event->kind),
                      .event = true,
                      .actor = event->actor,
                      .message = span_of(event->what),
                      .place = event->place,
                      .digits = 3};
    return write_row(list, &row, error);
}

enum status report_list_flush(struct report_list *list, struct error *error)
{
    return report_flush(list->sink, &list->row, error);
}

enum status report_list_end(struct report_list *list, struct error *error)
{
    enum status status = report_flush(list->sink, &list->row, error);
    text_release(&list->row);
    return status;
}
