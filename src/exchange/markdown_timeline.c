/*
 * Events from a timeline's bullets, numbered lists, lines, paragraphs and headings.
 *
 * A time in front makes an entry; what is indented below it or follows without a time is its
 * context. An entry without any time is kept in its place: it is known to come after the one above.
 */
#include "exchange/markdown.h"

#include <stdio.h>

static unsigned event_kind(struct span what)
{
    const struct told_cue *cue = cue_find_told(span_sub(what, 0, 600));
    return cue ? cue->kind : (unsigned)REVIEW_EVENT_NOTE;
}

/* Lists an event: its words, kind and place in the document. `stamp` NULL: it has no time. */
struct review_event *md_event(struct md *md, const struct md_stamp *stamp, struct span what,
                              size_t line)
{
    struct review_event *event = md_entry(md, REVIEW_KIND_EVENT);
    if (!event) return NULL;
    struct span rest;
    event->kind = (uint8_t)event_kind(what);
    event->what = what.len ? md_line_of(md, what, &rest) : NULL;
    if (what.len && rest.len) {
        md_grow(md, &event->context, what, "\n");
        md_notice(md, "line %zu: the entry is long; the whole of it is in E%u's context", line + 1,
                  event->entry.id.number);
    }
    struct review_id before = md->track.event;
    if (stamp) {
        if (stamp->relative && stamp->by == 0 && !md->track.origin.number) {
            md->track.origin = event->entry.id;
        }
        md_time(md, stamp, line, &event->at, &event->end, &event->basis);
    } else {
        event->at = (struct review_time){.raw = "?", .at = INTERVAL_NONE};
        event->basis = md_say(md, "%s, line %zu: no time stands there", md->name, line + 1);
    }
    if (event->at.at.earliest == INSTANT_NONE && !event->at.relative && before.number &&
        !md->status) {
        event->after.at = arena_alloc(md->arena, sizeof *event->after.at);
        if (!event->after.at) {
            md_fail(md, arena_full(md->arena, md->error));
            return NULL;
        }
        event->after.at[0] = before;
        event->after.count = 1;
        event->order_basis = "stands below it in the document";
        if (!stamp)
            md_notice(md, "line %zu: E%u has no time; it is kept behind E%u", line + 1,
                      event->entry.id.number, before.number);
    }
    md->track.event = event->entry.id;
    if (!md->track.origin.number && md->track.count == 0 && !(stamp && stamp->relative))
        md->track.origin = event->entry.id;
    md->track.count++;
    md->timeline_events++;
    return event;
}

/* More words for the open event; the first ones are its sentence when it still lacks one. */
static void add_words(struct md *md, struct span plain, struct span markdown)
{
    struct review_event *event = (struct review_event *)md->open;
    if (md->open_wants && span_starts(plain, SPAN(": "))) plain = span_from(plain, 2);
    if (md->open_wants && plain.len) {
        struct span rest;
        event->what = md_line_of(md, plain, &rest);
        event->kind = (uint8_t)event_kind(plain);
        if (rest.len) md_grow(md, &event->context, plain, "\n");
        md->open_wants = false;
        return;
    }
    md_grow(md, &event->context, markdown, "\n");
}

static void add_event(struct md *md, const struct md_stamp *stamp, struct span plain, size_t line,
                      unsigned indent, bool paragraph)
{
    struct span what = stamp ? span_from(plain, stamp->end) : plain;
    struct review_event *event = md_event(md, stamp, what, line);
    if (!event) return;
    if (stamp && stamp->who.len) event->actor = md_line_of(md, stamp->who, NULL);
    md_open(md, &event->entry, &event->context, indent, paragraph);
    md->open_wants = what.len == 0;
}

/* "Ana [10:02]: seeing timeouts", as chats are pasted: up to three words, then a time in brackets.
 */
static bool read_said(struct span plain, struct md_stamp *ret)
{
    size_t words = 0, at = 0;
    while (at < plain.len && at < 40 && !byte_is_one_of(plain.at[at], "[(")) {
        words += at > 0 && plain.at[at] == ' ';
        if (byte_is_one_of(plain.at[at], ".,;:!?")) return false;
        at++;
    }
    struct md_stamp stamp;
    if (at == 0 || at >= plain.len || words > 3 || !byte_is_one_of(plain.at[at], "[("))
        return false;
    struct span inside = span_from(plain, at);
    size_t close = span_find(inside, plain.at[at] == '[' ? SPAN("]") : SPAN(")"));
    if (close == SIZE_MAX || !md_stamp_read(inside, MD_STAMP_LINE, &stamp) || !stamp.has_clock ||
        stamp.end <= close)
        return false;
    stamp.end += at;
    stamp.who = span_trim(span_sub(plain, 0, at));
    *ret = stamp;
    return true;
}

static bool read_stamp(const struct md *md, struct span plain, struct md_stamp *ret)
{
    return md_stamp_read(plain, MD_STAMP_LINE, ret) ||
           (md->section == MD_SECTION_TIMELINE && read_said(plain, ret));
}

/* "(all times UTC)" behind a date */
static bool is_zone_sentence(struct span rest, struct md_zone_word *ret)
{
    return rest.len < 60 && md_zone_stated(rest, false, ret);
}

/* A date alone sets the day of what follows. */
static bool take_day(struct md *md, const struct md_stamp *stamp, struct span plain, size_t line)
{
    struct span rest = span_from(plain, stamp->end);
    if (!stamp->date.kind || stamp->has_clock || stamp->has_end) return false;
    struct md_zone_word zone;
    size_t at = 0;
    bool only_zone =
        rest.len && (is_zone_sentence(rest, &zone) ||
                     (md_zone_take(rest, &at, &zone) && span_trim(span_from(rest, at)).len == 0));
    if (rest.len && !only_zone) return false;
    if (only_zone) md->track.zone = zone;
    return md_track_date(md, &stamp->date, line);
}

/* Does a line of a paragraph begin a new entry, or does it go on with a sentence? */
static bool begins_entry(const struct md *md, size_t line, size_t first,
                         const struct md_stamp *stamp)
{
    if (line == first || stamp->marked) return true;
    struct span last = md->lines[line - 1].text;
    if (last.len < 60) return true;
    return byte_is_one_of(last.at[last.len - 1], ".!?;\\") ||
           span_starts(span_from(last, last.len < 4 ? 0 : last.len - 4), SPAN("<br>"));
}

static bool stamp_of_line(struct md *md, size_t line, struct md_stamp *stamp,
                          struct span *ret_plain)
{
    *ret_plain = md_plain(md, md->lines[line].text);
    if (!read_stamp(md, *ret_plain, stamp)) return false;
    if (stamp->has_clock || stamp->relative) return true;
    /* a date or day in front of a sentence is a time only where something parts the two */
    if (stamp->date.kind == MD_DATE_WEEKDAY && stamp->end < ret_plain->len && !stamp->marked)
        return false;
    struct md_zone_word zone;
    return stamp->marked || stamp->end >= ret_plain->len ||
           is_zone_sentence(span_from(*ret_plain, stamp->end), &zone);
}

/* "**13:00** Words. **13:20** More words": takes what stands before the next time in bold off the
 * text; an empty span when there is no other. */
static struct span cut_at_bold_time(struct span *markdown)
{
    struct md_stamp stamp;
    for (size_t at = 3; at + 4 < markdown->len; at++) {
        struct span rest = span_from(*markdown, at);
        if (!span_starts(rest, SPAN(" **")) || !md_is_digit(rest.at[3])) continue;
        struct span bold = span_sub(rest, 3, 60);
        size_t end = span_find(bold, SPAN("**"));
        if (end == SIZE_MAX || !md_stamp_read(span_sub(bold, 0, end), MD_STAMP_LINE, &stamp) ||
            !stamp.has_clock || stamp.end < end)
            continue;
        struct span piece = span_sub(*markdown, 0, at);
        *markdown = span_from(*markdown, at + 1);
        return piece;
    }
    return span_sub(*markdown, 0, 0);
}

static void take_timed_line(struct md *md, size_t line, unsigned indent)
{
    struct span markdown = md->lines[line].text, piece;
    do {
        struct md_stamp stamp;
        piece = cut_at_bold_time(&markdown);
        struct span words = piece.len ? piece : markdown;
        struct span plain = md_plain(md, words);
        if (read_stamp(md, plain, &stamp))
            add_event(md, &stamp, plain, line, indent, true);
        else if (md->open)
            add_words(md, plain, words);
        else
            md_unplaced(md, line, plain, "stands between times");
    } while (piece.len);
}

/* Lines of a paragraph or of a fence, each of which may begin an entry. */
static bool take_lines(struct md *md, const struct md_block *block)
{
    bool any = false;
    for (size_t line = block->from; line < block->to; line++) {
        struct md_stamp stamp;
        struct span plain;
        bool timed =
            stamp_of_line(md, line, &stamp, &plain) && begins_entry(md, line, block->from, &stamp);
        if (timed && take_day(md, &stamp, plain, line)) {
            md_close(md);
        } else if (timed) {
            take_timed_line(md, line, block->indent);
        } else if (md->open) {
            add_words(md, plain, md->lines[line].text);
        } else {
            continue;
        }
        md_take(md, line, line + 1);
        any = true;
    }
    return any;
}

/* "**early morning** - words", "**shortly after**: words": a time of day that no clock tells */
static bool has_loose_time(const struct md_line *line)
{
    static const char *const words[] = {"morning",  "noon",    "lunch",     "afternoon", "evening",
                                        "night",    "after",   "before",    "later",     "around",
                                        "midnight", "shortly", "meanwhile", "earlier",   "dawn"};
    if (!md_is_bold(line->text) || line->text.len < 5) return false;
    struct span lead = span_from(line->text, 2);
    size_t end = span_find(lead, SPAN("**"));
    if (end == SIZE_MAX || end > 40) return false;
    lead = span_sub(lead, 0, end);
    for (size_t at = 0; at < lead.len;) {
        struct span word = md_word_at(lead, at);
        for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
            if (span_equal_nocase(word, span_of(words[i]))) return true;
        at += word.len ? word.len : 1;
    }
    return false;
}

static bool take_paragraph(struct md *md, const struct md_block *block)
{
    struct md_stamp stamp;
    struct span plain;
    bool timed = stamp_of_line(md, block->from, &stamp, &plain);
    if (!timed && block->kind == MD_TEXT && !md->open_wants &&
        has_loose_time(&md->lines[block->from])) {
        add_event(md, NULL, block->plain, block->from, block->indent, true);
        md_take(md, block->from, block->to);
        return true;
    }
    if (!timed && !md->open) {
        /* lines with times may still follow the first one */
        bool later = false;
        for (size_t line = block->from + 1; line < block->to && !later; line++)
            later = stamp_of_line(md, line, &stamp, &plain) && stamp.marked && stamp.has_clock;
        if (!later) return false;
    }
    bool loose = !timed && md->open && block->indent <= md->open_indent && !md->open_wants &&
                 !md->lines[block->from].quoted;
    if (loose && block->from > 0 && md->lines[block->from - 1].kind == MD_BLANK &&
        !md->open_paragraph)
        md_notice(md, "line %zu: a paragraph without a time became context of E%u above it",
                  block->from + 1, md->open->id.number);
    if (!take_lines(md, block)) return false;
    for (size_t line = block->from; line < block->to; line++)
        if (!md->lines[line].taken)
            md_leave(md, line, line + 1,
                     "stands in the timeline, without a time and before its entries");
    return true;
}

/* Does an entry with a time of its own stand indented below? */
static bool heads_entries(struct md *md, const struct md_block *block)
{
    struct md_stamp stamp;
    struct span plain;
    return block->to < md->count && md->lines[block->to].kind == MD_ITEM &&
           md->lines[block->to].indent > block->indent &&
           stamp_of_line(md, block->to, &stamp, &plain) && stamp.has_clock;
}

/* "HH:MM - what happened", left in from a template */
static bool is_placeholder(struct span plain)
{
    static const char *const forms[] = {"HH:MM", "[time]", "<time>"};
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        struct span form = span_of(forms[i]);
        if (span_equal_nocase(span_sub(plain, 0, form.len), form)) return true;
    }
    return false;
}

/* "2024-03-30 (Saturday), CET": a day, with words, over entries that stand indented below it */
static bool take_day_with_words(struct md *md, const struct md_block *block)
{
    struct md_stamp stamp;
    struct md_zone_word zone;
    if (!md_stamp_read(block->plain, MD_STAMP_LINE, &stamp) || !stamp.date.kind ||
        stamp.has_clock || stamp.end >= block->plain.len || !heads_entries(md, block) ||
        !md_track_date(md, &stamp.date, block->from))
        return false;
    struct span words = span_from(block->plain, stamp.end);
    if (md_zone_stated(words, true, &zone)) md->track.zone = zone;
    md_close(md);
    md_unplaced(md, block->from, words, "stands behind a day that heads the entries below it");
    return true;
}

static bool take_item(struct md *md, const struct md_block *block)
{
    struct md_stamp stamp;
    struct span plain = block->plain, first;
    if (is_placeholder(plain)) {
        md_leave(md, block->from, block->to, "a placeholder of the template");
        return true;
    }
    bool timed = stamp_of_line(md, block->from, &stamp, &first);
    if (timed && block->to > block->from + 1) timed = read_stamp(md, plain, &stamp);
    bool sub = md->open && (block->indent > md->open_indent + 1 || md->open_paragraph);
    md_take(md, block->from, block->to);
    if (timed && take_day(md, &stamp, plain, block->from)) {
        md_close(md);
        return true;
    }
    if (!sub && take_day_with_words(md, block)) return true;
    if (timed && sub && !stamp.has_clock && !stamp.relative) timed = false;
    if (timed && stamp.has_end && stamp.end >= plain.len && heads_entries(md, block)) {
        if (stamp.date.kind) md_track_date(md, &stamp.date, block->from);
        md_unplaced(md, block->from, plain, "a span of time that heads the entries below it");
        md_close(md);
        return true;
    }
    if (timed) {
        add_event(md, &stamp, plain, block->from, block->indent, false);
    } else if (sub && md->open) {
        unsigned depth =
            block->indent > md->open_indent ? (block->indent - md->open_indent) / 2 : 1;
        char mark[24];
        snprintf(mark, sizeof mark, "\n%*s- ",
                 (int)(depth > 1 ? (depth < 9 ? depth - 1 : 8) * 2 : 0), "");
        if (md->open_wants)
            add_words(md, plain, plain);
        else {
            struct review_event *event = (struct review_event *)md->open;
            if (!event->context) md_grow(md, &event->context, SPAN("- "), "");
            md_grow(md, &event->context, block->markdown, event->context ? mark : mark);
        }
    } else {
        add_event(md, NULL, plain, block->from, block->indent, false);
    }
    return true;
}

/* Fences below an entry are its context; a timeline may also be a fence as a whole. */
static bool take_code(struct md *md, const struct md_block *block)
{
    struct md_stamp stamp;
    struct span plain;
    if (!md->open && md->track.count == 0) {
        bool any = false;
        for (size_t line = block->from; line < block->to; line++)
            any |= stamp_of_line(md, line, &stamp, &plain) && stamp.has_clock;
        if (any) return take_paragraph(md, block);
    }
    if (!md->open) return false;
    struct review_event *event = (struct review_event *)md->open;
    md_grow(md, &event->context, md_raw(md, block->from, block->to), "\n```\n");
    md_grow(md, &event->context, SPAN("```"), "\n");
    md_take(md, block->from, block->to);
    return true;
}

bool md_timeline_block(struct md *md, const struct md_block *block)
{
    if (md->open && md->open->id.kind != REVIEW_KIND_EVENT) md_close(md);
    switch (block->kind) {
    case MD_ITEM: return take_item(md, block);
    case MD_TEXT:
    case MD_FRONT: return take_paragraph(md, block);
    case MD_CODE: return take_code(md, block);
    default: return false;
    }
}

bool md_stamp_below(struct md *md, const struct md_block *block)
{
    struct md_stamp stamp, first;
    struct span last, plain;
    if (block->kind != MD_TEXT || block->to - block->from < 2 || block->to - block->from > 40 ||
        md->lines[block->from].kind != MD_TEXT)
        return false;
    if (!stamp_of_line(md, block->to - 1, &stamp, &last) || stamp.end < last.len ||
        !stamp.has_clock || !stamp.date.kind)
        return false;
    if (stamp_of_line(md, block->from, &first, &plain) && (first.has_clock || first.relative))
        return false;
    size_t end = span_find(block->plain, last);
    if (end == SIZE_MAX || end + last.len != block->plain.len) return false;
    md_close(md);
    md_event(md, &stamp, span_trim(span_sub(block->plain, 0, end)), block->from);
    md_take(md, block->from, block->to);
    return true;
}

/* Two or more lines of a paragraph, its first among them, that begin with a time of day. */
static bool has_timed_lines(struct md *md, const struct md_block *block)
{
    struct md_stamp stamp;
    struct span plain;
    size_t timed = 0;
    if (block->kind != MD_TEXT) return false;
    for (size_t line = block->from; line < block->to && timed < 2; line++)
        timed += stamp_of_line(md, line, &stamp, &plain) && stamp.has_clock &&
                 begins_entry(md, line, block->from, &stamp);
    return timed == 2;
}

/* An entry without a time within a list of entries with times. */
static bool goes_on(const struct md *md, const struct md_block *block)
{
    if (!md->open || md->open->id.kind != REVIEW_KIND_EVENT || md->open_paragraph ||
        block->kind != MD_ITEM || block->indent != md->open_indent || block->from == 0)
        return false;
    return (md->section == MD_SECTION_STORY || md->section == MD_SECTION_UNKNOWN) &&
           md->lines[block->from - 1].kind != MD_BLANK;
}

/* Outside a timeline: bullets, and lines of their own, that plainly begin with a time of day. */
bool md_timed_block(struct md *md, const struct md_block *block)
{
    static const uint64_t fitting =
        (uint64_t)1 << MD_SECTION_UNKNOWN | (uint64_t)1 << MD_SECTION_META |
        (uint64_t)1 << MD_SECTION_STORY | (uint64_t)1 << MD_SECTION_DETECTION |
        (uint64_t)1 << MD_SECTION_IMPACT | (uint64_t)1 << MD_SECTION_BACKGROUND |
        (uint64_t)1 << MD_SECTION_NOTIFICATION | (uint64_t)1 << MD_SECTION_COORDINATION |
        (uint64_t)1 << MD_SECTION_SUMMARY;
    struct md_stamp stamp;
    struct span plain;
    if (!(fitting >> md->section & 1)) return false;
    bool nested = md->open && md->open->id.kind == REVIEW_KIND_EVENT && block->kind != MD_ROW;
    if (nested &&
        (md->open_wants || (block->kind != MD_TEXT && block->indent > md->open_indent + 1) ||
         (md->lines[block->from].kind == MD_CODE && block->indent > md->open_indent)))
        return md_timeline_block(md, block);
    if (nested && md->open_paragraph && md->open_indent == 1000)
        return md_timeline_block(md, block);
    if (block->kind != MD_ITEM && block->kind != MD_TEXT) return false;
    if (goes_on(md, block)) return md_timeline_block(md, block);
    if (!stamp_of_line(md, block->from, &stamp, &plain)) return false;
    bool alone = stamp.has_clock && stamp.end < plain.len &&
                 (block->kind == MD_ITEM || stamp.marked || has_timed_lines(md, block));
    if (block->kind == MD_ITEM && stamp.date.kind && !stamp.has_clock && stamp.end >= plain.len) {
        /* a day, with its times below */
        size_t next = block->to;
        while (next < md->count && md->lines[next].kind == MD_BLANK) next++;
        struct md_stamp below;
        struct span words;
        if (next < md->count && md->lines[next].kind == MD_ITEM &&
            stamp_of_line(md, next, &below, &words) && below.has_clock)
            return take_item(md, block);
    }
    if (!alone) return false;
    md_close(md);
    return md_timeline_block(md, block);
}

/* "### 14:02 UTC: the rollout begins", and days as headings. */
bool md_timeline_heading(struct md *md, size_t line, struct span plain)
{
    struct md_stamp stamp;
    if (!md_stamp_read(plain, MD_STAMP_LINE, &stamp)) return false;
    bool inside = md->timeline_level && md->lines[line].level > md->timeline_level;
    bool loose =
        stamp.has_clock && (md->section == MD_SECTION_STORY || md->section == MD_SECTION_UNKNOWN ||
                            md->section == MD_SECTION_META);
    if (!inside && !loose) {
        /* a bold day inside a timeline that is itself a bold line */
        if (md->section != MD_SECTION_TIMELINE || md->lines[line].level < 7) return false;
    }
    if (stamp.has_clock || stamp.relative) {
        if (!inside && !md->own->title) return false;
        md_close(md);
        add_event(md, &stamp, plain, line, 1000, true);
        return true;
    }
    if (!inside && md->section != MD_SECTION_TIMELINE) return false;
    md_close(md);
    if (!md_track_date(md, &stamp.date, line)) return false;
    struct md_zone_word zone;
    if (md_zone_stated(plain, true, &zone)) md->track.zone = zone;
    md->section = MD_SECTION_TIMELINE;
    return true;
}
