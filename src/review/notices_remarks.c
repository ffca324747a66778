/* Notices about what was said: wishes of those who said it, halves that lack their other half, and
 * finds that nobody has taken up yet. */
#include "review/conducting.h"

/* Which entries of a kind an item already serves, by their place in the review. */
static bool *taken_up(struct review_noticing *n, enum review_kind kind)
{
    size_t count;
    const struct review_entry *first = review_entries(n->review, kind, &count);
    bool *taken = arena_array(n->arena, count + 1, sizeof *taken);
    n->full |= !taken;
    for (size_t i = 0; taken && i < n->review->items.count; i++) {
        const struct review_refs *serves = &n->review->items.at[i].serves;
        for (size_t j = 0; j < serves->count; j++) {
            if (serves->at[j].kind != (uint32_t)kind) continue;
            const struct review_entry *entry = review_find(n->review, serves->at[j]);
            if (entry)
                taken[(size_t)((const char *)entry - (const char *)first) /
                      review_kinds[kind].size] = true;
        }
    }
    return taken;
}

static void notice_halves(struct review_noticing *n, const struct review_statement *said)
{
    const struct review_id id = said->entry.id;
    if (said->quote && said->consent != REVIEW_CONSENT_GIVEN)
        review_notice_add(n, id, "quote-consent", "May this be printed as it was said?",
                          said->consent == REVIEW_CONSENT_REFUSED
                              ? "A quote that must not be printed; documents leave it out."
                              : "A quote without consent yet; documents leave it out.");
    if (said->code == REVIEW_CODE_BELIEF && (!review_said(said->then) || !review_said(said->now)))
        review_notice_add(n, id, "belief-halves",
                          "What was held to be so then, what is seen now, and what changed it?",
                          "A corrected belief needs both what was held then and what is seen now.");
    if (said->code == REVIEW_CODE_ASSUME && !said->since.raw)
        review_notice_add(n, id, "assumption-since",
                          "Since when was it held, and when did the picture change?",
                          "An assumption without its beginning.");
    if (said->code == REVIEW_CODE_CONF && (!said->ground || said->sureness == REVIEW_NO_COUNT))
        review_notice_add(n, id, "confidence-ground",
                          "From 0 to 10, how sure was it then, and on which source?",
                          "Confidence is told without its source or how sure it was.");
    if (said->code == REVIEW_CODE_PREF &&
        (!review_said(said->chosen) || !review_said(said->passed_over)))
        review_notice_add(
            n, id, "preference-halves",
            "What was the natural choice at that time, over what, and on what ground?",
            "A preference needs what was chosen and what was passed over.");
    if (said->code == REVIEW_CODE_OPEN && !review_said(said->answer) &&
        !review_said(said->asked_of))
        review_notice_add(n, id, "open-question", "Who looks after this question?",
                          "An open question that nobody looks after yet.");
}

static void notice_documents(struct review_noticing *n)
{
    const bool *taken = taken_up(n, REVIEW_KIND_DOCUMENT);
    for (size_t i = 0; taken && i < n->review->documents.count; i++) {
        const struct review_document *page = &n->review->documents.at[i];
        if (page->state <= REVIEW_CURRENT_CURRENT || taken[i]) continue;
        review_notice_add(n, page->entry.id, "document-differs",
                          "Which short text, at which place in which tool, helps the next person "
                          "most?",
                          "A page that was %s, and no item takes it up.",
                          page->state == REVIEW_CURRENT_MISSING    ? "looked for and not there"
                          : page->state == REVIEW_CURRENT_OUTDATED ? "out of date"
                                                                   : "in part out of date");
    }
}

static void notice_learning(struct review_noticing *n)
{
    const struct review_id whole = {REVIEW_KIND_REVIEW, 0};
    size_t learnt = 0;
    for (size_t i = 0; i < n->review->statements.count; i++) {
        const struct review_statement *said = &n->review->statements.at[i];
        learnt += !said->withdrawn &&
                  (said->code == REVIEW_CODE_LEARNED || said->code == REVIEW_CODE_BELIEF);
    }
    if (n->review->own->stage > REVIEW_STAGE_DISCUSS && !learnt && !n->review->own->no_learning)
        review_notice_add(n, whole, "learning", "What is new to you since this morning?",
                          "The talk is over, and nothing that was learnt is noted.");
    for (size_t i = 0; i < n->review->meetings.count; i++) {
        const struct review_meeting *meeting = &n->review->meetings.at[i];
        if (meeting->held && meeting->kind == REVIEW_MEETING_DISCUSSION &&
            meeting->learned == REVIEW_NO_COUNT)
            review_notice_add(n, meeting->entry.id, "learned-count",
                              "How many learnt something that changes future work? (hands)",
                              "How many learnt something is not noted.");
    }
}

void review_notice_remarks(struct review_noticing *n)
{
    const bool *taken = taken_up(n, REVIEW_KIND_STATEMENT);
    size_t waiting;
    for (size_t i = 0; taken && i < n->review->statements.count; i++) {
        const struct review_statement *said = &n->review->statements.at[i];
        if (said->withdrawn) continue;
        notice_halves(n, said);
        if (said->code == REVIEW_CODE_TOOL && !taken[i])
            review_notice_add(n, said->entry.id, "tool-improvised",
                              "Where is it now, and who can use it tonight?",
                              "A tool was improvised, and no item takes it up.");
    }
    notice_documents(n);
    notice_learning(n);
    if (review_accounts_apart(n->review, &waiting))
        review_notice_add(n, (struct review_id){REVIEW_KIND_REVIEW, 0}, "accounts-apart",
                          "Who still needs a quiet hour to write a first account?",
                          "First accounts stay apart: %zu still to come.", waiting);
}
