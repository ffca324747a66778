/* Contributing factors, both sides of each, and the parts that stand beside them. */
#include "report/telling.h"

/* ---- one factor ---- */

struct item_link {
    struct review_id item;
    struct item_link *next;
};

/* The items that act on each factor, by its position. */
static struct item_link **items_of_factors(struct telling *telling)
{
    const struct review *review = telling->review;
    struct arena *arena = telling->paper->arena;
    struct item_link **links = arena_array(arena, review->factors.count, sizeof *links);
    if (!links) telling->paper->failed = true;
    for (size_t i = review->items.count; links && i-- > 0;) {
        const struct review_item *item = &review->items.at[i];
        for (size_t j = 0; j < item->breaks.count; j++) {
            const struct review_entry *entry = review_find(review, item->breaks.at[j]);
            if (!entry || entry->id.kind != REVIEW_KIND_FACTOR) continue;
            struct item_link *link = arena_alloc(arena, sizeof *link);
            if (!link) {
                telling->paper->failed = true;
                return NULL;
            }
            size_t number = (size_t)((const struct review_factor *)entry - review->factors.at);
            *link = (struct item_link){item->entry.id, links[number]};
            links[number] = link;
        }
    }
    return links;
}

static void add_ground_terms(struct telling *telling, const struct review_factor *factor)
{
    struct paper *paper = telling->paper;
    size_t sources = review_factor_sources(telling->review, factor);
    paper_term(paper, "Rests on");
    telling_ids(telling, factor->rests_on);
    if (factor->rests_on.count && factor->evidence.count) paper_add(paper, "; ");
    telling_places(telling, factor->evidence);
    if (factor->rests_on.count + factor->evidence.count) paper_add(paper, ": ");
    telling_count(telling, sources, "source", "sources");
    if (factor->early) {
        paper_term(paper, "Early");
        paper_add(paper, "entered before the timeline was agreed, and not looked at again since");
    }
}

/* Since when, and how it helps in normal work: asked of every condition that contributed. */
static void add_other_side(struct telling *telling, const struct review_factor *factor)
{
    struct paper *paper = telling->paper;
    bool mitigator = factor->part == REVIEW_ROLE_OF_FACTOR_MITIGATOR;
    if (factor->since.raw || !mitigator) paper_term(paper, "Present since");
    if (factor->since.raw)
        telling_time(telling, &factor->since);
    else if (!mitigator)
        paper_add(paper, "not recorded");
    if (telling_is(factor->good_for) || !mitigator) paper_term(paper, "What it is good for");
    if (telling_is(factor->good_for))
        paper_rich(paper, factor->good_for);
    else if (!mitigator)
        paper_add(paper, "not recorded");
}

static void add_factor(struct telling *telling, const struct review_factor *factor,
                       const struct item_link *link)
{
    struct paper *paper = telling->paper;
    paper_heading(paper, NULL);
    paper_row_of(paper, factor->entry.id, true);
    paper_cell(paper);
    paper_entry(paper, factor->entry.id);
    paper_add(paper, " ");
    paper_add(paper, factor->text);
    paper_prose(paper, factor->detail);
    paper_terms(paper);
    if (factor->outcome) {
        paper_term(paper, "Took part in");
        paper_add(paper, vocabulary_meaning(&review_words_outcome, factor->outcome));
    }
    telling_term_word(telling, "Category", &review_words_category, factor->category);
    if (factor->part) {
        paper_term(paper, "Part");
        paper_add(paper, vocabulary_word(&review_words_role_of_factor, factor->part));
        paper_add(paper, ": ");
        paper_add(paper, vocabulary_meaning(&review_words_role_of_factor, factor->part));
    }
    add_other_side(telling, factor);
    telling_term_word(telling, "Is it so today", &review_words_yesno, factor->still);
    add_ground_terms(telling, factor);
    if (factor->components.count) {
        paper_term(paper, "Components");
        telling_lines(telling, factor->components);
    }
    telling_term_line(telling, "Also known as", factor->shared);
    if (link) paper_term(paper, "Acted on by");
    for (bool first = true; link; link = link->next, first = false) {
        if (!first) paper_add(paper, ", ");
        paper_entry(paper, link->item);
    }
    telling_term_text(telling, "Note", telling->wide ? NULL : factor->note);
}

/* Steps and outcomes are told with the ways that lead to them. */
static bool is_told_with_ways(const struct review *review, const struct review_factor *factor)
{
    if (factor->part != REVIEW_ROLE_OF_FACTOR_STEP && factor->part != REVIEW_ROLE_OF_FACTOR_OUTCOME)
        return false;
    for (size_t i = 0; i < review->ways.count; i++)
        if (review_id_equal(review->ways.at[i].brings, factor->entry.id)) return true;
    return false;
}

void telling_factors(struct telling *telling)
{
    const struct review *review = telling->review;
    struct paper *paper = telling->paper;
    size_t contributing = 0;
    for (size_t i = 0; i < review->factors.count; i++)
        contributing += review_factor_contributes(&review->factors.at[i]);
    if (review->factors.count == 0) return;
    paper_paragraph(paper);
    if (contributing == 1) {
        paper_strong(paper, "This list is incomplete.");
        paper_add(paper, " One condition is recorded. Failures need several conditions, each "
                         "necessary and only together sufficient. What else had to be so? What "
                         "made it spread, last, or hard to handle?");
    } else {
        paper_add(paper, "Conditions that had to come together. Each is part of work that usually "
                         "goes well; none of them is the cause alone. Order says nothing about "
                         "weight.");
    }
    struct item_link **links = items_of_factors(telling);
    for (size_t i = 0; links && i < review->factors.count; i++)
        if (!is_told_with_ways(review, &review->factors.at[i]))
            add_factor(telling, &review->factors.at[i], links[i]);
    telling_causes(telling);
}

/* ---- beside them ---- */

static void add_factor_points(struct telling *telling, bool any, unsigned part, unsigned category,
                              unsigned outcome)
{
    struct paper *paper = telling->paper;
    for (size_t i = 0; i < telling->review->factors.count; i++) {
        const struct review_factor *factor = &telling->review->factors.at[i];
        bool fits = (part && factor->part == part && factor->category != REVIEW_CATEGORY_CHANCE) ||
                    (category && factor->category == category) ||
                    (outcome && factor->outcome == outcome && review_factor_contributes(factor));
        if (!fits) continue;
        if (!any) paper_list(paper);
        any = true;
        paper_row(paper);
        paper_cell(paper);
        paper_entry(paper, factor->entry.id);
        paper_add(paper, " ");
        paper_add(paper, factor->text);
    }
}

void telling_well(struct telling *telling)
{
    bool any = telling_statements(telling, REVIEW_CODE_WELL, NULL);
    add_factor_points(telling, any, REVIEW_ROLE_OF_FACTOR_MITIGATOR, 0, 0);
}

void telling_luck(struct telling *telling)
{
    bool any = telling_statements(telling, REVIEW_CODE_LUCK, NULL);
    add_factor_points(telling, any, 0, REVIEW_CATEGORY_CHANCE, 0);
}

void telling_hard(struct telling *telling)
{
    bool any = telling_statements(telling, REVIEW_CODE_HARD, NULL);
    add_factor_points(telling, any, 0, 0, REVIEW_OUTCOME_HANDLING);
}

void telling_risks(struct telling *telling)
{
    telling_statements(telling, REVIEW_CODE_RISK, NULL);
}

void telling_recurrence(struct telling *telling)
{
    struct paper *paper = telling->paper;
    bool open = false;
    paper_prose(paper, telling->own->recurrence);
    for (size_t i = 0; i < telling->review->items.count; i++) {
        const struct review_item *item = &telling->review->items.at[i];
        if (item->held_in.count + item->not_held_in.count == 0) continue;
        if (!open) paper_list(paper);
        open = true;
        paper_row(paper);
        paper_cell(paper);
        paper_entry(paper, item->entry.id);
        paper_add(paper, " ");
        paper_add(paper, item->text);
        if (item->held_in.count) paper_add(paper, "; held in ");
        telling_lines(telling, item->held_in);
        if (item->not_held_in.count) paper_add(paper, "; did not hold in ");
        telling_lines(telling, item->not_held_in);
    }
}
