/* Where a review stands, and going from one stage to another. Both directions are open. */
#include "review/conducting.h"

enum { TOLD_MOST = 6 };

const char *review_called(const struct review *review)
{
    return review_said(review->own->word) ? review->own->word : "postmortem";
}

const char *review_opening(const struct review *review)
{
    if (review_said(review->own->opening)) return review->own->opening;
    return "Thanks for coming. Over the next hour we rebuild what this looked like to each of you "
           "while it was going on. We know the ending, you did not, so we will walk forwards and "
           "stop where things were unclear. We are here to learn: we are not looking for the one "
           "cause, and we will not settle fixes today. If you hear a sentence about what people "
           "might have done, help us turn it into what they did and saw. Notes are taken; tell us "
           "when something is wrong or must not be written. Quotes are printed only with your "
           "consent, and nothing here is used for appraisal. What do you need before we start?";
}

const char *review_standing(const struct review *review)
{
    static const char *const by_stage[REVIEW_STAGE_COUNT] = {
        [REVIEW_STAGE_NONE] = "requested",
        [REVIEW_STAGE_COLLECT] = "collecting",
        [REVIEW_STAGE_TIMELINE] = "timeline in work",
        [REVIEW_STAGE_DISCUSS] = "timeline agreed",
        [REVIEW_STAGE_CAUSES] = "discussed",
        [REVIEW_STAGE_REMEDIATE] = "factors agreed",
        [REVIEW_STAGE_PUBLISH] = "remediation decided",
        [REVIEW_STAGE_FOLLOW_UP] = "following up",
    };
    const struct review_review *own = review->own;
    switch ((enum review_status_word)own->status) {
    case REVIEW_STATUS_CLOSED: return "closed";
    case REVIEW_STATUS_REOPENED: return "reopened";
    case REVIEW_STATUS_HANDED_OVER: return "handed over elsewhere";
    case REVIEW_STATUS_PUBLISHED:
        return own->stage == REVIEW_STAGE_FOLLOW_UP ? "following up" : "published";
    default: return by_stage[own->stage < REVIEW_STAGE_COUNT ? own->stage : 0];
    }
}

bool review_accounts_apart(const struct review *review, size_t *ret_waiting)
{
    size_t waiting = 0;
    for (size_t i = 0; i < review->people.count; i++)
        waiting += review->people.at[i].account == REVIEW_ACCOUNT_ASKED;
    *ret_waiting = waiting;
    return waiting > 0;
}

bool review_statement_shown(const struct review *review, const struct review_statement *statement)
{
    size_t waiting;
    if (statement->withdrawn) return false;
    if (statement->quote && statement->consent != REVIEW_CONSENT_GIVEN) return false;
    return !statement->first || !review_accounts_apart(review, &waiting);
}

/* ---- going ---- */

/* The sentences of what is still missing, told together. */
static enum status refuse(const struct review_needed *needed, struct error *error)
{
    struct text told;
    size_t count = 0;
    text_init(&told, 0);
    for (size_t i = 0; i < needed->count; i++) {
        if (!needed->must[i]) continue;
        if (count < TOLD_MOST) text_addf(&told, "%s%s", count ? "; " : "", needed->at[i].text);
        count++;
    }
    if (count > TOLD_MOST) text_addf(&told, "; and %zu more", count - TOLD_MOST);
    const enum status status =
        count ? error_set(error, STATUS_BAD_INPUT,
                          "not ready to be published: %s. 'postmortem ready' lists what is missing "
                          "and how to give it",
                          told.at)
              : STATUS_OK;
    text_release(&told);
    return status;
}

static enum status check_published(const struct review *review,
                                   const struct review_settled *settled,
                                   const struct review_bounds *bounds, struct arena *arena,
                                   struct error *error)
{
    struct review_needed needed;
    const enum status status =
        review_needed_for(review, settled, bounds, REVIEW_STAGE_PUBLISH, arena, &needed, error);
    return status ? status : refuse(&needed, error);
}

static enum status check_closed(const struct review *review, struct error *error)
{
    struct text told;
    size_t open = 0;
    char id[16];
    text_init(&told, 0);
    for (size_t i = 0; i < review->items.count; i++) {
        const struct review_item *item = &review->items.at[i];
        if (review_item_ended(item)) continue;
        if (open < TOLD_MOST)
            text_addf(&told, "%s%s is '%s'", open ? ", " : "", review_id_text(item->entry.id, id),
                      vocabulary_word(&review_words_item_state, item->state));
        open++;
    }
    if (open > TOLD_MOST) text_addf(&told, " and %zu more", open - TOLD_MOST);
    const enum status status =
        open ? error_set(error, STATUS_BAD_INPUT,
                         "closed means that every item is verified, declined, superseded or "
                         "retired: %s",
                         told.at)
             : STATUS_OK;
    text_release(&told);
    return status;
}

/* What was asked for, made into one stage and one status. */
static void settle_wish(const struct review_review *own, unsigned *stage, unsigned *status)
{
    const bool was_out =
        own->status == REVIEW_STATUS_PUBLISHED || own->status == REVIEW_STATUS_CLOSED;
    const unsigned at = own->stage ? own->stage : REVIEW_STAGE_COLLECT;
    if (!*stage) {
        const bool out = *status == REVIEW_STATUS_PUBLISHED || *status == REVIEW_STATUS_CLOSED;
        *stage = out ? REVIEW_STAGE_FOLLOW_UP : at;
    }
    if (*status) return;
    if (*stage == REVIEW_STAGE_FOLLOW_UP)
        *status =
            own->status == REVIEW_STATUS_CLOSED ? REVIEW_STATUS_CLOSED : REVIEW_STATUS_PUBLISHED;
    else if (was_out)
        *status = REVIEW_STATUS_REOPENED;
    else
        *status = own->status ? own->status : REVIEW_STATUS_OPEN;
}

/* What goes elsewhere leaves no content: the texts go with it. */
static void clear_texts(struct review_review *own)
{
    const struct review_kind_spec *spec = &review_kinds[REVIEW_KIND_REVIEW];
    for (size_t i = 0; i < spec->count; i++)
        if (spec->fields[i].type == REVIEW_TYPE_TEXT)
            *(const char **)((char *)own + spec->fields[i].at) = NULL;
}

enum status review_go(struct review *review, const struct review_settled *settled,
                      const struct review_bounds *bounds, unsigned stage, unsigned status,
                      instant now, struct arena *arena, struct error *error)
{
    struct review_review *own = review->own;
    enum status checked = STATUS_OK;
    settle_wish(own, &stage, &status);
    const bool out = status == REVIEW_STATUS_PUBLISHED || status == REVIEW_STATUS_CLOSED;
    const bool is_out =
        own->status == REVIEW_STATUS_PUBLISHED || own->status == REVIEW_STATUS_CLOSED;
    if (stage >= REVIEW_STAGE_COUNT || status >= REVIEW_STATUS_COUNT)
        return error_set(error, STATUS_BAD_INPUT, "there is no such stage or status");
    if (status == REVIEW_STATUS_HANDED_OVER && !review_said(own->handed_to))
        return error_set(error, STATUS_BAD_INPUT,
                         "say first where the matter went: postmortem edit --handed-to \"...\"");
    if (out && !is_out) checked = check_published(review, settled, bounds, arena, error);
    if (checked == STATUS_OK && status == REVIEW_STATUS_CLOSED)
        checked = check_closed(review, error);
    if (checked) return checked;

    own->stage = (uint8_t)stage;
    own->status = (uint8_t)status;
    if (stage < REVIEW_STAGE_DISCUSS)
        own->agreed = INSTANT_NONE;
    else if (own->agreed == INSTANT_NONE)
        own->agreed = now;
    if (status == REVIEW_STATUS_HANDED_OVER) clear_texts(own);
    if (out && own->published == INSTANT_NONE) own->published = now;
    if (status != REVIEW_STATUS_CLOSED)
        own->closed = INSTANT_NONE;
    else if (own->closed == INSTANT_NONE)
        own->closed = now;
    return STATUS_OK;
}
