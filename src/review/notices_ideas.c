/* Notices about conclusions: ideas that were only looked at from one side, conditions that stand
 * alone, came early, or rest on little. */
#include "review/conducting.h"
#include "review/guard.h"

static void notice_hypothesis(struct review_noticing *n, const struct review_hypothesis *idea)
{
    const bool closed = idea->state == REVIEW_IDEA_KEPT || idea->state == REVIEW_IDEA_DROPPED;
    const bool tried = idea->against.count || review_said(idea->test) || review_said(idea->result);
    if (tried) return;
    if (closed)
        review_notice_add(n, idea->entry.id, "hypothesis-one-sided",
                          "What might have shown it wrong, and did anybody look?",
                          "An idea was %s, and nothing that might speak against it was looked at.",
                          vocabulary_word(&review_words_idea, idea->state));
    else if (idea->support.count)
        review_notice_add(n, idea->entry.id, "hypothesis-test",
                          "Which one test might show it wrong?",
                          "An idea with support alone so far.");
}

static void notice_factor(struct review_noticing *n, const struct review_factor *factor,
                          const struct language_names *names)
{
    const struct review_id id = factor->entry.id;
    const size_t sources = review_factor_sources(n->review, factor);
    const bool contributes = review_factor_contributes(factor);
    const bool follows = !contributes && factor->part != REVIEW_ROLE_OF_FACTOR_MITIGATOR;
    bool act = false;
    n->full |= language_tells_act(span_of(factor->text), names, &act, NULL) != STATUS_OK;
    if (act && !follows)
        review_notice_add(n, id, "factor-act",
                          "What made that step sensible then, and what let it have that effect?",
                          "A step that somebody took stands as a condition; it is where the "
                          "questions begin.");
    if (factor->early)
        review_notice_add(n, id, "factor-early",
                          "Does it still hold, now that the timeline is told?",
                          "Noted before the timeline was agreed, and not looked at since.");
    if (sources < 2 && !follows)
        review_notice_add(n, id, "factor-thin", "What else, from somewhere else, would show it?",
                          "Rests on %s.", sources ? "1 source" : "no source yet");
    if (!review_said(factor->good_for) && !follows && factor->part != REVIEW_ROLE_OF_FACTOR_TRIGGER)
        review_notice_add(n, id, "factor-good-for",
                          "What is it good for on the many days without harm?",
                          "How this condition normally helps is not noted.");
}

static size_t contributing(const struct review *review, struct review_id *ret_only)
{
    size_t count = 0;
    for (size_t i = 0; i < review->factors.count; i++) {
        if (!review_factor_contributes(&review->factors.at[i])) continue;
        *ret_only = review->factors.at[i].entry.id;
        count++;
    }
    return count;
}

/* ---- a chain without a branch ---- */

/* The one factor that another rests on; NULL: none, or several. */
static const struct review_factor *rests_on_one(const struct review *review,
                                                const struct review_factor *factor, size_t *ret)
{
    const struct review_factor *one = NULL;
    for (size_t i = 0; i < factor->rests_on.count; i++) {
        if (factor->rests_on.at[i].kind != REVIEW_KIND_FACTOR) continue;
        one = (const struct review_factor *)review_find(review, factor->rests_on.at[i]);
        ++*ret;
    }
    return *ret == 1 ? one : NULL;
}

/* Whether all conditions stand in one line, each resting on one other and carrying one at most.
 * Then a walk down from the one that carries none meets them all. */
static bool is_chain(struct review_noticing *n, const struct review_factor **ret_top)
{
    const size_t count = n->review->factors.count;
    const struct review_factor *factors = n->review->factors.at;
    size_t *carried = arena_array(n->arena, count + 1, sizeof *carried), links = 0, met = 0;
    const struct review_factor *top = NULL;
    n->full |= !carried;
    if (!carried || count < 3) return false;
    for (size_t i = 0; i < count; i++) {
        size_t named = 0;
        const struct review_factor *below = rests_on_one(n->review, &factors[i], &named);
        if (named > 1 || (below && carried[below - factors]++)) return false;
        links += named;
    }
    if (links + 1 != count) return false;
    for (size_t i = 0; i < count; i++)
        if (!carried[i]) top = &factors[i];
    for (const struct review_factor *at = top; at && met < count; met++) {
        size_t named = 0;
        at = rests_on_one(n->review, at, &named);
    }
    *ret_top = top;
    return met == count;
}

static void notice_chain(struct review_noticing *n)
{
    const struct review_factor *top = NULL;
    if (is_chain(n, &top))
        review_notice_add(n, top->entry.id, "factor-chain",
                          "At each link: what else had to be so for the next one to follow?",
                          "All %zu conditions stand in one line, each resting on one other; "
                          "conditions meet more often than they follow.",
                          n->review->factors.count);
}

void review_notice_ideas(struct review_noticing *n)
{
    struct review_id only = {0, 0};
    struct language_settings known;
    for (size_t i = 0; i < n->review->hypotheses.count; i++)
        notice_hypothesis(n, &n->review->hypotheses.at[i]);
    if (contributing(n->review, &only) == 1)
        review_notice_add(n, only, "single-factor",
                          "What else had to be so for this to have that effect?",
                          "One single condition is noted. Each is needed, and only together are "
                          "they enough.");
    notice_chain(n);
    n->full |= review_guard_known(n->review, n->arena, &known, NULL) != STATUS_OK;
    for (size_t i = 0; i < n->review->factors.count && !n->full; i++)
        notice_factor(n, &n->review->factors.at[i], &known.names);
}
