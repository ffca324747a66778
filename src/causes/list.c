/*
 * The smallest sets of a family, in order, without the others: every node has a stream of its sets,
 * smallest first, of which no more is made than somebody asks for. A node's stream merges that of
 * `lo` with that of `hi` joined with the variable; where the variable is a part, each set of `hi`
 * meets each of the part's. Joining the same to two sets keeps their order, so the streams are in
 * order from the ends up (the k best derivations of Huang and Chiang, 2005).
 */
#include "causes/family.h"
#include "causes/names.h"

#include <stdlib.h>

struct item {
    uint32_t set, size;
};

/* Sets of a part, number `row` of its stream, joined with those of `hi`. */
struct row {
    uint32_t column; /* the next one of `hi` */
    bool known, ended;
    struct item next;
};

struct stream {
    uint32_t node;
    bool ended; /* `items` are all there are */
    bool with_known, with_ended;
    uint32_t lo_used, hi_used; /* items taken from there */
    struct item with;          /* the next one with the variable; before: none is smaller */
    struct item *items;
    struct row *rows;
    uint32_t count, room, row_count, row_room;
};

struct lister {
    const struct family *family;
    struct meter meter;
    struct names names;
    uint32_t *least;      /* size of the smallest set of each node */
    uint32_t *stream_ids; /* of each node, and one; 0: none yet */
    struct stream *streams;
    uint32_t *wants; /* streams of which one more is wanted, each for the one before */
    uint32_t stream_count, stream_room, want_count, want_room;
};

enum progress { DONE, WANTS_MORE, GAVE_UP };

/* ---- streams ---- */

static uint32_t smallest(const struct lister *lister, uint32_t variable)
{
    const struct family_variable *it = &lister->family->variables[variable];
    return it->condition == CAUSES_NONE ? lister->least[it->root] : 1;
}

static void take_least(struct lister *lister)
{
    const struct family *family = lister->family;
    lister->least[0] = UINT32_MAX / 2;
    for (uint32_t i = 2; i < family->node_count; i++) {
        const struct family_node *node = &family->nodes[i];
        uint32_t with = lister->least[node->hi] + smallest(lister, node->variable);
        uint32_t least = with < lister->least[node->lo] ? with : lister->least[node->lo];
        lister->least[i] = least < lister->least[0] ? least : lister->least[0];
    }
}

static bool add_item(struct lister *lister, struct stream *stream, struct item item)
{
    if (item.set == DIAGRAM_NONE || !meter_grow(&lister->meter, &stream->items, &stream->room,
                                                (uint64_t)stream->count + 1, sizeof *stream->items))
        return false;
    stream->items[stream->count++] = item;
    return true;
}

/* Number of the node's stream, made when there is none yet; UINT32_MAX when the budget is spent. */
static uint32_t stream_of(struct lister *lister, uint32_t node)
{
    if (lister->stream_ids[node]) return lister->stream_ids[node] - 1;
    if (!meter_steps(&lister->meter, 1) ||
        !meter_grow(&lister->meter, &lister->streams, &lister->stream_room,
                    (uint64_t)lister->stream_count + 1, sizeof *lister->streams))
        return UINT32_MAX;
    struct stream *stream = &lister->streams[lister->stream_count];
    *stream = (struct stream){.node = node, .ended = node < 2};
    const struct family_node *at = &lister->family->nodes[node];
    if (node > 1) stream->with.size = lister->least[at->hi] + smallest(lister, at->variable);
    lister->stream_ids[node] = ++lister->stream_count;
    if (node == 1 && !add_item(lister, stream, (struct item){0, 0})) return UINT32_MAX;
    return lister->stream_count - 1;
}

static bool before(const struct lister *lister, struct item a, struct item b)
{
    if (a.size != b.size) return a.size < b.size;
    return names_compare(&lister->names, a.set, b.set) < 0;
}

static struct item join(struct lister *lister, struct item a, struct item b)
{
    return (struct item){names_join(&lister->names, a.set, b.set), a.size + b.size};
}

static enum progress want(struct lister *lister, uint32_t stream)
{
    if (!meter_grow(&lister->meter, &lister->wants, &lister->want_room,
                    (uint64_t)lister->want_count + 1, sizeof *lister->wants))
        return GAVE_UP;
    lister->wants[lister->want_count++] = stream;
    return WANTS_MORE;
}

/* ---- the next set with the variable ---- */

static enum progress next_with_leaf(struct lister *lister, uint32_t id, uint32_t leaf, uint32_t hi)
{
    struct stream *stream = &lister->streams[id];
    const struct stream *from = &lister->streams[hi];
    if (stream->hi_used == from->count) {
        if (!from->ended) return want(lister, hi);
        stream->with_ended = true;
        return DONE;
    }
    struct item one = {names_one(&lister->names, leaf), 1};
    stream->with = join(lister, from->items[stream->hi_used++], one);
    stream->with_known = true;
    return stream->with.set == DIAGRAM_NONE ? GAVE_UP : DONE;
}

/* A further row is of use only when something was taken from the last one. */
static enum progress add_row(struct lister *lister, struct stream *stream, uint32_t part)
{
    const struct stream *rows_from = &lister->streams[part];
    if (stream->row_count && !stream->rows[stream->row_count - 1].column) return DONE;
    if (stream->row_count == rows_from->count) return rows_from->ended ? DONE : want(lister, part);
    if (!meter_grow(&lister->meter, &stream->rows, &stream->row_room,
                    (uint64_t)stream->row_count + 1, sizeof *stream->rows))
        return GAVE_UP;
    stream->rows[stream->row_count++] = (struct row){0};
    return DONE;
}

static enum progress fill_row(struct lister *lister, struct row *row, struct item first,
                              uint32_t hi)
{
    const struct stream *columns_from = &lister->streams[hi];
    if (row->known || row->ended) return DONE;
    if (row->column == columns_from->count) {
        if (!columns_from->ended) return want(lister, hi);
        row->ended = true;
        return DONE;
    }
    row->next = join(lister, first, columns_from->items[row->column]);
    row->known = true;
    return row->next.set == DIAGRAM_NONE ? GAVE_UP : DONE;
}

static enum progress next_with_part(struct lister *lister, uint32_t id, uint32_t part, uint32_t hi)
{
    struct stream *stream = &lister->streams[id];
    enum progress progress = add_row(lister, stream, part);
    struct row *best = NULL;
    for (uint32_t i = 0; i < stream->row_count && progress == DONE; i++) {
        struct row *row = &stream->rows[i];
        progress = fill_row(lister, row, lister->streams[part].items[i], hi);
        if (progress == DONE && row->known && (!best || before(lister, row->next, best->next)))
            best = row;
    }
    if (progress != DONE) return progress;
    stream->with_ended = !best;
    if (!best) return DONE;
    stream->with = best->next;
    stream->with_known = true;
    best->known = false;
    best->column++;
    return DONE;
}

static enum progress next_with(struct lister *lister, uint32_t id)
{
    const struct family_node *node = &lister->family->nodes[lister->streams[id].node];
    const struct family_variable *variable = &lister->family->variables[node->variable];
    uint32_t hi = stream_of(lister, node->hi), part = 0;
    if (variable->condition == CAUSES_NONE) part = stream_of(lister, variable->root);
    if (hi == UINT32_MAX || part == UINT32_MAX) return GAVE_UP;
    return variable->condition == CAUSES_NONE ? next_with_part(lister, id, part, hi)
                                              : next_with_leaf(lister, id, variable->condition, hi);
}

/* ---- the next set of a stream ---- */

/* The next set of `lo` that was not taken: known, or no smaller than `size`. */
struct head {
    bool known, ended;
    struct item item;
};

static struct head head_of_lo(const struct lister *lister, const struct stream *stream)
{
    uint32_t lo = lister->family->nodes[stream->node].lo;
    uint32_t id = lister->stream_ids[lo];
    if (!id) return (struct head){.item.size = lister->least[lo], .ended = lo == 0};
    const struct stream *from = &lister->streams[id - 1];
    if (stream->lo_used < from->count)
        return (struct head){.known = true, .item = from->items[stream->lo_used]};
    uint32_t size = from->count ? from->items[from->count - 1].size : lister->least[lo];
    return (struct head){.ended = from->ended, .item.size = size};
}

/* Whether a is next whatever b turns out to be. */
static bool is_next(const struct lister *lister, struct head a, struct head b)
{
    if (!a.known || b.ended) return a.known;
    return b.known ? before(lister, a.item, b.item) : a.item.size < b.item.size;
}

/* Makes one more item, or finds that there is none. Asks for what may be the smaller one first. */
static enum progress extend(struct lister *lister, uint32_t id)
{
    for (;;) {
        struct stream *stream = &lister->streams[id];
        if (stream->ended) return DONE;
        struct head lo = head_of_lo(lister, stream);
        struct head with = {stream->with_known, stream->with_ended, stream->with};
        if (is_next(lister, with, lo)) {
            stream->with_known = false;
            return add_item(lister, stream, with.item) ? DONE : GAVE_UP;
        }
        if (is_next(lister, lo, with)) {
            stream->lo_used++;
            return add_item(lister, stream, lo.item) ? DONE : GAVE_UP;
        }
        if (with.ended && lo.ended) {
            stream->ended = true;
            return DONE;
        }
        bool ask_lo =
            !lo.known && !lo.ended && (with.known || with.ended || lo.item.size <= with.item.size);
        if (ask_lo) {
            uint32_t from = stream_of(lister, lister->family->nodes[stream->node].lo);
            if (from == UINT32_MAX) return GAVE_UP;
            if (lister->streams[from].count > lister->streams[id].lo_used) continue;
            return want(lister, from);
        }
        enum progress progress = next_with(lister, id);
        if (progress != DONE) return progress;
    }
}

/* One more set of the family; false when the budget is spent. */
static bool one_more(struct lister *lister, uint32_t root)
{
    enum progress progress = want(lister, root);
    while (lister->want_count && progress != GAVE_UP) {
        if (!meter_steps(&lister->meter, 1)) return false;
        progress = extend(lister, lister->wants[lister->want_count - 1]);
        if (progress == DONE) lister->want_count--;
    }
    return progress != GAVE_UP;
}

static bool list(struct lister *lister, size_t most, uint32_t *ret_root)
{
    uint32_t count = lister->family->node_count;
    lister->least = meter_take(&lister->meter, count, sizeof *lister->least);
    lister->stream_ids = meter_take(&lister->meter, count, sizeof *lister->stream_ids);
    if (!lister->least || !lister->stream_ids) return false;
    take_least(lister);
    uint32_t root = stream_of(lister, lister->family->root);
    if (root == UINT32_MAX) return false;
    while (lister->streams[root].count < most && !lister->streams[root].ended)
        if (!one_more(lister, root)) return false;
    *ret_root = root;
    return true;
}

static enum status write_out(const struct lister *lister, const struct stream *stream, size_t most,
                             struct arena *arena, struct causes_list *ret, struct error *error)
{
    size_t count = stream->count < most ? stream->count : most, total = 0;
    for (size_t i = 0; i < count; i++) total += stream->items[i].size;
    uint32_t *members = arena_array(arena, total, sizeof *members);
    uint32_t *ends = arena_array(arena, count, sizeof *ends);
    if (!members || !ends) return arena_full(arena, error);
    if (total > UINT32_MAX) return error_set(error, STATUS_LIMIT, "too many sets to list");
    uint32_t *at = members;
    for (size_t i = 0; i < count; i++) {
        at = names_write(&lister->names, stream->items[i].set, at);
        ends[i] = (uint32_t)(at - members);
    }
    *ret = (struct causes_list){members, ends, count};
    return STATUS_OK;
}

static void lister_release(struct lister *lister)
{
    for (uint32_t i = 0; i < lister->stream_count; i++) {
        free(lister->streams[i].items);
        free(lister->streams[i].rows);
    }
    free(lister->streams);
    free(lister->wants);
    free(lister->least);
    free(lister->stream_ids);
    names_release(&lister->names);
}

enum status causes_sets_list(const struct causes_sets *sets, size_t most, struct arena *arena,
                             struct causes_list *ret, struct error *error)
{
    struct lister lister = {.family = &sets->family};
    uint32_t root;
    meter_init(&lister.meter, &sets->budget);
    enum status status;
    if (names_init(&lister.names, sets->condition_count, &lister.meter) &&
        list(&lister, most, &root))
        status = write_out(&lister, &lister.streams[root], most, arena, ret, error);
    else
        status = error_set(error, STATUS_LIMIT, "too many sets to list within the budget");
    lister_release(&lister);
    return status;
}
