/*
 * The questions of the meeting: each test that is open, in words for somebody who was not there.
 * Those nearest to an outcome come first: their answers decide what is worth asking below.
 */
#include "causes/check.h"

#include <stdlib.h>

struct asking {
    const struct causes_graph *graph;
    struct arena *arena;
    const uint8_t *was; /* NULL with a circle */
    uint32_t *far;      /* of each condition: steps below an outcome; CAUSES_NONE: none */
    uint32_t *order;    /* of ways: nearest first */
    struct text words;
    struct causes_question *questions;
    size_t count;
};

static bool is_open(const struct causes_said *said)
{
    return said->answer == CAUSES_ANSWER_NONE || said->answer == CAUSES_ANSWER_CANNOT_TELL;
}

/* Breadth first from all outcomes at once. */
static enum status measure(struct asking *asking, struct error *error)
{
    const struct causes_graph *graph = asking->graph;
    uint32_t *queue = arena_array(asking->arena, graph->condition_count, sizeof *queue);
    asking->far = arena_array(asking->arena, graph->condition_count, sizeof *asking->far);
    if (!queue || !asking->far) return arena_full(asking->arena, error);
    size_t head = 0, tail = 0;
    for (uint32_t i = 0; i < graph->condition_count; i++) asking->far[i] = CAUSES_NONE;
    for (uint32_t i = 0; i < graph->outcome_count; i++) {
        queue[tail++] = graph->outcomes[i];
        asking->far[graph->outcomes[i]] = 0;
    }
    for (; head < tail; head++) {
        const struct causes_condition *at = &graph->conditions[queue[head]];
        for (uint32_t w = at->first_way; w < at->first_way + at->way_count; w++)
            for (uint32_t i = 0; i < graph->ways[w].count; i++) {
                uint32_t to = graph->ways[w].links[i].condition;
                if (asking->far[to] != CAUSES_NONE) continue;
                asking->far[to] = asking->far[queue[head]] + 1;
                queue[tail++] = to;
            }
    }
    return STATUS_OK;
}

/* Ways by distance of their effects; stable, since ways are sorted by effect already. Counting
 * sort: no distance is larger than the number of conditions. */
static enum status arrange(struct asking *asking, struct error *error)
{
    const struct causes_graph *graph = asking->graph;
    size_t steps = (size_t)graph->condition_count + 2; /* the last: below no outcome */
    uint32_t *from = arena_array(asking->arena, steps, sizeof *from);
    asking->order = arena_array(asking->arena, graph->way_count, sizeof *asking->order);
    if (!from || !asking->order) return arena_full(asking->arena, error);
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t w = 0; w < graph->way_count; w++) {
            uint32_t far = asking->far[graph->ways[w].effect];
            size_t step = far == CAUSES_NONE ? steps - 2 : far;
            if (pass == 0)
                from[step + 1]++;
            else
                asking->order[from[step]++] = w;
        }
        if (pass == 0)
            for (size_t i = 1; i < steps; i++) from[i] += from[i - 1];
    }
    return STATUS_OK;
}

/* Whether a way, a link may have been so: what was not so needs no supposing away. */
static bool may_be(const struct asking *asking, const struct causes_way *way)
{
    return !asking->was || way_was(way, asking->was) != CAUSES_WAS_NO;
}

static bool may_test(const struct asking *asking, const struct causes_link *link)
{
    return is_open(&link->test) && (!asking->was || link_was(link, asking->was) != CAUSES_WAS_NO);
}

/* What is still open about a test that was asked. */
static void say_open(struct text *to, const struct causes_said *said)
{
    if (said->answer != CAUSES_ANSWER_CANNOT_TELL) return;
    if (is_said(said->because))
        text_addf(to, " Open so far; what would decide it: %s", said->because);
    else
        text_adds(to, " Open so far: what would decide it?");
}

static void ask_link(struct text *to, const struct causes_graph *graph,
                     const struct causes_way *way, uint32_t link)
{
    say_suppose(to, graph, &way->links[link]);
    text_adds(to, "All else as it was: could ");
    say_quoted(to, &graph->conditions[way->effect]);
    text_adds(to, " still have come about?");
    say_open(to, &way->links[link].test);
}

static void ask_complete(struct text *to, const struct causes_graph *graph,
                         const struct causes_way *way)
{
    if (way->enough < way->count)
        text_addf(to, "Suppose any %u of these were so", (unsigned)way->enough);
    else
        text_adds(to, way->count == 1 ? "Suppose this was so" : "Suppose these were all so");
    text_adds(to, ", and nothing else unusual: ");
    say_way(to, graph, way, say_quoted);
    text_adds(to, ". Could ");
    say_quoted(to, &graph->conditions[way->effect]);
    text_adds(to, " still have stayed away?");
    say_open(to, &way->complete);
}

/* `link` CAUSES_NONE: is the way complete? */
static enum status ask(struct asking *asking, uint32_t way, uint32_t link, struct error *error)
{
    text_clear(&asking->words);
    if (link == CAUSES_NONE)
        ask_complete(&asking->words, asking->graph, &asking->graph->ways[way]);
    else
        ask_link(&asking->words, asking->graph, &asking->graph->ways[way], link);
    enum status status = text_status(&asking->words, error);
    if (status) return status;
    const char *words = arena_copy(asking->arena, text_span(&asking->words));
    if (!words) return arena_full(asking->arena, error);
    asking->questions[asking->count++] = (struct causes_question){way, link, words};
    return STATUS_OK;
}

/* Asks all that is open; without room for the questions they are counted alone. */
static enum status ask_all(struct asking *asking, size_t *ret_open, struct error *error)
{
    enum status status = STATUS_OK;
    size_t open = 0;
    for (uint32_t i = 0; i < asking->graph->way_count && !status; i++) {
        uint32_t at = asking->order[i];
        const struct causes_way *way = &asking->graph->ways[at];
        uint32_t links = may_be(asking, way) ? way->count : 0;
        for (uint32_t link = 0; link < links && !status; link++) {
            if (!may_test(asking, &way->links[link])) continue;
            open++;
            if (asking->questions) status = ask(asking, at, link, error);
        }
        if (status || !is_open(&way->complete)) continue;
        open++;
        if (asking->questions) status = ask(asking, at, CAUSES_NONE, error);
    }
    if (!status) *ret_open = open;
    return status;
}

enum status causes_questions(const struct causes_graph *graph, struct arena *arena,
                             struct causes_question **ret, size_t *ret_count, struct error *error)
{
    struct asking asking = {.graph = graph, .arena = arena};
    text_init(&asking.words, 0);
    uint8_t *was = NULL;
    size_t open = 0;
    enum status status = graph->order ? causes_record(graph, arena, &was, error) : STATUS_OK;
    asking.was = was;
    if (!status) status = measure(&asking, error);
    if (!status) status = arrange(&asking, error);
    if (!status) status = ask_all(&asking, &open, error);
    if (status) goto out;
    asking.questions = arena_array(arena, open, sizeof *asking.questions);
    if (!asking.questions) {
        status = arena_full(arena, error);
        goto out;
    }
    status = ask_all(&asking, &open, error);
    if (status) goto out;
    assert(asking.count == open);
    *ret = asking.questions;
    *ret_count = open;
out:
    text_release(&asking.words);
    return status;
}
