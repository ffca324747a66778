/*
 * Kinds of messages that were not there before: warnings and errors whose shape first appears from
 * shortly before impact on. The logs' own first words about it.
 */
#include "timeline/findings.h"

enum { MOST_SHAPES = 3000, MOST_SPOTS = 12 };
static const uint64_t RECORDS_MAX = 6000000;

static int64_t time_of(void *context, uint64_t record)
{
    return timeline_record_time(context, record);
}

static enum status mine(const struct timeline_input *input, struct evidence_templates *set,
                        instant *first, struct error *error)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < input->source_count && status == STATUS_OK; i++) {
        struct timeline_source source = input->sources[i];
        if (source.index->kind != EVIDENCE_LOG) continue;
        status = evidence_templates_add(set, (uint32_t)i, source.index, source.content, 0,
                                        source.index->count, time_of, &source, NULL, error);
        instant at = source.index->count ? timeline_record_time(&source, 0) : INSTANT_NONE;
        if (at != INSTANT_NONE && at < *first) *first = at;
    }
    return status;
}

static enum status add_new(const struct timeline_input *input, const struct impact *impact,
                           const struct evidence_templates *set, instant first,
                           struct spot_list *list, struct error *error)
{
    enum status status = STATUS_OK;
    size_t added = 0;
    const instant settled = instant_add(first, 10 * NS_PER_S); /* everything is new at first */
    instant from = minus(impact->start.earliest, 2 * NS_PER_MIN);
    if (from < settled) from = settled;
    for (size_t i = 0; i < evidence_templates_count(set) && added < MOST_SPOTS; i++) {
        const struct evidence_template *shape = evidence_templates_get(set, i);
        uint64_t grave = shape->level_count[EVIDENCE_LEVEL_WARN] +
                         shape->level_count[EVIDENCE_LEVEL_ERROR] +
                         shape->level_count[EVIDENCE_LEVEL_FATAL];
        if (grave * 2 < shape->count || shape->first == EVIDENCE_NO_TIME) continue;
        if (shape->first < from || shape->first > impact->end.latest) continue;
        const struct timeline_source *source = &input->sources[shape->example_content];
        status =
            spot_add(list, TIMELINE_SPOT_TEMPLATE, shape->first, shape->last, (double)shape->count,
                     shape->example_content, error, "%llu new record%s like: %.200s",
                     (unsigned long long)shape->count, shape->count == 1 ? "" : "s", shape->text);
        if (status) break;
        struct timeline_place *place = &list->items[list->count - 1].place;
        place->from = source->index->start[shape->example];
        place->to = source->index->start[shape->example + 1];
        added++;
    }
    return status;
}

enum status spots_of_messages(const struct timeline_input *input, const struct impact *impact,
                              struct spot_list *list, struct error *error)
{
    uint64_t records = 0;
    instant first = INSTANT_OPEN_END;
    for (size_t i = 0; i < input->source_count; i++) records += input->sources[i].index->count;
    if (impact->start.earliest <= INSTANT_OPEN_START || records > RECORDS_MAX) return STATUS_OK;
    struct evidence_templates *set = evidence_templates_new(MOST_SHAPES);
    if (!set) return error_set(error, STATUS_NO_MEMORY, "out of memory");
    enum status status = mine(input, set, &first, error);
    if (status == STATUS_OK) status = add_new(input, impact, set, first, list, error);
    evidence_templates_free(set);
    return status;
}
