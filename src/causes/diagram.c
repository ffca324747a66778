#include "causes/diagram.h"

#include <assert.h>
#include <stdlib.h>

#define END_LEVEL UINT32_MAX

struct diagram_memo {
    uint32_t a, b, result;
    uint32_t operation; /* and one; 0: nothing is kept here */
};

/* One call of an operation on two nodes that waits for its halves: no recursion, since a diagram
 * may be as deep as there are conditions. */
struct diagram_frame {
    uint32_t a, b, level;
    uint32_t a0, b0; /* the second half */
    uint32_t hi;     /* result of the first */
    uint32_t stage;
};

enum { FIRST_BUCKETS = 256, FIRST_MEMOS = 256 };

bool diagram_init(struct diagram *diagram, uint32_t most, struct meter *meter)
{
    *diagram = (struct diagram){.meter = meter, .most = most};
    diagram->buckets = meter_take(meter, FIRST_BUCKETS, sizeof *diagram->buckets);
    if (diagram->buckets) diagram->bucket_count = FIRST_BUCKETS;
    diagram->memos = meter_take(meter, FIRST_MEMOS, sizeof *diagram->memos);
    if (diagram->memos) diagram->memo_count = FIRST_MEMOS;
    if (meter->spent ||
        !meter_grow(meter, &diagram->nodes, &diagram->room, 2, sizeof *diagram->nodes))
        return false;
    diagram->nodes[0] = (struct diagram_node){END_LEVEL, 0, 0, 0};
    diagram->nodes[1] = (struct diagram_node){END_LEVEL, 1, 1, 0};
    diagram->count = 2;
    return true;
}

void diagram_release(struct diagram *diagram)
{
    struct meter *meter = diagram->meter;
    if (!meter) return;
    meter_give(meter, diagram->nodes, diagram->room, sizeof *diagram->nodes);
    meter_give(meter, diagram->buckets, diagram->bucket_count, sizeof *diagram->buckets);
    meter_give(meter, diagram->memos, diagram->memo_count, sizeof *diagram->memos);
    meter_give(meter, diagram->frames, diagram->frame_room, sizeof *diagram->frames);
    *diagram = (struct diagram){0};
}

static uint32_t hash(uint32_t a, uint32_t b, uint32_t c)
{
    uint64_t mixed = (((uint64_t)a << 32) | b) * UINT64_C(0x9e3779b97f4a7c15);
    mixed = (mixed ^ (mixed >> 32) ^ c) * UINT64_C(0xd6e8feb86659fd93);
    return (uint32_t)(mixed >> 32);
}

/* ---- nodes ---- */

static void hang(struct diagram *diagram, uint32_t i)
{
    struct diagram_node *node = &diagram->nodes[i];
    uint32_t bucket = hash(node->hi, node->lo, node->level) & (diagram->bucket_count - 1);
    node->next = diagram->buckets[bucket];
    diagram->buckets[bucket] = i;
}

/* Doubles the table when it is as full as it has buckets, and the memory of results with it. */
static bool widen(struct diagram *diagram)
{
    struct meter *meter = diagram->meter;
    uint32_t wanted = diagram->bucket_count * 2;
    uint32_t *buckets = meter_take(meter, wanted, sizeof *buckets);
    struct diagram_memo *memos = meter_take(meter, wanted, sizeof *memos);
    if (!buckets || !memos) {
        meter_give(meter, buckets, wanted, sizeof *buckets);
        meter_give(meter, memos, wanted, sizeof *memos);
        return false;
    }
    meter_give(meter, diagram->buckets, diagram->bucket_count, sizeof *buckets);
    diagram->buckets = buckets;
    diagram->bucket_count = wanted;
    for (uint32_t i = 2; i < diagram->count; i++) hang(diagram, i);
    for (uint32_t i = 0; i < diagram->memo_count; i++) {
        struct diagram_memo *memo = &diagram->memos[i];
        if (memo->operation) memos[hash(memo->a, memo->b, memo->operation) & (wanted - 1)] = *memo;
    }
    meter_give(meter, diagram->memos, diagram->memo_count, sizeof *memos);
    diagram->memos = memos;
    diagram->memo_count = wanted;
    return true;
}

static uint32_t node_of(struct diagram *diagram, uint32_t level, uint32_t hi, uint32_t lo)
{
    if (hi == DIAGRAM_NONE || lo == DIAGRAM_NONE) return DIAGRAM_NONE;
    assert(level < diagram->nodes[hi].level && level < diagram->nodes[lo].level);
    uint32_t bucket = hash(hi, lo, level) & (diagram->bucket_count - 1);
    for (uint32_t i = diagram->buckets[bucket]; i; i = diagram->nodes[i].next) {
        const struct diagram_node *node = &diagram->nodes[i];
        if (node->hi == hi && node->lo == lo && node->level == level) return i;
    }
    if (diagram->count >= diagram->most ||
        !meter_grow(diagram->meter, &diagram->nodes, &diagram->room, (uint64_t)diagram->count + 1,
                    sizeof *diagram->nodes))
        return DIAGRAM_NONE;
    if (diagram->count >= diagram->bucket_count && !widen(diagram)) return DIAGRAM_NONE;
    uint32_t made = diagram->count++;
    diagram->nodes[made] = (struct diagram_node){level, hi, lo, 0};
    hang(diagram, made);
    return made;
}

uint32_t diagram_function(struct diagram *diagram, uint32_t level, uint32_t hi, uint32_t lo)
{
    return hi == lo ? lo : node_of(diagram, level, hi, lo);
}

uint32_t diagram_family(struct diagram *diagram, uint32_t level, uint32_t hi, uint32_t lo)
{
    return hi == 0 ? lo : node_of(diagram, level, hi, lo);
}

/* ---- operations ---- */

/* What is known at once; else DIAGRAM_NONE. */
static uint32_t at_once(enum diagram_operation operation, uint32_t a, uint32_t b)
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
    case DIAGRAM_WITHOUT:
        if (b == 1 || a == 0) return 0;
        return b == 0 || a == 1 ? a : DIAGRAM_NONE;
    }
    return DIAGRAM_NONE;
}

/* Writes what is to be computed in the one way in which it is remembered. False when the budget is
 * spent. */
static bool settle(struct diagram *diagram, enum diagram_operation operation, uint32_t *a,
                   uint32_t *b)
{
    const struct diagram_node *nodes = diagram->nodes;
    uint32_t passed = 0;
    if (operation == DIAGRAM_WITHOUT) {
        /* variables that are in none of the sets are false */
        for (; nodes[*b].level < nodes[*a].level; passed++) *b = nodes[*b].lo;
    } else if (*a > *b) {
        uint32_t swap = *a;
        *a = *b;
        *b = swap;
    }
    return meter_steps(diagram->meter, passed / 4);
}

static struct diagram_memo *memo_of(struct diagram *diagram, enum diagram_operation operation,
                                    uint32_t a, uint32_t b)
{
    return &diagram->memos[hash(a, b, operation + 1) & (diagram->memo_count - 1)];
}

/* The result, when it is known; else a frame is put up for it. False when the budget is spent. */
static bool begin(struct diagram *diagram, enum diagram_operation operation, uint32_t a, uint32_t b,
                  uint32_t *ret_result)
{
    *ret_result = at_once(operation, a, b);
    if (*ret_result != DIAGRAM_NONE) return true;
    if (!settle(diagram, operation, &a, &b)) return false;
    *ret_result = at_once(operation, a, b);
    if (*ret_result != DIAGRAM_NONE) return true;
    const struct diagram_memo *memo = memo_of(diagram, operation, a, b);
    if (memo->operation == operation + 1 && memo->a == a && memo->b == b) {
        *ret_result = memo->result;
        return true;
    }
    if (!meter_steps(diagram->meter, 1) ||
        !meter_grow(diagram->meter, &diagram->frames, &diagram->frame_room,
                    (uint64_t)diagram->frame_count + 1, sizeof *diagram->frames))
        return false;
    const struct diagram_node *at_a = &diagram->nodes[a], *at_b = &diagram->nodes[b];
    uint32_t level = at_a->level < at_b->level ? at_a->level : at_b->level;
    diagram->frames[diagram->frame_count++] = (struct diagram_frame){
        .a = a,
        .b = b,
        .level = level,
        .a0 = at_a->level == level ? at_a->lo : a,
        .b0 = at_b->level == level ? at_b->lo : b,
    };
    return true;
}

static uint32_t upper_half(const struct diagram *diagram, uint32_t node, uint32_t level)
{
    return diagram->nodes[node].level == level ? diagram->nodes[node].hi : node;
}

uint32_t diagram_apply(struct diagram *diagram, enum diagram_operation operation, uint32_t a,
                       uint32_t b)
{
    if (a == DIAGRAM_NONE || b == DIAGRAM_NONE) return DIAGRAM_NONE;
    uint32_t base = diagram->frame_count, result;
    bool going = begin(diagram, operation, a, b, &result);
    while (going && diagram->frame_count > base) {
        struct diagram_frame *frame = &diagram->frames[diagram->frame_count - 1];
        switch (frame->stage++) {
        case 0:
            going = begin(diagram, operation, upper_half(diagram, frame->a, frame->level),
                          upper_half(diagram, frame->b, frame->level), &result);
            break;
        case 1:
            frame->hi = result;
            going = begin(diagram, operation, frame->a0, frame->b0, &result);
            break;
        default:
            result = operation == DIAGRAM_WITHOUT
                         ? diagram_family(diagram, frame->level, frame->hi, result)
                         : diagram_function(diagram, frame->level, frame->hi, result);
            going = result != DIAGRAM_NONE;
            if (going)
                *memo_of(diagram, operation, frame->a, frame->b) =
                    (struct diagram_memo){frame->a, frame->b, result, operation + 1};
            diagram->frame_count--;
        }
    }
    diagram->frame_count = base;
    return going ? result : DIAGRAM_NONE;
}

/* ---- what is no longer needed ---- */

bool diagram_sweep(struct diagram *diagram, uint32_t *roots, size_t root_count)
{
    struct meter *meter = diagram->meter;
    uint32_t count = diagram->count;
    uint32_t *moved = meter_take(meter, count, sizeof *moved);
    if (!moved || !meter_steps(meter, count / 4)) {
        meter_give(meter, moved, count, sizeof *moved);
        return false;
    }
    struct diagram_node *nodes = diagram->nodes;
    for (size_t i = 0; i < root_count; i++) moved[roots[i]] = 1;
    moved[0] = moved[1] = 1;
    for (uint32_t i = count - 1; i > 1; i--)
        if (moved[i]) moved[nodes[i].hi] = moved[nodes[i].lo] = 1;
    memset(diagram->buckets, 0, diagram->bucket_count * sizeof *diagram->buckets);
    memset(diagram->memos, 0, diagram->memo_count * sizeof *diagram->memos);
    moved[0] = 0;
    diagram->count = 2;
    for (uint32_t i = 2; i < count; i++) {
        if (!moved[i]) continue;
        struct diagram_node node = nodes[i];
        moved[i] = diagram->count++;
        nodes[moved[i]] = (struct diagram_node){node.level, moved[node.hi], moved[node.lo], 0};
        hang(diagram, moved[i]);
    }
    for (size_t i = 0; i < root_count; i++) roots[i] = moved[roots[i]];
    meter_give(meter, moved, count, sizeof *moved);
    return true;
}
