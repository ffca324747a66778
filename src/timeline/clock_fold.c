/*
 * A log without offsets that was written while clocks went back: its stamps fall by most of an hour
 * once, in a night and at an hour when the clocks of some zones did. Which of these zones it is
 * stays open (many change at the same hour by their own clocks), so none is taken; but that the
 * hour came twice can be told, and its two passes apart. Clocks that go forward leave a gap that
 * looks like silence: nothing is said of those.
 */
#include "timeline/internal.h"

#include <stdio.h>

/* One zone of each rule and offset that clocks went back by since 1990, the likelier first. */
const char *const clock_places[] = {
    "America/New_York",    "America/Chicago",     "America/Denver",
    "America/Los_Angeles", "America/Anchorage",   "America/Halifax",
    "America/St_Johns",    "America/Havana",      "America/Nuuk",
    "America/Miquelon",    "America/Asuncion",    "America/Santiago",
    "Pacific/Easter",      "America/Sao_Paulo",   "America/Manaus",
    "America/Mexico_City", "America/Tijuana",     "America/Montevideo",
    "Europe/Berlin",       "Europe/London",       "Europe/Helsinki",
    "Europe/Moscow",       "Europe/Istanbul",     "Europe/Chisinau",
    "Atlantic/Azores",     "Asia/Jerusalem",      "Asia/Beirut",
    "Asia/Tehran",         "Asia/Amman",          "Asia/Damascus",
    "Asia/Gaza",           "Asia/Baku",           "Asia/Yerevan",
    "Africa/Cairo",        "Africa/Windhoek",     "Africa/Casablanca",
    "Australia/Sydney",    "Australia/Adelaide",  "Pacific/Auckland",
    "Pacific/Chatham",     "Pacific/Norfolk",     "Pacific/Fiji",
    "Pacific/Apia",        "Australia/Lord_Howe", NULL,
};

#define FALL_LEAST   (20 * NS_PER_MIN)
#define FALL_MOST    (70 * NS_PER_MIN)
#define SILENCE_MOST (20 * NS_PER_MIN) /* around the change */
#define FALLS_APART  (100 * NS_PER_DAY)

struct fall {
    instant before, after; /* local times of the two records */
};

/* Clocks go back between Thursday and Monday, before five in the morning or at midnight, in spring
 * or autumn: most logs need no closer look. */
static bool may_hold_a_change(const struct evidence_index *index)
{
    enum { DAYS_MOST = 120 };
    if (!index->local || !index->late || index->timed == 0) return false;
    int32_t day = instant_day(index->first), end = instant_day(index->last);
    if (end - day > DAYS_MOST) return true;
    for (; day <= end; day++) {
        int year, month, of_month, weekday = civil_weekday(day);
        civil_of_days(day, &year, &month, &of_month);
        bool season = (month >= 2 && month <= 5) || (month >= 8 && month <= 11);
        if (season && (weekday <= 1 || weekday >= 4)) return true;
    }
    return false;
}

/* The last fall of about an hour. False when there are others near it: a log in no order. */
static bool find_fall(const struct evidence_index *index, struct fall *ret)
{
    instant high = INSTANT_NONE;
    struct fall fall = {INSTANT_NONE, INSTANT_NONE};
    for (uint64_t i = 0; i < index->count; i++) {
        instant at = index->time[i];
        if (at == EVIDENCE_NO_TIME || !(index->flags[i] & EVIDENCE_LOCAL)) continue;
        if (at >= high || high == INSTANT_NONE) {
            high = at;
        } else if (minus(high, at) >= FALL_LEAST) {
            bool near = fall.before != INSTANT_NONE && high < instant_add(fall.before, FALLS_APART);
            if (near || minus(high, at) > FALL_MOST) return false;
            fall = (struct fall){high, at};
            high = at;
        }
    }
    *ret = fall;
    return fall.before != INSTANT_NONE;
}

/* Both sides of the fall stand in one hour that comes twice, near to where it ends and begins. */
static bool fits(const struct zone *zone, const struct fall *fall)
{
    instant first, second, other;
    if (zone_to_instants(zone, fall->before, &first, &second) != ZONE_FOLD) return false;
    instant change = zone_next_change(zone, first);
    instant from = instant_add(change, minus(fall->before, second));
    instant to = instant_add(change, minus(fall->before, first));
    if (zone_to_instants(zone, fall->after, &first, &other) != ZONE_FOLD ||
        zone_next_change(zone, first) != change)
        return false;
    return instant_add(minus(to, fall->before), minus(fall->after, from)) <= SILENCE_MOST;
}

bool clock_fold_seen(const struct evidence_index *index, struct zone **ret_zone,
                     struct text *sentence)
{
    enum { NAMED_MOST = 4 };
    struct fall fall;
    struct zone *found = NULL;
    size_t named = 0;
    if (!may_hold_a_change(index) || !find_fall(index, &fall)) return false;
    for (size_t i = 0; clock_places[i]; i++) {
        struct zone *zone = NULL;
        if (zone_load(clock_places[i], &zone, NULL)) continue; /* not installed here */
        if (fits(zone, &fall) && named++ < NAMED_MOST && sentence) {
            if (named == 1) {
                text_adds(sentence, "Its stamps go back from ");
                instant_add_text(sentence, fall.before, NULL, INSTANT_CLOCK, 0);
                text_adds(sentence, " to ");
                instant_add_text(sentence, fall.after, NULL, INSTANT_CLOCK, 0);
                text_adds(sentence, " on ");
                instant_add_text(sentence, fall.after, NULL, INSTANT_DATE, 0);
                text_adds(sentence, ", as clocks did in zones such as ");
            }
            text_addf(sentence, "%s%s", named > 1 ? ", " : "", clock_places[i]);
        }
        if (named == 1 && !found) { /* the first that fits */
            found = zone;
            if (!sentence) break;
            continue;
        }
        zone_free(zone);
    }
    if (!found) return false;
    if (sentence) {
        if (named > NAMED_MOST) text_adds(sentence, " and others");
        text_adds(sentence, ": state its zone, and the two passes of that hour are put in order. ");
    }
    if (ret_zone)
        *ret_zone = found;
    else
        zone_free(found);
    return true;
}
