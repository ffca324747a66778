/* What the files of the timeline share: evidence and review as one request sees them. */
#ifndef WEB_TIMELINE_H
#define WEB_TIMELINE_H

#include "web/internal.h"

/* Times go out as whole microseconds since 1970: what a browser's numbers hold exactly. */
struct timeline_view {
    struct web_request *request;
    struct web_evidence *evidence; /* NULL: still being read; `loading` says how far it is */
    struct workspace workspace;    /* as far as this review may see it; borrows from `evidence` */
    char loading[160];
    struct desk desk;
    struct zone *own;        /* asked for by name; freed at the end */
    const struct zone *zone; /* times are shown in; NULL is UTC */
    int64_t day;             /* shown without its date */
};

/* `evidence`: BUSY when it is not there yet and `must` is set. */
enum status web_timeline_open(struct web_request *request, bool must, bool for_changes,
                              struct timeline_view *ret, struct error *error);
void web_timeline_close(struct timeline_view *view); /* all zero is fine */

/* ---- words (timeline_words.c) ---- */

/* {iso, text, until_iso, until, before, words, earliest, latest}: for the partial timeline_at. */
void web_timeline_at(struct timeline_view *view, struct value *in, const char *key,
                     struct interval at);
int64_t web_timeline_us(instant at);
/* "S3:120-340" */
void web_timeline_place(struct timeline_view *view, struct value *in, const char *key,
                        const struct timeline_place *place);
void web_timeline_clock(struct timeline_view *view, struct value *in,
                        const struct timeline_source *source);
/* Text of the evidence, cut and made visible. */
void web_timeline_text(struct timeline_view *view, struct value *in, const char *key,
                       struct span bytes, size_t most);

/* change, alert, report, action, people, impact, other: for lanes and shapes of events. */
const char *web_timeline_group(const char *code);

/* ---- parts of the model ---- */

/* Everything that is on the page whether or not the evidence is there yet (timeline_story.c). */
enum status web_timeline_story(struct timeline_view *view, struct error *error);
/* Sources, milestones, hot spots, conflicts, pictures (timeline_found.c); `all` adds events of the
 * evidence and the share of impact, which only the canvas needs. */
enum status web_timeline_found(struct timeline_view *view, bool all, struct error *error);

/* Pictures, each at the time of the first event that rests on it (timeline_pictures.c). */
void web_timeline_pictures(struct timeline_view *view);

/* What the query asks for (timeline_rows.c): from, to, source, level, q, cursor, limit. */
struct timeline_asked {
    struct timeline_filter filter;
    struct evidence_query *query; /* NULL: no words are asked for */
    struct timeline_entry after;  /* the last one seen; at INSTANT_NONE: from the beginning */
    uint64_t limit;
};
enum status web_timeline_ask(struct timeline_view *view, uint64_t limit, uint64_t most,
                             struct timeline_asked *ret, struct error *error);
/* Rows into the model's list `records`, and `next`, a cursor, when there are more. */
enum status web_timeline_rows(struct timeline_view *view, struct timeline_asked *asked,
                              struct error *error);
/* Calls for each entry that fits, until it is false; `work` bounds how many are looked at. */
typedef bool timeline_taker(void *context, const struct timeline_entry *entry);
enum status web_timeline_walk(struct timeline_view *view, struct timeline_asked *asked,
                              timeline_taker *take, void *context, struct error *error);

#endif
