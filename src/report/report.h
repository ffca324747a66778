/*
 * The face of report/: a timeline as text, Markdown, JSON, CSV, and as one HTML page.
 *
 * One model, many renderings. Renderers append to a sink and know nothing of files or sockets.
 */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include "timeline/timeline.h"

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
enum status report_list_end(struct report_list *list, struct error *error);

/* Sources, clocks, hot spots, templates as text tables or JSON arrays. */
enum status report_sources(const struct report_model *model, enum report_format format,
                           const struct report_sink *sink, struct error *error);
enum status report_clocks(const struct report_model *model, enum report_format format,
                          const struct report_sink *sink, struct error *error);
enum status report_spots(const struct report_model *model, enum report_format format,
                         const struct report_sink *sink, struct error *error);
enum status report_templates(const struct report_model *model, enum report_format format,
                             const struct report_sink *sink, struct error *error);

#endif
