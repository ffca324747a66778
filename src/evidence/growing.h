/*
 * How far a content that is being written to a file can be read already, for those who read it
 * meanwhile in threads of their own.
 */
#ifndef EVIDENCE_GROWING_H
#define EVIDENCE_GROWING_H

#include "evidence/index.h"

struct growing;

struct growing *growing_new(void);          /* NULL when out of memory */
void growing_free(struct growing *growing); /* nobody waits any more; NULL is fine */
/* `len` more bytes are in the file. */
void growing_add(struct growing *growing, size_t len);
/* No more come: all of it can be read. */
void growing_end(struct growing *growing);
/* Nobody wants it any more: who waits is told so. NULL is fine. */
void growing_drop(struct growing *growing);
/* Waits until `wanted` bytes are there, or no more come. *ret_have is how many are there; false
 * when it was dropped. */
bool growing_wait(struct growing *growing, uint64_t wanted, uint64_t *ret_have);

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
