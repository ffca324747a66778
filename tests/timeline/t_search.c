/* The search over sources of every character against a look at each record. */
#include "tests/timeline/fixture.h"

#define S    NS_PER_S
#define DAY0 (INT64_C(1795305600) * S) /* 2026-11-22 */

enum { SOURCES = 8, RECORDS = 13000, KINDS = 3 };

struct world {
    struct fixture fixture[SOURCES];
    struct timeline_source sources[SOURCES];
    struct evidence_reader readers[SOURCES];
    uint32_t *kinds[SOURCES];
    struct timeline_prepared *prepared[SOURCES]; /* of some */
    struct zone *zone;
};

/* In order, some or long stretches without a time, late, falling, a clock that jumps back, across
 * the end of summer time, counting from a boot. */
static int64_t time_of(unsigned character, size_t i, int64_t at, uint64_t random, unsigned *flags)
{
    switch (character) {
    case 1: return random % 5 == 0 || i / 5000 == 1 ? EVIDENCE_NO_TIME : at;
    case 2: return random % 7 == 0 ? at - (int64_t)(random >> 8 & 63) * NS_PER_MS : at;
    case 3: return DAY0 - (int64_t)i * NS_PER_MS;
    case 4: return at - (int64_t)(i / 3000) * S;
    case 5: *flags |= EVIDENCE_LOCAL; return at - (21 * 24 + 18) * NS_PER_HOUR + (int64_t)i * S;
    case 6:
        if (random % 9) return at;
        *flags |= EVIDENCE_SINCE_BOOT;
        return (int64_t)i * NS_PER_MS;
    default: return at;
    }
}

/* The worse levels are in one block of four alone. */
static enum evidence_level level_of(size_t i, uint64_t random)
{
    bool bad = i / 4096 == 2 && random % 50 == 0;
    return bad ? EVIDENCE_LEVEL_ERROR + random % 2 : (enum evidence_level)(random >> 20 & 3);
}

static void fill(struct world *world, unsigned character, uint64_t *seed)
{
    static const char *const words[] = {"pool full", "pool", "Pool",    "full",
                                        "fu",        "llpo", "p o o l", "po ol full"};
    struct fixture *fixture = &world->fixture[character];
    int64_t at = DAY0;
    world->kinds[character] = calloc(RECORDS, sizeof(uint32_t));
    assert_non_null(world->kinds[character]);
    for (size_t i = 0; i < RECORDS; i++) {
        uint64_t random = fixture_random(seed);
        unsigned flags = FIXTURE_DIGITS(3);
        at += (int64_t)(random % 4) * NS_PER_MS;
        int64_t time = time_of(character, i, at, random, &flags);
        fixture_add(fixture, time, flags, level_of(i, random), words[random >> 30 & 7]);
        world->kinds[character][i] = random >> 40 & 1 ? 0 : (uint32_t)(i / 6000);
    }
}

static int set_up(void **state)
{
    struct world *world = calloc(1, sizeof *world);
    uint64_t seed = 7;
    struct error error;
    assert_non_null(world);
    assert_ok(zone_load("America/New_York", &world->zone, &error));
    for (unsigned i = 0; i < SOURCES; i++) {
        fixture_init(&world->fixture[i]);
        fill(world, i, &seed);
        world->sources[i] = fixture_source(&world->fixture[i], "s");
        world->sources[i].clock.zone = world->zone;
        world->sources[i].clock.offset_least = world->sources[i].clock.offset_most =
            (int64_t)i * NS_PER_MS;
        world->readers[i] = evidence_reader_of_span(&world->sources[i].content);
        if (i % 2) world->sources[i].reader = &world->readers[i];
        if (i < 3) continue;
        assert_ok(timeline_prepare(&world->sources[i], &world->prepared[i], &error));
        world->sources[i].prepared = world->prepared[i];
    }
    *state = world;
    return 0;
}

static int tear_down(void **state)
{
    struct world *world = *state;
    for (unsigned i = 0; i < SOURCES; i++) {
        timeline_prepared_free(world->prepared[i]);
        fixture_release(&world->fixture[i]);
        free(world->kinds[i]);
    }
    zone_free(world->zone);
    free(world);
    return 0;
}

/* ---- by looking at each ---- */

static int by_time(const void *left, const void *right)
{
    const struct timeline_entry *a = left, *b = right;
    bool a_timed = a->at != INSTANT_NONE, b_timed = b->at != INSTANT_NONE;
    if (a_timed != b_timed) return a_timed ? -1 : 1;
    if (a->at != b->at) return a->at < b->at ? -1 : 1;
    if (a->source != b->source) return a->source < b->source ? -1 : 1;
    return a->record < b->record ? -1 : a->record > b->record;
}

static bool is_wanted(const struct world *world, const struct timeline_search *search,
                      uint32_t source, uint64_t record, instant at)
{
    const struct timeline_source *s = &world->sources[source];
    const struct timeline_filter *filter = &search->filter;
    bool window = filter->from != INSTANT_OPEN_START || filter->to != INSTANT_OPEN_END;
    struct error error;
    bool found;
    size_t from, to;
    if (filter->source_on && !filter->source_on[source]) return false;
    if (filter->level_mask && !(filter->level_mask >> s->index->level[record] & 1)) return false;
    if (search->kinds && world->kinds[source][record] != search->kind) return false;
    if (at == INSTANT_NONE ? window || !search->untimed : at < filter->from || at >= filter->to)
        return false;
    assert_ok(evidence_query_match(search->query, evidence_record(s->index, s->content, record),
                                   &found, &from, &to, &error));
    return found;
}

static size_t look_at_each(const struct world *world, const struct timeline_search *search,
                           struct timeline_entry *ret)
{
    size_t count = 0;
    for (uint32_t s = 0; s < SOURCES; s++)
        for (uint64_t r = 0; r < RECORDS; r++) {
            instant at = timeline_record_time(&world->sources[s], r);
            if (is_wanted(world, search, s, r, at))
                ret[count++] = (struct timeline_entry){at, s, r};
        }
    qsort(ret, count, sizeof *ret, by_time);
    return count;
}

/* ---- against the search ---- */

struct got {
    const struct timeline_entry *want;
    size_t want_count, count, calls, limit;
};

static enum status compare(void *context, const struct timeline_entry *entries, size_t count,
                           bool *ret_stop, struct error *error)
{
    struct got *got = context;
    (void)error;
    got->calls++;
    for (size_t i = 0; i < count; i++, got->count++) {
        assert_true(got->count < got->want_count);
        const struct timeline_entry *want = &got->want[got->count];
        if (entries[i].at != want->at || entries[i].source != want->source ||
            entries[i].record != want->record)
            fail_msg("row %zu: %lld S%u %llu, wanted %lld S%u %llu", got->count,
                     (long long)entries[i].at, entries[i].source,
                     (unsigned long long)entries[i].record, (long long)want->at, want->source,
                     (unsigned long long)want->record);
    }
    *ret_stop = got->limit && got->count >= got->limit;
    return STATUS_OK;
}

static void check(const struct world *world, struct timeline_search *search)
{
    struct timeline_entry *want = calloc(SOURCES * RECORDS, sizeof *want);
    struct error error;
    uint64_t count = 0;
    assert_non_null(want);
    struct got got = {.want = want, .want_count = look_at_each(world, search, want)};
    for (search->threads = 1; search->threads <= 3; search->threads += 2) {
        got.count = 0;
        assert_ok(timeline_search(world->sources, SOURCES, search, compare, &got, &error));
        assert_int_equal(got.count, got.want_count);
        assert_ok(timeline_search_count(world->sources, SOURCES, search, &count, &error));
        assert_int_equal(count, got.want_count);
    }
    free(want);
}

static const struct timeline_filter filters[] = {
    {INSTANT_OPEN_START, INSTANT_OPEN_END, 0, NULL},
    {DAY0 + 5 * S, DAY0 + 7 * S, 0, NULL},
    {DAY0 + 5 * S, INSTANT_OPEN_END, 0, NULL},
    {INSTANT_OPEN_START, DAY0 - 2 * S, 0, NULL},
    {DAY0 + 1000, DAY0 + 1001, 0, NULL},
    {INSTANT_OPEN_START, INSTANT_OPEN_END, 1u << EVIDENCE_LEVEL_ERROR, NULL},
    {INSTANT_OPEN_START, INSTANT_OPEN_END, 1u << EVIDENCE_LEVEL_NONE | 1u << EVIDENCE_LEVEL_TRACE,
     NULL},
    {DAY0 + 12 * S, DAY0 + 16 * S, 1u << EVIDENCE_LEVEL_ERROR | 1u << EVIDENCE_LEVEL_FATAL, NULL},
};

static void finds_what_a_look_at_each_finds(void **state)
{
    const struct world *world = *state;
    static const bool some[SOURCES] = {false, true, true, false, true, false, true, false};
    struct error error;
    for (int regex = 0; regex < 2; regex++) {
        struct evidence_query *query = NULL;
        assert_ok(evidence_query_new(regex ? SPAN("l{2}$") : SPAN("pool"), regex != 0, regex == 0,
                                     &query, &error));
        for (size_t i = 0; i < sizeof filters / sizeof filters[0]; i++) {
            struct timeline_search search = {.query = query, .filter = filters[i]};
            check(world, &search);
            search.untimed = true;
            check(world, &search);
            search.filter.source_on = some;
            check(world, &search);
            search.kinds = world->kinds;
            search.kind = 2;
            check(world, &search);
        }
        evidence_query_free(query);
    }
}

static void the_first_hits_come_early_and_a_limit_ends_it(void **state)
{
    const struct world *world = *state;
    struct timeline_entry *want = calloc(SOURCES * RECORDS, sizeof *want);
    struct evidence_query *query = NULL;
    struct error error;
    assert_non_null(want);
    assert_ok(evidence_query_new(SPAN("pool full"), false, false, &query, &error));
    struct timeline_search search = {.query = query, .filter = TIMELINE_ALL, .threads = 2};
    struct got got = {.want = want, .want_count = look_at_each(world, &search, want)};
    assert_ok(timeline_search(world->sources, SOURCES, &search, compare, &got, &error));
    assert_true(got.calls > 2); /* not all at the end */
    got = (struct got){.want = want, .want_count = got.want_count, .limit = 1};
    assert_ok(timeline_search(world->sources, SOURCES, &search, compare, &got, &error));
    assert_int_equal(got.calls, 1);
    assert_true(got.count < got.want_count / 2);
    evidence_query_free(query);
    free(want);
}

static enum status refuse(void *context, const struct timeline_entry *entries, size_t count,
                          bool *ret_stop, struct error *error)
{
    (void)context;
    (void)entries;
    (void)count;
    (void)ret_stop;
    return error_set(error, STATUS_UNREADABLE, "the reader went away");
}

static void what_goes_wrong_ends_it(void **state)
{
    const struct world *world = *state;
    struct evidence_query *query = NULL;
    struct error error;
    uint64_t count = 99;
    assert_ok(evidence_query_new(SPAN("pool"), false, false, &query, &error));
    struct timeline_search search = {.query = query, .filter = TIMELINE_ALL};
    assert_status(timeline_search(world->sources, SOURCES, &search, refuse, NULL, &error),
                  STATUS_UNREADABLE);
    evidence_query_free(query);
    /* a pattern that takes for ever on one record of many */
    struct fixture fixture;
    fixture_init(&fixture);
    for (int i = 0; i < 9000; i++)
        fixture_add(&fixture, DAY0 + i, 0, EVIDENCE_LEVEL_INFO,
                    i == 7000 ? "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab" : "fine");
    struct timeline_source source = fixture_source(&fixture, "slow.log");
    assert_ok(evidence_query_new(SPAN("(a|aa)+$"), true, false, &query, &error));
    search.query = query;
    assert_status(timeline_search_count(&source, 1, &search, &count, &error), STATUS_LIMIT);
    assert_non_null(strstr(error.message, "too many steps"));
    assert_non_null(strstr(error.where, "slow.log"));
    assert_int_equal(count, 99);
    evidence_query_free(query);
    fixture_release(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_what_a_look_at_each_finds),
        cmocka_unit_test(the_first_hits_come_early_and_a_limit_ends_it),
        cmocka_unit_test(what_goes_wrong_ends_it),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
