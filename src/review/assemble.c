/* A whole review from its entries. */
#include "review/member.h"

#include <assert.h>
#include <stdlib.h>

/* Where one entry of the new review comes from. */
struct slot {
    struct review_id id;
    const struct review_stored *stored; /* to be read; wins over what is kept */
    const struct review_entry *kept;    /* to be copied */
};

/* By kind and number; of one id the stored ones first. */
static int compare(const void *a, const void *b)
{
    const struct slot *x = a, *y = b;
    if (x->id.kind != y->id.kind) return x->id.kind < y->id.kind ? -1 : 1;
    if (x->id.number != y->id.number) return x->id.number < y->id.number ? -1 : 1;
    return (x->stored == NULL) - (y->stored == NULL);
}

static void place(struct review *review, enum review_kind kind, void *at, size_t count)
{
    switch (kind) {
#define X(NAME, name, plural, letter, help)                                                        \
    case REVIEW_KIND_##NAME:                                                                       \
        review->plural.at = at;                                                                    \
        review->plural.count = count;                                                              \
        break;
        REVIEW_KINDS(X)
#undef X
    case REVIEW_KIND_COUNT: break;
    }
}

/* Of slots with one id the first counts. Drops the others, and those that are taken out. */
static enum status settle(struct slot *slots, size_t count, struct review *review, size_t *ret_left,
                          struct error *error)
{
    char text[16];
    size_t left = 0;
    qsort(slots, count, sizeof *slots, compare);
    for (size_t i = 0; i < count; i++) {
        struct review_id id = slots[i].id;
        bool again = i > 0 && review_id_equal(slots[i - 1].id, id);
        if (again && slots[i].stored)
            return error_set(error, STATUS_BAD_INPUT, "%s stands there twice: keep one",
                             review_id_text(id, text));
        if (id.number > review->last[id.kind]) review->last[id.kind] = id.number;
        if (again || (slots[i].stored && !slots[i].stored->body.at)) continue;
        slots[left++] = slots[i]; /* never ahead of i - 1 and i, which are compared next */
    }
    *ret_left = left;
    return STATUS_OK;
}

static enum status read_slot(const struct slot *slot, struct arena *arena, const char **author,
                             struct review_entry *entry, struct error *error)
{
    const struct review_stored *stored = slot->stored;
    struct error inner = ERROR_NONE;
    char text[16];
    enum status status =
        body_read_into((enum review_kind)slot->id.kind, stored->body, arena, entry, &inner);
    if (status)
        return error_set(error, status, "%s: %s", review_id_text(slot->id, text), inner.message);
    if (stored->author && (!*author || !span_is(span_of(stored->author), *author))) {
        *author = arena_copy(arena, span_of(stored->author));
        if (!*author) return arena_full(arena, error);
    }
    entry->id = slot->id;
    entry->version = stored->version;
    entry->author = stored->author ? *author : NULL;
    entry->written = stored->written;
    return STATUS_OK;
}

static enum status fill(const struct slot *slots, size_t count, struct arena *arena,
                        struct review *review, struct error *error)
{
    const char *author = NULL;
    for (size_t i = 0; i < count;) {
        enum review_kind kind = (enum review_kind)slots[i].id.kind;
        size_t end = i;
        while (end < count && slots[end].id.kind == slots[i].id.kind) end++;
        struct review_entry *entries = arena_array(arena, end - i, review_kinds[kind].size);
        if (!entries) return arena_full(arena, error);
        place(review, kind, entries, end - i);
        for (size_t n = 0; i < end; i++, n++) {
            struct review_entry *entry = review_entry_at(entries, kind, n);
            enum status status = STATUS_OK;
            if (slots[i].stored)
                status = read_slot(&slots[i], arena, &author, entry, error);
            else
                memcpy(entry, slots[i].kept, review_kinds[kind].size);
            if (status) return status;
        }
    }
    return STATUS_OK;
}

static enum status build(struct slot *slots, size_t count, struct arena *arena,
                         struct review *review, struct error *error)
{
    size_t left = 0;
    enum status status = settle(slots, count, review, &left, error);
    if (status) return status;
    bool one = left > 0 && slots[0].id.kind == REVIEW_KIND_REVIEW && slots[0].id.number == 0;
    if (!one || (left > 1 && slots[1].id.kind == REVIEW_KIND_REVIEW))
        return error_set(error, STATUS_BAD_INPUT,
                         "a review has one entry PM0, the review itself, and no other of its kind");
    status = fill(slots, left, arena, review, error);
    if (!status) review->own = review->reviews.at;
    return status;
}

enum status review_assemble(uint32_t number, const char *uid, const struct review_stored *stored,
                            size_t count, struct arena *arena, struct review *ret,
                            struct error *error)
{
    struct review review = {.number = number, .uid = arena_copy(arena, span_of(uid))};
    struct slot *slots = arena_array(arena, count, sizeof *slots);
    if (!review.uid || !slots) return arena_full(arena, error);
    for (size_t i = 0; i < count; i++) slots[i] = (struct slot){stored[i].id, &stored[i], NULL};
    enum status status = build(slots, count, arena, &review, error);
    if (!status) *ret = review;
    if (status != STATUS_BAD_INPUT) return status;
    if (error) error->status = STATUS_DAMAGED;
    return STATUS_DAMAGED;
}

static enum status number_puts(struct review_stored *put, size_t count, uint32_t *last,
                               struct error *error)
{
    for (size_t i = 0; i < count; i++) {
        struct review_id *id = &put[i].id;
        assert(id->kind < REVIEW_KIND_COUNT);
        if (id->number > last[id->kind]) last[id->kind] = id->number;
    }
    for (size_t i = 0; i < count; i++) {
        struct review_id *id = &put[i].id;
        if (id->number || id->kind == REVIEW_KIND_REVIEW) continue;
        if (last[id->kind] == UINT32_MAX)
            return error_set(error, STATUS_LIMIT, "all numbers of %s are used up",
                             review_kinds[id->kind].plural);
        id->number = ++last[id->kind];
    }
    return STATUS_OK;
}

enum status review_with(const struct review *review, struct review_stored *put, size_t count,
                        struct arena *arena, struct review *ret, struct error *error)
{
    struct review with = {.number = review->number, .uid = review->uid};
    size_t total = count, n = 0;
    for (uint32_t kind = 0; kind < REVIEW_KIND_COUNT; kind++) {
        size_t of_kind;
        struct review_entry *entries = review_entries(review, (enum review_kind)kind, &of_kind);
        total += of_kind;
        with.last[kind] = review->last[kind];
        if (of_kind == 0) continue;
        uint32_t highest = review_entry_at(entries, (enum review_kind)kind, of_kind - 1)->id.number;
        if (highest > with.last[kind]) with.last[kind] = highest;
    }
    struct slot *slots = arena_array(arena, total, sizeof *slots);
    if (!slots) return arena_full(arena, error);
    enum status status = number_puts(put, count, with.last, error);
    if (status) return status;
    for (; n < count; n++) slots[n] = (struct slot){put[n].id, &put[n], NULL};
    for (uint32_t kind = 0; kind < REVIEW_KIND_COUNT; kind++) {
        size_t of_kind;
        struct review_entry *entries = review_entries(review, (enum review_kind)kind, &of_kind);
        for (size_t i = 0; i < of_kind; i++) {
            struct review_entry *entry = review_entry_at(entries, (enum review_kind)kind, i);
            slots[n++] = (struct slot){entry->id, NULL, entry};
        }
    }
    status = build(slots, n, arena, &with, error);
    if (!status) *ret = with;
    return status;
}
