#include "causes/names.h"

bool names_init(struct names *names, uint32_t count, struct meter *meter)
{
    *names = (struct names){0};
    while (names->bits < 32 && (uint64_t)1 << names->bits < count) names->bits++;
    return diagram_init(&names->store, UINT32_MAX - 1, false, meter);
}

void names_release(struct names *names)
{
    diagram_release(&names->store);
}

uint32_t names_one(struct names *names, uint32_t number)
{
    uint32_t set = 1;
    for (uint32_t level = names->bits; level-- > 0 && set != DIAGRAM_NONE;)
        if (!(number >> (names->bits - 1 - level) & 1))
            set = diagram_family(&names->store, level, set, 0);
    return set;
}

static uint32_t smaller(const struct names *names, uint32_t set, uint32_t level)
{
    const struct diagram_node *node = &names->store.nodes[set];
    return node->level == level ? node->hi : 0;
}

static uint32_t larger(const struct names *names, uint32_t set, uint32_t level)
{
    const struct diagram_node *node = &names->store.nodes[set];
    return node->level == level ? node->lo : set;
}

static uint32_t first_level(const struct names *names, uint32_t a, uint32_t b)
{
    const struct diagram_node *nodes = names->store.nodes;
    return nodes[a].level < nodes[b].level ? nodes[a].level : nodes[b].level;
}

/* Calls itself for each bit of a number, so at most 32 deep. */
uint32_t names_join(struct names *names, uint32_t a, uint32_t b)
{
    if (a == 0 || b == DIAGRAM_NONE) return b;
    if (b == 0 || a == DIAGRAM_NONE) return a;
    uint32_t level = first_level(names, a, b);
    uint32_t hi = names_join(names, smaller(names, a, level), smaller(names, b, level));
    uint32_t lo = names_join(names, larger(names, a, level), larger(names, b, level));
    return diagram_family(&names->store, level, hi, lo);
}

int names_compare(const struct names *names, uint32_t a, uint32_t b)
{
    while (a != b) {
        if (a == 0 || b == 0) return a ? -1 : 1;
        uint32_t level = first_level(names, a, b);
        uint32_t low_a = smaller(names, a, level), low_b = smaller(names, b, level);
        bool differ = low_a != low_b;
        a = differ ? low_a : larger(names, a, level);
        b = differ ? low_b : larger(names, b, level);
    }
    return 0;
}

uint32_t *names_write(const struct names *names, uint32_t set, uint32_t *to)
{
    struct {
        uint32_t set, level, from;
    } rest[33]; /* the larger halves still to come: at most one a bit */
    uint32_t waiting = 0, level = 0, from = 0;
    for (;;) {
        for (; level < names->bits && set; level++) {
            uint32_t low = smaller(names, set, level), high = larger(names, set, level);
            uint32_t middle = from + ((uint32_t)1 << (names->bits - 1 - level));
            if (low && high) {
                rest[waiting].set = high;
                rest[waiting].level = level + 1;
                rest[waiting++].from = middle;
            }
            if (!low) from = middle;
            set = low ? low : high;
        }
        if (set) *to++ = from;
        if (!waiting) return to;
        waiting--;
        set = rest[waiting].set;
        level = rest[waiting].level;
        from = rest[waiting].from;
    }
}
