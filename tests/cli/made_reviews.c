/* Puts made reviews into a new workspace: made_reviews FOLDER COUNT SEED. For t_bundle.py. */
#include "store/store.h"
#include "tests/review/make.h"

#include <stdio.h>
#include <stdlib.h>

/* In two changes, so that there is a history: all as it was made, then the titles again. */
static enum status add(struct store *store, uint64_t seed, struct error *error)
{
    struct arena arena;
    struct review review;
    struct review_stored *stored;
    size_t count = 0;
    uint32_t number;
    uint64_t change;
    struct store_author author = {"kim", "made", (instant)seed * NS_PER_DAY};
    arena_init(&arena, (size_t)64 << 20);
    make_review(seed, &arena, &review, &stored, &count);
    struct store_edit *edits = arena_array(&arena, count, sizeof *edits);
    for (size_t i = 0; i < count; i++)
        edits[i] = (struct store_edit){stored[i].id, 0, stored[i].body};
    enum status status = store_new_review(store, NULL, edits, count, &author, &number, error);
    if (status == STATUS_OK) {
        const struct span body = SPAN("{\"text\":\"a later thought\"}");
        struct store_edit later = {{REVIEW_KIND_FACTOR, 4000}, 0, body};
        author.why = "second look";
        status = store_change(store, number, &later, 1, &author, NULL, &change, error);
    }
    arena_release(&arena);
    return status;
}

int main(int argc, char **argv)
{
    uint64_t count, seed;
    struct store *store = NULL;
    struct error error = ERROR_NONE;
    if (argc != 4 || !span_to_u64(span_of(argv[2]), &count) ||
        !span_to_u64(span_of(argv[3]), &seed)) {
        fprintf(stderr, "usage: made_reviews FOLDER COUNT SEED\n");
        return 2;
    }
    enum status status = store_create(argv[1], &error);
    if (status == STATUS_OK) status = evidence_depot_create(argv[1], &error);
    if (status == STATUS_OK) status = store_open(argv[1], true, &store, &error);
    for (uint64_t i = 0; i < count && status == STATUS_OK; i++)
        status = add(store, seed + i, &error);
    store_close(store);
    if (status) fprintf(stderr, "%s: %s\n", error.where, error.message);
    return status_exit_code(status);
}
