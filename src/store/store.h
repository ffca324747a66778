/*
 * The face of store/: what a workspace remembers, in `postmortem.db` (SQLite, write-ahead log,
 * synchronous FULL: what a call has returned OK for survives kill -9 and power loss).
 *
 * Evidence itself lies in the depot; here is who collected it, when and from where, and what people
 * said about its clocks. One writer at a time; a second one gets BUSY.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "evidence/evidence.h"

struct store; /* one thread at a time */

/* Creates the database in an existing folder; BUSY when there is one. */
enum status store_create(const char *workspace, struct error *error);
/* Opens for reading, or for changes (takes the workspace's write lock, migrates forward). NOT_FOUND
 * when it is no workspace; TOO_NEW, untouched, when a newer program wrote it. */
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
/* SQLite's own checks, and that every row is readable. DAMAGED with what is wrong. */
enum status store_verify(struct store *store, struct error *error);
/* Version of the SQLite library in use; refuses those that can lose committed data. */
enum status store_library(const char **ret_version, struct error *error);

#endif
