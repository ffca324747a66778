/* Contradictions among stated times, told as the claims that cannot all hold. */
#include "review/when_parts.h"

enum { NAMES_TOLD = 8 };

static const char *claim_of_time(const struct when_network *network, uint32_t variable)
{
    const struct review_event *event = &network->review->events.at[variable / 2];
    const struct review_time *time = variable % 2 ? &event->end : &event->at;
    char id[16];
    return arena_printf(network->arena, "%s %s %s%s%s%s", review_id_text(event->entry.id, id),
                        variable % 2 ? "ends at" : "is at", time->raw ? time->raw : "?",
                        event->basis ? " (" : "", event->basis ? event->basis : "",
                        event->basis ? ")" : "");
}

static const char *claim_of(const struct when_network *network, uint32_t number)
{
    const struct when_relation *r = &network->relations[number];
    const struct review_event *event = &network->review->events.at[r->event];
    char id[16], other[16];
    review_id_text(event->entry.id, id);
    if (r->said <= WHEN_SAID_END)
        return claim_of_time(network, 2 * r->event + (r->said == WHEN_SAID_END));
    if (r->said == WHEN_SAID_LASTS)
        return arena_printf(network->arena, "%s ends after it begins", id);
    review_id_text(network->review->events.at[r->y / 2].entry.id, other);
    return arena_printf(
        network->arena, "%s comes after %s%s%s%s", id, other, event->order_basis ? " (" : "",
        event->order_basis ? event->order_basis : "", event->order_basis ? ")" : "");
}

static void add_claim(struct review_contradiction *c, struct review_id id, const char *claim)
{
    for (size_t i = 0; i < c->count; i++)
        if (review_id_equal(c->ids[i], id) && strcmp(c->claims[i], claim) == 0) return;
    c->ids[c->count] = id;
    c->claims[c->count++] = claim;
}

/* "E12, E15 and E17" */
static const char *sentence(const struct when_network *network,
                            const struct review_contradiction *c)
{
    struct review_id told[NAMES_TOLD];
    struct text text;
    size_t names = 0, more = 0;
    char id[16];
    for (size_t i = 0; i < c->count; i++) {
        size_t j = 0;
        while (j < names && !review_id_equal(told[j], c->ids[i])) j++;
        if (j == names && names < NAMES_TOLD)
            told[names++] = c->ids[i];
        else if (j == names)
            more++;
    }
    text_init(&text, 4096);
    for (size_t i = 0; i < names; i++) {
        bool last = i + 1 == names && !more;
        text_addf(&text, "%s%s", i == 0 ? "" : last ? " and " : ", ", review_id_text(told[i], id));
    }
    if (more) text_adds(&text, " and others");
    text_adds(&text, names > 1 ? ": what is stated about their times cannot all hold"
                               : ": what is stated about its time cannot all hold");
    const char *copy = arena_copy(network->arena, text_span(&text));
    text_release(&text);
    return copy;
}

static enum status grow(struct when_network *network, struct error *error)
{
    if (network->contradiction_count < network->contradiction_room) return STATUS_OK;
    size_t room = network->contradiction_room ? 2 * network->contradiction_room : 4;
    struct review_contradiction *more = arena_array(network->arena, room, sizeof *more);
    if (!more) return arena_full(network->arena, error);
    if (network->contradiction_count)
        memcpy(more, network->contradictions, network->contradiction_count * sizeof *more);
    network->contradictions = more;
    network->contradiction_room = room;
    return STATUS_OK;
}

enum status when_contradict(struct when_network *network, const char *text,
                            const uint32_t *relations, size_t relation_count,
                            const uint32_t *variables, size_t variable_count, struct error *error)
{
    size_t most = relation_count + variable_count;
    struct review_contradiction c = {.text = text};
    c.ids = arena_array(network->arena, most + 1, sizeof *c.ids);
    c.claims = arena_array(network->arena, most + 1, sizeof *c.claims);
    enum status status = grow(network, error);
    if (status) return status;
    if (!c.ids || !c.claims) return arena_full(network->arena, error);
    for (size_t i = 0; i < most; i++) {
        bool relation = i < relation_count;
        uint32_t number = relation ? relations[i] : variables[i - relation_count];
        uint32_t event = relation ? network->relations[number].event : number / 2;
        const char *claim = relation ? claim_of(network, number) : claim_of_time(network, number);
        if (!claim) return arena_full(network->arena, error);
        add_claim(&c, network->review->events.at[event].entry.id, claim);
    }
    if (!c.text) c.text = sentence(network, &c);
    if (!c.text) return arena_full(network->arena, error);
    network->contradictions[network->contradiction_count++] = c;
    return STATUS_OK;
}
