/*
 * Formulas as ways. A gate's own formula gives the ways of its condition; what stands within <or>
 * are ways themselves, and any other inner formula becomes a condition with a name of its own, the
 * gate's with a number. What no way can say directly (a constant, twice the same in <atleast>) is
 * said by a further condition.
 */
#include "exchange/psa_parts.h"

#include <assert.h>
#include <stdlib.h>

/* A condition or its absence. */
struct literal {
    uint32_t condition;
    bool absent;
};

struct making {
    struct psa_ways *ways;
    struct psa_model *model;
    enum status status; /* the first one that is not OK; nothing is added after it */
    struct literal *operands;
    size_t operand_count, operand_room;
    uint32_t gate; /* whose formula it is */
    unsigned named;
};

static void fail(struct making *m, enum status status)
{
    if (!m->status) m->status = status;
}

/* ---- conditions ---- */

static uint32_t add_condition(struct making *m, const struct causes_condition *condition)
{
    struct psa_ways *ways = m->ways;
    if (m->status) return 0;
    fail(m, grow_array(&ways->conditions, &ways->condition_room, ways->condition_count + 1,
                       sizeof *ways->conditions, m->model->error));
    if (!m->status && ways->condition_count == CAUSES_CONDITIONS_MOST)
        fail(m, error_set(m->model->error, STATUS_LIMIT,
                          "more than %d gates and events, with those that stand within others: "
                          "divide the model",
                          CAUSES_CONDITIONS_MOST));
    if (m->status) return 0;
    ways->conditions[ways->condition_count] = *condition;
    return (uint32_t)ways->condition_count++;
}

/* A condition that the model does not name: `base`-1, or the next number that is free. */
static uint32_t make_condition(struct making *m, const char *base, unsigned line)
{
    const char *name = NULL;
    while (!m->status && !name) {
        name = arena_printf(m->model->arena, "%s-%u", base, ++m->named);
        if (!name)
            fail(m, arena_full(m->model->arena, m->model->error));
        else if (psa_names_taken(m->model, span_of(name)))
            name = NULL;
    }
    return add_condition(m, &(struct causes_condition){.name = name, .text = "", .line = line});
}

static uint32_t inner_condition(struct making *m, unsigned line)
{
    return make_condition(m, m->model->defines[m->gate].known, line);
}

static struct literal constant(struct making *m, bool value)
{
    uint32_t *number = value ? &m->ways->always : &m->ways->never;
    if (*number == PSA_NONE) *number = make_condition(m, value ? "always" : "never", 0);
    return (struct literal){*number, false};
}

static void add_definition(struct making *m, const struct psa_define *define)
{
    bool renamed = !span_is(define->name, define->known);
    const char *text = define->label ? define->label : "";
    if (renamed)
        text = arena_printf(m->model->arena, define->label ? "%s (%s)" : "%s%s", text,
                            define->hidden ? define->path : define->name.at);
    if (!text) fail(m, arena_full(m->model->arena, m->model->error));
    bool top = define->kind == PSA_GATE && !define->used;
    add_condition(m, &(struct causes_condition){.name = define->known,
                                                .text = text,
                                                .part = top ? CAUSES_PART_OUTCOME : 0,
                                                .line = define->spot.line});
}

/* ---- ways ---- */

static void add_way(struct making *m, uint32_t effect, const struct literal *literals, size_t count,
                    uint32_t enough, unsigned line)
{
    struct psa_ways *ways = m->ways;
    struct error *error = m->model->error;
    if (!m->status && ways->link_count + count > CAUSES_LINKS_MOST)
        fail(m, error_set(error, STATUS_LIMIT, "more than %d links: divide the model",
                          CAUSES_LINKS_MOST));
    if (m->status) return;
    fail(m,
         grow_array(&ways->ways, &ways->way_room, ways->way_count + 1, sizeof *ways->ways, error));
    fail(m, grow_array(&ways->links, &ways->link_room, ways->link_count + count,
                       sizeof *ways->links, error));
    if (m->status) return;
    ways->ways[ways->way_count++] = (struct causes_way){
        .effect = effect, .enough = enough, .count = (uint32_t)count, .line = line};
    for (size_t i = 0; i < count; i++)
        ways->links[ways->link_count++] =
            (struct causes_link){.condition = literals[i].condition, .absent = literals[i].absent};
}

static int by_condition(const void *x, const void *y)
{
    const struct literal *a = x, *b = y;
    if (a->condition != b->condition) return a->condition < b->condition ? -1 : 1;
    return (int)a->absent - (int)b->absent;
}

static void way_of_one(struct making *m, uint32_t effect, struct literal literal, unsigned line)
{
    add_way(m, effect, &literal, 1, 1, line);
}

/* All of them: each once; never, when one is to be so and not so. */
static void way_of_all(struct making *m, uint32_t effect, struct literal *literals, size_t count,
                       unsigned line)
{
    size_t kept = 0;
    qsort(literals, count, sizeof *literals, by_condition);
    for (size_t i = 0; i < count; i++) {
        bool again = kept && literals[i].condition == literals[kept - 1].condition;
        if (again && literals[i].absent != literals[kept - 1].absent) {
            way_of_one(m, effect, constant(m, false), line);
            return;
        }
        if (!again) literals[kept++] = literals[i];
    }
    add_way(m, effect, literals, kept, (uint32_t)kept, line);
}

static void way_of_two(struct making *m, uint32_t effect, struct literal a, struct literal b,
                       unsigned line)
{
    struct literal both[] = {a, b};
    way_of_all(m, effect, both, 2, line);
}

/* What stands twice counts twice: the second time by a condition that says the same. */
static void make_distinct(struct making *m, unsigned line)
{
    struct literal *literals = m->operands;
    qsort(literals, m->operand_count, sizeof *literals, by_condition);
    for (size_t i = m->operand_count; i-- > 1 && !m->status;)
        if (literals[i].condition == literals[i - 1].condition) {
            uint32_t same = inner_condition(m, line);
            way_of_one(m, same, literals[i], line);
            literals[i] = (struct literal){same, false};
        }
}

/* So many of the operands, which are distinct. */
static void way_of_some(struct making *m, uint32_t effect, uint32_t enough, unsigned line)
{
    if (enough == 0 || enough > m->operand_count)
        way_of_one(m, effect, constant(m, enough == 0), line);
    else
        add_way(m, effect, m->operands, m->operand_count, enough, line);
}

/* ---- formulas ---- */

static struct literal inverse(struct literal literal)
{
    literal.absent = !literal.absent;
    return literal;
}

static struct literal literal_of(struct making *m, uint32_t number)
{
    const struct psa_node *node = &m->model->nodes[number];
    bool absent = false;
    for (; node->op == PSA_NOT; node = &m->model->nodes[node->first]) absent = !absent;
    struct literal literal = node->op == PSA_CONSTANT     ? constant(m, node->value)
                             : psa_is_reference(node->op) ? (struct literal){node->to, false}
                                                          : (struct literal){node->gate, false};
    return absent ? inverse(literal) : literal;
}

static void gather_operands(struct making *m, const struct psa_node *node, bool absent)
{
    m->operand_count = 0;
    fail(m, grow_array(&m->operands, &m->operand_room, node->count, sizeof *m->operands,
                       m->model->error));
    for (uint32_t o = node->first; o != PSA_NONE && !m->status; o = m->model->nodes[o].next) {
        struct literal literal = literal_of(m, o);
        m->operands[m->operand_count++] = absent ? inverse(literal) : literal;
    }
}

/* One way for each operand that gives no ways of this condition itself. */
static void ways_of_any(struct making *m, const struct psa_node *node, bool absent)
{
    for (uint32_t o = node->first; o != PSA_NONE; o = m->model->nodes[o].next) {
        const struct psa_node *operand = &m->model->nodes[o];
        if (operand->gate == node->gate) continue;
        struct literal literal = literal_of(m, o);
        way_of_one(m, node->gate, absent ? inverse(literal) : literal, operand->spot.line);
    }
}

static void ways_of_either(struct making *m, uint32_t effect, struct literal a, struct literal b,
                           unsigned line)
{
    way_of_two(m, effect, a, inverse(b), line);
    way_of_two(m, effect, inverse(a), b, line);
}

/* An odd number of the operands: two at a time. */
static void ways_of_odd(struct making *m, const struct psa_node *node)
{
    struct literal so_far = m->operands[0];
    if (node->count == 1) way_of_one(m, node->gate, so_far, node->spot.line);
    for (size_t i = 1; i < m->operand_count && !m->status; i++) {
        bool last = i + 1 == m->operand_count;
        uint32_t effect = last ? node->gate : inner_condition(m, node->spot.line);
        ways_of_either(m, effect, so_far, m->operands[i], node->spot.line);
        so_far = (struct literal){effect, false};
    }
}

/* At least `min` and not `max` + 1. */
static void way_of_between(struct making *m, const struct psa_node *node)
{
    unsigned line = node->spot.line;
    struct literal bounds[2] = {constant(m, node->min <= node->max)};
    if (node->min <= node->max) {
        uint32_t least = inner_condition(m, line), more = inner_condition(m, line);
        way_of_some(m, least, node->min, line);
        way_of_some(m, more, node->max + 1, line);
        bounds[0] = (struct literal){least, false};
        bounds[1] = (struct literal){more, true};
    } else {
        bounds[1] = bounds[0];
    }
    way_of_all(m, node->gate, bounds, 2, line);
}

static void make_ways(struct making *m, const struct psa_node *node)
{
    unsigned line = node->spot.line;
    bool absent = node->op == PSA_NOR || node->op == PSA_NAND;
    bool any = node->op == PSA_OR || node->op == PSA_NAND;
    if (any) {
        ways_of_any(m, node, absent);
        return;
    }
    gather_operands(m, node, absent);
    if (node->op == PSA_ATLEAST || node->op == PSA_CARDINALITY) make_distinct(m, line);
    if (m->status) return;
    switch (node->op) {
    case PSA_AND:
    case PSA_NOR: way_of_all(m, node->gate, m->operands, m->operand_count, line); break;
    case PSA_ATLEAST: way_of_some(m, node->gate, node->min, line); break;
    case PSA_CARDINALITY: way_of_between(m, node); break;
    case PSA_XOR: ways_of_odd(m, node); break;
    case PSA_IFF:
        ways_of_either(m, node->gate, m->operands[0], inverse(m->operands[1]), line);
        break;
    case PSA_IMPLY:
        way_of_one(m, node->gate, inverse(m->operands[0]), line);
        way_of_one(m, node->gate, m->operands[1], line);
        break;
    default: assert(false); /* OR and NAND are done, the rest has no ways */
    }
}

/* Which condition's ways each inner formula gives: those of <or> around it, or one of its own. */
static void place_operands(struct making *m, const struct psa_node *node)
{
    for (uint32_t o = node->first; o != PSA_NONE; o = m->model->nodes[o].next) {
        struct psa_node *operand = &m->model->nodes[o];
        if (psa_is_leaf(operand->op) || operand->op == PSA_NOT) continue;
        bool is_way = operand->op == PSA_AND || operand->op == PSA_NOR || operand->op == PSA_OR ||
                      operand->op == PSA_ATLEAST;
        operand->gate =
            node->op == PSA_OR && is_way ? node->gate : inner_condition(m, operand->spot.line);
    }
}

static void make_gate(struct making *m, uint32_t number)
{
    const struct psa_define *gate = &m->model->defines[number];
    struct psa_node *nodes = m->model->nodes + gate->first_node;
    bool single = psa_is_leaf(nodes->op) || nodes->op == PSA_NOT;
    m->gate = number;
    m->named = 0;
    if (!single) nodes->gate = number;
    for (uint32_t n = 0; n < gate->node_count && !m->status; n++) place_operands(m, &nodes[n]);
    if (single) way_of_one(m, number, literal_of(m, gate->first_node), nodes->spot.line);
    for (uint32_t n = 0; n < gate->node_count && !m->status; n++)
        if (nodes[n].gate != PSA_NONE) make_ways(m, &nodes[n]);
}

enum status psa_ways_make(struct psa_model *model, struct psa_ways *ways)
{
    struct making m = {.ways = ways, .model = model};
    ways->model = model;
    ways->always = ways->never = PSA_NONE;
    for (size_t d = 0; d < model->define_count; d++) add_definition(&m, &model->defines[d]);
    for (size_t d = 0; d < model->define_count && !m.status; d++)
        if (model->defines[d].kind == PSA_GATE) make_gate(&m, (uint32_t)d);
    free(m.operands);
    return m.status;
}
