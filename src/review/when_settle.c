/* All times of a review together: what is stated narrows what else is stated. */
#include "review/when_parts.h"

static bool is_open(struct interval at)
{
    return at.earliest == INSTANT_OPEN_START || at.latest == INSTANT_OPEN_END;
}

/* "..10:05" begins where the review looks first, "10:02.." ends where it looks last. */
static struct interval clip(struct interval at, struct interval window)
{
    if (!when_is_dated(at) || !when_is_dated(window)) return at;
    if (at.earliest == INSTANT_OPEN_START && window.earliest <= at.latest)
        at.earliest = window.earliest;
    if (at.latest == INSTANT_OPEN_END && window.latest >= at.earliest) at.latest = window.latest;
    return at;
}

static struct interval stated(const struct review_time *time)
{
    bool sound = time->raw && !time->relative && time->at.earliest <= time->at.latest;
    return sound ? time->at : INTERVAL_NONE;
}

static void widen(struct interval *window, instant at)
{
    if (!instant_is_known(at)) return;
    if (window->earliest == INSTANT_NONE || at < window->earliest) window->earliest = at;
    if (window->latest == INSTANT_NONE || at > window->latest) window->latest = at;
}

/* As stated, else from the first to the last moment that anything is dated by. */
static struct interval window_of(const struct when_network *network, bool *ret_stated)
{
    const struct review_time *time = &network->review->own->window;
    struct interval window = stated(time);
    struct review_relative relative;
    if (review_time_relative(time, &relative))
        window = when_place(&relative, when_start(network, relative.from),
                            when_start(network, relative.to));
    *ret_stated = when_is_dated(window);
    for (size_t i = 0; !*ret_stated && i < 2 * network->review->events.count; i++) {
        widen(&window, network->at[i].earliest);
        widen(&window, network->at[i].latest);
    }
    return window;
}

static bool is_narrower(struct interval stated, struct interval settled)
{
    if (!when_is_dated(settled)) return false;
    return !when_is_dated(stated) || settled.earliest > stated.earliest ||
           settled.latest < stated.latest;
}

enum status review_settle(const struct review *review, struct arena *arena,
                          struct review_settled *ret, struct error *error)
{
    struct when_network network;
    struct review_settled settled = {.count = review->events.count};
    bool window_stated;
    enum status status = when_network_solve(review, arena, &network, error);
    if (status) return status;
    size_t count = settled.count;
    uint32_t *places = arena_array(arena, count + 1, sizeof *places);
    bool *narrowed = arena_array(arena, count + 1, sizeof *narrowed);
    settled.moments = arena_array(arena, count + 1, sizeof *settled.moments);
    settled.by_event = arena_array(arena, count + 1, sizeof *settled.by_event);
    if (!places || !narrowed || !settled.moments || !settled.by_event)
        return arena_full(arena, error);
    settled.window = window_of(&network, &window_stated);
    struct interval edges = window_stated ? settled.window : INTERVAL_NONE;
    for (uint32_t i = 0; i < 2 * count; i++) {
        if (i % 2 == 0 && !review->events.at[i / 2].at.relative)
            narrowed[i / 2] = is_narrower(when_stated(review, i), network.at[i]);
        if (is_open(network.at[i])) network.at[i] = clip(network.at[i], edges);
    }
    status = when_order(&network, places, &settled.order, error);
    if (status) return status;
    for (size_t i = 0; i < count; i++) {
        const struct review_event *event = &review->events.at[places[i]];
        struct review_moment *moment = &settled.moments[i];
        settled.by_event[places[i]] = i;
        *moment =
            (struct review_moment){event, network.at[2 * places[i]], network.at[2 * places[i] + 1],
                                   INTERVAL_NONE, narrowed[places[i]]};
    }
    for (size_t i = 0; i < count; i++) {
        struct review_moment *moment = &settled.moments[i];
        const struct review_time *known = &moment->event->known;
        moment->known =
            known->raw ? clip(review_settled_time(review, &settled, known), edges) : moment->start;
    }
    settled.contradictions = network.contradictions;
    settled.contradiction_count = network.contradiction_count;
    *ret = settled;
    return STATUS_OK;
}

static struct interval start_of(const struct review *review, const struct review_settled *settled,
                                struct review_id id)
{
    size_t place = review_event_place(review, id);
    return place == SIZE_MAX ? INTERVAL_NONE : settled->moments[settled->by_event[place]].start;
}

struct interval review_settled_time(const struct review *review,
                                    const struct review_settled *settled,
                                    const struct review_time *time)
{
    struct review_relative relative;
    if (!review_time_relative(time, &relative)) return stated(time);
    return when_place(&relative, start_of(review, settled, relative.from),
                      start_of(review, settled, relative.to));
}
