/* `edit`: one entry changed by fields, or taken out. */
#include "command/edit.h"

#include <stdio.h>

static enum status remove_entry(struct desk *desk, const struct review_entry *entry,
                                struct error *error)
{
    struct desk_put put = {.id = entry->id, .entry = NULL};
    if (entry->id.kind == REVIEW_KIND_REVIEW)
        return error_set(error, STATUS_USAGE,
                         "a review itself is never taken out; what is in it is");
    enum status status = desk_save(desk, &put, 1, error);
    return status ? status : desk_tell(desk, &put, 1, error);
}

enum status edit_save(struct desk *desk, struct review_entry *changed, struct error *error)
{
    struct desk_put put = {.id = changed->id, .entry = changed};
    enum status status = desk_save(desk, &put, 1, error);
    if (status == STATUS_OK && desk->change == 0)
        output_notice(desk_call(desk), "nothing was changed: it said so already");
    return status ? status : desk_tell(desk, &put, 1, error);
}

static enum status change_fields(struct desk *desk, const struct review_entry *entry,
                                 struct error *error)
{
    struct review_entry *changed = review_entry_copy(entry, desk->arena);
    size_t given = 0;
    if (!changed) return arena_full(desk->arena, error);
    enum status status = fields_fit(desk_call(desk), entry->id.kind, error);
    if (status == STATUS_OK) status = desk_options(desk, entry->id.kind, changed, &given, error);
    return status ? status : edit_save(desk, changed, error);
}

enum status edit_find(struct desk *desk, struct review_entry **ret, struct error *error)
{
    size_t used = 0;
    const struct call *call = desk_call(desk);
    enum status status = desk_review(desk, 1, &used, error);
    if (status) return status;
    if (call->operand_count > used) return desk_entry(desk, call->operands[used], ret, error);
    *ret = &desk->review.own->entry;
    return STATUS_OK;
}

/* For programs that read, think and write: nothing is changed that they have not seen. */
static enum status check_version(const struct call *call, const struct review_entry *entry,
                                 struct error *error)
{
    char name[16];
    uint64_t version = entry->version;
    enum status status = call_number(call, "if-version", &version, error);
    if (status == STATUS_OK && version != entry->version)
        status =
            error_set(error, STATUS_BUSY,
                      "%s is at version %u, not %llu: nothing was changed; postmortem show "
                      "tells what it says now",
                      review_id_text(entry->id, name), entry->version, (unsigned long long)version);
    return status;
}

static enum status run(struct call *call, struct error *error)
{
    struct desk desk;
    struct review_entry *entry = NULL;
    bool taking_out = call_has(call, "remove"), form = call_has(call, "form");
    bool fields = fields_given(call);
    if (taking_out + form + fields > 1)
        return error_set(error, STATUS_USAGE,
                         "edit takes fields, --form or --remove: one of the three");
    if (!fields && !taking_out && !form) return edit_in_editor(call, error);
    if (form) return edit_from_form(call, error);
    enum status status = call_desk(call, true, &desk, error);
    if (status) return status;
    status = edit_find(&desk, &entry, error);
    if (status == STATUS_OK) status = check_version(call, entry, error);
    if (status == STATUS_OK)
        status =
            taking_out ? remove_entry(&desk, entry, error) : change_fields(&desk, entry, error);
    desk_close(&desk);
    return status;
}

static const struct option_spec options[] = {
    {"remove", 0, NULL, "take the entry out; history and undo keep it"},
    {"form", 0, "FILE", "take the form from a file (- reads) instead of opening an editor"},
    {"if-version", 0, "NUMBER", "only when the entry is at this version, as --json tells it"},
    DESK_OPTIONS,
    {NULL, 0, NULL, NULL},
};

const struct command_spec command_edit = {
    .name = "edit",
    .operands = "[REVIEW] [ENTRY]",
    .most = 2,
    .summary = "change an entry: by fields, in your editor, or take it out",
    .text =
        "Without fields the entry opens as a form in VISUAL or EDITOR. When somebody else changed "
        "it meanwhile, nothing is overwritten: both texts are shown, and yours is kept in a "
        "file.\n\n"
        "An empty value takes a statement back; for lists, +X adds and -X takes out. Without ENTRY "
        "the review itself is changed.",
    .example = "postmortem edit PM1 E12 --intent \"free connections for writes\" --why \"told in "
               "the meeting\"",
    .options = options,
    .fields = REVIEW_MASK_ANY,
    .run = run,
};
