/* The texts of reviews for `lint`, and what becomes of a finding there: it is set aside in the
 * review itself, or put to the meeting as a question. */
#include "command/desk.h"
#include "command/lint.h"

#include <stdio.h>

bool lint_is_review(const struct call *call)
{
    struct os_facts facts;
    if (call->operand_count == 0) return true;
    const char *first = call->operands[0];
    if (!desk_is_review(first) && !desk_is_entry(first)) return false;
    return os_facts(first, &facts, NULL) != STATUS_OK; /* a file of that name is a file */
}

/* ---- looking ---- */

const char *lint_record(const struct lint *lint, const struct language_finding *finding)
{
    const bool wish =
        finding->level == LANGUAGE_LEVEL_OFFER && finding->rule->class == LANGUAGE_CLASS_HINDSIGHT;
    return wish ? lint->text->record : NULL;
}

/* All texts of a review, or of one entry. */
static enum status look(struct lint *lint, const struct review *review,
                        const struct review_entry *only, struct arena *arena, struct error *error)
{
    struct language_settings known;
    struct review_texts texts = {.review = review, .only = only};
    struct review_text text;
    char number[16], id[16], name[100], record[100];
    (void)snprintf(number, sizeof number, "PM%u", review->number);
    enum status status = review_guard_known(review, arena, &known, error);
    if (status == STATUS_OK) status = lint_know(lint, &known, arena, error);
    while (status == STATUS_OK && review_texts_next(&texts, &text)) {
        review_id_text(text.about, id);
        (void)snprintf(name, sizeof name, "%s %s %s", number, id, text.field->name);
        desk_wish(review->number, text.about, record, sizeof record);
        const struct lint_text one = {
            .name = name,
            .text = text.text,
            .field = text.is,
            .of = review,
            .review = number,
            .entry = id,
            .part = text.field->name,
            .record = text.about.kind == REVIEW_KIND_ITEM ? record : NULL,
        };
        status = lint_look(lint, &one, error);
    }
    return status;
}

static bool is_open(const struct store_review *review)
{
    return review->status <= REVIEW_STATUS_OPEN || review->status == REVIEW_STATUS_REOPENED;
}

/* Every review that is still worked on; one in memory at a time. */
static enum status look_at_all(struct lint *lint, struct desk *desk, struct error *error)
{
    struct store_review *reviews = NULL;
    size_t count = 0, open = 0;
    enum status status = store_reviews(desk->store, desk->arena, &reviews, &count, error);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        struct arena arena;
        struct review review;
        if (!is_open(&reviews[i])) continue;
        open++;
        arena_init(&arena, desk_call(desk)->arena.cap);
        status = store_load(desk->store, reviews[i].number, &arena, &review, error);
        if (status == STATUS_OK) status = look(lint, &review, NULL, &arena, error);
        arena_release(&arena);
    }
    if (status == STATUS_OK && open == 0)
        output_notice(desk_call(desk),
                      "no review is open here; name one, or a file, to look at it");
    return status;
}

/* The review that the call names, and of it the entry, or NULL. */
static enum status load(struct desk *desk, const struct review_entry **ret_only,
                        struct error *error)
{
    const struct call *call = desk_call(desk);
    struct review_entry *only = NULL;
    size_t used = 0;
    if (call->operand_count > 2)
        return error_set(error, STATUS_USAGE,
                         "one review and one entry of it at a time: lint PM1 "
                         "E12");
    enum status status = desk_review(desk, 1, &used, error);
    if (status == STATUS_OK && call->operand_count > used)
        status = desk_entry(desk, call->operands[used], &only, error);
    if (status == STATUS_OK) *ret_only = only;
    return status;
}

/* ---- answers ---- */

struct answering {
    struct lint *lint;
    struct desk *desk;
    struct review_question *question;
    size_t count; /* findings that it was about */
};

static enum status take(void *context, const struct review_found *found, struct error *error)
{
    struct answering *answering = context;
    const struct lint *lint = answering->lint;
    const struct language_finding *finding = found->finding;
    struct arena *arena = &desk_call(answering->desk)->arena;
    const bool wanted = lint->one ? finding->fingerprint == lint->fingerprint
                                  : !finding->dismissed && finding->level >= lint->level;
    if (!wanted || (lint->asking && answering->count)) return STATUS_OK;
    answering->count++;
    if (lint->asking)
        return review_ask_finding(&answering->desk->review, found, arena, &answering->question,
                                  error);
    return review_set_aside(&answering->desk->review, found, span_of(lint->why), arena, error);
}

static enum status keep_question(const struct answering *answering, struct error *error)
{
    struct desk *desk = answering->desk;
    struct desk_put put = {.id = answering->question->entry.id,
                           .entry = &answering->question->entry};
    enum status status = put.id.number ? STATUS_OK : desk_save(desk, &put, 1, error);
    return status ? status : desk_tell(desk, &put, 1, error);
}

static enum status keep_aside(const struct answering *answering, const struct review_entry *before,
                              struct error *error)
{
    struct desk *desk = answering->desk;
    const struct desk_put put = {.id = before->id, .entry = NULL};
    enum status status = desk_save_own(desk, before, error);
    if (status == STATUS_OK)
        output_notice(desk_call(desk), "set aside: %zu; in PM%u are now %zu", answering->count,
                      desk->review.number, desk->review.own->set_aside.count);
    return status ? status : desk_tell(desk, &put, 1, error);
}

static enum status answer(struct lint *lint, struct desk *desk, struct error *error)
{
    struct arena *arena = desk->arena;
    struct answering answering = {.lint = lint, .desk = desk};
    const struct review_entry *only = NULL;
    struct language_settings known;
    size_t asked;
    enum status status = load(desk, &only, error);
    if (status) return status;
    struct review_entry *before = review_entry_copy(&desk->review.own->entry, arena);
    if (!before) return arena_full(arena, error);
    status = review_guard_known(&desk->review, arena, &known, error);
    if (status == STATUS_OK && !lint->asking)
        status = review_aside_begin(&desk->review, arena, error);
    if (status == STATUS_OK) status = lint_know(lint, &known, arena, error);
    if (status == STATUS_OK)
        status =
            review_guard(&desk->review, only, &lint->settings, take, &answering, &asked, error);
    if (status == STATUS_OK && !answering.count)
        status = error_set(error, STATUS_NOT_FOUND,
                           "no finding in PM%u is meant: postmortem lint PM%u --level note tells "
                           "them all, with their fingerprints",
                           desk->review.number, desk->review.number);
    if (status) return desk_is_wrong(status, error);
    return lint->asking ? keep_question(&answering, error) : keep_aside(&answering, before, error);
}

enum status lint_reviews(struct lint *lint, struct error *error)
{
    struct desk desk;
    const struct review_entry *only = NULL;
    const bool answering = lint->asking || lint->why;
    enum status status = call_desk(lint->call, answering, &desk, error);
    if (status) return status;
    status = lint_enter(lint, desk.folder, error);
    if (status == STATUS_OK && answering) {
        status = answer(lint, &desk, error);
    } else if (status == STATUS_OK && lint->call->operand_count == 0) {
        status = look_at_all(lint, &desk, error);
    } else if (status == STATUS_OK) {
        status = load(&desk, &only, error);
        if (status == STATUS_OK) status = look(lint, &desk.review, only, &lint->call->arena, error);
    }
    desk_close(&desk);
    return status;
}
