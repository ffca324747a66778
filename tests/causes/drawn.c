#include "tests/causes/drawn.h"

struct drawn *drawn_new(void)
{
    struct drawn *drawn = calloc(1, sizeof *drawn);
    assert_non_null(drawn);
    arena_init(&drawn->arena, (size_t)64 << 20);
    return drawn;
}

void drawn_free(struct drawn *drawn)
{
    arena_release(&drawn->arena);
    free(drawn);
}

uint32_t drawn_condition(struct drawn *drawn, const char *name)
{
    size_t count = drawn->parts.condition_count;
    for (size_t i = 0; i < count; i++)
        if (strcmp(drawn->conditions[i].name, name) == 0) return (uint32_t)i;
    assert_true(count < sizeof drawn->conditions / sizeof drawn->conditions[0]);
    const char *copy = arena_copy(&drawn->arena, span_of(name));
    assert_non_null(copy);
    drawn->conditions[count] = (struct causes_condition){.name = copy, .text = ""};
    drawn->parts.condition_count++;
    return (uint32_t)count;
}

/* The next word of a line, or "". */
static const char *next_word(struct drawn *drawn, struct span *rest)
{
    *rest = span_trim(*rest);
    const char *word = arena_copy(&drawn->arena, span_cut(rest, ' '));
    assert_non_null(word);
    return word;
}

void drawn_way(struct drawn *drawn, const char *line, uint32_t enough)
{
    struct span rest = span_of(line);
    struct causes_link *links = arena_array(&drawn->arena, 64, sizeof *links);
    assert_non_null(links);
    assert_true(drawn->parts.way_count < sizeof drawn->ways / sizeof drawn->ways[0]);
    struct causes_way way = {.effect = drawn_condition(drawn, next_word(drawn, &rest)),
                             .links = links};
    next_word(drawn, &rest); /* = */
    for (const char *word; *(word = next_word(drawn, &rest));) {
        links[way.count].absent = *word == '!';
        links[way.count++].condition = drawn_condition(drawn, word + (*word == '!'));
    }
    way.enough = enough ? enough : way.count;
    drawn->ways[drawn->parts.way_count++] = way;
}

void drawn_item(struct drawn *drawn, const char *line, uint8_t effect, uint8_t standing)
{
    struct span rest = span_of(line);
    struct causes_target *targets = arena_array(&drawn->arena, 64, sizeof *targets);
    assert_non_null(targets);
    struct causes_item item = {.name = next_word(drawn, &rest),
                               .text = "",
                               .effect = effect,
                               .standing = standing,
                               .targets = targets};
    bool cuts = strcmp(next_word(drawn, &rest), "/") == 0;
    for (const char *word; *(word = next_word(drawn, &rest)); item.count++) {
        uint64_t way = 0;
        if (cuts) assert_true(span_to_u64(span_of(word), &way));
        targets[item.count] =
            cuts ? (struct causes_target){CAUSES_NONE, (uint32_t)way}
                 : (struct causes_target){drawn_condition(drawn, word), CAUSES_NONE};
    }
    assert_true(drawn->parts.item_count < sizeof drawn->items / sizeof drawn->items[0]);
    drawn->items[drawn->parts.item_count++] = item;
}

const struct causes_graph *drawn_graph(struct drawn *drawn)
{
    struct error error = ERROR_NONE;
    drawn->parts.conditions = drawn->conditions;
    drawn->parts.ways = drawn->ways;
    drawn->parts.items = drawn->items;
    assert_ok(causes_graph_make(&drawn->parts, &drawn->arena, &drawn->graph, &error));
    return &drawn->graph;
}

uint32_t drawn_at(const struct drawn *drawn, const char *name)
{
    uint32_t at = causes_find(&drawn->graph, span_of(name));
    assert_int_not_equal(at, CAUSES_NONE);
    return at;
}

uint32_t drawn_item_at(const struct drawn *drawn, const char *name)
{
    uint32_t at = causes_find_item(&drawn->graph, span_of(name));
    assert_int_not_equal(at, CAUSES_NONE);
    return at;
}

void drawn_rollout(struct drawn *drawn)
{
    drawn_way(drawn, "bad = C1 C2 C3", 0);
    drawn_way(drawn, "onset = bad C4", 0);
    drawn_way(drawn, "onset = bad C5 C6", 0);
    drawn_way(drawn, "signs = D1 D2", 0);
    drawn_way(drawn, "signs = D3", 0);
    drawn_way(drawn, "signs = D4 D5", 0);
    drawn_way(drawn, "long = onset signs", 0);
    drawn->conditions[drawn_condition(drawn, "onset")].part = CAUSES_PART_OUTCOME;
    drawn->conditions[drawn_condition(drawn, "long")].part = CAUSES_PART_OUTCOME;
}

void drawn_gitlab(struct drawn *drawn)
{
    drawn_way(drawn, "N1 = E1 C1", 0);
    drawn_way(drawn, "N2 = N1 C2", 0);
    drawn_way(drawn, "N3 = N2 C3", 0);
    drawn_way(drawn, "N3 = N2 C4", 0);
    drawn_way(drawn, "N4 = N3 C5 C6 B1", 0);
    drawn_way(drawn, "N5 = N4", 0);
    drawn_way(drawn, "N5 = X1", 0);
    drawn_way(drawn, "N6 = B2 B3", 0);
    drawn_way(drawn, "N6 = B2 B5", 0);
    drawn_way(drawn, "T1 = N5 N1 B4 C7", 0);
    drawn_way(drawn, "T2 = N5 N1 B4 N6", 0);
    drawn_way(drawn, "T3 = T2 M1", 0);
    for (const char *const *t = (const char *const[]){"T1", "T2", "T3", NULL}; *t; t++)
        drawn->conditions[drawn_condition(drawn, *t)].part = CAUSES_PART_OUTCOME;
    drawn->conditions[drawn_condition(drawn, "X1")].was = CAUSES_WAS_NO;
    drawn->conditions[drawn_condition(drawn, "M1")].was = CAUSES_WAS_NO;
}
