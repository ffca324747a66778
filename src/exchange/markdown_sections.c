/*
 * Sections: what a heading opens, whether it is written with marks, as a bold line, or as a bold
 * label in front of its first sentence; and the title.
 */
#include "exchange/markdown.h"

static bool is_lesson(enum md_section section)
{
    return section == MD_SECTION_WELL || section == MD_SECTION_HARD || section == MD_SECTION_LUCK ||
           section == MD_SECTION_LEARNED || section == MD_SECTION_SURPRISE ||
           section == MD_SECTION_RISKS || section == MD_SECTION_QUESTIONS;
}

static bool is_factor(enum md_section section)
{
    return section == MD_SECTION_FACTORS || section == MD_SECTION_ROOT ||
           section == MD_SECTION_TRIGGER || section == MD_SECTION_MITIGATORS ||
           section == MD_SECTION_WHYS;
}

/* Sections that name phases of a timeline when they stand below its heading. */
static bool is_phase(enum md_section section)
{
    return section == MD_SECTION_UNKNOWN || section == MD_SECTION_DETECTION ||
           section == MD_SECTION_STORY || section == MD_SECTION_IMPACT ||
           section == MD_SECTION_TRIGGER || section == MD_SECTION_NOTIFICATION ||
           section == MD_SECTION_COORDINATION || section == MD_SECTION_BACKGROUND ||
           section == MD_SECTION_TIMELINE;
}

static void begin_section(struct md *md, enum md_section section, struct span heading, size_t line,
                          unsigned level)
{
    md_close(md);
    md->section = section;
    md->heading = md_copy(md, heading);
    md->heading_said = false;
    md->heading_label = false;
    md->section_line = line;
    md->level = level;
    md->item_type = 0;
}

/* "T0 = 10:00 UTC", "T+0 is 10:00": the moment that the timeline counts from */
static bool take_origin(struct md *md, struct span plain)
{
    static const char *const names[] = {"T0", "T+0", "T-0", "T zero"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        size_t at = span_find(plain, span_of(names[i]));
        if (at == SIZE_MAX || (at && md_is_letter(plain.at[at - 1]))) continue;
        at = md_skip_blanks(plain, at + strlen(names[i]));
        if (at < plain.len && byte_is_one_of(plain.at[at], "=:"))
            at++;
        else if (span_is(md_word_at(plain, at), "is"))
            at += 2;
        else
            continue;
        struct md_stamp stamp;
        struct review_time time;
        struct span rest = span_from(plain, md_skip_blanks(plain, at));
        if (!md_stamp_read(rest, MD_STAMP_LINE, &stamp) || !stamp.has_clock || stamp.has_end ||
            !md_time_alone(md, &stamp, &time) || time.at.latest - time.at.earliest > NS_PER_HOUR)
            continue;
        md->track.origin_at = time.at.earliest;
        return true;
    }
    return false;
}

/* A zone that is stated between a timeline's heading and its first entry, or behind it. */
static void begin_timeline(struct md *md, struct span heading, size_t line, unsigned level)
{
    struct md_zone_word zone = {.known = false};
    struct md_stamp stamp;
    if (!md_zone_stated(heading, true, &zone)) {
        for (size_t i = line + 1; i < md->count && md->lines[i].kind != MD_HEADING; i++) {
            const struct md_line *at = &md->lines[i];
            if (at->kind != MD_TEXT && at->kind != MD_ITEM) continue;
            struct span plain = md_plain(md, span_sub(at->text, 0, 400));
            if (md_stamp_read(plain, MD_STAMP_LINE, &stamp) && stamp.has_clock) continue;
            if (md_zone_stated(plain, false, &zone)) break;
            if (i > line + 400) break;
        }
    }
    md_track_start(md, &zone);
    md->timeline_level = level;
    md->has_timeline = true;
    bool found = take_origin(md, heading);
    for (size_t i = line + 1, texts = 0; i < md->count && texts < 4 && !found; i++) {
        if (md->lines[i].kind == MD_HEADING) break;
        if (md->lines[i].kind != MD_TEXT) continue;
        found = take_origin(md, md_plain(md, span_sub(md->lines[i].text, 0, 400)));
        texts++;
    }
    struct md_date date;
    for (size_t at = 0; at < heading.len; at++) {
        size_t end = at;
        bool begins = at == 0 || byte_is_one_of(heading.at[at - 1], " (");
        if (begins && md_date_take(heading, &end, false, &date) && date.kind != MD_DATE_WEEKDAY) {
            md_track_date(md, &date, line);
            break;
        }
    }
}

static bool is_title(struct md *md, enum md_section section, unsigned level, size_t line)
{
    if (level > 2) return false;
    if (md->own->title && !(md_title_is_plain(md->own->title) && section == MD_SECTION_UNKNOWN))
        return false;
    if (section == MD_SECTION_UNKNOWN || section == MD_SECTION_META) return true;
    if (level != 1) return false;
    /* "# Root cause of the checkout outage" over a document of "##" */
    for (size_t i = line + 1; i < md->count; i++)
        if (md->lines[i].kind == MD_HEADING) return md->lines[i].level > 1;
    return true;
}

/* "Postmortem: Checkout is down" loses its first word; "SEV2" in it is the severity. */
void md_title(struct md *md, struct span plain)
{
    static const struct {
        const char *words, *word;
    } names[] = {{"postmortem", "postmortem"},
                 {"post-mortem", "postmortem"},
                 {"post mortem", "postmortem"},
                 {"retrospective", "retrospective"},
                 {"incident review", "incident review"},
                 {"post-incident review", "post-incident review"},
                 {"debrief", "debriefing"}};
    struct span label, rest, title = plain;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (span_find_nocase(plain, span_of(names[i].words)) != SIZE_MAX && !md->own->word)
            md->own->word = names[i].word;
    struct md_stamp stamp;
    bool dated = md_label_cut(plain, &label, &rest) && md_stamp_read(rest, MD_STAMP_CELL, &stamp) &&
                 stamp.end >= rest.len;
    if (!dated && md_label_cut(plain, &label, &rest) && rest.len &&
        md_title_is_plain(md_copy(md, label)))
        title = rest;
    md->own->title = md_line_of(md, title, NULL);
    for (size_t at = 0; at + 3 < plain.len && !md->own->severity; at++) {
        if (at && md_is_letter(plain.at[at - 1])) continue;
        if (!span_equal_nocase(span_sub(plain, at, 3), SPAN("sev"))) continue;
        size_t end = at + 3;
        if (byte_is_one_of(plain.at[end], "- ")) end++;
        if (end < plain.len && md_is_digit(plain.at[end]))
            md->own->severity = md_line_of(md, span_sub(plain, at, end + 1 - at), NULL);
    }
    if (span_find_nocase(plain, SPAN("near miss")) != SIZE_MAX ||
        span_find_nocase(plain, SPAN("near-miss")) != SIZE_MAX)
        md->own->sort = REVIEW_SORT_NEAR_MISS;
}

void md_heading(struct md *md, size_t line)
{
    struct md_line *at = &md->lines[line];
    struct span plain = md_plain(md, at->text);
    enum md_section section = md_section_of(plain, false);
    bool in_timeline = md->timeline_level && at->level > md->timeline_level;
    at->taken = true;
    if (plain.len == 0) return;
    if (section != MD_SECTION_TIMELINE && is_title(md, section, at->level, line)) {
        md_title(md, plain);
        begin_section(md, MD_SECTION_META, plain, line, at->level);
        md->heading_said = true;
        return;
    }
    bool deeper = at->level > md->level;
    if (section != MD_SECTION_TIMELINE && md_timeline_heading(md, line, plain)) return;
    if (in_timeline && is_phase(section)) {
        md_close(md);
        if (md->section != MD_SECTION_TIMELINE)
            begin_section(md, MD_SECTION_TIMELINE, plain, line, md->timeline_level);
        return;
    }
    if (is_factor(md->section) && section == MD_SECTION_UNKNOWN && deeper) {
        md_factor_heading(md, line, plain);
        return;
    }
    if (md->section == MD_SECTION_ACTIONS && deeper &&
        (md_type_of(plain) || section == MD_SECTION_UNKNOWN)) {
        md_close(md);
        md->item_type = md_type_of(plain);
        if (!md->item_type)
            md_notice(md, "line %zu: items below \"%.*s\" stand among the actions", line + 1,
                      SPAN_ARGS(plain));
        return;
    }
    if ((md_is_text_section(md->section) || is_lesson(md->section) ||
         md->section == MD_SECTION_PEOPLE || md->section == MD_SECTION_EXHIBITS) &&
        section == MD_SECTION_UNKNOWN && deeper && md->section != MD_SECTION_META) {
        md_close(md);
        if (md_is_text_section(md->section))
            at->taken = false,
            md_texts_block(md,
                           &(struct md_block){
                               .kind = MD_HEADING, .from = line, .to = line + 1, .plain = plain});
        return;
    }
    if (!in_timeline) md->timeline_level = 0;
    begin_section(md, section, plain, line, at->level);
    md->heading_said = section == MD_SECTION_UNKNOWN;
    md->heading_label = section == MD_SECTION_UNKNOWN && md_label_of(plain) != MD_LABEL_NONE;
    if (section == MD_SECTION_TIMELINE) begin_timeline(md, plain, line, at->level);
}

/* "**Timeline**" or "Timeline:" alone on its line is meant as a heading. */
bool md_is_heading(struct md *md, const struct md_block *block)
{
    const struct md_line *line = &md->lines[block->from];
    if (block->kind == MD_ROW || line->kind == MD_HEADING || line->kind == MD_FRONT ||
        line->text.len > 90)
        return false;
    struct span plain = span_trim(md_plain(md, line->text));
    if (!plain.len) return false;
    bool colon = plain.at[plain.len - 1] == ':';
    bool bold = md_is_bold(line->text) &&
                span_find(span_from(line->text, 2), SPAN("**")) + 5 >= line->text.len;
    bool loud = true;
    for (size_t i = 0; i < plain.len; i++) loud &= !(plain.at[i] >= 'a' && plain.at[i] <= 'z');
    if (!colon && !bold && !loud) return false;
    if (block->kind == MD_ITEM) {
        size_t next = block->from + 1;
        while (next < md->count && md->lines[next].kind == MD_BLANK) next++;
        bool parent = next < md->count && md->lines[next].kind == MD_ITEM &&
                      md->lines[next].indent > line->indent;
        if (!parent || md_stamp_read(plain, MD_STAMP_LINE, &(struct md_stamp){.end = 0}))
            return false;
    }
    enum md_section section = md_section_of(plain, !bold || block->kind == MD_ITEM);
    if (section == MD_SECTION_UNKNOWN) return false;
    if (md->timeline_level && md->section == MD_SECTION_TIMELINE && is_phase(section) &&
        section != MD_SECTION_TIMELINE)
        return false;
    return true;
}

/* What stands behind the label, with its marks; `plain` where marks within the label hide it. */
static struct span behind_label(struct span markdown, struct span label, struct span plain)
{
    size_t at = span_find(markdown, label);
    if (at == SIZE_MAX) return plain;
    struct span rest = span_from(markdown, at + label.len);
    for (;;) {
        size_t mark =
            span_starts(rest, SPAN("\xe2\x80\x93")) || span_starts(rest, SPAN("\xe2\x80\x94")) ? 3
            : rest.len && byte_is_one_of(rest.at[0], "*_ :-")                                  ? 1
                                                                                               : 0;
        if (!mark) return rest;
        rest = span_from(rest, mark);
    }
}

/* "**Impact:** 4 % of requests": a label with the words of a heading opens its section. */
bool md_run_in(struct md *md, struct md_block *block)
{
    struct span label, rest;
    if (block->kind != MD_TEXT && block->kind != MD_ITEM && block->kind != MD_FRONT) return false;
    bool bold = md_is_bold(block->markdown);
    bool inside = md->section == MD_SECTION_TIMELINE || md->section == MD_SECTION_ACTIONS ||
                  is_lesson(md->section) || is_factor(md->section) ||
                  md->section == MD_SECTION_EXHIBITS || md->section == MD_SECTION_DEFINITIONS;
    bool run_in = md->level >= 8;
    if (inside && !(run_in && block->kind == MD_TEXT) && !(bold && block->kind == MD_TEXT))
        return false;
    if (!md_label_cut(block->plain, &label, &rest) || rest.len == 0) return false;
    enum md_section section = md_section_of(label, true);
    if (section == MD_SECTION_UNKNOWN || section == MD_SECTION_META ||
        section == MD_SECTION_CONTENTS)
        return false;
    if (md_label_of(label)) return false;
    if (!bold && block->kind == MD_TEXT && md->section != MD_SECTION_META &&
        md->section != MD_SECTION_UNKNOWN && !run_in)
        return false;
    if (md->section == MD_SECTION_TIMELINE && is_phase(section)) return false;
    struct span heading = label;
    unsigned level = md->level < 8 ? 8 : md->level;
    md->timeline_level = 0;
    begin_section(md, section, heading, block->from, level);
    if (section == MD_SECTION_TIMELINE) begin_timeline(md, heading, block->from, level);
    block->plain = rest;
    block->markdown = behind_label(block->markdown, label, rest);
    return true;
}
