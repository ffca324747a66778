/* The sets of at most so many conditions. */
#include "causes/diagram.h"
#include "causes/family.h"

/* cut[i * width + j]: the sets of node i that have at most j conditions. */
static bool cut_nodes(const struct family *family, struct diagram *diagram, uint32_t *cut,
                      uint32_t width)
{
    for (uint32_t j = 0; j < width; j++) {
        cut[j] = 0;
        cut[width + j] = 1;
    }
    for (uint32_t i = 2; i < family->node_count; i++) {
        const struct family_node *node = &family->nodes[i];
        for (uint32_t j = 0; j < width; j++) {
            uint32_t hi = j ? cut[(size_t)node->hi * width + j - 1] : 0;
            uint32_t lo = cut[(size_t)node->lo * width + j];
            uint32_t made = diagram_family(diagram, node->variable, hi, lo);
            if (made == DIAGRAM_NONE) return false;
            cut[(size_t)i * width + j] = made;
        }
    }
    return true;
}

bool limited_cut(const struct family *family, uint32_t largest, struct meter *meter,
                 struct family *ret)
{
    *ret = (struct family){0};
    uint32_t width = largest + 1;
    size_t cells = (size_t)family->node_count * width;
    struct diagram diagram = {0};
    uint32_t *cut = meter_take(meter, cells, sizeof *cut);
    bool done = cut && diagram_init(&diagram, UINT32_MAX - 1, meter) &&
                cut_nodes(family, &diagram, cut, width);
    if (done) {
        uint32_t root = cut[(size_t)family->root * width + largest];
        done = diagram_sweep(&diagram, &root, 1) && family_take(ret, &diagram, root, meter) &&
               meter_grow(meter, &ret->variables, &ret->variable_room, family->variable_count,
                          sizeof *ret->variables);
    }
    if (done) {
        memcpy(ret->variables, family->variables, family->variable_count * sizeof *ret->variables);
        ret->variable_count = family->variable_count;
    }
    diagram_release(&diagram);
    meter_give(meter, cut, cells, sizeof *cut);
    return done;
}
