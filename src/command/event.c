/* `event`: one by hand, many from a file, or from the collected evidence. */
#include "command/bulk.h"

static enum status from_file(struct call *call, const char *path, struct error *error)
{
    struct desk desk;
    struct text text;
    size_t used = 0;
    const char *name = strcmp(path, "-") == 0 ? "standard input" : path;
    text_init(&text, 0);
    /* all of it before the lock: whoever types or pipes it may take a while */
    enum status status = bulk_slurp(path, &text, error);
    if (status == STATUS_OK) status = call_desk(call, true, &desk, error);
    if (status == STATUS_OK) {
        status = desk_review(&desk, 1, &used, error);
        if (status == STATUS_OK && call->operand_count > used)
            status =
                error_set(error, STATUS_USAGE, "--from-file takes the events from %s, not \"%s\"",
                          path, call->operands[used]);
        if (status == STATUS_OK) status = bulk_events(&desk, text_span(&text), name, error);
        desk_close(&desk);
    }
    text_release(&text);
    return status;
}

static enum status run(struct call *call, struct error *error)
{
    const char *path = call_value(call, "from-file");
    bool milestones = call_has(call, "from-timeline"), take = call_has(call, "take");
    if ((path != NULL) + milestones + take > 1)
        return error_set(error, STATUS_USAGE,
                         "--from-file, --from-timeline and --take are three ways: take one");
    if (path) return from_file(call, path, error);
    if (milestones) return take_milestones(call, error);
    if (take) return take_records(call, error);
    return entry_run(call, error);
}

static const struct option_spec options[] = {
    {"from-file", 0, "FILE", "take events from CSV, JSON lines or \"TIME WORDS\" lines (- reads)"},
    {"partly", 0, NULL, "with --from-file: take what can be placed, list the rest"},
    {"from-timeline", 0, NULL, "take over the milestones that the collected evidence proposes"},
    {"take", 0, "PLACE", "take over the record at a place such as S3:120-340, with its time"},
    DESK_OPTIONS,
    {NULL, 0, NULL, NULL},
};

const struct command_spec command_event = {
    .name = "event",
    .operands = "[REVIEW] [\"TIME WHAT\"]",
    .most = 2,
    .summary = "add an event to the timeline, by hand, in bulk, or from the evidence",
    .text =
        "Times are 10:02, 10:02~ (about), 10:02? (doubtful), 10:02..10:05 (between), E12+3m "
        "(after another event), ? (not known), or in full 2026-03-04T10:02:17Z; without zone and "
        "date they are in the review's.\n\n"
        "Places in the evidence are S3:120-340 or NAME:120-340; they are kept with the hash of "
        "the content.",
    .example = "postmortem event PM1 \"10:02~ writes begin to wait\" --kind impact.start",
    .options = options,
    .fields = REVIEW_MASK(EVENT),
    .run = run,
};
