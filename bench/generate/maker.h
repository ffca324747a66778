/*
 * How the bench makes log files that it knows everything about.
 *
 * A `kind` (one file of the bench) is a table of phrases and a function that writes one record
 * around a phrase. The maker holds what they all need: a seeded random source, a clock that
 * advances in phases, a level that comes in bursts, a buffer, and the tally that becomes the
 * manifest. It uses nothing of the program's own code, calendar included, so that the manifest is a
 * second opinion.
 */
#ifndef BENCH_GENERATE_MAKER_H
#define BENCH_GENERATE_MAKER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define NS_PER_MS INT64_C(1000000)
#define NS_PER_S  INT64_C(1000000000)

/* Classes, not names: every format has its own words and numbers for them. */
enum level { NONE, DEBUG, INFO, WARNING, ERROR, CRITICAL, LEVELS };

/* A message with holes. A hole is a letter in braces, filled anew each time:
 *   i 0-99          n 0-9999        N 0-9999999      f 0.000-59.999   q 1-2999 (milliseconds)
 *   a IPv4 address  P high port     h 8 hex digits   H 16 hex digits  u UUID
 *   w host          s service       e user handle    t URL path       k table or topic
 *   d block device  v version       D directory path c region
 */
struct phrase {
    enum level level;
    const char *source; /* program, logger, file name, event provider: what the kind needs */
    const char *text;
    const char *extra; /* what the kind makes of it (detail, key-value tail), or NULL */
};

struct maker;

struct kind {
    const char *file;
    const char *zone;           /* how the stamps are to be read, for people */
    const char *why_unclear;    /* why tally.unclear records have no one true level, or NULL */
    const char *unclear_may_be; /* JSON list of the classes they may be read as */
    int64_t start;              /* UTC, nanoseconds since 1970 */
    const struct phrase *phrases;
    size_t phrase_count;
    void (*record)(struct maker *maker, const struct phrase *phrase, int64_t now);
};

extern const struct kind kind_syslog, kind_app_text, kind_openstack, kind_access, kind_postgres,
    kind_postgres_json, kind_app_json, kind_windows, kind_logfmt, kind_klog;

struct tally {
    uint64_t records, lines, bytes;
    int64_t first, last; /* of the stamps as written, so at the format's precision */
    uint64_t time_sum;   /* of all stamps, modulo 2^64: one wrong stamp anywhere shows in it */
    uint64_t levels[LEVELS];
    uint64_t unclear[LEVELS]; /* the part of `levels` that may also be read otherwise */
};

struct maker {
    uint64_t random; /* state of the random source, never 0 */
    FILE *file;
    char *buffer;
    size_t length;
    bool json; /* phrases are written into a JSON string */
    struct tally tally;

    int64_t now;
    uint64_t mean_gap;               /* nanoseconds between records in this phase */
    uint32_t phase_left, burst_left; /* records */

    const struct kind *kind;
    uint16_t members[LEVELS][160]; /* phrases of each level */
    size_t member_count[LEVELS];
};

/* Starts a file over; the maker owns its buffer until maker_release. False says why on stderr. */
bool maker_init(struct maker *maker, const char *path, const struct kind *kind, uint64_t seed);
/* Writes records until the file has `size` bytes, then finishes it. */
bool maker_run(struct maker *maker, uint64_t size);
/* The steps of maker_run, for who mixes several makers: what next, and when (UTC); make room in the
 * buffer for one more record; write the rest and date the file one second after the maker's last
 * record, as a log that has just stopped growing. */
const struct phrase *maker_choose(struct maker *maker);
int64_t maker_tick(struct maker *maker);
bool maker_keep(struct maker *maker);
bool maker_finish(struct maker *maker);
void maker_release(struct maker *maker);

uint64_t maker_random(struct maker *maker);
uint32_t maker_below(struct maker *maker, uint32_t bound);

/* Counts a record whose stamp, as written, says `at`. */
void count_record(struct maker *maker, enum level level, int64_t at);
void count_unclear(struct maker *maker, enum level level, int64_t at);

void put_text(struct maker *maker, const char *text);
void put_char(struct maker *maker, char c);
void put_line_end(struct maker *maker);
void put_number(struct maker *maker, uint64_t value);
void put_padded(struct maker *maker, uint64_t value, int width, char pad);
void put_hex(struct maker *maker, int digits);
void put_phrase(struct maker *maker, const char *text);

/* Civil time in 2026, the year of all the bench's data. */
struct stamp {
    unsigned month, day, hour, minute, second, nanosecond;
};
struct stamp stamp_of(int64_t at);
const char *month_name(unsigned month);                         /* "Jan" */
void put_date(struct maker *maker, const struct stamp *stamp);  /* 2026-03-04 */
void put_clock(struct maker *maker, const struct stamp *stamp); /* 10:02:17 */

#endif
