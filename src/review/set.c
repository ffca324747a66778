/* A field from what a person typed. */
#include "review/member.h"
#include "review/when.h"

#include <assert.h>

static enum status takes(const struct review_field *field, struct span typed, struct error *error)
{
    return error_set(error, STATUS_BAD_INPUT, "it takes %s, not \"%.*s\"",
                     member_takes(field->type), (int)(typed.len < 80 ? typed.len : 80), typed.at);
}

static enum status set_flag(struct review_entry *entry, const struct review_field *field,
                            struct span typed, struct error *error)
{
    static const char *const words[] = {"no", "yes", "false", "true", "n",
                                        "y",  "off", "on",    "0",    "1"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (!span_equal_nocase(typed, span_of(words[i]))) continue;
        *MEMBER(entry, field, FLAG) = i % 2 == 1;
        return STATUS_OK;
    }
    return takes(field, typed, error);
}

static enum status set_count(struct review_entry *entry, const struct review_field *field,
                             struct span typed, struct error *error)
{
    uint64_t count;
    if (!span_to_u64(typed, &count) || count > INT64_MAX) return takes(field, typed, error);
    *MEMBER(entry, field, COUNT) = (int64_t)count;
    return STATUS_OK;
}

static enum status set_hash(struct review_entry *entry, const struct review_field *field,
                            struct span typed, struct arena *arena, struct error *error)
{
    struct sha256 hash;
    char hex[65];
    if (!sha256_from_hex(typed, &hash)) return takes(field, typed, error);
    sha256_hex(&hash, hex);
    const char *copy = arena_copy(arena, span_of(hex));
    if (!copy) return arena_full(arena, error);
    *MEMBER(entry, field, HASH) = copy;
    return STATUS_OK;
}

static enum status set(struct review_entry *entry, const struct review_field *field,
                       struct span typed, const struct review_typing *typing, struct arena *arena,
                       struct error *error)
{
    struct span word = span_trim(typed);
    duration width;
    switch (field->type) {
    case REVIEW_TYPE_LINE:
        return member_string(typed, true, arena, MEMBER(entry, field, LINE), error);
    case REVIEW_TYPE_TEXT:
        return member_string(typed, false, arena, MEMBER(entry, field, TEXT), error);
    case REVIEW_TYPE_WORD:
        return vocabulary_read(field->words, word, MEMBER(entry, field, WORD), error);
    case REVIEW_TYPE_FLAG: return set_flag(entry, field, word, error);
    case REVIEW_TYPE_COUNT: return set_count(entry, field, word, error);
    case REVIEW_TYPE_DATE:
        return member_day_read(word, MEMBER(entry, field, DATE)) ? STATUS_OK
                                                                 : takes(field, word, error);
    case REVIEW_TYPE_INSTANT:
        return instant_parse(word, typing->zone, typing->day, MEMBER(entry, field, INSTANT), &width,
                             error);
    case REVIEW_TYPE_TIME:
        return review_time_read(word, typing, arena, MEMBER(entry, field, TIME), error);
    case REVIEW_TYPE_HASH: return set_hash(entry, field, word, arena, error);
    case REVIEW_TYPE_REF: return member_id_read(field, word, MEMBER(entry, field, REF), error);
    case REVIEW_TYPE_WORDS:
    case REVIEW_TYPE_LINES:
    case REVIEW_TYPE_REFS:
    case REVIEW_TYPE_PLACES: return member_list_set(entry, field, typed, typing, arena, error);
    }
    return STATUS_OK;
}

enum status review_set(struct review_entry *entry, const struct review_field *field,
                       struct span typed, const struct review_typing *typing, struct arena *arena,
                       struct error *error)
{
    static const struct review_typing nothing = {.day = INSTANT_NONE};
    struct error inner = ERROR_NONE;
    char name[40];
    assert(field >= review_kinds[entry->id.kind].fields &&
           field < review_kinds[entry->id.kind].fields + review_kinds[entry->id.kind].count);
    if (span_trim(typed).len == 0) {
        member_clear(entry, field);
        return STATUS_OK;
    }
    enum status status = set(entry, field, typed, typing ? typing : &nothing, arena, &inner);
    if (status) error_set(error, status, "%s: %s", member_option(field, name), inner.message);
    return status;
}
