/* The first page: what needs whoever is here, what is overdue, and all readable reviews. */
#include "web/pages.h"
#include "web/shelf.h"

#include <stdio.h>

enum { PER_PAGE = 50, OVERDUE = 12 };

static enum status put_overdue(const struct shelf *shelf, struct error *error)
{
    struct model *model = &shelf->request->model;
    struct review_open_item *items;
    size_t count = 0, late = 0;
    enum status status = shelf_items(shelf, shelf_open_states, &items, &count, error);
    struct value *list = value_list(model, NULL, "overdue");
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        if (items[i].overdue_days <= 0) continue;
        if (late++ < OVERDUE) shelf_put_item(shelf, list, &items[i]);
    }
    if (late > OVERDUE) value_count(model, NULL, "overdue_more", (int64_t)(late - OVERDUE));
    return status;
}

/* All words that were typed stand in the title, in any order, or are its number. */
static bool has_words(const struct store_review *review, const char *words)
{
    char id[16];
    struct span rest = span_of(words ? words : "");
    (void)snprintf(id, sizeof id, "PM%u", review->number);
    while (rest.len) {
        struct span word = span_trim(span_cut(&rest, ' '));
        if (word.len && span_find_nocase(span_of(review->title), word) == SIZE_MAX &&
            !span_equal_nocase(word, span_of(id)) &&
            !span_equal_nocase(word, span_of(review->severity)))
            return false;
    }
    return true;
}

static bool wanted(const struct web_request *request, const struct store_review *review)
{
    return has_words(review, web_query(request, "q")) &&
           shelf_fits(request, "stage", vocabulary_word(&review_words_stage, review->stage)) &&
           shelf_fits(request, "status", vocabulary_word(&review_words_status, review->status));
}

/* The cursor names the review that was last shown: one that has moved up meanwhile is where the
 * list begins anew. */
static void put_reviews(const struct shelf *shelf)
{
    struct web_request *request = shelf->request;
    struct model *model = &request->model;
    struct value *list = value_list(model, NULL, "reviews");
    const char *after = web_query(request, "after");
    const char *href = NULL;
    size_t from = 0, shown = 0;
    char id[16] = "";
    for (size_t i = 0; i < shelf->count && after && *after; i++) {
        (void)snprintf(id, sizeof id, "PM%u", shelf->reviews[i].number);
        if (strcmp(id, after) == 0) from = i + 1;
    }
    for (size_t i = from; i < shelf->count; i++) {
        if (!wanted(request, &shelf->reviews[i])) continue;
        if (shown == PER_PAGE) {
            href = shelf_href(request, "after", id);
            break;
        }
        (void)snprintf(id, sizeof id, "PM%u", shelf->reviews[i].number);
        shelf_put(request, list, &shelf->reviews[i]);
        shown++;
    }
    if (href) value_text(model, NULL, "more_href", href);
    if (from) value_text(model, NULL, "first_href", shelf_href(request, "after", NULL));
}

enum status web_home(struct web_request *request, struct error *error)
{
    struct model *model = &request->model;
    struct shelf shelf;
    enum status status = shelf_open(request, &shelf, error);
    if (status) return status;
    web_title(request, "Reviews");
    value_flag(model, NULL, "empty", shelf.count == 0);
    struct value *filter = value_object(model, NULL, "filter");
    value_text(model, filter, "q", web_query(request, "q"));
    value_text(model, filter, "stage", web_query(request, "stage"));
    value_text(model, filter, "status", web_query(request, "status"));
    shelf_day(request, NULL, "today", instant_day(request->now));
    value_flag(model, NULL, "may_begin", !request->me.reads_only);
    status = needs_fill(&shelf, error);
    if (status == STATUS_OK) status = put_overdue(&shelf, error);
    if (status) return status;
    struct value *groups = value_list(model, NULL, "groups");
    shelf_vocabulary(request, groups, "stage", &review_words_stage);
    shelf_vocabulary(request, groups, "status", &review_words_status);
    put_reviews(&shelf);
    return STATUS_OK;
}
