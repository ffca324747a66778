/* Findings for people: the line of the text with the words marked, why, and the question. */
#include "command/lint.h"

enum { WIDTH = 100, BEFORE = 40, TAB = 4, INDENT = 4, WORD = 20 };

/* A line as it is shown: what of it, and where the words are in it. */
struct shown {
    struct text line;
    size_t columns, from, to; /* in all, and of the words */
};

/* The character at a byte; one that is not UTF-8 is a byte. */
static struct span rune_at(struct span text, size_t at)
{
    uint32_t rune;
    size_t len = utf8_next(span_from(text, at), &rune);
    return span_sub(text, at, len ? len : 1);
}

/* Appends one character as a terminal may see it, and counts its columns. */
static void show_rune(struct shown *shown, struct span one)
{
    uint32_t rune = 0;
    size_t before = shown->line.len;
    if (one.at[0] == '\t') {
        for (size_t i = shown->columns % TAB; i < TAB; i++) text_addc(&shown->line, ' ');
        shown->columns += shown->line.len - before;
        return;
    }
    text_add_visible(&shown->line, one);
    bool as_it_is = shown->line.len - before == one.len && utf8_next(one, &rune) == one.len;
    shown->columns += as_it_is ? utf8_columns(rune) : shown->line.len - before;
}

/* Where to begin: with the line, where the words then have their place; else so that at most BEFORE
 * characters stand before the words, and with a word where one begins soon. */
static size_t begin_before(struct span text, const struct language_finding *finding)
{
    const struct language_place *place = &finding->from;
    size_t first = place->byte - place->column, at = place->byte;
    if (finding->to.byte - first < WIDTH) return first;
    for (size_t runes = 0; at > first && runes < BEFORE; runes++) {
        at--;
        while (at > first && place->byte - at < 4 * BEFORE && (text.at[at] & 0xc0) == 0x80) at--;
    }
    if (at - first <= 3) return first;
    for (size_t i = at; i < place->byte && i - at < WORD; i++)
        if (text.at[i] == ' ') return i + 1;
    return at;
}

static bool is_line_end(char byte)
{
    return byte == '\n' || byte == '\r';
}

static void show_line(const struct lint *lint, const struct language_finding *finding,
                      struct shown *shown)
{
    struct span text = lint->text->text;
    size_t at = begin_before(text, finding);
    if (at > finding->from.byte - finding->from.column) {
        text_adds(&shown->line, "...");
        shown->columns = 3;
    }
    while (at < text.len && shown->columns < WIDTH) {
        struct span one = rune_at(text, at);
        if (is_line_end(one.at[0])) break;
        if (at == finding->from.byte) shown->from = shown->columns;
        show_rune(shown, one);
        at += one.len;
        if (at <= finding->to.byte) shown->to = shown->columns;
    }
    if (at < text.len && !is_line_end(text.at[at])) text_adds(&shown->line, "...");
}

static void begin_colour(struct lint *lint, const struct language_finding *finding)
{
    static const char *const colours[LANGUAGE_LEVEL_COUNT] = {
        [LANGUAGE_LEVEL_NOTE] = "\033[2m",
        [LANGUAGE_LEVEL_OFFER] = "\033[32m",
        [LANGUAGE_LEVEL_HINT] = "\033[36m",
        [LANGUAGE_LEVEL_WARNING] = "\033[33m",
    };
    if (lint->colour) text_adds(&lint->out, colours[finding->level]);
}

static void end_colour(struct lint *lint)
{
    if (lint->colour) text_adds(&lint->out, "\033[0m");
}

static void tell(struct lint *lint, const struct language_finding *finding)
{
    struct text *out = &lint->out;
    struct shown shown = {.columns = 0};
    char fingerprint[17];
    language_fingerprint_text(finding->fingerprint, fingerprint);
    text_init(&shown.line, 0);
    show_line(lint, finding, &shown);
    text_add_visible(out, span_of(lint->text->name));
    text_addf(out, ":%u:%u: ", finding->from.line + 1, finding->from.runes + 1);
    begin_colour(lint, finding);
    text_adds(out, language_levels[finding->level]);
    end_colour(lint);
    text_addf(out, " %s: %s [%s]\n", finding->rule->id, finding->rule->title, fingerprint);
    text_addf(out, "%*s%s\n%*s", INDENT, "", shown.line.at, (int)(INDENT + shown.from), "");
    begin_colour(lint, finding);
    for (size_t i = shown.from; i < shown.to || i == shown.from; i++) text_addc(out, '^');
    end_colour(lint);
    text_addf(out, "\n%*s%s\n%*s%s\n", INDENT, "", finding->rule->why, INDENT, "",
              finding->question);
    if (lint_record(lint, finding))
        text_addf(out, "%*s%s\n", INDENT, "", lint_record(lint, finding));
    text_addc(out, '\n');
    if (text_status(&shown.line, NULL)) out->status = shown.line.status;
    text_release(&shown.line);
}

const struct lint_teller lint_text_teller = {.finding = tell};
