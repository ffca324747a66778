/* Text whose lines carry stamps at a steady place. */
#include "evidence/probe.h"

enum {
    SAMPLE_LINES = 400, /* enough to see a steady place */
    PLACES = 16,        /* words of a line whose stamps are counted apart */
};

/* Number of words before the stamp: steadier than its column, since names before it vary in length.
 */
static unsigned place_of(struct span line, size_t at)
{
    unsigned words = 0;
    for (size_t i = 1; i < at; i++) words += line.at[i] == ' ' && line.at[i - 1] != ' ';
    return words < PLACES ? words : PLACES - 1;
}

/* "- time: ", an item of a YAML list rather than of a page */
static bool is_member_item(struct span line)
{
    size_t i = 2;
    while (i < line.len && i < 32 &&
           (line.at[i] == '_' || ((line.at[i] | 0x20) >= 'a' && (line.at[i] | 0x20) <= 'z')))
        i++;
    return span_starts(line, SPAN("- ")) && i > 2 && span_starts(span_from(line, i), SPAN(": "));
}

/* Headings, lists, fences and tags make a text a document rather than a log. */
static bool looks_written(struct span line)
{
    static const char *const marks[] = {"# ", "## ", "### ", "- ", "* ", "```", "---", "| ", "<"};
    if (is_member_item(line)) return false;
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        if (span_starts(line, span_of(marks[i]))) return true;
    return false;
}

/* A long line of one sign parts what stands above it from what stands below. */
static bool is_ruler(struct span line)
{
    enum { RULER_LEAST = 40 };
    line = span_trim(line);
    for (size_t i = 0; i < line.len; i++)
        if (line.at[i] != line.at[0]) return false;
    return line.len >= RULER_LEAST && byte_is_one_of(line.at[0], "-=*_#+~");
}

/* MySQL's slow log is mostly lines that look like headings. */
static bool begins_slow_query(struct span line)
{
    return span_starts(line, SPAN("# Time: ")) && line.len > 8 && line.at[8] >= '0' &&
           line.at[8] <= '9';
}

/* What a run of lines shows. */
struct stamped {
    unsigned lines, written, stamped;
    unsigned words[PLACES];  /* stamps by the number of words before them, */
    unsigned behind[PLACES]; /* and by the bytes before them */
    bool slow_query;
};

/* The three bytes before a stamp, folded. */
static unsigned behind_of(struct span line, size_t at)
{
    unsigned hash = 0;
    for (size_t i = at > 3 ? at - 3 : 0; i < at; i++) hash = hash * 31 + (unsigned char)line.at[i];
    return hash % PLACES;
}

/* "10:02 <bob> ", "[10:02] * bob ": a line of a chat, to the minute */
static bool is_chat(struct span line)
{
    size_t at = span_starts(line, SPAN("["));
    bool bracket = at > 0;
    const char *clock = line.at + at;
    if (line.len < at + 9 || clock[2] != ':') return false;
    for (int i = 0; i < 5; i++)
        if (i != 2 && (clock[i] < '0' || clock[i] > '9')) return false;
    at += 5;
    if (bracket && line.at[at++] != ']') return false;
    struct span rest = span_from(line, at);
    return span_starts(rest, SPAN(" <")) || span_starts(rest, SPAN(" * ")) ||
           span_starts(rest, SPAN(" -!- "));
}

/* "INFO|06/05/2031 07:08|...": date and minute in a field of their own, which the cheap filter does
 * not see. */
static size_t field_with_stamp(struct span line)
{
    enum { FIELD_FROM_MOST = 48 };
    for (size_t i = 1; i < line.len && i < FIELD_FROM_MOST; i++)
        if ((byte_is_one_of(line.at[i - 1], "|;\t") ||
             (i > 1 && line.at[i - 1] == ' ' && line.at[i - 2] == ']')) &&
            line.at[i] >= '0' && line.at[i] <= '9' && probe_begins_with_stamp(span_from(line, i)))
            return i;
    return SIZE_MAX;
}

static void look_at(struct span line, struct stamped *ret)
{
    line = span_sub(line, 0, 300);
    if (span_trim(line).len == 0) return;
    if (is_ruler(line)) return;
    ret->lines++;
    ret->written += looks_written(line);
    size_t at = probe_find_stamp(line, 0);
    /* a clock further on may be spoken of */
    if (at != 0 && (probe_begins_with_stamp(line) || is_chat(line))) at = 0;
    if (at == SIZE_MAX) at = field_with_stamp(line);
    if (at == SIZE_MAX) return;
    ret->stamped++;
    ret->words[place_of(line, at)]++;
    ret->behind[behind_of(line, at)]++;
}

static void look(const struct probe *probe, struct span rest, struct stamped *ret)
{
    struct span line;
    *ret = (struct stamped){.lines = 0};
    while (ret->lines < SAMPLE_LINES && rest.len) {
        ret->slow_query = ret->slow_query || begins_slow_query(rest);
        if (!probe_line(probe, &rest, &line)) {
            if (ret->lines) break;
            line = rest; /* one huge line: judge it by its start */
            rest.len = 0;
        }
        look_at(line, ret);
    }
}

/* Stamps at places that more than one line has. */
static unsigned steady(const struct stamped *seen, const unsigned places[PLACES])
{
    unsigned sum = 0;
    for (unsigned i = 0; i < PLACES; i++)
        if (places[i] >= 2 || seen->lines <= 2) sum += places[i];
    return sum;
}

static size_t letters_of(struct span line)
{
    size_t len = 0;
    while (len < line.len && (line.at[len] | 0x20) >= 'a' && (line.at[len] | 0x20) <= 'z') len++;
    return len;
}

/* Few lines have a stamp, but the same word begins each of them, as in what repeats a table: "top -
 * 07:08:09 up 3 days". A page that says "Updated: ..." says it once or twice. */
static bool led_by_word(const struct probe *probe)
{
    enum { LEAD_LEAST = 3, HITS_LEAST = 3 };
    struct span rest = probe->head, line, lead = {"", 0};
    unsigned hits = 0, others = 0, lines = 0, written = 0;
    while (probe_line(probe, &rest, &line)) {
        line = span_sub(line, 0, 300);
        lines++;
        written += looks_written(line);
        size_t at = probe_find_stamp(line, 0), len = letters_of(line);
        if (at == SIZE_MAX || at < len || len < LEAD_LEAST) continue;
        if (hits == 0) lead = span_sub(line, 0, len);
        if (span_equal(lead, span_sub(line, 0, len)))
            hits++;
        else
            others++;
    }
    return hits >= HITS_LEAST && others * 2 <= hits && written * 10 < lines * 3;
}

/* A line with a stamp and then one long trace, indented as those are. */
static bool begins_with_trace(const struct probe *probe)
{
    struct span rest = probe->head, line;
    unsigned lines = 0, indented = 0;
    if (!probe_line(probe, &rest, &line) || !probe_begins_with_stamp(span_sub(line, 0, 300)))
        return false;
    while (lines < SAMPLE_LINES && probe_line(probe, &rest, &line)) {
        if (span_trim(line).len == 0) continue;
        lines++;
        indented += byte_is_one_of(line.at[0], " \t");
    }
    return lines >= 2 && indented * 10 >= lines * 8;
}

/* A log that begins with a long text: from the first line with a stamp on most have one. A page
 * that ends with some lines of a log stays a page. */
static bool stamped_behind(const struct probe *probe)
{
    enum { LINES_MOST = 20000, RUNS_MOST = 8 };
    struct span rest = probe->head, line;
    struct stamped seen;
    unsigned lines = 0, written = 0;
    for (unsigned runs = 0; runs < RUNS_MOST && lines < LINES_MOST; lines++) {
        struct span from = rest;
        if (!probe_line(probe, &rest, &line)) return false;
        line = span_sub(line, 0, 300);
        written += looks_written(line);
        if (probe_find_stamp(line, 0) == SIZE_MAX && !probe_begins_with_stamp(line)) continue;
        look(probe, from, &seen);
        unsigned most = steady(&seen, seen.words);
        if (most < 2 || most * 2 < seen.lines)
            runs++;
        else if (most >= 20 || written * 10 < lines * 3)
            return true;
    }
    return false;
}

bool probe_stamped(const struct probe *probe)
{
    struct stamped seen;
    look(probe, probe->head, &seen);
    unsigned stamped = steady(&seen, seen.words);
    if (seen.slow_query) return true;
    if (stamped > 0 && stamped * 20 >= seen.lines) {
        if (stamped * 2 >= seen.lines) return true;
        if (stamped >= 2 && seen.written * 10 < seen.lines * 3) return true;
    }
    if (steady(&seen, seen.behind) * 2 >= seen.lines && seen.stamped > 1) return true;
    return stamped_behind(probe) || begins_with_trace(probe) || led_by_word(probe);
}
