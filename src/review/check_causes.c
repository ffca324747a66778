/* Ways and suppositions that cannot be. A circle through several ways is no such thing: people type
 * in any order, and the checks of the graph show it. */
#include "review/conducting.h"

static bool holds(const struct review_refs *refs, struct review_id id)
{
    for (size_t i = 0; i < refs->count; i++)
        if (review_id_equal(refs->at[i], id)) return true;
    return false;
}

/* NULL: each is named once. */
static const struct review_id *named_twice(const struct review_way *way)
{
    for (size_t i = 0; i < way->needs.count; i++)
        for (size_t j = 0; j < i; j++)
            if (review_id_equal(way->needs.at[i], way->needs.at[j])) return &way->needs.at[i];
    for (size_t i = 0; i < way->absent.count; i++) {
        if (holds(&way->needs, way->absent.at[i])) return &way->absent.at[i];
        for (size_t j = 0; j < i; j++)
            if (review_id_equal(way->absent.at[i], way->absent.at[j])) return &way->absent.at[i];
    }
    return NULL;
}

/* Whether a factor is one of a way's conditions, as something that was so or that must not be. */
static bool way_holds(const struct review_way *way, struct review_id factor)
{
    return holds(&way->needs, factor) || holds(&way->absent, factor);
}

enum status review_check_way(const struct review_way *way, struct error *error)
{
    char who[16], what[16];
    const size_t count = way->needs.count + way->absent.count;
    review_id_text(way->entry.id, who);
    if (!way->brings.number)
        return error_set(error, STATUS_BAD_INPUT,
                         "%s: say what it brings about (brings): a factor such as F7", who);
    if (!count)
        return error_set(error, STATUS_BAD_INPUT,
                         "%s: say which conditions had to come together in it (needs), such as "
                         "F1, F2",
                         who);
    if (way_holds(way, way->brings))
        return error_set(error, STATUS_BAD_INPUT,
                         "%s: %s cannot be needed for itself; take it out of the conditions, or "
                         "name two factors, one earlier and one later",
                         who, review_id_text(way->brings, what));
    if (named_twice(way))
        return error_set(error, STATUS_BAD_INPUT, "%s: %s stands in it twice; once is enough", who,
                         review_id_text(*named_twice(way), what));
    if (way->enough != REVIEW_NO_COUNT && (way->enough < 1 || (uint64_t)way->enough > count))
        return error_set(error, STATUS_BAD_INPUT,
                         "%s: enough is %lld of %zu conditions; it goes from 1 to %zu, and when "
                         "all are needed it stays empty",
                         who, (long long)way->enough, count, count);
    return STATUS_OK;
}

static void add_conditions(struct text *out, const struct review_refs *refs)
{
    char id[16];
    for (size_t i = 0; i < refs->count; i++)
        text_addf(out, "%s%s", out->len ? ", " : "", review_id_text(refs->at[i], id));
}

enum status review_check_supposition(const struct review *review,
                                     const struct review_supposition *supposition,
                                     struct error *error)
{
    char who[16], what[16], which[16];
    review_id_text(supposition->entry.id, who);
    const struct review_way *way =
        supposition->way.number ? (const struct review_way *)review_find(review, supposition->way)
                                : NULL;
    if (!way)
        return error_set(error, STATUS_BAD_INPUT,
                         "%s: say which way was looked at (way), such as W1", who);
    if (!supposition->answer)
        return error_set(error, STATUS_BAD_INPUT,
                         "%s: say the answer: no, yes or cannot-tell; a question that nobody has "
                         "answered needs no entry, it is open by itself",
                         who);
    if (!supposition->without.number || way_holds(way, supposition->without)) return STATUS_OK;
    struct text in;
    text_init(&in, 0);
    add_conditions(&in, &way->needs);
    add_conditions(&in, &way->absent);
    const enum status status = error_set(
        error, STATUS_BAD_INPUT, "%s: %s is not in %s; in it are %s", who,
        review_id_text(supposition->without, what), review_id_text(way->entry.id, which), in.at);
    text_release(&in);
    return status;
}
