#include <assert.h>
#include <stdlib.h>

#include "evidence/internal.h"

enum { LARGE_COLUMN = 4 << 20 };

void index_builder_init(struct index_builder *builder)
{
    *builder = (struct index_builder){.count = 0};
}

void index_builder_release(struct index_builder *builder)
{
    free(builder->time);
    free(builder->start);
    free(builder->level);
    free(builder->layout);
    free(builder->flags);
    index_builder_init(builder);
}

static bool resize(void *column_pointer, size_t rows, size_t row_size)
{
    void **column = column_pointer;
    void *moved = realloc(*column, rows * row_size);
    if (!moved) return false;
    *column = moved;
    if (rows * row_size >= LARGE_COLUMN) os_use_large_pages(moved, rows * row_size);
    return true;
}

/* Sets every column to `rows`; a column that grew before another failed just stays larger. */
static bool resize_all(struct index_builder *builder, size_t rows)
{
    return resize(&builder->time, rows, sizeof *builder->time) &&
           resize(&builder->start, rows + 1, sizeof *builder->start) &&
           resize(&builder->level, rows, sizeof *builder->level) &&
           resize(&builder->layout, rows, sizeof *builder->layout) &&
           resize(&builder->flags, rows, sizeof *builder->flags);
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
    if (builder->count > 0) builder->start[0] = 0;
    builder->start[builder->count] = size;
    assert(builder->count == 0 || builder->start[builder->count - 1] < size);
    /* shrinking gives the spare room back; when it cannot, the larger column serves as well */
    (void)resize_all(builder, builder->count ? (size_t)builder->count : 1);

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
    ret->owner = owner;
    index_builder_init(builder);
    return STATUS_OK;
}
