/* A review goes to another stage, or as a whole to another state. */
#include "desk/desk.h"

static enum status count_missing(struct desk *desk, const struct review_settled *settled,
                                 const struct review_bounds *bounds, size_t *ret,
                                 struct error *error)
{
    struct review_need *needs;
    size_t count = 0, missing = 0;
    enum status status =
        review_ready(&desk->review, settled, bounds, 0, desk->arena, &needs, &count, error);
    for (size_t i = 0; i < count; i++) missing += !needs[i].advice;
    if (status == STATUS_OK) *ret = missing;
    return status;
}

enum status desk_stage(struct desk *desk, unsigned stage, unsigned state, instant at,
                       size_t *ret_missing, struct error *error)
{
    struct review_settled settled;
    struct review_bounds bounds;
    struct review_entry *before = review_entry_copy(&desk->review.own->entry, desk->arena);
    if (!before) return arena_full(desk->arena, error);
    enum status status = desk_settle(desk, &settled, &bounds, error);
    if (status == STATUS_OK)
        status = desk_is_wrong(
            review_go(&desk->review, &settled, &bounds, stage, state, at, desk->arena, error),
            error);
    if (status == STATUS_OK) status = desk_save_own(desk, before, error);
    return status ? status : count_missing(desk, &settled, &bounds, ret_missing, error);
}
