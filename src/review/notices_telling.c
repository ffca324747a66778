/* Notices about who was told, numbers, documents and conflicts. */
#include "review/conducting.h"

/* Who an event tells: as it says, else as its kind says. */
static unsigned audience_of(const struct review_event *event)
{
    static const uint8_t by_kind[] = {
        REVIEW_AUDIENCE_RESPONDERS, REVIEW_AUDIENCE_SUPPORT,    REVIEW_AUDIENCE_USERS,
        REVIEW_AUDIENCE_CUSTOMERS,  REVIEW_AUDIENCE_MANAGEMENT, REVIEW_AUDIENCE_SUPPLIERS,
    };
    if (!review_event_tells(event)) return REVIEW_AUDIENCE_NONE;
    if (event->audience) return event->audience;
    return by_kind[event->kind - REVIEW_EVENT_COMM_INT];
}

static void notice_audiences(struct review_noticing *n)
{
    static const uint8_t wanted[] = {REVIEW_AUDIENCE_USERS, REVIEW_AUDIENCE_CUSTOMERS,
                                     REVIEW_AUDIENCE_SUPPORT};
    uint32_t told = 0;
    bool impact = false;
    for (size_t i = 0; i < n->review->events.count; i++) {
        told |= 1u << audience_of(&n->review->events.at[i]);
        impact |= n->review->events.at[i].kind == REVIEW_EVENT_IMPACT_START;
    }
    for (size_t i = 0; impact && i < sizeof wanted; i++)
        if (!(told >> wanted[i] & 1))
            review_notice_add(n, (struct review_id){REVIEW_KIND_AREA, REVIEW_AREA_NOTIFICATION},
                              "audience-untold",
                              "Who needed to know, and how did they learn of it?",
                              "No message to %s is in the timeline.",
                              vocabulary_word(&review_words_audience, wanted[i]));
}

static void notice_numbers(struct review_noticing *n)
{
    bool final = n->review->measures.count == 0;
    for (size_t i = 0; i < n->review->measures.count; i++) {
        const struct review_measure *measure = &n->review->measures.at[i];
        const bool sourced = review_said(measure->source) || measure->evidence.count;
        final |= measure->final;
        if (!sourced && measure->figure != REVIEW_FIGURE_ESTIMATED)
            review_notice_add(n, measure->entry.id, "number-source",
                              "Which numbers are measured, which are estimated, and how?",
                              "A number without a source that is not called estimated.");
        else if (measure->figure == REVIEW_FIGURE_ESTIMATED && !review_said(measure->method))
            review_notice_add(n, measure->entry.id, "number-method", "How was it estimated?",
                              "An estimate that does not say how.");
    }
    if (!final)
        review_notice_add(n, n->review->measures.at[0].entry.id, "number-final",
                          "Which number does the report stand by?",
                          "Numbers of the impact were noted over time; none is marked as final.");
}

static void notice_conflicts(struct review_noticing *n)
{
    for (size_t i = 0; i < n->review->conflicts.count; i++) {
        const struct review_conflict *conflict = &n->review->conflicts.at[i];
        if (conflict->disposition <= REVIEW_DISPOSITION_OPEN)
            review_notice_add(n, conflict->entry.id, "conflict-open",
                              "From where did each see it, and by which clock?",
                              "Accounts differ, and that is still open: %.200s",
                              review_said(conflict->text) ? conflict->text : "no words yet");
    }
}

void review_notice_telling(struct review_noticing *n)
{
    notice_audiences(n);
    notice_numbers(n);
    notice_conflicts(n);
}
