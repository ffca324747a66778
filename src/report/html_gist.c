/* The gist: what a reader with two minutes needs, in sentences, and what the evidence leaves open.
 */
#include "report/page.h"

#include <math.h>

static struct interval milestone(const struct page *page, enum timeline_milestone_kind kind)
{
    return page->model->findings->milestones[kind].at;
}

static bool knows(const struct page *page, enum timeline_milestone_kind kind)
{
    return interval_is_known(milestone(page, kind));
}

/* " (see S3:120-340)" for a milestone that rests on a place. */
static void add_source(struct page *page, enum timeline_milestone_kind kind)
{
    const struct timeline_place *place = &page->model->findings->milestones[kind].place;
    if (place->source >= page->model->source_count) return;
    text_adds(&page->out, " (");
    page_cite(page, place);
    text_adds(&page->out, ")");
}

/* "42 s to 56 s after impact started"; before is legal, and detection before impact the best case.
 */
static void add_after(struct page *page, struct interval from, struct interval to, const char *what)
{
    struct span_of_time length = interval_between(from, to);
    if (!length.known) return;
    bool before = length.most <= 0 && length.least < 0;
    text_adds(&page->out, ", ");
    page_length(page, length);
    text_addf(&page->out, before ? " %s" : " after %s", what);
}

/* The largest share of the counted requests, and when. */
static void add_height(struct page *page)
{
    const struct timeline_findings *f = page->model->findings;
    size_t best = SIZE_MAX;
    for (size_t i = 0; f->impact_share && i < f->impact_buckets; i++)
        if (!isnan(f->impact_share[i]) &&
            (best == SIZE_MAX || f->impact_share[i] > f->impact_share[best]))
            best = i;
    if (best == SIZE_MAX) return;
    text_addf(&page->out, " The share was largest, %.0f\xe2\x80\xaf%%, in the ",
              100 * (double)f->impact_share[best]);
    duration_add_text(&page->out, f->impact_width);
    text_adds(&page->out, " from ");
    page_time(page, instant_add(f->impact_from, (duration)best * f->impact_width));
    text_adds(&page->out, ".");
}

static void add_impact(struct page *page)
{
    struct interval start = milestone(page, TIMELINE_MILESTONE_IMPACT_START);
    struct interval end = milestone(page, TIMELINE_MILESTONE_IMPACT_END);
    const struct timeline_findings *f = page->model->findings;
    text_adds(&page->out, "<dt>Impact</dt>\n<dd>");
    if (!interval_is_known(start) && !interval_is_known(end)) {
        text_adds(&page->out, "No impact was found in this evidence. ");
        if (f->impact_basis && *f->impact_basis) page_words(page, f->impact_basis);
        text_adds(&page->out, "</dd>\n");
        return;
    }
    text_adds(&page->out, "It began <b>");
    page_interval_phrase(page, start);
    text_adds(&page->out, "</b> and ended <b>");
    page_interval_phrase(page, end);
    text_adds(&page->out, "</b>: <b>");
    page_length(page, interval_between(start, end));
    text_adds(&page->out, "</b>.");
    add_height(page);
    if (f->impact_basis && *f->impact_basis) {
        text_adds(&page->out, "<br><span class=\"basis\">Counted: ");
        page_words(page, f->impact_basis);
        text_adds(&page->out, "</span>");
    }
    text_adds(&page->out, "</dd>\n");
}

static void add_one(struct page *page, const char *term, const char *lead,
                    enum timeline_milestone_kind kind)
{
    if (!knows(page, kind)) return;
    text_addf(&page->out, "<dt>%s</dt>\n<dd>%s <b>", term, lead);
    page_interval_phrase(page, milestone(page, kind));
    text_adds(&page->out, "</b>");
    if (knows(page, TIMELINE_MILESTONE_IMPACT_START))
        add_after(page, milestone(page, TIMELINE_MILESTONE_IMPACT_START), milestone(page, kind),
                  "impact began");
    add_source(page, kind);
    text_adds(&page->out, ".<br><span class=\"basis\">");
    page_words(page, page->model->findings->milestones[kind].basis);
    text_adds(&page->out, "</span></dd>\n");
}

static void add_unknown_milestones(struct page *page)
{
    bool any = false;
    for (int i = 0; i < TIMELINE_MILESTONE_COUNT; i++) {
        if (knows(page, (enum timeline_milestone_kind)i)) continue;
        text_addf(&page->out, "%s%s", any ? ", " : "<li>No time was found for: ",
                  timeline_milestone_word((enum timeline_milestone_kind)i));
        any = true;
    }
    if (any) text_adds(&page->out, ".</li>\n");
}

static void add_wide_milestones(struct page *page)
{
    for (int i = 0; i < TIMELINE_MILESTONE_COUNT; i++) {
        struct interval at = milestone(page, (enum timeline_milestone_kind)i);
        if (!interval_is_known(at)) continue;
        bool open = !instant_is_known(at.earliest) || !instant_is_known(at.latest);
        if (!open && (double)at.latest - (double)at.earliest < 10e9) continue;
        text_addf(&page->out, "<li>The time of \xe2\x80\x9c%s\xe2\x80\x9d ",
                  timeline_milestone_word((enum timeline_milestone_kind)i));
        if (open) {
            text_adds(&page->out, "has a bound on one side only");
        } else {
            text_adds(&page->out, "is known to within ");
            duration_add_text(&page->out, at.latest - at.earliest);
        }
        text_adds(&page->out, ".</li>\n");
    }
}

static void add_count(struct page *page, uint64_t count, const char *one, const char *many)
{
    if (count == 0) return;
    text_adds(&page->out, "<li>");
    page_number(page, count);
    text_addf(&page->out, " %s</li>\n", count == 1 ? one : many);
}

static void add_open(struct page *page)
{
    const struct report_model *model = page->model;
    uint64_t guessed = 0, untimed = 0, gaps = 0;
    for (size_t i = 0; i < model->source_count; i++) {
        const struct timeline_source *source = &model->sources[i];
        guessed += source->index->local > 0 && source->clock.zone_basis == TIMELINE_BASIS_NONE;
        if (source->index->kind == EVIDENCE_LOG)
            untimed += source->index->count - source->index->timed;
    }
    for (size_t i = 0; i < model->findings->spot_count; i++)
        gaps += model->findings->spots[i].kind == TIMELINE_SPOT_GAP_ALL ||
                model->findings->spots[i].kind == TIMELINE_SPOT_SILENT;
    text_adds(&page->out, "<h3>What the evidence leaves open</h3>\n<ul class=\"open\">\n");
    size_t before = page->out.len;
    add_unknown_milestones(page);
    add_wide_milestones(page);
    add_count(page, guessed, "source states no zone and none was found: it is taken as UTC.",
              "sources state no zone and none was found: they are taken as UTC.");
    add_count(page, untimed, "record of the logs has no time of its own, and borrows none.",
              "records of the logs have no time of their own, and borrow none.");
    add_count(page, model->reading->undated_count, "event has no time of its own.",
              "events have no time of their own.");
    add_count(page, gaps, "stretch of time is silent in what was collected.",
              "stretches of time are silent in what was collected.");
    add_count(page, model->findings->conflict_count, "contradiction is listed under Doubts.",
              "contradictions are listed under Doubts.");
    add_count(page, model->reading->notice_count, "note tells what could not be read.",
              "notes tell what could not be read.");
    if (page->out.len == before) text_adds(&page->out, "<li>Nothing that was looked for.</li>\n");
    text_adds(&page->out, "</ul>\n");
}

void page_gist(struct page *page)
{
    page_section_begin(page, "gist", "The gist");
    text_adds(&page->out, "<p class=\"note\">Proposed from the evidence, to be confirmed or "
                          "corrected by the people who were there. A time between two bounds is "
                          "somewhere between them.</p>\n<dl class=\"gist\">\n");
    add_impact(page);
    add_one(page, "Detection", "Somebody or something first treated it as trouble",
            TIMELINE_MILESTONE_DETECTION);
    add_one(page, "First action", "The first step to limit harm or to repair was taken",
            TIMELINE_MILESTONE_ACT);
    add_one(page, "Last change", "Before impact, something was last changed",
            TIMELINE_MILESTONE_CHANGE);
    text_adds(&page->out, "</dl>\n");
    add_open(page);
    page_section_end(page);
}
