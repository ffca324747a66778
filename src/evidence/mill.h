/*
 * A mill hashes and writes the pieces of a large content: by a relay, in two threads, or where
 * there are none to be had in the caller's. A third one tells the disk to begin before everything
 * is there, so that the flush at the end has less to wait for: telling it may take long when the
 * disk has much to do, and nobody else waits for that. There is none where the file is written past
 * the system's cache, since then the disk has it at once.
 */
#ifndef EVIDENCE_MILL_H
#define EVIDENCE_MILL_H

#include "evidence/growing.h"

struct mill;

/* The file to be written; all borrowed. `growing` is told how far it is, and when it is whole or
 * dropped. */
struct mill_file {
    int fd;
    const char *path;
    struct growing *growing;
    uint64_t expected; /* bytes, as far as that is known: room is taken for them; else 0 */
    bool past_cache;   /* nobody reads the file soon: it is written past the system's cache */
};
enum status mill_new(const struct mill_file *file, struct mill **ret, struct error *error);
/* Where the next piece of up to RELAY_PIECE bytes is to be filled; waits until there is room. */
enum status mill_room(struct mill *mill, char **ret, struct error *error);
enum status mill_give(struct mill *mill, size_t len, struct error *error);
/* Everything was given: waits until it is hashed and written, and frees. */
enum status mill_end(struct mill *mill, struct sha256 *ret, struct error *error);
void mill_free(struct mill *mill); /* drops an unfinished one; NULL is fine */

#endif
