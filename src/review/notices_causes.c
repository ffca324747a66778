/* Notices about ways that are drawn: what the tests of the graph find. Tests that nobody has done
 * yet are asked for by the stage and offered as questions; they are no notices. */
#include "review/conducting.h"

/* Of what a graph in a meeting takes; where it ends, the rules say what is certain. */
static const struct causes_budget budget = {.steps = 3 * 1000 * 1000, .bytes = (size_t)64 << 20};

static bool is_told(const struct causes_finding *finding)
{
    switch (finding->rule) {
    case CAUSES_RULE_UNTESTED:
    case CAUSES_RULE_OPEN_LINK:
    case CAUSES_RULE_UNASKED: return false;     /* ready, ask */
    case CAUSES_RULE_UNSUPPORTED: return false; /* factor-thin */
    default: return causes_rules[finding->rule].severity != CAUSES_INFO;
    }
}

/* The entry of that name; false for what only follows from the factors. */
static bool named(const struct review *review, const char *name, struct review_id *ret)
{
    return name && review_id_read(span_of(name), ret, NULL) == STATUS_OK &&
           review_find(review, *ret);
}

static bool about(const struct review *review, const struct causes_graph *graph,
                  const struct causes_finding *finding, struct review_id *ret)
{
    if (finding->way != CAUSES_NONE && !graph->ways[finding->way].name) return false;
    if (finding->condition != CAUSES_NONE)
        return named(review, graph->conditions[finding->condition].name, ret);
    if (finding->way != CAUSES_NONE) return named(review, graph->ways[finding->way].name, ret);
    return finding->outcome != CAUSES_NONE &&
           named(review, graph->conditions[finding->outcome].name, ret);
}

/* An outcome that only follows from the factors is a beginning, and nothing to be tested. */
static bool is_drawn(const struct causes_graph *graph, uint32_t outcome)
{
    if (outcome == CAUSES_NONE) return true;
    const struct causes_condition *at = &graph->conditions[outcome];
    return at->way_count && graph->ways[at->first_way].name;
}

void review_notice_causes(struct review_noticing *n)
{
    struct review_causes causes;
    struct causes_finding *findings = NULL;
    size_t count = 0;
    if (!n->review->ways.count) return;
    n->full |= review_causes_of(n->review, n->settled, n->arena, &causes, NULL) != STATUS_OK;
    if (n->full || !causes.drawn) return;
    n->full |= causes_check(&causes.graph, &budget, n->arena, &findings, &count, NULL) != STATUS_OK;
    for (size_t i = 0; i < count && !n->full; i++) {
        struct review_id id;
        if (!is_told(&findings[i]) || !is_drawn(&causes.graph, findings[i].outcome)) continue;
        if (about(n->review, &causes.graph, &findings[i], &id))
            review_notice_keep(n, (struct review_notice){id, causes_rules[findings[i].rule].word,
                                                         findings[i].text, findings[i].question});
    }
}
