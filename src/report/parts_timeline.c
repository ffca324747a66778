/* The timeline: events with bounds, source and status; accounts that differ; gaps. */
#include "report/telling.h"

static void add_when(struct telling *telling, const struct review_moment *moment,
                     const struct review_moment *before)
{
    const struct review_event *event = moment->event;
    struct paper *paper = telling->paper;
    paper_entry(paper, event->entry.id);
    paper_break(paper);
    /* What overlaps has no order by its times; a stated order says so itself. */
    bool order_open = before && before->start.earliest != INSTANT_NONE &&
                      moment->start.earliest != INSTANT_NONE && event->after.count == 0 &&
                      before->start.latest >= moment->start.earliest &&
                      before->start.latest != before->start.earliest;
    if (order_open) paper_add(paper, "\xe2\x89\x88 ");
    if (event->at.approximate) paper_add(paper, "about ");
    telling_interval(telling, moment->start);
    if (event->at.doubtful) paper_add(paper, " (its source is in question)");
    if (moment->narrowed) paper_add(paper, " (narrowed by other events)");
    if (event->end.raw || moment->end.earliest != INSTANT_NONE) {
        paper_break(paper);
        paper_add(paper, "until ");
        telling_interval(telling, moment->end);
    }
    if (!event->known.raw) return;
    paper_break(paper);
    paper_add(paper, "known since ");
    telling_interval(telling, moment->known);
    if (event->known_to.count) paper_add(paper, " to ");
    telling_lines(telling, event->known_to);
}

static void add_detail(struct telling *telling, const char *word, const char *text)
{
    if (!telling_is(text)) return;
    paper_break(telling->paper);
    paper_strong(telling->paper, word);
    paper_add(telling->paper, " ");
    paper_rich(telling->paper, text);
}

static void add_what(struct telling *telling, const struct review_event *event)
{
    struct paper *paper = telling->paper;
    paper_add(paper, telling_is(event->what) ? event->what : event->action);
    if (!telling_is(event->what) && telling_is(event->object)) paper_add(paper, " ");
    if (!telling_is(event->what)) paper_add(paper, event->object);
    if (event->turning) {
        paper_add(paper, " ");
        paper_strong(paper, "turning point");
    }
    add_detail(telling, "Context:", event->context);
    add_detail(telling, "How:", event->how);
    add_detail(telling, "Intent:", event->intent);
    add_detail(telling, "Expected:", event->expected);
    add_detail(telling, "Seen:", event->seen);
    add_detail(telling, "Rule:", event->rule);
    if (event->after.count == 0) return;
    paper_break(paper);
    paper_add(paper, "after ");
    telling_ids(telling, event->after);
    if (telling_is(event->order_basis)) paper_add(paper, ": ");
    paper_add(paper, event->order_basis);
}

static void add_status(struct telling *telling, const struct review_event *event)
{
    static const char *const backings[] = {"", "confirmed", "1 source", "accounts differ"};
    struct paper *paper = telling->paper;
    bool any = event->certainty || event->backing;
    paper_add(paper, vocabulary_word(&review_words_certainty, event->certainty));
    if (event->certainty && event->backing) paper_add(paper, ", ");
    if (event->backing) paper_add(paper, backings[event->backing < 4 ? event->backing : 0]);
    if (event->evidence.count && any) paper_break(paper);
    telling_places(telling, event->evidence);
    any |= event->evidence.count > 0;
    if (event->says.count && any) paper_break(paper);
    telling_ids(telling, event->says);
    any |= event->says.count > 0;
    for (size_t i = 0; i < telling->review->statements.count; i++) {
        const struct review_statement *said = &telling->review->statements.at[i];
        if (!telling_shows(telling, said) || !review_tells_of(said, event)) continue;
        if (any) paper_break(paper);
        paper_entry(paper, said->entry.id);
        any = true;
    }
    if (!any) paper_add(paper, "no source recorded");
    if (telling_is(event->basis)) paper_break(paper);
    if (telling_is(event->basis)) paper_add(paper, "time: ");
    paper_add(paper, event->basis);
}

static void add_row(struct telling *telling, const struct review_moment *moment,
                    const struct review_moment *before)
{
    const struct review_event *event = moment->event;
    struct paper *paper = telling->paper;
    paper_row_of(paper, event->entry.id, true);
    if (!paper->failed) paper->part->last->last->group = telling_group(event->kind);
    paper_cell(paper);
    add_when(telling, moment, before);
    paper_cell(paper);
    paper_add(paper, vocabulary_word(&review_words_event, event->kind));
    paper_cell(paper);
    paper_add(paper, telling_who(telling, event->actor));
    paper_cell(paper);
    add_what(telling, event);
    paper_cell(paper);
    add_status(telling, event);
}

static void add_conflicts(struct telling *telling)
{
    static const char *const heads[] = {"Accounts differ", "Accounts", "How it stands", NULL};
    const struct review *review = telling->review;
    struct paper *paper = telling->paper;
    bool open = false;
    for (size_t i = 0; i < review->conflicts.count; i++) {
        const struct review_conflict *conflict = &review->conflicts.at[i];
        telling_open_table(telling, &open, "Accounts differ", "Accounts that differ", heads);
        paper_row_of(paper, conflict->entry.id, true);
        paper_cell(paper);
        paper_entry(paper, conflict->entry.id);
        paper_add(paper, " ");
        paper_add(paper, conflict->text);
        paper_cell(paper);
        telling_ids(telling, conflict->claims);
        paper_cell(paper);
        paper_add(paper, vocabulary_meaning(&review_words_disposition,
                                            conflict->disposition ? conflict->disposition
                                                                  : REVIEW_DISPOSITION_OPEN));
        if (telling_is(conflict->explanation)) paper_add(paper, ": ");
        paper_rich(paper, conflict->explanation);
    }
}

static void add_contradictions(struct telling *telling)
{
    const struct review_settled *settled = telling->report->settled;
    struct paper *paper = telling->paper;
    for (size_t i = 0; i < settled->contradiction_count; i++) {
        const struct review_contradiction *c = &settled->contradictions[i];
        if (i == 0) {
            paper_heading(paper, "Times that cannot all hold");
            paper_list(paper);
        }
        paper_row(paper);
        paper_cell(paper);
        paper_add(paper, c->text);
        for (size_t j = 0; j < c->count; j++) {
            paper_add(paper, j ? "; " : " ");
            paper_entry(paper, c->ids[j]);
            if (telling_is(c->claims[j])) paper_add(paper, ": ");
            paper_add(paper, c->claims[j]);
        }
    }
}

static void add_gaps(struct telling *telling)
{
    const struct review_quality *quality = telling->report->quality;
    struct paper *paper = telling->paper;
    if (!quality->widest_gap.known || !quality->gap_after) return;
    paper_paragraph(paper);
    paper_add(paper, "The longest time without an event while users were affected is ");
    telling_length(telling, quality->widest_gap, false);
    paper_add(paper, ", after ");
    paper_entry(paper, quality->gap_after->entry.id);
    paper_add(paper, ".");
}

void telling_timeline(struct telling *telling)
{
    static const char *const heads[] = {
        "When", "Kind", "Who or what", "What happened", "How it is known", NULL};
    const struct review_settled *settled = telling->report->settled;
    bool open = false;
    for (size_t i = 0; i < settled->count; i++) {
        telling_open_table(
            telling, &open, NULL,
            "Events with the bounds of their times; \xe2\x89\x88 where the order is not known",
            heads);
        add_row(telling, &settled->moments[i], i ? &settled->moments[i - 1] : NULL);
    }
    if (!open) return;
    add_gaps(telling);
    add_conflicts(telling);
    add_contradictions(telling);
}
