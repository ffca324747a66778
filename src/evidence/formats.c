/* Reads a file of formats that people define. */
#include "evidence/formats.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <xxhash.h>

#include "evidence/stated.h"

struct evidence_formats *evidence_formats_new(void)
{
    return calloc(1, sizeof(struct evidence_formats));
}

static void forget(struct evidence_formats *formats, size_t from)
{
    while (formats->count > from) free(formats->item[--formats->count]);
}

void evidence_formats_drop(struct evidence_formats *formats, size_t number)
{
    assert(number < formats->count);
    free(formats->item[number]);
    formats->count--;
    memmove(&formats->item[number], &formats->item[number + 1],
            (formats->count - number) * sizeof formats->item[0]);
}

void evidence_formats_free(struct evidence_formats *formats)
{
    if (formats) forget(formats, 0);
    free(formats);
}

size_t evidence_formats_count(const struct evidence_formats *formats)
{
    return formats ? formats->count : 0;
}

const struct evidence_format *evidence_formats_get(const struct evidence_formats *formats,
                                                   size_t number)
{
    return number < evidence_formats_count(formats) ? &formats->item[number]->face : NULL;
}

uint64_t evidence_formats_mark(const struct evidence_formats *formats)
{
    uint64_t mark = 0;
    for (size_t i = 0; i < evidence_formats_count(formats); i++) {
        const struct evidence_format *face = &formats->item[i]->face;
        const char *const texts[] = {face->name,  face->stamp, face->place,
                                     face->level, face->words, face->zone};
        for (size_t j = 0; j < sizeof texts / sizeof texts[0]; j++)
            mark = XXH3_64bits_withSeed(texts[j], strlen(texts[j]) + 1, mark + 1);
    }
    return mark;
}

/* ---- columns ---- */

#define WRONG(error, ...) error_set((error), STATUS_BAD_INPUT, __VA_ARGS__)

/* "word 3": the number behind the first word, counted from 1. */
static enum status read_number(struct span text, const char *what, unsigned most, unsigned *ret,
                               struct error *error)
{
    uint64_t number;
    if (!span_to_u64(span_trim(text), &number) || number < 1 || number > most)
        return WRONG(error, "\"%s\" wants a number from 1 to %u behind it", what, most);
    *ret = (unsigned)number - 1;
    return STATUS_OK;
}

static enum status keep(char *to, size_t room, struct span text, const char *what,
                        struct error *error)
{
    if (text.len == 0) return WRONG(error, "\"%s\" wants a text behind it", what);
    if (text.len >= room)
        return WRONG(error, "the text behind \"%s\" is longer than %zu bytes", what, room - 1);
    memcpy(to, text.at, text.len);
    to[text.len] = '\0';
    return STATUS_OK;
}

/* "5 ;" or "5 tab" */
static enum status read_field(struct span text, unsigned *ret, char ret_sign[2],
                              struct error *error)
{
    struct span number = span_cut(&text, ' ');
    text = span_trim(text);
    if (span_is(text, "tab")) text = SPAN("\t");
    if (text.len != 1 || !byte_is_one_of(text.at[0], ",;|:\t"))
        return WRONG(error, "\"field\" wants its number and what parts the fields, one of "
                            ", ; | : tab, as in: field 5 ;");
    ret_sign[0] = text.at[0];
    ret_sign[1] = '\0';
    return read_number(number, "field", 60, ret, error);
}

static enum status read_place(struct span text, struct stated_format *ret, struct error *error)
{
    struct span whole = text, word = span_cut(&text, ' ');
    ret->place = PLACE_COLUMN;
    if (whole.len == 0 || span_is(whole, "start")) return STATUS_OK;
    if (span_is(word, "column")) return read_number(text, "column", 255, &ret->number, error);
    if (span_is(word, "field")) {
        ret->place = PLACE_FIELD;
        return read_field(text, &ret->number, ret->text, error);
    }
    if (span_is(word, "word")) {
        ret->place = PLACE_WORD;
        return read_number(text, "word", 60, &ret->number, error);
    }
    if (span_is(word, "after")) {
        ret->place = PLACE_AFTER;
        return keep(ret->text, sizeof ret->text, text, "after", error);
    }
    if (span_is(word, "key")) {
        ret->place = PLACE_KEY;
        return keep(ret->text, sizeof ret->text, span_trim(text), "key", error);
    }
    return WRONG(error,
                 "the place \"%.*s\" is none of: start, column N, word N, field N SIGN, "
                 "after TEXT, key NAME",
                 SPAN_ARGS(span_sub(whole, 0, 60)));
}

static enum status read_level(struct span text, struct line_level_rule *ret, struct error *error)
{
    struct span whole = text, word = span_cut(&text, ' ');
    if (whole.len == 0) return STATUS_OK;
    if (span_is(word, "word")) {
        ret->place = LEVEL_WORD;
        return read_number(text, "word", 60, &ret->number, error);
    }
    if (span_is(word, "field")) {
        ret->place = LEVEL_FIELD;
        return read_field(text, &ret->number, ret->text, error);
    }
    ret->place = span_is(whole, "none")     ? LEVEL_NOWHERE
                 : span_is(whole, "before") ? LEVEL_BEFORE
                 : span_is(word, "after")   ? LEVEL_AFTER
                 : span_is(word, "key")     ? LEVEL_KEY
                                            : LEVEL_BY_HABIT;
    if (ret->place == LEVEL_AFTER) return keep(ret->text, sizeof ret->text, text, "after", error);
    if (ret->place == LEVEL_KEY)
        return keep(ret->text, sizeof ret->text, span_trim(text), "key", error);
    if (ret->place != LEVEL_BY_HABIT) return STATUS_OK;
    return WRONG(error,
                 "the level's place \"%.*s\" is none of: word N, field N SIGN, before, "
                 "after TEXT, key NAME, none",
                 SPAN_ARGS(span_sub(whole, 0, 60)));
}

/* "E=error W=warn" */
static enum status read_words(struct span text, struct line_level_rule *ret, struct error *error)
{
    while (text.len > 0) {
        struct span level = span_cut(&text, ' '), word;
        if (level.len == 0) continue;
        word = span_cut(&level, '=');
        if (ret->word_count == LEVEL_WORDS_MAX)
            return WRONG(error, "there are more than %d words for levels", LEVEL_WORDS_MAX);
        if (word.len == 0 || word.len >= sizeof ret->words[0].word)
            return WRONG(error, "a word for a level has 1 to 15 bytes, as in: E=error W=warn");
        enum evidence_level known = EVIDENCE_LEVEL_NONE;
        if (!span_is(level, "none") && !evidence_level_from_word(level, &known))
            return WRONG(error,
                         "\"%.*s\" is no level: trace, debug, info, notice, warn, error, "
                         "fatal or none",
                         SPAN_ARGS(span_sub(level, 0, 30)));
        memcpy(ret->words[ret->word_count].word, word.at, word.len);
        ret->words[ret->word_count++].level = known;
    }
    return STATUS_OK;
}

/* ---- lines ---- */

static enum status copy_columns(struct span line, struct evidence_format *face, struct error *error)
{
    const struct {
        const char *name;
        char *to;
        size_t room;
    } columns[] = {
        {"name", face->name, sizeof face->name},    {"stamp", face->stamp, sizeof face->stamp},
        {"place", face->place, sizeof face->place}, {"level", face->level, sizeof face->level},
        {"words", face->words, sizeof face->words}, {"zone", face->zone, sizeof face->zone}};
    const size_t most = sizeof columns / sizeof columns[0];
    for (size_t i = 0; i < line.len; i++)
        if ((unsigned char)line.at[i] < 0x20 && line.at[i] != '\t')
            return WRONG(error, "there is a control character in this line");
    for (size_t i = 0; line.len > 0; i++) {
        struct span cell = span_cut(&line, '\t');
        /* blanks at the end of "after TEXT" are part of it */
        if (i < 2) cell = span_trim(cell);
        if (span_is(cell, "-")) cell.len = 0;
        if (i == most)
            return WRONG(error,
                         "there are more than %zu columns: name, stamp, place, level, words, "
                         "zone",
                         most);
        if (cell.len >= columns[i].room)
            return WRONG(error, "the %s is longer than %zu bytes", columns[i].name,
                         columns[i].room - 1);
        memcpy(columns[i].to, cell.at, cell.len);
    }
    if (face->name[0] == '\0' || face->stamp[0] == '\0')
        return WRONG(error, "a format needs a name and a stamp with a tab between them, as in: "
                            "billing<TAB>%%d.%%m.%%Y %%T");
    return STATUS_OK;
}

static enum status read_format(struct span line, struct stated_format *ret, struct error *error)
{
    struct evidence_format *face = &ret->face;
    enum status status = copy_columns(line, face, error);
    if (status == STATUS_OK) status = stamp_compile(span_of(face->stamp), &ret->stamp, error);
    if (status == STATUS_OK) status = read_place(span_of(face->place), ret, error);
    if (status == STATUS_OK) status = read_level(span_of(face->level), &ret->level, error);
    if (status == STATUS_OK) status = read_words(span_of(face->words), &ret->level, error);
    return status;
}

static enum status add_line(struct evidence_formats *formats, struct span line, const char *path,
                            unsigned number, struct error *error)
{
    if (formats->count == EVIDENCE_FORMATS_MAX)
        return error_set(error, STATUS_LIMIT, "there are more than %d formats of your own",
                         EVIDENCE_FORMATS_MAX);
    struct stated_format *made = calloc(1, sizeof *made);
    if (!made) return error_set(error, STATUS_NO_MEMORY, "out of memory");
    snprintf(made->face.path, sizeof made->face.path, "%s", path);
    made->face.line = number;
    enum status status = read_format(line, made, error);
    if (status)
        free(made);
    else
        formats->item[formats->count++] = made;
    return status;
}

/* Who is told of faults while the rest goes on; NULL: the first one ends it. */
struct lenience {
    evidence_formats_fault *left_out;
    void *context;
};

static enum status read_line(struct evidence_formats *formats, struct span line, const char *path,
                             unsigned number, struct error *error)
{
    if (line.len > 0 && line.at[line.len - 1] == '\r') line.len--;
    if (span_trim(line).len == 0 || line.at[0] == '#') return STATUS_OK;
    enum status status = add_line(formats, line, path, number, error);
    if (status) error_place(error, "%s:%u", path, number);
    return status;
}

static enum status read_lines(struct evidence_formats *formats, struct span text, const char *path,
                              const struct lenience *lenience, struct error *error)
{
    unsigned number = 0;
    if (span_starts(text, SPAN("\xef\xbb\xbf"))) text = span_from(text, 3);
    if (text.len > EVIDENCE_FORMATS_BYTES) {
        error_set(error, STATUS_LIMIT, "a file of formats has at most %d bytes",
                  EVIDENCE_FORMATS_BYTES);
        error_place(error, "%s", path);
        return STATUS_LIMIT;
    }
    while (text.len > 0) {
        struct error why = ERROR_NONE;
        enum status status = read_line(formats, span_cut(&text, '\n'), path, ++number, &why);
        if (status == STATUS_OK) continue;
        if (!lenience || status != STATUS_BAD_INPUT) {
            if (error) *error = why;
            return status;
        }
        lenience->left_out(lenience->context, &why);
    }
    return STATUS_OK;
}

enum status evidence_formats_read(struct evidence_formats *formats, struct span text,
                                  const char *path, struct error *error)
{
    size_t before = formats->count;
    enum status status = read_lines(formats, text, path, NULL, error);
    if (status) forget(formats, before);
    return status;
}

enum status evidence_formats_read_good(struct evidence_formats *formats, struct span text,
                                       const char *path, evidence_formats_fault *left_out,
                                       void *context, struct error *error)
{
    const struct lenience lenience = {left_out, context};
    struct error why = ERROR_NONE;
    enum status status = read_lines(formats, text, path, &lenience, &why);
    if (status == STATUS_LIMIT) {
        left_out(context, &why);
        return STATUS_OK;
    }
    if (status && error) *error = why;
    return status;
}
