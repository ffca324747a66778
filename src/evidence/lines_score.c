/* Scores layouts over a sample: coverage, order, plausibility, place. */
#include "evidence/lines_score.h"

#include <stdio.h>

#include "evidence/account.h"

bool line_try(const struct line_layout *layout, struct span line, struct line_hit *ret)
{
    struct stamp_reader reader = {.format = layout->format};
    if (layout->format) stamp_reader_init(&reader, layout->format);
    return line_match(layout, kernels_best(), &reader, line, ret);
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
    if (layout->face.style == STYLE_MYSQL_SLOW) worth *= 1.05; /* knows more of these lines */
    if (layout->place == PLACE_AFTER) worth *= 0.97; /* a word's place is the firmer rule */
    if (layout->place == PLACE_AFTER && layout->needle.len == 1) worth *= 0.97;
    if (layout->place == PLACE_COLUMN && layout->number > 1) worth *= 0.99;
    return worth;
}

/* Whether a time fits between those of the records around it: 1, -1, or 0 when nobody can tell.
 * Clocks of two writers may differ by a zone's offset, which is a multiple of 15 minutes; dates
 * that are spoken of differ by anything. */
static int agrees(const struct line_detection *detection, size_t line, const struct line_hit *hit)
{
    const uint16_t open = STAMP_NO_YEAR | STAMP_NO_HOUR | STAMP_SINCE_BOOT | STAMP_SENTINEL;
    const duration zone = 15 * NS_PER_MIN, slack = NS_PER_MIN;
    const struct line_sample *sample = detection->sample;
    instant before = INSTANT_NONE, behind = INSTANT_NONE, time = hit->stamp.time;
    if ((hit->stamp.flags & open) || detection->low > detection->high) return 0;
    for (size_t i = line; i-- > 0 && before == INSTANT_NONE;)
        if (sample->segment[i] == sample->segment[line]) before = detection->times[i];
    for (size_t i = line + 1; i < sample->count && behind == INSTANT_NONE; i++)
        if (sample->segment[i] == sample->segment[line]) behind = detection->times[i];
    if (before == INSTANT_NONE || behind == INSTANT_NONE) return 0;
    if (hit->stamp.flags & STAMP_NO_DATE) time += before - before % NS_PER_DAY;
    instant low = before < behind ? before : behind, high = before < behind ? behind : before;
    if (time < instant_add(low, -NS_PER_DAY) || time > instant_add(high, NS_PER_DAY)) return -1;
    duration gap = high - low, off = ((time - low) % zone + zone) % zone;
    return off <= instant_add(gap, slack) || off >= zone - slack ? 1 : -1;
}

/* The word that stands before a stamp and names it: "top - ", "Log started: ". */
static struct span lead_of(struct span line, const struct line_hit *hit)
{
    size_t len = 0;
    while (len < hit->stamp_at && (line.at[len] | 0x20) >= 'a' && (line.at[len] | 0x20) <= 'z')
        len++;
    return span_sub(line, 0, len);
}

/* "14/03/26" may be a day of 2014 or of 2026, and a number of ten digits anything: the one near the
 * file's own date. */
static double nearness(const struct line_detection *detection, const struct line_score *score)
{
    const duration month = 40 * NS_PER_DAY, years = 800 * NS_PER_DAY;
    if (detection->near == INSTANT_NONE || score->low > score->high) return 1;
    if (score->high > instant_add(detection->near, month) ||
        score->high < instant_add(detection->near, -years) ||
        score->low < instant_add(score->high, -years))
        return 0.5;
    return score->high < instant_add(detection->near, -month) ? 0.8 : 1;
}

struct line_score line_score_of(struct line_detection *detection, const struct line_layout *layout,
                                bool *hits)
{
    const struct line_sample *sample = detection->sample;
    struct line_score score = {.ordered = 1, .low = INT64_MAX, .high = INT64_MIN};
    size_t up = 0, down = 0, pairs = 0, before = 0, moved = 0, read = 0;
    size_t indented = 0;
    double early = 0;
    bool dated = false;
    struct span lead = {"", 0};
    struct line_hit hit, last = {.level = EVIDENCE_LEVEL_NONE};
    for (size_t i = 0; i < sample->count; i++) {
        hits[i] = !detection->matched[i] && line_try(layout, sample->lines[i], &hit);
        score.lines += (hits[i] || score.hits > 0) && !detection->blank[i];
        bool open = (hits[i] || score.hits > 0) && !detection->matched[i];
        score.open += open;
        score.upright += !detection->matched[i] && !byte_is_one_of(sample->lines[i].at[0], " \t");
        if (!hits[i]) continue;
        struct span before_stamp = lead_of(sample->lines[i], &hit);
        if (score.hits == 0) lead = before_stamp;
        if (!span_equal(lead, before_stamp)) lead.len = 0;
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
        /* the earlier in the line the better; one more line never makes a layout worse */
        early += 100 / (100 + (double)hit.stamp_at);
        read += hit.stamp.len;
        if (none) continue;
        duration part = (hit.stamp.time % NS_PER_S + NS_PER_S) % NS_PER_S;
        score.tenths |= (uint16_t)(1U << part / (NS_PER_S / 10));
        if (hit.stamp.time < score.low) score.low = hit.stamp.time;
        if (hit.stamp.time > score.high) score.high = hit.stamp.time;
        dated = true;
        last = hit;
        before = i;
    }
    if (score.hits == 0) return score;
    score.led = lead.len >= 3;
    score.indented = indented > 0;
    /* one step back in two says nothing: New Year, a list with the newest first */
    if (pairs >= 3) score.ordered = (double)(up > down ? up : down) / (double)pairs;
    score.points = (layout->place == PLACE_KEY ? (double)score.hits : early) * worth(layout);
    /* of formats that fit equally well the one that reads more of the text is right */
    score.points *= 1 + 0.002 * (double)read / (double)score.hits;
    /* some disorder is usual; numbers that jump about are no times */
    if (score.ordered < 0.7) score.points *= 0.4;
    /* what begins with a blank among lines that do not continues another */
    if (layout->place != PLACE_KEY) score.points *= 1 - 0.4 * (double)indented / (double)score.hits;
    /* the same in all lines: the date of the file, a release, a birthday */
    if (pairs >= 8 && moved == 0) score.points *= 0.5;
    bool number = (layout->stamp_flags & STAMP_EPOCH) && layout->place != PLACE_KEY;
    if ((layout->stamp_flags & STAMP_SHORT_YEAR) || number)
        score.points *= nearness(detection, &score);
    score.moves = pairs == 0 || moved > 0;
    return score;
}

/* Dates that have nothing to do with those of the other records are spoken of, not stamped. */
static bool is_far_off(const struct line_detection *detection, const struct line_layout *layout,
                       const struct line_score *score)
{
    const uint16_t open = STAMP_NO_YEAR | STAMP_NO_DATE | STAMP_SINCE_BOOT;
    if (layout->stamp_flags & open) return false;
    /* amid records without a year a number must be near the file's own date */
    bool number = (layout->stamp_flags & STAMP_EPOCH) && detection->layouts->count > 0;
    if (detection->low > detection->high)
        return number && detection->near != INSTANT_NONE &&
               score->high < instant_add(detection->near, -800 * NS_PER_DAY);
    return score->low > instant_add(detection->high, 31 * NS_PER_DAY) ||
           score->high < instant_add(detection->low, -31 * NS_PER_DAY);
}

static const char too_few[] = "too few lines have it there";
static const char other_times[] = "its times have nothing to do with those around";
static const char no_order[] = "its times follow no order";

/* Three digits behind a blank are thousandths when they are as parts of a second are: some begin
 * with 0, some with 6 and more. What else stands there, such as a status or a thread, does not. */
static bool are_decimals(const struct line_layout *layout, const struct line_score *score)
{
    const uint16_t high = 0x3c0;
    unsigned seen = (unsigned)__builtin_popcount(score->tenths);
    /* six of them are hardly anything else, if they are not the same */
    if (stamp_format_parted(layout->format) == 6) return seen >= 3 || seen == score->hits;
    return score->hits >= 8 && seen >= 5 && (score->tenths & 1) && (score->tenths & high);
}

/* A number that reads as a date and a clock down to the second is hardly anything else. */
static bool is_calendar_number(const struct line_layout *layout, const struct line_score *score)
{
    return layout->format && strcmp(stamp_format_name(layout->format), "digits") == 0 &&
           score->hits >= 4 && score->ordered == 1 && score->moves;
}

const char *line_objection(const struct line_detection *detection, const struct line_layout *layout,
                           const struct line_score *score)
{
    size_t total = detection->nonblank, open = detection->open, hits = score->hits;
    bool first = detection->layouts->count == 0;
    if (hits == 0) return too_few;
    if (first && hits >= 2) { /* however long the text is that stands before the first record */
        total = score->lines;
        open = score->open;
    }
    if (stamp_format_parted(layout->format) && !are_decimals(layout, score))
        return "the number behind is no part of a second";
    if (layout->strange && (score->ordered < 0.8 || !score->moves)) return no_order;
    /* records that know no time may speak of one */
    if (layout->strange && !first &&
        (hits < 3 || score->astray * 4 > hits || is_far_off(detection, layout, score)))
        return other_times;
    if (layout->place == PLACE_KEY && layout->face.framing == FRAMING_JSON_LINES) return NULL;
    if (!first && (layout->stamp_flags & STAMP_EPOCH) && is_far_off(detection, layout, score))
        return other_times;
    bool at_start = layout->place == PLACE_COLUMN && layout->number <= 1 && !layout->indented;
    bool firm = !(layout->stamp_flags & (STAMP_DATE_ONLY | STAMP_NO_DATE | STAMP_EPOCH));
    if (layout->face.style == STYLE_SYSLOG_PRI || layout->face.style == STYLE_SYSLOG_5424 ||
        layout->face.style == STYLE_MYSQL_SLOW)
        return NULL;
    if ((layout->stamp_flags & (STAMP_EPOCH | STAMP_SINCE_BOOT)) && score->ordered < 0.8 &&
        hits > 2)
        return no_order;
    /* a day of its own amid records with a clock is spoken of */
    if (!first && (layout->stamp_flags & STAMP_DATE_ONLY)) return "a date alone amid clocks";
    bool enough;
    if (at_start && firm)
        enough = first ? hits * 100 >= total : hits >= 2 || total < 20;
    else if (at_start)
        enough = first ? hits * 10 >= total : hits * 20 >= total && hits >= 3;
    else if (layout->place == PLACE_KEY)
        enough = hits * 20 >= total;
    else if (score->ordered < 0.6)
        return no_order;
    else if (is_far_off(detection, layout, score) || (!first && score->astray * 4 > hits))
        return other_times;
    else if (first && score->led && hits >= 3 && score->ordered == 1 && score->moves &&
             !(layout->stamp_flags & (STAMP_DATE_ONLY | STAMP_EPOCH)))
        enough = true; /* rare, but always with the same words before it */
    else if (!first && firm && !score->indented) /* indented lines continue others */
        enough = hits * 2 >= score->upright && hits >= 3 && hits * 100 >= total;
    else if (!first)
        enough = hits * 2 >= open && hits >= 3 && hits * 20 >= total;
    else
        enough = (hits * (firm ? 5 : 2) >= open || (firm && hits >= 4 && score->ordered == 1) ||
                  is_calendar_number(layout, score)) &&
                 (hits >= 2 || total <= 3) && hits * 20 >= total;
    return enough ? NULL : too_few;
}

static struct evidence_candidate *candidate_of(struct evidence_account *account,
                                               const struct line_layout *layout)
{
    for (size_t i = 0; i < account->count; i++) {
        const struct evidence_layout *face = &account->item[i].layout;
        if (face->position == layout->face.position && face->framing == layout->face.framing &&
            strcmp(face->stamp, stamp_format_name(layout->format)) == 0 &&
            strcmp(face->time_key, layout->face.time_key) == 0)
            return &account->item[i];
    }
    return account->count < EVIDENCE_CANDIDATES_MAX ? &account->item[account->count++] : NULL;
}

/* Notes what was thought of; what was taken stays as it was then. */
void line_note_candidate(struct line_detection *detection, const struct line_layout *layout,
                         const struct line_score *score, const char *why)
{
    struct evidence_candidate *candidate;
    if (!detection->account || !layout->format || score->hits == 0) return;
    candidate = candidate_of(detection->account, layout);
    if (!candidate || candidate->taken || candidate->lines > score->hits) return;
    *candidate = (struct evidence_candidate){.layout = layout->face,
                                             .lines = score->hits,
                                             .open = detection->open,
                                             .ordered = score->ordered,
                                             .points = score->points,
                                             .taken = why == NULL,
                                             .why = why ? why : ""};
    snprintf(candidate->layout.stamp, sizeof candidate->layout.stamp, "%s",
             stamp_format_name(layout->format));
}
