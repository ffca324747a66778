/* What readable reviews say together: what keeps coming back, how long things take, and what was
 * still open when it happened again. */
#include "web/pages.h"
#include "web/strip.h"

#include <stdlib.h>

enum { ROWS = 30, READING = 10, ALIKE = 12 };

/* Entries that are not to be seen are not counted. */
struct seeing {
    const struct shelf *shelf;
    struct desk desk; /* with the review that was asked about last */
    uint32_t loaded;
};

static bool is_wanted(void *context, uint32_t number, struct review_id entry)
{
    struct seeing *seeing = context;
    const struct store_review *review = shelf_review(seeing->shelf, number);
    if (!review || entry.kind != REVIEW_KIND_STATEMENT) return review != NULL;
    if (seeing->loaded != number && desk_load(&seeing->desk, number, NULL)) return false;
    seeing->loaded = number;
    const struct review_entry *found = review_find(&seeing->desk.review, entry);
    return found && shelf_sees(seeing->shelf, review, &seeing->desk.review, found);
}

/* ---- lists ---- */

static void put_links(struct web_request *request, struct value *row, const uint32_t *reviews,
                      size_t count)
{
    struct value *list = value_list(&request->model, row, "links");
    for (size_t i = 0; i < count; i++)
        value_textf(&request->model, value_object(&request->model, list, NULL), "pm", "PM%u",
                    reviews[i]);
}

static void put_lists(struct web_request *request, const struct stats *stats)
{
    static const char *const titles[STATS_LISTS] = {
        "Conditions that took part", "Tools that were improvised", "What was chosen over what",
        "Components", "Labels"};
    struct model *model = &request->model;
    struct value *lists = value_list(model, NULL, "lists");
    for (size_t i = 0; i < STATS_LISTS; i++) {
        const struct stats_list *from = &stats->lists[i];
        struct value *list = value_object(model, lists, NULL);
        value_text(model, list, "name", from->name);
        value_text(model, list, "heading", titles[i]);
        struct value *rows = value_list(model, list, "rows");
        for (size_t j = 0; j < from->count && j < ROWS; j++) {
            struct value *row = value_object(model, rows, NULL);
            value_text(model, row, "value", from->tallies[j].value);
            value_count(model, row, "reviews", (int64_t)from->tallies[j].count);
            value_flag(model, row, "again", from->tallies[j].count > 1);
            put_links(request, row, from->tallies[j].reviews, from->tallies[j].count);
        }
        if (from->count > ROWS) value_count(model, list, "more", (int64_t)(from->count - ROWS));
    }
}

/* ---- distributions ---- */

static void put_length(struct web_request *request, struct value *to, const char *key,
                       duration least, duration most)
{
    struct text words;
    text_init(&words, 0);
    report_length_text((struct span_of_time){true, least, most}, false, &words);
    value_span(&request->model, to, key, text_span(&words));
    text_release(&words);
}

static void put_points(struct web_request *request, struct value *to,
                       const struct review_spread *spread)
{
    struct model *model = &request->model;
    struct value *points = value_list(model, to, "points");
    for (size_t i = 0; i < spread->count; i++) {
        const struct review_point *point = &spread->points[i];
        struct value *row = value_object(model, points, NULL);
        struct text words;
        text_init(&words, 0);
        report_length_text((struct span_of_time){true, point->least, point->most}, point->ongoing,
                           &words);
        value_textf(model, row, "pm", "PM%u", point->review);
        value_span(model, row, "length", text_span(&words));
        text_release(&words);
    }
}

static void put_spreads(struct web_request *request, const struct stats *stats)
{
    struct model *model = &request->model;
    struct value *list = value_list(model, NULL, "lengths");
    for (size_t i = 0; i < REVIEW_LENGTH_COUNT; i++) {
        const struct review_spread *spread = &stats->spreads[i];
        if (!spread->count) continue;
        struct value *row = value_object(model, list, NULL);
        struct text svg;
        value_text(model, row, "word", desk_lengths[i].word);
        value_text(model, row, "formula", desk_lengths[i].formula);
        value_count(model, row, "n", (int64_t)spread->count);
        if (spread->left_out) value_count(model, row, "left_out", (int64_t)spread->left_out);
        if (spread->has_median)
            put_length(request, row, "median", spread->median_least, spread->median_most);
        if (spread->has_interval) {
            put_length(request, row, "interval", spread->interval_least, spread->interval_most);
            value_textf(model, row, "cover", "%.0f", spread->cover * 100);
        }
        put_points(request, row, spread);
        text_init(&svg, 1 << 20);
        strip_draw(spread, desk_lengths[i].word, &svg);
        if (text_status(&svg, NULL) == STATUS_OK)
            value_markup(model, row, "strip", text_span(&svg));
        text_release(&svg);
    }
}

static void put_found_by(struct web_request *request, const struct stats *stats)
{
    static const char *const words[] = {NULL, "an alert", "a person of the team", "a user"};
    struct model *model = &request->model;
    size_t known = stats->reviews - stats->found[REVIEW_FOUND_UNKNOWN];
    struct value *list = value_list(model, NULL, "found_by");
    for (size_t i = REVIEW_FOUND_ALERT; known && i <= REVIEW_FOUND_USER; i++) {
        double low = 0, high = 0;
        struct value *row = value_object(model, list, NULL);
        review_wilson(stats->found[i], known, 0.95, &low, &high);
        value_text(model, row, "by", words[i]);
        value_count(model, row, "k", (int64_t)stats->found[i]);
        value_count(model, row, "of", (int64_t)known);
        value_textf(model, row, "between", "%.0f and %.0f %%", low * 100, high * 100);
    }
}

/* ---- items, similar reviews, what to read ---- */

static void put_items(const struct shelf *shelf, const struct stats *stats)
{
    struct web_request *request = shelf->request;
    struct model *model = &request->model;
    value_count(model, NULL, "items", (int64_t)stats->items);
    if (stats->survival.has_median)
        value_count(model, NULL, "half_done_days", stats->survival.median_day);
    struct value *list = value_list(model, NULL, "again");
    for (size_t i = 0; i < stats->recurred_count && i < ROWS; i++) {
        const struct review_recurred *again = &stats->recurred[i];
        struct value *row = value_object(model, list, NULL);
        value_text(model, row, "factor", again->factor);
        value_textf(model, row, "later", "PM%u", again->later);
        struct value *one = value_list(model, row, "item");
        shelf_put_item(shelf, one, &again->item);
    }
}

struct alike {
    const struct store_review *review;
    size_t shared;
    const char *values[6];
};

static bool has(const struct review_tally *tally, uint32_t review)
{
    for (size_t i = 0; i < tally->count; i++)
        if (tally->reviews[i] == review) return true;
    return false;
}

static int most_shared_first(const void *a, const void *b)
{
    const struct alike *left = a, *right = b;
    if (left->shared != right->shared) return left->shared > right->shared ? -1 : 1;
    return left->review->number < right->review->number ? 1 : -1;
}

/* Alike is what shares conditions, components or labels; each is named, nothing is weighed. */
static enum status put_alike(const struct shelf *shelf, const struct stats *stats, uint32_t like,
                             struct error *error)
{
    struct web_request *request = shelf->request;
    struct model *model = &request->model;
    struct alike *alike = arena_array(&request->arena, shelf->count + 1, sizeof *alike);
    size_t count = 0;
    if (!alike) return arena_full(&request->arena, error);
    for (size_t r = 0; r < shelf->count; r++) {
        struct alike one = {.review = &shelf->reviews[r]};
        if (one.review->number == like) continue;
        for (size_t l = 0; l < STATS_LISTS; l++) {
            const struct stats_list *list = &stats->lists[l];
            for (size_t t = 0; t < list->count; t++) {
                if (!has(&list->tallies[t], like) || !has(&list->tallies[t], one.review->number))
                    continue;
                if (one.shared < 6) one.values[one.shared] = list->tallies[t].value;
                one.shared++;
            }
        }
        if (one.shared) alike[count++] = one;
    }
    if (count) qsort(alike, count, sizeof *alike, most_shared_first);
    struct value *list = value_list(model, NULL, "alike");
    for (size_t i = 0; i < count && i < ALIKE; i++) {
        struct value *row = shelf_put(request, list, alike[i].review);
        struct value *shared = value_list(model, row, "shared");
        for (size_t v = 0; v < 6 && v < alike[i].shared; v++)
            value_text(model, value_object(model, shared, NULL), "value", alike[i].values[v]);
    }
    return STATUS_OK;
}

/* Published reviews that wrote down most of what was new to people. */
static enum status put_reading(const struct shelf *shelf, struct error *error)
{
    struct web_request *request = shelf->request;
    struct review_summary *all;
    size_t count = 0;
    enum status status = store_summaries(request->store, &request->arena, &all, &count, error);
    if (status) return status;
    struct value *list = value_list(&request->model, NULL, "reading");
    for (size_t shown = 0; shown < READING; shown++) {
        struct review_summary *best = NULL;
        for (size_t i = 0; i < count; i++) {
            const struct store_review *review = shelf_review(shelf, all[i].number);
            bool out = review && all[i].published != INSTANT_NONE && all[i].published;
            if (out && all[i].learnings && (!best || all[i].learnings > best->learnings))
                best = &all[i];
        }
        if (!best) break;
        struct value *row = shelf_put(request, list, shelf_review(shelf, best->number));
        value_count(&request->model, row, "learnings", (int64_t)best->learnings);
        best->learnings = 0;
    }
    return status;
}

static enum status fill(struct seeing *seeing, struct error *error)
{
    const struct shelf *shelf = seeing->shelf;
    struct web_request *request = shelf->request;
    struct model *model = &request->model;
    struct stats_of of = {is_wanted, seeing};
    struct stats stats;
    struct desk desk;
    const char *like = web_query(request, "like");
    struct review_id id = {0};
    enum status status = web_desk(request, false, &desk, error);
    if (status) return status;
    status = desk_stats(&desk, &of, &stats, error);
    desk_close(&desk);
    if (status) return status;
    value_count(model, NULL, "count", (int64_t)stats.reviews);
    value_count(model, NULL, "incomplete", (int64_t)stats.incomplete);
    put_lists(request, &stats);
    put_spreads(request, &stats);
    put_found_by(request, &stats);
    put_items(shelf, &stats);
    struct value *groups = value_list(model, NULL, "groups");
    struct value *chips = shelf_chips(request, groups, "like", "similar to");
    for (size_t i = 0; i < shelf->count && i < ROWS; i++)
        shelf_chip(request, chips, "like",
                   arena_printf(&request->arena, "PM%u", shelf->reviews[i].number));
    if (like && review_id_read(span_of(like), &id, NULL) == STATUS_OK &&
        shelf_review(shelf, id.number)) {
        value_textf(model, NULL, "like", "PM%u", id.number);
        status = put_alike(shelf, &stats, id.number, error);
    }
    return status ? status : put_reading(shelf, error);
}

enum status web_learning(struct web_request *request, struct error *error)
{
    struct shelf shelf;
    struct seeing seeing = {.shelf = &shelf};
    web_title(request, "Learning");
    enum status status = shelf_open(request, &shelf, error);
    if (status == STATUS_OK) status = web_desk(request, false, &seeing.desk, error);
    if (status) return status;
    status = fill(&seeing, error);
    desk_close(&seeing.desk);
    return status;
}
