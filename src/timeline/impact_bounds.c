/* Between which instants impact that is counted in buckets began and ended. */
#include "timeline/findings.h"

#include <math.h>

static const duration NEAR = 5 * NS_PER_S; /* of impact's ends, where its rate is read */
static const duration HIDDEN_MOST = 5 * NS_PER_S;
static const duration GROWING_MOST = 2 * NS_PER_MIN;

/* How long the bad requests of a bucket took on average, to the tenth of a second: what they tell
 * about began so much earlier, when a log writes its record at the end. */
static duration bad_lead(const struct impact *impact, size_t bucket)
{
    const struct impact_bucket *in = &impact->bucket[bucket];
    const duration most = 30 * NS_PER_S, tenth = 100 * NS_PER_MS;
    duration sum = in->failed_took;
    uint64_t count = in->failed_timed;
    for (unsigned bin = impact->slow_bin; bin < TOOK_BINS; bin++) {
        sum += (duration)in->took[bin] * (impact_bin_edge(bin) / 1000) * 1000;
        count += in->took[bin];
    }
    duration lead = count ? sum / (duration)count / tenth * tenth : 0;
    return lead > most ? most : lead;
}

/* How much impact can hide beside the bad buckets: where bad requests come at some rate, three of
 * their mean distances without any have a chance of one in twenty (the rule of three). */
static duration hidden(const struct impact *impact, size_t from, size_t end)
{
    double bad = 0;
    for (size_t i = from; i < end; i++)
        if (impact->bucket[i].asked) bad += (double)impact->share[i] * impact->bucket[i].asked;
    duration length = (duration)(end - from) * impact->width;
    double margin = bad > 0 ? 3 * (double)length / bad : (double)impact->width;
    margin =
        fmin(margin, (double)(2 * impact->width > HIDDEN_MOST ? 2 * impact->width : HIDDEN_MOST));
    const duration tenth = 100 * NS_PER_MS;
    return ((duration)margin + tenth - 1) / tenth * tenth;
}

/* From where on more were bad, up to `first`, than the agreed share: impact that grows slowly is
 * above it before any single bucket shows it. The largest sum of what is in excess, backwards (E.
 * S. Page, 1954); where impact does not set in at once, short of it by a request or two. */
static size_t growing_from(const struct impact *impact, size_t first)
{
    size_t reach = (size_t)(GROWING_MOST / impact->width), found = first;
    double sum = 0, most = 0, slack = impact_is_sure(impact, first) ? 1e-9 : 1.5;
    for (size_t i = first; i > 0 && first - i < reach; i--) {
        const struct impact_bucket *bucket = &impact->bucket[i - 1];
        if (bucket->asked)
            sum += (double)(impact->share[i - 1] - impact->enter) * (double)bucket->asked;
        if (sum > most) most = sum;
        if (sum > most - slack) found = i - 1;
    }
    return found;
}

/* Earliest and latest by the buckets that may and those that surely belong to impact. A slow
 * request is written when it is answered, so what it tells about began earlier. */
void impact_bound(struct impact *impact)
{
    const struct impact_run *first = &impact->runs[impact->first_run];
    const struct impact_run *last = &impact->runs[impact->last_run];
    size_t sure_first = first->first, sure_last = last->end - 1;
    while (sure_first + 1 < first->end && !impact_is_sure(impact, sure_first)) sure_first++;
    while (sure_last > last->first && !impact_is_sure(impact, sure_last)) sure_last--;
    size_t before = growing_from(impact, first->first), after = last->end;
    while (before > 0 && impact->bucket[before - 1].asked == 0) before--;
    while (after < impact->buckets && impact->bucket[after].asked == 0) after++;
    size_t near = (size_t)(NEAR / impact->width) + 1;
    size_t near_first = sure_first + near < first->end ? sure_first + near : first->end;
    size_t near_last = sure_last > last->first + near ? sure_last - near : last->first;
    impact->start = (struct interval){impact_time(impact, before) - bad_lead(impact, first->first) -
                                          hidden(impact, before, near_first),
                                      impact_time(impact, sure_first) + impact->width};
    impact->end =
        (struct interval){impact_time(impact, sure_last) - bad_lead(impact, sure_last),
                          impact_time(impact, after) + hidden(impact, near_last, sure_last + 1)};
    if (before == 0) impact->start.earliest = INSTANT_OPEN_START;
    if (after == impact->buckets) impact->end.latest = INSTANT_OPEN_END;
}
