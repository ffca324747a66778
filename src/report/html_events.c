/* The list of events, whole: what the picture shows as marks. */
#include "report/page.h"

static void add_event(struct page *page, const struct timeline_event *event)
{
    enum page_group group = page_group_of(event->kind);
    text_addf(&page->out, "<tr data-group=\"%s\"><td class=\"when\">", page_group_code(group));
    page_interval(page, event->at);
    if (interval_is_known(event->end)) {
        text_adds(&page->out, "<br><span class=\"basis\">until ");
        page_interval(page, event->end);
        text_adds(&page->out, "</span>");
    }
    text_addf(&page->out, "</td><td><span class=\"tag %s\">%s</span></td><td>",
              page_group_code(group), timeline_event_code(event->kind));
    page_text(page, span_of(event->actor ? event->actor : ""), PAGE_NAME);
    text_adds(&page->out, "</td><td>");
    page_words(page, event->what);
    if (event->failed) text_adds(&page->out, " <b class=\"failed\">did not work</b>");
    if (event->basis && *event->basis) {
        text_adds(&page->out, "<br><span class=\"basis\">");
        page_words(page, event->basis);
        text_adds(&page->out, "</span>");
    }
    text_adds(&page->out, "</td><td>");
    page_cite(page, &event->place);
    text_adds(&page->out, "</td></tr>\n");
}

static enum status add_table(struct page *page, const char *caption,
                             const struct timeline_event *events, size_t count)
{
    static const char *const heads[] = {"time", "kind", "who or what", "what", "place", NULL};
    if (count == 0) return STATUS_OK;
    page_table(page, caption, heads);
    for (size_t i = 0; i < count && i < PAGE_EVENTS; i++) {
        add_event(page, &events[i]);
        enum status status = page_flush(page);
        if (status) return status;
    }
    page_table_end(page);
    if (count > PAGE_EVENTS)
        text_addf(
            &page->out,
            "<p class=\"note\">The first %d of %zu; postmortem timeline lists them all.</p>\n",
            PAGE_EVENTS, count);
    return page_flush(page);
}

enum status page_events(struct page *page)
{
    const struct timeline_reading *reading = page->model->reading;
    page_section_begin(page, "events", "Events");
    if (reading->event_count + reading->undated_count == 0)
        text_adds(&page->out, "<p>No document in this evidence tells of an event.</p>\n");
    enum status status = add_table(page, "Events by time", reading->events, reading->event_count);
    if (status) return status;
    status = add_table(page, "Events without a time of their own", reading->undated,
                       reading->undated_count);
    page_section_end(page);
    return status;
}
