/* Indexes arbitrary bytes as a log: the records tile them, the answer is the same in one piece and
 * in many, by the plain kernels and the fast ones, and the fields of each record lie within it. */
#include <assert.h>
#include <string.h>

#include "evidence/lines.h"
#include "tests/fuzz/fuzz.h"

static const struct evidence_index_hints hints = {.kind = EVIDENCE_LOG,
                                                  .modified = INT64_C(1772713800) * NS_PER_S,
                                                  .now = INT64_C(1795400000) * NS_PER_S,
                                                  .threads = 1};

static void build(struct span content, const struct line_options *options,
                  struct evidence_index *ret)
{
    struct evidence_reader reader = evidence_reader_of_span(&content);
    struct index_builder builder;
    index_builder_init(&builder);
    enum status status = lines_index_with(&reader, &hints, options, &builder, NULL);
    assert(status == STATUS_OK);
    status = index_builder_finish(&builder, content.len, EVIDENCE_LOG, ret, NULL);
    assert(status == STATUS_OK);
    index_builder_release(&builder);
}

static void check_same(const struct evidence_index *a, const struct evidence_index *b)
{
    size_t count = (size_t)a->count;
    assert(a->count == b->count);
    assert(memcmp(a->start, b->start, (count + 1) * sizeof *a->start) == 0);
    if (count == 0) return;
    assert(memcmp(a->time, b->time, count * sizeof *a->time) == 0);
    assert(memcmp(a->flags, b->flags, count * sizeof *a->flags) == 0);
    assert(memcmp(a->level, b->level, count) == 0);
    assert(memcmp(a->layout, b->layout, count) == 0);
}

static void check_within(struct span part, struct span record)
{
    if (part.len == 0) return;
    assert(part.at >= record.at && part.at + part.len <= record.at + record.len);
}

static void check_fields(const struct evidence_index *index, struct span content, uint64_t i)
{
    struct evidence_fields fields;
    struct span record = evidence_record(index, content, i);
    evidence_fields_of(index, content, i, &fields);
    check_within(fields.message, record);
    check_within(fields.stamp, record);
    check_within(fields.host, record);
    check_within(fields.process, record);
    assert(fields.id_count <= EVIDENCE_IDS_MAX);
    for (size_t j = 0; j < fields.id_count; j++) check_within(fields.ids[j], record);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct line_options plain = {kernels_plain(), 1, LINE_CHUNK};
    struct span content = {(const char *)data, size};
    struct evidence_index whole, cut;
    build(content, &plain, &whole);
    for (unsigned set = 0; set < KERNEL_SETS; set++) {
        const struct kernels *kernels = kernels_of((enum kernel_set)set);
        if (!kernels) continue;
        /* one odd number of chunks each, the last one by three threads */
        const struct line_options pieces = {kernels, kernels == kernels_best() ? 3 : 1,
                                            size / (3 + 2 * set) + 1};
        build(content, &pieces, &cut);
        check_same(&whole, &cut);
        evidence_index_close(&cut);
    }
    assert(whole.start[whole.count] == size && (size == 0) == (whole.count == 0));
    for (uint64_t i = 0; i < whole.count; i++) {
        assert(whole.start[i] < whole.start[i + 1] && (i > 0 || whole.start[i] == 0));
        if (i < 100) check_fields(&whole, content, i);
    }
    evidence_index_close(&whole);
    return 0;
}
