/* What the files that draw a graph of conditions share. */
#ifndef REPORT_GRAPH_H
#define REPORT_GRAPH_H

#include "report/internal.h"

enum { GRAPH_ARENA = 512 << 20 };

/* In the picture's own units, a pixel each at its natural size. */
enum {
    GRAPH_LINE = 16,    /* from line to line */
    GRAPH_SMALL = 14,   /* the same of small words */
    GRAPH_WRAP = 172,   /* lines are broken at */
    GRAPH_PAD = 11,     /* around the words of a box */
    GRAPH_MARGIN = 18,  /* around the picture */
    GRAPH_LINES = 7,    /* of words in a box; what is longer is cut, and told in its title */
    GRAPH_NOTES = 10,   /* small lines below them */
    GRAPH_NAME = 90,    /* bytes of a title that are shown */
    GRAPH_WORDS = 1000, /* bytes of a text that are looked at */
};

/* The words in a box. */
struct graph_label {
    struct span name, kind;
    struct span lines[GRAPH_LINES], notes[GRAPH_NOTES];
    uint32_t line_count, note_count;
    bool cut;              /* there is more than was put into the lines */
    bool broken;           /* by an item that counts */
    int32_t width, height; /* of the box */
};

/* A picture while it is drawn. */
struct graph_picture {
    const struct report_graph *report;
    const struct causes_graph *graph;
    struct arena *arena;
    struct causes_picture picture;
    struct graph_label *conditions, *ways; /* by number */
    uint8_t *shown;                        /* conditions that an export writes */
    struct text out;
    int32_t top; /* of the drawing, below what stands above it */
};

/* About how wide words come out, in pixels; wide rather than narrow. */
int32_t graph_width(struct span words, bool bold, bool small);
/* Breaks words into lines of at most `most` pixels; returns how many, *ret_cut when there is more.
 */
uint32_t graph_wrap(struct span words, int32_t most, bool small, struct span *ret_lines,
                    uint32_t room, bool *ret_cut);
/* The words of all conditions and ways (graph_label.c). */
enum status graph_labels(struct graph_picture *drawn, struct error *error);

/* "or: not known which"; "" for the first way. */
const char *graph_reason(const struct causes_graph *graph, uint32_t way);
/* The form that a condition is drawn as: NONE counts as a state. */
enum causes_form graph_form(const struct causes_condition *condition);
/* The conditions of a way as a sentence: "all of C1, C2 and not C3". */
void graph_add_members(struct text *out, const struct causes_graph *graph, uint32_t way);

/* Runs an export and hands what it wrote to the sink (graph_write.c). BAD_INPUT for a circle,
 * unless everything is shown. */
enum status graph_write(const struct report_graph *report,
                        void (*write)(struct graph_picture *drawn), const struct report_sink *sink,
                        struct error *error);
/* As in the picture: where it has company, is "k of n", or an item acts on it. */
bool graph_way_has_box(const struct graph_picture *drawn, uint32_t way);

void graph_draw_edges(struct graph_picture *drawn); /* graph_edges.c */
void graph_draw_boxes(struct graph_picture *drawn); /* graph_box.c */
/* An empty box of a form at a place, for the legend too. */
void graph_add_shape(struct text *out, const char *class, enum causes_form form, int32_t x,
                     int32_t y, int32_t width, int32_t height);
/* Marks beside colours, around a point: a cross for what is broken, "?" for what is not known. */
enum graph_mark { GRAPH_BROKEN, GRAPH_UNKNOWN };
void graph_add_mark(struct text *out, enum graph_mark mark, int32_t x, int32_t y);
/* What shapes and lines mean, from `y` on, as wide as `width`; returns where it ends. */
int32_t graph_draw_legend(struct graph_picture *drawn, int32_t y, int32_t width);

#endif
