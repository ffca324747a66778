/* Events out, as rows that Timesketch and exchange_events_read take.
 *
 * JSON lines carry the event as the record keeps it. CSV is for people and their tools: times stand
 * there in the notation, with date and zone, so that they mean the same wherever they are read. */
#include "exchange/events.h"

#include <assert.h>

/* ---- times ---- */

static bool means(const char *text, const struct review_time *time, const struct zone *zone,
                  struct arena *arena)
{
    struct review_time read;
    const struct review_typing typing = {.zone = zone, .day = INSTANT_NONE};
    return review_time_read(span_of(text), &typing, arena, &read, NULL) == STATUS_OK &&
           read.at.earliest == time->at.earliest && read.at.latest == time->at.latest &&
           read.relative == time->relative && read.approximate == time->approximate &&
           read.doubtful == time->doubtful;
}

static void add_end(struct text *out, instant at)
{
    if (at != INSTANT_OPEN_START && at != INSTANT_OPEN_END)
        instant_add_text(out, at, NULL, INSTANT_FULL, 9);
}

/* As it was written where that alone says the date and the zone; else its bounds. "~0s": about, and
 * the bounds are wide enough already. */
static enum status add_time(struct text *out, const struct review_time *time,
                            const struct zone *far_off, struct error *error)
{
    struct arena arena;
    arena_init(&arena, 1 << 16);
    if (!time->raw)
        ;
    else if (time->relative || time->at.earliest == INSTANT_NONE ||
             (means(time->raw, time, NULL, &arena) && means(time->raw, time, far_off, &arena)))
        text_adds(out, time->raw);
    else {
        add_end(out, time->at.earliest);
        text_adds(out, "..");
        add_end(out, time->at.latest);
        if (time->approximate) text_adds(out, "~0s");
        if (time->doubtful) text_addc(out, '?');
    }
    arena_release(&arena);
    return text_status(out, error);
}

/* The moment that a list sorted by time puts it at. */
static instant moment_of(const struct review_moment *moment)
{
    instant at = moment->start.earliest;
    if (at == INSTANT_OPEN_START) at = moment->start.latest;
    return at == INSTANT_OPEN_END ? INSTANT_NONE : at;
}

static int64_t micros_of(instant at)
{
    return at / NS_PER_US - (at % NS_PER_US < 0);
}

static void add_tags(struct text *out, const struct review_event *event)
{
    for (unsigned i = 1; i < review_words_area.count; i++)
        if (event->areas >> i & 1)
            text_addf(out, "%s%s", out->len ? ", " : "", review_words_area.words[i].word);
    if (event->turning) text_addf(out, "%sturning", out->len ? ", " : "");
}

static const char *desc_of(const struct review_event *event)
{
    return event->kind ? vocabulary_word(&review_words_event, event->kind) : "event";
}

static const char *message_of(const struct review_event *event)
{
    return event->what ? event->what : review_entry_line(&event->entry);
}

/* ---- CSV ---- */

/* `what` is the message, and statements stay with their review. */
static bool is_column(const struct review_field *field)
{
    return strcmp(field->name, "what") != 0 && strcmp(field->name, "says") != 0;
}

static uint64_t columns_in_use(const struct review *review)
{
    const struct review_kind_spec *spec = &review_kinds[REVIEW_KIND_EVENT];
    uint64_t used = 0;
    assert(spec->count <= 64); /* one bit each */
    for (size_t i = 0; i < spec->count; i++) {
        bool always =
            strcmp(spec->fields[i].name, "kind") == 0 || /* a table without them is none */
            strcmp(spec->fields[i].name, "at") == 0;
        bool stated = always;
        for (size_t e = 0; !stated && e < review->events.count; e++)
            stated = review_is_stated(&review->events.at[e].entry, &spec->fields[i]);
        if (stated && is_column(&spec->fields[i])) used |= UINT64_C(1) << i;
    }
    return used;
}

static enum status add_field(struct text *out, const struct review_event *event,
                             const struct review_field *field, const struct zone *far_off,
                             struct error *error)
{
    struct text cell;
    enum status status = STATUS_OK;
    text_init(&cell, 0);
    if (field->type == REVIEW_TYPE_TIME)
        status = add_time(
            &cell, (const struct review_time *)(const void *)((const char *)event + field->at),
            far_off, error);
    else if (review_is_stated(&event->entry, field))
        review_field_text(&event->entry, field, &cell);
    if (!status) status = text_status(&cell, error);
    text_addc(out, ',');
    text_add_csv(out, text_span(&cell));
    text_release(&cell);
    return status;
}

static enum status write_csv_row(const struct review_moment *moment, uint64_t used,
                                 const struct zone *far_off, struct text *out, struct error *error)
{
    const struct review_kind_spec *spec = &review_kinds[REVIEW_KIND_EVENT];
    const struct review_event *event = moment->event;
    enum status status = STATUS_OK;
    struct text tags;
    char id[16];
    instant at = moment_of(moment);
    if (at != INSTANT_NONE) {
        instant_add_text(out, at, NULL, INSTANT_FULL, 6);
        text_addf(out, ",%lld,", (long long)micros_of(at));
    } else {
        text_adds(out, ",,");
    }
    text_add_csv(out, span_of(desc_of(event)));
    text_addc(out, ',');
    text_add_csv(out, span_of(message_of(event)));
    text_addc(out, ',');
    text_init(&tags, 0);
    add_tags(&tags, event);
    text_add_csv(out, text_span(&tags));
    text_release(&tags);
    text_addf(out, ",%s", review_id_text(event->entry.id, id));
    for (size_t i = 0; !status && i < spec->count; i++)
        if (used >> i & 1) status = add_field(out, event, &spec->fields[i], far_off, error);
    text_adds(out, "\r\n");
    return status;
}

static enum status write_csv(const struct review *review, const struct review_settled *settled,
                             struct text *out, struct error *error)
{
    const struct review_kind_spec *spec = &review_kinds[REVIEW_KIND_EVENT];
    uint64_t used = columns_in_use(review);
    enum { FAR_OFF = (7 * 60 + 30) * 60 }; /* no time means the same here and in UTC by chance */
    struct zone *far_off = zone_fixed(FAR_OFF);
    if (!far_off) return error_set(error, STATUS_NO_MEMORY, "out of memory");
    text_adds(out, "datetime,timestamp,timestamp_desc,message,tag,id");
    for (size_t i = 0; i < spec->count; i++)
        if (used >> i & 1) text_addf(out, ",%s", spec->fields[i].name);
    text_adds(out, "\r\n");
    enum status status = STATUS_OK;
    for (size_t i = 0; !status && i < settled->count; i++)
        status = write_csv_row(&settled->moments[i], used, far_off, out, error);
    zone_free(far_off);
    return status ? status : text_status(out, error);
}

/* ---- JSON lines ---- */

static void write_tags(struct json_writer *json, const struct review_event *event)
{
    json_member_array(json, "tag");
    for (unsigned i = 1; i < review_words_area.count; i++)
        if (event->areas >> i & 1) json_string(json, review_words_area.words[i].word);
    if (event->turning) json_string(json, "turning");
    json_array_end(json);
}

static void write_json(const struct review_settled *settled, struct text *out)
{
    char id[16];
    for (size_t i = 0; i < settled->count; i++) {
        struct json_writer json;
        const struct review_event *event = settled->moments[i].event;
        instant at = moment_of(&settled->moments[i]);
        json_begin(&json, out);
        json_object(&json);
        json_member_string(&json, "message", message_of(event));
        if (at != INSTANT_NONE) {
            json_key(&json, "datetime");
            text_addc(out, '"');
            instant_add_text(out, at, NULL, INSTANT_FULL, 6);
            text_addc(out, '"');
            json.pending = true;
            json_member_int(&json, "timestamp", micros_of(at));
        }
        json_member_string(&json, "timestamp_desc", desc_of(event));
        write_tags(&json, event);
        json_member_string(&json, "id", review_id_text(event->entry.id, id));
        json_member_object(&json, "event");
        review_body_members(&event->entry, &json);
        json_object_end(&json);
        json_object_end(&json);
        text_addc(out, '\n');
    }
}

enum status exchange_events_write(const struct review *review, const struct review_settled *settled,
                                  enum exchange_rows rows, struct text *out, struct error *error)
{
    if (rows == EXCHANGE_CSV) return write_csv(review, settled, out, error);
    write_json(settled, out);
    return text_status(out, error);
}
