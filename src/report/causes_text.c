/* A graph of conditions on a terminal: its sets, what remediation does to them, what is open. */
#include "report/causes_told.h"

#include <stdio.h>

enum { WIDTH = 78, INDENT = 2, ALIKE = 2 };

struct screen {
    const struct causes_told *told;
    struct text out;
    struct text line; /* scratch */
    uint8_t *named;   /* conditions that a list names: their texts follow at the end */
};

static void add_strong(struct screen *screen, const char *words)
{
    if (screen->told->report->colour) text_adds(&screen->out, "\x1b[1m");
    text_add_visible(&screen->out, span_of(words));
    if (screen->told->report->colour) text_adds(&screen->out, "\x1b[0m");
}

/* Puts the scratch line out, wrapped, and clears it. */
static void put(struct screen *screen, size_t indent)
{
    if (screen->line.len) text_add_wrapped(&screen->out, text_span(&screen->line), indent, WIDTH);
    text_clear(&screen->line);
}

/* The same for a row of a list, which is left as long as it is. */
static void put_row(struct screen *screen, size_t indent)
{
    text_addf(&screen->out, "%*s", (int)indent, "");
    text_add(&screen->out, text_span(&screen->line));
    text_addc(&screen->out, '\n');
    text_clear(&screen->line);
}

static const struct causes_condition *condition_at(const struct screen *screen, uint32_t number)
{
    return &screen->told->graph->conditions[number];
}

static void add_name(struct screen *screen, uint32_t number)
{
    text_add_visible(&screen->line, span_of(condition_at(screen, number)->name));
    screen->named[number] = 1;
}

static void add_list(struct screen *screen, const struct causes_list *list, causes_count all)
{
    for (size_t i = 0; i < list->count; i++) {
        size_t count;
        const uint32_t *set = causes_set_at(list, i, &count);
        for (size_t j = 0; j < count; j++) {
            if (j) text_addc(&screen->line, ' ');
            add_name(screen, set[j]);
        }
        if (count == 0) text_adds(&screen->line, "(nothing at all)");
        put_row(screen, 2 * INDENT);
    }
    if (list->count < all) {
        text_adds(&screen->line, "... and ");
        causes_count_text(&screen->line, all - list->count);
        text_adds(&screen->line, " more (--most lists more)");
        put_row(screen, 2 * INDENT);
    }
}

static void add_family_list(struct screen *screen, const struct told_family *family)
{
    if (family->unlisted) {
        text_adds(&screen->line, "(to list them takes more than the budget; --most lists fewer)");
        put_row(screen, 2 * INDENT);
    } else if (screen->told->report->lists) {
        add_list(screen, &family->list, family->count);
    }
}

static void add_families(struct screen *screen, const struct told_outcome *outcome)
{
    const struct report_causes *report = screen->told->report;
    if (report->parts & REPORT_CAUSES_SETS) {
        causes_words_sets(&screen->line, &outcome->sets);
        put(screen, INDENT);
        add_family_list(screen, &outcome->sets);
    }
    if (report->parts & REPORT_CAUSES_PATHS) {
        causes_words_paths(&screen->line, &outcome->paths);
        put(screen, INDENT);
        add_family_list(screen, &outcome->paths);
    }
}

/* ---- how conditions stand among the others: in bands, never one at the top ---- */

static void add_band_head(struct screen *screen, uint32_t together)
{
    if (together == 0)
        text_adds(&screen->line, "In no way that was there this time:");
    else if (together == 1)
        text_adds(&screen->line, "Each of these was needed this time:");
    else {
        text_adds(&screen->line, "Needed this time together with ");
        causes_words_count(&screen->line, together - 1);
        text_adds(&screen->line, together == 2 ? " other:" : " others:");
    }
    put(screen, INDENT);
}

static void add_weights(struct screen *screen, const struct told_outcome *outcome)
{
    const struct causes_extent *extent = &outcome->weight_extent;
    if (outcome->weight_count == 0 && !extent->complete && extent->upto == 0) {
        text_adds(&screen->line, "How each condition stands takes more than the budget.");
        put(screen, INDENT);
    }
    for (size_t i = 0; i < outcome->weight_count; i++) {
        const struct causes_weight *weight = &outcome->weights[i];
        if (i == 0 || outcome->weights[i - 1].together != weight->together)
            add_band_head(screen, weight->together);
        add_name(screen, weight->condition);
        text_adds(&screen->line, "  in ");
        causes_count_text(&screen->line, weight->sets);
        text_adds(&screen->line, weight->sets == 1 ? " known way" : " known ways");
        put_row(screen, 2 * INDENT);
    }
}

/* ---- remediation ---- */

static void add_reach(struct screen *screen, const struct causes_coverage *cover,
                      const struct causes_reach *reach)
{
    const struct causes_item *item = &screen->told->graph->items[reach->item];
    if (item->standing == CAUSES_STANDING_OUT && reach->item != screen->told->report->item) return;
    text_add_visible(&screen->line, span_of(item->name));
    text_adds(&screen->line, "  breaks ");
    causes_count_text(&screen->line, reach->breaks);
    text_adds(&screen->line, " of ");
    causes_count_text(&screen->line, cover->sets);
    if (reach->weakens) {
        text_adds(&screen->line, ", weakens ");
        causes_count_text(&screen->line, reach->weakens);
    }
    if (reach->only && reach->counted) {
        text_adds(&screen->line, ", alone in ");
        causes_count_text(&screen->line, reach->only);
    }
    text_adds(&screen->line, reach->counted ? ": " : " (not counted): ");
    text_add_visible(&screen->line, span_of(item->text));
    put_row(screen, 2 * INDENT);
}

static void add_supposed(struct screen *screen)
{
    const struct report_causes *report = screen->told->report;
    const struct causes_item *item;
    if (report->item == CAUSES_NONE) return;
    item = &screen->told->graph->items[report->item];
    text_adds(&screen->line, "Suppose ");
    text_add_visible(&screen->line, span_of(item->name));
    text_adds(&screen->line, report->holds ? " holds (" : " does not hold (");
    text_add_visible(&screen->line, span_of(item->text));
    text_adds(&screen->line, ").");
    put(screen, INDENT);
}

/* Ideas that would break ways are easily taken for items that do. */
static void add_uncounted(struct screen *screen, const struct causes_coverage *cover)
{
    bool any = false;
    for (uint32_t i = 0; i < screen->told->graph->item_count; i++)
        any |= !cover->reaches[i].counted && cover->reaches[i].breaks &&
               screen->told->graph->items[i].standing < CAUSES_STANDING_PLANNED;
    if (!any) return;
    text_adds(&screen->line,
              "Not counted is what is an idea so far; --items all supposes that all of it holds.");
    put(screen, INDENT);
}

static void add_cover(struct screen *screen, const struct told_outcome *outcome)
{
    const struct causes_coverage *cover = &outcome->cover;
    add_supposed(screen);
    causes_words_cover(&screen->line, screen->told->graph, cover);
    put(screen, INDENT);
    for (uint32_t i = 0; i < screen->told->graph->item_count; i++)
        add_reach(screen, cover, &cover->reaches[i]);
    add_uncounted(screen, cover);
    if (cover->left.count == 0) return;
    text_adds(&screen->line, "Open:");
    put(screen, INDENT);
    add_list(screen, &cover->left, cover->open + cover->exposed);
}

static void add_plans(struct screen *screen)
{
    const struct causes_told *told = screen->told;
    const struct causes_list *list = &told->plans.plans;
    const unsigned depth = told->report->depth;
    char many[24];
    (void)snprintf(many, sizeof many, "%u times", depth);
    const char *often = depth == 1 ? "once" : depth == 2 ? "twice" : many;
    text_addc(&screen->out, '\n');
    add_strong(screen, "Ideas for a plan");
    text_addc(&screen->out, '\n');
    if (list->count == 0) {
        text_addf(&screen->line,
                  "The items that are written down do not break every known way %s; together they "
                  "reach %u. What else might?",
                  often, told->plans.reachable);
        put(screen, INDENT);
        return;
    }
    text_addf(&screen->line, "Smallest groups of items that break every known way %s%s:", often,
              told->plans.complete ? "" : " (others may be as small)");
    put(screen, INDENT);
    for (size_t i = 0; i < list->count; i++) {
        size_t count;
        const uint32_t *plan = causes_set_at(list, i, &count);
        for (size_t j = 0; j < count; j++) {
            if (j) text_addc(&screen->line, ' ');
            text_add_visible(&screen->line, span_of(told->graph->items[plan[j]].name));
        }
        put_row(screen, 2 * INDENT);
    }
}

/* ---- what is open ---- */

static void add_finding(struct screen *screen, const struct causes_finding *finding)
{
    const struct causes_rule_spec *rule = &causes_rules[finding->rule];
    text_addf(&screen->line, "%s%s: ", rule->severity == CAUSES_WRONG ? "cannot be: " : "",
              rule->word);
    text_add_visible(&screen->line, span_of(finding->text));
    put(screen, INDENT);
    if (!finding->question) return;
    text_add_visible(&screen->line, span_of(finding->question));
    put(screen, 3 * INDENT);
}

/* When not all are told, a few of each rule are: many of one kind do not hide the others. */
static void add_findings(struct screen *screen)
{
    const struct causes_told *told = screen->told;
    const bool all = told->finding_count <= told->report->most;
    size_t seen[CAUSES_RULE_COUNT] = {0}, shown = 0;
    text_addc(&screen->out, '\n');
    add_strong(screen, told->finding_count ? "Worth a look" : "Nothing is open");
    text_addc(&screen->out, '\n');
    for (size_t i = 0; i < told->finding_count && shown < told->report->most; i++) {
        const struct causes_finding *finding = &told->findings[i];
        if (!all && seen[finding->rule]++ >= ALIKE) continue;
        add_finding(screen, finding);
        shown++;
    }
    for (size_t rule = 0; rule < CAUSES_RULE_COUNT && !all; rule++) {
        if (seen[rule] <= ALIKE) continue;
        text_addf(&screen->line, "%s: %zu more like these", causes_rules[rule].word,
                  seen[rule] - ALIKE);
        put_row(screen, INDENT);
    }
    if (!all)
        text_addf(&screen->out, "  %zu of %zu are told here (--most %zu tells all)\n", shown,
                  told->finding_count, told->finding_count);
}

static void add_wordings(struct screen *screen)
{
    const struct causes_told *told = screen->told;
    for (size_t i = 0; i < told->wording_count && i < told->report->most; i++) {
        const struct told_wording *wording = &told->wordings[i];
        text_adds(&screen->line, wording->rule);
        text_adds(&screen->line, ": ");
        text_add_visible(&screen->line, span_of(wording->about));
        text_addf(&screen->line, " (%s) says \"", wording->part);
        text_add_visible(&screen->line, span_of(wording->words));
        text_addc(&screen->line, '"');
        put(screen, INDENT);
        text_adds(&screen->line, wording->question);
        put(screen, 3 * INDENT);
    }
}

static void add_questions(struct screen *screen)
{
    const struct causes_told *told = screen->told;
    text_addc(&screen->out, '\n');
    add_strong(screen, told->question_count     ? "To ask next"
                       : told->graph->way_count ? "Every link has been asked about"
                                                : "To ask next: what brought it about?");
    text_addc(&screen->out, '\n');
    for (size_t i = 0; i < told->question_count && i < told->report->most; i++) {
        const struct causes_question *question = &told->questions[i];
        const struct causes_way *way = &told->graph->ways[question->way];
        const char *from = question->link == CAUSES_NONE
                               ? "all"
                               : condition_at(screen, way->links[question->link].condition)->name;
        text_add_visible(&screen->line,
                         span_of(way->name ? way->name : condition_at(screen, way->effect)->name));
        text_addc(&screen->line, ' ');
        text_add_visible(&screen->line, span_of(from));
        text_adds(&screen->line, ": ");
        text_add_visible(&screen->line, span_of(question->text));
        put(screen, INDENT);
    }
    if (told->question_count > told->report->most)
        text_addf(&screen->out, "  ... and %zu more (--most lists more)\n",
                  told->question_count - told->report->most);
}

/* ---- the whole ---- */

static void add_names(struct screen *screen)
{
    bool any = false;
    for (uint32_t i = 0; i < screen->told->graph->condition_count; i++) {
        const struct causes_condition *condition = condition_at(screen, i);
        if (!screen->named[i] || !*condition->text) continue;
        if (!any) {
            text_addc(&screen->out, '\n');
            add_strong(screen, "Conditions");
            text_addc(&screen->out, '\n');
            any = true;
        }
        add_name(screen, i);
        text_adds(&screen->line, "  ");
        text_add_visible(&screen->line, span_of(condition->text));
        put_row(screen, INDENT);
    }
}

static void add_outcome(struct screen *screen, const struct told_outcome *outcome)
{
    const struct report_causes *report = screen->told->report;
    const struct causes_condition *condition = condition_at(screen, outcome->outcome);
    const unsigned parts =
        REPORT_CAUSES_SETS | REPORT_CAUSES_PATHS | REPORT_CAUSES_WEIGHTS | REPORT_CAUSES_COVER;
    if (!(report->parts & parts)) return;
    if (screen->out.len) text_addc(&screen->out, '\n');
    text_add_visible(&screen->line, span_of(condition->name));
    if (condition->outcome && !span_is(span_of(condition->name),
                                       vocabulary_word(&causes_words_outcome, condition->outcome)))
        text_addf(&screen->line, " (%s)",
                  vocabulary_word(&causes_words_outcome, condition->outcome));
    text_adds(&screen->line, *condition->text ? ": " : "");
    text_add_visible(&screen->line, span_of(condition->text));
    if (causes_was(condition) == CAUSES_WAS_NO)
        text_adds(&screen->line, " (it did not come to that)");
    add_strong(screen, screen->line.at);
    text_addc(&screen->out, '\n');
    text_clear(&screen->line);
    if (causes_is_leaf(condition)) {
        text_adds(&screen->line, "Nothing says yet what brought it about. What had to be so?");
        put(screen, INDENT);
        return;
    }
    add_families(screen, outcome);
    if (report->parts & REPORT_CAUSES_WEIGHTS) add_weights(screen, outcome);
    if (report->parts & REPORT_CAUSES_COVER) add_cover(screen, outcome);
}

static enum status tell(struct screen *screen, const struct report_sink *sink, struct error *error)
{
    const struct causes_told *told = screen->told;
    enum status status = STATUS_OK;
    if (told->report->graph->implied && !causes_told_has(told, REPORT_CAUSES_OUTLINE)) {
        text_adds(&screen->line,
                  "Nobody has drawn a way yet: this follows from what each factor says "
                  "it took part in, as a beginning to talk about.");
        put(screen, 0);
    }
    if (causes_told_has(told, REPORT_CAUSES_OUTLINE)) {
        status = report_flush(sink, &screen->out, error);
        if (status == STATUS_OK) status = report_graph_outline(told->report->graph, sink, error);
        if (status) return status;
        text_addc(&screen->out, '\n');
    }
    for (size_t i = 0; i < told->outcome_count; i++) add_outcome(screen, &told->outcomes[i]);
    if (causes_told_has(told, REPORT_CAUSES_PLANS)) add_plans(screen);
    add_names(screen);
    if (causes_told_has(told, REPORT_CAUSES_CHECK)) add_findings(screen);
    add_wordings(screen);
    if (causes_told_has(told, REPORT_CAUSES_QUESTIONS)) add_questions(screen);
    return report_flush(sink, &screen->out, error);
}

enum status report_causes_text(const struct report_causes *report, const struct report_sink *sink,
                               bool *ret_wrong, struct error *error)
{
    struct arena arena;
    struct causes_told told;
    struct screen screen = {.told = &told};
    arena_init(&arena, report->budget->bytes);
    text_init(&screen.out, 0);
    text_init(&screen.line, 0);
    enum status status = causes_told_make(report, &arena, &told, error);
    if (status == STATUS_OK) {
        screen.named = arena_alloc(&arena, (size_t)told.graph->condition_count + 1);
        status = screen.named ? tell(&screen, sink, error) : arena_full(&arena, error);
    }
    if (status == STATUS_OK) *ret_wrong = told.wrong;
    text_release(&screen.line);
    text_release(&screen.out);
    arena_release(&arena);
    return status;
}
