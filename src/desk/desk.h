/*
 * The face of desk/: what both doors, the command line and the server, do with a workspace.
 * Evidence is loaded onto one clock (workspace.h), files are collected (collect.h), and here a
 * review is loaded, changed and saved.
 *
 * A desk belongs to one thread. What it reads lies in the arena that it was given and lives as long
 * as that. What was typed wrongly is USAGE; that somebody else was faster is BUSY.
 */
#ifndef DESK_DESK_H
#define DESK_DESK_H

#include "desk/collect.h"
#include "desk/follow.h"
#include "desk/guard.h"
#include "desk/stats.h"
#include "desk/workspace.h"
#include "exchange/exchange.h"

struct desk {
    struct arena *arena; /* borrowed */
    const char *folder;
    struct store *store;
    bool own_store;       /* closed with the desk */
    bool changing;        /* holds the workspace's write lock, till saved or closed */
    bool part;            /* what is saved is part of a larger change: whoever opened the desk
                             commits, and sets `changing` false before; a close takes it back */
    struct review review; /* as it is now; number 0: not loaded, or new */
    struct zone *zone;    /* of the review; NULL is UTC */
    struct review_typing typing;
    struct store_source *sources; /* for places that are typed; NULL: all of the workspace, read
                                     when they are needed. Others may be put here. */
    size_t source_count;
    struct store_author author;
    uint64_t change; /* number of the last change saved; 0: nothing changed, or a new review */
    size_t stale;    /* after BUSY from desk_save: which put; SIZE_MAX: none of them */
    void *door;      /* of whoever opened it */
};

/* Opens the workspace in a folder; for changes it waits for the write lock and holds it until
 * something was saved, or desk_close. USAGE when who or why is no single line of words. */
enum status desk_open(const char *folder, struct arena *arena, const struct store_author *author,
                      bool for_changes, struct desk *ret, struct error *error);
/* The same on a store that is open (for changes, if the desk is), and stays so. */
enum status desk_open_on(struct store *store, const char *folder, struct arena *arena,
                         const struct store_author *author, bool for_changes, struct desk *ret,
                         struct error *error);
void desk_close(struct desk *desk); /* takes back what was not saved; all zero is fine */
/* Who and why stand in one line of the history for ever: words, and not too many. `name` begins
 * the sentence of the USAGE. */
enum status desk_is_line(const char *name, const char *value, struct error *error);

enum status desk_load(struct desk *desk, uint32_t number, struct error *error);
/* Is this a review's number ("PM7"), or the id of an entry ("E12", "PM0")? */
bool desk_is_review(const char *operand);
bool desk_is_entry(const char *operand);
/* The entry of an id, or of words that only its line has; NOT_FOUND tells what helps. */
enum status desk_entry(const struct desk *desk, const char *operand, struct review_entry **ret,
                       struct error *error);
/* What times without zone and date mean from now on: the review's own zone and day. */
enum status desk_typing(struct desk *desk, const struct review_review *own, struct error *error);
/* Gives a field what was typed. */
enum status desk_set(struct desk *desk, struct review_entry *entry, const char *field,
                     struct span typed, struct error *error);
/* For a failure to read what somebody typed: bad input there is a wrong call. */
enum status desk_is_wrong(enum status status, struct error *error);

/* ---- saving ---- */

struct desk_put {
    struct review_id id;        /* number 0: new; set by desk_save */
    struct review_entry *entry; /* NULL: take it out */
    uint32_t base;              /* the version that it was made from; 0: whatever is current */
};
/* Puts entries into the review as one change: completed, checked, stored, and on disk when this
 * returns OK. A review with number 0 is made; its first put is PM0. BUSY, and nothing stored, when
 * an entry has another version than the base of its put: desk->stale says which one, and
 * desk->review still has it as it is now. */
enum status desk_save(struct desk *desk, struct desk_put *puts, size_t count, struct error *error);
/* As desk_save for a review whose own entry (PM0) was changed in place; `before` is how it was. */
enum status desk_save_own(struct desk *desk, const struct review_entry *before,
                          struct error *error);
/* Takes a change of the review back (0: the last one), as a change of its own; refused when what
 * would be left breaks a rule, such as an entry that others name. The review is loaded again. */
enum status desk_undo(struct desk *desk, uint64_t change, uint64_t *ret_undone,
                      struct error *error);
/* Goes to a stage and a state of the review as a whole (0: as review_go), since `at`, and saves.
 * *ret_missing counts what is not there yet up to here: going on is never refused for it, and
 * nobody should go on untold. */
enum status desk_stage(struct desk *desk, unsigned stage, unsigned state, instant at,
                       size_t *ret_missing, struct error *error);

/* ---- from the evidence ---- */

/* The milestones that the evidence proposes (WORKSPACE_FINDINGS), as new events, with bounds, basis
 * and place. Those that the review has already are counted. NOT_FOUND when it shows none. */
enum status desk_take_milestones(struct desk *desk, const struct workspace *workspace,
                                 struct desk_put **ret, size_t *ret_count, size_t *ret_known,
                                 struct error *error);
/* The records at a place such as "S3:120-340" (WORKSPACE_CLOCKS), as one new event. */
enum status desk_take_records(struct desk *desk, const struct workspace *workspace,
                              const char *place, struct review_entry **ret, struct error *error);
/* A collected source as a new exhibit, and the one that the review has of it already, or NULL. */
enum status desk_exhibit(struct desk *desk, const struct store_source *source,
                         struct review_exhibit **ret, struct error *error);
const struct review_exhibit *desk_attached(const struct review *review,
                                           const struct review_exhibit *made);

/* What somebody types about a clock: a zone, how far it is ahead ("37s", "36.5s..37.5s"), or both
 * (NULL: not). `mark` stands before names in sentences: "--" where they are options, else "". Who,
 * why and when are left as they are. */
enum status desk_clock(const char *zone, const char *offset, const char *mark,
                       struct store_clock *clock, struct error *error);

/* ---- bundles ---- */

/* Reads a bundle and keeps its evidence, durable, in the workspace: before anything is said about
 * it, and before the lock is wanted. */
enum status desk_bundle_unpack(const char *folder, const char *path, const struct desk_doing *doing,
                               struct arena *arena, struct exchange_bundle *ret,
                               struct error *error);
/* Makes the review of it, with its history, and what is known of its evidence. */
enum status desk_bundle_save(struct desk *desk, const struct exchange_bundle *bundle,
                             uint32_t *ret_number, struct error *error);

/* ---- reading ---- */

/* Settled times and anchors (may be NULL) of the review on the desk. */
enum status desk_settle(struct desk *desk, struct review_settled *settled,
                        struct review_bounds *bounds, struct error *error);
/* The graph of its conditions. */
enum status desk_causes(struct desk *desk, struct review_causes *ret, struct error *error);
/* Looks at the texts of one entry, or all (NULL), as review_guard does, by the settings that hold
 * for the workspace and with what the review knows. */
enum status desk_guard(struct desk *desk, const struct review_entry *only, review_guard_sink *sink,
                       void *context, size_t *ret_asked, struct error *error);
/* What reviews say together (`of` NULL: all of them); today is the author's day. */
enum status desk_stats(struct desk *desk, const struct stats_of *of, struct stats *ret,
                       struct error *error);
/* Appends the lines of both texts that differ, "- old" and "+ new", in order, made visible. A
 * longest common subsequence (J. W. Hunt and M. D. McIlroy, "An algorithm for differential file
 * comparison", 1976, in its plain quadratic form); texts of very many lines differ as a whole. */
enum status desk_difference(struct text *out, struct span old, struct span new,
                            struct error *error);
/* "PM7" */
void desk_json_review(uint32_t number, struct json_writer *json);
/* An object with review, id, version and body. */
void desk_json(const struct desk *desk, const struct review_entry *entry, struct json_writer *json);

#endif
