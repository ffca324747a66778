/*
 * The findings as one self-contained page: no network, light and dark, printable, readable without
 * script. It holds a policy that forbids everything but its own style, its own script (both named
 * by their hashes) and pictures in data URIs, so that nothing in the evidence can load or run.
 */
#include "report/page.h"

#include "report/page_assets.inc"

static const duration SHORT = 6 * NS_PER_HOUR; /* logs this short are shown whole */
static const duration LONGEST = 100 * 365 * NS_PER_DAY;

static void widen(struct interval *window, instant at)
{
    if (!instant_is_known(at)) return;
    if (window->earliest == INSTANT_NONE || at < window->earliest) window->earliest = at;
    if (window->latest == INSTANT_NONE || at > window->latest) window->latest = at;
}

static bool is_long(struct interval window)
{
    return (double)window.latest - (double)window.earliest > (double)SHORT;
}

/* The logs that hold the bulk of the records; a list of commits may reach back for years. */
static struct interval span_of_logs(const struct report_model *model)
{
    struct interval window = INTERVAL_NONE;
    uint64_t records = 0;
    for (size_t i = 0; i < model->source_count; i++)
        if (model->sources[i].index->kind == EVIDENCE_LOG)
            records += model->sources[i].index->timed;
    for (size_t i = 0; i < model->source_count; i++) {
        const struct evidence_index *index = model->sources[i].index;
        instant from, to;
        if (index->kind != EVIDENCE_LOG || index->timed < records / 2000) continue;
        if (!page_source_span(&model->sources[i], &from, &to)) continue;
        widen(&window, from);
        widen(&window, to);
    }
    return window;
}

static struct interval span_of_milestones(const struct report_model *model, bool impact_only)
{
    struct interval window = INTERVAL_NONE;
    for (int i = 0; i < TIMELINE_MILESTONE_COUNT; i++) {
        const struct timeline_milestone *m = &model->findings->milestones[i];
        if (impact_only && i != TIMELINE_MILESTONE_IMPACT_START &&
            i != TIMELINE_MILESTONE_IMPACT_END)
            continue;
        widen(&window, m->at.earliest);
        widen(&window, m->at.latest);
    }
    return window;
}

static instant whole_second(instant at)
{
    instant rest = at % NS_PER_S;
    return instant_add(at, rest < 0 ? -rest - NS_PER_S : -rest);
}

/* The logs when they are short; else impact with as much again on both sides, five minutes at
 * least; without impact all that has a time. */
static void choose_window(struct page *page)
{
    const struct report_model *model = page->model;
    struct interval window = span_of_logs(model), near = span_of_milestones(model, false);
    duration margin = 0;
    if (window.earliest != INSTANT_NONE && !is_long(window)) {
        struct interval both = window;
        widen(&both, near.earliest);
        widen(&both, near.latest);
        if (!is_long(both)) window = both;
    } else {
        struct interval impact = span_of_milestones(model, true);
        bool known = impact.earliest != INSTANT_NONE;
        if (known || window.earliest == INSTANT_NONE) window = known ? impact : near;
        if (!known && model->findings->span.earliest != INSTANT_NONE) window = INTERVAL_NONE;
        widen(&window, known ? INSTANT_NONE : model->findings->span.earliest);
        widen(&window, known ? INSTANT_NONE : model->findings->span.latest);
        margin = known ? 5 * NS_PER_MIN : 0;
    }
    if (window.earliest == INSTANT_NONE) {
        page->from = page->to = 0;
        return;
    }
    if (window.latest > instant_add(window.earliest, LONGEST))
        window.latest = instant_add(window.earliest, LONGEST);
    duration length = window.latest - window.earliest;
    if (margin && margin < length) margin = length;
    if (!margin) margin = length / 50 + NS_PER_MS;
    page->from = instant_add(window.earliest, -margin);
    page->to = instant_add(window.latest, margin);
    if (length > NS_PER_MIN) {
        page->from = whole_second(page->from);
        page->to = whole_second(instant_add(page->to, NS_PER_S - 1));
    }
    page->whole =
        model->findings->span.earliest == INSTANT_NONE ||
        (page->from <= model->findings->span.earliest && page->to >= model->findings->span.latest);
}

/* Times are shown without their date on the local day that the middle of the window is on. */
static void choose_day(struct page *page)
{
    instant middle = page->from + (page->to - page->from) / 2;
    instant local = instant_add(middle, zone_offset(page->model->zone, middle, NULL) * NS_PER_S);
    page->day = local / NS_PER_DAY - (local % NS_PER_DAY < 0);
}

static void add_head(struct page *page)
{
    struct text *out = &page->out;
    text_addf(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
        "'%s'; script-src '%s'; img-src data:; base-uri 'none'; form-action 'none'\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta name=\"color-scheme\" content=\"light dark\">\n"
        "<meta name=\"referrer\" content=\"no-referrer\">\n<title>",
        page_style_hash, page_script_hash);
    page_text(page, span_of(page->model->title), PAGE_NAME);
    text_adds(out, "</title>\n<style>");
    text_add(out, (struct span){page_style, sizeof page_style});
    text_adds(out, "</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#gist\">To the gist</a>\n");
}

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
    page_section(page, "tracing", "How every line can be traced");
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
    text_adds(&page->out, "</main>\n<footer>\n<p>Made by postmortem. This page loads nothing and "
                          "sends nothing.</p>\n</footer>\n<script>");
    text_add(&page->out, (struct span){page_script, sizeof page_script});
    text_adds(&page->out, "</script>\n</body>\n</html>\n");
}

static enum status write_page(struct page *page)
{
    add_head(page);
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
    choose_window(&page);
    choose_day(&page);
    enum status status = write_page(&page);
    text_release(&page.scratch);
    text_release(&page.out);
    return status;
}
