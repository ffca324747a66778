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
                md->section == MD_SECTION_PEOPLE || md->level >= 8 ||
                (md->section == MD_SECTION_TIMELINE && block->kind == MD_TEXT &&
                 md_is_bold(block->markdown));
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

/* `key: "value"` of front matter. */
static struct span unquoted(struct md *md, struct span markdown)
{
    size_t colon = span_find(markdown, SPAN(": "));
    struct span value =
        span_trim(span_from(markdown, colon == SIZE_MAX ? markdown.len : colon + 2));
    if (value.len < 2 || !byte_is_one_of(value.at[0], "\"'") ||
        value.at[value.len - 1] != value.at[0])
        return markdown;
    return span_of(md_say(md, "%.*s%.*s", SPAN_ARGS(span_sub(markdown, 0, colon + 2)),
                          SPAN_ARGS(span_sub(value, 1, value.len - 2))));
}

/* Where " | **Severity:** 2" begins in a line of several labels, or SIZE_MAX. */
static size_t next_label(struct md *md, struct span markdown)
{
    for (size_t at = 0; at + 3 < markdown.len; at++) {
        struct span label, rest;
        if (!span_starts(span_from(markdown, at), SPAN(" | "))) continue;
        struct span plain = md_plain(md, span_sub(span_from(markdown, at + 3), 0, 300));
        if (md_label_cut(plain, &label, &rest) && md_label_of(label)) return at;
    }
    return SIZE_MAX;
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
    if (block->kind == MD_FRONT) markdown = unquoted(md, markdown);
    for (int i = 0; i < 12 && markdown.len; i++) {
        struct span one = markdown;
        size_t bar = next_label(md, markdown);
        markdown = span_from(markdown, bar == SIZE_MAX ? markdown.len : bar + 3);
        if (bar != SIZE_MAX) one.len = bar;
        struct span plain = md_plain(md, one);
        if (md_label_cut(plain, &label, &value) && md_label(md, label, value, one, block->from))
            continue;
        md_unplaced(md, block->from, plain, "what this label says has no field of its own");
    }
    md_take(md, block->from, to);
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
    for (size_t i = block->to; i < md->count && i < block->to + 6; i++)
        if (md->lines[i].kind == MD_HEADING && md->lines[i].level == 1) return false;
    for (size_t i = 0; i < block->from; i++)
        if (md->lines[i].kind != MD_BLANK && md->lines[i].kind != MD_MARKUP &&
            md->lines[i].kind != MD_FRONT)
            return false;
    if (md_label_cut(plain, &label, &rest) && (md_label_of(label) || md_section_of(label, true)))
        return false;
    return md_is_bold(block->markdown) || !byte_is_one_of(plain.at[plain.len - 1], ".:!?");
}

/* "services:" with "- one" lines below it, in front matter. */
static bool front_list(struct md *md, struct md_block *block)
{
    struct span label = span_trim(md->lines[block->from].text);
    if (label.len < 2 || label.at[label.len - 1] != ':') return false;
    label.len--;
    size_t to = block->from + 1;
    struct text joined;
    text_init(&joined, 0);
    while (to < md->count && md->lines[to].kind == MD_FRONT && md->lines[to].text.len > 1 &&
           span_starts(md->lines[to].text, SPAN("- "))) {
        if (joined.len) text_adds(&joined, ", ");
        text_add(&joined, span_from(md->lines[to++].text, 2));
    }
    struct span value = {md_copy(md, text_span(&joined)), joined.len};
    text_release(&joined);
    if (!value.len || !md_label(md, label, value, value, block->from)) return false;
    md_take(md, block->from, to);
    block->to = to;
    return true;
}

static size_t walk_at(struct md *md, size_t line)
{
    struct md_line *at = &md->lines[line];
    if (at->kind == MD_BLANK || at->kind == MD_MARKUP) return line + 1;
    if (at->kind == MD_HEADING) {
        md_heading(md, line);
        return line + 1;
    }
    struct md_block block = md_block_at(md, line);
    if (at->kind == MD_COMMENT) {
        md_leave(md, block.from, block.to, "a comment, or the title of folded text");
        return block.to;
    }
    if (at->kind == MD_FRONT) block.plain = md_plain(md, block.markdown);
    if (md_is_heading(md, &block)) {
        at->kind = MD_HEADING;
        at->level = 7;
        bool in_timeline = md->timeline_level == 7;
        if (in_timeline) md->timeline_level = 0;
        if (md->level == 7) md->level = 6;
        md_heading(md, line);
        return line + 1;
    }
    if (is_first_title(md, &block)) {
        md_title(md, block.plain);
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
    if (md_stamp_below(md, &block)) return block.to;
    if (walk_labels(md, &block)) return take_label(md, &block);
    if (walk_zone(md, &block)) return block.to;
    if (at->kind == MD_FRONT && front_list(md, &block)) return block.to;
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
    md_run_in(md, &block);
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
    if (md->day != INT64_MIN && !md->day_shift && md->own->day == REVIEW_NO_DAY &&
        md->day > INT32_MIN && md->day < INT32_MAX)
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
