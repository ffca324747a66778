/* What the rules say of graphs of any shape, against tables of all worlds. */
#include "tests/causes/sketch.h"

enum { LEAVES = 6, EFFECTS = 4, CONDITIONS = LEAVES + EFFECTS + 1, GRAPHS = 1500 };

/* xorshift64: Marsaglia 2003. */
static uint32_t next(uint64_t *seed, uint32_t below)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return (uint32_t)((*seed >> 33) % below);
}

/* Ways of an effect from leaves (A to F) and later effects (N0 to N3; T is above all). */
static void add_ways(struct text *to, const char *effect, uint32_t first, uint64_t *seed)
{
    for (uint32_t ways = 1 + next(seed, 3); ways > 0; ways--) {
        uint32_t count = 0;
        text_addf(to, "%s =", effect);
        for (uint32_t i = first; i < EFFECTS; i++)
            if (next(seed, 3) == 0) text_addf(to, " N%u", (unsigned)i), count++;
        for (char leaf = 'A'; leaf < 'A' + LEAVES; leaf++)
            if (next(seed, 4) == 0) text_addf(to, " %c", leaf), count++;
        if (count == 0) text_addf(to, " %c", 'A' + (char)next(seed, LEAVES)), count++;
        text_addf(to, " | enough:%u;", next(seed, 4) ? (unsigned)count : 1 + (unsigned)count / 2);
    }
}

static void draw(struct text *to, uint64_t *seed)
{
    static const char *const was[] = {"yes", "yes", "yes", "no", "unknown"};
    static const char *const form[] = {"state", "event", "barrier"};
    add_ways(to, "T", 0, seed);
    for (uint32_t i = 0; i < EFFECTS; i++) {
        const char name[] = {'N', (char)('0' + i), '\0'};
        add_ways(to, name, i + 1, seed);
        if (next(seed, 8) == 0) text_addf(to, "%s | form:barrier;", name);
    }
    for (char leaf = 'A'; leaf < 'A' + LEAVES; leaf++)
        text_addf(to, "%c | form:%s was:%s;", leaf, form[next(seed, 3)], was[next(seed, 5)]);
    text_adds(to, "T | part:outcome");
}

/* A graph with the value of T in all worlds of its leaves, as bits of their numbers. */
struct table {
    struct causes_graph graph;
    uint32_t top;
    uint32_t leaf[LEAVES]; /* conditions */
    uint8_t below[CONDITIONS];
};

static bool value(const struct table *table, const struct causes_world *world, uint32_t leaves)
{
    uint8_t so[CONDITIONS] = {0};
    for (uint32_t i = 0; i < LEAVES; i++) so[table->leaf[i]] = (uint8_t)(leaves >> i & 1);
    causes_values(&table->graph, world, so, so);
    return so[table->top];
}

static bool is_minimal(const struct table *table, uint32_t leaves)
{
    if (!value(table, NULL, leaves)) return false;
    for (uint32_t i = 0; i < LEAVES; i++)
        if (leaves >> i & 1 && value(table, NULL, leaves & ~(1U << i))) return false;
    return true;
}

static uint32_t leaves_that(const struct table *table, enum causes_was was)
{
    uint32_t found = 0;
    for (uint32_t i = 0; i < LEAVES; i++)
        if (causes_was(&table->graph.conditions[table->leaf[i]]) == was) found |= 1U << i;
    return found;
}

/* What holds by the table: bits of conditions for each rule that is looked at. */
struct truth {
    uint32_t alone, idle, single, if_only, barrier, no_single, undecided;
};

static bool makes_no_difference(const struct table *table, uint32_t effect)
{
    uint8_t held[CONDITIONS] = {0};
    held[effect] = CAUSES_FIXED_NO;
    const struct causes_world world = {.conditions = held};
    for (uint32_t leaves = 0; leaves < 1U << LEAVES; leaves++)
        if (value(table, &world, leaves) != value(table, NULL, leaves)) return false;
    return true;
}

static void find_idle(const struct table *table, uint32_t used, struct truth *truth)
{
    uint32_t leaves = 0;
    for (uint32_t i = 0; i < LEAVES; i++) {
        if (!table->below[table->leaf[i]]) continue;
        leaves++;
        if (!(used >> i & 1))
            truth->idle |= 1U << table->leaf[i];
        else
            truth->single |= 1U << table->leaf[i];
    }
    if (leaves < 2 || (truth->single & (truth->single - 1))) truth->single = 0;
    for (uint32_t i = 0; i < CONDITIONS; i++)
        if (table->below[i] && !causes_is_leaf(&table->graph.conditions[i]) &&
            makes_no_difference(table, i))
            truth->idle |= 1U << i;
}

static struct truth find_truth(const struct table *table)
{
    struct truth truth = {0};
    uint32_t top = 1U << table->top, used = 0, sets = 0, largest = 0;
    for (uint32_t leaves = 0; leaves < 1U << LEAVES; leaves++) {
        if (!is_minimal(table, leaves)) continue;
        sets++;
        used |= leaves;
        largest = (uint32_t)__builtin_popcount(leaves);
        if (largest != 1) continue;
        truth.alone |= 1U << table->leaf[__builtin_ctz(leaves)];
    }
    if (sets == 1 && largest > 1) truth.if_only = top;
    find_idle(table, used, &truth);

    uint8_t held[CONDITIONS] = {0};
    for (uint32_t i = 0; i < CONDITIONS; i++)
        if (table->graph.conditions[i].form == CAUSES_FORM_BARRIER) held[i] = CAUSES_FIXED_NO;
    const struct causes_world guarded = {.conditions = held};
    if (value(table, &guarded, (1U << LEAVES) - 1)) truth.barrier = top;

    uint32_t yes = leaves_that(table, CAUSES_WAS_YES);
    bool low = value(table, NULL, yes);
    bool high = value(table, NULL, yes | leaves_that(table, CAUSES_WAS_UNKNOWN));
    if (low != high) truth.undecided = top;
    truth.no_single = low ? top : 0;
    for (uint32_t i = 0; i < LEAVES && low; i++)
        if (yes >> i & 1 && !value(table, NULL, yes & ~(1U << i))) truth.no_single = 0;
    return truth;
}

static uint32_t found_by(const struct causes_finding *findings, size_t count, enum causes_rule rule)
{
    uint32_t found = 0;
    for (size_t i = 0; i < count; i++)
        if (findings[i].rule == rule && findings[i].outcome != CAUSES_NONE)
            found |= 1U << findings[i].condition;
    return found;
}

static void rules_agree_with_tables_of_all_worlds(void **state)
{
    (void)state;
    uint64_t seed = 0x9e3779b97f4a7c15U;
    uint32_t fired = 0;
    for (int round = 0; round < GRAPHS; round++) {
        struct arena arena;
        arena_init(&arena, (size_t)1 << 26);
        struct text drawn;
        text_init(&drawn, 0);
        draw(&drawn, &seed);
        struct table table = {.graph = sketch(&arena, drawn.at)};
        assert_int_equal(table.graph.condition_count, CONDITIONS);
        table.top = sketched(&table.graph, "T");
        for (uint32_t i = 0; i < LEAVES; i++)
            table.leaf[i] = sketched(&table.graph, (char[]){(char)('A' + i), '\0'});
        causes_below(&table.graph, table.top, table.below);
        struct causes_finding *findings = NULL;
        size_t count = 0;
        struct error error = ERROR_NONE;
        assert_ok(
            causes_check(&table.graph, &causes_budget_default, &arena, &findings, &count, &error));
        struct truth truth = find_truth(&table);
        const struct {
            enum causes_rule rule;
            uint32_t want;
        } rules[] = {
            {CAUSES_RULE_ALONE, truth.alone},        {CAUSES_RULE_IDLE, truth.idle},
            {CAUSES_RULE_SINGLE, truth.single},      {CAUSES_RULE_IF_ONLY, truth.if_only},
            {CAUSES_RULE_BARRIER, truth.barrier},    {CAUSES_RULE_NO_SINGLE, truth.no_single},
            {CAUSES_RULE_UNDECIDED, truth.undecided}};
        for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
            uint32_t got = found_by(findings, count, rules[i].rule);
            if (got != rules[i].want)
                fail_msg("%s: %x, wanted %x: %s", causes_rules[rules[i].rule].word, got,
                         rules[i].want, drawn.at);
            if (got) fired |= 1U << i;
        }
        text_release(&drawn);
        arena_release(&arena);
    }
    assert_int_equal(fired, 0x7f); /* each of them had something to say */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rules_agree_with_tables_of_all_worlds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
