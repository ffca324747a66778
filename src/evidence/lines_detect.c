/*
 * Finds how the records of a content are written: what sampled lines suggest is scored over the
 * whole sample, the best is locked, and what it does not explain is looked at again.
 */
#include "evidence/account.h"
#include "evidence/lines_score.h"
#include "evidence/probe.h"
#include "evidence/stated.h"

#include <stdio.h>

enum { PROPOSING_LINES = 48 };

static const char other_is_better[] = "another reads more lines, or more of them";

/* ---- locking ---- */

static void note_time(struct line_detection *detection, size_t line, const struct line_hit *hit)
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

static void lock(struct line_detection *detection, const struct line_layout *best)
{
    struct line_layouts *layouts = detection->layouts;
    struct line_layout *layout = &layouts->item[layouts->count++];
    struct line_habits habits = {.hits = 0};
    struct line_hit hit;
    struct span zone = {"", 0};
    *layout = *best;
    snprintf(layout->face.stamp, sizeof layout->face.stamp, "%s",
             layout->format ? stamp_format_name(layout->format) : "");
    line_layout_lock(layout);
    for (size_t i = 0; i < detection->sample->count; i++) {
        if (!detection->hits[i]) continue;
        struct span line = detection->sample->lines[i];
        if (layout->face.framing == FRAMING_LINES && line_try(layout, line, &hit)) {
            size_t skipped = line_skipped(layout, line);
            hit.stamp_at -= skipped;
            struct span named =
                line_zone_behind(span_from(line, skipped), hit.stamp_at + hit.stamp.len);
            if (habits.hits == 0) zone = named;
            if (!span_equal(zone, named)) zone.len = 0; /* not the same in all: no one's word */
            line_note_habits(&habits, span_from(line, skipped), &hit);
            note_time(detection, i, &hit);
        }
        if (i + 1 < detection->sample->count && !detection->hits[i + 1])
            habits.two_lines += line_begins_with_level(detection->sample->lines[i + 1]);
        detection->matched[i] = true;
        detection->open--;
    }
    lines_state_zone(layouts, zone);
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
static void propose(struct line_detection *detection)
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
static void note_span(struct line_detection *detection, const struct line_layout *layout,
                      instant low, instant high)
{
    if (layout->stamp_flags & (STAMP_NO_YEAR | STAMP_NO_DATE | STAMP_SINCE_BOOT)) return;
    if (low < detection->low) detection->low = low;
    if (high > detection->high) detection->high = high;
}

static bool lock_best(struct line_detection *detection)
{
    struct line_proposals *proposals = &detection->proposals;
    struct line_score best = {.points = 0};
    unsigned chosen = 0;
    bool hits[SAMPLE_LINES];
    propose(detection);
    for (unsigned i = 0; i < proposals->count; i++) {
        struct line_score score = line_score_of(detection, &proposals->item[i], hits);
        const char *against = line_objection(detection, &proposals->item[i], &score);
        line_note_candidate(detection, &proposals->item[i], &score,
                            against ? against : other_is_better);
        if (score.points <= best.points * 1.001 || against) continue;
        best = score;
        chosen = i;
    }
    if (best.points <= 0) return false;
    struct line_layout layout = proposals->item[chosen];
    line_score_of(detection, &layout, detection->hits);
    note_span(detection, &layout, best.low, best.high);
    line_note_candidate(detection, &layout, &best, NULL);
    lock(detection, &layout);
    return true;
}

/* Formats that people define come before all that is built in. */
static void lock_stated(struct line_detection *detection, const struct evidence_formats *formats)
{
    for (size_t i = 0; i < evidence_formats_count(formats); i++) {
        struct line_layout layout, best;
        struct line_score most = {.hits = 0};
        if (detection->open == 0 || detection->layouts->count == EVIDENCE_LAYOUTS_MAX - 1) return;
        for (unsigned way = 0;
             stated_layout(formats->item[i], way, detection->proposals.prefixed, &layout); way++) {
            struct line_score score = line_score_of(detection, &layout, detection->hits);
            if (score.hits <= most.hits) continue;
            most = score;
            best = layout;
            line_layout_lock(&best);
        }
        bool taken = stated_is_convincing(most.hits, most.lines);
        if (most.hits > 0)
            line_note_candidate(detection, &best, &most,
                                taken ? NULL : "too few lines are written like that");
        if (!taken) continue;
        line_score_of(detection, &best, detection->hits);
        note_span(detection, &best, most.low, most.high);
        lock(detection, &best);
    }
}

/* Objects without a time are records too where objects are the records. */
static void add_timeless_objects(struct line_detection *detection)
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
        /* "07:08:09 | 4711 | text": a clock in a column of its own is no container */
        named = named && !memchr(line.at, ':', i_name);
        for (size_t at = i_name; named && at < behind && line.at[at] != '|'; at++)
            named = line.at[at] == ' ';
        prefixed += behind > 0 && named;
    }
    return nonblank > 0 && prefixed * 10 >= nonblank * 9;
}

void lines_detect(const struct line_sample *sample, const struct evidence_index_hints *hints,
                  struct line_layouts *layouts)
{
    struct line_detection detection = {.account = hints->account,
                                       .sample = sample,
                                       .layouts = layouts,
                                       .near = hints->modified != INSTANT_NONE ? hints->modified
                                                                               : hints->now,
                                       .low = INT64_MAX,
                                       .high = INT64_MIN};
    struct line_hit hit;
    for (size_t i = 0; i < sample->count; i++) {
        bool blank = span_trim(sample->lines[i]).len == 0;
        detection.blank[i] = detection.matched[i] = blank;
        detection.times[i] = INSTANT_NONE;
        detection.likely[i] = probe_find_stamp(span_sub(sample->lines[i], 0, 300), 0) != SIZE_MAX;
        detection.nonblank += !blank;
        for (unsigned j = 0; j < layouts->count && !detection.matched[i]; j++) {
            const struct line_layout *known = &layouts->item[j];
            detection.matched[i] = line_try(known, sample->lines[i], &hit);
            if (detection.matched[i]) note_time(&detection, i, &hit);
            if (detection.matched[i] && hit.stamp.len > 0 && !(hit.stamp.flags & STAMP_SENTINEL))
                note_span(&detection, known, hit.stamp.time, hit.stamp.time);
        }
        detection.open += !detection.matched[i];
    }
    if (hints->account) hints->account->sampled += detection.nonblank;
    for (size_t i = 0; i < sample->count && !detection.proposals.hl7; i++)
        detection.proposals.hl7 = lines_begin_hl7(sample->lines[i]);
    detection.proposals.prefixed = mostly_prefixed(sample, detection.nonblank);
    detection.proposals.latest =
        instant_add(hints->now != INSTANT_NONE ? hints->now : INT64_MAX, 366 * NS_PER_DAY);
    lock_stated(&detection, hints->formats);
    while (layouts->count < EVIDENCE_LAYOUTS_MAX && detection.open > 0 &&
           layouts->head.begin_len == 0 && lock_best(&detection))
        if (layouts->count == 1) lines_find_head(&detection, layouts);
    add_timeless_objects(&detection);
    if (hints->account) hints->account->refused += detection.proposals.refused;
    lines_read_date(sample, hints, detection.matched, layouts);
}
