#include "command/workspace.h"

static enum status run(struct call *call, struct error *error)
{
    const char *folder = call->operand_count ? call->operands[0] : call_value(call, "workspace");
    if (!folder) folder = ".";
    enum status status = os_make_folder(folder, error);
    if (status == STATUS_OK) status = store_create(folder, error);
    if (status == STATUS_OK) status = evidence_depot_create(folder, error);
    if (status) return status;
    struct text out;
    text_init(&out, 0);
    if (call_json(call)) {
        struct json_writer json;
        json_begin(&json, &out);
        json_object(&json);
        json_member_string(&json, "workspace", folder);
        json_object_end(&json);
        text_addc(&out, '\n');
    } else {
        text_adds(&out, "workspace made: ");
        text_add_visible(&out, span_of(folder));
        text_adds(&out, "\nnext: postmortem collect PATH...\n");
    }
    status = output_text(&call->out, &out, error);
    text_release(&out);
    return status;
}

const struct command_spec command_init = {
    .name = "init",
    .operands = "[DIR]",
    .most = 1,
    .summary = "make a workspace, a folder that keeps evidence and everything said about it",
    .text =
        "A workspace holds postmortem.db, the evidence exactly as collected, and indexes that can "
        "be made again. DIR is made when it is missing; without it the current folder becomes "
        "the workspace.",
    .example = "postmortem init review",
    .run = run,
};
