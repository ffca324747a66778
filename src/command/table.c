#include "command/internal.h"

#define X(name) &command_##name,
const struct command_spec *const command_specs[] = {COMMANDS(X) NULL};
#undef X

const struct option_spec command_common[] = {
    {"workspace", 'C', "DIR", "use the workspace in DIR instead of the one found here or above"},
    {"json", 0, NULL, "print JSON"},
    {"color", 0, "WHEN", "always, never or auto (the default; obeys NO_COLOR)"},
    {"quiet", 'q', NULL, "say nothing but results and errors"},
    {"help", 'h', NULL, "explain this command"},
    {"version", 0, NULL, "print the program's version"},
    {NULL, 0, NULL, NULL},
};

const struct command_spec *command_named(struct span name)
{
    for (size_t i = 0; command_specs[i]; i++)
        if (span_is(name, command_specs[i]->name)) return command_specs[i];
    return NULL;
}
