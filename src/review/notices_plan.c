/* Notices about the plan as a whole, and about items that wait. */
#include "review/conducting.h"

static const struct review_id whole = {REVIEW_KIND_REVIEW, 0};

static void notice_whole(struct review_noticing *n, const struct review_plan *plan)
{
    if (plan->planned == 1)
        review_notice_add(n, whole, "plan-one-item",
                          "What if this one does not hold? What else stands in the way?",
                          "The plan rests on a single item.");
    for (unsigned kind = 1; plan->planned > 1 && kind < REVIEW_HELP_COUNT; kind++)
        if (plan->kinds[kind] == plan->planned)
            review_notice_add(n, whole, "plan-one-kind",
                              "If it happens all the same, what else is there to help?",
                              "All that is planned is of one kind: %s.",
                              vocabulary_word(&review_words_help, kind));
    if (plan->planned && !plan->strengths[REVIEW_STRENGTH_MEDIUM] &&
        !plan->strengths[REVIEW_STRENGTH_STRONG])
        review_notice_add(n, whole, "plan-weak",
                          "What does the system do differently on the next tired night?",
                          "No item of the plan is strong or medium: all ask people to remember.");
    if (plan->planned > 1 && plan->types[REVIEW_TYPE_OF_ITEM_PREVENT] == plan->planned)
        review_notice_add(n, whole, "plan-prevents-alone",
                          "If it happens all the same, who notices sooner, and what limits it?",
                          "All items prevent; none helps to detect, to mitigate or to respond.");
}

/* Guardrails, tools, resources: a kind without entries is named. */
static void notice_kinds(struct review_noticing *n)
{
    size_t kinds[REVIEW_HELP_COUNT] = {0}, standing = 0;
    for (size_t i = 0; i < n->review->items.count; i++) {
        const struct review_item *item = &n->review->items.at[i];
        if (!review_item_proposed(item) && !review_item_planned(item)) continue;
        kinds[item->kind]++;
        standing++;
    }
    for (unsigned kind = 1; standing && kind < REVIEW_HELP_COUNT; kind++)
        if (!kinds[kind])
            review_notice_add(n, whole, "kind-empty",
                              "Which guardrail, tool or resource helps with a similar issue later?",
                              "No item is %s.",
                              kind == REVIEW_HELP_RESOURCE
                                  ? "a resource (people, time, knowledge)"
                                  : vocabulary_meaning(&review_words_help, kind));
}

/* Words that promise to go on. */
static bool goes_on(const char *text)
{
    static const char *const phrases[] = {
        "ongoing",  "on-going",  "continuous",    "continually",
        "keep on ", "as needed", "going forward",
    };
    for (size_t i = 0; i < sizeof phrases / sizeof phrases[0]; i++)
        if (span_find_nocase(span_of(text), span_of(phrases[i])) != SIZE_MAX) return true;
    return false;
}

/* An idea needs words alone; what is shaped or planned has an end, or says how it is seen. */
static void notice_end(struct review_noticing *n, const struct review_item *item)
{
    const bool shaped = item->state == REVIEW_ITEM_STATE_SHAPED || review_item_planned(item);
    const bool open = item->due == REVIEW_NO_DAY && item->until == REVIEW_NO_DAY &&
                      item->done == REVIEW_NO_DAY && !review_said(item->done_when) &&
                      !review_said(item->proof);
    if (!shaped) return;
    if (open)
        review_notice_add(n, item->entry.id, "item-endless",
                          "By when, and which test could another person run?",
                          "It has no end: neither a date, nor a test, nor a proof.");
    else if (goes_on(item->done_when) || goes_on(item->proof))
        review_notice_add(n, item->entry.id, "item-endless",
                          "Which part of it could be done by a date, and seen?",
                          "What is to show that it is done has no end itself.");
}

static void notice_item(struct review_noticing *n, const struct review_item *item)
{
    const struct review_id id = item->entry.id;
    if (item->state == REVIEW_ITEM_STATE_ACCEPTED && !review_said(item->side_effects))
        review_notice_add(n, id, "item-side-effects", "What might this make worse?",
                          "What the item makes harder, slower or more coupled is not noted.");
    if (review_item_planned(item) && item->postponed >= 2)
        review_notice_add(n, id, "item-postponed",
                          "Is it still wanted, or can it be declined openly?",
                          "The due date was moved later %lld times.", (long long)item->postponed);
    if (item->state == REVIEW_ITEM_STATE_SUPERSEDED && !item->replaced_by.number)
        review_notice_add(n, id, "item-superseded", "Which item took its place?",
                          "Superseded, and by what is not noted.");
    if (item->done != REVIEW_NO_DAY && item->checked != REVIEW_NO_DAY && item->checked < item->done)
        review_notice_add(n, id, "item-checked-early", "Which of the two dates is meant?",
                          "It was looked at before it was done.");
    if ((item->state == REVIEW_ITEM_STATE_DONE || item->state == REVIEW_ITEM_STATE_VERIFIED) &&
        item->type != REVIEW_TYPE_OF_ITEM_REPAIR && !review_said(item->done_when))
        review_notice_add(n, id, "item-done-unsaid", "Which test could another person run?",
                          "It is done, and what done means is not noted.");
    if (item->not_held_in.count && item->state == REVIEW_ITEM_STATE_VERIFIED)
        review_notice_add(n, id, "item-did-not-hold", "What was different that time?",
                          "Seen to work, and then there was an incident in which it did not hold.");
    notice_end(n, item);
    if (item->parked && n->review->own->agreed != INSTANT_NONE)
        review_notice_add(n, id, "item-parked",
                          "Now that the story is told: keep it, merge it, shape it or decline it?",
                          "Raised before the timeline was agreed, and not looked at since.");
}

void review_notice_plan(struct review_noticing *n)
{
    struct review_plan plan;
    review_plan_of(n->review, &plan);
    notice_whole(n, &plan);
    notice_kinds(n);
    for (size_t i = 0; i < n->review->items.count; i++) notice_item(n, &n->review->items.at[i]);
}
