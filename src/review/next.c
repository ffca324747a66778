/*
 * The next good questions. What is waiting in the queue comes first; then what events, conflicts,
 * gaps and untouched areas call for, turn by turn, so that no single event takes all the time.
 */
#include "review/asking.h"

#include <stdlib.h>

enum { ROUNDS = 12 }; /* no topic has more questions */

/* ---- what was asked before ---- */

static int compare_pasts(const void *a, const void *b)
{
    const struct review_past_asked *x = a, *y = b;
    if (x->question != y->question) return x->question < y->question ? -1 : 1;
    if (x->about.kind != y->about.kind) return x->about.kind < y->about.kind ? -1 : 1;
    return (x->about.number > y->about.number) - (x->about.number < y->about.number);
}

static bool collect_pasts(struct review_asking *a)
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
            a->pasts[a->past_count++] = (struct review_past_asked){asked, question->about.at[j]};
        if (!question->about.count)
            a->pasts[a->past_count++] = (struct review_past_asked){.question = asked};
    }
    qsort(a->pasts, a->past_count, sizeof *a->pasts, compare_pasts);
    return true;
}

static bool has_past(const struct review_asking *a, const struct review_asked *question,
                     struct review_id about)
{
    const struct review_past_asked key = {question, about};
    return a->past_count &&
           bsearch(&key, a->pasts, a->past_count, sizeof key, compare_pasts) != NULL;
}

/* Asked about the same thing, or in general. */
static bool was_asked(const struct review_asking *a, const struct review_asked *question,
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

static void offer(struct review_asking *a, const struct review_asked *question,
                  struct review_id about, const char *because)
{
    if (!question || !because)
        a->full = true;
    else if (a->next_count < a->most)
        a->next[a->next_count++] = (struct review_next){question, about, because};
}

/* A question of the review's own, in the shape of one of the bank. */
static const struct review_asked *own_question(struct review_asking *a,
                                               const struct review_question *question)
{
    char id[16];
    struct review_asked *own = arena_alloc(a->arena, sizeof *own);
    const char *code = arena_copy(a->arena, span_of(review_id_text(question->entry.id, id)));
    if (!own || !code) return NULL;
    *own = (struct review_asked){code, "", question->text, question->areas};
    return own;
}

static void offer_queue(struct review_asking *a, struct review_id about, const char *topic,
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

/* ---- turn by turn ---- */

static int compare_prompts(const void *a, const void *b)
{
    const struct review_prompt *x = a, *y = b;
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
static const struct review_asked *in_turn(const struct review_prompt *prompt, size_t turn)
{
    if (prompt->topic) return of_topic(prompt->topic, turn);
    for (size_t i = 0; i < turn; i++)
        if (!prompt->codes[i]) return NULL;
    return prompt->codes[turn] ? review_bank_find(span_of(prompt->codes[turn])) : NULL;
}

static bool is_offered(const struct review_asking *a, const struct review_asked *question)
{
    for (size_t i = 0; i < a->next_count; i++)
        if (a->next[i].question == question) return true;
    return false;
}

static void offer_prompts(struct review_asking *a)
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

static size_t links_of(const struct review *review)
{
    size_t count = 0;
    for (size_t i = 0; i < review->ways.count; i++)
        count += review->ways.at[i].needs.count + review->ways.at[i].absent.count;
    return count;
}

/* In the stage of causes, and for what is part of a way. Half of what is offered for the review as
 * a whole: other questions have their turn. */
static enum status offer_tests(struct review_asking *a, struct review_id about, struct error *error)
{
    const bool whole = !about.number;
    struct review_next *open = NULL;
    size_t count = 0;
    if (whole ? a->review->own->stage != REVIEW_STAGE_CAUSES
              : about.kind != REVIEW_KIND_WAY && about.kind != REVIEW_KIND_FACTOR)
        return STATUS_OK;
    const enum status status =
        review_open_tests(a->review, a->settled, about, a->arena, &open, &count, error);
    if (status) return status;
    if (whole && count > (a->most + 1) / 2) count = (a->most + 1) / 2;
    for (size_t i = 0; i < count; i++) offer(a, open[i].question, open[i].about, open[i].because);
    return STATUS_OK;
}

enum status review_next_questions(const struct review *review, const struct review_settled *settled,
                                  struct review_id about, const char *topic, size_t most,
                                  struct arena *arena, struct review_next **ret, size_t *ret_count,
                                  struct error *error)
{
    enum status status;
    const size_t tests = review->ways.count + links_of(review);
    const size_t all = review->questions.count + review_bank_count + tests;
    struct review_asking a = {
        .review = review, .settled = settled, .arena = arena, .most = most < all ? most : all};
    a.next = arena_array(arena, a.most + 1, sizeof *a.next);
    if (!a.next || !collect_pasts(&a)) return arena_full(arena, error);
    if (topic)
        status = review_prompt_topic(&a, topic, error);
    else
        status =
            about.number ? review_prompt_about(&a, about, error) : review_prompt_all(&a, error);
    if (status) return status;
    offer_queue(&a, about, topic, REVIEW_ASKING_RECALLED, "it is to be asked again");
    offer_queue(&a, about, topic, REVIEW_ASKING_QUEUED, "it waits in the queue");
    if (!topic && (status = offer_tests(&a, about, error))) return status;
    offer_prompts(&a);
    if (a.full) return arena_full(arena, error);
    *ret = a.next;
    *ret_count = a.next_count;
    return STATUS_OK;
}
