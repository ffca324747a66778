/* Days and zones with meaning: which day a written date is, and the zones that were named. */
#include "exchange/markdown.h"

#include <stdio.h>

/* ---- dates ---- */

/* Month and day in the order that the document shows elsewhere. */
static void order_slashed(struct md *md, const struct md_date *date, int *ret_month, int *ret_day)
{
    bool month_first = md->month_first;
    if (date->month > 12) month_first = false;
    if (date->day > 12) month_first = true;
    *ret_month = month_first ? date->month : date->day;
    *ret_day = month_first ? date->day : date->month;
    bool open = date->month <= 12 && date->day <= 12 && date->month != date->day;
    if (open && !md->month_first_known && !md->order_said) {
        md->order_said = true;
        if (md->order_open)
            md_notice(md,
                      "dates such as %02d/%02d may have the month or the day first, and nothing in "
                      "the document tells: their times reach from one reading to the other",
                      date->month, date->day);
        else
            md_notice(md, "dates such as %02d/%02d are read with the %s first, as its zone tells",
                      date->month, date->day, month_first ? "month" : "day");
    }
}

/* The year that brings a month and day nearest to another day. */
static int64_t nearest(int month, int day, int64_t near)
{
    int year, ignored;
    int64_t best = INT64_MIN;
    civil_of_days(near, &year, &ignored, &ignored);
    for (int y = year - 1; y <= year + 1; y++) {
        int64_t days = civil_days(y, month, day);
        int64_t gap = days > near ? days - near : near - days;
        if (best == INT64_MIN || gap < (best > near ? best - near : near - best)) best = days;
    }
    return best;
}

bool md_date_days(struct md *md, const struct md_date *date, int64_t near, int64_t *ret)
{
    int month = date->month, day = date->day;
    bool open = date->kind == MD_DATE_SLASHED && md->order_open && date->month <= 12 &&
                date->day <= 12 && date->month != date->day;
    md->date_shift = 0;
    switch (date->kind) {
    case MD_DATE_SLASHED: order_slashed(md, date, &month, &day); break;
    case MD_DATE_FULL:
    case MD_DATE_NO_YEAR: break;
    case MD_DATE_WEEKDAY:
        if (near == INT64_MIN) return false;
        *ret = near + (date->day - civil_weekday(near) + 7) % 7;
        return true;
    case MD_DATE_COUNTED:
        if (md->day == INT64_MIN) return false;
        *ret = md->day + date->day - 1;
        return true;
    case MD_DATE_NEXT:
        if (near == INT64_MIN) return false;
        *ret = near + 1;
        return true;
    default: return false;
    }
    if (date->year == 0 && near == INT64_MIN) return false;
    int year = date->year;
    if (year && day > civil_month_length(year, month)) return false;
    *ret = year ? civil_days(year, month, day) : nearest(month, day, near);
    if (open)
        md->date_shift = (year ? civil_days(year, day, month) : nearest(day, month, near)) - *ret;
    return true;
}

bool md_track_date(struct md *md, const struct md_date *date, size_t line)
{
    int64_t near = md->track.day != INT64_MIN ? md->track.day : md->day;
    int64_t day;
    if (date->kind == MD_DATE_NEXT && md->track.last == INSTANT_NONE && md->day != INT64_MIN)
        near = md->day;
    if (date->kind == MD_DATE_NEXT && md->track.crossed) near--; /* of the day it began on */
    if (!md_date_days(md, date, near, &day)) {
        md_notice(md,
                  "line %zu: the date there has no year, or is no date; the day before it goes on",
                  line + 1);
        return false;
    }
    if (date->kind == MD_DATE_COUNTED)
        md->track.shift = md->day_shift;
    else if (date->kind != MD_DATE_NEXT && date->kind != MD_DATE_WEEKDAY)
        md->track.shift = md->date_shift;
    md->track.day = day;
    md->track.fresh = true;
    md->track.crossed = false;
    return true;
}

void md_track_start(struct md *md, const struct md_zone_word *zone)
{
    md->track = (struct md_track){
        .day = md->day, .shift = md->day_shift, .last = INSTANT_NONE, .origin_at = INSTANT_NONE};
    if (zone && zone->known) md->track.zone = *zone;
    md->track.half_day = (md->guesses & 4) != 0;
}

/* ---- zones ---- */

void md_zone_name(const struct md_zone_word *word, char *out, size_t room)
{
    if (!word->fixed) {
        snprintf(out, room, "%s", word->name);
        return;
    }
    int minutes = word->offset / 60;
    int size = minutes < 0 ? -minutes : minutes;
    if (minutes == 0)
        snprintf(out, room, "UTC");
    else
        snprintf(out, room, "%c%02d:%02d", minutes < 0 ? '-' : '+', size / 60, size % 60);
}

const struct zone *md_zone_of(struct md *md, const struct md_zone_word *word)
{
    char name[40];
    struct zone *zone;
    if (!word->known) return md->typing->zone;
    md_zone_name(word, name, sizeof name);
    if (strcmp(name, "UTC") == 0) return NULL;
    for (size_t i = 0; i < md->zone_count; i++)
        if (strcmp(md->zone_names[i], name) == 0) return md->zones[i];
    size_t room = sizeof md->zones / sizeof md->zones[0];
    if (zone_load(name, &zone, NULL)) {
        md_notice(md, "the zone \"%s\" is not in this system's tables; its times are read as UTC",
                  word->written);
        return NULL;
    }
    if (md->zone_count == room) zone_free(md->zones[--md->zone_count]);
    md->zones[md->zone_count] = zone;
    memcpy(md->zone_names[md->zone_count], name, sizeof name);
    return md->zones[md->zone_count++];
}

void md_zones_free(struct md *md)
{
    for (size_t i = 0; i < md->zone_count; i++) zone_free(md->zones[i]);
    md->zone_count = 0;
}
