/*
 * The picture: lanes below each other on one time axis, as SVG. It is cut into two panels, what was
 * said and done and what was measured, so that each fits on a printed page.
 */
#ifndef REPORT_CHART_H
#define REPORT_CHART_H

#include "report/page.h"

/* In the picture's own units (about a pixel each on a wide screen). */
enum {
    CHART_LEFT = 206, /* names of lanes stand left of this */
    CHART_PLOT = 960,
    CHART_WIDTH = 1240,
    CHART_COLUMN = 2,
    CHART_COLUMNS = CHART_PLOT / CHART_COLUMN,
    CHART_LANES = 16, /* log lanes; the rest share one */
    CHART_SERIES = 12,
    CHART_MARKS = 400, /* marks of one event lane */
    CHART_SPOTS = 60,
};

struct chart {
    struct page *page;
    struct text body;
    int y;            /* where the next lane begins */
    size_t part_from; /* what was said happened stands before it in the body, what was measured
                         after */
    int part_y;
};

/* The smallest length of a round number of milliseconds, seconds, minutes, hours or days. */
duration chart_round(duration least);
double chart_x(const struct chart *chart, instant at); /* clamped to the plot */
bool chart_holds(const struct chart *chart, instant at);
int chart_column(const struct chart *chart, instant at); /* -1 outside */
/* Escaped text of the evidence into the body, cut. */
void chart_words(struct chart *chart, struct span bytes, size_t most);
/* About how wide words come out in a label. */
double chart_text_width(struct span words);
/* The name of a lane in the left margin; a second, fainter line may follow ("" for none). */
void chart_name(struct chart *chart, int y, struct span name, const char *below);
void chart_heading(struct chart *chart, const char *words); /* small heading above lanes */

void chart_axis(struct chart *chart, struct text *out, int y, bool above);
void chart_grid(struct chart *chart, struct text *out, int from_y, int to_y);

void chart_share(struct chart *chart);
void chart_milestones(struct chart *chart);
void chart_impact(struct chart *chart, struct text *out, int from_y, int to_y);
void chart_spots(struct chart *chart);
enum status chart_events(struct chart *chart);
enum status chart_lanes(struct chart *chart);
enum status chart_series(struct chart *chart);
/* The same in rows and columns, for those who cannot see it. */
enum status page_picture_table(struct page *page);
/* Where the window lies in the span of everything. */
enum status chart_overview(struct page *page);

#endif
