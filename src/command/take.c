/* `event --from-timeline` and `event --take`: events from the collected evidence. */
#include "command/bulk.h"

static enum status save_milestones(struct desk *desk, const struct workspace *workspace,
                                   struct error *error)
{
    struct desk_put *puts;
    size_t count = 0, known = 0;
    enum status status = desk_take_milestones(desk, workspace, &puts, &count, &known, error);
    if (status) return status;
    if (known) output_notice(desk_call(desk), "%zu are in the review already", known);
    if (count == 0) return STATUS_OK;
    status = desk_save(desk, puts, count, error);
    return status ? status : desk_tell(desk, puts, count, error);
}

/* The evidence is read first: the write lock is held only while something is written. */
static enum status with_evidence(struct call *call, unsigned needs,
                                 enum status (*save)(struct desk *, const struct workspace *,
                                                     struct error *),
                                 struct error *error)
{
    struct workspace workspace;
    struct desk desk;
    size_t used = 0;
    enum status status = workspace_load(call, needs, false, &workspace, error);
    if (status) return status;
    status = call_desk(call, true, &desk, error);
    if (status == STATUS_OK) {
        status = desk_review(&desk, 1, &used, error);
        if (status == STATUS_OK && call->operand_count > used)
            status = error_set(error, STATUS_USAGE,
                               "what the evidence says needs no words; --what gives others than "
                               "\"%s\"",
                               call->operands[used]);
        if (status == STATUS_OK) status = save(&desk, &workspace, error);
        desk_close(&desk);
    }
    workspace_release(&workspace);
    return status;
}

enum status take_milestones(struct call *call, struct error *error)
{
    return with_evidence(
        call, WORKSPACE_INDEXES | WORKSPACE_CLOCKS | WORKSPACE_READING | WORKSPACE_FINDINGS,
        save_milestones, error);
}

static enum status save_records(struct desk *desk, const struct workspace *workspace,
                                struct error *error)
{
    struct review_entry *made = NULL;
    size_t given = 0;
    enum status status =
        desk_take_records(desk, workspace, call_value(desk_call(desk), "take"), &made, error);
    if (status == STATUS_OK) status = desk_options(desk, REVIEW_KIND_EVENT, made, &given, error);
    if (status) return status;
    struct desk_put put = {.id = made->id, .entry = made};
    status = desk_save(desk, &put, 1, error);
    return status ? status : desk_tell(desk, &put, 1, error);
}

enum status take_records(struct call *call, struct error *error)
{
    return with_evidence(call, WORKSPACE_INDEXES | WORKSPACE_CLOCKS, save_records, error);
}
