/* The merge and the counts against a plain sort of all records. */
#include "tests/timeline/fixture.h"

#include "timeline/internal.h"

#define S    NS_PER_S
#define DAY0 (INT64_C(1795305600) * S) /* 2026-11-22 */

enum { SOURCES = 9 };

struct world {
    struct fixture fixture[SOURCES];
    struct timeline_source sources[SOURCES];
    struct timeline_prepared *prepared[SOURCES]; /* in the second group */
    struct zone *zone;
    struct timeline_entry *want; /* all records with a time, in order */
    size_t count;
};

static int by_time(const void *left, const void *right)
{
    const struct timeline_entry *a = left, *b = right;
    if (a->at != b->at) return a->at < b->at ? -1 : 1;
    if (a->source != b->source) return a->source < b->source ? -1 : 1;
    return a->record < b->record ? -1 : a->record > b->record;
}

/* One source of its own character: in order, with records without a time, with late records,
 * falling, with a clock that jumps back, across the end of summer time, with boot times, bursts,
 * empty. */
static void fill(struct fixture *fixture, unsigned character, uint64_t *seed)
{
    int64_t at = DAY0;
    size_t count = character == 8 ? 0 : 3000;
    for (size_t i = 0; i < count; i++) {
        uint64_t random = fixture_random(seed);
        enum evidence_level level = random >> 20 & 7;
        unsigned flags = FIXTURE_DIGITS(3);
        int64_t time = at;
        at += (int64_t)(random % 4) * NS_PER_MS;
        if (character == 1 && random % 5 == 0) time = EVIDENCE_NO_TIME;
        if (character == 2 && random % 7 == 0) time -= (int64_t)(random >> 8 & 63) * NS_PER_MS;
        if (character == 3) time = DAY0 - (int64_t)i * NS_PER_MS;
        if (character == 4 && i % 1000 == 999) at -= 800 * NS_PER_MS;
        if (character == 5) { /* the change of zone comes in the middle */
            at += 2 * S;
            flags |= EVIDENCE_LOCAL;
            time -= (21 * 24 + 18) * NS_PER_HOUR - (45 * 60) * S;
            if (i >= 1500) {
                time -= NS_PER_HOUR;
                flags |= EVIDENCE_FOLD_GUESS | EVIDENCE_FOLD_SECOND;
            } else {
                flags |= EVIDENCE_FOLD_GUESS;
            }
        }
        if (character == 6 && random % 9 == 0) {
            time = (int64_t)i * NS_PER_MS;
            flags |= EVIDENCE_SINCE_BOOT;
        }
        if (character == 7 && i % 50) time = at = at - (int64_t)(random % 4) * NS_PER_MS;
        fixture_add(fixture, time, flags, level, NULL);
    }
}

static int set_up(void **state)
{
    struct world *world = calloc(1, sizeof *world);
    assert_non_null(world);
    uint64_t seed = 42;
    struct error error;
    assert_ok(zone_load("America/New_York", &world->zone, &error));
    world->want = calloc(SOURCES * 3000, sizeof *world->want);
    assert_non_null(world->want);
    for (unsigned i = 0; i < SOURCES; i++) {
        fixture_init(&world->fixture[i]);
        fill(&world->fixture[i], i, &seed);
        world->sources[i] = fixture_source(&world->fixture[i], "s");
        world->sources[i].clock.zone = world->zone;
        world->sources[i].clock.offset_least = (int64_t)i * NS_PER_MS;
        world->sources[i].clock.offset_most = (int64_t)(i + 2) * NS_PER_MS;
        for (uint64_t r = 0; r < world->fixture[i].count; r++) {
            instant at = timeline_record_time(&world->sources[i], r);
            if (at == INSTANT_NONE) continue;
            world->want[world->count++] = (struct timeline_entry){at, i, r};
        }
    }
    qsort(world->want, world->count, sizeof *world->want, by_time);
    *state = world;
    return 0;
}

/* The same world, with all that can be found out beforehand. */
static int set_up_prepared(void **state)
{
    if (set_up(state)) return 1;
    struct world *world = *state;
    struct error error;
    for (unsigned i = 0; i < SOURCES; i++) {
        assert_ok(timeline_prepare(&world->sources[i], &world->prepared[i], &error));
        world->sources[i].prepared = world->prepared[i];
    }
    return 0;
}

static int tear_down(void **state)
{
    struct world *world = *state;
    for (unsigned i = 0; i < SOURCES; i++) timeline_prepared_free(world->prepared[i]);
    for (unsigned i = 0; i < SOURCES; i++) fixture_release(&world->fixture[i]);
    zone_free(world->zone);
    free(world->want);
    free(world);
    return 0;
}

static bool wanted(const struct world *world, const struct timeline_entry *entry,
                   const struct timeline_filter *filter)
{
    const struct evidence_index *index = world->sources[entry->source].index;
    if (entry->at < filter->from || entry->at >= filter->to) return false;
    if (filter->source_on && !filter->source_on[entry->source]) return false;
    return !filter->level_mask || filter->level_mask >> index->level[entry->record] & 1;
}

static void check_merge(const struct world *world, const struct timeline_filter *filter,
                        size_t batch)
{
    struct error error;
    struct timeline_merge *merge = NULL;
    struct timeline_entry entries[512];
    assert_true(batch <= 512);
    assert_ok(timeline_merge_new(world->sources, SOURCES, filter, &merge, &error));
    size_t next = 0, got;
    while ((got = timeline_merge_next(merge, entries, batch)) > 0) {
        for (size_t i = 0; i < got; i++) {
            while (next < world->count && !wanted(world, &world->want[next], filter)) next++;
            assert_true(next < world->count);
            if (by_time(&entries[i], &world->want[next]))
                fail_msg("place %zu: source %u record %llu, wanted source %u record %llu", next,
                         entries[i].source, (unsigned long long)entries[i].record,
                         world->want[next].source, (unsigned long long)world->want[next].record);
            next++;
        }
    }
    while (next < world->count && !wanted(world, &world->want[next], filter)) next++;
    assert_int_equal(next, world->count);
    assert_int_equal(timeline_merge_next(merge, entries, batch), 0);
    timeline_merge_free(merge);
}

/* The same by stretches: they hold the same records, and none could have been longer. */
static void check_runs(const struct world *world, const struct timeline_filter *filter,
                       size_t batch)
{
    struct error error;
    struct timeline_merge *merge = NULL;
    struct timeline_run runs[512], last = {.source = UINT32_MAX};
    assert_ok(timeline_merge_new(world->sources, SOURCES, filter, &merge, &error));
    size_t next = 0, got;
    while ((got = timeline_merge_runs(merge, runs, batch)) > 0) {
        for (size_t i = 0; i < got; i++) {
            assert_true(runs[i].count > 0);
            assert_false(i > 0 && runs[i].source == last.source &&
                         last.first + last.count == runs[i].first);
            last = runs[i];
            for (uint32_t r = 0; r < runs[i].count; r++, next++) {
                while (next < world->count && !wanted(world, &world->want[next], filter)) next++;
                assert_true(next < world->count);
                assert_int_equal(runs[i].source, world->want[next].source);
                assert_int_equal(runs[i].first + r, world->want[next].record);
            }
        }
    }
    while (next < world->count && !wanted(world, &world->want[next], filter)) next++;
    assert_int_equal(next, world->count);
    assert_int_equal(timeline_merge_runs(merge, runs, batch), 0);
    timeline_merge_free(merge);
}

static void merge_equals_a_sort(void **state)
{
    const struct world *world = *state;
    assert_true(world->count > 20000);
    struct timeline_filter all = TIMELINE_ALL;
    static const size_t batches[] = {1, 2, 7, 512};
    for (size_t i = 0; i < 4; i++) {
        check_merge(world, &all, batches[i]);
        check_runs(world, &all, batches[i]);
    }
}

static void windows_levels_and_sources_filter(void **state)
{
    const struct world *world = *state;
    uint64_t seed = 7;
    for (int round = 0; round < 60; round++) {
        bool on[SOURCES];
        for (size_t i = 0; i < SOURCES; i++) on[i] = fixture_random(&seed) % 4 != 0;
        const struct timeline_entry *a = &world->want[fixture_random(&seed) % world->count];
        const struct timeline_entry *b = &world->want[fixture_random(&seed) % world->count];
        struct timeline_filter filter = {a->at, b->at, 0, NULL};
        if (round % 2) filter.to = instant_add(a->at, 50 * NS_PER_MS);
        if (round % 3 == 1) filter.level_mask = (uint32_t)fixture_random(&seed) & 0xff;
        if (round % 5 == 1) filter.source_on = on;
        if (round % 7 == 1) filter.from = INSTANT_OPEN_START;
        if (round % 7 == 2) filter.to = INSTANT_OPEN_END;
        check_merge(world, &filter, 512);
        check_runs(world, &filter, 64);
    }
}

static void empty_sets_merge(void **state)
{
    (void)state;
    struct error error;
    struct timeline_filter all = TIMELINE_ALL;
    struct timeline_merge *merge = NULL;
    struct timeline_entry entry;
    assert_ok(timeline_merge_new(NULL, 0, &all, &merge, &error));
    assert_int_equal(timeline_merge_next(merge, &entry, 1), 0);
    timeline_merge_free(merge);
    timeline_merge_free(NULL);
}

static void counts_equal_a_walk(void **state)
{
    const struct world *world = *state;
    static const struct {
        instant from;
        duration width;
        size_t buckets;
    } cases[] = {
        {DAY0, S, 30},
        {DAY0 - 5 * S, 7 * NS_PER_MS, 1500},
        {DAY0 - 100 * NS_PER_DAY, NS_PER_DAY, 200},
        {DAY0 + 1, INT64_MAX / 2, 8},    /* the window ends past the end of time */
        {INT64_MIN + 1, INT64_MAX, 3},   /* buckets as wide as time */
        {INT64_MIN + 1, NS_PER_DAY, 10}, /* before everything */
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        size_t buckets = cases[c].buckets, cells = SOURCES * EVIDENCE_LEVEL_COUNT * buckets;
        uint32_t *got = calloc(cells, sizeof *got), *want = calloc(cells, sizeof *want);
        assert_true(got && want);
        for (size_t i = 0; i < world->count; i++) {
            const struct timeline_entry *e = &world->want[i];
            if (e->at < cases[c].from) continue;
            uint64_t past = (uint64_t)e->at - (uint64_t)cases[c].from;
            uint64_t bucket = past / (uint64_t)cases[c].width;
            size_t level = world->sources[e->source].index->level[e->record];
            if (bucket < buckets)
                want[(e->source * EVIDENCE_LEVEL_COUNT + level) * buckets + bucket]++;
        }
        struct error error;
        assert_ok(timeline_count(world->sources, SOURCES, cases[c].from, cases[c].width, buckets,
                                 got, &error));
        assert_memory_equal(got, want, cells * sizeof *got);
        free(got);
        free(want);
    }
}

static void finding_ends_equals_a_walk(void **state)
{
    const struct world *world = *state;
    uint64_t seed = 11;
    for (size_t round = 0; round < 2000; round++) {
        const struct timeline_prepared *p = world->prepared[fixture_random(&seed) % SOURCES];
        instant at = world->want[fixture_random(&seed) % world->count].at;
        uint64_t from = fixture_random(&seed) % (p->count + 1), want = from;
        while (want < p->count && p->time[want] + p->times.shift < at) want++;
        assert_int_equal(prepared_find(p, from, at), want);
        uint32_t levels[EVIDENCE_LEVEL_COUNT], walked[EVIDENCE_LEVEL_COUNT] = {0};
        for (uint64_t i = 0; i < want; i++) walked[p->level[i]]++;
        prepared_levels(p, want, levels);
        assert_memory_equal(levels, walked, sizeof levels);
    }
}

static void counts_refuse_nonsense(void **state)
{
    const struct world *world = *state;
    struct error error;
    assert_status(timeline_count(world->sources, SOURCES, 0, 0, 1, NULL, &error), STATUS_USAGE);
    assert_status(timeline_count(world->sources, SOURCES, 0, -1, 1, NULL, &error), STATUS_USAGE);
    assert_status(timeline_count(world->sources, SOURCES, 0, 1, SIZE_MAX / 2, NULL, &error),
                  STATUS_LIMIT);
}

/* Many records in next to no order are sorted by digits: narrow times, wide ones, all there are. */
static void many_without_order_sort_like_a_stable_sort(void **state)
{
    enum { COUNT = 30000 };
    static const unsigned bits[] = {1, 10, 11, 12, 33, 55, 60, 64};
    int64_t *time = calloc(COUNT, sizeof *time);
    uint32_t *order = calloc(COUNT, sizeof *order);
    uint64_t seed = 8;
    struct error error;
    (void)state;
    assert_non_null(time);
    assert_non_null(order);
    for (size_t round = 0; round < sizeof bits / sizeof *bits; round++) {
        for (uint32_t i = 0; i < COUNT; i++) {
            uint64_t random = fixture_random(&seed) >> (64 - bits[round]);
            time[i] = (int64_t)(random - (UINT64_C(1) << (bits[round] - 1)));
            order[i] = i;
        }
        assert_ok(runs_sort(time, order, COUNT, &error));
        for (size_t i = 1; i < COUNT; i++) {
            int64_t a = time[order[i - 1]], b = time[order[i]];
            assert_true(a < b || (a == b && order[i - 1] < order[i]));
        }
    }
    free(time);
    free(order);
}

static void runs_sort_like_a_stable_sort(void **state)
{
    (void)state;
    uint64_t seed = 3;
    struct error error;
    for (size_t round = 0; round < 400; round++) {
        size_t count = (size_t)(fixture_random(&seed) % 300);
        uint64_t values = 1 + fixture_random(&seed) % (round % 3 ? 9 : 100000);
        int64_t time[300];
        uint32_t order[300];
        for (size_t i = 0; i < count; i++) {
            time[i] = (int64_t)(fixture_random(&seed) % values);
            if (round % 5 == 1) time[i] = (int64_t)(i % 60) * 3; /* jumps back */
            if (round % 5 == 2) time[i] = -(int64_t)(i / 2);     /* falls, with equals */
            order[i] = (uint32_t)i;
        }
        assert_ok(runs_sort(time, order, count, &error));
        for (size_t i = 1; i < count; i++) {
            int64_t a = time[order[i - 1]], b = time[order[i]];
            assert_true(a < b || (a == b && order[i - 1] < order[i]));
        }
    }
}

#define PREPARED(test)                                                                             \
    {                                                                                              \
        "prepared_" #test, test, set_up_prepared, tear_down, NULL                                  \
    }

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(merge_equals_a_sort),
        cmocka_unit_test(windows_levels_and_sources_filter),
        cmocka_unit_test(empty_sets_merge),
        cmocka_unit_test(counts_equal_a_walk),
        cmocka_unit_test(counts_refuse_nonsense),
        cmocka_unit_test(runs_sort_like_a_stable_sort),
        cmocka_unit_test(many_without_order_sort_like_a_stable_sort),
        PREPARED(merge_equals_a_sort),
        PREPARED(windows_levels_and_sources_filter),
        PREPARED(counts_equal_a_walk),
        PREPARED(finding_ends_equals_a_walk),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
