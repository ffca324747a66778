/*
 * The list of releases that a tool prints, one a line below a header: `argocd app history`, `helm
 * history`. Each line is a deploy at its time.
 */
#include "exchange/internal.h"

enum { RELEASES_MOST = 500, HEADER = 400 };

/* Words of the header, each of which must be there. */
static bool has_header(struct span line, const char *const *words)
{
    for (; *words; words++)
        if (span_find(line, span_of(*words)) == SIZE_MAX) return false;
    return true;
}

bool history_of_releases(struct reading *reading)
{
    static const char *const argo[] = {"ID", "DATE", "REVISION", NULL};
    static const char *const helm[] = {"REVISION", "UPDATED", "STATUS", "CHART", NULL};
    const struct timeline_source *source = reading_source(reading);
    struct span rest = source->content, head = span_sub(span_cut(&rest, '\n'), 0, HEADER);
    if (source->index->count > RELEASES_MOST ||
        (!has_header(head, argo) && !has_header(head, helm)))
        return false;
    for (uint64_t i = 0; i < source->index->count; i++) {
        struct span row = evidence_record(source->index, source->content, i);
        if (i == 0) span_cut(&row, '\n'); /* the header stands in front of the first */
        row = span_trim(row);
        const char *what = reading_keep(reading, row, WHAT_MOST / 2);
        const struct told told = {.event = {.kind = TIMELINE_CHANGE_DEPLOY,
                                            .at = timeline_record_interval(source, i),
                                            .what = reading_say(reading, "release %s", what),
                                            .basis = "line of the list of releases",
                                            .place = reading_place(reading, row)},
                                  .trust = TRUST_TOOL};
        if (row.len && interval_is_known(told.event.at)) reading_tell(reading, &told);
    }
    return true;
}
