/*
 * The face of exchange/: what other tools' formats say, as events and series; and reviews as files,
 * out and in: bundles, documents in Markdown, tables of events and items, calendars.
 *
 * evidence/ has cut each document into records; here is read what they mean: who said what in a
 * chat, which alert fired and until when, which version was deployed, which command was typed.
 * Nothing is judged: the kind of an event is told by readable cue tables in data/, and its basis
 * says so.
 */
#ifndef EXCHANGE_EXCHANGE_H
#define EXCHANGE_EXCHANGE_H

#include "exchange/psa.h"
#include "review/review.h"

/* Reads all sources together: a chat needs its directory of people, a terminal session the history
 * that dates its commands. Clocks of the sources are applied. Everything in *ret lives in `arena`.
 * Logs contribute only records that state a change by themselves (deploy and flag audit lines,
 * service restarts, schema changes, lock waits): bounded to a few thousand, the rest stay records.
 */
enum status exchange_read(const struct timeline_source *sources, size_t count, struct arena *arena,
                          struct timeline_reading *ret, struct error *error);

/* The long part of it: which records of logs may tell of a change. It rests on contents and indexes
 * alone, not on any clock. *ret lives in the arena. */
struct exchange_leads;
enum status exchange_find_leads(const struct timeline_source *sources, size_t count,
                                struct arena *arena, struct exchange_leads **ret,
                                struct error *error);
/* As bytes for the machine that wrote them, and back: false for bytes that cannot be leads of these
 * sources. */
void exchange_leads_write(const struct exchange_leads *leads, struct text *out);
bool exchange_leads_read(struct span bytes, const struct timeline_source *sources, size_t count,
                         struct arena *arena, struct exchange_leads **ret);
/* As exchange_read, from leads of these sources. */
enum status exchange_read_from(const struct timeline_source *sources, size_t count,
                               const struct exchange_leads *leads, struct arena *arena,
                               struct timeline_reading *ret, struct error *error);

/* ---- a review in one file (docs/formats/bundle.md) ----
 *
 * A POSIX tar with nothing in it that depends on when or where it was written: `review.json` (the
 * uid, the history of every entry, what is known of the evidence), then the evidence as it came,
 * `evidence/<sha256>`, in order. The same review gives the same bytes.
 */

struct exchange_evidence {
    struct sha256 hash; /* of the capture */
    uint64_t size;
    /* Gives the bytes, in pieces (writing). */
    enum status (*read)(void *context, const struct exchange_evidence *evidence,
                        enum status (*piece)(void *to, struct span bytes, struct error *error),
                        void *to, struct error *error);
    void *context;
};

struct exchange_clock {
    struct sha256 content;
    const char *zone; /* NULL: not stated */
    bool has_offset;
    duration offset_least, offset_most;
    const char *by, *why;
    instant stated;
};

struct exchange_bundle {
    const char *uid;
    const struct review_past *history; /* oldest first; change numbers count from 1 in a bundle */
    size_t history_count;
    const struct evidence_capture *captures; /* by hash */
    size_t capture_count;
    const struct evidence_source *sources; /* by capture, then hash */
    size_t source_count;
    const struct exchange_clock *clocks; /* in force, by content */
    size_t clock_count;
};

enum status exchange_bundle_write(const struct exchange_bundle *bundle,
                                  const struct exchange_evidence *evidence, size_t count,
                                  enum status (*write)(void *context, struct span bytes,
                                                       struct error *error),
                                  void *context, struct error *error);
/* Reads a bundle from a file: checks it as a whole first (every hash), then hands each evidence
 * file's place to `took`. DAMAGED names the part that does not match; BAD_INPUT what is no bundle;
 * TOO_NEW. Nothing is handed out before all of it is found whole. */
enum status exchange_bundle_read(const char *path, struct arena *arena, struct exchange_bundle *ret,
                                 enum status (*took)(void *context, const struct sha256 *hash,
                                                     struct span bytes, struct error *error),
                                 void *context, struct error *error);

/* ---- documents that people have written ---- */

/* What an import understood. Entries have ids from 1 in each kind; PM0 is the review's own. */
struct exchange_import {
    struct review_entry **entries;
    size_t count;
    /* what could not be placed, with the line it stands on: never dropped */
    struct exchange_unplaced {
        uint32_t line;
        const char *text, *why;
    } * unplaced;
    size_t unplaced_count;
    const char **notices; /* "root cause" became three factors, a zone was taken from prose, ... */
    size_t notice_count;
};
/* A postmortem in Markdown as teams write them: headings, bullet and table timelines, zones named
 * in prose, times past midnight, times without a date. `name` is shown in messages. Fails only for
 * what is no text, or over 4 MiB. */
enum status exchange_markdown_read(struct span text, const char *name,
                                   const struct review_typing *typing, struct arena *arena,
                                   struct exchange_import *ret, struct error *error);
/* Events in bulk (docs/formats/events.md): CSV or JSON lines with Timesketch's columns (datetime or
 * timestamp, message, timestamp_desc), CSV with the names of event fields, or plain text, one "TIME
 * WORDS" a line. LIMIT over 16 MiB, 5,000 events or 10,000 lines that cannot be placed; else fails
 * only for what is no text. */
enum status exchange_events_read(struct span text, const char *name,
                                 const struct review_typing *typing, struct arena *arena,
                                 struct exchange_import *ret, struct error *error);

/* Events out: CSV and JSON lines that exchange_events_read and Timesketch take. */
enum exchange_rows { EXCHANGE_CSV, EXCHANGE_JSONL };
enum status exchange_events_write(const struct review *review, const struct review_settled *settled,
                                  enum exchange_rows rows, struct text *out, struct error *error);
/* Items as CSV; who looks after one is told as the name policy lets it be told. */
enum status exchange_items_write(const struct review *review, struct text *out,
                                 struct error *error);
/* Meetings and open items' due dates as iCalendar (RFC 5545), the same bytes for the same review.
 * NOT_FOUND when there is neither: a calendar without entries is none. */
enum status exchange_calendar_write(const struct review *review, struct text *out,
                                    struct error *error);

#endif
