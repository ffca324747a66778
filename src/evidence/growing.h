/*
 * How far a content that is being written to a file can be read already, for those who read it
 * meanwhile in threads of their own.
 *
 * What came last is still in memory, in a ring that is filled over and over: they read it there,
 * and from the file what is in the ring no more. While somebody follows, the ring is filled no
 * further than that it holds what he is about to read: so nothing is read from a disk that was only
 * just written to it.
 */
#ifndef EVIDENCE_GROWING_H
#define EVIDENCE_GROWING_H

#include "evidence/index.h"

struct growing;

struct growing *growing_new(void);          /* NULL when out of memory */
void growing_free(struct growing *growing); /* nobody waits any more; NULL is fine */
/* Byte n of what comes will be at n modulo `size` of the ring. Before anything else; borrowed until
 * growing_detach. Without a ring everything is in the file. */
void growing_attach(struct growing *growing, const char *ring, size_t size);
/* The next `len` bytes of the ring are going to be filled: what they held is in the file. Waits for
 * those who follow. */
void growing_claim(struct growing *growing, size_t len);
/* `len` more bytes are there: in the ring, where there is one, else in the file. */
void growing_add(struct growing *growing, size_t len);
/* All that was added is in the file, and the ring goes away. */
void growing_detach(struct growing *growing);
/* No more come: all of it can be read. */
void growing_end(struct growing *growing);
/* Nobody wants it any more: who waits is told so. NULL is fine. */
void growing_drop(struct growing *growing);
/* Waits until `wanted` bytes are there, or no more come. *ret_have is how many are there; false
 * when it was dropped. */
bool growing_wait(struct growing *growing, uint64_t wanted, uint64_t *ret_have);

/* Somebody is going to read it from front to end; and has done so, or reads no further. */
void growing_follow(struct growing *growing);
void growing_leave(struct growing *growing);

/* A reader that waits for what is not there yet; INTERRUPTED once it was dropped. */
struct growing_reader {
    struct growing *growing; /* borrowed, as is fd */
    int fd;
};
/* `size` is what the content will have; borrows *context. */
struct evidence_reader growing_reader_of(struct growing_reader *context, uint64_t size);
/* How many bytes are there by now; evidence_index_hints.there of a struct growing_reader. */
uint64_t growing_there(void *context);

#endif
