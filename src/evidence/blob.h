/*
 * A blob is a content on its way into the depot: bytes go in, their hash is the name they get.
 *
 * What fits in the buffer touches no disk until it is stored, and not then when the depot has it
 * already. Larger contents go to a temporary file "tmp-..." that only becomes visible under its
 * hash when it is complete. They are hashed and written by two threads while the caller reads or
 * unpacks on, and the disk is told to begin early.
 */
#ifndef EVIDENCE_BLOB_H
#define EVIDENCE_BLOB_H

#include "evidence/depot.h"
#include "evidence/index.h"
#include "evidence/mill.h"
#include "evidence/relay.h"

#include <stdatomic.h>

enum {
    DEPOT_PATH_MAX = 4096,
    BLOB_BUFFER = RELAY_PIECE,
    /* Unpacked contents up to this size are hashed at every opening, so they need no fsync. */
    BLOB_CHECKED_MAX = 4 * 1024 * 1024,
    /* From this size on what is no archive is written past the system's cache: nobody reads it
     * before it is all there, and then from a disk, once. */
    BLOB_PAST_CACHE = 8 * 1024 * 1024,
};

struct evidence_depot {
    char *root;                /* the workspace, owned */
    atomic_uint_fast64_t next; /* number of the next temporary file */
};

enum blob_home {
    BLOB_CAPTURE, /* evidence/ab/cdef..., read-only, durable before blob_store returns */
    BLOB_CONTENT, /* index/ab/cdef....raw, derived */
};

struct blob_sync; /* a flush to the disk that is under way */

struct blob {
    struct evidence_depot *depot; /* borrowed */
    enum blob_home home;
    char *buffer;      /* owned; of a small blob, all of it, and the first bytes of a large one */
    char *filling;     /* the buffer, or a piece of the relay's: what has not been passed on */
    size_t used;       /* bytes in it */
    uint64_t size;     /* bytes added */
    uint64_t expected; /* what the size will be, if the caller knows and says so; else 0 */
    struct mill *mill; /* hashes and writes; NULL while the buffer holds everything */
    struct growing *growing; /* how far the temporary file is; NULL while there is none */
    struct sha256 hash;      /* valid after blob_end */
    bool ended;              /* no more bytes come */
    bool past_cache;         /* the temporary file is written past the system's cache */
    bool replace;            /* do not trust a file of this name and size that is there */
    bool known, decided;     /* whether the depot has it already; once that was looked at */
    struct span map;         /* of the temporary file, after blob_end of a large blob */
    int fd;                  /* of the temporary file; -1 while there is none */
    char *temporary;         /* its path, owned; NULL while there is none */
    struct blob_sync *sync;
};

enum status blob_begin(struct evidence_depot *depot, enum blob_home home, struct blob *ret,
                       struct error *error);
enum status blob_add(struct blob *blob, struct span bytes, struct error *error);
/* Instead of blob_add: *ret_room of *ret_len bytes (at least 1) is to be filled from its start,
 * then blob_grew says how far. */
enum status blob_room(struct blob *blob, char **ret_room, size_t *ret_len, struct error *error);
void blob_grew(struct blob *blob, size_t len);
/* No more bytes come. *ret_view is all of them, borrowed until blob_release. */
enum status blob_end(struct blob *blob, struct span *ret_view, struct error *error);
/* The first RELAY_PIECE bytes of it, or all, without touching the disk. */
struct span blob_head(const struct blob *blob);
/* Reads an ended blob without mapping it; borrows the blob and the view. */
struct evidence_reader blob_reader(const struct blob *blob, const struct span *view);
/* Puts an ended blob in its place. *ret_known: it was there before. A file under this name that has
 * another size or, as a capture, other bytes is damaged and is replaced by these bytes.
 * blob_store_begin may be called before: it lets the disk work while the caller does other things;
 * what goes wrong with it is told by blob_store. */
void blob_store_begin(struct blob *blob);
enum status blob_store(struct blob *blob, bool *ret_known, struct error *error);
/* Frees, and removes what was not stored. Safe on a zeroed struct with fd -1, and twice. */
void blob_release(struct blob *blob);

/* Path of a stored blob, in `out` of DEPOT_PATH_MAX bytes. */
enum status blob_path(const struct evidence_depot *depot, enum blob_home home,
                      const struct sha256 *hash, char *out, size_t size, struct error *error);

#endif
