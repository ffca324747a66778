/*
 * Cues: readable patterns that tell the kind of a message or command (data/event-cues.tsv).
 *
 * A text becomes words. In chat each word knows its clause and sentence, so that "not resolved",
 * "if it is resolved" and "is it resolved?" are none of them taken for "resolved".
 */
#include "exchange/internal.h"

enum { WORDS_MOST = 400, WORD_LEN_MOST = 48, GAP_MOST = 4 };

static const struct cue rows[] = {
#include "exchange/cues_table.inc"
};

static const struct told_cue told_rows[] = {
#include "exchange/told_table.inc"
};

size_t cue_count(void)
{
    return sizeof rows / sizeof rows[0];
}

const struct cue *cue_get(size_t number)
{
    return &rows[number];
}

/* ---- words ---- */

struct word {
    char text[WORD_LEN_MOST]; /* lower case, apostrophes left out */
    uint8_t len;
    bool opens;    /* first of its clause */
    bool sentence; /* first of its sentence */
    bool asked;    /* its sentence ends with a question mark */
    bool doubted;  /* a negation or condition stands before it in its clause */
};

struct words {
    struct word list[WORDS_MOST];
    size_t count;
    bool commands; /* shell words: no sentences; a path counts as its last part */
};

static bool is_alnum(char c)
{
    char low = (char)(c | 32);
    return (low >= 'a' && low <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

static bool is_doubt(const struct word *word)
{
    static const char *const list[] = {
        "not",    "no",      "never",  "without",   "nothing", "nobody",   "none",    "cannot",
        "cant",   "isnt",    "arent",  "wasnt",     "werent",  "dont",     "doesnt",  "didnt",
        "wont",   "wouldnt", "hasnt",  "havent",    "hadnt",   "shouldnt", "couldnt", "hardly",
        "if",     "when",    "once",   "until",     "till",    "before",   "unless",  "whether",
        "should", "would",   "could",  "can",       "may",     "might",    "will",    "shall",
        "please", "how",     "wonder", "wondering", "why",     "who",      "cease",
    };
    for (size_t i = 0; i < sizeof list / sizeof list[0]; i++)
        if (strcmp(word->text, list[i]) == 0) return true;
    return false;
}

static bool is_turn(const struct word *word)
{
    return strcmp(word->text, "but") == 0 || strcmp(word->text, "so") == 0;
}

/* Commands whose argument is the command that counts. */
static bool is_wrapper(const struct word *word)
{
    return strcmp(word->text, "sudo") == 0 || strcmp(word->text, "time") == 0 ||
           strcmp(word->text, "nohup") == 0 || strcmp(word->text, "watch") == 0;
}

/* Characters that can stand inside a word: 2.3.0, on-call, 5_xx, 40%. */
static bool joins(const char *at, size_t left, bool commands)
{
    if (is_alnum(*at)) return true;
    if (commands) return strchr("._-:*/=%+@", *at) != NULL;
    return left > 1 && strchr("._-", *at) != NULL && is_alnum(at[1]);
}

static void add_char(struct word *word, char c)
{
    if (word->len + 1 < WORD_LEN_MOST) word->text[word->len++] = byte_lower(c);
    word->text[word->len] = '\0';
}

/* Length of an apostrophe at the start, plain or typographic. */
static size_t apostrophe(struct span s)
{
    if (s.len && s.at[0] == '\'') return 1;
    return span_starts(s, SPAN("\xe2\x80\x99")) ? 3 : 0;
}

static size_t take_word(struct span text, bool commands, struct word *word)
{
    size_t at = 0;
    while (at < text.len) {
        size_t quote = commands ? 0 : apostrophe(span_from(text, at));
        if (quote && at + quote < text.len && is_alnum(text.at[at + quote])) {
            at += quote;
            continue;
        }
        if (!joins(text.at + at, text.len - at, commands)) break;
        add_char(word, text.at[at++]);
    }
    if (commands && memchr(word->text, '/', word->len)) {
        char *slash = memrchr(word->text, '/', word->len);
        if (slash[1]) memmove(word->text, slash + 1, strlen(slash + 1) + 1);
        word->len = (uint8_t)strlen(word->text);
    }
    return at;
}

static bool ends_clause(struct span text, size_t at)
{
    char c = text.at[at];
    return memchr(",;:!?.\n|&", c, 9) != NULL;
}

static bool ends_sentence(char c)
{
    return c == '.' || c == '!' || c == '?' || c == '\n';
}

static void mark_asked(struct words *words, size_t from)
{
    for (size_t i = from; i < words->count; i++) words->list[i].asked = true;
}

/* Length of a quoted line or of a block of code at the start of a line; 0 for neither. */
static size_t quoted_length(struct span rest)
{
    size_t len = 0;
    if (span_starts(rest, SPAN("```"))) {
        len = span_find(span_from(rest, 3), SPAN("```"));
        return len == SIZE_MAX ? rest.len : len + 6;
    }
    if (!span_starts(rest, SPAN(">"))) return 0;
    const char *hit = memchr(rest.at, '\n', rest.len);
    return hit ? (size_t)(hit - rest.at) : rest.len;
}

static void split(struct span text, bool commands, struct words *words)
{
    size_t sentence = 0;
    bool opens = true, begins = true, doubt = false, line = true;
    words->count = 0;
    words->commands = commands;
    for (size_t at = 0; at < text.len && words->count < WORDS_MOST;) {
        size_t quoted =
            !commands && (line || text.at[at] == '`') ? quoted_length(span_from(text, at)) : 0;
        line = text.at[at] == '\n';
        if (quoted) {
            at += quoted;
        } else if (is_alnum(text.at[at]) ||
                   (commands && joins(text.at + at, text.len - at, true))) {
            struct word *word = &words->list[words->count++];
            *word = (struct word){.opens = opens, .sentence = begins};
            at += take_word(span_from(text, at), commands, word);
            if (is_turn(word)) doubt = false;
            word->doubted = doubt;
            doubt = doubt || is_doubt(word);
            opens = begins = commands && is_wrapper(word);
        } else {
            char c = text.at[at];
            if (ends_clause(text, at)) opens = true, doubt = false;
            if (c == '?') mark_asked(words, sentence);
            if (ends_sentence(c)) {
                begins = true;
                sentence = words->count;
            }
            at++;
        }
    }
}

/* ---- patterns ---- */

static bool is_number(const struct word *word)
{
    for (size_t i = 0; i < word->len; i++)
        if (!strchr("0123456789.", word->text[i])) return false;
    return word->len > 0;
}

/* One alternative against one word: "wor*", "*.yml", "#", "word". Apostrophes are not looked at. */
static bool alternative_fits(struct span alternative, const struct word *word)
{
    if (span_is(alternative, "#")) return is_number(word);
    if (span_is(alternative, "*")) return true;
    struct span text = {word->text, word->len};
    if (alternative.at[0] == '*') {
        struct span tail = span_from(alternative, 1);
        return text.len >= tail.len && span_equal(span_from(text, text.len - tail.len), tail);
    }
    size_t i = 0;
    for (size_t k = 0; k < alternative.len; k++) {
        char c = alternative.at[k];
        if (c == '\'') continue;
        if (c == '*') return true;
        if (i >= text.len || text.at[i] != c) return false;
        i++;
    }
    return i == text.len;
}

static bool element_fits(struct span element, const struct word *word)
{
    while (element.len)
        if (alternative_fits(span_cut(&element, '/'), word)) return true;
    return false;
}

/* The rest of a pattern against the words from `at` on; a gap stays within the clause. *ret_end is
 * just behind the last word. */
static bool rest_fits(struct span pattern, const struct words *words, size_t at, size_t *ret_end)
{
    while (pattern.len) {
        struct span element = span_cut(&pattern, ' ');
        if (span_is(element, "$")) {
            if (at != words->count) return false;
            continue;
        }
        if (span_is(element, "..")) {
            struct span next = span_cut(&pattern, ' ');
            size_t skipped = 0;
            size_t most = words->commands ? WORDS_MOST : GAP_MOST;
            while (at < words->count && skipped <= most && !element_fits(next, &words->list[at])) {
                if (!words->commands && is_doubt(&words->list[at])) return false;
                at++;
                skipped++;
                if (at < words->count && words->list[at].opens && !words->commands) return false;
            }
            if (at >= words->count || skipped > most) return false;
            at++;
            continue;
        }
        bool optional = element.len > 1 && element.at[element.len - 1] == '?';
        if (optional) element.len--;
        bool broken = at < words->count && at > 0 && words->list[at].opens && !words->commands &&
                      at != *ret_end;
        if (at < words->count && !broken && element_fits(element, &words->list[at]))
            at++;
        else if (!optional)
            return false;
    }
    *ret_end = at;
    return true;
}

static uint64_t first_bit(const struct word *word)
{
    char c = word->text[0];
    if (c >= 'a' && c <= 'z') return UINT64_C(1) << (c - 'a');
    return UINT64_C(1) << (c >= '0' && c <= '9' ? 26 : 27);
}

static bool cue_fits(const struct cue *cue, const struct words *words, size_t *ret_from,
                     size_t *ret_end)
{
    struct span pattern = span_of(cue->pattern);
    bool anchored = span_starts(pattern, SPAN("^ "));
    if (anchored) pattern = span_from(pattern, 2);
    for (size_t i = 0; i < words->count; i++) {
        const struct word *word = &words->list[i];
        size_t end = i;
        if (anchored && !(words->commands ? i == 0 || word->opens : word->sentence)) continue;
        if (!(cue->first & first_bit(word))) continue;
        if (!words->commands && (word->doubted || word->asked)) continue;
        if (!rest_fits(pattern, words, i, &end)) continue;
        *ret_from = i;
        *ret_end = end;
        return true;
    }
    return false;
}

bool cue_matches(const struct cue *cue, struct span text)
{
    struct words words;
    size_t from, end;
    split(text, (cue->where & CUE_SHELL) != 0, &words);
    return cue_fits(cue, &words, &from, &end);
}

static void copy_words(const struct words *words, size_t from, size_t end, struct cue_words *ret)
{
    size_t len = 0;
    for (; from < end; from++) {
        const struct word *word = &words->list[from];
        if (len + word->len + 2u > sizeof ret->text) break;
        if (len) ret->text[len++] = ' ';
        memcpy(ret->text + len, word->text, word->len);
        len += word->len;
    }
    ret->text[len] = '\0';
}

const struct cue *cue_find(struct span text, enum cue_where where, struct cue_words *ret_words)
{
    struct words words;
    size_t from, end;
    split(text, where == CUE_SHELL, &words);
    for (size_t i = 0; i < cue_count(); i++) {
        if (!(rows[i].where & where) || !cue_fits(&rows[i], &words, &from, &end)) continue;
        copy_words(&words, from, end, ret_words);
        return &rows[i];
    }
    return NULL;
}

/* ---- sentences of a timeline ---- */

size_t told_cue_count(void)
{
    return sizeof told_rows / sizeof told_rows[0];
}

const struct told_cue *told_cue_get(size_t number)
{
    return &told_rows[number];
}

const struct told_cue *cue_find_told(struct span text)
{
    struct words words;
    size_t from, end;
    split(text, false, &words);
    for (size_t i = 0; i < told_cue_count(); i++)
        if (cue_fits(&told_rows[i].cue, &words, &from, &end)) return &told_rows[i];
    return NULL;
}
