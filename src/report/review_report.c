/* The report of a review: its parts are told once, and rendered as Markdown, a page or JSON. */
#include "report/page.h"
#include "report/telling.h"

#include <assert.h>

enum { ARENA_CAP = 1 << 30 };

static const struct {
    const char *name, *title;
    enum paper_need need;
    unsigned depth;
    void (*tell)(struct telling *telling);
} parts[] = {
#define X(name, title, need, depth) {#name, title, PAPER_##need, depth, telling_##name},
    TELLING_PARTS(X)
#undef X
};
enum { PART_COUNT = sizeof parts / sizeof parts[0] };
static_assert((int)PART_COUNT <= (int)PAPER_PARTS_MAX, "a paper holds all parts");

const char *const *report_review_parts(size_t *ret_count)
{
    static const char *const names[] = {
#define X(name, title, need, depth) #name,
        TELLING_PARTS(X)
#undef X
    };
    *ret_count = sizeof names / sizeof names[0];
    return names;
}

/* A part without content is left out; one that must be there says so. */
static void tell_parts(struct telling *telling)
{
    struct paper *paper = telling->paper;
    for (size_t i = 0; i < PART_COUNT; i++) {
        if (parts[i].depth > telling->report->depth) continue;
        paper_part(paper, parts[i].name, parts[i].title, parts[i].need, parts[i].depth);
        parts[i].tell(telling);
        if (!paper_part_empty(paper)) continue;
        if (parts[i].need != PAPER_MUST) {
            paper_part_drop(paper);
            continue;
        }
        paper_paragraph(paper);
        paper_add(paper, "None recorded.");
    }
}

/* "Postmortem PM3", "Learning review" */
static void add_kind(struct telling *telling)
{
    struct arena *arena = telling->paper->arena;
    char *kind = telling->review->number
                     ? arena_printf(arena, "%s PM%u", telling->word, telling->review->number)
                     : arena_printf(arena, "%s", telling->word);
    if (!kind) {
        telling->paper->failed = true;
        return;
    }
    if (*kind >= 'a' && *kind <= 'z') *kind = (char)(*kind - 'a' + 'A');
    telling->paper->kind = kind;
    const char *title = telling->own->title;
    telling->paper->title = telling_is(title) ? title : "Without a title";
}

enum status telling_make(struct telling *telling, const struct report_review *report,
                         struct paper *paper, struct arena *arena, struct error *error)
{
    assert(report->settled && report->bounds && report->quality);
    paper_init(paper, report->review, arena);
    enum status status = telling_begin(telling, report, paper, arena, error);
    if (status) return status;
    add_kind(telling);
    if (!paper->failed) report->sheet ? telling_sheet(telling) : tell_parts(telling);
    if (telling->status) return telling->status;
    return paper->failed ? arena_full(arena, error) : STATUS_OK;
}

/* The paper is told anew for each rendering, and lives as long as it takes to write it. */
static enum status tell_and_write(const struct report_review *report,
                                  enum status (*write)(const struct telling *telling,
                                                       const struct report_sink *sink,
                                                       struct error *error),
                                  const struct report_sink *sink, struct error *error)
{
    struct arena arena;
    struct telling telling;
    struct paper paper;
    arena_init(&arena, ARENA_CAP);
    enum status status = telling_make(&telling, report, &paper, &arena, error);
    if (status == STATUS_OK) status = write(&telling, sink, error);
    arena_release(&arena);
    return status;
}

/* ---- Markdown ---- */

static enum status write_markdown(const struct telling *telling, const struct report_sink *sink,
                                  struct error *error)
{
    return paper_markdown(telling->paper, sink, error);
}

enum status report_review_markdown(const struct report_review *report,
                                   const struct report_sink *sink, struct error *error)
{
    return tell_and_write(report, write_markdown, sink, error);
}

/* ---- the page ---- */

static void add_header(const struct paper *paper, struct text *out)
{
    struct text visible;
    text_init(&visible, 0);
    text_adds(out, "<header>\n<p class=\"kind\">");
    text_add_visible(&visible, span_of(paper->kind));
    text_add_html(out, text_span(&visible));
    text_clear(&visible);
    text_adds(out, "</p>\n<h1>");
    text_add_visible(&visible, span_of(paper->title));
    text_add_html(out, text_span(&visible));
    if (visible.status) out->status = visible.status;
    text_release(&visible);
    text_adds(out, "</h1>\n</header>\n<nav class=\"depths\" aria-label=\"Contents\">\n");
    paper_html_contents(paper, out);
    text_adds(out, "</nav>\n<main>\n");
}

static enum status write_page(const struct telling *telling, const struct report_sink *sink,
                              struct error *error)
{
    const struct paper *paper = telling->paper;
    struct text out;
    text_init(&out, 0);
    page_frame_begin(&out, span_of(paper->title), "head", "To the report");
    add_header(paper, &out);
    enum status status = paper_html(paper, &out, sink, error);
    if (status == STATUS_OK) {
        text_adds(&out, "</main>\n");
        page_frame_end(&out);
        status = report_flush(sink, &out, error);
    }
    text_release(&out);
    return status;
}

enum status report_review_html(const struct report_review *report, const struct report_sink *sink,
                               struct error *error)
{
    return tell_and_write(report, write_page, sink, error);
}

/* ---- a part of somebody else's page ---- */

static enum status write_fragment(const struct telling *telling, const struct report_sink *sink,
                                  struct error *error)
{
    struct text out;
    text_init(&out, 0);
    text_adds(&out, "<nav class=\"depths\" aria-label=\"Contents\">\n");
    paper_html_contents(telling->paper, &out);
    text_adds(&out, "</nav>\n<div class=\"paper\">\n");
    enum status status = paper_html(telling->paper, &out, sink, error);
    if (status == STATUS_OK) {
        text_adds(&out, "</div>\n");
        status = report_flush(sink, &out, error);
    }
    text_release(&out);
    return status;
}

enum status report_review_fragment(const struct report_review *report,
                                   const struct report_sink *sink, struct error *error)
{
    return tell_and_write(report, write_fragment, sink, error);
}

/* ---- JSON ---- */

static void add_anchors(const struct telling *telling, struct json_writer *json)
{
    char id[16];
    json_member_array(json, "anchors");
    for (int i = 0; i < REVIEW_ANCHOR_COUNT; i++) {
        const struct review_anchor *anchor = &telling->report->bounds->anchors[i];
        json_object(json);
        json_member_string(json, "anchor", anchor->word);
        json_key(json, "at");
        report_json_interval(json, anchor->at, telling->report->zone);
        json_member_string(json, "event",
                           anchor->event ? review_id_text(anchor->event->entry.id, id) : NULL);
        json_object_end(json);
    }
    json_array_end(json);
}

static void add_seconds(struct json_writer *json, const char *key, bool is_known, duration length)
{
    json_key(json, key);
    if (is_known && length > INSTANT_OPEN_START && length < INSTANT_OPEN_END)
        json_seconds(json, length);
    else
        json_null(json);
}

static void add_lengths(const struct telling *telling, struct json_writer *json)
{
    json_member_array(json, "durations");
    for (int i = 0; i < REVIEW_LENGTH_COUNT; i++) {
        const struct review_length *length = &telling->report->bounds->lengths[i];
        json_object(json);
        json_member_string(json, "duration", length->word);
        json_member_string(json, "formula", length->formula);
        add_seconds(json, "least_s", length->length.known, length->length.least);
        add_seconds(json, "most_s", length->length.known && !length->ongoing, length->length.most);
        json_member_bool(json, "ongoing", length->ongoing);
        json_member_string(json, "missing", length->missing);
        json_object_end(json);
    }
    json_array_end(json);
}

static void add_json_head(const struct telling *telling, struct json_writer *json)
{
    json_member_string(json, "format", "postmortem-report");
    json_member_uint(json, "version", 1);
    json_member_string(json, "uid", telling->review->uid);
    json_member_string(json, "kind", telling->paper->kind);
    json_member_string(json, "title", telling->paper->title);
    json_member_string(json, "circle", vocabulary_word(&review_words_circle, telling->circle));
    json_member_uint(json, "depth", telling->report->depth);
    json_key(json, "made");
    report_json_instant(json, telling->report->made, telling->report->zone);
    add_anchors(telling, json);
    add_lengths(telling, json);
}

static enum status write_json(const struct telling *telling, const struct report_sink *sink,
                              struct error *error)
{
    struct text out;
    struct json_writer json;
    text_init(&out, 0);
    json_begin(&json, &out);
    json_object(&json);
    add_json_head(telling, &json);
    struct telling whole = *telling; /* what its parts have computed */
    if (telling->report->depth >= REPORT_STORY) telling_causes_json(&whole, &json);
    enum status status = paper_json(telling->paper, &json, sink, error);
    if (status == STATUS_OK) {
        json_object_end(&json);
        text_addc(&out, '\n');
        status = report_flush(sink, &out, error);
    }
    text_release(&out);
    return status;
}

enum status report_review_json(const struct report_review *report, const struct report_sink *sink,
                               struct error *error)
{
    return tell_and_write(report, write_json, sink, error);
}
