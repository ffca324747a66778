#include "command/internal.h"

static enum status run_help(struct call *call, struct error *error)
{
    if (call->operand_count == 0) return help_overview(call, error);
    const struct command_spec *spec = command_named(span_of(call->operands[0]));
    if (spec) return help_print(call, spec, error);
    return error_set(error, STATUS_USAGE, "there is no command \"%s\"; see: postmortem help",
                     call->operands[0]);
}

const struct command_spec command_help = {
    .name = "help",
    .operands = "[COMMAND]",
    .most = 1,
    .summary = "explain the program or one command",
    .text = "",
    .example = "postmortem help timeline",
    .run = run_help,
};

const struct command_spec command_man = {
    .name = "man",
    .operands = "",
    .summary = "print the manual page (mdoc)",
    .text = "Made from the same table as --help.",
    .example = "postmortem man | mandoc -a",
    .run = manual_print,
};
