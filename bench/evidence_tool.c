/*
 * postmortem-bench: the evidence room's engines without anything around them, for measuring.
 *
 *   postmortem-bench index [--threads N] FILE...
 *   postmortem-bench merge [--threads N] FILE...
 *   postmortem-bench columns [--records N] [--sources N] [--burst N]
 *   postmortem-bench templates FILE...
 *   postmortem-bench newlines [--threads N] FILE...
 *   postmortem-bench reopen --folder FOLDER FILE...
 *   postmortem-bench phases [--threads N] FILE...
 *
 * What each does is said in tools.h.
 */
#include <stdio.h>

#include "bench/tools.h"

static const struct tool {
    const char *name;
    enum status (*run)(const struct tool_call *call, struct error *error);
    uint64_t threads; /* unless they are given; 0 is as many as there are processors */
    bool files;
} tools[] = {
    {"index", index_tool, 1, true},       {"merge", merge_tool, 0, true},
    {"columns", columns_tool, 1, false},  {"templates", templates_tool, 1, true},
    {"newlines", newlines_tool, 1, true}, {"reopen", reopen_tool, 0, true},
    {"phases", phases_tool, 1, true},
};

static bool take_option(const char *name, const char *value, struct tool_call *call)
{
    if (strcmp(name, "--folder") == 0) {
        call->folder = value;
        return true;
    }
    uint64_t *number = strcmp(name, "--threads") == 0   ? &call->threads
                       : strcmp(name, "--records") == 0 ? &call->records
                       : strcmp(name, "--sources") == 0 ? &call->sources
                       : strcmp(name, "--burst") == 0   ? &call->burst
                                                        : NULL;
    return number && span_to_u64(span_of(value), number);
}

static int usage(void)
{
    fputs("use: postmortem-bench", stderr);
    for (size_t i = 0; i < sizeof tools / sizeof *tools; i++)
        fprintf(stderr, "%s%s", i ? "|" : " ", tools[i].name);
    fputs(" [--threads N] [--records N] [--sources N] [--burst N] [--folder FOLDER] FILE...\n",
          stderr);
    return 2;
}

int main(int count, char **words)
{
    struct error error = ERROR_NONE;
    const struct tool *tool = NULL;
    os_give_back_large_blocks(); /* as the program does */
    for (size_t i = 0; count > 1 && i < sizeof tools / sizeof *tools; i++)
        if (strcmp(words[1], tools[i].name) == 0) tool = &tools[i];
    if (!tool) return usage();
    struct tool_call call = {
        .threads = tool->threads, .records = 10000000, .sources = 10, .burst = 50, .folder = "."};
    int i = 2;
    for (; i + 1 < count && words[i][0] == '-'; i += 2)
        if (!take_option(words[i], words[i + 1], &call)) return usage();
    call.paths = (const char *const *)words + i;
    call.count = (size_t)(count - i);
    if (tool->files && call.count == 0) return usage();
    enum status status = tool->run(&call, &error);
    if (status) fprintf(stderr, "%s: %s\n", error.where, error.message);
    return status_exit_code(status);
}
