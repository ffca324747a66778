/* What may be wrong about how a file was read, and what somebody may do about it. */
#include "command/formats.h"

static void add(struct formats_note *notes, unsigned *count, const char *what, const char *words)
{
    if (words && *count < FORMATS_NOTES) notes[(*count)++] = (struct formats_note){what, words};
}

static void doubt_layout(struct formats_answer *answer, struct arena *arena, unsigned number)
{
    const struct formats_layout *layout = &answer->layouts[number];
    const char *name = answer->index.layouts[number].name;
    struct formats_note *to = answer->doubts;
    unsigned *count = &answer->doubt_count;
    if (layout->flags & EVIDENCE_DAY_GUESS)
        add(to, count, "order",
            arena_printf(arena,
                         "%s: day and month could be the other way round; nothing in the file "
                         "tells. A format of your own with %%d/%%m or %%m/%%d settles it",
                         name));
    if (layout->flags & EVIDENCE_YEAR_INFERRED)
        add(to, count, "year",
            arena_printf(arena, "%s: the year is not written (%s)", name,
                         answer->index.year_basis));
    if (layout->flags & EVIDENCE_DATE_INFERRED)
        add(to, count, "date",
            arena_printf(arena, "%s: the date is not written (%s)", name,
                         answer->index.year_basis));
    if (layout->short_year)
        add(to, count, "century",
            arena_printf(arena,
                         "%s: years have two digits; they are taken for the hundred years up "
                         "to the year after the file was written",
                         name));
    if (layout->zone_unclear)
        add(to, count, "zone",
            arena_printf(arena,
                         "%s: the zone's abbreviation means several zones; its times are "
                         "taken for local ones",
                         name));
    if (layout->flags & EVIDENCE_SINCE_BOOT)
        add(to, count, "boot",
            arena_printf(arena, "%s: times count from the start of the machine and have no date",
                         name));
    if (layout->flags & EVIDENCE_LEAP_GUESS)
        add(to, count, "tai",
            arena_printf(arena,
                         "%s: read by the table of leap seconds, as s6 writes them; the file's "
                         "date does not tell. Labels of daemontools and runit come out 27 s early "
                         "then, which a clock offset mends",
                         name));
    if (layout->flags & EVIDENCE_BINARY)
        add(to, count, "bytes",
            arena_printf(arena, "%s: some records hold bytes that are no text", name));
}

static void doubt_all(struct formats_answer *answer, struct arena *arena)
{
    const struct evidence_index *index = &answer->index;
    uint64_t untimed = index->count - index->timed;
    for (unsigned i = 0; i < index->layout_count; i++) doubt_layout(answer, arena, i);
    if (index->timed > 0 && untimed > 0)
        add(answer->doubts, &answer->doubt_count, "untimed",
            arena_printf(arena, "records without a time: %llu", (unsigned long long)untimed));
    if (answer->account.refused > 0 && answer->index.timed < answer->index.count)
        add(answer->doubts, &answer->doubt_count, "future",
            "dates before 1970 or more than a year after today were not taken for times of "
            "records");
    if (index->late > 0)
        add(answer->doubts, &answer->doubt_count, "late",
            arena_printf(
                arena,
                "records earlier than one before them: %llu; a clock that was set, several "
                "writers, or a stamp read wrongly",
                (unsigned long long)index->late));
    if (answer->continued * 3 > answer->lines && index->timed > 0)
        add(answer->doubts, &answer->doubt_count, "continued",
            arena_printf(arena,
                         "lines that continue a record: %llu of %llu; if some are records of their "
                         "own, a format of your own finds them",
                         (unsigned long long)answer->continued, (unsigned long long)answer->lines));
}

/* The line to learn from: one that no layout explains. */
static bool guess(struct formats_answer *answer, struct text *ret)
{
    for (unsigned i = 0; answer->index.timed > 0 && i < answer->continued_count; i++)
        if (formats_guess(answer->continued_lines[i], ret)) return true;
    struct span rest = span_sub(answer->content, 0, 1 << 16);
    for (unsigned i = 0; answer->index.timed == 0 && rest.len > 0 && i < 400; i++)
        if (formats_guess(span_cut(&rest, '\n'), ret)) return true;
    return false;
}

static void advise(struct formats_answer *answer, struct arena *arena)
{
    bool unknown_zone = false, timed = answer->index.timed > 0;
    struct text line;
    text_init(&line, 1000);
    for (unsigned i = 0; i < answer->index.layout_count; i++)
        unknown_zone |= formats_zone(answer, i)[0] == 'u';
    bool wanting = !timed || answer->continued * 3 > answer->lines;
    if (wanting && guess(answer, &line) && text_status(&line, NULL) == STATUS_OK)
        answer->suggestion = arena_copy(arena, text_span(&line));
    text_release(&line);
    if (answer->suggestion)
        add(answer->next, &answer->next_count, "format",
            "put a line such as this into formats.tsv in the workspace, with tabs between the "
            "columns, and test again");
    else if (!timed)
        add(answer->next, &answer->next_count, "format",
            "nothing here looks like a time; if there is one, write a line for formats.tsv as "
            "docs/log-formats.md tells");
    if (timed && unknown_zone)
        add(answer->next, &answer->next_count, "zone",
            "no zone is written: once collected, postmortem clocks shows what others tell about "
            "it, "
            "and postmortem clocks set SOURCE --zone ZONE states it");
    if (timed)
        add(answer->next, &answer->next_count, "collect",
            arena_printf(arena, "postmortem collect %s", answer->path));
}

void formats_judge(struct formats_answer *answer, struct arena *arena)
{
    doubt_all(answer, arena);
    advise(answer, arena);
}
