/*
 * Contents whose records are not lines, every kind over the same bytes: records tile the content,
 * what is said about a record borrows from it, and detection agrees with itself.
 */
#include "tests/fuzz/fuzz.h"

#include "evidence/internal.h"

#include <assert.h>

static enum status read_span(void *context, uint64_t offset, void *to, size_t len, size_t *ret_len,
                             struct error *error)
{
    (void)error;
    struct span part = span_sub(*(struct span *)context, (size_t)offset, len);
    if (part.len) memcpy(to, part.at, part.len);
    *ret_len = part.len;
    return STATUS_OK;
}

static void inside(struct span part, struct span record)
{
    if (part.len == 0) return;
    assert(part.at >= record.at && part.at + part.len <= record.at + record.len);
}

static void check_record(const struct evidence_index *index, struct span content, uint64_t i)
{
    struct evidence_fields fields;
    struct span record = evidence_record(index, content, i);
    assert(index->start[i] < index->start[i + 1]);
    document_fields(&index->layouts[index->layout[i]], record, &fields);
    inside(fields.message, record);
    inside(fields.stamp, record);
    inside(fields.host, record);
    inside(fields.process, record);
    assert(fields.id_count <= EVIDENCE_IDS_MAX);
    for (size_t j = 0; j < fields.id_count; j++) inside(fields.ids[j], record);
}

static void check_kind(struct span content, enum evidence_kind kind)
{
    struct evidence_reader reader = {&content, read_span, content.len};
    struct evidence_index_hints hints = {
        .kind = kind, .modified = INSTANT_NONE, .now = 2000000000 * NS_PER_S};
    struct index_builder builder;
    struct evidence_index index;
    index_builder_init(&builder);
    enum status status = document_index(&reader, &hints, &builder, NULL);
    assert(status == STATUS_OK);
    status = index_builder_finish(&builder, content.len, kind, &index, NULL);
    assert(status == STATUS_OK);
    assert((index.count > 0) == (content.len > 0));
    assert(index.count == 0 || (index.start[0] == 0 && index.start[index.count] == content.len));
    for (uint64_t i = 0; i < index.count; i++) check_record(&index, content, i);
    evidence_index_close(&index);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct span content = {(const char *)data, size};
    struct evidence_picture picture;
    enum evidence_kind kind = evidence_kind_of(content, size, &picture);
    assert(kind < EVIDENCE_KIND_COUNT && (kind == EVIDENCE_PICTURE) == (picture.type != NULL));
    evidence_kind_of(content, size + 1, NULL);
    document_frames(kind, content, size);
    for (unsigned i = 0; i < EVIDENCE_KIND_COUNT; i++) check_kind(content, (enum evidence_kind)i);
    return 0;
}
