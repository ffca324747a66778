/*
 * What the files of the HTML page share: the page being written, and the words it is written in.
 *
 * Text of the evidence reaches the page through page_text() and page_words() alone: control and
 * bidirectional characters are made visible, the length is cut, and HTML's own characters are
 * escaped. Whatever is written with text_adds() and text_addf() is ours.
 */
#ifndef REPORT_PAGE_H
#define REPORT_PAGE_H

#include "report/internal.h"

enum {
    PAGE_NAME = 160,     /* bytes of a name that are shown */
    PAGE_SENTENCE = 600, /* of a sentence */
    PAGE_EVENTS = 2000,  /* rows of a list; a note tells how many more there are */
    PAGE_SPOTS = 200,
    PAGE_SOURCES = 2000,
    PAGE_KINDS = 40,
    PAGE_EXCERPTS = 24, /* hot spots that records are shown for */
    PAGE_RECORDS = 6,   /* records of one excerpt */
    PAGE_RECORD = 480,  /* bytes of a record */
};

struct page {
    const struct report_model *model;
    const struct report_sink *sink;
    struct text out;
    struct text scratch; /* used by page_text(); empty between calls */
    instant from, to;    /* the window of the picture */
    bool whole;          /* the window holds all that has a time */
    int64_t day;         /* local day, counted from 1970, whose times are shown without date */
    struct error *error;
};

/* ---- frame (html_frame.c) ---- */

/* Up to the body with its link that passes over what comes before the part `skip_to`; the page's
 * header, main and landmarks are the caller's. */
void page_frame_begin(struct text *out, struct span title, const char *skip_to,
                      const char *skip_words);
void page_frame_end(struct text *out); /* footer and script */

/* ---- text (html_words.c) ---- */

void page_text(struct page *page, struct span bytes, size_t most);
void page_words(struct page *page, const char *sentence);
/* "05:54:53.12", with the date before it on another day than the page's, as a time element. */
void page_time(struct page *page, instant at);
/* The same for an SVG label or a title, without an element. */
void page_time_plain(struct page *page, struct text *out, instant at);
/* "05:54:52 to 05:54:53", "not before ...", "not known". */
void page_interval(struct page *page, struct interval at);
/* The known bounds, for an SVG label. */
void page_interval_plain(struct page *page, struct text *out, struct interval at);
/* "at 05:54:53", "between 05:54:52 and 05:54:53", "not before 05:54:53". */
void page_interval_phrase(struct page *page, struct interval at);
void page_length(struct page *page, struct span_of_time length);
/* "S3:120-340" with a link to the row of its source; "all sources". */
void page_cite(struct page *page, const struct timeline_place *place);
void page_number(struct page *page, uint64_t number); /* 283 605, with thin spaces */
/* Opens and closes <section>, <h2> and, for tables, caption and heads of columns; the head of a
 * column of numbers begins with "#". */
void page_section_begin(struct page *page, const char *id, const char *title);
void page_section_end(struct page *page);
void page_table(struct page *page, const char *caption, const char *const *heads);
void page_table_end(struct page *page);
void page_cell(struct page *page, const char *sentence);
enum status page_flush(struct page *page);

bool interval_is_known(struct interval at); /* one of its ends is */
/* First and last time of a source's records with its clock applied; false when none has a time. */
bool page_source_span(const struct timeline_source *source, instant *ret_from, instant *ret_to);

/* Fills from, to, whole and day (html_window.c); from == to when nothing has a time. */
void page_choose_window(struct page *page);

/* ---- events ---- */

/* name, class and anchor, word shown */
#define PAGE_GROUPS(X)                                                                             \
    X(CHANGES, "change", "changes")                                                                \
    X(ALERTS, "alert", "alerts and pages")                                                         \
    X(REPORTS, "report", "reports from users")                                                     \
    X(PEOPLE, "people", "people")                                                                  \
    X(ACTIONS, "action", "actions")                                                                \
    X(OTHER, "other", "other events")

enum page_group {
#define X(name, code, word) PAGE_##name,
    PAGE_GROUPS(X)
#undef X
        PAGE_GROUP_COUNT
};
enum page_group page_group_of(enum timeline_event_kind kind);
const char *page_group_code(enum page_group group);
const char *page_group_word(enum page_group group);

/* ---- parts, in reading order ---- */

void page_gist(struct page *page);
enum status page_picture(struct page *page);  /* svg.c: the time axis and all that stands on it */
enum status page_pictures(struct page *page); /* html_pictures.c: pictures of the evidence */
void page_milestones(struct page *page);
void page_durations(struct page *page);
void page_clocks(struct page *page);
void page_spots(struct page *page);
void page_doubts(struct page *page);
enum status page_events(struct page *page);
enum status page_milestone_excerpts(struct page *page);
enum status page_spot_excerpts(struct page *page);
enum status page_kinds(struct page *page);
enum status page_sources(struct page *page);

#endif
