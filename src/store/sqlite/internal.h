/*
 * What the files of the SQLite store share.
 *
 *   open.c         connections and prepared statements
 *   rows.c         from SQLite's rows into an arena
 *   migrate.c      the schema
 *   transaction.c  the lock, begin and commit
 *   head.c         the file that says what was acknowledged
 *   chain.c        hashes, the log and its chain
 *   table_row.c    a row of a table as a body of the log, and back
 *   evidence.c, read.c                 captures, sources, clocks
 *   change.c, undo.c, import.c         writing reviews
 *   derive.c, rebuild.c                what follows from the log
 *   reviews.c, history.c, find.c, across.c, summaries.c   reading
 *   verify*.c, backup.c, repair*.c     care
 *
 * What is kept for the server is told of in kept.h.
 */
#ifndef STORE_SQLITE_INTERNAL_H
#define STORE_SQLITE_INTERNAL_H

#include "store/store.h"

#include <sqlite3.h>

enum {
    STORE_SCHEMA_RECORD = 2,
    STORE_SCHEMA_KEPT = 3,
    STORE_KEPT_MAX = 200,
    STORE_PATH_MAX = 4096
};

/* The end of the log. */
struct position {
    uint64_t change, seq; /* 0: empty */
    struct sha256 link;   /* zeros for 0 */
};

struct head {
    uint64_t change;
    struct sha256 link;
};
struct heads {
    struct head slots[2];
    bool sound[2];
};

struct store {
    sqlite3 *db;
    char *folder, *path; /* owned */
    bool for_changes;
    int schema;
    int lock;     /* held from begin to commit; else -1 */
    int head;     /* file of the same time; else -1 */
    bool begun;   /* a transaction is open */
    bool stopped; /* a write did not reach the disk for certain: no more of them */
    int wal_frames;
    duration patience;  /* longest wait for other writers */
    unsigned stirs;     /* what the transaction changes, beside the log: STIR_... */
    int64_t changes;    /* of rows, at its begin */
    struct heads heads; /* as they were at begin */
    struct position was, now;
    struct {
        const char *sql; /* borrows a literal, which also is its key */
        sqlite3_stmt *statement;
    } kept[STORE_KEPT_MAX];
    size_t kept_count;
};

/* ---- open.c ---- */

/* A store that is connected to nothing yet. */
enum status store_start(const char *workspace, struct store **ret, struct error *error);
enum status store_connect(struct store *store, const char *path, int flags, struct error *error);
/* SQLite's result code as a status; the sentence names `what` was being done. A write that did not
 * reach the disk stops all later ones of this store. */
enum status store_fail(struct store *store, int code, const char *what, struct error *error);
enum status store_run(struct store *store, const char *sql, struct error *error);
/* A statement that is kept for the next time: `sql` is a literal, in use once at a time. */
enum status store_prepare(struct store *store, const char *sql, sqlite3_stmt **ret,
                          struct error *error);
void store_done(sqlite3_stmt *statement); /* gives it back; NULL is fine */
/* Steps a statement that gives no rows, and gives it back. */
enum status store_finish(struct store *store, sqlite3_stmt *statement, struct error *error);
/* Steps a statement that gives at most one integer; *ret stays as it is when it gives none. */
enum status store_number(struct store *store, sqlite3_stmt *statement, int64_t *ret,
                         struct error *error);
/* BUSY with what to do when the workspace is of an older schema than the record. */
enum status store_has_record(const struct store *store, struct error *error);

/* ---- rows.c ---- */

/* A row on its way from SQLite into an arena: remembers the first failure. */
struct row {
    sqlite3_stmt *statement;
    struct arena *arena;
    enum status status;
    struct error *error;
};
const char *row_bytes(struct row *row, int column); /* never NULL */
const char *row_bytes_or_null(struct row *row, int column);
struct span row_span(struct row *row, int column); /* at NULL for NULL */
struct sha256 row_hash(struct row *row, int column);
void row_damaged(struct row *row, const char *what);
/* All rows of a bound statement as a list in `arena`, and gives the statement back; `take` fills
 * one item of `size` bytes. */
enum status store_rows(struct store *store, sqlite3_stmt *statement, struct arena *arena,
                       size_t size, void (*take)(struct row *row, void *item), void **ret,
                       size_t *ret_count, struct error *error);
void store_bind_instant(sqlite3_stmt *statement, int column, instant at);
instant store_column_instant(sqlite3_stmt *statement, int column);
/* What is bound is borrowed until the statement is done: no copy that could fail and leave NULL. */
void store_bind_hash(sqlite3_stmt *statement, int column, const struct sha256 *hash);
void store_bind_bytes(sqlite3_stmt *statement, int column, const char *text); /* as a blob */
void store_bind_text(sqlite3_stmt *statement, int column, const char *text);  /* NULL is "" */
void store_bind_span(sqlite3_stmt *statement, int column, struct span text);  /* NULL is NULL */
void store_bind_id(sqlite3_stmt *statement, int column, uint64_t id);         /* 0 is NULL */

/* ---- migrate.c ---- */

/* Brings the schema up to date, one transaction a migration, with the lock held. */
enum status store_migrate(struct store *store, struct error *error);
/* A schema alone in an empty database, without a first change. */
enum status store_schema_make(struct store *store, int schema, struct error *error);
/* TOO_NEW when a newer program wrote it; *ret_version is the schema's number. */
enum status store_schema_version(struct store *store, int *ret_version, struct error *error);
int store_schema_newest(void);

/* ---- transaction.c ---- */

enum status store_lock(struct store *store, struct error *error);
void store_unlock(struct store *store);
/* What a call does is one transaction of its own, or a part of the caller's that can be taken back
 * alone. Leave gives `status`, or the failure of the commit. */
struct scope {
    bool own;
    struct position was;
};
enum status store_enter(struct store *store, struct scope *scope, struct error *error);
enum status store_leave(struct store *store, const struct scope *scope, enum status status,
                        struct error *error);

/* ---- pulse.c ---- */

/* Before the commit: moves the numbers that tell of changes, when there were any. */
enum status store_pulse_move(struct store *store, struct error *error);

/* ---- head.c ---- */

enum status store_heads_read(const char *workspace, struct heads *ret, struct error *error);
/* The newest sound slot, or NULL. */
const struct head *store_heads_newest(const struct heads *heads);
/* Writes both slots: for a workspace that begins, and after a repair. */
enum status store_heads_reset(const char *workspace, const struct position *position,
                              struct error *error);
/* DAMAGED when there is a head of a log that the database does not have at all. */
enum status store_head_without_log(struct store *store, struct error *error);
/* Opens the head for the transaction and compares it with the database. */
enum status store_head_begin(struct store *store, struct error *error);
enum status store_head_write(struct store *store, struct error *error);
/* DAMAGED when the database holds less, or other, than what was acknowledged. */
enum status store_head_compare(struct store *store, const struct heads *heads,
                               const struct position *position, struct error *error);

/* ---- chain.c ---- */

struct log_row {
    uint64_t seq, change;
    uint32_t review; /* 0: a row of a table */
    const char *kind;
    uint64_t number;
    uint32_t version;
    struct span body; /* at NULL: taken out */
    struct sha256 hash;
};
struct change_row {
    uint64_t id;
    instant at;
    const char *by, *why, *sort;
    uint32_t review; /* 0: none */
    uint64_t undoes; /* 0: nothing */
    struct sha256 link;
};
#define STORE_CHANGE_COLUMNS "id, at, author, why, sort, review, undoes, link"
#define STORE_LOG_COLUMNS    "seq, change, review, kind, number, version, body, hash"
enum status store_put_log_row(struct store *store, const struct log_row *row, struct error *error);
enum status store_put_change_row(struct store *store, const struct change_row *row,
                                 struct error *error);
/* One field of what is hashed. */
void store_hash_number(struct text *out, uint64_t value);
void store_hash_bytes(struct text *out, struct span bytes); /* at NULL: nothing */
/* Hash of a row over all its other fields. */
enum status store_log_hash(const struct log_row *row, struct sha256 *ret, struct error *error);
/* Link of a change: over the link before it, its fields, and the hashes of its rows in order. */
enum status store_link(const struct sha256 *before, const struct change_row *change,
                       struct span hashes, struct sha256 *ret, struct error *error);
enum status store_position(struct store *store, struct position *ret, struct error *error);
/* A change being written: rows first, then the change itself, which closes over them. */
struct writing {
    struct change_row row;
    uint64_t before; /* seq of the last row of earlier changes */
    struct text hashes;
};
/* `sort`: begin, collect, clock, new, edit, undo, import, past (a change that an import brought).
 */
void store_change_start(struct store *store, const char *sort, const struct store_author *author,
                        struct writing *ret);
/* Fills in seq, change and hash. */
enum status store_log(struct store *store, struct writing *writing, struct log_row *row,
                      struct error *error);
/* Closes the change (without rows nothing is written) and releases `writing`. With `status` not OK
 * it only releases and gives that status. */
enum status store_change_end(struct store *store, struct writing *writing, enum status status,
                             struct error *error);

/* ---- table_row.c ---- */

/* Logs the row as it is now. */
enum status store_log_table_row(struct store *store, struct writing *writing, const char *kind,
                                uint64_t number, struct error *error);
/* Logs all rows of a schema that had no log. */
enum status store_log_tables(struct store *store, struct error *error);
/* Puts a logged row into its table. */
enum status store_table_restore(struct store *store, const struct log_row *row,
                                struct error *error);

/* ---- change.c ---- */

/* The newest version of an entry. version 0: there is none. Strings live in `arena`. */
struct current {
    uint64_t seq;
    uint32_t version;
    struct span body; /* at NULL: taken out */
    const char *by;
    instant at;
};
enum status store_current(struct store *store, uint32_t review, struct review_id id,
                          struct arena *arena, struct current *ret, struct error *error);
/* Applies edits within a change of one review. */
enum status store_write(struct store *store, struct writing *writing, uint32_t review,
                        const struct store_edit *edits, size_t count, size_t *ret_stale,
                        struct error *error);
enum status store_add_review(struct store *store, const char *uid, struct writing *writing,
                             uint32_t *ret_number, struct error *error);
enum status store_has_review(struct store *store, uint32_t review, struct error *error);
/* A kind as the log has it; REVIEW_KIND_COUNT for those of tables. */
enum review_kind store_kind(const char *name);

/* ---- derive.c ---- */

/* What follows from the newest version of an entry: `row` is in the log, `before` its predecessor's
 * seq or 0, `entry` its body or NULL. */
enum status store_derive_entry(struct store *store, const struct log_row *row, uint64_t before,
                               const struct review_entry *entry, struct error *error);
/* The columns of a review for lists after a change at a time; `own` is PM0 when it changed, else
 * NULL. */
enum status store_derive_review(struct store *store, uint32_t review,
                                const struct change_row *change, const struct review_review *own,
                                struct error *error);

/* ---- summaries.c ---- */

/* The summary of a review as it is now, as JSON. */
enum status store_summary_make(struct store *store, uint32_t review, struct text *out,
                               struct error *error);

/* ---- rebuild.c ---- */

/* Makes everything that follows from the log of `from` in `to`, whose tables are empty (the two may
 * be one store). */
enum status store_replay(struct store *from, struct store *to, struct error *error);

#endif
