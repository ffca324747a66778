/* `attach`: collected sources as exhibits, and evidence that is missing. */
#include "command/desk.h"

static enum status add(struct desk *desk, size_t number, struct desk_put *puts, size_t *count,
                       struct error *error)
{
    char name[16];
    size_t given = 0;
    struct review_exhibit *made = NULL;
    const struct store_source *source = &desk->sources[number];
    enum status status = desk_exhibit(desk, source, &made, error);
    if (status == STATUS_OK)
        status = desk_options(desk, REVIEW_KIND_EXHIBIT, &made->entry, &given, error);
    if (status) return status;
    const struct review_exhibit *old = desk_attached(&desk->review, made);
    if (old)
        output_notice(desk_call(desk), "S%u is attached already: %s", source->id,
                      review_id_text(old->entry.id, name));
    else
        puts[(*count)++] = (struct desk_put){.id = made->entry.id, .entry = &made->entry};
    return STATUS_OK;
}

static enum status add_sources(struct desk *desk, size_t used, struct desk_put *puts, size_t *count,
                               struct error *error)
{
    const struct call *call = desk_call(desk);
    enum status status = STATUS_OK;
    if (call_has(call, "all")) {
        for (size_t i = 0; i < desk->source_count && status == STATUS_OK; i++)
            status = add(desk, i, puts, count, error);
        return status;
    }
    for (size_t i = used; i < call->operand_count && status == STATUS_OK; i++) {
        uint32_t number;
        status = desk_source(desk->sources, desk->source_count, call->operands[i], &number, error);
        if (status == STATUS_OK) status = add(desk, number, puts, count, error);
    }
    return status;
}

/* What is not here: wanted still, or gone. */
static enum status add_missing(struct desk *desk, struct desk_put *puts, size_t *count,
                               struct error *error)
{
    size_t given = 0;
    struct review_exhibit *made =
        (struct review_exhibit *)review_entry_new(REVIEW_KIND_EXHIBIT, desk->arena);
    if (!made) return arena_full(desk->arena, error);
    enum status status = desk_options(desk, REVIEW_KIND_EXHIBIT, &made->entry, &given, error);
    if (status) return status;
    if (call_has(desk_call(desk), "gone")) made->presence = REVIEW_PRESENCE_GONE;
    if (!made->name)
        return error_set(error, STATUS_USAGE,
                         "attach wants sources (S1 S2), --all, or --name for evidence that is "
                         "wanted or gone");
    if (made->presence == REVIEW_PRESENCE_GONE && !made->because)
        return error_set(error, STATUS_USAGE,
                         "say why it is not available: --because \"kept for 7 days only\"");
    if (made->presence == REVIEW_PRESENCE_NONE) made->presence = REVIEW_PRESENCE_WANTED;
    puts[(*count)++] = (struct desk_put){.id = made->entry.id, .entry = &made->entry};
    return STATUS_OK;
}

static enum status attach(struct desk *desk, struct error *error)
{
    const struct call *call = desk_call(desk);
    size_t used = 0, count = 0;
    enum status status = desk_review(desk, SIZE_MAX, &used, error);
    if (status == STATUS_OK)
        status =
            store_sources(desk->store, desk->arena, &desk->sources, &desk->source_count, error);
    if (status) return status;
    bool here = call_has(call, "all") || call->operand_count > used;
    size_t most = call->operand_count + desk->source_count + 1;
    struct desk_put *puts = arena_array(desk->arena, most, sizeof *puts);
    if (!puts) return arena_full(desk->arena, error);
    if (here && call_has(call, "gone"))
        return error_set(error, STATUS_USAGE, "what is collected is not gone: one or the other");
    status = here ? add_sources(desk, used, puts, &count, error)
                  : add_missing(desk, puts, &count, error);
    if (status || count == 0) return status;
    status = desk_save(desk, puts, count, error);
    return status ? status : desk_tell(desk, puts, count, error);
}

static enum status run(struct call *call, struct error *error)
{
    return desk_run(call, true, attach, error);
}

static const struct option_spec options[] = {
    {"all", 0, NULL, "every source that was collected here"},
    {"gone", 0, NULL, "it is not available any more; --because says why"},
    DESK_OPTIONS,
    {NULL, 0, NULL, NULL},
};

const struct command_spec command_attach = {
    .name = "attach",
    .operands = "[REVIEW] [SOURCE...]",
    .most = UINT32_MAX,
    .summary = "make collected sources exhibits of a review, or note evidence that is missing",
    .text =
        "An exhibit keeps hash, size, name, origin and when and by whom it was collected. What "
        "exists elsewhere is --presence wanted, what nobody has any more is --gone: both belong "
        "to the record.",
    .example =
        "postmortem attach PM1 --gone --name \"pager history\" --because \"kept for 7 days\"",
    .options = options,
    .fields = REVIEW_MASK(EXHIBIT),
    .run = run,
};
