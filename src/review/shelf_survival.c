/* Items by age, and how long items take, with those still open counted as what they are. */
#include "review/shelf.h"

#include <assert.h>
#include <stdlib.h>

static bool is_done(const struct review_item *item)
{
    return item->state == REVIEW_ITEM_STATE_DONE || item->state == REVIEW_ITEM_STATE_VERIFIED ||
           item->state == REVIEW_ITEM_STATE_NOT_EFFECTIVE;
}

/* Left the list otherwise: declined openly, replaced, no longer needed. */
static bool has_left(const struct review_item *item)
{
    return item->state == REVIEW_ITEM_STATE_DECLINED ||
           item->state == REVIEW_ITEM_STATE_SUPERSEDED || item->state == REVIEW_ITEM_STATE_RETIRED;
}

static int64_t days_between(int32_t from, int32_t to)
{
    if (from == REVIEW_NO_DAY || to < from) return 0;
    return (int64_t)to - from;
}

static int oldest_first(const void *a, const void *b)
{
    const struct review_open_item *x = a, *y = b;
    if (x->age_days != y->age_days) return x->age_days > y->age_days ? -1 : 1;
    if (x->review != y->review) return x->review < y->review ? -1 : 1;
    uint32_t m = x->item->entry.id.number, n = y->item->entry.id.number;
    return (m > n) - (m < n);
}

enum status review_items_by_age(struct review_open_item *items, size_t count, int32_t today,
                                struct error *error)
{
    if (today == REVIEW_NO_DAY)
        return error_set(error, STATUS_BAD_INPUT, "the day to count ages to is not given");
    for (size_t i = 0; i < count; i++) {
        const struct review_item *item = items[i].item;
        bool open = !is_done(item) && !has_left(item);
        items[i].age_days = days_between(items[i].raised, today);
        items[i].overdue_days = open ? days_between(item->due, today) : 0;
    }
    qsort(items, count, sizeof *items, oldest_first);
    return STATUS_OK;
}

struct life {
    int64_t days;
    bool done; /* else it was still open after so many days, and no more is known */
};

static int shorter_first(const void *a, const void *b)
{
    const struct life *x = a, *y = b;
    if (x->days != y->days) return x->days < y->days ? -1 : 1;
    return y->done - x->done;
}

static int32_t day_left(instant written, int32_t today)
{
    return written == INSTANT_NONE ? today : instant_day(written);
}

static size_t list_lives(const struct review_open_item *items, size_t count, int32_t today,
                         struct life *lives, size_t *ret_left_out)
{
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        const struct review_item *item = items[i].item;
        bool done = is_done(item);
        int32_t end = done             ? item->done
                      : has_left(item) ? day_left(item->entry.written, today)
                                       : today;
        if (items[i].raised == REVIEW_NO_DAY || end == REVIEW_NO_DAY)
            ++*ret_left_out;
        else
            lives[n++] = (struct life){days_between(items[i].raised, end), done};
    }
    return n;
}

enum status review_survival_of(const struct review_open_item *items, size_t count, int32_t today,
                               struct arena *arena, struct review_survival *ret,
                               struct error *error)
{
    struct review_survival curve = {0};
    struct life *lives = arena_array(arena, count ? count : 1, sizeof *lives);
    curve.points = arena_array(arena, count ? count : 1, sizeof *curve.points);
    if (!lives || !curve.points) return arena_full(arena, error);
    size_t n = list_lives(items, count, today, lives, &curve.left_out), to;
    qsort(lives, n, sizeof *lives, shorter_first);
    double open = 1;
    for (size_t from = 0; from < n; from = to) {
        size_t done = 0, at_risk = n - from;
        for (to = from; to < n && lives[to].days == lives[from].days; to++) done += lives[to].done;
        if (done == 0) continue;
        open *= 1 - (double)done / (double)at_risk;
        curve.points[curve.count].day = lives[from].days;
        curve.points[curve.count].open = open;
        curve.points[curve.count++].at_risk = at_risk;
        /* a product such as 3/4 * 2/3 may miss one half by its last digit */
        if (!curve.has_median && open <= 0.5 + 1e-12) {
            curve.has_median = true;
            curve.median_day = lives[from].days;
        }
    }
    *ret = curve;
    return STATUS_OK;
}
