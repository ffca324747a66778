/*
 * Pictures of the evidence, in data URIs: the page loads nothing. A picture is shown by the browser
 * as it came; an SVG only inside an image element, where its scripts and links are dead.
 */
#include "report/page.h"

enum { ONE_MOST = 2 << 20, ALL_MOST = 8 << 20 };

static void add_base64(struct text *out, struct span bytes)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    char four[4];
    for (size_t i = 0; i < bytes.len; i += 3) {
        uint32_t word = 0;
        size_t n = bytes.len - i < 3 ? bytes.len - i : 3;
        for (size_t k = 0; k < 3; k++)
            word = word << 8 | (k < n ? (unsigned char)bytes.at[i + k] : 0);
        for (size_t k = 0; k < 4; k++) four[k] = k <= n ? digits[word >> (18 - 6 * k) & 63] : '=';
        text_add(out, (struct span){four, 4});
    }
}

static void add_caption(struct page *page, size_t number, bool shown)
{
    const struct timeline_source *source = &page->model->sources[number];
    const struct report_source *custody = &page->model->custody[number];
    const struct evidence_picture *picture = &custody->facts.picture;
    text_adds(&page->out, "<figcaption><b>");
    page_text(page, span_of(source->name), PAGE_NAME);
    text_adds(&page->out, "</b><br>");
    if (picture->width && picture->height)
        text_addf(&page->out, "%u \xc3\x97 %u pixels, ", picture->width, picture->height);
    page_number(page, custody->facts.size);
    text_adds(&page->out, " bytes. Has no time of its own. From ");
    page_text(page, span_of(custody->origin ? custody->origin : ""), PAGE_NAME);
    text_adds(&page->out, shown ? ". " : ". Too large to be put into this page. ");
    page_cite(page, &(struct timeline_place){(uint32_t)number, 0, source->content.len});
    text_adds(&page->out, "</figcaption>\n");
}

static void add_picture(struct page *page, size_t number, size_t *left)
{
    const struct timeline_source *source = &page->model->sources[number];
    const struct evidence_picture *picture = &page->model->custody[number].facts.picture;
    size_t size = source->content.len;
    bool shown = picture->type && size > 0 && size <= ONE_MOST && size <= *left;
    text_adds(&page->out, "<figure class=\"evidence\">\n");
    if (shown) {
        *left -= size;
        text_adds(&page->out, "<img alt=\"Picture from the evidence: ");
        page_text(page, span_of(source->name), PAGE_NAME);
        if (picture->width && picture->height)
            text_addf(&page->out, "\" width=\"%u\" height=\"%u", picture->width, picture->height);
        text_addf(&page->out, "\" src=\"data:%s;base64,", picture->type);
        add_base64(&page->out, source->content);
        text_adds(&page->out, "\">\n");
    }
    add_caption(page, number, shown);
    text_adds(&page->out, "</figure>\n");
}

enum status page_pictures(struct page *page)
{
    enum { MOST = 60 };
    size_t left = ALL_MOST, count = 0;
    for (size_t i = 0; i < page->model->source_count; i++) {
        if (page->model->sources[i].index->kind != EVIDENCE_PICTURE) continue;
        if (count++ >= MOST) continue;
        if (count == 1) page_section_begin(page, "pictures", "Pictures in the evidence");
        if (count == 1) text_adds(&page->out, "<div class=\"pictures\">\n");
        add_picture(page, i, &left);
        enum status status = page_flush(page);
        if (status) return status;
    }
    if (count == 0) return STATUS_OK;
    text_adds(&page->out, "</div>\n");
    if (count > MOST)
        text_addf(&page->out, "<p class=\"note\">%zu more are in the table of sources.</p>\n",
                  count - MOST);
    page_section_end(page);
    return page_flush(page);
}
