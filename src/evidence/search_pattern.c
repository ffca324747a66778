/*
 * A walk over a regular expression, as far as it is sure: the longest run of plain characters that
 * stands outside groups, classes and alternatives and is not optional is in every match.
 */
#include "evidence/search_pattern.h"

/* What is known at one place of the walk. */
struct walk {
    struct span rest;
    bool ignore_case;
    char run[PATTERN_LITERAL_MOST]; /* plain characters up to here */
    size_t run_len;
    size_t last; /* where the last character of the run begins */
    unsigned depth;
    bool lost; /* nothing can be told of the whole */
    bool alternatives;
    struct pattern_facts facts;
};

static char peek(const struct walk *walk, size_t ahead)
{
    return ahead < walk->rest.len ? walk->rest.at[ahead] : '\0';
}

static void skip(struct walk *walk, size_t count)
{
    walk->rest = span_from(walk->rest, count);
}

static void end_run(struct walk *walk)
{
    if (walk->run_len > walk->facts.literal_len) {
        memcpy(walk->facts.literal, walk->run, walk->run_len);
        walk->facts.literal_len = walk->run_len;
    }
    walk->run_len = 0;
}

/* With case ignored, k and s also stand for signs outside ASCII (kelvin, long s), and those outside
 * ASCII for ones of other lengths. */
static bool has_other_cases(const struct walk *walk, char byte)
{
    return walk->ignore_case && ((byte | 0x20) == 'k' || (byte | 0x20) == 's' || (byte & 0x80));
}

static bool continues_character(char byte)
{
    return ((unsigned char)byte & 0xc0) == 0x80;
}

static void add_plain(struct walk *walk, char byte)
{
    if (byte == '\n') walk->facts.one_line = false;
    if (walk->depth) return;
    if (has_other_cases(walk, byte) || walk->run_len == sizeof walk->run) {
        end_run(walk);
        if (has_other_cases(walk, byte)) return;
    }
    if (!continues_character(byte)) walk->last = walk->run_len;
    if (walk->ignore_case) byte = byte_lower(byte);
    walk->run[walk->run_len++] = byte;
}

/* The character before may be missing: it is not part of the run. */
static void end_run_before_last(struct walk *walk)
{
    if (walk->run_len) walk->run_len = walk->last;
    end_run(walk);
}

static bool is_letter_or_digit(char byte)
{
    return (byte >= '0' && byte <= '9') || ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z') ||
           (byte & 0x80);
}

/* Behind a backslash, outside a class or in it. */
static void read_escape(struct walk *walk, bool in_class)
{
    char sort = peek(walk, 1);
    skip(walk, 2);
    if (!is_letter_or_digit(sort) && sort != '\0') {
        if (!in_class) add_plain(walk, sort);
        return;
    }
    /* stands for one character that is no line end, or for the edge of a word */
    bool plain = byte_is_one_of(sort, in_class ? "dwSh" : "dwSthNbfaer");
    /* may stand for a line end, or looks at what is around the line */
    bool wide = byte_is_one_of(sort, in_class ? "DWstnrHVv" : "DWsnHVvRXBAzZGK");
    if (!plain && !wide) walk->lost = true; /* with arguments of their own: \x, \p, \1, \Q */
    if (sort == 'N' && peek(walk, 0) == '{') walk->lost = true;
    if (wide) walk->facts.one_line = false;
    end_run(walk);
}

/* [...]: what may stand there is of no interest, but for line ends. */
static void read_class(struct walk *walk)
{
    end_run(walk);
    skip(walk, 1);
    if (peek(walk, 0) == '^') {
        walk->facts.one_line = false;
        skip(walk, 1);
    }
    for (bool first = true; walk->rest.len && !walk->lost; first = false) {
        char byte = peek(walk, 0), next = peek(walk, 1);
        if (byte == ']' && !first) {
            skip(walk, 1);
            return;
        }
        if (byte == '[' && (next == ':' || next == '.' || next == '=')) walk->lost = true;
        if (byte == '\n' || (unsigned char)byte < ' ') walk->facts.one_line = false;
        if (byte == '\\')
            read_escape(walk, true);
        else
            skip(walk, 1);
    }
    walk->lost = true; /* it has no end */
}

/* {2}, {2,} and so on, or a brace that stands for itself: the same is sure of both. */
static void read_braces(struct walk *walk)
{
    end_run_before_last(walk);
    skip(walk, 1);
    while (walk->rest.len && byte_is_one_of(peek(walk, 0), "0123456789, ")) skip(walk, 1);
    if (peek(walk, 0) == '}') skip(walk, 1);
}

static void open_group(struct walk *walk)
{
    end_run(walk);
    char next = peek(walk, 1);
    if (next == '*' || (next == '?' && peek(walk, 2) != ':')) {
        walk->lost = true; /* verbs, options, names, what is ahead or behind */
        return;
    }
    walk->depth++;
    skip(walk, next == '?' ? 3 : 1);
}

static void close_group(struct walk *walk)
{
    if (walk->depth == 0)
        walk->lost = true;
    else
        walk->depth--;
    skip(walk, 1);
}

static void read_one(struct walk *walk)
{
    char byte = peek(walk, 0);
    switch (byte) {
    case '\\': read_escape(walk, false); return;
    case '[': read_class(walk); return;
    case '(': open_group(walk); return;
    case ')': close_group(walk); return;
    case '{': read_braces(walk); return;
    case '*':
    case '?': end_run_before_last(walk); break;
    case '+':
    case '.':
    case '^':
    case '$': end_run(walk); break;
    case '|':
        walk->alternatives = walk->alternatives || walk->depth == 0;
        end_run(walk);
        break;
    default: add_plain(walk, byte);
    }
    skip(walk, 1);
}

struct pattern_facts pattern_facts_of(struct span pattern, bool ignore_case)
{
    struct walk walk = {.rest = pattern, .ignore_case = ignore_case, .facts = {.one_line = true}};
    while (walk.rest.len && !walk.lost) read_one(&walk);
    end_run(&walk);
    if (walk.lost || walk.depth) return (struct pattern_facts){.literal_len = 0};
    if (walk.alternatives) walk.facts.literal_len = 0;
    return walk.facts;
}

struct pattern_facts pattern_facts_of_text(struct span text, bool ignore_case)
{
    struct walk walk = {.ignore_case = ignore_case, .facts = {.one_line = true}};
    for (size_t i = 0; i < text.len; i++) add_plain(&walk, text.at[i]);
    end_run(&walk);
    return walk.facts;
}
