/*
 * What the store keeps for the server: who may sign in, what they may see, who did what, and texts
 * that several people are writing. All of it stays in this workspace: a bundle never holds it.
 *
 * Secrets are never stored: of a token the SHA-256, of a password an opaque string that the caller
 * made. Each call is a transaction of its own, or a part of the one that store_begin opened. Every
 * change of accounts, tickets, sessions, tokens, members and claims writes its row in the audit in
 * the same transaction. Lists go by a cursor: the last id or number that the caller has, 0 at the
 * beginning; at most STORE_PAGE_MAX rows a call. Strings that are given live in `arena`.
 */
#ifndef STORE_ACCOUNTS_H
#define STORE_ACCOUNTS_H

#include "review/review.h"

struct store;

enum {
    STORE_PAGE_MAX = 500,
    STORE_LOGIN_MAX = 64,            /* bytes */
    STORE_LINE_MAX = 300,            /* names, addresses, programs: longer ones are cut */
    STORE_PASSWORD_MAX = 512,        /* of the hash */
    STORE_ANSWER_MAX = 64 << 10,     /* body of an answer that is kept for a repeat */
    STORE_LIVE_TEXT_MAX = 4 << 20,   /* a text being written */
    STORE_LIVE_CHANGE_MAX = 1 << 20, /* JSON of one change of it */
};

/* Who does something, and from where; for the audit. */
struct store_actor {
    uint32_t account; /* 0: none, as on the command line */
    const char *name; /* then a name; may be NULL */
    const char *from; /* network address; may be NULL */
    instant at;
};

/* ---- accounts ---- */

enum store_reach { STORE_REACH_TEAM, STORE_REACH_COMPANY };
struct store_account {
    uint32_t id;
    const char *login;    /* lower case */
    const char *name;     /* as shown */
    const char *password; /* opaque hash; "": cannot sign in by password */
    enum store_reach reach;
    bool administrator, closed;
    instant created, changed;
};

/* Folds a login name to lower case: letters a-z, digits, and . _ - + @ behind the first. BAD_INPUT
 * says what may stand in one. */
enum status store_login(struct span login, char out[STORE_LOGIN_MAX + 1], struct error *error);
/* By id. */
enum status store_accounts(struct store *store, uint32_t after, size_t most, struct arena *arena,
                           struct store_account **ret, size_t *ret_count, struct error *error);
enum status store_account_get(struct store *store, uint32_t id, struct arena *arena,
                              struct store_account *ret, struct error *error);
enum status store_account_named(struct store *store, struct span login, struct arena *arena,
                                struct store_account *ret, struct error *error);
/* Is there one that is open and may administrate? */
enum status store_has_administrator(struct store *store, bool *ret, struct error *error);
/* BUSY when the login name is taken. id and instants of `account` do not matter. */
enum status store_account_add(struct store *store, const struct store_actor *actor,
                              const struct store_account *account, uint32_t *ret_id,
                              struct error *error);
/* As `account` is from now on; login and password NULL stay. Closing ends its sessions, tokens and
 * tickets. BUSY when it would take away the last administrator, or the login name is taken. */
enum status store_account_change(struct store *store, const struct store_actor *actor,
                                 const struct store_account *account, struct error *error);

/* ---- tickets: links that work once ---- */

enum store_ticket_purpose { STORE_TICKET_FIRST, STORE_TICKET_INVITE, STORE_TICKET_RESET };
struct store_ticket {
    uint64_t id;
    enum store_ticket_purpose purpose;
    uint32_t account;       /* it is for; 0: one that is yet to be made */
    enum store_reach reach; /* of that one */
    bool administrator;     /* likewise */
    uint32_t by;            /* account that gave it, or 0 */
    instant created, expires;
};
enum status store_ticket_add(struct store *store, const struct store_actor *actor,
                             const struct sha256 *token, const struct store_ticket *ticket,
                             uint64_t *ret_id, struct error *error);
/* NOT_FOUND when it is unknown, used, taken back or expired. */
enum status store_ticket_look(struct store *store, const struct sha256 *token, instant now,
                              struct store_ticket *ret, struct error *error);
/* The same, and uses it: exactly one of many takers gets it. With store_begin before and the new
 * account behind it, a failure of either leaves the ticket as it was. */
enum status store_ticket_take(struct store *store, const struct store_actor *actor,
                              const struct sha256 *token, struct store_ticket *ret,
                              struct error *error);
/* Those that still work. */
enum status store_tickets(struct store *store, uint64_t after, size_t most, instant now,
                          struct arena *arena, struct store_ticket **ret, size_t *ret_count,
                          struct error *error);
enum status store_ticket_drop(struct store *store, const struct store_actor *actor, uint64_t id,
                              struct error *error);

/* ---- sessions ---- */

struct store_limits {
    duration idle, absolute; /* a session ends when one of them is over */
};
struct store_session {
    uint64_t id;
    uint32_t account;
    instant created, used; /* `used` is written at most once a minute */
    const char *agent;     /* as the browser called itself, cut to a line */
    char form_token[65];   /* random: what forms of this session carry */
};
enum status store_session_add(struct store *store, const struct store_actor *actor,
                              const struct sha256 *token, uint32_t account, const char *agent,
                              struct store_session *ret, struct error *error);
/* With its account; NOT_FOUND when it ended or the account is closed. Does not wait for writers: a
 * minute's note of use that finds somebody writing is left for the next call. */
enum status store_session_find(struct store *store, const struct sha256 *token,
                               const struct store_limits *limits, instant now, struct arena *arena,
                               struct store_session *ret, struct store_account *ret_account,
                               struct error *error);
/* Of one account, newest first, at most STORE_PAGE_MAX. */
enum status store_sessions(struct store *store, uint32_t account, const struct store_limits *limits,
                           instant now, struct arena *arena, struct store_session **ret,
                           size_t *ret_count, struct error *error);
/* One of this account, by id. */
enum status store_session_end(struct store *store, const struct store_actor *actor,
                              uint32_t account, uint64_t id, struct error *error);
/* All of it but `keep` (0: all). */
enum status store_sessions_end(struct store *store, const struct store_actor *actor,
                               uint32_t account, uint64_t keep, struct error *error);

/* ---- tokens for programs ---- */

struct store_token {
    uint64_t id;
    uint32_t account;
    const char *name;
    bool writes; /* else it only reads */
    bool revoked;
    instant created, used, expires; /* INSTANT_NONE: never */
};
enum status store_token_add(struct store *store, const struct store_actor *actor,
                            const struct sha256 *secret, const struct store_token *token,
                            uint64_t *ret_id, struct error *error);
enum status store_token_find(struct store *store, const struct sha256 *secret, instant now,
                             struct arena *arena, struct store_token *ret,
                             struct store_account *ret_account, struct error *error);
enum status store_tokens(struct store *store, uint32_t account, uint64_t after, size_t most,
                         struct arena *arena, struct store_token **ret, size_t *ret_count,
                         struct error *error);
enum status store_token_revoke(struct store *store, const struct store_actor *actor,
                               uint32_t account, uint64_t id, struct error *error);

/* ---- members of a review, and its own evidence ---- */

struct store_member {
    uint32_t review, account;
    uint32_t parts;  /* mask 1 << word of review_words_part */
    uint32_t person; /* number of the entry P... that it stands for; 0: none */
};
/* One; parts 0 when it is no member. */
enum status store_member_get(struct store *store, uint32_t review, uint32_t account,
                             struct store_member *ret, struct error *error);
enum status store_members(struct store *store, uint32_t review, uint32_t after, size_t most,
                          struct arena *arena, struct store_member **ret, size_t *ret_count,
                          struct error *error);
enum status store_memberships(struct store *store, uint32_t account, uint32_t after, size_t most,
                              struct arena *arena, struct store_member **ret, size_t *ret_count,
                              struct error *error);
/* Parts 0 takes it out. */
enum status store_member_set(struct store *store, const struct store_actor *actor,
                             const struct store_member *member, struct error *error);

/* A content that a review holds as its own; one without any claim is the workspace's. */
struct store_claim {
    uint64_t id;
    struct sha256 content;
    uint32_t review;
};
/* Fine when it is there already. */
enum status store_claim_add(struct store *store, const struct store_actor *actor,
                            const struct sha256 *content, uint32_t review, struct error *error);
/* All, or those of one content (may be NULL), or of one review (0: all). */
enum status store_claims(struct store *store, const struct sha256 *content, uint32_t review,
                         uint64_t after, size_t most, struct arena *arena, struct store_claim **ret,
                         size_t *ret_count, struct error *error);

/* ---- the audit ---- */

struct store_audit {
    uint64_t id;
    uint32_t account; /* 0: none, or not known */
    const char *name, *what, *about, *from;
    bool refused;
    instant at, last; /* last: of those that were added up */
    uint64_t times;   /* refusals that are alike within a minute are one row */
};
/* `what` is a short stable word, as in "sign-in". Of refusals without end only so many become rows:
 * of one address 60 an hour, of all 1,000; then they add to a row about "and others". */
enum status store_audit_add(struct store *store, const struct store_actor *actor, const char *what,
                            const char *about, bool refused, struct error *error);
/* Newest first: those before an id (0: from the end). */
enum status store_audits(struct store *store, uint64_t before, size_t most, struct arena *arena,
                         struct store_audit **ret, size_t *ret_count, struct error *error);

#include "store/live.h"

#endif
