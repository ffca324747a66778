/* Single entries as parts of a graph. */
#include "review/causing.h"

#include <assert.h>

/* The words are one list, so their numbers are the same on both sides. */
static_assert((int)REVIEW_ROLE_OF_FACTOR_OUTCOME == (int)CAUSES_PART_OUTCOME, "one vocabulary");
static_assert((int)REVIEW_FORM_MITIGATOR == (int)CAUSES_FORM_MITIGATOR, "one vocabulary");
static_assert((int)REVIEW_ANSWER_CANNOT_TELL == (int)CAUSES_ANSWER_CANNOT_TELL, "one vocabulary");
static_assert((int)REVIEW_EFFECT_PREPARES == (int)CAUSES_EFFECT_PREPARES, "one vocabulary");
static_assert((int)REVIEW_REASON_FOR_MIGHT == (int)CAUSES_REASON_MIGHT, "one vocabulary");

static const char *id_of(struct review_causing *c, struct review_id id)
{
    char text[16];
    const char *name = arena_copy(c->arena, span_of(review_id_text(id, text)));
    c->full |= !name;
    return name ? name : "";
}

/* A graph has one line for each thing that is said. Borrows what is one line already. */
static const char *line_of(struct review_causing *c, const char *text)
{
    if (!review_said(text)) return NULL;
    if (!strchr(text, '\n')) return text;
    char *line = arena_copy(c->arena, span_trim(span_of(text)));
    c->full |= !line;
    for (char *at = line; at && (at = strchr(at, '\n'));) *at = ' ';
    return line;
}

/* "E4, T2, a.log:120-340": two fields as they are typed; NULL for nothing. */
/* Entries and places that it rests on, then words. */
static const char *ground_of(struct review_causing *c, const struct review_entry *entry)
{
    static const char *const names[] = {"rests-on", "evidence", "ground"};
    struct text ground;
    text_init(&ground, 0);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const struct review_field *field =
            review_field_find((enum review_kind)entry->id.kind, span_of(names[i]));
        if (!field || !review_is_stated(entry, field)) continue;
        if (ground.len) text_adds(&ground, ", ");
        review_field_text(entry, field, &ground);
    }
    const char *kept = ground.len ? arena_copy(c->arena, text_span(&ground)) : NULL;
    c->full |= ground.status || (ground.len && !kept);
    text_release(&ground);
    return line_of(c, kept);
}

static bool claims(const struct review_conflict *conflict, const struct review_factor *factor)
{
    for (size_t i = 0; i < conflict->claims.count; i++) {
        const struct review_id claimed = conflict->claims.at[i];
        if (review_id_equal(claimed, factor->entry.id)) return true;
        for (size_t j = 0; j < factor->rests_on.count; j++)
            if (review_id_equal(claimed, factor->rests_on.at[j])) return true;
    }
    return false;
}

static bool is_disputed(const struct review *review, const struct review_factor *factor)
{
    for (size_t i = 0; i < review->conflicts.count; i++) {
        const struct review_conflict *conflict = &review->conflicts.at[i];
        const bool settled = conflict->disposition != REVIEW_DISPOSITION_NONE &&
                             conflict->disposition != REVIEW_DISPOSITION_OPEN &&
                             conflict->disposition != REVIEW_DISPOSITION_UNRESOLVED;
        if (!settled && claims(conflict, factor)) return true;
    }
    return false;
}

static struct causes_time time_of(const struct review_causing *c, const struct review_time *time)
{
    if (!time->raw) return (struct causes_time){INSTANT_NONE, INSTANT_NONE};
    const struct interval at = review_settled_time(c->review, c->settled, time);
    return (struct causes_time){at.earliest, at.latest};
}

/* What made it milder was there, unless the record says that it was not. */
static void as_mitigator(const struct review_factor *factor, struct causes_condition *condition)
{
    if (factor->part != REVIEW_ROLE_OF_FACTOR_MITIGATOR) return;
    if (!factor->form) condition->form = CAUSES_FORM_MITIGATOR;
    const bool stands = condition->form == CAUSES_FORM_MITIGATOR && !factor->barrier;
    if (stands && !factor->was) condition->barrier = CAUSES_BARRIER_HELD;
}

struct causes_condition review_condition_of(struct review_causing *c,
                                            const struct review_factor *factor)
{
    struct causes_condition condition = {
        .name = id_of(c, factor->entry.id),
        .text = factor->text ? factor->text : "",
        .form = factor->form,
        .barrier = factor->barrier,
        .was = factor->was,
        .part = factor->part,
        .outcome = factor->outcome,
        .category = factor->category,
        .since = time_of(c, &factor->since),
        .until = time_of(c, &factor->until),
        .sources = (uint32_t)review_factor_sources(c->review, factor),
        .disputed = is_disputed(c->review, factor),
        .normal = factor->normal,
        .evidence = ground_of(c, &factor->entry),
        .instead = line_of(c, factor->instead),
        .expected = line_of(c, factor->expected),
        .good_for = line_of(c, factor->good_for),
        .stop = line_of(c, factor->stop),
        .shared = line_of(c, factor->shared),
        .also = factor->also.at,
        .also_count = (uint32_t)factor->also.count,
    };
    as_mitigator(factor, &condition);
    return condition;
}

static const char *day_of(struct review_causing *c, instant when)
{
    struct text day;
    if (!when || when == INSTANT_NONE) return NULL;
    text_init(&day, 0);
    instant_add_text(&day, when, NULL, INSTANT_DATE, 0);
    const char *kept = arena_copy(c->arena, text_span(&day));
    c->full |= day.status || !kept;
    text_release(&day);
    return kept;
}

struct causes_said review_said_of(struct review_causing *c,
                                  const struct review_supposition *supposition)
{
    if (!supposition) return (struct causes_said){.answer = CAUSES_ANSWER_NONE};
    const instant when = supposition->said == REVIEW_NO_DAY ? supposition->entry.written
                                                            : supposition->said * NS_PER_DAY;
    return (struct causes_said){
        .answer = supposition->answer,
        .because = line_of(c, supposition->because),
        .role = line_of(c, supposition->role),
        .when = day_of(c, when),
        .evidence = ground_of(c, &supposition->entry),
        .name = id_of(c, supposition->entry.id),
    };
}

enum causes_standing review_standing_of(const struct review_item *item)
{
    switch ((enum review_item_state_word)item->state) {
    case REVIEW_ITEM_STATE_NONE:
    case REVIEW_ITEM_STATE_IDEA:
    case REVIEW_ITEM_STATE_SHAPED: return CAUSES_STANDING_IDEA;
    case REVIEW_ITEM_STATE_ACCEPTED:
    case REVIEW_ITEM_STATE_WAITING:
    case REVIEW_ITEM_STATE_DONE: return CAUSES_STANDING_PLANNED;
    case REVIEW_ITEM_STATE_VERIFIED: return CAUSES_STANDING_VERIFIED;
    default: return CAUSES_STANDING_OUT;
    }
}

const struct review_supposition *review_latest(const struct review *review, struct review_id way,
                                               struct review_id without)
{
    for (size_t i = review->suppositions.count; i-- > 0;) {
        const struct review_supposition *supposition = &review->suppositions.at[i];
        const bool same = without.number ? review_id_equal(supposition->without, without)
                                         : supposition->without.number == 0;
        if (same && review_id_equal(supposition->way, way)) return supposition;
    }
    return NULL;
}
