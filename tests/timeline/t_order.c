/* The network of times against all shortest ways by Floyd and Warshall. */
#include "tests/timeline/fixture.h"

enum { MOST = 12 };
#define FAR (INT64_C(1) << 60)

static void bounds_tighten_through_a_chain(void **state)
{
    (void)state;
    struct arena arena;
    struct error error;
    arena_init(&arena, 1 << 20);
    /* 1 at 100..110; 2 at least 5 after 1; 3 at least 5 after 2 and no later than 130 */
    const struct timeline_constraint constraints[] = {{2, 1, -5, "b after a"},
                                                      {3, 2, -5, "c after b"}};
    struct interval bounds[4] = {{0, 0}, {100, 110}, INTERVAL_NONE, {INSTANT_OPEN_START, 130}};
    uint32_t *cycle = NULL;
    size_t len = 99;
    assert_ok(timeline_order(constraints, 2, bounds, 4, &arena, &cycle, &len, &error));
    assert_int_equal(len, 0);
    static const struct interval want[4] = {{0, 0}, {100, 110}, {105, 125}, {110, 130}};
    assert_memory_equal(bounds, want, sizeof want);
    arena_release(&arena);
}

static void what_nothing_ties_stays_unknown(void **state)
{
    (void)state;
    struct arena arena;
    struct error error;
    arena_init(&arena, 1 << 20);
    const struct timeline_constraint constraints[] = {
        {1, 2, 10, "close"}, {2, 1, 0, "after"}, {3, 4, 0, "not after"}};
    struct interval bounds[5] = {
        {0, 0}, INTERVAL_NONE, INTERVAL_NONE, INTERVAL_NONE, {INSTANT_NONE, INSTANT_NONE}};
    bounds[4].latest = bounds[4].earliest = 50;
    uint32_t *cycle = NULL;
    size_t len = 99;
    assert_ok(timeline_order(constraints, 3, bounds, 5, &arena, &cycle, &len, &error));
    assert_int_equal(len, 0);
    assert_true(bounds[1].earliest == INSTANT_NONE && bounds[1].latest == INSTANT_NONE);
    assert_true(bounds[2].earliest == INSTANT_NONE && bounds[2].latest == INSTANT_NONE);
    assert_true(bounds[3].earliest == 50 && bounds[3].latest == INSTANT_OPEN_END);
    arena_release(&arena);
}

static void contradictions_name_their_claims(void **state)
{
    (void)state;
    struct arena arena;
    struct error error;
    arena_init(&arena, 1 << 20);
    /* 2 is at least 5 after 1, 3 after 2, 1 after 3; 4 has nothing to do with it */
    const struct timeline_constraint constraints[] = {
        {4, 1, 1000, "unrelated"}, {2, 1, -5, "a"}, {3, 2, 0, "b"}, {1, 3, 0, "c"}};
    struct interval bounds[5] = {{0, 0}, {1, 9}, INTERVAL_NONE, INTERVAL_NONE, INTERVAL_NONE};
    uint32_t *cycle = NULL;
    size_t len = 0;
    assert_ok(timeline_order(constraints, 4, bounds, 5, &arena, &cycle, &len, &error));
    assert_int_equal(len, 3);
    unsigned seen = 0;
    for (size_t i = 0; i < len; i++) seen |= 1U << cycle[i];
    assert_int_equal(seen, 0xe);
    assert_int_equal(bounds[1].earliest, 1); /* untouched */
    /* two bounds against one claim: 1 at 1..9, 2 at 20..30, "2 within 5 after 1" */
    struct interval tight[3] = {{0, 0}, {1, 9}, {20, 30}};
    const struct timeline_constraint within[] = {{1, 2, 5, "within"}};
    assert_ok(timeline_order(within, 1, tight, 3, &arena, &cycle, &len, &error));
    assert_int_equal(len, 3);
    seen = 0;
    for (size_t i = 0; i < len; i++) seen |= 1U << cycle[i];
    assert_int_equal(seen, 1U << 0 | 1U << (1 + 2 * 1 + 1) | 1U << (1 + 2 * 2));
    /* a time later than itself */
    struct interval turned[2] = {{0, 0}, {9, 1}};
    assert_ok(timeline_order(NULL, 0, turned, 2, &arena, &cycle, &len, &error));
    assert_int_equal(len, 2);
    arena_release(&arena);
}

static void limits_hold(void **state)
{
    (void)state;
    struct error error;
    struct arena arena;
    arena_init(&arena, 1 << 20);
    uint32_t *cycle = NULL;
    size_t len = 0;
    assert_status(timeline_order(NULL, 0, NULL, 4097, &arena, &cycle, &len, &error), STATUS_LIMIT);
    assert_ok(timeline_order(NULL, 0, NULL, 0, &arena, &cycle, &len, &error));
    assert_int_equal(len, 0);
    /* the widest numbers add up without wrapping */
    const struct timeline_constraint wide[] = {{1, 2, INT64_MAX, ""}, {2, 3, INT64_MAX, ""}};
    struct interval bounds[4] = {{0, 0}, {5, INT64_MAX - 1}, INTERVAL_NONE, INTERVAL_NONE};
    assert_ok(timeline_order(wide, 2, bounds, 4, &arena, &cycle, &len, &error));
    assert_int_equal(len, 0);
    assert_true(bounds[3].latest == INSTANT_OPEN_END);
    arena_release(&arena);
}

/* ---- random networks ---- */

static void floyd_warshall(int64_t d[MOST][MOST], size_t n)
{
    for (size_t k = 0; k < n; k++)
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < n; j++)
                if (d[i][k] < FAR && d[k][j] < FAR && d[i][k] + d[k][j] < d[i][j])
                    d[i][j] = d[i][k] + d[k][j];
}

static int64_t number_length(const struct timeline_constraint *constraints, size_t count,
                             const struct interval *bounds, uint32_t number)
{
    if (number < count) return constraints[number].most;
    const struct interval *at = &bounds[(number - count) / 2];
    return (number - count) % 2 ? at->latest : -at->earliest;
}

static void random_network(uint64_t *seed, struct arena *arena, size_t *contradictions)
{
    size_t n = 2 + fixture_random(seed) % (MOST - 2), count = fixture_random(seed) % 30;
    struct timeline_constraint constraints[30];
    struct interval bounds[MOST] = {{0, 0}}, given[MOST];
    int64_t d[MOST][MOST];
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) d[i][j] = i == j ? 0 : FAR;
    for (size_t c = 0; c < count; c++) {
        uint32_t x = (uint32_t)(fixture_random(seed) % n), y = (uint32_t)(fixture_random(seed) % n);
        int64_t most = (int64_t)(fixture_random(seed) % 100) - 20;
        constraints[c] = (struct timeline_constraint){x, y, most, ""};
        if (most < d[x][y]) d[x][y] = most;
    }
    for (size_t v = 1; v < n; v++) {
        bounds[v] = (struct interval){INSTANT_OPEN_START, INSTANT_OPEN_END};
        int64_t at = (int64_t)(fixture_random(seed) % 200);
        if (fixture_random(seed) % 2) bounds[v].earliest = at;
        if (fixture_random(seed) % 2) bounds[v].latest = at + (int64_t)(fixture_random(seed) % 90);
        if (bounds[v].earliest != INSTANT_OPEN_START && -bounds[v].earliest < d[v][0])
            d[v][0] = -bounds[v].earliest;
        if (bounds[v].latest != INSTANT_OPEN_END && bounds[v].latest < d[0][v])
            d[0][v] = bounds[v].latest;
    }
    memcpy(given, bounds, sizeof given);
    floyd_warshall(d, n);
    bool can = true;
    for (size_t v = 0; v < n; v++) can = can && d[v][v] >= 0;
    uint32_t *cycle = NULL;
    size_t len = 0;
    struct error error;
    assert_ok(timeline_order(constraints, count, bounds, n, arena, &cycle, &len, &error));
    assert_int_equal(len == 0, can);
    int64_t around = 0;
    for (size_t i = 0; i < len; i++) around += number_length(constraints, count, given, cycle[i]);
    assert_true(len == 0 || around < 0);
    *contradictions += !can;
    for (size_t v = 1; can && v < n; v++) {
        assert_int_equal(bounds[v].latest, d[0][v] >= FAR ? INSTANT_OPEN_END : d[0][v]);
        assert_int_equal(bounds[v].earliest, d[v][0] >= FAR ? INSTANT_OPEN_START : -d[v][0]);
    }
}

static void random_networks_equal_brute_force(void **state)
{
    (void)state;
    uint64_t seed = 11;
    size_t contradictions = 0;
    struct arena arena;
    arena_init(&arena, 1 << 24);
    for (int round = 0; round < 4000; round++) random_network(&seed, &arena, &contradictions);
    assert_true(contradictions > 400 && contradictions < 3600); /* both kinds were tried */
    arena_release(&arena);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(bounds_tighten_through_a_chain),
        cmocka_unit_test(what_nothing_ties_stays_unknown),
        cmocka_unit_test(contradictions_name_their_claims),
        cmocka_unit_test(limits_hold),
        cmocka_unit_test(random_networks_equal_brute_force),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
