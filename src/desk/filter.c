/* A part of a timeline, from what somebody typed. */
#include "desk/desk.h"

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

static enum status read_time(const struct workspace *workspace, const struct desk_window *window,
                             const char *name, const char *value, instant *ret, struct error *error)
{
    duration width;
    if (!value) return STATUS_OK;
    enum status status = instant_parse(span_of(value), workspace->shown, day_of_evidence(workspace),
                                       ret, &width, error);
    if (status) error_place(error, "%s%s", window->mark, name);
    return desk_is_wrong(status, error);
}

static enum status read_sources(const struct workspace *workspace, const struct desk_window *window,
                                struct arena *arena, struct timeline_filter *filter,
                                struct error *error)
{
    bool *on = arena_array(arena, workspace->count + 1, sizeof *on);
    if (!on) return arena_full(arena, error);
    for (size_t i = 0; i < window->source_count; i++) {
        struct span rest = span_of(window->sources[i]);
        if (rest.len == 0)
            return error_set(error, STATUS_USAGE, "%ssource wants a source", window->mark);
        while (rest.len) {
            struct span one = span_trim(span_cut(&rest, ','));
            const char *name = arena_copy(arena, one);
            uint32_t number;
            if (!name) return arena_full(arena, error);
            enum status status =
                desk_source(workspace->stored, workspace->count, name, &number, error);
            if (status) return status;
            on[number] = true;
        }
    }
    filter->source_on = on;
    return STATUS_OK;
}

static enum status read_level(const struct desk_window *window, uint32_t *mask, struct error *error)
{
    enum evidence_level least;
    const char *value = window->level;
    if (!evidence_level_from_word(span_of(value), &least))
        return error_set(
            error, STATUS_USAGE,
            "%slevel wants trace, debug, info, notice, warn, error or fatal, not \"%s\"",
            window->mark, value);
    for (unsigned level = least; level < EVIDENCE_LEVEL_COUNT; level++) *mask |= 1u << level;
    return STATUS_OK;
}

enum status desk_filter(const struct workspace *workspace, const struct desk_window *window,
                        struct arena *arena, struct timeline_filter *ret, struct error *error)
{
    struct timeline_filter filter = TIMELINE_ALL;
    enum status status = read_time(workspace, window, "from", window->from, &filter.from, error);
    if (status == STATUS_OK)
        status = read_time(workspace, window, "to", window->to, &filter.to, error);
    if (status == STATUS_OK && filter.from >= filter.to)
        status = error_set(error, STATUS_USAGE, "%sfrom must be before %sto", window->mark,
                           window->mark);
    if (status == STATUS_OK && window->source_count)
        status = read_sources(workspace, window, arena, &filter, error);
    if (status == STATUS_OK && window->level)
        status = read_level(window, &filter.level_mask, error);
    if (status == STATUS_OK) *ret = filter;
    return status;
}
