/* What the files when_*.c share. */
#ifndef REVIEW_WHEN_PARTS_H
#define REVIEW_WHEN_PARTS_H

#include "review/conducting.h"
#include "review/when.h"

/* What a person said about how good a time is: "~", "?", "%", "~2m". */
struct when_doubt {
    bool approximate, doubtful;
    duration width; /* each way; WHEN_WIDTH_UNSAID when "~" stands alone */
};
#define WHEN_WIDTH_UNSAID ((duration)-1)
#define WHEN_ABOUT        (5 * NS_PER_MIN) /* what "about" means unless it is said */

/* Takes the signs of doubt off a time; *text is what is left. */
enum status when_take_doubt(struct span *text, struct when_doubt *ret, struct error *error);
/* "E12" or "e12" at the start. */
bool when_is_relative(struct span text);
/* "9:05" as "09:05", written to `kept` (one byte more than `s`); anything else as it is. */
struct span when_two_digits(struct span s, char *kept);
/* Reads "E12..E15" or "E12+3m~1m"; BAD_INPUT with what is expected. */
enum status when_read_relative(struct span text, struct review_relative *ret,
                               struct when_doubt *ret_doubt, struct error *error);
/* Parts of "from..to"; false, and *ret_from is the whole, when there are no dots. */
bool when_cut_bounds(struct span text, struct span *ret_from, struct span *ret_to);

/* ---- what is stated about times, as a network ---- */

enum when_said { WHEN_SAID_AT, WHEN_SAID_END, WHEN_SAID_LASTS, WHEN_SAID_AFTER };

/* y - x <= most, stated by one event. A variable is twice an event's place for its start, one more
 * for its end. */
struct when_relation {
    uint32_t x, y;
    uint32_t event; /* place of the event that states it */
    uint8_t said;
    bool orders;  /* y comes before x, whatever their times */
    bool dropped; /* it contradicts others: told, and then left aside */
    duration most;
};

struct when_network {
    const struct review *review;
    struct arena *arena;
    struct when_relation *relations;
    size_t count;
    struct interval *at; /* of each variable */
    struct review_contradiction *contradictions;
    size_t contradiction_count, contradiction_room;
};

/* Reads the relations, and the bounds that are stated outright. */
enum status when_read_statements(struct when_network *network, struct error *error);
/* Times told by others that contradict something are placed by them all the same. */
void when_place_dropped(struct when_network *network);
/* Reads all statements about times of events, and tightens what they bind together. */
enum status when_network_solve(const struct review *review, struct arena *arena,
                               struct when_network *ret, struct error *error);
/* Bounds of an event's start or end by its own statement alone; NONE when that is none. */
struct interval when_stated(const struct review *review, uint32_t variable);
/* Keeps a contradiction: `relations`, and the stated bounds of `variables`. */
enum status when_contradict(struct when_network *network, const char *text,
                            const uint32_t *relations, size_t relation_count,
                            const uint32_t *variables, size_t variable_count, struct error *error);
/* A relative time from the bounds of what it names (NONE where it names nothing). */
struct interval when_place(const struct review_relative *relative, struct interval from,
                           struct interval to);
/* The start of an event as it is now in the network; NONE when there is no such event. */
struct interval when_start(const struct when_network *network, struct review_id id);

/* Which moments a moment comes after by statement: before[from[i]] to before[from[i + 1] - 1]. */
struct review_order {
    size_t *from;
    uint32_t *before;
};
/* Puts events into an order that keeps every stated one: ret_places[i] is the place of the i-th.
 * Circles become contradictions, and a link of each is left aside. */
enum status when_order(struct when_network *network, uint32_t *ret_places,
                       struct review_order **ret_order, struct error *error);

static inline bool when_is_dated(struct interval at)
{
    return at.earliest != INSTANT_NONE && at.latest != INSTANT_NONE;
}

/* ---- impact ---- */

struct when_impact {
    struct interval *pairs; /* as review_bounds.impacts */
    size_t count;
    struct interval start, end; /* of all; end NONE while it lasts, or when it has no time */
    const struct review_event *started_by, *ended_by;
    bool ongoing;               /* no end is recorded, and the incident is not resolved */
    struct span_of_time length; /* of the union */
};
enum status when_impact_of(const struct review_settled *settled, struct arena *arena,
                           struct when_impact *ret, struct error *error);
/* As far as the record reaches: its last dated start. While impact lasts it has lasted until then,
 * and its end is open. INTERVAL_NONE without events. */
struct interval when_not_ended(const struct review_settled *settled);

enum status when_told_of(const struct review_settled *settled, const struct when_impact *impact,
                         struct interval detection, struct arena *arena, struct review_told **ret,
                         size_t *ret_count, struct error *error);

/* The first, or the last, of two: bounds that hold whichever of them it was. NONE is neither. */
struct interval when_first(struct interval a, struct interval b);
struct interval when_last(struct interval a, struct interval b);

#endif
