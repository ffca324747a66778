/* The page's words: text of the evidence made safe, times, places, tables. */
#include "report/page.h"

#include <assert.h>

void page_text(struct page *page, struct span bytes, size_t most)
{
    report_add_cut(&page->scratch, bytes, most);
    text_add_html(&page->out, text_span(&page->scratch));
    if (page->scratch.status != STATUS_OK) page->out.status = page->scratch.status;
    text_clear(&page->scratch);
}

void page_words(struct page *page, const char *sentence)
{
    page_text(page, span_of(sentence), PAGE_SENTENCE);
}

bool interval_is_known(struct interval at)
{
    return instant_is_known(at.earliest) || instant_is_known(at.latest);
}

/* Nobody reads below a millisecond; the machine-readable form keeps every digit. */
static instant to_milliseconds(instant at)
{
    instant rest = at % NS_PER_MS;
    return at - (rest < 0 ? rest + NS_PER_MS : rest);
}

/* Bounds are rounded outwards, so that the interval shown holds the one that is known. Bounds
 * within one millisecond, such as of a stamp that was cut there, are one time. */
static struct interval to_readable(struct interval at)
{
    if (!instant_is_known(at.latest) || at.latest > INT64_MAX - NS_PER_S) return at;
    if (instant_is_known(at.earliest) && at.latest - NS_PER_MS <= at.earliest)
        at.latest = at.earliest;
    else if (to_milliseconds(at.latest) != at.latest)
        at.latest = to_milliseconds(at.latest) + NS_PER_MS;
    return at;
}

void page_time_plain(struct page *page, struct text *out, instant at)
{
    if (!instant_is_known(at)) {
        text_adds(out, "not known");
        return;
    }
    if (report_day(at, page->model->zone) != page->day) {
        instant_add_text(out, at, page->model->zone, INSTANT_DATE, 0);
        text_addc(out, ' ');
    }
    if (at < INT64_MIN + 2 * NS_PER_MS) at = INT64_MIN + 2 * NS_PER_MS;
    instant_add_text(out, to_milliseconds(at), page->model->zone, INSTANT_CLOCK, -1);
}

static void add_time_element(struct page *page, instant at)
{
    text_adds(&page->out, "<time datetime=\"");
    instant_add_text(&page->out, at, page->model->zone, INSTANT_FULL, -1);
    text_adds(&page->out, "\">");
}

void page_time(struct page *page, instant at)
{
    if (!instant_is_known(at)) {
        text_adds(&page->out, "not known");
        return;
    }
    add_time_element(page, at);
    page_time_plain(page, &page->out, at);
    text_adds(&page->out, "</time>");
}

/* The later bound, without its date when the earlier one was of the same day. */
static void add_second_time(struct page *page, struct text *out, struct interval at)
{
    int64_t day = page->day;
    if (instant_is_known(at.earliest)) page->day = report_day(at.earliest, page->model->zone);
    page_time_plain(page, out, at.latest);
    page->day = day;
}

static void add_bounds(struct page *page, struct interval at, const char *exact, const char *lead,
                       const char *middle)
{
    at = to_readable(at);
    bool from = instant_is_known(at.earliest), to = instant_is_known(at.latest);
    if (!from && !to) {
        text_adds(&page->out, "not known");
        return;
    }
    bool equal = from && to && at.earliest == at.latest;
    text_adds(&page->out, equal ? exact : !from ? "not after " : !to ? "not before " : lead);
    page_time(page, from ? at.earliest : at.latest);
    if (equal || !from || !to) return;
    text_adds(&page->out, middle);
    add_time_element(page, at.latest);
    add_second_time(page, &page->out, at);
    text_adds(&page->out, "</time>");
}

void page_interval_plain(struct page *page, struct text *out, struct interval at)
{
    at = to_readable(at);
    page_time_plain(page, out, instant_is_known(at.earliest) ? at.earliest : at.latest);
    if (!instant_is_known(at.latest) || at.latest == at.earliest) return;
    text_adds(out, " to ");
    add_second_time(page, out, at);
}

void page_interval(struct page *page, struct interval at)
{
    add_bounds(page, at, "", "", " to ");
}

void page_interval_phrase(struct page *page, struct interval at)
{
    add_bounds(page, at, "at ", "between ", " and ");
}

void page_length(struct page *page, struct span_of_time length)
{
    bool before = length.known && length.most <= 0 && length.least > INT64_MIN && length.least < 0;
    if (before) length = (struct span_of_time){true, -length.most, -length.least};
    report_add_length(&page->out, length);
    if (before) text_adds(&page->out, " before");
}

void page_cite(struct page *page, const struct timeline_place *place)
{
    if (place->source >= page->model->source_count) {
        text_adds(&page->out, "all sources");
        return;
    }
    text_addf(&page->out, "<a class=\"place\" href=\"#S%u\" title=\"",
              page->model->sources[place->source].id);
    page_text(page, span_of(report_source_name(page->model, place->source)), PAGE_NAME);
    text_adds(&page->out, "\">");
    report_add_place(&page->out, page->model, place);
    text_adds(&page->out, "</a>");
}

void page_number(struct page *page, uint64_t number)
{
    char digits[24];
    size_t len = 0;
    do {
        digits[len++] = (char)('0' + number % 10);
        number /= 10;
    } while (number);
    bool grouped = len > 4;
    while (len) {
        text_addc(&page->out, digits[--len]);
        if (grouped && len && len % 3 == 0) text_adds(&page->out, "\xe2\x80\xaf");
    }
}

void page_section_begin(struct page *page, const char *id, const char *title)
{
    text_addf(&page->out,
              "<section id=\"%s\" aria-labelledby=\"%s-title\">\n<h2 id=\"%s-title\">%s</h2>\n", id,
              id, id, title);
}

void page_section_end(struct page *page)
{
    text_adds(&page->out, "</section>\n");
}

void page_table(struct page *page, const char *caption, const char *const *heads)
{
    text_addf(&page->out,
              "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"%s\">\n<table>\n"
              "<caption>%s</caption>\n<thead><tr>",
              caption, caption);
    for (; *heads; heads++) {
        bool number = **heads == '#';
        text_addf(&page->out, "<th scope=\"col\"%s>%s</th>", number ? " class=\"n\"" : "",
                  *heads + number);
    }
    text_adds(&page->out, "</tr></thead>\n<tbody>\n");
}

void page_table_end(struct page *page)
{
    text_adds(&page->out, "</tbody>\n</table>\n</div>\n");
}

void page_cell(struct page *page, const char *sentence)
{
    text_adds(&page->out, "<td>");
    page_words(page, sentence);
    text_adds(&page->out, "</td>");
}

enum status page_flush(struct page *page)
{
    return report_flush_some(page->sink, &page->out, page->error);
}

bool page_source_span(const struct timeline_source *source, instant *ret_from, instant *ret_to)
{
    const struct evidence_index *index = source->index;
    if (index->timed == 0) return false;
    instant shift = source->clock.offset_least / 2 + source->clock.offset_most / 2, second;
    instant first = index->first, last = index->last;
    if (index->local) {
        zone_to_instants(source->clock.zone, first, &first, &second);
        zone_to_instants(source->clock.zone, last, &last, &second);
    }
    *ret_from = instant_add(first, -shift);
    *ret_to = instant_add(last, -shift);
    return instant_is_known(*ret_from) && instant_is_known(*ret_to);
}

enum page_group page_group_of(enum timeline_event_kind kind)
{
    switch (kind) {
    case TIMELINE_CHANGE_DEPLOY:
    case TIMELINE_CHANGE_CONFIG:
    case TIMELINE_CHANGE_DATA:
    case TIMELINE_CHANGE_INFRA:
    case TIMELINE_CHANGE_LOAD:
    case TIMELINE_CHANGE_CODE: return PAGE_CHANGES;
    case TIMELINE_SIGNAL:
    case TIMELINE_ALERT:
    case TIMELINE_ALERT_END:
    case TIMELINE_PAGE: return PAGE_ALERTS;
    case TIMELINE_REPORT: return PAGE_REPORTS;
    case TIMELINE_ACT_LOOK:
    case TIMELINE_ACT_LIMIT:
    case TIMELINE_ACT_FIX:
    case TIMELINE_ACT_UNDO: return PAGE_ACTIONS;
    case TIMELINE_STATE:
    case TIMELINE_EFFECT:
    case TIMELINE_RESTART:
    case TIMELINE_CAPTURE: return PAGE_OTHER;
    default: return PAGE_PEOPLE;
    }
}

const char *page_group_code(enum page_group group)
{
    static const char *const codes[] = {
#define X(name, code, word) code,
        PAGE_GROUPS(X)
#undef X
    };
    assert((unsigned)group < PAGE_GROUP_COUNT);
    return codes[group];
}

const char *page_group_word(enum page_group group)
{
    static const char *const words[] = {
#define X(name, code, word) word,
        PAGE_GROUPS(X)
#undef X
    };
    assert((unsigned)group < PAGE_GROUP_COUNT);
    return words[group];
}
