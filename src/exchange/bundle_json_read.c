/* review.json of a bundle, in. */
#include "exchange/bundle.h"

struct bundle_reader {
    struct json_reader json;
    struct json_token token;
    struct arena *arena;
    struct text scratch;
    struct error *error;
    struct exchange_bundle bundle;
    struct bundle_part *parts;
    size_t part_count;
};

/* Reads one member of an object, whose value is the token, into `into`. */
typedef enum status read_member(struct bundle_reader *reader, struct span key, void *into);

static enum status bad(struct bundle_reader *reader, const char *what)
{
    return error_set(reader->error, STATUS_BAD_INPUT,
                     BUNDLE_RECORD ": %s is expected at byte %zu; this is no bundle that the "
                                   "program wrote",
                     what, reader->token.from);
}

static enum status next(struct bundle_reader *reader)
{
    return json_next(&reader->json, &reader->token, reader->error);
}

/* ---- values ---- */

static struct span digits_of(struct bundle_reader *reader)
{
    return reader->token.type == JSON_NUMBER ? json_text(&reader->json, &reader->token)
                                             : (struct span){NULL, 0};
}

static enum status want_uint(struct bundle_reader *reader, uint64_t most, uint64_t *ret)
{
    uint64_t value;
    if (!span_to_u64(digits_of(reader), &value) || value > most) return bad(reader, "a number");
    *ret = value;
    return STATUS_OK;
}

static enum status want_u32(struct bundle_reader *reader, uint32_t *ret)
{
    uint64_t value = 0;
    enum status status = want_uint(reader, UINT32_MAX, &value);
    if (!status) *ret = (uint32_t)value;
    return status;
}

static enum status want_int(struct bundle_reader *reader, int64_t *ret)
{
    struct span digits = digits_of(reader);
    bool minus = span_starts(digits, SPAN("-"));
    uint64_t value;
    if (!span_to_u64(span_from(digits, minus), &value) || value > (uint64_t)INT64_MAX)
        return bad(reader, "a number");
    *ret = minus ? -(int64_t)value : (int64_t)value;
    return STATUS_OK;
}

static enum status want_text(struct bundle_reader *reader, struct span *ret)
{
    if (reader->token.type != JSON_STRING) return bad(reader, "a string");
    *ret = json_decoded(&reader->json, &reader->token, &reader->scratch);
    return text_status(&reader->scratch, reader->error);
}

static enum status want_string(struct bundle_reader *reader, const char **ret)
{
    struct span text;
    enum status status = want_text(reader, &text);
    const char *copy = status ? NULL : arena_copy(reader->arena, text);
    if (!status && !copy) status = arena_full(reader->arena, reader->error);
    if (!status) *ret = copy;
    return status;
}

static enum status want_hash(struct bundle_reader *reader, struct sha256 *ret)
{
    struct span text;
    enum status status = want_text(reader, &text);
    if (!status && !sha256_from_hex(text, ret)) status = bad(reader, "a SHA-256");
    return status;
}

static enum status want_instant(struct bundle_reader *reader, instant *ret)
{
    struct span text;
    duration width;
    enum status status = want_text(reader, &text);
    if (!status && (text.len == 0 || text.at[text.len - 1] != 'Z' ||
                    instant_parse(text, NULL, INSTANT_NONE, ret, &width, NULL)))
        status = bad(reader, "a time in UTC");
    return status;
}

static int nibble(char digit)
{
    if (digit >= '0' && digit <= '9') return digit - '0';
    return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

static enum status want_bytes(struct bundle_reader *reader, const char **ret)
{
    struct span text;
    enum status status = want_text(reader, &text);
    if (status) return status;
    char *bytes = arena_alloc(reader->arena, text.len / 2 + 1);
    if (!bytes) return arena_full(reader->arena, reader->error);
    for (size_t i = 0; i + 1 < text.len; i += 2) {
        int high = nibble(text.at[i]), low = nibble(text.at[i + 1]);
        if (high < 0 || low < 0) return bad(reader, "a path in hex digits");
        bytes[i / 2] = (char)(high << 4 | low);
    }
    *ret = bytes;
    return STATUS_OK;
}

/* ---- objects and lists ---- */

static enum status read_object(struct bundle_reader *reader, read_member *member, void *into)
{
    if (reader->token.type != JSON_OBJECT) return bad(reader, "an object");
    for (;;) {
        enum status status = next(reader);
        if (status || reader->token.type == JSON_OBJECT_END) return status;
        status = member(reader, reader->token.key, into);
        if (status) return status;
    }
}

/* How many objects the list has that has just been opened; the reader stays where it is. */
static enum status count_objects(const struct bundle_reader *reader, size_t *ret)
{
    struct json_reader ahead = reader->json;
    struct json_token token;
    size_t count = 0, to;
    for (;;) {
        enum status status = json_next(&ahead, &token, reader->error);
        if (!status && token.type == JSON_OBJECT) status = json_skip(&ahead, &to, reader->error);
        if (status) return status;
        if (token.type == JSON_ARRAY_END) break;
        count++;
    }
    *ret = count;
    return STATUS_OK;
}

/* Each item starts as a copy of `blank`. */
static enum status read_list(struct bundle_reader *reader, read_member *member, const void *blank,
                             size_t size, void *ret, size_t *ret_count)
{
    size_t count = 0;
    if (reader->token.type != JSON_ARRAY) return bad(reader, "a list");
    enum status status = count_objects(reader, &count);
    if (status) return status;
    char *items = arena_array(reader->arena, count + 1, size);
    if (!items) return arena_full(reader->arena, reader->error);
    for (size_t i = 0; i < count; i++) {
        memcpy(items + i * size, blank, size);
        status = next(reader);
        if (!status) status = read_object(reader, member, items + i * size);
        if (status) return status;
    }
    memcpy(ret, &items, sizeof items); /* to a pointer of another type */
    *ret_count = count;
    return next(reader); /* the end of the list */
}

/* ---- members ---- */

static enum status want_id(struct bundle_reader *reader, struct review_id *ret)
{
    struct span text;
    enum status status = want_text(reader, &text);
    if (!status && review_id_read(text, ret, NULL)) status = bad(reader, "an id such as E12");
    return status;
}

static enum status want_body(struct bundle_reader *reader, struct span *ret)
{
    size_t from = reader->token.from, to;
    if (reader->token.type != JSON_OBJECT) return bad(reader, "an entry");
    enum status status = json_skip(&reader->json, &to, reader->error);
    if (!status) *ret = span_sub(reader->json.in, from, to - from);
    return status;
}

static enum status past_member(struct bundle_reader *reader, struct span key, void *into)
{
    struct review_past *past = into;
    if (span_is(key, "change")) return want_uint(reader, UINT64_MAX, &past->change);
    if (span_is(key, "undoes")) return want_uint(reader, past->change - 1, &past->undoes);
    if (span_is(key, "id")) return want_id(reader, &past->id);
    if (span_is(key, "version")) return want_u32(reader, &past->version);
    if (span_is(key, "by")) return want_string(reader, &past->by);
    if (span_is(key, "why")) return want_string(reader, &past->why);
    if (span_is(key, "at")) return want_instant(reader, &past->at);
    if (span_is(key, "body")) return want_body(reader, &past->body);
    return bad(reader, "a member of a change");
}

static enum status part_member(struct bundle_reader *reader, struct span key, void *into)
{
    struct bundle_part *part = into;
    if (span_is(key, "sha256")) return want_hash(reader, &part->hash);
    if (span_is(key, "size")) return want_uint(reader, INT64_MAX, &part->size);
    return bad(reader, "a member of a file");
}

static enum status capture_member(struct bundle_reader *reader, struct span key, void *into)
{
    struct evidence_capture *capture = into;
    struct span word;
    if (span_is(key, "sha256")) return want_hash(reader, &capture->hash);
    if (span_is(key, "size")) return want_uint(reader, INT64_MAX, &capture->size);
    if (span_is(key, "origin")) return want_string(reader, &capture->origin);
    if (span_is(key, "origin_hex")) return want_bytes(reader, &capture->origin);
    if (span_is(key, "by")) return want_string(reader, &capture->by);
    if (span_is(key, "collected")) return want_instant(reader, &capture->collected);
    if (span_is(key, "modified")) return want_instant(reader, &capture->modified);
    if (!span_is(key, "packing")) return bad(reader, "a member of a capture");
    enum status status = want_text(reader, &word);
    if (!status && !evidence_packing_from_word(word, &capture->packing))
        status = bad(reader, "a packing");
    return status;
}

static enum status picture_member(struct bundle_reader *reader, struct span key, void *into)
{
    struct evidence_picture *picture = into;
    if (span_is(key, "type")) return want_string(reader, &picture->type);
    if (span_is(key, "width")) return want_u32(reader, &picture->width);
    if (span_is(key, "height")) return want_u32(reader, &picture->height);
    return bad(reader, "a member of a picture");
}

static enum status source_member(struct bundle_reader *reader, struct span key, void *into)
{
    struct evidence_source *source = into;
    struct span word;
    if (span_is(key, "sha256")) return want_hash(reader, &source->hash);
    if (span_is(key, "size")) return want_uint(reader, INT64_MAX, &source->size);
    if (span_is(key, "capture")) return want_hash(reader, &source->capture);
    if (span_is(key, "member")) return want_string(reader, &source->member);
    if (span_is(key, "name")) return want_string(reader, &source->name);
    if (span_is(key, "modified")) return want_instant(reader, &source->modified);
    if (span_is(key, "picture")) return read_object(reader, picture_member, &source->picture);
    if (!span_is(key, "kind")) return bad(reader, "a member of a source");
    enum status status = want_text(reader, &word);
    if (!status && !evidence_kind_from_word(word, &source->kind)) status = bad(reader, "a kind");
    return status;
}

static enum status clock_member(struct bundle_reader *reader, struct span key, void *into)
{
    struct exchange_clock *clock = into;
    if (span_is(key, "content")) return want_hash(reader, &clock->content);
    if (span_is(key, "zone")) return want_string(reader, &clock->zone);
    if (span_is(key, "offset_least")) {
        clock->has_offset = true;
        return want_int(reader, &clock->offset_least);
    }
    if (span_is(key, "offset_most")) return want_int(reader, &clock->offset_most);
    if (span_is(key, "by")) return want_string(reader, &clock->by);
    if (span_is(key, "why")) return want_string(reader, &clock->why);
    if (span_is(key, "stated")) return want_instant(reader, &clock->stated);
    return bad(reader, "a member of a clock");
}

static enum status bundle_member(struct bundle_reader *reader, struct span key, void *into)
{
    struct exchange_bundle *bundle = into;
    uint64_t version;
    if (span_is(key, "bundle")) return want_uint(reader, BUNDLE_VERSION, &version);
    if (span_is(key, "uid")) return want_string(reader, &bundle->uid);
    if (span_is(key, "history"))
        return read_list(reader, past_member,
                         &(struct review_past){.by = "", .why = "", .at = INSTANT_NONE},
                         sizeof(struct review_past), &bundle->history, &bundle->history_count);
    if (span_is(key, "evidence"))
        return read_list(reader, part_member, &(struct bundle_part){.size = 0},
                         sizeof *reader->parts, &reader->parts, &reader->part_count);
    if (span_is(key, "captures"))
        return read_list(
            reader, capture_member,
            &(struct evidence_capture){
                .origin = "", .by = "", .collected = INSTANT_NONE, .modified = INSTANT_NONE},
            sizeof(struct evidence_capture), &bundle->captures, &bundle->capture_count);
    if (span_is(key, "sources"))
        return read_list(
            reader, source_member,
            &(struct evidence_source){.member = "", .name = "", .modified = INSTANT_NONE},
            sizeof(struct evidence_source), &bundle->sources, &bundle->source_count);
    if (span_is(key, "clocks"))
        return read_list(reader, clock_member,
                         &(struct exchange_clock){.by = "", .why = "", .stated = INSTANT_NONE},
                         sizeof(struct exchange_clock), &bundle->clocks, &bundle->clock_count);
    if (span_is(key, "check")) return want_text(reader, &(struct span){NULL, 0});
    return bad(reader, "a member of a bundle");
}

enum status bundle_json_read(struct span json, struct arena *arena, struct exchange_bundle *ret,
                             struct bundle_part **ret_parts, size_t *ret_count, struct error *error)
{
    enum status status = bundle_json_check_text(json, error);
    if (status) return status;
    struct bundle_reader reader = {.arena = arena, .error = error};
    json_open(&reader.json, json);
    text_init(&reader.scratch, BUNDLE_RECORD_BYTES);
    status = next(&reader);
    if (!status) status = read_object(&reader, bundle_member, &reader.bundle);
    if (!status) status = next(&reader); /* nothing follows */
    text_release(&reader.scratch);
    if (!status)
        status = bundle_json_check(&reader.bundle, reader.parts, reader.part_count, json, error);
    if (status) return status;
    *ret = reader.bundle;
    *ret_parts = reader.parts;
    *ret_count = reader.part_count;
    return STATUS_OK;
}
