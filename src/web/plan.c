/* The page of remediation: ideas that were parked, what is planned and why it would hold, what is
 * open all the same, and what became of it. */
#include "web/plan.h"
#include "web/pages.h"

/* Where an item stands on the page. */
struct group {
    const char *key, *title, *hint;
    uint32_t states; /* mask 1 << state */
    bool parked;
};
#define STATE(name) (1u << REVIEW_ITEM_STATE_##name)
static const struct group groups[] = {
    {"parked", "Parked ideas",
     "Raised before the timeline was agreed. They are kept until somebody shapes, merges or "
     "declines them.",
     STATE(NONE) | STATE(IDEA) | STATE(SHAPED), true},
    {"ideas", "Ideas", NULL, STATE(NONE) | STATE(IDEA) | STATE(SHAPED), false},
    {"accepted", "Accepted", NULL, STATE(ACCEPTED), false},
    {"waiting", "Waiting", NULL, STATE(WAITING), false},
    {"done", "Done, to be looked at", "Done is not yet seen to work: look, and say how.",
     STATE(DONE), false},
    {"verified", "Seen to work", NULL, STATE(VERIFIED), false},
    {"not-effective", "Looked at, and it does not help", NULL, STATE(NOT_EFFECTIVE), false},
    {"declined", "Declined", "A reason is a result worth keeping.", STATE(DECLINED), false},
    {"past", "Merged or retired", NULL, STATE(SUPERSEDED) | STATE(RETIRED), false},
};

static bool belongs(const struct group *group, const struct review_item *item)
{
    if (!(group->states >> item->state & 1)) return false;
    bool idea = item->state <= REVIEW_ITEM_STATE_SHAPED;
    return !idea || item->parked == group->parked;
}

static void add_groups(const struct graph_page *page)
{
    struct model *model = &page->request->model;
    struct value *list = value_list(model, NULL, "groups");
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++) {
        struct value *one = value_object(model, list, NULL);
        int64_t count = 0;
        value_text(model, one, "key", groups[i].key);
        value_text(model, one, "title", groups[i].title);
        value_text(model, one, "hint", groups[i].hint);
        struct value *items = value_list(model, one, "items");
        for (size_t j = 0; j < page->review->items.count; j++) {
            const struct review_item *item = &page->review->items.at[j];
            if (!belongs(&groups[i], item)) continue;
            web_plan_item(page, items, item);
            count++;
        }
        value_count(model, one, "count", count);
    }
}

static void add_counted(const struct graph_page *page, struct value *in, const char *key,
                        const struct vocabulary *words, const size_t *counts)
{
    struct model *model = &page->request->model;
    struct value *list = value_list(model, in, key);
    for (unsigned i = 1; i < words->count; i++) {
        struct value *one = value_object(model, list, NULL);
        value_text(model, one, "word", vocabulary_word(words, i));
        value_text(model, one, "meaning", vocabulary_meaning(words, i));
        value_count(model, one, "count", (int64_t)counts[i]);
        value_flag(model, one, "none", counts[i] == 0);
    }
}

static void add_counts(const struct graph_page *page)
{
    struct model *model = &page->request->model;
    struct value *to = value_object(model, NULL, "plan");
    struct review_plan plan;
    review_plan_of(page->review, &plan);
    value_count(model, to, "planned", (int64_t)plan.planned);
    value_count(model, to, "parked", (int64_t)plan.parked);
    value_count(model, to, "proposed", (int64_t)plan.proposed);
    value_count(model, to, "declined", (int64_t)plan.declined);
    value_count(model, to, "verified", (int64_t)plan.verified);
    value_count(model, to, "preparing", (int64_t)plan.preparing);
    add_counted(page, to, "kinds", &review_words_help, plan.kinds);
    add_counted(page, to, "strengths", &review_words_strength, plan.strengths);
    add_counted(page, to, "types", &review_words_type_of_item, plan.types);
    value_text(model, to, "no_items", page->review->own->no_items);
}

/* Notices about the plan as a whole, and about single items. */
static enum status add_questions(const struct graph_page *page, struct error *error)
{
    struct web_request *request = page->request;
    struct model *model = &request->model;
    struct review_settled settled;
    struct review_notice *notices = NULL;
    size_t count = 0;
    char name[16];
    enum status status = desk_settle(page->desk, &settled, NULL, error);
    if (status == STATUS_OK)
        status = review_notices(page->review, &settled, &request->arena, &notices, &count, error);
    struct value *list = value_list(model, NULL, "asks");
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        struct span rule = span_of(notices[i].rule);
        bool item = notices[i].about.kind == REVIEW_KIND_ITEM && notices[i].about.number;
        if (!item && !span_starts(rule, SPAN("plan-")) && !span_starts(rule, SPAN("kind-")))
            continue;
        struct value *one = value_object(model, list, NULL);
        value_text(model, one, "rule", notices[i].rule);
        value_text(model, one, "text", notices[i].text);
        value_text(model, one, "question", notices[i].question);
        if (item) value_text(model, one, "about", review_id_text(notices[i].about, name));
    }
    return status;
}

static enum status fill_plan(const struct graph_page *page, struct error *error)
{
    struct web_request *request = page->request;
    struct model *model = &request->model;
    struct value *coverage = value_object(model, NULL, "coverage");
    enum status status = STATUS_OK;
    if (request->route->page) web_title(request, "Remediation");
    add_counts(page);
    add_groups(page);
    if (page->whole && page->graph->item_count) {
        status = web_graph_cover(page, page->graph, coverage, "outcomes", error);
        if (status == STATUS_OK) status = web_graph_each(page, coverage, error);
    }
    value_flag(model, coverage, "acts", page->graph->item_count != 0);
    if (status == STATUS_OK) status = add_questions(page, error);
    return status ? status : web_plan_sources(page, error);
}

enum status web_plan(struct web_request *request, struct error *error)
{
    return web_with_graph(request, fill_plan, error);
}

/* ---- the form ---- */

static enum status fill_new(const struct graph_page *page, struct error *error)
{
    struct review_item *item =
        (struct review_item *)review_entry_new(REVIEW_KIND_ITEM, &page->request->arena);
    if (!item) return arena_full(&page->request->arena, error);
    return web_plan_form(page, item, error);
}

static enum status fill_form(const struct graph_page *page, struct error *error)
{
    const struct review_entry *entry = review_find(page->review, page->request->entry);
    if (!entry || entry->id.kind != REVIEW_KIND_ITEM)
        return web_nothing_there(page->request, error);
    return web_plan_form(page, (const struct review_item *)entry, error);
}

enum status web_plan_new(struct web_request *request, struct error *error)
{
    return web_with_graph(request, fill_new, error);
}

enum status web_plan_edit(struct web_request *request, struct error *error)
{
    return web_with_graph(request, fill_form, error);
}
