/* Meetings and due dates as iCalendar (RFC 5545). An entry keeps its UID in every export, and a
 * later version of it a higher SEQUENCE, so that calendars move what they have. People are not
 * named. */
#include "exchange/exchange.h"

#include "base/utf8.h"

enum { FOLD_AT = 75 };

/* ---- content lines ---- */

/* Text as a value: backslash, semicolon, comma and line breaks escaped (3.3.11), other control
 * characters blanks. */
static void add_escaped(struct text *line, const char *value)
{
    struct span rest = span_of(value);
    while (rest.len) {
        uint32_t rune;
        size_t n = utf8_next(rest, &rune);
        if (n == 0)
            text_adds(line, "\xef\xbf\xbd");
        else if (rune == '\n')
            text_adds(line, "\\n");
        else if (rune == '\\' || rune == ';' || rune == ',')
            text_addf(line, "\\%c", (char)rune);
        else if (rune < 0x20 || rune == 0x7f)
            text_addc(line, ' ');
        else
            text_add(line, span_sub(rest, 0, n));
        rest = span_from(rest, n ? n : 1);
    }
}

/* At most 75 octets a line, the blank of a folded one included; characters stay whole (3.1). */
static void add_line(struct text *out, struct text *line)
{
    struct span rest = text_span(line);
    size_t room = FOLD_AT;
    while (rest.len) {
        size_t n = rest.len < room ? rest.len : room;
        while (n < rest.len && n > 0 && ((unsigned char)rest.at[n] & 0xc0) == 0x80) n--;
        text_add(out, span_sub(rest, 0, n));
        text_adds(out, "\r\n");
        rest = span_from(rest, n);
        if (rest.len) text_addc(out, ' ');
        room = FOLD_AT - 1;
    }
    text_clear(line);
}

static void add_text(struct text *out, struct text *line, const char *name, const char *before,
                     const char *value)
{
    if (!value || !*value) return;
    text_addf(line, "%s:", name);
    add_escaped(line, before);
    add_escaped(line, value);
    add_line(out, line);
}

/* 20260304T100217Z */
static void add_instant(struct text *out, struct text *line, const char *name, instant at)
{
    struct civil c = civil_of_instant(at == INSTANT_NONE ? 0 : at);
    text_addf(line, "%s:%04d%02d%02dT%02d%02d%02dZ", name, c.year, c.month, c.day, c.hour, c.minute,
              c.second);
    add_line(out, line);
}

static void add_day(struct text *out, struct text *line, const char *name, int64_t day)
{
    int year, month, date;
    civil_of_days(day, &year, &month, &date);
    text_addf(line, "%s;VALUE=DATE:%04d%02d%02d", name, year, month, date);
    add_line(out, line);
}

/* ---- entries ---- */

struct calendar {
    const struct review *review;
    struct text *out;
    struct text line; /* scratch; empty between lines */
    const char *title;
    size_t count; /* of entries */
};

static void begin(struct calendar *calendar, const struct review_entry *entry)
{
    char id[16];
    calendar->count++;
    text_adds(calendar->out, "BEGIN:VEVENT\r\n");
    text_addf(&calendar->line, "UID:%s-%s@postmortem", calendar->review->uid,
              review_id_text(entry->id, id));
    add_line(calendar->out, &calendar->line);
    add_instant(calendar->out, &calendar->line, "DTSTAMP", entry->written);
    text_addf(calendar->out, "SEQUENCE:%u\r\n", entry->version ? entry->version - 1 : 0);
}

static void add_meeting(struct calendar *calendar, const struct review_entry *entry, instant at,
                        int64_t minutes, const char *what, const char *place)
{
    enum { LONGEST = 7 * 24 * 60 };
    begin(calendar, entry);
    add_instant(calendar->out, &calendar->line, "DTSTART", at);
    if (minutes > 0 && minutes <= LONGEST)
        text_addf(calendar->out, "DURATION:PT%dM\r\n", (int)minutes);
    text_addf(&calendar->line, "SUMMARY:%s: ", what);
    add_escaped(&calendar->line, calendar->title);
    add_line(calendar->out, &calendar->line);
    add_text(calendar->out, &calendar->line, "LOCATION", "", place);
    text_adds(calendar->out, "END:VEVENT\r\n");
}

static void add_meetings(struct calendar *calendar)
{
    static const char *const words[REVIEW_MEETING_COUNT] = {
        [REVIEW_MEETING_NONE] = "Review",
        [REVIEW_MEETING_INTERVIEW] = "Interview",
        [REVIEW_MEETING_DISCUSSION] = "Review discussion",
        [REVIEW_MEETING_REMEDIATION] = "Review remediation",
        [REVIEW_MEETING_READING] = "Reading together",
    };
    const struct review *review = calendar->review;
    bool first_is_listed = review->own->meeting == INSTANT_NONE;
    for (size_t i = 0; i < review->meetings.count; i++)
        first_is_listed = first_is_listed || review->meetings.at[i].at == review->own->meeting;
    if (!first_is_listed)
        add_meeting(calendar, &review->own->entry, review->own->meeting, 0, "Review", NULL);
    for (size_t i = 0; i < review->meetings.count; i++) {
        const struct review_meeting *meeting = &review->meetings.at[i];
        if (meeting->at == INSTANT_NONE) continue;
        add_meeting(calendar, &meeting->entry, meeting->at, meeting->minutes, words[meeting->kind],
                    meeting->place);
    }
}

static bool is_due(const struct review_item *item)
{
    if (item->due == REVIEW_NO_DAY) return false;
    switch ((enum review_item_state_word)item->state) {
    case REVIEW_ITEM_STATE_NONE:
    case REVIEW_ITEM_STATE_IDEA:
    case REVIEW_ITEM_STATE_SHAPED:
    case REVIEW_ITEM_STATE_ACCEPTED:
    case REVIEW_ITEM_STATE_WAITING: return true;
    default: return false;
    }
}

/* All-day events rather than VTODO: most calendars do not show those. */
static void add_items(struct calendar *calendar)
{
    for (size_t i = 0; i < calendar->review->items.count; i++) {
        const struct review_item *item = &calendar->review->items.at[i];
        if (!is_due(item)) continue;
        begin(calendar, &item->entry);
        add_day(calendar->out, &calendar->line, "DTSTART", item->due);
        add_day(calendar->out, &calendar->line, "DTEND", (int64_t)item->due + 1);
        text_adds(calendar->out, "TRANSP:TRANSPARENT\r\n");
        add_text(calendar->out, &calendar->line, "SUMMARY",
                 "Due: ", review_entry_line(&item->entry));
        add_text(calendar->out, &calendar->line, "DESCRIPTION", "Done when: ", item->done_when);
        text_adds(calendar->out, "END:VEVENT\r\n");
    }
}

enum status exchange_calendar_write(const struct review *review, struct text *out,
                                    struct error *error)
{
    struct calendar calendar = {review, out, {0}, review_entry_line(&review->own->entry), 0};
    text_init(&calendar.line, 0);
    text_adds(out, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//postmortem//review//EN\r\n"
                   "CALSCALE:GREGORIAN\r\n");
    add_meetings(&calendar);
    add_items(&calendar);
    text_adds(out, "END:VCALENDAR\r\n");
    enum status status = text_status(&calendar.line, error);
    text_release(&calendar.line);
    if (calendar.count == 0) /* and a calendar without entries is none */
        return error_set(error, STATUS_NOT_FOUND,
                         "there is no meeting with a time and no open item with a due date to put "
                         "into a calendar");
    return status ? status : text_status(out, error);
}
