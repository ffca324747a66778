/* What a name in a call means, and what documents need of a review. */
#include "command/record.h"

/* "S3", "3" or "S3:10-20" with a number behind S. */
static bool is_source_id(const char *operand)
{
    size_t digits = *operand == 'S' || *operand == 's' ? strspn(operand + 1, "0123456789") : 0;
    return digits && (operand[digits + 1] == '\0' || operand[digits + 1] == ':');
}

/* Names: what no source is called is taken for a review, or for words of an entry. */
static enum status ask_sources(struct call *call, bool *ret, struct error *error)
{
    struct store_source *sources = NULL;
    size_t source_count = 0;
    struct store *store = NULL;
    struct store_review *reviews;
    size_t count = 0;
    uint32_t number;
    const char *folder;
    struct span name = span_of(call->operands[0]);
    const char *colon = strrchr(call->operands[0], ':');
    const char *cut = arena_copy(
        &call->arena, colon ? span_sub(name, 0, (size_t)(colon - call->operands[0])) : name);
    if (!cut) return arena_full(&call->arena, error);
    enum status status = workspace_find(call, &folder, error);
    if (status == STATUS_OK) status = store_open(folder, false, &store, error);
    if (status == STATUS_OK)
        status = store_sources(store, &call->arena, &sources, &source_count, error);
    if (status == STATUS_OK) status = store_reviews(store, &call->arena, &reviews, &count, error);
    if (status == STATUS_OK) {
        bool is_source =
            desk_source(sources, source_count, call->operands[0], &number, NULL) == 0 ||
            desk_source(sources, source_count, cut, &number, NULL) == 0;
        *ret = !is_source && count;
    }
    store_close(store);
    return status;
}

enum status record_is_meant(struct call *call, bool *ret, struct error *error)
{
    if (call->operand_count == 1 && is_source_id(call->operands[0])) {
        *ret = false;
        return STATUS_OK;
    }
    if (call->operand_count != 1 || desk_is_review(call->operands[0]) ||
        desk_is_entry(call->operands[0])) {
        *ret = true;
        return STATUS_OK;
    }
    return ask_sources(call, ret, error);
}

enum status record_prepare(struct desk *desk, const struct review *review, struct record *ret,
                           struct error *error)
{
    struct arena *arena = desk->arena;
    struct review_past *past = NULL;
    size_t count = 0;
    const char *zone = call_value(desk_call(desk), "zone");
    *ret = (struct record){.review = *review};
    enum status status = zone ? zone_load(zone, &ret->zone, error) : STATUS_OK;
    if (status) return desk_is_wrong(status, error);
    status = review_settle(&ret->review, arena, &ret->settled, error);
    if (status == STATUS_OK)
        status = review_bounds_of(&ret->review, &ret->settled, arena, &ret->bounds, error);
    if (status == STATUS_OK)
        status = review_quality_of(&ret->review, &ret->settled, &ret->bounds, arena, &ret->quality,
                                   error);
    if (status == STATUS_OK)
        status = store_history(desk->store, review->number, NULL, arena, &past, &count, error);
    ret->report = (struct report_review){.review = &ret->review,
                                         .settled = &ret->settled,
                                         .bounds = &ret->bounds,
                                         .quality = &ret->quality,
                                         .history = past,
                                         .history_count = count,
                                         .zone = ret->zone ? ret->zone : desk->zone,
                                         .depth = REPORT_ALL,
                                         .circle = REVIEW_CIRCLE_PRIVATE,
                                         .made = desk->author.at};
    if (status) record_release(ret);
    return status;
}

void record_release(struct record *record)
{
    zone_free(record->zone);
    record->zone = NULL;
}
