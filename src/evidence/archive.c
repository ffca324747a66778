#include "evidence/archive.h"

#include <stdlib.h>

static int by_name(const void *a, const void *b)
{
    const struct archive_entry *const *left = a, *const *right = b;
    int order = span_compare((*left)->name, (*right)->name);
    return order ? order : (*left > *right) - (*left < *right);
}

enum status archive_count_twins(struct archive *archive, struct error *error)
{
    size_t count = archive->count;
    struct archive_entry **order = malloc((count + 1) * sizeof(struct archive_entry *));
    if (!order) return error_set(error, STATUS_NO_MEMORY, "out of memory");
    for (size_t i = 0; i < count; i++) order[i] = &archive->entries[i];
    if (count) qsort(order, count, sizeof(struct archive_entry *), by_name);
    for (size_t i = 0; i < count; i++)
        order[i]->twin =
            i && span_equal(order[i - 1]->name, order[i]->name) ? order[i - 1]->twin + 1 : 1;
    free(order);
    return STATUS_OK;
}

void archive_close(struct archive *archive)
{
    free(archive->entries);
    *archive = (struct archive){0};
}
