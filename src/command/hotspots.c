#include "command/workspace.h"

/* Keeps the spots that touch the window. */
static void keep_window(struct timeline_findings *findings, const struct timeline_filter *filter)
{
    size_t kept = 0;
    for (size_t i = 0; i < findings->spot_count; i++) {
        const struct timeline_spot *spot = &findings->spots[i];
        if (spot->to < filter->from || spot->from >= filter->to) continue;
        uint32_t source = spot->place.source;
        if (filter->source_on && (source == UINT32_MAX || !filter->source_on[source])) continue;
        findings->spots[kept++] = *spot;
    }
    findings->spot_count = kept;
}

static enum status run(struct call *call, struct error *error)
{
    struct workspace workspace;
    struct timeline_filter filter;
    enum report_format format;
    enum status status = listing_format(call, &format, error);
    if (status) return status;
    status = workspace_load(call, WORKSPACE_ALL & ~(unsigned)WORKSPACE_TEMPLATES, true, &workspace,
                            error);
    if (status) return status;
    status = filter_of_call(call, &workspace, &filter, error);
    if (status == STATUS_OK) {
        keep_window(&workspace.findings, &filter);
        status = report_spots(&workspace.model, format, &call->out, error);
    }
    workspace_release(&workspace);
    return status;
}

static const struct option_spec options[] = {
    WINDOW_OPTIONS,
    {"zone", 'z', "ZONE", "show times in this zone (default UTC)"},
    {"format", 'f', "FORMAT", "text, json, csv or markdown"},
    {NULL, 0, NULL, NULL},
};

const struct command_spec command_hotspots = {
    .name = "hotspots",
    .operands = "[PATH...]",
    .most = UINT32_MAX,
    .summary = "where to look deeper: bursts, change points, gaps, silences, restarts",
    .text = "Each comes with why it is shown. They are places to look at, not conclusions.",
    .example = "postmortem hotspots --from 05:54 --to 05:58",
    .options = options,
    .run = run,
};
