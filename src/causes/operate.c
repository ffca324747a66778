/*
 * Operations on diagrams: each on two nodes comes down to operations on their halves. What waits
 * for its halves stands in frames of our own instead of on the stack of the program, since a
 * diagram may be as deep as there are conditions.
 */
#include "causes/diagram.h"

#include <assert.h>

/* ---- what is known at once ---- */

static uint32_t function_at_once(enum diagram_operation operation, uint32_t a, uint32_t b)
{
    switch (operation) {
    case DIAGRAM_AND:
        if (a == 0 || b == 0) return 0;
        if (a == 1 || a == b) return b;
        return b == 1 ? a : DIAGRAM_NONE;
    case DIAGRAM_OR:
        if (a == 1 || b == 1) return 1;
        if (a == 0 || a == b) return b;
        return b == 0 ? a : DIAGRAM_NONE;
    case DIAGRAM_XOR:
        if (a == b) return 0;
        if (a == 0) return b;
        return b == 0 ? a : DIAGRAM_NONE;
    default: /* WITHOUT */
        if (b == 1 || a == 0) return 0;
        return b == 0 || a == 1 ? a : DIAGRAM_NONE;
    }
}

static uint32_t cut_at_once(struct diagram *diagram, uint32_t a, uint32_t limit)
{
    struct diagram_sizes sizes = diagram->sizes[a];
    if (a == 0 || sizes.most <= limit) return a;
    diagram->cut = true;
    return sizes.least > limit ? 0 : DIAGRAM_NONE;
}

static uint32_t family_at_once(struct diagram *diagram, enum diagram_operation operation,
                               uint32_t a, uint32_t b, uint32_t limit)
{
    switch (operation) {
    case DIAGRAM_EITHER:
        if (a == 1 || b == 1) return 1;
        if (a == 0 || a == b) return b;
        return b == 0 ? a : DIAGRAM_NONE;
    case DIAGRAM_BOTH:
        if (a == 0 || b == 0) return 0;
        if (diagram->sizes[a].least <= limit && diagram->sizes[b].least <= limit)
            return DIAGRAM_NONE;
        diagram->cut = true;
        return 0;
    case DIAGRAM_DROP:
        if (b == 1 || a == 0 || a == b) return 0;
        return b == 0 || a == 1 ? a : DIAGRAM_NONE;
    default: return cut_at_once(diagram, a, limit);
    }
}

static uint32_t at_once(struct diagram *diagram, enum diagram_operation operation, uint32_t a,
                        uint32_t b, uint32_t limit)
{
    return operation <= DIAGRAM_WITHOUT ? function_at_once(operation, a, b)
                                        : family_at_once(diagram, operation, a, b, limit);
}

/* Writes what is to be computed in the one way in which it is remembered. False when the budget is
 * spent. */
static bool settle(struct diagram *diagram, enum diagram_operation *operation, uint32_t *a,
                   uint32_t *b, uint32_t *limit)
{
    const struct diagram_node *nodes = diagram->nodes;
    if (*operation == DIAGRAM_CUT) return true;
    if (*operation == DIAGRAM_WITHOUT || *operation == DIAGRAM_DROP) {
        /* variables that are in none of the sets are false */
        uint32_t passed = 0;
        for (; nodes[*b].level < nodes[*a].level; passed++) *b = nodes[*b].lo;
        return meter_steps(diagram->meter, passed / 4);
    }
    if (*a > *b) {
        uint32_t swap = *a;
        *a = *b;
        *b = swap;
    }
    if (*operation == DIAGRAM_BOTH && (*a == 1 || *a == *b)) {
        *operation = DIAGRAM_CUT;
        *a = *b;
        *b = 0;
    } else if (*operation == DIAGRAM_BOTH) {
        /* a limit beyond the largest set is none */
        uint32_t most = diagram->sizes[*a].most + diagram->sizes[*b].most;
        if (most < *limit) *limit = most;
    }
    return true;
}

/* ---- halves ---- */

static struct diagram_memo *memo_of(struct diagram *diagram, uint32_t key, uint32_t a, uint32_t b)
{
    return &diagram->memos[diagram_hash(a, b, key) & (diagram->memo_count - 1)];
}

static uint32_t key_of(enum diagram_operation operation, uint32_t limit)
{
    return (uint32_t)operation + 1 + limit * 16;
}

/* A variable that a function does not ask leaves it as it is; a family that does not ask it has no
 * set with it. */
static uint32_t upper_half(const struct diagram *diagram, enum diagram_operation operation,
                           uint32_t node, uint32_t level)
{
    if (diagram->nodes[node].level == level) return diagram->nodes[node].hi;
    return operation <= DIAGRAM_WITHOUT ? node : 0;
}

static uint32_t lower_half(const struct diagram *diagram, uint32_t node, uint32_t level)
{
    return diagram->nodes[node].level == level ? diagram->nodes[node].lo : node;
}

/* The result, when it is known; else a frame is put up for it. False when the budget is spent. */
static bool begin(struct diagram *diagram, enum diagram_operation operation, uint32_t a, uint32_t b,
                  uint32_t limit, uint32_t *ret_result)
{
    *ret_result = at_once(diagram, operation, a, b, limit);
    if (*ret_result != DIAGRAM_NONE) return true;
    if (!settle(diagram, &operation, &a, &b, &limit)) return false;
    *ret_result = at_once(diagram, operation, a, b, limit);
    if (*ret_result != DIAGRAM_NONE) return true;
    const struct diagram_memo *memo = memo_of(diagram, key_of(operation, limit), a, b);
    if (memo->operation == key_of(operation, limit) && memo->a == a && memo->b == b) {
        *ret_result = memo->result;
        return true;
    }
    if (!meter_steps(diagram->meter, 1) ||
        !meter_grow(diagram->meter, &diagram->frames, &diagram->frame_room,
                    (uint64_t)diagram->frame_count + 1, sizeof *diagram->frames))
        return false;
    /* with no variable to go only the empty set is left, and that is known at once */
    assert(limit || operation < DIAGRAM_BOTH || operation == DIAGRAM_DROP);
    uint32_t level = diagram->nodes[a].level;
    if (diagram->nodes[b].level < level) level = diagram->nodes[b].level;
    diagram->frames[diagram->frame_count++] = (struct diagram_frame){
        .a = a,
        .b = b,
        .limit = limit,
        .level = level,
        .a1 = upper_half(diagram, operation, a, level),
        .a0 = lower_half(diagram, a, level),
        .b1 = upper_half(diagram, operation, b, level),
        .b0 = lower_half(diagram, b, level),
        .operation = (uint16_t)operation,
    };
    return true;
}

/* ---- from halves to the whole ---- */

/* Each of these does the next step of a frame: it asks for a part result, which is *result when the
 * frame's turn comes again, or ends with its own result. */
enum progress { ASKED, ENDED, GAVE_UP };

static enum progress ask(struct diagram *diagram, enum diagram_operation operation, uint32_t a,
                         uint32_t b, uint32_t limit, uint32_t *result)
{
    return begin(diagram, operation, a, b, limit, result) ? ASKED : GAVE_UP;
}

/* Functions, WITHOUT and CUT: the halves apart. */
static enum progress step_apart(struct diagram *diagram, struct diagram_frame *frame,
                                uint32_t *result)
{
    enum diagram_operation operation = (enum diagram_operation)frame->operation;
    bool cut = operation == DIAGRAM_CUT;
    switch (frame->stage++) {
    case 0:
        return ask(diagram, operation, frame->a1, cut ? 0 : frame->b1, cut ? frame->limit - 1 : 0,
                   result);
    case 1:
        frame->a1 = *result;
        return ask(diagram, operation, frame->a0, cut ? 0 : frame->b0, frame->limit, result);
    default:
        *result = operation < DIAGRAM_WITHOUT
                      ? diagram_function(diagram, frame->level, frame->a1, *result)
                      : diagram_family(diagram, frame->level, frame->a1, *result);
        return ENDED;
    }
}

/* The sets with the variable, but those that would do without it. */
static enum progress step_either(struct diagram *diagram, struct diagram_frame *frame,
                                 uint32_t *result)
{
    switch (frame->stage++) {
    case 0: return ask(diagram, DIAGRAM_EITHER, frame->a0, frame->b0, 0, result);
    case 1:
        frame->a0 = *result;
        return ask(diagram, DIAGRAM_EITHER, frame->a1, frame->b1, 0, result);
    case 2: return ask(diagram, DIAGRAM_DROP, *result, frame->a0, 0, result);
    default: *result = diagram_family(diagram, frame->level, *result, frame->a0); return ENDED;
    }
}

static enum progress step_both(struct diagram *diagram, struct diagram_frame *frame,
                               uint32_t *result)
{
    switch (frame->stage++) {
    case 0: return ask(diagram, DIAGRAM_EITHER, frame->a1, frame->a0, 0, result);
    case 1:
        frame->a1 = *result;
        return ask(diagram, DIAGRAM_EITHER, frame->b1, frame->b0, 0, result);
    case 2:
        frame->b1 = *result;
        return ask(diagram, DIAGRAM_BOTH, frame->a0, frame->b0, frame->limit, result);
    case 3:
        frame->a0 = *result;
        return ask(diagram, DIAGRAM_BOTH, frame->a1, frame->b1, frame->limit - 1, result);
    case 4: return ask(diagram, DIAGRAM_DROP, *result, frame->a0, 0, result);
    default: *result = diagram_family(diagram, frame->level, *result, frame->a0); return ENDED;
    }
}

static enum progress step_drop(struct diagram *diagram, struct diagram_frame *frame,
                               uint32_t *result)
{
    switch (frame->stage++) {
    case 0: return ask(diagram, DIAGRAM_DROP, frame->a1, frame->b0, 0, result);
    case 1: return ask(diagram, DIAGRAM_DROP, *result, frame->b1, 0, result);
    case 2: frame->a1 = *result; return ask(diagram, DIAGRAM_DROP, frame->a0, frame->b0, 0, result);
    default: *result = diagram_family(diagram, frame->level, frame->a1, *result); return ENDED;
    }
}

static enum progress step(struct diagram *diagram, struct diagram_frame *frame, uint32_t *result)
{
    switch (frame->operation) {
    case DIAGRAM_EITHER: return step_either(diagram, frame, result);
    case DIAGRAM_BOTH: return step_both(diagram, frame, result);
    case DIAGRAM_DROP: return step_drop(diagram, frame, result);
    default: return step_apart(diagram, frame, result);
    }
}

uint32_t diagram_apply(struct diagram *diagram, enum diagram_operation operation, uint32_t a,
                       uint32_t b, uint32_t limit)
{
    if (a == DIAGRAM_NONE || b == DIAGRAM_NONE) return DIAGRAM_NONE;
    uint32_t base = diagram->frame_count, result;
    bool going = begin(diagram, operation, a, b, limit, &result);
    while (going && diagram->frame_count > base) {
        struct diagram_frame *frame = &diagram->frames[diagram->frame_count - 1];
        enum progress progress = step(diagram, frame, &result);
        going = progress == ASKED || (progress == ENDED && result != DIAGRAM_NONE);
        if (progress != ENDED || !going) continue;
        uint32_t key = key_of((enum diagram_operation)frame->operation, frame->limit);
        *memo_of(diagram, key, frame->a, frame->b) =
            (struct diagram_memo){frame->a, frame->b, result, key};
        diagram->frame_count--;
    }
    diagram->frame_count = base;
    return going ? result : DIAGRAM_NONE;
}
