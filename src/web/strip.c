/* Durations are few and skewed: the axis is logarithmic from a minute on, each review a mark, and
 * what is known only between bounds a line between them. */
#include "web/strip.h"

#include <math.h>

enum { WIDTH = 640, LEFT = 8, PLOT = WIDTH - 2 * LEFT, HEIGHT = 44, MIDDLE = 14 };

static const struct {
    duration at;
    const char *words;
} ticks[] = {
    {0, "0"},
    {NS_PER_MIN, "1 min"},
    {10 * NS_PER_MIN, "10 min"},
    {60 * NS_PER_MIN, "1 h"},
    {6 * 60 * NS_PER_MIN, "6 h"},
    {NS_PER_DAY, "1 d"},
    {7 * NS_PER_DAY, "7 d"},
    {30 * NS_PER_DAY, "30 d"},
    {365 * NS_PER_DAY, "1 y"},
};

static double scaled(duration length)
{
    return length <= 0 ? 0 : log1p((double)length / (double)NS_PER_MIN);
}

static double x_of(duration length, duration most)
{
    double full = scaled(most);
    return LEFT + (full > 0 ? scaled(length < most ? length : most) / full : 0) * PLOT;
}

/* The axis ends at the first round length that holds every point. */
static duration end_of(const struct review_spread *spread)
{
    duration most = 0;
    size_t last = sizeof ticks / sizeof ticks[0] - 1;
    for (size_t i = 0; i < spread->count; i++) {
        const struct review_point *point = &spread->points[i];
        duration end = point->ongoing ? point->least : point->most;
        if (end > most) most = end;
    }
    for (size_t i = 1; i < last; i++)
        if (ticks[i].at >= most) return ticks[i].at;
    return most > ticks[last].at ? most : ticks[last].at;
}

static void draw_axis(duration most, struct text *out)
{
    text_addf(out, "<line class=\"axis\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>", LEFT,
              MIDDLE + 12, LEFT + PLOT, MIDDLE + 12);
    for (size_t i = 0; i < sizeof ticks / sizeof ticks[0]; i++) {
        if (ticks[i].at > most) break;
        double x = x_of(ticks[i].at, most);
        text_addf(out, "<text class=\"tick\" x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">%s</text>", x,
                  HEIGHT - 4,
                  i == 0                ? "start"
                  : ticks[i].at == most ? "end"
                                        : "middle",
                  ticks[i].words);
    }
}

void strip_draw(const struct review_spread *spread, const char *title, struct text *out)
{
    duration most = end_of(spread);
    text_addf(out, "<svg class=\"strip\" viewBox=\"0 0 %d %d\" role=\"img\"><title>%s: %zu reviews",
              WIDTH, HEIGHT, title, spread->count);
    text_adds(out, "</title>");
    draw_axis(most, out);
    if (spread->has_interval) {
        double from = x_of(spread->interval_least, most), to = x_of(spread->interval_most, most);
        text_addf(out, "<rect class=\"interval\" x=\"%.1f\" y=\"2\" width=\"%.1f\" height=\"24\"/>",
                  from, to - from > 1 ? to - from : 1);
    }
    for (size_t i = 0; i < spread->count; i++) {
        const struct review_point *point = &spread->points[i];
        double from = x_of(point->least, most),
               to = x_of(point->ongoing ? most : point->most, most);
        if (to - from > 4)
            text_addf(out, "<line class=\"bounds\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>",
                      from, MIDDLE, to, MIDDLE);
        text_addf(
            out,
            "<circle class=\"point\" cx=\"%.1f\" cy=\"%d\" r=\"4\"><title>PM%u</title></circle>",
            (from + to) / 2, MIDDLE, point->review);
    }
    if (spread->has_median) {
        double x = (x_of(spread->median_least, most) + x_of(spread->median_most, most)) / 2;
        text_addf(out, "<line class=\"median\" x1=\"%.1f\" y1=\"0\" x2=\"%.1f\" y2=\"28\"/>", x, x);
    }
    text_adds(out, "</svg>");
}
