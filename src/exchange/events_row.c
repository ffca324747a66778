/* A row of named cells as an event. What cannot be read is listed with its line, never dropped. */
#include "exchange/events.h"

#include "base/utf8.h"

/* ---- names of columns ---- */

static const struct {
    const char *name;
    enum events_column_kind kind;
} known[] = {
    {"datetime", EVENTS_COLUMN_DATETIME},
    {"timestamp", EVENTS_COLUMN_TIMESTAMP},
    {"timestamp_desc", EVENTS_COLUMN_DESC},
    {"message", EVENTS_COLUMN_MESSAGE},
    {"what", EVENTS_COLUMN_MESSAGE},
    {"description", EVENTS_COLUMN_MESSAGE},
    {"text", EVENTS_COLUMN_MESSAGE},
    {"event", EVENTS_COLUMN_MESSAGE},
    {"tag", EVENTS_COLUMN_TAGS},
    {"tags", EVENTS_COLUMN_TAGS},
    {"id", EVENTS_COLUMN_ID},
};

enum { NAME_MOST = 40 };

void events_column(struct span name, struct events_cell *ret)
{
    char plain[NAME_MOST];
    struct span trimmed = span_trim(name);
    *ret = (struct events_cell){.kind = EVENTS_COLUMN_UNKNOWN, .name = name};
    if (trimmed.len == 0 || trimmed.len > sizeof plain) return;
    for (size_t i = 0; i < trimmed.len; i++) {
        char c = trimmed.at[i];
        plain[i] = (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c == ' ' || c == '-' ? '_' : c);
    }
    struct span key = {plain, trimmed.len};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (span_is(key, known[i].name)) {
            ret->kind = known[i].kind;
            return;
        }
    ret->field = review_field_find(REVIEW_KIND_EVENT, span_is(key, "time") ? SPAN("at") : key);
    if (ret->field) ret->kind = EVENTS_COLUMN_FIELD;
}

uint32_t events_called(struct span text)
{
    struct review_id id;
    if (review_id_read(span_trim(text), &id, NULL) || id.kind != REVIEW_KIND_EVENT) return 0;
    return id.number;
}

/* ---- times ---- */

static const struct events_cell *cell_of(const struct events_cell *cells, size_t count,
                                         enum events_column_kind kind)
{
    for (size_t i = 0; i < count; i++)
        if (cells[i].kind == kind && span_trim(cells[i].value).len) return &cells[i];
    return NULL;
}

static const struct events_cell *field_cell(const struct events_cell *cells, size_t count,
                                            const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (cells[i].field && strcmp(cells[i].field->name, name) == 0 &&
            span_trim(cells[i].value).len)
            return &cells[i];
    return NULL;
}

static bool ends_in_zone(struct span text)
{
    text = span_trim(text);
    char last = text.len ? text.at[text.len - 1] : '\0';
    size_t sign = text.len > 6 ? text.len - 6 : 0;
    return last == 'Z' || last == 'z' || (text.len > 16 && byte_is_one_of(text.at[sign], "+-")) ||
           (text.len > 16 && byte_is_one_of(text.at[sign + 1], "+-"));
}

/* Timesketch's times are in UTC, whatever the review's zone is. */
static enum status read_datetime(struct events *events, struct span text, struct review_time *ret,
                                 struct error *why)
{
    const struct review_typing utc = {.day = INSTANT_NONE};
    enum status status = review_time_read(text, &utc, events->arena, ret, why);
    if (!status && !ends_in_zone(text) && events->typing.zone)
        status = events_notice(events, "times in the column datetime without a zone were taken as "
                                       "UTC, as Timesketch has them");
    return status;
}

static enum status read_timestamp(struct events *events, struct span text, struct review_time *ret,
                                  struct error *why)
{
    enum { EARLIEST_YEAR = 1990 };
    const struct review_typing utc = {.day = INSTANT_NONE};
    struct text stamp;
    uint64_t micros;
    if (!span_to_u64(span_trim(text), &micros) || micros > (uint64_t)(INT64_MAX / NS_PER_US) ||
        civil_of_instant((instant)micros * NS_PER_US).year < EARLIEST_YEAR)
        return error_set(why, STATUS_BAD_INPUT,
                         "the column timestamp is in microseconds since 1970, such as "
                         "1772618537000000");
    text_init(&stamp, 64);
    instant_add_text(&stamp, (instant)micros * NS_PER_US, NULL, INSTANT_FULL, 6);
    enum status status = review_time_read(text_span(&stamp), &utc, events->arena, ret, why);
    text_release(&stamp);
    return status;
}

static enum status read_at(struct events *events, const struct events_cell *cells, size_t count,
                           struct review_time *ret, struct error *why)
{
    const struct events_cell *cell = field_cell(cells, count, "at");
    if (cell) return events_time(events, cell->value, ret, why);
    cell = cell_of(cells, count, EVENTS_COLUMN_DATETIME);
    if (cell) return read_datetime(events, cell->value, ret, why);
    cell = cell_of(cells, count, EVENTS_COLUMN_TIMESTAMP);
    return cell ? read_timestamp(events, cell->value, ret, why) : STATUS_OK;
}

/* ---- words ---- */

static enum status set(struct events *events, struct review_event *event, const char *field,
                       struct span value, struct error *why)
{
    return review_set(&event->entry, review_field_find(REVIEW_KIND_EVENT, span_of(field)), value,
                      &events->typing, events->arena, why);
}

/* A message may be longer than the one line that tells what happened: then the whole of it is kept
 * as the context. */
static enum status set_message(struct events *events, struct review_event *event,
                               struct span message, struct error *why)
{
    enum { LINE_MOST = 1000 };
    uint32_t rune;
    struct span rest = span_trim(message), line = span_trim(span_cut(&rest, '\n'));
    size_t at = 0, step = 1;
    if (span_find(line, SPAN("\r")) != SIZE_MAX) line = span_cut(&line, '\r');
    while (line.len > LINE_MOST && step && at < LINE_MOST)
        at += step = utf8_next(span_from(line, at), &rune);
    if (at) line = span_sub(line, 0, at);
    enum status status = set(events, event, "what", line, why);
    if (!status && line.len < span_trim(message).len)
        status = set(events, event, "context", message, why);
    return status;
}

static uint8_t kind_of(struct span word)
{
    uint8_t kind = 0;
    word = span_trim(word);
    bool fits = word.len <= EVENTS_WORD && !vocabulary_read(&review_words_event, word, &kind, NULL);
    return fits ? kind : 0;
}

/* "a, b", or as Timesketch writes it to CSV: "['a', 'b']". */
static enum status set_tags(struct events *events, struct review_event *event, struct span tags)
{
    enum { TAGS_MOST = 100 };
    enum status status = STATUS_OK;
    for (int i = 0; !status && tags.len && i < TAGS_MOST; i++) {
        struct span tag = span_trim(span_cut(&tags, ','));
        while (tag.len && byte_is_one_of(tag.at[0], "['\" ")) tag = span_from(tag, 1);
        while (tag.len && byte_is_one_of(tag.at[tag.len - 1], "]'\" "))
            tag = span_sub(tag, 0, tag.len - 1);
        uint8_t area = 0;
        if (tag.len == 0) continue;
        if (span_is(tag, "turning"))
            event->turning = true;
        else if (!event->kind && kind_of(tag))
            event->kind = kind_of(tag);
        else if (tag.len <= EVENTS_WORD && !vocabulary_read(&review_words_area, tag, &area, NULL))
            event->areas |= 1u << area;
        else if (!kind_of(tag) || kind_of(tag) != event->kind)
            status = events_notice(events,
                                   "the tag \"%.*s\" was left out: it is no area and no "
                                   "kind of event",
                                   SPAN_ARGS(span_sub(tag, 0, 60)));
    }
    if (!status && tags.len)
        status = events_notice(events, "of more than %d tags the first ones were taken over",
                               (int)TAGS_MOST);
    return status;
}

static enum status set_desc(struct events *events, struct review_event *event, struct span desc,
                            struct error *why)
{
    if (kind_of(desc)) {
        if (!event->kind) event->kind = kind_of(desc);
        return STATUS_OK;
    }
    if (event->basis || span_is(span_trim(desc), "event")) return STATUS_OK;
    return set(events, event, "basis", desc, why);
}

/* A cell that its field does not take is listed; the event is kept without it. */
static enum status set_field(struct events *events, struct review_event *event,
                             const struct events_cell *cell, uint32_t line)
{
    struct error why = ERROR_NONE;
    struct text text;
    enum status status = strcmp(cell->field->name, "at") == 0
                             ? STATUS_OK
                             : review_set(&event->entry, cell->field, cell->value, &events->typing,
                                          events->arena, &why);
    if (!status) return STATUS_OK;
    text_init(&text, 0);
    text_addf(&text, "%s: ", cell->field->name);
    text_add(&text, cell->value);
    status = events_unplaced(events, line, text_span(&text), why.message);
    text_release(&text);
    return status;
}

enum status events_strip(struct events *events, struct review_event *event)
{
    if (event->says.count == 0) return STATUS_OK;
    event->says = (struct review_refs){NULL, 0};
    return events_notice(events, "statements that events rest on stay with their review; a bundle "
                                 "carries them along");
}

static enum status set_others(struct events *events, struct review_event *event,
                              const struct events_cell *cells, size_t count, uint32_t line)
{
    struct error why = ERROR_NONE;
    enum status status = STATUS_OK;
    for (size_t i = 0; !status && i < count; i++)
        if (cells[i].kind == EVENTS_COLUMN_FIELD && span_trim(cells[i].value).len)
            status = set_field(events, event, &cells[i], line);
    for (size_t i = 0; !status && i < count; i++) {
        if (cells[i].kind == EVENTS_COLUMN_DESC && span_trim(cells[i].value).len &&
            set_desc(events, event, cells[i].value, &why))
            status = events_unplaced(events, line, cells[i].value, why.message);
        if (!status && cells[i].kind == EVENTS_COLUMN_TAGS)
            status = set_tags(events, event, cells[i].value);
    }
    return status ? status : events_strip(events, event);
}

static enum status unplaced_row(struct events *events, const struct events_cell *cells,
                                size_t count, uint32_t line, const char *why)
{
    struct text row;
    text_init(&row, 0);
    for (size_t i = 0; i < count; i++) {
        if (span_trim(cells[i].value).len == 0) continue;
        if (row.len) text_adds(&row, ", ");
        text_add(&row, cells[i].value);
    }
    enum status status = events_unplaced(events, line, text_span(&row), why);
    text_release(&row);
    return status;
}

enum status events_row(struct events *events, const struct events_cell *cells, size_t count,
                       uint32_t line)
{
    struct error why = ERROR_NONE;
    const struct events_cell *message = cell_of(cells, count, EVENTS_COLUMN_MESSAGE);
    const struct events_cell *id = cell_of(cells, count, EVENTS_COLUMN_ID);
    uint32_t called = ++events->rows;
    if (id && events_called(id->value)) called = events_called(id->value);
    if (!message) return unplaced_row(events, cells, count, line, "it does not say what happened");
    struct review_event *event =
        (struct review_event *)review_entry_new(REVIEW_KIND_EVENT, events->arena);
    if (!event) return arena_full(events->arena, events->error);
    enum status status = read_at(events, cells, count, &event->at, &why);
    if (!status) status = set_message(events, event, message->value, &why);
    if (status) return unplaced_row(events, cells, count, line, why.message);
    status = set_others(events, event, cells, count, line);
    return status ? status : events_place(events, event, called, line);
}
