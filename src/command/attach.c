/* `attach`: collected sources as exhibits, and evidence that is missing. */
#include "command/desk.h"

static const char *visible(struct desk *desk, const char *raw)
{
    struct text shown;
    text_init(&shown, 0);
    text_add_visible(&shown, span_of(raw ? raw : ""));
    const char *copy = shown.len ? arena_copy(&desk->call->arena, text_span(&shown)) : NULL;
    text_release(&shown);
    return copy;
}

static const char *hex(struct desk *desk, const struct sha256 *hash)
{
    char out[65];
    sha256_hex(hash, out);
    return arena_copy(&desk->call->arena, span_of(out));
}

/* What the workspace knows of a source, as an exhibit. */
static enum status make(struct desk *desk, const struct store_source *source,
                        struct review_exhibit **ret, struct error *error)
{
    size_t given = 0;
    struct review_exhibit *made =
        (struct review_exhibit *)review_entry_new(REVIEW_KIND_EXHIBIT, &desk->call->arena);
    if (!made) return arena_full(&desk->call->arena, error);
    made->content = hex(desk, &source->facts.hash);
    made->capture = hex(desk, &source->capture.hash);
    if (!made->content || !made->capture) return arena_full(&desk->call->arena, error);
    made->name = source->facts.name;
    made->sort = evidence_kind_word(source->facts.kind);
    made->size = (int64_t)source->facts.size;
    made->presence = REVIEW_PRESENCE_PRESENT;
    made->origin = visible(desk, source->capture.origin);
    made->collector = visible(desk, source->capture.by);
    made->collected = source->capture.collected;
    made->modified = source->facts.modified;
    made->zone = source->clock.zone;
    made->member = source->facts.member && *source->facts.member ? source->facts.member : NULL;
    enum status status = desk_options(desk, REVIEW_KIND_EXHIBIT, &made->entry, &given, error);
    if (status == STATUS_OK) *ret = made;
    return status;
}

static const struct review_exhibit *attached(const struct review *review,
                                             const struct review_exhibit *made)
{
    for (size_t i = 0; i < review->exhibits.count; i++) {
        const char *content = review->exhibits.at[i].content;
        if (content && strcmp(content, made->content) == 0) return &review->exhibits.at[i];
    }
    return NULL;
}

static enum status add(struct desk *desk, size_t number, struct desk_put *puts, size_t *count,
                       struct error *error)
{
    char name[16];
    struct review_exhibit *made = NULL;
    const struct store_source *source = &desk->sources.stored[number];
    enum status status = make(desk, source, &made, error);
    if (status) return status;
    const struct review_exhibit *old = attached(&desk->review, made);
    if (old)
        output_notice(desk->call, "S%u is attached already: %s", source->id,
                      review_id_text(old->entry.id, name));
    else
        puts[(*count)++] = (struct desk_put){made->entry.id, &made->entry};
    return STATUS_OK;
}

static enum status add_sources(struct desk *desk, size_t used, struct desk_put *puts, size_t *count,
                               struct error *error)
{
    const struct call *call = desk->call;
    enum status status = STATUS_OK;
    if (call_has(call, "all")) {
        for (size_t i = 0; i < desk->sources.count && status == STATUS_OK; i++)
            status = add(desk, i, puts, count, error);
        return status;
    }
    for (size_t i = used; i < call->operand_count && status == STATUS_OK; i++) {
        uint32_t number;
        status = workspace_source(&desk->sources, call->operands[i], &number, error);
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
        (struct review_exhibit *)review_entry_new(REVIEW_KIND_EXHIBIT, &desk->call->arena);
    if (!made) return arena_full(&desk->call->arena, error);
    enum status status = desk_options(desk, REVIEW_KIND_EXHIBIT, &made->entry, &given, error);
    if (status) return status;
    if (call_has(desk->call, "gone")) made->presence = REVIEW_PRESENCE_GONE;
    if (!made->name)
        return error_set(error, STATUS_USAGE,
                         "attach wants sources (S1 S2), --all, or --name for evidence that is "
                         "wanted or gone");
    if (made->presence == REVIEW_PRESENCE_GONE && !made->because)
        return error_set(error, STATUS_USAGE,
                         "say why it is not available: --because \"kept for 7 days only\"");
    if (made->presence == REVIEW_PRESENCE_NONE) made->presence = REVIEW_PRESENCE_WANTED;
    puts[(*count)++] = (struct desk_put){made->entry.id, &made->entry};
    return STATUS_OK;
}

static enum status attach(struct desk *desk, struct error *error)
{
    const struct call *call = desk->call;
    size_t used = 0, count = 0;
    enum status status = desk_review(desk, SIZE_MAX, &used, error);
    if (status == STATUS_OK)
        status = store_sources(desk->store, &desk->call->arena, &desk->sources.stored,
                               &desk->sources.count, error);
    if (status) return status;
    bool here = call_has(call, "all") || call->operand_count > used;
    size_t most = call->operand_count + desk->sources.count + 1;
    struct desk_put *puts = arena_array(&desk->call->arena, most, sizeof *puts);
    if (!puts) return arena_full(&desk->call->arena, error);
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
