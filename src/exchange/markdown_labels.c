/* "Severity: SEV2", "| Date | 4 March |": the head of a document, label by label. */
#include "exchange/markdown.h"

bool md_title_is_plain(const char *title)
{
    static const char *const words[] = {"postmortem", "post",     "mortem",    "incident",
                                        "report",     "review",   "template",  "retrospective",
                                        "rca",        "analysis", "blameless", "document",
                                        "the",        "of",       "an",        "a",
                                        "title",      "learning", "and"};
    struct span rest = span_of(title);
    while (rest.len) {
        struct span word = md_word_at(rest, 0);
        bool known = word.len == 0;
        for (size_t i = 0; i < sizeof words / sizeof words[0] && !known; i++)
            known = span_equal_nocase(word, span_of(words[i]));
        if (!known) return false;
        if (word.len == 0 && md_is_digit(rest.at[0])) return false;
        rest = span_from(rest, word.len ? word.len : 1);
    }
    return true;
}

static bool is_open(struct span value)
{
    static const char *const words[] = {"tbd", "tba",     "n/a",  "none",         "-",
                                        "?",   "unknown", "todo", "\xe2\x80\x93", "\xe2\x80\x94"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (span_equal_nocase(value, span_of(words[i]))) return true;
    return false;
}

static bool set_title(struct md *md, struct span value)
{
    if (md->own->title && !md_title_is_plain(md->own->title)) return span_is(value, md->own->title);
    md->own->title = md_line_of(md, value, NULL);
    return true;
}

/* The day was found by the survey; a range of clocks behind it is the window. */
static bool set_date(struct md *md, struct span value, size_t line)
{
    struct md_stamp stamp;
    if (!md_stamp_read(value, MD_STAMP_CELL, &stamp)) return false;
    if (!stamp.date.kind && !stamp.has_clock) return false;
    int64_t day;
    if (stamp.date.kind && md_date_days(md, &stamp.date, md->day, &day) && day != md->day)
        md_notice(md,
                  "line %zu: another date of the document was taken as the day of the incident; "
                  "times without a date are of that one",
                  line + 1);
    struct md_zone_word zone;
    struct span rest = span_from(value, stamp.end);
    bool whole = rest.len == 0;
    if (!whole && rest.len < 60 && md_zone_stated(rest, !stamp.has_clock, &zone)) {
        md_notice(md, "line %zu: \"%.*s\" gives the zone of the times", line + 1, SPAN_ARGS(rest));
        whole = true;
    }
    if (stamp.has_clock && !md->own->window.raw) {
        struct review_time from = {.at = INTERVAL_NONE}, to = {.at = INTERVAL_NONE};
        struct md_track kept = md->track;
        const char *basis;
        md_track_start(md, NULL);
        md_time(md, &stamp, line, &from, &to, &basis);
        md->track = kept;
        if (from.at.earliest == INSTANT_NONE) return false;
        md->own->window = from;
        if (to.at.earliest != INSTANT_NONE) md->own->window.at.latest = to.at.latest;
        md->own->window.raw = md_line_of(md, value, NULL);
        return true;
    }
    return whole && !stamp.has_clock;
}

static void split_into(struct md *md, struct review_lines *list, struct span value)
{
    while (value.len) {
        size_t end = 0, depth = 0;
        while (end < value.len && (depth || !byte_is_one_of(value.at[end], ",;"))) {
            depth += value.at[end] == '(';
            if (value.at[end] == ')' && depth) depth--;
            end++;
        }
        md_lines_add(md, list, span_sub(value, 0, end));
        value = span_from(value, end + 1);
    }
}

static bool add_mark(struct md *md, enum md_label label, struct span words, struct span value,
                     size_t line)
{
    struct md_stamp stamp;
    if (md->mark_count == sizeof md->marks / sizeof md->marks[0]) return false;
    if (!md_stamp_read(value, MD_STAMP_CELL, &stamp) || !(stamp.has_clock || stamp.date.kind))
        return false;
    md->marks[md->mark_count++] = (struct md_mark){label, md_copy(md, words), value, line};
    return true;
}

static bool add_meeting(struct md *md, struct span value)
{
    struct md_stamp stamp;
    struct review_time at;
    if (!md_stamp_read(value, MD_STAMP_CELL, &stamp) || !stamp.has_clock || !stamp.date.kind ||
        stamp.end < value.len)
        return false;
    if (!md_time_alone(md, &stamp, &at) || at.at.latest - at.at.earliest > NS_PER_HOUR)
        return false;
    struct review_meeting *meeting = md_entry(md, REVIEW_KIND_MEETING);
    if (!meeting) return true;
    meeting->kind = REVIEW_MEETING_DISCUSSION;
    meeting->at = at.at.earliest;
    return true;
}

static bool add_measure(struct md *md, struct span label, struct span value)
{
    struct review_measure *measure = md_entry(md, REVIEW_KIND_MEASURE);
    if (!measure) return true;
    measure->what = md_line_of(md, label, NULL);
    measure->value = md_line_of(md, value, NULL);
    return true;
}

static bool add_link(struct md *md, struct span label, struct span value, struct span markdown)
{
    struct span words, address;
    size_t at = 0, count = 0;
    while (count < 20 && (address = md_address(markdown, &at, &words)).len) {
        md_document(md,
                    count || !words.len
                        ? (words.len ? words : label)
                        : span_of(md_say(md, "%.*s: %.*s", SPAN_ARGS(label), SPAN_ARGS(words))),
                    address);
        count++;
    }
    if (!count) md_document(md, label, value);
    return true;
}

static bool add_tags(struct md *md, struct span label, struct span value)
{
    char words[MD_WORDS_MOST];
    struct span name = md_words(label, words);
    if (span_starts(name, SPAN("tag")) || span_starts(name, SPAN("label")) ||
        span_is(name, "keywords")) {
        if (value.len > 1 && value.at[0] == '[' && value.at[value.len - 1] == ']')
            value = span_sub(value, 1, value.len - 2);
        split_into(md, &md->own->labels, value);
    } else {
        md_lines_add(md, &md->own->labels,
                     span_of(md_say(md, "%.*s: %.*s", SPAN_ARGS(name), SPAN_ARGS(value))));
    }
    return true;
}

static bool set_status(struct md *md, struct span value)
{
    md_lines_add(md, &md->own->labels, span_of(md_say(md, "status: %.*s", SPAN_ARGS(value))));
    md_notice(md,
              "the document calls its status \"%.*s\"; that is kept as a label, and the review "
              "begins as open",
              SPAN_ARGS(value));
    return true;
}

/* A label with the words of a section: its value is that section's text. */
static bool as_section(struct md *md, struct span label, struct span value, struct span markdown,
                       size_t line)
{
    enum md_section section = md_section_of(label, true), kept = md->section;
    if (!section || section == MD_SECTION_META || section == MD_SECTION_TIMELINE ||
        section == MD_SECTION_CONTENTS)
        return false;
    const char *heading = md->heading;
    bool said = md->heading_said;
    md_close(md);
    md->section = section;
    md->heading = md_copy(md, label);
    md->heading_said = false;
    struct md_block block = {
        .kind = MD_ITEM, .from = line, .to = line + 1, .plain = value, .markdown = markdown};
    if (md_is_text_section(section)) {
        block.kind = MD_TEXT;
        md_texts_block(md, &block);
    } else if (section == MD_SECTION_ACTIONS || section == MD_SECTION_DONE) {
        md_item_block(md, &block);
    } else if (section == MD_SECTION_PEOPLE) {
        md_person(md, label, value, 0, line);
    } else if (section == MD_SECTION_EXHIBITS) {
        md_exhibit_block(md, &block);
    } else if (section >= MD_SECTION_WELL && section <= MD_SECTION_QUESTIONS) {
        md_statement_block(md, &block);
    } else {
        md_factor_block(md, &block);
    }
    md_close(md);
    md->section = kept;
    md->heading = heading;
    md->heading_said = said;
    return true;
}

bool md_label(struct md *md, struct span label, struct span value, struct span markdown,
              size_t line)
{
    enum md_label meaning = md_label_of(label);
    if (meaning != MD_LABEL_SEVERITY && meaning != MD_LABEL_NONE && is_open(value)) return false;
    switch (meaning) {
    case MD_LABEL_TITLE: return set_title(md, value);
    case MD_LABEL_DATE: return set_date(md, value, line);
    case MD_LABEL_SEVERITY: {
        struct span rest;
        if (md->own->severity && !span_is(value, md->own->severity) &&
            md->lines[md->section_line].kind != MD_HEADING)
            return false;
        md->own->severity = md_line_of(md, value, &rest);
        return rest.len == 0;
    }
    case MD_LABEL_STATUS: return set_status(md, value);
    case MD_LABEL_ZONE:
        return md->zone.known &&
               md_zone_stated(value, true, &(struct md_zone_word){.known = false});
    case MD_LABEL_START:
    case MD_LABEL_DETECT:
    case MD_LABEL_ACK:
    case MD_LABEL_DECLARE:
    case MD_LABEL_PUBLIC:
    case MD_LABEL_MITIGATED:
    case MD_LABEL_END:
    case MD_LABEL_RESOLVED:
        if (add_mark(md, meaning, label, value, line)) return true;
        return meaning == MD_LABEL_PUBLIC && add_link(md, label, value, markdown);
    case MD_LABEL_MEASURE: return add_measure(md, label, value);
    case MD_LABEL_PERSON: md_person(md, label, value, REVIEW_PART_PARTICIPANT, line); return true;
    case MD_LABEL_OWNER: md_person(md, label, value, REVIEW_PART_OWNER, line); return true;
    case MD_LABEL_FACILITATOR:
        md_person(md, label, value, REVIEW_PART_FACILITATOR, line);
        return true;
    case MD_LABEL_NOTE_TAKER:
        md_person(md, label, value, REVIEW_PART_NOTE_TAKER, line);
        return true;
    case MD_LABEL_READER: md_person(md, label, value, REVIEW_PART_READER, line); return true;
    case MD_LABEL_COMPONENTS: split_into(md, &md->own->components, value); return true;
    case MD_LABEL_TAGS: return add_tags(md, label, value);
    case MD_LABEL_LINK: return add_link(md, label, value, markdown);
    case MD_LABEL_MEETING: return add_meeting(md, value);
    default: return as_section(md, label, value, markdown, line);
    }
}

static uint8_t kind_of(enum md_label label)
{
    switch (label) {
    case MD_LABEL_START: return REVIEW_EVENT_IMPACT_START;
    case MD_LABEL_DETECT: return REVIEW_EVENT_DETECT;
    case MD_LABEL_ACK: return REVIEW_EVENT_ACK;
    case MD_LABEL_DECLARE: return REVIEW_EVENT_DECLARE;
    case MD_LABEL_PUBLIC: return REVIEW_EVENT_COMM_STATUS;
    case MD_LABEL_MITIGATED: return REVIEW_EVENT_MITIGATED;
    case MD_LABEL_END: return REVIEW_EVENT_IMPACT_END;
    default: return REVIEW_EVENT_RESOLVED;
    }
}

/* The event of the timeline that already tells a time of the head. */
static const struct review_event *same_event(const struct md *md, const struct review_event *event)
{
    for (size_t i = 0; i < md->entry_count; i++) {
        const struct review_event *other = (const struct review_event *)md->entries[i];
        if (other->entry.id.kind != REVIEW_KIND_EVENT || other == event ||
            other->kind != event->kind)
            continue;
        if (other->at.at.earliest == INSTANT_NONE) continue;
        if (other->at.at.earliest <= event->at.at.latest &&
            event->at.at.earliest <= other->at.at.latest)
            return other;
    }
    return NULL;
}

/* Times in the head become events behind those of the timeline, if it does not hold them. */
void md_labels_finish(struct md *md)
{
    md_track_start(md, NULL);
    for (size_t i = 0; i < md->mark_count && !md->status; i++) {
        const struct md_mark *mark = &md->marks[i];
        struct md_stamp stamp;
        if (!md_stamp_read(mark->value, MD_STAMP_CELL, &stamp)) continue;
        struct review_event probe = {.kind = kind_of(mark->label), .at = {.at = INTERVAL_NONE}};
        struct md_track kept = md->track;
        size_t notices = md->notice_count;
        const char *basis;
        md_time(md, &stamp, mark->line, &probe.at, NULL, &basis);
        const struct review_event *same =
            probe.at.at.earliest == INSTANT_NONE ? NULL : same_event(md, &probe);
        if (same) {
            md_notice(md,
                      "line %zu: \"%s: %.*s\" is the time of E%u, which the timeline has already",
                      mark->line + 1, mark->words, SPAN_ARGS(mark->value), same->entry.id.number);
            continue;
        }
        md->track = kept;
        md->notice_count = notices;
        struct review_event *event = md_event(md, &stamp, span_of(mark->words), mark->line);
        if (!event) return;
        event->kind = probe.kind;
        event->after.count = 0;
        if (stamp.end < mark->value.len)
            md_grow(md, &event->context, span_from(mark->value, stamp.end), "\n");
        md_notice(md, "line %zu: \"%s: %.*s\" in the document's head became E%u", mark->line + 1,
                  mark->words, SPAN_ARGS(mark->value), event->entry.id.number);
    }
}
