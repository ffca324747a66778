/*
 * A part of the face of store/: what the server needs while people work. Answers that are kept for
 * a repeat of a request, texts that several write at once, and what has changed.
 */
#ifndef STORE_LIVE_H
#define STORE_LIVE_H

#include "store/accounts.h"

/* ---- requests that may come twice ---- */

struct store_answer {
    bool first;       /* nobody has answered this key: do it, then store_key_answer */
    int http;         /* else what was answered */
    struct span body; /* likewise */
};
/* Takes a key of an account, for 24 hours. BUSY while the first request with it runs (one that has
 * no answer after a minute is taken to be gone); BAD_INPUT when it came with another request
 * (`request` is the hash of method, path and body). */
enum status store_key_take(struct store *store, uint32_t account, struct span key,
                           const struct sha256 *request, instant now, struct arena *arena,
                           struct store_answer *ret, struct error *error);
/* LIMIT when the body is over STORE_ANSWER_MAX. */
enum status store_key_answer(struct store *store, uint32_t account, struct span key, int http,
                             struct span body, instant now, struct error *error);
/* What the request did failed, and may be tried again. */
enum status store_key_drop(struct store *store, uint32_t account, struct span key,
                           struct error *error);
/* Takes out what time has ended: tickets, sessions, keys. For once an hour. */
enum status store_sweep(struct store *store, const struct store_limits *limits, instant now,
                        struct error *error);

/* ---- texts that several write at once ---- */

/* Which: one field of one entry. */
struct store_live_place {
    uint32_t review;
    struct review_id entry;
    const char *field;
};
struct store_live {
    uint32_t base;     /* version of the entry that it began from, or that it last became */
    uint64_t number;   /* of changes so far */
    uint64_t kept;     /* changes up to this number are no longer in the log */
    uint64_t flowed;   /* number when it was last put into the record */
    instant flowed_at; /* INSTANT_NONE: never */
    instant changed;
    struct span text;   /* UTF-8 */
    struct span ranges; /* who wrote what up to `kept`: JSON that the caller gave */
};
struct store_live_change {
    uint64_t number; /* 1, 2, 3, ... */
    uint32_t account;
    const char *client;
    struct span body; /* JSON */
    instant at;
};
/* The text as it is, or one that begins now with `text` from version `base`. */
enum status store_live_open(struct store *store, const struct store_live_place *place,
                            uint32_t base, struct span text, instant now, struct arena *arena,
                            struct store_live *ret, struct error *error);
enum status store_live_get(struct store *store, const struct store_live_place *place,
                           struct arena *arena, struct store_live *ret, struct error *error);
/* Adds changes that were made upon `number`, and the text that they make of it. BUSY when others
 * were faster: store_live_since tells what to make them anew upon. Their own numbers follow. */
enum status store_live_append(struct store *store, const struct store_live_place *place,
                              uint64_t number, const struct store_live_change *changes,
                              size_t count, struct span text, uint64_t *ret_number,
                              struct error *error);
/* Changes after `number`, oldest first. BUSY when the log no longer reaches back so far: take the
 * whole text. */
enum status store_live_since(struct store *store, const struct store_live_place *place,
                             uint64_t number, size_t most, struct arena *arena,
                             struct store_live_change **ret, size_t *ret_count,
                             struct error *error);
/* The text as of `number` is version `base` of the entry now. */
enum status store_live_flowed(struct store *store, const struct store_live_place *place,
                              uint64_t number, uint32_t base, instant now, struct error *error);
/* Drops the log up to `number`. */
enum status store_live_compact(struct store *store, const struct store_live_place *place,
                               uint64_t number, struct span ranges, struct error *error);
enum status store_live_delete(struct store *store, const struct store_live_place *place,
                              struct error *error); /* fine when there is none */
struct store_live_place_known {
    uint64_t id;
    struct store_live_place place;
    uint64_t number, flowed;
    instant changed;
};
/* Which there are, of one review or (0) of all. */
enum status store_lives(struct store *store, uint32_t review, uint64_t after, size_t most,
                        struct arena *arena, struct store_live_place_known **ret, size_t *ret_count,
                        struct error *error);

/* ---- what has changed ---- */

/* Numbers that differ after any change that is committed, by whatever process; the same for all who
 * have the workspace open, and never the same again. */
struct store_pulse {
    uint64_t any;
    uint64_t record; /* reviews, evidence, clocks */
    uint64_t people; /* accounts, tickets, sessions, tokens, members, claims; not `used` */
    uint64_t live;
};
enum status store_pulse(struct store *store, struct store_pulse *ret, struct error *error);

enum { STORE_TOUCHED_MAX = 64 };
struct store_changed {
    uint64_t change;
    uint32_t review;  /* 0: evidence or a clock */
    const char *sort; /* "edit", "undo", "new", "collect", ... as the log has it */
    struct review_id *entries;
    size_t count; /* of them; at most STORE_TOUCHED_MAX */
    bool more;    /* it touched more than these */
};
/* The number of the last change; 0: there is none yet. */
enum status store_last_change(struct store *store, uint64_t *ret, struct error *error);
/* Changes after a number, oldest first. */
enum status store_changes_since(struct store *store, uint64_t after, size_t most,
                                struct arena *arena, struct store_changed **ret, size_t *ret_count,
                                struct error *error);

#endif
