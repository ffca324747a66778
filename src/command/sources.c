#include "command/workspace.h"

static enum status run(struct call *call, struct error *error)
{
    struct workspace workspace;
    enum report_format format;
    enum status status = listing_format(call, &format, error);
    if (status) return status;
    status = workspace_load(call, WORKSPACE_INDEXES | WORKSPACE_CLOCKS, false, &workspace, error);
    if (status) return status;
    status = report_sources(&workspace.model, format, &call->out, error);
    workspace_release(&workspace);
    return status;
}

static const struct option_spec options[] = {
    {"zone", 'z', "ZONE", "show times in this zone (default UTC)"},
    {"format", 'f', "FORMAT", "text, json, csv or markdown"},
    {NULL, 0, NULL, NULL},
};

const struct command_spec command_sources = {
    .name = "sources",
    .operands = "",
    .summary = "list what was collected: kind, format, records, time span, clock, hash",
    .text = "One line for each content that was found in the collected files.",
    .example = "postmortem sources --json",
    .options = options,
    .run = run,
};
