/*
 * What the files share that keep things for the server.
 *
 *   kept.c                       statements with their values; the tables and their seals
 *   accounts.c, tickets.c, sessions.c, tokens.c, members.c    the face accounts.h
 *   audit.c                      who did what, in a chain
 *   answers.c, live.c, live_log.c, pulse.c                    the face live.h
 *   verify_kept.c, repair_kept.c care
 */
#ifndef STORE_SQLITE_KEPT_H
#define STORE_SQLITE_KEPT_H

#include "store/sqlite/checking.h"

/* table, columns behind id, whether a repair may take a row that is damaged here from a backup:
 * what ends a right must not be undone by that */
#define KEPT_TABLES(X)                                                                             \
    X(account, "login, name, password, reach, administrator, closed, created, changed", true)      \
    X(ticket, "token, purpose, account, reach, administrator, given_by, created, expires", false)  \
    X(session, "token, account, created, used, agent, form_token", false)                          \
    X(token, "secret, account, name, writes, revoked, created, used, expires", false)              \
    X(member, "review, account, parts, person", true)                                              \
    X(claim, "content, review", true)                                                              \
    X(answer, "account, key, request, made, http, body", false)                                    \
    X(live,                                                                                        \
      "review, kind, number, field, base, changes, kept, flowed, flowed_at, changed, text, "       \
      "ranges",                                                                                    \
      true)                                                                                        \
    X(live_change, "live, number, account, client, body, at", true)                                \
    X(audit, "at, account, name, what, about, refused, source, link, last, times", true)           \
    X(pulse, "whole, record, people, live, audit", true)

enum kept_table {
#define X(name, columns, backed) KEPT_##name,
    KEPT_TABLES(X)
#undef X
        KEPT_COUNT
};

/* Statements of one table. */
struct kept_spec {
    const char *name;
    const char *seal;   /* of the row ?1 */
    const char *faulty; /* ids of rows that do not match their seal */
    const char *all;    /* id, columns, seal, and whether it matches, by id */
    const char *one;    /* the same, of the row ?1 */
    const char *put;    /* id, columns, seal */
    bool backed;
};
extern const struct kept_spec kept_specs[KEPT_COUNT];

/* The SQL function `seal`. */
enum status store_kept_connect(struct store *store, struct error *error);
/* BUSY when the workspace is of an older schema. */
enum status store_has_kept(const struct store *store, struct error *error);
/* As store_enter, for a change of these tables. */
enum status store_enter_kept(struct store *store, struct scope *scope, struct error *error);

/* ---- statements with their values ---- */

struct bound {
    enum { BOUND_NUMBER, BOUND_TEXT, BOUND_BLOB } type;
    bool null;
    int64_t number;
    struct span bytes; /* borrowed until the statement is done */
};
static inline struct bound bound_number(int64_t number)
{
    return (struct bound){.number = number};
}
static inline struct bound bound_id(uint64_t id) /* 0 is NULL */
{
    return (struct bound){.number = (int64_t)id, .null = id == 0};
}
static inline struct bound bound_instant(instant at)
{
    return (struct bound){.number = at, .null = at == INSTANT_NONE};
}
static inline struct bound bound_span(struct span text)
{
    return (struct bound){.type = BOUND_TEXT, .bytes = {text.at ? text.at : "", text.len}};
}
static inline struct bound bound_text(const char *text)
{
    return bound_span(span_of(text));
}
static inline struct bound bound_hash(const struct sha256 *hash)
{
    return (struct bound){.type = BOUND_BLOB,
                          .bytes = {(const char *)hash->bytes, sizeof hash->bytes}};
}
#define BOUND(...)                                                                                 \
    (const struct bound[]){__VA_ARGS__},                                                           \
        sizeof((const struct bound[]){__VA_ARGS__}) / sizeof(struct bound)

enum status store_ask(struct store *store, const char *sql, const struct bound *bounds,
                      size_t count, sqlite3_stmt **ret, struct error *error);
/* For a statement that gives no rows. */
enum status store_do(struct store *store, const char *sql, const struct bound *bounds, size_t count,
                     struct error *error);
/* The first row of a statement, which it gives back; NOT_FOUND with `missing`. */
enum status store_one(struct store *store, sqlite3_stmt *statement, struct arena *arena,
                      void (*take)(struct row *row, void *item), void *item, const char *missing,
                      struct error *error);
enum status store_seal(struct store *store, enum kept_table table, uint64_t id,
                       struct error *error);
/* The row that was put in last. */
enum status store_seal_new(struct store *store, enum kept_table table, uint64_t *ret_id,
                           struct error *error);

static inline int64_t kept_most(size_t most)
{
    return most && most < STORE_PAGE_MAX ? (int64_t)most : STORE_PAGE_MAX;
}

/* A text cut to a line's length between characters, without what drives a terminal. */
struct line {
    char text[STORE_LINE_MAX + 8];
};
const char *store_line(const char *text, struct line *line);

/* ---- audit.c ---- */

/* Within the transaction of what it tells of. */
enum status store_audit_done(struct store *store, const struct store_actor *actor, const char *what,
                             struct error *error, const char *about, ...)
    __attribute__((format(printf, 5, 6)));
struct audit_row {
    uint64_t id;
    struct store_audit told;
    struct sha256 link;
    bool lost;
};
void store_audit_take(struct row *row, void *item); /* columns as AUDIT_COLUMNS */
#define AUDIT_COLUMNS "id, at, account, name, what, about, refused, source, last, times, link"
enum status store_audit_link(const struct sha256 *before, const struct store_audit *told,
                             struct sha256 *ret, struct error *error);
#define STORE_AUDIT_LOST "lost" /* stands for a row that was lost, and its link is not known */

/* ---- accounts.c ---- */

#define ACCOUNT_COLUMNS                                                                            \
    "a.id, a.login, a.name, a.password, a.reach, a.administrator, a.closed, a.created, a.changed"
struct store_account store_account_take(struct row *row, int column);
enum status store_has_account(struct store *store, uint32_t id, struct error *error);

/* ---- pulse.c ---- */

/* Says what this transaction changes. */
enum { STIR_RECORD = 1, STIR_PEOPLE = 2, STIR_LIVE = 4 };
enum status store_pulse_begin(struct store *store, struct error *error); /* its row */

/* ---- care ---- */

enum status store_verify_kept(struct checking *checking, struct error *error);
/* Into `to`, from what is sound in `here` (or, where that serves, `backup`); either may be NULL. */
enum status store_salvage_kept(struct store *here, struct store *backup, struct store *to,
                               struct checking *checking, struct error *error);

#endif
