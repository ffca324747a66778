/* Graphs made from parts: sorted, tied together, refused when they say what cannot be. */
#include "causes/sets.h"
#include "tests/test.h"

/* Parts in a short form: conditions by name, ways as effect and links by position. */
struct sketch {
    struct causes_condition conditions[12];
    struct causes_link links[40];
    struct causes_way ways[12];
    struct causes_parts parts;
    size_t links_used;
};

static void add_condition(struct sketch *s, const char *name)
{
    struct causes_condition *c = &s->conditions[s->parts.condition_count++];
    *c = (struct causes_condition){.name = name, .line = (unsigned)s->parts.condition_count};
}

static void add_names(struct sketch *s, const char *const *names)
{
    for (; *names; names++) add_condition(s, *names);
}

/* "0 1 2": positions; '!' before one turns it round. */
static struct causes_way *add_way(struct sketch *s, uint32_t effect, const char *links)
{
    struct causes_way *way = &s->ways[s->parts.way_count++];
    *way = (struct causes_way){.effect = effect, .links = s->links + s->links_used};
    way->line = 100 + (unsigned)s->parts.way_count;
    struct span rest = span_of(links);
    while (rest.len) {
        struct span one = span_cut(&rest, ' ');
        struct causes_link *link = &s->links[s->links_used++];
        link->absent = one.at[0] == '!';
        uint64_t number = 0;
        assert_true(span_to_u64(span_from(one, link->absent), &number));
        link->condition = (uint32_t)number;
        way->count++;
    }
    way->enough = way->count;
    return way;
}

static enum status make(struct sketch *s, struct arena *arena, struct causes_graph *ret,
                        struct error *error)
{
    s->parts.conditions = s->conditions;
    s->parts.ways = s->ways;
    *error = ERROR_NONE;
    return causes_graph_make(&s->parts, arena, ret, error);
}

static int arena_setup(void **state)
{
    static struct arena arena;
    arena_init(&arena, (size_t)1 << 30);
    *state = &arena;
    return 0;
}

static int arena_teardown(void **state)
{
    arena_release(*state);
    return 0;
}

static void names_sort_as_people_sort_them(void **state)
{
    (void)state;
    static const char *const sorted[] = {"B1",    "F1",    "F02",     "F2",      "F2.1",
                                         "F2.10", "F9",    "F10",     "F10a",    "G",
                                         "f1",    "onset", "onset.1", "\xc3\x84"};
    size_t count = sizeof sorted / sizeof sorted[0];
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < count; j++) {
            int order = causes_name_compare(sorted[i], sorted[j]);
            if ((order > 0) - (order < 0) != (i > j) - (i < j))
                fail_msg("%s and %s: %d", sorted[i], sorted[j], order);
        }
}

static void conditions_and_ways_are_sorted_and_found(void **state)
{
    struct sketch s = {0};
    struct causes_graph graph;
    struct error error;
    add_names(&s, (const char *const[]){"top", "C10", "C2", "mid", NULL});
    add_way(&s, 0, "3 1");
    add_way(&s, 3, "2 1");
    add_way(&s, 0, "2");
    assert_ok(make(&s, *state, &graph, &error));
    static const char *const names[] = {"C2", "C10", "mid", "top"};
    for (uint32_t i = 0; i < 4; i++) {
        assert_string_equal(graph.conditions[i].name, names[i]);
        assert_int_equal(causes_find(&graph, span_of(names[i])), i);
    }
    assert_int_equal(causes_find(&graph, SPAN("C1")), CAUSES_NONE);
    assert_int_equal(causes_find(&graph, SPAN("")), CAUSES_NONE);
    assert_int_equal(graph.way_count, 3);
    assert_int_equal(graph.ways[0].effect, 2);
    assert_int_equal(graph.ways[1].links[0].condition, 0); /* top = C2 before top = C10 & mid */
    assert_int_equal(graph.ways[2].links[0].condition, 1);
    assert_int_equal(graph.ways[2].links[1].condition, 2);
    assert_int_equal(graph.conditions[3].first_way, 1);
    assert_int_equal(graph.conditions[3].way_count, 2);
    assert_int_equal(graph.conditions[0].way_count, 0);
    assert_int_equal(graph.outcome_count, 1);
    assert_int_equal(graph.outcomes[0], 3);
    assert_int_equal(graph.delay, 15 * NS_PER_MIN);
    assert_string_equal(graph.conditions[0].text, "");
}

static void ways_that_say_the_same_are_kept_once(void **state)
{
    struct sketch s = {0};
    struct causes_graph graph;
    struct error error;
    add_names(&s, (const char *const[]){"top", "a", "b", NULL});
    add_way(&s, 0, "1 2");
    add_way(&s, 0, "2 1")->name = "W1";
    add_way(&s, 0, "1 !2");
    add_way(&s, 0, "1 2")->enough = 1;
    struct causes_target target = {CAUSES_NONE, 0}, other = {CAUSES_NONE, 1};
    struct causes_target both[] = {target, other};
    struct causes_item item = {.name = "R1", .targets = both, .count = 2};
    s.parts.items = &item;
    s.parts.item_count = 1;
    assert_ok(make(&s, *state, &graph, &error));
    assert_int_equal(graph.way_count, 3);
    uint32_t way = graph.items[0].targets[0].way;
    assert_int_equal(graph.items[0].count, 1);
    assert_string_equal(graph.ways[way].name, "W1");
    assert_int_equal(graph.ways[way].enough, 2);
    assert_int_equal(causes_find_item(&graph, SPAN("R1")), 0);
    assert_int_equal(causes_find_item(&graph, SPAN("R2")), CAUSES_NONE);
}

static void outcomes_are_those_that_are_named(void **state)
{
    struct sketch s = {0};
    struct causes_graph graph;
    struct error error;
    add_names(&s, (const char *const[]){"loss", "outage", "a", "alone", NULL});
    add_way(&s, 0, "1 2");
    add_way(&s, 1, "2");
    assert_ok(make(&s, *state, &graph, &error));
    assert_int_equal(graph.outcome_count, 1);
    assert_string_equal(graph.conditions[graph.outcomes[0]].name, "loss");
    s.conditions[1].part = CAUSES_PART_OUTCOME;
    s.conditions[3].part = CAUSES_PART_OUTCOME;
    assert_ok(make(&s, *state, &graph, &error));
    assert_int_equal(graph.outcome_count, 2);
    assert_string_equal(graph.conditions[graph.outcomes[0]].name, "alone");
    assert_string_equal(graph.conditions[graph.outcomes[1]].name, "outage");
}

static void what_cannot_be_is_refused_at_its_line(void **state)
{
    struct causes_graph graph = {.title = "untouched"};
    struct error error;
    static const struct {
        const char *names[4], *links, *says, *where;
        uint32_t enough;
    } cases[] = {
        {{"a", "a", "b"}, "2", "two conditions have the name a (lines 1 and 2)", "line 2", 1},
        {{"a", "b c", "d"}, "2", "\"b c\" is no name", "line 2", 1},
        {{"a", "or", "d"}, "2", "\"or\" is no name", "line 2", 1},
        {{"a", "", "d"}, "2", "\"\" is no name", "line 2", 1},
        {{"a", "\xff", "d"}, "2", "is no name", "line 2", 1},
        {{"a", "b\xe2\x80\x8b", "d"}, "2", "is no name", "line 2", 1},
        {{"a", "b", "c"}, "", "a has a way without conditions", "line 101", 0},
        {{"a", "b", "c"}, "1 2", "3 of the 2 conditions of a", "line 101", 3},
        {{"a", "b", "c"}, "1 2", "0 of the 2 conditions of a", "line 101", 0},
        {{"a", "b", "c"}, "1 2 1", "b stands twice in a way of a", "line 101", 3},
        {{"a", "b", "c"}, "1 0", "\"a at 10:02\"", "line 101", 2},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct sketch s = {0};
        add_names(&s, cases[i].names);
        add_way(&s, 0, cases[i].links)->enough = cases[i].enough;
        assert_status(make(&s, *state, &graph, &error), STATUS_BAD_INPUT);
        if (!strstr(error.message, cases[i].says)) fail_msg("%zu: %s", i, error.message);
        assert_string_equal(error.where, cases[i].where);
        assert_string_equal(graph.title, "untouched");
    }
}

static void what_is_too_large_is_refused(void **state)
{
    struct causes_graph graph;
    struct error error;
    struct causes_parts parts = {.condition_count = CAUSES_CONDITIONS_MOST + 1};
    assert_status(causes_graph_make(&parts, *state, &graph, &error), STATUS_LIMIT);
    struct causes_way ways[2] = {{.count = UINT32_MAX}, {.count = UINT32_MAX}};
    parts = (struct causes_parts){.ways = ways, .way_count = 2};
    assert_status(causes_graph_make(&parts, *state, &graph, &error), STATUS_LIMIT);
}

static void an_arena_that_is_too_small_is_told(void **state)
{
    (void)state;
    struct error error;
    struct sketch s = {0};
    add_names(&s, (const char *const[]){"a", "b", "c", NULL});
    add_way(&s, 0, "1 2");
    bool made = false;
    for (size_t cap = 0; !made; cap += 16) {
        struct arena small;
        struct causes_graph graph = {.title = "untouched"};
        arena_init(&small, cap);
        enum status status = make(&s, &small, &graph, &error);
        made = !status;
        if (!made) assert_true(status == STATUS_LIMIT || status == STATUS_NO_MEMORY);
        assert_int_equal(graph.title == NULL, made);
        arena_release(&small);
    }
}

static void an_empty_graph_is_one(void **state)
{
    struct causes_graph graph;
    struct error error = ERROR_NONE;
    struct causes_parts parts = {.title = "nothing yet", .delay = NS_PER_S};
    assert_ok(causes_graph_make(&parts, *state, &graph, &error));
    assert_int_equal(graph.condition_count, 0);
    assert_int_equal(graph.outcome_count, 0);
    assert_non_null(graph.order);
    assert_int_equal(graph.delay, NS_PER_S);
    causes_values(&graph, NULL, (const uint8_t *)"", (uint8_t[]){0});
}

static void every_condition_stands_behind_what_it_took(void **state)
{
    struct sketch s = {0};
    struct causes_graph graph;
    struct error error;
    add_names(&s, (const char *const[]){"a", "b", "c", "d", "e", NULL});
    add_way(&s, 0, "1 2");
    add_way(&s, 0, "4");
    add_way(&s, 1, "3");
    add_way(&s, 2, "1 3");
    assert_ok(make(&s, *state, &graph, &error));
    uint32_t place[5];
    for (uint32_t i = 0; i < 5; i++) place[graph.order[i]] = i;
    for (uint32_t w = 0; w < graph.way_count; w++)
        for (uint32_t l = 0; l < graph.ways[w].count; l++)
            assert_true(place[graph.ways[w].links[l].condition] < place[graph.ways[w].effect]);
}

static void a_circle_is_found_and_named(void **state)
{
    struct sketch s = {0};
    struct causes_graph graph;
    struct error error;
    uint32_t *circle;
    size_t count;
    /* above -> a -> b -> c -> d -> a, and c -> b: the short one counts */
    add_names(&s, (const char *const[]){"a", "b", "c", "d", "above", "leaf", NULL});
    add_way(&s, 4, "0 5");
    add_way(&s, 0, "1");
    add_way(&s, 1, "2 5");
    add_way(&s, 2, "3");
    add_way(&s, 3, "0");
    assert_ok(make(&s, *state, &graph, &error));
    assert_null(graph.order);
    assert_ok(causes_cycle(&graph, *state, &circle, &count, &error));
    assert_int_equal(count, 4);
    add_way(&s, 2, "1 5");
    assert_ok(make(&s, *state, &graph, &error));
    assert_ok(causes_cycle(&graph, *state, &circle, &count, &error));
    assert_int_equal(count, 2);
    assert_string_equal(graph.conditions[circle[0]].name, "b");
    assert_string_equal(graph.conditions[circle[1]].name, "c");
    assert_status(causes_refuse_cycle(&graph, &error), STATUS_BAD_INPUT);
    assert_non_null(strstr(error.message, "b needs c needs b; split one of them in time"));
    assert_string_equal(error.where, "line 2");
    s.parts.way_count = 4;
    assert_ok(make(&s, *state, &graph, &error));
    assert_ok(causes_refuse_cycle(&graph, &error));
    assert_ok(causes_cycle(&graph, *state, &circle, &count, &error));
    assert_int_equal(count, 0);
}

static void what_was_has_its_defaults(void **state)
{
    (void)state;
    static const struct {
        struct causes_condition condition;
        enum causes_was was;
    } cases[] = {
        {{.name = "leaf"}, CAUSES_WAS_YES},
        {{.was = CAUSES_WAS_UNKNOWN}, CAUSES_WAS_UNKNOWN},
        {{.way_count = 1}, CAUSES_WAS_NONE},
        {{.way_count = 1, .was = CAUSES_WAS_NO}, CAUSES_WAS_NO},
        {{.form = CAUSES_FORM_BARRIER, .barrier = CAUSES_BARRIER_HELD}, CAUSES_WAS_NO},
        {{.form = CAUSES_FORM_MITIGATOR, .barrier = CAUSES_BARRIER_HELD}, CAUSES_WAS_NO},
        {{.form = CAUSES_FORM_BARRIER, .barrier = CAUSES_BARRIER_ABSENT}, CAUSES_WAS_YES},
        {{.form = CAUSES_FORM_BARRIER, .barrier = CAUSES_BARRIER_HELD, .was = CAUSES_WAS_YES},
         CAUSES_WAS_YES},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(causes_was(&cases[i].condition), cases[i].was);
}

static void values_follow_from_leaves(void **state)
{
    struct sketch s = {0};
    struct causes_graph graph;
    struct error error;
    /* sorted: a b c mid top; top = mid & !c or (2 of a, b, c) */
    add_names(&s, (const char *const[]){"a", "b", "c", "mid", "top", NULL});
    add_way(&s, 3, "0 1");
    add_way(&s, 4, "!2 3");
    add_way(&s, 4, "0 1 2")->enough = 2;
    s.conditions[0].was = CAUSES_WAS_NO;
    s.conditions[1].was = CAUSES_WAS_UNKNOWN;
    assert_ok(make(&s, *state, &graph, &error));
    uint8_t values[5], below[5];
    for (unsigned world = 0; world < 8; world++) {
        bool a = world & 1, b = world & 2, c = world & 4;
        uint8_t so[5] = {a, b, c, 9, 9};
        causes_values(&graph, NULL, so, values);
        assert_int_equal(values[3], a && b);
        assert_int_equal(values[4], ((a && b) && !c) || a + b + c >= 2);
        uint8_t ways[3] = {0, CAUSES_FIXED_NO, 0};
        uint8_t held[5] = {0, 0, CAUSES_FIXED_YES, 0, 0};
        causes_values(&graph, &(struct causes_world){.ways = ways}, so, values);
        assert_int_equal(values[4], (a && b) && !c);
        causes_values(&graph, &(struct causes_world){.conditions = held, .ways = ways}, so, values);
        assert_int_equal(values[2], 1);
        assert_int_equal(values[4], 0);
        causes_values(&graph, &(struct causes_world){.observed = true}, so, values);
        assert_int_equal(values[0], 0);
        assert_int_equal(values[1], b);
        causes_values(&graph, &(struct causes_world){.observed = true, .unknown_no = true}, so, so);
        assert_int_equal(so[1], 0);
        assert_int_equal(so[4], 0);
    }
    causes_below(&graph, 3, below);
    assert_memory_equal(below, ((uint8_t[]){1, 1, 0, 1, 0}), 5);
}

static void a_chain_of_100000_needs_no_stack(void **state)
{
    enum { LONG = 100000 };
    struct arena *arena = *state;
    struct causes_condition *conditions = arena_array(arena, LONG, sizeof *conditions);
    struct causes_way *ways = arena_array(arena, LONG, sizeof *ways);
    struct causes_link *links = arena_array(arena, LONG, sizeof *links);
    for (uint32_t i = 0; i < LONG; i++) {
        conditions[i].name = arena_printf(arena, "n%u", i);
        links[i].condition = (i + 1) % LONG;
        ways[i] = (struct causes_way){.effect = i, .enough = 1, .count = 1, .links = &links[i]};
    }
    struct causes_parts parts = {
        .conditions = conditions, .condition_count = LONG, .ways = ways, .way_count = LONG - 1};
    struct causes_graph graph;
    struct error error = ERROR_NONE;
    assert_ok(causes_graph_make(&parts, arena, &graph, &error));
    assert_int_equal(graph.outcome_count, 1);
    uint8_t *values = arena_alloc(arena, LONG);
    values[LONG - 1] = 1;
    causes_values(&graph, NULL, values, values);
    assert_int_equal(values[0], 1);
    causes_below(&graph, LONG / 2, values);
    assert_int_equal(values[LONG - 1], 1);
    assert_int_equal(values[0], 0);
    parts.way_count = LONG;
    assert_ok(causes_graph_make(&parts, arena, &graph, &error));
    uint32_t *circle;
    size_t count;
    assert_ok(causes_cycle(&graph, arena, &circle, &count, &error));
    assert_int_equal(count, LONG);
    assert_status(causes_refuse_cycle(&graph, &error), STATUS_BAD_INPUT);
    assert_non_null(strstr(error.message, "(100000 in all)"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_sort_as_people_sort_them),
        cmocka_unit_test(conditions_and_ways_are_sorted_and_found),
        cmocka_unit_test(ways_that_say_the_same_are_kept_once),
        cmocka_unit_test(outcomes_are_those_that_are_named),
        cmocka_unit_test(what_cannot_be_is_refused_at_its_line),
        cmocka_unit_test(what_is_too_large_is_refused),
        cmocka_unit_test(an_arena_that_is_too_small_is_told),
        cmocka_unit_test(an_empty_graph_is_one),
        cmocka_unit_test(every_condition_stands_behind_what_it_took),
        cmocka_unit_test(a_circle_is_found_and_named),
        cmocka_unit_test(what_was_has_its_defaults),
        cmocka_unit_test(values_follow_from_leaves),
        cmocka_unit_test(a_chain_of_100000_needs_no_stack),
    };
    return cmocka_run_group_tests(tests, arena_setup, arena_teardown);
}
