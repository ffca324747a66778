/*
 * A graph of conditions. What came about has ways; in each way all of its conditions (or `enough`
 * of them) had to be so; several ways are alternatives. What has no way is a leaf. Nothing is
 * negated by default: a barrier enters by name, and the condition is that it did not hold. A link
 * may be turned round (`!F7`) for the rare condition that both helps and hurts.
 *
 * After Ladkin's Why-Because Analysis (causal graphs with two tests) and fault trees (sets); the
 * ideas of "insufficient but non-redundant part" are Mackie's (1965).
 *
 * A graph is immutable. Its conditions are sorted by name (F2 before F10) and its ways by what they
 * hold, so the order in which they were given changes nothing anywhere.
 */
#ifndef CAUSES_GRAPH_H
#define CAUSES_GRAPH_H

#include "causes/words.h"

#define CAUSES_NONE UINT32_MAX /* no condition, no way, no item */

/* More than this is refused with LIMIT, before anything is computed. */
enum { CAUSES_CONDITIONS_MOST = 1000000, CAUSES_LINKS_MOST = 4000000, CAUSES_ITEMS_MOST = 10000 };

#define CAUSES_DELAY_DEFAULT (15 * NS_PER_MIN) /* of struct causes_graph */

/* A time within bounds; equal when exact, both INSTANT_NONE when not known. INT64_MIN + 1 and
 * INT64_MAX are open ends (as in timeline/). */
struct causes_time {
    instant earliest, latest;
};

/* What somebody answered to a test, with what it rests on. Strings may be NULL. */
struct causes_said {
    uint8_t answer;       /* enum causes_answer; NONE: not asked yet */
    const char *because;  /* why; of "yes" what else; of "cannot-tell" what would decide it */
    const char *role;     /* who answered, by role */
    const char *when;     /* as written */
    const char *evidence; /* as written */
    const char *name;     /* of the entry that holds the answer, such as U3 */
};

/* A condition's place in a way, with the counterfactual test: "suppose it had not been so, and all
 * else as it was: could the effect still have come about?" */
struct causes_link {
    uint32_t condition;
    bool absent; /* the way needs that it is NOT so */
    struct causes_said test;
};

/* A way, with the completeness test: "suppose all of these, and nothing else unusual: could the
 * effect still fail to come about?" */
struct causes_way {
    const char *name; /* as the record names it, such as W3; NULL */
    uint32_t effect;  /* what comes about */
    uint32_t enough;  /* how many of the links suffice; their count: all of them */
    uint32_t count;
    const struct causes_link *links; /* sorted by condition, each once */
    uint8_t reason; /* enum causes_reason: why there is a way besides others; NONE for the first */
    struct causes_said complete;
    unsigned line; /* of the text it was read from; 0 */
};

struct causes_condition {
    const char *name; /* unique: letters, digits, '.', '-', '_' and UTF-8; such as F3, C1, onset */
    const char *text; /* one line; never NULL ("" when nothing is said) */
    uint8_t form;     /* enum causes_form; NONE counts as a state */
    uint8_t barrier;  /* enum causes_barrier, for barriers and mitigators */
    uint8_t was;  /* enum causes_was: was it so this time (a barrier: did it not hold)? NONE: yes,
                     for a barrier or mitigator that held: no; of an effect NONE: what follows */
    uint8_t part; /* enum causes_part; OUTCOME: what the graph explains */
    uint8_t outcome;  /* enum causes_outcome: which outcome this is, or what it took part in */
    uint8_t category; /* enum causes_category */
    struct causes_time since, until; /* when it was so; since both are known only within bounds */
    uint32_t sources;                /* how many independent sources it rests on */
    bool disputed;                   /* accounts of it differ, and that is not settled */
    bool normal;                     /* a leaf that is so on good days too, marked so on purpose */
    const char *evidence;            /* as written; NULL */
    const char *instead;  /* how it would have been otherwise: "the pool is sized for the fleet" */
    const char *expected; /* an absence: what made it be expected */
    const char *good_for; /* how it helps in normal work */
    const char *stop;     /* a leaf: why the graph stops here */
    const char *shared;   /* its name in the library of factors, to find it across graphs */
    const char *const *also; /* other incidents it was seen in */
    uint32_t also_count;
    unsigned line;
    /* filled in by causes_graph_make */
    uint32_t first_way, way_count; /* consecutive in graph->ways; 0 ways: a leaf */
};

/* What an item acts on: a condition, or a way that it cuts (a new barrier within that way). */
struct causes_target {
    uint32_t condition; /* CAUSES_NONE when it is a way */
    uint32_t way;       /* CAUSES_NONE when it is a condition */
};

struct causes_item {
    const char *name, *text;
    uint8_t effect;   /* enum causes_effect; only "removes" breaks sets. NONE counts as removes */
    uint8_t standing; /* enum causes_standing; NONE counts as an idea */
    uint8_t outcome;  /* enum causes_outcome it is meant for; NONE: any */
    const struct causes_target *targets;
    uint32_t count;
    unsigned line;
};

struct causes_graph {
    const char *title; /* NULL */
    const struct causes_condition *conditions;
    uint32_t condition_count;
    const struct causes_way *ways; /* by effect, then by what they hold */
    uint32_t way_count;
    const struct causes_item *items; /* by name */
    uint32_t item_count;
    const uint32_t *outcomes; /* conditions with part OUTCOME, onset first and length later; without
                                 any: those that bring nothing about */
    uint32_t outcome_count;
    const uint32_t *order; /* every condition behind those that its ways hold; NULL: a cycle */
    duration delay; /* how long after the last condition an outcome may show; 15 min by default */
};

/* Parts as somebody has them, in any order; numbers in links, ways and targets are positions in
 * these arrays. */
struct causes_parts {
    const char *title;
    const struct causes_condition *conditions;
    size_t condition_count;
    const struct causes_way *ways;
    size_t way_count;
    const struct causes_item *items;
    size_t item_count;
    duration delay; /* 0: the default */
};

/* Sorts and ties the parts together, in `arena`; strings stay borrowed. Conditions in a circle are
 * accepted here (order is NULL) so that tests.h can show them; everything that computes refuses
 * them. Ways that say the same are kept once. BAD_INPUT for two conditions with one name, a way
 * without conditions or with enough = 0 or more than it has, a condition twice in a way, a way that
 * needs its own effect, a name that is none ("and" and "or" join conditions); the error's line is
 * that of the part. */
enum status causes_graph_make(const struct causes_parts *parts, struct arena *arena,
                              struct causes_graph *ret, struct error *error);

/* The condition, item of a name, or CAUSES_NONE. */
uint32_t causes_find(const struct causes_graph *graph, struct span name);
uint32_t causes_find_item(const struct causes_graph *graph, struct span name);
/* Names as people sort them: F2 before F10; below, at or above 0. */
int causes_name_compare(const char *a, const char *b);
/* Whether a condition was so this time: YES, NO or UNKNOWN, with the defaults of `was`. Of an
 * effect only what was stated (NONE when nothing was). */
enum causes_was causes_was(const struct causes_condition *condition);
static inline bool causes_is_leaf(const struct causes_condition *condition)
{
    return condition->way_count == 0;
}
/* One circle of conditions, each a part of a way of the one before, the first of the last; told
 * from its first name on; *ret in `arena`. No shorter one is known (all are looked at in small
 * graphs). Count 0: there is none. */
enum status causes_cycle(const struct causes_graph *graph, struct arena *arena, uint32_t **ret,
                         size_t *ret_count, struct error *error);
/* BAD_INPUT that names the circle and how to get out of it, when there is one. */
enum status causes_refuse_cycle(const struct causes_graph *graph, struct error *error);

/* Marks in `ret` (condition_count bytes) what stands below `top`, itself included. The graph has no
 * circle. */
void causes_below(const struct causes_graph *graph, uint32_t top, uint8_t *ret);

/* What is so in a world where exactly the leaves marked in `so` are: ret[i] is 1 for each condition
 * that comes about. `fixed` may be NULL; see struct causes_world. `so` and `ret` may be the same.
 */
struct causes_world;
void causes_values(const struct causes_graph *graph, const struct causes_world *fixed,
                   const uint8_t *so, uint8_t *ret);

/* ---- as text: docs/formats/causes.md ---- */

/* Reads the small language. All mistakes are found, not the first alone: each is handed to `sink`
 * (may be NULL) with its line and what to write instead; the first one is the error returned. */
typedef void causes_mistake_sink(void *context, unsigned line, const char *text);
enum status causes_read(struct span text, struct arena *arena, causes_mistake_sink *sink,
                        void *context, struct causes_graph *ret, struct error *error);
/* Writes a graph so that causes_read gives the same graph. */
void causes_write(const struct causes_graph *graph, struct text *to);

#endif
