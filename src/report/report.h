/*
 * The face of report/: a timeline, or a review, as text, Markdown, JSON, and one HTML page; lists
 * as CSV too; and what must not leave with them.
 *
 * One model, many renderings. Renderers append to a sink and know nothing of files or sockets.
 */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include "review/review.h"

struct report_sink {
    void *context;
    enum status (*write)(void *context, struct span bytes, struct error *error);
};

/* Custody facts of one source, beside its timeline_source. Strings borrowed. */
struct report_source {
    struct evidence_source facts;
    enum evidence_packing packing;
    const char *origin; /* where the capture came from */
    instant collected;
    const char *by;
};

struct report_model {
    const char *title;
    instant made;            /* when the report is made */
    const struct zone *zone; /* times are shown in; NULL is UTC */
    const struct timeline_source *sources;
    const struct report_source *custody; /* one for each source */
    size_t source_count;
    const struct timeline_reading *reading;
    const struct timeline_findings *findings;
    struct evidence_templates *templates; /* may be NULL */
    bool colour;                          /* text only: terminal colours */
    unsigned width;                       /* text only: columns of the terminal; 0 is no limit */
};

/* The findings: clocks, milestones and durations as intervals, hot spots, gaps, conflicts, events.
 */
enum status report_findings_text(const struct report_model *model, const struct report_sink *sink,
                                 struct error *error);
enum status report_findings_markdown(const struct report_model *model,
                                     const struct report_sink *sink, struct error *error);
enum status report_findings_json(const struct report_model *model, const struct report_sink *sink,
                                 struct error *error);
/* One self-contained page: no network, light and dark, printable, readable without script. */
enum status report_findings_html(const struct report_model *model, const struct report_sink *sink,
                                 struct error *error);

enum report_format { REPORT_TEXT, REPORT_MARKDOWN, REPORT_JSON, REPORT_CSV };

/* A list of records and events in time order, written as it is merged: begin, any number of rows,
 * end. JSON is one object a line. Every row carries source, byte range and content hash. */
struct report_list {
    const struct report_model *model; /* findings may be NULL here */
    const struct report_sink *sink;
    enum report_format format;
    struct text row; /* private */
    int64_t day;     /* private: the day last shown */
    uint64_t rows;
};
enum status report_list_begin(struct report_list *list, const struct report_model *model,
                              const struct report_sink *sink, enum report_format format,
                              struct error *error);
enum status report_list_record(struct report_list *list, const struct timeline_entry *entry,
                               struct error *error);
enum status report_list_event(struct report_list *list, const struct timeline_event *event,
                              struct error *error);
/* What was written so far is to be seen now. */
enum status report_list_flush(struct report_list *list, struct error *error);
enum status report_list_end(struct report_list *list, struct error *error);

/* ---- words about a clock ---- */

const char *report_basis_word(enum timeline_basis basis);
/* "UTC", "America/New_York", "-05:00", "stated in the stamps" */
const char *report_zone_word(const struct timeline_source *source);
/* "+37.0 s (+/- 0.1 s)", "none found" */
void report_add_offset(struct text *text, const struct timeline_clock *clock);
/* The sources that milestones rest on and whose clocks no other source confirms, each once: "S2
 * a.log, S5 b.csv". Nothing when there is none; false then. */
bool report_add_unconfirmed(struct text *text, const struct report_model *model);

/* Sources, clocks, hot spots, templates as text tables or JSON arrays. */
enum status report_sources(const struct report_model *model, enum report_format format,
                           const struct report_sink *sink, struct error *error);
enum status report_clocks(const struct report_model *model, enum report_format format,
                          const struct report_sink *sink, struct error *error);
enum status report_spots(const struct report_model *model, enum report_format format,
                         const struct report_sink *sink, struct error *error);
enum status report_templates(const struct report_model *model, enum report_format format,
                             const struct report_sink *sink, struct error *error);

/* ---- a graph of conditions ---- */

struct report_graph {
    const struct causes_graph *graph;
    const char *name;  /* of the file or review it came from */
    uint32_t outcome;  /* that and what is below it; CAUSES_NONE: all of it */
    bool implied;      /* nobody has drawn a way yet: the graph follows from what factors say */
    bool standalone;   /* SVG: a file of its own, with its styles, light and dark, for paper too;
                          false: to be put into a page that has them (report_graph_css) */
    bool plain_roles;  /* wide circles: no evidence, no roles beside answers */
    uint8_t counted;   /* items of which standing are shown as doing something: causes_counted */
    unsigned width;    /* outline: columns; 0 is no limit */
    const char *links; /* SVG: boxes lead to this and the name of their entry ("/PM1/"), and lines
                          say which link they are; NULL: no links */
};
/* A picture with title, description, an order of focus, and marks besides colours. */
enum status report_graph_svg(const struct report_graph *graph, const struct report_sink *sink,
                             struct error *error);
extern const char report_graph_css[];
/* For Graphviz and for Markdown pages that draw Mermaid. */
enum status report_graph_dot(const struct report_graph *graph, const struct report_sink *sink,
                             struct error *error);
enum status report_graph_mermaid(const struct report_graph *graph, const struct report_sink *sink,
                                 struct error *error);
/* Words alone: each outcome, indented below it what it took, shared parts told once. */
enum status report_graph_outline(const struct report_graph *graph, const struct report_sink *sink,
                                 struct error *error);

/* What is computed from a graph. */
enum report_causes_parts {
    REPORT_CAUSES_OUTLINE = 1,
    REPORT_CAUSES_SETS = 2,
    REPORT_CAUSES_PATHS = 4, /* breaking sets */
    REPORT_CAUSES_WEIGHTS = 8,
    REPORT_CAUSES_COVER = 16,
    REPORT_CAUSES_PLANS = 32,
    REPORT_CAUSES_CHECK = 64,
    REPORT_CAUSES_QUESTIONS = 128,
};
struct report_causes {
    const struct report_graph *graph;
    const struct causes_budget *budget;
    unsigned parts; /* of enum report_causes_parts */
    bool lists;     /* sets one by one, not their numbers alone */
    size_t most;    /* sets, questions, findings, plans that are listed each; the rest is counted */
    bool observed;  /* only ways that were there this time */
    uint32_t item;  /* cover: this item is supposed to hold, or not to; CAUSES_NONE */
    bool holds;
    uint32_t depth; /* that smallest plans are to reach */
    bool wording;   /* check: the guard looks at its words too (those of a review have `lint`) */
    bool colour;    /* text alone */
};
/* *ret_wrong: something cannot be so as it is drawn. BAD_INPUT names a circle when more than the
 * check is asked for. */
enum status report_causes_text(const struct report_causes *report, const struct report_sink *sink,
                               bool *ret_wrong, struct error *error);
enum status report_causes_json(const struct report_causes *report, const struct report_sink *sink,
                               bool *ret_wrong, struct error *error);
/* What items break and leave open, in a sentence or two. */
void report_causes_cover_words(struct text *to, const struct causes_graph *graph,
                               const struct causes_coverage *cover);
/* Many graphs beside each other. */
struct report_across {
    const struct causes_incident *incidents;
    size_t count;
    const struct causes_guardrail *guardrails;
    const struct causes_across *across;
    uint32_t depth;
    size_t most;
};
enum status report_across_text(const struct report_across *report, const struct report_sink *sink,
                               struct error *error);
enum status report_across_json(const struct report_across *report, const struct report_sink *sink,
                               struct error *error);

/* ---- the report of a review ---- */

/* How much is read: the page, the story, everything. A deeper one holds all of those before. */
enum report_depth { REPORT_GIST = 1, REPORT_STORY = 2, REPORT_ALL = 3 };

struct report_review {
    const struct review *review;
    const struct review_settled *settled;
    const struct review_bounds *bounds;
    const struct review_quality *quality;
    const struct review_past *history; /* for changes since publication; may be NULL */
    size_t history_count;
    const struct zone *zone; /* times are shown in; NULL is UTC */
    enum report_depth depth;
    /* Whom it is for (a word of review_words_circle): wider circles get roles, no working notes, no
     * hosts or addresses, and the parts that are meant for them. */
    uint8_t circle;
    bool sheet; /* the facilitator\'s sheet for the meeting in place of the report */
    instant made;
    bool then; /* as it was known at a time: nothing is asked for */
};
enum status report_review_markdown(const struct report_review *report,
                                   const struct report_sink *sink, struct error *error);
/* One self-contained page: no network, light and dark, printable, readable without script. */
enum status report_review_html(const struct report_review *report, const struct report_sink *sink,
                               struct error *error);
/* The same report to be put into a page that has a title and styles: no style or script of its own.
 */
enum status report_review_fragment(const struct report_review *report,
                                   const struct report_sink *sink, struct error *error);
enum status report_review_json(const struct report_review *report, const struct report_sink *sink,
                               struct error *error);
/* A template of one's own: Markdown with {{part}} for the parts of the report ("{{head}}",
 * "{{factors}}", ...) and {{field:title}} for the review's own fields. BAD_INPUT names line and
 * part that is not known, and lists those that are. */
enum status report_review_template(const struct report_review *report, struct span template_text,
                                   const struct report_sink *sink, struct error *error);
const char *const *report_review_parts(size_t *ret_count); /* their names, in order */

/* What might leave that had better stay (in *ret, in `arena`, by place): names, handles, addresses
 * of people, hosts, IP addresses, secrets, in the text of a report as it is to go out. */
struct report_leak {
    const char *rule; /* "name", "handle", "mail", "host", "address", "secret" */
    size_t from, to;  /* bytes of the text */
    uint32_t line;
    const char *text; /* what was found; secrets cut */
    const char *why;
};
enum status report_leaks(const struct review *review, struct span text, uint8_t circle,
                         struct arena *arena, struct report_leak **ret, size_t *ret_count,
                         struct error *error);

/* "35 min 10 s to 38 min 10 s", "12 min before", "at least 5 s", "not known". */
void report_length_text(struct span_of_time length, bool ongoing, struct text *out);

/* A review on a terminal: its head, what is next, and its entries; or one entry with its history.
 */
enum status report_review_text(const struct report_review *report, bool colour,
                               const struct report_sink *sink, struct error *error);
enum status report_entry_text(const struct report_review *report, const struct review_entry *entry,
                              const struct report_sink *sink, struct error *error);

#endif
