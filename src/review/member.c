/* The members of entries: what each type takes, and text that fits it. */
#include "review/member.h"

#include <assert.h>

const char *member_takes(enum review_type type)
{
    static const char *const takes[] = {
        [REVIEW_TYPE_LINE] = "one line of text",
        [REVIEW_TYPE_TEXT] = "text",
        [REVIEW_TYPE_WORD] = "one of its words",
        [REVIEW_TYPE_WORDS] = "a list of its words",
        [REVIEW_TYPE_FLAG] = "yes or no (in JSON true or false)",
        [REVIEW_TYPE_COUNT] = "a whole number of 0 or more",
        [REVIEW_TYPE_DATE] = "a day such as 2026-11-22",
        [REVIEW_TYPE_INSTANT] = "a moment such as 2026-11-22T05:54:53Z",
        [REVIEW_TYPE_TIME] = "a time such as 05:56:26, 10:02~ or E12+3m (in JSON an object)",
        [REVIEW_TYPE_HASH] = "a SHA-256 as 64 hex digits",
        [REVIEW_TYPE_LINES] = "a list of lines",
        [REVIEW_TYPE_REF] = "an id such as E12",
        [REVIEW_TYPE_REFS] = "a list of ids such as E12",
        [REVIEW_TYPE_PLACES] = "places in the evidence such as S3:120-340 (in JSON objects)",
    };
    assert(type < sizeof takes / sizeof takes[0]);
    return takes[type];
}

const char *member_option(const struct review_field *field, char *out)
{
    size_t len = strlen(field->name);
    assert(len < 40);
    for (size_t i = 0; i <= len; i++) out[i] = field->name[i] == '_' ? '-' : field->name[i];
    return out;
}

void member_clear(struct review_entry *entry, const struct review_field *field)
{
    switch (field->type) {
    case REVIEW_TYPE_LINE: *MEMBER(entry, field, LINE) = NULL; break;
    case REVIEW_TYPE_TEXT: *MEMBER(entry, field, TEXT) = NULL; break;
    case REVIEW_TYPE_WORD: *MEMBER(entry, field, WORD) = 0; break;
    case REVIEW_TYPE_WORDS: *MEMBER(entry, field, WORDS) = 0; break;
    case REVIEW_TYPE_FLAG: *MEMBER(entry, field, FLAG) = false; break;
    case REVIEW_TYPE_COUNT: *MEMBER(entry, field, COUNT) = REVIEW_NO_COUNT; break;
    case REVIEW_TYPE_DATE: *MEMBER(entry, field, DATE) = REVIEW_NO_DAY; break;
    case REVIEW_TYPE_INSTANT: *MEMBER(entry, field, INSTANT) = INSTANT_NONE; break;
    case REVIEW_TYPE_TIME:
        *MEMBER(entry, field, TIME) = (struct review_time){.at = INTERVAL_NONE};
        break;
    case REVIEW_TYPE_HASH: *MEMBER(entry, field, HASH) = NULL; break;
    case REVIEW_TYPE_LINES: *MEMBER(entry, field, LINES) = (struct review_lines){0}; break;
    case REVIEW_TYPE_REF: *MEMBER(entry, field, REF) = (struct review_id){0}; break;
    case REVIEW_TYPE_REFS: *MEMBER(entry, field, REFS) = (struct review_refs){0}; break;
    case REVIEW_TYPE_PLACES: *MEMBER(entry, field, PLACES) = (struct review_places){0}; break;
    }
}

/* A text keeps the blanks that its first line with content begins with. */
static struct span trimmed(struct span s, bool one_line)
{
    struct span inner = span_trim(s);
    if (one_line || inner.len == 0) return inner;
    while (inner.at > s.at && byte_is_one_of(inner.at[-1], " \t")) {
        inner.at--;
        inner.len++;
    }
    return inner;
}

/* Controls: in a line also those of C1, and the two line breaks of Unicode. */
static bool is_control(uint32_t rune, bool one_line)
{
    if (!one_line) return (rune < 0x20 && !byte_is_one_of((char)rune, "\t\n\r")) || rune == 0x7f;
    return rune < 0x20 || (rune >= 0x7f && rune <= 0x9f) || rune == 0x2028 || rune == 0x2029;
}

enum fit { FITS, NO_UTF8, HAS_CONTROL, HAS_RETURN };

static enum fit fit_of(struct span s, bool one_line, uint32_t *ret_rune)
{
    enum fit fit = FITS;
    for (size_t i = 0; i < s.len;) {
        unsigned char byte = (unsigned char)s.at[i];
        uint32_t rune = byte;
        size_t n = byte < 0x80 ? 1 : utf8_next(span_from(s, i), &rune);
        *ret_rune = rune;
        if (n == 0) return NO_UTF8;
        if (is_control(rune, one_line)) return HAS_CONTROL;
        if (byte == '\r') fit = HAS_RETURN;
        i += n;
    }
    return fit;
}

static char *without_returns(struct span s, struct arena *arena)
{
    char *copy = arena_copy(arena, s), *to = copy;
    for (const char *from = copy; copy && *from; from++) {
        if (*from == '\r' && from[1] == '\n') continue;
        *to++ = *from == '\r' ? '\n' : *from;
    }
    if (copy) *to = '\0';
    return copy;
}

enum status member_string(struct span given, bool one_line, struct arena *arena, const char **ret,
                          struct error *error)
{
    size_t most = one_line ? LINE_MAX_BYTES : TEXT_MAX_BYTES;
    struct span s = trimmed(given, one_line);
    if (s.len > most)
        return error_set(error, STATUS_LIMIT, "it has %zu bytes; at most %zu are taken: %s", s.len,
                         most, one_line ? "give it in short" : "split it, or link to a document");
    uint32_t rune;
    enum fit fit = fit_of(s, one_line, &rune);
    if (fit == NO_UTF8)
        return error_set(error, STATUS_BAD_INPUT, "it is not UTF-8: save it as UTF-8 first");
    if (fit == HAS_CONTROL)
        return error_set(error, STATUS_BAD_INPUT, "it has a %s (U+%04X): give it as %s",
                         rune == '\n' || rune == '\r' ? "line break" : "control character",
                         (unsigned)rune, one_line ? "one line" : "plain text");
    if (s.len == 0) {
        *ret = NULL;
        return STATUS_OK;
    }
    char *copy = fit == HAS_RETURN ? without_returns(s, arena) : arena_copy(arena, s);
    if (!copy) return arena_full(arena, error);
    *ret = copy;
    return STATUS_OK;
}

struct span member_tidy(const char *given, bool one_line, struct text *scratch)
{
    static const struct span replacement = {"\xef\xbf\xbd", 3};
    size_t most = one_line ? LINE_MAX_BYTES : TEXT_MAX_BYTES;
    struct span s = trimmed(span_of(given), one_line);
    uint32_t rune;
    if (s.len <= most && fit_of(s, one_line, &rune) == FITS) return s;
    text_clear(scratch);
    for (size_t i = 0; i < s.len;) {
        size_t n = utf8_next(span_from(s, i), &rune);
        struct span next = n ? span_sub(s, i, n) : replacement;
        i += n ? n : 1;
        if (n && is_control(rune, one_line)) next = SPAN(" ");
        if (n && rune == '\r' && !one_line) {
            if (i < s.len && s.at[i] == '\n') continue;
            next = SPAN("\n");
        }
        if (scratch->len + next.len > most) break;
        text_add(scratch, next);
    }
    return trimmed(text_span(scratch), one_line);
}

static enum status may_name(const struct review_field *field, struct review_id id,
                            struct error *error)
{
    char text[16];
    if (id.kind == REVIEW_KIND_REVIEW && id.number != 0)
        return error_set(error, STATUS_BAD_INPUT,
                         "%s is another review: within a review, PM0 is the review itself",
                         review_id_text(id, text));
    if (field->kinds & 1u << id.kind) return STATUS_OK;
    struct text kinds;
    text_init(&kinds, 1024);
    for (uint32_t kind = 0; kind < REVIEW_KIND_COUNT; kind++)
        if (field->kinds & 1u << kind)
            text_addf(&kinds, "%s%s (%s1)", kinds.len ? ", " : "", review_kinds[kind].plural,
                      review_kinds[kind].letter);
    enum status status = error_set(error, STATUS_BAD_INPUT, "%s is of kind %s; it names %s",
                                   review_id_text(id, text), review_kinds[id.kind].name, kinds.at);
    text_release(&kinds);
    return status;
}

enum status member_id_read(const struct review_field *field, struct span text,
                           struct review_id *ret, struct error *error)
{
    struct review_id id;
    enum status status = review_id_read(text, &id, error);
    if (!status) status = may_name(field, id, error);
    if (!status) *ret = id;
    return status;
}

bool member_day_read(struct span text, int32_t *ret)
{
    uint64_t year, month, day;
    if (text.len != 10 || text.at[4] != '-' || text.at[7] != '-' ||
        !span_to_u64(span_sub(text, 0, 4), &year) || !span_to_u64(span_sub(text, 5, 2), &month) ||
        !span_to_u64(span_sub(text, 8, 2), &day) || month < 1 || month > 12 || day < 1 ||
        day > (uint64_t)civil_month_length((int)year, (int)month))
        return false;
    *ret = (int32_t)civil_days((int)year, (int)month, (int)day);
    return true;
}

void member_day_text(int32_t day, struct text *out)
{
    int year, month, of_month;
    civil_of_days(day, &year, &month, &of_month);
    text_addf(out, "%04d-%02d-%02d", year, month, of_month);
}
