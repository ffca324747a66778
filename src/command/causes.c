/* `causes`: the graph of conditions of a review, or of a text, with what follows from it. */
#include "command/causes.h"

enum {
    FEW = 5,           /* listed each when nothing special is asked for */
    MANY = 20,         /* listed each when it is */
    OUTLINE_MOST = 120 /* conditions of a graph that is told in words unasked */
};

/* Options that ask for a part. */
static const struct {
    const char *option;
    unsigned part;
} parts[] = {
    {"outline", REPORT_CAUSES_OUTLINE},     {"sets", REPORT_CAUSES_SETS},
    {"paths", REPORT_CAUSES_PATHS},         {"weights", REPORT_CAUSES_WEIGHTS},
    {"cover", REPORT_CAUSES_COVER},         {"what-if", REPORT_CAUSES_COVER},
    {"plans", REPORT_CAUSES_PLANS},         {"check", REPORT_CAUSES_CHECK},
    {"questions", REPORT_CAUSES_QUESTIONS},
};

/* What is told when nothing is asked for: all that a script might want, or a first look. */
static unsigned parts_unasked(const struct call *call, const struct causes_graph *graph)
{
    unsigned asked = REPORT_CAUSES_SETS | REPORT_CAUSES_PATHS | REPORT_CAUSES_QUESTIONS;
    if (!graph->order) return REPORT_CAUSES_CHECK;
    if (graph->item_count) asked |= REPORT_CAUSES_COVER;
    if (call_json(call)) return asked | REPORT_CAUSES_WEIGHTS | REPORT_CAUSES_CHECK;
    if (graph->condition_count <= OUTLINE_MOST) asked |= REPORT_CAUSES_OUTLINE;
    return asked;
}

static unsigned parts_asked(const struct call *call)
{
    unsigned asked = 0;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (call_has(call, parts[i].option)) asked |= parts[i].part;
    return asked;
}

static enum status no_such(const char *what, const char *name, const char *const *names,
                           size_t count, struct error *error)
{
    const char *nearest = NULL;
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < count; i++) {
        size_t away = span_distance(span_of(name), span_of(names[i]));
        if (away >= best) continue;
        best = away;
        nearest = names[i];
    }
    return error_set(error, STATUS_NOT_FOUND, "there is no %s \"%s\" in the graph%s%s%s", what,
                     name, nearest ? "; did you mean " : "", nearest ? nearest : "",
                     nearest ? "?" : "");
}

static enum status read_outcome(struct call *call, const struct causes_graph *graph, uint32_t *ret,
                                struct error *error)
{
    const char *name = call_value(call, "outcome");
    if (!name) return STATUS_OK;
    uint32_t found = causes_find(graph, span_of(name));
    const char **names =
        arena_array(&call->arena, (size_t)graph->condition_count + 1, sizeof *names);
    if (!names) return arena_full(&call->arena, error);
    for (uint32_t i = 0; i < graph->condition_count; i++) names[i] = graph->conditions[i].name;
    if (found == CAUSES_NONE)
        return no_such("condition", name, names, graph->condition_count, error);
    *ret = found;
    return STATUS_OK;
}

/* An item that counts is supposed not to hold, any other one to hold. */
static enum status read_item(struct call *call, const struct causes_graph *graph,
                             struct report_causes *report, struct error *error)
{
    const char *name = call_value(call, "what-if");
    if (!name) return STATUS_OK;
    report->item = causes_find_item(graph, span_of(name));
    const char **names = arena_array(&call->arena, (size_t)graph->item_count + 1, sizeof *names);
    if (!names) return arena_full(&call->arena, error);
    for (uint32_t i = 0; i < graph->item_count; i++) names[i] = graph->items[i].name;
    if (report->item == CAUSES_NONE) return no_such("item", name, names, graph->item_count, error);
    report->holds = !causes_item_counts(&graph->items[report->item],
                                        (enum causes_counted)report->graph->counted);
    return STATUS_OK;
}

/* In a text all items are ideas to be tried; in a review those count that are planned. */
static enum status read_counted(const struct call *call, bool typed, uint8_t *ret,
                                struct error *error)
{
    static const char *const words[] = {[CAUSES_AS_VERIFIED] = "verified",
                                        [CAUSES_AS_PLANNED] = "planned",
                                        [CAUSES_AS_THOUGHT] = "all"};
    const char *word = call_value(call, "items");
    *ret = typed ? CAUSES_AS_THOUGHT : CAUSES_AS_PLANNED;
    for (uint8_t i = 0; word && i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(word, words[i]) != 0) continue;
        *ret = i;
        return STATUS_OK;
    }
    return word ? error_set(error, STATUS_USAGE,
                            "--items wants verified, planned or all, not \"%s\"", word)
                : STATUS_OK;
}

static enum status read_budget(const struct call *call, struct causes_budget *ret,
                               struct error *error)
{
    uint64_t memory = causes_budget_default.bytes, steps = causes_budget_default.steps, largest = 0;
    enum status status = call_size(call, "memory", &memory, error);
    if (status == STATUS_OK) status = call_number(call, "steps", &steps, error);
    if (status == STATUS_OK) status = call_number(call, "largest", &largest, error);
    if (status) return status;
    *ret = causes_budget_default;
    ret->bytes = memory;
    ret->steps = steps;
    ret->largest = largest < UINT32_MAX ? (uint32_t)largest : UINT32_MAX;
    return STATUS_OK;
}

enum status causes_refuse_depth(uint64_t depth, struct error *error)
{
    if (depth >= 1 && depth <= 100) return STATUS_OK;
    return error_set(error, STATUS_USAGE, "--depth wants 1 to 100; two is a good aim");
}

static enum status read_numbers(const struct call *call, unsigned asked,
                                struct report_causes *report, struct error *error)
{
    uint64_t most = asked || call_json(call) ? MANY : FEW, depth = 2;
    enum status status = call_number(call, "most", &most, error);
    if (status == STATUS_OK) status = call_number(call, "depth", &depth, error);
    if (status == STATUS_OK) status = causes_refuse_depth(depth, error);
    if (status) return status;
    report->most = most;
    report->depth = (uint32_t)depth;
    return STATUS_OK;
}

/* FINDINGS when something cannot be so as it is drawn. */
static enum status tell(struct call *call, const struct causes_source *source,
                        const struct causes_budget *budget, struct error *error)
{
    const struct causes_graph *graph = &source->graph;
    const unsigned asked = parts_asked(call);
    struct report_graph shown = {.graph = graph,
                                 .name = source->name,
                                 .outcome = CAUSES_NONE,
                                 .implied = source->implied,
                                 .standalone = true};
    struct report_causes report = {.graph = &shown,
                                   .budget = budget,
                                   .lists = true,
                                   .observed = call_has(call, "observed"),
                                   .item = CAUSES_NONE,
                                   .wording = source->typed,
                                   .colour = output_colour(call)};
    bool wrong = false;
    enum status status = read_outcome(call, graph, &shown.outcome, error);
    if (status == STATUS_OK) status = read_counted(call, source->typed, &shown.counted, error);
    if (status == STATUS_OK) status = read_item(call, graph, &report, error);
    if (status == STATUS_OK) status = read_numbers(call, asked, &report, error);
    if (status == STATUS_OK && causes_has_form(call)) {
        status = causes_write_forms(call, &shown, error);
        if (!asked) return status;
    }
    if (status) return status;
    report.parts = asked ? asked : parts_unasked(call, graph);
    status = call_json(call) ? report_causes_json(&report, &call->out, &wrong, error)
                             : report_causes_text(&report, &call->out, &wrong, error);
    if (status == STATUS_OK && wrong) status = STATUS_FINDINGS;
    return status;
}

static enum status run(struct call *call, struct error *error)
{
    struct causes_door door = {.call = call};
    struct causes_source source;
    struct causes_budget budget;
    enum status status = read_budget(call, &budget, error);
    if (status) return status;
    if (call->operand_count > 1 && !call_has(call, "across"))
        return error_set(error, STATUS_USAGE,
                         "one graph at a time; --across puts several beside each other");
    if (call_has(call, "take")) return causes_run_take(call, error);
    if (call_has(call, "across")) {
        status = causes_run_across(&door, &budget, error);
    } else {
        status = causes_open(&door, call->operand_count ? call->operands[0] : NULL, &source, error);
        if (status == STATUS_OK) status = tell(call, &source, &budget, error);
    }
    causes_close(&door);
    return status;
}

static const struct option_spec options[] = {
    {"outline", 0, NULL, "the graph in words, each outcome with what it took"},
    {"sets", 0, NULL, "the sufficient sets: conditions that together bring an outcome about"},
    {"paths", 0, NULL, "the breaking sets: had all of one been otherwise, no known way is left"},
    {"observed", 0, NULL, "only ways that were there this time"},
    {"weights", 0, NULL, "how each condition stands among the others"},
    {"cover", 0, NULL, "which ways the items break, what stays open, what hangs on one item"},
    {"what-if", 0, "ITEM", "suppose this item does not hold; one that does not count yet: holds"},
    {"plans", 0, NULL, "smallest groups of items that break every way, as ideas"},
    {"depth", 0, "N", "how many items a plan is to have for every way (default: 2)"},
    {"items", 0, "WHICH",
     "items that count: verified, planned or all (default: planned; of a text: all)"},
    {"check", 0, NULL,
     "what is worth a look: circles, order of times, what is untested or missing"},
    {"questions", 0, NULL, "open tests as questions for the meeting"},
    {"outcome", 0, "NAME", "this outcome alone; any condition may be taken for one"},
    {"across", 0, NULL, "several graphs beside each other: what recurs, which guardrail meets it"},
    {"take", 0, "FILE", "take a graph that was typed over into the review"},
    {"svg", 0, "FILE", "draw it"},
    {"dot", 0, "FILE", "write it for Graphviz"},
    {"mermaid", 0, "FILE", "write it for Mermaid"},
    {"text", 0, "FILE", "write it in the language in which it may be typed"},
    {"psa", 0, "FILE", "write it as an Open-PSA fault tree"},
    {"most", 0, "N", "how many sets, findings and questions are listed each"},
    {"largest", 0, "N", "only sets of at most N conditions"},
    {"memory", 0, "SIZE", "most memory for diagrams (default: 256M)"},
    {"steps", 0, "N", "most steps of work; beyond them the answer is a bound, and says so"},
    DESK_OPTIONS,
    {NULL, 0, NULL, NULL},
};

const struct command_spec command_causes = {
    .name = "causes",
    .operands = "[REVIEW|FILE]...",
    .most = UINT32_MAX,
    .summary = "the conditions that had to come together, tested, and what remediation breaks",
    .text =
        "Of a review, or of a text that may be typed in a meeting, one condition a line "
        "(docs/formats/causes.md); - is standard input, and Open-PSA fault trees are read "
        "too.\n\n"
        "Nothing here is a probability: it speaks of the ways that are known. Exits with 1 when "
        "something cannot be so as it is drawn, such as a circle.",
    .example = "postmortem causes PM1 --sets --cover",
    .options = options,
    .run = run,
};
