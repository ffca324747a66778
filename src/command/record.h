/* Reviews shown and written: which words of a call mean one, and what is told of it. */
#ifndef COMMAND_RECORD_H
#define COMMAND_RECORD_H

#include "command/desk.h"

/* Does the call's first operand mean a review or an entry, rather than a source of the evidence?
 * Ids say so themselves; among names a source goes first. */
enum status record_is_meant(struct call *call, bool *ret, struct error *error);
/* `show` of reviews and entries. */
enum status record_show(struct call *call, struct error *error);
/* `report REVIEW` and `export REVIEW`. */
enum status record_report(struct call *call, struct error *error);
enum status record_export(struct call *call, struct error *error);
/* Writes the review on the desk as a bundle; "-" is standard output. */
enum status record_bundle(struct desk *desk, const char *path, struct error *error);

/* Everything that documents need of the review on the desk; zone by --zone, else the review's. */
struct record {
    struct review review; /* what is shown: all of it, or what was known by a time */
    struct review_settled settled;
    struct review_bounds bounds;
    struct review_quality quality;
    struct zone *zone; /* by --zone, or NULL */
    struct report_review report;
};
enum status record_prepare(struct desk *desk, const struct review *review, struct record *ret,
                           struct error *error);
void record_release(struct record *record);

#endif
