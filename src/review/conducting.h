/* What the rules of conduct.h share among themselves. */
#ifndef REVIEW_CONDUCTING_H
#define REVIEW_CONDUCTING_H

#include "review/causes.h"
#include "review/conduct.h"

static inline bool review_said(const char *text)
{
    return text && *text;
}

static inline bool review_event_acts(const struct review_event *event)
{
    return event->kind >= REVIEW_EVENT_ACT_LOOK && event->kind <= REVIEW_EVENT_ACT_UNDO;
}

static inline bool review_event_tells(const struct review_event *event)
{
    return event->kind >= REVIEW_EVENT_COMM_INT && event->kind <= REVIEW_EVENT_COMM_VENDOR;
}

/* Where an item stands: still a proposal, part of the plan, or at its end. */
static inline bool review_item_proposed(const struct review_item *item)
{
    return item->state <= REVIEW_ITEM_STATE_SHAPED;
}

static inline bool review_item_planned(const struct review_item *item)
{
    return item->state == REVIEW_ITEM_STATE_ACCEPTED || item->state == REVIEW_ITEM_STATE_WAITING ||
           item->state == REVIEW_ITEM_STATE_DONE || item->state == REVIEW_ITEM_STATE_VERIFIED;
}

static inline bool review_item_ended(const struct review_item *item)
{
    return item->state == REVIEW_ITEM_STATE_VERIFIED || item->state == REVIEW_ITEM_STATE_DECLINED ||
           item->state == REVIEW_ITEM_STATE_SUPERSEDED || item->state == REVIEW_ITEM_STATE_RETIRED;
}

/* The member of an entry that a field stands for. */
static inline const void *review_member(const struct review_entry *entry,
                                        const struct review_field *field)
{
    return (const char *)entry + field->at;
}

/* Entries that a field names: a REF, REFS, or the events of a relative time. `pair` is room for
 * what is not stored as a list. */
size_t review_named_by(const struct review_entry *entry, const struct review_field *field,
                       struct review_id pair[2], const struct review_id **ret);

/* Place of an event in review->events, or SIZE_MAX. */
size_t review_event_place(const struct review *review, struct review_id id);

/* For each event the codes of the statements about it, as a mask 1 << code; withdrawn ones do not
 * count. NULL when memory is out. */
uint32_t *review_codes_about(const struct review *review, struct arena *arena);

/* The rules of check_item.c, check_causes.c and check_order.c. A supposition is checked when it is
 * put; that its way loses the condition later makes it history, not wrong. */
enum status review_check_item(const struct review_item *item, struct error *error);
enum status review_check_way(const struct review_way *way, struct error *error);
enum status review_check_supposition(const struct review *review,
                                     const struct review_supposition *supposition,
                                     struct error *error);
enum status review_check_order(const struct review *review, const struct review_change *changes,
                               size_t count, struct error *error);

/* What review_ready gives, and beside each need whether a report must not go out without it. */
struct review_needed {
    struct review_need *at;
    bool *must;
    size_t count;
};
enum status review_needed_for(const struct review *review, const struct review_settled *settled,
                              const struct review_bounds *bounds, unsigned stage,
                              struct arena *arena, struct review_needed *ret, struct error *error);

/* Needs as they are found; running out of memory is remembered till the end. */
enum review_weight {
    REVIEW_WEIGHT_ADVICE, /* worth having */
    REVIEW_WEIGHT_STAGE,  /* the stage is not done without it */
    REVIEW_WEIGHT_REPORT, /* nor is the report */
};
struct review_needing {
    const struct review *review;
    const struct review_settled *settled;
    const struct review_bounds *bounds;
    struct arena *arena;
    unsigned stage;
    struct review_needed list;
    size_t room;
    bool full;
};
/* `command` and `rest` become "postmortem COMMAND PM1 REST"; `text` is formatted. */
void review_need_add(struct review_needing *needing, enum review_weight weight, const char *rule,
                     const char *why, const char *command, const char *rest, const char *text, ...)
    __attribute__((format(printf, 7, 8)));
/* "E4, E9, E12 and 3 more" as it grows; zeroed to begin with. */
struct review_id_list {
    char text[160];
    size_t len, count, told;
    struct review_id first;
};
void review_id_list_add(struct review_id_list *list, struct review_id id);
/* A need that several entries share: "TEXT: E4, E9", given by editing the first of them with
 * `options`. Nothing when the list is empty. */
void review_need_ids(struct review_needing *needing, enum review_weight weight, const char *rule,
                     const char *why, struct review_id_list *list, const char *options,
                     const char *text);

void review_need_collect(struct review_needing *needing);
void review_need_timeline(struct review_needing *needing);
void review_need_discuss(struct review_needing *needing);
void review_need_causes(struct review_needing *needing);
void review_need_remediate(struct review_needing *needing);
void review_need_publish(struct review_needing *needing);
void review_need_follow_up(struct review_needing *needing);

/* Notices as they are found; running out of memory is remembered till the end. */
struct review_noticing {
    const struct review *review;
    const struct review_settled *settled;
    struct arena *arena;
    const uint32_t *codes; /* review_codes_about */
    struct review_notice *at;
    size_t count, room;
    bool full;
};
/* `text` is formatted; `rule` and `question` are literals. */
void review_notice_add(struct review_noticing *noticing, struct review_id about, const char *rule,
                       const char *question, const char *text, ...)
    __attribute__((format(printf, 5, 6)));
/* As it is; its strings live as long as the notices. */
void review_notice_keep(struct review_noticing *noticing, struct review_notice notice);
void review_notice_events(struct review_noticing *noticing);
void review_notice_telling(struct review_noticing *noticing);
void review_notice_remarks(struct review_noticing *noticing);
void review_notice_ideas(struct review_noticing *noticing);
void review_notice_causes(struct review_noticing *noticing);
void review_notice_plan(struct review_noticing *noticing);

/* Open tests of ways that are drawn, those nearest to an outcome first: all (`about` with number
 * 0), or those of a way, of what it brings about, or of a condition. The code of each is its way
 * (W3), and `because` ends with the call that notes the answer. In `arena`. */
enum status review_open_tests(const struct review *review, const struct review_settled *settled,
                              struct review_id about, struct arena *arena, struct review_next **ret,
                              size_t *ret_count, struct error *error);

/* Which way an action pulls: for each pair of verbs ("raised", "lowered") a bit in `one` or
 * `other`; undoing pulls against everything else. */
struct review_sides {
    uint32_t one, other;
    bool undoes;
};
struct review_sides review_sides_of(const struct review_event *event);
bool review_sides_oppose(struct review_sides a, struct review_sides b);

/* A row of the follow-ups by name, such as "gap"; NULL for none. */
const struct review_follow_up *review_follow_up_named(struct span kind);

#endif
