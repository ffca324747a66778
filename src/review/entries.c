/* Entries of a review. */
#include "review/record.h"

#include <assert.h>

struct review_entry *review_entries(const struct review *review, enum review_kind kind,
                                    size_t *ret_count)
{
    assert(kind < REVIEW_KIND_COUNT);
    switch (kind) {
#define X(NAME, name, plural, letter, help)                                                        \
    case REVIEW_KIND_##NAME:                                                                       \
        *ret_count = review->plural.count;                                                         \
        return review->plural.at ? &review->plural.at->entry : NULL;
        REVIEW_KINDS(X)
#undef X
    case REVIEW_KIND_COUNT: break;
    }
    *ret_count = 0;
    return NULL;
}

struct review_entry *review_find(const struct review *review, struct review_id id)
{
    size_t count, from = 0;
    if (id.kind >= REVIEW_KIND_COUNT) return NULL;
    enum review_kind kind = (enum review_kind)id.kind;
    struct review_entry *entries = review_entries(review, kind, &count);
    while (count) { /* by number: halve what is left */
        struct review_entry *middle = review_entry_at(entries, kind, from + count / 2);
        if (middle->id.number == id.number) return middle;
        if (middle->id.number < id.number) {
            from += count / 2 + 1;
            count -= count / 2 + 1;
        } else {
            count /= 2;
        }
    }
    return NULL;
}

const char *review_print_name(const struct review *review, const struct review_person *person)
{
    unsigned naming = review->own->naming;
    bool by_name =
        naming == REVIEW_NAMING_NAMES || (naming == REVIEW_NAMING_CHOSEN && person->named);
    if (by_name && person->name) return person->name;
    return person->role ? person->role : "somebody";
}
