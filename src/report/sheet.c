/* The sheet that a facilitator takes into the meeting: what to read out, the agenda, and where to
 * stop with which question. It is told and rendered like the report. */
#include "report/telling.h"

enum { QUESTIONS_EACH = 3, QUESTIONS_WHOLE = 8 };

static void tell_opening(struct telling *telling)
{
    paper_part(telling->paper, "opening", "Opening", PAPER_MUST, 1);
    paper_prose(telling->paper, review_opening(telling->review));
}

static void tell_rules(struct telling *telling)
{
    static const char *const rules[] = {
        "We are here to understand, not to undo what happened.",
        "Everybody acted sensibly by what they saw, knew and wanted then.",
        "Describe first, explain later: what and how, before why and who.",
        "Roles, unless somebody wants to be named.",
        "One speaks at a time, and everyone is heard.",
        "Ideas for fixes are parked; they have a meeting of their own.",
        "\"I do not know\" and \"I was confused\" are welcome.",
        "Notes are taken; quotes only with consent; nothing here is for appraisal.",
    };
    paper_part(telling->paper, "rules", "Ground rules", PAPER_MUST, 1);
    paper_list(telling->paper);
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        paper_row(telling->paper);
        paper_cell(telling->paper);
        paper_add(telling->paper, rules[i]);
    }
}

static void tell_agenda(struct telling *telling)
{
    static const char *const heads[] = {"Minutes", "Part", "How", NULL};
    static const char *const rows[][3] = {
        {"0 to 5", "Open", "read out the opening; roles; who is new; what people need"},
        {"5 to 40", "Walk the timeline forwards",
         "at each turning point: what did you see, what did you make of it; park fixes kindly"},
        {"40 to 45", "Is it complete",
         "what is missing, what was otherwise, whose view is missing"},
        {"45 to 55", "Learning", "who learnt something, show of hands; the seven areas; surprises"},
        {"55 to 60", "Close",
         "open questions get somebody; a day for remediation; two questions: "
         "did you learn something, would you come again"},
    };
    paper_part(telling->paper, "agenda", "Agenda", PAPER_MUST, 1);
    paper_table(telling->paper, "One hour; when time runs out, the timeline wins", heads);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        paper_row(telling->paper);
        for (size_t j = 0; j < 3; j++) {
            paper_cell(telling->paper);
            paper_add(telling->paper, rows[i][j]);
        }
    }
}

static void add_questions(struct telling *telling, struct review_id about, size_t most)
{
    struct review_next *next = NULL;
    size_t count = 0;
    if (telling->status) return;
    telling->status =
        review_next_questions(telling->review, telling->report->settled, about, NULL, most,
                              telling->paper->arena, &next, &count, telling->error);
    for (size_t i = 0; telling->status == STATUS_OK && i < count; i++) {
        paper_row(telling->paper);
        paper_cell(telling->paper);
        paper_addf(telling->paper, "%s ", next[i].question->code);
        paper_add(telling->paper, next[i].question->text);
    }
}

/* Forwards; what followed from a decision is not on the sheet. */
static void tell_walk(struct telling *telling)
{
    const struct review_settled *settled = telling->report->settled;
    paper_part(telling->paper, "walk", "Where to stop", PAPER_MUST, 1);
    for (size_t i = 0; i < settled->count; i++) {
        const struct review_event *event = settled->moments[i].event;
        if (!event->turning && event->kind != REVIEW_EVENT_DECIDE) continue;
        paper_paragraph(telling->paper);
        telling_interval(telling, settled->moments[i].start);
        paper_add(telling->paper, "  ");
        telling_event(telling, event);
        paper_list(telling->paper);
        add_questions(telling, event->entry.id, QUESTIONS_EACH);
    }
    if (!paper_part_empty(telling->paper)) return;
    paper_paragraph(telling->paper);
    paper_add(telling->paper, "No event is marked as a turning point yet.");
}

static void tell_whole(struct telling *telling)
{
    paper_part(telling->paper, "questions", "Questions for all", PAPER_MUST, 1);
    paper_list(telling->paper);
    add_questions(telling, (struct review_id){0, 0}, QUESTIONS_WHOLE);
}

static void tell_open(struct telling *telling)
{
    struct review_area_cover areas[7];
    struct paper *paper = telling->paper;
    paper_part(paper, "open", "Not settled yet", PAPER_MUST, 1);
    paper_list(paper);
    review_areas_of(telling->review, areas);
    for (size_t i = 0; i < 7; i++) {
        if (areas[i].state > REVIEW_COVER_OPEN) continue;
        paper_row(paper);
        paper_cell(paper);
        paper_addf(paper, "Area: %s", vocabulary_meaning(&review_words_area, areas[i].area));
    }
    for (size_t i = 0; i < telling->review->conflicts.count; i++) {
        const struct review_conflict *conflict = &telling->review->conflicts.at[i];
        if (conflict->disposition > REVIEW_DISPOSITION_OPEN) continue;
        paper_row(paper);
        paper_cell(paper);
        paper_add(paper, "Accounts differ: ");
        paper_rich(paper, conflict->text);
    }
    for (size_t i = 0; i < telling->review->items.count; i++) {
        if (!telling->review->items.at[i].parked) continue;
        paper_row(paper);
        paper_cell(paper);
        paper_add(paper, "Parked: ");
        paper_rich(paper, telling->review->items.at[i].text);
    }
}

void telling_sheet(struct telling *telling)
{
    tell_opening(telling);
    tell_rules(telling);
    tell_agenda(telling);
    tell_walk(telling);
    tell_whole(telling);
    tell_open(telling);
    if (paper_part_empty(telling->paper)) paper_part_drop(telling->paper);
}
