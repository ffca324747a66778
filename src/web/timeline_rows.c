/* Single records: asked for by time, source, level and words, a page at a time. */
#include "web/timeline.h"

#include <stdio.h>

enum {
    BATCH = 512,
    WORK = 400000, /* records that one request looks at; the cursor goes on from there */
    TEXT = 400,    /* bytes of a record that are shown */
};

/* "TIME.SOURCE.RECORD" of the last record seen. */
static enum status read_cursor(const char *typed, struct timeline_entry *ret, struct error *error)
{
    struct span rest = span_of(typed ? typed : "");
    uint64_t time, source, record;
    ret->at = INSTANT_NONE;
    if (rest.len == 0) return STATUS_OK;
    struct span first = span_cut(&rest, '.'), second = span_cut(&rest, '.');
    if (!span_to_u64(first, &time) || !span_to_u64(second, &source) || time > INT64_MAX ||
        source > UINT32_MAX || !span_to_u64(rest, &record))
        return error_set(error, STATUS_USAGE, "the cursor is not one of ours; begin again without");
    *ret = (struct timeline_entry){(instant)time, (uint32_t)source, record};
    return STATUS_OK;
}

enum status web_timeline_ask(struct timeline_view *view, uint64_t limit, uint64_t most,
                             struct timeline_asked *ret, struct error *error)
{
    struct web_request *request = view->request;
    struct timeline_asked asked = {.filter = TIMELINE_ALL};
    const char *words = web_query(request, "q"), *source = web_query(request, "source");
    const char *from = web_query(request, "from"), *to = web_query(request, "to");
    const char *level = web_query(request, "level");
    struct desk_window window = {.mark = "",
                                 .from = from && *from ? from : NULL,
                                 .to = to && *to ? to : NULL,
                                 .level = level && *level ? level : NULL,
                                 .sources = &source,
                                 .source_count = source && *source ? 1 : 0};
    enum status status = web_query_number(request, "limit", 1, most, limit, &asked.limit, error);
    if (status == STATUS_OK)
        status = desk_filter(&view->workspace, &window, &request->arena, &asked.filter, error);
    if (status == STATUS_OK)
        status = read_cursor(web_query(request, "cursor"), &asked.after, error);
    if (status == STATUS_OK && asked.after.at != INSTANT_NONE && asked.after.at > asked.filter.from)
        asked.filter.from = asked.after.at;
    if (status == STATUS_OK && words && *words)
        status = evidence_query_new(span_of(words), false, true, &asked.query, error);
    if (status == STATUS_OK) *ret = asked;
    return status;
}

static bool is_behind(const struct timeline_entry *entry, const struct timeline_entry *after)
{
    if (after->at == INSTANT_NONE || entry->at != after->at) return true;
    if (entry->source != after->source) return entry->source > after->source;
    return entry->record > after->record;
}

/* What one walk with words gives its rows to. */
struct finding {
    struct timeline_asked *asked;
    timeline_taker *take;
    void *context;
};

static enum status take_found(void *context, const struct timeline_entry *entries, size_t count,
                              bool *ret_stop, struct error *error)
{
    struct finding *finding = context;
    (void)error;
    for (size_t i = 0; i < count && !*ret_stop; i++)
        if (is_behind(&entries[i], &finding->asked->after))
            *ret_stop = !finding->take(finding->context, &entries[i]);
    return STATUS_OK;
}

/* Words are searched for in blocks, which is quick enough to go through all. */
static enum status walk_found(struct timeline_view *view, struct timeline_asked *asked,
                              timeline_taker *take, void *context, struct error *error)
{
    struct finding finding = {asked, take, context};
    struct timeline_search search = {.query = asked->query, .filter = asked->filter, .threads = 1};
    return timeline_search(view->workspace.sources, view->workspace.count, &search, take_found,
                           &finding, error);
}

enum status web_timeline_walk(struct timeline_view *view, struct timeline_asked *asked,
                              timeline_taker *take, void *context, struct error *error)
{
    struct timeline_merge *merge = NULL;
    struct timeline_entry batch[BATCH];
    size_t looked = 0, got = 1;
    bool on = asked->filter.from < asked->filter.to;
    if (!on) return STATUS_OK;
    if (asked->query) return walk_found(view, asked, take, context, error);
    enum status status = timeline_merge_new(view->workspace.sources, view->workspace.count,
                                            &asked->filter, &merge, error);
    while (status == STATUS_OK && on && got) {
        got = timeline_merge_next(merge, batch, BATCH);
        for (size_t i = 0; i < got && on; i++) {
            if (is_behind(&batch[i], &asked->after)) on = take(context, &batch[i]);
            if (on && ++looked >= WORK) {
                asked->after = batch[i];
                on = false;
            }
        }
    }
    timeline_merge_free(merge);
    return status;
}

/* ---- rows ---- */

struct rows {
    struct timeline_view *view;
    struct timeline_asked *asked;
    struct value *list;
    uint64_t count;
    bool more;
    struct timeline_entry last;
};

static bool add_row(void *context, const struct timeline_entry *entry)
{
    struct rows *rows = context;
    struct timeline_view *view = rows->view;
    struct model *model = &view->request->model;
    const struct timeline_source *source = &view->workspace.sources[entry->source];
    const struct evidence_index *index = source->index;
    if (rows->count == rows->asked->limit) {
        rows->more = true;
        return false;
    }
    struct value *to = value_object(model, rows->list, NULL);
    struct timeline_place place = {entry->source, index->start[entry->record],
                                   index->start[entry->record + 1]};
    uint8_t level = index->level[entry->record];
    web_timeline_at(view, to, "at", timeline_record_interval(source, entry->record));
    value_count(model, to, "us", web_timeline_us(entry->at));
    value_textf(model, to, "source", "S%u", source->id);
    value_text(model, to, "name", source->name);
    if (level != EVIDENCE_LEVEL_NONE && level < EVIDENCE_LEVEL_COUNT)
        value_text(model, to, "level", evidence_level_word((enum evidence_level)level));
    value_flag(model, to, "severe", level >= EVIDENCE_LEVEL_ERROR);
    web_timeline_place(view, to, "place", &place);
    web_timeline_text(view, to, "text",
                      span_trim(evidence_record(index, source->content, entry->record)), TEXT);
    rows->last = *entry;
    rows->count++;
    return true;
}

enum status web_timeline_rows(struct timeline_view *view, struct timeline_asked *asked,
                              struct error *error)
{
    struct model *model = &view->request->model;
    struct rows rows = {.view = view, .asked = asked, .list = value_list(model, NULL, "records")};
    const struct timeline_entry before = asked->after;
    enum status status = web_timeline_walk(view, asked, add_row, &rows, error);
    if (status) return status;
    bool tired = asked->after.at != before.at || asked->after.record != before.record ||
                 asked->after.source != before.source; /* so many were looked at: go on later */
    if (!rows.more && !tired) return STATUS_OK;
    struct timeline_entry next = tired ? asked->after : rows.last;
    value_textf(model, NULL, "next", "%lld.%u.%llu", (long long)next.at, next.source,
                (unsigned long long)next.record);
    return model_status(model, error);
}
