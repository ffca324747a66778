#include "command/workspace.h"

static enum status run(struct call *call, struct error *error)
{
    return workspace_print(call, WORKSPACE_INDEXES | WORKSPACE_CLOCKS, false, report_sources,
                           error);
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
