#include "command/command.h"

#include "command/internal.h"

#include <signal.h>
#include <unistd.h>

enum { CALL_MEMORY = 1 << 30 };

static enum status dispatch(struct call *call, struct error *error)
{
    if (call_has(call, "version")) {
        struct text out;
        text_init(&out, 0);
        text_adds(&out, "postmortem " POSTMORTEM_VERSION "\n");
        enum status status = output_text(&call->out, &out, error);
        text_release(&out);
        return status;
    }
    if (!call->spec) return help_overview(call, error);
    if (call_has(call, "help")) return help_print(call, call->spec, error);
    return call->spec->run(call, error);
}

int command_main(int argc, char **argv, const struct command_doors *doors)
{
    struct error error = ERROR_NONE;
    struct call call = {.doors = doors,
                        .out = output_stdout(),
                        .out_terminal = os_is_terminal(STDOUT_FILENO),
                        .err_terminal = os_is_terminal(STDERR_FILENO)};
    /* A closed pipe (`| head`) is told by the write that meets it. */
    signal(SIGPIPE, SIG_IGN);
    arena_init(&call.arena, CALL_MEMORY);
    enum status status = call_parse(&call, argc, argv, &error);
    call.quiet = call_has(&call, "quiet");
    bool nothing = status == STATUS_OK && !call.spec && call.given_count == 0;
    if (status == STATUS_OK) status = dispatch(&call, &error);
    output_progress_end(&call);
    if (error.status == STATUS_PIPE_CLOSED) status = STATUS_OK;
    if (status && status != STATUS_FINDINGS) output_error(&call, &error);
    if (status == STATUS_OK || status == STATUS_FINDINGS)
        status = call.passed_over ? call.passed_over : status;
    arena_release(&call.arena);
    return nothing ? status_exit_code(STATUS_USAGE) : status_exit_code(status);
}
