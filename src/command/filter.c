#include "command/workspace.h"

bool filter_given(const struct call *call)
{
    return call_has(call, "from") || call_has(call, "to") || call_has(call, "source") ||
           call_has(call, "level");
}

enum status filter_of_call(struct call *call, const struct workspace *workspace,
                           struct timeline_filter *ret, struct error *error)
{
    const char *sources[CALL_OPTIONS_MAX];
    struct desk_window window = {.mark = "--",
                                 .from = call_value(call, "from"),
                                 .to = call_value(call, "to"),
                                 .level = call_value(call, "level"),
                                 .sources = sources};
    for (size_t i = 0; i < call->given_count; i++)
        if (strcmp(call->given[i].option->name, "source") == 0)
            sources[window.source_count++] = call->given[i].value;
    return desk_filter(workspace, &window, &call->arena, ret, error);
}
