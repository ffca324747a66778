/*
 * A relay: pieces of a content go round a ring, from whoever fills them to those who take them,
 * each in a thread of its own. So the next bytes are read or unpacked while the last ones are
 * hashed and written, in a bounded amount of memory, and no byte is read twice for it.
 */
#ifndef EVIDENCE_RELAY_H
#define EVIDENCE_RELAY_H

#include "base/base.h"

enum {
    RELAY_PIECE = 1024 * 1024, /* smaller ones keep a disk waiting between two of them */
    RELAY_PIECES = 8,
    RELAY_SIZE = RELAY_PIECES * RELAY_PIECE,
    RELAY_TAKERS = 2,
};

/* Gets all pieces in order. After a failure it gets no more. */
struct relay_taker {
    enum status (*take)(void *context, struct span piece, struct error *error);
    void *context; /* borrowed until relay_wait returns */
};

struct relay;

/* NULL when memory or threads cannot be had: the caller does the work itself. */
struct relay *relay_new(const struct relay_taker takers[RELAY_TAKERS]);
/* The ring: RELAY_SIZE bytes, aligned to large pages, borrowed until relay_end. Piece n is at n
 * modulo RELAY_PIECES. */
const char *relay_ring(const struct relay *relay);
/* The piece to be filled next, of RELAY_PIECE bytes; waits until it is free. NULL when a taker
 * failed: relay_wait tells why. */
char *relay_room(struct relay *relay);
/* The piece that relay_room gave holds `len` bytes: passes it on. */
void relay_give(struct relay *relay, size_t len);
/* Nothing more is given: waits until everything is taken. The first failure of a taker. */
enum status relay_wait(struct relay *relay, struct error *error);
void relay_end(struct relay *relay); /* after relay_wait; frees */

#endif
