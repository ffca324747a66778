/* Reviews and their entries, as programs read them. */
#include "web/entry.h"
#include "web/pages.h"

#include <stdlib.h>

/* ---- a list of reviews ---- */

static void add_review(struct web_request *request, struct value *list,
                       const struct store_review *review)
{
    struct model *model = &request->model;
    struct value *item = value_object(model, list, NULL);
    struct text day;
    value_textf(model, item, "id", "PM%u", (unsigned)review->number);
    value_textf(model, item, "href", "/PM%u", (unsigned)review->number);
    value_text(model, item, "uid", review->uid);
    value_text(model, item, "title", review->title);
    value_text(model, item, "severity", review->severity);
    value_text(model, item, "sort", vocabulary_word(&review_words_sort, review->sort));
    value_text(model, item, "stage", vocabulary_word(&review_words_stage, review->stage));
    value_text(model, item, "status", vocabulary_word(&review_words_status, review->status));
    value_text(model, item, "circle", vocabulary_word(&review_words_circle, review->circle));
    text_init(&day, 0);
    if (review->day != REVIEW_NO_DAY)
        instant_add_text(&day, review->day * NS_PER_DAY, NULL, INSTANT_DATE, 0);
    value_span(model, item, "day", text_span(&day));
    text_release(&day);
    web_when(request, item, "created", review->created);
    web_when(request, item, "changed", review->changed);
}

static int by_number(const void *a, const void *b)
{
    uint32_t x = ((const struct store_review *)a)->number;
    uint32_t y = ((const struct store_review *)b)->number;
    return (x > y) - (x < y);
}

enum status web_reviews(struct web_request *request, struct error *error)
{
    struct store_review *reviews;
    uint64_t after = 0, limit = 0;
    size_t count = 0, added = 0;
    enum status status = web_query_number(request, "after", 0, UINT32_MAX, 0, &after, error);
    if (status == STATUS_OK)
        status = web_query_number(request, "limit", 1, WEB_ROWS, 100, &limit, error);
    if (status == STATUS_OK) status = web_readable(request, &reviews, &count, error);
    if (status) return status;
    struct value *list = value_list(&request->model, NULL, "reviews");
    if (count) qsort(reviews, count, sizeof *reviews, by_number);
    uint32_t last = 0;
    for (size_t i = 0; i < count; i++) {
        if (reviews[i].number <= after) continue;
        if (added++ == limit) {
            value_count(&request->model, NULL, "next", last);
            break;
        }
        last = reviews[i].number;
        add_review(request, list, &reviews[i]);
    }
    return STATUS_OK;
}

/* ---- one review ---- */

enum status web_review_read(struct web_request *request, struct error *error)
{
    struct model *model = &request->model;
    struct desk desk = {0};
    enum status status = web_desk(request, false, &desk, error);
    if (status) return status;
    value_textf(model, NULL, "id", "PM%u", request->review);
    value_textf(model, NULL, "href", "/PM%u", request->review);
    value_text(model, NULL, "uid", desk.review.uid);
    value_text(model, NULL, "standing", review_standing(&desk.review));
    struct value *may = value_object(model, NULL, "may");
    value_flag(model, may, "take_part", web_takes_part(request));
    value_flag(model, may, "lead", web_leads(request));
    (void)web_entry(request, NULL, "own", &desk.review.own->entry);
    status = ready_needs(request, &desk, 0, NULL, error);
    if (status == STATUS_OK) status = ready_notices(request, &desk, NULL, error);
    desk_close(&desk);
    return status;
}

/* ---- entries ---- */

struct listing {
    uint64_t limit;
    unsigned kind; /* REVIEW_KIND_COUNT: all */
    struct review_id after;
    bool from_start;
};

static enum status read_listing(struct web_request *request, struct listing *ret,
                                struct error *error)
{
    const char *kind = web_query(request, "kind"), *after = web_query(request, "after");
    enum status status = web_query_number(request, "limit", 1, WEB_ROWS, 200, &ret->limit, error);
    ret->kind = REVIEW_KIND_COUNT;
    ret->from_start = !after || !*after;
    if (status == STATUS_OK && !ret->from_start)
        status = desk_is_wrong(review_id_read(span_of(after), &ret->after, error), error);
    for (unsigned k = 0; k < REVIEW_KIND_COUNT && kind; k++)
        if (span_is(span_of(kind), review_kinds[k].name)) ret->kind = k;
    if (status == STATUS_OK && kind && *kind && ret->kind == REVIEW_KIND_COUNT)
        return error_set(error, STATUS_USAGE, "there is no kind of entry called \"%.40s\"", kind);
    return status;
}

static bool is_behind(const struct listing *listing, struct review_id id)
{
    if (listing->from_start || id.kind > listing->after.kind) return true;
    return id.kind == listing->after.kind && id.number > listing->after.number;
}

static void add_entries(struct web_request *request, const struct review *review,
                        const struct listing *listing)
{
    struct value *list = value_list(&request->model, NULL, "entries");
    struct review_id last = {0, 0};
    char name[16];
    size_t added = 0;
    for (unsigned kind = 0; kind < REVIEW_KIND_COUNT; kind++) {
        size_t count;
        struct review_entry *entries = review_entries(review, kind, &count);
        if (listing->kind != REVIEW_KIND_COUNT && listing->kind != kind) continue;
        for (size_t i = 0; i < count; i++) {
            const struct review_entry *entry = review_entry_at(entries, kind, i);
            if (!is_behind(listing, entry->id) || !web_sees(request, review, entry)) continue;
            if (added == listing->limit) {
                value_text(&request->model, NULL, "next", review_id_text(last, name));
                return;
            }
            (void)web_entry(request, list, NULL, entry);
            last = entry->id;
            added++;
        }
    }
}

enum status web_entries(struct web_request *request, struct error *error)
{
    struct listing listing;
    struct desk desk = {0};
    enum status status = read_listing(request, &listing, error);
    if (status == STATUS_OK) status = web_desk(request, false, &desk, error);
    if (status) return status;
    add_entries(request, &desk.review, &listing);
    desk_close(&desk);
    return STATUS_OK;
}
