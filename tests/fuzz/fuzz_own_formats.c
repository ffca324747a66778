/*
 * Formats that somebody defined, then a log: what stands up to a line "===" is the file of formats,
 * the rest is read with those of its lines that are right. A line that is wrong adds nothing; the
 * records tile the log; a stamp that is pointed at lies within it; an index that is opened again
 * knows the patterns by itself.
 */
#include <assert.h>

#include "evidence/account.h"
#include "evidence/evidence.h"
#include "tests/fuzz/fuzz.h"

/* Line by line, so that one that is wrong does not end the reading. */
static struct evidence_formats *read_formats(struct span text)
{
    struct evidence_formats *formats = evidence_formats_new();
    assert(formats);
    while (text.len > 0) {
        struct error error = ERROR_NONE;
        size_t before = evidence_formats_count(formats);
        enum status status =
            evidence_formats_read(formats, span_cut(&text, '\n'), "formats.tsv", &error);
        if (status) assert(error.message[0] && error.where[0]);
        assert(evidence_formats_count(formats) <= before + (status == STATUS_OK));
    }
    return formats;
}

static void count_fault(void *context, const struct error *why)
{
    size_t *faults = context;
    assert(why->message[0] && why->where[0]);
    ++*faults;
}

/* Read as a whole: the same lines are left. */
static void check_whole(const struct evidence_formats *formats, struct span text)
{
    struct evidence_formats *whole = evidence_formats_new();
    size_t faults = 0;
    assert(whole);
    enum status status =
        evidence_formats_read_good(whole, text, "formats.tsv", count_fault, &faults, NULL);
    assert(status == STATUS_OK);
    if (text.len <= EVIDENCE_FORMATS_BYTES && span_find(text, SPAN("\xef\xbb\xbf")) == SIZE_MAX)
        assert(evidence_formats_mark(whole) == evidence_formats_mark(formats));
    if (evidence_formats_count(whole) > 0) {
        size_t count = evidence_formats_count(whole);
        evidence_formats_drop(whole, count / 2);
        assert(evidence_formats_count(whole) == count - 1);
    }
    evidence_formats_free(whole);
}

static void check_index(const struct evidence_index *index, struct span content)
{
    uint64_t at = 0;
    for (uint64_t i = 0; i < index->count; i++) {
        struct evidence_stamp stamp;
        struct evidence_fields fields;
        assert(index->start[i] == at);
        at = index->start[i + 1];
        evidence_stamp_of(index, content, i, &stamp);
        assert(stamp.from == stamp.to ||
               (stamp.from >= index->start[i] && stamp.from < stamp.to && stamp.to <= at));
        evidence_fields_of(index, content, i, &fields);
    }
    assert(at == content.len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct span content = {(const char *)data, size};
    size_t end = span_find(content, SPAN("\n===\n"));
    struct span text = span_sub(content, 0, end);
    content = end == SIZE_MAX ? (struct span){"", 0} : span_from(content, end + 5);
    struct evidence_formats *formats = read_formats(text);
    check_whole(formats, text);
    struct evidence_account account = {.count = 0};
    struct evidence_reader reader = evidence_reader_of_span(&content);
    struct evidence_index_hints hints = {.kind = EVIDENCE_LOG,
                                         .modified = INT64_C(1772713800) * NS_PER_S,
                                         .now = INT64_C(1795400000) * NS_PER_S,
                                         .formats = formats,
                                         .account = &account,
                                         .threads = 1};
    struct evidence_index index;
    (void)evidence_formats_fit(formats, content); /* any answer will do */
    if (evidence_index_build(&reader, &hints, &index, NULL) == STATUS_OK) {
        assert(account.count <= EVIDENCE_CANDIDATES_MAX);
        check_index(&index, content);
        evidence_index_close(&index);
    }
    evidence_formats_free(formats);
    return 0;
}
