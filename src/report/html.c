/*
 * The findings as one self-contained page: no network, light and dark, printable, readable without
 * script.
 */
#include "report/page.h"

static void add_facts(struct page *page)
{
    const struct report_model *model = page->model;
    uint64_t records = 0, timed = 0;
    for (size_t i = 0; i < model->source_count; i++) {
        records += model->sources[i].index->count;
        timed += model->sources[i].index->timed;
    }
    text_adds(&page->out, "<dl class=\"facts\">\n<div><dt>Evidence spans</dt><dd>");
    page_interval(page, model->findings->span);
    text_adds(&page->out, "</dd></div>\n<div><dt>Times are in</dt><dd>");
    page_words(page, model->zone ? zone_name(model->zone) : "UTC");
    if (page->from < page->to) {
        text_adds(&page->out, ", on <time>");
        instant_add_text(&page->out, page->from + (page->to - page->from) / 2, model->zone,
                         INSTANT_DATE, 0);
        text_adds(&page->out, "</time> where no date is given");
    }
    text_adds(&page->out, "</dd></div>\n<div><dt>Made from</dt><dd>");
    page_number(page, model->source_count);
    text_adds(&page->out, model->source_count == 1 ? " source, " : " sources, ");
    page_number(page, records);
    text_adds(&page->out, " records, ");
    page_number(page, timed);
    text_adds(&page->out, " with a time</dd></div>\n<div><dt>Made</dt><dd><time>");
    instant_add_text(&page->out, model->made, model->zone, INSTANT_FULL, 0);
    text_adds(&page->out, "</time></dd></div>\n</dl>\n");
}

static void add_header(struct page *page)
{
    static const char *const contents[][2] = {
        {"gist", "Gist"},
        {"picture", "Picture"},
        {"milestones", "Milestones"},
        {"clocks", "Clocks"},
        {"spots", "Hot spots"},
        {"doubts", "Doubts"},
        {"events", "Events"},
        {"kinds", "Kinds of messages"},
        {"sources", "Sources"},
        {"tracing", "Tracing a line"},
    };
    text_adds(&page->out, "<header>\n<p class=\"kind\">Timeline of an incident</p>\n<h1>");
    page_text(page, span_of(page->model->title), PAGE_NAME);
    text_adds(&page->out, "</h1>\n");
    add_facts(page);
    text_adds(&page->out, "</header>\n<nav aria-label=\"Contents\">\n<ul>\n");
    for (size_t i = 0; i < sizeof contents / sizeof contents[0]; i++)
        text_addf(&page->out, "<li><a href=\"#%s\">%s</a></li>\n", contents[i][0], contents[i][1]);
    text_adds(&page->out, "</ul>\n</nav>\n<main>\n");
}

static void add_end(struct page *page)
{
    page_section_begin(page, "tracing", "How every line can be traced");
    text_adds(
        &page->out,
        "<p>Each line names its place, such as <code>S3:120-340</code>: the source S3 and the "
        "bytes "
        "from 120 up to, not including, 340 of its content. The table of sources has the SHA-256 "
        "of that content and of the file as it was collected.</p>\n"
        "<p>In the workspace, <code>postmortem show S3:120-340</code> prints exactly these bytes, "
        "<code>postmortem verify</code> compares every collected file with its hash, and "
        "<code>postmortem timeline</code> gives any other window. Nothing on this page was typed "
        "in: milestones, hot spots and clocks are proposals that rest on the places named beside "
        "them.</p>\n");
    page_section_end(page);
    text_adds(&page->out, "</main>\n");
    page_frame_end(&page->out);
}

static enum status write_page(struct page *page)
{
    page_frame_begin(&page->out, span_of(page->model->title), "gist", "To the gist");
    add_header(page);
    page_gist(page);
    enum status status = page_picture(page);
    if (status == STATUS_OK) status = page_pictures(page);
    if (status) return status;
    page_milestones(page);
    page_durations(page);
    if ((status = page_milestone_excerpts(page))) return status;
    page_clocks(page);
    page_spots(page);
    if ((status = page_spot_excerpts(page))) return status;
    page_doubts(page);
    if ((status = page_events(page))) return status;
    if ((status = page_kinds(page))) return status;
    if ((status = page_sources(page))) return status;
    add_end(page);
    return report_flush(page->sink, &page->out, page->error);
}

enum status report_findings_html(const struct report_model *model, const struct report_sink *sink,
                                 struct error *error)
{
    struct page page = {.model = model, .sink = sink, .error = error};
    text_init(&page.out, 0);
    text_init(&page.scratch, 0);
    page_choose_window(&page);
    enum status status = write_page(&page);
    text_release(&page.scratch);
    text_release(&page.out);
    return status;
}
