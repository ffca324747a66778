/*
 * Many lines against one layout at once, one step for all of them after the other: which have the
 * date that was seen last where a stamp is expected, what their clocks say, what their levels are.
 * Most lines of most logs are settled so, by code with hardly a branch that differs from line to
 * line. All others go to line_match, which knows everything; so does every line of a layout that is
 * not of the common sort.
 */
#include "evidence/lines.h"
#include "evidence/stamp_quick.h"

enum { NOWHERE = UINT16_MAX };

void line_run_open(struct line_run *run)
{
    memset(run->layout, LINE_OPEN, run->count);
    for (unsigned i = 0; i < run->count; i++) run->open[i] = (uint16_t)i;
    run->open_count = run->count;
}

static bool is_utc(const struct line_layout *layout)
{
    return (layout->face.position & PLACE_UTC) != 0;
}

static bool match_one(const struct line_layout *layout, unsigned number,
                      const struct kernels *kernels, struct stamp_reader *reader,
                      struct line_run *run, unsigned line)
{
    struct line_hit hit;
    if (!line_match(layout, kernels, reader, run->line[line], &hit)) return false;
    line_run_put(run, line, number, is_utc(layout), &hit);
    return true;
}

static void one_by_one(const struct line_layout *layout, unsigned number,
                       const struct kernels *kernels, struct stamp_reader *reader,
                       struct line_run *run)
{
    unsigned kept = 0;
    for (unsigned i = 0; i < run->open_count; i++) {
        unsigned line = run->open[i];
        if (!match_one(layout, number, kernels, reader, run, line))
            run->open[kept++] = (uint16_t)line;
    }
    run->open_count = kept;
}

/* ---- where stamps are expected: what is at hand within 64 bytes, NOWHERE for all else ---- */

static inline size_t at_column(const struct line_layout *layout, struct span line)
{
    (void)line;
    return layout->number;
}

/* As word_place in lines_match.c. */
static inline size_t at_word(const struct line_layout *layout, struct span line)
{
    uint64_t blanks = short_where(line.at, ' ') | short_where(line.at, '\t');
    uint64_t starts = ~blanks & (blanks << 1 | 1);
    for (unsigned n = layout->number; n > 0; n--) starts &= starts - 1;
    return starts ? (size_t)__builtin_ctzll(starts) : NOWHERE;
}

/* Behind the first place that has the text; as place_after. */
static inline size_t at_needle(const struct line_layout *layout, struct span line)
{
    struct span needle = layout->needle;
    uint64_t places = short_where(line.at, needle.at[0]);
    size_t at = places ? (size_t)__builtin_ctzll(places) : NOWHERE;
    if (needle.len > 1) {
        if (at + needle.len > line.len || !short_equal(line.at + at, needle.at, needle.len))
            return NOWHERE;
    } else if (line.at[0] == ' ' || line.at[0] == '\t') {
        return NOWHERE;
    }
    return at + needle.len;
}

static inline bool opens(char c)
{
    return c == '[' || c == '(' || c == '<' || c == '"' || c == '\'' || c == '*';
}

/* line_match passes over something there first: terminal codes, or a hole. */
static inline bool is_skipped(char first)
{
    return (first == '\033') | (first == '\0');
}

/* Moves the lines that have the date where `place` expects it from run->open to `dated`; returns
 * how many. */
static inline __attribute__((always_inline)) unsigned
sift(const struct line_layout *layout, const struct stamp_reader *reader, struct line_run *run,
     size_t (*place)(const struct line_layout *layout, struct span line),
     struct line_stamped *dated)
{
    unsigned taken = 0, kept = 0;
    bool quoted = (layout->face.position & PLACE_QUOTED) != 0;
    for (unsigned i = 0; i < run->open_count; i++) {
        unsigned number = run->open[i];
        struct span line = run->line[number];
        size_t at = place(layout, line);
        bool is = at + quoted < line.len;
        at = is ? at : 0; /* what is there is of no interest, and may be read */
        if (quoted) is &= opens(line.at[at++]);
        /* no branch here: lines of two layouts, or continued ones, come in no order */
        is &= stamp_quick_date(reader, line.at + at);
        is &= !is_skipped(line.at[0]);
        /* as read_stamp in lines_match.c: none begins within a number */
        bool inside = at > 0;
        inside &= stamp_is_digit(line.at[at - inside]);
        inside &= stamp_is_digit(line.at[at]);
        is &= !inside;
        dated[taken] = (struct line_stamped){.line = (uint16_t)number, .at = (uint16_t)at};
        taken += is;
        run->open[kept] = (uint16_t)number;
        kept += !is;
    }
    run->open_count = kept;
    return taken;
}

/* Reads the stamps; returns how many could be read. The others are open again. */
static unsigned read_stamps(const struct line_layout *layout, unsigned number,
                            struct stamp_reader *reader, struct line_run *run,
                            struct line_stamped *dated, unsigned count)
{
    const bool utc = is_utc(layout);
    unsigned taken = 0;
    for (unsigned i = 0; i < count; i++) {
        struct line_stamped at = dated[i];
        struct span line = run->line[at.line];
        struct stamp stamp;
        if (!stamp_quick_rest(reader, line.at + at.at, line.at + line.len, &stamp)) {
            run->open[run->open_count++] = at.line;
            continue;
        }
        at.behind = (uint16_t)(at.at + stamp.len);
        dated[taken++] = at;
        run->time[at.line] = stamp.time;
        run->flags[at.line] = line_flags_of(&stamp, utc);
        run->layout[at.line] = (uint8_t)number;
    }
    return taken;
}

/* Takes from the open lines those that line_match does not take either: most are told by the byte
 * where the stamp begins. */
static void match_rest(const struct line_layout *layout, unsigned number,
                       const struct kernels *kernels, struct stamp_reader *reader,
                       struct line_run *run)
{
    bool quoted = (layout->face.position & PLACE_QUOTED) != 0;
    unsigned kept = 0;
    for (unsigned i = 0; i < run->open_count; i++) {
        unsigned at = run->open[i];
        struct span line = run->line[at];
        char first = layout->number < line.len ? line.at[layout->number] : '\n';
        bool may = quoted ? opens(first) : stamp_may_begin(layout->format, first);
        if (layout->place != PLACE_COLUMN || is_skipped(line.at[0])) may = true;
        if (!may || !match_one(layout, number, kernels, reader, run, at))
            run->open[kept++] = (uint16_t)at;
    }
    run->open_count = kept;
}

/* Lines without a time: each is a record but for indented ones. */
static void match_untimed(const struct line_layout *layout, unsigned number,
                          const struct kernels *kernels, struct line_run *run)
{
    struct line_stamped lines[LINE_RUN];
    unsigned count = 0, kept = 0;
    for (unsigned i = 0; i < run->open_count; i++) {
        unsigned line = run->open[i];
        char first = run->line[line].at[0];
        bool begins = first != ' ' && first != '\t' && first != '\r' && !is_skipped(first);
        run->time[line] = EVIDENCE_NO_TIME;
        run->flags[line] = 0;
        run->layout[line] = begins ? (uint8_t)number : LINE_OPEN;
        lines[count] = (struct line_stamped){.line = (uint16_t)line};
        count += begins;
        run->open[kept] = (uint16_t)line;
        kept += !begins;
    }
    run->open_count = kept;
    level_many(layout, kernels, run, lines, count);
    one_by_one(layout, number, kernels, NULL, run); /* what is passed over first */
}

/* Text whose stamp stands at one place, and whose style asks for nothing else in the line. */
static bool is_common(const struct line_layout *layout, const struct stamp_reader *reader)
{
    static const uint32_t asking = 1U << STYLE_SYSLOG_PRI | 1U << STYLE_SYSLOG_5424 |
                                   1U << STYLE_MYSQL_SLOW | 1U << STYLE_CRI | 1U << STYLE_STATED |
                                   1U << STYLE_SCCM;
    bool placed = layout->place == PLACE_COLUMN || layout->place == PLACE_WORD ||
                  (layout->place == PLACE_AFTER && layout->needle.len > 0);
    return placed && layout->face.framing == FRAMING_LINES && layout->format && !layout->rule &&
           reader->tail && !(layout->face.position & PLACE_PREFIXED) &&
           !(asking >> layout->face.style & 1);
}

void line_match_many(const struct line_layout *layout, unsigned number,
                     const struct kernels *kernels, struct stamp_reader *reader,
                     struct line_run *run)
{
    struct line_stamped dated[LINE_RUN];
    unsigned count;
    if (kernels->many && layout->place == PLACE_NONE && layout->face.style == STYLE_TEXT &&
        layout->face.framing == FRAMING_LINES && !(layout->face.position & PLACE_PREFIXED)) {
        match_untimed(layout, number, kernels, run);
        return;
    }
    if (kernels->many && lines_are_keyed(layout, reader)) {
        lines_match_keyed(layout, number, kernels, reader, run);
        return;
    }
    if (!kernels->many || !is_common(layout, reader)) {
        one_by_one(layout, number, kernels, reader, run);
        return;
    }
    if (layout->place == PLACE_COLUMN)
        count = sift(layout, reader, run, at_column, dated);
    else if (layout->place == PLACE_WORD)
        count = sift(layout, reader, run, at_word, dated);
    else
        count = sift(layout, reader, run, at_needle, dated);
    count = read_stamps(layout, number, reader, run, dated, count);
    level_many(layout, kernels, run, dated, count);
    match_rest(layout, number, kernels, reader, run);
}
