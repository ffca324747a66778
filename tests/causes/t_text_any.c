/* Graphs at random: what is written is read again as the same, whatever the order of the lines. */
#include "causes/graph.h"
#include "tests/test.h"

#include <stdio.h>

enum { CONDITIONS_MOST = 14, WAYS_MOST = 12, ITEMS_MOST = 5 };

static uint32_t next(uint64_t *seed)
{
    *seed ^= *seed << 13; /* Marsaglia's xorshift */
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return (uint32_t)(*seed >> 16);
}

static uint32_t below(uint64_t *seed, uint32_t bound)
{
    return next(seed) % bound;
}

/* Names and texts that are hard to tell from the language. */
static const char *const names[] = {"C1",    "C2",        "C10",   "onset", "onset.1",
                                    "which", "2",         "of",    "test",  "item",
                                    "since", "until",     "title", "text",  "\xc3\xa4",
                                    "or.1",  "condition", "sinse", "-",     "without"};
static const char *const texts[] = {"the pool is full",
                                    "limit = 40",
                                    "x = C1 & C2",
                                    "= C1",
                                    "a: b",
                                    "# no comment",
                                    "\"quoted\"",
                                    "by night on call (evidence",
                                    "two\nlines",
                                    " room ",
                                    "\t",
                                    "or C1",
                                    ")",
                                    "by",
                                    "\xff"};
enum { NAMES = sizeof names / sizeof names[0], TEXTS = sizeof texts / sizeof texts[0] };

static const char *any_text(uint64_t *seed)
{
    return below(seed, 3) ? NULL : texts[below(seed, TEXTS)];
}

static struct causes_time any_time(uint64_t *seed)
{
    static const struct causes_time times[] = {
        {INSTANT_NONE, INSTANT_NONE},
        {1456790400 * NS_PER_S, 1459468800 * NS_PER_S - 1}, /* March 2016 */
        {1451606400 * NS_PER_S, 1483228800 * NS_PER_S - 1}, /* 2016 */
        {1456790400 * NS_PER_S, 1456790400 * NS_PER_S},
        {1456790400 * NS_PER_S, 1456876800 * NS_PER_S - 1}, /* a day */
        {INT64_MIN + 1, 7},
        {-1, INT64_MAX},
        {INT64_MIN + 1, INT64_MAX},
        {123456789, 987654321},
    };
    return times[below(seed, sizeof times / sizeof times[0])];
}

static uint8_t any_word(uint64_t *seed, const struct vocabulary *words)
{
    return below(seed, 2) ? 0 : (uint8_t)below(seed, (uint32_t)words->count);
}

static struct causes_said any_said(uint64_t *seed)
{
    struct causes_said said = {.answer = any_word(seed, &causes_words_answer)};
    if (!said.answer) return said;
    said.because = any_text(seed);
    said.role = any_text(seed);
    said.when = any_text(seed);
    said.evidence = any_text(seed);
    said.name = any_text(seed);
    return said;
}

struct any {
    struct causes_condition conditions[CONDITIONS_MOST];
    struct causes_link links[WAYS_MOST][4];
    struct causes_way ways[WAYS_MOST];
    struct causes_target targets[ITEMS_MOST][3];
    struct causes_item items[ITEMS_MOST];
    const char *also[2];
    struct causes_parts parts;
};

static void any_conditions(struct any *a, uint64_t *seed)
{
    uint32_t first = below(seed, NAMES), count = 4 + below(seed, CONDITIONS_MOST - 3);
    a->also[0] = "INC-3";
    a->also[1] = "INC-7";
    for (uint32_t i = 0; i < count; i++) {
        struct causes_condition *c = &a->conditions[i];
        *c = (struct causes_condition){.name = names[(first + i) % NAMES],
                                       .text = any_text(seed),
                                       .form = any_word(seed, &causes_words_form),
                                       .was = any_word(seed, &causes_words_was),
                                       .part = any_word(seed, &causes_words_part),
                                       .outcome = any_word(seed, &causes_words_outcome),
                                       .category = any_word(seed, &causes_words_category),
                                       .since = any_time(seed),
                                       .until = any_time(seed),
                                       .sources = below(seed, 3),
                                       .disputed = below(seed, 2),
                                       .normal = below(seed, 2),
                                       .evidence = any_text(seed),
                                       .instead = any_text(seed),
                                       .expected = any_text(seed),
                                       .good_for = any_text(seed),
                                       .stop = any_text(seed),
                                       .shared = any_text(seed),
                                       .also = a->also,
                                       .also_count = below(seed, 3)};
        if (c->form == CAUSES_FORM_BARRIER || c->form == CAUSES_FORM_MITIGATOR)
            c->barrier = any_word(seed, &causes_words_barrier);
    }
    a->parts = (struct causes_parts){
        .title = any_text(seed), .conditions = a->conditions, .condition_count = count};
    a->parts.delay = below(seed, 3) * 90 * NS_PER_S;
}

static void any_ways(struct any *a, uint64_t *seed)
{
    static const char *const way_names[] = {NULL, "W1", "which", "or.1"};
    uint32_t conditions = (uint32_t)a->parts.condition_count, count = below(seed, WAYS_MOST);
    for (uint32_t w = 0; w < count; w++) {
        uint32_t effect = below(seed, conditions), links = 1 + below(seed, 3);
        for (uint32_t l = 0; l < links; l++)
            a->links[w][l] = (struct causes_link){.condition = (effect + 1 + l) % conditions,
                                                  .absent = below(seed, 4) == 0,
                                                  .test = any_said(seed)};
        a->ways[w] = (struct causes_way){.name = way_names[below(seed, 4)],
                                         .effect = effect,
                                         .count = links,
                                         .enough = 1 + below(seed, links),
                                         .links = a->links[w],
                                         .reason = any_word(seed, &causes_words_reason),
                                         .complete = any_said(seed)};
    }
    a->parts.ways = a->ways;
    a->parts.way_count = count;
}

static void any_items(struct any *a, uint64_t *seed)
{
    uint32_t count = below(seed, ITEMS_MOST + 1), ways = (uint32_t)a->parts.way_count;
    for (uint32_t i = 0; i < count; i++) {
        struct causes_item *item = &a->items[i];
        *item = (struct causes_item){.name = names[(i * 7) % NAMES],
                                     .text = any_text(seed),
                                     .effect = any_word(seed, &causes_words_effect),
                                     .standing = any_word(seed, &causes_words_standing),
                                     .outcome = any_word(seed, &causes_words_outcome),
                                     .targets = a->targets[i],
                                     .count = below(seed, 4)};
        for (uint32_t t = 0; t < item->count; t++) {
            bool cut = ways && below(seed, 2);
            a->targets[i][t] = (struct causes_target){
                cut ? CAUSES_NONE : below(seed, (uint32_t)a->parts.condition_count),
                cut ? below(seed, ways) : CAUSES_NONE};
        }
    }
    a->parts.items = a->items;
    a->parts.item_count = count;
}

static void write_any(uint64_t *seed, struct arena *arena, struct causes_graph *ret,
                      struct text *to)
{
    struct any any = {0};
    struct error error = ERROR_NONE;
    any_conditions(&any, seed);
    any_ways(&any, seed);
    any_items(&any, seed);
    assert_ok(causes_graph_make(&any.parts, arena, ret, &error));
    causes_write(ret, to);
    assert_ok(text_status(to, &error));
}

static void assert_same(const struct causes_graph *a, const struct causes_graph *b)
{
    assert_int_equal(a->condition_count, b->condition_count);
    assert_int_equal(a->way_count, b->way_count);
    assert_int_equal(a->item_count, b->item_count);
    assert_int_equal(a->outcome_count, b->outcome_count);
    assert_int_equal(a->order == NULL, b->order == NULL);
    for (uint32_t c = 0; c < a->condition_count; c++) {
        const struct causes_condition *x = &a->conditions[c], *y = &b->conditions[c];
        assert_string_equal(x->name, y->name);
        assert_int_equal(x->form, y->form);
        assert_int_equal(x->barrier, y->barrier);
        assert_int_equal(x->was, y->was);
        assert_int_equal(x->part, y->part);
        assert_int_equal(x->category, y->category);
        assert_int_equal(x->since.earliest, y->since.earliest);
        assert_int_equal(x->since.latest, y->since.latest);
        assert_int_equal(x->until.earliest, y->until.earliest);
        assert_int_equal(x->until.latest, y->until.latest);
        assert_int_equal(x->disputed, y->disputed);
        assert_int_equal(x->normal, y->normal);
        assert_int_equal(x->sources, y->sources);
        assert_int_equal(x->also_count, y->also_count);
    }
    for (uint32_t w = 0; w < a->way_count; w++) {
        const struct causes_way *x = &a->ways[w], *y = &b->ways[w];
        assert_int_equal(x->effect, y->effect);
        assert_int_equal(x->enough, y->enough);
        assert_int_equal(x->count, y->count);
        assert_int_equal(x->reason, y->reason);
        assert_int_equal(x->complete.answer, y->complete.answer);
        for (uint32_t l = 0; l < x->count; l++) {
            assert_int_equal(x->links[l].condition, y->links[l].condition);
            assert_int_equal(x->links[l].absent, y->links[l].absent);
            assert_int_equal(x->links[l].test.answer, y->links[l].test.answer);
        }
    }
    for (uint32_t i = 0; i < a->item_count; i++) {
        assert_int_equal(a->items[i].count, b->items[i].count);
        for (uint32_t t = 0; t < a->items[i].count; t++) {
            assert_int_equal(a->items[i].targets[t].condition, b->items[i].targets[t].condition);
            assert_int_equal(a->items[i].targets[t].way, b->items[i].targets[t].way);
        }
    }
}

static void say(void *context, unsigned line, const char *text)
{
    (void)context;
    print_error("line %u: %s\n", line, text);
}

static size_t rounds(size_t usual)
{
    const char *asked = getenv("CAUSES_ROUNDS");
    uint64_t more;
    return asked && span_to_u64(span_of(asked), &more) ? (size_t)more : usual;
}

static void what_is_written_is_read_as_the_same(void **state)
{
    (void)state;
    uint64_t seed = UINT64_C(20261122);
    for (size_t round = rounds(3000); round-- > 0;) {
        struct arena arena;
        struct text first, second;
        struct causes_graph graph, again;
        struct error error = ERROR_NONE;
        arena_init(&arena, (size_t)64 << 20);
        text_init(&first, 0);
        text_init(&second, 0);
        write_any(&seed, &arena, &graph, &first);
        if (causes_read(text_span(&first), &arena, say, NULL, &again, &error))
            fail_msg("%s\n%s", error.message, first.at);
        causes_write(&again, &second);
        assert_string_equal(second.at, first.at);
        assert_same(&graph, &again);
        text_release(&first);
        text_release(&second);
        arena_release(&arena);
    }
}

/* Blocks between blank lines, in another order; and the lines of the words within a block too, as
 * far as they do not stand for the way before them. */
static void shuffle(struct span text, uint64_t *seed, struct text *to)
{
    struct span blocks[64];
    size_t count = 0;
    while (text.len) {
        size_t end = span_find(text, SPAN("\n\n"));
        size_t length = end == SIZE_MAX ? text.len : end + 1;
        assert_true(count < 64);
        blocks[count++] = span_sub(text, 0, length);
        text = span_from(text, end == SIZE_MAX ? length : length + 1);
    }
    for (size_t left = count; left > 0; left--) {
        uint32_t at = below(seed, (uint32_t)left);
        text_add(to, blocks[at]);
        if (below(seed, 2)) text_adds(to, "\r\n# a comment\n");
        blocks[at] = blocks[left - 1];
    }
}

static void the_order_of_lines_changes_nothing(void **state)
{
    (void)state;
    uint64_t seed = UINT64_C(31011917);
    for (size_t round = rounds(1000); round-- > 0;) {
        struct arena arena;
        struct text first, mixed, second;
        struct causes_graph graph;
        struct error error = ERROR_NONE;
        arena_init(&arena, (size_t)64 << 20);
        text_init(&first, 0);
        text_init(&mixed, 0);
        text_init(&second, 0);
        write_any(&seed, &arena, &graph, &first);
        shuffle(text_span(&first), &seed, &mixed);
        if (causes_read(text_span(&mixed), &arena, say, NULL, &graph, &error))
            fail_msg("%s\n%s", error.message, mixed.at);
        causes_write(&graph, &second);
        assert_string_equal(second.at, first.at);
        text_release(&first);
        text_release(&mixed);
        text_release(&second);
        arena_release(&arena);
    }
}

/* Formulas in lines of their own, texts in others, groups in parentheses. */
static void formulas_in_any_order_give_the_same_bytes(void **state)
{
    (void)state;
    static const char *const lines[] = {"a: first",
                                        "b barrier absent: second",
                                        "c",
                                        "t = a & (b | c) & (a | 2 of (a, b & c, c))",
                                        "t: the end",
                                        "t.1: taken",
                                        "u = t & (t.1 | (a & (b | c)))",
                                        "u outcome: limit = 7",
                                        "test t without a: no",
                                        "complete u: yes, \"more\"",
                                        "R1 item: x",
                                        "title: y"};
    enum { LINES = sizeof lines / sizeof lines[0] };
    uint64_t seed = 77;
    char *first = NULL;
    struct arena arena;
    struct causes_graph graph;
    struct error error = ERROR_NONE;
    arena_init(&arena, (size_t)64 << 20);
    for (size_t round = 0; round < 300; round++) {
        const char *left[LINES];
        struct text text, written;
        text_init(&text, 0);
        text_init(&written, 0);
        memcpy(left, lines, sizeof left);
        for (uint32_t i = LINES; i > 0; i--) {
            uint32_t at = below(&seed, i);
            text_addf(&text, "%s\n", left[at]);
            left[at] = left[i - 1];
        }
        if (causes_read(text_span(&text), &arena, say, NULL, &graph, &error))
            fail_msg("%s\n%s", error.message, text.at);
        causes_write(&graph, &written);
        if (!first) first = arena_copy(&arena, text_span(&written));
        assert_string_equal(written.at, first);
        text_release(&text);
        text_release(&written);
    }
    arena_release(&arena);
}

static void many_lines_are_read(void **state)
{
    (void)state;
    struct arena arena;
    struct text text;
    struct causes_graph graph;
    struct error error = ERROR_NONE;
    arena_init(&arena, (size_t)1 << 30);
    text_init(&text, 0);
    for (int i = 0; i < 100000; i++)
        text_addf(&text, "n%d latent: what was so = n%d & n%d\n", i, 2 * i + 1, 2 * i + 2);
    for (int i = 100000; i <= 200000; i++) text_addf(&text, "n%d\n", i);
    assert_ok(causes_read(text_span(&text), &arena, say, NULL, &graph, &error));
    assert_int_equal(graph.condition_count, 200001);
    assert_non_null(graph.order);
    struct span large = {text.at, ((size_t)64 << 20) + 1}; /* refused before it is looked at */
    assert_status(causes_read(large, &arena, say, NULL, &graph, &error), STATUS_LIMIT);
    text_release(&text);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read_as_the_same),
        cmocka_unit_test(the_order_of_lines_changes_nothing),
        cmocka_unit_test(formulas_in_any_order_give_the_same_bytes),
        cmocka_unit_test(many_lines_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
