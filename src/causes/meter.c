#include "causes/meter.h"

#include <assert.h>
#include <stdlib.h>

const struct causes_budget causes_budget_default = {
    .steps = 300u * 1000 * 1000,
    .bytes = (size_t)256 << 20,
};

enum { ASK_EVERY = 1 << 16 }; /* steps between two questions to budget.stop */

void meter_init(struct meter *meter, const struct causes_budget *budget)
{
    *meter = (struct meter){.budget = budget ? *budget : causes_budget_default};
    if (!meter->budget.steps) meter->budget.steps = causes_budget_default.steps;
    if (!meter->budget.bytes) meter->budget.bytes = causes_budget_default.bytes;
    meter->most_steps = meter->budget.steps;
}

bool meter_again(struct meter *meter)
{
    meter->spent = meter->stopped || meter->steps >= meter->most_steps;
    return !meter->spent;
}

bool meter_steps(struct meter *meter, uint64_t count)
{
    if (meter->spent) return false;
    assert(meter->steps <= meter->most_steps);
    if (count > meter->most_steps - meter->steps) {
        meter->steps = meter->most_steps;
        meter->spent = true;
        return false;
    }
    meter->steps += count;
    if (meter->budget.stop && meter->steps >= meter->next_ask) {
        meter->next_ask = meter->steps + ASK_EVERY;
        meter->spent = meter->stopped = meter->budget.stop(meter->budget.context);
    }
    return !meter->spent;
}

static bool account(struct meter *meter, size_t bytes)
{
    if (bytes > meter->budget.bytes - meter->bytes) {
        meter->spent = true;
        return false;
    }
    meter->bytes += bytes;
    if (meter->bytes > meter->most_bytes) meter->most_bytes = meter->bytes;
    return true;
}

void *meter_take(struct meter *meter, size_t count, size_t size)
{
    if (count > SIZE_MAX / size || !account(meter, count * size)) {
        meter->spent = true;
        return NULL;
    }
    void *array = calloc(count ? count : 1, size);
    if (!array) {
        meter->bytes -= count * size;
        meter->spent = true;
    }
    return array;
}

void meter_give(struct meter *meter, void *array, size_t count, size_t size)
{
    if (!array) return;
    assert(meter->bytes >= count * size);
    meter->bytes -= count * size;
    free(array);
}

bool meter_grow(struct meter *meter, void *array_pointer, uint32_t *room, uint64_t need,
                size_t size)
{
    if (need <= *room) return true;
    uint64_t target = *room ? (uint64_t)*room * 2 : 16;
    if (target < need) target = need;
    if (target > UINT32_MAX || !account(meter, (size_t)(target - *room) * size)) {
        meter->spent = true;
        return false;
    }
    void **array = array_pointer;
    void *grown = realloc(*array, (size_t)target * size);
    if (!grown) {
        meter->bytes -= (size_t)(target - *room) * size;
        meter->spent = true;
        return false;
    }
    *array = grown;
    *room = (uint32_t)target;
    return true;
}
