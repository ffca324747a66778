/* What lines before the records state for all of them: a date, UTC, a time zone. */
#include <stdio.h>

#include "evidence/lines.h"

enum { HEADER_LINES = 40 };

/* The first full date in the text, as the beginning of that day. */
static bool date_in(struct span text, instant *ret)
{
    for (size_t at = 0; at < text.len; at++) {
        const struct stamp_format *format;
        struct stamp stamp;
        bool start = at == 0 || text.at[at - 1] == ' ';
        if (!start || stamp_candidates(span_from(text, at), false, &format, &stamp, 1) == 0)
            continue;
        if (stamp.flags & (STAMP_NO_YEAR | STAMP_NO_DATE | STAMP_SENTINEL | STAMP_SINCE_BOOT))
            continue;
        *ret = stamp.time - (stamp.time % NS_PER_DAY + NS_PER_DAY) % NS_PER_DAY;
        return true;
    }
    return false;
}

void lines_read_header(const struct line_sample *sample, struct line_layouts *layouts)
{
    for (size_t i = 0; i < sample->count && i < HEADER_LINES; i++) {
        struct span line = sample->lines[i];
        instant date;
        if (span_starts(line, SPAN("#Fields:"))) layouts->w3c = true;
        bool dated =
            span_starts(line, SPAN("#Date:")) ||
            span_find_nocase(span_sub(line, 0, 80), SPAN("BEGIN LOGGING AT")) != SIZE_MAX ||
            span_find_nocase(span_sub(line, 0, 80), SPAN("Log opened")) != SIZE_MAX;
        if (dated && layouts->header_date == INSTANT_NONE && date_in(span_sub(line, 0, 200), &date))
            layouts->header_date = date;
        size_t zone = span_find(span_sub(line, 0, 200), SPAN("TZ="));
        if (zone != SIZE_MAX && layouts->zone_stated[0] == '\0' &&
            (zone == 0 || line.at[zone - 1] == ' ')) {
            struct span name = span_from(line, zone + 3);
            size_t len = 0;
            while (len < name.len && len < 40 &&
                   (name.at[len] == '/' || name.at[len] == '_' || (name.at[len] | 0x20) >= 'a'))
                len++;
            snprintf(layouts->zone_stated, sizeof layouts->zone_stated, "%.*s", (int)len, name.at);
        }
    }
    if (layouts->w3c && layouts->zone_stated[0] == '\0')
        snprintf(layouts->zone_stated, sizeof layouts->zone_stated, "UTC");
}
