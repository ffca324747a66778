/*
 * What a computation has used of its budget. All memory of the solver is taken here, so that the
 * bytes are counted, and every loop that can be long counts its steps. Once the budget is spent it
 * stays spent: whatever asks is told no, and what was under way is given up in good order.
 */
#ifndef CAUSES_METER_H
#define CAUSES_METER_H

#include "causes/sets.h"

struct meter {
    struct causes_budget budget; /* zeros are replaced by the default */
    uint64_t steps, next_ask;    /* used; when to ask budget.stop again */
    uint64_t most_steps;         /* for what is under way: budget.steps, or a part of them */
    size_t bytes, most_bytes;    /* held now; the most that were held */
    bool spent, stopped;
};

void meter_init(struct meter *meter, const struct causes_budget *budget);
/* After a trial that ended for want of bytes and gave them back, or with more steps to go: whether
 * there is something left to go on with. */
bool meter_again(struct meter *meter);
/* Counts steps; false when the budget is spent. */
bool meter_steps(struct meter *meter, uint64_t count);

/* An array of `count` zeroed items, or NULL when the budget of bytes is spent (or the system has no
 * more: that counts as spent). Give it back by meter_give with the same count and size. */
void *meter_take(struct meter *meter, size_t count, size_t size);
void meter_give(struct meter *meter, void *array, size_t count, size_t size); /* NULL is fine */
/* Makes room for at least `need` items by doubling; *array and *room change only on success. What
 * is new is not zeroed. */
bool meter_grow(struct meter *meter, void *array_pointer, uint32_t *room, uint64_t need,
                size_t size);

#endif
