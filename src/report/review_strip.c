/*
 * The incident on one line of time: anchors as marks or, where they are in doubt, as bars between
 * their bounds; impact as a band; events in lanes below. Each lane has a name and marks of its own
 * shape, so that nothing rests on colour; all of it stands in tables too.
 */
#include "report/chart.h"
#include "report/telling.h"

enum { LEFT = 168, PLOT = 800, WIDTH = 1000, ROW = 20, LANE = 24, LANES = 6 };

struct strip {
    const struct telling *telling;
    struct text *out;
    instant from, to;
    int y;
};

static void widen(struct strip *strip, struct interval at)
{
    instant ends[] = {at.earliest, at.latest};
    for (int i = 0; i < 2; i++) {
        if (!instant_is_known(ends[i])) continue;
        if (strip->from == INSTANT_NONE || ends[i] < strip->from) strip->from = ends[i];
        if (strip->to == INSTANT_NONE || ends[i] > strip->to) strip->to = ends[i];
    }
}

/* Around the anchors; a change long before, or the end of all clearing up days later, only when
 * they are near. */
static bool choose_window(struct strip *strip)
{
    const struct report_review *report = strip->telling->report;
    const struct review_anchor *anchors = report->bounds->anchors;
    strip->from = strip->to = INSTANT_NONE;
    for (int i = REVIEW_ANCHOR_FAULT; i < REVIEW_ANCHOR_RESOLVED; i++) widen(strip, anchors[i].at);
    if (strip->from == strip->to)
        for (size_t i = 0; i < report->settled->count; i++)
            widen(strip, report->settled->moments[i].start);
    if (strip->from == INSTANT_NONE || strip->from >= strip->to) return false;
    if (strip->from < -INT64_MAX / 4 || strip->to > INT64_MAX / 4 * 3) return false;
    duration core = strip->to - strip->from;
    if (core > INT64_MAX / 8) return false;
    struct interval near = {strip->from - core, strip->to + core};
    for (int i = 0; i < 2; i++) {
        struct interval at = anchors[i ? REVIEW_ANCHOR_RESOLVED : REVIEW_ANCHOR_CHANGE].at;
        if (instant_is_known(at.earliest) && instant_is_known(at.latest) &&
            at.earliest >= near.earliest && at.latest <= near.latest)
            widen(strip, at);
    }
    duration pad = (strip->to - strip->from) / 25 + 1;
    strip->from -= pad;
    strip->to += pad;
    return true;
}

bool telling_strip_has(const struct telling *telling)
{
    struct strip strip = {.telling = telling};
    return choose_window(&strip);
}

static double x_of(const struct strip *strip, instant at)
{
    if (at <= strip->from) return LEFT;
    if (at >= strip->to) return LEFT + PLOT;
    return LEFT + PLOT * ((double)(at - strip->from) / (double)(strip->to - strip->from));
}

static bool overlaps(const struct strip *strip, struct interval at)
{
    if (at.earliest == INSTANT_NONE) return false;
    return at.earliest <= strip->to && at.latest >= strip->from;
}

static void add_words(struct strip *strip, const char *words)
{
    struct text cut;
    text_init(&cut, 0);
    report_add_cut(&cut, span_of(words), PAGE_NAME);
    text_add_html(strip->out, text_span(&cut));
    text_release(&cut);
}

static void add_anchor_row(struct strip *strip, const struct review_anchor *anchor)
{
    struct text *out = strip->out;
    double from = x_of(strip, anchor->at.earliest), to = x_of(strip, anchor->at.latest);
    bool left = to > LEFT + PLOT - 220;
    int y = strip->y + ROW / 2;
    text_addf(out, "<text class=\"name\" x=\"0\" y=\"%d\">%s</text><g class=\"milestone\">", y + 4,
              anchor->word);
    if (to - from < 4)
        text_addf(out, "<path class=\"exact\" d=\"M%.1f %dl5 6l-5 6l-5-6z\"/>", (from + to) / 2,
                  y - 6);
    else
        text_addf(out,
                  "<rect class=\"doubt\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"8\"/>"
                  "<path class=\"exact\" d=\"M%.1f %dv12M%.1f %dv12\"/>",
                  from, y - 4, to - from, from, y - 6, to, y - 6);
    text_addf(out, "<text class=\"%s\" x=\"%.1f\" y=\"%d\">", left ? "at end" : "at",
              left ? from - 9 : to + 9, y + 4);
    struct text words;
    text_init(&words, 0);
    telling_interval_text(strip->telling, anchor->at, &words);
    text_add_html(out, text_span(&words));
    text_release(&words);
    text_adds(out, "</text></g>\n");
    strip->y += ROW;
}

/* The shape of a group's mark around (x, y). */
static void add_mark(struct text *out, int group, double x, int y)
{
    static const char *const shapes[LANES] = {"m0-6l6 6l-6 6l-6-6z", "m0-6l6 11h-12z",
                                              "m0 6l6-11h-12z",      "",
                                              "m-5-5h10v10h-10z",    "m0-6v12"};
    if (group == 3)
        text_addf(out, "<circle class=\"mark\" cx=\"%.1f\" cy=\"%d\" r=\"5\"/>", x, y);
    else
        text_addf(out, "<path class=\"mark\" d=\"M%.1f %d%s\"/>", x, y, shapes[group]);
}

static void add_event(struct strip *strip, int group, const struct review_moment *moment,
                      double *last)
{
    struct text *out = strip->out;
    char id[16];
    double from = x_of(strip, moment->start.earliest), to = x_of(strip, moment->start.latest);
    double x = (from + to) / 2;
    int y = strip->y + LANE / 2;
    if (to <= *last + 1.5) return; /* one mark for what falls together */
    *last = to;
    text_addf(out, "<g class=\"event %s\">", telling_group(moment->event->kind));
    if (to - from >= 4)
        text_addf(out, "<path class=\"range\" d=\"M%.1f %dv8M%.1f %dv8M%.1f %dH%.1f\"/>", from,
                  y - 4, to, y - 4, from, y, to);
    add_mark(out, group, x, y);
    text_addf(out, "<title>%s ", review_id_text(moment->event->entry.id, id));
    add_words(strip, moment->event->what);
    text_adds(out, "</title></g>\n");
}

static void add_lanes(struct strip *strip)
{
    static const char *const groups[LANES] = {"change", "alert",  "report",
                                              "people", "action", "other"};
    static const char *const names[LANES] = {
        "changes", "signals and alerts", "users and impact", "people", "actions", "other events"};
    const struct review_settled *settled = strip->telling->report->settled;
    for (int group = 0; group < LANES; group++) {
        double last = -1;
        bool named = false;
        for (size_t i = 0; i < settled->count; i++) {
            const struct review_moment *moment = &settled->moments[i];
            if (!overlaps(strip, moment->start) ||
                strcmp(telling_group(moment->event->kind), groups[group]) != 0)
                continue;
            if (!named)
                text_addf(strip->out,
                          "<text class=\"name\" x=\"0\" y=\"%d\">%s</text><path class=\"rule\" "
                          "d=\"M%d %dh%d\"/>\n",
                          strip->y + LANE / 2 + 4, names[group], LEFT, strip->y + LANE / 2, PLOT);
            named = true;
            add_event(strip, group, moment, &last);
        }
        if (named) strip->y += LANE;
    }
}

static void add_impact(struct strip *strip, int height)
{
    const struct review_bounds *bounds = strip->telling->report->bounds;
    for (size_t i = 0; i < bounds->impact_count; i++) {
        struct interval start = bounds->impacts[2 * i], end = bounds->impacts[2 * i + 1];
        instant until = end.latest == INSTANT_NONE ? INSTANT_OPEN_END : end.latest;
        if (!overlaps(strip, (struct interval){start.earliest, until})) continue;
        double from = x_of(strip, start.earliest), to = x_of(strip, until);
        text_addf(strip->out,
                  "<g class=\"impact\"><rect x=\"%.1f\" y=\"0\" width=\"%.1f\" height=\"%d\"/>"
                  "<path d=\"M%.1f 0v%dM%.1f 0v%d\"/></g>\n",
                  from, to - from, height, from, height, to, height);
    }
}

static void add_axis(struct strip *strip, int y)
{
    const struct zone *zone = strip->telling->report->zone;
    duration step = chart_round((strip->to - strip->from) / 7);
    instant shift = zone_offset(zone, strip->from, NULL) * NS_PER_S;
    instant at = strip->from - ((strip->from + shift) % step + step) % step + step;
    text_addf(strip->out, "<g class=\"axis\"><path d=\"M%d %dh%d\"/>", LEFT, y, PLOT);
    for (; at < strip->to; at = instant_add(at, step)) {
        text_addf(strip->out, "<path d=\"M%.1f %dv5\"/><text x=\"%.1f\" y=\"%d\">", x_of(strip, at),
                  y, x_of(strip, at), y + 18);
        instant_add_text(strip->out, at, zone, step >= NS_PER_DAY ? INSTANT_DATE : INSTANT_CLOCK,
                         step < NS_PER_S ? -1 : 0);
        text_adds(strip->out, "</text>");
    }
    text_adds(strip->out, "</g>\n");
}

static void add_description(struct strip *strip)
{
    const struct review_anchor *anchors = strip->telling->report->bounds->anchors;
    text_adds(strip->out, "<desc id=\"strip-desc\">The same as in the table of anchors: ");
    bool any = false;
    for (int i = 0; i < REVIEW_ANCHOR_COUNT; i++) {
        if (!overlaps(strip, anchors[i].at)) continue;
        if (any) text_adds(strip->out, "; ");
        any = true;
        text_addf(strip->out, "%s ", anchors[i].word);
        telling_interval_text(strip->telling, anchors[i].at, strip->out);
    }
    text_adds(strip->out, ".</desc>\n");
}

void telling_strip(const void *context, struct text *out)
{
    const struct telling *telling = context;
    struct text body;
    struct strip strip = {.telling = telling, .out = &body, .y = 4};
    if (!choose_window(&strip)) return;
    text_init(&body, 0);
    for (int i = 0; i < REVIEW_ANCHOR_COUNT; i++)
        if (overlaps(&strip, telling->report->bounds->anchors[i].at))
            add_anchor_row(&strip, &telling->report->bounds->anchors[i]);
    strip.y += 6;
    add_lanes(&strip);
    int bottom = strip.y + 4;
    add_axis(&strip, bottom);
    strip.out = out;
    text_addf(out,
              "<svg role=\"img\" aria-labelledby=\"strip-title strip-desc\" viewBox=\"0 0 %d "
              "%d\">\n<title id=\"strip-title\">The incident on one line of time</title>\n",
              WIDTH, bottom + 26);
    add_description(&strip);
    add_impact(&strip, bottom);
    text_add(out, text_span(&body));
    if (body.status) out->status = body.status;
    text_adds(out, "</svg>\n");
    text_release(&body);
}
