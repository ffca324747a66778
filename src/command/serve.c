/* `serve`: hands the workspace to the room that serves it. */
#include "command/workspace.h"

static enum status run(struct call *call, struct error *error)
{
    const char *listen = call_value(call, "listen");
    struct command_serving serving = {.listen = listen ? listen : "127.0.0.1:8017",
                                      .origin = call_value(call, "origin"),
                                      .log = call_value(call, "log"),
                                      .quiet = call->quiet};
    if (!call->doors || !call->doors->serve)
        return error_set(error, STATUS_USAGE,
                         "this program was built without the server; take one that has it");
    enum status status = workspace_find(call, &serving.folder, error);
    if (status == STATUS_OK && !desk_is_workspace(serving.folder, &call->arena))
        status = error_set(error, STATUS_NOT_FOUND,
                           "%s is no workspace; make one with: postmortem init", serving.folder);
    return status ? status : call->doors->serve(&serving, error);
}

static const struct option_spec options[] = {
    {"listen", 0, "ADDRESS:PORT", "where to listen (default 127.0.0.1:8017: this machine alone)"},
    {"origin", 0, "URL", "the address that people type, when a proxy stands before it"},
    {"log", 0, "FILE", "write what happens to a file, a line each (default: standard error)"},
    {NULL, 0, NULL, NULL},
};

const struct command_spec command_serve = {
    .name = "serve",
    .operands = "",
    .summary = "open the workspace in a browser, for one person or a team",
    .text = "The record, the timeline and the evidence as pages that a team works on together, "
            "while every command here goes on working. It serves until it is asked to stop "
            "(Ctrl-C), and answers what was begun before it ends.\n\n"
            "Passwords need an encrypted way: beyond this machine, put a proxy with TLS before it "
            "and give its address as --origin.",
    .example = "postmortem serve --listen 127.0.0.1:8017",
    .options = options,
    .run = run,
};
