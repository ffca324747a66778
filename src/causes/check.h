/*
 * What the files of the tests share: one pass over a graph that collects findings (check*.c), the
 * record (record.c), and how a condition is named in a sentence (say.c).
 */
#ifndef CAUSES_CHECK_H
#define CAUSES_CHECK_H

#include "causes/tests.h"

#include <assert.h>

/* ---- say.c: conditions in sentences ---- */

/* Appends `F3 "the pool is sized for 60 % of the fleet"`, or the name alone; long texts are cut. */
void say_condition(struct text *to, const struct causes_condition *condition);
/* Appends the text in quotes, or the name. */
void say_quoted(struct text *to, const struct causes_condition *condition);
typedef void say_how(struct text *to, const struct causes_condition *condition);
/* Appends conditions with "; " between them; of many the first and how many more there are. */
void say_list(struct text *to, const struct causes_graph *graph, const uint32_t *conditions,
              size_t count, say_how *how);
/* Appends what a way holds; of a link that is turned round "not: ". */
void say_way(struct text *to, const struct causes_graph *graph, const struct causes_way *way,
             say_how *how);
/* Appends "Suppose ..." with the condition of a link otherwise, as a sentence. */
void say_suppose(struct text *to, const struct causes_graph *graph, const struct causes_link *link);
/* A field that holds more than white space. */
static inline bool is_said(const char *field)
{
    return field && span_trim(span_of(field)).len > 0;
}

/* ---- record.c ---- */

/* The other way round; what is not known stays so. */
static inline enum causes_was otherwise(enum causes_was was)
{
    return was == CAUSES_WAS_YES  ? CAUSES_WAS_NO
           : was == CAUSES_WAS_NO ? CAUSES_WAS_YES
                                  : CAUSES_WAS_UNKNOWN;
}
static inline enum causes_was link_was(const struct causes_link *link, const uint8_t *was)
{
    return link->absent ? otherwise(was[link->condition]) : was[link->condition];
}
/* Whether a way was so, by what its links were. */
enum causes_was way_was(const struct causes_way *way, const uint8_t *was);
/* Whether any way of a condition was so; for conditions that have ways. */
enum causes_was ways_were(const struct causes_graph *graph, uint32_t effect, const uint8_t *was);

/* ---- one pass of tests ---- */

/* Outcomes may share most of what is below them: so much is looked at, over all of them. */
#define CHECK_WALKED_MOST UINT64_C(50000000)

struct check {
    const struct causes_graph *graph;
    const struct causes_budget *budget;
    struct arena *arena; /* findings, with their texts */
    uint8_t *was;        /* what was so this time; NULL with a circle. Changed and put back */
    uint32_t *place;     /* of each condition in graph->order */
    uint32_t *seen;      /* of each condition: the outcome it was last found below, plus one */
    uint32_t *below;     /* places of what is below the outcome looked at, itself first: from top */
    size_t below_count;
    bool mixed;                   /* a link below that outcome is turned round */
    uint64_t walked;              /* conditions and links looked at, over all outcomes */
    uint64_t steps;               /* used of the budget */
    uint64_t until;               /* where the share of the outcome looked at ends */
    uint32_t left;                /* outcomes, with that one: each has an even share */
    bool spent;                   /* that the budget is used up was told */
    struct arena scratch;         /* for one outcome */
    struct text words;            /* a sentence being written */
    const char **named;           /* of each condition, once it was needed: say_condition */
    const char **quoted;          /* the same: say_quoted */
    bool full;                    /* a text found no memory */
    struct causes_finding *found; /* heap */
    size_t count, room;
};

/* Each of these tells what it finds. Those of an outcome look at check->below. */
enum status check_circle(struct check *check, struct error *error);
enum status check_shape(struct check *check, struct error *error);
enum status check_shape_below(struct check *check, uint32_t outcome, struct error *error);
enum status check_sets_below(struct check *check, uint32_t outcome, struct error *error);
/* Conditions below no outcome, once all outcomes were looked at. */
enum status check_apart(struct check *check, struct error *error);
enum status check_idle_below(struct check *check, uint32_t outcome, const struct causes_sets *sets,
                             struct error *error);
enum status check_times(struct check *check, struct error *error);
enum status check_early_below(struct check *check, uint32_t outcome, struct error *error);
enum status check_record(struct check *check, struct error *error);
enum status check_record_below(struct check *check, uint32_t outcome, struct error *error);
enum status check_claims(struct check *check, struct error *error);
enum status check_twice(struct check *check, struct error *error);

/* Takes a finding whose texts are in check->arena; a NULL text is want of memory. */
enum status check_tell(struct check *check, struct causes_finding finding, struct error *error);
/* A finding about a condition (and a way), to be told. */
static inline struct causes_finding finding_of(enum causes_rule rule, uint32_t outcome,
                                               uint32_t condition, uint32_t way)
{
    return (struct causes_finding){
        .rule = rule, .outcome = outcome, .condition = condition, .way = way};
}
/* Names for sentences, in check->arena; never NULL. */
const char *check_named(struct check *check, uint32_t condition);
const char *check_quoted(struct check *check, uint32_t condition);
const char *check_listed(struct check *check, const uint32_t *conditions, size_t count,
                         say_how *how);
const char *way_said(struct check *check, uint32_t way, say_how *how);
/* A copy in check->arena, for `others`; NULL is want of memory. */
const uint32_t *check_kept(struct check *check, const uint32_t *conditions, size_t count);

/* Counts work that is done without diagrams, such as `items` looked at one by one. */
static inline void check_pay(struct check *check, uint64_t items)
{
    check->steps += items / 16;
}
static inline bool check_is_spent(const struct check *check)
{
    return check->steps >= check->until;
}
/* The sets of an outcome within what is left of its share; *ret NULL: not even a bound.
 * `largest`: only sets of so many conditions are asked for; 0: all that the budget asks for. */
enum status check_family(struct check *check, uint32_t outcome, enum causes_which which,
                         const struct causes_world *world, uint32_t largest,
                         struct causes_sets **ret, struct error *error);
/* Its smallest sets, and how many there are of each size, in check->scratch: no list, and NULL,
 * when that takes more than the share. */
enum status check_list(struct check *check, const struct causes_sets *sets, size_t most,
                       struct causes_list *ret, struct error *error);
enum status check_sizes(struct check *check, const struct causes_sets *sets, causes_count **ret,
                        size_t *ret_count, struct error *error);
/* BOUND for an outcome, or (CAUSES_NONE) all that are left; `what` was not looked at. */
enum status check_tell_bound(struct check *check, uint32_t outcome, const char *what,
                             struct error *error);

static inline const struct causes_condition *condition_at(const struct check *check, uint32_t i)
{
    return &check->graph->conditions[i];
}

#endif
