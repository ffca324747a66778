/* Summaries as the store keeps them beside the record: one object of numbers, strings and words,
 * and one array of durations in the order of REVIEW_LENGTHS. */
#include "review/shelf.h"

static const struct {
    const char *word, *formula;
} length_words[REVIEW_LENGTH_COUNT] = {
#define X(name, word, formula) {word, formula},
    REVIEW_LENGTHS(X)
#undef X
};

/* ---- out ---- */

static void write_length(struct json_writer *json, const struct review_length *length)
{
    json_object(json);
    if (length->length.known) {
        json_member_int(json, "least", length->length.least);
        json_member_int(json, "most", length->length.most);
    }
    if (length->ongoing) json_member_bool(json, "ongoing", true);
    json_member(json, "missing", length->missing);
    json_object_end(json);
}

void review_summary_write(const struct review_summary *summary, struct text *out)
{
    struct json_writer json;
    json_begin(&json, out);
    json_object(&json);
    json_member_int(&json, "number", summary->number);
    json_member_string(&json, "uid", summary->uid);
    json_member_string(&json, "title", summary->title);
    json_member_string(&json, "severity", summary->severity);
    json_member_int(&json, "sort", summary->sort);
    json_member_int(&json, "stage", summary->stage);
    json_member_int(&json, "status", summary->status);
    json_member_int(&json, "circle", summary->circle);
    if (summary->day != REVIEW_NO_DAY) json_member_int(&json, "day", summary->day);
    if (summary->published != INSTANT_NONE) json_member_int(&json, "published", summary->published);
    json_member_int(&json, "found_by", summary->found_by);
    json_member_int(&json, "events", (int64_t)summary->events);
    json_member_int(&json, "factors", (int64_t)summary->factors);
    json_member_int(&json, "items", (int64_t)summary->items);
    json_member_int(&json, "learnings", (int64_t)summary->learnings);
    json_member_int(&json, "anchors_complete", summary->anchors_complete);
    json_member_array(&json, "lengths");
    for (size_t i = 0; i < REVIEW_LENGTH_COUNT; i++) write_length(&json, &summary->lengths[i]);
    json_array_end(&json);
    json_object_end(&json);
}

/* ---- in: one pass, for lists read thousands ---- */

struct summary_reader {
    struct json_reader json;
    struct json_token token;
    struct arena *arena;
    struct text scratch;
    struct error *error;
};

static enum status bad(struct summary_reader *reader, const char *what)
{
    return error_set(reader->error, STATUS_BAD_INPUT,
                     "a kept summary is not as this program writes it: %s at byte %zu", what,
                     reader->token.from);
}

static enum status next(struct summary_reader *reader)
{
    return json_next(&reader->json, &reader->token, reader->error);
}

static enum status read_number(struct summary_reader *reader, int64_t least, int64_t most,
                               int64_t *ret)
{
    struct span digits = json_text(&reader->json, &reader->token);
    bool minus = digits.len && digits.at[0] == '-';
    uint64_t value;
    if (reader->token.type != JSON_NUMBER || !span_to_u64(span_from(digits, minus), &value) ||
        value > (uint64_t)INT64_MAX + minus || (minus && value == 0))
        return bad(reader, "a number is expected");
    int64_t number = minus ? -1 - (int64_t)(value - 1) : (int64_t)value;
    if (number < least || number > most) return bad(reader, "a number is out of range");
    *ret = number;
    return STATUS_OK;
}

static enum status read_string(struct summary_reader *reader, const char **ret)
{
    if (reader->token.type != JSON_STRING) return bad(reader, "a string is expected");
    const char *copy =
        arena_copy(reader->arena, json_decoded(&reader->json, &reader->token, &reader->scratch));
    if (!copy) return arena_full(reader->arena, reader->error);
    *ret = copy;
    return STATUS_OK;
}

static enum status read_length(struct summary_reader *reader, struct review_length *length)
{
    enum status status = next(reader);
    unsigned ends = 0;
    while (!status && reader->token.type != JSON_OBJECT_END) {
        struct span key = reader->token.key;
        if (span_is(key, "least")) {
            status = read_number(reader, INT64_MIN, INT64_MAX, &length->length.least);
            ends |= 1;
        } else if (span_is(key, "most")) {
            status = read_number(reader, INT64_MIN, INT64_MAX, &length->length.most);
            ends |= 2;
        } else if (span_is(key, "missing"))
            status = read_string(reader, &length->missing);
        else if (span_is(key, "ongoing") && reader->token.type == JSON_TRUE)
            length->ongoing = true;
        else
            return bad(reader, "an unknown part of a duration");
        if (!status) status = next(reader);
    }
    if (!status && ends != 0 && ends != 3) return bad(reader, "a duration has one end");
    length->length.known = ends == 3;
    return status;
}

static enum status read_lengths(struct summary_reader *reader, struct review_summary *summary)
{
    if (reader->token.type != JSON_ARRAY) return bad(reader, "an array is expected");
    size_t count = 0;
    for (;;) {
        enum status status = next(reader);
        if (status) return status;
        if (reader->token.type == JSON_ARRAY_END) break;
        if (reader->token.type != JSON_OBJECT || count == REVIEW_LENGTH_COUNT)
            return bad(reader, "a duration is expected");
        status = read_length(reader, &summary->lengths[count++]);
        if (status) return status;
    }
    return count == REVIEW_LENGTH_COUNT ? STATUS_OK : bad(reader, "a duration is missing");
}

/* Members that are numbers: where they go and what they may be. */
#define NUMBERS(X)                                                                                 \
    X(number, uint32_t, 0, UINT32_MAX)                                                             \
    X(sort, uint8_t, 0, REVIEW_SORT_COUNT - 1)                                                     \
    X(stage, uint8_t, 0, REVIEW_STAGE_COUNT - 1)                                                   \
    X(status, uint8_t, 0, REVIEW_STATUS_COUNT - 1)                                                 \
    X(circle, uint8_t, 0, REVIEW_CIRCLE_COUNT - 1)                                                 \
    X(day, int32_t, -INT32_MAX, INT32_MAX)                                                         \
    X(published, instant, -INT64_MAX, INT64_MAX)                                                   \
    X(found_by, uint8_t, 0, REVIEW_FOUND_USER)                                                     \
    X(events, size_t, 0, UINT32_MAX)                                                               \
    X(factors, size_t, 0, UINT32_MAX)                                                              \
    X(items, size_t, 0, UINT32_MAX)                                                                \
    X(learnings, size_t, 0, UINT32_MAX)                                                            \
    X(anchors_complete, bool, 0, 1)

static enum status read_member(struct summary_reader *reader, struct review_summary *summary)
{
    struct span key = reader->token.key;
    if (span_is(key, "uid")) return read_string(reader, &summary->uid);
    if (span_is(key, "title")) return read_string(reader, &summary->title);
    if (span_is(key, "severity")) return read_string(reader, &summary->severity);
    if (span_is(key, "lengths")) return read_lengths(reader, summary);
#define X(member, type, least, most)                                                               \
    if (span_is(key, #member)) {                                                                   \
        int64_t value;                                                                             \
        enum status status = read_number(reader, least, most, &value);                             \
        if (!status) summary->member = (type)value;                                                \
        return status;                                                                             \
    }
    NUMBERS(X)
#undef X
    return bad(reader, "an unknown member");
}

static enum status read_summary(struct summary_reader *reader, struct review_summary *summary)
{
    enum status status = next(reader);
    if (!status && reader->token.type != JSON_OBJECT) return bad(reader, "an object is expected");
    while (!status) {
        status = next(reader);
        if (status || reader->token.type == JSON_OBJECT_END) break;
        status = read_member(reader, summary);
    }
    return status ? status : next(reader); /* nothing may follow */
}

enum status review_summary_read(struct span in, struct arena *arena, struct review_summary *ret,
                                struct error *error)
{
    struct review_summary summary = {
        .uid = "", .title = "", .severity = "", .day = REVIEW_NO_DAY, .published = INSTANT_NONE};
    struct summary_reader reader = {.arena = arena, .error = error};
    for (size_t i = 0; i < REVIEW_LENGTH_COUNT; i++) {
        summary.lengths[i].word = length_words[i].word;
        summary.lengths[i].formula = length_words[i].formula;
    }
    json_open(&reader.json, in);
    text_init(&reader.scratch, 0);
    enum status status = read_summary(&reader, &summary);
    text_release(&reader.scratch);
    if (status) return status;
    *ret = summary;
    return STATUS_OK;
}
