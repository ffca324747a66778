/*
 * What the zone files of base/ share: the shape of a loaded zone. Other rooms use instant.h.
 *
 * A zone is one sorted list of changes. The rule in a TZif footer ("and so on every year") is
 * written out as changes up to the last year an instant can have, so that nothing after loading
 * needs to know about rules.
 */
#ifndef BASE_ZONE_H
#define BASE_ZONE_H

#include "base/instant.h"

enum {
    ZONE_NAME_MAX = 100,     /* the longest in the IANA data has 32 bytes */
    ZONE_CHANGES_MAX = 4096, /* in a file; the largest real ones have under 300 */
    ZONE_KINDS_MAX = 256,    /* TZif counts them in one byte */
    ZONE_LETTERS_MAX = 31,   /* of one abbreviation; real ones have 3 to 6 */
    ZONE_OFFSET_MAX = 93599, /* 25:59:59, the widest that RFC 9636 allows (east; 24:59:59 west) */
    ZONE_YEAR_FIRST = 1677,  /* the years of an instant */
    ZONE_YEAR_LAST = 2262,
};

/* One kind of local time: standard, daylight saving, ... */
struct zone_kind {
    int32_t offset; /* seconds east of UTC */
    bool daylight;
    struct span abbreviation; /* in a zone: borrows from its letters, NUL-terminated */
};

struct zone_change {
    int64_t at; /* seconds since 1970 UTC from which `kind` holds */
    uint16_t kind;
};

struct zone {
    char name[ZONE_NAME_MAX + 1];
    size_t kind_count;
    struct zone_kind kinds[ZONE_KINDS_MAX + 2]; /* two more for the footer's rule */
    uint16_t first_kind;                        /* before the first change */
    size_t change_count, change_room;
    struct zone_change *changes; /* owned; strictly ascending */
    size_t letter_count;
    char letters[2048]; /* the abbreviations, each NUL-terminated */
};

/* An empty zone with this name (cut at ZONE_NAME_MAX), or NULL when out of memory. */
struct zone *zone_new(struct span name);
/* Finds or adds a kind; LIMIT when the tables are full. */
enum status zone_add_kind(struct zone *zone, struct zone_kind kind, uint16_t *ret_kind,
                          struct error *error);
/* Appends a change; when `at` is not after the last one, that one takes the new kind instead. */
enum status zone_add_change(struct zone *zone, int64_t at, uint16_t kind, struct error *error);

/* Writes out a POSIX TZ rule ("CET-1CEST,M3.5.0,M10.5.0/3", RFC 9636 3.3.1) after the changes that
 * are there. BAD_INPUT when it is malformed. */
enum status zone_add_rule(struct zone *zone, struct span rule, struct error *error);

/* Takes "Z", "z", "+05:30", "-0500", "+02", "-5", "-04:56:02" (also with U+2212) off the front of
 * *rest; false and *rest untouched when there is none or it is a day or more. */
bool zone_offset_take(struct span *rest, int32_t *ret_seconds_east);

/* Appends "; did you mean Europe/Berlin? Give one of these names" for names in the folder's
 * zone.tab that resemble `name`; nothing when there are none or the table cannot be read. */
void zone_suggest(struct text *text, const char *folder, struct span name);

#endif
