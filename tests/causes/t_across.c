/* Many graphs beside each other: counts and covers against plain recounting. With the variable
 * CAUSES_INCIDENTS the large one has that many and tells how long it took. */
#include "tests/causes/drawn.h"

#include <stdio.h>

static void compare(const struct causes_incident *incidents, size_t count,
                    const struct causes_guardrail *guardrails, size_t guardrail_count,
                    uint32_t depth, struct arena *arena, struct causes_across *ret)
{
    struct error error = ERROR_NONE;
    assert_ok(causes_compare(incidents, count, guardrails, guardrail_count, depth, NULL, arena, ret,
                             &error));
}

static const struct causes_recurring *factor(const struct causes_across *across, const char *name)
{
    for (size_t i = 0; i < across->factor_count; i++)
        if (strcmp(across->factors[i].factor, name) == 0) return &across->factors[i];
    fail_msg("no factor %s", name);
    return NULL;
}

static void share(struct drawn *drawn, const char *condition, const char *name)
{
    drawn->conditions[drawn_condition(drawn, condition)].shared = name;
}

/* ---- three public incidents ---- */

static void draw_gitlab(struct drawn *drawn)
{
    drawn_gitlab(drawn);
    share(drawn, "B1", "no-blast-guard");
    share(drawn, "B3", "alarm-unseen");
    share(drawn, "B5", "recovery-unrehearsed");
    share(drawn, "C5", "look-alike");
    share(drawn, "C6", "no-second-reader");
}

static void draw_knight(struct drawn *drawn)
{
    drawn_way(drawn, "N1 = E1 B1", 0);
    drawn_way(drawn, "N2 = N1 C1 C2 C3 E2", 0);
    drawn_way(drawn, "N3 = N2 A1 C4", 0);
    drawn_way(drawn, "N4 = B4 C4", 0);
    drawn_way(drawn, "N4 = B4 N3", 0);
    drawn_way(drawn, "T1 = N2 B2", 0);
    drawn_way(drawn, "T2 = T1 B3 N4", 0);
    drawn->conditions[drawn_condition(drawn, "T1")].part = CAUSES_PART_OUTCOME;
    drawn->conditions[drawn_condition(drawn, "T2")].part = CAUSES_PART_OUTCOME;
    share(drawn, "B1", "no-second-reader");
    share(drawn, "B2", "alarm-unseen");
    share(drawn, "B4", "recovery-unrehearsed");
    share(drawn, "C2", "look-alike");
}

/* A command that took out more servers than was meant, and a start nobody had tried for years. */
static void draw_servers(struct drawn *drawn)
{
    drawn_way(drawn, "T1 = E1 B1 C1", 0);
    drawn_way(drawn, "T2 = T1 B2 C2", 0);
    drawn->conditions[drawn_condition(drawn, "T1")].part = CAUSES_PART_OUTCOME;
    drawn->conditions[drawn_condition(drawn, "T2")].part = CAUSES_PART_OUTCOME;
    share(drawn, "B1", "no-blast-guard");
    share(drawn, "C1", "all-at-once");
    share(drawn, "B2", "recovery-unrehearsed");
}

static const struct causes_guardrail guardrails_of_three[] = {
    {"guard on destructive commands", (const char *const[]){"no-blast-guard"}, 1},
    {"second reader", (const char *const[]){"no-second-reader"}, 1},
    {"alarms routed and tested", (const char *const[]){"alarm-unseen"}, 1},
    {"gradual change", (const char *const[]){"all-at-once"}, 1},
    {"rehearsed recovery", (const char *const[]){"recovery-unrehearsed"}, 1},
};
enum { GUARDRAILS = 5 };

struct three {
    struct drawn *drawn[3];
    struct causes_incident incidents[3];
    struct arena arena;
};

static void three_init(struct three *three)
{
    static void (*const draw[])(struct drawn *) = {draw_gitlab, draw_knight, draw_servers};
    static const char *const names[] = {"INC-1", "INC-2", "INC-3"};
    arena_init(&three->arena, (size_t)16 << 20);
    for (int i = 0; i < 3; i++) {
        three->drawn[i] = drawn_new();
        draw[i](three->drawn[i]);
        three->incidents[i] = (struct causes_incident){names[i], drawn_graph(three->drawn[i])};
    }
}

static void three_release(struct three *three)
{
    for (int i = 0; i < 3; i++) drawn_free(three->drawn[i]);
    arena_release(&three->arena);
}

static void three_incidents_have_their_recurring_factors(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        uint32_t incidents, needed;
    } table[] = {{"recovery-unrehearsed", 3, 0}, {"alarm-unseen", 2, 1},     {"look-alike", 2, 2},
                 {"no-blast-guard", 2, 2},       {"no-second-reader", 2, 2}, {"all-at-once", 1, 1}};
    struct three three;
    struct causes_across across;
    three_init(&three);
    compare(three.incidents, 3, NULL, 0, 2, &three.arena, &across);
    assert_true(across.sets == 10);
    assert_int_equal(across.skipped, 0);
    assert_int_equal(across.factor_count, sizeof table / sizeof table[0]);
    for (size_t i = 0; i < across.factor_count; i++) {
        assert_string_equal(across.factors[i].factor, table[i].name);
        assert_int_equal(across.factors[i].incidents, table[i].incidents);
        assert_int_equal(across.factors[i].needed, table[i].needed);
    }
    const struct causes_recurring *guard = factor(&across, "no-blast-guard");
    assert_int_equal(guard->where[0], 0);
    assert_int_equal(guard->where[1], 2);
    three_release(&three);
}

static void one_hit_stops_at_two_guardrails_and_two_hits_take_four(void **state)
{
    (void)state;
    struct three three;
    struct causes_across across;
    three_init(&three);
    compare(three.incidents, 3, guardrails_of_three, GUARDRAILS, 1, &three.arena, &across);
    assert_true(across.cover_exact && across.uncovered == 0);
    assert_int_equal(across.cover_count, 2);
    assert_int_equal(across.cover[0] + across.cover[1], 1);
    compare(three.incidents, 3, guardrails_of_three, GUARDRAILS, 2, &three.arena, &across);
    assert_true(across.cover_exact && across.uncovered == 0);
    assert_int_equal(across.cover_count, 4);
    for (size_t i = 0; i < 4; i++) assert_true(across.cover[i] < 4);
    assert_int_equal(across.guardrail_count, GUARDRAILS);
    assert_int_equal(across.guardrails[0].guardrail, 0);
    assert_int_equal(across.guardrails[0].whole, 2);
    assert_true(across.guardrails[0].sets == 8);
    three_release(&three);
}

static void the_order_of_incidents_changes_no_count(void **state)
{
    (void)state;
    struct three three;
    struct causes_across one, other;
    three_init(&three);
    struct causes_incident turned[] = {three.incidents[2], three.incidents[0], three.incidents[1]};
    compare(three.incidents, 3, NULL, 0, 2, &three.arena, &one);
    compare(turned, 3, NULL, 0, 2, &three.arena, &other);
    assert_int_equal(one.factor_count, other.factor_count);
    for (size_t i = 0; i < one.factor_count; i++) {
        assert_string_equal(one.factors[i].factor, other.factors[i].factor);
        assert_int_equal(one.factors[i].incidents, other.factors[i].incidents);
        assert_int_equal(one.factors[i].needed, other.factors[i].needed);
    }
    assert_int_equal(one.cover_count, other.cover_count);
    for (size_t i = 0; i < one.cover_count; i++) assert_int_equal(one.cover[i], other.cover[i]);
    three_release(&three);
}

static void nothing_beside_nothing_is_nothing(void **state)
{
    (void)state;
    struct arena arena;
    struct causes_across across;
    arena_init(&arena, 1 << 20);
    compare(NULL, 0, NULL, 0, 2, &arena, &across);
    assert_true(across.factor_count == 0 && across.sets == 0 && across.cover_count == 0);
    compare(NULL, 0, guardrails_of_three, GUARDRAILS, 2, &arena, &across);
    assert_true(across.guardrail_count == GUARDRAILS && across.guardrails[0].sets == 0);
    arena_release(&arena);
}

static void a_circle_is_refused_with_the_name_of_its_incident(void **state)
{
    (void)state;
    struct drawn *drawn = drawn_new();
    drawn_way(drawn, "a = b c", 0);
    drawn_way(drawn, "b = a d", 0);
    drawn_way(drawn, "top = a", 0);
    struct causes_incident incident = {"INC-7", drawn_graph(drawn)};
    struct causes_across across;
    struct error error = ERROR_NONE;
    assert_status(causes_compare(&incident, 1, NULL, 0, 2, NULL, &drawn->arena, &across, &error),
                  STATUS_BAD_INPUT);
    assert_string_equal(error.where, "INC-7");
    drawn_free(drawn);
}

/* Twenty pairs of which one each: a million sets, more than are listed. */
static void an_incident_with_too_many_sets_is_counted_and_left_out_of_the_cover(void **state)
{
    (void)state;
    struct drawn *drawn = drawn_new();
    char line[200] = "top = C", pair[40];
    for (int i = 1; i <= 20; i++) {
        snprintf(pair, sizeof pair, "P%d = L%da", i, i);
        drawn_way(drawn, pair, 0);
        snprintf(pair, sizeof pair, "P%d = L%db", i, i);
        drawn_way(drawn, pair, 0);
        snprintf(line + strlen(line), sizeof line - strlen(line), " P%d", i);
    }
    drawn_way(drawn, line, 0);
    share(drawn, "C", "always");
    share(drawn, "L1a", "often");
    share(drawn, "L1b", "often");
    share(drawn, "L2a", "half");
    share(drawn, "L3a", "half");
    const struct causes_guardrail guardrails[] = {
        {"one", (const char *const[]){"half", "unheard"}, 2},
        {"two", (const char *const[]){"half", "often"}, 2},
        {"none", (const char *const[]){"unheard"}, 1},
    };
    struct causes_incident incident = {"INC-1", drawn_graph(drawn)};
    struct causes_across across;
    compare(&incident, 1, guardrails, 3, 1, &drawn->arena, &across);
    assert_true(across.sets == 1u << 20);
    assert_int_equal(across.skipped, 1);
    assert_int_equal(across.cover_count, 0);
    assert_int_equal(factor(&across, "always")->needed, 1);
    assert_int_equal(factor(&across, "often")->needed, 1);
    assert_int_equal(factor(&across, "half")->needed, 0);
    assert_int_equal(factor(&across, "half")->incidents, 1);
    assert_int_equal(factor(&across, "half")->where[0], 0);
    assert_int_equal(across.guardrails[0].guardrail, 1);
    assert_int_equal(across.guardrails[0].whole, 1);
    assert_true(across.guardrails[1].sets == 3u << 18);
    assert_true(across.guardrails[2].sets == 0 && across.guardrails[2].incidents == 0);
    drawn_free(drawn);
}

/* ---- random incidents, recounted ---- */

enum { FACTORS = 12, FENCES = 8, FEW = 5, MOST_SETS = 64 };

/* An incident: a few ways of a few leaves, each with a factor of its own or of the library. */
static void draw_incident(struct drawn *drawn, uint64_t *seed, uint32_t factors,
                          const char *const *names)
{
    char line[200], leaf[16];
    for (uint64_t ways = 1 + drawn_random(seed) % 4; ways--;) {
        int at = snprintf(line, sizeof line, "top =");
        for (uint64_t l = 0; l < 8; l++)
            if (drawn_random(seed) % 2)
                at += snprintf(line + at, sizeof line - (size_t)at, " L%d", (int)l + 1);
        if (at == 5) snprintf(line, sizeof line, "top = L1");
        drawn_way(drawn, line, 0);
    }
    for (size_t i = 0; i < drawn->parts.condition_count; i++) {
        struct causes_condition *condition = &drawn->conditions[i];
        if (condition->name[0] != 'L') continue;
        if (drawn_random(seed) % 5) condition->shared = names[drawn_random(seed) % factors];
        snprintf(leaf, sizeof leaf, "%s", condition->name);
        if (drawn_random(seed) % 9 == 0) condition->was = CAUSES_WAS_NO;
        if (drawn_random(seed) % 9 == 0) condition->was = CAUSES_WAS_UNKNOWN;
    }
}

/* The observed sets as words of factors: the ways that hold no other way. */
static size_t recount(const struct causes_graph *graph, const char *const *names, uint32_t *sets)
{
    uint64_t leaves[MOST_SETS];
    size_t count = 0;
    for (uint32_t w = 0; w < graph->way_count; w++) {
        uint64_t set = 0;
        bool observed = true;
        for (uint32_t l = 0; l < graph->ways[w].count; l++) {
            uint32_t c = graph->ways[w].links[l].condition;
            set |= UINT64_C(1) << c;
            observed &= causes_was(&graph->conditions[c]) == CAUSES_WAS_YES;
        }
        if (observed) leaves[count++] = set;
    }
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        bool minimal = true;
        for (size_t k = 0; k < count; k++) minimal &= k == i || (leaves[k] & ~leaves[i]) != 0;
        if (!minimal) continue;
        sets[kept] = 0;
        for (uint32_t c = 0; c < graph->condition_count; c++)
            for (uint32_t f = 0; leaves[i] >> c & 1 && f < FACTORS; f++)
                if (graph->conditions[c].shared && !strcmp(graph->conditions[c].shared, names[f]))
                    sets[kept] |= 1u << f;
        kept++;
    }
    return kept;
}

struct recounted {
    uint32_t sets[FEW][MOST_SETS];
    size_t count[FEW];
};

/* How many incidents a choice that breaks these factors is in; in how many it breaks all. */
static void recount_choice(const struct recounted *r, uint32_t factors, uint32_t *incidents,
                           uint32_t *whole, uint64_t *sets)
{
    *incidents = *whole = 0;
    *sets = 0;
    for (size_t i = 0; i < FEW; i++) {
        size_t hit = 0;
        for (size_t s = 0; s < r->count[i]; s++) hit += (r->sets[i][s] & factors) != 0;
        *incidents += hit > 0;
        *whole += hit > 0 && hit == r->count[i];
        *sets += hit;
    }
}

/* Whether the guardrails chosen meet every set as often as all guardrails could, up to `depth`. */
static bool covers(const struct recounted *r, const uint32_t *fences, uint32_t chosen,
                   uint32_t depth, uint64_t *ret_uncovered)
{
    bool all = true;
    *ret_uncovered = 0;
    for (size_t i = 0; i < FEW; i++)
        for (size_t s = 0; s < r->count[i]; s++) {
            uint32_t could = 0, does = 0;
            for (uint32_t g = 0; g < FENCES; g++) {
                bool hits = (r->sets[i][s] & fences[g]) != 0;
                could += hits;
                does += hits && (chosen >> g & 1);
            }
            *ret_uncovered += could < depth;
            all &= does >= (could < depth ? could : depth);
        }
    return all;
}

static void check_guardrails(const struct recounted *r, const uint32_t *fences, uint32_t depth,
                             const struct causes_across *across)
{
    uint64_t sets, uncovered;
    uint32_t incidents, whole, chosen = 0, smallest = FENCES + 1;
    for (size_t i = 0; i < FENCES; i++) {
        const struct causes_guarded *g = &across->guardrails[i];
        recount_choice(r, fences[g->guardrail], &incidents, &whole, &sets);
        assert_int_equal(g->incidents, incidents);
        assert_int_equal(g->whole, whole);
        assert_true(g->sets == sets);
    }
    for (size_t i = 0; i < across->cover_count; i++) chosen |= 1u << across->cover[i];
    assert_int_equal(__builtin_popcount(chosen), across->cover_count);
    assert_true(covers(r, fences, chosen, depth, &uncovered));
    assert_true(uncovered == across->uncovered);
    for (uint32_t c = 0; c < 1u << FENCES; c++) {
        uint32_t size = (uint32_t)__builtin_popcount(c);
        if (size < smallest && covers(r, fences, c, depth, &uncovered)) smallest = size;
    }
    assert_true(across->cover_exact);
    assert_int_equal(across->cover_count, smallest);
}

static void random_incidents_are_what_recounting_says(void **state)
{
    (void)state;
    static const char *const names[FACTORS] = {"f1", "f2", "f3", "f4",  "f5",  "f6",
                                               "f7", "f8", "f9", "f10", "f11", "f12"};
    uint64_t seed = 5;
    for (int round = 0; round < 300; round++) {
        struct drawn *drawn[FEW];
        struct causes_incident incidents[FEW];
        struct recounted r;
        for (int i = 0; i < FEW; i++) {
            drawn[i] = drawn_new();
            draw_incident(drawn[i], &seed, FACTORS, names);
            incidents[i] = (struct causes_incident){"INC", drawn_graph(drawn[i])};
            r.count[i] = recount(incidents[i].graph, names, r.sets[i]);
        }
        const char *breaks[FENCES][2];
        struct causes_guardrail guardrails[FENCES];
        uint32_t fences[FENCES];
        for (int g = 0; g < FENCES; g++) {
            uint64_t a = drawn_random(&seed) % FACTORS, b = drawn_random(&seed) % FACTORS;
            breaks[g][0] = names[a];
            breaks[g][1] = names[b];
            fences[g] = 1u << a | 1u << b;
            guardrails[g] = (struct causes_guardrail){"g", breaks[g], 2};
        }
        uint32_t depth = 1 + (uint32_t)(drawn_random(&seed) % 3);
        struct causes_across across;
        compare(incidents, FEW, guardrails, FENCES, depth, &drawn[0]->arena, &across);
        check_guardrails(&r, fences, depth, &across);
        size_t known = 0;
        for (uint32_t f = 0; f < FACTORS; f++) {
            uint32_t in, whole;
            uint64_t sets;
            recount_choice(&r, 1u << f, &in, &whole, &sets);
            if (in == 0) continue;
            known++;
            assert_int_equal(factor(&across, names[f])->incidents, in);
            assert_int_equal(factor(&across, names[f])->needed, whole);
        }
        assert_int_equal(across.factor_count, known);
        for (int i = 0; i < FEW; i++) drawn_free(drawn[i]);
    }
}

/* ---- many ---- */

/* Graphs without names to look up: made as fast as they are compared. */
struct crowd {
    struct arena arena;
    struct causes_incident *incidents;
    const char *names[400];
    struct causes_guardrail guardrails[120];
};

/* Two of three alternatives by two of three, and what they share: four or five sets. */
static const struct causes_graph *crowd_graph(struct crowd *crowd, uint64_t *seed)
{
    enum { SHARED = 3, EACH = 2, PAIRS = 2, CONDITIONS = SHARED + PAIRS * (EACH + 1) + 1 };
    static const char *const names[CONDITIONS] = {"C1", "C2", "C3", "C4", "C5",
                                                  "C6", "C7", "P1", "P2", "T"};
    struct causes_condition conditions[CONDITIONS] = {0};
    struct causes_link links[PAIRS * EACH + SHARED + PAIRS] = {0};
    struct causes_way ways[PAIRS * EACH + 1] = {0};
    for (uint32_t c = 0; c < CONDITIONS; c++) {
        conditions[c] = (struct causes_condition){.name = names[c], .text = ""};
        if (c < SHARED + PAIRS * EACH)
            conditions[c].shared = crowd->names[drawn_random(seed) % 400];
    }
    uint32_t leaf = SHARED, l = 0, w = 0;
    for (uint32_t p = 0; p < PAIRS; p++)
        for (uint32_t e = 0; e < EACH; e++) {
            links[l].condition = leaf++;
            ways[w++] = (struct causes_way){
                .effect = SHARED + PAIRS * EACH + p, .enough = 1, .count = 1, .links = &links[l++]};
        }
    ways[w] = (struct causes_way){.effect = CONDITIONS - 1,
                                  .enough = SHARED + PAIRS,
                                  .count = SHARED + PAIRS,
                                  .links = &links[l]};
    for (uint32_t i = 0; i < SHARED; i++) links[l++].condition = i;
    for (uint32_t p = 0; p < PAIRS; p++) links[l++].condition = SHARED + PAIRS * EACH + p;
    struct causes_parts parts = {
        .conditions = conditions, .condition_count = CONDITIONS, .ways = ways, .way_count = w + 1};
    struct causes_graph *graph = arena_alloc(&crowd->arena, sizeof *graph);
    struct error error = ERROR_NONE;
    assert_non_null(graph);
    assert_ok(causes_graph_make(&parts, &crowd->arena, graph, &error));
    return graph;
}

static struct crowd *crowd_new(size_t count)
{
    uint64_t seed = 10000;
    struct crowd *crowd = calloc(1, sizeof *crowd);
    assert_non_null(crowd);
    arena_init(&crowd->arena, (size_t)4 << 30);
    crowd->incidents = arena_array(&crowd->arena, count, sizeof *crowd->incidents);
    assert_non_null(crowd->incidents);
    for (int i = 0; i < 400; i++) crowd->names[i] = arena_printf(&crowd->arena, "factor-%d", i + 1);
    for (size_t i = 0; i < count; i++)
        crowd->incidents[i] = (struct causes_incident){"INC", crowd_graph(crowd, &seed)};
    for (int g = 0; g < 120; g++) {
        const char **factors = arena_array(&crowd->arena, 4, sizeof *factors);
        assert_non_null(factors);
        for (int f = 0; f < 4; f++) factors[f] = crowd->names[drawn_random(&seed) % 400];
        crowd->guardrails[g] = (struct causes_guardrail){"g", factors, 4};
    }
    return crowd;
}

static double seconds(instant since)
{
    return (double)(os_now() - since) / 1e9;
}

static void many_incidents_are_compared_at_once(void **state)
{
    (void)state;
    const char *wanted = getenv("CAUSES_INCIDENTS");
    uint64_t count = 1000;
    if (wanted) assert_true(span_to_u64(span_of(wanted), &count));
    struct crowd *crowd = crowd_new(count);
    struct causes_across across;
    struct error error = ERROR_NONE;
    static const struct causes_world world = {.observed = true, .unknown_no = true};
    instant began = os_now();
    for (size_t i = 0; i < count; i++) {
        const struct causes_graph *graph = crowd->incidents[i].graph;
        struct causes_sets *sets;
        assert_ok(causes_sets_new(graph, graph->outcomes[0], CAUSES_SUFFICIENT, &world, NULL, &sets,
                                  &error));
        causes_sets_free(sets);
    }
    double alone = seconds(began);
    began = os_now();
    compare(crowd->incidents, count, crowd->guardrails, 120, 2, &crowd->arena, &across);
    if (wanted)
        print_message("%llu incidents, %llu sets: %.3f s; making their sets alone %.3f s; "
                      "%zu guardrails chosen\n",
                      (unsigned long long)count, (unsigned long long)across.sets, seconds(began),
                      alone, across.cover_count);
    assert_true(across.sets >= 3 * count && across.skipped == 0);
    assert_true(across.cover_count > 0 && across.cover_count <= 120);
    uint64_t mentions = 0;
    for (size_t i = 0; i < across.factor_count; i++) {
        mentions += across.factors[i].incidents;
        for (uint32_t k = 1; k < across.factors[i].incidents; k++)
            assert_true(across.factors[i].where[k - 1] < across.factors[i].where[k]);
    }
    assert_true(mentions > 6 * count && mentions <= 7 * count);
    arena_release(&crowd->arena);
    free(crowd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(three_incidents_have_their_recurring_factors),
        cmocka_unit_test(one_hit_stops_at_two_guardrails_and_two_hits_take_four),
        cmocka_unit_test(the_order_of_incidents_changes_no_count),
        cmocka_unit_test(nothing_beside_nothing_is_nothing),
        cmocka_unit_test(a_circle_is_refused_with_the_name_of_its_incident),
        cmocka_unit_test(an_incident_with_too_many_sets_is_counted_and_left_out_of_the_cover),
        cmocka_unit_test(random_incidents_are_what_recounting_says),
        cmocka_unit_test(many_incidents_are_compared_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
