/*
 * Finds how the records of a content are written: what sampled lines suggest is scored over the
 * whole sample, the best is locked, and what it does not explain is looked at again.
 */
#include "evidence/lines_propose.h"
#include "evidence/probe.h"
#include "evidence/stated.h"

#include <assert.h>
#include <stdio.h>

enum { PROPOSING_LINES = 48 };

struct detection {
    const struct line_sample *sample;
    struct line_layouts *layouts;
    struct line_proposals proposals;
    bool blank[SAMPLE_LINES], likely[SAMPLE_LINES]; /* likely: something like a clock is in it */
    bool matched[SAMPLE_LINES];                     /* explained by a locked layout, or blank */
    bool hits[SAMPLE_LINES];                        /* of the layout at hand */
    size_t nonblank, open;
    instant times[SAMPLE_LINES]; /* with a date, of lines that are explained; INSTANT_NONE */
    instant low, high; /* of the times with a date that locked layouts have in the sample */
};

struct score {
    double points;
    size_t hits;
    size_t lines, open; /* from the first hit on: with text, and not explained yet */
    size_t astray;      /* that are more than a day away from the records before and behind */
    bool moves;         /* not the same time in all */
    double ordered;     /* share of neighbours in ascending or descending order */
    instant low, high;
};

/* ---- layouts ready for matching ---- */

/* How a member's name stands in the line; 0 for none. */
static size_t set_key(char *to, size_t room, const char *name, bool json)
{
    int len = json ? snprintf(to, room, "\"%s\"", name) : snprintf(to, room, "%s=", name);
    assert(len > 0 && (size_t)len < room);
    return name[0] ? (size_t)len : 0;
}

void line_layout_lock(struct line_layout *layout)
{
    struct evidence_layout *face = &layout->face;
    layout->place = (enum line_place)((face->position & PLACE_MASK) >> PLACE_SHIFT);
    layout->number = face->position & PLACE_NUMBER;
    layout->needle = span_of(face->time_key);
    if (face->framing == FRAMING_LINES) return;
    bool json = face->framing == FRAMING_JSON_LINES;
    layout->time_key_len = set_key(layout->time_key, sizeof layout->time_key, face->time_key, json);
    layout->level_key_len =
        set_key(layout->level_key, sizeof layout->level_key, face->level_key, json);
    layout->message_key_len =
        set_key(layout->message_key, sizeof layout->message_key, face->message_key, json);
}

void line_layout_of(const struct evidence_layout *face, struct stamp_made *made,
                    struct line_layout *ret)
{
    *ret = (struct line_layout){.face = *face};
    if (stamp_is_pattern(face->stamp))
        ret->format = stamp_compile(span_of(face->stamp), made, NULL) ? NULL : &made->format;
    else
        ret->format = face->stamp[0] ? stamp_format_named(span_of(face->stamp)) : NULL;
    line_layout_lock(ret);
}

/* ---- scoring ---- */

static bool try_line(const struct line_layout *layout, struct span line, struct line_hit *ret)
{
    struct stamp_reader reader = {.format = layout->format};
    if (layout->format) stamp_reader_init(&reader, layout->format);
    return line_match(layout, kernels_plain(), &reader, line, ret);
}

/* How much a format says: an instant or a full local time is worth most. */
static double worth(const struct line_layout *layout)
{
    uint16_t flags = layout->stamp_flags;
    double worth = 1;
    if (flags & STAMP_DATE_ONLY)
        worth = 0.3;
    else if (flags & STAMP_NO_DATE)
        worth = 0.5;
    else if (flags & STAMP_SINCE_BOOT)
        worth = 0.6;
    else if (flags & STAMP_NO_YEAR)
        worth = 0.9;
    else if ((flags & STAMP_EPOCH) && layout->place != PLACE_KEY)
        worth = 0.95;
    if (layout->place == PLACE_AFTER) worth *= 0.97; /* a word's place is the firmer rule */
    if (layout->place == PLACE_AFTER && layout->needle.len == 1) worth *= 0.97;
    if (layout->place == PLACE_COLUMN && layout->number > 1) worth *= 0.99;
    return worth;
}

/* Whether a time fits between those of the records around it: 1, -1, or 0 when nobody can tell. */
static int agrees(const struct detection *detection, size_t line, const struct line_hit *hit)
{
    const uint16_t open = STAMP_NO_YEAR | STAMP_NO_DATE | STAMP_SINCE_BOOT | STAMP_SENTINEL;
    const struct line_sample *sample = detection->sample;
    instant before = INSTANT_NONE, behind = INSTANT_NONE;
    if ((hit->stamp.flags & open) || detection->low > detection->high) return 0;
    for (size_t i = line; i-- > 0 && before == INSTANT_NONE;)
        if (sample->segment[i] == sample->segment[line]) before = detection->times[i];
    for (size_t i = line + 1; i < sample->count && behind == INSTANT_NONE; i++)
        if (sample->segment[i] == sample->segment[line]) behind = detection->times[i];
    if (before == INSTANT_NONE && behind == INSTANT_NONE) return 0;
    if (before == INSTANT_NONE) before = behind;
    if (behind == INSTANT_NONE) behind = before;
    instant low = before < behind ? before : behind, high = before < behind ? behind : before;
    return hit->stamp.time >= instant_add(low, -NS_PER_DAY) &&
                   hit->stamp.time <= instant_add(high, NS_PER_DAY)
               ? 1
               : -1;
}

static struct score score_of(struct detection *detection, const struct line_layout *layout,
                             bool *hits)
{
    const struct line_sample *sample = detection->sample;
    struct score score = {.ordered = 1, .low = INT64_MAX, .high = INT64_MIN};
    size_t up = 0, down = 0, pairs = 0, before = 0, stamp_bytes = 0, moved = 0, read = 0;
    size_t indented = 0;
    bool dated = false;
    struct line_hit hit, last = {.level = EVIDENCE_LEVEL_NONE};
    for (size_t i = 0; i < sample->count; i++) {
        hits[i] = !detection->matched[i] && try_line(layout, sample->lines[i], &hit);
        score.lines += (hits[i] || score.hits > 0) && !detection->blank[i];
        score.open += (hits[i] || score.hits > 0) && !detection->matched[i];
        if (!hits[i]) continue;
        bool none = hit.stamp.flags & STAMP_SENTINEL; /* says that there is no time */
        if (dated && !none && sample->segment[before] == sample->segment[i]) {
            pairs++;
            /* by minutes, so that a format that reads less does not seem more orderly */
            instant minute = hit.stamp.time / NS_PER_MIN, previous = last.stamp.time / NS_PER_MIN;
            up += minute >= previous;
            down += minute <= previous;
            moved += hit.stamp.time != last.stamp.time;
        }
        score.hits++;
        indented += byte_is_one_of(sample->lines[i].at[0], " \t");
        if (agrees(detection, i, &hit) < 0) score.astray++;
        stamp_bytes += hit.stamp_at;
        read += hit.stamp.len;
        if (none) continue;
        if (hit.stamp.time < score.low) score.low = hit.stamp.time;
        if (hit.stamp.time > score.high) score.high = hit.stamp.time;
        dated = true;
        last = hit;
        before = i;
    }
    if (score.hits == 0) return score;
    /* one step back in two says nothing: New Year, a list with the newest first */
    if (pairs >= 3) score.ordered = (double)(up > down ? up : down) / (double)pairs;
    double place = (double)stamp_bytes / (double)score.hits;
    score.points = (double)score.hits * worth(layout);
    /* of formats that fit equally well the one that reads more of the text is right */
    score.points *= 1 + 0.002 * (double)read / (double)score.hits;
    /* some disorder is usual; numbers that jump about are no times */
    if (score.ordered < 0.7) score.points *= 0.4;
    /* what begins with a blank among lines that do not continues another */
    if (layout->place != PLACE_KEY) score.points *= 1 - 0.4 * (double)indented / (double)score.hits;
    /* the same in all lines: the date of the file, a release, a birthday */
    if (pairs >= 8 && moved == 0) score.points *= 0.5;
    score.moves = pairs == 0 || moved > 0;
    if (layout->place != PLACE_KEY) score.points /= 1 + place / 100;
    return score;
}

/* Dates that have nothing to do with those of the other records are spoken of, not stamped. */
static bool is_far_off(const struct detection *detection, const struct line_layout *layout,
                       const struct score *score)
{
    const uint16_t open = STAMP_NO_YEAR | STAMP_NO_DATE | STAMP_SINCE_BOOT;
    if (detection->low > detection->high || (layout->stamp_flags & open)) return false;
    return score->low > instant_add(detection->high, 31 * NS_PER_DAY) ||
           score->high < instant_add(detection->low, -31 * NS_PER_DAY);
}

/* True when so many lines of the sample speak for a layout that it is no accident. Indented lines
 * and text with a date in it must not become records. */
static bool convincing(const struct detection *detection, const struct line_layout *layout,
                       const struct score *score)
{
    size_t total = detection->nonblank, open = detection->open, hits = score->hits;
    bool first = detection->layouts->count == 0;
    if (hits == 0) return false;
    if (first && hits >= 2) { /* however long the text is that stands before the first record */
        total = score->lines;
        open = score->open;
    }
    if (layout->strange && (score->ordered < 0.8 || !score->moves)) return false;
    if (layout->place == PLACE_KEY && layout->face.framing == FRAMING_JSON_LINES) return true;
    bool at_start = layout->place == PLACE_COLUMN && layout->number <= 1 && !layout->indented;
    bool firm = !(layout->stamp_flags & (STAMP_DATE_ONLY | STAMP_NO_DATE | STAMP_EPOCH));
    if (layout->face.style == STYLE_SYSLOG_PRI || layout->face.style == STYLE_SYSLOG_5424 ||
        layout->face.style == STYLE_MYSQL_SLOW)
        return true;
    if ((layout->stamp_flags & STAMP_EPOCH) && score->ordered < 0.8 && hits > 2) return false;
    /* a day of its own amid records with a clock is spoken of */
    if (!first && (layout->stamp_flags & STAMP_DATE_ONLY)) return false;
    if (at_start && firm) return first ? hits * 100 >= total : hits >= 2 || total < 20;
    if (at_start) return first ? hits * 10 >= total : hits * 20 >= total && hits >= 3;
    if (layout->place == PLACE_KEY) return hits * 20 >= total;
    if (score->ordered < 0.6 || is_far_off(detection, layout, score)) return false;
    if (!first && score->astray * 4 > hits) return false;
    /* what stands amid continued lines is theirs, unless it is most of them */
    if (!first) return hits * 2 >= open && hits >= 3 && hits * 20 >= total;
    return hits * (firm ? 5 : 2) >= open && (hits >= 2 || total <= 3) && hits * 20 >= total;
}

/* ---- locking ---- */

static void note_time(struct detection *detection, size_t line, const struct line_hit *hit)
{
    const uint16_t open = STAMP_NO_YEAR | STAMP_NO_DATE | STAMP_SINCE_BOOT | STAMP_SENTINEL;
    if (hit->stamp.len > 0 && !(hit->stamp.flags & open)) detection->times[line] = hit->stamp.time;
}

static void name_as_stated(struct line_layout *layout, struct line_layouts *layouts)
{
    const struct evidence_format *stated = &layout->stated->face;
    memcpy(layout->face.name, stated->name, sizeof layout->face.name);
    if (stated->zone[0] && strcmp(stated->zone, "UTC") != 0)
        memcpy(layouts->zone_stated, stated->zone, sizeof layouts->zone_stated);
}

static void lock(struct detection *detection, const struct line_layout *best)
{
    struct line_layouts *layouts = detection->layouts;
    struct line_layout *layout = &layouts->item[layouts->count++];
    struct line_habits habits = {.hits = 0};
    struct line_hit hit;
    *layout = *best;
    snprintf(layout->face.stamp, sizeof layout->face.stamp, "%s",
             layout->format ? stamp_format_name(layout->format) : "");
    line_layout_lock(layout);
    for (size_t i = 0; i < detection->sample->count; i++) {
        if (!detection->hits[i]) continue;
        struct span line = detection->sample->lines[i];
        if (layout->face.framing == FRAMING_LINES && try_line(layout, line, &hit)) {
            size_t skipped = line_skipped(layout, line);
            hit.stamp_at -= skipped;
            line_note_habits(&habits, span_from(line, skipped), &hit);
            note_time(detection, i, &hit);
        }
        if (i + 1 < detection->sample->count && !detection->hits[i + 1])
            habits.two_lines += line_begins_with_level(detection->sample->lines[i + 1]);
        detection->matched[i] = true;
        detection->open--;
    }
    line_set_style(layout, &habits);
    if (layouts->w3c && layout->place == PLACE_COLUMN && layout->face.framing == FRAMING_LINES) {
        layout->face.style = STYLE_W3C;
        layout->face.position |= PLACE_UTC;
    }
    line_layout_name(layout, detection->sample, detection->hits);
    if (layout->stated) name_as_stated(layout, layouts);
}

/* ---- rounds ---- */

/* True for one in `step` of the open lines, at no steady distance: what repeats every few lines
 * must not fall between them. */
static bool is_chosen(size_t open, size_t step)
{
    uint32_t turn = (uint32_t)(open / step) * UINT32_C(2654435761);
    return open % step == (turn >> 16) % step;
}

/* Lines that may hold a stamp are asked as often as all lines together: few records among much
 * other text are found too. */
static void propose(struct detection *detection)
{
    const struct line_sample *sample = detection->sample;
    size_t likely = 0, open = 0, step, likely_step;
    detection->proposals.count = 0;
    for (size_t i = 0; i < sample->count; i++)
        likely += !detection->matched[i] && detection->likely[i];
    step = detection->open / PROPOSING_LINES + 1;
    likely_step = likely / PROPOSING_LINES + 1;
    likely = 0;
    for (size_t i = 0; i < sample->count; i++) {
        if (detection->matched[i]) continue;
        bool chosen = is_chosen(open++, step);
        if (detection->likely[i]) chosen = is_chosen(likely++, likely_step) || chosen;
        if (chosen) lines_propose(&detection->proposals, sample->lines[i]);
    }
}

/* Widens the span of known times by those that a layout has. */
static void note_span(struct detection *detection, const struct line_layout *layout, instant low,
                      instant high)
{
    if (layout->stamp_flags & (STAMP_NO_YEAR | STAMP_NO_DATE | STAMP_SINCE_BOOT)) return;
    if (low < detection->low) detection->low = low;
    if (high > detection->high) detection->high = high;
}

static bool lock_best(struct detection *detection)
{
    struct line_proposals *proposals = &detection->proposals;
    struct score best = {.points = 0};
    unsigned chosen = 0;
    bool hits[SAMPLE_LINES];
    propose(detection);
    for (unsigned i = 0; i < proposals->count; i++) {
        struct score score = score_of(detection, &proposals->item[i], hits);
        if (score.points <= best.points * 1.001 ||
            !convincing(detection, &proposals->item[i], &score))
            continue;
        best = score;
        chosen = i;
    }
    if (best.points <= 0) return false;
    struct line_layout layout = proposals->item[chosen];
    score_of(detection, &layout, detection->hits);
    note_span(detection, &layout, best.low, best.high);
    lock(detection, &layout);
    return true;
}

/* Formats that people define come before all that is built in. */
static void lock_stated(struct detection *detection, const struct evidence_formats *formats)
{
    for (size_t i = 0; i < evidence_formats_count(formats); i++) {
        struct line_layout layout, best;
        struct score most = {.hits = 0};
        if (detection->open == 0 || detection->layouts->count == EVIDENCE_LAYOUTS_MAX - 1) return;
        for (unsigned way = 0;
             stated_layout(formats->item[i], way, detection->proposals.prefixed, &layout); way++) {
            struct score score = score_of(detection, &layout, detection->hits);
            if (score.hits <= most.hits) continue;
            most = score;
            best = layout;
            line_layout_lock(&best);
        }
        if (!stated_is_convincing(most.hits, most.lines)) continue;
        score_of(detection, &best, detection->hits);
        note_span(detection, &best, most.low, most.high);
        lock(detection, &best);
    }
}

/* Objects without a time are records too where objects are the records. */
static void add_timeless_objects(struct detection *detection)
{
    struct line_layouts *layouts = detection->layouts;
    size_t objects = 0;
    bool json = false;
    if (layouts->count == EVIDENCE_LAYOUTS_MAX) return;
    for (unsigned i = 0; i < layouts->count; i++) {
        if (layouts->item[i].face.framing != FRAMING_JSON_LINES) continue;
        if (!layouts->item[i].format) return;
        json = true;
    }
    for (size_t i = 0; i < detection->sample->count; i++)
        objects += json_line_is_object(detection->sample->lines[i]);
    if (!json && objects * 2 < detection->nonblank) return;
    struct line_layout *layout = &layouts->item[layouts->count++];
    *layout = (struct line_layout){.place = PLACE_NONE};
    layout->face.framing = FRAMING_JSON_LINES;
    layout->face.style = STYLE_JSON;
    if (json)
        for (unsigned i = 0; i + 1 < layouts->count; i++)
            if (layouts->item[i].face.framing == FRAMING_JSON_LINES) {
                memcpy(layout->face.level_key, layouts->item[i].face.level_key,
                       sizeof layout->face.level_key);
                layout->level_nested = layouts->item[i].level_nested;
                break;
            }
    snprintf(layout->face.name, sizeof layout->face.name, "JSON lines without a time");
    line_layout_lock(layout);
}

static bool mostly_prefixed(const struct line_sample *sample, size_t nonblank)
{
    size_t prefixed = 0;
    for (size_t i = 0; i < sample->count; i++) {
        struct span line = span_from(sample->lines[i], line_escapes(sample->lines[i]));
        size_t behind = line_prefix(line), i_name = 0;
        while (i_name < behind && line.at[i_name] != ' ' && line.at[i_name] != '|') i_name++;
        bool named = i_name > 0 && i_name < behind && line.at[i_name] == ' ';
        for (size_t at = i_name; named && at < behind && line.at[at] != '|'; at++)
            named = line.at[at] == ' ';
        prefixed += behind > 0 && named;
    }
    return nonblank > 0 && prefixed * 10 >= nonblank * 9;
}

void lines_detect(const struct line_sample *sample, const struct evidence_index_hints *hints,
                  struct line_layouts *layouts)
{
    struct detection detection = {
        .sample = sample, .layouts = layouts, .low = INT64_MAX, .high = INT64_MIN};
    struct line_hit hit;
    for (size_t i = 0; i < sample->count; i++) {
        bool blank = span_trim(sample->lines[i]).len == 0;
        detection.blank[i] = detection.matched[i] = blank;
        detection.times[i] = INSTANT_NONE;
        detection.likely[i] = probe_find_stamp(span_sub(sample->lines[i], 0, 300), 0) != SIZE_MAX;
        detection.nonblank += !blank;
        for (unsigned j = 0; j < layouts->count && !detection.matched[i]; j++) {
            const struct line_layout *known = &layouts->item[j];
            detection.matched[i] = try_line(known, sample->lines[i], &hit);
            if (detection.matched[i]) note_time(&detection, i, &hit);
            if (detection.matched[i] && hit.stamp.len > 0 && !(hit.stamp.flags & STAMP_SENTINEL))
                note_span(&detection, known, hit.stamp.time, hit.stamp.time);
        }
        detection.open += !detection.matched[i];
    }
    detection.proposals.prefixed = mostly_prefixed(sample, detection.nonblank);
    detection.proposals.latest =
        instant_add(hints->now != INSTANT_NONE ? hints->now : INT64_MAX, 366 * NS_PER_DAY);
    lock_stated(&detection, hints->formats);
    while (layouts->count < EVIDENCE_LAYOUTS_MAX && detection.open > 0 && lock_best(&detection)) {
    }
    add_timeless_objects(&detection);
    lines_read_date(sample, hints, detection.matched, layouts);
}
