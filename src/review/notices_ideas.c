/* Notices about conclusions: ideas that were only looked at from one side, conditions that stand
 * alone, came early, or rest on little. */
#include "review/conducting.h"

static void notice_hypothesis(struct review_noticing *n, const struct review_hypothesis *idea)
{
    const bool closed = idea->state == REVIEW_IDEA_KEPT || idea->state == REVIEW_IDEA_DROPPED;
    const bool tried = idea->against.count || review_said(idea->test) || review_said(idea->result);
    if (tried) return;
    if (closed)
        review_notice_add(n, idea->entry.id, "hypothesis-one-sided",
                          "What might have shown it wrong, and did anybody look?",
                          "An idea was %s, and nothing that might speak against it was looked at.",
                          review_word(&review_words_idea, idea->state));
    else if (idea->support.count)
        review_notice_add(n, idea->entry.id, "hypothesis-test",
                          "Which one test might show it wrong?",
                          "An idea with support alone so far.");
}

static void notice_factor(struct review_noticing *n, const struct review_factor *factor)
{
    const struct review_id id = factor->entry.id;
    const size_t sources = review_factor_sources(n->review, factor);
    if (factor->early)
        review_notice_add(n, id, "factor-early",
                          "Does it still hold, now that the timeline is told?",
                          "Noted before the timeline was agreed, and not looked at since.");
    if (sources < 2)
        review_notice_add(n, id, "factor-thin", "What else, from somewhere else, would show it?",
                          "Rests on %s.", sources ? "1 source" : "no source yet");
    if (!review_said(factor->good_for) && factor->part != REVIEW_ROLE_OF_FACTOR_TRIGGER)
        review_notice_add(n, id, "factor-good-for",
                          "What is it good for on the many days without harm?",
                          "How this condition normally helps is not noted.");
}

static size_t contributing(const struct review *review, struct review_id *ret_only)
{
    size_t count = 0;
    for (size_t i = 0; i < review->factors.count; i++) {
        if (review->factors.at[i].part == REVIEW_ROLE_OF_FACTOR_MITIGATOR) continue;
        *ret_only = review->factors.at[i].entry.id;
        count++;
    }
    return count;
}

void review_notice_ideas(struct review_noticing *n)
{
    struct review_id only = {0, 0};
    for (size_t i = 0; i < n->review->hypotheses.count; i++)
        notice_hypothesis(n, &n->review->hypotheses.at[i]);
    if (contributing(n->review, &only) == 1)
        review_notice_add(n, only, "single-factor",
                          "What else had to be so for this to have that effect?",
                          "One single condition is noted. Each is needed, and only together are "
                          "they enough.");
    for (size_t i = 0; i < n->review->factors.count; i++)
        notice_factor(n, &n->review->factors.at[i]);
}
