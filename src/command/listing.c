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

enum status listing_template(const struct call *call, uint32_t *ret, struct error *error)
{
    const char *value = call_value(call, "template");
    uint64_t number;
    *ret = UINT32_MAX;
    if (!value) return STATUS_OK;
    struct span digits = span_of(value);
    if (digits.len && (digits.at[0] == 'T' || digits.at[0] == 't')) digits = span_from(digits, 1);
    if (!span_to_u64(digits, &number) || number >= UINT32_MAX)
        return error_set(error, STATUS_USAGE,
                         "--template wants a number that postmortem templates shows, not \"%s\"",
                         value);
    *ret = (uint32_t)number;
    return STATUS_OK;
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
    struct call *call;
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

static enum status write_entries(struct writing *w, const struct timeline_entry *entries,
                                 size_t count, struct error *error)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count && status == STATUS_OK && !full(w); i++) {
        /* what has no time stands behind everything that has */
        instant at = entries[i].at == INSTANT_NONE ? INSTANT_OPEN_END : entries[i].at;
        status = write_events_before(w, at, error);
        if (status == STATUS_OK && !full(w))
            status = report_list_record(&w->list, &entries[i], error);
    }
    return status;
}

/* ---- all records of a window ---- */

static bool is_of_kind(const struct writing *w, const struct timeline_entry *entry)
{
    const uint32_t *ids = w->template_ids ? w->template_ids[entry->source] : NULL;
    return !w->template_ids || (ids && ids[entry->record] == w->listing->template_number);
}

static enum status write_merged(struct writing *w, struct error *error)
{
    struct timeline_merge *merge = NULL;
    struct timeline_entry entries[512];
    size_t got = 1;
    enum status status =
        timeline_merge_new(w->workspace->sources, w->workspace->count, w->filter, &merge, error);
    while (status == STATUS_OK && !full(w) && got) {
        got = timeline_merge_next(merge, entries, 512);
        size_t kept = 0;
        for (size_t i = 0; i < got; i++)
            if (is_of_kind(w, &entries[i])) entries[kept++] = entries[i];
        status = write_entries(w, entries, kept, error);
    }
    timeline_merge_free(merge);
    return status;
}

/* ---- those that hold a text ---- */

/* Each time at once, so that who waits sees the first. */
static enum status write_found(void *context, const struct timeline_entry *entries, size_t count,
                               bool *ret_stop, struct error *error)
{
    struct writing *w = context;
    output_progress_end(w->call);
    enum status status = write_entries(w, entries, count, error);
    if (status == STATUS_OK) status = report_list_flush(&w->list, error);
    *ret_stop = full(w);
    return status;
}

static void tell_searching(void *context, uint64_t bytes)
{
    output_progress(context, "searching", bytes, "");
}

static struct timeline_search search_of(const struct writing *w)
{
    return (struct timeline_search){.query = w->listing->query,
                                    .filter = *w->filter,
                                    .kinds = w->template_ids,
                                    .kind = w->listing->template_number,
                                    .untimed = w->listing->untimed,
                                    .progress = tell_searching,
                                    .progress_context = w->call};
}

static enum status write_searched(struct writing *w, struct error *error)
{
    struct timeline_search search = search_of(w);
    enum status status =
        timeline_search(w->workspace->sources, w->workspace->count, &search, write_found, w, error);
    output_progress_end(w->call);
    return status;
}

static enum status writing_init(struct writing *w, struct call *call, struct workspace *workspace,
                                const struct timeline_filter *filter, const struct listing *listing,
                                struct error *error)
{
    *w = (struct writing){
        .call = call, .workspace = workspace, .filter = filter, .listing = listing};
    if (listing->template_number == UINT32_MAX) return STATUS_OK;
    return mine_ids(call, workspace, &w->template_ids, error);
}

enum status listing_write(struct call *call, struct workspace *workspace,
                          const struct timeline_filter *filter, const struct listing *listing,
                          uint64_t *ret_rows, struct error *error)
{
    struct writing w;
    enum status status = writing_init(&w, call, workspace, filter, listing, error);
    if (status == STATUS_OK)
        status = report_list_begin(&w.list, &workspace->model, &call->out, listing->format, error);
    if (status) return status;
    status = listing->query ? write_searched(&w, error) : write_merged(&w, error);
    if (status == STATUS_OK) status = write_events_before(&w, INSTANT_OPEN_END, error);
    enum status end = report_list_end(&w.list, status ? NULL : error);
    if (status == STATUS_OK) status = end;
    if (status == STATUS_OK) *ret_rows = w.list.rows;
    return status;
}

enum status listing_count(struct call *call, struct workspace *workspace,
                          const struct timeline_filter *filter, const struct listing *listing,
                          uint64_t *ret_records, uint64_t *ret_events, struct error *error)
{
    struct writing w;
    uint64_t events = 0;
    enum status status = writing_init(&w, call, workspace, filter, listing, error);
    if (status) return status;
    struct timeline_search search = search_of(&w);
    for (size_t i = 0; listing->events && i < workspace->reading.event_count && !status; i++) {
        bool take = false;
        status = event_passes(filter, listing, &workspace->reading.events[i], &take, error);
        if (status == STATUS_OK && take) events++;
    }
    if (status == STATUS_OK)
        status = timeline_search_count(workspace->sources, workspace->count, &search, ret_records,
                                       error);
    output_progress_end(call);
    if (status == STATUS_OK) *ret_events = events;
    return status;
}
