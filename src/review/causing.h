/* What the files of causes.h share: how an entry reads as a part of a graph, and the other way. */
#ifndef REVIEW_CAUSING_H
#define REVIEW_CAUSING_H

#include "review/causes.h"
#include "review/conducting.h"

struct review_causing {
    const struct review *review;
    const struct review_settled *settled;
    struct arena *arena;
    bool full; /* memory ran out */
};

/* A factor, item, or an answer as the graph has them; strings in the arena, or borrowed. */
struct causes_condition review_condition_of(struct review_causing *causing,
                                            const struct review_factor *factor);
struct causes_said review_said_of(struct review_causing *causing,
                                  const struct review_supposition *supposition);
enum causes_standing review_standing_of(const struct review_item *item);

/* The answer that counts: the latest one about a way without a condition (number 0: with all of
 * them). NULL: not asked yet. */
const struct review_supposition *review_latest(const struct review *review, struct review_id way,
                                               struct review_id without);

/* What causes_take.c and causes_take_factor.c share. */
struct review_taking {
    struct review_causing causing;
    const struct causes_graph *graph;
    struct review_entry **entries; /* those to store */
    size_t count;
    uint32_t last[REVIEW_KIND_COUNT];         /* numbers given out */
    struct review_id *factors, *ways, *items; /* for each condition, way and item of the graph */
};
/* A new entry with the next number, or a copy of one; NULL when memory is out. */
void *review_taking_begin(struct review_taking *taking, enum review_kind kind);
void *review_taking_copy(struct review_taking *taking, const void *of);
void review_taking_put(struct review_taking *taking, void *entry);
void review_take_condition(struct review_taking *taking, uint32_t number);

/* Whether an entry was taken already, for what stands earlier in the graph: each stands for one. */
bool review_is_taken(const struct review_id *taken, size_t count, struct review_id id);
bool review_refs_hold(const struct review_refs *refs, struct review_id id);
void review_taking_ref(struct review_taking *taking, struct review_refs *refs, struct review_id id);
/* Something the graph states, and the review does not state so: the field takes it. */
bool review_newer_word(uint8_t typed, uint8_t had, uint8_t *field);
bool review_newer_line(const char *typed, const char *had, const char **field);
/* Of what was typed as evidence the ids of entries become ties; the rest is given back as a line,
 * NULL for nothing. */
const char *review_taking_ids(struct review_taking *taking, const char *typed, uint32_t kinds,
                              struct review_refs *refs);
/* Two lines that may be NULL, which is the same as empty. */
bool review_same_line(const char *a, const char *b);

#endif
