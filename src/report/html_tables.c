/* Milestones, durations, clocks, hot spots and doubts as tables. */
#include "report/page.h"

void page_milestones(struct page *page)
{
    static const char *const heads[] = {"milestone", "when", "what it rests on", "place", NULL};
    page_section_begin(page, "milestones", "Milestones and durations");
    page_table(page, "Milestones, proposed; intervals where the evidence leaves doubt", heads);
    for (int i = 0; i < TIMELINE_MILESTONE_COUNT; i++) {
        const struct timeline_milestone *m = &page->model->findings->milestones[i];
        bool known = interval_is_known(m->at);
        text_addf(&page->out, "<tr%s><th scope=\"row\">%s</th><td class=\"when\">",
                  known ? "" : " class=\"unknown\"",
                  timeline_milestone_word((enum timeline_milestone_kind)i));
        page_interval(page, m->at);
        text_adds(&page->out, "</td>");
        page_cell(page, m->basis ? m->basis : "");
        text_adds(&page->out, "<td>");
        if (known) page_cite(page, &m->place);
        text_adds(&page->out, "</td></tr>\n");
    }
    page_table_end(page);
    struct text names;
    text_init(&names, 0);
    if (report_add_unconfirmed(&names, page->model)) {
        text_adds(&page->out, "<p>Clocks that no other source confirms: ");
        page_words(page, names.at);
        text_adds(&page->out, ".</p>\n");
    }
    text_release(&names);
}

void page_durations(struct page *page)
{
    static const char *const heads[] = {"duration", "from, to", "length", NULL};
    page_table(page, "Durations, from the bounds of both ends", heads);
    for (size_t i = 0; i < page->model->findings->duration_count; i++) {
        const struct timeline_duration *d = &page->model->findings->durations[i];
        text_addf(&page->out, "<tr%s><th scope=\"row\">",
                  d->length.known ? "" : " class=\"unknown\"");
        page_words(page, d->word);
        text_adds(&page->out, "</th>");
        page_cell(page, d->formula);
        text_adds(&page->out, "<td class=\"when\">");
        page_length(page, d->length);
        text_adds(&page->out, "</td></tr>\n");
    }
    page_table_end(page);
}

/* The bounds of what a clock is ahead by, not only their middle. */
static void add_offset(struct page *page, const struct timeline_clock *clock)
{
    if (clock->offset_least == 0 && clock->offset_most == 0) {
        text_adds(&page->out, clock->offset_basis == TIMELINE_BASIS_NONE ? "taken as 0" : "0");
        return;
    }
    text_addf(&page->out, "%+.3f s", (double)clock->offset_least / 1e9);
    if (clock->offset_most != clock->offset_least)
        text_addf(&page->out, " to %+.3f s", (double)clock->offset_most / 1e9);
}

static void add_zone(struct page *page, const struct timeline_source *source)
{
    if (source->index->local == 0) {
        text_adds(&page->out, "stated in its stamps");
        return;
    }
    page_words(page, report_zone_word(source));
    text_addf(&page->out, "<br><span class=\"basis\">%s</span>",
              report_basis_word(source->clock.zone_basis));
}

static void add_clock(struct page *page, size_t number)
{
    const struct timeline_source *source = &page->model->sources[number];
    const struct timeline_clock *clock = &source->clock;
    text_addf(&page->out, "<tr><th scope=\"row\"><a href=\"#S%u\">S%u</a> ", source->id,
              source->id);
    page_text(page, span_of(source->name), PAGE_NAME);
    text_adds(&page->out, "</th><td class=\"kind-of\">");
    add_zone(page, source);
    text_adds(&page->out, "</td><td class=\"when\">");
    add_offset(page, clock);
    if (clock->offset_basis != TIMELINE_BASIS_NONE) {
        text_addf(&page->out, "<br><span class=\"basis\">%s",
                  report_basis_word(clock->offset_basis));
        if (clock->ties) text_addf(&page->out, ", %u pairs of records", clock->ties);
        if (clock->against < page->model->source_count)
            text_addf(&page->out, ", against S%u", page->model->sources[clock->against].id);
        text_adds(&page->out, "</span>");
    }
    text_adds(&page->out, "</td>");
    page_cell(page, clock->why ? clock->why : "");
    text_adds(&page->out, "</tr>\n");
}

/* Something was found or stated about it, or had to be assumed. */
static bool is_notable(const struct timeline_source *source)
{
    return source->index->local > 0 || source->clock.offset_least != 0 ||
           source->clock.offset_most != 0 || source->clock.offset_basis != TIMELINE_BASIS_NONE;
}

static size_t add_clocks(struct page *page, bool notable, const char *caption)
{
    static const char *const heads[] = {"source", "zone", "its clock is ahead by", "evidence",
                                        NULL};
    size_t count = 0;
    for (size_t i = 0; i < page->model->source_count; i++) {
        const struct timeline_source *source = &page->model->sources[i];
        if (source->index->timed == 0 || is_notable(source) != notable) continue;
        if (count == 0 && !notable)
            text_adds(&page->out, "<details open><summary>Clocks taken as they are</summary>\n");
        if (count == 0) page_table(page, caption, heads);
        if (count++ < PAGE_SPOTS) add_clock(page, i);
    }
    if (count) page_table_end(page);
    if (count > PAGE_SPOTS)
        text_addf(&page->out, "<p class=\"note\">%zu in all: postmortem clocks</p>\n", count);
    if (count && !notable) text_adds(&page->out, "</details>\n");
    return count;
}

void page_clocks(struct page *page)
{
    page_section_begin(page, "clocks", "Clocks");
    text_adds(&page->out, "<p>Times on this page are corrected by these clocks. The evidence keeps "
                          "its own stamps.</p>\n");
    size_t count = add_clocks(page, true, "Clocks that were corrected, compared or assumed");
    count +=
        add_clocks(page, false, "Clocks that state their offset and that nothing speaks against");
    if (count == 0) text_adds(&page->out, "<p>No source has a time.</p>\n");
    page_section_end(page);
}

void page_spots(struct page *page)
{
    static const char *const heads[] = {"number",          "from, to", "what",
                                        "why it is shown", "place",    NULL};
    const struct timeline_findings *f = page->model->findings;
    page_section_begin(page, "spots", "Hot spots");
    text_adds(&page->out, "<p>Places to look at, not conclusions.</p>\n");
    if (f->spot_count) page_table(page, "Hot spots by time", heads);
    for (size_t i = 0; i < f->spot_count && i < PAGE_SPOTS; i++) {
        const struct timeline_spot *spot = &f->spots[i];
        text_addf(&page->out, "<tr id=\"H%zu\"><th scope=\"row\">H%zu</th><td class=\"when\">",
                  i + 1, i + 1);
        page_interval(page, (struct interval){spot->from, spot->to});
        text_addf(&page->out, "</td><td class=\"kind-of\">%s</td>", timeline_spot_word(spot->kind));
        page_cell(page, spot->why);
        text_adds(&page->out, "<td>");
        page_cite(page, &spot->place);
        text_adds(&page->out, "</td></tr>\n");
    }
    if (f->spot_count) page_table_end(page);
    if (f->spot_count > PAGE_SPOTS)
        text_addf(&page->out, "<p class=\"note\">%zu more: postmortem hotspots</p>\n",
                  f->spot_count - PAGE_SPOTS);
    if (f->spot_count == 0) text_adds(&page->out, "<p>None found.</p>\n");
}

static void add_conflict(struct page *page, const struct timeline_conflict *conflict)
{
    struct span rest = span_of(conflict->which);
    text_adds(&page->out, "<li><p>");
    page_words(page, conflict->what);
    text_adds(&page->out, "</p>\n");
    size_t lines = 0;
    while (rest.len && lines++ < 40) {
        struct span line = span_cut(&rest, '\n');
        text_adds(&page->out, lines == 1 ? "<ul>\n<li>" : "<li>");
        page_text(page, line, PAGE_SENTENCE);
        text_adds(&page->out, "</li>\n");
    }
    if (lines) text_adds(&page->out, "</ul>\n");
    text_adds(&page->out, conflict->place_count ? "<p class=\"basis\">In " : "");
    for (size_t i = 0; i < conflict->place_count && i < 4; i++) {
        if (i) text_adds(&page->out, ", ");
        page_cite(page, &conflict->places[i]);
    }
    text_adds(&page->out, conflict->place_count ? "</p></li>\n" : "</li>\n");
}

void page_doubts(struct page *page)
{
    const struct timeline_findings *f = page->model->findings;
    const struct timeline_reading *reading = page->model->reading;
    page_section_begin(page, "doubts", "Contradictions and doubts");
    if (f->conflict_count + reading->notice_count == 0) {
        text_adds(&page->out, "<p>None found.</p>\n");
        page_section_end(page);
        return;
    }
    text_adds(&page->out, "<p>Both sides are kept: differences between accounts are material for "
                          "the meeting.</p>\n<ul class=\"doubts\">\n");
    for (size_t i = 0; i < f->conflict_count && i < PAGE_SPOTS; i++)
        add_conflict(page, &f->conflicts[i]);
    for (size_t i = 0; i < reading->notice_count && i < PAGE_SPOTS; i++) {
        text_adds(&page->out, "<li>");
        page_words(page, reading->notices[i]);
        text_adds(&page->out, "</li>\n");
    }
    text_adds(&page->out, "</ul>\n");
    if (f->conflict_count > PAGE_SPOTS || reading->notice_count > PAGE_SPOTS)
        text_addf(&page->out, "<p class=\"note\">%zu contradictions and %zu notes in all.</p>\n",
                  f->conflict_count, reading->notice_count);
    page_section_end(page);
}
