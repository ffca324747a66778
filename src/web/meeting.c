/* Meeting mode: the agenda by the clock, and the walk along the timeline. */
#include "web/pages.h"
#include "web/talk.h"

enum { PARTS_MOST = 6 };

/* ---- the agenda ---- */

struct part {
    const char *words, *how;
    unsigned minutes; /* 0: the end of the list */
};

#define OPEN "Open", "welcome, purpose, rules, roles, who is new; what people need"
#define WALK                                                                                       \
    "Walk the timeline forwards",                                                                  \
        "at each turning point: what did you see, what did you make of it; park fixes kindly"
#define WHOLE "Is it complete", "what is missing, what was otherwise, whose view is missing"
#define LEARN                                                                                      \
    "What did we learn", "who learned something, show of hands; the seven areas; surprises"
#define CLOSE "Close", "open questions get somebody; a day for remediation; two questions by hand"

static const struct plan {
    unsigned minutes;
    struct part parts[PARTS_MOST];
} plans[] = {
    {60, {{OPEN, 5}, {WALK, 35}, {WHOLE, 5}, {LEARN, 10}, {CLOSE, 5}}},
    {30, {{OPEN, 3}, {WALK, 17}, {WHOLE, 3}, {LEARN, 5}, {CLOSE, 2}}},
    {90, {{OPEN, 5}, {WALK, 55}, {WHOLE, 8}, {LEARN, 17}, {CLOSE, 5}}},
    {45,
     {{"Recap", "what was learned, in the words of the notes", 5},
      {"Shape the parked ideas", "merge, split; what does it make worse?", 15},
      {"Decide", "strength, type, owner, due, proof", 15},
      {"What stays open", "which sets of conditions no item breaks", 5},
      {"Decline", "openly, with reasons", 5}}},
};

static const struct plan *plan_of(struct web_request *request, const struct review_meeting *meeting)
{
    uint64_t minutes = 60;
    if (meeting && meeting->held) meeting = NULL; /* the next one is of no form yet */
    if (meeting && meeting->minutes > 0) minutes = (uint64_t)meeting->minutes;
    if (meeting && meeting->minutes <= 0 && meeting->kind == REVIEW_MEETING_REMEDIATION)
        minutes = 45;
    (void)web_query_number(request, "minutes", 1, 600, minutes, &minutes, NULL);
    for (size_t i = 0; i < sizeof plans / sizeof plans[0]; i++)
        if (plans[i].minutes == minutes) return &plans[i];
    return &plans[0];
}

/* The part that the address names (?part=2), else the one of the clock; from 1. */
static unsigned part_now(struct web_request *request, const struct plan *plan,
                         const struct review_meeting *meeting)
{
    uint64_t part = 0;
    unsigned at = 1, count = 0, until = 0;
    while (count < PARTS_MOST && plan->parts[count].minutes) count++;
    (void)web_query_number(request, "part", 1, count, 0, &part, NULL);
    if (part) return (unsigned)part;
    if (!talk_meeting_runs(meeting, request->now)) return 1;
    for (at = 1; at < count; at++) {
        until += plan->parts[at - 1].minutes;
        if (request->now < instant_add(meeting->at, (duration)until * NS_PER_MIN)) break;
    }
    return at;
}

static unsigned add_plan(struct web_request *request, const struct plan *plan,
                         const struct review_meeting *meeting)
{
    struct model *model = &request->model;
    struct value *list = value_list(model, NULL, "plan"), *forms = value_list(model, NULL, "forms");
    unsigned from = 0, now = part_now(request, plan, meeting);
    for (unsigned i = 0; i < PARTS_MOST && plan->parts[i].minutes; i++) {
        const struct part *part = &plan->parts[i];
        struct value *to = value_object(model, list, NULL);
        value_count(model, to, "number", i + 1);
        value_text(model, to, "words", part->words);
        value_text(model, to, "how", part->how);
        value_count(model, to, "length", part->minutes);
        value_textf(model, to, "from", "%u", from);
        from += part->minutes;
        value_count(model, to, "until", from);
        value_flag(model, to, "now", i + 1 == now);
    }
    for (size_t i = 0; i < sizeof plans / sizeof plans[0]; i++) {
        struct value *to = value_object(model, forms, NULL);
        value_count(model, to, "minutes", plans[i].minutes);
        value_flag(model, to, "now", &plans[i] == plan);
        value_flag(model, to, "remediation", plans[i].minutes == 45);
    }
    value_count(model, NULL, "minutes", plan->minutes);
    value_count(model, NULL, "part", now);
    return now;
}

static void add_meeting(struct web_request *request, const struct desk *desk,
                        const struct review_meeting *meeting)
{
    struct model *model = &request->model;
    char id[16];
    if (!meeting) return;
    struct value *to = value_object(model, NULL, "meeting");
    value_text(model, to, "id", review_id_text(meeting->entry.id, id));
    value_text(model, to, "href", web_entry_href(request, request->review, meeting->entry.id));
    value_count(model, to, "version", meeting->entry.version);
    value_text(model, to, "kind", vocabulary_word(&review_words_meeting, meeting->kind));
    value_text(model, to, "place", meeting->place);
    value_flag(model, to, "held", meeting->held);
    value_flag(model, to, "runs", talk_meeting_runs(meeting, request->now));
    if (meeting->at == INSTANT_NONE) return;
    talk_instant(request, desk, to, "at", meeting->at);
    web_when(request, to, "when", meeting->at);
}

/* ---- what the room has not come to yet ---- */

static void add_areas(struct web_request *request, const struct review *review)
{
    struct model *model = &request->model;
    struct review_area_cover areas[7];
    struct value *list = value_list(model, NULL, "untouched");
    review_areas_of(review, areas);
    for (size_t i = 0; i < 7; i++) {
        if (areas[i].state > REVIEW_COVER_OPEN) continue;
        struct value *to = value_object(model, list, NULL);
        value_textf(model, to, "id", "A%u", (unsigned)areas[i].area);
        value_text(model, to, "word", vocabulary_word(&review_words_area, areas[i].area));
        value_text(model, to, "meaning", vocabulary_meaning(&review_words_area, areas[i].area));
    }
}

static bool has_spoken(const struct review *review, const struct review_person *person,
                       instant since)
{
    for (size_t i = 0; i < review->statements.count; i++) {
        const struct review_statement *each = &review->statements.at[i];
        bool of = review_id_equal(each->person, person->entry.id) ||
                  (each->role && person->role && !strcmp(each->role, person->role));
        if (of && !each->first && (since == INSTANT_NONE || each->entry.written >= since))
            return true;
    }
    return false;
}

/* By role, for whoever leads, and never a number: it is a question, not a mark. */
static void add_missing_views(struct web_request *request, const struct review *review,
                              const struct review_meeting *meeting)
{
    enum { THERE = 1u << REVIEW_PART_PARTICIPANT };
    if (!web_leads(request)) return;
    bool runs = talk_meeting_runs(meeting, request->now);
    struct value *list = value_list(&request->model, NULL, "missing_views");
    for (size_t i = 0; i < review->people.count; i++) {
        const struct review_person *person = &review->people.at[i];
        bool there = person->parts & THERE || person->involved;
        if (!there || !person->role || !*person->role) continue;
        if (has_spoken(review, person, runs ? meeting->at : INSTANT_NONE)) continue;
        value_text(&request->model, value_object(&request->model, list, NULL), "role",
                   person->role);
    }
}

static void add_conflicts(struct web_request *request, const struct desk *desk,
                          const struct review_settled *settled)
{
    struct model *model = &request->model;
    struct value *list = value_list(model, NULL, "conflicts");
    const struct review *review = &desk->review;
    char id[16];
    for (size_t i = 0; i < review->conflicts.count; i++) {
        const struct review_conflict *conflict = &review->conflicts.at[i];
        if (conflict->disposition > REVIEW_DISPOSITION_OPEN) continue;
        struct value *to = value_object(model, list, NULL);
        value_text(model, to, "id", review_id_text(conflict->entry.id, id));
        value_text(model, to, "text", conflict->text);
        talk_refs(request, desk, to, "claims", &conflict->claims);
    }
    for (size_t i = 0; i < settled->contradiction_count; i++)
        value_text(model, value_object(model, list, NULL), "text", settled->contradictions[i].text);
}

static enum status add_gap(struct web_request *request, const struct desk *desk,
                           const struct review_settled *settled, const struct review_bounds *bounds,
                           struct error *error)
{
    struct review_quality quality;
    struct text words;
    char id[16];
    enum status status =
        review_quality_of(&desk->review, settled, bounds, &request->arena, &quality, error);
    if (status || !quality.widest_gap.known || !quality.gap_after) return status;
    struct value *to = value_object(&request->model, NULL, "gap");
    text_init(&words, 0);
    duration_add_text(&words, quality.widest_gap.least);
    value_span(&request->model, to, "length", text_span(&words));
    text_release(&words);
    value_text(&request->model, to, "after", review_id_text(quality.gap_after->entry.id, id));
    return STATUS_OK;
}

static enum status fill(struct web_request *request, struct desk *desk, struct error *error)
{
    const struct review *review = &desk->review;
    struct review_settled settled;
    struct review_bounds bounds;
    const struct review_meeting *meeting = talk_meeting(review, request->now);
    enum status status = desk_settle(desk, &settled, &bounds, error);
    if (status) return status;
    add_plan(request, plan_of(request, meeting), meeting);
    add_meeting(request, desk, meeting);
    value_text(&request->model, NULL, "opening", review_opening(review));
    value_flag(&request->model, NULL, "begins",
               !talk_meeting_runs(meeting, request->now) && !web_query(request, "at"));
    talk_roles(request, review);
    add_areas(request, review);
    add_missing_views(request, review, meeting);
    add_conflicts(request, desk, &settled);
    talk_parked(request, desk);
    talk_open_questions(request, desk);
    status = add_gap(request, desk, &settled, &bounds, error);
    return status ? status : talk_walk(request, desk, &settled, error);
}

enum status web_meeting(struct web_request *request, struct error *error)
{
    struct desk desk = {0};
    web_title(request, "Meeting");
    enum status status = web_desk(request, false, &desk, error);
    if (status) return status;
    status = fill(request, &desk, error);
    desk_close(&desk);
    return status;
}
