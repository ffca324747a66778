/* A few records around each milestone and hot spot, as they stand in the evidence. */
#include "report/page.h"

struct excerpt {
    struct timeline_entry entries[PAGE_RECORDS];
    size_t count;
};

/* Number of the record that a byte is in. */
static uint64_t record_at(const struct evidence_index *index, uint64_t byte)
{
    uint64_t low = 0, high = index->count;
    while (high - low > 1) {
        uint64_t middle = low + (high - low) / 2;
        if (index->start[middle] <= byte)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static void take_place(const struct report_model *model, const struct timeline_place *place,
                       struct excerpt *ret)
{
    const struct timeline_source *source = &model->sources[place->source];
    const struct evidence_index *index = source->index;
    if (index->count == 0 || place->from >= index->size) return;
    for (uint64_t r = record_at(index, place->from);
         r < index->count && index->start[r] < place->to && ret->count < PAGE_RECORDS; r++)
        ret->entries[ret->count++] =
            (struct timeline_entry){timeline_record_time(source, r), place->source, r};
}

/* First records at or after an instant: severe ones if there are any up to `to`, else any. */
static enum status take_time(struct page *page, uint32_t source, instant from, instant to,
                             struct excerpt *ret)
{
    const struct report_model *model = page->model;
    const uint32_t severe =
        1u << EVIDENCE_LEVEL_WARN | 1u << EVIDENCE_LEVEL_ERROR | 1u << EVIDENCE_LEVEL_FATAL;
    if (!instant_is_known(from)) return STATUS_OK;
    for (int all = 0; all < 2 && ret->count == 0; all++) {
        struct timeline_filter filter = {from, all ? INSTANT_OPEN_END : instant_add(to, 1),
                                         all ? 0 : severe, NULL};
        struct timeline_merge *merge = NULL;
        enum status status =
            timeline_merge_new(&model->sources[source], 1, &filter, &merge, page->error);
        if (status) return status;
        ret->count = timeline_merge_next(merge, ret->entries, PAGE_RECORDS);
        timeline_merge_free(merge);
    }
    for (size_t i = 0; i < ret->count; i++) ret->entries[i].source = source;
    return STATUS_OK;
}

static void add_record(struct page *page, const struct timeline_entry *entry)
{
    const struct timeline_source *source = &page->model->sources[entry->source];
    struct span record = span_trim(evidence_record(source->index, source->content, entry->record));
    struct timeline_place place = {entry->source, source->index->start[entry->record],
                                   source->index->start[entry->record + 1]};
    text_adds(&page->out, "<li><span class=\"when\">");
    if (entry->at == INSTANT_NONE)
        text_adds(&page->out, "no time");
    else
        page_time(page, entry->at);
    text_adds(&page->out, "</span> ");
    page_cite(page, &place);
    text_adds(&page->out, "<code class=\"record\">");
    size_t left = PAGE_RECORD;
    while (record.len && left) {
        struct span line = span_cut(&record, '\n');
        page_text(page, line, left);
        bool cut = line.len > left;
        left -= cut ? left : line.len;
        if (record.len && !cut) text_adds(&page->out, left ? "\n" : "...");
    }
    text_adds(&page->out, "</code></li>\n");
}

static enum status add_excerpt(struct page *page, const struct timeline_place *place, instant from,
                               instant to, const char *label, const char *what)
{
    struct excerpt excerpt = {.count = 0};
    enum status status = STATUS_OK;
    if (place->source >= page->model->source_count) return STATUS_OK;
    if (page->model->sources[place->source].content.len == 0) return STATUS_OK;
    if (place->to > place->from)
        take_place(page->model, place, &excerpt);
    else
        status = take_time(page, place->source, from, to, &excerpt);
    if (status || excerpt.count == 0) return status;
    text_addf(&page->out, "<details open><summary>%s, in ", label);
    page_text(page, span_of(report_source_name(page->model, place->source)), PAGE_NAME);
    text_addf(&page->out, "</summary>\n<p class=\"basis\">%s</p>\n<ol class=\"records\">\n", what);
    for (size_t i = 0; i < excerpt.count; i++) add_record(page, &excerpt.entries[i]);
    text_adds(&page->out, "</ol>\n</details>\n");
    return page_flush(page);
}

enum status page_milestone_excerpts(struct page *page)
{
    const struct timeline_findings *f = page->model->findings;
    enum status status = STATUS_OK;
    text_adds(&page->out, "<h3>Records at the milestones</h3>\n");
    size_t before = page->out.len;
    bool any = false;
    for (int i = 0; i < TIMELINE_MILESTONE_COUNT && status == STATUS_OK; i++) {
        const struct timeline_milestone *m = &f->milestones[i];
        if (!interval_is_known(m->at)) continue;
        bool from = instant_is_known(m->at.earliest);
        instant at = from ? m->at.earliest : m->at.latest;
        status =
            add_excerpt(page, &m->place, at, instant_is_known(m->at.latest) ? m->at.latest : at,
                        timeline_milestone_word((enum timeline_milestone_kind)i),
                        m->place.to > m->place.from
                            ? "The records that it rests on."
                            : "The first records from its earliest time on; warnings and "
                              "errors go before others.");
        any |= page->out.len != before;
    }
    if (!any) text_adds(&page->out, "<p>None.</p>\n");
    page_section_end(page);
    return status;
}

enum status page_spot_excerpts(struct page *page)
{
    const struct timeline_findings *f = page->model->findings;
    enum status status = STATUS_OK;
    if (f->spot_count) text_adds(&page->out, "<h3>Records at the hot spots</h3>\n");
    for (size_t i = 0; i < f->spot_count && i < PAGE_EXCERPTS && status == STATUS_OK; i++) {
        const struct timeline_spot *spot = &f->spots[i];
        struct text label;
        text_init(&label, 0);
        text_addf(&label, "H%zu, %s", i + 1, timeline_spot_word(spot->kind));
        status = add_excerpt(page, &spot->place, spot->from, spot->to, label.at,
                             "Records of the place, or the first ones from its beginning on; "
                             "warnings and errors go before others.");
        text_release(&label);
    }
    page_section_end(page);
    return status;
}
