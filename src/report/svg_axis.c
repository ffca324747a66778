/* The time axis that all lanes share. */
#include "report/chart.h"

#include <assert.h>

double chart_x(const struct chart *chart, instant at)
{
    const struct page *page = chart->page;
    if (at <= page->from) return CHART_LEFT;
    if (at >= page->to) return CHART_LEFT + CHART_PLOT;
    return CHART_LEFT + CHART_PLOT * ((double)(at - page->from) / (double)(page->to - page->from));
}

bool chart_holds(const struct chart *chart, instant at)
{
    return at >= chart->page->from && at <= chart->page->to && instant_is_known(at);
}

int chart_column(const struct chart *chart, instant at)
{
    if (!chart_holds(chart, at)) return -1;
    int column = (int)((chart_x(chart, at) - CHART_LEFT) / CHART_COLUMN);
    return column < CHART_COLUMNS ? column : CHART_COLUMNS - 1;
}

duration chart_round(duration least)
{
    static const int64_t milliseconds[] = {
        1,        2,        5,        10,        20,        50,         100,        200,
        500,      1000,     2000,     5000,      10000,     15000,      30000,      60000,
        120000,   300000,   600000,   900000,    1800000,   3600000,    7200000,    10800000,
        21600000, 43200000, 86400000, 172800000, 604800000, 2592000000, 7776000000, 31536000000};
    for (size_t i = 0; i < sizeof milliseconds / sizeof milliseconds[0]; i++)
        if (milliseconds[i] * NS_PER_MS >= least) return milliseconds[i] * NS_PER_MS;
    return least;
}

/* At the end of time an instant no longer grows by a step: the number of ticks is bounded as well.
 */
enum { TICKS = 12 };

/* The smallest step that leaves room for a label at each tick. */
static duration tick_step(duration length)
{
    return chart_round(length / TICKS + 1);
}

/* First tick at or after the window's start: whole steps of local time. */
static instant first_tick(const struct page *page, duration step)
{
    duration offset = zone_offset(page->model->zone, page->from, NULL) * NS_PER_S;
    instant local = instant_add(page->from, offset);
    duration rest = local % step;
    if (rest < 0) rest += step;
    return rest ? instant_add(page->from, step - rest) : page->from;
}

static void add_tick_label(const struct page *page, struct text *out, instant at, duration step)
{
    const struct zone *zone = page->model->zone;
    if (step >= NS_PER_DAY) {
        instant_add_text(out, at, zone, INSTANT_DATE, 0);
        return;
    }
    struct text clock;
    text_init(&clock, 64);
    instant_add_text(&clock, at, zone, INSTANT_CLOCK, step < NS_PER_S ? 3 : 0);
    text_add(out, span_sub(text_span(&clock), 0, step % NS_PER_MIN == 0 ? 5 : clock.len));
    text_release(&clock);
}

void chart_axis(struct chart *chart, struct text *out, int y, bool above)
{
    const struct page *page = chart->page;
    duration step = tick_step(page->to - page->from);
    text_addf(out, "<g class=\"axis\"><path d=\"M%d %dh%d\"/>", CHART_LEFT, y, CHART_PLOT);
    instant at = first_tick(page, step);
    for (int i = 0; i <= TICKS && at <= page->to; i++, at = instant_add(at, step)) {
        double x = chart_x(chart, at);
        text_addf(out, "<path d=\"M%.1f %dv%d\"/><text x=\"%.1f\" y=\"%d\">", x, y, above ? -5 : 5,
                  x, above ? y - 9 : y + 17);
        add_tick_label(page, out, at, step);
        text_adds(out, "</text>");
    }
    text_addf(out, "<text class=\"unit\" x=\"8\" y=\"%d\">", above ? y - 9 : y + 17);
    if (step < NS_PER_DAY) {
        instant_add_text(out, page->from, page->model->zone, INSTANT_DATE, 0);
        text_adds(out, ", ");
    }
    text_add_html(out, span_of(page->model->zone ? zone_name(page->model->zone) : "UTC"));
    text_adds(out, "</text></g>\n");
}

void chart_grid(struct chart *chart, struct text *out, int from_y, int to_y)
{
    const struct page *page = chart->page;
    duration step = tick_step(page->to - page->from);
    text_adds(out, "<path class=\"grid\" d=\"");
    instant at = first_tick(page, step);
    for (int i = 0; i <= TICKS && at <= page->to; i++, at = instant_add(at, step))
        text_addf(out, "M%.1f %dV%d", chart_x(chart, at), from_y, to_y);
    text_adds(out, "\"/>\n");
}

void chart_words(struct chart *chart, struct span bytes, size_t most)
{
    struct text *scratch = &chart->page->scratch;
    report_add_cut(scratch, bytes, most);
    text_add_html(&chart->body, text_span(scratch));
    if (scratch->status != STATUS_OK) chart->body.status = scratch->status;
    text_clear(scratch);
}

double chart_text_width(struct span words)
{
    double width = 0;
    for (size_t i = 0; i < words.len; i++) {
        unsigned char byte = (unsigned char)words.at[i];
        /* Letters of three and four bytes are mostly wide ones. */
        if ((byte & 0xc0) != 0x80) width += byte >= 0xe0 ? 11.5 : 6.0;
    }
    return width;
}

void chart_name(struct chart *chart, int y, struct span name, const char *below)
{
    /* The end of a path tells more than its beginning. */
    const double room = CHART_LEFT - 34;
    struct text visible;
    text_init(&visible, 0);
    report_add_cut(&visible, name, PAGE_NAME);
    struct span shown = text_span(&visible);
    while (shown.len &&
           (chart_text_width(shown) > room || ((unsigned char)shown.at[0] & 0xc0) == 0x80))
        shown = span_from(shown, 1);
    text_addf(&chart->body, "<text class=\"name\" x=\"8\" y=\"%d\">%s", y,
              shown.len < visible.len ? "\xe2\x80\xa6" : "");
    text_add_html(&chart->body, shown);
    if (shown.len < visible.len) {
        text_adds(&chart->body, "<title>");
        text_add_html(&chart->body, text_span(&visible));
        text_adds(&chart->body, "</title>");
    }
    text_adds(&chart->body, "</text>");
    if (*below)
        text_addf(&chart->body, "<text class=\"sub\" x=\"8\" y=\"%d\">%s</text>", y + 13, below);
    text_release(&visible);
}

void chart_heading(struct chart *chart, const char *words)
{
    chart->y += 22;
    text_addf(&chart->body,
              "<text class=\"heading\" x=\"8\" y=\"%d\">%s</text>"
              "<path class=\"rule\" d=\"M8 %dH%d\"/>\n",
              chart->y, words, chart->y + 6, CHART_WIDTH - 8);
    chart->y += 14;
}
