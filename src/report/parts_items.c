/* Remediation: what will be done, what will not and why, what waits, and what is parked. */
#include "report/telling.h"

/* In the plan: as review_plan_of() counts it. */
static bool is_planned(const struct review_item *item)
{
    return item->state >= REVIEW_ITEM_STATE_ACCEPTED && item->state <= REVIEW_ITEM_STATE_VERIFIED &&
           item->state != REVIEW_ITEM_STATE_DECLINED;
}

/* Printed with all its fields. */
static bool is_full(const struct review_item *item)
{
    return (is_planned(item) && item->state != REVIEW_ITEM_STATE_WAITING) ||
           item->state == REVIEW_ITEM_STATE_NOT_EFFECTIVE;
}

static bool is_idea(const struct review_item *item)
{
    return item->state <= REVIEW_ITEM_STATE_SHAPED;
}

static bool is_preparation(const struct review_item *item)
{
    return item->type == REVIEW_TYPE_OF_ITEM_RESPOND || item->type == REVIEW_TYPE_OF_ITEM_LEARN;
}

/* Guardrails, tools, resources: a kind that nothing was found for is named. */
static void add_kinds(struct telling *telling, const struct review_plan *plan)
{
    static const char *const one[] = {"", "guardrail", "tool", "resource"};
    static const char *const many[] = {"", "guardrails", "tools", "resources"};
    struct paper *paper = telling->paper;
    paper_paragraph(paper);
    paper_addf(paper, "%zu in the plan: ", plan->planned);
    for (unsigned kind = 1; kind < REVIEW_HELP_COUNT; kind++) {
        if (kind > 1) paper_add(paper, kind + 1 == REVIEW_HELP_COUNT ? " and " : ", ");
        telling_count(telling, plan->kinds[kind], one[kind], many[kind]);
    }
    if (plan->kinds[0]) paper_addf(paper, ", and %zu of no stated kind", plan->kinds[0]);
    const size_t strong = plan->strengths[REVIEW_STRENGTH_STRONG];
    paper_add(paper, ". ");
    if (strong == 0)
        paper_add(paper, "None has a strong effect. ");
    else
        paper_addf(paper, "%zu %s a strong effect. ", strong, strong == 1 ? "has" : "have");
    paper_add(paper, "To be better prepared for what comes: ");
    telling_count(telling, plan->preparing, "item", "items");
    paper_add(paper, ".");
    if (plan->planned == 1)
        paper_add(paper, " There is one item in the plan: what if this one does not hold?");
}

static void add_planned_row(struct telling *telling, const struct review_item *item)
{
    struct paper *paper = telling->paper;
    paper_row_of(paper, item->entry.id, false);
    paper_cell(paper);
    paper_entry(paper, item->entry.id);
    paper_add(paper, " ");
    paper_add(paper, item->text);
    paper_cell(paper);
    paper_add(paper, vocabulary_word(&review_words_help, item->kind));
    if (item->kind && item->strength) paper_add(paper, ", ");
    paper_add(paper, vocabulary_word(&review_words_strength, item->strength));
    paper_cell(paper);
    paper_add(paper, telling_named(telling, item->owner));
    if (telling_is(item->team)) paper_add(paper, telling_is(item->owner) ? " (" : "");
    paper_add(paper, item->team);
    if (telling_is(item->owner) && telling_is(item->team)) paper_add(paper, ")");
    paper_cell(paper);
    if (item->due != REVIEW_NO_DAY) telling_date(telling, item->due);
    paper_cell(paper);
    paper_add(paper, vocabulary_word(&review_words_item_state, item->state));
}

static void add_check_terms(struct telling *telling, const struct review_item *item)
{
    telling_term_date(telling, "Done", item->done);
    telling_term_date(telling, "Looked at", item->checked);
    telling_term_text(telling, "Looked at how", item->check_method);
    if (item->result) {
        paper_term(telling->paper, "Result");
        paper_add(telling->paper, vocabulary_meaning(&review_words_result, item->result));
    }
    if (item->level) {
        paper_term(telling->paper, "Proof so far");
        paper_add(telling->paper, vocabulary_meaning(&review_words_proof, item->level));
    }
    if (item->evidence.count) {
        paper_term(telling->paper, "Evidence");
        telling_places(telling, item->evidence);
    }
    if (item->postponed != REVIEW_NO_COUNT && item->postponed > 0) {
        paper_term(telling->paper, "Due date moved later");
        telling_count(telling, (size_t)item->postponed, "time", "times");
    }
}

static void add_full(struct telling *telling, const struct review_item *item)
{
    struct paper *paper = telling->paper;
    paper_heading(paper, NULL);
    paper_row_of(paper, item->entry.id, true);
    paper_cell(paper);
    paper_entry(paper, item->entry.id);
    paper_add(paper, " ");
    paper_add(paper, item->text);
    paper_prose(paper, item->detail);
    paper_terms(paper);
    telling_term_word(telling, "State", &review_words_item_state, item->state);
    telling_term_text(telling, "Done when", item->done_when);
    telling_term_text(telling, "How we see that it worked", item->proof);
    telling_term_line(telling, "Owner", telling_named(telling, item->owner));
    telling_term_line(telling, "Team", item->team);
    telling_term_date(telling, "Due", item->due);
    telling_term_line(telling, "Size", item->effort);
    telling_term_word(telling, "Type", &review_words_type_of_item, item->type);
    telling_term_word(telling, "Kind", &review_words_help, item->kind);
    if (item->strength) {
        paper_term(paper, "Strength");
        paper_add(paper, vocabulary_word(&review_words_strength, item->strength));
        if (telling_is(item->strength_reason)) paper_add(paper, ": ");
        paper_add(paper, item->strength_reason);
    }
    if (item->effect) {
        paper_term(paper, "Effect");
        paper_add(paper, vocabulary_meaning(&review_words_effect, item->effect));
    }
    if (item->outcome) {
        paper_term(paper, "Acts on");
        paper_add(paper, vocabulary_meaning(&review_words_outcome, item->outcome));
    }
    if (item->breaks.count + item->serves.count || item->broader) {
        paper_term(paper, "Comes from");
        telling_ids(telling, item->breaks);
        if (item->breaks.count && item->serves.count) paper_add(paper, ", ");
        telling_ids(telling, item->serves);
        if (item->broader && item->breaks.count + item->serves.count) paper_add(paper, "; ");
        if (item->broader) paper_add(paper, "broader than this incident");
    }
    telling_term_text(telling, "Side effects", item->side_effects);
    if (telling->circle != REVIEW_CIRCLE_PUBLIC) {
        telling_term_text(telling, "Tracker", item->tracker);
        telling_term_line(telling, "State there", item->tracker_state);
    }
    add_check_terms(telling, item);
}

/* ---- what is not in the plan ---- */

static void add_others(struct telling *telling, const char *heading, unsigned state,
                       void (*add)(struct telling *, const struct review_item *))
{
    bool open = false;
    for (size_t i = 0; i < telling->review->items.count; i++) {
        const struct review_item *item = &telling->review->items.at[i];
        bool fits = state == REVIEW_ITEM_STATE_IDEA ? is_idea(item) : item->state == state;
        if (!fits) continue;
        if (!open) {
            paper_heading(telling->paper, heading);
            paper_list(telling->paper);
        }
        open = true;
        paper_row_of(telling->paper, item->entry.id, true);
        paper_cell(telling->paper);
        paper_entry(telling->paper, item->entry.id);
        paper_add(telling->paper, " ");
        paper_add(telling->paper, item->text);
        add(telling, item);
    }
}

static void add_reason(struct telling *telling, const struct review_item *item)
{
    if (!telling_is(item->reason)) return;
    paper_add(telling->paper, ": ");
    paper_rich(telling->paper, item->reason);
}

static void add_waiting(struct telling *telling, const struct review_item *item)
{
    if (telling_is(item->waits_for)) paper_add(telling->paper, ": for ");
    paper_add(telling->paper, item->waits_for);
    if (item->until == REVIEW_NO_DAY) return;
    paper_add(telling->paper, ", until ");
    telling_date(telling, item->until);
}

static void add_replaced(struct telling *telling, const struct review_item *item)
{
    if (item->replaced_by.number == 0) return;
    paper_add(telling->paper, ": see ");
    paper_entry(telling->paper, item->replaced_by);
}

static void add_parked(struct telling *telling, const struct review_item *item)
{
    if (item->parked) paper_add(telling->paper, " (raised before the timeline was agreed)");
}

static void add_prepared(struct telling *telling)
{
    bool open = false;
    for (size_t i = 0; i < telling->review->items.count; i++) {
        const struct review_item *item = &telling->review->items.at[i];
        if (!is_planned(item) || !is_preparation(item)) continue;
        if (!open) {
            paper_heading(telling->paper, "Better prepared for");
            paper_list(telling->paper);
        }
        open = true;
        paper_row(telling->paper);
        paper_cell(telling->paper);
        paper_entry(telling->paper, item->entry.id);
        paper_add(telling->paper, " ");
        paper_add(telling->paper, item->text);
    }
}

void telling_remediation(struct telling *telling)
{
    static const char *const heads[] = {"What", "Kind, strength", "Owner", "Due", "State", NULL};
    const struct review *review = telling->review;
    struct review_plan plan;
    bool open = false;
    review_plan_of(review, &plan);
    if (plan.planned) add_kinds(telling, &plan);
    for (size_t i = 0; i < review->items.count; i++) {
        if (!is_planned(&review->items.at[i])) continue;
        telling_open_table(telling, &open, NULL, "The plan", heads);
        add_planned_row(telling, &review->items.at[i]);
    }
    if (plan.planned == 0 && telling_is(telling->own->no_items)) {
        paper_paragraph(telling->paper);
        paper_strong(telling->paper, "None, because:");
        paper_prose(telling->paper, telling->own->no_items);
    }
    if (telling->report->depth < REPORT_STORY) return;
    add_prepared(telling);
    for (size_t i = 0; i < review->items.count; i++)
        if (is_full(&review->items.at[i])) add_full(telling, &review->items.at[i]);
    add_others(telling, "Declined, and why", REVIEW_ITEM_STATE_DECLINED, add_reason);
    add_others(telling, "Waiting", REVIEW_ITEM_STATE_WAITING, add_waiting);
    add_others(telling, "Superseded", REVIEW_ITEM_STATE_SUPERSEDED, add_replaced);
    add_others(telling, "Retired", REVIEW_ITEM_STATE_RETIRED, add_reason);
    add_others(telling, "Ideas that are parked", REVIEW_ITEM_STATE_IDEA, add_parked);
}

void telling_questions(struct telling *telling)
{
    struct paper *paper = telling->paper;
    bool open = false;
    for (size_t i = 0; i < telling->review->statements.count; i++) {
        const struct review_statement *s = &telling->review->statements.at[i];
        if (s->code != REVIEW_CODE_OPEN || !telling_shows(telling, s)) continue;
        if (!open) paper_list(paper);
        open = true;
        paper_row_of(paper, s->entry.id, false);
        paper_cell(paper);
        paper_rich(paper, s->text);
        if (s->about.count) paper_add(paper, " (");
        telling_ids(telling, s->about);
        if (s->about.count) paper_add(paper, ")");
        paper_add(paper, " Looked after by: ");
        paper_add(paper,
                  telling_is(s->asked_of) ? telling_named(telling, s->asked_of) : "nobody yet");
        paper_add(paper, ".");
        if (!telling_is(s->answer)) continue;
        paper_break(paper);
        paper_strong(paper, "Answer:");
        paper_add(paper, " ");
        paper_rich(paper, s->answer);
    }
    telling_causes_questions(telling);
}
