/*
 * Times with meaning: the day and zone that the document gives, and an entry's place behind the one
 * before it. What is taken to be so without being written is told in a notice with its line.
 */
#include "exchange/markdown.h"

#include <stdio.h>

#include <assert.h>

enum { NIGHT = 12, EVENING = 18 }; /* hours */

/* ---- zones ---- */

/* "PST" in July: the offset is taken by its letters, and the reader is asked. */
static void tell_season(struct md *md, const struct md_zone_word *word, instant at, size_t line)
{
    static const struct {
        const char *letters, *zone;
    } seasons[] = {{"PST", "America/Los_Angeles"}, {"EST", "America/New_York"},
                   {"CST", "America/Chicago"},     {"MST", "America/Denver"},
                   {"CET", "Europe/Berlin"},       {"PDT", "America/Los_Angeles"},
                   {"EDT", "America/New_York"},    {"CEST", "Europe/Berlin"}};
    if (!word->fixed || (md->guesses & 2)) return;
    for (size_t i = 0; i < sizeof seasons / sizeof seasons[0]; i++) {
        if (strcmp(word->written, seasons[i].letters) != 0) continue;
        struct md_zone_word place = {.known = true};
        snprintf(place.name, sizeof place.name, "%s", seasons[i].zone);
        const struct zone *zone = md_zone_of(md, &place);
        if (!zone || zone_offset(zone, at, NULL) == word->offset) return;
        md->guesses |= 2;
        md_notice(md,
                  "line %zu: \"%s\" is read by its letters, but clocks in %s showed another offset "
                  "on that day; if its clock time is meant, state that zone",
                  line + 1, word->written, seasons[i].zone);
    }
}

static const struct zone *zone_for(struct md *md, const struct md_stamp *stamp, size_t line,
                                   const struct md_zone_word **ret_word)
{
    static const struct md_zone_word none = {.known = false};
    const struct md_zone_word *word = stamp->zone.known      ? &stamp->zone
                                      : md->track.zone.known ? &md->track.zone
                                                             : &md->zone;
    *ret_word = word->known ? word : &none;
    if (!word->known && !md->zone_told) {
        md->zone_told = true;
        if (md->zone_local && !md->typing->zone)
            md_notice(md,
                      "line %zu: no zone is stated, and the document has local clocks: such a time "
                      "reaches over all zones. State the zone and import again",
                      line + 1);
        else
            md_notice(md, "line %zu: no zone is stated; times without one are read as %s", line + 1,
                      md->typing->zone ? zone_name(md->typing->zone) : "UTC");
    }
    if (word == &md->zone && md->zone_assumed && !md->zone_told) {
        md->zone_told = true;
        md_notice(md, "line %zu: times without a zone are read as those that state one: %s",
                  line + 1, word->written);
    }
    if (word->guessed && !(md->guesses & 1)) {
        char name[40];
        md->guesses |= 1;
        md_zone_name(word, name, sizeof name);
        md_notice(md,
                  "line %zu: \"%s\" means different zones in different places; it is read as %s",
                  line + 1, word->written, name);
    }
    return md_zone_of(md, word);
}

/* ---- clocks ---- */

static int hour_of(const struct md_clock *clock)
{
    if (clock->half == 'a') return clock->hour % 12;
    if (clock->half == 'p') return clock->hour % 12 + 12;
    return clock->hour;
}

struct odd {
    bool gap;       /* clocks went past it */
    duration twice; /* how much later they showed it again */
};

/* The instant of a clock on a local day; of an hour that comes twice the one that is not before
 * `last`. *ret_odd tells of clocks that never showed it, or showed it twice and nothing says when.
 */
static instant instant_on(int64_t day, int hour, const struct md_clock *clock,
                          const struct zone *zone, instant last, struct odd *ret_odd)
{
    int64_t seconds = day * 86400 + hour * 3600 + (clock->minute > 0 ? clock->minute : 0) * 60 +
                      (clock->second > 0 ? clock->second : 0);
    instant local, first, second;
    if (!instant_of_seconds(seconds, clock->nanosecond, &local)) return INSTANT_NONE;
    enum zone_fit fit = zone_to_instants(zone, local, &first, &second);
    *ret_odd = (struct odd){.gap = fit == ZONE_GAP};
    if (fit == ZONE_FOLD && last != INSTANT_NONE && first < last) return second;
    if (fit == ZONE_FOLD) ret_odd->twice = second - first;
    return first;
}

struct placing {
    struct md *md;
    const struct md_stamp *stamp;
    const struct zone *zone;
    size_t line;
    int64_t day;
    int hour;
    bool anywhere; /* a clock of a place that is not named */
    struct odd odd;
    bool kept_back; /* kept_back: it stands before the entry above it */
};

static instant place(struct placing *placing, int64_t day, int hour)
{
    return instant_on(day, hour, &placing->stamp->clock, placing->zone, placing->md->track.last,
                      &placing->odd);
}

static int local_hour(const struct zone *zone, instant at)
{
    return civil_of_instant(instant_add(at, zone_offset(zone, at, NULL) * NS_PER_S)).hour;
}

static void tell_date(struct md *md, size_t line, struct span raw, int64_t day)
{
    int y, m, d;
    civil_of_days(day, &y, &m, &d);
    md_notice(md, "line %zu: \"%.*s\" comes behind midnight and is read as of %04d-%02d-%02d",
              line + 1, SPAN_ARGS(raw), y, m, d);
}

/* A clock that is before the one above it: the next day, an afternoon, or out of order. */
static instant move_on(struct placing *placing, instant at)
{
    struct md *md = placing->md;
    instant last = md->track.last;
    duration back = last - at;
    const struct md_clock *clock = &placing->stamp->clock;
    if (!clock->half && placing->hour < 12 && (md->track.half_day || md->track.half)) {
        instant later = place(placing, placing->day, placing->hour + 12);
        if (later >= last && later - last < 8 * NS_PER_HOUR) {
            md_notice(md, "line %zu: \"%.*s\" is read as an afternoon hour of a 12-hour clock",
                      placing->line + 1, SPAN_ARGS(placing->stamp->raw));
            return later;
        }
    }
    bool night = back > NIGHT * NS_PER_HOUR;
    bool morning = back > 4 * NS_PER_HOUR && local_hour(placing->zone, last) >= EVENING &&
                   placing->hour < NIGHT;
    if (night || morning) {
        placing->day++;
        md->track.crossed = true;
        at = place(placing, placing->day, placing->hour);
        tell_date(md, placing->line, placing->stamp->raw, placing->day);
        return at;
    }
    placing->kept_back = true;
    md_notice(
        md, "line %zu: \"%.*s\" is earlier than the entry above it; both stay as they are written",
        placing->line + 1, SPAN_ARGS(placing->stamp->raw));
    return at;
}

static instant find_instant(struct placing *placing, bool dated)
{
    struct md *md = placing->md;
    const struct md_clock *clock = &placing->stamp->clock;
    placing->hour = hour_of(clock);
    if (clock->half) md->track.half = clock->half;
    if (placing->hour == 24) {
        placing->hour = 0;
        placing->day++;
    }
    instant at = place(placing, placing->day, placing->hour);
    instant last = md->track.last;
    if (last == INSTANT_NONE || at == INSTANT_NONE) return at;
    if (dated) {
        if (at < last) {
            placing->kept_back = true;
            md_notice(md,
                      "line %zu: \"%.*s\" is earlier than the entry above it; both stay as they "
                      "are written",
                      placing->line + 1, SPAN_ARGS(placing->stamp->raw));
        }
        return at;
    }
    if (at < last) return move_on(placing, at);
    if (at - last > 18 * NS_PER_HOUR && local_hour(placing->zone, last) < 6) {
        /* 23:59 below 00:04: of the evening before */
        instant before = place(placing, placing->day - 1, placing->hour);
        if (last - before < 6 * NS_PER_HOUR) {
            placing->kept_back = true;
            md_notice(md, "line %zu: \"%.*s\" is read as of the evening before the entry above it",
                      placing->line + 1, SPAN_ARGS(placing->stamp->raw));
            return before;
        }
    }
    return at;
}

/* ---- times in our notation ---- */

static void add_instant(struct text *text, instant at, const struct md_clock *clock)
{
    struct civil c = civil_of_instant(at);
    text_addf(text, "%04d-%02d-%02dT%02d:%02d", c.year, c.month, c.day, c.hour, c.minute);
    if (clock->second >= 0) text_addf(text, ":%02d", c.second);
    if (clock->second >= 0 && c.nanosecond) text_addf(text, ".%09d", (int)c.nanosecond);
    text_adds(text, "Z");
}

static void add_doubt(struct text *text, const struct md_stamp *stamp, const struct md_clock *clock)
{
    bool rough = clock->minute < 0;
    bool about = stamp->about || rough;
    if (about)
        text_adds(text, stamp->doubtful ? "%" : "~");
    else if (stamp->doubtful)
        text_adds(text, "?");
    if (rough && stamp->about) text_adds(text, "30m");
}

/* Reads what `notation` holds; the document's own words stay as the raw text. */
static bool read_time(struct md *md, const struct text *notation, struct span raw, bool doubtful,
                      struct review_time *ret)
{
    if (md->status) return false;
    struct review_typing typing = *md->typing;
    enum status status = review_time_read(text_span(notation), &typing, md->arena, ret, NULL);
    if (status == STATUS_NO_MEMORY) md_fail(md, arena_full(md->arena, md->error));
    if (status) return false;
    ret->doubtful |= doubtful;
    if (!ret->relative) ret->raw = md_line_of(md, raw, NULL);
    return true;
}

static void undated(struct md *md, struct span raw, struct review_time *ret)
{
    *ret =
        (struct review_time){.raw = raw.len ? md_line_of(md, raw, NULL) : "?", .at = INTERVAL_NONE};
}

static void ask_for_day(struct md *md, size_t line)
{
    if (md->day_asked) return;
    md->day_asked = true;
    md_notice(md,
              "line %zu: times have no date anywhere; they are kept as they are written. State the "
              "day of the incident and import again",
              line + 1);
}

/* "Start: 10:00 UTC" in the document's head, or INSTANT_NONE. */
static instant start_of_head(struct md *md)
{
    for (size_t i = 0; i < md->mark_count; i++) {
        struct md_stamp stamp;
        struct review_time time;
        if (md->marks[i].label == MD_LABEL_START &&
            md_stamp_read(md->marks[i].value, MD_STAMP_CELL, &stamp) && stamp.has_clock &&
            md_time_alone(md, &stamp, &time))
            return time.at.earliest;
    }
    return INSTANT_NONE;
}

/* "T+5 min": from the start where it is known, else from the timeline's first event. */
static void time_by_origin(struct md *md, const struct md_stamp *stamp, size_t line,
                           struct review_time *ret)
{
    struct text notation;
    text_init(&notation, 200);
    struct md_clock minute = {.minute = 0, .second = -1};
    int64_t seconds = stamp->by / NS_PER_S;
    if (md->track.origin_at == INSTANT_NONE) md->track.origin_at = start_of_head(md);
    if (md->track.origin_at != INSTANT_NONE) {
        if (seconds % 60) minute.second = 0;
        add_instant(&notation, instant_add(md->track.origin_at, stamp->by), &minute);
    } else if (md->track.origin.number && seconds != 0) {
        text_addf(&notation, "E%u%c%llds", md->track.origin.number, seconds < 0 ? '-' : '+',
                  (long long)(seconds < 0 ? -seconds : seconds));
    }
    if (!notation.len || !read_time(md, &notation, stamp->raw, false, ret)) {
        undated(md, stamp->raw, ret);
        md_notice(md, "line %zu: \"%.*s\" counts from a moment that the document does not date",
                  line + 1, SPAN_ARGS(stamp->raw));
    }
    text_release(&notation);
}

/* "5 minutes later": from the entry before it, a quarter of the length more or less. */
static void time_by_last(struct md *md, const struct md_stamp *stamp, struct review_time *ret)
{
    struct text notation;
    text_init(&notation, 100);
    duration doubt = stamp->by / (stamp->about ? 2 : 4);
    if (doubt < NS_PER_MIN) doubt = NS_PER_MIN;
    if (md->track.event.number)
        text_addf(&notation, "E%u+%llds~%llds", md->track.event.number,
                  (long long)(stamp->by / NS_PER_S), (long long)(doubt / NS_PER_S));
    if (!notation.len || !read_time(md, &notation, stamp->raw, false, ret))
        undated(md, stamp->raw, ret);
    text_release(&notation);
}

static bool whole_day(struct md *md, const struct md_stamp *stamp, int64_t day,
                      const struct zone *zone, struct review_time *ret)
{
    struct md_clock midnight = {.minute = 0, .second = 0};
    struct odd odd;
    instant from = instant_on(day, 0, &midnight, zone, INSTANT_NONE, &odd);
    instant to = instant_on(day + 1, 0, &midnight, zone, INSTANT_NONE, &odd);
    if (from == INSTANT_NONE || to == INSTANT_NONE) return false;
    struct text notation;
    text_init(&notation, 200);
    int64_t shift = md->track.shift;
    add_instant(&notation, instant_add(from, shift < 0 ? shift * NS_PER_DAY : 0), &midnight);
    text_adds(&notation, "..");
    add_instant(&notation, instant_add(to, (shift > 0 ? shift * NS_PER_DAY : 0) - NS_PER_S),
                &midnight);
    bool fine = read_time(md, &notation, stamp->raw, stamp->doubtful, ret);
    if (fine) ret->approximate |= stamp->about;
    text_release(&notation);
    return fine;
}

/* The end of a range, on the day of its start or the next. */
static instant until_of(struct md *md, const struct md_stamp *stamp, const struct zone *zone,
                        int64_t day, instant from)
{
    struct odd odd;
    int64_t until_day = day;
    if (stamp->end_date.kind && !md_date_days(md, &stamp->end_date, day, &until_day))
        return INSTANT_NONE;
    int hour = hour_of(&stamp->until);
    if (!stamp->until.half && stamp->clock.half == 'p' && hour < 12) hour += 12;
    instant until = instant_on(until_day, hour, &stamp->until, zone, from, &odd);
    if (until < from && !stamp->end_date.kind)
        until = instant_on(day + 1, hour, &stamp->until, zone, from, &odd);
    return until < from ? INSTANT_NONE : until;
}

struct reach {
    duration least, most;
};

static struct reach reach_of(const struct placing *placing)
{
    enum { EAST = 14, WEST = 12 }; /* clocks are at most so many hours from UTC */
    duration shift = placing->md->track.shift * NS_PER_DAY;
    struct reach reach = {shift < 0 ? shift : 0, (shift > 0 ? shift : 0) + placing->odd.twice};
    if (placing->anywhere) {
        reach.least -= EAST * NS_PER_HOUR;
        reach.most += WEST * NS_PER_HOUR;
    }
    return reach;
}

/* From `least` to `most` beside the reading: 03/04 or 04/03, a clock of any zone. */
static void write_reach(instant at, const struct reach *reach, const struct md_clock *clock,
                        struct text *notation)
{
    const struct md_clock whole = {.minute = 0, .second = 0};
    duration unit = clock->minute < 0   ? NS_PER_HOUR - NS_PER_S
                    : clock->second < 0 ? NS_PER_MIN - NS_PER_S
                                        : 0;
    add_instant(notation, instant_add(at, reach->least), &whole);
    text_adds(notation, "..");
    add_instant(notation, instant_add(at, reach->most + unit), &whole);
}

static void write_time(const struct md_stamp *stamp, instant at, instant until,
                       struct text *notation)
{
    if (stamp->before && !stamp->about) text_adds(notation, "..");
    add_instant(notation, at, &stamp->clock);
    if (stamp->between && until != INSTANT_NONE) {
        text_adds(notation, "..");
        add_instant(notation, until, &stamp->until);
    } else if (stamp->after && !stamp->about) {
        text_adds(notation, "..");
    } else {
        add_doubt(notation, stamp, &stamp->clock);
    }
}

/* Writes one placed clock into *ret_at and *ret_end. */
static void settle(struct placing *placing, instant at, struct review_time *ret_at,
                   struct review_time *ret_end)
{
    struct md *md = placing->md;
    const struct md_stamp *stamp = placing->stamp;
    struct text notation;
    text_init(&notation, 200);
    instant until = INSTANT_NONE;
    if (stamp->has_end) {
        until = until_of(md, stamp, placing->zone, placing->day, at);
        if (until == INSTANT_NONE)
            md_notice(md, "line %zu: \"%.*s\" ends before it begins; its end is left out",
                      placing->line + 1, SPAN_ARGS(stamp->raw));
    }
    struct reach reach = reach_of(placing);
    bool wide = reach.least || reach.most;
    if (wide)
        write_reach(at, &reach, &stamp->clock, &notation);
    else
        write_time(stamp, at, until, &notation);
    if (!read_time(md, &notation, stamp->raw, placing->odd.gap, ret_at))
        undated(md, stamp->raw, ret_at);
    if (until != INSTANT_NONE && !stamp->between && ret_end) {
        text_clear(&notation);
        if (wide) {
            write_reach(until, &reach, &stamp->until, &notation);
        } else {
            add_instant(&notation, until, &stamp->until);
            add_doubt(&notation, stamp, &stamp->until);
        }
        if (!read_time(md, &notation, stamp->raw, false, ret_end))
            undated(md, (struct span){NULL, 0}, ret_end);
    }
    if (placing->odd.gap)
        md_notice(md, "line %zu: clocks never showed \"%.*s\" on that day (they went forward)",
                  placing->line + 1, SPAN_ARGS(stamp->raw));
    text_release(&notation);
}

void md_time(struct md *md, const struct md_stamp *stamp, size_t line, struct review_time *ret_at,
             struct review_time *ret_end, const char **ret_basis)
{
    const struct md_zone_word *word;
    *ret_basis = md_say(md, "%s, line %zu", md->name, line + 1);
    if (stamp->relative) {
        if (stamp->later)
            time_by_last(md, stamp, ret_at);
        else
            time_by_origin(md, stamp, line, ret_at);
        if (ret_at->relative)
            *ret_basis =
                md_say(md, "%s, line %zu: \"%.*s\"", md->name, line + 1, SPAN_ARGS(stamp->raw));
        return;
    }
    bool dated = stamp->date.kind != MD_DATE_NONE && md_track_date(md, &stamp->date, line);
    if (md->track.day == INT64_MIN) {
        ask_for_day(md, line);
        undated(md, stamp->raw, ret_at);
        return;
    }
    dated |= md->track.fresh;
    md->track.fresh = false;
    struct placing placing = {.md = md, .stamp = stamp, .line = line, .day = md->track.day};
    placing.zone = zone_for(md, stamp, line, &word);
    placing.anywhere = !word->known && !md->typing->zone && md->zone_local;
    if (placing.anywhere)
        *ret_basis = md_say(md, "%s, line %zu: a local clock, and its zone is not stated", md->name,
                            line + 1);
    else if (!word->known && !md->typing->zone)
        *ret_basis = md_say(md, "%s, line %zu: no zone is stated, read as UTC", md->name, line + 1);
    if (word == &md->zone && word->known && md->zone_assumed)
        *ret_basis =
            md_say(md, "%s, line %zu: no zone is stated there, read as %s like other times",
                   md->name, line + 1, word->written);
    if (!stamp->has_clock) {
        if (!whole_day(md, stamp, md->track.day, placing.zone, ret_at))
            undated(md, stamp->raw, ret_at);
        return;
    }
    instant at = find_instant(&placing, dated);
    if (at == INSTANT_NONE) {
        undated(md, stamp->raw, ret_at);
        return;
    }
    tell_season(md, word, at, line);
    settle(&placing, at, ret_at, ret_end);
    if (placing.kept_back) return;
    md->track.day = placing.day;
    md->track.last = at;
    if (md->track.origin_at == INSTANT_NONE) md->track.origin_at = at;
}

bool md_time_alone(struct md *md, const struct md_stamp *stamp, struct review_time *ret)
{
    struct md_track kept = md->track;
    const char *basis;
    md_track_start(md, NULL);
    *ret = (struct review_time){.at = INTERVAL_NONE};
    md_time(md, stamp, 0, ret, NULL, &basis);
    md->track = kept;
    return ret->at.earliest != INSTANT_NONE;
}
