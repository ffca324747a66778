/* Events in bulk, in: tells the form, gathers what could be placed and what not. */
#include "exchange/events.h"

#include "base/utf8.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- lists that grow ---- */

enum status events_place(struct events *events, struct review_event *event, uint32_t called,
                         uint32_t line)
{
    if (events->placed_count == EVENTS_MOST)
        return error_set(events->error, STATUS_LIMIT,
                         "more than %d events: a timeline that long is read by nobody; keep those "
                         "that mattered and collect the file as evidence",
                         (int)EVENTS_MOST);
    enum status status = grow_array(&events->placed, &events->placed_room, events->placed_count + 1,
                                    sizeof *events->placed, events->error);
    if (status) return status;
    event->entry.id.number = (uint32_t)events->placed_count + 1;
    events->placed[events->placed_count++] = (struct events_placed){event, called, line};
    return STATUS_OK;
}

/* Cut between characters. */
static struct span shown(struct span text)
{
    uint32_t rune;
    size_t at = 0, n = 0;
    text = span_trim(text);
    while (at < text.len && at <= EVENTS_SHOWN) {
        size_t step = utf8_next(span_from(text, at), &rune);
        n = at;
        at += step ? step : 1;
    }
    return at >= text.len && at <= EVENTS_SHOWN ? text : span_sub(text, 0, n);
}

enum status events_unplaced(struct events *events, uint32_t line, struct span text, const char *why)
{
    if (events->unplaced_count == EVENTS_UNPLACED_MOST)
        return error_set(events->error, STATUS_LIMIT,
                         "more than %d lines say no time or no words, the last of them line %u: "
                         "this is no list of events; collect it as evidence",
                         (int)EVENTS_UNPLACED_MOST, line);
    enum status status =
        grow_array(&events->unplaced, &events->unplaced_room, events->unplaced_count + 1,
                   sizeof *events->unplaced, events->error);
    if (status) return status;
    struct exchange_unplaced one = {line, arena_copy(events->arena, shown(text)),
                                    arena_copy(events->arena, span_of(why))};
    if (!one.text || !one.why) return arena_full(events->arena, events->error);
    events->unplaced[events->unplaced_count++] = one;
    return STATUS_OK;
}

enum status events_notice(struct events *events, const char *format, ...)
{
    struct text text;
    char line[400];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    if (events->notice_count == EVENTS_NOTICES_MOST) return STATUS_OK;
    if (events->notice_count == EVENTS_NOTICES_MOST - 1)
        snprintf(line, sizeof line, "there was more of this kind to tell; look at the file");
    for (size_t i = 0; i < events->notice_count; i++)
        if (strcmp(events->notices[i], line) == 0) return STATUS_OK;
    text_init(&text, 0);
    text_add_visible(&text, span_of(line));
    const char *copy = arena_copy(events->arena, text_span(&text));
    text_release(&text);
    if (!copy) return arena_full(events->arena, events->error);
    enum status status =
        grow_array(&events->notices, &events->notice_room, events->notice_count + 1,
                   sizeof *events->notices, events->error);
    if (!status) events->notices[events->notice_count++] = copy;
    return status;
}

/* ---- times ---- */

enum { A_DAY_LATER_HOURS = 26, TURN_HOURS = 12 };

/* The day after, also when it had 25 hours: midnight is found again by who reads with it. */
static instant next_day(instant day)
{
    return day == INSTANT_NONE ? day : instant_add(day, A_DAY_LATER_HOURS * NS_PER_HOUR);
}

static bool same(struct interval a, struct interval b)
{
    return a.earliest == b.earliest && a.latest == b.latest;
}

static enum status starts_day(struct events *events, struct review_typing *typing)
{
    struct review_time midnight;
    struct text date;
    text_init(&date, 64);
    instant_add_text(&date, typing->day, typing->zone, INSTANT_DATE, 0);
    enum status status = review_time_read(text_span(&date), typing, events->arena, &midnight, NULL);
    if (!status) typing->day = midnight.at.earliest;
    text_release(&date);
    return status;
}

enum status events_time(struct events *events, struct span text, struct review_time *ret,
                        struct error *why)
{
    struct review_time time, later;
    struct review_typing tomorrow = events->typing;
    enum status status = review_time_read(text, &events->typing, events->arena, &time, why);
    if (status) return status;
    tomorrow.day = next_day(tomorrow.day);
    bool dated = time.at.earliest == INSTANT_NONE || time.at.earliest == INSTANT_OPEN_START ||
                 tomorrow.day == INSTANT_NONE || starts_day(events, &tomorrow) ||
                 review_time_read(text, &tomorrow, events->arena, &later, NULL) ||
                 same(time.at, later.at);
    if (!dated && events->last != INSTANT_NONE &&
        time.at.earliest < instant_add(events->last, -TURN_HOURS * NS_PER_HOUR)) {
        status = events_notice(events, "\"%.*s\" was taken as past midnight, on the day after",
                               SPAN_ARGS(text));
        if (status) return status;
        events->typing = tomorrow;
        time = later;
    }
    if (!dated) events->last = time.at.earliest;
    *ret = time;
    return STATUS_OK;
}

/* ---- the whole ---- */

static enum status copy_list(struct events *events, const void *items, size_t count, size_t size,
                             void *ret)
{
    void *copy = arena_array(events->arena, count + 1, size);
    if (!copy) return arena_full(events->arena, events->error);
    if (count) memcpy(copy, items, count * size);
    memcpy(ret, &copy, sizeof copy); /* to a pointer of another type */
    return STATUS_OK;
}

static enum status finish(struct events *events, struct exchange_import *ret)
{
    struct exchange_import import = {NULL, events->placed_count, NULL, events->unplaced_count,
                                     NULL, events->notice_count};
    import.entries = arena_array(events->arena, events->placed_count + 1, sizeof *import.entries);
    if (!import.entries) return arena_full(events->arena, events->error);
    for (size_t i = 0; i < import.count; i++) import.entries[i] = &events->placed[i].event->entry;
    enum status status = copy_list(events, events->unplaced, import.unplaced_count,
                                   sizeof *import.unplaced, &import.unplaced);
    if (!status)
        status = copy_list(events, events->notices, import.notice_count, sizeof *import.notices,
                           &import.notices);
    if (!status) *ret = import;
    return status;
}

static enum status read_form(struct events *events, struct span text)
{
    struct span first = span_trim(text);
    if (span_starts(first, SPAN("{"))) return events_read_json(events, text);
    return events_is_csv(text) ? events_read_csv(events, text) : events_read_text(events, text);
}

static enum status check_text(struct span text, struct error *error)
{
    if (text.len > EVENTS_BYTES_MOST)
        return error_set(error, STATUS_LIMIT,
                         "a list of events has at most %d MiB, this has %zu bytes; keep the events "
                         "that mattered and collect the file as evidence",
                         (int)(EVENTS_BYTES_MOST >> 20), text.len);
    if (text.len && memchr(text.at, '\0', text.len))
        return error_set(error, STATUS_BAD_INPUT,
                         "this is no text in UTF-8; save it as UTF-8 text, CSV or JSON lines");
    return STATUS_OK;
}

enum status exchange_events_read(struct span text, const char *name,
                                 const struct review_typing *typing, struct arena *arena,
                                 struct exchange_import *ret, struct error *error)
{
    struct events events = {.typing =
                                typing ? *typing : (struct review_typing){.day = INSTANT_NONE},
                            .arena = arena,
                            .error = error,
                            .last = INSTANT_NONE};
    if (span_starts(text, SPAN("\xef\xbb\xbf"))) text = span_from(text, 3);
    text_init(&events.scratch, 0);
    enum status status = check_text(text, error);
    if (!status) status = read_form(&events, text);
    if (!status) status = events_rename(&events);
    if (!status) status = finish(&events, ret);
    free(events.placed);
    free(events.unplaced);
    free(events.notices);
    text_release(&events.scratch);
    if (status) error_place(error, "%s", name ? name : "events");
    return status;
}
