/* The lists that a reading fills, and the texts and times that all readers make alike. */
#include "exchange/internal.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

void reading_init(struct reading *reading, const struct timeline_source *sources, size_t count,
                  struct arena *arena, struct error *error)
{
    *reading = (struct reading){.sources = sources, .count = count, .arena = arena, .error = error};
    text_init(&reading->scratch, 0);
}

void reading_release(struct reading *reading)
{
    free(reading->told);
    free(reading->undated);
    free(reading->series);
    free(reading->notices);
    free(reading->people);
    text_release(&reading->scratch);
}

void reading_begin(struct reading *reading, uint32_t source)
{
    assert(source < reading->count);
    reading->source = source;
    reading->told_before = reading->told_count;
    reading->notice_before = reading->notice_count;
}

const struct timeline_source *reading_source(const struct reading *reading)
{
    return &reading->sources[reading->source];
}

/* ---- lists ---- */

bool reading_is_full(const struct reading *reading)
{
    return reading->status || reading->told_count - reading->told_before >= TOLD_MOST;
}

void reading_tell(struct reading *reading, const struct told *told)
{
    if (reading_is_full(reading)) return;
    reading->status = grow_array(&reading->told, &reading->told_room, reading->told_count + 1,
                                 sizeof *reading->told, reading->error);
    if (reading->status) return;
    struct told *kept = &reading->told[reading->told_count++];
    *kept = *told;
    if (!kept->event.actor) kept->event.actor = "";
    if (!kept->event.key) kept->event.key = "";
    if (kept->event.end.earliest == 0 && kept->event.end.latest == 0)
        kept->event.end = INTERVAL_NONE;
    assert(kept->event.what && kept->event.basis);
    if (reading_is_full(reading))
        reading_notice(reading, "more than %d events; the rest stays records", TOLD_MOST);
}

void reading_add_undated(struct reading *reading, const struct timeline_event *event)
{
    if (reading->status || reading->undated_count >= TOLD_MOST) return;
    reading->status =
        grow_array(&reading->undated, &reading->undated_room, reading->undated_count + 1,
                   sizeof *reading->undated, reading->error);
    if (reading->status) return;
    struct timeline_event *kept = &reading->undated[reading->undated_count++];
    *kept = *event;
    kept->at = kept->end = INTERVAL_NONE;
}

void reading_notice(struct reading *reading, const char *format, ...)
{
    struct text line;
    va_list args;
    char sentence[400];
    if (reading->status || reading->notice_count - reading->notice_before >= NOTICES_MOST) return;
    va_start(args, format);
    vsnprintf(sentence, sizeof sentence, format, args);
    va_end(args);
    text_init(&line, 0);
    text_addf(&line, "%s: %s", reading_source(reading)->name, sentence);
    const char *kept = reading_keep(reading, text_span(&line), sizeof sentence);
    text_release(&line);
    reading->status = reading->status ? reading->status
                                      : grow_array(&reading->notices, &reading->notice_room,
                                                   reading->notice_count + 1,
                                                   sizeof *reading->notices, reading->error);
    if (reading->status == STATUS_OK) reading->notices[reading->notice_count++] = kept;
}

/* ---- texts ---- */

static const char *in_arena(struct reading *reading, const char *copy)
{
    if (copy) return copy;
    if (!reading->status) reading->status = arena_full(reading->arena, reading->error);
    return "";
}

const char *reading_say(struct reading *reading, const char *format, ...)
{
    va_list args;
    char line[2048];
    if (reading->status) return "";
    va_start(args, format);
    vsnprintf(line, sizeof line, format, args);
    va_end(args);
    return in_arena(reading, arena_copy(reading->arena, span_of(line)));
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' || c == '\f' || c == '\0';
}

const char *reading_keep(struct reading *reading, struct span text, size_t most)
{
    char out[WHAT_MOST + 8];
    size_t len = 0, at = 0;
    bool blank = false, cut = false;
    if (reading->status) return "";
    if (most > WHAT_MOST) most = WHAT_MOST;
    while (at < text.len && !cut) {
        uint32_t rune;
        size_t step = utf8_next(span_from(text, at), &rune);
        if (step == 0) step = 1; /* bytes that are no UTF-8 pass through; printers escape them */
        if (is_blank(text.at[at])) {
            blank = len > 0;
        } else if (len + blank + step > most) {
            cut = true;
        } else {
            if (blank) out[len++] = ' ';
            blank = false;
            memcpy(out + len, text.at + at, step);
            len += step;
        }
        at += step;
    }
    if (cut) {
        memcpy(out + len, "...", 3);
        len += 3;
    }
    return in_arena(reading, arena_copy(reading->arena, (struct span){out, len}));
}

const char *reading_clock_text(struct reading *reading, instant at, bool with_date)
{
    struct text text;
    text_init(&text, 64);
    if (with_date) {
        instant_add_text(&text, at, NULL, INSTANT_DATE, 0);
        text_addc(&text, ' ');
    }
    instant_add_text(&text, at, NULL, INSTANT_CLOCK, -1);
    const char *kept = reading_keep(reading, text_span(&text), KEY_MOST);
    text_release(&text);
    return kept;
}

/* ---- times ---- */

static struct interval clocked(const struct timeline_source *source, instant earliest,
                               instant latest)
{
    if (earliest == INSTANT_NONE) return INTERVAL_NONE;
    return (struct interval){instant_add(earliest, -source->clock.offset_most),
                             instant_add(latest, -source->clock.offset_least)};
}

struct interval reading_stamp(const struct reading *reading, struct span text)
{
    const struct timeline_source *source = reading_source(reading);
    instant at;
    duration width;
    text = span_trim(text);
    /* "0001-01-01" and "0000-00-00" mean that there is no time. A bare number is none either. */
    if (text.len < 10 || text.len > 64 || span_starts(text, SPAN("000"))) return INTERVAL_NONE;
    if (text.at[4] != '-' || text.at[0] == '@') return INTERVAL_NONE;
    if (instant_parse(text, source->clock.zone, INSTANT_NONE, &at, &width, NULL))
        return INTERVAL_NONE;
    return clocked(source, at, instant_add(at, width));
}

struct interval reading_epoch(const struct reading *reading, struct span digits)
{
    struct span rest = span_trim(digits), whole = span_cut(&rest, '.');
    uint64_t seconds, fraction = 0;
    duration width = NS_PER_S;
    instant at;
    if (whole.len == 0 || whole.len > 11 || !span_to_u64(whole, &seconds)) return INTERVAL_NONE;
    rest = span_sub(rest, 0, 9);
    if (rest.len && !span_to_u64(rest, &fraction)) return INTERVAL_NONE;
    for (size_t i = 0; i < 9; i++) {
        if (i < rest.len)
            width /= 10;
        else
            fraction *= 10;
    }
    if (!instant_of_seconds((int64_t)seconds, (int32_t)fraction, &at)) return INTERVAL_NONE;
    return clocked(reading_source(reading), at, instant_add(at, width - 1));
}

struct timeline_place reading_place(const struct reading *reading, struct span part)
{
    struct span content = reading_source(reading)->content;
    struct timeline_place place = {.source = reading->source};
    if (!part.at || part.len == 0) return place;
    assert(part.at >= content.at && part.at + part.len <= content.at + content.len);
    place.from = (uint64_t)(part.at - content.at);
    place.to = place.from + part.len;
    return place;
}

/* ---- the end ---- */

static int by_name(const void *a, const void *b)
{
    const struct timeline_series *x = a, *y = b;
    int order = strcmp(x->name, y->name);
    if (order == 0)
        order = (x->place.source > y->place.source) - (x->place.source < y->place.source);
    return order ? order : (x->place.from > y->place.from) - (x->place.from < y->place.from);
}

static enum status hand_over(struct arena *arena, const void *items, size_t count, size_t size,
                             void *ret_pointer, struct error *error)
{
    void *copy = arena_array(arena, count ? count : 1, size);
    if (!copy) return arena_full(arena, error);
    if (count) memcpy(copy, items, count * size);
    memcpy(ret_pointer, &copy, sizeof copy);
    return STATUS_OK;
}

enum status reading_finish(struct reading *reading, struct timeline_reading *ret)
{
    struct timeline_reading all = {0};
    struct arena *arena = reading->arena;
    struct error *error = reading->error;
    tellings_join(reading);
    if (reading->status) return reading->status;
    if (reading->series_count)
        qsort(reading->series, reading->series_count, sizeof *reading->series, by_name);
    all.event_count = reading->told_count;
    all.undated_count = reading->undated_count;
    all.series_count = reading->series_count;
    all.notice_count = reading->notice_count;
    all.events = arena_array(arena, all.event_count ? all.event_count : 1, sizeof *all.events);
    if (!all.events) return arena_full(arena, error);
    for (size_t i = 0; i < all.event_count; i++) all.events[i] = reading->told[i].event;
    enum status status = hand_over(arena, reading->undated, all.undated_count, sizeof *all.undated,
                                   &all.undated, error);
    if (!status)
        status = hand_over(arena, reading->series, all.series_count, sizeof *all.series,
                           &all.series, error);
    if (!status)
        status = hand_over(arena, reading->notices, all.notice_count, sizeof *all.notices,
                           &all.notices, error);
    if (!status) *ret = all;
    return status;
}
