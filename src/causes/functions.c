#include "causes/functions.h"

/* Of those behind function i, row[j] says "at least j of these": with one more, that is so when j
 * are without it, or one less and this one. Only what can still matter is made: one number at a
 * time for an AND, and for an OR. From the last one on, since that is deepest in the diagram. */
uint32_t functions_threshold(struct diagram *diagram, uint32_t enough, const uint32_t *functions,
                             uint32_t count, uint32_t *row)
{
    row[0] = 1;
    for (uint32_t j = 1; j <= enough; j++) row[j] = 0;
    for (uint32_t i = count; i-- > 0;) {
        uint32_t taken = count - i;
        uint32_t low = enough > i ? enough - i : 1, high = taken < enough ? taken : enough;
        for (uint32_t j = high; j >= low; j--) {
            uint32_t both = diagram_apply(diagram, DIAGRAM_AND, functions[i], row[j - 1]);
            row[j] = diagram_apply(diagram, DIAGRAM_OR, row[j], both);
            if (row[j] == DIAGRAM_NONE) return DIAGRAM_NONE;
        }
    }
    return row[enough];
}

/* Replaces every node from the ends up by what `made` says; `root` then names the new one. */
static bool rebuild(struct diagram *diagram, uint32_t *root,
                    uint32_t (*make)(struct diagram *diagram, const uint32_t *made, uint32_t node))
{
    if (!diagram_sweep(diagram, root, 1)) return false;
    struct meter *meter = diagram->meter;
    uint32_t count = diagram->count, result = DIAGRAM_NONE;
    uint32_t *made = meter_take(meter, count, sizeof *made);
    if (!made) return false;
    made[1] = 1;
    bool going = true;
    for (uint32_t i = 2; i < count && going; i++) {
        made[i] = make(diagram, made, i);
        going = made[i] != DIAGRAM_NONE;
    }
    if (going) result = made[*root];
    meter_give(meter, made, count, sizeof *made);
    if (result == DIAGRAM_NONE) return false;
    *root = result;
    return true;
}

static uint32_t closed(struct diagram *diagram, const uint32_t *made, uint32_t i)
{
    struct diagram_node node = diagram->nodes[i];
    uint32_t either = diagram_apply(diagram, DIAGRAM_OR, made[node.hi], made[node.lo]);
    return diagram_function(diagram, node.level, either, made[node.lo]);
}

bool functions_close(struct diagram *diagram, uint32_t *root)
{
    return rebuild(diagram, root, closed);
}

static uint32_t swapped(struct diagram *diagram, const uint32_t *made, uint32_t i)
{
    struct diagram_node node = diagram->nodes[i];
    return diagram_function(diagram, node.level, made[node.lo], made[node.hi]);
}

bool functions_turn(struct diagram *diagram, uint32_t *root)
{
    if (!rebuild(diagram, root, swapped)) return false;
    uint32_t opposite = diagram_apply(diagram, DIAGRAM_XOR, *root, 1);
    if (opposite == DIAGRAM_NONE) return false;
    *root = opposite;
    return true;
}

/* Rauzy 1993: the sets without the variable, and those with it that would not do without it. */
static uint32_t minimal(struct diagram *diagram, const uint32_t *made, uint32_t i)
{
    struct diagram_node node = diagram->nodes[i];
    uint32_t with = diagram_apply(diagram, DIAGRAM_WITHOUT, made[node.hi], node.lo);
    return diagram_family(diagram, node.level, with, made[node.lo]);
}

bool functions_minimal(struct diagram *diagram, uint32_t *root)
{
    return rebuild(diagram, root, minimal);
}
