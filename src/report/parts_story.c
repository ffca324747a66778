/* The story: what a stranger needs, what happened told forwards, how it was noticed. */
#include "report/telling.h"

void telling_background(struct telling *telling)
{
    paper_prose(telling->paper, telling->own->background);
    if (!telling_is(telling->own->safe)) return;
    paper_heading(telling->paper, "What normally keeps this working");
    paper_prose(telling->paper, telling->own->safe);
}

/* A viewpoint: what somebody saw, made of it, wanted, knew and did. */
static bool is_view(unsigned code)
{
    return code >= REVIEW_CODE_SAW && code <= REVIEW_CODE_KNEW;
}

static void add_view(struct telling *telling, const struct review_statement *s)
{
    struct paper *paper = telling->paper;
    paper_row_of(paper, s->entry.id, false);
    paper_cell(paper);
    telling_by(telling, s);
    paper_cell(paper);
    if (s->of.raw) telling_time(telling, &s->of);
    if (s->of.raw && s->about.count) paper_add(paper, ", ");
    telling_ids(telling, s->about);
    paper_cell(paper);
    paper_add(paper, vocabulary_meaning(&review_words_code, s->code));
    paper_cell(paper);
    if (s->quote) paper_add(paper, "\xe2\x80\x9c");
    paper_rich(paper, s->text);
    if (s->quote) paper_add(paper, "\xe2\x80\x9d");
}

static void add_assumption(struct telling *telling, const struct review_statement *s)
{
    struct paper *paper = telling->paper;
    paper_row_of(paper, s->entry.id, false);
    paper_cell(paper);
    paper_rich(paper, s->text);
    paper_cell(paper);
    telling_by(telling, s);
    paper_cell(paper);
    if (s->since.raw) telling_time(telling, &s->since);
    paper_cell(paper);
    if (s->changed.raw) telling_time(telling, &s->changed);
}

void telling_story(struct telling *telling)
{
    static const char *const views[] = {"Who", "When", "What it is", "As told", NULL};
    static const char *const assumed[] = {"Taken to be true", "By", "Since", "Until", NULL};
    const struct review *review = telling->review;
    bool open = false;
    paper_prose(telling->paper, telling->own->story);
    for (size_t i = 0; i < review->statements.count; i++) {
        const struct review_statement *s = &review->statements.at[i];
        if (!is_view(s->code) || !telling_shows(telling, s)) continue;
        telling_open_table(telling, &open, "How it looked at the time",
                           "What those who were there saw, knew, wanted and did", views);
        add_view(telling, s);
    }
    open = false;
    for (size_t i = 0; i < review->statements.count; i++) {
        const struct review_statement *s = &review->statements.at[i];
        if (s->code != REVIEW_CODE_ASSUME || !telling_shows(telling, s)) continue;
        telling_open_table(telling, &open, "Assumptions", "What was taken to be true, and how long",
                           assumed);
        add_assumption(telling, s);
    }
}

/* ---- detection and assessment ---- */

static void add_gap(struct telling *telling)
{
    const struct review_bounds *bounds = telling->report->bounds;
    const struct review_length *notice = &bounds->lengths[REVIEW_LENGTH_NOTICE];
    const struct review_length *detect = &bounds->lengths[REVIEW_LENGTH_DETECT];
    struct paper *paper = telling->paper;
    paper_terms(paper);
    paper_term(paper, "Signal to detection");
    telling_length(telling, notice->length, notice->ongoing);
    if (!notice->length.known && notice->missing) {
        paper_add(paper, ": ");
        paper_add(paper, notice->missing);
        paper_add(paper, " is missing");
    }
    paper_term(paper, "Impact start to detection");
    telling_length(telling, detect->length, detect->ongoing);
    const struct review_event *first = bounds->anchors[REVIEW_ANCHOR_DETECT].event;
    if (first) {
        paper_term(paper, "Noticed by");
        paper_entry(paper, first->entry.id);
        paper_add(paper, " ");
        paper_add(paper, first->what);
    }
}

static bool is_signal(unsigned kind)
{
    return kind == REVIEW_EVENT_FAULT || kind == REVIEW_EVENT_SIGNAL ||
           (kind >= REVIEW_EVENT_ALERT && kind <= REVIEW_EVENT_DECLARE);
}

void telling_detection(struct telling *telling)
{
    static const char *const heads[] = {"When", "What", "By which rule", "Known", NULL};
    struct paper *paper = telling->paper;
    const struct review_settled *settled = telling->report->settled;
    bool open = false;
    const struct review_anchor *anchors = telling->report->bounds->anchors;
    if (anchors[REVIEW_ANCHOR_SIGNAL].event || anchors[REVIEW_ANCHOR_DETECT].event)
        add_gap(telling);
    for (size_t i = 0; i < settled->count; i++) {
        const struct review_event *event = settled->moments[i].event;
        if (!is_signal(event->kind)) continue;
        telling_open_table(telling, &open, NULL,
                           "Signals, alerts, monitors that stayed quiet, and reports", heads);
        paper_row_of(paper, event->entry.id, false);
        paper_cell(paper);
        telling_interval(telling, settled->moments[i].start);
        paper_cell(paper);
        telling_event(telling, event);
        paper_cell(paper);
        paper_rich(paper, event->rule);
        paper_cell(paper);
        if (event->known.raw)
            telling_interval(telling, settled->moments[i].known);
        else
            paper_add(paper, "at once");
    }
}
