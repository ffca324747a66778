/*
 * A spool: where the bytes of a file that grows, or of a pipe, lie safely until they are captures.
 *
 * In the workspace's folder `following/`, for each stream:
 *
 *   ID.lock        held by who follows it
 *   ID.about       what it is, and FROM: how much of it is in captures or in earlier parts
 *   ID.FROM.part   its bytes from there on, only ever appended to
 *
 * The order of writing, so that a kill at any moment loses no byte that was synced and doubles
 * none: a part is cut by (1) a new part with what is behind the cut, (2) `about` with the new FROM,
 * both replaced atomically, (3) the old part shortened. Parts before FROM are done and wait to be
 * collected; a part behind FROM is left of a cut that came no further than (1), its bytes are in
 * the part before it.
 */
#ifndef DESK_SPOOL_H
#define DESK_SPOOL_H

#include "base/base.h"

enum {
    SPOOL_PATH_MAX = 4096,
    SPOOL_ID_MAX = 64,
    SPOOL_TAIL = 64,
};

struct spool {
    char folder[SPOOL_PATH_MAX - 128]; /* WORKSPACE/following */
    char id[SPOOL_ID_MAX];
    const char *origin, *name; /* borrowed, or owned once read from `about` */
    char *kept;                /* what owns them then */
    int lock, fd;              /* fd -1 while nothing came since FROM */
    uint64_t from, size;       /* where the part begins, and its bytes */
    uint64_t safe;             /* of them on disk for certain */
    char tail[SPOOL_TAIL];     /* the last bytes of the stream, or of what is known of it */
    size_t tail_len;
    bool resumed; /* it was there, and goes on where it ended */
};

/* Opens or makes it. `origin` NULL: it has to be there, NOT_FOUND otherwise. BUSY when another
 * process follows it. */
enum status spool_open(const char *workspace, const char *id, const char *origin, const char *name,
                       struct spool *ret, struct error *error);
/* Where the bytes since FROM are. */
void spool_part_path(const struct spool *spool, char out[SPOOL_PATH_MAX]);
enum status spool_add(struct spool *spool, struct span bytes, struct error *error);
/* What was added is on disk when this returns OK. */
enum status spool_sync(struct spool *spool, struct error *error);
/* The first `len` bytes become a part that is done; the stream goes on behind them. */
enum status spool_cut(struct spool *spool, uint64_t len, struct error *error);
/* The oldest part that is done: its path, and where it begins. NOT_FOUND when there is none. */
enum status spool_done(const struct spool *spool, char path[SPOOL_PATH_MAX], uint64_t *ret_from,
                       struct error *error);
/* The stream begins again at 0: its file was emptied. Nothing may be left in it. */
enum status spool_restart(struct spool *spool, struct error *error);
/* Closes; `forget` removes what tells where to go on, and nothing may be left then. */
void spool_close(struct spool *spool, bool forget);

/* The ids of all streams, in byte order. */
enum status spool_list(const char *workspace,
                       enum status (*each)(void *context, const char *id, struct error *error),
                       void *context, struct error *error);

#endif
