/* The words of a graph under the guard. What would be otherwise is asked of conditions: there "had
 * it been" is the method, so only those rules are off; people's better selves are asked about as
 * ever. */
#include "report/causes_told.h"

#include <stdlib.h>

struct looking {
    struct arena *arena;
    struct told_wording *found; /* owned until it is handed over */
    size_t count, room;
    const char *about, *part;
    struct span text;
};

enum { FOUND_MOST = 1000 };

static enum status take(void *context, const struct language_finding *finding, struct error *error)
{
    struct looking *looking = context;
    struct span words =
        span_sub(looking->text, finding->from.byte, finding->to.byte - finding->from.byte);
    if (!finding->first || finding->dismissed || finding->level < LANGUAGE_LEVEL_HINT ||
        looking->count == FOUND_MOST)
        return STATUS_OK;
    enum status status = grow_array(&looking->found, &looking->room, looking->count + 1,
                                    sizeof *looking->found, error);
    if (status) return status;
    const char *copy = arena_copy(looking->arena, words);
    if (!copy) return arena_full(looking->arena, error);
    looking->found[looking->count++] = (struct told_wording){looking->about, looking->part, copy,
                                                             finding->rule->id, finding->question};
    return STATUS_OK;
}

static enum status look(struct looking *looking, const char *about, const char *part,
                        const char *text, enum language_field field, struct error *error)
{
    struct language_summary summary;
    if (!text || !*text) return STATUS_OK;
    looking->about = about;
    looking->part = part;
    looking->text = span_of(text);
    const struct language_request request = {.text = looking->text, .field = field};
    return language_check(&request, take, looking, &summary, error);
}

static enum status look_at_condition(struct looking *looking,
                                     const struct causes_condition *condition, struct error *error)
{
    const struct {
        const char *part, *text;
        enum language_field field;
    } texts[] = {
        {"text", condition->text, LANGUAGE_FIELD_ANALYSIS},
        {"instead", condition->instead, LANGUAGE_FIELD_SUPPOSING},
        {"expected", condition->expected, LANGUAGE_FIELD_ANALYSIS},
        {"good_for", condition->good_for, LANGUAGE_FIELD_ANALYSIS},
        {"stop", condition->stop, LANGUAGE_FIELD_ANALYSIS},
    };
    enum status status = STATUS_OK;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0] && status == STATUS_OK; i++)
        status =
            look(looking, condition->name, texts[i].part, texts[i].text, texts[i].field, error);
    return status;
}

static enum status look_at_way(struct looking *looking, const struct causes_graph *graph,
                               const struct causes_way *way, struct error *error)
{
    const char *about = way->name ? way->name : graph->conditions[way->effect].name;
    enum status status =
        look(looking, about, "complete", way->complete.because, LANGUAGE_FIELD_SUPPOSING, error);
    for (uint32_t i = 0; i < way->count && status == STATUS_OK; i++)
        status = look(looking, about, "test", way->links[i].test.because, LANGUAGE_FIELD_SUPPOSING,
                      error);
    return status;
}

static enum status hand_over(struct looking *looking, struct told_wording **ret, size_t *ret_count,
                             struct error *error)
{
    struct told_wording *kept = arena_array(looking->arena, looking->count + 1, sizeof *kept);
    if (!kept) return arena_full(looking->arena, error);
    if (looking->count) memcpy(kept, looking->found, looking->count * sizeof *kept);
    *ret = kept;
    *ret_count = looking->count;
    return STATUS_OK;
}

enum status causes_told_wording(const struct causes_graph *graph, struct arena *arena,
                                struct told_wording **ret, size_t *ret_count, struct error *error)
{
    struct looking looking = {.arena = arena};
    enum status status = STATUS_OK;
    for (uint32_t i = 0; i < graph->condition_count && status == STATUS_OK; i++)
        status = look_at_condition(&looking, &graph->conditions[i], error);
    for (uint32_t i = 0; i < graph->way_count && status == STATUS_OK; i++)
        status = look_at_way(&looking, graph, &graph->ways[i], error);
    if (status == STATUS_OK) status = hand_over(&looking, ret, ret_count, error);
    free(looking.found);
    return status;
}
