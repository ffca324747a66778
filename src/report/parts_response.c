/* Response and coordination: decisions before their results, what gave confidence, tools, who was
 * told. */
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
    if (s->ground) paper_add(paper, review_meaning(&review_words_ground, s->ground));
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
        paper_add(paper, review_meaning(&review_words_idea, h->state));
        if (telling_is(h->why)) paper_add(paper, ": ");
        paper_rich(paper, h->why);
    }
}

/* ---- information and documents ---- */

static void add_wishes(struct telling *telling)
{
    static const char *const heads[] = {"Wanted", "Where", "When", "What there was", NULL};
    struct review_wish *wishes;
    size_t count;
    struct paper *paper = telling->paper;
    bool open = false;
    if (telling->status) return;
    telling->status =
        review_wishes(telling->review, telling->report->settled, telling->report->bounds,
                      paper->arena, &wishes, &count, telling->error);
    for (size_t i = 0; telling->status == STATUS_OK && i < count; i++) {
        const struct review_statement *s = wishes[i].statement;
        if (!telling_shows(telling, s)) continue;
        telling_open_table(telling, &open, "Information that was wanted",
                           "Information: wanted, had, when", heads);
        paper_row_of(paper, s->entry.id, false);
        paper_cell(paper);
        paper_rich(paper, s->text);
        paper_cell(paper);
        paper_add(paper, s->place);
        paper_cell(paper);
        if (s->wanted_at.raw) telling_time(telling, &s->wanted_at);
        paper_cell(paper);
        if (wishes[i].source) paper_entry(paper, wishes[i].source->entry.id);
        if (wishes[i].source) paper_add(paper, " ");
        paper_add(paper, wishes[i].text);
    }
}

static void add_documents(struct telling *telling)
{
    static const char *const heads[] = {"Document",          "State", "Found how",
                                        "Where it differed", "When",  NULL};
    struct paper *paper = telling->paper;
    bool open = false;
    for (size_t i = 0; i < telling->review->documents.count; i++) {
        const struct review_document *document = &telling->review->documents.at[i];
        telling_open_table(telling, &open, "Documents",
                           "Documents that were opened, and whether they agreed with the system",
                           heads);
        paper_row_of(paper, document->entry.id, true);
        paper_cell(paper);
        paper_entry(paper, document->entry.id);
        paper_add(paper, " ");
        paper_add(paper, document->title);
        if (!telling->wide && telling_is(document->link)) {
            paper_break(paper);
            paper_rich(paper, document->link);
        }
        paper_cell(paper);
        paper_add(paper, review_meaning(&review_words_current, document->state));
        paper_cell(paper);
        paper_rich(paper, document->found);
        paper_cell(paper);
        paper_rich(paper, document->differs);
        paper_cell(paper);
        if (document->opened.raw) telling_time(telling, &document->opened);
        if (document->opened.raw && document->about.count) paper_add(paper, ", ");
        telling_ids(telling, document->about);
    }
}

/* ---- coordination and notification ---- */

static bool is_coordination(unsigned kind)
{
    return (kind >= REVIEW_EVENT_PAGE && kind <= REVIEW_EVENT_HANDOVER) ||
           kind == REVIEW_EVENT_BLOCK || kind == REVIEW_EVENT_ACK;
}

static void add_coordination(struct telling *telling)
{
    static const char *const heads[] = {"When", "Until", "What", NULL};
    const struct review_settled *settled = telling->report->settled;
    struct paper *paper = telling->paper;
    bool open = false;
    for (size_t i = 0; i < settled->count; i++) {
        const struct review_event *event = settled->moments[i].event;
        if (!is_coordination(event->kind)) continue;
        telling_open_table(telling, &open, "Coordination",
                           "Who took part, roles, handovers, and waiting", heads);
        paper_row_of(paper, event->entry.id, false);
        paper_cell(paper);
        telling_interval(telling, settled->moments[i].start);
        paper_cell(paper);
        if (event->end.raw) telling_interval(telling, settled->moments[i].end);
        paper_cell(paper);
        telling_event(telling, event);
    }
}

static void add_told(struct telling *telling)
{
    static const char *const heads[] = {
        "Audience",           "First told",      "Last told", "After detection",
        "After impact start", "Longest silence", "#Messages", NULL};
    const struct review_bounds *bounds = telling->report->bounds;
    struct paper *paper = telling->paper;
    bool any = false, missing = false;
    for (size_t i = 0; i < bounds->told_count; i++) any |= bounds->told[i].messages > 0;
    bool open = false;
    for (size_t i = 0; i < bounds->told_count; i++) {
        const struct review_told *told = &bounds->told[i];
        missing |= told->messages == 0;
        if (told->messages == 0) continue;
        telling_open_table(telling, &open, "Who was told", "Audiences, and when each was told",
                           heads);
        paper_row(paper);
        paper_cell(paper);
        paper_add(paper, review_word(&review_words_audience, told->audience));
        paper_cell(paper);
        telling_interval(telling, told->first);
        paper_cell(paper);
        telling_interval(telling, told->last);
        paper_cell(paper);
        telling_length(telling, told->after_detection, false);
        paper_cell(paper);
        telling_length(telling, told->after_impact, false);
        paper_cell(paper);
        bool after = !told->silence.known && bounds->impact_count && told->after_impact.known &&
                     bounds->anchors[REVIEW_ANCHOR_IMPACT_END].event;
        if (after)
            paper_add(paper, "no message while it lasted");
        else
            telling_length(telling, told->silence, false);
        paper_cell(paper);
        paper_addf(paper, "%zu", told->messages);
    }
    if (!missing || telling->review->events.count == 0) return;
    if (!any) paper_heading(paper, "Who was told");
    paper_paragraph(paper);
    paper_add(paper, "Never told, as far as the record shows: ");
    for (size_t i = 0, listed = 0; i < bounds->told_count; i++) {
        if (bounds->told[i].messages) continue;
        if (listed++) paper_add(paper, ", ");
        paper_add(paper, review_word(&review_words_audience, bounds->told[i].audience));
    }
    paper_add(paper, ".");
}

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
    add_wishes(telling);
    add_documents(telling);
    add_coordination(telling);
    add_told(telling);
}
