/*
 * A mill hashes and writes the pieces of a large content: by a relay, in two threads, or where
 * there are none to be had in the caller's. The disk is told to begin before everything is there,
 * so that the flush at the end has less to wait for.
 */
#ifndef EVIDENCE_MILL_H
#define EVIDENCE_MILL_H

#include "base/base.h"

struct mill;

/* `fd` and `path` of the file to be written are borrowed. */
enum status mill_new(int fd, const char *path, struct mill **ret, struct error *error);
/* Where the next piece of up to RELAY_PIECE bytes is to be filled; waits until there is room. */
enum status mill_room(struct mill *mill, char **ret, struct error *error);
enum status mill_give(struct mill *mill, size_t len, struct error *error);
/* Everything was given: waits until it is hashed and written, and frees. */
enum status mill_end(struct mill *mill, struct sha256 *ret, struct error *error);
void mill_free(struct mill *mill); /* drops an unfinished one; NULL is fine */

#endif
