#include "command/workspace.h"

bool filter_given(const struct call *call)
{
    return call_has(call, "from") || call_has(call, "to") || call_has(call, "source") ||
           call_has(call, "level");
}

/* A time without a date is on the day of the evidence's last record. */
static instant day_of_evidence(const struct workspace *workspace)
{
    instant last = INSTANT_NONE;
    for (size_t i = 0; i < workspace->count; i++) {
        const struct evidence_index *index = &workspace->indexes[i];
        if (workspace->opened > i && index->timed && index->last > last &&
            workspace->stored[i].facts.kind == EVIDENCE_LOG)
            last = index->last;
    }
    return last;
}

static enum status read_time(struct call *call, const struct workspace *workspace,
                             const char *option, instant *ret, struct error *error)
{
    const char *value = call_value(call, option);
    duration width;
    if (!value) return STATUS_OK;
    enum status status = instant_parse(span_of(value), workspace->shown, day_of_evidence(workspace),
                                       ret, &width, error);
    if (status) error_place(error, "--%s", option);
    return call_is_wrong(status, error);
}

static enum status read_sources(struct call *call, const struct workspace *workspace,
                                struct timeline_filter *filter, struct error *error)
{
    bool *on = arena_array(&call->arena, workspace->count + 1, sizeof *on);
    if (!on) return arena_full(&call->arena, error);
    for (size_t i = 0; i < call->given_count; i++) {
        if (strcmp(call->given[i].option->name, "source") != 0) continue;
        struct span rest = span_of(call->given[i].value);
        if (rest.len == 0) return error_set(error, STATUS_USAGE, "--source wants a source");
        while (rest.len) {
            struct span one = span_trim(span_cut(&rest, ','));
            const char *name = arena_copy(&call->arena, one);
            uint32_t number;
            if (!name) return arena_full(&call->arena, error);
            enum status status = workspace_source(workspace, name, &number, error);
            if (status) return status;
            on[number] = true;
        }
    }
    filter->source_on = on;
    return STATUS_OK;
}

static enum status read_level(const struct call *call, uint32_t *mask, struct error *error)
{
    enum evidence_level least;
    const char *value = call_value(call, "level");
    if (!evidence_level_from_word(span_of(value), &least))
        return error_set(
            error, STATUS_USAGE,
            "--level wants trace, debug, info, notice, warn, error or fatal, not \"%s\"", value);
    for (unsigned level = least; level < EVIDENCE_LEVEL_COUNT; level++) *mask |= 1u << level;
    return STATUS_OK;
}

enum status filter_of_call(struct call *call, const struct workspace *workspace,
                           struct timeline_filter *ret, struct error *error)
{
    struct timeline_filter filter = TIMELINE_ALL;
    enum status status = read_time(call, workspace, "from", &filter.from, error);
    if (status == STATUS_OK) status = read_time(call, workspace, "to", &filter.to, error);
    if (status == STATUS_OK && filter.from >= filter.to)
        status = error_set(error, STATUS_USAGE, "--from must be before --to");
    if (status == STATUS_OK && call_has(call, "source"))
        status = read_sources(call, workspace, &filter, error);
    if (status == STATUS_OK && call_has(call, "level"))
        status = read_level(call, &filter.level_mask, error);
    if (status == STATUS_OK) *ret = filter;
    return status;
}
