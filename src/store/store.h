/*
 * The face of store/: what a workspace remembers, in `postmortem.db` (SQLite, write-ahead log,
 * synchronous FULL: what a call has returned OK for survives kill -9 and power loss).
 *
 * Evidence itself lies in the depot; here is who collected it, when and from where, and what people
 * said about its clocks; and the record of every review. One writer at a time, for as long as one
 * change takes; others wait.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "review/review.h"
#include "store/accounts.h"

struct store; /* one thread at a time */

/* Creates the database in an existing folder; BUSY when there is one. */
enum status store_create(const char *workspace, struct error *error);
/* Opens for reading, or for changes (migrates forward). NOT_FOUND when it is no workspace; TOO_NEW,
 * untouched, when a newer program wrote it; DAMAGED when changes that were acknowledged are gone:
 * the sentence says from which number on (reading stays possible). */
enum status store_open(const char *workspace, bool for_changes, struct store **ret,
                       struct error *error);
void store_close(struct store *store); /* NULL is fine */

/* A capture with its sources, in one transaction. A capture or content that is known is not stored
 * twice; that it was collected again is. *ret_new counts sources that are new. */
enum status store_add_capture(struct store *store, const struct evidence_capture *capture,
                              const struct evidence_source *sources, size_t count, size_t *ret_new,
                              struct error *error);

/* What people state about a source's clock. */
struct store_clock {
    const char *zone; /* name as zone_load takes it; NULL: not stated */
    bool has_offset;
    duration offset_least, offset_most; /* clock shows minus true time */
    const char *by, *why;
    instant stated;
};

struct store_source {
    uint32_t id;
    struct evidence_source facts;
    struct evidence_capture capture; /* as first collected */
    uint64_t times_collected;
    struct store_clock clock; /* in force */
};

/* All sources by id, in `arena`. */
enum status store_sources(struct store *store, struct arena *arena, struct store_source **ret,
                          size_t *ret_count, struct error *error);
/* All captures by first collection, in `arena`. */
enum status store_captures(struct store *store, struct arena *arena, struct evidence_capture **ret,
                           size_t *ret_count, struct error *error);
/* Adds to the history of statements; an empty statement takes earlier ones back. NOT_FOUND for an
 * unknown id. */
enum status store_state_clock(struct store *store, uint32_t source_id,
                              const struct store_clock *clock, struct error *error);

/* ---- reviews ----
 *
 * Every change is one transaction: each entry as it is from then on, who changed it, when and why,
 * and a link in a chain of hashes over all changes of the workspace, evidence included. After the
 * commit, and before the call returns, the number and hash of the last change go to the file
 * `head`, so that a tail that gets lost is noticed. What is current, found by search, or counted
 * across reviews is derived from that log.
 */

struct store_author {
    const char *by;  /* who changes it */
    const char *why; /* "" when no reason was given */
    instant at;
};

/* Holds the workspace's write lock, and one transaction, from begin to commit: what is read between
 * is what is written upon. Waits for others up to half a minute, then BUSY. Changes outside of it
 * do the same for themselves. A commit whose outcome is not known says so (UNREADABLE). */
enum status store_begin(struct store *store, struct error *error);
enum status store_commit(struct store *store, struct error *error);
void store_rollback(struct store *store);

/* One entry to write. */
struct store_edit {
    struct review_id id;
    uint32_t base;    /* the version it was made from; 0: it is new */
    struct span body; /* canonical; at NULL: take it out */
};

/* A new review; `uid` NULL makes one. The first edit is PM0. BUSY when the uid is there already. */
enum status store_new_review(struct store *store, const char *uid, const struct store_edit *edits,
                             size_t count, const struct store_author *author, uint32_t *ret_number,
                             struct error *error);
/* All edits or none; the rules of a review are the caller's (review_check, between begin and
 * commit). BUSY when one was made from a version that is no longer current: *ret_stale
 * (may be NULL) is its place in `edits`, and nothing was changed. An edit that changes nothing is
 * not stored. *ret_change is 0 when nothing was. */
enum status store_change(struct store *store, uint32_t review, const struct store_edit *edits,
                         size_t count, const struct store_author *author, size_t *ret_stale,
                         uint64_t *ret_change, struct error *error);
/* Takes the last change of a review back (or the given one), as a new change: BUSY when a later one
 * touched the same entries. Undoing an undo does it again. No rules are run here: an entry that
 * comes out may be one that others name, so load the review and review_check it before the commit.
 */
enum status store_undo(struct store *store, uint32_t review, uint64_t change,
                       const struct store_author *author, uint64_t *ret_undone,
                       struct error *error);
/* A review with its whole history, as a bundle has it; who, when, why and versions are kept. The
 * import is a change of the workspace, signed by `author`. BUSY when the uid is there already. */
enum status store_import(struct store *store, const char *uid, const struct review_past *history,
                         size_t count, const struct store_author *author, uint32_t *ret_number,
                         struct error *error);

/* What lists show of a review. */
struct store_review {
    uint32_t number;
    const char *uid, *title, *severity;
    uint8_t sort, stage, status, circle;
    int32_t day;
    instant created, changed;
    size_t entries;
};
/* All reviews, last changed first, in `arena`. */
enum status store_reviews(struct store *store, struct arena *arena, struct store_review **ret,
                          size_t *ret_count, struct error *error);
/* One of them, by its number. */
enum status store_review_head(struct store *store, uint32_t review, struct arena *arena,
                              struct store_review *ret, struct error *error);
/* By "PM7", "7", the uid or at least 8 digits of it, or a part of the title that only one has (any
 * case). NOT_FOUND lists near ones; when several fit it lists them. */
enum status store_review_named(struct store *store, struct span which, uint32_t *ret_number,
                               struct error *error);
/* A whole review as it is now. */
enum status store_load(struct store *store, uint32_t review, struct arena *arena,
                       struct review *ret, struct error *error);
/* The history of a review, or of one entry (`only`, may be NULL), oldest first. */
enum status store_history(struct store *store, uint32_t review, const struct review_id *only,
                          struct arena *arena, struct review_past **ret, size_t *ret_count,
                          struct error *error);

struct store_hit {
    uint32_t review;
    const char *title; /* of the review */
    struct review_entry *entry;
    const char *excerpt; /* the words around the first find, plain text */
};
/* Full-text search over everything written: all words must be there (any case, accents aside, the
 * last one may be a beginning; "in quotes" is a phrase). `review` 0 is all. Best first, among the
 * 2,000 that were written last. */
enum status store_find(struct store *store, struct span words, uint32_t review, size_t most,
                       struct arena *arena, struct store_hit **ret, size_t *ret_count,
                       struct error *error);

/* ---- across reviews ---- */

/* The summaries of all reviews by number. Those that changed since are made again, and kept when
 * the store is open for changes, or there are many and the workspace can be written. */
enum status store_summaries(struct store *store, struct arena *arena, struct review_summary **ret,
                            size_t *ret_count, struct error *error);
/* Facts of one kind and field ("item", "state"), by review and number; with `where` only of entries
 * that have this other fact too ("kind", "improv"). */
struct store_having {
    const char *field, *value;
};
enum status store_facts(struct store *store, enum review_kind kind, const char *field,
                        const struct store_having *where, struct arena *arena,
                        struct review_fact **ret, size_t *ret_count, struct error *error);
/* Items of all reviews in the given states (mask 1 << state word; 0: all), by review and number. */
enum status store_items(struct store *store, uint32_t states, struct arena *arena,
                        struct review_open_item **ret, size_t *ret_count, struct error *error);
/* Of all items, as store_items gives them: those that were open when a later review had a factor of
 * the same shared name. */
enum status store_recurred(struct store *store, const struct review_open_item *items, size_t count,
                           struct arena *arena, struct review_recurred **ret, size_t *ret_count,
                           struct error *error);

/* ---- care ---- */

struct store_fault {
    const char *where; /* "change 12, E3 of PM1", "head", "capture ab12...", "search index" */
    const char *what;  /* one sentence: what does not fit, and what helps */
};
/* Checks SQLite's structure, every row against its hash, the chain, the head file, what is derived,
 * and the schema itself. Calls `each` for every fault; fails only when the check itself cannot go
 * on. `progress` may be NULL. */
enum status store_verify(struct store *store,
                         enum status (*each)(void *context, const struct store_fault *fault,
                                             struct error *error),
                         void *context, struct error *error);
/* Makes what is derived again. */
enum status store_rebuild(struct store *store, struct error *error);
/* A copy of the database and its head into a new folder, while others write. Evidence is the
 * depot's business. */
enum status store_backup(struct store *store, const char *to, struct error *error);
/* Takes from a backup what this workspace lost or has damaged: changes by the hash of their link.
 * The damaged database is kept beside as `postmortem.db.damaged-<time>`. Changes that are in
 * neither are named by `each`. NOT_FOUND when the backup is none of this workspace. `backup` NULL:
 * keeps what is sound here, names what is lost, and goes on from there. What is derived is made
 * anew with it: no store_rebuild is needed after it. `each` may be NULL. */
enum status store_repair(const char *workspace, const char *backup,
                         enum status (*each)(void *context, const struct store_fault *fault,
                                             struct error *error),
                         void *context, struct error *error);
/* Version of the SQLite library in use; refuses those that can lose committed data. */
enum status store_library(const char **ret_version, struct error *error);

#endif
