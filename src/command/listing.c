#include "command/workspace.h"

enum status listing_format(const struct call *call, enum report_format *ret, struct error *error)
{
    static const struct {
        const char *word;
        enum report_format format;
    } words[] = {{"text", REPORT_TEXT},
                 {"json", REPORT_JSON},
                 {"csv", REPORT_CSV},
                 {"markdown", REPORT_MARKDOWN},
                 {"md", REPORT_MARKDOWN}};
    const char *wish = call_value(call, "format");
    *ret = call_json(call) ? REPORT_JSON : REPORT_TEXT;
    if (!wish) return STATUS_OK;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(words[i].word, wish) != 0) continue;
        *ret = words[i].format;
        return STATUS_OK;
    }
    return error_set(error, STATUS_USAGE, "--format wants text, json, csv or markdown, not \"%s\"",
                     wish);
}

/* Does this record belong in the listing? */
static enum status wanted(const struct workspace *workspace, const struct listing *listing,
                          const struct timeline_entry *entry, uint32_t *const *template_ids,
                          bool *ret, struct error *error)
{
    const struct timeline_source *source = &workspace->sources[entry->source];
    *ret = true;
    if (template_ids) {
        const uint32_t *ids = template_ids[entry->source];
        *ret = ids && ids[entry->record] == listing->template_number;
    }
    if (!*ret || !listing->query) return STATUS_OK;
    struct span text = evidence_record(source->index, source->content, entry->record);
    size_t from, to;
    return evidence_query_match(listing->query, text, ret, &from, &to, error);
}

static enum status event_passes(const struct timeline_filter *filter, const struct listing *listing,
                                const struct timeline_event *event, bool *ret, struct error *error)
{
    size_t from, to;
    *ret = event->at.earliest != INSTANT_NONE && event->at.earliest >= filter->from &&
           event->at.earliest < filter->to &&
           (!filter->source_on || filter->source_on[event->place.source]);
    if (!*ret || !listing->query) return STATUS_OK;
    return evidence_query_match(listing->query, span_of(event->what), ret, &from, &to, error);
}

/* The template of each record, by source. */
static enum status mine_ids(struct call *call, const struct workspace *workspace, uint32_t ***ret,
                            struct error *error)
{
    struct evidence_templates *set = NULL;
    uint32_t **ids = arena_array(&call->arena, workspace->count + 1, sizeof *ids);
    for (size_t i = 0; ids && i < workspace->count; i++) {
        if (workspace->stored[i].facts.kind != EVIDENCE_LOG) continue;
        ids[i] = arena_array(&call->arena, (size_t)workspace->indexes[i].count + 1, sizeof *ids[i]);
        if (!ids[i]) return arena_full(&call->arena, error);
    }
    if (!ids) return arena_full(&call->arena, error);
    enum status status = desk_mine(workspace, ids, &set, error);
    evidence_templates_free(set);
    if (status == STATUS_OK) *ret = ids;
    return status;
}

struct writing {
    struct workspace *workspace;
    const struct timeline_filter *filter;
    const struct listing *listing;
    struct report_list list;
    size_t next_event;
    uint32_t **template_ids;
};

static bool full(const struct writing *w)
{
    return w->listing->limit && w->list.rows >= w->listing->limit;
}

static enum status write_events_before(struct writing *w, instant before, struct error *error)
{
    const struct timeline_reading *reading = &w->workspace->reading;
    enum status status = STATUS_OK;
    while (w->listing->events && w->next_event < reading->event_count && status == STATUS_OK &&
           !full(w)) {
        const struct timeline_event *event = &reading->events[w->next_event];
        if (event->at.earliest >= before) break;
        w->next_event++;
        bool take;
        status = event_passes(w->filter, w->listing, event, &take, error);
        if (status == STATUS_OK && take) status = report_list_event(&w->list, event, error);
    }
    return status;
}

static enum status write_merged(struct writing *w, struct timeline_merge *merge,
                                struct error *error)
{
    struct timeline_entry entries[512];
    enum status status = STATUS_OK;
    size_t got;
    while (status == STATUS_OK && !full(w) &&
           (got = timeline_merge_next(merge, entries, 512)) > 0) {
        for (size_t i = 0; i < got && status == STATUS_OK && !full(w); i++) {
            bool take;
            status = write_events_before(w, entries[i].at, error);
            if (status == STATUS_OK)
                status =
                    wanted(w->workspace, w->listing, &entries[i], w->template_ids, &take, error);
            if (status == STATUS_OK && take && !full(w))
                status = report_list_record(&w->list, &entries[i], error);
        }
    }
    if (status == STATUS_OK) status = write_events_before(w, INSTANT_OPEN_END, error);
    return status;
}

/* What has no time stands behind everything that has, in the order of the sources. */
static enum status write_untimed(struct writing *w, struct error *error)
{
    enum status status = STATUS_OK;
    for (uint32_t s = 0; s < w->workspace->count && status == STATUS_OK; s++) {
        const struct evidence_index *index = &w->workspace->indexes[s];
        if (index->timed == index->count) continue;
        if (w->filter->source_on && !w->filter->source_on[s]) continue;
        for (uint64_t r = 0; r < index->count && status == STATUS_OK && !full(w); r++) {
            struct timeline_entry entry = {INSTANT_NONE, s, r};
            uint32_t level = index->level[r];
            bool take = index->time[r] == EVIDENCE_NO_TIME &&
                        (w->filter->level_mask == 0 || (w->filter->level_mask >> level & 1));
            if (take)
                status = wanted(w->workspace, w->listing, &entry, w->template_ids, &take, error);
            if (status == STATUS_OK && take) status = report_list_record(&w->list, &entry, error);
        }
    }
    return status;
}

enum status listing_write(struct call *call, struct workspace *workspace,
                          const struct timeline_filter *filter, const struct listing *listing,
                          uint64_t *ret_rows, struct error *error)
{
    struct writing w = {.workspace = workspace, .filter = filter, .listing = listing};
    struct timeline_merge *merge = NULL;
    enum status status = STATUS_OK;
    if (listing->template_number != UINT32_MAX)
        status = mine_ids(call, workspace, &w.template_ids, error);
    if (status == STATUS_OK)
        status = timeline_merge_new(workspace->sources, workspace->count, filter, &merge, error);
    if (status == STATUS_OK)
        status = report_list_begin(&w.list, &workspace->model, &call->out, listing->format, error);
    if (status == STATUS_OK) {
        status = write_merged(&w, merge, error);
        bool window = filter->from != INSTANT_OPEN_START || filter->to != INSTANT_OPEN_END;
        if (status == STATUS_OK && listing->untimed && !window) status = write_untimed(&w, error);
        enum status end = report_list_end(&w.list, status ? NULL : error);
        if (status == STATUS_OK) status = end;
        if (status == STATUS_OK) *ret_rows = w.list.rows;
    }
    timeline_merge_free(merge);
    return status;
}
