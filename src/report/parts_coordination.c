/* Of the response: information that was wanted, documents, who took part, who was told when. */
#include "report/telling.h"

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
        paper_add(paper, vocabulary_meaning(&review_words_current, document->state));
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

void telling_information(struct telling *telling)
{
    add_wishes(telling);
    add_documents(telling);
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
        paper_add(paper, vocabulary_word(&review_words_audience, told->audience));
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
    paper_add(paper, "No message, as far as the record shows, to: ");
    for (size_t i = 0, listed = 0; i < bounds->told_count; i++) {
        if (bounds->told[i].messages) continue;
        if (listed++) paper_add(paper, ", ");
        paper_add(paper, vocabulary_word(&review_words_audience, bounds->told[i].audience));
    }
    paper_add(paper, ".");
}

void telling_coordination(struct telling *telling)
{
    add_coordination(telling);
    add_told(telling);
}
