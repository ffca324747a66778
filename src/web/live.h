/*
 * Texts that several people write at once. The server keeps plain text and a numbered log of
 * changes; a browser makes its change upon a number, and makes it anew when others were faster.
 *
 *   live_change.c  a change, from its JSON to the text that it makes
 *   live_runs.c    who wrote what
 *   live_flow.c    from the live text into the record, and back when a form was faster
 *   live.c         the addresses: open, push, pull
 *   live_here.c    who is here, and who wrote what
 *
 * Changes are written as @codemirror/state writes a ChangeSet: [5,[2,"x"],[0,"","y"]] keeps five,
 * replaces two by x, and puts a line break and y in. Places count UTF-16 code units.
 */
#ifndef WEB_LIVE_H
#define WEB_LIVE_H

#include "web/server.h"

enum {
    LIVE_TEXT = 1 << 20,         /* bytes of one text */
    LIVE_UPDATES = 200,          /* changes in one push */
    LIVE_SINCE = STORE_PAGE_MAX, /* changes in one answer; the rest is asked for */
    LIVE_CLIENT = 64,            /* bytes of the name that an editor gives itself */
    LIVE_LOG = 4096,             /* changes that are kept, for those who were away */
    LIVE_QUIET_SECONDS = 3,      /* without a change: it becomes part of the record */
    LIVE_AGAIN_SECONDS = 60,     /* what could not is tried again */
};

/* ---- one change (pure) ---- */

struct live_part {
    size_t keep, drop; /* UTF-16 code units */
    size_t units;      /* of insert */
    struct span insert;
};
struct live_change {
    struct live_part *parts;
    size_t count;
};
/* Reads a change that a browser sent; BAD_INPUT says what is wrong with it. */
enum status live_change_read(const struct value *json, struct arena *arena, struct live_change *ret,
                             struct error *error);
/* Appends what the change makes of a text. BAD_INPUT when it was made upon another text, or cuts a
 * character in half; LIMIT over LIVE_TEXT. */
enum status live_change_apply(const struct live_change *change, struct span text, struct text *out,
                              struct error *error);
/* The change that makes `to` of `from`: one run, cut at whole characters. Appends JSON. */
void live_change_between(struct span from, struct span to, struct text *out);
size_t live_units(struct span text); /* UTF-16 code units */
/* Half a character, written as an escape: JSON can say it, UTF-8 cannot. */
bool live_has_half(struct span json);

/* ---- who wrote what (pure) ---- */

struct live_run {
    size_t units;
    uint32_t account; /* 0: it was there before */
};
struct live_runs {
    struct live_run *at; /* owned; free() */
    size_t count, room;
};
enum status live_runs_apply(struct live_runs *runs, const struct live_change *change,
                            uint32_t account, struct error *error);
/* "[[12,0],[3,7]]" */
void live_runs_write(const struct live_runs *runs, struct text *out);
enum status live_runs_read(struct span json, struct arena *arena, struct live_runs *ret,
                           struct error *error);
/* Those of a text as it is now. */
enum status live_runs_now(struct store *store, const struct store_live_place *place,
                          const struct store_live *live, struct arena *arena, struct live_runs *ret,
                          struct error *error);

/* ---- into the record ---- */

/* Where a live text and its entry stand to each other. */
struct live_standing {
    bool ahead;           /* something was written that is not in the record yet */
    bool differs;         /* and the entry's field was changed otherwise meanwhile */
    uint32_t version;     /* of the entry now */
    const char *recorded; /* the field as it is there; never NULL */
};
struct live_work {
    struct web_server *server;
    struct store *store;
    struct arena *arena;
    instant now;
};
/* Brings both together: what was written goes into the record, or what a form wrote into the live
 * text. Where both changed, nothing happens unless `agreed` is the version that somebody looked at.
 * NOT_FOUND when the entry was taken out. */
enum status live_settle(const struct live_work *work, const struct store_live_place *place,
                        uint32_t agreed, struct live_standing *ret, struct error *error);
/* All texts of a review (0: of all); what cannot stays as it is, and is told in place. */
void live_settle_all(struct web_server *server, struct store *store, uint32_t review, instant now);
/* Those that have been quiet for a while; for the server's clock. */
void live_tick(struct web_server *server, struct store *store);
/* Tells those who have it open; `state` is one of "changed", "saved", "differs", "refused". */
void live_tell(struct web_server *server, const struct store_live_place *place, const char *state,
               uint64_t number, const char *words);
/* The text that a request's path names: {review}, {entry}, {field}. NOT_FOUND as for anything. */
enum status live_place_of(struct web_request *request, struct store_live_place *ret,
                          struct error *error);
/* The field of this name when it is a text that people write; else NULL. */
const struct review_field *live_field(struct review_id entry, struct span name);

#endif
