/* The page that everybody reads: what it is, in short, its numbers, what was learnt. */
#include "report/telling.h"

static void add_people(struct telling *telling, const char *term, unsigned part)
{
    bool any = false;
    for (size_t i = 0; i < telling->review->people.count; i++) {
        const struct review_person *person = &telling->review->people.at[i];
        if (!(person->parts & (UINT32_C(1) << part))) continue;
        if (!any) paper_term(telling->paper, term);
        if (any) paper_add(telling->paper, ", ");
        paper_add(telling->paper, review_print_name(telling->review, person));
        any = true;
    }
    if (any) return;
    paper_term(telling->paper, term);
    paper_add(telling->paper, "not named yet");
}

static void add_dates(struct telling *telling)
{
    const struct review_review *own = telling->own;
    telling_term_date(telling, "Day of the incident", own->day);
    paper_term(telling->paper, "Status");
    paper_add(telling->paper, review_standing(telling->review));
    paper_addf(telling->paper, ", version %u", own->entry.version);
    if (own->published != INSTANT_NONE) {
        paper_term(telling->paper, "Published");
        telling_instant(telling, own->published);
    }
    paper_term(telling->paper, "Made");
    telling_instant(telling, telling->report->made);
    paper_term(telling->paper, "Times are in");
    paper_add(telling->paper, telling->report->zone ? zone_name(telling->report->zone) : "UTC");
    if (own->day != REVIEW_NO_DAY) {
        paper_add(telling->paper, ", on ");
        telling_date(telling, own->day);
        paper_add(telling->paper, " where no date is given");
    }
}

/* Why this is written, before anything else: in the words of the review, or in ours. */
static void add_aim(struct telling *telling)
{
    if (telling_is(telling->own->opening)) {
        paper_quote(telling->paper);
        paper_rich(telling->paper, telling->own->opening);
        return;
    }
    paper_paragraph(telling->paper);
    paper_run(telling->paper, PAPER_EMPHASIS,
              SPAN("This is written to discover what happened, to learn from it, and to find "
                   "guardrails, tools and resources that help next time. It describes what people "
                   "saw, knew and wanted at the time; seen from there, what they did made sense."),
              (struct span){0}, (struct review_id){0});
}

void telling_head(struct telling *telling)
{
    static const char *const policies[] = {
        "people are named by their roles", "people are named by their roles",
        "people are named by their roles, or by name where they chose so", "people are named"};
    const struct review_review *own = telling->own;
    add_aim(telling);
    paper_terms(telling->paper);
    telling_term_word(telling, "Kind", &review_words_sort, own->sort);
    telling_term_line(telling, "Severity", own->severity);
    telling_term_line(telling, "Why it is held", own->why_held);
    if (own->reasons) {
        paper_term(telling->paper, "Criteria met");
        telling_words(telling, &review_words_reason, own->reasons);
    }
    if (own->components.count) {
        paper_term(telling->paper, "Components");
        telling_lines(telling, own->components);
    }
    add_dates(telling);
    add_people(telling, "Owner", REVIEW_PART_OWNER);
    add_people(telling, "Facilitator", REVIEW_PART_FACILITATOR);
    add_people(telling, "Note-taker", REVIEW_PART_NOTE_TAKER);
    paper_term(telling->paper, "Names");
    paper_add(telling->paper, policies[own->naming < 4 ? own->naming : 0]);
    paper_term(telling->paper, "For");
    paper_add(telling->paper, vocabulary_meaning(&review_words_circle, telling->circle));
    telling_term_line(telling, "Went on to", telling->wide ? NULL : own->handed_to);
    if (telling_is(own->definitions)) {
        paper_heading(telling->paper, "Words used here");
        paper_prose(telling->paper, own->definitions);
    }
}

void telling_short(struct telling *telling)
{
    paper_prose(telling->paper, telling->own->summary);
    if (!telling_is(telling->own->concerns)) return;
    paper_terms(telling->paper);
    telling_term_text(telling, "Concerns you if", telling->own->concerns);
}

/* ---- numbers ---- */

/* "Not known: fault, alert." */
static void add_missing(struct telling *telling, const char *what, const char *const *words,
                        const char *const *why, size_t count)
{
    struct paper *paper = telling->paper;
    if (count == 0) return;
    paper_paragraph(paper);
    paper_add(paper, what);
    for (size_t i = 0; i < count; i++) {
        paper_add(paper, i ? ", " : ": ");
        paper_add(paper, words[i]);
        if (!why || !why[i]) continue;
        paper_add(paper, " (");
        paper_add(paper, why[i]);
        paper_add(paper, " is missing)");
    }
    paper_add(paper, ".");
}

static void add_anchors(struct telling *telling)
{
    static const char *const heads[] = {"Anchor", "When", "Rests on", "What it means here", NULL};
    const char *missing[REVIEW_ANCHOR_COUNT];
    size_t missing_count = 0;
    struct paper *paper = telling->paper;
    bool open = false;
    for (size_t i = 0; i < REVIEW_ANCHOR_COUNT; i++) {
        const struct review_anchor *anchor = &telling->report->bounds->anchors[i];
        if (anchor->at.earliest == INSTANT_NONE) {
            missing[missing_count++] = anchor->word;
            continue;
        }
        telling_open_table(telling, &open, NULL,
                           "Anchors of the incident, as they are defined here", heads);
        paper_row(paper);
        paper_cell(paper);
        paper_add(paper, anchor->word);
        paper_cell(paper);
        telling_interval(telling, anchor->at);
        paper_cell(paper);
        if (anchor->event) paper_entry(paper, anchor->event->entry.id);
        paper_cell(paper);
        paper_add(paper, anchor->meaning);
    }
    add_missing(telling, "Anchors that are not known", missing, NULL, missing_count);
}

static void add_lengths(struct telling *telling)
{
    static const char *const heads[] = {"Duration", "How long", "Formula", NULL};
    const char *missing[REVIEW_LENGTH_COUNT], *why[REVIEW_LENGTH_COUNT];
    size_t missing_count = 0;
    struct paper *paper = telling->paper;
    bool open = false;
    for (size_t i = 0; i < REVIEW_LENGTH_COUNT; i++) {
        const struct review_length *length = &telling->report->bounds->lengths[i];
        if (!length->length.known) {
            why[missing_count] = length->missing;
            missing[missing_count++] = length->word;
            continue;
        }
        telling_open_table(telling, &open, NULL, "Durations; bounds where the anchors have them",
                           heads);
        paper_row(paper);
        paper_cell(paper);
        paper_add(paper, length->word);
        paper_cell(paper);
        telling_length(telling, length->length, length->ongoing);
        paper_cell(paper);
        paper_add(paper, length->formula);
    }
    add_missing(telling, "Durations that are not known", missing, why, missing_count);
}

static void add_measure(struct telling *telling, const struct review_measure *measure)
{
    struct paper *paper = telling->paper;
    paper_row_of(paper, measure->entry.id, false);
    paper_cell(paper);
    paper_add(paper, measure->what);
    if (telling_is(measure->scope)) paper_add(paper, ", ");
    paper_add(paper, measure->scope);
    paper_cell(paper);
    paper_add(paper, measure->value);
    if (telling_is(measure->unit)) paper_add(paper, " ");
    paper_add(paper, measure->unit);
    if (measure->final) paper_add(paper, " (final)");
    paper_cell(paper);
    if (measure->at.raw) telling_time(telling, &measure->at);
    paper_cell(paper);
    /* Each number has a source or the word "estimated". */
    bool sourced = telling_is(measure->source) || measure->evidence.count;
    if (measure->figure == REVIEW_FIGURE_MEASURED && sourced)
        paper_add(paper, "measured");
    else if (measure->figure == REVIEW_FIGURE_NONE && sourced)
        paper_add(paper, "as told by its source");
    else
        paper_add(paper, "estimated");
    if (telling_is(measure->source)) paper_add(paper, ": ");
    paper_add(paper, measure->source);
    if (measure->evidence.count) paper_add(paper, "; ");
    telling_places(telling, measure->evidence);
    if (telling_is(measure->role)) paper_add(paper, ", given by ");
    paper_add(paper, telling_who(telling, measure->role));
    if (telling_is(measure->method)) paper_break(paper);
    paper_rich(paper, measure->method);
}

/* Final numbers in the gist; how they were estimated on the way is in the part on impact. */
static void add_measures(struct telling *telling, bool final)
{
    static const char *const heads[] = {"What", "How much", "As known at", "Measured or estimated",
                                        NULL};
    const struct review *review = telling->review;
    bool open = false, any_final = false;
    for (size_t i = 0; i < review->measures.count; i++) any_final |= review->measures.at[i].final;
    for (size_t i = 0; i < review->measures.count; i++) {
        if (final && any_final && !review->measures.at[i].final) continue;
        telling_open_table(telling, &open, NULL,
                           final ? "Impact in numbers"
                                 : "Estimates of impact over time, and the "
                                   "final numbers",
                           heads);
        add_measure(telling, &review->measures.at[i]);
    }
}

static void add_impacts(struct telling *telling)
{
    const struct review_bounds *bounds = telling->report->bounds;
    if (bounds->impact_count < 2) return;
    paper_paragraph(telling->paper);
    paper_add(telling->paper, "Users were affected in ");
    telling_count(telling, bounds->impact_count, "interval", "intervals");
    paper_add(telling->paper, ": ");
    for (size_t i = 0; i < bounds->impact_count; i++) {
        if (i) paper_add(telling->paper, "; ");
        paper_add(telling->paper, "from ");
        telling_interval(telling, bounds->impacts[2 * i]);
        paper_add(telling->paper, ", until ");
        telling_interval(telling, bounds->impacts[2 * i + 1]);
    }
    paper_add(telling->paper, ".");
}

void telling_numbers(struct telling *telling)
{
    if (telling_strip_has(telling))
        paper_figure(telling->paper,
                     "The incident on one line of time: bars are bounds, the shaded band is impact",
                     telling_strip, telling);
    add_measures(telling, true);
    add_impacts(telling);
    add_anchors(telling);
    add_lengths(telling);
}

void telling_impact(struct telling *telling)
{
    static const char *const heads[] = {"When", "What", "Scope", "Level", NULL};
    struct paper *paper = telling->paper;
    bool open = false;
    paper_prose(paper, telling->own->impact);
    for (size_t i = 0; i < telling->report->settled->count; i++) {
        const struct review_event *event = telling->report->settled->moments[i].event;
        bool impact =
            event->kind >= REVIEW_EVENT_IMPACT_START && event->kind <= REVIEW_EVENT_IMPACT_END;
        if (!impact && event->kind != REVIEW_EVENT_SEVERITY && !telling_is(event->severity))
            continue;
        telling_open_table(telling, &open, NULL, "Impact and severity as they changed", heads);
        paper_row_of(paper, event->entry.id, false);
        paper_cell(paper);
        telling_interval(telling, telling->report->settled->moments[i].start);
        paper_cell(paper);
        telling_event(telling, event);
        paper_cell(paper);
        paper_add(paper, event->scope);
        paper_cell(paper);
        paper_add(paper, event->severity);
    }
    add_measures(telling, false);
}

/* ---- learning ---- */

static void add_beliefs(struct telling *telling)
{
    static const char *const heads[] = {"Then", "Now", "Through what", "Who", NULL};
    struct paper *paper = telling->paper;
    bool open = false;
    for (size_t i = 0; i < telling->review->statements.count; i++) {
        const struct review_statement *s = &telling->review->statements.at[i];
        if (s->code != REVIEW_CODE_BELIEF || !telling_shows(telling, s)) continue;
        telling_open_table(telling, &open, "Corrected beliefs", "Beliefs that were corrected",
                           heads);
        paper_row_of(paper, s->entry.id, false);
        paper_cell(paper);
        paper_rich(paper, telling_is(s->then) ? s->then : s->text);
        paper_cell(paper);
        paper_rich(paper, s->now);
        paper_cell(paper);
        paper_rich(paper, s->through);
        paper_cell(paper);
        telling_by(telling, s);
    }
}

/* How many learnt something, as counted in the room without names. */
static void add_learners(struct telling *telling)
{
    struct paper *paper = telling->paper;
    for (size_t i = 0; i < telling->review->meetings.count; i++) {
        const struct review_meeting *meeting = &telling->review->meetings.at[i];
        if (meeting->learned == REVIEW_NO_COUNT) continue;
        paper_paragraph(paper);
        paper_addf(paper, "%lld", (long long)meeting->learned);
        if (meeting->present != REVIEW_NO_COUNT)
            paper_addf(paper, " of %lld", (long long)meeting->present);
        paper_add(paper, " present said that they had learnt something that changes future work");
        if (meeting->again != REVIEW_NO_COUNT)
            paper_addf(paper, "; %lld would come again", (long long)meeting->again);
        paper_add(paper, ".");
    }
}

void telling_learned(struct telling *telling)
{
    bool any = telling_statements(telling, REVIEW_CODE_LEARNED, NULL);
    if (!any && telling->own->no_learning) {
        paper_paragraph(telling->paper);
        paper_add(telling->paper, "It was asked, and nobody had learnt something new.");
    }
    add_learners(telling);
    add_beliefs(telling);
    telling_statements(telling, REVIEW_CODE_SURPRISE, "Surprises");
    telling_statements(telling, REVIEW_CODE_FINDING, "Other findings");
}
