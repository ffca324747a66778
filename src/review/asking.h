/* What next.c and next_prompts.c share: reasons to ask, gathered for one call. */
#ifndef REVIEW_ASKING_H
#define REVIEW_ASKING_H

#include "review/conducting.h"

/* A reason to ask: codes, or all questions of a topic, about one thing. */
struct review_prompt {
    struct review_id about;
    unsigned weight; /* small ones first */
    size_t order;    /* among equals as they were found */
    const char *const *codes;
    const char *topic;
    const char *because;
};

/* A question of the bank that was asked about something. */
struct review_past_asked {
    const struct review_asked *question;
    struct review_id about; /* PM0: nothing in particular */
};

struct review_asking {
    const struct review *review;
    const struct review_settled *settled;
    struct arena *arena;
    struct review_prompt *prompts;
    size_t count, room;
    struct review_past_asked *pasts;
    size_t past_count;
    struct review_next *next;
    size_t next_count, most;
    bool full;
};

/* Prompts for one thing, for one topic of the bank, or for the whole review. Memory that runs out
 * is told by `full`; NOT_FOUND and BAD_INPUT are as review_next_questions tells them. */
enum status review_prompt_about(struct review_asking *asking, struct review_id about,
                                struct error *error);
enum status review_prompt_topic(struct review_asking *asking, const char *topic,
                                struct error *error);
enum status review_prompt_all(struct review_asking *asking, struct error *error);

#endif
