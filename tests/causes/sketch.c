#include "tests/causes/sketch.h"

enum { CONDITIONS = 64, WAYS = 64, LINKS = 256 };

struct sketching {
    struct arena *arena;
    struct causes_condition conditions[CONDITIONS];
    struct causes_way ways[WAYS];
    struct causes_link links[LINKS];
    size_t condition_count, way_count, link_count;
};

static const char *copied(struct sketching *s, struct span bytes)
{
    const char *copy = arena_copy(s->arena, bytes);
    assert_non_null(copy);
    return copy;
}

static uint32_t place_of(struct sketching *s, struct span name)
{
    for (uint32_t i = 0; i < s->condition_count; i++)
        if (span_is(name, s->conditions[i].name)) return i;
    assert_true(s->condition_count < CONDITIONS);
    s->conditions[s->condition_count] = (struct causes_condition){
        .name = copied(s, name),
        .text = "",
        .since = {INSTANT_NONE, INSTANT_NONE},
        .until = {INSTANT_NONE, INSTANT_NONE},
        .evidence = "log",
    };
    return (uint32_t)s->condition_count++;
}

static uint64_t number(struct span digits)
{
    uint64_t value = 0;
    if (!span_to_u64(digits, &value)) fail_msg("\"%.*s\" is no number", SPAN_ARGS(digits));
    return value;
}

static instant minute(struct span digits, instant open)
{
    return span_is(digits, "*") ? open : (instant)number(digits) * NS_PER_MIN;
}

static struct causes_time time_of(struct span value)
{
    struct span earliest = span_cut(&value, '-');
    struct causes_time time = {.earliest = minute(earliest, INSTANT_NONE + 1)};
    time.latest = value.len ? minute(value, INT64_MAX) : time.earliest;
    return time;
}

static uint8_t word(const struct vocabulary *words, struct span value)
{
    struct error error = ERROR_NONE;
    uint8_t found = 0;
    if (!span_is(value, "none")) assert_ok(vocabulary_read(words, value, &found, &error));
    return found;
}

static void describe(struct sketching *s, uint32_t i, struct span key, struct span value)
{
    struct causes_condition *at = &s->conditions[i];
    if (span_is(key, "form"))
        at->form = word(&causes_words_form, value);
    else if (span_is(key, "was"))
        at->was = word(&causes_words_was, value);
    else if (span_is(key, "part"))
        at->part = word(&causes_words_part, value);
    else if (span_is(key, "outcome"))
        at->outcome = word(&causes_words_outcome, value);
    else if (span_is(key, "barrier"))
        at->barrier = word(&causes_words_barrier, value);
    else if (span_is(key, "since"))
        at->since = time_of(value);
    else if (span_is(key, "until"))
        at->until = time_of(value);
    else if (span_is(key, "evidence"))
        at->evidence = NULL;
    else if (span_is(key, "sources"))
        at->sources = (uint32_t)number(value);
    else if (span_is(key, "disputed"))
        at->disputed = true;
    else if (span_is(key, "shared"))
        at->shared = copied(s, value);
    else if (span_is(key, "expected"))
        at->expected = copied(s, value);
    else if (span_is(key, "instead"))
        at->instead = copied(s, value);
    else if (span_is(key, "text"))
        at->text = copied(s, value);
    else
        fail_msg("\"%.*s\" is nothing of a condition", SPAN_ARGS(key));
}

static void settle(struct sketching *s, struct causes_way *way, struct span key, struct span value)
{
    struct causes_link *links = s->links + s->link_count - way->count;
    if (span_is(key, "enough"))
        way->enough = (uint32_t)number(value);
    else if (span_is(key, "reason"))
        way->reason = word(&causes_words_reason, value);
    else if (span_is(key, "complete"))
        way->complete.answer = word(&causes_words_answer, value);
    else if (span_is(key, "test"))
        for (uint32_t i = 0; i < way->count; i++)
            links[i].test.answer = word(&causes_words_answer, value);
    else if (span_is(key, "because")) {
        way->complete.because = copied(s, value);
        for (uint32_t i = 0; i < way->count; i++) links[i].test.because = way->complete.because;
    } else
        fail_msg("\"%.*s\" is nothing of a way", SPAN_ARGS(key));
}

/* Keys whose value is the rest of the entry. */
static bool takes_rest(struct span key)
{
    return span_is(key, "text") || span_is(key, "instead") || span_is(key, "because") ||
           span_is(key, "expected");
}

static struct causes_way *add_way(struct sketching *s, uint32_t effect, struct span links)
{
    assert_true(s->way_count < WAYS);
    struct causes_way *way = &s->ways[s->way_count++];
    *way = (struct causes_way){.effect = effect, .links = s->links + s->link_count};
    way->complete.answer = CAUSES_ANSWER_NO;
    while (links.len) {
        struct span name = span_cut(&links, ' ');
        if (!name.len) continue;
        assert_true(s->link_count < LINKS);
        struct causes_link *link = &s->links[s->link_count++];
        *link = (struct causes_link){.absent = name.at[0] == '!'};
        link->test.answer = CAUSES_ANSWER_NO;
        link->condition = place_of(s, span_from(name, link->absent));
        way->count++;
    }
    way->enough = way->count;
    return way;
}

static void read_entry(struct sketching *s, struct span attributes)
{
    struct span links = span_cut(&attributes, '|');
    bool is_way = span_find(links, SPAN("=")) != SIZE_MAX;
    struct span name = span_trim(is_way ? span_cut(&links, '=') : links);
    if (!name.len) return;
    uint32_t condition = place_of(s, name);
    struct causes_way *way = is_way ? add_way(s, condition, span_trim(links)) : NULL;
    attributes = span_trim(attributes);
    while (attributes.len) {
        struct span key = span_cut(&attributes, ':');
        struct span value = takes_rest(key) ? attributes : span_cut(&attributes, ' ');
        if (takes_rest(key)) attributes = SPAN("");
        if (way)
            settle(s, way, key, value);
        else
            describe(s, condition, key, value);
    }
}

struct causes_graph sketch(struct arena *arena, const char *entries)
{
    struct sketching *s = arena_alloc(arena, sizeof *s);
    assert_non_null(s);
    s->arena = arena;
    struct span rest = span_of(entries);
    while (rest.len) read_entry(s, span_cut(&rest, ';'));
    const struct causes_parts parts = {.conditions = s->conditions,
                                       .condition_count = s->condition_count,
                                       .ways = s->ways,
                                       .way_count = s->way_count};
    struct causes_graph graph;
    struct error error = ERROR_NONE;
    assert_ok(causes_graph_make(&parts, arena, &graph, &error));
    return graph;
}

uint32_t sketched(const struct causes_graph *graph, const char *name)
{
    uint32_t found = causes_find(graph, span_of(name));
    if (found == CAUSES_NONE) fail_msg("no condition %s", name);
    return found;
}

uint32_t sketched_way(const struct causes_graph *graph, const char *effect, const char *holds)
{
    const struct causes_condition *at = &graph->conditions[sketched(graph, effect)];
    for (uint32_t w = at->first_way; w < at->first_way + at->way_count; w++)
        for (uint32_t i = 0; i < graph->ways[w].count; i++)
            if (graph->ways[w].links[i].condition == sketched(graph, holds)) return w;
    fail_msg("no way to %s holds %s", effect, holds);
    return CAUSES_NONE;
}
