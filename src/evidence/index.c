#include <stdlib.h>

#include "evidence/lines.h"
#include "evidence/window.h"

enum { HEAD_BYTES = WINDOW_STEP };

static enum status read_span(void *context, uint64_t offset, void *to, size_t len, size_t *ret_len,
                             struct error *error)
{
    const struct span *content = context;
    (void)error;
    if (offset > content->len) offset = content->len;
    if (len > content->len - offset) len = content->len - (size_t)offset;
    if (len > 0) memcpy(to, content->at + offset, len);
    *ret_len = len;
    return STATUS_OK;
}

struct evidence_reader evidence_reader_of_span(const struct span *content)
{
    /* the callback only reads through this pointer */
    return (struct evidence_reader){(void *)(uintptr_t)content, read_span, content->len};
}

static enum status read_fd(void *context, uint64_t offset, void *to, size_t len, size_t *ret_len,
                           struct error *error)
{
    const int *fd = context;
    return os_read_at(*fd, "evidence", offset, to, len, ret_len, error);
}

struct evidence_reader evidence_reader_of_fd(const int *fd, uint64_t size)
{
    return (struct evidence_reader){(void *)(uintptr_t)fd, read_fd, size};
}

struct index_owner *index_owner_new(const struct evidence_index *index)
{
    struct index_owner *owner = calloc(1, sizeof *owner);
    struct line_layout *lines = calloc(EVIDENCE_LAYOUTS_MAX, sizeof *lines);
    struct stamp_made *stamps = calloc(EVIDENCE_LAYOUTS_MAX, sizeof *stamps);
    if (!owner || !lines || !stamps) {
        free(owner);
        free(lines);
        free(stamps);
        return NULL;
    }
    for (unsigned i = 0; i < index->layout_count; i++)
        if (index->layouts[i].framing < FRAMING_DOCUMENT)
            line_layout_of(&index->layouts[i], &stamps[i], &lines[i]);
    owner->lines = lines;
    owner->stamps = stamps;
    return owner;
}

void evidence_index_close(struct evidence_index *index)
{
    struct index_owner *owner = index->owner;
    if (owner) {
        free(owner->time);
        free(owner->start);
        free(owner->level);
        free(owner->layout);
        free(owner->flags);
        free(owner->lines);
        free(owner->stamps);
        if (owner->mapping.at) os_unmap(owner->mapping);
        free(owner);
    }
    *index = (struct evidence_index){.count = 0};
}

enum status evidence_index_build(const struct evidence_reader *reader,
                                 const struct evidence_index_hints *hints,
                                 struct evidence_index *ret, struct error *error)
{
    struct index_builder builder;
    struct span head = {NULL, 0};
    enum status status = STATUS_OK;
    char *bytes = malloc(HEAD_BYTES);
    if (!bytes) {
        if (hints->spent) evidence_index_close(hints->spent);
        return error_set(error, STATUS_NO_MEMORY, "no memory to read evidence");
    }
    index_builder_init(&builder);
    if (hints->spent) index_builder_take(&builder, hints->spent);
    head.at = bytes;
    status = reader->read(reader->context, 0, bytes, HEAD_BYTES, &head.len, error);
    bool stated = hints->kind == EVIDENCE_LOG && evidence_formats_fit(hints->formats, head);
    if (status == STATUS_OK && !stated && document_frames(hints->kind, head, reader->size))
        status = document_index(reader, hints, &builder, error);
    else if (status == STATUS_OK)
        status = lines_index(reader, hints, &builder, error);
    free(bytes);
    if (status == STATUS_OK)
        status = index_builder_finish(&builder, reader->size, hints->kind, ret, error);
    if (status == STATUS_OK) ret->formats = evidence_formats_mark(hints->formats);
    index_builder_release(&builder);
    return status;
}

bool evidence_index_seam(const struct evidence_index *index, uint64_t *ret)
{
    bool whole = index->kind != EVIDENCE_LOG || index->count == 0;
    for (unsigned i = 0; i < index->layout_count; i++) {
        const struct evidence_layout *layout = &index->layouts[i];
        whole |= layout->framing >= FRAMING_DOCUMENT && layout->framing != FRAMING_JOURNAL_EXPORT;
        whole |= layout->framing < FRAMING_DOCUMENT &&
                 (layout->style == STYLE_W3C || layout->position & (PLACE_WIDE_LE | PLACE_WIDE_BE));
    }
    if (whole) return false;
    *ret = index->start[index->count - 1];
    return true;
}
