/* Search over everything that was written in readable reviews, and over the evidence of one. */
#include "web/pages.h"
#include "web/shelf.h"

#include <stdio.h>

enum { ALL = 2000, PER_PAGE = 40, RECORDS = 100, LOOKED_AT = 20 << 20 };

/* An excerpt as pieces: those that were found are marked. */
static void put_pieces(struct web_request *request, struct value *to, struct span text,
                       const char *words)
{
    struct model *model = &request->model;
    struct value *list = value_list(model, to, "pieces");
    while (text.len) {
        size_t at = text.len, len = 0;
        struct span rest = span_of(words);
        while (rest.len) {
            struct span word = span_trim(span_cut(&rest, ' '));
            while (word.len && word.at[0] == '"') word = span_from(word, 1);
            while (word.len && word.at[word.len - 1] == '"') word = span_sub(word, 0, word.len - 1);
            size_t found = word.len > 1 ? span_find_nocase(text, word) : SIZE_MAX;
            if (found >= at) continue;
            at = found;
            len = word.len;
        }
        struct value *piece;
        if (at) {
            piece = value_object(model, list, NULL);
            value_span(model, piece, "plain", span_sub(text, 0, at));
        }
        if (len) {
            piece = value_object(model, list, NULL);
            value_span(model, piece, "mark", span_sub(text, at, len));
        }
        text = span_from(text, at + len);
    }
}

/* ---- what was written ---- */

struct search {
    const struct shelf *shelf;
    const char *words;
    uint32_t only; /* review; 0: all */
    struct desk desk;
    uint32_t loaded; /* the review that is on the desk */
};

/* First accounts stay apart, here too: what is not to be seen is neither shown nor counted. */
static enum status is_seen(struct search *search, const struct store_hit *hit, bool *ret,
                           struct error *error)
{
    const struct store_review *review = shelf_review(search->shelf, hit->review);
    *ret = review != NULL;
    if (!review || hit->entry->id.kind != REVIEW_KIND_STATEMENT) return STATUS_OK;
    if (search->loaded != hit->review) {
        enum status status = desk_load(&search->desk, hit->review, error);
        if (status) return status;
        search->loaded = hit->review;
    }
    *ret = shelf_sees(search->shelf, review, &search->desk.review, hit->entry);
    return STATUS_OK;
}

static void put_hit(struct search *search, struct value *list, const struct store_hit *hit)
{
    struct web_request *request = search->shelf->request;
    struct model *model = &request->model;
    struct value *row = value_object(model, list, NULL);
    char name[WEB_CALLED];
    value_text(model, row, "id", review_id_text(hit->entry->id, name));
    value_text(model, row, "called", web_called(hit->entry->id, name));
    value_text(model, row, "kind", review_kinds[hit->entry->id.kind].name);
    value_text(model, row, "href", web_entry_href(request, hit->review, hit->entry->id));
    put_pieces(request, row, span_of(hit->excerpt), search->words);
}

/* By review, in the order of the best find of each. */
static void put_groups(struct search *search, const struct store_hit *hits, size_t count)
{
    struct web_request *request = search->shelf->request;
    struct model *model = &request->model;
    struct value *groups = value_list(model, NULL, "found");
    for (size_t i = 0; i < count; i++) {
        bool first = true;
        for (size_t j = 0; j < i && first; j++) first = hits[j].review != hits[i].review;
        if (!first) continue;
        struct value *group = value_object(model, groups, NULL);
        value_textf(model, group, "of", "PM%u", hits[i].review);
        value_text(model, group, "of_title", hits[i].title);
        value_text(
            model, group, "inside_href",
            arena_printf(&request->arena, "%s", shelf_href(request, "in", value_str(group, "of"))));
        struct value *list = value_list(model, group, "hits");
        for (size_t j = i; j < count; j++)
            if (hits[j].review == hits[i].review) put_hit(search, list, &hits[j]);
    }
}

static enum status find_written(struct search *search, uint64_t from, struct error *error)
{
    struct web_request *request = search->shelf->request;
    struct store_hit *hits;
    size_t count = 0, seen = 0;
    enum status status = store_find(request->store, span_of(search->words), search->only, ALL,
                                    &request->arena, &hits, &count, error);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        bool shown = false;
        status = is_seen(search, &hits[i], &shown, error);
        if (shown) hits[seen++] = hits[i];
    }
    if (status) return status;
    char next[24];
    size_t end = seen < from + PER_PAGE ? seen : from + PER_PAGE;
    value_count(&request->model, NULL, "count", (int64_t)seen);
    if (from < end) put_groups(search, hits + from, end - from);
    (void)snprintf(next, sizeof next, "%zu", end);
    if (end < seen)
        value_text(&request->model, NULL, "more_href", shelf_href(request, "after", next));
    return STATUS_OK;
}

/* ---- records of one review's evidence ---- */

static void put_record(struct search *search, struct value *list, const struct workspace *workspace,
                       uint32_t number, uint64_t record, struct span text)
{
    struct web_request *request = search->shelf->request;
    struct model *model = &request->model;
    const struct timeline_source *source = &workspace->sources[number];
    instant at = timeline_record_time(source, record);
    struct value *row = value_object(model, list, NULL);
    value_textf(model, row, "source", "S%u", source->id);
    value_text(model, row, "name", source->name);
    value_textf(model, row, "href", "/PM%u/timeline?at=%lld&place=S%u:%llu-%llu", search->only,
                (long long)(at == INSTANT_NONE ? 0 : at / NS_PER_MS), source->id,
                (unsigned long long)source->index->start[record],
                (unsigned long long)source->index->start[record + 1]);
    if (at != INSTANT_NONE) web_when(request, row, "when", at);
    put_pieces(request, row, span_sub(text, 0, text.len < 400 ? text.len : 400), search->words);
}

/* A bounded look: the list says so when it ended before the evidence did. */
static enum status find_records(struct search *search, struct error *error)
{
    struct web_request *request = search->shelf->request;
    struct model *model = &request->model;
    struct web_evidence *evidence = NULL;
    char told[160] = "";
    request->review = search->only;
    enum status status = web_evidence_take(request, &evidence, told, sizeof told, error);
    request->review = 0;
    if (status == STATUS_BUSY) value_text(model, NULL, "reading", *told ? told : "just begun");
    if (status) return status == STATUS_BUSY ? STATUS_OK : status;
    const struct workspace *workspace = web_evidence_workspace(evidence);
    struct value *list = value_list(model, NULL, "records");
    size_t found = 0, looked = 0;
    for (uint32_t s = 0; s < workspace->count; s++) {
        const struct evidence_index *index = &workspace->indexes[s];
        for (uint64_t r = 0; r < index->count && found < RECORDS && looked < LOOKED_AT; r++) {
            struct span text = evidence_record(index, workspace->contents[s], r);
            looked += text.len;
            if (span_find_nocase(text, span_of(search->words)) == SIZE_MAX) continue;
            put_record(search, list, workspace, s, r, span_trim(text));
            found++;
        }
    }
    value_count(model, NULL, "record_count", (int64_t)found);
    value_flag(model, NULL, "cut", found == RECORDS || looked >= LOOKED_AT);
    web_evidence_give(evidence);
    return STATUS_OK;
}

static enum status run(struct search *search, uint64_t from, struct error *error)
{
    struct web_request *request = search->shelf->request;
    const char *in = web_query(request, "in");
    struct review_id id = {0};
    if (in && *in &&
        (review_id_read(span_of(in), &id, NULL) || id.kind != REVIEW_KIND_REVIEW ||
         !shelf_review(search->shelf, id.number)))
        return web_nothing_there(request, error);
    search->only = id.number;
    if (search->only) value_textf(&request->model, NULL, "in", "PM%u", search->only);
    if (search->only)
        value_text(&request->model, NULL, "all_href", shelf_href(request, "in", NULL));
    enum status status = web_desk(request, false, &search->desk, error);
    if (status) return status;
    status = find_written(search, from, error);
    desk_close(&search->desk);
    if (status == STATUS_OK && search->only) status = find_records(search, error);
    return status;
}

enum status web_search(struct web_request *request, struct error *error)
{
    struct model *model = &request->model;
    struct shelf shelf;
    const char *words = web_query(request, "q");
    uint64_t from = 0;
    struct search search = {.shelf = &shelf, .words = words ? words : ""};
    web_title(request, "Search");
    value_text(model, NULL, "q", words);
    enum status status = web_query_number(request, "after", 0, ALL, 0, &from, error);
    if (status == STATUS_OK) status = shelf_open(request, &shelf, error);
    if (status || !span_trim(span_of(search.words)).len) return status;
    value_flag(model, NULL, "asked", true);
    status = run(&search, from, error);
    if (status != STATUS_BAD_INPUT && status != STATUS_USAGE && status != STATUS_LIMIT)
        return status;
    value_text(model, NULL, "wrong", error->message);
    return STATUS_OK;
}
