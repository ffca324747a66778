/*
 * The next good questions. What is waiting in the queue comes first; then what events, conflicts,
 * gaps and untouched areas call for, turn by turn, so that no single event takes all the time.
 */
#include "review/conducting.h"

#include <stdlib.h>

enum { ROUNDS = 12, TOOLS_MOST = 64 };

/* A reason to ask: codes, or all questions of a topic, about one thing. */
struct prompt {
    struct review_id about;
    unsigned weight; /* small ones first */
    size_t order;    /* among equals as they were found */
    const char *const *codes;
    const char *topic;
    const char *because;
};

/* A question of the bank that was asked about something. */
struct past {
    const struct review_asked *question;
    struct review_id about; /* PM0: nothing in particular */
};

struct asking {
    const struct review *review;
    const struct review_settled *settled;
    struct arena *arena;
    struct prompt *prompts;
    size_t count, room;
    struct past *pasts;
    size_t past_count;
    struct review_next *next;
    size_t next_count, most;
    bool full;
};

/* ---- what was asked before ---- */

static int compare_pasts(const void *a, const void *b)
{
    const struct past *x = a, *y = b;
    if (x->question != y->question) return x->question < y->question ? -1 : 1;
    if (x->about.kind != y->about.kind) return x->about.kind < y->about.kind ? -1 : 1;
    return (x->about.number > y->about.number) - (x->about.number < y->about.number);
}

static bool collect_pasts(struct asking *a)
{
    const struct review *review = a->review;
    size_t room = 0;
    for (size_t i = 0; i < review->questions.count; i++)
        room += review->questions.at[i].about.count + 1;
    a->pasts = arena_array(a->arena, room + 1, sizeof *a->pasts);
    if (!a->pasts) return false;
    for (size_t i = 0; i < review->questions.count; i++) {
        const struct review_question *question = &review->questions.at[i];
        const struct review_asked *asked =
            review_said(question->bank) ? review_bank_find(span_of(question->bank)) : NULL;
        if (!asked) continue;
        for (size_t j = 0; j < question->about.count; j++)
            a->pasts[a->past_count++] = (struct past){asked, question->about.at[j]};
        if (!question->about.count) a->pasts[a->past_count++] = (struct past){.question = asked};
    }
    qsort(a->pasts, a->past_count, sizeof *a->pasts, compare_pasts);
    return true;
}

static bool has_past(const struct asking *a, const struct review_asked *question,
                     struct review_id about)
{
    const struct past key = {question, about};
    return a->past_count &&
           bsearch(&key, a->pasts, a->past_count, sizeof key, compare_pasts) != NULL;
}

/* Asked about the same thing, or in general. */
static bool was_asked(const struct asking *a, const struct review_asked *question,
                      struct review_id about)
{
    return has_past(a, question, about) || has_past(a, question, (struct review_id){0, 0});
}

/* ---- the queue ---- */

static bool of_interest(const struct review_question *question, struct review_id about,
                        const char *topic)
{
    const struct review_asked *asked =
        review_said(question->bank) ? review_bank_find(span_of(question->bank)) : NULL;
    if (topic) return asked && span_equal_nocase(span_of(topic), span_of(asked->topic));
    if (!about.number) return true;
    if (about.kind == REVIEW_KIND_AREA && question->areas >> (about.number & 31) & 1) return true;
    for (size_t i = 0; i < question->about.count; i++)
        if (review_id_equal(question->about.at[i], about)) return true;
    return false;
}

static void offer(struct asking *a, const struct review_asked *question, struct review_id about,
                  const char *because)
{
    if (!question || !because)
        a->full = true;
    else if (a->next_count < a->most)
        a->next[a->next_count++] = (struct review_next){question, about, because};
}

/* A question of the review's own, in the shape of one of the bank. */
static const struct review_asked *own_question(struct asking *a,
                                               const struct review_question *question)
{
    char id[16];
    struct review_asked *own = arena_alloc(a->arena, sizeof *own);
    const char *code = arena_copy(a->arena, span_of(review_id_text(question->entry.id, id)));
    if (!own || !code) return NULL;
    *own = (struct review_asked){code, "", question->text, question->areas};
    return own;
}

static void offer_queue(struct asking *a, struct review_id about, const char *topic,
                        enum review_asking_word state, const char *because)
{
    for (size_t i = 0; i < a->review->questions.count && a->next_count < a->most; i++) {
        const struct review_question *question = &a->review->questions.at[i];
        const unsigned is = question->state ? question->state : REVIEW_ASKING_QUEUED;
        const struct review_asked *asked =
            review_said(question->bank) ? review_bank_find(span_of(question->bank)) : NULL;
        if (is != state || !of_interest(question, about, topic)) continue;
        if (!asked && !review_said(question->text)) continue;
        offer(a, asked ? asked : own_question(a, question),
              question->about.count ? question->about.at[0] : (struct review_id){0, 0}, because);
    }
}

/* ---- reasons to ask ---- */

static void prompt(struct asking *a, struct prompt prompt)
{
    if (!prompt.because || (!prompt.codes && !prompt.topic)) {
        a->full |= !prompt.because;
        return;
    }
    if (a->count == a->room) {
        const size_t room = a->room ? 2 * a->room : 64;
        struct prompt *more = arena_array(a->arena, room, sizeof *more);
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

static void prompt_event(struct asking *a, const struct review_event *event)
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
    if (!state) state = review_word(&review_words_event, event->kind);
    prompt(a, (struct prompt){.about = event->entry.id,
                              .weight = weight,
                              .codes = follow->codes,
                              .because = arena_printf(a->arena, "%s, %s: %s",
                                                      review_id_text(event->entry.id, id), state,
                                                      follow->text)});
}

/* A row of the follow-ups that belongs to no kind of event. */
static void prompt_row(struct asking *a, struct review_id about, unsigned weight, const char *row,
                       const char *because)
{
    const struct review_follow_up *follow = review_follow_up_named(span_of(row));
    prompt(a, (struct prompt){.about = about,
                              .weight = weight,
                              .codes = follow ? follow->codes : NULL,
                              .because = because});
}

static void prompt_tools(struct asking *a)
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

static void prompt_conflicts(struct asking *a)
{
    for (size_t i = 0; i < a->review->conflicts.count; i++)
        if (a->review->conflicts.at[i].disposition <= REVIEW_DISPOSITION_OPEN)
            prompt_row(a, a->review->conflicts.at[i].entry.id, 1, "conflict",
                       "accounts differ, and nobody looked into it yet");
}

static void prompt_area(struct asking *a, unsigned area, unsigned weight)
{
    static const char *const topics[REVIEW_AREA_COUNT] = {"",   "A1", "A2", "A3",
                                                          "A4", "A5", "A6", "A7"};
    prompt(a, (struct prompt){.about = {REVIEW_KIND_AREA, area},
                              .weight = weight,
                              .topic = topics[area],
                              .because = arena_printf(a->arena, "the area '%s' (%s)",
                                                      review_word(&review_words_area, area),
                                                      review_meaning(&review_words_area, area))});
}

static enum status prompt_gap(struct asking *a, struct error *error)
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

static enum status prompt_everything(struct asking *a, struct error *error)
{
    struct review_area_cover areas[7];
    for (size_t i = 0; i < a->settled->count; i++) prompt_event(a, a->settled->moments[i].event);
    prompt_conflicts(a);
    review_areas_of(a->review, areas);
    for (size_t i = 0; i < 7; i++)
        if (areas[i].state == REVIEW_COVER_OPEN) prompt_area(a, areas[i].area, 2);
    prompt_tools(a);
    prompt(a, (struct prompt){.weight = 3, .topic = "G", .because = "good at any time"});
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

static enum status prompt_about(struct asking *a, struct review_id about, struct error *error)
{
    static const char *const of_factor[] = {"G-4", "G-11", "T2-2", NULL};
    static const char *const of_item[] = {"G-12", "G-11", NULL};
    const struct review_entry *entry = review_find(a->review, about);
    struct prompt next = {.about = about, .because = "it was asked for"};
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
    case REVIEW_KIND_ITEM: next.codes = of_item; break;
    case REVIEW_KIND_MEASURE: next.topic = "A2"; break;
    case REVIEW_KIND_DOCUMENT: next.topic = "A7"; break;
    default: next.topic = "G"; break;
    }
    prompt(a, next);
    return STATUS_OK;
}

static enum status prompt_topic(struct asking *a, const char *topic, struct error *error)
{
    for (size_t i = 0; i < review_bank_count; i++) {
        if (!span_equal_nocase(span_of(topic), span_of(review_bank[i].topic))) continue;
        prompt(a, (struct prompt){.topic = review_bank[i].topic, .because = "it was asked for"});
        return STATUS_OK;
    }
    return error_set(error, STATUS_BAD_INPUT,
                     "there is no topic '%.40s'; topics are T1 to T7, A1 to A7, and G", topic);
}

/* ---- turn by turn ---- */

static int compare_prompts(const void *a, const void *b)
{
    const struct prompt *x = a, *y = b;
    if (x->weight != y->weight) return x->weight < y->weight ? -1 : 1;
    return (x->order > y->order) - (x->order < y->order);
}

static const struct review_asked *of_topic(const char *topic, size_t turn)
{
    for (size_t i = 0; i < review_bank_count; i++)
        if (strcmp(review_bank[i].topic, topic) == 0 && turn-- == 0) return &review_bank[i];
    return NULL;
}

/* What a prompt asks in a turn; NULL when it has no more. */
static const struct review_asked *in_turn(const struct prompt *prompt, size_t turn)
{
    if (prompt->topic) return of_topic(prompt->topic, turn);
    for (size_t i = 0; i < turn; i++)
        if (!prompt->codes[i]) return NULL;
    return prompt->codes[turn] ? review_bank_find(span_of(prompt->codes[turn])) : NULL;
}

static bool is_offered(const struct asking *a, const struct review_asked *question)
{
    for (size_t i = 0; i < a->next_count; i++)
        if (a->next[i].question == question) return true;
    return false;
}

static void offer_prompts(struct asking *a)
{
    if (a->count) qsort(a->prompts, a->count, sizeof *a->prompts, compare_prompts);
    for (size_t turn = 0; turn < ROUNDS; turn++)
        for (size_t i = 0; i < a->count && a->next_count < a->most; i++) {
            const struct review_asked *question = in_turn(&a->prompts[i], turn);
            if (!question || is_offered(a, question) || was_asked(a, question, a->prompts[i].about))
                continue;
            offer(a, question, a->prompts[i].about, a->prompts[i].because);
        }
}

enum status review_next_questions(const struct review *review, const struct review_settled *settled,
                                  struct review_id about, const char *topic, size_t most,
                                  struct arena *arena, struct review_next **ret, size_t *ret_count,
                                  struct error *error)
{
    enum status status;
    const size_t all = review->questions.count + review_bank_count;
    struct asking a = {
        .review = review, .settled = settled, .arena = arena, .most = most < all ? most : all};
    a.next = arena_array(arena, a.most + 1, sizeof *a.next);
    if (!a.next || !collect_pasts(&a)) return arena_full(arena, error);
    if (topic)
        status = prompt_topic(&a, topic, error);
    else
        status = about.number ? prompt_about(&a, about, error) : prompt_everything(&a, error);
    if (status) return status;
    offer_queue(&a, about, topic, REVIEW_ASKING_RECALLED, "it is to be asked again");
    offer_queue(&a, about, topic, REVIEW_ASKING_QUEUED, "it waits in the queue");
    offer_prompts(&a);
    if (a.full) return arena_full(arena, error);
    *ret = a.next;
    *ret_count = a.next_count;
    return STATUS_OK;
}
