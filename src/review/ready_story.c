/* What the first three stages ask for: the people and the evidence, the timeline, the talk. */
#include "review/conducting.h"

#include <stdio.h>

#define ADVICE REVIEW_WEIGHT_ADVICE
#define STAGE  REVIEW_WEIGHT_STAGE
#define REPORT REVIEW_WEIGHT_REPORT

/* ---- collect ---- */

static void need_people(struct review_needing *n)
{
    struct review_id_list roleless = {.count = 0};
    uint32_t parts = 0, takers = 0, apart = 0;
    for (size_t i = 0; i < n->review->people.count; i++) {
        const struct review_person *person = &n->review->people.at[i];
        const bool takes = person->parts >> REVIEW_PART_NOTE_TAKER & 1;
        parts |= person->parts;
        if (!review_said(person->role)) review_id_list_add(&roleless, person->entry.id);
        takers += takes;
        apart += takes && !(person->parts >> REVIEW_PART_FACILITATOR & 1);
    }
    if (!(parts >> REVIEW_PART_OWNER & 1))
        review_need_add(n, REPORT, "owner", "one person carries the review to its end", "person",
                        "\"...\" --parts owner", "nobody owns the review yet");
    if (!(parts >> REVIEW_PART_FACILITATOR & 1))
        review_need_add(n, REPORT, "facilitator",
                        "somebody who was not there can ask what those who were take for granted",
                        "person", "\"...\" --parts facilitator", "nobody facilitates yet");
    if (!takers)
        review_need_add(n, REPORT, "note-taker",
                        "who asks and who writes are two people, so that no remark is lost",
                        "person", "\"...\" --parts note-taker", "nobody takes the notes yet");
    else if (!apart)
        review_need_add(n, ADVICE, "note-taker-apart",
                        "who asks and who writes are two people, so that no remark is lost",
                        "person", "\"...\" --parts note-taker",
                        "the facilitator takes the notes as well");
    if (!(parts >> REVIEW_PART_PARTICIPANT & 1))
        review_need_add(n, ADVICE, "participants", "the story is told by those who were there",
                        "person", "\"...\" --parts participant --involved",
                        "nobody who was there takes part yet");
    review_need_ids(n, ADVICE, "person-role", "documents print roles, not names", &roleless,
                    "--role \"...\"", "people without a role");
}

static void need_exhibits(struct review_needing *n)
{
    struct review_id_list wanted = {.count = 0}, unexplained = {.count = 0};
    for (size_t i = 0; i < n->review->exhibits.count; i++) {
        const struct review_exhibit *exhibit = &n->review->exhibits.at[i];
        if (exhibit->presence == REVIEW_PRESENCE_WANTED)
            review_id_list_add(&wanted, exhibit->entry.id);
        else if (exhibit->presence == REVIEW_PRESENCE_GONE && !review_said(exhibit->because))
            review_id_list_add(&unexplained, exhibit->entry.id);
    }
    if (!n->review->exhibits.count)
        review_need_add(n, STAGE, "evidence", "evidence goes away: logs rotate, chats are edited",
                        "attach", "--all",
                        "no evidence is attached, and none is marked as not available");
    review_need_ids(n, STAGE, "evidence-wanted", "what is not saved now may be gone tomorrow",
                    &wanted, "--presence gone --because \"...\"", "evidence still to be had");
    review_need_ids(n, STAGE, "evidence-gone", "a reader can weigh a gap when its reason is told",
                    &unexplained, "--because \"...\"", "evidence is gone without a reason");
}

void review_need_collect(struct review_needing *n)
{
    const struct review_review *own = n->review->own;
    if (!review_said(own->title))
        review_need_add(n, REPORT, "title", "the title tells a stranger what users met", "edit",
                        "--title \"...\"", "the review has no title");
    if (!review_said(own->why_held) && !own->reasons)
        review_need_add(n, STAGE, "why-held", "people come differently when they know what for",
                        "edit", "--why-held \"...\"", "why a review is held is not said");
    if (!own->sort)
        review_need_add(n, REPORT, "sort",
                        "an incident, a near miss, a surprise and a drill are read differently",
                        "edit", "--sort incident",
                        "incident, near miss, surprise or drill is not said");
    if (own->day == REVIEW_NO_DAY)
        review_need_add(n, REPORT, "day", "times without a date are of this day", "edit",
                        "--day YYYY-MM-DD", "the day is not said");
    need_people(n);
    if (own->meeting == INSTANT_NONE && !n->review->meetings.count)
        review_need_add(n, STAGE, "meeting", "memory fades within days; a date makes room", "edit",
                        "--meeting \"YYYY-MM-DD HH:MM\"", "no first meeting is set");
    need_exhibits(n);
}

/* ---- timeline ---- */

/* Anchors, the kind of event each rests on, and how much they are asked for after an incident. */
static const struct {
    enum review_anchor_kind anchor;
    uint8_t kind;
    enum review_weight weight;
} anchors[] = {
    {REVIEW_ANCHOR_CHANGE, REVIEW_EVENT_TRIGGER, ADVICE},
    {REVIEW_ANCHOR_FAULT, REVIEW_EVENT_FAULT, ADVICE},
    {REVIEW_ANCHOR_SIGNAL, REVIEW_EVENT_SIGNAL, ADVICE},
    {REVIEW_ANCHOR_IMPACT_START, REVIEW_EVENT_IMPACT_START, REPORT},
    {REVIEW_ANCHOR_ALERT, REVIEW_EVENT_ALERT, ADVICE},
    {REVIEW_ANCHOR_DETECT, REVIEW_EVENT_DETECT, REPORT},
    {REVIEW_ANCHOR_ACT, REVIEW_EVENT_ACT_LIMIT, ADVICE},
    {REVIEW_ANCHOR_MITIGATED, REVIEW_EVENT_MITIGATED, STAGE},
    {REVIEW_ANCHOR_IMPACT_END, REVIEW_EVENT_IMPACT_END, REPORT},
    {REVIEW_ANCHOR_RESOLVED, REVIEW_EVENT_RESOLVED, STAGE},
};

static bool has_kind(const struct review *review, uint8_t kind)
{
    for (size_t i = 0; i < review->events.count; i++)
        if (review->events.at[i].kind == kind) return true;
    return false;
}

/* What an event could rest on here: evidence, or what somebody tells where there is none. */
static const char *source_of(const struct review *review)
{
    for (size_t i = 0; i < review->exhibits.count; i++)
        if (review->exhibits.at[i].presence <= REVIEW_PRESENCE_PRESENT)
            return "--evidence S1:0-120";
    return "--says T1";
}

static void need_anchors(struct review_needing *n)
{
    struct review_id_list bare = {.count = 0};
    const unsigned sort = n->review->own->sort;
    const bool incident = sort == REVIEW_SORT_NONE || sort == REVIEW_SORT_INCIDENT;
    for (size_t i = 0; i < sizeof anchors / sizeof anchors[0]; i++) {
        const struct review_anchor *anchor = &n->bounds->anchors[anchors[i].anchor];
        const struct review_event *event = anchor->event;
        char rest[80];
        if (event && !review_event_sourced(n->review, event))
            review_id_list_add(&bare, event->entry.id);
        if (event || has_kind(n->review, anchors[i].kind)) continue;
        (void)snprintf(rest, sizeof rest, "\"10:02 ...\" --kind %s",
                       vocabulary_word(&review_words_event, anchors[i].kind));
        review_need_add(n, incident ? anchors[i].weight : ADVICE, "anchor",
                        "durations begin and end at anchors; '?' stands for a time nobody knows",
                        "event", rest, "no %s: %s", anchor->word, anchor->meaning);
    }
    review_need_ids(n, STAGE, "anchor-source", "numbers stand or fall with what they rest on",
                    &bare, source_of(n->review),
                    "anchors rest on events without evidence or statement");
}

void review_need_timeline(struct review_needing *n)
{
    struct review_id_list open = {.count = 0}, unsourced = {.count = 0}, waiting = {.count = 0};
    const struct review *review = n->review;
    if (!review->events.count)
        review_need_add(n, REPORT, "events", "the timeline is the spine of everything after it",
                        "event", "\"10:02 ...\"", "the timeline has no event");
    need_anchors(n);
    for (size_t i = 0; i < n->settled->contradiction_count; i++)
        review_need_add(n, STAGE, "contradiction",
                        "times that cannot all hold show where accounts or clocks differ",
                        "conflict", "\"...\" --claims E1,E2", "%s",
                        n->settled->contradictions[i].text);
    for (size_t i = 0; i < review->conflicts.count; i++)
        if (review->conflicts.at[i].disposition <= REVIEW_DISPOSITION_OPEN)
            review_id_list_add(&open, review->conflicts.at[i].entry.id);
    review_need_ids(n, ADVICE, "conflict",
                    "where accounts differ, people saw different things: worth asking", &open,
                    "--disposition viewpoint --explanation \"...\"",
                    "accounts differ, and that is still open");
    for (size_t i = 0; i < review->people.count; i++)
        if (review->people.at[i].account == REVIEW_ACCOUNT_ASKED)
            review_id_list_add(&waiting, review->people.at[i].entry.id);
    review_need_ids(n, STAGE, "accounts", "first accounts stay apart until all are in", &waiting,
                    "--account given", "first accounts still to come");
    for (size_t i = 0; i < review->events.count; i++)
        if (!review_event_sourced(review, &review->events.at[i]))
            review_id_list_add(&unsourced, review->events.at[i].entry.id);
    review_need_ids(n, ADVICE, "event-source", "a reader wants to see where it is from", &unsourced,
                    source_of(review), "events without evidence or statement");
}

/* ---- discuss ---- */

/* What makes a turning point understandable, as three lists. */
static void need_context(struct review_needing *n)
{
    struct review_id_list turning = {.count = 0}, actions = {.count = 0}, choices = {.count = 0};
    for (size_t i = 0; i < n->review->events.count; i++) {
        const struct review_event *event = &n->review->events.at[i];
        if (event->turning && !review_said(event->context))
            review_id_list_add(&turning, event->entry.id);
        if (review_event_acts(event) && !review_said(event->intent))
            review_id_list_add(&actions, event->entry.id);
        if (event->kind == REVIEW_EVENT_DECIDE &&
            (!review_said(event->options) || !review_said(event->context)))
            review_id_list_add(&choices, event->entry.id);
    }
    review_need_ids(n, ADVICE, "context", "without what was seen and wanted, a step looks odd",
                    &turning, "--context \"...\"", "turning points without context");
    review_need_ids(n, ADVICE, "intent", "an action makes sense by what it was meant to do",
                    &actions, "--intent \"...\" --expected \"...\"", "actions without intent");
    review_need_ids(n, ADVICE, "options",
                    "a decision is understood from its options and what was known, not its end",
                    &choices, "--options \"...\" --context \"...\" --sureness 6",
                    "decisions without options or context");
}

static void need_areas(struct review_needing *n)
{
    struct review_area_cover areas[7];
    review_areas_of(n->review, areas);
    for (size_t i = 0; i < 7; i++) {
        const char *area = vocabulary_word(&review_words_area, areas[i].area);
        char rest[80];
        if (areas[i].state != REVIEW_COVER_OPEN) continue;
        (void)snprintf(rest, sizeof rest, "%s discussed \"...\"", area);
        review_need_add(n, STAGE, "area", "seven areas, so that every view has its turn", "area",
                        rest, "the area '%s' was not talked about", area);
    }
}

static void need_learnings(struct review_needing *n)
{
    struct review_id_list uncounted = {.count = 0};
    size_t learnt = 0, held = 0;
    for (size_t i = 0; i < n->review->statements.count; i++) {
        const struct review_statement *statement = &n->review->statements.at[i];
        learnt += !statement->withdrawn && (statement->code == REVIEW_CODE_LEARNED ||
                                            statement->code == REVIEW_CODE_BELIEF ||
                                            statement->code == REVIEW_CODE_SURPRISE);
    }
    for (size_t i = 0; i < n->review->meetings.count; i++) {
        const struct review_meeting *meeting = &n->review->meetings.at[i];
        const bool talk = meeting->held && meeting->kind == REVIEW_MEETING_DISCUSSION;
        held += talk;
        if (talk && meeting->learned == REVIEW_NO_COUNT)
            review_id_list_add(&uncounted, meeting->entry.id);
    }
    if (!held)
        review_need_add(n, STAGE, "discussion", "what it was like is told, not read from logs",
                        "meeting", "discussion \"YYYY-MM-DD HH:MM\" --held", "no discussion yet");
    review_need_ids(n, ADVICE, "learned-count",
                    "learning is the aim; a show of hands, without names, tells of it", &uncounted,
                    "--learned 3 --present 7", "how many learnt something is not noted");
    if (!learnt && !n->review->own->no_learning)
        review_need_add(n, REPORT, "learnings", "learning is what a review is for", "say",
                        "learned \"...\"",
                        "nothing that was learnt is noted (or --no-learning, when it was asked)");
}

void review_need_discuss(struct review_needing *n)
{
    struct review_id_list open = {.count = 0};
    bool complete = false;
    need_learnings(n);
    for (size_t i = 0; i < n->review->questions.count; i++) {
        const struct review_question *question = &n->review->questions.at[i];
        if (question->state == REVIEW_ASKING_ANSWERED)
            complete |= review_said(question->bank) &&
                        span_equal_nocase(span_of(question->bank), SPAN("G-7"));
        else if (question->state != REVIEW_ASKING_SKIPPED)
            review_id_list_add(&open, question->entry.id);
    }
    if (!complete)
        review_need_add(n, STAGE, "completeness", "those who were there know what is missing",
                        "ask", "G-7 --answer \"...\"",
                        "not asked yet: what is missing from the timeline, or happened otherwise?");
    review_need_ids(n, ADVICE, "questions", "a question that waits may be the good one", &open,
                    "--answer \"...\"", "questions without answer");
    need_areas(n);
    need_context(n);
}
