/* What an item needs in each state. Nothing is asked of an idea; acceptance asks for all of it, so
 * that an accepted item can be done by one person and seen to work by another (7.1 of the field's
 * practice: one owner, a date, a test, a proof, and what it acts on). */
#include "review/conducting.h"

/* Words that stand where an owner would, and name nobody. */
static const char *const nobody[] = {
    "team",    "the team", "our team", "all",        "everyone", "everybody", "anyone",
    "someone", "somebody", "nobody",   "unassigned", "unknown",  "tbd",       "tba",
    "n/a",     "none",     "we",       "us",         "?",        "-",
};

static bool names_nobody(const char *owner)
{
    const struct span name = span_trim(span_of(owner));
    for (size_t i = 0; i < sizeof nobody / sizeof nobody[0]; i++)
        if (span_equal_nocase(name, span_of(nobody[i]))) return true;
    return name.len == 0;
}

/* Collects what is missing, to name it all at once. */
struct missing {
    struct text text;
    size_t count;
};

static void need(struct missing *missing, bool there, const char *what)
{
    if (there) return;
    text_adds(&missing->text, missing->count++ ? ", " : "");
    text_adds(&missing->text, what);
}

static void need_accepted(struct missing *missing, const struct review_item *item)
{
    if (review_said(item->owner) && names_nobody(item->owner))
        need(missing, false, "owner (one person or role, who may change)");
    else
        need(missing, review_said(item->owner), "owner");
    need(missing, review_said(item->text), "text");
    need(missing, item->due != REVIEW_NO_DAY, "due");
    need(missing, review_said(item->done_when), "done-when");
    need(missing, item->type, "type");
    need(missing, item->kind, "kind");
    need(missing, item->strength, "strength");
    need(missing, review_said(item->strength_reason), "strength-reason");
    need(missing, review_said(item->proof), "proof");
    need(missing,
         item->breaks.count || item->cuts.count || item->serves.count || item->areas ||
             item->broader,
         "what it acts on (breaks, cuts, serves, areas or broader)");
}

static void need_verified(struct missing *missing, const struct review_item *item)
{
    need(missing, item->checked != REVIEW_NO_DAY, "checked");
    need(missing, review_said(item->check_method), "check-method");
    need(missing, item->result == REVIEW_RESULT_EFFECTIVE, "result effective");
    need(missing, item->evidence.count || item->held_in.count, "evidence or held-in");
}

static enum status check_replaced(const struct review_item *item, struct error *error)
{
    char who[16];
    if (!review_id_equal(item->replaced_by, item->entry.id)) return STATUS_OK;
    return error_set(error, STATUS_BAD_INPUT, "%s: replaced-by names %s itself; name another item",
                     review_id_text(item->entry.id, who), who);
}

static void need_of(struct missing *missing, const struct review_item *item, unsigned state)
{
    switch ((enum review_item_state_word)state) {
    case REVIEW_ITEM_STATE_ACCEPTED: need_accepted(missing, item); break;
    case REVIEW_ITEM_STATE_DECLINED:
        need(missing, review_said(item->reason), "reason (a result worth keeping)");
        break;
    case REVIEW_ITEM_STATE_WAITING:
        need(missing, review_said(item->waits_for), "waits-for");
        need(missing, item->until != REVIEW_NO_DAY, "until");
        break;
    case REVIEW_ITEM_STATE_VERIFIED: need_verified(missing, item); break;
    default: break;
    }
}

void review_item_needs(const struct review_item *item, unsigned state, struct text *out)
{
    struct missing missing = {.count = 0};
    text_init(&missing.text, 0);
    need_of(&missing, item, state);
    text_add(out, text_span(&missing.text));
    if (text_status(&missing.text, NULL)) out->status = missing.text.status;
    text_release(&missing.text);
}

enum status review_check_item(const struct review_item *item, struct error *error)
{
    struct missing missing = {.count = 0};
    enum status status = check_replaced(item, error);
    char who[16];
    if (status) return status;
    text_init(&missing.text, 0);
    need_of(&missing, item, item->state);
    status = text_status(&missing.text, error);
    if (status == STATUS_OK && missing.count)
        status = error_set(error, STATUS_BAD_INPUT,
                           "%s cannot be '%s' yet; it still needs: %s. Give them in one go, or "
                           "leave its state as it is",
                           review_id_text(item->entry.id, who),
                           vocabulary_word(&review_words_item_state, item->state), missing.text.at);
    text_release(&missing.text);
    return status;
}
