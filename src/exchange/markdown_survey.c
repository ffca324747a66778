/* A look over the whole document before it is walked: its day, its zone, the order of its dates. */
#include "exchange/markdown.h"

/* How good a place for the day of the incident is. */
enum worth {
    WORTH_NONE,
    WORTH_TEXT,
    WORTH_NAME,
    WORTH_TIMELINE,
    WORTH_SUMMARY,
    WORTH_START,
    WORTH_TITLE,
    WORTH_DATE
};

struct survey {
    struct md *md;
    enum worth worth;
    struct md_date partial; /* a date without a year */
    enum worth partial_worth;
    size_t partial_line;
    struct md_date chosen;       /* the date that gave the day */
    size_t clocks;               /* in front of a line or cell */
    size_t timed;                /* items and rows that begin with a time of day */
    bool zone_outside;           /* the zone was stated outside a timeline */
    bool day_first, month_first; /* seen in a slashed date */
    bool past_noon, halves, one_digit;
    struct md_zone_word said; /* with a time; zones that differ leave `mixed` */
    bool mixed;
    enum md_section section;
    unsigned level;
    enum md_label label; /* a heading that is one; its value stands below */
};

static void look_at_order(struct survey *survey, const struct md_date *date)
{
    if (date->kind != MD_DATE_SLASHED) return;
    if (date->month > 12) survey->day_first = true;
    if (date->day > 12) survey->month_first = true;
}

/* "Posted on July 18": the day of the report, not of the incident. */
static bool is_of_report(struct span plain, size_t at)
{
    static const char *const words[] = {"posted",  "published", "updated",  "written", "edited",
                                        "created", "scheduled", "modified", "held"};
    size_t from = at > 28 ? at - 28 : 0;
    struct span before = span_sub(plain, from, at - from);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        size_t word = span_find_nocase(before, span_of(words[i]));
        if (word != SIZE_MAX && span_find(span_from(before, word), SPAN(". ")) == SIZE_MAX)
            return true;
    }
    return false;
}

/* All dates of a text: at each beginning of a word or number. */
static void look_for_dates(struct survey *survey, struct span plain, size_t line, enum worth worth)
{
    for (size_t at = 0; at < plain.len; at++) {
        bool begins =
            at == 0 || !(md_is_digit(plain.at[at - 1]) || md_is_letter(plain.at[at - 1]) ||
                         byte_is_one_of(plain.at[at - 1], "/."));
        if (!begins || plain.at[at] == ' ') continue;
        struct md_date date;
        size_t end = at;
        if (!md_date_take(plain, &end, false, &date)) continue;
        look_at_order(survey, &date);
        int64_t day;
        if (is_of_report(plain, at)) {
            at = end > at ? end - 1 : at;
            continue;
        }
        bool full = date.kind == MD_DATE_FULL || (date.kind == MD_DATE_SLASHED && date.year);
        if (full && worth > survey->worth && md_date_days(survey->md, &date, INT64_MIN, &day)) {
            survey->worth = worth;
            survey->md->day = day;
            survey->md->day_line = line;
            survey->chosen = date;
        } else if (date.kind == MD_DATE_NO_YEAR && worth > survey->partial_worth) {
            survey->partial = date;
            survey->partial_worth = worth;
            survey->partial_line = line;
        }
        at = end > at ? end - 1 : at;
    }
}

static void look_at_zone_of(struct survey *survey, const struct md_stamp *stamp)
{
    if (!stamp->zone.known) return;
    bool same = survey->said.fixed == stamp->zone.fixed &&
                (survey->said.fixed ? survey->said.offset == stamp->zone.offset
                                    : strcmp(survey->said.name, stamp->zone.name) == 0);
    if (survey->said.known && !same) survey->mixed = true;
    if (!survey->said.known) survey->said = stamp->zone;
}

static void look_at_clock(struct survey *survey, struct span plain)
{
    struct md_stamp stamp;
    if (!md_stamp_read(plain, MD_STAMP_LINE, &stamp) || !stamp.has_clock) return;
    survey->clocks++;
    look_at_zone_of(survey, &stamp);
    if (stamp.clock.half) survey->halves = true;
    if (stamp.clock.hour > 12 || stamp.clock.hour == 0) survey->past_noon = true;
    if (stamp.clock.one_digit) survey->one_digit = true;
}

/* Zones behind clocks anywhere in a text. */
static void look_for_zones(struct survey *survey, struct span plain)
{
    for (size_t at = 0; at < plain.len; at++) {
        bool begins =
            md_is_digit(plain.at[at]) && (at == 0 || byte_is_one_of(plain.at[at - 1], " (~-|T"));
        struct md_clock clock;
        struct md_stamp stamp = {.end = 0};
        size_t end = at;
        if (!begins || !md_clock_take(plain, &end, false, &clock)) continue;
        size_t zone = md_skip_blanks(plain, end);
        bool sign = zone < plain.len && byte_is_one_of(plain.at[zone], "+-");
        if (!sign && md_zone_take(plain, &zone, &stamp.zone)) look_at_zone_of(survey, &stamp);
        at = end - 1;
    }
}

static bool zone_is_anywhere(const struct md_zone_word *zone)
{
    return !zone->known || (zone->fixed && zone->offset == 0);
}

static void look_for_zone(struct survey *survey, const struct md_line *line, struct span plain)
{
    static const char *const locals[] = {"local time", "Ortszeit", "heure locale"};
    struct md *md = survey->md;
    for (size_t i = 0; i < sizeof locals / sizeof locals[0]; i++)
        md->zone_local |= span_find_nocase(span_sub(plain, 0, 300), span_of(locals[i])) != SIZE_MAX;
    struct md_zone_word zone;
    struct md_stamp stamp;
    bool timeline = survey->section == MD_SECTION_TIMELINE;
    bool heading = line->kind == MD_HEADING && timeline;
    if (line->kind == MD_ROW && span_find(plain, SPAN("|")) != SIZE_MAX && !line->ruled) {
        /* "| Time zone | UTC |" */
        struct span rest = plain, first = span_trim(span_cut(&rest, '|'));
        if (!first.len) first = span_trim(span_cut(&rest, '|'));
        if (md_label_of(first) != MD_LABEL_ZONE) {
            /* "(Madrid time)" in one cell: of that row, or of all of them? */
            md->zone_local |= md_zone_stated(plain, true, &zone) && !zone_is_anywhere(&zone) &&
                              span_find_nocase(plain, SPAN(" time")) != SIZE_MAX;
            return;
        }
    }
    if (line->kind == MD_ROW && line->ruled && md->zone.known) return;
    bool row = line->kind == MD_ROW && line->ruled;
    if (!row && !heading && md_stamp_read(plain, MD_STAMP_LINE, &stamp) && stamp.has_clock) return;
    if (!md_zone_stated(plain, heading, &zone)) return;
    if (md->zone.known && (timeline || row || survey->zone_outside)) return;
    md->zone = zone;
    survey->zone_outside = !timeline && !row;
}

/* "2023-05-04 (UTC)", "4 May 2023, Europe/London": a date may bring the zone of the times */
static void look_at_date(struct survey *survey, struct span value, size_t line)
{
    struct md *md = survey->md;
    struct md_stamp stamp;
    look_for_dates(survey, value, line, WORTH_DATE);
    if (md->zone.known || !md_stamp_read(value, MD_STAMP_CELL, &stamp) || stamp.has_clock) return;
    md_zone_stated(span_sub(value, stamp.end, 60), true, &md->zone);
}

static void look_at_label(struct survey *survey, struct span plain, size_t line)
{
    struct span label, rest;
    if (!md_label_cut(plain, &label, &rest)) return;
    enum md_label meaning = md_label_of(label);
    if (meaning == MD_LABEL_ZONE && !survey->md->zone.known)
        md_zone_stated(rest, true, &survey->md->zone);
    if (meaning == MD_LABEL_DATE) look_at_date(survey, rest, line);
    if (meaning == MD_LABEL_START) look_for_dates(survey, rest, line, WORTH_START);
    if (meaning == MD_LABEL_DETECT || meaning == MD_LABEL_DECLARE)
        look_for_dates(survey, rest, line, WORTH_TIMELINE);
}

static void look_at_row(struct survey *survey, struct span plain, size_t line)
{
    struct span rest = plain, cell = {NULL, 0};
    for (int i = 0; i < 3 && !cell.len && rest.len; i++) cell = span_trim(span_cut(&rest, '|'));
    enum md_label meaning = md_label_of(cell);
    if (meaning == MD_LABEL_DATE || meaning == MD_LABEL_START)
        look_for_dates(survey, span_sub(rest, 0, 200), line,
                       meaning == MD_LABEL_DATE ? WORTH_DATE : WORTH_START);
    if (meaning == MD_LABEL_DATE || meaning == MD_LABEL_START || meaning == MD_LABEL_END)
        look_for_zones(survey, span_sub(rest, 0, 200));
    look_at_clock(survey, cell);
    if (span_cut(&rest, '|').len && survey->section == MD_SECTION_TIMELINE) {
        struct span all = plain;
        for (int i = 0; i < 4 && all.len; i++)
            look_at_clock(survey, span_trim(span_cut(&all, '|')));
    }
}

static bool is_written_label(struct span plain)
{
    struct span label, rest;
    return md_label_cut(plain, &label, &rest) && md_label_of(label) == MD_LABEL_WRITTEN;
}

static void look_at_line(struct survey *survey, size_t i)
{
    struct md *md = survey->md;
    const struct md_line *line = &md->lines[i];
    if (line->kind == MD_BLANK || line->kind == MD_MARKUP || line->kind == MD_CODE) return;
    struct span text = span_sub(line->text, 0, 2000);
    struct span plain = md_plain(md, text);
    if (line->kind == MD_HEADING) {
        enum md_section section = md_section_of(plain, false);
        if (section || line->level <= survey->level) {
            survey->section = section;
            survey->level = line->level;
        }
        survey->label = md_label_of(plain);
        if (section == MD_SECTION_TIMELINE) md->has_timeline = true;
        bool title =
            survey->worth < WORTH_TITLE && line->level == 1 && section != MD_SECTION_TIMELINE;
        look_for_zone(survey, line, plain);
        look_for_dates(survey, plain, i,
                       title                            ? WORTH_TITLE
                       : section == MD_SECTION_TIMELINE ? WORTH_TIMELINE
                                                        : WORTH_TEXT);
        return;
    }
    look_for_zone(survey, line, plain);
    size_t before = survey->clocks;
    if (line->kind == MD_ROW)
        look_at_row(survey, plain, i);
    else
        look_at_clock(survey, plain), look_for_zones(survey, plain);
    survey->timed += line->kind != MD_TEXT && survey->clocks > before;
    look_at_label(survey, plain, i);
    if (survey->label == MD_LABEL_DATE) look_for_dates(survey, plain, i, WORTH_DATE);
    if (survey->label == MD_LABEL_START) look_for_dates(survey, plain, i, WORTH_START);
    bool report = survey->label == MD_LABEL_WRITTEN;
    survey->label = MD_LABEL_NONE;
    if (report) return;
    if (is_written_label(plain) || survey->section == MD_SECTION_ACTIONS ||
        survey->section == MD_SECTION_RECURRENCE || survey->section == MD_SECTION_EXHIBITS)
        return;
    bool head = survey->section == MD_SECTION_SUMMARY || survey->section == MD_SECTION_META ||
                survey->section == MD_SECTION_IMPACT;
    look_for_dates(survey, plain, i,
                   head                                     ? WORTH_SUMMARY
                   : survey->section == MD_SECTION_TIMELINE ? WORTH_TIMELINE
                                                            : WORTH_TEXT);
}

/* The year of any full date, for a day that was written without one. */
static void complete_day(struct survey *survey)
{
    struct md *md = survey->md;
    int64_t near = md->day, day;
    if (near == INT64_MIN && md->typing->day != INSTANT_NONE) near = md->typing->day / NS_PER_DAY;
    if (near == INT64_MIN) {
        /* a report's own date still tells the year */
        for (size_t i = 0; i < md->count && near == INT64_MIN; i++) {
            struct md_date date;
            struct span text = span_sub(md->lines[i].text, 0, 400);
            for (size_t at = 0; at < text.len && near == INT64_MIN; at++) {
                size_t end = at;
                if ((at == 0 || !md_is_digit(text.at[at - 1])) &&
                    md_date_take(text, &end, false, &date) && date.kind == MD_DATE_FULL &&
                    md_date_days(md, &date, INT64_MIN, &day))
                    near = day;
            }
        }
    }
    bool better = survey->partial_worth >= WORTH_START || survey->worth < WORTH_SUMMARY;
    if (survey->partial_worth <= survey->worth || !better || near == INT64_MIN) return;
    if (!md_date_days(md, &survey->partial, near, &day)) return;
    md->day = day;
    md->day_line = survey->partial_line;
    survey->chosen = survey->partial;
    survey->worth = survey->partial_worth;
}

/* Whose zones write the day first: an order for dates such as 03/04. */
static bool zone_is_american(const struct md_zone_word *zone)
{
    return !zone->known || (!zone->fixed && span_starts(span_of(zone->name), SPAN("America/"))) ||
           (zone->fixed && zone->offset <= -4 * 3600) || (zone->fixed && zone->offset == 0);
}

/* The other day that the document's date may mean. */
static void look_at_shift(struct survey *survey)
{
    struct md *md = survey->md;
    int64_t day;
    if (survey->chosen.kind == MD_DATE_SLASHED && md->day != INT64_MIN &&
        md_date_days(md, &survey->chosen, md->day, &day) && day == md->day)
        md->day_shift = md->date_shift;
}

void md_when_survey(struct md *md)
{
    struct survey survey = {.md = md};
    md->day = INT64_MIN;
    md->month_first = true;
    /* the order first: it decides which day a slashed date is */
    for (int pass = 0; pass < 2 && !md->status; pass++) {
        md->order_said = pass == 0;
        for (size_t i = 0; i < md->count && !md->status; i++) look_at_line(&survey, i);
        md->month_first_known = survey.day_first != survey.month_first;
        const struct md_zone_word *zone = md->zone.known || survey.mixed ? &md->zone : &survey.said;
        md->month_first = md->month_first_known ? survey.month_first : zone_is_american(zone);
        md->order_open = !md->month_first_known && zone_is_anywhere(zone);
        if (pass == 0) {
            bool slashed = survey.day_first || survey.month_first || !md->month_first;
            if (!slashed) break;
            survey.worth = survey.partial_worth = WORTH_NONE;
            survey.section = MD_SECTION_UNKNOWN;
            survey.timed = 0;
            survey.level = 0;
            md->day = INT64_MIN;
        }
    }
    md->order_said = false;
    if (survey.worth < WORTH_NAME) look_for_dates(&survey, span_of(md->name), SIZE_MAX, WORTH_NAME);
    complete_day(&survey);
    if (survey.timed > 2) md->has_timeline = true;
    if (!md->zone.known && !survey.mixed && survey.said.known) {
        md->zone = survey.said;
        md->zone_assumed = true;
    }
    md->zone_local |= survey.mixed;
    if (md->day == INT64_MIN && md->typing->day != INSTANT_NONE) {
        instant local = instant_add(
            md->typing->day, zone_offset(md->typing->zone, md->typing->day, NULL) * NS_PER_S);
        instant into = local % NS_PER_DAY;
        md->day = (local - (into < 0 ? into + NS_PER_DAY : into)) / NS_PER_DAY;
    }
    md->order_said = true;
    look_at_shift(&survey);
    md->order_said = false;
    md->guesses |= survey.one_digit && !survey.past_noon && !survey.halves ? 4 : 0;
}
