/*
 * Which metrics tell of what users meet, by the words of their names, and from which value on a
 * point is bad.
 *
 * Errors and long answers are bad when high: above the agreed share for what is a share, else four
 * times the usual. Requests, orders and probes that succeed are bad when low: below half of what
 * was usual in the hour before, since where the way to a service is cut nothing fails, nobody asks
 * any more. Processors, queues and pools tell of machines and are not looked at here.
 */
#include "timeline/impact_series.h"

#include <math.h>
#include <stdlib.h>

static const char *const of_machines[] = {"cpu",       "memory",      "mem",  "disk",  "gc",
                                          "queue",     "connections", "pool", "load",  "heap",
                                          "container", "scrape",      "node", "cache", NULL};
static const char *const shares[] = {"5xx",     "error",    "errors",      "fail",     "failed",
                                     "failure", "failures", "unavailable", "timeouts", NULL};
static const char *const lengths[] = {"latency", "duration",     "p90",      "p95",
                                      "p99",     "responsetime", "response", NULL};
static const char *const flows[] = {
    "success",   "availability", "request",   "requests", "req",        "rps",          "qps",
    "orders",    "logins",       "traffic",   "hits",     "calls",      "transactions", "checkouts",
    "payments",  "signups",      "bookings",  "sessions", "throughput", "visits",       "consumed",
    "delivered", "processed",    "completed", "sent",     NULL};

static bool is_word_byte(char c)
{
    return byte_is_digit(c) || byte_is_letter(c);
}

/* Long words count within others as well: "TargetResponseTime", "RequestCount". */
static bool has_word(struct span name, const char *const *words)
{
    enum { LONG = 7 };
    for (; *words; words++) {
        struct span word = span_of(*words), rest = name;
        for (size_t at; (at = span_find_nocase(rest, word)) != SIZE_MAX;) {
            size_t end = at + word.len;
            bool opens = at == 0 || !is_word_byte(rest.at[at - 1]);
            bool closes = end >= rest.len || !is_word_byte(rest.at[end]);
            if ((opens && closes) || word.len >= LONG) return true;
            rest = span_from(rest, end);
        }
    }
    return false;
}

/* Sorted finite values into scratch; how many. */
static size_t sort_values(const struct timeline_series *series, double *scratch)
{
    size_t n = 0;
    for (size_t i = 0; i < series->count; i++)
        if (isfinite(series->value[i])) scratch[n++] = series->value[i];
    if (n) qsort(scratch, n, sizeof *scratch, order_values);
    return n;
}

/* Above one second, where the name tells the unit (as for requests). */
static double slow_least(struct span name)
{
    static const char *const thousandths[] = {"ms", "millis", "milliseconds", NULL};
    static const char *const seconds[] = {"s", "sec", "seconds", NULL};
    if (has_word(name, thousandths)) return 1000;
    return has_word(name, seconds) ? 1 : 0;
}

static void watch_high(const struct timeline_series *series, struct span name, bool length,
                       double *scratch, struct watched *ret)
{
    size_t n = sort_values(series, scratch);
    if (n < 8 || scratch[0] < 0) return;
    double usual = scratch[n * 3 / 10], most = scratch[n - 1], high = scratch[n * 3 / 4];
    bool percent =
        memchr(name.at, '%', name.len) || span_find_nocase(name, SPAN("percent")) != SIZE_MAX;
    ret->usual = usual;
    if (!length && (percent || most <= 1)) {
        ret->unit = percent ? 100 : 1;
        double share = 3 * usual + 0.02 * ret->unit;
        ret->enter = share > 0.05 * ret->unit ? share : 0.05 * ret->unit;
        ret->sense = WATCH_SHARE;
    } else if (length) {
        double least = slow_least(name);
        ret->enter = 4 * usual > least ? 4 * usual : least;
        ret->sense = usual > 0 ? WATCH_HIGH : WATCH_NOT;
    } else {
        ret->enter = 4 * usual > most / 5 ? 4 * usual : most / 5;
        ret->sense = most > 10 * high ? WATCH_HIGH : WATCH_NOT;
    }
}

void impact_watch(const struct timeline_series *series, double *scratch, struct watched *ret)
{
    struct span rest = span_of(series->name), whole = rest, name = span_cut(&rest, '{');
    *ret = (struct watched){.series = series, .sense = WATCH_NOT, .unit = 1};
    bool failing = span_find(whole, SPAN("code=\"5")) != SIZE_MAX ||
                   span_find(whole, SPAN("status=\"5")) != SIZE_MAX;
    if (series->count < 8 || series->step <= 0 || has_word(name, of_machines)) return;
    if (failing || has_word(name, shares) || has_word(name, lengths))
        watch_high(series, name, !failing && !has_word(name, shares), scratch, ret);
    else if (has_word(name, flows))
        ret->sense = WATCH_LOW;
}
