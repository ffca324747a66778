/* `lsp`: the guard in an editor, by the Language Server Protocol 3.17 over standard input. */
#include "command/lsp.h"

#include <unistd.h>

static enum status run(struct call *call, struct error *error)
{
    struct lsp_server server;
    char bytes[1 << 16];
    size_t len = 1;
    enum status status = STATUS_OK;
    lsp_server_init(&server, &call->out);
    while (status == STATUS_OK && len && server.stage != LSP_ENDED) {
        status = os_read_some(STDIN_FILENO, "standard input", bytes, sizeof bytes, &len, error);
        if (status == STATUS_OK)
            status = lsp_server_take(&server, (struct span){bytes, len}, error);
    }
    bool well = server.ended_well || (server.stage == LSP_SHUT_DOWN && len == 0);
    lsp_server_release(&server);
    if (status) return status;
    return well ? STATUS_OK : STATUS_FINDINGS;
}

const struct command_spec command_lsp = {
    .name = "lsp",
    .operands = "",
    .summary = "the guard of language in an editor, as a language server",
    .text =
        "Speaks the Language Server Protocol 3.17 with an editor over standard input and output: "
        "findings while you type, the question and the way out where you point, and actions that "
        "set a finding aside for its sentence or turn it into a question for the meeting. "
        "docs/guard.md has settings for editors.\n\n"
        "Documents are read as Markdown, up to 16 MB each and 1,000 at a time. What "
        ".postmortem-guard says holds here as for lint; the initialization option "
        "{\"notes\": true} shows notes as well.\n\n"
        "Exit code: 0 when the editor said that it ends (shutdown, then exit), 1 when it ended "
        "without.",
    .example = "postmortem lsp",
    .run = run,
};
