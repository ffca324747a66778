/* What lines before the records state for all of them: a date, UTC, a time zone. */
#include <stdio.h>

#include "evidence/lines.h"
#include "evidence/settle.h"

enum { HEADER_LINES = 40 };

/* The first full date in the text, as the beginning of that day. */
static bool date_in(struct span text, instant *ret)
{
    for (size_t at = 0; at < text.len; at++) {
        const struct stamp_format *format;
        struct stamp stamp;
        bool start = at == 0 || byte_is_one_of(text.at[at - 1], " \t");
        if (!start || stamp_candidates(span_from(text, at), false, &format, &stamp, 1) == 0)
            continue;
        if (stamp.flags & (STAMP_NO_YEAR | STAMP_NO_DATE | STAMP_SENTINEL | STAMP_SINCE_BOOT))
            continue;
        *ret = stamp.time - (stamp.time % NS_PER_DAY + NS_PER_DAY) % NS_PER_DAY;
        return true;
    }
    return false;
}

static bool is_zone_byte(char c)
{
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '/' ||
           c == '_' || c == '-' || c == '+';
}

/* "TZ=Europe/Berlin" at the start of a word. A name is taken whole or not at all: half of
 * "Etc/GMT+5" is another zone. Rules such as "UTC-5" count west as positive in TZ and east in other
 * places, so they are left for a person to say. */
static void read_zone(struct span line, char ret[64])
{
    size_t at = span_find(span_sub(line, 0, 200), SPAN("TZ=")), len = 0;
    if (at == SIZE_MAX || (at > 0 && line.at[at - 1] != ' ')) return;
    struct span name = span_from(line, at + 3);
    while (len < name.len && is_zone_byte(name.at[len])) len++;
    name = span_sub(name, 0, len);
    bool folder = len > 0 && memchr(name.at, '/', len), rule = false;
    for (size_t i = 0; i < len; i++)
        rule = rule || (!folder && (name.at[i] == '+' || name.at[i] == '-'));
    if (len > 0 && len < 64 && !rule) snprintf(ret, 64, "%.*s", (int)len, name.at);
}

struct span line_zone_behind(struct span line, size_t behind)
{
    struct span rest = span_from(line, behind);
    size_t blank = span_starts(rest, SPAN(" ")), len = blank;
    while (len < rest.len && is_zone_byte(rest.at[len])) len++;
    struct span name = span_sub(rest, blank, len - blank);
    const char *slash = name.len ? memchr(name.at, '/', name.len) : NULL;
    bool named = slash && slash > name.at && slash + 1 < name.at + name.len && name.at[0] >= 'A' &&
                 name.at[0] <= 'Z' && slash[1] >= 'A' && slash[1] <= 'Z';
    return named ? name : (struct span){"", 0};
}

void lines_state_zone(struct line_layouts *layouts, struct span name)
{
    char text[sizeof layouts->zone_stated];
    struct zone *zone = NULL;
    if (name.len == 0 || name.len >= sizeof text || layouts->zone_stated[0] != '\0') return;
    snprintf(text, sizeof text, "%.*s", (int)name.len, name.at);
    if (zone_load(text, &zone, NULL)) return; /* "Basket/Open" is no zone */
    zone_free(zone);
    memcpy(layouts->zone_stated, text, sizeof text);
}

void lines_read_header(const struct line_sample *sample, struct line_layouts *layouts)
{
    bool local = false;
    for (size_t i = 0; i < sample->count && i < HEADER_LINES; i++) {
        struct span line = sample->lines[i];
        instant date;
        /* the Windows firewall, unlike the others */
        local = local || span_starts(line, SPAN("#Time Format: Local"));
        if (span_starts(line, SPAN("#Fields:"))) layouts->w3c = true;
        bool dated =
            span_starts(line, SPAN("#Date:")) ||
            span_find_nocase(span_sub(line, 0, 80), SPAN("BEGIN LOGGING AT")) != SIZE_MAX ||
            span_find_nocase(span_sub(line, 0, 80), SPAN("Log opened")) != SIZE_MAX;
        if (dated && layouts->header_date == INSTANT_NONE && date_in(span_sub(line, 0, 200), &date))
            layouts->header_date = date;
        if (layouts->zone_stated[0] == '\0') read_zone(line, layouts->zone_stated);
    }
    if (local) layouts->w3c = false;
    if (layouts->w3c && layouts->zone_stated[0] == '\0')
        snprintf(layouts->zone_stated, sizeof layouts->zone_stated, "UTC");
}

/* A line that says little more than its date; releases and licences say more. */
static bool is_about_its_date(struct span line)
{
    size_t letters = 0;
    for (size_t i = 0; i < line.len; i++)
        letters += (line.at[i] | 0x20) >= 'a' && (line.at[i] | 0x20) <= 'z';
    return letters <= 24 && span_find_nocase(line, SPAN("version")) == SIZE_MAX;
}

void lines_read_date(const struct line_sample *sample, const struct evidence_index_hints *hints,
                     const bool *matched, struct line_layouts *layouts)
{
    bool wanted = false;
    instant latest = settle_latest(hints->modified, hints->now), date;
    for (unsigned i = 0; i < layouts->count; i++)
        wanted = wanted || (layouts->item[i].stamp_flags & STAMP_NO_DATE);
    if (!wanted || latest == INSTANT_NONE || layouts->header_date != INSTANT_NONE ||
        sample->count == 0 || sample->offsets[0] != 0)
        return;
    for (size_t i = 0; i < sample->count && i < HEADER_LINES; i++) {
        struct span line = span_trim(span_sub(sample->lines[i], 0, 200));
        if (line.len > 0 && matched[i]) return; /* the first record */
        if (!is_about_its_date(line) || !date_in(line, &date)) continue;
        if (date > latest || date < instant_add(latest, -400 * NS_PER_DAY)) continue;
        layouts->header_date = date;
        return;
    }
}
