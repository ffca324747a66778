/* One line of a note-taker, taken apart. */
#include "web/notes_line.h"

const struct note_spec note_specs[NOTE_KIND_COUNT] = {{0, "", ""},
#define X(name, key, says, help) {key, says, help},
                                                      NOTE_KINDS(X)
#undef X
};

static enum note_kind kind_of_key(char key)
{
    for (unsigned i = 1; i < NOTE_KIND_COUNT; i++)
        if (note_specs[i].key == key) return (enum note_kind)i;
    return NOTE_NONE;
}

static bool is_letter(char byte)
{
    return byte >= 'a' && byte <= 'z';
}

/* A dash before words is a line of a list, or a number below zero: it strikes out only alone. */
static enum note_kind take_key(struct span *line)
{
    if (line->len == 0) return NOTE_NONE;
    enum note_kind kind = kind_of_key(line->at[0]);
    bool apart = line->len == 1 || line->at[1] == ' ';
    if (!kind || (is_letter(line->at[0]) && !apart)) return NOTE_NONE;
    if (kind == NOTE_STRIKE && line->len > 1) return NOTE_NONE;
    /* "#tools ..." keeps its mark: the area is read with the other words. */
    if (kind != NOTE_AREA) *line = span_trim(span_from(*line, 1));
    return kind;
}

/* Areas by their beginning, so that "#doc" will do; two that begin alike are neither. */
static uint8_t area_of(struct span typed)
{
    uint8_t found = 0;
    for (uint8_t i = 1; i < REVIEW_AREA_COUNT; i++) {
        struct span word = span_of(vocabulary_word(&review_words_area, i));
        if (!span_starts(word, typed)) continue;
        if (found) return 0;
        found = i;
    }
    return typed.len ? found : 0;
}

static enum status take_word(struct span word, struct note_line *line, struct error *error)
{
    bool marked = word.len > 1 && (word.at[0] == '#' || word.at[0] == '@');
    uint8_t area = marked && word.at[0] == '#' ? area_of(span_from(word, 1)) : 0;
    if (area) {
        line->areas |= 1u << area;
        return STATUS_OK;
    }
    if (marked && word.at[0] == '@' && line->role.len == 0) {
        line->role = span_from(word, 1);
        return STATUS_OK;
    }
    if (line->kind == NOTE_AREA && !line->areas && word.len)
        return error_set(error, STATUS_BAD_INPUT,
                         "'%.*s' is no area; write #detection, #impact, #notification, "
                         "#coordination, #tools, #metrics or #documentation",
                         SPAN_ARGS(word));
    if (line->words.len) text_addc(&line->words, ' ');
    text_add(&line->words, word);
    return STATUS_OK;
}

static enum status take_words(struct span rest, struct note_line *line, struct error *error)
{
    enum status status = STATUS_OK;
    while (rest.len && status == STATUS_OK) {
        struct span word = span_cut(&rest, ' ');
        if (word.len) status = take_word(word, line, error);
    }
    if (status == STATUS_OK) status = text_status(&line->words, error);
    if (status) return status;
    bool bare = line->kind == NOTE_STRIKE || line->areas;
    if (line->words.len || bare) return STATUS_OK;
    return error_set(error, STATUS_BAD_INPUT, "there are no words in this note yet");
}

enum status note_line_read(struct span typed, struct span kind, struct note_line *ret,
                           struct error *error)
{
    struct span rest = span_trim(typed);
    struct note_line line = {.kind = kind.len == 1 ? kind_of_key(kind.at[0]) : NOTE_NONE};
    text_init(&line.words, 64 << 10);
    if (!line.kind) line.kind = take_key(&rest);
    if (!line.kind) line.kind = NOTE_SAW;
    enum status status = take_words(rest, &line, error);
    if (status)
        text_release(&line.words);
    else
        *ret = line;
    return status;
}

uint8_t note_code(enum note_kind kind)
{
    switch (kind) {
    case NOTE_IDEA:
    case NOTE_HYPOTHESIS:
    case NOTE_OPTION:
    case NOTE_AREA:
    case NOTE_STRIKE:
    case NOTE_NONE:
    case NOTE_KIND_COUNT: return 0;
    case NOTE_QUOTE: return REVIEW_CODE_OTHER;
    default: return review_code_of_key((struct span){&note_specs[kind].key, 1});
    }
}

bool note_preference(struct span words, struct span *ret_chosen, struct span *ret_passed_over)
{
    static const char *const between[] = {" rather than ", " instead of ", " over "};
    for (size_t i = 0; i < sizeof between / sizeof between[0]; i++) {
        size_t at = span_find(words, span_of(between[i]));
        if (at == SIZE_MAX) continue;
        *ret_chosen = span_trim(span_sub(words, 0, at));
        *ret_passed_over = span_trim(span_from(words, at + strlen(between[i])));
        return ret_chosen->len && ret_passed_over->len;
    }
    return false;
}
