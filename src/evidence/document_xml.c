/*
 * Logs in XML: java.util.logging, log4j, Windows events, Oracle's log.xml, traces of .NET. A record
 * is the element that is repeated nearest to the root, with what follows up to the next one; the
 * time and level are told by the names of its attributes and elements, as JSON's are.
 */
#include "evidence/document.h"

#include <stdio.h>

#include "evidence/lines.h"
#include "evidence/xml.h"

enum {
    RECORD_LOOK = 1 << 16, /* bytes of a record that are looked at */
    DEPTH_MOST = 4,
    NAMES_MOST = 24,
    TAGS_MOST = 4000,
    RECORDS_LOOKED_AT = 20,
};

/* ---- which element ---- */

struct name_count {
    struct span name;
    unsigned depth, count;
};

static void count_name(struct name_count *names, unsigned *count, struct span name, unsigned depth)
{
    for (unsigned i = 0; i < *count; i++)
        if (names[i].depth == depth && span_equal(names[i].name, name)) {
            names[i].count++;
            return;
        }
    if (*count < NAMES_MOST) names[(*count)++] = (struct name_count){name, depth, 1};
}

/* The element that is repeated nearest to the root; one alone below the root if none is. */
static struct span repeated_name(struct span head)
{
    struct name_count names[NAMES_MOST];
    unsigned count = 0, depth = 0, best = NAMES_MOST;
    struct xml_tag tag;
    size_t at = 0, start;
    for (unsigned tags = 0; tags < TAGS_MOST && xml_next_tag(head, &at, &start, &tag); tags++) {
        if (tag.closing) {
            if (depth > 0) depth--;
            continue;
        }
        if (depth < DEPTH_MOST) count_name(names, &count, tag.name, depth);
        depth += !tag.empty;
    }
    for (unsigned i = 0; i < count; i++) {
        bool better = best == NAMES_MOST || names[i].depth < names[best].depth ||
                      (names[i].depth == names[best].depth && names[i].count > names[best].count);
        if (names[i].count >= 2 && better) best = i;
    }
    for (unsigned i = 0; i < count && best == NAMES_MOST; i++)
        if (names[i].depth == 1) best = i;
    return best < NAMES_MOST ? names[best].name : (struct span){NULL, 0};
}

/* The next tag of this name that opens an element, from *at on; SIZE_MAX for none. */
static size_t find_record(struct span text, struct span name, size_t at)
{
    struct xml_tag tag;
    size_t start;
    while (xml_next_tag(text, &at, &start, &tag))
        if (!tag.closing && span_equal(tag.name, name)) return start;
    return SIZE_MAX;
}

/* ---- one record ---- */

struct xml_record {
    struct span time, level, message, strange; /* strange: a time whose name says nothing */
    unsigned ranks[KEY_PROCESS + 1];
    struct span time_name, level_name, message_name;
};

static enum key_role role_of(const struct xml_member *member, struct span *ret_name,
                             unsigned *ret_rank)
{
    char path[MEMBER_PATH_MAX];
    *ret_name = member->name.len ? member->name : member->element;
    if (member->name.len && member->element.len + member->name.len + 2 < sizeof path) {
        int len = snprintf(path, sizeof path, "%.*s.%.*s", SPAN_ARGS(member->element),
                           SPAN_ARGS(member->name));
        enum key_role role = key_role_of((struct span){path, (size_t)len}, ret_rank);
        if (role != KEY_NONE) return role;
    }
    return key_role_of(*ret_name, ret_rank);
}

static void note_member(struct xml_record *record, const struct xml_member *member)
{
    struct span name;
    unsigned rank = 0;
    enum key_role role = role_of(member, &name, &rank);
    struct line_member as_line = {.path = name, .value = member->value};
    if (role == KEY_NONE && record->strange.len == 0 && line_member_may_be_time(&as_line)) {
        record->strange = member->value;
        if (record->time.len == 0) record->time_name = name;
    }
    if (role == KEY_LEVEL && member->value.len > 16) return;
    if (role == KEY_NONE || rank >= record->ranks[role]) return;
    record->ranks[role] = rank;
    if (role == KEY_TIME) {
        record->time = member->value;
        record->time_name = name;
    } else if (role == KEY_LEVEL) {
        record->level = member->value;
        record->level_name = name;
    } else if (role == KEY_MESSAGE) {
        record->message = member->value;
        record->message_name = name;
    }
}

static struct xml_record read_record(struct span text)
{
    struct xml_record record = {.time = {NULL, 0}};
    struct xml_walk walk = xml_walk_of(text);
    struct xml_member member;
    for (size_t i = 0; i <= KEY_PROCESS; i++) record.ranks[i] = UINT32_MAX;
    while (xml_next_member(&walk, &member)) note_member(&record, &member);
    return record;
}

/* Numbers are levels in events of Windows alone, up to 5; others count the other way round. */
static enum evidence_level level_of(const struct xml_record *record, struct span name)
{
    bool number = record->level.len && record->level.at[0] >= '0' && record->level.at[0] <= '9';
    if (record->level.len == 0 || (number && (!span_is(name, "Event") || record->level.len > 1)))
        return EVIDENCE_LEVEL_NONE;
    return level_of_value(record->level, false);
}

static struct document_time time_of(struct document_clock *clock, const struct xml_record *record)
{
    struct document_time time = document_clock_read(clock, record->time);
    if (time.time == EVIDENCE_NO_TIME) time = document_clock_read(clock, record->strange);
    return time;
}

/* The record that begins the text, up to the next one. */
static struct span first_record(struct span text, struct span name)
{
    size_t next = find_record(text, name, 1);
    return span_sub(text, 0, next == SIZE_MAX ? text.len : next);
}

/* ---- the whole ---- */

bool probe_xml(const struct probe *probe, struct span *ret_name)
{
    static const struct evidence_index_hints hints = {.modified = INSTANT_NONE,
                                                      .now = INSTANT_NONE};
    struct span head = span_trim(probe->head), name;
    struct document_clock clock;
    unsigned records = 0, timed = 0;
    struct xml_tag tag;
    if (head.len < 8 || head.at[0] != '<') return false;
    if (head.at[1] != '?' && head.at[1] != '!' && !xml_tag_at(head, 0, &tag)) return false;
    name = repeated_name(head);
    if (name.len == 0) return false;
    document_clock_init(&clock, &hints);
    size_t at = find_record(head, name, 0);
    while (at != SIZE_MAX && records < RECORDS_LOOKED_AT) {
        struct span text = first_record(span_sub(head, at, RECORD_LOOK), name);
        struct xml_record record = read_record(text);
        records++;
        timed += time_of(&clock, &record).time != EVIDENCE_NO_TIME;
        at = find_record(head, name, at + text.len);
    }
    if (timed == 0 || timed * 2 < records) return false;
    *ret_name = name;
    return true;
}

static void copy_name(char *to, size_t room, struct span name)
{
    snprintf(to, room, "%.*s", (int)(name.len < room ? name.len : room - 1), name.at);
}

static enum status add_record(struct document *document, uint64_t start, struct span name,
                              struct error *error)
{
    struct span text = span_sub(window_from(&document->window, start), 0, RECORD_LOOK);
    struct xml_record record = read_record(first_record(text, name));
    struct document_time time = time_of(&document->clock, &record);
    return document_add(document, start, &time, level_of(&record, name), error);
}

static void set_layout(struct document *document, struct span head, struct span name)
{
    struct evidence_layout layout = {.framing = FRAMING_XML};
    size_t at = find_record(head, name, 0);
    struct xml_record record = read_record(first_record(span_sub(head, at, RECORD_LOOK), name));
    snprintf(layout.name, sizeof layout.name, "XML, %.*s", name.len < 30 ? (int)name.len : 30,
             name.at);
    copy_name(layout.time_key, sizeof layout.time_key, record.time_name);
    copy_name(layout.level_key, sizeof layout.level_key, record.level_name);
    copy_name(layout.message_key, sizeof layout.message_key, record.message_name);
    document_layout(document, &layout);
}

enum status index_xml(struct document *document, struct error *error)
{
    char room[MEMBER_PATH_MAX];
    struct window *window = &document->window;
    struct probe probe;
    struct span name;
    uint64_t at = 0;
    enum status status = document_head(document, &probe, error);
    if (status || !probe_xml(&probe, &name) || name.len >= sizeof room) return status;
    memcpy(room, name.at, name.len); /* the window moves on */
    set_layout(document, probe.head, name);
    name.at = room;
    for (;;) {
        struct span rest = window_from(window, at);
        size_t found = find_record(rest, name, 0);
        bool enough = found != SIZE_MAX && rest.len - found >= RECORD_LOOK;
        if (!enough && !window->end) {
            /* a tag may be cut off by the window's end: tags are short */
            uint64_t keep = found != SIZE_MAX        ? at + found
                            : rest.len > RECORD_LOOK ? at + rest.len - RECORD_LOOK
                                                     : at;
            status = window_more(window, keep, error);
            if (status) return status;
            at = keep;
            continue;
        }
        if (found == SIZE_MAX) return STATUS_OK;
        status = add_record(document, at + found, name, error);
        if (status) return status;
        at += found + 1;
    }
}

void fields_xml(const struct evidence_layout *layout, struct span record,
                struct evidence_fields *ret)
{
    struct xml_record read = read_record(span_sub(record, 0, RECORD_LOOK));
    (void)layout;
    ret->stamp = read.time.len ? read.time : read.strange;
    ret->message = read.message.len ? read.message : span_trim(record);
}
