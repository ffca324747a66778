/* Notices about the timeline: what would make an event understandable, what is told of something
 * that was absent, and steps that pulled in opposite directions. */
#include "review/conducting.h"

enum { LOOK_AHEAD = 64 }; /* actions compared with each one, so that time stays bounded */

static void notice_decision(struct review_noticing *n, const struct review_event *event)
{
    const char *missing = !review_said(event->context)         ? "what was known then"
                          : !review_said(event->options)       ? "its options"
                          : !review_said(event->stakes)        ? "what was at stake"
                          : event->sureness == REVIEW_NO_COUNT ? "how sure it was then"
                                                               : NULL;
    const bool shown_first = review_said(event->seen) && !review_said(event->context) &&
                             !review_said(event->options) && !review_said(event->expected);
    if (event->kind == REVIEW_EVENT_DECIDE && shown_first)
        review_notice_add(n, event->entry.id, "result-first",
                          "What was known, possible and expected at that moment, told as if the "
                          "result were not known?",
                          "The result of a decision is told, and nothing of what came before it.");
    else if (event->kind == REVIEW_EVENT_DECIDE && missing)
        review_notice_add(n, event->entry.id, "decision-context",
                          "What was known, possible and at stake at that moment, before looking at "
                          "the result?",
                          "A decision without %s.", missing);
    else if (event->turning && !review_said(event->context))
        review_notice_add(n, event->entry.id, "context",
                          "What was seen, known and wanted right before?",
                          "A turning point without context.");
}

static void notice_action(struct review_noticing *n, const struct review_event *event,
                          uint32_t codes)
{
    if (!review_event_acts(event)) return;
    if (!review_said(event->intent) && !(codes >> REVIEW_CODE_INTENT & 1))
        review_notice_add(n, event->entry.id, "action-intent",
                          "In one word, was this step meant to learn, to protect, to repair or to "
                          "tell?",
                          "An action without its intent.");
    if (!(codes >> REVIEW_CODE_DATA & 1))
        review_notice_add(n, event->entry.id, "action-confirmed",
                          "Which line or number told that the step had worked?",
                          "No confirmation is recorded for this action.");
}

/* Phrases that tell of something that did not happen. */
static bool tells_absence(const struct review_event *event)
{
    static const char *const phrases[] = {
        "did not fire",  "didn't fire",   "not fire",      "never fired",    "no alert",
        "did not alert", "stayed quiet",  "stayed silent", "did not page",   "no page",
        "nobody was",    "was not told",  "were not told", "did not notice", "was not noticed",
        "no alarm",      "did not check", "was missing",   "did not happen",
    };
    if (event->kind == REVIEW_EVENT_SILENT) return true;
    for (size_t i = 0; i < sizeof phrases / sizeof phrases[0]; i++)
        if (span_find_nocase(span_of(event->what), span_of(phrases[i])) != SIZE_MAX) return true;
    return false;
}

static void notice_ground(struct review_noticing *n, const struct review_event *event)
{
    const bool sourced = review_event_sourced(n->review, event);
    if (tells_absence(event) && !review_said(event->rule))
        review_notice_add(n, event->entry.id, "absence-rule",
                          "Which rule, plan or agreement made it be expected, and what would its "
                          "trace have been?",
                          "Something absent is told without the rule that it was expected by.");
    if (event->certainty == REVIEW_CERTAINTY_INFERENCE && !sourced && !event->after.count &&
        !review_said(event->how))
        review_notice_add(n, event->entry.id, "inference-premises",
                          "From which observations or statements is it concluded?",
                          "A conclusion that names no premises.");
    if (event->certainty == REVIEW_CERTAINTY_JUDGEMENT)
        review_notice_add(n, event->entry.id, "judgement",
                          "What was seen or done that it rests on?",
                          "An evaluation stands in the timeline; it belongs to the analysis.");
    if ((event->kind == REVIEW_EVENT_SEVERITY || event->kind == REVIEW_EVENT_DECLARE) &&
        !review_said(event->context) && !sourced)
        review_notice_add(n, event->entry.id, "severity-ground",
                          "Which information moved the level?",
                          "The level changed, and on what information is not noted.");
}

/* ---- opposite actions on one object ---- */

static bool changes_something(const struct review_event *event)
{
    return (event->kind >= REVIEW_EVENT_ACT_LIMIT && event->kind <= REVIEW_EVENT_ACT_UNDO) ||
           (event->kind >= REVIEW_EVENT_CHANGE_DEPLOY && event->kind <= REVIEW_EVENT_CHANGE_CODE);
}

static bool narrow(struct interval at)
{
    return instant_is_known(at.earliest) && at.latest != INSTANT_OPEN_END &&
           (uint64_t)at.latest - (uint64_t)at.earliest <= (uint64_t)(10 * NS_PER_MIN);
}

/* An action at a known time on a named object. */
struct step {
    const struct review_event *event;
    struct interval start;
    struct span object;
    struct review_sides sides;
};

static size_t collect_steps(const struct review_settled *settled, struct step steps[])
{
    size_t count = 0;
    for (size_t i = 0; i < settled->count; i++) {
        const struct review_moment *moment = &settled->moments[i];
        const struct review_event *event = moment->event;
        if (changes_something(event) && review_said(event->object) && narrow(moment->start))
            steps[count++] = (struct step){event, moment->start, span_trim(span_of(event->object)),
                                           review_sides_of(event)};
    }
    return count;
}

static void notice_opposites(struct review_noticing *n)
{
    struct step *steps = arena_array(n->arena, n->settled->count + 1, sizeof *steps);
    const size_t count = steps ? collect_steps(n->settled, steps) : 0;
    n->full |= !steps;
    for (size_t i = 0; i < count; i++)
        for (size_t j = i + 1; j < count && j - i <= LOOK_AHEAD; j++) {
            const struct span_of_time apart = interval_between(steps[i].start, steps[j].start);
            char first[16];
            if (apart.least > 10 * NS_PER_MIN ||
                !review_sides_oppose(steps[i].sides, steps[j].sides) ||
                !span_equal_nocase(steps[i].object, steps[j].object))
                continue;
            review_notice_add(n, steps[j].event->entry.id, "opposite-actions",
                              "Who could see all that was being done at once?",
                              "Within 10 minutes of %s, %.80s was acted on the other way round.",
                              review_id_text(steps[i].event->entry.id, first),
                              steps[j].event->object);
        }
}

void review_notice_events(struct review_noticing *n)
{
    for (size_t i = 0; i < n->review->events.count; i++) {
        const struct review_event *event = &n->review->events.at[i];
        notice_decision(n, event);
        notice_action(n, event, n->codes[i]);
        notice_ground(n, event);
    }
    notice_opposites(n);
    for (size_t i = 0; i < n->settled->contradiction_count; i++) {
        const struct review_contradiction *c = &n->settled->contradictions[i];
        review_notice_add(n, c->count ? c->ids[0] : (struct review_id){0, 0}, "contradiction",
                          "From where did each see it, and by which clock?", "%s", c->text);
    }
}
