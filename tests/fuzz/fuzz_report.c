/*
 * Texts that people put into a report: as a long text of a review, as a template, and as a report
 * that is looked through for leaks.
 *
 * Whatever they are, a page has its own script alone and no link to any other scheme, JSON can be
 * read, and leaks lie within the text and follow each other.
 */
#include "tests/fuzz/fuzz.h"

#include "report/report.h"

#include <assert.h>

enum { ARENA = 256 << 20 };

struct made {
    struct arena arena;
    struct review review;
    struct review_settled settled;
    struct review_bounds bounds;
    struct review_quality quality;
    struct report_review report;
};

static void make(struct made *made)
{
    const struct review_stored stored[] = {
        {.id = {REVIEW_KIND_REVIEW, 0}, .version = 1, .body = SPAN("{\"title\":\"t\"}")},
        {.id = {REVIEW_KIND_PERSON, 1},
         .version = 1,
         .body = SPAN("{\"role\":\"on call\",\"name\":\"Bo Lindqvist\",\"handles\":[\"bo\"]}")},
        {.id = {REVIEW_KIND_EVENT, 1}, .version = 1, .body = SPAN("{\"what\":\"w\"}")},
    };
    arena_init(&made->arena, ARENA);
    enum status status = review_assemble(1, "00000000000000000000000000000000", stored, 3,
                                         &made->arena, &made->review, NULL);
    if (!status) status = review_settle(&made->review, &made->arena, &made->settled, NULL);
    if (!status)
        status = review_bounds_of(&made->review, &made->settled, &made->arena, &made->bounds, NULL);
    if (!status)
        status = review_quality_of(&made->review, &made->settled, &made->bounds, &made->arena,
                                   &made->quality, NULL);
    assert(!status);
    made->report = (struct report_review){.review = &made->review,
                                          .settled = &made->settled,
                                          .bounds = &made->bounds,
                                          .quality = &made->quality,
                                          .depth = REPORT_ALL,
                                          .circle = REVIEW_CIRCLE_COMPANY};
}

static enum status append(void *context, struct span bytes, struct error *error)
{
    text_add(context, bytes);
    return text_status(context, error);
}

static size_t count_of(struct span text, const char *words)
{
    size_t count = 0;
    for (;;) {
        size_t at = span_find(text, span_of(words));
        if (at == SIZE_MAX) return count;
        count++;
        text = span_from(text, at + strlen(words));
    }
}

static void try_page(const struct report_review *report, struct text *out)
{
    struct report_sink sink = {out, append};
    enum status status = report_review_html(report, &sink, NULL);
    assert(!status);
    struct span page = text_span(out);
    assert(count_of(page, "<script") == 1 && count_of(page, "<img") == 0);
    size_t links = count_of(page, "<a rel=\"noreferrer noopener\" href=\"");
    assert(count_of(page, "<a rel=\"noreferrer noopener\" href=\"h") +
               count_of(page, "<a rel=\"noreferrer noopener\" href=\"H") +
               count_of(page, "<a rel=\"noreferrer noopener\" href=\"m") +
               count_of(page, "<a rel=\"noreferrer noopener\" href=\"M") ==
           links);
    text_clear(out);
    status = report_review_markdown(report, &sink, NULL);
    assert(!status);
    text_clear(out);
}

static void try_json(const struct report_review *report, struct text *out)
{
    struct report_sink sink = {out, append};
    struct json_reader json;
    struct json_token token = {.type = JSON_NULL};
    enum status status = report_review_json(report, &sink, NULL);
    json_open(&json, text_span(out));
    while (!status && token.type != JSON_END) status = json_next(&json, &token, NULL);
    assert(!status);
    text_clear(out);
}

static void try_leaks(struct made *made, struct span bytes)
{
    struct report_leak *leaks;
    size_t count;
    for (unsigned circle = REVIEW_CIRCLE_TEAM; circle <= REVIEW_CIRCLE_PUBLIC; circle++) {
        if (report_leaks(&made->review, bytes, (uint8_t)circle, &made->arena, &leaks, &count, NULL))
            continue;
        for (size_t i = 0; i < count; i++) {
            assert(leaks[i].from < leaks[i].to && leaks[i].to <= bytes.len && leaks[i].line);
            assert(i == 0 || leaks[i - 1].to <= leaks[i].from);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct made made;
    struct text out;
    struct span bytes = {(const char *)data, size};
    text_init(&out, 0);
    make(&made);
    struct report_sink sink = {&out, append};
    (void)report_review_template(&made.report, bytes, &sink, NULL); /* refused or not */
    text_clear(&out);
    try_leaks(&made, bytes);
    const char *words = arena_copy(&made.arena, bytes);
    assert(words);
    made.review.own->summary = words;
    made.review.own->title = words;
    try_page(&made.report, &out);
    try_json(&made.report, &out);
    text_release(&out);
    arena_release(&made.arena);
    return 0;
}
