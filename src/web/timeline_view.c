/* Opening what the timeline shows: the review on a desk, the evidence where it is there already. */
#include "web/timeline.h"

#include <stdio.h>

/* "utc", "review", or the name of a zone. */
static enum status choose_zone(struct timeline_view *view, struct error *error)
{
    const char *asked = web_query(view->request, "zone");
    view->zone = view->desk.zone;
    if (!asked || !*asked || strcmp(asked, "review") == 0) return STATUS_OK;
    view->zone = NULL;
    if (strcmp(asked, "utc") == 0) return STATUS_OK;
    if (zone_load(asked, &view->own, error)) return desk_is_wrong(STATUS_BAD_INPUT, error);
    view->zone = view->own;
    return STATUS_OK;
}

static int64_t local_day(instant at, const struct zone *zone)
{
    return instant_day(instant_add(at, zone_offset(zone, at, NULL) * NS_PER_S));
}

static void choose_day(struct timeline_view *view)
{
    const struct timeline_findings *found = &view->workspace.findings;
    instant at = found->milestones[TIMELINE_MILESTONE_IMPACT_START].at.earliest;
    if (!instant_is_known(at)) at = found->span.earliest;
    view->day = INT64_MIN;
    if (view->desk.review.own && view->desk.review.own->day != REVIEW_NO_DAY)
        view->day = view->desk.review.own->day;
    else if (view->evidence && instant_is_known(at))
        view->day = local_day(at, view->zone);
}

static enum status take_evidence(struct timeline_view *view, bool must, struct error *error)
{
    struct error why = ERROR_NONE;
    enum status status = web_evidence_take(view->request, &view->evidence, view->loading,
                                           sizeof view->loading, &why);
    if (status == STATUS_BUSY && !must) {
        if (!*view->loading) (void)snprintf(view->loading, sizeof view->loading, "beginning");
        return STATUS_OK;
    }
    if (status) {
        if (error) *error = why;
        return status;
    }
    /* A copy, so that times which somebody types are read in the zone that is shown. */
    view->workspace = *web_evidence_workspace(view->evidence);
    return STATUS_OK;
}

enum status web_timeline_open(struct web_request *request, bool must, bool for_changes,
                              struct timeline_view *ret, struct error *error)
{
    struct timeline_view view = {.request = request};
    enum status status = take_evidence(&view, must, error);
    if (status) return status;
    status = web_desk(request, for_changes, &view.desk, error);
    if (status) {
        web_evidence_give(view.evidence);
        return status;
    }
    status = choose_zone(&view, error);
    if (status) {
        web_timeline_close(&view);
        return status;
    }
    choose_day(&view);
    view.desk.sources = view.workspace.stored;
    view.desk.source_count = view.workspace.count;
    view.workspace.shown = (struct zone *)(uintptr_t)view.zone; /* read only, as all of the copy */
    *ret = view;
    ret->desk.typing.context = &ret->desk; /* the desk that reads places is the one that stays */
    return STATUS_OK;
}

void web_timeline_close(struct timeline_view *view)
{
    if (!view->request) return;
    desk_close(&view->desk);
    web_evidence_give(view->evidence);
    zone_free(view->own);
    *view = (struct timeline_view){0};
}
