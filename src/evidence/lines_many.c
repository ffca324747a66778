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

static void one_by_one(const struct line_layout *layout, unsigned number,
                       const struct kernels *kernels, struct stamp_reader *reader,
                       struct line_run *run)
{
    unsigned kept = 0;
    for (unsigned i = 0; i < run->open_count; i++) {
        unsigned line = run->open[i];
        if (line_match(layout, kernels, reader, run->line[line], &run->hit[line]))
            run->layout[line] = (uint8_t)number;
        else
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

/* Moves the lines that have the date where `place` expects it from run->open to `dated`; returns
 * how many. */
static inline __attribute__((always_inline)) unsigned
sift(const struct line_layout *layout, const struct stamp_reader *reader, struct line_run *run,
     size_t (*place)(const struct line_layout *layout, struct span line), uint16_t *dated)
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
        is &= stamp_quick_date(reader, line.at + at);
        run->hit[number].stamp_at = at;
        dated[taken] = (uint16_t)number;
        taken += is;
        run->open[kept] = (uint16_t)number;
        kept += !is;
    }
    run->open_count = kept;
    return taken;
}

/* Reads the stamps; returns how many could be read. The others are open again. */
static unsigned read_stamps(struct stamp_reader *reader, struct line_run *run, unsigned number,
                            uint16_t *dated, unsigned count)
{
    unsigned taken = 0;
    for (unsigned i = 0; i < count; i++) {
        unsigned line = dated[i];
        struct line_hit *hit = &run->hit[line];
        const char *start = run->line[line].at + hit->stamp_at;
        if (!stamp_quick_rest(reader, start, run->line[line].at + run->line[line].len,
                              &hit->stamp)) {
            run->open[run->open_count++] = (uint16_t)line;
            continue;
        }
        hit->mark = MARK_NONE;
        run->layout[line] = (uint8_t)number;
        dated[taken++] = (uint16_t)line;
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
        if (layout->place != PLACE_COLUMN || line.at[0] == '\033') may = true;
        if (may && line_match(layout, kernels, reader, line, &run->hit[at]))
            run->layout[at] = (uint8_t)number;
        else
            run->open[kept++] = (uint16_t)at;
    }
    run->open_count = kept;
}

/* Lines without a time: each is a record but for indented ones. */
static void match_untimed(const struct line_layout *layout, unsigned number,
                          const struct kernels *kernels, struct line_run *run)
{
    uint16_t lines[LINE_RUN];
    unsigned count = 0, kept = 0;
    for (unsigned i = 0; i < run->open_count; i++) {
        unsigned line = run->open[i];
        char first = run->line[line].at[0];
        bool begins = first != ' ' && first != '\t' && first != '\r' && first != '\033';
        run->hit[line] = (struct line_hit){.mark = MARK_NONE};
        run->layout[line] = begins ? (uint8_t)number : LINE_OPEN;
        lines[count] = run->open[kept] = (uint16_t)line;
        count += begins;
        kept += !begins;
    }
    run->open_count = kept;
    level_many(layout, kernels, run, lines, count);
    one_by_one(layout, number, kernels, NULL, run); /* the ESC may begin a code */
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
    uint16_t dated[LINE_RUN];
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
    count = read_stamps(reader, run, number, dated, count);
    level_many(layout, kernels, run, dated, count);
    match_rest(layout, number, kernels, reader, run);
}
