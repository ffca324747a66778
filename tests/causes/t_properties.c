/* What must hold for every graph, whatever it looks like. */
#include "base/os.h"

#include "tests/causes/other.h"

enum { MODELS = 200, MOST = 5000 };

/* A model with its families. */
struct scene {
    struct arena arena;
    struct model_shape shape;
    struct causes_parts parts;
    struct causes_graph graph;
    uint32_t outcome;
    struct causes_sets *family[2];
    struct causes_list list[2];
    bool monotone;
    bool listed; /* no more than MOST sets in each family */
};

static struct causes_sets *family_of(const struct causes_graph *graph, uint32_t outcome,
                                     enum causes_which which, const struct causes_world *world)
{
    struct causes_sets *sets = NULL;
    struct error error = ERROR_NONE;
    assert_ok(causes_sets_new(graph, outcome, which, world, &causes_budget_default, &sets, &error));
    assert_true(causes_sets_extent(sets).complete);
    return sets;
}

static struct causes_list list_of(const struct causes_sets *sets, size_t most, struct arena *arena)
{
    struct causes_list list;
    struct error error = ERROR_NONE;
    assert_ok(causes_sets_list(sets, most, arena, &list, &error));
    return list;
}

static void open_scene(struct scene *scene, uint64_t seed, uint32_t leaves)
{
    *scene = (struct scene){.shape = model_shape_any(seed, leaves)};
    arena_init(&scene->arena, (size_t)1 << 28);
    scene->parts = model_make(&scene->shape, seed, &scene->arena);
    scene->graph = model_graph(&scene->parts, &scene->arena);
    scene->outcome = scene->graph.outcomes[seed % scene->graph.outcome_count];
    scene->monotone = scene->shape.absent == 0;
    scene->listed = true;
    for (int which = 0; which < 2; which++) {
        scene->family[which] =
            family_of(&scene->graph, scene->outcome, (enum causes_which)which, NULL);
        scene->list[which] = list_of(scene->family[which], MOST, &scene->arena);
        if (causes_sets_count(scene->family[which]) > MOST) scene->listed = false;
    }
}

static void close_scene(struct scene *scene)
{
    for (int which = 0; which < 2; which++) causes_sets_free(scene->family[which]);
    arena_release(&scene->arena);
}

/* A check of each of some models; one that cannot be made on a model returns without a word. */
static void over_scenes(uint32_t leaves, void check(struct scene *scene, uint64_t seed))
{
    uint64_t models = os_env("POSTMORTEM_SHORT") ? MODELS / 4 : MODELS;
    for (uint64_t seed = 1; seed <= models; seed++) {
        struct scene scene;
        open_scene(&scene, seed, leaves);
        check(&scene, seed);
        close_scene(&scene);
    }
}

/* Marks the members of a set with `value`. */
static void mark(uint8_t *marks, const struct causes_list *list, size_t i, uint8_t value)
{
    size_t count;
    const uint32_t *members = causes_set_at(list, i, &count);
    for (size_t k = 0; k < count; k++) marks[members[k]] = value;
}

static size_t marked(const uint8_t *marks, const struct causes_list *list, size_t i)
{
    size_t count, found = 0;
    const uint32_t *members = causes_set_at(list, i, &count);
    for (size_t k = 0; k < count; k++) found += marks[members[k]] != 0;
    return found;
}

static bool lists_equal(const struct causes_list *a, const struct causes_list *b)
{
    if (a->count != b->count) return false;
    if (a->count == 0) return true;
    return memcmp(a->ends, b->ends, a->count * sizeof *a->ends) == 0 &&
           memcmp(a->members, b->members, a->ends[a->count - 1] * sizeof *a->members) == 0;
}

static void check_hits(struct scene *scene, uint64_t seed)
{
    const struct causes_list *sufficient = &scene->list[0], *breaking = &scene->list[1];
    uint8_t *marks = model_array(&scene->arena, scene->graph.condition_count, 1);
    (void)seed;
    for (size_t i = 0; i < sufficient->count && i < 200; i++) {
        mark(marks, sufficient, i, 1);
        for (size_t k = 0; k < breaking->count; k++) assert_true(marked(marks, breaking, k) > 0);
        mark(marks, sufficient, i, 0);
    }
}
static void every_sufficient_set_meets_every_breaking_set(void **state)
{
    (void)state;
    over_scenes(24, check_hits);
}

static void check_unions(struct scene *scene, uint64_t seed)
{
    struct causes_membership *a, *b;
    struct error error = ERROR_NONE;
    (void)seed;
    assert_ok(causes_sets_members(scene->family[0], &scene->arena, &a, &error));
    assert_ok(causes_sets_members(scene->family[1], &scene->arena, &b, &error));
    for (uint32_t i = 0; i < scene->graph.condition_count; i++)
        assert_int_equal(a[i].sets > 0, b[i].sets > 0);
}
static void both_families_are_made_of_the_same_conditions(void **state)
{
    (void)state;
    over_scenes(30, check_unions);
}

static void check_duality(struct scene *scene, uint64_t seed)
{
    struct bits bits;
    (void)seed;
    if (!scene->listed || !other_bits(&scene->graph, scene->outcome, &bits)) return;
    for (int which = 0; which < 2; which++) {
        struct masks from = other_of_list(&scene->list[which], &bits), hits;
        struct masks want = other_of_list(&scene->list[1 - which], &bits);
        assert_true(other_hitting(&from, 1 << 20, &hits));
        assert_int_equal(hits.count, want.count);
        for (size_t i = 0; i < hits.count; i++) assert_true(hits.at[i] == want.at[i]);
        masks_release(&from);
        masks_release(&hits);
        masks_release(&want);
    }
}
static void each_family_is_the_hitting_sets_of_the_other(void **state)
{
    (void)state;
    over_scenes(16, check_duality);
}

static void check_held_no(struct scene *scene, uint64_t seed)
{
    uint64_t at = seed;
    uint8_t *fixed = model_array(&scene->arena, scene->graph.condition_count, 1);
    uint32_t leaf = draw_below(&at, scene->graph.condition_count);
    if (!scene->listed || !causes_is_leaf(&scene->graph.conditions[leaf])) return;
    fixed[leaf] = CAUSES_FIXED_NO;
    const struct causes_world world = {.conditions = fixed};
    struct causes_sets *sets = family_of(&scene->graph, scene->outcome, CAUSES_SUFFICIENT, &world);
    struct causes_list list = list_of(sets, MOST, &scene->arena);
    size_t next = 0;
    for (size_t i = 0; i < scene->list[0].count; i++) {
        size_t count, other_count;
        const uint32_t *members = causes_set_at(&scene->list[0], i, &count);
        if (marked(fixed, &scene->list[0], i)) continue;
        assert_true(next < list.count);
        const uint32_t *other = causes_set_at(&list, next++, &other_count);
        assert_int_equal(count, other_count);
        if (count) assert_memory_equal(members, other, count * sizeof *members);
    }
    assert_int_equal(next, list.count);
    assert_true(causes_sets_without(scene->family[0], fixed) == causes_sets_count(sets));
    causes_sets_free(sets);
}
static void a_leaf_held_no_leaves_exactly_the_sets_without_it(void **state)
{
    (void)state;
    over_scenes(24, check_held_no);
}

/* Of a set: with all of it the outcome is `whole`; with any one member turned back it is not. */
static void check_worlds(struct scene *scene, const struct causes_list *list, uint8_t other,
                         uint8_t member, uint8_t whole)
{
    uint32_t count = scene->graph.condition_count;
    uint8_t *so = model_array(&scene->arena, count, 1);
    uint8_t *values = model_array(&scene->arena, count, 1);
    memset(so, other, count);
    for (size_t i = 0; i < list->count; i += 1 + list->count / 50) {
        size_t size;
        const uint32_t *members = causes_set_at(list, i, &size);
        mark(so, list, i, member);
        causes_values(&scene->graph, NULL, so, values);
        assert_int_equal(values[scene->outcome], whole);
        for (size_t k = 0; k < size; k++) {
            so[members[k]] = other;
            causes_values(&scene->graph, NULL, so, values);
            assert_int_equal(values[scene->outcome], !whole);
            so[members[k]] = member;
        }
        mark(so, list, i, other);
    }
}
static void check_sufficient_worlds(struct scene *scene, uint64_t seed)
{
    (void)seed;
    check_worlds(scene, &scene->list[0], 0, 1, 1);
}
static void a_sufficient_set_brings_it_about_and_no_part_of_it_does(void **state)
{
    (void)state;
    over_scenes(24, check_sufficient_worlds);
}
static void check_breaking_worlds(struct scene *scene, uint64_t seed)
{
    (void)seed;
    if (scene->monotone) check_worlds(scene, &scene->list[1], 1, 0, 0);
}
static void breaking_a_whole_set_closes_the_outcome_and_less_does_not(void **state)
{
    (void)state;
    over_scenes(24, check_breaking_worlds);
}
/* To close an outcome is to break every known set: one item that meets each set closes it, and with
 * one set left it is open. */
static void check_each_broken(struct scene *scene, uint64_t seed)
{
    uint64_t at = seed;
    uint32_t count = scene->graph.condition_count;
    uint8_t *so = model_array(&scene->arena, count, 1);
    uint8_t *values = model_array(&scene->arena, count, 1);
    if (!scene->monotone || !scene->listed) return;
    for (uint32_t round = 0; round < 20; round++) {
        size_t left = 0;
        uint32_t percent = draw_below(&at, 100);
        for (uint32_t i = 0; i < count; i++) so[i] = draw_chance(&at, percent);
        for (size_t i = 0; i < scene->list[0].count; i++) {
            size_t size;
            causes_set_at(&scene->list[0], i, &size);
            left += marked(so, &scene->list[0], i) == size;
        }
        causes_values(&scene->graph, NULL, so, values);
        assert_int_equal(values[scene->outcome], left > 0);
    }
}
static void an_outcome_is_closed_when_every_set_is_broken_and_open_else(void **state)
{
    (void)state;
    over_scenes(20, check_each_broken);
}

/* The same graph with a way changed or put behind the others; -1 for the condition when it stays.
 */
static struct causes_graph changed(struct scene *scene, size_t place, const struct causes_way *way,
                                   const char *fresh)
{
    struct causes_parts parts = scene->parts;
    struct causes_way *ways = model_array(&scene->arena, parts.way_count + 1, sizeof *ways);
    struct causes_condition *conditions =
        model_array(&scene->arena, parts.condition_count + 1, sizeof *conditions);
    memcpy(ways, parts.ways, parts.way_count * sizeof *ways);
    memcpy(conditions, parts.conditions, parts.condition_count * sizeof *conditions);
    ways[place] = *way;
    conditions[parts.condition_count] = (struct causes_condition){.name = fresh, .text = ""};
    parts.ways = ways;
    parts.conditions = conditions;
    if (place == parts.way_count) parts.way_count++;
    if (fresh) parts.condition_count++;
    return model_graph(&parts, &scene->arena);
}

static uint32_t same(const struct causes_graph *from, uint32_t condition,
                     const struct causes_graph *to)
{
    return causes_find(to, span_of(from->conditions[condition].name));
}

/* A condition more in a way that needs all: the graph is made again with it. */
static bool narrowed(struct scene *scene, uint64_t seed, struct causes_graph *ret)
{
    uint64_t at = seed;
    size_t place = draw_below(&at, (uint32_t)scene->parts.way_count);
    struct causes_way way = scene->parts.ways[place];
    struct causes_link *links = model_array(&scene->arena, way.count + 1, sizeof *links);
    if (way.enough != way.count) return false;
    memcpy(links, way.links, way.count * sizeof *links);
    bool fresh = draw_chance(&at, 50);
    uint32_t condition = draw_below(&at, scene->shape.leaves);
    if (fresh) condition = (uint32_t)scene->parts.condition_count;
    for (uint32_t k = 0; k < way.count; k++)
        if (links[k].condition == condition) return false;
    links[way.count] = (struct causes_link){.condition = condition};
    way.links = links;
    way.enough = ++way.count;
    *ret = changed(scene, place, &way, fresh ? "Z1" : NULL);
    return true;
}
static void check_narrowed(struct scene *scene, uint64_t seed)
{
    struct causes_graph graph;
    if (!scene->monotone || !scene->listed || !narrowed(scene, seed, &graph)) return;
    uint32_t outcome = same(&scene->graph, scene->outcome, &graph);
    struct causes_sets *sets = family_of(&graph, outcome, CAUSES_SUFFICIENT, NULL);
    struct causes_list list = list_of(sets, 500, &scene->arena);
    uint8_t *marks = model_array(&scene->arena, graph.condition_count, 1);
    uint8_t *old = model_array(&scene->arena, scene->graph.condition_count, 1);
    for (size_t i = 0; i < list.count; i++) {
        mark(marks, &list, i, 1);
        for (uint32_t k = 0; k < scene->graph.condition_count; k++)
            old[k] = marks[same(&scene->graph, k, &graph)];
        bool holds = false;
        for (size_t k = 0; k < scene->list[0].count && !holds; k++) {
            size_t size;
            causes_set_at(&scene->list[0], k, &size);
            holds = marked(old, &scene->list[0], k) == size;
        }
        assert_true(holds); /* each new set holds an old one, so it is no smaller */
        mark(marks, &list, i, 0);
    }
    if (list.count) {
        size_t before, after;
        causes_set_at(&scene->list[0], 0, &before);
        causes_set_at(&list, 0, &after);
        assert_true(after >= before);
    }
    causes_sets_free(sets);
}
static void a_condition_more_in_a_way_never_makes_a_set_smaller(void **state)
{
    (void)state;
    over_scenes(14, check_narrowed);
}

static void check_widened(struct scene *scene, uint64_t seed)
{
    uint64_t at = seed;
    uint32_t count = scene->graph.condition_count, leaves = scene->shape.leaves;
    if (!scene->monotone) return;
    struct causes_link links[2] = {{.condition = draw_below(&at, leaves)},
                                   {.condition = (uint32_t)scene->parts.condition_count}};
    const struct causes_way way = {.effect = leaves + draw_below(&at, scene->shape.effects),
                                   .enough = 1 + draw_below(&at, 2),
                                   .count = 2,
                                   .links = links};
    struct causes_graph graph = changed(scene, scene->parts.way_count, &way, "Z1");
    uint8_t *so = model_array(&scene->arena, count + 1, 1);
    uint8_t *wide = model_array(&scene->arena, count + 1, 1);
    for (uint32_t round = 0; round < 50; round++) {
        uint32_t percent = draw_below(&at, 100);
        for (uint32_t i = 0; i < count; i++) so[i] = draw_chance(&at, percent);
        memset(wide, draw_chance(&at, 50), count + 1);
        for (uint32_t i = 0; i < count; i++) wide[same(&scene->graph, i, &graph)] = so[i];
        causes_values(&scene->graph, NULL, so, so);
        causes_values(&graph, NULL, wide, wide);
        for (uint32_t i = 0; i < count; i++)
            assert_true(wide[same(&scene->graph, i, &graph)] >= so[i]);
    }
}
static void a_way_more_never_closes_a_world(void **state)
{
    (void)state;
    over_scenes(24, check_widened);
}

/* Everything that can be asked, as bytes. */
static void tell_sets(const struct causes_sets *sets, struct arena *arena, struct text *to)
{
    struct causes_list list = list_of(sets, 300, arena);
    struct causes_extent extent = causes_sets_extent(sets);
    struct causes_membership *members;
    struct error error = ERROR_NONE;
    assert_ok(causes_sets_members(sets, arena, &members, &error));
    causes_count_text(to, causes_sets_count(sets));
    text_addf(to, " %d %u %llu %zu\n", extent.complete, extent.upto,
              (unsigned long long)extent.steps, extent.bytes);
    for (size_t i = 0; i < list.count; i++) {
        size_t count;
        const uint32_t *set = causes_set_at(&list, i, &count);
        for (size_t k = 0; k < count; k++) {
            text_addf(to, "%u %u:", set[k], members[set[k]].smallest);
            causes_count_text(to, members[set[k]].sets);
            text_addc(to, ' ');
        }
        text_addc(to, '\n');
    }
}
static void tell(const struct causes_graph *graph, uint32_t outcome, struct arena *arena,
                 struct text *to)
{
    struct causes_weight *weights;
    struct causes_extent extent;
    struct error error = ERROR_NONE;
    size_t count;
    for (int which = 0; which < 2; which++) {
        struct causes_sets *sets = family_of(graph, outcome, (enum causes_which)which, NULL);
        tell_sets(sets, arena, to);
        causes_sets_free(sets);
    }
    assert_ok(causes_weights(graph, outcome, &causes_budget_default, arena, &weights, &count,
                             &extent, &error));
    for (size_t i = 0; i < count; i++) {
        causes_count_text(to, weights[i].sets);
        text_addf(to, " %u %d %d %u %u %a\n", weights[i].condition, weights[i].observed,
                  weights[i].needed, weights[i].together, weights[i].smallest, weights[i].decides);
    }
}
static void check_order(struct scene *scene, uint64_t seed)
{
    struct causes_parts turned = model_shuffle(&scene->parts, seed + 1, &scene->arena);
    struct causes_graph graph = model_graph(&turned, &scene->arena);
    struct text once, again;
    text_init(&once, 0);
    text_init(&again, 0);
    tell(&scene->graph, scene->outcome, &scene->arena, &once);
    tell(&graph, same(&scene->graph, scene->outcome, &graph), &scene->arena, &again);
    assert_string_equal(once.at, again.at);
    text_clear(&again);
    tell(&scene->graph, scene->outcome, &scene->arena, &again);
    assert_string_equal(once.at, again.at);
    text_release(&once);
    text_release(&again);
}
static void the_order_of_the_parts_changes_nothing_nor_does_asking_twice(void **state)
{
    (void)state;
    over_scenes(24, check_order);
}

/* What a budget left: all sets, or all up to a size and none that is larger. */
static void judge_bound(const struct scene *scene, int which, const struct causes_sets *sets,
                        struct arena *arena)
{
    struct causes_extent extent = causes_sets_extent(sets);
    struct causes_list list, want = scene->list[which];
    size_t size, whole = want.count;
    if (!extent.complete) {
        assert_false(extent.limited);
        if (extent.upto == 0 && causes_sets_count(sets) == 0) return; /* nothing is known */
        for (want.count = 0; want.count < whole; want.count++) {
            causes_set_at(&want, want.count, &size);
            if (size > extent.upto) break;
        }
    }
    assert_true(causes_sets_count(sets) == want.count);
    enum status status = causes_sets_list(sets, MOST + 1, arena, &list, NULL);
    if (status)
        assert_int_equal(status, STATUS_LIMIT);
    else
        assert_true(lists_equal(&list, &want));
}
static void check_budgets(struct scene *scene, uint64_t seed)
{
    if (!scene->listed) return;
    for (int which = 0; which < 2; which++) {
        struct causes_extent full = causes_sets_extent(scene->family[which]);
        for (uint32_t part = 0; part < 24; part++) {
            struct causes_budget budget = causes_budget_default;
            uint64_t at = seed * 64 + part;
            if (part & 1)
                budget.steps = full.steps * draw_below(&at, 110) / 100 + part / 4;
            else
                budget.bytes = full.bytes * draw_below(&at, 110) / 100;
            struct causes_sets *sets = NULL;
            struct arena arena;
            arena_init(&arena, 1 << 26);
            enum status status =
                causes_sets_new(&scene->graph, scene->outcome, (enum causes_which)which, NULL,
                                &budget, &sets, NULL);
            if (status)
                assert_int_equal(status, STATUS_LIMIT);
            else
                judge_bound(scene, which, sets, &arena);
            causes_sets_free(sets);
            arena_release(&arena);
        }
    }
}
static void a_small_budget_gives_all_sets_or_an_honest_bound(void **state)
{
    (void)state;
    over_scenes(20, check_budgets);
}

static bool at_once(void *context)
{
    ++*(unsigned *)context;
    return true;
}
static void check_stop(struct scene *scene, uint64_t seed)
{
    unsigned asked = 0;
    struct causes_budget budget = causes_budget_default;
    struct causes_sets *sets = NULL;
    budget.stop = at_once;
    budget.context = &asked;
    (void)seed;
    if (!scene->listed) return;
    enum status status = causes_sets_new(&scene->graph, scene->outcome, CAUSES_SUFFICIENT, NULL,
                                         &budget, &sets, NULL);
    if (status)
        assert_int_equal(status, STATUS_LIMIT);
    else
        judge_bound(scene, 0, sets, &scene->arena);
    causes_sets_free(sets);
}
static void a_stop_at_once_is_a_budget_of_nothing(void **state)
{
    (void)state;
    over_scenes(30, check_stop);
}

/* ---- numbers that are known ---- */

/* One outcome: each of `groups` effects must come about, each by `enough` of its own `count`. */
static struct causes_graph grid(uint32_t groups, uint32_t count, uint32_t enough,
                                struct arena *arena)
{
    uint32_t total = groups * (count + 1) + 1;
    struct causes_condition *conditions = model_array(arena, total, sizeof *conditions);
    struct causes_way *ways = model_array(arena, groups + 1, sizeof *ways);
    struct causes_link *top = model_array(arena, groups, sizeof *top);
    for (uint32_t i = 0; i < total; i++)
        conditions[i] = (struct causes_condition){
            .name = arena_printf(arena, "%c%u", i < groups * count ? 'C' : 'E', i), .text = ""};
    conditions[total - 1].part = CAUSES_PART_OUTCOME;
    for (uint32_t g = 0; g < groups; g++) {
        struct causes_link *links = model_array(arena, count, sizeof *links);
        for (uint32_t k = 0; k < count; k++) links[k].condition = g * count + k;
        top[g].condition = groups * count + g;
        ways[g] = (struct causes_way){
            .effect = top[g].condition, .enough = enough, .count = count, .links = links};
    }
    ways[groups] =
        (struct causes_way){.effect = total - 1, .enough = groups, .count = groups, .links = top};
    const struct causes_parts parts = {
        .conditions = conditions, .condition_count = total, .ways = ways, .way_count = groups + 1};
    return model_graph(&parts, arena);
}

static causes_count choose(uint32_t n, uint32_t k)
{
    causes_count chosen = 1;
    for (uint32_t i = 1; i <= k; i++) chosen = chosen * (n - k + i) / i;
    return chosen;
}

static void k_of_n_has_as_many_sets_as_there_are_choices(void **state)
{
    (void)state;
    static const uint32_t cases[][2] = {{1, 1},  {5, 1},   {5, 5},    {6, 3},   {20, 10},
                                        {60, 7}, {60, 30}, {100, 50}, {300, 2}, {300, 299}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena arena;
        arena_init(&arena, 1 << 24);
        uint32_t n = cases[i][0], k = cases[i][1];
        struct causes_graph graph = grid(1, n, k, &arena);
        struct causes_sets *sufficient =
            family_of(&graph, graph.outcomes[0], CAUSES_SUFFICIENT, NULL);
        struct causes_sets *breaking = family_of(&graph, graph.outcomes[0], CAUSES_BREAKING, NULL);
        assert_true(causes_sets_count(sufficient) == choose(n, k));
        assert_true(causes_sets_count(breaking) == choose(n, n - k + 1));
        struct causes_membership *members;
        struct error error = ERROR_NONE;
        assert_ok(causes_sets_members(sufficient, &arena, &members, &error));
        assert_true(members[0].sets == choose(n - 1, k - 1));
        assert_int_equal(members[0].smallest, k);
        struct causes_list list = list_of(sufficient, 3, &arena);
        size_t count;
        const uint32_t *first = causes_set_at(&list, 0, &count);
        assert_int_equal(count, k);
        for (uint32_t m = 0; m < k; m++) assert_int_equal(first[m], m);
        causes_sets_free(sufficient);
        causes_sets_free(breaking);
        arena_release(&arena);
    }
}

static void counts_are_exact_until_they_do_not_fit(void **state)
{
    (void)state;
    static const uint32_t groups[] = {1, 64, 100, 127, 128, 129, 400};
    for (size_t i = 0; i < sizeof groups / sizeof groups[0]; i++) {
        struct arena arena;
        arena_init(&arena, 1 << 24);
        struct causes_graph graph = grid(groups[i], 2, 1, &arena);
        struct causes_sets *sets = family_of(&graph, graph.outcomes[0], CAUSES_SUFFICIENT, NULL);
        causes_count want = groups[i] < 128 ? (causes_count)1 << groups[i] : CAUSES_COUNT_MOST;
        assert_true(causes_sets_count(sets) == want);
        struct causes_sets *breaking = family_of(&graph, graph.outcomes[0], CAUSES_BREAKING, NULL);
        assert_true(causes_sets_count(breaking) == groups[i]);
        struct causes_list list = list_of(sets, 5, &arena);
        assert_int_equal(list.count, groups[i] > 2 ? 5 : 2);
        causes_sets_free(sets);
        causes_sets_free(breaking);
        arena_release(&arena);
    }
}

static void counts_read_as_people_write_them(void **state)
{
    (void)state;
    static const struct {
        causes_count count;
        const char *text;
    } cases[] = {
        {0, "0"},
        {7, "7"},
        {999, "999"},
        {4805, "4,805"},
        {UINT64_C(7159688704), "7,159,688,704"},
        {(causes_count)1 << 64, "18,446,744,073,709,551,616"},
        {CAUSES_COUNT_MOST, "more than 3.4e38"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct text text;
        text_init(&text, 0);
        causes_count_text(&text, cases[i].count);
        assert_string_equal(text.at, cases[i].text);
        text_release(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_sufficient_set_meets_every_breaking_set),
        cmocka_unit_test(both_families_are_made_of_the_same_conditions),
        cmocka_unit_test(each_family_is_the_hitting_sets_of_the_other),
        cmocka_unit_test(a_leaf_held_no_leaves_exactly_the_sets_without_it),
        cmocka_unit_test(a_sufficient_set_brings_it_about_and_no_part_of_it_does),
        cmocka_unit_test(breaking_a_whole_set_closes_the_outcome_and_less_does_not),
        cmocka_unit_test(an_outcome_is_closed_when_every_set_is_broken_and_open_else),
        cmocka_unit_test(a_condition_more_in_a_way_never_makes_a_set_smaller),
        cmocka_unit_test(a_way_more_never_closes_a_world),
        cmocka_unit_test(the_order_of_the_parts_changes_nothing_nor_does_asking_twice),
        cmocka_unit_test(a_small_budget_gives_all_sets_or_an_honest_bound),
        cmocka_unit_test(a_stop_at_once_is_a_budget_of_nothing),
        cmocka_unit_test(k_of_n_has_as_many_sets_as_there_are_choices),
        cmocka_unit_test(counts_are_exact_until_they_do_not_fit),
        cmocka_unit_test(counts_read_as_people_write_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
