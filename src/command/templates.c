#include "command/workspace.h"

static enum status run(struct call *call, struct error *error)
{
    return workspace_print(call, WORKSPACE_INDEXES | WORKSPACE_CLOCKS | WORKSPACE_TEMPLATES, true,
                           report_templates, error);
}

static const struct option_spec options[] = {
    {"zone", 'z', "ZONE", "show times in this zone (default UTC)"},
    {"format", 'f', "FORMAT", "text, json, csv or markdown"},
    {NULL, 0, NULL, NULL},
};

const struct command_spec command_templates = {
    .name = "templates",
    .operands = "[PATH...]",
    .most = UINT32_MAX,
    .summary = "kinds of log messages with counts, levels, first and last time",
    .text = "A hundred thousand lines become a page of kinds. The numbers can be given to "
            "timeline --template.",
    .example = "postmortem templates",
    .options = options,
    .run = run,
};
