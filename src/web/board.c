/* The board: items of all readable reviews, by where they stand. */
#include "web/pages.h"
#include "web/shelf.h"

#include <stdio.h>
#include <stdlib.h>

static bool wanted(const struct web_request *request, const struct review_open_item *open)
{
    char of[16];
    const char *due = web_query(request, "due");
    (void)snprintf(of, sizeof of, "PM%u", open->review);
    if (due && strcmp(due, "over") == 0 && open->overdue_days <= 0) return false;
    return shelf_fits(request, "review", of) && shelf_fits(request, "team", open->item->team) &&
           shelf_fits(request, "state",
                      vocabulary_word(&review_words_item_state, open->item->state));
}

static int64_t due_of(const struct review_open_item *open)
{
    return open->item->due == REVIEW_NO_DAY ? INT64_MAX : open->item->due;
}

/* What is overdue longest comes first, then what is due next. */
static int by_due(const void *a, const void *b)
{
    const struct review_open_item *left = a, *right = b;
    bool late_left = left->overdue_days > 0, late_right = right->overdue_days > 0;
    if (late_left != late_right) return late_left ? -1 : 1;
    if (due_of(left) != due_of(right)) return due_of(left) < due_of(right) ? -1 : 1;
    return left->review != right->review
               ? (left->review < right->review ? -1 : 1)
               : (left->item->entry.id.number > right->item->entry.id.number) -
                     (left->item->entry.id.number < right->item->entry.id.number);
}

static void put_chips(const struct shelf *shelf, const struct review_open_item *items, size_t count)
{
    struct web_request *request = shelf->request;
    struct value *groups = value_list(&request->model, NULL, "groups");
    shelf_chip(request, shelf_chips(request, groups, "due", "due"), "due", "over");
    shelf_vocabulary(request, groups, "state", &review_words_item_state);
    struct value *teams = shelf_chips(request, groups, "team", "team");
    for (size_t i = 0; i < count; i++) {
        const char *team = items[i].item->team;
        bool first = team && *team;
        for (size_t j = 0; j < i && first; j++)
            first = !items[j].item->team || strcmp(items[j].item->team, team) != 0;
        if (first) shelf_chip(request, teams, "team", team);
    }
    struct value *reviews = shelf_chips(request, groups, "review", "review");
    for (size_t r = 0; r < shelf->count; r++) {
        bool has = false;
        char of[16];
        for (size_t i = 0; i < count && !has; i++)
            has = items[i].review == shelf->reviews[r].number;
        (void)snprintf(of, sizeof of, "PM%u", shelf->reviews[r].number);
        if (has) shelf_chip(request, reviews, "review", of);
    }
}

static void put_columns(const struct shelf *shelf, const struct review_open_item *items,
                        size_t count)
{
    struct model *model = &shelf->request->model;
    struct value *columns = value_list(model, NULL, "columns");
    for (unsigned state = 0; state < REVIEW_ITEM_STATE_COUNT; state++) {
        struct value *column = NULL, *list = NULL;
        for (size_t i = 0; i < count; i++) {
            if (items[i].item->state != state || !wanted(shelf->request, &items[i])) continue;
            if (!column) {
                column = value_object(model, columns, NULL);
                value_text(model, column, "column",
                           state ? vocabulary_word(&review_words_item_state, state) : "not stated");
                value_text(model, column, "meaning",
                           vocabulary_meaning(&review_words_item_state, state));
                list = value_list(model, column, "items");
            }
            shelf_put_item(shelf, list, &items[i]);
        }
    }
}

enum status web_board(struct web_request *request, struct error *error)
{
    struct shelf shelf;
    struct review_open_item *items;
    size_t count = 0;
    web_title(request, "Board");
    enum status status = shelf_open(request, &shelf, error);
    if (status == STATUS_OK) status = shelf_items(&shelf, 0, &items, &count, error);
    if (status) return status;
    if (count) qsort(items, count, sizeof *items, by_due);
    value_flag(&request->model, NULL, "any", count != 0);
    put_chips(&shelf, items, count);
    put_columns(&shelf, items, count);
    return STATUS_OK;
}
