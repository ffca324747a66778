/* Logs: records that state a change by themselves. */
#include "exchange/internal.h"

void candidates_open(struct candidates *candidates, struct reading *reading, unsigned look)
{
    *candidates = (struct candidates){
        .reading = reading, .leads = &reading->leads->of[reading->source * LOOK_COUNT + look]};
}

bool candidates_next(struct candidates *candidates, size_t told)
{
    const struct leads *leads = candidates->leads;
    const struct timeline_source *source = reading_source(candidates->reading);
    if (told >= CHANGES_MOST || reading_is_full(candidates->reading)) return false;
    if (candidates->next == leads->count) {
        candidates->cut = leads->cut;
        return false;
    }
    uint64_t number = leads->records[candidates->next++];
    candidates->number = number;
    candidates->record = span_trim(evidence_record(source->index, source->content, number));
    candidates->at = timeline_record_interval(source, number);
    return true;
}

void log_say_cut(const struct candidates *candidates, size_t told, const char *what)
{
    if (told >= CHANGES_MOST)
        reading_notice(candidates->reading, "more than %d %s; the rest stays records", CHANGES_MOST,
                       what);
    else if (candidates->cut)
        reading_notice(candidates->reading,
                       "only the first %d records that may tell of %s were read", EXAMINED_MOST,
                       what);
}

struct span log_object(struct span record, const char *member)
{
    const struct span none = {NULL, 0};
    struct span object = span_from(record, span_find(record, SPAN("{")));
    if (object.len == 0 || json_find(object, member, NULL, NULL)) return object;
    /* The first record of a document has the head of the document in front of its element. */
    object = span_from(object, span_find(object, SPAN("[")));
    object = span_from(object, span_find(object, SPAN("{")));
    return object.len && json_find(object, member, NULL, NULL) ? object : none;
}

void log_read(struct reading *reading)
{
    static void (*const readers[LOOK_COUNT])(struct reading *) = {
        [LOOK_DEPLOYS] = log_deploys,       [LOOK_FLAGS] = log_flags,
        [LOOK_RESTARTS] = log_restarts,     [LOOK_POSTGRES] = log_postgres,
        [LOOK_KUBERNETES] = log_kubernetes, [LOOK_CLOUDTRAIL] = log_cloudtrail,
        [LOOK_PAGERS] = log_pagers,         [LOOK_NAGIOS] = log_nagios,
        [LOOK_MESSAGES] = log_messages,     [LOOK_RUNS] = log_runs,
        [LOOK_TICKETS] = log_tickets,       [LOOK_ROUTERS] = log_routers,
    };
    if (table_read_tickets(reading) || table_read_metrics(reading) || alerts_read_log(reading) ||
        history_of_releases(reading) || series_read_cloud(reading))
        return;
    const struct leads *leads = &reading->leads->of[reading->source * LOOK_COUNT];
    for (unsigned i = 0; i < LOOK_COUNT; i++)
        if (leads[i].count || leads[i].cut) readers[i](reading);
    log_spoken_lines(reading);
}
