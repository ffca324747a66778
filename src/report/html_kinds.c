/* Kinds of messages, the severe and frequent ones first. */
#include "report/page.h"

#include <stdlib.h>

struct kind {
    const struct evidence_template *shape;
    size_t number;
    enum evidence_level level;
};

static int severe_first(const void *a, const void *b)
{
    const struct kind *x = a, *y = b;
    if (x->level != y->level) return x->level < y->level ? 1 : -1;
    if (x->shape->count != y->shape->count) return x->shape->count < y->shape->count ? 1 : -1;
    return (x->number > y->number) - (x->number < y->number);
}

static void add_kind(struct page *page, const struct kind *kind)
{
    const struct evidence_template *shape = kind->shape;
    const struct report_model *model = page->model;
    text_addf(&page->out, "<tr><td><span class=\"level %s\">%s</span></td><td class=\"n\">",
              evidence_level_word(kind->level), evidence_level_word(kind->level));
    page_number(page, shape->count);
    text_adds(&page->out, "</td><td><code>");
    page_words(page, shape->text);
    text_adds(&page->out, "</code></td><td class=\"when\">");
    page_time(page, shape->first);
    text_adds(&page->out, "</td><td class=\"when\">");
    page_time(page, shape->last);
    text_adds(&page->out, "</td><td>");
    if (shape->example_content < model->source_count) {
        const struct evidence_index *index = model->sources[shape->example_content].index;
        if (shape->example < index->count)
            page_cite(page,
                      &(struct timeline_place){shape->example_content, index->start[shape->example],
                                               index->start[shape->example + 1]});
    }
    text_adds(&page->out, "</td></tr>\n");
}

enum status page_kinds(struct page *page)
{
    static const char *const heads[] = {"level", "#records",   "message", "first",
                                        "last",  "an example", NULL};
    struct evidence_templates *templates = page->model->templates;
    size_t count = templates ? evidence_templates_count(templates) : 0;
    page_section_begin(page, "kinds", "Kinds of messages");
    if (count == 0) {
        text_adds(&page->out, "<p>No messages were sorted into kinds.</p>\n");
        page_section_end(page);
        return STATUS_OK;
    }
    struct kind *kinds = calloc(count, sizeof *kinds);
    if (!kinds) return error_set(page->error, STATUS_NO_MEMORY, "no memory for %zu kinds", count);
    for (size_t i = 0; i < count; i++) {
        kinds[i] = (struct kind){evidence_templates_get(templates, i), i, EVIDENCE_LEVEL_NONE};
        kinds[i].level = report_template_level(kinds[i].shape);
    }
    qsort(kinds, count, sizeof *kinds, severe_first);
    page_table(page, "Messages of one shape, counted; what varies is left out", heads);
    for (size_t i = 0; i < count && i < PAGE_KINDS; i++) add_kind(page, &kinds[i]);
    page_table_end(page);
    if (count > PAGE_KINDS)
        text_addf(&page->out, "<p class=\"note\">%zu more kinds: postmortem templates</p>\n",
                  count - PAGE_KINDS);
    free(kinds);
    page_section_end(page);
    return page_flush(page);
}
