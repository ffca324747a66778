/*
 * Postmortems in Markdown: the walk over the document's lines, and the lists that it fills.
 *
 * Headings and bold labels open sections; the blocks below them go to the part that understands the
 * section. Nothing is dropped: what no part takes is listed with its line.
 */
#include "exchange/markdown.h"

#include <stdio.h>
#include <stdlib.h>

#include <assert.h>

/* ---- lists ---- */

void md_fail(struct md *md, enum status status)
{
    if (!md->status) md->status = status;
}

void *md_entry(struct md *md, enum review_kind kind)
{
    if (md->status) return NULL;
    if (md->entry_count >= MD_ENTRIES_MOST) {
        md_fail(md, error_set(md->error, STATUS_LIMIT,
                              "%s holds more than %d entries; import it in parts", md->name,
                              (int)MD_ENTRIES_MOST));
        return NULL;
    }
    enum status status = grow_array(&md->entries, &md->entry_room, md->entry_count + 1,
                                    sizeof *md->entries, md->error);
    if (status) {
        md_fail(md, status);
        return NULL;
    }
    struct review_entry *entry = review_entry_new(kind, md->arena);
    if (!entry) {
        md_fail(md, arena_full(md->arena, md->error));
        return NULL;
    }
    entry->id.number = kind == REVIEW_KIND_REVIEW ? 0 : ++md->numbers[kind];
    md->entries[md->entry_count++] = entry;
    return entry;
}

const char *md_copy(struct md *md, struct span text)
{
    if (md->status) return "";
    const char *copy = arena_copy(md->arena, text);
    if (copy) return copy;
    md_fail(md, arena_full(md->arena, md->error));
    return "";
}

const char *md_say(struct md *md, const char *format, ...)
{
    struct text text;
    char line[700];
    va_list args;
    va_start(args, format);
    int len = vsnprintf(line, sizeof line, format, args);
    va_end(args);
    if (len < 0) return "";
    text_init(&text, 0);
    /* a cut may fall into a character */
    text_add_visible(&text, span_sub(span_of(line), 0, sizeof line));
    const char *copy = md_copy(md, text_span(&text));
    text_release(&text);
    return copy;
}

void md_notice(struct md *md, const char *format, ...)
{
    char line[700];
    va_list args;
    if (md->status || md->notice_count > MD_NOTICES_MOST) return;
    va_start(args, format);
    int len = vsnprintf(line, sizeof line, format, args);
    va_end(args);
    if (len < 0) return;
    if (grow_array(&md->notices, &md->notice_room, md->notice_count + 1, sizeof *md->notices,
                   md->error)) {
        md_fail(md, STATUS_NO_MEMORY);
        return;
    }
    md->notices[md->notice_count] =
        md->notice_count == MD_NOTICES_MOST
            ? "there is more to tell than fits here; the first notices are listed"
            : md_say(md, "%s", line);
    md->notice_count++;
}

void md_unplaced(struct md *md, size_t line, struct span text, const char *why)
{
    if (md->status) return;
    if (grow_array(&md->unplaced, &md->unplaced_room, md->unplaced_count + 1, sizeof *md->unplaced,
                   md->error)) {
        md_fail(md, STATUS_NO_MEMORY);
        return;
    }
    md->unplaced[md->unplaced_count++] = (struct exchange_unplaced){
        .line = (uint32_t)line + 1, .text = md_copy(md, span_trim(text)), .why = why};
}

void md_take(struct md *md, size_t from, size_t to)
{
    for (size_t i = from; i < to && i < md->count; i++) md->lines[i].taken = true;
}

void md_leave(struct md *md, size_t from, size_t to, const char *why)
{
    md_unplaced(md, from, md_raw(md, from, to), why);
    md_take(md, from, to);
}

const char *md_line_of(struct md *md, struct span text, struct span *ret_rest)
{
    text = span_trim(text);
    size_t len = text.len;
    if (len > MD_LINE_MOST) {
        len = MD_LINE_MOST;
        while (len > MD_LINE_MOST / 2 && text.at[len] != ' ') len--;
        while (len && ((unsigned char)text.at[len] & 0xc0) == 0x80) len--;
    }
    if (ret_rest) *ret_rest = span_trim(span_from(text, len));
    char *copy = md->status ? NULL : arena_copy(md->arena, span_sub(text, 0, len));
    if (!copy) {
        if (!md->status) md_fail(md, arena_full(md->arena, md->error));
        return "";
    }
    for (char *c = copy; *c; c++)
        if ((unsigned char)*c < ' ' || *c == 127) *c = ' ';
    return copy;
}

void md_lines_add(struct md *md, struct review_lines *list, struct span text)
{
    text = span_trim(text);
    if (!text.len || md->status || list->count >= 500) return;
    const char **at = arena_array(md->arena, list->count + 1, sizeof *at);
    if (!at) {
        md_fail(md, arena_full(md->arena, md->error));
        return;
    }
    for (size_t i = 0; i < list->count; i++) at[i] = list->at[i];
    at[list->count] = md_line_of(md, text, NULL);
    list->at = at;
    list->count++;
}

/* ---- texts that grow ---- */

void md_grow(struct md *md, const char **field, struct span text, const char *between)
{
    struct md_grown *grown = NULL;
    for (size_t i = md->grown_count; i > 0 && !grown; i--) {
        if (md->grown[i - 1].field == field) grown = &md->grown[i - 1];
        if (md->grown_count - i > 40) break; /* what grows long was begun early, or just now */
    }
    for (size_t i = 0; i < 40 && i < md->grown_count && !grown; i++)
        if (md->grown[i].field == field) grown = &md->grown[i];
    if (md->status) return;
    if (!grown) {
        if (grow_array(&md->grown, &md->grown_room, md->grown_count + 1, sizeof *md->grown,
                       md->error)) {
            md_fail(md, STATUS_NO_MEMORY);
            return;
        }
        grown = &md->grown[md->grown_count++];
        grown->field = field;
        text_init(&grown->text, 0);
        if (*field) text_adds(&grown->text, *field);
    }
    if (grown->text.len) text_adds(&grown->text, between);
    text_add(&grown->text, text);
}

void md_grown_finish(struct md *md)
{
    for (size_t i = 0; i < md->grown_count; i++) {
        struct md_grown *grown = &md->grown[i];
        struct span text = span_trim(text_span(&grown->text));
        if (text.len) *grown->field = md_copy(md, text);
        text_release(&grown->text);
    }
    md->grown_count = 0;
}

void md_close(struct md *md)
{
    md->open = NULL;
    md->more = NULL;
    md->open_wants = false;
}

void md_open(struct md *md, struct review_entry *entry, const char **more, unsigned indent,
             bool paragraph)
{
    md->open = entry;
    md->more = more;
    md->open_indent = indent;
    md->open_paragraph = paragraph;
    md->open_wants = false;
}

/* ---- sections ---- */

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
static void read_title(struct md *md, struct span plain)
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
    if (md_label_cut(plain, &label, &rest) && rest.len) {
        static const char *const kinds[] = {
            "postmortem", "post-mortem", "post mortem",   "incident", "report",
            "review",     "rca",         "retrospective", "analysis", "title"};
        for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
            if (span_find_nocase(label, span_of(kinds[i])) != SIZE_MAX &&
                !memchr(label.at, '#', label.len)) {
                bool number = false;
                for (size_t k = 0; k < label.len; k++) number |= md_is_digit(label.at[k]);
                if (!number) title = rest;
                break;
            }
    }
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

static void walk_heading(struct md *md, size_t line)
{
    struct md_line *at = &md->lines[line];
    struct span plain = md_plain(md, at->text);
    enum md_section section = md_section_of(plain, false);
    bool in_timeline = md->timeline_level && at->level > md->timeline_level;
    at->taken = true;
    if (plain.len == 0) return;
    if (section != MD_SECTION_TIMELINE && is_title(md, section, at->level, line)) {
        read_title(md, plain);
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
static bool is_bold_heading(struct md *md, const struct md_block *block)
{
    const struct md_line *line = &md->lines[block->from];
    if (block->kind == MD_ROW || line->kind == MD_HEADING || line->text.len > 90) return false;
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
    enum md_section section = md_section_of(plain, !bold);
    if (section == MD_SECTION_UNKNOWN) return false;
    if (md->timeline_level && md->section == MD_SECTION_TIMELINE && is_phase(section) &&
        section != MD_SECTION_TIMELINE)
        return false;
    return true;
}

/* "**Impact:** 4 % of requests": a label with the words of a heading opens its section. */
static bool walk_run_in(struct md *md, struct md_block *block)
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
    size_t at = span_find(block->markdown, SPAN(":"));
    if (at == SIZE_MAX) at = span_find(block->markdown, SPAN("-"));
    struct span markdown = span_from(block->markdown, at == SIZE_MAX ? 0 : at + 1);
    while (markdown.len && byte_is_one_of(markdown.at[0], "*_ ")) markdown = span_from(markdown, 1);
    block->markdown = markdown;
    return true;
}

/* ---- the walk ---- */

static void walk_block(struct md *md, struct md_block *block)
{
    switch (md->section) {
    case MD_SECTION_TIMELINE:
        if (!md_timeline_block(md, block))
            md_leave(md, block->from, block->to,
                     "stands in the timeline, without a time and before its entries");
        return;
    case MD_SECTION_FACTORS:
    case MD_SECTION_ROOT:
    case MD_SECTION_TRIGGER:
    case MD_SECTION_MITIGATORS:
    case MD_SECTION_WHYS: md_factor_block(md, block); return;
    case MD_SECTION_WELL:
    case MD_SECTION_HARD:
    case MD_SECTION_LUCK:
    case MD_SECTION_LEARNED:
    case MD_SECTION_SURPRISE:
    case MD_SECTION_RISKS:
    case MD_SECTION_QUESTIONS: md_statement_block(md, block); return;
    case MD_SECTION_DONE:
    case MD_SECTION_ACTIONS: md_item_block(md, block); return;
    case MD_SECTION_PEOPLE: md_people_block(md, block); return;
    case MD_SECTION_EXHIBITS: md_exhibit_block(md, block); return;
    default: break;
    }
    if (md_is_text_section(md->section)) {
        md_texts_block(md, block);
        return;
    }
    if (md->section == MD_SECTION_CONTENTS) {
        md_leave(md, block->from, block->to, "a table of contents");
        return;
    }
    md_leave(md, block->from, block->to, "no section that is known by its heading holds it");
    md_prose(md, block);
}

/* "Severity: SEV2" on a line of its own; each line of a paragraph may be one. */
static bool walk_labels(struct md *md, const struct md_block *block)
{
    bool fits = md->section == MD_SECTION_META || md->section == MD_SECTION_SUMMARY ||
                md->section == MD_SECTION_UNKNOWN || md->section == MD_SECTION_IMPACT ||
                md->section == MD_SECTION_DETECTION || md->section == MD_SECTION_STORY ||
                md->section == MD_SECTION_PEOPLE || md->level >= 8;
    if (!fits || (block->kind != MD_TEXT && block->kind != MD_ITEM && block->kind != MD_FRONT))
        return false;
    if (block->to - block->from > 200) return false;
    struct span label, rest;
    struct span plain = md_plain(md, md->lines[block->from].text);
    if (!md_label_cut(plain, &label, &rest) || rest.len == 0 || !md_label_of(label)) return false;
    return true;
}

/* How many lines of a paragraph of labels belong to the label at `line`. */
static size_t label_end(struct md *md, const struct md_block *block, size_t line)
{
    struct span label, rest;
    size_t to = line + 1;
    for (; to < block->to; to++) {
        struct span plain = md_plain(md, md->lines[to].text);
        if (!md_label_cut(plain, &label, &rest)) continue;
        if (md_label_of(label) || md_section_of(label, true) || md_is_bold(md->lines[to].text))
            break;
    }
    return to;
}

/* Reads the label at the block's first line; the rest of the block is walked again. */
static size_t take_label(struct md *md, const struct md_block *block)
{
    struct span label, value;
    size_t to = label_end(md, block, block->from);
    text_clear(&md->scratch);
    struct text joined;
    text_init(&joined, 0);
    for (size_t i = block->from; i < to; i++) {
        if (i > block->from) text_addc(&joined, ' ');
        text_add(&joined, md->lines[i].text);
    }
    struct span markdown = {md_copy(md, text_span(&joined)), joined.len};
    text_release(&joined);
    struct span plain = md_plain(md, markdown);
    if (!md_label_cut(plain, &label, &value)) return block->to;
    if (md_label(md, label, value, markdown, block->from))
        md_take(md, block->from, to);
    else
        md_leave(md, block->from, to, "what this label says has no field of its own");
    return to;
}

static void shorten(struct md *md, struct md_block *block, size_t to)
{
    if (to >= block->to) return;
    struct text joined;
    text_init(&joined, 0);
    for (size_t i = block->from; i < to; i++) {
        if (i > block->from) text_addc(&joined, '\n');
        text_add(&joined, md->lines[i].text);
    }
    block->to = to;
    block->markdown = (struct span){md_copy(md, text_span(&joined)), joined.len};
    block->plain = md_plain(md, block->markdown);
    text_release(&joined);
}

/* A sentence that is there to state the zone says no more than that. */
static bool walk_zone(struct md *md, const struct md_block *block)
{
    struct md_zone_word zone;
    struct md_stamp stamp;
    if (block->kind != MD_TEXT && block->kind != MD_ITEM) return false;
    if (block->plain.len > 120 || !md_zone_stated(block->plain, false, &zone)) return false;
    if (md_stamp_read(block->plain, MD_STAMP_LINE, &stamp) && stamp.has_clock) return false;
    for (size_t i = 0; i < block->plain.len; i++)
        if (md_is_digit(block->plain.at[i]) && !byte_is_one_of(zone.written[0] ? '0' : '0', "")) {
            if (span_find(span_of(zone.written), span_sub(block->plain, i, 1)) == SIZE_MAX)
                return false;
        }
    md_notice(md, "line %zu: \"%.*s\" gives the zone of the times", block->from + 1,
              SPAN_ARGS(block->plain));
    md_take(md, block->from, block->to);
    return true;
}

/* A first line that is no heading by its marks, but stands there like one. */
static bool is_first_title(const struct md *md, const struct md_block *block)
{
    struct span label, rest, plain = block->plain;
    if (md->own->title || md->section != MD_SECTION_META || block->kind != MD_TEXT ||
        block->to > block->from + 1 || plain.len == 0 || plain.len > 100)
        return false;
    for (size_t i = 0; i < block->from; i++)
        if (md->lines[i].kind != MD_BLANK && md->lines[i].kind != MD_MARKUP &&
            md->lines[i].kind != MD_FRONT)
            return false;
    if (md_label_cut(plain, &label, &rest) && (md_label_of(label) || md_section_of(label, true)))
        return false;
    return md_is_bold(block->markdown) || !byte_is_one_of(plain.at[plain.len - 1], ".:!?");
}

static size_t walk_at(struct md *md, size_t line)
{
    struct md_line *at = &md->lines[line];
    if (at->kind == MD_BLANK || at->kind == MD_MARKUP) return line + 1;
    if (at->kind == MD_HEADING) {
        walk_heading(md, line);
        return line + 1;
    }
    struct md_block block = md_block_at(md, line);
    if (at->kind == MD_COMMENT) {
        md_leave(md, block.from, block.to, "a comment that readers of the document do not see");
        return block.to;
    }
    if (at->kind == MD_FRONT) block.plain = md_plain(md, block.markdown);
    if (is_bold_heading(md, &block)) {
        at->kind = MD_HEADING;
        at->level = md->level >= 1 && md->level < 7 ? 7 : (uint8_t)(md->level < 7 ? 7 : 7);
        bool in_timeline = md->timeline_level == 7;
        if (in_timeline) md->timeline_level = 0;
        if (md->level == 7) md->level = 6;
        walk_heading(md, line);
        return line + 1;
    }
    if (is_first_title(md, &block)) {
        read_title(md, block.plain);
        md_take(md, line, block.to);
        return block.to;
    }
    if (md->heading_label) {
        md->heading_label = false;
        bool value = (block.kind == MD_TEXT || block.kind == MD_ITEM) && block.to == line + 1;
        if (value && md_label(md, span_of(md->heading), block.plain, block.markdown, line)) {
            md_take(md, line, block.to);
            md->heading_label = block.kind == MD_ITEM;
            return block.to;
        }
    }
    if (walk_labels(md, &block)) return take_label(md, &block);
    if (walk_zone(md, &block)) return block.to;
    if (at->kind == MD_FRONT) {
        md_leave(md, block.from, block.to, "the document's head says something that has no field");
        return block.to;
    }
    if (block.kind == MD_TEXT && block.to - block.from > 1 && block.to - block.from < 100) {
        /* labels below each other without blank lines */
        struct span label, rest;
        for (size_t i = block.from + 1; i < block.to; i++) {
            struct span plain = md_plain(md, md->lines[i].text);
            bool own = md_label_cut(plain, &label, &rest) && rest.len &&
                       md_is_bold(md->lines[i].text) &&
                       (md_label_of(label) || md_section_of(label, true));
            if (own || (md->section == MD_SECTION_META && md_label_cut(plain, &label, &rest) &&
                        md_label_of(label))) {
                shorten(md, &block, i);
                break;
            }
        }
    }
    walk_run_in(md, &block);
    if (md->section != MD_SECTION_TIMELINE && md_timed_block(md, &block)) return block.to;
    if (block.kind == MD_ROW)
        md_table(md, &block);
    else
        walk_block(md, &block);
    return block.to;
}

static void walk(struct md *md)
{
    md->section = MD_SECTION_META;
    md->heading = "";
    md_track_start(md, NULL);
    for (size_t line = 0; line < md->count && !md->status;) line = walk_at(md, line);
    md_close(md);
}

/* What nobody took, lines that stand together as one. */
static void list_rest(struct md *md)
{
    for (size_t i = 0; i < md->count; i++) {
        struct md_line *line = &md->lines[i];
        if (line->taken || line->kind == MD_BLANK || line->kind == MD_MARKUP) continue;
        size_t to = i + 1;
        while (to < md->count && !md->lines[to].taken && md->lines[to].kind == line->kind) to++;
        md_leave(md, i, to, "no place was found for it");
        i = to - 1;
    }
}

/* ---- the text itself ---- */

/* Line ends made one kind, what is no UTF-8 or no character replaced. */
static enum status clean(struct span text, const char *name, struct md *md, struct text *out)
{
    size_t broken = 0, nuls = 0;
    if (text.len > MD_BYTES_MOST)
        return error_set(md->error, STATUS_LIMIT,
                         "%s has %zu bytes, more than the %d that an import takes", name, text.len,
                         (int)MD_BYTES_MOST);
    if (span_starts(text, SPAN("\xff\xfe")) || span_starts(text, SPAN("\xfe\xff")))
        return error_set(md->error, STATUS_BAD_INPUT,
                         "%s is written in UTF-16; save it as UTF-8 and import it again", name);
    if (span_starts(text, SPAN("\xef\xbb\xbf"))) text = span_from(text, 3);
    for (size_t at = 0; at < text.len;) {
        uint32_t rune;
        size_t len = utf8_next(span_from(text, at), &rune);
        char c = text.at[at];
        if (len == 0 || c == '\0') {
            text_adds(out, "\xef\xbf\xbd");
            broken += len == 0;
            nuls += len != 0;
            at++;
        } else if (c == '\r') {
            if (at + 1 >= text.len || text.at[at + 1] != '\n') text_addc(out, '\n');
            at++;
        } else if (rune == 0x200b || rune == 0xfeff || rune == 0x2028) {
            text_adds(out, rune == 0x2028 ? "\n" : "");
            at += len;
        } else {
            text_add(out, span_sub(text, at, len));
            at += len;
        }
    }
    if (nuls > 16 + text.len / 100 || broken > 16 + text.len / 4)
        return error_set(md->error, STATUS_BAD_INPUT,
                         "%s is no text; import reads Markdown in UTF-8", name);
    if (nuls + broken)
        md_notice(md, "%zu bytes are no UTF-8 text; each is shown as \xef\xbf\xbd", nuls + broken);
    return text_status(out, md->error);
}

static void finish_own(struct md *md)
{
    char zone[40];
    md_labels_finish(md);
    if (md->day != INT64_MIN && md->own->day == REVIEW_NO_DAY && md->day > INT32_MIN &&
        md->day < INT32_MAX)
        md->own->day = (int32_t)md->day;
    if (md->zone.known && !md->own->zone) {
        md_zone_name(&md->zone, zone, sizeof zone);
        md->own->zone = md_copy(md, span_of(zone));
    }
    if (!md->own->title) md_notice(md, "no title was found; give it one");
}

static enum status hand_over(struct md *md, struct exchange_import *ret)
{
    struct exchange_import import = {.count = md->entry_count,
                                     .unplaced_count = md->unplaced_count,
                                     .notice_count = md->notice_count};
    import.entries = arena_array(md->arena, md->entry_count + 1, sizeof *import.entries);
    import.unplaced = arena_array(md->arena, md->unplaced_count + 1, sizeof *import.unplaced);
    import.notices = arena_array(md->arena, md->notice_count + 1, sizeof *import.notices);
    if (!import.entries || !import.unplaced || !import.notices)
        return arena_full(md->arena, md->error);
    if (md->entry_count) memcpy(import.entries, md->entries, md->entry_count * sizeof *md->entries);
    if (md->unplaced_count)
        memcpy(import.unplaced, md->unplaced, md->unplaced_count * sizeof *md->unplaced);
    if (md->notice_count)
        memcpy(import.notices, md->notices, md->notice_count * sizeof *md->notices);
    *ret = import;
    return STATUS_OK;
}

enum status exchange_markdown_read(struct span text, const char *name,
                                   const struct review_typing *typing, struct arena *arena,
                                   struct exchange_import *ret, struct error *error)
{
    static const struct review_typing plain = {.day = INSTANT_NONE};
    struct md md = {
        .arena = arena, .error = error, .name = name, .typing = typing ? typing : &plain};
    struct text cleaned;
    text_init(&cleaned, 4 * (size_t)MD_BYTES_MOST);
    text_init(&md.scratch, 0);
    md.own = md_entry(&md, REVIEW_KIND_REVIEW);
    if (!md.status) md_fail(&md, clean(text, name, &md, &cleaned));
    if (!md.status) {
        const char *copy = md_copy(&md, text_span(&cleaned));
        md_lines_read(&md, (struct span){copy, cleaned.len});
        md_texts_begin(&md);
        md_when_survey(&md);
        walk(&md);
        list_rest(&md);
        finish_own(&md);
    }
    md_grown_finish(&md);
    if (!md.status && text_status(&md.scratch, error)) md_fail(&md, STATUS_NO_MEMORY);
    if (!md.status) md_fail(&md, hand_over(&md, ret));
    md_zones_free(&md);
    text_release(&md.scratch);
    text_release(&cleaned);
    free(md.entries);
    free(md.unplaced);
    free(md.notices);
    free(md.grown);
    return md.status;
}
