#include <assert.h>
#include <stdlib.h>

#include "evidence/internal.h"

/* Columns from so many bytes on are in large pages of their own: getting a small page from the
 * system costs as much as finding ten records. */
enum { LARGE_COLUMN = 1 << 20, LARGE_PAGE = 2 << 20 };

void index_builder_init(struct index_builder *builder)
{
    *builder = (struct index_builder){.count = 0};
}

static void free_columns(struct index_builder *builder)
{
    free(builder->time);
    free(builder->start);
    free(builder->level);
    free(builder->layout);
    free(builder->flags);
    builder->time = NULL;
    builder->start = NULL;
    builder->level = builder->layout = NULL;
    builder->flags = NULL;
    builder->room = 0;
}

void index_builder_release(struct index_builder *builder)
{
    free_columns(builder);
    index_builder_init(builder);
}

void index_builder_take(struct index_builder *builder, struct evidence_index *spent)
{
    struct index_owner *owner = spent->owner;
    assert(builder->room == 0);
    if (owner && !owner->mapping.at) {
        builder->time = owner->time;
        builder->start = owner->start;
        builder->level = owner->level;
        builder->layout = owner->layout;
        builder->flags = owner->flags;
        builder->room = owner->room;
        builder->taken = true;
        owner->time = NULL;
        owner->start = NULL;
        owner->level = owner->layout = NULL;
        owner->flags = NULL;
    }
    evidence_index_close(spent);
}

/* Memory that has become large moves once; what is large already the system moves without copying.
 */
static bool resize(void *column_pointer, size_t before, size_t rows, size_t row_size)
{
    void **column = column_pointer, *moved;
    size_t bytes = rows * row_size;
    if (bytes >= LARGE_COLUMN && before * row_size < LARGE_COLUMN) {
        bytes = (bytes + LARGE_PAGE - 1) / LARGE_PAGE * LARGE_PAGE;
        moved = aligned_alloc(LARGE_PAGE, bytes);
        if (!moved) return false;
        if (before > 0) memcpy(moved, *column, before * row_size);
        free(*column);
    } else {
        moved = realloc(*column, bytes);
        if (!moved) return false;
    }
    *column = moved;
    if (bytes >= LARGE_COLUMN) os_use_large_pages(moved, bytes);
    return true;
}

/* Sets every column to `rows`; a column that grew before another failed just stays larger. */
static bool resize_all(struct index_builder *builder, size_t rows)
{
    size_t room = builder->room;
    return resize(&builder->time, room, rows, sizeof *builder->time) &&
           resize(&builder->start, room ? room + 1 : 0, rows + 1, sizeof *builder->start) &&
           resize(&builder->level, room, rows, sizeof *builder->level) &&
           resize(&builder->layout, room, rows, sizeof *builder->layout) &&
           resize(&builder->flags, room, rows, sizeof *builder->flags);
}

enum status index_builder_reserve(struct index_builder *builder, size_t more, struct error *error)
{
    size_t most = SIZE_MAX / 2 / sizeof *builder->start;
    if (builder->room - builder->count >= more) return STATUS_OK;
    if (more > most || builder->count > most - more)
        return error_set(error, STATUS_LIMIT, "more records than an index can hold");
    size_t rows = (size_t)builder->count + more;
    /* half as much again keeps copying linear and wastes less than doubling would */
    size_t grown = builder->room + builder->room / 2;
    if (grown < 64) grown = 64;
    if (rows < grown && grown < most) rows = grown;
    if (builder->count == 0) free_columns(builder); /* nothing in them that is worth moving */
    if (!resize_all(builder, rows))
        return error_set(error, STATUS_NO_MEMORY,
                         "no memory for an index of %llu records; index on a larger machine",
                         (unsigned long long)rows);
    builder->room = rows;
    return STATUS_OK;
}

enum status index_builder_add(struct index_builder *builder, uint64_t start, int64_t time,
                              uint16_t flags, enum evidence_level level, unsigned layout,
                              struct error *error)
{
    enum status status = index_builder_reserve(builder, 1, error);
    if (status) return status;
    size_t at = (size_t)builder->count++;
    assert(at == 0 || builder->start[at - 1] < start);
    assert(layout < EVIDENCE_LAYOUTS_MAX);
    builder->time[at] = time;
    builder->start[at] = start;
    builder->flags[at] = flags;
    builder->level[at] = (uint8_t)level;
    builder->layout[at] = (uint8_t)layout;
    return STATUS_OK;
}

static bool same_layout(const struct evidence_layout *a, const struct evidence_layout *b)
{
    return a->framing == b->framing && a->position == b->position && a->style == b->style &&
           a->level_word == b->level_word && strcmp(a->name, b->name) == 0 &&
           strcmp(a->stamp, b->stamp) == 0 && strcmp(a->time_key, b->time_key) == 0 &&
           strcmp(a->level_key, b->level_key) == 0 && strcmp(a->message_key, b->message_key) == 0;
}

unsigned index_builder_layout(struct index_builder *builder, const struct evidence_layout *layout)
{
    for (unsigned i = 0; i < builder->layout_count; i++)
        if (same_layout(&builder->layouts[i], layout)) return i;
    if (builder->layout_count == EVIDENCE_LAYOUTS_MAX) return EVIDENCE_LAYOUTS_MAX - 1;
    builder->layouts[builder->layout_count] = *layout;
    builder->layouts[builder->layout_count].records = 0;
    return builder->layout_count++;
}

/* ---- finishing ---- */

enum status index_builder_finish(struct index_builder *builder, uint64_t size,
                                 enum evidence_kind kind, struct evidence_index *ret,
                                 struct error *error)
{
    struct index_owner *owner = NULL;
    if (builder->layout_count == 0) {
        const struct evidence_layout whole = {.name = "no records", .framing = FRAMING_WHOLE};
        index_builder_layout(builder, &whole);
    }
    if (builder->count == 0 && size > 0) {
        enum status status =
            index_builder_add(builder, 0, EVIDENCE_NO_TIME, 0, EVIDENCE_LEVEL_NONE, 0, error);
        if (status) return status;
    }
    if (builder->room == 0 && !resize_all(builder, 1))
        return error_set(error, STATUS_NO_MEMORY, "no memory for an index");
    if (builder->room == 0) builder->room = 1;
    if (builder->count > 0) builder->start[0] = 0;
    builder->start[builder->count] = size;
    assert(builder->count == 0 || builder->start[builder->count - 1] < size);
    /* Much spare room is given back. A little, which nobody has touched, costs nothing, while
     * cutting large pages does. */
    size_t least = builder->count ? (size_t)builder->count : 1;
    if (least < builder->room / 2 && !builder->taken && resize_all(builder, least))
        builder->room = least;

    struct evidence_index index = {.count = builder->count, .size = size, .kind = kind};
    index.layout_count = builder->layout_count;
    memcpy(index.layouts, builder->layouts, sizeof index.layouts);
    owner = index_owner_new(&index);
    if (!owner) return error_set(error, STATUS_NO_MEMORY, "no memory for an index");
    *ret = index;
    memcpy(ret->year_basis, builder->year_basis, sizeof ret->year_basis);
    memcpy(ret->zone_stated, builder->zone_stated, sizeof ret->zone_stated);
    index_builder_count(builder, ret);
    ret->time = owner->time = builder->time;
    ret->start = owner->start = builder->start;
    ret->level = owner->level = builder->level;
    ret->layout = owner->layout = builder->layout;
    ret->flags = owner->flags = builder->flags;
    owner->room = builder->room;
    ret->owner = owner;
    index_builder_init(builder);
    return STATUS_OK;
}
