/*
 * Times as people write them: what is read has bounds in order, within the years that are kept, and
 * is read again from what was kept of it as the same.
 */
#include "tests/fuzz/fuzz.h"

#include "review/review.h"

#include <assert.h>

static void check(struct span input, const struct review_typing *typing, struct arena *arena)
{
    struct review_time time, again;
    struct review_relative relative;
    if (review_time_read(input, typing, arena, &time, NULL)) return;
    assert(time.raw && strlen(time.raw) <= 200);
    assert(time.at.earliest <= time.at.latest);
    assert(!time.relative || time.at.earliest == INSTANT_NONE);
    assert(time.relative == review_time_relative(&time, &relative));
    if (time.relative) assert(relative.from.number || relative.to.number);
    enum status status = review_time_read(span_of(time.raw), typing, arena, &again, NULL);
    assert(status == STATUS_OK);
    assert(time.at.earliest == again.at.earliest && time.at.latest == again.at.latest);
    assert(time.relative == again.relative && time.doubtful == again.doubtful);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct span input = {(const char *)data, size};
    struct arena arena;
    struct zone *zone = zone_fixed(-5 * 3600);
    struct review_typing typing = {.day = 1772582400 * NS_PER_S};
    arena_init(&arena, 1 << 16);
    check(input, &typing, &arena);
    typing.zone = zone;
    typing.day = INSTANT_NONE;
    check(input, &typing, &arena);
    arena_release(&arena);
    zone_free(zone);
    return 0;
}
