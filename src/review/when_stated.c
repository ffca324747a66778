/* What is stated about the times of events, read into relations between their starts and ends. */
#include "review/when_parts.h"

#include <assert.h>

static const struct review_time *statement(const struct review *review, uint32_t variable)
{
    const struct review_event *event = &review->events.at[variable / 2];
    return variable % 2 ? &event->end : &event->at;
}

struct interval when_stated(const struct review *review, uint32_t variable)
{
    const struct review_time *time = statement(review, variable);
    bool stated = time->raw && !time->relative && time->at.earliest <= time->at.latest;
    return stated ? time->at : INTERVAL_NONE;
}

static void relate(struct when_network *network, enum when_said said, uint32_t event, uint32_t x,
                   uint32_t y, duration most, bool orders)
{
    network->relations[network->count++] = (struct when_relation){
        .x = x, .y = y, .event = event, .said = (uint8_t)said, .orders = orders, .most = most};
}

static void relate_time(struct when_network *network, uint32_t event, enum when_said said)
{
    uint32_t variable = 2 * event + (said == WHEN_SAID_END);
    struct review_relative relative;
    if (!review_time_relative(statement(network->review, variable), &relative)) return;
    size_t from = review_event_place(network->review, relative.from);
    size_t to = review_event_place(network->review, relative.to);
    bool orders = said == WHEN_SAID_AT && from != event && to != event;
    bool between = from != to; /* "E12" alone is at the same time */
    if (from != SIZE_MAX)
        relate(network, said, event, variable, 2 * (uint32_t)from, -relative.least,
               orders && (relative.least > 0 || (between && relative.least == 0)));
    if (to != SIZE_MAX)
        relate(network, said, event, 2 * (uint32_t)to, variable, relative.most, false);
    if (to != SIZE_MAX && orders && (relative.most < 0 || (between && relative.most == 0)))
        network->relations[network->count - 1].orders = true;
}

enum status when_read_statements(struct when_network *network, struct error *error)
{
    const struct review *review = network->review;
    size_t room = 5 * review->events.count;
    for (size_t i = 0; i < review->events.count; i++) room += review->events.at[i].after.count;
    network->relations = arena_array(network->arena, room + 1, sizeof *network->relations);
    network->at = arena_array(network->arena, 2 * review->events.count + 1, sizeof *network->at);
    if (!network->relations || !network->at) return arena_full(network->arena, error);
    for (uint32_t i = 0; i < review->events.count; i++) {
        const struct review_event *event = &review->events.at[i];
        network->at[2 * i] = when_stated(review, 2 * i);
        network->at[2 * i + 1] = when_stated(review, 2 * i + 1);
        relate_time(network, i, WHEN_SAID_AT);
        relate_time(network, i, WHEN_SAID_END);
        if (event->end.raw) relate(network, WHEN_SAID_LASTS, i, 2 * i + 1, 2 * i, 0, false);
        for (size_t j = 0; j < event->after.count; j++) {
            size_t before = review_event_place(review, event->after.at[j]);
            if (before != SIZE_MAX && before != i)
                relate(network, WHEN_SAID_AFTER, i, 2 * i, 2 * (uint32_t)before, 0, true);
        }
    }
    assert(network->count <= room);
    return STATUS_OK;
}

struct interval when_place(const struct review_relative *relative, struct interval from,
                           struct interval to)
{
    struct interval placed = {INSTANT_OPEN_START, INSTANT_OPEN_END};
    if (when_is_dated(from) && from.earliest != INSTANT_OPEN_START)
        placed.earliest = instant_add(from.earliest, relative->least);
    if (when_is_dated(to) && to.latest != INSTANT_OPEN_END)
        placed.latest = instant_add(to.latest, relative->most);
    bool nothing = placed.earliest == INSTANT_OPEN_START && placed.latest == INSTANT_OPEN_END;
    return nothing || placed.earliest > placed.latest ? INTERVAL_NONE : placed;
}

struct interval when_start(const struct when_network *network, struct review_id id)
{
    size_t place = review_event_place(network->review, id);
    return place == SIZE_MAX ? INTERVAL_NONE : network->at[2 * place];
}

void when_place_dropped(struct when_network *network)
{
    for (size_t i = 0; i < network->count; i++) {
        const struct when_relation *r = &network->relations[i];
        struct review_relative relative;
        uint32_t variable = 2 * r->event + (r->said == WHEN_SAID_END);
        if (r->dropped && r->said <= WHEN_SAID_END &&
            review_time_relative(statement(network->review, variable), &relative))
            network->at[variable] = when_place(&relative, when_start(network, relative.from),
                                               when_start(network, relative.to));
    }
}
