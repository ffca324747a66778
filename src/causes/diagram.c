#include "causes/diagram.h"

#include <assert.h>
#include <stdlib.h>

#define END_LEVEL UINT32_MAX

#define NO_SET (UINT32_MAX / 2) /* as the size of a smallest one */

enum { FIRST_BUCKETS = 256, FIRST_MEMOS = 256 };

static bool make_room(struct diagram *diagram, uint64_t count)
{
    struct meter *meter = diagram->meter;
    return meter_grow(meter, &diagram->nodes, &diagram->room, count, sizeof *diagram->nodes) &&
           (!diagram->limited || meter_grow(meter, &diagram->sizes, &diagram->sizes_room, count,
                                            sizeof *diagram->sizes));
}

bool diagram_init(struct diagram *diagram, uint32_t most, bool limited, struct meter *meter)
{
    *diagram = (struct diagram){.meter = meter, .most = most, .limited = limited};
    diagram->buckets = meter_take(meter, FIRST_BUCKETS, sizeof *diagram->buckets);
    if (diagram->buckets) diagram->bucket_count = FIRST_BUCKETS;
    diagram->memos = meter_take(meter, FIRST_MEMOS, sizeof *diagram->memos);
    if (diagram->memos) diagram->memo_count = FIRST_MEMOS;
    if (meter->spent || !make_room(diagram, 2)) return false;
    diagram->nodes[0] = (struct diagram_node){END_LEVEL, 0, 0, 0};
    diagram->nodes[1] = (struct diagram_node){END_LEVEL, 1, 1, 0};
    if (limited) {
        diagram->sizes[0] = (struct diagram_sizes){NO_SET, 0};
        diagram->sizes[1] = (struct diagram_sizes){0, 0};
    }
    diagram->count = 2;
    return true;
}

void diagram_release(struct diagram *diagram)
{
    struct meter *meter = diagram->meter;
    if (!meter) return;
    meter_give(meter, diagram->nodes, diagram->room, sizeof *diagram->nodes);
    meter_give(meter, diagram->sizes, diagram->sizes_room, sizeof *diagram->sizes);
    meter_give(meter, diagram->buckets, diagram->bucket_count, sizeof *diagram->buckets);
    meter_give(meter, diagram->memos, diagram->memo_count, sizeof *diagram->memos);
    meter_give(meter, diagram->frames, diagram->frame_room, sizeof *diagram->frames);
    *diagram = (struct diagram){0};
}

uint32_t diagram_hash(uint32_t a, uint32_t b, uint32_t c)
{
    uint64_t mixed = (((uint64_t)a << 32) | b) * UINT64_C(0x9e3779b97f4a7c15);
    mixed = (mixed ^ (mixed >> 32) ^ c) * UINT64_C(0xd6e8feb86659fd93);
    return (uint32_t)(mixed >> 32);
}

/* ---- nodes ---- */

static void hang(struct diagram *diagram, uint32_t i)
{
    struct diagram_node *node = &diagram->nodes[i];
    uint32_t bucket = diagram_hash(node->hi, node->lo, node->level) & (diagram->bucket_count - 1);
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
        if (memo->operation)
            memos[diagram_hash(memo->a, memo->b, memo->operation) & (wanted - 1)] = *memo;
    }
    meter_give(meter, diagram->memos, diagram->memo_count, sizeof *memos);
    diagram->memos = memos;
    diagram->memo_count = wanted;
    return true;
}

static void measure(struct diagram *diagram, uint32_t i)
{
    const struct diagram_node *node = &diagram->nodes[i];
    struct diagram_sizes hi = diagram->sizes[node->hi], lo = diagram->sizes[node->lo];
    diagram->sizes[i] = (struct diagram_sizes){
        .least = hi.least + 1 < lo.least ? hi.least + 1 : lo.least,
        .most = hi.most + 1 > lo.most ? hi.most + 1 : lo.most,
    };
}

static uint32_t node_of(struct diagram *diagram, uint32_t level, uint32_t hi, uint32_t lo)
{
    if (hi == DIAGRAM_NONE || lo == DIAGRAM_NONE) return DIAGRAM_NONE;
    assert(level < diagram->nodes[hi].level && level < diagram->nodes[lo].level);
    uint32_t bucket = diagram_hash(hi, lo, level) & (diagram->bucket_count - 1);
    for (uint32_t i = diagram->buckets[bucket]; i; i = diagram->nodes[i].next) {
        const struct diagram_node *node = &diagram->nodes[i];
        if (node->hi == hi && node->lo == lo && node->level == level) return i;
    }
    if (diagram->count >= diagram->most || !make_room(diagram, (uint64_t)diagram->count + 1))
        return DIAGRAM_NONE;
    if (diagram->count >= diagram->bucket_count && !widen(diagram)) return DIAGRAM_NONE;
    uint32_t made = diagram->count++;
    diagram->nodes[made] = (struct diagram_node){level, hi, lo, 0};
    hang(diagram, made);
    if (diagram->limited) measure(diagram, made);
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
        if (diagram->limited) diagram->sizes[moved[i]] = diagram->sizes[i];
    }
    for (size_t i = 0; i < root_count; i++) roots[i] = moved[roots[i]];
    meter_give(meter, moved, count, sizeof *moved);
    return true;
}
