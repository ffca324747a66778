/* An index made in a given way, for tests that compare ways. */
#ifndef TESTS_EVIDENCE_INDEX_WITH_H
#define TESTS_EVIDENCE_INDEX_WITH_H

#include "evidence/lines.h"
#include "tests/test.h"

static inline void index_with(struct span content, const struct line_options *options,
                              struct evidence_index *ret)
{
    struct evidence_reader reader = evidence_reader_of_span(&content);
    struct evidence_index_hints hints = {.kind = EVIDENCE_LOG,
                                         .modified = INT64_C(1772713800) * NS_PER_S,
                                         .now = INT64_C(1795400000) * NS_PER_S};
    struct index_builder builder;
    struct error error = ERROR_NONE;
    index_builder_init(&builder);
    assert_ok(lines_index_with(&reader, &hints, options, &builder, &error));
    assert_ok(index_builder_finish(&builder, content.len, EVIDENCE_LOG, ret, &error));
    index_builder_release(&builder);
}

#endif
