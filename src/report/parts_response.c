/* Response: decisions before their results, actions, what people went by, tools, ideas. */
#include "report/telling.h"

static void add_detail(struct telling *telling, const char *word, const char *text, bool *any)
{
    if (!telling_is(text)) return;
    if (*any) paper_break(telling->paper);
    *any = true;
    if (word) paper_strong(telling->paper, word);
    if (word) paper_add(telling->paper, " ");
    paper_rich(telling->paper, text);
}

/* Options, stakes and sureness stand before what followed, so that a decision is read by what was
 * known then. */
static void add_decision(struct telling *telling, const struct review_event *event,
                         struct interval at)
{
    struct paper *paper = telling->paper;
    bool any = false;
    paper_row_of(paper, event->entry.id, false);
    paper_cell(paper);
    telling_interval(telling, at);
    paper_cell(paper);
    telling_event(telling, event);
    paper_cell(paper);
    add_detail(telling, "Options:", event->options, &any);
    add_detail(telling, "At stake:", event->stakes, &any);
    add_detail(telling, "Seen and wanted:", event->context, &any);
    if (!any) paper_add(paper, "none recorded");
    paper_cell(paper);
    if (event->sureness != REVIEW_NO_COUNT)
        paper_addf(paper, "%lld of 10", (long long)event->sureness);
    else
        paper_add(paper, "not recorded");
    paper_cell(paper);
    paper_rich(paper, event->seen);
}

static void add_action(struct telling *telling, const struct review_event *event,
                       struct interval at)
{
    struct paper *paper = telling->paper;
    bool any = false;
    paper_row_of(paper, event->entry.id, false);
    paper_cell(paper);
    telling_interval(telling, at);
    paper_cell(paper);
    telling_event(telling, event);
    if (telling_is(event->tool)) paper_add(paper, ", with ");
    paper_add(paper, event->tool);
    paper_cell(paper);
    add_detail(telling, NULL, event->intent, &any);
    add_detail(telling, "Expected:", event->expected, &any);
    any |= telling_said_of(telling, event, REVIEW_CODE_INTENT, any);
    if (!any) paper_add(paper, "not recorded");
    paper_cell(paper);
    paper_rich(paper, telling_is(event->seen) ? event->seen : "not recorded");
    paper_cell(paper);
    if (!telling_said_of(telling, event, REVIEW_CODE_DATA, false))
        paper_add(paper, "no confirmation recorded");
}

static void add_moves(struct telling *telling)
{
    static const char *const decided[] = {
        "When", "Decision", "What there was to go by", "How sure then", "What followed", NULL};
    static const char *const done[] = {"When", "Action", "Intent", "Seen", "Confirmed by", NULL};
    const struct review_settled *settled = telling->report->settled;
    bool open = false;
    for (size_t i = 0; i < settled->count; i++) {
        const struct review_event *event = settled->moments[i].event;
        if (event->kind != REVIEW_EVENT_DECIDE) continue;
        telling_open_table(telling, &open, "Decisions",
                           "Decisions, with the options there were before what followed", decided);
        add_decision(telling, event, settled->moments[i].start);
    }
    open = false;
    for (size_t i = 0; i < settled->count; i++) {
        const struct review_event *event = settled->moments[i].event;
        if (!telling_is_action(event->kind)) continue;
        telling_open_table(telling, &open, "Actions",
                           "Actions, what they were for, and what confirmed their effect", done);
        add_action(telling, event, settled->moments[i].start);
    }
}

/* ---- what people went by ---- */

/* The events a statement speaks of, with what happened in them. */
static void add_steps(struct telling *telling, const struct review_statement *s)
{
    bool any = false;
    for (size_t i = 0; i < s->about.count; i++) {
        const struct review_entry *entry = review_find(telling->review, s->about.at[i]);
        if (any) paper_break(telling->paper);
        any = true;
        if (entry && entry->id.kind == REVIEW_KIND_EVENT)
            telling_event(telling, (const struct review_event *)entry);
        else
            paper_entry(telling->paper, s->about.at[i]);
    }
    if (!any) paper_rich(telling->paper, s->text);
}

static void add_confidence(struct telling *telling, const struct review_statement *s)
{
    struct paper *paper = telling->paper;
    add_steps(telling, s);
    paper_cell(paper);
    paper_add(paper, s->source);
    if (s->ground) paper_add(paper, telling_is(s->source) ? " (" : "");
    if (s->ground) paper_add(paper, vocabulary_meaning(&review_words_ground, s->ground));
    if (s->ground && telling_is(s->source)) paper_add(paper, ")");
    if (s->about.count && telling_is(s->text)) {
        paper_add(paper, ": ");
        paper_rich(paper, s->text);
    }
    paper_cell(paper);
    if (s->sureness != REVIEW_NO_COUNT)
        paper_addf(paper, "%lld of 10", (long long)s->sureness);
    else
        paper_add(paper, "not recorded");
    paper_cell(paper);
    telling_by(telling, s);
}

static void add_data(struct telling *telling, const struct review_statement *s)
{
    struct paper *paper = telling->paper;
    paper_rich(paper, s->text);
    paper_cell(paper);
    paper_add(paper, s->source);
    if (telling_is(s->source) && s->evidence.count) paper_add(paper, "; ");
    telling_places(telling, s->evidence);
    paper_cell(paper);
    paper_add(paper, telling_is(s->delay) ? s->delay : "not recorded");
    paper_cell(paper);
    telling_ids(telling, s->about);
    paper_cell(paper);
    telling_by(telling, s);
}

static void add_tool(struct telling *telling, const struct review_statement *s)
{
    struct paper *paper = telling->paper;
    paper_add(paper, s->tool);
    paper_cell(paper);
    paper_rich(paper, s->text);
    paper_cell(paper);
    telling_ids(telling, s->about);
    paper_cell(paper);
    telling_by(telling, s);
}

static void add_preference(struct telling *telling, const struct review_statement *s)
{
    struct paper *paper = telling->paper;
    paper_add(paper, s->chosen);
    paper_cell(paper);
    paper_add(paper, s->passed_over);
    paper_cell(paper);
    paper_rich(paper, telling_is(s->why) ? s->why : s->text);
    paper_cell(paper);
    telling_ids(telling, s->about);
}

static void add_coded(struct telling *telling, unsigned code, const char *heading,
                      const char *caption, const char *const *heads,
                      void (*add)(struct telling *telling, const struct review_statement *s))
{
    bool open = false;
    for (size_t i = 0; i < telling->review->statements.count; i++) {
        const struct review_statement *s = &telling->review->statements.at[i];
        if (s->code != code || !telling_shows(telling, s)) continue;
        telling_open_table(telling, &open, heading, caption, heads);
        paper_row_of(telling->paper, s->entry.id, false);
        paper_cell(telling->paper);
        add(telling, s);
    }
}

static void add_ideas(struct telling *telling)
{
    static const char *const heads[] = {"Idea",  "Held by", "For", "Against", "Test and result",
                                        "State", NULL};
    struct paper *paper = telling->paper;
    bool open = false;
    for (size_t i = 0; i < telling->review->hypotheses.count; i++) {
        const struct review_hypothesis *h = &telling->review->hypotheses.at[i];
        bool any = false;
        telling_open_table(telling, &open, "Ideas of what was going on",
                           "Ideas at the time, with what spoke for and against each", heads);
        paper_row_of(paper, h->entry.id, true);
        paper_cell(paper);
        paper_entry(paper, h->entry.id);
        paper_add(paper, " ");
        paper_add(paper, h->text);
        paper_cell(paper);
        paper_add(paper, telling_who(telling, h->role));
        if (h->raised.raw) paper_add(paper, telling_is(h->role) ? ", from " : "from ");
        if (h->raised.raw) telling_time(telling, &h->raised);
        paper_cell(paper);
        telling_ids(telling, h->support);
        paper_cell(paper);
        telling_ids(telling, h->against);
        paper_cell(paper);
        add_detail(telling, NULL, h->test, &any);
        add_detail(telling, "Showed:", h->result, &any);
        paper_cell(paper);
        paper_add(paper, vocabulary_meaning(&review_words_idea, h->state));
        if (telling_is(h->why)) paper_add(paper, ": ");
        paper_rich(paper, h->why);
    }
}

/* ---- the part ---- */

void telling_response(struct telling *telling)
{
    static const char *const confidence[] = {"Step", "Source of confidence", "How sure then", "Who",
                                             NULL};
    static const char *const data[] = {"What it showed", "Source", "How old it was",
                                       "When",           "Who",    NULL};
    static const char *const tools[] = {"Tool", "What for", "When", "Who", NULL};
    static const char *const preferred[] = {"Chosen", "Passed over", "On what ground", "When",
                                            NULL};
    add_moves(telling);
    add_coded(telling, REVIEW_CODE_CONF, "Sources of confidence",
              "What gave confidence in each step, and how sure people were then", confidence,
              add_confidence);
    add_coded(telling, REVIEW_CODE_DATA, "Data that was looked at",
              "What was looked at for confirmation, and how old it was", data, add_data);
    add_coded(telling, REVIEW_CODE_TOOL, "Improvised tools", "Tools that were improvised", tools,
              add_tool);
    add_coded(telling, REVIEW_CODE_PREF, "One tool over another",
              "What was chosen, what was passed over, and on what ground", preferred,
              add_preference);
    add_ideas(telling);
    telling_information(telling);
    telling_coordination(telling);
}
