/* Day before month or month before day, and dates in file names. */
#include "evidence/settle.h"

void settle_orders_init(struct settle_orders *orders)
{
    *orders = (struct settle_orders){.count = 0};
}

static void count_falls(struct settle_orders *orders, const instant next[2])
{
    for (int order = 0; order < 2; order++)
        if (next[order] < orders->last[order] - NS_PER_DAY) orders->falls[order]++;
}

void settle_orders_add(struct settle_orders *orders, instant day_first, instant month_first)
{
    if (day_first == INSTANT_NONE && month_first == INSTANT_NONE) return;
    orders->count++;
    if (day_first == INSTANT_NONE || month_first == INSTANT_NONE) {
        orders->only[day_first == INSTANT_NONE]++;
        return;
    }
    const instant both[2] = {day_first, month_first};
    if (orders->has_both)
        count_falls(orders, both);
    else
        memcpy(orders->first, both, sizeof both);
    memcpy(orders->last, both, sizeof both);
    orders->has_both = true;
}

void settle_orders_join(struct settle_orders *orders, const struct settle_orders *next)
{
    orders->count += next->count;
    for (int order = 0; order < 2; order++) {
        orders->only[order] += next->only[order];
        orders->falls[order] += next->falls[order];
    }
    if (!next->has_both) return;
    if (orders->has_both)
        count_falls(orders, next->first);
    else
        memcpy(orders->first, next->first, sizeof orders->first);
    memcpy(orders->last, next->last, sizeof orders->last);
    orders->has_both = true;
}

/* How far a time is from when the file was written; later than a day after it is impossible. */
static duration away(instant last, instant modified)
{
    if (last > instant_add(modified, NS_PER_DAY)) return INT64_MAX;
    duration before; /* more than a duration holds between a file of today and a date of 1700 */
    if (__builtin_sub_overflow(modified, last, &before)) return INT64_MAX;
    return before < NS_PER_DAY ? NS_PER_DAY : before;
}

static const duration NEAR = 7 * NS_PER_DAY;

/* Much less, so that chance does not decide: a quarter at most. */
static bool is_much_less(uint64_t a, uint64_t b)
{
    return a < b / 4 || (a == 0 && b > 0);
}

enum settle_order settle_orders_decide(const struct settle_orders *orders, instant modified)
{
    const uint64_t *only = orders->only, *falls = orders->falls;
    if (only[0] && only[1]) return SETTLE_UNCLEAR;
    if (only[0] || only[1]) return only[0] ? SETTLE_DAY_FIRST : SETTLE_MONTH_FIRST;
    if (!orders->has_both) return SETTLE_UNCLEAR;
    if (is_much_less(falls[0], falls[1])) return SETTLE_DAY_FIRST;
    if (is_much_less(falls[1], falls[0])) return SETTLE_MONTH_FIRST;
    if (modified == INSTANT_NONE || modified < 0) return SETTLE_UNCLEAR;
    duration day_first = away(orders->last[0], modified);
    duration month_first = away(orders->last[1], modified);
    /* Near is a week: a file that was copied or unpacked later bears the day of that, and then one
     * order is nearer by chance alone. */
    if (day_first < month_first / 4 && day_first <= NEAR) return SETTLE_DAY_FIRST;
    if (month_first < day_first / 4 && month_first <= NEAR) return SETTLE_MONTH_FIRST;
    return SETTLE_UNCLEAR;
}

instant settle_exchange(instant time)
{
    if (time == INSTANT_NONE) return time;
    struct civil civil = civil_of_instant(time);
    int day = civil.day;
    civil.day = civil.month;
    civil.month = day;
    instant exchanged;
    return civil_to_instant(&civil, &exchanged) ? exchanged : INSTANT_NONE;
}

static size_t digits_at(struct span text, size_t at)
{
    size_t count = 0;
    while (at + count < text.len && byte_is_digit(text.at[at + count])) count++;
    return count;
}

static bool number_of(struct span digits, int *ret)
{
    uint64_t value;
    if (!span_to_u64(digits, &value) || value > 9999) return false;
    *ret = (int)value;
    return true;
}

/* A date whose year begins at `at`, where a run of `run` digits begins. */
static bool date_at(struct span text, size_t at, size_t run, instant *ret)
{
    size_t month, day;
    if (run == 8 || run == 10 || run == 12 || run == 14) { /* clock digits may follow */
        month = at + 4;
        day = at + 6;
    } else if (run == 4 && at + 10 <= text.len && memchr("-_.", text.at[at + 4], 3) &&
               text.at[at + 4] == text.at[at + 7] && digits_at(text, at + 5) == 2 &&
               digits_at(text, at + 8) == 2) {
        month = at + 5;
        day = at + 8;
    } else {
        return false;
    }
    struct civil civil = {.year = 0};
    if (!number_of(span_sub(text, at, 4), &civil.year) ||
        !number_of(span_sub(text, month, 2), &civil.month) ||
        !number_of(span_sub(text, day, 2), &civil.day) || civil.year < 1990 || civil.year > 2100)
        return false;
    return civil_to_instant(&civil, ret);
}

bool settle_name_date(struct span name, instant *ret_day)
{
    for (size_t slash; (slash = span_find(name, SPAN("/"))) != SIZE_MAX;)
        name = span_from(name, slash + 1);
    for (size_t at = 0; at < name.len;) {
        size_t run = digits_at(name, at);
        if (run && date_at(name, at, run, ret_day)) return true;
        at += run ? run : 1;
    }
    return false;
}
