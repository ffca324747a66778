/* Sources made by hand, record by record, for tests of timeline/. */
#ifndef TESTS_TIMELINE_FIXTURE_H
#define TESTS_TIMELINE_FIXTURE_H

#include "tests/test.h"
#include "timeline/timeline.h"

struct fixture {
    int64_t *time;
    uint64_t *start;
    uint8_t *level, *layout;
    uint16_t *flags;
    size_t count, room;
    struct text content;
    struct evidence_index index; /* valid after fixture_source */
};

void fixture_init(struct fixture *fixture);
void fixture_release(struct fixture *fixture);
/* `line` may be NULL for a record without text. */
void fixture_add(struct fixture *fixture, int64_t time, unsigned flags, enum evidence_level level,
                 const char *line);
/* Works out the facts over all records; the source borrows from the fixture. */
struct timeline_source fixture_source(struct fixture *fixture, const char *name);

/* A small generator of numbers (splitmix64, S. Vigna), so that tests repeat. */
static inline uint64_t fixture_random(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

#define FIXTURE_DIGITS(n) ((unsigned)(n) << 12)

#endif
