/* A sentence to words with classes: the lexicon's, then what the form of a word tells. */
#include <assert.h>

#include "language/cut.h"
#include "language/forms.h"
#include "language/grammar.h"
#include "language/names.h"

static void give(struct word *word, enum language_word_class class)
{
    word_add(&word->classes, class);
}

static void take(struct word *word, enum language_word_class class)
{
    word->classes.at[class >> 6] &= ~((uint64_t)1 << (class & 63));
}

static bool has(const struct word *word, enum language_word_class class)
{
    return word_is(word->classes, class);
}

static void look_up(struct word *word, struct span lower)
{
    word->entry = lexicon_look(lower, &word->classes);
}

/* Whether the lexicon says what a word does in a sentence; of one that a rule names it need not. */
static bool has_sort(const struct word *word)
{
    static_assert(W_CODE < 64, "the sorts are in the first of two words");
    return (word->classes.at[0] & (((uint64_t)1 << W_CODE) - 1)) != 0;
}

/* A hyphened word that is not in the lexicon has the classes of its last part. */
static void class_word(struct word *word, struct span lower)
{
    look_up(word, lower);
    if (word->entry != NO_WORD && !has_sort(word)) {
        struct word_classes form = form_classes(lower);
        word->classes.at[0] |= form.at[0];
        word->classes.at[1] |= form.at[1];
    }
    if (word->entry != NO_WORD) return;
    size_t part = lower.len;
    while (part > 0 && lower.at[part - 1] != '-') part--;
    word->compound = part > 0;
    struct span last = span_from(lower, part);
    if (!word->compound || lexicon_look(last, &word->classes) == NO_WORD)
        word->classes = form_classes(last);
}

static void class_mark(const struct sentence *sentence, struct word *word)
{
    const char *at = sentence->plain + word->from;
    bool alone = (word->from == 0 || at[-1] == ' ') && (word->to == sentence->len || at[1] == ' ');
    give(word, W_PUNCT);
    switch (*at) {
    case ',': give(word, W_COMMA); break;
    case ';':
    case ':':
    case '.': give(word, W_BREAK); break;
    case '-':
    case '=':
        if (alone || word->to - word->from > 1) give(word, W_BREAK);
        break;
    case '!': give(word, W_BANG); break;
    case '?': give(word, W_QUERY); break;
    case '&': give(word, W_AND); break;
    default: break;
    }
}

/* "10:02", "2026-05-12", "30s", "5%", "5xx", "1,204": the letters behind may be a unit. */
static void class_number(struct word *word, struct span lower)
{
    size_t letters = lower.len;
    while (letters > 0 && byte_is_lower(lower.at[letters - 1])) letters--;
    struct span unit = span_from(lower, letters);
    give(word, W_NUMBER);
    struct word_classes of_unit = {0};
    word->entry = lexicon_find(lower);
    if (span_find(lower, SPAN(":")) != SIZE_MAX ||
        (span_find(lower, SPAN("-")) != SIZE_MAX && lower.len >= 8)) {
        give(word, W_DATE);
    } else if (lower.at[lower.len - 1] == '%') {
        give(word, W_UNIT);
    } else if (unit.len > 0) {
        lexicon_look(unit, &of_unit);
        bool known = word_is(of_unit, W_UNIT);
        give(word, known && !span_is(unit, "x") ? W_UNIT : W_NOUN);
    }
}

static void class_code(const struct sentence *sentence, struct word *word, struct span lower)
{
    char first = sentence->plain[word->from];
    look_up(word, lower);
    give(word, first == PLAIN_LINK      ? W_LINK
               : first == PLAIN_QUOTED  ? W_QUOTED
               : word->entry == NO_WORD ? W_CODE
                                        : W_NOUN);
}

static void class_cut(const struct parse *parse, const struct names *names, const struct cut *cut,
                      struct word *word)
{
    const struct sentence *sentence = parse->sentence;
    *word = (struct word){.from = cut->from, .to = cut->to, .entry = NO_WORD};
    const struct span lower = parse_lower(parse, word);
    word->capital = byte_is_upper(sentence->plain[cut->from]);
    word->capitals = word->capital && lower.len > 1;
    for (size_t i = cut->from; i < cut->to && word->capitals; i++)
        word->capitals = !byte_is_lower(sentence->plain[i]);
    switch (cut->kind) {
    case CUT_MARK: class_mark(sentence, word); return;
    case CUT_NUMBER: class_number(word, lower); return;
    case CUT_HANDLE: give(word, W_HANDLE); break;
    case CUT_CODE: class_code(sentence, word, lower); break;
    case CUT_CLITIC: look_up(word, lower); return;
    case CUT_WORD: class_word(word, lower); break;
    }
    if (!word->capital) take(word, W_NAME);
    names_classes(names, lower, word->capital, &word->classes);
}

/* ---- what only the words beside it can tell ---- */

static bool reads(const struct parse *parse, size_t i, const char *lower)
{
    return i < parse->word_count && span_is(parse_lower(parse, &parse->words[i]), lower);
}

/* The next word behind adverbs, or word_count. */
static size_t past_fillers(const struct parse *parse, size_t i)
{
    size_t end = i + 4;
    while (i < parse->word_count && i < end &&
           (has(&parse->words[i], W_FILLER) || has(&parse->words[i], W_NEG) ||
            (has(&parse->words[i], W_ADVERB) && !has(&parse->words[i], W_VERB))))
        i++;
    return i;
}

/* "we'd checked" had, "we'd have" would; "it's been" has, "it's down" is, "Ana's" owns. */
static void settle_clitic(struct parse *parse, size_t i)
{
    struct word *word = &parse->words[i];
    const struct word *next = &parse->words[past_fillers(parse, i + 1)];
    const struct word *owner = i > 0 ? &parse->words[i - 1] : word;
    bool participle = has(next, W_PP) && !has(next, W_VB);
    if (reads(parse, i, "'d")) {
        take(word, participle || reads(parse, i + 1, "better") ? W_MODAL : W_HAVE);
        if (!has(word, W_HAVE)) take(word, W_VBD);
    } else if (reads(parse, i, "'s")) {
        bool pronoun = has(owner, W_PRON) || has(owner, W_THING) || has(owner, W_WH) ||
                       (has(owner, W_ANYONE) && has(next, W_VERB));
        bool noun_verb = has(next, W_DET) || has(next, W_ING) || has(&parse->words[i + 1], W_NEG);
        bool been = reads(parse, i + 1, "been") || reads(parse, i + 1, "had");
        take(word, been ? W_BE : W_HAVE);
        if (been || pronoun || (noun_verb && !has(next, W_NOUN))) {
            take(word, W_POSS);
        } else {
            take(word, W_BE);
            take(word, W_VBS);
        }
        if (reads(parse, i - 1, "let")) word->classes = lexicon_classes(lexicon_find(SPAN("us")));
    }
}

/* "of" is HAVE behind a modal and before a participle alone ("could of checked"). */
static void settle_of(struct parse *parse, size_t i)
{
    size_t before = i;
    while (before > 0 && before + 3 > i && has(&parse->words[before - 1], W_NEG)) before--;
    const struct word *next = &parse->words[past_fillers(parse, i + 1)];
    bool perfect = before > 0 && has(&parse->words[before - 1], W_MODAL) && has(next, W_PP);
    take(&parse->words[i], perfect ? W_PREP : W_HAVE);
    if (perfect) give(&parse->words[i], W_VB);
}

static void settle(struct parse *parse)
{
    for (size_t i = 0; i < parse->word_count; i++) {
        struct word *word = &parse->words[i];
        if (has(word, W_HAVE) && has(word, W_PREP))
            settle_of(parse, i);
        else if (parse->sentence->plain[word->from] == '\'')
            settle_clitic(parse, i);
        else if (i == 0 && has(word, W_NAME) && (has(word, W_MODAL) || has(word, W_PREP)))
            take(word, W_NAME); /* "Will it hold?" */
    }
}

static void gather(struct parse *parse)
{
    parse->entries = (struct entry_bits){0};
    parse->classes = (struct word_classes){0};
    for (size_t i = 0; i < parse->word_count; i++) {
        const struct word *word = &parse->words[i];
        parse->entries.at[word->entry % ENTRY_BITS / 64] |= UINT64_C(1) << word->entry % 64;
        parse->classes.at[0] |= word->classes.at[0];
        parse->classes.at[1] |= word->classes.at[1];
    }
}

void grammar_words(const struct sentence *sentence, const struct names *names, struct parse *ret)
{
    assert(sentence->len <= LANGUAGE_SENTENCE_BYTES);
    struct span text = {sentence->plain, sentence->len};
    struct cut cut = {0};
    ret->sentence = sentence;
    for (size_t i = 0; i < sentence->len; i++)
        ret->lower[i] = byte_is_upper(text.at[i]) ? (char)(text.at[i] | 0x20) : text.at[i];
    memset(ret->lower + text.len, 0, LEXICON_LONGEST);
    ret->word_count = 0;
    ret->group_count = 0;
    ret->question = false;
    ret->has_verb = false;
    while (ret->word_count < LANGUAGE_SENTENCE_WORDS && cut_next(text, cut.to, &cut))
        class_cut(ret, names, &cut, &ret->words[ret->word_count++]);
    uint16_t end = (uint16_t)sentence->len;
    struct word *last = &ret->words[ret->word_count];
    *last = (struct word){.from = end, .to = end, .entry = NO_WORD, .tag = TAG_MARK};
    give(last, W_PUNCT);
    give(last, W_BREAK);
    memset(ret->group_of, 0xff, ret->word_count + 1);
    settle(ret);
    gather(ret);
    for (size_t i = ret->word_count; i-- > 0 && has(&ret->words[i], W_PUNCT);)
        ret->question |= has(&ret->words[i], W_QUERY);
}
