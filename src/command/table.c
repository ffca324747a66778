#include "command/internal.h"

/* In the order of a review's life. */
const struct command_spec *const command_specs[] = {
    &command_init,     &command_collect, &command_sources,  &command_verify,    &command_clocks,
    &command_timeline, &command_search,  &command_hotspots, &command_templates, &command_report,
    &command_show,     &command_export,  &command_help,     &command_man,       NULL,
};

const struct option_spec command_common[] = {
    {"workspace", 'C', "DIR", "use the workspace in DIR instead of the one found here or above"},
    {"json", 0, NULL, "print JSON"},
    {"color", 0, "WHEN", "always, never or auto (the default; obeys NO_COLOR)"},
    {"quiet", 'q', NULL, "say nothing but results and errors"},
    {"help", 'h', NULL, "explain this command"},
    {"version", 0, NULL, "print the program's version"},
    {NULL, 0, NULL, NULL},
};

const struct command_spec *command_find(struct span name)
{
    for (size_t i = 0; command_specs[i]; i++)
        if (span_is(name, command_specs[i]->name)) return command_specs[i];
    return NULL;
}
