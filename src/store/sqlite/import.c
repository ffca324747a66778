/* A review that comes with its whole history: the same versions, by whom, when and why. */
#include "store/sqlite/internal.h"

#include <inttypes.h>

/* Numbers of changes there and here. */
struct renumbered {
    uint64_t there, here;
};

struct importing {
    struct store *store;
    uint32_t review;
    const struct review_past *history;
    size_t count;
    struct renumbered *numbers; /* ascending; in `arena` */
    size_t number_count;
    struct arena arena;
};

static uint64_t number_here(const struct importing *importing, uint64_t there)
{
    size_t low = 0, high = importing->number_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (importing->numbers[middle].there < there)
            low = middle + 1;
        else
            high = middle;
    }
    bool found = low < importing->number_count && importing->numbers[low].there == there;
    return found ? importing->numbers[low].here : 0;
}

static enum status wrong(const struct review_past *past, const char *what, struct error *error)
{
    char name[16];
    return error_set(error, STATUS_BAD_INPUT, "change %" PRIu64 ", %s: %s", past->change,
                     review_id_text(past->id, name), what);
}

/* What all entries of one change have in common. */
static enum status check_group(const struct importing *importing, const struct review_past *first,
                               size_t count, struct error *error)
{
    size_t seen = importing->number_count;
    if (first->change == 0 || (seen && importing->numbers[seen - 1].there >= first->change))
        return wrong(first, "the numbers of changes do not ascend", error);
    if (first->undoes && !number_here(importing, first->undoes))
        return wrong(first, "it takes back a change that is not there before it", error);
    for (size_t i = 0; i < count; i++) {
        const struct review_past *past = &first[i];
        if (past->id.kind >= REVIEW_KIND_COUNT ||
            (past->id.number == 0) != (past->id.kind == REVIEW_KIND_REVIEW))
            return error_set(error, STATUS_BAD_INPUT, "change %" PRIu64 " names no entry",
                             past->change);
        if (past->version == 0) return wrong(past, "versions count from 1", error);
        if (past->at != first->at || past->undoes != first->undoes ||
            strcmp(past->by, first->by) != 0 || strcmp(past->why, first->why) != 0)
            return wrong(past, "one change has one author, time and reason", error);
    }
    return STATUS_OK;
}

static enum status import_group(struct importing *importing, const struct review_past *first,
                                size_t count, struct error *error)
{
    struct writing writing;
    struct store_author author = {.by = first->by, .why = first->why, .at = first->at};
    enum status status = check_group(importing, first, count, error);
    if (status) return status;
    struct store_edit *edits = arena_array(&importing->arena, count, sizeof *edits);
    if (!edits) return arena_full(&importing->arena, error);
    for (size_t i = 0; i < count; i++)
        edits[i] = (struct store_edit){first[i].id, first[i].version - 1, first[i].body};
    store_change_start(importing->store, "past", &author, &writing);
    writing.row.undoes = number_here(importing, first->undoes);
    importing->numbers[importing->number_count++] =
        (struct renumbered){first->change, writing.row.id};
    status = store_write(importing->store, &writing, importing->review, edits, count, NULL, error);
    if (status == STATUS_BUSY) /* a base that is not there is a gap here */
        status = wrong(first, "the versions of an entry do not follow each other", error);
    return store_change_end(importing->store, &writing, status, error);
}

static enum status import_groups(struct importing *importing, struct error *error)
{
    enum status status = STATUS_OK;
    importing->numbers =
        arena_array(&importing->arena, importing->count + 1, sizeof *importing->numbers);
    if (!importing->numbers) return arena_full(&importing->arena, error);
    for (size_t i = 0; i < importing->count && status == STATUS_OK;) {
        const struct review_past *first = &importing->history[i];
        size_t end = i;
        while (end < importing->count && importing->history[end].change == first->change) end++;
        status = import_group(importing, first, end - i, error);
        i = end;
    }
    return status;
}

static enum status import_all(struct importing *importing, const char *uid,
                              const struct store_author *author, struct error *error)
{
    struct writing writing;
    const struct review_id own = {REVIEW_KIND_REVIEW, 0};
    if (importing->count == 0 || !review_id_equal(importing->history[0].id, own))
        return error_set(error, STATUS_BAD_INPUT,
                         "the history of a review begins with PM0, the review itself");
    store_change_start(importing->store, "import", author, &writing);
    enum status status =
        store_add_review(importing->store, uid, &writing, &importing->review, error);
    writing.row.review = importing->review;
    status = store_change_end(importing->store, &writing, status, error);
    return status ? status : import_groups(importing, error);
}

enum status store_import(struct store *store, const char *uid, const struct review_past *history,
                         size_t count, const struct store_author *author, uint32_t *ret_number,
                         struct error *error)
{
    struct importing importing = {.store = store, .history = history, .count = count};
    struct scope scope;
    enum status status = store_enter(store, &scope, error);
    if (status) return status;
    arena_init(&importing.arena, (size_t)1 << 30);
    status = import_all(&importing, uid, author, error);
    status = store_leave(store, &scope, status, error);
    arena_release(&importing.arena);
    if (status == STATUS_OK) *ret_number = importing.review;
    return status;
}
