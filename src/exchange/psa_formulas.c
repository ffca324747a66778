/* Formulas of gates: each element a node, with its operands behind it. */
#include "exchange/psa_reader.h"

static const struct {
    const char *word;
    uint32_t fewest, most;
} formulas[PSA_OP_COUNT] = {
#define X(word, OP, fewest, most) {word, fewest, most},
    PSA_FORMULAS(X)
#undef X
};

static uint32_t number_of(struct psa_reader *reader, const char *element,
                          const XML_Char **attributes, const char *name)
{
    uint64_t number = 0;
    const char *text = psa_attribute(attributes, name);
    if (!text || !span_to_u64(span_trim(span_of(text)), &number) || number > UINT32_MAX - 1)
        psa_stop_here(reader, "<%.40s> takes %s=\"NUMBER\", a whole number of 0 or more", element,
                      name);
    return (uint32_t)number;
}

static enum status add_node(struct psa_model *model, const struct psa_node *node)
{
    if (model->node_count == CAUSES_LINKS_MOST)
        return error_set(model->error, STATUS_LIMIT,
                         "more than %d parts of formulas: divide the model", CAUSES_LINKS_MOST);
    enum status status = grow_array(&model->nodes, &model->node_room, model->node_count + 1,
                                    sizeof *model->nodes, model->error);
    if (!status) model->nodes[model->node_count++] = *node;
    return status;
}

static enum psa_op reference_kind(struct psa_reader *reader, const char *word)
{
    static const enum psa_op kinds[] = {PSA_GATE, PSA_BASIC, PSA_HOUSE};
    for (size_t k = 0; word && k < sizeof kinds / sizeof *kinds; k++)
        if (strcmp(word, formulas[kinds[k]].word) == 0) return kinds[k];
    if (word)
        psa_stop_here(reader, "\"%.40s\" is no type of event: gate, basic-event or house-event",
                      word);
    return PSA_ANY;
}

static void fill_node(struct psa_reader *reader, struct psa_node *node, const char *element,
                      const XML_Char **attributes)
{
    if (psa_is_reference(node->op)) {
        node->name = psa_name(reader, element, attributes);
        if (node->op == PSA_ANY)
            node->op = reference_kind(reader, psa_attribute(attributes, "type"));
    }
    if (node->op == PSA_CONSTANT) node->value = psa_value(reader, attributes);
    if (node->op == PSA_ATLEAST || node->op == PSA_CARDINALITY)
        node->min = number_of(reader, element, attributes, "min");
    if (node->op == PSA_CARDINALITY) node->max = number_of(reader, element, attributes, "max");
}

void psa_open_formula(struct psa_reader *reader, const char *element, uint32_t parent,
                      const XML_Char **attributes)
{
    struct psa_model *model = reader->model;
    struct psa_define *gate = &model->defines[model->define_count - 1];
    struct psa_spot spot = psa_here(reader);
    struct psa_node node = {.first = PSA_NONE,
                            .last = PSA_NONE,
                            .next = PSA_NONE,
                            .to = PSA_NONE,
                            .gate = PSA_NONE,
                            .spot = spot};
    while (node.op < PSA_OP_COUNT && strcmp(formulas[node.op].word, element) != 0) node.op++;
    if (node.op == PSA_OP_COUNT) {
        psa_stop_here(
            reader,
            "<%.40s> is no part of a formula that is read: and, or, not, atleast, xor, nand, "
            "nor, iff, imply, cardinality, constant, event, gate, basic-event, house-event",
            element);
        return;
    }
    if (parent == PSA_NONE && gate->node_count) {
        psa_stop_here(reader, "the gate %.80s holds two formulas: put them into <and> or <or>",
                      gate->name.at);
        return;
    }
    fill_node(reader, &node, element, attributes);
    if (reader->status) return;
    uint32_t number = (uint32_t)model->node_count;
    psa_stop(reader, add_node(model, &node));
    if (reader->status) return;
    gate->node_count++;
    if (parent != PSA_NONE) {
        struct psa_node *above = &model->nodes[parent];
        if (above->count++)
            model->nodes[above->last].next = number;
        else
            above->first = number;
        above->last = number;
    }
    psa_push(reader, PSA_IN_FORMULA, number);
}

void psa_close_formula(struct psa_reader *reader, uint32_t number)
{
    const struct psa_node *node = &reader->model->nodes[number];
    const char *word = formulas[node->op].word;
    if (node->count < formulas[node->op].fewest || node->count > formulas[node->op].most)
        psa_stop(reader, psa_refuse(reader->model, node->spot, "<%s> holds %u parts; it takes %s",
                                    word, node->count,
                                    formulas[node->op].most == 1   ? "one"
                                    : formulas[node->op].most == 2 ? "two"
                                                                   : "one or more"));
}
