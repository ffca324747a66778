/* Saving: what was changed is completed, checked, and stored as one change. */
#include "desk/desk.h"

#include <assert.h>

static enum status body_of(const struct review_entry *entry, struct arena *arena, struct span *ret,
                           struct error *error)
{
    struct text body;
    text_init(&body, 0);
    review_body_write(entry, &body);
    enum status status = text_status(&body, error);
    const char *copy = status ? NULL : arena_copy(arena, text_span(&body));
    if (copy)
        *ret = (struct span){copy, body.len};
    else if (status == STATUS_OK)
        status = arena_full(arena, error);
    text_release(&body);
    return status;
}

/* What is to be saved. */
struct saving {
    struct desk *desk;
    struct review after;
    struct review_change *changes; /* what was put */
    size_t change_count;
    struct store_edit *edits; /* what differs in the end */
    size_t edit_count;
};

/* Somebody else was faster: what they wrote is on the desk, to be shown beside what was put. */
static enum status check_base(struct desk *desk, const struct desk_put *put,
                              const struct review_entry *current, size_t number,
                              struct error *error)
{
    char name[16];
    if (!put->base || (current && current->version == put->base)) return STATUS_OK;
    desk->stale = number;
    if (!current)
        return error_set(error, STATUS_BUSY,
                         "%s was taken out of PM%u meanwhile; its history has what it said",
                         review_id_text(put->id, name), desk->review.number);
    return error_set(error, STATUS_BUSY,
                     "%s was changed meanwhile: this was made from version %u, and now there is "
                     "version %u; look at both, and save again",
                     review_id_text(put->id, name), put->base, current->version);
}

/* The review with what was put, and which entries those are. */
static enum status put_together(struct saving *s, struct desk_put *puts, size_t count,
                                struct error *error)
{
    struct desk *desk = s->desk;
    struct arena *arena = desk->arena;
    struct review_stored *stored = arena_array(arena, count + 1, sizeof *stored);
    s->changes = arena_array(arena, count + 1, sizeof *s->changes);
    if (!stored || !s->changes) return arena_full(arena, error);
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        const struct review_entry *before = review_find(&desk->review, puts[i].id);
        if (desk->review.number == 0) before = NULL;
        status = check_base(desk, &puts[i], before, i, error);
        stored[i] = (struct review_stored){.id = puts[i].id,
                                           .version = before ? before->version + 1 : 1,
                                           .author = desk->author.by,
                                           .written = desk->author.at};
        s->changes[i].before = before;
        if (puts[i].entry && status == STATUS_OK)
            status = body_of(puts[i].entry, arena, &stored[i].body, error);
    }
    if (status == STATUS_OK)
        status = review_with(&desk->review, stored, count, arena, &s->after, error);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        puts[i].id = s->changes[i].id = stored[i].id;
        s->changes[i].after = review_find(&s->after, stored[i].id);
    }
    s->change_count = count;
    return status;
}

static enum status add_edit(struct saving *s, const struct review_entry *before,
                            struct review_entry *after, struct error *error)
{
    struct desk *desk = s->desk;
    struct arena *arena = desk->arena;
    struct store_edit edit = {.id = after->id, .base = before ? before->version : 0};
    struct span old = {NULL, 0};
    enum status status = STATUS_OK;
    if (before) status = body_of(before, arena, &old, error);
    if (status == STATUS_OK) status = body_of(after, arena, &edit.body, error);
    if (status) return status;
    bool differs = !before || !span_equal(old, edit.body);
    if (differs) s->edits[s->edit_count++] = edit;
    if (!before) return STATUS_OK;
    /* As the store will have it: completing changes entries that nobody put, and what was put may
     * be as it was. */
    after->version = before->version + differs;
    after->author = differs ? desk->author.by : before->author;
    after->written = differs ? desk->author.at : before->written;
    return STATUS_OK;
}

/* Completing may touch other entries than those that were put: whatever differs is stored. */
static enum status find_edits(struct saving *s, struct error *error)
{
    size_t most = s->change_count, count;
    for (unsigned kind = 0; kind < REVIEW_KIND_COUNT; kind++) {
        review_entries(&s->after, kind, &count);
        most += count;
    }
    s->edits = arena_array(s->desk->arena, most + 1, sizeof *s->edits);
    if (!s->edits) return arena_full(s->desk->arena, error);
    enum status status = STATUS_OK;
    for (unsigned kind = 0; kind < REVIEW_KIND_COUNT; kind++) {
        struct review_entry *entries = review_entries(&s->after, kind, &count);
        for (size_t i = 0; i < count && status == STATUS_OK; i++) {
            struct review_entry *after = review_entry_at(entries, kind, i);
            const struct review_entry *before =
                s->desk->review.number ? review_find(&s->desk->review, after->id) : NULL;
            status = add_edit(s, before, after, error);
        }
    }
    for (size_t i = 0; i < s->change_count && status == STATUS_OK; i++) {
        const struct review_change *change = &s->changes[i];
        if (!change->after && change->before)
            s->edits[s->edit_count++] =
                (struct store_edit){.id = change->id, .base = change->before->version};
    }
    return status;
}

static enum status store(struct saving *s, struct error *error)
{
    struct desk *desk = s->desk;
    uint32_t number = desk->review.number;
    enum status status = number ? store_change(desk->store, number, s->edits, s->edit_count,
                                               &desk->author, NULL, &desk->change, error)
                                : store_new_review(desk->store, NULL, s->edits, s->edit_count,
                                                   &desk->author, &number, error);
    if (status) return status;
    if (!desk->part) {
        desk->changing = false;
        status = store_commit(desk->store, error);
    }
    if (status) return status;
    desk->review = s->after;
    desk->review.number = number;
    return STATUS_OK;
}

static enum status finish(struct saving *s, struct error *error)
{
    struct desk *desk = s->desk;
    enum status status =
        review_complete(&s->after, s->changes, s->change_count, desk->author.at, error);
    if (status == STATUS_OK) status = review_check(&s->after, s->changes, s->change_count, error);
    status = desk_is_wrong(status, error);
    if (status == STATUS_OK) status = find_edits(s, error);
    return status ? status : store(s, error);
}

enum status desk_save(struct desk *desk, struct desk_put *puts, size_t count, struct error *error)
{
    struct saving saving = {.desk = desk};
    assert(desk->changing);
    desk->stale = SIZE_MAX;
    enum status status = put_together(&saving, puts, count, error);
    return status ? status : finish(&saving, error);
}

enum status desk_save_own(struct desk *desk, const struct review_entry *before, struct error *error)
{
    struct review_review *own = desk->review.own;
    struct desk_put put = {.id = before->id, .entry = review_entry_copy(&own->entry, desk->arena)};
    if (!put.entry) return arena_full(desk->arena, error);
    *own = *(const struct review_review *)before;
    return desk_save(desk, &put, 1, error);
}

enum status desk_settle(struct desk *desk, struct review_settled *settled,
                        struct review_bounds *bounds, struct error *error)
{
    struct arena *arena = desk->arena;
    enum status status = review_settle(&desk->review, arena, settled, error);
    if (status == STATUS_OK && bounds)
        status = review_bounds_of(&desk->review, settled, arena, bounds, error);
    return status;
}

enum status desk_causes(struct desk *desk, struct review_causes *ret, struct error *error)
{
    struct review_settled settled;
    enum status status = desk_settle(desk, &settled, NULL, error);
    return status ? status : review_causes_of(&desk->review, &settled, desk->arena, ret, error);
}
