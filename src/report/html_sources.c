/* Custody: each source, where it came from, and the hashes that its content can be held against. */
#include "report/page.h"

static void add_hash(struct page *page, const char *what, const struct sha256 *hash)
{
    char hex[65];
    sha256_hex(hash, hex);
    text_addf(&page->out, "<br><span class=\"basis\">%s</span> <code class=\"hash\">%s</code>",
              what, hex);
}

static void add_format(struct page *page, const struct evidence_index *index)
{
    page_words(page, evidence_kind_word(index->kind));
    for (unsigned i = 0; i < index->layout_count && i < EVIDENCE_LAYOUTS_MAX; i++) {
        if (strcmp(index->layouts[i].name, evidence_kind_word(index->kind)) == 0) continue;
        text_adds(&page->out, "<br><span class=\"basis\">");
        page_text(page, span_of(index->layouts[i].name), PAGE_NAME);
        text_adds(&page->out, "</span>");
    }
}

static void add_records(struct page *page, const struct timeline_source *source)
{
    page_number(page, source->index->count);
    if (source->index->timed < source->index->count) {
        text_adds(&page->out, "<br><span class=\"basis\">");
        page_number(page, source->index->timed);
        text_adds(&page->out, " with a time</span>");
    }
    if (source->index->late) {
        text_adds(&page->out, "<br><span class=\"basis\">");
        page_number(page, source->index->late);
        text_adds(&page->out, " out of order</span>");
    }
}

static void add_source(struct page *page, size_t number)
{
    const struct timeline_source *source = &page->model->sources[number];
    const struct report_source *custody = &page->model->custody[number];
    instant from, to;
    text_addf(&page->out, "<tr id=\"S%u\"><th scope=\"row\">S%u</th><td>", source->id, source->id);
    page_text(page, span_of(source->name), PAGE_NAME);
    add_hash(page, "content", &custody->facts.hash);
    if (!sha256_equal(&custody->facts.hash, &custody->facts.capture))
        add_hash(page, "as collected", &custody->facts.capture);
    text_adds(&page->out, "</td><td>");
    add_format(page, source->index);
    text_adds(&page->out, "</td><td class=\"n\">");
    add_records(page, source);
    text_adds(&page->out, "</td><td class=\"n\">");
    page_number(page, custody->facts.size);
    text_addf(&page->out, "<br><span class=\"basis\">%s</span></td><td class=\"when\">",
              evidence_packing_word(custody->packing));
    if (page_source_span(source, &from, &to)) page_interval(page, (struct interval){from, to});
    text_adds(&page->out, "</td><td>");
    page_text(page, span_of(custody->origin ? custody->origin : ""), PAGE_NAME);
    text_adds(&page->out, "<br><span class=\"basis\">collected by ");
    page_text(page, span_of(custody->by ? custody->by : "somebody"), PAGE_NAME);
    text_adds(&page->out, ", ");
    page_time(page, custody->collected);
    text_adds(&page->out, "</span></td></tr>\n");
}

enum status page_sources(struct page *page)
{
    static const char *const heads[] = {"source", "name and SHA-256", "kind",   "#records",
                                        "#bytes", "from, to",         "origin", NULL};
    size_t count = page->model->source_count;
    page_section_begin(page, "sources", "Sources");
    if (count == 0) text_adds(&page->out, "<p>Nothing has been collected yet.</p>\n");
    if (count) page_table(page, "Sources and their custody", heads);
    for (size_t i = 0; i < count && i < PAGE_SOURCES; i++) {
        add_source(page, i);
        enum status status = page_flush(page);
        if (status) return status;
    }
    if (count) page_table_end(page);
    if (count > PAGE_SOURCES)
        text_addf(&page->out,
                  "<p class=\"note\">The first %d of %zu; postmortem sources lists them all.</p>\n",
                  PAGE_SOURCES, count);
    page_section_end(page);
    return STATUS_OK;
}
