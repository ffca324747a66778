/*
 * Levels of many lines whose stamps are known: what level_of_line says, for the common styles by
 * steps that seldom branch otherwise from one line to the next. What they cannot tell, it tells.
 */
#include "evidence/lines.h"
#include "evidence/short_bytes.h"

/* All ones below bit `count`, at most 64. */
static inline uint64_t below(size_t count)
{
    return count < 64 ? (UINT64_C(1) << count) - 1 : UINT64_MAX;
}

static inline bool is_capital(char c)
{
    return c >= 'A' && c <= 'Z';
}

enum { NOT_QUICK = EVIDENCE_LEVEL_COUNT };

/* The level that word n behind the stamp is, a plain one within 64 bytes. */
static inline unsigned level_word(struct span rest, unsigned word)
{
    uint64_t blanks = short_where(rest.at, ' ') | short_where(rest.at, '\t') | ~below(rest.len);
    uint64_t starts = ~blanks & (blanks << 1 | 1);
    for (unsigned n = word; n > 0; n--) starts &= starts - 1;
    if (!starts) return NOT_QUICK;
    size_t from = (size_t)__builtin_ctzll(starts);
    uint64_t ends = blanks & ~below(from);
    if (!ends) return NOT_QUICK;
    enum evidence_level level =
        level_of_letters(rest.at + from, (size_t)__builtin_ctzll(ends) - from);
    return level != EVIDENCE_LEVEL_NONE ? level : NOT_QUICK;
}

/* That of the status behind the quoted request, both quotes within 128 bytes and no backslash. */
static inline unsigned level_status(struct span rest, unsigned word)
{
    uint64_t quotes = short_where(rest.at, '"'), slashes = short_where(rest.at, '\\');
    size_t at = 0;
    (void)word;
    if (!quotes) return NOT_QUICK;
    quotes &= quotes - 1; /* behind the opening one */
    if (!quotes && rest.len > 64) {
        at = 64;
        quotes = short_where(rest.at + 64, '"');
        slashes |= short_where(rest.at + 64, '\\');
    }
    if (!quotes || slashes) return NOT_QUICK;
    at += (size_t)__builtin_ctzll(quotes) + 1;
    if (at + 4 > rest.len || rest.at[at] != ' ') return NOT_QUICK;
    unsigned hundreds = (unsigned char)rest.at[at + 1] - (unsigned)'0';
    unsigned tens = (unsigned char)rest.at[at + 2] - (unsigned)'0';
    unsigned ones = (unsigned char)rest.at[at + 3] - (unsigned)'0';
    if (hundreds > 9 || tens > 9 || ones > 9) return NOT_QUICK;
    return level_of_status(hundreds * 100 + tens * 10 + ones);
}

/* That of the word between a blank and the first colon with two blanks behind it, in 60 bytes. */
static inline unsigned level_severity(struct span rest, unsigned word)
{
    uint64_t blanks = short_where(rest.at, ' ');
    uint64_t ends = short_where(rest.at, ':') & blanks >> 1 & blanks >> 2 & ~(blanks >> 3) &
                    below(rest.len < 3 ? 0 : rest.len - 3) & below(61);
    (void)word;
    if (!ends) return NOT_QUICK;
    size_t end = (size_t)__builtin_ctzll(ends);
    uint64_t before = blanks & below(end);
    if (!before || !is_capital(rest.at[end - 1])) return NOT_QUICK;
    size_t from = 64 - (size_t)__builtin_clzll(before);
    enum evidence_level level = level_of_severity((struct span){rest.at + from, end - from});
    if (level != EVIDENCE_LEVEL_NONE) return level;
    /* "DETAIL", if nothing in it parts a shorter word from it */
    while (from < end && is_capital(rest.at[from])) from++;
    return from == end ? EVIDENCE_LEVEL_NONE : NOT_QUICK;
}

static inline __attribute__((always_inline)) void
each_quickly(const struct line_layout *layout, const struct kernels *kernels, struct line_run *run,
             const struct line_stamped *lines, unsigned count,
             unsigned (*quick)(struct span rest, unsigned word))
{
    for (unsigned i = 0; i < count; i++) {
        struct span line = run->line[lines[i].line];
        struct span rest = {line.at + lines[i].behind, line.len - lines[i].behind};
        unsigned level = quick(rest, layout->face.level_word);
        if (level == NOT_QUICK)
            level = level_of_line(layout, kernels, line, lines[i].at, lines[i].behind);
        run->level[lines[i].line] = (uint8_t)level;
    }
}

/* Level words anywhere near the stamp: most lines have nothing that begins like one. */
static void each_by_search(const struct kernels *kernels, struct line_run *run,
                           const struct line_stamped *lines, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        struct span rest = span_from(run->line[lines[i].line], lines[i].behind);
        enum evidence_level level = EVIDENCE_LEVEL_NONE;
        struct level_places places;
        if (rest.len >= 3) {
            kernels->level_starts(rest.at, rest.len, '.', &places);
            if (places.starts[0] | places.starts[1] | places.escapes)
                level = level_find_among(kernels, &places, rest, '.');
        }
        run->level[lines[i].line] = (uint8_t)level;
    }
}

void level_many(const struct line_layout *layout, const struct kernels *kernels,
                struct line_run *run, const struct line_stamped *lines, unsigned count)
{
    switch ((enum line_style)layout->face.style) {
    case STYLE_WORD: each_quickly(layout, kernels, run, lines, count, level_word); break;
    case STYLE_ACCESS: each_quickly(layout, kernels, run, lines, count, level_status); break;
    case STYLE_POSTGRES: each_quickly(layout, kernels, run, lines, count, level_severity); break;
    case STYLE_TEXT:
    case STYLE_SYSLOG: each_by_search(kernels, run, lines, count); break;
    case STYLE_LETTER:
        for (unsigned i = 0; i < count; i++)
            run->level[lines[i].line] = (uint8_t)level_of_letter(run->line[lines[i].line].at[0]);
        break;
    default:
        for (unsigned i = 0; i < count; i++)
            run->level[lines[i].line] = (uint8_t)level_of_line(
                layout, kernels, run->line[lines[i].line], lines[i].at, lines[i].behind);
    }
}
