/* Relations that run in a circle: "after" among events, "replaced by" among items. The circle is
 * told link by link, because only people can say which link is the wrong one. */
#include "review/conducting.h"

enum { LINKS_TOLD = 12 };

/* A walk in depth without recursion: the path is a stack of events with the next link to take. */
struct step {
    size_t event, link;
};
enum mark { UNSEEN, ON_PATH, CLEAR };

struct walk {
    const struct review *review;
    struct arena arena;
    uint8_t *marks;
    struct step *path;
    size_t depth;
};

static enum status circle(const struct walk *walk, size_t closing, struct error *error)
{
    struct text told;
    size_t from = walk->depth - 1;
    char a[16], b[16];
    while (walk->path[from].event != closing) from--;
    text_init(&told, 0);
    const size_t links = walk->depth - from;
    for (size_t i = 0; i < links && i < LINKS_TOLD; i++) {
        const size_t next = i + 1 < links ? walk->path[from + i + 1].event : closing;
        text_addf(&told, "%s%s after %s", i ? ", " : "",
                  review_id_text(walk->review->events.at[walk->path[from + i].event].entry.id, a),
                  review_id_text(walk->review->events.at[next].entry.id, b));
    }
    if (links > LINKS_TOLD) text_addf(&told, " and %zu more", links - LINKS_TOLD);
    const enum status status = error_set(
        error, STATUS_BAD_INPUT, "the order runs in a circle: %s; take one of these out", told.at);
    text_release(&told);
    return status;
}

static enum status walk_from(struct walk *walk, size_t start, struct error *error)
{
    walk->path[0] = (struct step){start, 0};
    walk->depth = 1;
    walk->marks[start] = ON_PATH;
    while (walk->depth) {
        struct step *top = &walk->path[walk->depth - 1];
        const struct review_refs *after = &walk->review->events.at[top->event].after;
        if (top->link == after->count) {
            walk->marks[top->event] = CLEAR;
            walk->depth--;
            continue;
        }
        const size_t next = review_event_place(walk->review, after->at[top->link++]);
        if (next == SIZE_MAX || walk->marks[next] == CLEAR) continue;
        if (walk->marks[next] == ON_PATH) return circle(walk, next, error);
        walk->marks[next] = ON_PATH;
        walk->path[walk->depth++] = (struct step){next, 0};
    }
    return STATUS_OK;
}

static enum status check_events(const struct review *review, const struct review_change *changes,
                                size_t count, struct error *error)
{
    struct walk walk = {.review = review};
    const size_t events = review->events.count;
    enum status status = STATUS_OK;
    arena_init(&walk.arena, (events + 1) * (sizeof *walk.path + 1) + 4096);
    walk.marks = arena_array(&walk.arena, events + 1, sizeof *walk.marks);
    walk.path = arena_array(&walk.arena, events + 1, sizeof *walk.path);
    if (!walk.marks || !walk.path) status = arena_full(&walk.arena, error);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        const size_t place = review_event_place(review, changes[i].id);
        if (place != SIZE_MAX && walk.marks[place] == UNSEEN)
            status = walk_from(&walk, place, error);
    }
    arena_release(&walk.arena);
    return status;
}

static const struct review_item *replacement(const struct review *review,
                                             const struct review_item *item)
{
    return item->replaced_by.number
               ? (const struct review_item *)review_find(review, item->replaced_by)
               : NULL;
}

static enum status check_items(const struct review *review, const struct review_change *changes,
                               size_t count, struct error *error)
{
    char who[16];
    for (size_t i = 0; i < count; i++) {
        if (changes[i].id.kind != REVIEW_KIND_ITEM || !changes[i].after) continue;
        const struct review_item *item = (const struct review_item *)changes[i].after;
        for (size_t steps = 0; item && steps <= review->items.count; steps++) {
            item = replacement(review, item);
            if (item && review_id_equal(item->entry.id, changes[i].id))
                return error_set(error, STATUS_BAD_INPUT,
                                 "%s: replaced-by leads back to %s itself; name the item that "
                                 "stays",
                                 review_id_text(changes[i].id, who), who);
        }
    }
    return STATUS_OK;
}

enum status review_check_order(const struct review *review, const struct review_change *changes,
                               size_t count, struct error *error)
{
    const enum status status = check_events(review, changes, count, error);
    return status ? status : check_items(review, changes, count, error);
}
