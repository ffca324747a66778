#include "evidence/lines_propose.h"

#include <assert.h>

enum { SEARCH_BYTES = 200, STARTS_MAX = 24, PER_PLACE = 4 };

static bool same(const struct line_layout *a, const struct line_layout *b)
{
    return a->format == b->format && a->face.framing == b->face.framing &&
           a->face.position == b->face.position && a->stamp_flags == b->stamp_flags &&
           (a->place == PLACE_KEY || a->face.style == b->face.style) &&
           strcmp(a->face.time_key, b->face.time_key) == 0;
}

/* Not every record has a level and a message: take their names from one that has. */
static void complete(struct line_layout *layout, const struct line_layout *other)
{
    if (layout->face.level_key[0] == '\0' && other->face.level_key[0] != '\0') {
        memcpy(layout->face.level_key, other->face.level_key, sizeof layout->face.level_key);
        layout->level_nested = other->level_nested;
        layout->face.style = other->face.style;
    }
    if (layout->face.message_key[0] == '\0')
        memcpy(layout->face.message_key, other->face.message_key, sizeof layout->face.message_key);
    line_layout_lock(layout);
}

void lines_propose_layout(struct line_proposals *proposals, const struct line_layout *layout)
{
    for (unsigned i = 0; i < proposals->count; i++) {
        if (!same(&proposals->item[i], layout)) continue;
        proposals->seen[i]++;
        complete(&proposals->item[i], layout);
        return;
    }
    if (proposals->count == PROPOSALS_MAX) return;
    proposals->item[proposals->count] = *layout;
    line_layout_lock(&proposals->item[proposals->count]);
    proposals->seen[proposals->count++] = 1;
}

static void set_text(char *to, size_t room, struct span text)
{
    if (text.len >= room) text.len = room - 1;
    memcpy(to, text.at, text.len);
    to[text.len] = '\0';
}

bool lines_plausible(const struct line_proposals *proposals, const struct stamp *stamp)
{
    const uint16_t open = STAMP_NO_YEAR | STAMP_NO_DATE | STAMP_SINCE_BOOT | STAMP_SENTINEL;
    if (stamp->flags & open) return true;
    return stamp->time > 0 && stamp->time < proposals->latest;
}

/* ---- stamps in text ---- */

static struct line_layout text_layout(const struct line_proposals *proposals,
                                      const struct stamp_format *format, const struct stamp *stamp,
                                      enum line_place place, size_t number, bool quoted)
{
    struct line_layout layout = {.format = format, .stamp_flags = stamp->flags, .place = place};
    layout.face.framing = FRAMING_LINES;
    layout.face.position = (uint16_t)((unsigned)place << PLACE_SHIFT | (number & PLACE_NUMBER));
    /* a version in front of all lines reads like a clock, too: it does not move */
    layout.strange = stamp_format_loose(format) && (layout.stamp_flags & STAMP_NO_DATE);
    if (quoted) layout.face.position |= PLACE_QUOTED;
    if (proposals->prefixed) layout.face.position |= PLACE_PREFIXED;
    return layout;
}

/* The text before the stamp that tells its place: signs, and the word before them. */
static struct span needle_before(struct span line, size_t at)
{
    size_t from = at;
    while (from > 0 && at - from < 4 && !byte_is_letter(line.at[from - 1]) &&
           !byte_is_digit(line.at[from - 1]))
        from--;
    if (from > 0 && (line.at[from] != ' ' || from + 1 == at)) {
        size_t word = from;
        while (word > 0 && from - word < 12 && byte_is_letter(line.at[word - 1])) word--;
        if (word < from && (word == 0 || !byte_is_digit(line.at[word - 1]))) from = word;
    }
    return span_sub(line, from, at - from);
}

/* Words or columns before it may vary in number. Among words only what is surely a stamp counts. */
static void propose_separated(struct line_proposals *proposals, struct span line, size_t outer,
                              const struct stamp_format *format, const struct stamp *stamp,
                              bool quoted)
{
    const uint16_t vague = STAMP_NO_DATE | STAMP_DATE_ONLY | STAMP_EPOCH;
    struct line_layout layout;
    if (byte_is_one_of(line.at[0], " \t")) return;
    if (byte_is_one_of(line.at[outer - 1], " :") ? (stamp->flags & vague) != 0
                                                 : !byte_is_one_of(line.at[outer - 1], "\t;|,~^#"))
        return;
    layout = text_layout(proposals, format, stamp, PLACE_AFTER, 0, quoted);
    set_text(layout.face.time_key, sizeof layout.face.time_key, span_sub(line, outer - 1, 1));
    lines_propose_layout(proposals, &layout);
}

/* Bytes of "ESC[39m" right in front of the place, or 0. */
static size_t colour_before(struct span line, size_t at)
{
    size_t from = at;
    if (at < 3 || line.at[at - 1] != 'm') return 0;
    for (from = at - 1; from > 0 && at - from < 12; from--) {
        if (line.at[from - 1] == '\033') return line.at[from] == '[' ? at - from + 1 : 0;
        if (!byte_is_digit(line.at[from - 1]) && !byte_is_one_of(line.at[from - 1], "[;")) return 0;
    }
    return 0;
}

static void propose_places(struct line_proposals *proposals, struct span line, size_t at,
                           const struct stamp_format *format, const struct stamp *stamp)
{
    bool quoted = at > 0 && byte_is_one_of(line.at[at - 1], "[(<\"'*");
    size_t outer = quoted ? at - 1 : at;
    struct line_layout layout;
    if (outer == 0 || line.at[outer - 1] == ' ' || line.at[outer - 1] == '\t') {
        unsigned word = 0;
        for (size_t i = 1; i <= outer; i++) {
            bool start = line.at[i - 1] == ' ' || line.at[i - 1] == '\t';
            if (start && i >= 2 && line.at[i - 2] != ' ' && line.at[i - 2] != '\t') word++;
        }
        layout = text_layout(proposals, format, stamp, outer == 0 ? PLACE_COLUMN : PLACE_WORD, word,
                             quoted);
        /* an indented line may be a continued one: its stamp is none of the first word's */
        if (outer == 0 || (line.at[0] != ' ' && line.at[0] != '\t'))
            lines_propose_layout(proposals, &layout);
    }
    if (outer == 0) return;
    if (at <= PLACE_NUMBER) {
        layout = text_layout(proposals, format, stamp, PLACE_COLUMN, at, false);
        layout.indented = line.at[0] == ' ' || line.at[0] == '\t';
        lines_propose_layout(proposals, &layout);
    }
    propose_separated(proposals, line, outer, format, stamp, quoted);
    size_t colour = colour_before(line, at);
    struct span needle = colour > 0 ? span_sub(line, at - colour, colour) : needle_before(line, at);
    if (needle.len == 0 || span_is(needle, " ")) return;
    layout = text_layout(proposals, format, stamp, PLACE_AFTER, 0, false);
    set_text(layout.face.time_key, sizeof layout.face.time_key, needle);
    lines_propose_layout(proposals, &layout);
    /* the word before may change: "INFO::", "WARN::" */
    size_t signs = needle.len;
    while (signs > 0 && !byte_is_letter(needle.at[signs - 1])) signs--;
    if (signs == 0 || needle.len - signs < 2) return;
    set_text(layout.face.time_key, sizeof layout.face.time_key, span_from(needle, signs));
    lines_propose_layout(proposals, &layout);
}

/* A bare number where anything may stand is no time; long ones and those with decimals may be. */
static bool number_may_be_time(struct span text)
{
    size_t digits = 0;
    while (digits < text.len && byte_is_digit(text.at[digits])) digits++;
    if (digits >= 10) return true;
    if (digits == 1 && text.len > 10 && text.at[1] == 'x') return true;
    if (text.len > 17 && text.at[8] == '.') return true;
    /* twelve hexadecimal digits in a field of their own */
    while (digits < text.len &&
           ((text.at[digits] >= 'A' && text.at[digits] <= 'F') || byte_is_digit(text.at[digits])))
        digits++;
    return digits == 12 && text.len > 12 && text.at[12] == ',';
}

/* "10,05/06/31,07:08:09": commas that part columns stand on their own, decimals have none behind */
static bool comma_column(struct span line, size_t at)
{
    return line.at[at - 1] == ',' && span_find(span_sub(line, at, 40), SPAN(",")) != SIZE_MAX;
}

/* "app.log:17:2031-05-06", "4711:20310506:070809.012", "4711:4711:0506/070809.012345": a year of
 * four digits begins something new, and so does a date of digits alone */
static bool begins_something_new(struct span text)
{
    /* "17:06.05.2031": the number of a line, and a whole date */
    if (text.len > 10 && byte_is_one_of(text.at[2], "./-") && text.at[5] == text.at[2]) {
        bool date = true;
        for (size_t i = 0; i < 10; i++)
            date = date && (i == 2 || i == 5 || byte_is_digit(text.at[i]));
        if (date) return true;
    }
    size_t digits = 0;
    while (digits < text.len && byte_is_digit(text.at[digits])) digits++;
    if (digits + 6 < text.len && byte_is_digit(text.at[digits + 1]) &&
        ((digits == 8 && text.at[8] == ':') || (digits == 4 && text.at[4] == '/')) &&
        byte_is_digit(text.at[digits + 6]))
        return true;
    return text.len > 5 && (span_starts(text, SPAN("19")) || span_starts(text, SPAN("20"))) &&
           byte_is_digit(text.at[2]) && byte_is_digit(text.at[3]) &&
           byte_is_one_of(text.at[4], "-/.");
}

static bool may_start(struct span line, size_t at)
{
    char c = line.at[at];
    if (at > 0 && (byte_is_letter(line.at[at - 1]) || byte_is_digit(line.at[at - 1]))) {
        if (colour_before(line, at) > 0) return byte_is_digit(c);
        /* klog: a letter and the date */
        return at == 1 && byte_is_digit(c) && byte_is_letter(line.at[0]);
    }
    /* not the rest of a longer number, date or version: "01-01 00:00:00" of "2031-01-01 00:00:00"
     */
    if (at > 1 && byte_is_digit(c) && byte_is_one_of(line.at[at - 1], "-/.:,") &&
        byte_is_digit(line.at[at - 2]) && !comma_column(line, at) &&
        !(line.at[at - 1] == ':' && begins_something_new(span_from(line, at))))
        return false;
    if (byte_is_digit(c) || c == '@') return true;
    /* seconds of a machine, behind what the kernel says about a message */
    if (c == '[') return at == 0 || (at <= 24 && byte_is_one_of(line.at[at - 1], " >]"));
    if (c == ' ') return at == 0;
    return byte_is_letter(c) || (unsigned char)c >= 0xc3;
}

/* Letters are worth a look only if a digit comes soon, as in "Jan 3" and "Wed, 1 Jan". */
static bool digit_follows(struct span line, size_t at)
{
    for (size_t i = at; i < line.len && i < at + 22; i++)
        if (byte_is_digit(line.at[i])) return true;
    return false;
}

/* "6 of May 2031, ": a month's name and a number within a few words before the place */
static bool month_stands_before(struct span line, size_t at)
{
    size_t from = at > 24 ? at - 24 : 0;
    bool digit = false, month = false;
    for (size_t i = from; i < at; i++) {
        digit = digit || byte_is_digit(line.at[i]);
        bool begins = i == 0 || byte_is_one_of(line.at[i - 1], " \t-/.,");
        month = month || (begins && stamp_begins_with_month(span_sub(line, i, at - i)));
    }
    return digit && month;
}

/* "05/06/31|" in front of a clock: a date that no format reads together with it. The clock alone
 * would be put on some other day, which is wrong. */
static bool date_stands_before(struct span line, size_t at)
{
    if (month_stands_before(line, at)) return true;
    size_t end = at, from;
    while (end > 0 && at - end < 6 && !byte_is_digit(line.at[end - 1]) &&
           (!byte_is_letter(line.at[end - 1]) || (end == at && line.at[end - 1] == 'T')))
        end--;
    if (end == at) return false;
    size_t digits = 0, signs = 0;
    for (from = end; from > 0 && end - from < 11; from--) {
        char c = line.at[from - 1];
        if (digits == 8 && signs == 2) break; /* "log.1.2031-05-06" */
        if (byte_is_digit(c))
            digits++;
        else if (c == '-' || c == '/' || c == '.')
            signs++;
        else
            break;
    }
    /* three numbers, the shortest being "1/2/31"; addresses have four */
    return signs == 2 && digits >= 4 && digits <= 8 && byte_is_digit(line.at[from]) &&
           byte_is_digit(line.at[end - 1]) && (from == 0 || !byte_is_letter(line.at[from - 1]));
}

/* "May  6 07:08" is what listings of files have among their columns, too. */
static bool begins_lines_alone(const struct stamp_format *format)
{
    const char *name = stamp_format_name(format);
    return strcmp(name, "clock to the minute") == 0 || strcmp(name, "syslog to the minute") == 0;
}

static void propose_text(struct line_proposals *proposals, struct span line)
{
    unsigned starts = 0, found = 0;
    for (size_t at = 0; at < line.len && at < SEARCH_BYTES; at++) {
        const struct stamp_format *formats[PER_PLACE];
        struct stamp stamps[PER_PLACE];
        struct span rest = span_from(line, at);
        if (!may_start(line, at)) continue;
        if (!byte_is_digit(line.at[at]) && !digit_follows(line, at)) continue;
        if (starts++ == STARTS_MAX) return;
        unsigned count =
            stamp_candidates(rest, number_may_be_time(rest), formats, stamps, PER_PLACE);
        /* a line that is a number and nothing else */
        if (count > 0 && (stamps[0].flags & STAMP_EPOCH) && stamps[0].len == span_trim(line).len)
            return;
        unsigned kept = 0;
        for (unsigned i = 0; i < count; i++) {
            if (!lines_plausible(proposals, &stamps[i])) {
                proposals->refused += i == 0;
                continue;
            }
            if (stamp_format_begins_with_clock(formats[i]) && date_stands_before(line, at))
                continue;
            /* a number that counts from the start begins its line; one further on took so long */
            if ((stamps[i].flags & STAMP_SINCE_BOOT) && at > 0 && line.at[at] != '[' &&
                !stamp_format_is_traced(formats[i]))
                continue;
            if (stamp_format_needs_level(formats[i]) &&
                level_of_word(line_word(rest, stamps[i].len, 0)) == EVIDENCE_LEVEL_NONE)
                continue;
            /* "07:08" may be anything but where a line of a chat begins */
            if (begins_lines_alone(formats[i]) && (at > 1 || (at == 1 && line.at[0] != '[')))
                continue;
            propose_places(proposals, line, at, formats[i], &stamps[i]);
            kept++;
        }
        if (kept == 0) {
            /* what is no time as a whole has no time in a part of it either */
            if (count > 0 && !(stamps[0].flags & (STAMP_NO_DATE | STAMP_EPOCH)) &&
                !lines_plausible(proposals, &stamps[0]))
                at += stamps[0].len - 1u;
            continue;
        }
        /* a second stamp may be the better one ("epoch date clock"), a third never is */
        if (++found == 3) return;
        at += stamps[0].len > 0 ? stamps[0].len - 1u : 0;
    }
}

/* "# Time: 2031-05-06T07:08:09Z" */
static void propose_mysql(struct line_proposals *proposals, struct span line)
{
    const struct stamp_format *formats[PER_PLACE];
    struct stamp stamps[PER_PLACE];
    unsigned count = stamp_candidates(span_from(line, 8), false, formats, stamps, PER_PLACE);
    for (unsigned i = 0; i < count; i++) {
        struct line_layout layout =
            text_layout(proposals, formats[i], &stamps[i], PLACE_COLUMN, 8, false);
        layout.face.style = STYLE_MYSQL_SLOW;
        lines_propose_layout(proposals, &layout);
    }
}

static void propose_pri(struct line_proposals *proposals, struct span line)
{
    const struct stamp_format *formats[PER_PLACE];
    struct stamp stamps[PER_PLACE];
    size_t from = line_octets(line) + 1, at = from;
    while (at < line.len && at < from + 3 && byte_is_digit(line.at[at])) at++;
    if (at == from || at >= line.len || line.at[at] != '>') return;
    at++;
    bool versioned = span_starts(span_from(line, at), SPAN("1 "));
    if (versioned) at += 2;
    if (!versioned && at < line.len && line.at[at] == ' ') at++;
    struct span rest = span_from(line, at);
    unsigned count = stamp_candidates(rest, number_may_be_time(rest), formats, stamps, PER_PLACE);
    for (unsigned i = 0; i < count; i++) {
        struct line_layout layout =
            text_layout(proposals, formats[i], &stamps[i], PLACE_COLUMN, 0, false);
        layout.face.style = versioned ? STYLE_SYSLOG_5424 : STYLE_SYSLOG_PRI;
        lines_propose_layout(proposals, &layout);
    }
}

bool lines_begin_hl7(struct span line)
{
    return span_starts(line, SPAN("MSH|^~\\&"));
}

/* HL7 v2, MSH-7: the seventh field of the header, whose own sign is the first. */
static void propose_hl7(struct line_proposals *proposals, struct span line)
{
    const struct stamp_format *formats[PER_PLACE];
    struct stamp stamps[PER_PLACE];
    struct span rest = line;
    for (int i = 0; i < 6; i++) span_cut(&rest, '|');
    unsigned count = stamp_candidates(rest, true, formats, stamps, PER_PLACE);
    for (unsigned i = 0; i < count; i++) {
        struct line_layout layout =
            text_layout(proposals, formats[i], &stamps[i], PLACE_FIELD, 6, false);
        set_text(layout.face.time_key, sizeof layout.face.time_key, SPAN("|MSH|"));
        lines_propose_layout(proposals, &layout);
    }
}

void lines_propose(struct line_proposals *proposals, struct span line)
{
    size_t skipped = proposals->prefixed ? line_prefix(line) : 0;
    line = span_from(line, skipped);
    line = span_from(line, line_escapes(line));
    if (proposals->hl7) {
        if (lines_begin_hl7(line)) propose_hl7(proposals, line);
        return;
    }
    if (json_line_is_object(line)) {
        lines_propose_members(proposals, line, true);
        return;
    }
    if (line.len > 0 && line.at[line_octets(line)] == '<') propose_pri(proposals, line);
    if (span_starts(line, SPAN("# Time: "))) propose_mysql(proposals, line);
    if (logfmt_begins(line)) lines_propose_members(proposals, line, false);
    propose_text(proposals, line);
}
