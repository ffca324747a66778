/*
 * A blob is a content on its way into the depot: bytes go in, their hash is the name they get.
 *
 * What fits in the buffer touches no disk until it is stored, and not then when the depot has it
 * already. Larger contents go to a temporary file "tmp-..." that only becomes visible under its
 * hash when it is complete.
 */
#ifndef EVIDENCE_BLOB_H
#define EVIDENCE_BLOB_H

#include "evidence/depot.h"

#include <stdatomic.h>

enum {
    DEPOT_PATH_MAX = 4096,
    BLOB_BUFFER = 256 * 1024,
    /* Unpacked contents up to this size are hashed at every opening, so they need no fsync. */
    BLOB_CHECKED_MAX = 4 * 1024 * 1024,
};

struct evidence_depot {
    char *root;                /* the workspace, owned */
    atomic_uint_fast64_t next; /* number of the next temporary file */
};

enum blob_home {
    BLOB_CAPTURE, /* evidence/ab/cdef..., read-only, durable before blob_store returns */
    BLOB_CONTENT, /* index/ab/cdef....raw, derived */
};

struct blob {
    struct evidence_depot *depot; /* borrowed */
    enum blob_home home;
    int fd;          /* -1 while the buffer holds everything */
    char *temporary; /* path of the temporary file, NULL while there is none */
    char *buffer;    /* what has not been written yet */
    size_t used;
    uint64_t size;          /* bytes added */
    struct sha256_run *run; /* NULL once the hash is known */
    struct sha256 hash;     /* valid after blob_end */
    bool replace;           /* do not trust a file of this name and size that is there */
    struct span map;        /* of the temporary file, after blob_end of a large blob */
};

enum status blob_begin(struct evidence_depot *depot, enum blob_home home, struct blob *ret,
                       struct error *error);
enum status blob_add(struct blob *blob, struct span bytes, struct error *error);
/* No more bytes come. *ret_view is all of them, borrowed until blob_release. */
enum status blob_end(struct blob *blob, struct span *ret_view, struct error *error);
/* Puts an ended blob in its place. *ret_known: it was there before. A file under this name that has
 * another size or, as a capture, other bytes is damaged and is replaced by these bytes. */
enum status blob_store(struct blob *blob, bool *ret_known, struct error *error);
/* Frees, and removes what was not stored. Safe on a zeroed struct with fd -1, and twice. */
void blob_release(struct blob *blob);

/* Path of a stored blob, in `out` of DEPOT_PATH_MAX bytes. */
enum status blob_path(const struct evidence_depot *depot, enum blob_home home,
                      const struct sha256 *hash, char *out, size_t size, struct error *error);

#endif
