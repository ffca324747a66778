/* The small language, line by line: docs/formats/causes.md. */
#include "causes/read.h"

#include <stdlib.h>

static struct span first_word(struct span s)
{
    size_t length = 0;
    while (length < s.len && !byte_is_one_of(s.at[length], " \t")) length++;
    return span_sub(s, 0, length);
}

static struct span cut_word(struct span *rest)
{
    struct span word = first_word(*rest);
    *rest = span_trim(span_from(*rest, word.len));
    return word;
}

/* ---- words before ':' ---- */

/* Words that say something of a condition or an item; members are a byte each. */
struct word_kind {
    const struct vocabulary *words;
    size_t offset;
};
#define C(member) offsetof(struct causes_condition, member)
static const struct word_kind of_condition[] = {
    {&causes_words_form, C(form)},
    {&causes_words_barrier, C(barrier)},
    {&causes_words_part, C(part)},
    {&causes_words_outcome, C(outcome)},
};
static const struct vocabulary_entry flag_words[] = {
    {"", "not stated"},
    {"might", "it was not so this time, and might be"},
    {"normal", "it is so on good days too"},
    {"disputed", "accounts of it differ"},
};
static const struct vocabulary flags = {"flag", flag_words, 4};
#undef C
static const struct word_kind of_item[] = {
    {&causes_words_standing, offsetof(struct causes_item, standing)},
    {&causes_words_outcome, offsetof(struct causes_item, outcome)},
};

static uint8_t number_of(const struct vocabulary *words, struct span word)
{
    for (uint8_t i = 1; i < words->count; i++)
        if (span_equal_nocase(word, span_of(words->words[i].word))) return i;
    return 0;
}

/* Sets the member that a word stands for; false when it stands for none. Told when another word of
 * that kind was there before. */
static bool set_word(struct reader *r, const struct word_kind *kinds, size_t count,
                     struct span word, void *to)
{
    for (size_t i = 0; i < count; i++) {
        uint8_t number = number_of(kinds[i].words, word);
        if (!number) continue;
        uint8_t *member = (uint8_t *)to + kinds[i].offset;
        if (*member && *member != number)
            reader_mistake(
                r, r->line, "it is said to be \"%s\" already, and now \"%s\": choose one",
                vocabulary_word(kinds[i].words, *member), vocabulary_word(kinds[i].words, number));
        *member = number;
        return true;
    }
    return false;
}

static void nearest(const struct vocabulary *words, struct span word, size_t *away,
                    const char **ret)
{
    for (size_t i = 1; i < words->count; i++) {
        size_t now = span_distance(word, span_of(words->words[i].word));
        if (now < *away) {
            *away = now;
            *ret = words->words[i].word;
        }
    }
}

/* Told; the words behind it are not looked at: 0 of them. */
static size_t unknown_word(struct reader *r, struct span word, bool item)
{
    size_t away = SIZE_MAX;
    const char *like = "";
    const struct word_kind *kinds = item ? of_item : of_condition;
    size_t count =
        item ? sizeof of_item / sizeof of_item[0] : sizeof of_condition / sizeof of_condition[0];
    for (size_t i = 0; i < count; i++) nearest(kinds[i].words, word, &away, &like);
    if (!item) nearest(&flags, word, &away, &like);
    if (!item && number_of(&causes_words_standing, word)) {
        reader_mistake(r, r->line,
                       "\"%.*s\" is a word for an item: write \"item\" before it, such as "
                       "R1 item %.*s: words",
                       (int)word.len, word.at, (int)word.len, word.at);
        return 0;
    }
    reader_mistake(r, r->line,
                   "\"%.*s\" is no word for %s; the nearest is \"%s\". What was so stands behind "
                   "':', such as %s",
                   (int)(word.len < 60 ? word.len : 60), word.at, item ? "an item" : "a condition",
                   like, item ? "R1 item planned: words" : "C1 barrier absent: words");
    return 0;
}

/* ---- lines that name something ---- */

static void ways_of(struct reader *r, uint32_t condition, struct span expression, bool further)
{
    struct draft *draft = &r->drafts.at[condition];
    int shown = (int)(draft->name.len < 80 ? draft->name.len : 80);
    if (further && draft->first_way == CAUSES_NONE)
        reader_mistake(r, r->line, "%.*s has no way before this one: begin with \"= C1 & C2\"",
                       shown, draft->name.at);
    else if (!further && draft->way_line)
        reader_mistake(r, r->line,
                       "what brings %.*s about stands on line %u already: write a further way "
                       "below that line, as \"or C1 & C2\"",
                       shown, draft->name.at, draft->way_line);
    if (!draft->way_line) draft->way_line = r->line;
    r->from = (uint32_t)r->ways.count;
    read_ways(r, condition, expression, NULL);
    r->to = (uint32_t)r->ways.count;
}

/* The text of a condition, which may end in " = " and what brings it about. */
static void text_of(struct reader *r, uint32_t condition, struct span text)
{
    struct draft *draft = &r->drafts.at[condition];
    int shown = (int)(draft->name.len < 80 ? draft->name.len : 80);
    if (draft->condition.text)
        reader_mistake(r, r->line,
                       "two lines say what %.*s is (%u and %u): give one of them another name, or "
                       "take it away",
                       shown, draft->name.at, draft->condition.line, r->line);
    draft->condition.line = r->line;
    struct span tail = {NULL, 0};
    for (size_t i = text.len; i-- > 0 && !tail.at;)
        if (text.at[i] == '=' && (i == 0 || byte_is_one_of(text.at[i - 1], " \t")) &&
            i + 1 < text.len && byte_is_one_of(text.at[i + 1], " \t"))
            tail = span_from(text, i + 1);
    bool ways = tail.at && is_expression(tail), perhaps = tail.at && !ways && is_row_of_names(tail);
    const char *whole = perhaps ? reader_keep(r, text) : NULL;
    if (ways || perhaps) text = span_trim(span_sub(text, 0, (size_t)(tail.at - text.at) - 1));
    draft->condition.text = reader_keep(r, text);
    if (ways) ways_of(r, condition, tail, false);
    if (!perhaps) return;
    r->from = (uint32_t)r->ways.count;
    read_ways(r, condition, tail, whole);
    r->to = (uint32_t)r->ways.count;
}

static void condition_line(struct reader *r, struct span name, struct span words, bool explicit)
{
    uint32_t number = reader_condition(r, name);
    r->item = CAUSES_NONE;
    r->condition = number;
    r->from = r->to = 0;
    if (number == CAUSES_NONE) return;
    struct draft *draft = &r->drafts.at[number];
    struct causes_condition *c = &draft->condition;
    draft->explicit |= explicit || words.len;
    if (!draft->defined) c->line = r->line;
    draft->defined = true;
    while (words.len) {
        struct span word = cut_word(&words);
        uint8_t flag = number_of(&flags, word);
        if (flag == 1)
            c->was = CAUSES_WAS_NO;
        else if (flag == 2)
            c->normal = true;
        else if (flag == 3)
            c->disputed = true;
        else if (!set_word(r, of_condition, sizeof of_condition / sizeof of_condition[0], word, c))
            words.len = unknown_word(r, word, false);
    }
    if (c->barrier && !c->form) c->form = CAUSES_FORM_BARRIER;
}

static void item_line(struct reader *r, struct span name, struct span words, struct span text)
{
    uint32_t known = reader_find_item(r, name);
    if (known != CAUSES_NONE)
        reader_mistake(
            r, r->line, "two items have the name %.*s (lines %u and %u): give one of them another",
            (int)(name.len < 80 ? name.len : 80), name.at, r->items.at[known].item.line, r->line);
    uint32_t number = known != CAUSES_NONE ? known : reader_add_item(r, name);
    r->condition = CAUSES_NONE;
    r->item = number;
    if (number == CAUSES_NONE) return;
    struct causes_item *item = &r->items.at[number].item;
    item->text = reader_keep(r, text);
    while (words.len) {
        struct span word = cut_word(&words);
        if (!span_is(word, "item") &&
            !set_word(r, of_item, sizeof of_item / sizeof of_item[0], word, item))
            words.len = unknown_word(r, word, true);
    }
}

static bool has_word(struct span words, const char *wanted)
{
    while (words.len)
        if (span_is(cut_word(&words), wanted)) return true;
    return false;
}

/* "[condition] NAME [words]", and behind ':' a text or behind '=' an expression. */
static void named_line(struct reader *r, struct span head, const struct span *text,
                       const struct span *expression)
{
    struct span words = head, name = cut_word(&words);
    bool explicit = words.len && span_is(name, "condition");
    if (explicit) name = cut_word(&words);
    bool item = !explicit && words.len && span_is(name, "item"); /* "item R1" is "R1 item" */
    if (item) name = cut_word(&words);
    if (item || (!explicit && has_word(words, "item"))) {
        if (expression)
            reader_mistake(r, r->line, "an item has no ways: write what it does behind ':'");
        item_line(r, name, words, text ? *text : (struct span){NULL, 0});
        return;
    }
    condition_line(r, name, words, explicit || expression || !text);
    if (r->condition == CAUSES_NONE) return;
    if (text) text_of(r, r->condition, *text);
    if (expression) ways_of(r, r->condition, *expression, false);
}

/* ---- other lines ---- */

/* "test [N4] without B1", "complete [N4]"; false when it is no such line. */
static bool test_line(struct reader *r, struct span head, struct span value)
{
    struct span rest = head, verb = cut_word(&rest), effect = {NULL, 0}, without = {NULL, 0};
    bool asks_link = span_is(verb, "test");
    if (!asks_link && !span_is(verb, "complete")) return false;
    if (!span_is(first_word(rest), "without")) effect = cut_word(&rest);
    if (asks_link) {
        if (span_is(first_word(rest), "without")) cut_word(&rest);
        without = cut_word(&rest);
    }
    if (rest.len || (asks_link && !without.len)) {
        reader_mistake(
            r, r->line,
            "write \"test N4 without B1: no\", or \"complete N4: no\" for the whole way");
        return true;
    }
    struct draft_test test = {CAUSES_NONE, CAUSES_NONE, r->to, CAUSES_NONE, {0}, r->line};
    if (effect.len) {
        test.effect = reader_condition(r, effect);
    } else if (r->condition == CAUSES_NONE || r->from == r->to) {
        reader_mistake(r, r->line, "no way stands before this test: write \"%.*s N4%s: no\"",
                       (int)verb.len, verb.at, asks_link ? " without B1" : "");
        return true;
    } else {
        test.effect = r->condition;
        test.from = r->from;
    }
    if (without.len) test.without = reader_condition(r, without);
    if (!read_said(r, value, &test.said) || test.effect == CAUSES_NONE) return true;
    if (without.len && test.without == CAUSES_NONE) return true;
    struct draft_test *added = READER_ADD(r, r->tests);
    if (added) *added = test;
    return true;
}

/* "= C1 & C2" and "or which C1 & C3", of the condition before. */
static bool way_line(struct reader *r, struct span line)
{
    bool further = span_is(first_word(line), "or");
    if (!further && line.at[0] != '=') return false;
    if (r->condition == CAUSES_NONE)
        reader_mistake(r, r->line,
                       "what comes about by this is missing: write \"N4: what came about\" before");
    else
        ways_of(r, r->condition, span_from(line, further ? 2 : 1), further);
    return true;
}

static bool can_be_seen(struct span line)
{
    for (size_t i = 0; i < line.len;) {
        uint32_t rune;
        size_t width = utf8_next(span_from(line, i), &rune);
        if (width == 0 || (rune < 0x20 && rune != '\t') || rune == 0x7f) return false;
        i += width;
    }
    return true;
}

static void read_line(struct reader *r, struct span line)
{
    line = span_trim(line);
    if (!line.len || line.at[0] == '#') return;
    if (!can_be_seen(line)) {
        reader_mistake(r, r->line, "this line is no text in UTF-8, or holds a control character");
        return;
    }
    if (way_line(r, line)) return;
    size_t at = 0;
    while (at < line.len && line.at[at] != ':' && line.at[at] != '=') at++;
    struct span head = span_trim(span_sub(line, 0, at)), rest = span_trim(span_from(line, at + 1));
    if (at == line.len)
        named_line(r, head, NULL, NULL);
    else if (line.at[at] == '=')
        named_line(r, head, NULL, &rest);
    else if (!read_attribute(r, head, rest) && !test_line(r, head, rest))
        named_line(r, head, &rest, NULL);
}

static int by_line(const void *x, const void *y)
{
    const struct mistake *a = x, *b = y;
    if (a->line != b->line) return a->line < b->line ? -1 : 1;
    return strcmp(a->text, b->text);
}

/* Hands over what was wrong; the first is the error. */
static enum status tell_mistakes(struct reader *r, causes_mistake_sink *sink, void *context,
                                 struct error *error)
{
    if (!r->mistakes.count) return STATUS_OK;
    qsort(r->mistakes.at, r->mistakes.count, sizeof *r->mistakes.at, by_line);
    for (size_t i = 0; sink && i < r->mistakes.count; i++)
        sink(context, r->mistakes.at[i].line, r->mistakes.at[i].text);
    if (sink && r->too_many)
        sink(context, r->mistakes.at[r->mistakes.count - 1].line,
             "there are more mistakes: these first");
    enum status status = error_set(error, STATUS_BAD_INPUT, "%s", r->mistakes.at[0].text);
    error_place(error, "line %u", r->mistakes.at[0].line);
    return status;
}

static void reader_release(struct reader *r)
{
    free(r->drafts.at);
    free(r->ways.at);
    free(r->links.at);
    free(r->tests.at);
    free(r->items.at);
    free(r->targets.at);
    free(r->cuts.at);
    free(r->mistakes.at);
    free(r->table);
    free(r->item_table);
    arena_release(&r->notes);
}

enum status causes_read(struct span text, struct arena *arena, causes_mistake_sink *sink,
                        void *context, struct causes_graph *ret, struct error *error)
{
    if (text.len > READ_BYTES_MOST)
        return error_set(error, STATUS_LIMIT, "a graph is typed in at most %d MB; divide it",
                         READ_BYTES_MOST >> 20);
    struct reader r = {
        .arena = arena, .condition = CAUSES_NONE, .item = CAUSES_NONE, .error = error};
    arena_init(&r.notes, (size_t)1 << 20);
    if (span_starts(text, SPAN("\xef\xbb\xbf"))) text = span_from(text, 3);
    while (text.len && !r.status) {
        r.line++;
        read_line(&r, span_cut(&text, '\n'));
    }
    if (!r.status) reader_resolve(&r);
    enum status status = r.status;
    if (!status) status = tell_mistakes(&r, sink, context, error);
    if (!status) status = reader_make(&r, ret, error);
    reader_release(&r);
    return status;
}
