/* The guard on the desk. */
#include "command/desk.h"
#include "command/guard.h"

#include <stdio.h>

enum status desk_guard(struct desk *desk, const struct review_entry *only, review_guard_sink *sink,
                       void *context, size_t *ret_asked, struct error *error)
{
    struct arena *arena = &desk->call->arena;
    struct language_settings known, settings;
    struct guard guard;
    enum status status = guard_find(desk->folder, &(struct guard_wish){0}, arena, &guard, error);
    if (status == STATUS_OK) status = review_guard_known(&desk->review, arena, &known, error);
    if (status == STATUS_OK) status = guard_with(&guard.settings, &known, arena, &settings, error);
    if (status == STATUS_OK)
        status = review_guard(&desk->review, only, &settings, sink, context, ret_asked, error);
    return status;
}

void desk_wish(uint32_t review, struct review_id about, char *out, size_t size)
{
    char id[16];
    (void)snprintf(out, size, "postmortem say PM%u wish \"...\" --wanted-at 10:02 --about %s",
                   review, review_id_text(about, id));
}
