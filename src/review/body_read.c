/* Reads a body: see docs/formats/record.md. */
#include "review/member.h"

#include <assert.h>

struct reading {
    struct json_reader json;
    struct json_token token;
    struct text scratch;
    struct arena *arena;
    const struct review_field *field;
    struct error *error;
};

static enum status next(struct reading *r)
{
    return json_next(&r->json, &r->token, r->error);
}

static enum status wrong(const struct reading *r)
{
    return error_set(r->error, STATUS_BAD_INPUT, "it takes %s", member_takes(r->field->type));
}

/* The token's string; what it decodes to is good until the next one. */
static enum status string(struct reading *r, struct span *ret)
{
    if (r->token.type != JSON_STRING) return wrong(r);
    *ret = json_decoded(&r->json, &r->token, &r->scratch);
    return text_status(&r->scratch, r->error);
}

static enum status kept_string(struct reading *r, bool one_line, const char **ret)
{
    struct span s;
    enum status status = string(r, &s);
    return status ? status : member_string(s, one_line, r->arena, ret, r->error);
}

static enum status word(struct reading *r, uint8_t *ret)
{
    struct span s;
    enum status status = string(r, &s);
    return status ? status : vocabulary_read(r->field->words, s, ret, r->error);
}

static enum status number(struct reading *r, uint64_t *ret)
{
    if (r->token.type != JSON_NUMBER || !span_to_u64(json_text(&r->json, &r->token), ret))
        return error_set(r->error, STATUS_BAD_INPUT, "it takes a whole number of 0 or more");
    return STATUS_OK;
}

static enum status flag(struct reading *r, bool *ret)
{
    if (r->token.type != JSON_TRUE && r->token.type != JSON_FALSE)
        return error_set(r->error, STATUS_BAD_INPUT, "it takes true or false");
    *ret = r->token.type == JSON_TRUE;
    return STATUS_OK;
}

static enum status count(struct reading *r, int64_t *ret)
{
    uint64_t value;
    enum status status = number(r, &value);
    if (status) return status;
    if (value > INT64_MAX)
        return error_set(r->error, STATUS_LIMIT, "it is larger than any number that is kept");
    *ret = (int64_t)value;
    return STATUS_OK;
}

static enum status date(struct reading *r, int32_t *ret)
{
    struct span s;
    enum status status = string(r, &s);
    if (status) return status;
    return s.len == 0 || member_day_read(s, ret) ? STATUS_OK : wrong(r);
}

static enum status moment(struct reading *r, instant *ret)
{
    struct span s;
    duration width;
    enum status status = string(r, &s);
    if (status || s.len == 0) return status;
    return instant_parse(s, NULL, INSTANT_NONE, ret, &width, r->error);
}

static enum status hash(struct reading *r, const char **ret)
{
    struct span s;
    struct sha256 sha;
    char hex[65];
    enum status status = string(r, &s);
    if (status || s.len == 0) return status;
    if (!sha256_from_hex(s, &sha)) return wrong(r);
    sha256_hex(&sha, hex);
    const char *copy = arena_copy(r->arena, span_of(hex));
    if (!copy) return arena_full(r->arena, r->error);
    *ret = copy;
    return STATUS_OK;
}

static enum status id(struct reading *r, struct review_id *ret)
{
    struct span s;
    enum status status = string(r, &s);
    return status ? status : member_id_read(r->field, s, ret, r->error);
}

/* ---- objects within a body ---- */

/* Whether a member of an object is to be read; a null says nothing. */
static bool is_key(const struct reading *r, const char *key)
{
    return !r->token.key_escaped && span_is(r->token.key, key);
}

static enum status unknown_key(const struct reading *r)
{
    return error_set(r->error, STATUS_BAD_INPUT,
                     "\"%.*s\" is no part of it: %s; a newer program may have written it",
                     (int)(r->token.key.len < 80 ? r->token.key.len : 80), r->token.key.at,
                     r->field->type == REVIEW_TYPE_TIME
                         ? "raw, earliest, latest, relative, approximate and doubtful are"
                         : "content, from, to and name are");
}

/* An end of an interval; null is open. */
static enum status end(struct reading *r, bool *ret_given, instant *ret)
{
    *ret_given = true;
    return r->token.type == JSON_NULL ? STATUS_OK : moment(r, ret);
}

static enum status time_member(struct reading *r, struct review_time *time, bool *ret_given)
{
    if (is_key(r, "raw")) return kept_string(r, true, &time->raw);
    if (is_key(r, "earliest")) return end(r, ret_given, &time->at.earliest);
    if (is_key(r, "latest")) return end(r, ret_given, &time->at.latest);
    if (is_key(r, "relative")) return flag(r, &time->relative);
    if (is_key(r, "approximate")) return flag(r, &time->approximate);
    if (is_key(r, "doubtful")) return flag(r, &time->doubtful);
    return unknown_key(r);
}

static enum status time_object(struct reading *r, struct review_time *ret)
{
    struct review_time time = {.at = {INSTANT_OPEN_START, INSTANT_OPEN_END}};
    bool given = false;
    enum status status = r->token.type == JSON_OBJECT ? next(r) : wrong(r);
    while (!status && r->token.type != JSON_OBJECT_END) {
        status = time_member(r, &time, &given);
        if (!status) status = next(r);
    }
    if (status) return status;
    if (!time.raw)
        return error_set(r->error, STATUS_BAD_INPUT,
                         "it has no \"raw\": give the time as it was written");
    if (!given) time.at = INTERVAL_NONE;
    if (time.at.earliest > time.at.latest)
        return error_set(r->error, STATUS_BAD_INPUT, "its \"earliest\" is after its \"latest\"");
    *ret = time;
    return STATUS_OK;
}

static enum status place_member(struct reading *r, struct review_place *place, bool *ret_content)
{
    if (is_key(r, "from")) return number(r, &place->from);
    if (is_key(r, "to")) return number(r, &place->to);
    if (is_key(r, "name")) return kept_string(r, true, &place->name);
    if (!is_key(r, "content")) return unknown_key(r);
    struct span s;
    enum status status = string(r, &s);
    if (status) return status;
    if (!sha256_from_hex(s, &place->content))
        return error_set(r->error, STATUS_BAD_INPUT,
                         "its \"content\" is no SHA-256 of 64 hex digits");
    *ret_content = true;
    return STATUS_OK;
}

static enum status place(struct reading *r, struct review_place *ret)
{
    bool content = false;
    *ret = (struct review_place){0};
    enum status status = r->token.type == JSON_OBJECT ? next(r) : wrong(r);
    while (!status && r->token.type != JSON_OBJECT_END) {
        status = place_member(r, ret, &content);
        if (!status) status = next(r);
    }
    if (status) return status;
    if (!content)
        return error_set(r->error, STATUS_BAD_INPUT,
                         "it has no \"content\": give the SHA-256 of the source");
    if (ret->from > ret->to)
        return error_set(r->error, STATUS_BAD_INPUT, "its \"from\" is after its \"to\"");
    return STATUS_OK;
}

/* ---- arrays ---- */

/* Appends the token to the member's list; a line without content says nothing. */
static enum status element(struct reading *r, struct review_entry *entry)
{
    const struct review_field *field = r->field;
    struct member_element of = {0};
    uint8_t number = 0;
    enum status status;
    if (field->type == REVIEW_TYPE_WORDS) {
        status = word(r, &number);
        if (!status && number) *MEMBER(entry, field, WORDS) |= 1u << number;
        return status;
    }
    if (field->type == REVIEW_TYPE_LINES)
        status = kept_string(r, true, &of.line);
    else if (field->type == REVIEW_TYPE_REFS)
        status = id(r, &of.id);
    else
        status = place(r, &of.place);
    if (status || (field->type == REVIEW_TYPE_LINES && !of.line)) return status;
    return member_append(entry, field, &of, r->arena, r->error);
}

static enum status list(struct reading *r, struct review_entry *entry)
{
    enum status status = r->token.type == JSON_ARRAY ? next(r) : wrong(r);
    for (size_t n = 0; !status && r->token.type != JSON_ARRAY_END; n++) {
        if (n == LIST_MAX)
            return error_set(r->error, STATUS_LIMIT, "its list has more than %d elements",
                             LIST_MAX);
        status = element(r, entry);
        if (!status) status = next(r);
    }
    return status;
}

/* ---- a body ---- */

static enum status value(struct reading *r, struct review_entry *entry)
{
    const struct review_field *field = r->field;
    if (r->token.type == JSON_NULL) return STATUS_OK;
    switch (field->type) {
    case REVIEW_TYPE_LINE: return kept_string(r, true, MEMBER(entry, field, LINE));
    case REVIEW_TYPE_TEXT: return kept_string(r, false, MEMBER(entry, field, TEXT));
    case REVIEW_TYPE_WORD: return word(r, MEMBER(entry, field, WORD));
    case REVIEW_TYPE_FLAG: return flag(r, MEMBER(entry, field, FLAG));
    case REVIEW_TYPE_COUNT: return count(r, MEMBER(entry, field, COUNT));
    case REVIEW_TYPE_DATE: return date(r, MEMBER(entry, field, DATE));
    case REVIEW_TYPE_INSTANT: return moment(r, MEMBER(entry, field, INSTANT));
    case REVIEW_TYPE_TIME: return time_object(r, MEMBER(entry, field, TIME));
    case REVIEW_TYPE_HASH: return hash(r, MEMBER(entry, field, HASH));
    case REVIEW_TYPE_REF: return id(r, MEMBER(entry, field, REF));
    case REVIEW_TYPE_WORDS:
    case REVIEW_TYPE_LINES:
    case REVIEW_TYPE_REFS:
    case REVIEW_TYPE_PLACES: return list(r, entry);
    }
    return STATUS_OK;
}

/* The field of a key; in a canonical body it is one of those behind the last, so that a body is
 * read in one walk of the table. */
static const struct review_field *field_of(const struct review_kind_spec *spec, size_t from,
                                           struct span key)
{
    for (size_t n = 0; n < spec->count; n++) {
        const struct review_field *field = &spec->fields[(from + n) % spec->count];
        if (span_is(key, field->name)) return field;
    }
    return NULL;
}

static enum status fields(struct reading *r, const struct review_kind_spec *spec,
                          struct review_entry *entry)
{
    uint64_t seen = 0;
    size_t at = 0;
    assert(spec->count <= 64);
    for (;;) {
        enum status status = next(r);
        if (status || r->token.type == JSON_OBJECT_END) return status;
        struct span key = r->token.key;
        r->field = r->token.key_escaped ? NULL : field_of(spec, at, key);
        if (!r->field)
            return error_set(r->error, STATUS_BAD_INPUT,
                             "\"%.*s\" is no field of a body of kind %s: a newer program may have "
                             "written it, or it is misspelt",
                             (int)(key.len < 80 ? key.len : 80), key.at, spec->name);
        at = (size_t)(r->field - spec->fields);
        if (seen & UINT64_C(1) << at)
            return error_set(r->error, STATUS_BAD_INPUT,
                             "the field %s stands there twice: keep one", r->field->name);
        seen |= UINT64_C(1) << at;
        struct error *error = r->error, inner = ERROR_NONE;
        r->error = &inner;
        status = value(r, entry);
        r->error = error;
        if (status)
            return error_set(error, status, "the field %s of kind %s cannot be read: %s",
                             r->field->name, spec->name, inner.message);
    }
}

enum status body_read_into(enum review_kind kind, struct span body, struct arena *arena,
                           struct review_entry *entry, struct error *error)
{
    assert(kind < REVIEW_KIND_COUNT);
    const struct review_kind_spec *spec = &review_kinds[kind];
    if (body.len > BODY_MAX)
        return error_set(error, STATUS_LIMIT, "a body of %zu bytes: at most %d are taken", body.len,
                         BODY_MAX);
    entry->id.kind = kind;
    entry->written = INSTANT_NONE;
    for (size_t i = 0; i < spec->count; i++) member_clear(entry, &spec->fields[i]);
    struct reading r = {.arena = arena, .error = error};
    text_init(&r.scratch, BODY_MAX);
    json_open(&r.json, body);
    enum status status = next(&r);
    if (!status && r.token.type != JSON_OBJECT)
        status = error_set(error, STATUS_BAD_INPUT,
                           "a body of kind %s is a JSON object of its fields", spec->name);
    if (!status) status = fields(&r, spec, entry);
    if (!status) status = next(&r);
    assert(status || r.token.type == JSON_END);
    text_release(&r.scratch);
    return status;
}

enum status review_body_read(enum review_kind kind, struct span body, struct arena *arena,
                             struct review_entry **ret, struct error *error)
{
    struct review_entry *entry = arena_alloc(arena, review_kinds[kind].size);
    if (!entry) return arena_full(arena, error);
    enum status status = body_read_into(kind, body, arena, entry, error);
    if (!status) *ret = entry;
    return status;
}
