/*
 * Contents whose records are not lines. Each way of cutting is one file document_NAME.c with two
 * functions: index_NAME() finds the records of a whole content, fields_NAME() the parts of one.
 */
#ifndef EVIDENCE_DOCUMENT_H
#define EVIDENCE_DOCUMENT_H

#include "evidence/fields.h"
#include "evidence/fields_text.h"
#include "evidence/internal.h"
#include "evidence/probe.h"
#include "evidence/window.h"

/* ---- document_time.c ---- */

/* Reads the stamps of one content, remembering the format that fitted last. */
struct document_clock {
    struct stamp_reader reader;
    bool locked;
    bool european;       /* where nothing tells, the day comes before the month */
    instant latest;      /* no epoch number is later */
    instant century_end; /* see settle_short_year */
};

struct document_time {
    int64_t time; /* EVIDENCE_NO_TIME for none */
    uint16_t flags;
    const struct stamp_format *format; /* NULL for a bare number */
};

void document_clock_init(struct document_clock *clock, const struct evidence_index_hints *hints);
/* Reads the stamp that `text` is or begins with. A text that states no date or no time of day, a
 * placeholder and what is no stamp at all give no time. Years that are not written and the order of
 * day and month are open until document_settle(). */
struct document_time document_clock_read(struct document_clock *clock, struct span text);
/* Once all records are added: settles over all of them what single stamps leave open. */
void document_settle(struct index_builder *builder, const struct evidence_index_hints *hints,
                     bool european);

/* ---- the work of one document_index() call ---- */

struct document {
    struct window window;
    const struct evidence_index_hints *hints;
    struct index_builder *builder;
    struct document_clock clock;
    unsigned layout; /* number of the layout that records get */
};

/* Registers `layout` as the one of the records to come. */
void document_layout(struct document *document, const struct evidence_layout *layout);
/* Adds a record; one that begins where the last one did is not added again. */
enum status document_add(struct document *document, uint64_t start,
                         const struct document_time *time, enum evidence_level level,
                         struct error *error);
/* Notes in the layout how the stamps are written, when nothing is noted yet. */
void document_note_stamp(struct document *document, const struct document_time *time);
/* The first bytes of the content: up to WINDOW_STEP, all when it is smaller. */
enum status document_head(struct document *document, struct probe *ret, struct error *error);

enum status index_json(struct document *document, struct error *error);
void fields_json(const struct evidence_layout *layout, struct span record,
                 struct evidence_fields *ret);
void fields_alerts(const struct evidence_layout *layout, struct span record,
                   struct evidence_fields *ret);

enum status index_csv(struct document *document, struct error *error);
void fields_csv(const struct evidence_layout *layout, struct span record,
                struct evidence_fields *ret);

enum status index_journal(struct document *document, struct error *error);
void fields_journal(struct span record, struct evidence_fields *ret);

enum status index_git_log(struct document *document, struct error *error);
void fields_git_log(struct span record, struct evidence_fields *ret);

enum status index_xml(struct document *document, struct error *error);
void fields_xml(const struct evidence_layout *layout, struct span record,
                struct evidence_fields *ret);

enum status index_mail(struct document *document, struct error *error);
void fields_mail(struct span record, struct evidence_fields *ret);

enum status index_history(struct document *document, struct error *error);
void fields_history(struct span record, struct evidence_fields *ret);

#endif
