/* The guard on the desk. */
#include "desk/desk.h"

enum status desk_guard(struct desk *desk, const struct review_entry *only, review_guard_sink *sink,
                       void *context, size_t *ret_asked, struct error *error)
{
    struct arena *arena = desk->arena;
    struct language_settings known, settings;
    struct guard guard;
    enum status status =
        desk_guard_find(desk->folder, &(struct guard_wish){0}, arena, &guard, error);
    if (status == STATUS_OK) status = review_guard_known(&desk->review, arena, &known, error);
    if (status == STATUS_OK)
        status = desk_guard_with(&guard.settings, &known, arena, &settings, error);
    if (status == STATUS_OK)
        status = review_guard(&desk->review, only, &settings, sink, context, ret_asked, error);
    return status;
}
