/* Taking links and boxes out of the graph: what hangs on them goes with them, in one change. */
#include "web/pages.h"
#include "web/puts.h"

static void drop(struct review_refs *refs, struct review_id id)
{
    size_t kept = 0;
    for (size_t i = 0; i < refs->count; i++)
        if (!review_id_equal(refs->at[i], id)) refs->at[kept++] = refs->at[i];
    refs->count = kept;
}

static bool holds(const struct review_refs *refs, struct review_id id)
{
    for (size_t i = 0; i < refs->count; i++)
        if (review_id_equal(refs->at[i], id)) return true;
    return false;
}

/* Answers about a link (`without`), or about a way with all its links (number 0). */
static void remove_answers(struct web_puts *puts, struct review_id way, struct review_id without)
{
    const struct review *review = &puts->desk.review;
    for (size_t i = 0; i < review->suppositions.count; i++) {
        const struct review_supposition *answer = &review->suppositions.at[i];
        if (!review_id_equal(answer->way, way)) continue;
        if (!without.number || review_id_equal(answer->without, without))
            web_puts_remove(puts, answer->entry.id);
    }
}

static void remove_way(struct web_puts *puts, struct review_id id)
{
    const struct review *review = &puts->desk.review;
    for (size_t i = 0; i < review->items.count; i++) {
        if (!holds(&review->items.at[i].cuts, id)) continue;
        struct review_item *item = web_puts_copy(puts, review->items.at[i].entry.id);
        if (item) drop(&item->cuts, id);
    }
    remove_answers(puts, id, (struct review_id){0, 0});
    web_puts_remove(puts, id);
}

/* A way that has no condition left goes as a whole. */
static void remove_link(struct web_puts *puts, struct review_id way_id, struct review_id cause)
{
    struct review_way *way = web_puts_copy(puts, way_id);
    if (!way) return;
    drop(&way->needs, cause);
    drop(&way->absent, cause);
    int64_t left = (int64_t)(way->needs.count + way->absent.count);
    if (way->enough != REVIEW_NO_COUNT && way->enough > left) way->enough = REVIEW_NO_COUNT;
    if (left == 0)
        remove_way(puts, way_id);
    else
        remove_answers(puts, way_id, cause);
}

static void remove_factor(struct web_puts *puts, struct review_id id)
{
    const struct review *review = &puts->desk.review;
    for (size_t i = 0; i < review->ways.count; i++) {
        const struct review_way *way = &review->ways.at[i];
        if (review_id_equal(way->brings, id))
            remove_way(puts, way->entry.id);
        else if (holds(&way->needs, id) || holds(&way->absent, id))
            remove_link(puts, way->entry.id, id);
    }
    for (size_t i = 0; i < review->items.count; i++) {
        if (!holds(&review->items.at[i].breaks, id)) continue;
        struct review_item *item = web_puts_copy(puts, review->items.at[i].entry.id);
        if (item) drop(&item->breaks, id);
    }
    web_puts_remove(puts, id);
}

static enum status save(struct web_puts *puts, struct review_id id, const char *what,
                        struct error *error)
{
    char name[16];
    struct arena *arena = puts->desk.arena;
    const char *told = arena_printf(arena, "%s %s", review_id_text(id, name), what);
    const char *href = arena_printf(arena, "/PM%u/causes", puts->request->review);
    return told && href ? web_puts_save(puts, href, told, error) : arena_full(arena, error);
}

static enum status unlink_condition(struct web_puts *puts, struct error *error)
{
    struct review_id way, cause;
    char name[16];
    enum status status = web_puts_named(puts, "way", REVIEW_KIND_WAY, &way, error);
    if (status == STATUS_OK)
        status = web_puts_named(puts, "cause", REVIEW_KIND_FACTOR, &cause, error);
    if (status) return status;
    const struct review_way *had = (const struct review_way *)review_find(&puts->desk.review, way);
    if (!holds(&had->needs, cause) && !holds(&had->absent, cause))
        return error_set(error, STATUS_NOT_FOUND, "%s is in that way no more",
                         review_id_text(cause, name));
    remove_link(puts, way, cause);
    status = web_puts_base(puts, way, error);
    return status ? status : save(puts, cause, "is no condition of that way any more", error);
}

static enum status remove_entry(struct web_puts *puts, struct error *error)
{
    const char *typed = web_field(puts->request, "entry");
    struct review_id id;
    char name[16];
    enum status status =
        desk_is_wrong(review_id_read(span_trim(span_of(typed ? typed : "")), &id, error), error);
    if (status) return status;
    if (id.kind != REVIEW_KIND_FACTOR && id.kind != REVIEW_KIND_WAY &&
        id.kind != REVIEW_KIND_SUPPOSITION)
        return error_set(error, STATUS_USAGE,
                         "here conditions, ways and answers are taken out, such as F1, W1 or U1");
    if (!review_find(&puts->desk.review, id))
        return error_set(error, STATUS_NOT_FOUND, "%s is not in this review",
                         review_id_text(id, name));
    if (id.kind == REVIEW_KIND_FACTOR)
        remove_factor(puts, id);
    else if (id.kind == REVIEW_KIND_WAY)
        remove_way(puts, id);
    else
        web_puts_remove(puts, id);
    status = web_puts_base(puts, id, error);
    return status ? status : save(puts, id, "taken out", error);
}

enum status web_causes_unlink(struct web_request *request, struct error *error)
{
    struct web_puts puts;
    enum status status = web_puts_open(request, &puts, error);
    if (status) return status;
    status = unlink_condition(&puts, error);
    web_puts_close(&puts);
    return status;
}

enum status web_causes_remove(struct web_request *request, struct error *error)
{
    struct web_puts puts;
    enum status status = web_puts_open(request, &puts, error);
    if (status) return status;
    status = remove_entry(&puts, error);
    web_puts_close(&puts);
    return status;
}
