/* `causes REVIEW --take FILE`: a graph that was typed becomes part of a review. */
#include "command/causes.h"

static enum status save(struct desk *desk, struct review_entry **entries, size_t count,
                        struct error *error)
{
    struct call *call = desk_call(desk);
    struct desk_put *puts = arena_array(&call->arena, count + 1, sizeof *puts);
    if (!puts) return arena_full(&call->arena, error);
    for (size_t i = 0; i < count; i++)
        puts[i] = (struct desk_put){.id = entries[i]->id, .entry = entries[i]};
    if (count == 0) {
        output_notice(call, "the review holds all of it already; nothing was changed");
        return STATUS_OK;
    }
    size_t known = 0;
    for (size_t i = 0; i < count; i++) known += review_find(&desk->review, puts[i].id) != NULL;
    enum status status = desk_save(desk, puts, count, error);
    if (status) return status;
    if (known)
        output_notice(call, "%zu new, %zu changed; postmortem undo takes it back", count - known,
                      known);
    return desk_tell(desk, puts, count, error);
}

enum status causes_run_take(struct call *call, struct error *error)
{
    struct desk desk;
    struct causes_graph graph;
    struct review_entry **entries = NULL;
    size_t count = 0, used = 0;
    enum status status = causes_read_file(call, call_value(call, "take"), &graph, error);
    if (status == STATUS_OK) status = call_desk(call, true, &desk, error);
    if (status) return status;
    status = desk_review(&desk, 0, &used, error);
    if (status == STATUS_OK)
        status = review_causes_take(&desk.review, &graph, &call->arena, &entries, &count, error);
    if (status == STATUS_OK) status = save(&desk, entries, count, error);
    desk_close(&desk);
    return status;
}
