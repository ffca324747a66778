/* What is typed for people to read is read by the program too: the page about the language, and the
 * examples. Arguments: the page, then the examples. */
#include "causes/sets.h"
#include "tests/test.h"

static int file_count;
static char **files;

static void tell(void *context, unsigned line, const char *text)
{
    text_addf(context, "%u: %s\n", line, text);
}

static struct span content(const char *path)
{
    struct span map;
    struct error error = ERROR_NONE;
    assert_ok(os_map_copy(path, &map, &error));
    return map;
}

/* Reads a block; what its lines "# says: " promise is what is told, and nothing else. */
static void check_block(struct span block)
{
    struct arena arena;
    struct text told;
    struct causes_graph graph;
    struct span rest = block, left;
    arena_init(&arena, (size_t)64 << 20);
    text_init(&told, 0);
    enum status status = causes_read(block, &arena, tell, &told, &graph, NULL);
    left = text_span(&told);
    while (rest.len) {
        struct span line = span_cut(&rest, '\n');
        if (!span_starts(line, SPAN("# says: "))) continue;
        struct span got = span_cut(&left, '\n');
        if (!span_starts(got, span_from(line, 8)))
            fail_msg("told: %.*s\nthe page: %.*s", SPAN_ARGS(got), SPAN_ARGS(line));
    }
    if (left.len) fail_msg("also told: %.*s", SPAN_ARGS(left));
    assert_int_equal(status == STATUS_OK, told.len == 0);
    text_release(&told);
    arena_release(&arena);
}

static void the_blocks_of_the_page_mean_what_it_says(void **state)
{
    (void)state;
    struct span map = content(files[0]), rest = map, block = {NULL, 0};
    size_t blocks = 0;
    while (rest.len) {
        struct span line = span_cut(&rest, '\n');
        if (span_is(line, "```causes")) {
            block = rest;
        } else if (span_is(line, "```") && block.at) {
            check_block(span_sub(block, 0, (size_t)(line.at - block.at)));
            block.at = NULL;
            blocks++;
        }
    }
    assert_true(blocks >= 6);
    os_unmap(map);
}

/* The file of a name with another ending. */
static struct span beside(const char *path, const char *ending)
{
    struct text text;
    text_init(&text, 0);
    text_add(&text, span_sub(span_of(path), 0, strlen(path) - strlen(".causes")));
    text_adds(&text, ending);
    struct span map = content(text.at);
    text_release(&text);
    return map;
}

/* "T1 sufficient: C1 C2" is a set of that outcome; counts one more of its kind. */
static void check_set(const struct causes_graph *graph, struct span line, uint32_t *counts)
{
    struct span words = span_trim(span_cut(&line, ':')), outcome = span_cut(&words, ' ');
    bool breaking = span_is(words, "breaking");
    uint32_t top = causes_find(graph, outcome), members[40];
    size_t count = 0;
    struct causes_sets *sets;
    struct error error = ERROR_NONE;
    assert_true(breaking || span_is(words, "sufficient"));
    for (line = span_trim(line); line.len; count++)
        members[count] = causes_find(graph, span_cut(&line, ' '));
    assert_ok(causes_sets_new(graph, top, breaking ? CAUSES_BREAKING : CAUSES_SUFFICIENT, NULL,
                              &causes_budget_default, &sets, &error));
    if (!causes_sets_contain(sets, members, count))
        fail_msg("%.*s: set %u is none", SPAN_ARGS(outcome), counts[2 * top + breaking]);
    counts[2 * top + breaking]++;
    causes_sets_free(sets);
}

static void check_counts(const struct causes_graph *graph, const uint32_t *counts)
{
    struct error error = ERROR_NONE;
    for (uint32_t i = 0; i < 2 * graph->outcome_count; i++) {
        uint32_t top = graph->outcomes[i / 2];
        struct causes_sets *sets;
        assert_ok(causes_sets_new(graph, top, i % 2 ? CAUSES_BREAKING : CAUSES_SUFFICIENT, NULL,
                                  &causes_budget_default, &sets, &error));
        assert_true(causes_sets_count(sets) == counts[2 * top + i % 2]);
        causes_sets_free(sets);
    }
}

static void the_examples_have_the_sets_worked_out_by_hand(void **state)
{
    (void)state;
    assert_true(file_count >= 4);
    for (int i = 1; i < file_count; i++) {
        struct span typed = content(files[i]), by_hand = beside(files[i], ".sets"), rest = by_hand;
        struct arena arena;
        struct causes_graph graph;
        struct error error = ERROR_NONE;
        uint32_t counts[200] = {0};
        arena_init(&arena, (size_t)64 << 20);
        check_block(typed);
        assert_ok(causes_read(typed, &arena, NULL, NULL, &graph, &error));
        assert_true(graph.condition_count < 100);
        while (rest.len) {
            struct span line = span_cut(&rest, '\n');
            if (line.len && line.at[0] != '#') check_set(&graph, line, counts);
        }
        check_counts(&graph, counts);
        arena_release(&arena);
        os_unmap(by_hand);
        os_unmap(typed);
    }
}

int main(int argc, char **argv)
{
    file_count = argc - 1;
    files = argv + 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_blocks_of_the_page_mean_what_it_says),
        cmocka_unit_test(the_examples_have_the_sets_worked_out_by_hand),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
