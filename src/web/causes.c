/* The page of contributing causes: the graph drawn and in words, its tests and checks as questions,
 * its sets, and what items do to them. The API gives what `causes --json` gives. */
#include "web/graph_page.h"
#include "web/pages.h"

const struct causes_budget graph_page_budget = {.steps = 6u * 1000 * 1000,
                                                .bytes = (size_t)64 << 20};

enum { DRAWN_MOST = 400 }; /* conditions of a picture that a page carries */

static enum status keep(void *context, struct span bytes, struct error *error)
{
    struct text *out = context;
    text_add(out, bytes);
    return text_status(out, error);
}

/* ---- what is computed ---- */

static unsigned parts_of(const struct graph_page *page)
{
    if (!page->whole) return REPORT_CAUSES_CHECK;
    return REPORT_CAUSES_SETS | REPORT_CAUSES_PATHS | REPORT_CAUSES_QUESTIONS |
           REPORT_CAUSES_CHECK | REPORT_CAUSES_WEIGHTS |
           (page->graph->item_count ? (unsigned)REPORT_CAUSES_COVER : 0);
}

static struct report_graph shown(const struct graph_page *page)
{
    struct arena *arena = &page->request->arena;
    return (struct report_graph){
        .graph = page->graph,
        .name = arena_printf(arena, "PM%u", page->request->review),
        .outcome = CAUSES_NONE,
        .implied = page->implied,
        .counted = CAUSES_AS_PLANNED,
        .links = arena_printf(arena, "/PM%u/", page->request->review),
    };
}

static enum status add_computed(const struct graph_page *page, struct error *error)
{
    struct report_graph graph = shown(page);
    struct report_causes causes = {.graph = &graph,
                                   .budget = &graph_page_budget,
                                   .parts = parts_of(page),
                                   .lists = true,
                                   .most = GRAPH_PAGE_MOST,
                                   .item = CAUSES_NONE};
    struct text out;
    bool wrong = false;
    text_init(&out, 32 << 20);
    enum status status =
        report_causes_json(&causes, &(struct report_sink){&out, keep}, &wrong, error);
    if (status == STATUS_OK)
        status = value_json(&page->request->model, NULL, NULL, text_span(&out), error);
    text_release(&out);
    value_flag(&page->request->model, NULL, "wrong_as_drawn", wrong);
    return status;
}

/* ---- the picture ---- */

typedef enum status drawing(const struct report_graph *graph, const struct report_sink *sink,
                            struct error *error);

static enum status add_drawn(const struct graph_page *page, const char *key, drawing *draw,
                             bool markup, struct error *error)
{
    struct report_graph graph = shown(page);
    struct text out;
    text_init(&out, 32 << 20);
    enum status status = draw(&graph, &(struct report_sink){&out, keep}, error);
    if (status == STATUS_OK && markup)
        value_markup(&page->request->model, NULL, key, text_span(&out));
    else if (status == STATUS_OK)
        value_span(&page->request->model, NULL, key, text_span(&out));
    text_release(&out);
    return status;
}

/* ---- names of a set become what they say ---- */

static const struct value *member(const struct value *object, const char *key)
{
    return object ? value_get(object, key) : NULL;
}

/* Sets as JSON has them hold names alone; a page shows what was so. */
static void tell_sets(const struct graph_page *page, struct value *of, const char *from)
{
    struct model *model = &page->request->model;
    const struct value *list = member(of, from);
    if (!list || list->type != VALUE_LIST) return;
    struct value *to = value_list(model, of, "shown");
    for (const struct value *set = list->first; set; set = set->next) {
        struct value *one = value_object(model, to, NULL);
        struct value *members = value_list(model, one, "conditions");
        int64_t count = 0;
        for (const struct value *name = set->first; name; name = name->next, count++) {
            uint32_t condition = causes_find(page->graph, name->text);
            if (condition != CAUSES_NONE) (void)web_graph_condition(page, members, NULL, condition);
        }
        value_count(model, one, "size", count);
    }
}

static struct value *changed(const struct value *value)
{
    return (struct value *)(uintptr_t)value; /* the model is ours to add to */
}

static void tell_outcomes(const struct graph_page *page)
{
    static const struct {
        const char *part, *list;
    } lists[] = {{"sets", "list"}, {"paths", "list"}, {"cover", "left"}};
    struct model *model = &page->request->model;
    const struct value *outcomes = value_get(model->root, "outcomes");
    for (struct value *one = outcomes ? outcomes->first : NULL; one; one = one->next) {
        uint32_t condition = causes_find(page->graph, span_of(value_str(one, "outcome")));
        if (condition != CAUSES_NONE) (void)web_graph_condition(page, one, "of", condition);
        for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
            struct value *part = changed(member(one, lists[i].part));
            if (part) tell_sets(page, part, lists[i].list);
        }
    }
}

/* A finding is told once: rules that the open tests say already are theirs. */
static void tell_findings(const struct graph_page *page)
{
    static const char *const tests[] = {"untested", "open-link", "not-asked-complete"};
    struct model *model = &page->request->model;
    const struct value *findings = value_get(model->root, "findings");
    struct value *checks = value_list(model, NULL, "checks");
    for (const struct value *one = findings ? findings->first : NULL; one; one = one->next) {
        bool test = false;
        for (size_t i = 0; i < sizeof tests / sizeof *tests; i++)
            test |= strcmp(value_str(one, "rule"), tests[i]) == 0;
        if (test) continue;
        struct value *to = value_object(model, checks, NULL);
        value_text(model, to, "text", value_str(one, "text"));
        value_text(model, to, "question", value_str(one, "question"));
        value_flag(model, to, "wrong", strcmp(value_str(one, "severity"), "wrong") == 0);
    }
}

/* ---- the page ---- */

static void add_forms(const struct graph_page *page)
{
    struct model *model = &page->request->model;
    web_words(model, NULL, "form_words", &review_words_form, 0);
    web_words(model, NULL, "barrier_words", &review_words_barrier, 0);
    web_words(model, NULL, "outcome_words", &review_words_outcome, 0);
    web_words(model, NULL, "part_words", &review_words_role_of_factor, 0);
    web_words(model, NULL, "reason_words", &review_words_reason_for, 0);
}

static enum status fill_page(const struct graph_page *page, struct error *error)
{
    struct model *model = &page->request->model;
    bool small = page->graph->condition_count <= DRAWN_MOST;
    enum status status = STATUS_OK;
    value_flag(model, NULL, "any", page->graph->condition_count != 0);
    value_flag(model, NULL, "too_many", !small);
    if (page->whole && small && page->graph->condition_count)
        status = add_drawn(page, "picture", report_graph_svg, true, error);
    if (status == STATUS_OK && page->whole && page->graph->condition_count)
        status = add_drawn(page, "outline", report_graph_outline, false, error);
    if (status) return status;
    tell_outcomes(page);
    tell_findings(page);
    web_graph_effects(page);
    add_forms(page);
    if (page->whole) status = web_graph_suppose(page, error);
    return status;
}

static enum status open_graph(struct web_request *request, struct desk *desk,
                              struct graph_page *ret, struct error *error)
{
    struct review_causes *causes = arena_alloc(&request->arena, sizeof *causes);
    if (!causes) return arena_full(&request->arena, error);
    enum status status = desk_causes(desk, causes, error);
    if (status) return status;
    *ret = (struct graph_page){.request = request,
                               .desk = desk,
                               .review = &desk->review,
                               .graph = &causes->graph,
                               .implied = causes->implied,
                               .whole = causes->graph.order != NULL};
    return STATUS_OK;
}

enum status web_with_graph(struct web_request *request,
                           enum status (*fill)(const struct graph_page *page, struct error *error),
                           struct error *error)
{
    struct desk desk;
    struct graph_page page;
    enum status status = web_desk(request, false, &desk, error);
    if (status) return status;
    status = open_graph(request, &desk, &page, error);
    if (status == STATUS_OK) status = fill(&page, error);
    desk_close(&desk);
    return status;
}

static enum status fill_causes(const struct graph_page *page, struct error *error)
{
    struct web_request *request = page->request;
    enum status status = add_computed(page, error);
    if (status || web_is_api(request)) return status;
    web_title(request, "Contributing causes");
    return fill_page(page, error);
}

static enum status fill_what_if(const struct graph_page *page, struct error *error)
{
    enum status status = causes_refuse_cycle(page->graph, error);
    return status ? status : web_graph_suppose(page, error);
}

enum status web_causes(struct web_request *request, struct error *error)
{
    return web_with_graph(request, fill_causes, error);
}

enum status web_causes_what_if(struct web_request *request, struct error *error)
{
    return web_with_graph(request, fill_what_if, error);
}
