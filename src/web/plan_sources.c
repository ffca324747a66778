/* What items may be made from in one step: information that somebody wanted, documents that differ
 * from what they describe, tools that were improvised. */
#include "web/plan.h"

static const struct review_item *served_by(const struct review *review, struct review_id id)
{
    for (size_t i = 0; i < review->items.count; i++)
        for (size_t j = 0; j < review->items.at[i].serves.count; j++)
            if (review_id_equal(review->items.at[i].serves.at[j], id)) return &review->items.at[i];
    return NULL;
}

static void add_source(const struct graph_page *page, struct value *list,
                       const struct review_entry *entry, const char *sort, const char *note)
{
    struct web_request *request = page->request;
    struct model *model = &request->model;
    const struct review_item *item = served_by(page->review, entry->id);
    struct value *one = value_object(model, list, NULL);
    char name[16];
    value_text(model, one, "name", review_id_text(entry->id, name));
    value_text(model, one, "line", review_entry_line(entry));
    value_text(model, one, "link", web_entry_href(request, page->review->number, entry->id));
    value_text(model, one, "sort", sort);
    if (note && *note)
        value_text(model, one, "note", note);
    else
        value_flag(model, one, "note", false);
    if (item)
        value_text(model, one, "served_by", review_id_text(item->entry.id, name));
    else
        value_flag(model, one, "served_by", false);
}

enum status web_plan_sources(const struct graph_page *page, struct error *error)
{
    struct web_request *request = page->request;
    const struct review *review = page->review;
    struct review_settled settled;
    struct review_bounds bounds;
    struct review_wish *wishes = NULL;
    size_t count = 0;
    struct value *list = value_list(&request->model, NULL, "sources");
    enum status status = desk_settle(page->desk, &settled, &bounds, error);
    if (status == STATUS_OK)
        status = review_wishes(review, &settled, &bounds, &request->arena, &wishes, &count, error);
    if (status) return status;
    for (size_t i = 0; i < count; i++)
        if (review_statement_shown(review, wishes[i].statement))
            add_source(page, list, &wishes[i].statement->entry, "wanted", wishes[i].text);
    for (size_t i = 0; i < review->documents.count; i++) {
        const struct review_document *document = &review->documents.at[i];
        if (document->state == REVIEW_CURRENT_CURRENT) continue;
        add_source(page, list, &document->entry, "document",
                   vocabulary_meaning(&review_words_current, document->state));
    }
    for (size_t i = 0; i < review->statements.count; i++) {
        const struct review_statement *said = &review->statements.at[i];
        if (said->code != REVIEW_CODE_TOOL || !review_statement_shown(review, said)) continue;
        add_source(page, list, &said->entry, "tool", said->tool);
    }
    for (size_t i = 0; i < review->events.count; i++)
        if (review->events.at[i].kind == REVIEW_EVENT_IMPROV)
            add_source(page, list, &review->events.at[i].entry, "tool", review->events.at[i].tool);
    return STATUS_OK;
}
