/* What the last four stages ask for: conditions, remediation, the report, the follow-up. */
#include "review/conducting.h"

#include <stdio.h>

#define ADVICE REVIEW_WEIGHT_ADVICE
#define STAGE  REVIEW_WEIGHT_STAGE
#define REPORT REVIEW_WEIGHT_REPORT

/* ---- causes ---- */

/* What came about and is in no way yet, as a word of the call that draws one. */
static const char *effect_of(const struct review *review, char id[16])
{
    for (size_t i = 0; i < review->factors.count; i++)
        if (review->factors.at[i].part == REVIEW_ROLE_OF_FACTOR_OUTCOME)
            return review_id_text(review->factors.at[i].entry.id, id);
    return NULL;
}

static void need_ways(struct review_needing *n, size_t contributing)
{
    static const char *const why =
        "together, and only together: which conditions with which others";
    struct review_next *open = NULL;
    size_t count = 0;
    char id[16], rest[80];
    if (contributing < 2) return;
    if (!n->review->ways.count) {
        const char *effect = effect_of(n->review, id);
        (void)snprintf(rest, sizeof rest, "%s F1 F2", effect ? effect : "");
        review_need_add(n, ADVICE, "ways", why, effect ? "way" : "factor",
                        effect ? rest : "\"what came about\" --part outcome --outcome onset",
                        "no way is drawn yet: which conditions together brought what about%s",
                        effect ? "" : "; begin with what came about, then postmortem way");
        return;
    }
    n->full |= review_open_tests(n->review, n->settled, (struct review_id){0, 0}, n->arena, &open,
                                 &count, NULL) != STATUS_OK;
    if (n->full || !count) return;
    const struct review_id about = open[0].about;
    (void)snprintf(rest, sizeof rest, "%s %s no \"...\"", open[0].question->code,
                   about.kind == REVIEW_KIND_WAY ? "all" : review_id_text(about, id));
    review_need_add(n, ADVICE, "tests",
                    "a link holds when somebody has asked whether it could have come about without",
                    "suppose", rest, "%zu %s open; the first: %s", count,
                    count == 1 ? "test is" : "tests are", open[0].question->text);
}

void review_need_causes(struct review_needing *n)
{
    struct review_id_list early = {.count = 0}, bare = {.count = 0}, ideas = {.count = 0};
    const struct review *review = n->review;
    size_t contributing = 0;
    for (size_t i = 0; i < review->factors.count; i++) {
        const struct review_factor *factor = &review->factors.at[i];
        const bool contributes = review_factor_contributes(factor);
        contributing += contributes;
        if (factor->early) review_id_list_add(&early, factor->entry.id);
        if ((contributes || factor->part == REVIEW_ROLE_OF_FACTOR_MITIGATOR) &&
            !review_factor_sources(review, factor))
            review_id_list_add(&bare, factor->entry.id);
    }
    for (size_t i = 0; i < review->hypotheses.count; i++)
        if (review->hypotheses.at[i].state <= REVIEW_IDEA_TESTED)
            review_id_list_add(&ideas, review->hypotheses.at[i].entry.id);
    if (!review->factors.count)
        review_need_add(n, REPORT, "factors", "conditions that came together are what can change",
                        "factor", "\"...\" --good-for \"...\"",
                        "no condition that took part is noted");
    if (contributing == 1)
        review_need_add(n, STAGE, "single-factor",
                        "one condition alone is rarely enough; on other days it did no harm",
                        "factor", "\"...\"",
                        "one single condition is noted: what else had to be so?");
    need_ways(n, contributing);
    review_need_ids(n, STAGE, "factor-early",
                    "what was concluded early deserves a second look at the agreed timeline",
                    &early, "--note \"...\"",
                    "noted before the timeline was agreed, and not looked at since");
    review_need_ids(n, ADVICE, "factor-source", "a reader wants to see what a condition rests on",
                    &bare, "--rests-on E1,T1", "conditions that rest on no source");
    review_need_ids(n, ADVICE, "hypothesis",
                    "an idea left open is read as true by some, as false by others", &ideas,
                    "--state dropped --why \"...\"", "ideas neither kept nor dropped");
}

/* ---- remediate ---- */

void review_need_remediate(struct review_needing *n)
{
    struct review_id_list undecided = {.count = 0};
    const struct review *review = n->review;
    for (size_t i = 0; i < review->items.count; i++)
        if (review_item_proposed(&review->items.at[i]))
            review_id_list_add(&undecided, review->items.at[i].entry.id);
    if (!review->items.count && !review_said(review->own->no_items))
        review_need_add(n, REPORT, "items",
                        "a review may end without remediation, when it says why", "item", "\"...\"",
                        "no remediation, and no word on why there is none (edit --no-items)");
    review_need_ids(n, REPORT, "item-undecided",
                    "a proposal is accepted, declined with a reason, or waits until a date",
                    &undecided, "--state declined --reason \"...\"",
                    "proposals that wait for a decision");
}

/* ---- publish: the parts of the report (domain 9.2) ---- */

/* A text of the review that the report prints. */
static void need_text(struct review_needing *n, enum review_weight weight, const char *text,
                      const char *rule, const char *what, const char *why)
{
    char rest[80];
    if (review_said(text)) return;
    (void)snprintf(rest, sizeof rest, "--%s \"...\"", rule);
    review_need_add(n, weight, rule, why, "edit", rest, "%s", what);
}

static void need_texts(struct review_needing *n)
{
    const struct review_review *own = n->review->own;
    need_text(n, REPORT, own->summary, "summary", "there is no short summary",
              "most readers have two minutes");
    need_text(n, ADVICE, own->concerns, "concerns", "whom it concerns is not said",
              "a reader decides in one line whether to read on");
    need_text(n, ADVICE, own->background, "background", "there is no background",
              "people from elsewhere, and in years to come, need it");
    need_text(n, ADVICE, own->safe, "safe", "what normally keeps this working is not said",
              "the same things that took part here work well on other days");
    need_text(n, ADVICE, own->story, "story", "the story is not told",
              "people remember stories, not tables");
    need_text(n, REPORT, own->impact, "impact", "who was affected, where and how much is not said",
              "the weight of all else depends on it");
    need_text(n, ADVICE, own->recurrence, "recurrence", "similar incidents are not looked for",
              "an earlier review may have seen the same condition");
    need_text(n, ADVICE, own->method, "method", "who was heard and what was looked at is not said",
              "a reader can tell what a view leaves out");
}

static void need_numbers(struct review_needing *n)
{
    struct review_id_list bare = {.count = 0};
    size_t cited = n->review->exhibits.count;
    for (size_t i = 0; i < n->review->measures.count; i++) {
        const struct review_measure *measure = &n->review->measures.at[i];
        if (!review_said(measure->source) && !measure->evidence.count &&
            measure->figure != REVIEW_FIGURE_ESTIMATED)
            review_id_list_add(&bare, measure->entry.id);
    }
    for (size_t i = 0; !cited && i < n->review->events.count; i++)
        cited += n->review->events.at[i].evidence.count;
    if (!n->review->measures.count)
        review_need_add(n, ADVICE, "numbers", "how many, for how long: readers ask it first",
                        "measure", "\"...\" 120 requests --figure measured --source \"...\"",
                        "no number of the impact is noted");
    review_need_ids(n, REPORT, "number-source", "a number has a source, or the word estimated",
                    &bare, "--source \"...\"", "numbers without a source");
    if (!cited)
        review_need_add(n, REPORT, "evidence-list", "a report that cites can be checked", "attach",
                        "S1", "no evidence is cited, and none is marked as not available");
}

static void need_remarks(struct review_needing *n)
{
    struct review_id_list quotes = {.count = 0}, open = {.count = 0};
    uint32_t codes = 0;
    for (size_t i = 0; i < n->review->statements.count; i++) {
        const struct review_statement *statement = &n->review->statements.at[i];
        if (statement->withdrawn) continue;
        codes |= 1u << statement->code;
        if (statement->quote && statement->consent != REVIEW_CONSENT_GIVEN)
            review_id_list_add(&quotes, statement->entry.id);
        if (statement->code == REVIEW_CODE_OPEN && !review_said(statement->answer) &&
            !review_said(statement->asked_of))
            review_id_list_add(&open, statement->entry.id);
    }
    if (!(codes & (1u << REVIEW_CODE_WELL | 1u << REVIEW_CODE_LUCK)))
        review_need_add(n, ADVICE, "went-well", "what helped is as worth keeping as what hurt",
                        "say", "well \"...\"", "neither what went well nor where luck helped");
    if (!(codes >> REVIEW_CODE_HARD & 1))
        review_need_add(n, ADVICE, "hard", "what was hard looks easy from outside", "say",
                        "hard \"...\"", "what was hard in the handling is not said");
    review_need_ids(n, ADVICE, "consent", "what is said is printed verbatim only with consent",
                    &quotes, "--consent given", "quotes left out until consent is given");
    review_need_ids(n, ADVICE, "open-question", "somebody looks after each open question", &open,
                    "--asked-of \"...\"", "open questions nobody looks after");
}

void review_need_publish(struct review_needing *n)
{
    need_texts(n);
    need_numbers(n);
    need_remarks(n);
}

/* ---- follow up ---- */

void review_need_follow_up(struct review_needing *n)
{
    for (size_t i = 0; i < n->review->items.count; i++) {
        const struct review_item *item = &n->review->items.at[i];
        char rest[160], id[16];
        if (review_item_ended(item) || review_item_proposed(item)) continue;
        review_id_text(item->entry.id, id);
        if (item->state == REVIEW_ITEM_STATE_DONE) {
            (void)snprintf(rest, sizeof rest,
                           "%s --state verified --check-method \"...\" --result effective "
                           "--held-in PM2",
                           id);
            review_need_add(n, STAGE, "item-unverified",
                            "done is not yet seen to work; a later incident is the best proof",
                            "edit", rest, "%s is done, and not yet seen to work", id);
        } else if (item->state == REVIEW_ITEM_STATE_NOT_EFFECTIVE) {
            (void)snprintf(rest, sizeof rest, "%s --state superseded --replaced-by I2", id);
            review_need_add(n, STAGE, "item-not-effective",
                            "what does not help is replaced or retired, openly", "edit", rest,
                            "%s does not help, and nothing took its place", id);
        } else {
            (void)snprintf(rest, sizeof rest, "%s --state done", id);
            review_need_add(n, STAGE, "item-open",
                            "an item ends as verified, declined, superseded or retired", "edit",
                            rest, "%s is %s", id,
                            vocabulary_word(&review_words_item_state, item->state));
        }
    }
}
