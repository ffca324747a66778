/*
 * Many graphs beside each other against counting by hand: every observed set of every outcome is
 * found by trial, and every group of guardrails is tried as a cover. So many libraries as the first
 * argument says, some thousand without one.
 */
#include "tests/causes/truth.h"

enum { LIBRARIES = 1000, INCIDENTS = 6, LEAVES = 8, FACTORS = 10, GUARDRAILS = 9, SETS = 4096 };

/* Incidents with what is known of them; a factor is a bit. */
struct known {
    struct arena arena;
    struct causes_incident incidents[INCIDENTS];
    uint32_t incident_count;
    uint32_t sets[SETS];  /* the factors of each observed set */
    uint32_t where[SETS]; /* its incident */
    uint32_t set_count;
    struct causes_guardrail guardrails[GUARDRAILS];
    uint32_t acts_on[GUARDRAILS]; /* the factors of each */
    uint32_t guardrail_count;
};

static uint32_t factor_of(const char *name)
{
    return (uint32_t)(name[1] - 'a');
}

static void know_sets(struct known *known, const struct causes_graph *graph)
{
    const struct causes_world world = {.observed = true, .unknown_no = true};
    for (uint32_t o = 0; o < graph->outcome_count; o++) {
        struct truth truth;
        assert_true(truth_of(graph, graph->outcomes[o], &world, &truth));
        truth_close(&truth);
        struct family family = truth_sufficient(&truth, &known->arena);
        for (size_t s = 0; s < family.count; s++) {
            uint32_t factors = 0;
            for (uint32_t i = 0; i < truth.count; i++) {
                const char *shared = graph->conditions[truth.leaf[i]].shared;
                if ((family.sets[s] >> i & 1) && shared) factors |= 1U << factor_of(shared);
            }
            assert_true(known->set_count < SETS);
            known->where[known->set_count] = known->incident_count;
            known->sets[known->set_count++] = factors;
        }
    }
}

static void add_incident(struct known *known, uint64_t *at)
{
    struct arena *arena = &known->arena;
    uint64_t seed = draw(at);
    struct model_shape shape = model_shape_any(seed, LEAVES);
    shape.absent = 0;
    struct causes_parts parts = model_make(&shape, seed, arena);
    struct causes_condition *conditions =
        model_array(arena, parts.condition_count, sizeof *conditions);
    memcpy(conditions, parts.conditions, parts.condition_count * sizeof *conditions);
    for (size_t i = 0; i < parts.condition_count; i++)
        if (draw_chance(at, 70))
            conditions[i].shared = arena_printf(arena, "f%c", 'a' + (int)draw_below(at, FACTORS));
    parts.conditions = conditions;
    struct causes_graph *graph = model_array(arena, 1, sizeof *graph);
    *graph = model_graph(&parts, arena);
    known->incidents[known->incident_count] = (struct causes_incident){
        .name = arena_printf(arena, "INC-%u", known->incident_count), .graph = graph};
    know_sets(known, graph);
    known->incident_count++;
}

static void open_library(struct known *known, uint64_t seed)
{
    uint64_t at = seed;
    *known = (struct known){0};
    arena_init(&known->arena, 1 << 26);
    for (uint32_t i = 1 + draw_below(&at, INCIDENTS); i > 0; i--) add_incident(known, &at);
    known->guardrail_count = 1 + draw_below(&at, GUARDRAILS);
    for (uint32_t g = 0; g < known->guardrail_count; g++) {
        uint32_t count = 1 + draw_below(&at, 3);
        const char **factors = model_array(&known->arena, count, sizeof *factors);
        for (uint32_t k = 0; k < count; k++) {
            factors[k] =
                arena_printf(&known->arena, "f%c", 'a' + (int)draw_below(&at, FACTORS + 2));
            known->acts_on[g] |= 1U << factor_of(factors[k]);
        }
        known->guardrails[g] = (struct causes_guardrail){
            .name = arena_printf(&known->arena, "G%u", g), .factors = factors, .count = count};
    }
}

/* Of an incident: how many of its sets hold one of these factors, and how many it has. */
static uint32_t hit(const struct known *known, uint32_t incident, uint32_t factors,
                    uint32_t *ret_all)
{
    uint32_t found = 0, all = 0;
    for (uint32_t s = 0; s < known->set_count; s++) {
        if (known->where[s] != incident) continue;
        all++;
        found += (known->sets[s] & factors) != 0;
    }
    *ret_all = all;
    return found;
}

static void judge_factors(const struct known *known, const struct causes_across *got)
{
    size_t occur = 0;
    for (uint32_t f = 0; f < FACTORS; f++) {
        uint32_t all, incidents = 0;
        for (uint32_t i = 0; i < known->incident_count; i++)
            incidents += hit(known, i, 1U << f, &all) > 0;
        occur += incidents > 0;
    }
    assert_int_equal(got->factor_count, occur);
    for (size_t k = 0; k < got->factor_count; k++) {
        const struct causes_recurring *factor = &got->factors[k];
        uint32_t found = 0, needed = 0, all;
        for (uint32_t i = 0; i < known->incident_count; i++) {
            uint32_t hits = hit(known, i, 1U << factor_of(factor->factor), &all);
            if (!hits) continue;
            assert_true(found < factor->incidents);
            assert_int_equal(factor->where[found++], i);
            needed += hits == all;
        }
        assert_int_equal(factor->incidents, found);
        assert_int_equal(factor->needed, needed);
        if (k == 0) continue;
        const struct causes_recurring *last = &got->factors[k - 1];
        assert_true(last->incidents > factor->incidents ||
                    (last->incidents == factor->incidents &&
                     causes_name_compare(last->factor, factor->factor) < 0));
    }
}

static void judge_guardrails(const struct known *known, const struct causes_across *got)
{
    uint32_t seen = 0;
    assert_int_equal(got->guardrail_count, known->guardrail_count);
    for (size_t k = 0; k < got->guardrail_count; k++) {
        const struct causes_guarded *guarded = &got->guardrails[k];
        uint32_t incidents = 0, whole = 0, sets = 0;
        for (uint32_t i = 0; i < known->incident_count; i++) {
            uint32_t all, hits = hit(known, i, known->acts_on[guarded->guardrail], &all);
            incidents += hits > 0;
            whole += hits > 0 && hits == all;
            sets += hits;
        }
        seen |= 1U << guarded->guardrail;
        assert_int_equal(guarded->incidents, incidents);
        assert_int_equal(guarded->whole, whole);
        assert_int_equal(guarded->sets, sets);
        if (k == 0) continue;
        const struct causes_guarded *last = &got->guardrails[k - 1];
        if (last->whole != whole)
            assert_true(last->whole > whole);
        else if (last->incidents != incidents)
            assert_true(last->incidents > incidents);
        else
            assert_true(last->sets >= sets);
    }
    assert_int_equal(seen, (1U << known->guardrail_count) - 1);
}

/* How many of these guardrails break a set. */
static uint32_t breaking(const struct known *known, uint32_t set, uint32_t guardrails)
{
    uint32_t count = 0;
    for (uint32_t g = 0; g < known->guardrail_count; g++)
        count += (guardrails >> g & 1) && (known->sets[set] & known->acts_on[g]);
    return count;
}

/* Whether each set is broken `depth` times, or as often as all guardrails together can. */
static bool covers(const struct known *known, uint32_t depth, uint32_t guardrails)
{
    for (uint32_t s = 0; s < known->set_count; s++) {
        uint32_t can = breaking(known, s, UINT32_MAX);
        if (breaking(known, s, guardrails) < (can < depth ? can : depth)) return false;
    }
    return true;
}

static void judge_cover(const struct known *known, uint32_t depth, const struct causes_across *got)
{
    uint32_t chosen = 0, uncovered = 0, least = UINT32_MAX;
    for (size_t k = 0; k < got->cover_count; k++) chosen |= 1U << got->cover[k];
    for (uint32_t s = 0; s < known->set_count; s++)
        uncovered += breaking(known, s, UINT32_MAX) < depth;
    assert_int_equal((size_t)__builtin_popcount(chosen), got->cover_count);
    assert_true(covers(known, depth, chosen));
    assert_int_equal(got->uncovered, uncovered);
    for (uint32_t group = 0; group < 1U << known->guardrail_count; group++) {
        uint32_t size = (uint32_t)__builtin_popcount(group);
        if (size < least && covers(known, depth, group)) least = size;
    }
    assert_true(got->cover_count >= least);
    if (got->cover_exact) assert_int_equal(got->cover_count, least);
}

static void what_recurs_and_what_covers_is_found_by_counting(void **state)
{
    uint64_t libraries = *(const uint64_t *)*state, exact = 0;
    for (uint64_t seed = 1; seed <= libraries; seed++) {
        struct known known;
        struct causes_across got;
        struct error error = ERROR_NONE;
        open_library(&known, seed);
        uint32_t depth = 1 + (uint32_t)(seed % 3);
        assert_ok(causes_compare(known.incidents, known.incident_count, known.guardrails,
                                 known.guardrail_count, depth, &causes_budget_default, &known.arena,
                                 &got, &error));
        assert_int_equal(got.skipped, 0);
        assert_int_equal(got.sets, known.set_count);
        judge_factors(&known, &got);
        judge_guardrails(&known, &got);
        judge_cover(&known, depth, &got);
        exact += got.cover_exact;
        arena_release(&known.arena);
    }
    print_message("# %llu libraries, %llu covers exact\n", (unsigned long long)libraries,
                  (unsigned long long)exact);
    assert_true(exact > 0);
}

/* Without guardrails each factor that occurs is one. */
static void without_guardrails_each_factor_is_one(void **state)
{
    uint64_t libraries = *(const uint64_t *)*state;
    for (uint64_t seed = 1; seed <= libraries; seed++) {
        struct known known;
        struct causes_across got;
        struct error error = ERROR_NONE;
        open_library(&known, seed);
        assert_ok(causes_compare(known.incidents, known.incident_count, NULL, 0, 1,
                                 &causes_budget_default, &known.arena, &got, &error));
        judge_factors(&known, &got);
        assert_int_equal(got.guardrail_count, got.factor_count);
        arena_release(&known.arena);
    }
}

int main(int argc, char **argv)
{
    uint64_t libraries = LIBRARIES;
    if (argc > 1 && !span_to_u64(span_of(argv[1]), &libraries)) return 2;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_prestate(what_recurs_and_what_covers_is_found_by_counting, &libraries),
        cmocka_unit_test_prestate(without_guardrails_each_factor_is_one, &libraries),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
