/* Reasons to ask: what events, conflicts, gaps, tools and untouched areas call for. */
#include "review/asking.h"

enum { TOOLS_MOST = 64 };

static void prompt(struct review_asking *a, struct review_prompt prompt)
{
    if (!prompt.because || (!prompt.codes && !prompt.topic)) {
        a->full |= !prompt.because;
        return;
    }
    if (a->count == a->room) {
        const size_t room = a->room ? 2 * a->room : 64;
        struct review_prompt *more = arena_array(a->arena, room, sizeof *more);
        if (!more) {
            a->full = true;
            return;
        }
        if (a->count) memcpy(more, a->prompts, a->count * sizeof *more);
        a->prompts = more;
        a->room = room;
    }
    prompt.order = a->count;
    a->prompts[a->count++] = prompt;
}

static void prompt_event(struct review_asking *a, const struct review_event *event)
{
    const struct review_follow_up *follow = review_follow_up_of(event->kind);
    const char *state = NULL;
    unsigned weight = 4;
    char id[16];
    if (!follow) return;
    if (event->kind == REVIEW_EVENT_DECIDE && !review_said(event->options)) {
        state = "a decision whose options are not noted";
        weight = 0;
    } else if (event->turning) {
        state = "a turning point";
        weight = 0;
    } else if (review_event_acts(event) && !review_said(event->intent)) {
        state = "an action whose intent is not noted";
        weight = 1;
    } else if (event->kind == REVIEW_EVENT_PAGE || event->kind == REVIEW_EVENT_HANDOVER ||
               event->kind == REVIEW_EVENT_IMPROV || event->kind == REVIEW_EVENT_SILENT) {
        weight = 1;
    } else if (event->kind == REVIEW_EVENT_NOTE || event->kind == REVIEW_EVENT_CAPTURE) {
        weight = 6;
    }
    if (!state) state = vocabulary_word(&review_words_event, event->kind);
    prompt(a, (struct review_prompt){.about = event->entry.id,
                                     .weight = weight,
                                     .codes = follow->codes,
                                     .because = arena_printf(a->arena, "%s, %s: %s",
                                                             review_id_text(event->entry.id, id),
                                                             state, follow->text)});
}

/* A row of the follow-ups that belongs to no kind of event. */
static void prompt_row(struct review_asking *a, struct review_id about, unsigned weight,
                       const char *row, const char *because)
{
    const struct review_follow_up *follow = review_follow_up_named(span_of(row));
    prompt(a, (struct review_prompt){.about = about,
                                     .weight = weight,
                                     .codes = follow ? follow->codes : NULL,
                                     .because = because});
}

static void prompt_tools(struct review_asking *a)
{
    const char *seen[TOOLS_MOST];
    size_t count = 0;
    for (size_t i = 0; i < a->settled->count && count < TOOLS_MOST; i++) {
        const struct review_event *event = a->settled->moments[i].event;
        bool before = !review_said(event->tool);
        for (size_t j = 0; j < count && !before; j++)
            before = span_equal_nocase(span_of(seen[j]), span_of(event->tool));
        if (before) continue;
        seen[count++] = event->tool;
        prompt_row(
            a, event->entry.id, 5, "first-use",
            arena_printf(a->arena, "the tool '%.80s' appears for the first time", event->tool));
    }
}

static void prompt_conflicts(struct review_asking *a)
{
    for (size_t i = 0; i < a->review->conflicts.count; i++)
        if (a->review->conflicts.at[i].disposition <= REVIEW_DISPOSITION_OPEN)
            prompt_row(a, a->review->conflicts.at[i].entry.id, 1, "conflict",
                       "accounts differ, and that is still open");
}

static void prompt_area(struct review_asking *a, unsigned area, unsigned weight)
{
    static const char *const topics[REVIEW_AREA_COUNT] = {"",   "A1", "A2", "A3",
                                                          "A4", "A5", "A6", "A7"};
    prompt(a, (struct review_prompt){
                  .about = {REVIEW_KIND_AREA, area},
                  .weight = weight,
                  .topic = topics[area],
                  .because = arena_printf(a->arena, "the area '%s' (%s)",
                                          vocabulary_word(&review_words_area, area),
                                          vocabulary_meaning(&review_words_area, area))});
}

static enum status prompt_gap(struct review_asking *a, struct error *error)
{
    struct review_bounds bounds;
    struct review_quality quality;
    enum status status = review_bounds_of(a->review, a->settled, a->arena, &bounds, error);
    if (status == STATUS_OK)
        status = review_quality_of(a->review, a->settled, &bounds, a->arena, &quality, error);
    if (status) return status;
    if (quality.widest_gap.known && quality.widest_gap.least > 10 * NS_PER_MIN && quality.gap_after)
        prompt_row(a, quality.gap_after->entry.id, 1, "gap",
                   "the longest silence while users were affected begins here");
    return STATUS_OK;
}

enum status review_prompt_all(struct review_asking *a, struct error *error)
{
    struct review_area_cover areas[7];
    for (size_t i = 0; i < a->settled->count; i++) prompt_event(a, a->settled->moments[i].event);
    prompt_conflicts(a);
    review_areas_of(a->review, areas);
    for (size_t i = 0; i < 7; i++)
        if (areas[i].state == REVIEW_COVER_OPEN) prompt_area(a, areas[i].area, 2);
    prompt_tools(a);
    prompt(a, (struct review_prompt){.weight = 3, .topic = "G", .because = "good at any time"});
    return prompt_gap(a, error);
}

/* Which questions go deeper into a statement: the topics follow the codes. */
static const char *topic_of(unsigned code)
{
    switch ((enum review_code_word)code) {
    case REVIEW_CODE_ASSUME:
    case REVIEW_CODE_BELIEF: return "T2";
    case REVIEW_CODE_INTENT:
    case REVIEW_CODE_WANTED: return "T3";
    case REVIEW_CODE_CONF: return "T4";
    case REVIEW_CODE_TOOL: return "T5";
    case REVIEW_CODE_DATA:
    case REVIEW_CODE_WISH: return "T6";
    case REVIEW_CODE_PREF: return "T7";
    default: return "T1";
    }
}

enum status review_prompt_about(struct review_asking *a, struct review_id about,
                                struct error *error)
{
    static const char *const of_factor[] = {"G-4", "G-11", "T2-2", NULL};
    static const char *const of_item[] = {"G-12", "G-11", NULL};
    const struct review_entry *entry = review_find(a->review, about);
    struct review_prompt next = {.about = about, .because = "it was asked for"};
    char id[16];
    if (!entry && about.kind != REVIEW_KIND_AREA)
        return error_set(error, STATUS_NOT_FOUND, "%s is not in this review",
                         review_id_text(about, id));
    switch ((enum review_kind)about.kind) {
    case REVIEW_KIND_EVENT: prompt_event(a, (const struct review_event *)entry); return STATUS_OK;
    case REVIEW_KIND_CONFLICT: prompt_row(a, about, 0, "conflict", next.because); return STATUS_OK;
    case REVIEW_KIND_HYPOTHESIS:
        prompt_row(a, about, 0, "hypo.test", next.because);
        return STATUS_OK;
    case REVIEW_KIND_AREA:
        if (about.number < REVIEW_AREA_COUNT) prompt_area(a, about.number, 0);
        return STATUS_OK;
    case REVIEW_KIND_STATEMENT:
        next.topic = topic_of(((const struct review_statement *)entry)->code);
        break;
    case REVIEW_KIND_FACTOR: next.codes = of_factor; break;
    case REVIEW_KIND_WAY: return STATUS_OK; /* its open tests */
    case REVIEW_KIND_ITEM: next.codes = of_item; break;
    case REVIEW_KIND_MEASURE: next.topic = "A2"; break;
    case REVIEW_KIND_DOCUMENT: next.topic = "A7"; break;
    default: next.topic = "G"; break;
    }
    prompt(a, next);
    return STATUS_OK;
}

enum status review_prompt_topic(struct review_asking *a, const char *topic, struct error *error)
{
    for (size_t i = 0; i < review_bank_count; i++) {
        if (!span_equal_nocase(span_of(topic), span_of(review_bank[i].topic))) continue;
        prompt(a, (struct review_prompt){.topic = review_bank[i].topic,
                                         .because = "it was asked for"});
        return STATUS_OK;
    }
    return error_set(error, STATUS_BAD_INPUT,
                     "there is no topic '%.40s'; topics are T1 to T7, A1 to A7, and G", topic);
}
