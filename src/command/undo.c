/* `undo`: a change taken back. */
#include "command/desk.h"

static enum status tell(struct desk *desk, uint64_t undone, struct error *error)
{
    struct text out;
    struct json_writer json;
    text_init(&out, 0);
    json_begin(&json, &out);
    if (call_json(desk_call(desk))) {
        json_object(&json);
        json_member_uint(&json, "undone", undone);
        json_object_end(&json);
        text_addc(&out, '\n');
    } else {
        text_addf(&out, "taken back: change %llu; undo again brings it back\n",
                  (unsigned long long)undone);
    }
    enum status status = output_text(&desk_call(desk)->out, &out, error);
    text_release(&out);
    return status;
}

static enum status take_back(struct desk *desk, struct error *error)
{
    uint64_t change = 0, undone = 0;
    size_t used = 0;
    enum status status = call_number(desk_call(desk), "change", &change, error);
    if (status == STATUS_OK) status = desk_review(desk, 0, &used, error);
    if (status) return status;
    status = desk_undo(desk, change, &undone, error);
    return status ? status : tell(desk, undone, error);
}

static enum status run(struct call *call, struct error *error)
{
    return desk_run(call, true, take_back, error);
}

static const struct option_spec options[] = {
    {"change", 0, "NUMBER", "this change, as history shows it, instead of the last one"},
    DESK_OPTIONS,
    {NULL, 0, NULL, NULL},
};

const struct command_spec command_undo = {
    .name = "undo",
    .operands = "[REVIEW]",
    .most = 1,
    .summary = "take a change back, as a change of its own",
    .text = "Nothing leaves the history. A change whose entries were changed again later is "
            "refused: take the later one back first.",
    .example = "postmortem undo PM1 --change 12",
    .options = options,
    .run = run,
};
