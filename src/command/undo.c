/* `undo`: a change taken back, and looked at again before it is kept. */
#include "command/desk.h"

/* What cannot be stands in the way of taking a change back as well: an entry that others name. */
static enum status check(struct desk *desk, const struct review *before, struct error *error)
{
    struct arena *arena = &desk->call->arena;
    const struct review *after = &desk->review;
    size_t most = 0, count = 0, there;
    for (unsigned kind = 0; kind < REVIEW_KIND_COUNT; kind++) {
        review_entries(before, kind, &there);
        most += there;
        review_entries(after, kind, &there);
        most += there;
    }
    struct review_change *changes = arena_array(arena, most + 1, sizeof *changes);
    if (!changes) return arena_full(arena, error);
    for (unsigned kind = 0; kind < REVIEW_KIND_COUNT; kind++) {
        struct review_entry *old = review_entries(before, kind, &there);
        for (size_t i = 0; i < there; i++) {
            struct review_entry *entry = review_entry_at(old, kind, i);
            struct review_entry *now = review_find(after, entry->id);
            if (!now || now->version != entry->version)
                changes[count++] = (struct review_change){entry->id, entry, now};
        }
        struct review_entry *new = review_entries(after, kind, &there);
        for (size_t i = 0; i < there; i++) {
            struct review_entry *entry = review_entry_at(new, kind, i);
            if (!review_find(before, entry->id))
                changes[count++] = (struct review_change){entry->id, NULL, entry};
        }
    }
    return call_is_wrong(review_check(after, changes, count, error), error);
}

static enum status tell(struct desk *desk, uint64_t undone, struct error *error)
{
    struct text out;
    struct json_writer json;
    text_init(&out, 0);
    json_begin(&json, &out);
    if (call_json(desk->call)) {
        json_object(&json);
        json_key(&json, "undone");
        json_uint(&json, undone);
        json_object_end(&json);
        text_addc(&out, '\n');
    } else {
        text_addf(&out, "taken back: change %llu; undo again brings it back\n",
                  (unsigned long long)undone);
    }
    enum status status = output_text(&desk->call->out, &out, error);
    text_release(&out);
    return status;
}

static enum status take_back(struct desk *desk, struct error *error)
{
    uint64_t change = 0, undone = 0;
    size_t used = 0;
    enum status status = call_number(desk->call, "change", &change, error);
    if (status == STATUS_OK) status = desk_review(desk, 0, &used, error);
    if (status) return status;
    struct review before = desk->review;
    uint32_t number = before.number;
    status = store_undo(desk->store, number, change, &desk->author, &undone, error);
    if (status == STATUS_OK) status = desk_load(desk, number, error);
    if (status == STATUS_OK) status = check(desk, &before, error);
    if (status) return status;
    desk->changing = false;
    status = store_commit(desk->store, error);
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
