/* What if: items supposed to hold or not to hold, conditions supposed away. */
#include "web/graph_page.h"

/* One computation of many on a page. */
static const struct causes_budget budget_each = {.steps = 1000 * 1000, .bytes = (size_t)32 << 20};

static enum status add_cover(const struct graph_page *page, const struct causes_graph *graph,
                             struct value *list, uint32_t outcome, struct error *error)
{
    struct web_request *request = page->request;
    struct model *model = &request->model;
    struct causes_coverage cover;
    struct text says;
    enum status status = causes_cover(graph, outcome, CAUSES_AS_PLANNED, GRAPH_PAGE_MOST,
                                      &budget_each, &request->arena, &cover, error);
    if (status) return status;
    struct value *to = web_graph_condition(page, list, NULL, outcome);
    text_init(&says, 0);
    report_causes_cover_words(&says, graph, &cover);
    value_span(model, to, "says", text_span(&says));
    text_release(&says);
    web_graph_count(model, to, "sets", cover.sets);
    web_graph_count(model, to, "open_sets", cover.open);
    web_graph_count(model, to, "once", cover.once);
    web_graph_count(model, to, "more", cover.more);
    value_flag(model, to, "complete", cover.extent.complete);
    value_flag(model, to, "any_open", cover.open != 0);
    if (cover.depth != UINT32_MAX) value_count(model, to, "depth", cover.depth);
    if (cover.sole != CAUSES_NONE) value_text(model, to, "sole", graph->items[cover.sole].name);
    web_graph_sets(page, to, "left", &cover.left);
    struct value *reaches = value_list(model, to, "items");
    for (uint32_t i = 0; i < graph->item_count; i++) {
        const struct causes_reach *reach = &cover.reaches[i];
        struct value *one = value_object(model, reaches, NULL);
        value_text(model, one, "item", graph->items[reach->item].name);
        value_flag(model, one, "counted", reach->counted);
        web_graph_count(model, one, "breaks", reach->breaks);
        web_graph_count(model, one, "weakens", reach->weakens);
        web_graph_count(model, one, "only", reach->only);
    }
    return STATUS_OK;
}

enum status web_graph_cover(const struct graph_page *page, const struct causes_graph *graph,
                            struct value *in, const char *key, struct error *error)
{
    struct value *list = value_list(&page->request->model, in, key);
    enum status status = STATUS_OK;
    for (uint32_t i = 0; i < graph->outcome_count && status == STATUS_OK; i++)
        status = add_cover(page, graph, list, graph->outcomes[i], error);
    return status;
}

/* ---- what is supposed ---- */

struct supposing {
    const struct graph_page *page;
    struct causes_item *items; /* as they are supposed */
    uint8_t *fixed;            /* conditions supposed away */
    bool any, any_condition;
};

static enum status suppose_one(struct supposing *s, struct span name, bool holds,
                               struct error *error)
{
    const struct causes_graph *graph = s->page->graph;
    uint32_t item = causes_find_item(graph, name);
    uint32_t condition = holds ? CAUSES_NONE : causes_find(graph, name);
    if (item == CAUSES_NONE && condition == CAUSES_NONE)
        return error_set(error, STATUS_NOT_FOUND,
                         "%.*s is no item that acts on this graph%s; items are such as I1",
                         SPAN_ARGS(name), holds ? "" : ", and no condition of it");
    s->any = true;
    if (item != CAUSES_NONE) {
        s->items[item].standing = holds ? CAUSES_STANDING_PLANNED : CAUSES_STANDING_OUT;
    } else {
        s->fixed[condition] = CAUSES_FIXED_NO;
        s->any_condition = true;
    }
    return STATUS_OK;
}

/* Each ?with=I1,I2 and ?without=I3&without=F4 of the address. */
static enum status suppose_all(struct supposing *s, struct error *error)
{
    const struct web_request *request = s->page->request;
    enum status status = STATUS_OK;
    for (size_t i = 0; i < request->query_count && status == STATUS_OK; i++) {
        const struct web_pair *pair = &request->query[i];
        bool with = span_is(pair->name, "with");
        if (!with && !span_is(pair->name, "without")) continue;
        struct span rest = pair->value;
        while (rest.len && status == STATUS_OK) {
            struct span name = span_trim(span_cut(&rest, ','));
            if (name.len) status = suppose_one(s, name, with, error);
        }
    }
    return status;
}

/* The ways that are left when conditions are supposed away. */
static enum status add_left(const struct supposing *s, struct value *in, struct error *error)
{
    const struct graph_page *page = s->page;
    const struct causes_graph *graph = page->graph;
    struct model *model = &page->request->model;
    const struct causes_world world = {.conditions = s->fixed};
    struct value *list = value_list(model, in, "left_ways");
    for (uint32_t i = 0; i < graph->outcome_count; i++) {
        struct causes_sets *sets = NULL;
        struct causes_list ways = {0};
        enum status status = causes_sets_new(graph, graph->outcomes[i], CAUSES_SUFFICIENT, &world,
                                             &budget_each, &sets, error);
        if (status) return status;
        status = causes_sets_list(sets, GRAPH_PAGE_MOST, &page->request->arena, &ways, error);
        if (status == STATUS_OK) {
            struct value *to = web_graph_condition(page, list, NULL, graph->outcomes[i]);
            web_graph_count(model, to, "count", causes_sets_count(sets));
            value_flag(model, to, "any_left", causes_sets_count(sets) != 0);
            web_graph_sets(page, to, "left", &ways);
        }
        causes_sets_free(sets);
        if (status) return status;
    }
    return STATUS_OK;
}

/* The items and conditions to choose from, as they are now and as they are supposed. */
static void add_choices(const struct supposing *s, struct value *in)
{
    const struct graph_page *page = s->page;
    const struct causes_graph *graph = page->graph;
    struct model *model = &page->request->model;
    struct value *items = value_list(model, in, "choices");
    for (uint32_t i = 0; i < graph->item_count; i++) {
        struct value *one = value_object(model, items, NULL);
        const struct causes_item *item = &graph->items[i];
        bool counts = causes_item_counts(item, CAUSES_AS_PLANNED);
        bool supposed = causes_item_counts(&s->items[i], CAUSES_AS_PLANNED);
        value_text(model, one, "name", item->name);
        value_text(model, one, "text", item->text);
        value_text(model, one, "standing", vocabulary_word(&causes_words_standing, item->standing));
        value_flag(model, one, "counts", counts);
        value_flag(model, one, "chosen", counts != supposed);
        value_flag(model, one, "holds", supposed);
    }
    struct value *away = value_list(model, in, "away");
    for (uint32_t i = 0; i < graph->condition_count; i++) {
        if (graph->conditions[i].part == CAUSES_PART_OUTCOME) continue;
        struct value *one = web_graph_condition(page, away, NULL, i);
        value_flag(model, one, "chosen", s->fixed[i] == CAUSES_FIXED_NO);
    }
}

enum status web_graph_suppose(const struct graph_page *page, struct error *error)
{
    struct web_request *request = page->request;
    const struct causes_graph *graph = page->graph;
    struct supposing s = {.page = page};
    struct value *in = value_object(&request->model, NULL, "supposed");
    s.items = arena_array(&request->arena, (size_t)graph->item_count + 1, sizeof *s.items);
    s.fixed = arena_array(&request->arena, (size_t)graph->condition_count + 1, sizeof *s.fixed);
    if (!s.items || !s.fixed) return arena_full(&request->arena, error);
    for (uint32_t i = 0; i < graph->item_count; i++) s.items[i] = graph->items[i];
    enum status status = suppose_all(&s, error);
    if (status) return status;
    add_choices(&s, in);
    value_flag(&request->model, in, "any", s.any);
    struct causes_graph then = *graph;
    then.items = s.items;
    if (s.any && graph->item_count) status = web_graph_cover(page, &then, in, "outcomes", error);
    if (status == STATUS_OK && s.any_condition) status = add_left(&s, in, error);
    return status ? status : web_graph_each(page, in, error);
}

enum status web_graph_each(const struct graph_page *page, struct value *in, struct error *error)
{
    struct web_request *request = page->request;
    const struct causes_graph *graph = page->graph;
    struct model *model = &request->model;
    struct value *list = value_list(model, in, "each");
    struct causes_item *items =
        arena_array(&request->arena, (size_t)graph->item_count + 1, sizeof *items);
    if (!items) return arena_full(&request->arena, error);
    enum status status = STATUS_OK;
    for (uint32_t i = 0; i < graph->item_count && i < GRAPH_PAGE_ITEMS && !status; i++) {
        if (!causes_item_counts(&graph->items[i], CAUSES_AS_PLANNED)) continue;
        struct causes_graph then = *graph;
        memcpy(items, graph->items, graph->item_count * sizeof *items);
        items[i].standing = CAUSES_STANDING_OUT;
        then.items = items;
        struct value *one = value_object(model, list, NULL);
        value_text(model, one, "item", graph->items[i].name);
        value_text(model, one, "text", graph->items[i].text);
        status = web_graph_cover(page, &then, one, "outcomes", error);
    }
    return status;
}
