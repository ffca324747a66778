/* A change taken back, and looked at again before it is kept. */
#include "desk/desk.h"

/* What cannot be stands in the way of taking a change back as well: an entry that others name. */
static enum status check(struct desk *desk, const struct review *before, struct error *error)
{
    struct arena *arena = desk->arena;
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
    return desk_is_wrong(review_check(after, changes, count, error), error);
}

enum status desk_undo(struct desk *desk, uint64_t change, uint64_t *ret_undone, struct error *error)
{
    struct review before = desk->review;
    uint64_t undone = 0;
    enum status status =
        store_undo(desk->store, before.number, change, &desk->author, &undone, error);
    if (status == STATUS_OK) status = desk_load(desk, before.number, error);
    if (status == STATUS_OK) status = check(desk, &before, error);
    if (status) return status;
    desk->changing = false;
    status = store_commit(desk->store, error);
    if (status == STATUS_OK) *ret_undone = undone;
    return status;
}
