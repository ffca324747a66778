/* What somebody answered to a test: no, "why" by a role on a day (evidence E4) as S3. */
#include "causes/read.h"

/* The parts behind the answer, each behind its word. */
static const struct part {
    const char *word; /* as typed before it; the reason stands in quotes */
    size_t offset;
} parts[] = {
    {"by", offsetof(struct causes_said, role)},
    {"on", offsetof(struct causes_said, when)},
    {"(evidence", offsetof(struct causes_said, evidence)},
    {"as", offsetof(struct causes_said, name)},
};
enum { PARTS = sizeof parts / sizeof parts[0] };

static const char **part_at(struct causes_said *said, size_t offset)
{
    return (const char **)(void *)((char *)said + offset);
}

static const char *part_of(const struct causes_said *said, size_t offset)
{
    return *(const char *const *)(const void *)((const char *)said + offset);
}

/* The part whose word stands at the start; PARTS: none. A day begins with a digit, or is quoted. */
static size_t part_here(struct span s, size_t *ret_length)
{
    for (size_t i = 0; i < PARTS; i++) {
        struct span word = span_of(parts[i].word);
        if (!span_starts(s, word)) continue;
        if (s.len > word.len && !byte_is_one_of(s.at[word.len], " \t\"")) continue;
        struct span value = span_trim(span_from(s, word.len));
        bool is_day = value.len && byte_is_one_of(value.at[0], "\"0123456789");
        if (word.at[0] == 'o' && !is_day) continue; /* "by the engineer on call" */
        *ret_length = word.len;
        return i;
    }
    return PARTS;
}

/* How much stands before the word of a part. */
static size_t plain_length(struct span s)
{
    size_t length;
    for (size_t i = 1; i < s.len; i++)
        if (byte_is_one_of(s.at[i - 1], " \t") && part_here(span_from(s, i), &length) < PARTS)
            return i;
    return s.len;
}

/* A text in quotes, "" within it being one; moves *rest behind it. NULL: the end is missing. */
static const char *quoted(struct reader *r, struct span *rest)
{
    struct text text;
    text_init(&text, 0);
    const char *kept = NULL;
    for (size_t i = 1; i < rest->len; i++) {
        if (rest->at[i] == '"' && (i + 1 == rest->len || rest->at[i + 1] != '"')) {
            kept = reader_keep(r, span_trim(text_span(&text)));
            *rest = span_from(*rest, i + 1);
            break;
        }
        i += rest->at[i] == '"';
        text_addc(&text, rest->at[i]);
    }
    if (!kept) reader_mistake(r, r->line, "the quotes are not closed: put '\"' where they end");
    text_release(&text);
    return kept;
}

static bool wrong(struct reader *r, struct span at)
{
    reader_mistake(r, r->line,
                   "\"%.*s\" does not fit here: write no, \"the reason\" by whom on which day "
                   "(evidence E4)",
                   (int)(at.len < 80 ? at.len : 80), at.at);
    return false;
}

/* One part behind its word: in quotes, or plain. */
static bool read_part(struct reader *r, size_t number, struct span *rest, struct causes_said *said)
{
    bool evidence = parts[number].word[0] == '(';
    const char **to = part_at(said, parts[number].offset);
    if (*to) return wrong(r, *rest);
    *rest = span_trim(*rest);
    if (span_starts(*rest, SPAN("\""))) {
        *to = quoted(r, rest);
    } else {
        size_t close = span_find(*rest, SPAN(")"));
        size_t length = !evidence ? plain_length(*rest) : close != SIZE_MAX ? close : rest->len;
        *to = reader_keep(r, span_trim(span_sub(*rest, 0, length)));
        *rest = span_from(*rest, length);
    }
    if (!*to) return false;
    *rest = span_trim(*rest);
    if (!evidence) return true;
    if (!span_starts(*rest, SPAN(")"))) return wrong(r, *rest);
    *rest = span_from(*rest, 1);
    return true;
}

static bool read_answer(struct reader *r, struct span *rest, struct causes_said *said)
{
    size_t length = 0;
    struct error error = ERROR_NONE;
    while (length < rest->len && !byte_is_one_of(rest->at[length], " \t,\"(")) length++;
    if (span_is(span_sub(*rest, 0, 11), "cannot tell")) length = 11;
    if (length == 0 ||
        vocabulary_read(&causes_words_answer, span_sub(*rest, 0, length), &said->answer, &error)) {
        reader_mistake(r, r->line,
                       "the answer is missing: no (it could not), yes (it could) or cannot-tell");
        return false;
    }
    *rest = span_trim(span_from(*rest, length));
    if (span_starts(*rest, SPAN(","))) *rest = span_trim(span_from(*rest, 1));
    return true;
}

bool read_said(struct reader *r, struct span text, struct causes_said *ret)
{
    struct causes_said said = {0};
    struct span rest = span_trim(text);
    if (!read_answer(r, &rest, &said)) return false;
    for (rest = span_trim(rest); rest.len; rest = span_trim(rest)) {
        size_t length, part = part_here(rest, &length);
        if (part < PARTS) {
            rest = span_from(rest, length);
            if (!read_part(r, part, &rest, &said)) return false;
        } else if (rest.at[0] == '"' && !said.because) {
            said.because = quoted(r, &rest);
            if (!said.because) return false;
        } else if (!said.because && plain_length(rest) == rest.len) {
            said.because = reader_keep(r, rest);
            rest.len = 0;
        } else if (!said.because) {
            reader_mistake(r, r->line,
                           "put the reason in quotes, so that it is clear where it ends: "
                           "no, \"the reason\" by whom on which day");
            return false;
        } else {
            return wrong(r, rest);
        }
    }
    *ret = said;
    return true;
}

/* ---- writing ---- */

static void write_quoted(struct span s, struct text *to)
{
    text_addc(to, '"');
    for (size_t i = 0; i < s.len; i++) {
        if (s.at[i] == '"') text_addc(to, '"');
        text_addc(to, s.at[i]);
    }
    text_addc(to, '"');
}

void write_said(const struct causes_said *said, struct text *to)
{
    struct text words;
    text_init(&words, 0);
    text_adds(to, vocabulary_word(&causes_words_answer, said->answer));
    write_line(said->because, &words);
    if (words.len) {
        text_adds(to, ", ");
        write_quoted(text_span(&words), to);
    }
    for (size_t i = 0; i < PARTS; i++) {
        text_clear(&words);
        write_line(part_of(said, parts[i].offset), &words);
        struct span s = text_span(&words);
        if (!s.len) continue;
        bool plain = plain_length(s) == s.len && span_find(s, SPAN("\"")) == SIZE_MAX &&
                     span_find(s, SPAN(")")) == SIZE_MAX;
        text_addf(to, " %s ", parts[i].word);
        if (plain && (parts[i].word[0] != 'o' || (s.at[0] >= '0' && s.at[0] <= '9')))
            text_add(to, s);
        else
            write_quoted(s, to);
        if (parts[i].word[0] == '(') text_addc(to, ')');
    }
    if (text_status(&words, NULL)) to->status = words.status;
    text_release(&words);
}
