/*
 * Zone abbreviations that mean one offset wherever they are written. Left out on purpose, because
 * only the source's own zone can tell:
 *   ADT, AST  Atlantic or Arabia          GST  Gulf, Guam or South Georgia
 *   BST       Britain or Bangladesh       IST  India, Ireland or Israel
 *   CDT, CST  Chicago, Cuba or China      MST  Denver, Malaysia or Myanmar
 *   EDT, EST  New York or Sydney          SST  Samoa or Singapore
 *   MSK       Moscow, UTC+4 from 2011 to 2014 and UTC+3 otherwise
 * and those that are also plain words in capitals after a time ("ART", "PET", "CAT", "EAT").
 * Kept although Manila has also called its time PST since 2024, and Pyongyang's KST was half an
 * hour less from 2015 to 2018: elsewhere these names are common and have one meaning.
 */
#include "base/instant.h"

#include <stdlib.h>

struct abbreviation {
    char name[6];
    int8_t hours, minutes; /* east of UTC; both have the sign */
};

/* Sorted by bytes: it is searched by halves. */
static const struct abbreviation table[] = {
    {"ACDT", 10, 30},                 /* Central Australia, daylight */
    {"ACST", 9, 30},                  /* Central Australia */
    {"AEDT", 11, 0},                  /* Eastern Australia, daylight */
    {"AEST", 10, 0},                  /* Eastern Australia */
    {"AKDT", -8, 0},                  /* Alaska, daylight */
    {"AKST", -9, 0},                  /* Alaska */
    {"AWST", 8, 0},                   /* Western Australia */
    {"CEST", 2, 0},                   /* Central Europe, summer */
    {"CET", 1, 0},                    /* Central Europe */
    {"ChST", 10, 0},                  /* Guam (Chamorro) */
    {"EEST", 3, 0},                   /* Eastern Europe, summer */
    {"EET", 2, 0},                    /* Eastern Europe */
    {"GMT", 0, 0},                    /* Greenwich */
    {"HDT", -9, 0},                   /* Aleutians, daylight */
    {"HKT", 8, 0},                    /* Hong Kong */
    {"HST", -10, 0},                  /* Hawaii */
    {"IDT", 3, 0},                    /* Israel, daylight */
    {"JST", 9, 0},                    /* Japan */
    {"KST", 9, 0},                    /* Korea */
    {"MDT", -6, 0},                   /* Denver, daylight */
    {"MESZ", 2, 0},                   /* CEST as German systems write it */
    {"MEZ", 1, 0},                    /* CET as German systems write it */
    {"MSD", 4, 0},                    /* Moscow, summer (until 2010) */
    {"NDT", -2, -30},                 /* Newfoundland, daylight */
    {"NST", -3, -30},                 /* Newfoundland */
    {"NZDT", 13, 0},                  /* New Zealand, daylight */
    {"NZST", 12, 0},                  /* New Zealand */
    {"PDT", -7, 0},                   /* Los Angeles, daylight */
    {"PKT", 5, 0},                    /* Pakistan */
    {"PST", -8, 0},                   /* Los Angeles */
    {"SAST", 2, 0},                   /* South Africa */
    {"UCT", 0, 0},                    /* UTC, as older systems write it */
    {"UTC", 0, 0},    {"WEST", 1, 0}, /* Western Europe, summer */
    {"WET", 0, 0},                    /* Western Europe */
    {"WIB", 7, 0},                    /* Western Indonesia */
    {"WITA", 8, 0},                   /* Central Indonesia */
    {"Z", 0, 0},                      /* UTC */
};

static int compare(const void *name, const void *entry)
{
    return span_compare(*(const struct span *)name,
                        span_of(((const struct abbreviation *)entry)->name));
}

bool zone_abbreviation(struct span name, int32_t *ret_seconds_east)
{
    const struct abbreviation *found =
        bsearch(&name, table, sizeof table / sizeof table[0], sizeof table[0], compare);
    if (!found) return false;
    *ret_seconds_east = found->hours * 3600 + found->minutes * 60;
    return true;
}
