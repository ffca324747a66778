/* The details: areas, evidence, method, messages, and what changed since publication. */
#include "report/telling.h"

void telling_areas(struct telling *telling)
{
    static const char *const heads[] = {"Area",        "State",    "What was found", "#Events",
                                        "#Statements", "#Factors", "#Items",         NULL};
    struct review_area_cover cover[7];
    struct paper *paper = telling->paper;
    review_areas_of(telling->review, cover);
    paper_table(paper, "Seven areas to look for improvement", heads);
    for (size_t i = 0; i < 7; i++) {
        const struct review_area *area = cover[i].entry;
        size_t counts[] = {cover[i].events, cover[i].statements, cover[i].factors, cover[i].items};
        if (area)
            paper_row_of(paper, area->entry.id, true);
        else
            paper_row(paper);
        paper_cell(paper);
        paper_addf(paper, "R%zu ", i + 1);
        paper_add(paper, vocabulary_meaning(&review_words_area, cover[i].area));
        paper_cell(paper);
        paper_add(paper, vocabulary_meaning(&review_words_cover,
                                            cover[i].state ? cover[i].state : REVIEW_COVER_OPEN));
        paper_cell(paper);
        if (area) paper_rich(paper, area->found);
        if (area && area->rests_on.count) paper_add(paper, telling_is(area->found) ? " (" : "(");
        if (area) telling_ids(telling, area->rests_on);
        if (area && area->rests_on.count) paper_add(paper, ")");
        for (size_t j = 0; j < 4; j++) {
            paper_cell(paper);
            paper_addf(paper, "%zu", counts[j]);
        }
    }
}

/* ---- evidence ---- */

static void add_custody(struct telling *telling, const struct review_exhibit *exhibit)
{
    struct paper *paper = telling->paper;
    if (telling_is(exhibit->query)) {
        paper_break(paper);
        paper_code(paper, exhibit->query);
    }
    if (telling->wide) return;
    if (telling_is(exhibit->limits)) {
        paper_break(paper);
        paper_add(paper, exhibit->limits);
    }
    if (telling_is(exhibit->origin)) {
        paper_break(paper);
        paper_add(paper, "from ");
        paper_add(paper, exhibit->origin);
    }
    if (exhibit->collected != INSTANT_NONE) {
        paper_break(paper);
        paper_add(paper, "collected ");
        telling_instant(telling, exhibit->collected);
    }
    if (!telling_is(exhibit->collector)) return;
    paper_add(paper, " by ");
    paper_add(paper, telling_named(telling, exhibit->collector));
}

static void add_exhibit(struct telling *telling, const struct review_exhibit *exhibit)
{
    struct paper *paper = telling->paper;
    paper_row_of(paper, exhibit->entry.id, true);
    paper_cell(paper);
    paper_entry(paper, exhibit->entry.id);
    paper_add(paper, " ");
    paper_add(paper, telling_source(telling, exhibit->name));
    paper_cell(paper);
    paper_add(paper, exhibit->what);
    if (telling_is(exhibit->what) && telling_is(exhibit->sort)) paper_add(paper, "; ");
    paper_add(paper, exhibit->sort);
    if (exhibit->size != REVIEW_NO_COUNT)
        paper_addf(paper, ", %lld bytes", (long long)exhibit->size);
    if (!telling->wide || telling->circle == REVIEW_CIRCLE_COMPANY) add_custody(telling, exhibit);
    paper_cell(paper);
    if (exhibit->range.raw) telling_time(telling, &exhibit->range);
    if (telling_is(exhibit->zone))
        paper_add(paper, exhibit->range.raw ? ", its clock in " : "clock in ");
    paper_add(paper, exhibit->zone);
    paper_cell(paper);
    paper_code(paper, exhibit->content);
}

static bool is_missing(const struct review_exhibit *exhibit)
{
    return exhibit->presence == REVIEW_PRESENCE_WANTED || exhibit->presence == REVIEW_PRESENCE_GONE;
}

void telling_evidence(struct telling *telling)
{
    static const char *const heads[] = {"What", "What it shows", "Range", "SHA-256", NULL};
    const struct review *review = telling->review;
    struct paper *paper = telling->paper;
    bool open = false;
    for (size_t i = 0; i < review->exhibits.count; i++) {
        if (is_missing(&review->exhibits.at[i])) continue;
        telling_open_table(telling, &open, NULL, "Evidence, each named by the hash of its content",
                           heads);
        add_exhibit(telling, &review->exhibits.at[i]);
    }
    open = false;
    for (size_t i = 0; i < review->exhibits.count; i++) {
        const struct review_exhibit *exhibit = &review->exhibits.at[i];
        if (!is_missing(exhibit)) continue;
        if (!open) {
            paper_heading(paper, "Not available");
            paper_list(paper);
        }
        open = true;
        paper_row_of(paper, exhibit->entry.id, true);
        paper_cell(paper);
        paper_entry(paper, exhibit->entry.id);
        paper_add(paper, " ");
        paper_add(paper, telling_is(exhibit->name) ? telling_source(telling, exhibit->name)
                                                   : exhibit->what);
        paper_add(paper, ": ");
        paper_add(paper,
                  exhibit->presence == REVIEW_PRESENCE_WANTED ? "still wanted" : "not there");
        if (telling_is(exhibit->because)) paper_add(paper, ", because: ");
        paper_add(paper, exhibit->because);
    }
}

/* ---- method ---- */

static void add_meetings(struct telling *telling)
{
    static const char *const heads[] = {"Meeting", "When", "#Minutes", "#Present", NULL};
    struct paper *paper = telling->paper;
    bool open = false;
    for (size_t i = 0; i < telling->review->meetings.count; i++) {
        const struct review_meeting *meeting = &telling->review->meetings.at[i];
        telling_open_table(telling, &open, NULL, "Meetings", heads);
        paper_row_of(paper, meeting->entry.id, true);
        paper_cell(paper);
        paper_entry(paper, meeting->entry.id);
        paper_add(paper, " ");
        paper_add(paper, vocabulary_word(&review_words_meeting, meeting->kind));
        if (!meeting->held) paper_add(paper, " (planned)");
        paper_cell(paper);
        telling_instant(telling, meeting->at);
        paper_cell(paper);
        if (meeting->minutes != REVIEW_NO_COUNT)
            paper_addf(paper, "%lld", (long long)meeting->minutes);
        paper_cell(paper);
        if (meeting->present != REVIEW_NO_COUNT)
            paper_addf(paper, "%lld", (long long)meeting->present);
    }
}

/* By role, each once a person; nothing counts what anybody said. */
static void add_heard(struct telling *telling)
{
    const struct review *review = telling->review;
    bool any = false;
    for (size_t i = 0; i < review->people.count; i++) {
        const struct review_person *person = &review->people.at[i];
        bool heard = person->heard != REVIEW_NO_DAY || person->account == REVIEW_ACCOUNT_GIVEN;
        if (!heard) continue;
        if (!any) {
            paper_terms(telling->paper);
            paper_term(telling->paper, "Who was heard");
        } else {
            paper_add(telling->paper, ", ");
        }
        any = true;
        paper_add(telling->paper, review_print_name(review, person));
    }
}

static void add_quality(struct telling *telling)
{
    const struct review_quality *quality = telling->report->quality;
    struct paper *paper = telling->paper;
    if (quality->events == 0) return;
    paper_paragraph(paper);
    paper_addf(paper, "The timeline in numbers: events %zu, with evidence or a statement %zu, ",
               quality->events, quality->with_evidence);
    paper_addf(paper, "resting on one source %zu, without a time %zu, ", quality->single_source,
               quality->undated);
    paper_addf(paper, "with a time whose source is in question %zu, ", quality->doubtful);
    paper_addf(paper, "known only after the incident had ended %zu; ", quality->hindsight);
    paper_addf(paper, "actions with their intent recorded %zu of %zu; ",
               quality->actions_with_intent, quality->actions);
    paper_addf(paper, "anchors known %zu of %d; open conflicts of accounts %zu.",
               quality->anchors_known, (int)REVIEW_ANCHOR_COUNT, quality->conflicts_open);
}

void telling_method(struct telling *telling)
{
    paper_prose(telling->paper, telling->own->method);
    add_heard(telling);
    add_meetings(telling);
    add_quality(telling);
}

void telling_messages(struct telling *telling)
{
    struct paper *paper = telling->paper;
    if (telling->circle != REVIEW_CIRCLE_PUBLIC && telling_is(telling->own->internal_note)) {
        paper_heading(paper, "Inside the company");
        paper_prose(paper, telling->own->internal_note);
    }
    if (telling_is(telling->own->public_note)) {
        paper_heading(paper, "For everybody");
        paper_prose(paper, telling->own->public_note);
    }
}

/* ---- changes ---- */

/* Working records of the review stay inside; what the report is made of is told. */
static bool is_told(const struct telling *telling, struct review_id id)
{
    uint32_t inside = REVIEW_MASK(PERSON) | REVIEW_MASK(QUESTION);
    if (telling->wide)
        inside |= REVIEW_MASK(STATEMENT) | REVIEW_MASK(EXHIBIT) | REVIEW_MASK(MEETING);
    return id.kind < REVIEW_KIND_COUNT && !(inside & (UINT32_C(1) << id.kind));
}

void telling_changes(struct telling *telling)
{
    static const char *const heads[] = {"When", "What", "Why", NULL};
    const struct report_review *report = telling->report;
    struct paper *paper = telling->paper;
    bool open = false;
    if (telling->own->published == INSTANT_NONE) return;
    for (size_t i = 0; i < report->history_count; i++) {
        const struct review_past *past = &report->history[i];
        if (past->at <= telling->own->published || !is_told(telling, past->id)) continue;
        telling_open_table(telling, &open, NULL, "Changes since publication", heads);
        paper_row(paper);
        paper_cell(paper);
        telling_instant(telling, past->at);
        paper_cell(paper);
        paper_entry(paper, past->id);
        const struct review_entry *entry = review_find(telling->review, past->id);
        if (!past->body.at)
            paper_add(paper, " was taken out");
        else
            paper_add(paper, past->version > 1 ? " was changed" : " was added");
        if (past->undoes)
            paper_addf(paper, " (takes change %llu back)", (unsigned long long)past->undoes);
        bool shown = entry && (past->id.kind != REVIEW_KIND_STATEMENT ||
                               telling_shows(telling, (const struct review_statement *)entry));
        if (shown) paper_add(paper, ": ");
        if (shown) paper_add(paper, review_entry_line(entry));
        paper_cell(paper);
        paper_add(paper, past->why);
    }
}
