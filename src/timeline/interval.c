/* Differences of instants that are known within bounds. */
#include "timeline/internal.h"

struct span_of_time interval_between(struct interval from, struct interval to)
{
    if (from.earliest == INSTANT_NONE || from.latest == INSTANT_NONE ||
        to.earliest == INSTANT_NONE || to.latest == INSTANT_NONE)
        return (struct span_of_time){0};
    /* An open end leaves that side of the difference open as well. */
    struct span_of_time span = {.known = true};
    bool no_least = to.earliest == INSTANT_OPEN_START || from.latest == INSTANT_OPEN_END;
    bool no_most = to.latest == INSTANT_OPEN_END || from.earliest == INSTANT_OPEN_START;
    span.least = no_least ? INSTANT_OPEN_START : minus(to.earliest, from.latest);
    span.most = no_most ? INSTANT_OPEN_END : minus(to.latest, from.earliest);
    return span;
}

int order_times(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
    return (a > b) - (a < b);
}

int order_values(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}
