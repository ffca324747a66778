/* What a review still misses, stage by stage: the list and its order. What is asked for stands in
 * ready_story.c and ready_ends.c. */
#include "review/conducting.h"

#include <stdio.h>

enum { IDS_TOLD = 8 };

static bool make_room(struct review_needing *needing)
{
    struct review_needed *list = &needing->list;
    if (list->count < needing->room) return true;
    const size_t room = needing->room ? 2 * needing->room : 32;
    struct review_need *at = arena_array(needing->arena, room, sizeof *at);
    bool *must = arena_array(needing->arena, room, sizeof *must);
    if (!at || !must) return false;
    if (list->count) {
        memcpy(at, list->at, list->count * sizeof *at);
        memcpy(must, list->must, list->count * sizeof *must);
    }
    list->at = at;
    list->must = must;
    needing->room = room;
    return true;
}

/* "postmortem COMMAND PM1 REST"; a review that is in no workspace yet has no number. */
static const char *how(const struct review_needing *needing, const char *command, const char *rest)
{
    const char *gap = *rest ? " " : "";
    if (!needing->review->number)
        return arena_printf(needing->arena, "postmortem %s REVIEW%s%s", command, gap, rest);
    return arena_printf(needing->arena, "postmortem %s PM%u%s%s", command, needing->review->number,
                        gap, rest);
}

void review_need_add(struct review_needing *needing, enum review_weight weight, const char *rule,
                     const char *why, const char *command, const char *rest, const char *text, ...)
{
    struct text said;
    va_list arguments;
    char line[400];
    va_start(arguments, text);
    const int length = vsnprintf(line, sizeof line, text, arguments);
    va_end(arguments);
    text_init(&said, 2 * sizeof line);
    text_adds(&said, line);
    if (length >= (int)sizeof line) text_adds(&said, " ...");
    struct review_need need = {
        .stage = (uint8_t)needing->stage,
        .rule = rule,
        .text = arena_copy(needing->arena, text_span(&said)),
        .why = why,
        .how = how(needing, command, rest),
        .advice = weight == REVIEW_WEIGHT_ADVICE,
    };
    text_release(&said);
    if (!need.text || !need.how || !make_room(needing)) {
        needing->full = true;
        return;
    }
    needing->list.at[needing->list.count] = need;
    needing->list.must[needing->list.count++] = weight == REVIEW_WEIGHT_REPORT;
}

void review_id_list_add(struct review_id_list *list, struct review_id id)
{
    char which[16];
    if (!list->count++) list->first = id;
    if (list->told == IDS_TOLD) return;
    const int more = snprintf(list->text + list->len, sizeof list->text - list->len, "%s%s",
                              list->told ? ", " : "", review_id_text(id, which));
    list->len += (size_t)more;
    list->told++;
}

static const char *id_list_text(struct review_id_list *list)
{
    if (list->count > list->told) {
        (void)snprintf(list->text + list->len, sizeof list->text - list->len, " and %zu more",
                       list->count - list->told);
    }
    return list->text;
}

void review_need_ids(struct review_needing *needing, enum review_weight weight, const char *rule,
                     const char *why, struct review_id_list *list, const char *options,
                     const char *text)
{
    char id[16], rest[200];
    if (!list->count) return;
    (void)snprintf(rest, sizeof rest, "%s %s", review_id_text(list->first, id), options);
    review_need_add(needing, weight, rule, why, "edit", rest, "%s: %s", text, id_list_text(list));
}

enum status review_needed_for(const struct review *review, const struct review_settled *settled,
                              const struct review_bounds *bounds, unsigned stage,
                              struct arena *arena, struct review_needed *ret, struct error *error)
{
    static void (*const stages[REVIEW_STAGE_COUNT])(struct review_needing *) = {
        [REVIEW_STAGE_COLLECT] = review_need_collect,
        [REVIEW_STAGE_TIMELINE] = review_need_timeline,
        [REVIEW_STAGE_DISCUSS] = review_need_discuss,
        [REVIEW_STAGE_CAUSES] = review_need_causes,
        [REVIEW_STAGE_REMEDIATE] = review_need_remediate,
        [REVIEW_STAGE_PUBLISH] = review_need_publish,
        [REVIEW_STAGE_FOLLOW_UP] = review_need_follow_up,
    };
    struct review_needing needing = {
        .review = review, .settled = settled, .bounds = bounds, .arena = arena};
    if (!stage) stage = review->own->stage ? review->own->stage : REVIEW_STAGE_COLLECT;
    if (stage >= REVIEW_STAGE_COUNT)
        return error_set(error, STATUS_BAD_INPUT, "there is no such stage");
    for (needing.stage = REVIEW_STAGE_COLLECT; needing.stage <= stage; needing.stage++)
        stages[needing.stage](&needing);
    if (needing.full) return arena_full(arena, error);
    *ret = needing.list;
    return STATUS_OK;
}

enum status review_ready(const struct review *review, const struct review_settled *settled,
                         const struct review_bounds *bounds, unsigned stage, struct arena *arena,
                         struct review_need **ret, size_t *ret_count, struct error *error)
{
    struct review_needed needed;
    const enum status status =
        review_needed_for(review, settled, bounds, stage, arena, &needed, error);
    if (status) return status;
    *ret = needed.at;
    *ret_count = needed.count;
    return STATUS_OK;
}
