/* The part that decides when, how bad and what about, and keeps the tally. */
#include "bench/generate/maker.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define BUFFER_SIZE   ((size_t)4 << 20)
#define BUFFER_MARGIN ((size_t)64 << 10) /* more than any one record */

/* xorshift64*: G. Marsaglia, "Xorshift RNGs" (2003), with the multiplier of S. Vigna (2016). */
uint64_t maker_random(struct maker *maker)
{
    uint64_t x = maker->random;
    x ^= x >> 12;
    x ^= x << 25;
    x ^= x >> 27;
    maker->random = x;
    return x * UINT64_C(0x2545F4914F6CDD1D);
}

uint32_t maker_below(struct maker *maker, uint32_t bound)
{
    return (uint32_t)(((maker_random(maker) >> 32) * bound) >> 32);
}

static uint64_t seed_of(uint64_t seed, const char *name)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325) ^ seed;
    for (const char *c = name; *c; c++) hash = (hash ^ (uint8_t)*c) * UINT64_C(0x100000001b3);
    return hash ? hash : 1;
}

bool maker_init(struct maker *maker, const char *path, const struct kind *kind, uint64_t seed)
{
    *maker = (struct maker){.random = seed_of(seed, kind->file), .kind = kind, .now = kind->start};
    maker->tally.first = INT64_MAX;
    maker->tally.last = INT64_MIN;
    assert(kind->phrase_count >= 60); /* or it is too easy for those who cache */
    assert(kind->phrase_count <= sizeof maker->members[0] / sizeof maker->members[0][0]);
    for (size_t i = 0; i < kind->phrase_count; i++) {
        enum level level = kind->phrases[i].level;
        maker->members[level][maker->member_count[level]++] = (uint16_t)i;
    }
    maker->buffer = malloc(BUFFER_SIZE);
    maker->file = fopen(path, "wb");
    if (maker->buffer && maker->file) return true;
    fprintf(stderr, "%s: cannot create it: %s\n", path, strerror(errno));
    maker_release(maker);
    return false;
}

void maker_release(struct maker *maker)
{
    if (maker->file) fclose(maker->file);
    free(maker->buffer);
    maker->file = NULL;
    maker->buffer = NULL;
}

static bool flush(struct maker *maker)
{
    size_t wrote = fwrite(maker->buffer, 1, maker->length, maker->file);
    bool ok = wrote == maker->length;
    maker->tally.bytes += wrote;
    maker->length = 0;
    if (!ok) fprintf(stderr, "cannot write: %s\n", strerror(errno));
    return ok;
}

/* Load comes in phases of a few seconds with a rate of their own, often with a pause of minutes
 * after: a file covers hours and still has thousands of records in its busy seconds. */
int64_t maker_tick(struct maker *maker)
{
    if (maker->phase_left == 0) {
        if (maker->tally.records && maker_below(maker, 100) < 60)
            maker->now += (int64_t)maker_below(maker, 300000) * NS_PER_MS;
        maker->phase_left = 1000 + maker_below(maker, 12000);
        maker->mean_gap = 120000 + maker_below(maker, 900000);
    }
    maker->phase_left--;
    maker->now += (int64_t)(((maker_random(maker) >> 32) * (2 * maker->mean_gap)) >> 32);
    return maker->now;
}

/* Shares of the classes, in records of 10,000, quiet and in a burst. */
static const uint32_t quiet[LEVELS] = {0, 900, 8500, 450, 148, 2};
static const uint32_t burst[LEVELS] = {0, 500, 4500, 2000, 2970, 30};

const struct phrase *maker_choose(struct maker *maker)
{
    if (maker->burst_left)
        maker->burst_left--;
    else if (maker_below(maker, 25000) == 0)
        maker->burst_left = 200 + maker_below(maker, 3000);

    const uint32_t *shares = maker->burst_left ? burst : quiet;
    uint32_t draw = maker_below(maker, 10000);
    int level = DEBUG;
    while (level < CRITICAL && draw >= shares[level]) draw -= shares[level++];
    /* A format without debug or info lines (syslog states no level on most) uses its plain ones. */
    if (maker->member_count[level] == 0 || (level == INFO && maker->member_count[NONE])) {
        level = INFO;
        uint32_t both = (uint32_t)(maker->member_count[INFO] + maker->member_count[NONE]);
        if (maker_below(maker, both) < maker->member_count[NONE]) level = NONE;
    }
    /* The lesser of two draws: some kinds of message are common and many are rare. */
    uint32_t count = (uint32_t)maker->member_count[level];
    uint32_t a = maker_below(maker, count), b = maker_below(maker, count);
    return &maker->kind->phrases[maker->members[level][a < b ? a : b]];
}

bool maker_keep(struct maker *maker)
{
    return maker->length <= BUFFER_SIZE - BUFFER_MARGIN || flush(maker);
}

bool maker_run(struct maker *maker, uint64_t size)
{
    while (maker->tally.bytes + maker->length < size) {
        int64_t now = maker_tick(maker);
        maker->kind->record(maker, maker_choose(maker), now);
        if (!maker_keep(maker)) return false;
    }
    return maker_finish(maker);
}

bool maker_finish(struct maker *maker)
{
    if (!flush(maker) || fflush(maker->file) != 0) return false;
    struct timespec when = {.tv_sec = (time_t)(maker->now / NS_PER_S + 1)};
    return futimens(fileno(maker->file), (struct timespec[]){when, when}) == 0;
}

void count_record(struct maker *maker, enum level level, int64_t at)
{
    struct tally *tally = &maker->tally;
    tally->records++;
    tally->levels[level]++;
    tally->time_sum += (uint64_t)at;
    if (at < tally->first) tally->first = at;
    if (at > tally->last) tally->last = at;
}

void count_unclear(struct maker *maker, enum level level, int64_t at)
{
    count_record(maker, level, at);
    maker->tally.unclear[level]++;
}
