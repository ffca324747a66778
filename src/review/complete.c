/* What the program fills in as entries change, so that nobody has to remember it. */
#include "review/conducting.h"

/* One change on its way: `before` NULL for a new entry. */
struct completing {
    const struct review *review;
    const struct review_entry *before;
    instant now;
};

/* ---- items ---- */

/* An idea that comes up before the timeline is agreed is kept aside until somebody shapes it
 * afterwards: the story first, fixes later. */
static bool parks(const struct completing *change, const struct review_item *item)
{
    const struct review_item *before = (const struct review_item *)change->before;
    const bool agreed = change->review->own->agreed != INSTANT_NONE;
    if (item->state != REVIEW_ITEM_STATE_IDEA && item->state != REVIEW_ITEM_STATE_SHAPED)
        return false;
    if (!agreed) return before ? before->parked : true;
    return before && before->parked && item->state == REVIEW_ITEM_STATE_IDEA;
}

static void complete_item(const struct completing *change, struct review_item *item)
{
    const struct review_item *before = (const struct review_item *)change->before;
    if (!item->state) item->state = REVIEW_ITEM_STATE_IDEA;
    item->parked = parks(change, item);
    if (before && before->due != REVIEW_NO_DAY && item->due != REVIEW_NO_DAY &&
        item->due > before->due)
        item->postponed = before->postponed == REVIEW_NO_COUNT ? 1 : before->postponed + 1;
    if (before && before->state == item->state) return;
    if (item->state == REVIEW_ITEM_STATE_DONE && item->done == REVIEW_NO_DAY)
        item->done = instant_day(change->now);
    if ((item->state == REVIEW_ITEM_STATE_VERIFIED ||
         item->state == REVIEW_ITEM_STATE_NOT_EFFECTIVE) &&
        item->checked == REVIEW_NO_DAY)
        item->checked = instant_day(change->now);
}

/* ---- factors: early until somebody looks at it again on an agreed timeline ---- */

static void complete_factor(const struct completing *change, struct review_factor *factor)
{
    const struct review_factor *before = (const struct review_factor *)change->before;
    const bool agreed = change->review->own->agreed != INSTANT_NONE;
    factor->early = !agreed && (before ? before->early : true);
}

/* ---- ways: what comes about is a step, unless somebody said what it is ---- */

static void complete_way(const struct completing *change, const struct review_way *way)
{
    struct review_factor *effect =
        way->brings.kind == REVIEW_KIND_FACTOR
            ? (struct review_factor *)review_find(change->review, way->brings)
            : NULL;
    if (effect && !effect->part) effect->part = REVIEW_ROLE_OF_FACTOR_STEP;
}

/* ---- questions ---- */

static void complete_question(const struct completing *change, struct review_question *question)
{
    const struct review_asked *asked =
        review_said(question->bank) ? review_bank_find(span_of(question->bank)) : NULL;
    if (asked) {
        question->bank = asked->code;
        if (!review_said(question->text)) question->text = asked->text;
        if (!question->areas) question->areas = asked->areas;
    }
    if (question->state <= REVIEW_ASKING_ASKED &&
        (review_said(question->answer) || question->says.count))
        question->state = REVIEW_ASKING_ANSWERED;
    if (!question->state) question->state = REVIEW_ASKING_QUEUED;
    if (question->asked == INSTANT_NONE &&
        (question->state == REVIEW_ASKING_ASKED || question->state == REVIEW_ASKING_ANSWERED))
        question->asked = change->now;
}

/* ---- statements: what is noted tells what sort of statement it is ---- */

static uint8_t code_of(const struct review_statement *statement)
{
    if (review_said(statement->chosen) || review_said(statement->passed_over))
        return REVIEW_CODE_PREF;
    if (review_said(statement->tool)) return REVIEW_CODE_TOOL;
    if (review_said(statement->then) || review_said(statement->now)) return REVIEW_CODE_BELIEF;
    if (statement->since.raw || statement->changed.raw) return REVIEW_CODE_ASSUME;
    if (statement->wanted_at.raw || review_said(statement->place)) return REVIEW_CODE_WISH;
    if (review_said(statement->asked_of)) return REVIEW_CODE_OPEN;
    if (review_said(statement->delay)) return REVIEW_CODE_DATA;
    if (statement->ground || statement->sureness != REVIEW_NO_COUNT) return REVIEW_CODE_CONF;
    return REVIEW_CODE_OTHER;
}

/* ---- the rest: an entry without a state begins at the first one ---- */

static void complete_exhibit(struct review_exhibit *exhibit)
{
    if (exhibit->presence) return;
    exhibit->presence = (uint8_t)(review_said(exhibit->content)   ? REVIEW_PRESENCE_PRESENT
                                  : review_said(exhibit->because) ? REVIEW_PRESENCE_GONE
                                                                  : REVIEW_PRESENCE_WANTED);
}

static void complete_area(struct review_area *area)
{
    const uint32_t number = area->entry.id.number;
    if (!area->area && number < REVIEW_AREA_COUNT) area->area = (uint8_t)number;
    if (!area->state)
        area->state = review_said(area->found) ? REVIEW_COVER_DISCUSSED : REVIEW_COVER_OPEN;
}

static void complete_entry(const struct completing *change, struct review_entry *entry)
{
    switch ((enum review_kind)entry->id.kind) {
    case REVIEW_KIND_REVIEW: {
        struct review_review *own = (struct review_review *)entry;
        if (!own->stage) own->stage = REVIEW_STAGE_COLLECT;
        if (!own->status) own->status = REVIEW_STATUS_OPEN;
        break;
    }
    case REVIEW_KIND_EXHIBIT: complete_exhibit((struct review_exhibit *)entry); break;
    case REVIEW_KIND_STATEMENT: {
        struct review_statement *statement = (struct review_statement *)entry;
        if (!statement->code) statement->code = code_of(statement);
        break;
    }
    case REVIEW_KIND_QUESTION: complete_question(change, (struct review_question *)entry); break;
    case REVIEW_KIND_HYPOTHESIS: {
        struct review_hypothesis *idea = (struct review_hypothesis *)entry;
        if (!idea->state) idea->state = REVIEW_IDEA_RAISED;
        break;
    }
    case REVIEW_KIND_FACTOR: complete_factor(change, (struct review_factor *)entry); break;
    case REVIEW_KIND_ITEM: complete_item(change, (struct review_item *)entry); break;
    case REVIEW_KIND_AREA: complete_area((struct review_area *)entry); break;
    case REVIEW_KIND_CONFLICT: {
        struct review_conflict *conflict = (struct review_conflict *)entry;
        if (!conflict->disposition) conflict->disposition = REVIEW_DISPOSITION_OPEN;
        break;
    }
    case REVIEW_KIND_WAY: complete_way(change, (const struct review_way *)entry); break;
    default: break;
    }
}

enum status review_complete(struct review *after, const struct review_change *changes, size_t count,
                            instant now, struct error *error)
{
    for (size_t i = 0; i < count; i++) {
        if (!changes[i].after) continue;
        struct review_entry *entry = review_find(after, changes[i].id);
        char who[16];
        if (!entry)
            return error_set(error, STATUS_BAD_INPUT, "%s is not in this review",
                             review_id_text(changes[i].id, who));
        complete_entry(
            &(struct completing){.review = after, .before = changes[i].before, .now = now}, entry);
    }
    return STATUS_OK;
}
