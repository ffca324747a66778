/*
 * The index of a content that is still on its way into the depot: made in a thread of its own from
 * what is written already, and kept once the content is whole and its name is known. When that
 * comes to nothing (the content turns out to be another one than it looked like) nothing is lost
 * but work: the index is made when somebody asks for it.
 */
#ifndef EVIDENCE_AHEAD_H
#define EVIDENCE_AHEAD_H

#include "evidence/blob.h"

struct ahead;

/* Begins. The blob is borrowed until ahead_end, and so are what the hints point to and `view`,
 * which is all bytes of an ended blob; of one that is not ended `expected` tells how many there
 * will be, and it must have a temporary file. NULL when there is no memory or no thread to be had.
 */
struct ahead *ahead_begin(const struct blob *blob, const struct span *view,
                          const struct evidence_index_hints *hints);
/* The blob is ended, it is a content of this kind: its index may be kept. False when what was begun
 * is for a content of another size or kind: end it, and begin again. */
bool ahead_confirm(struct ahead *ahead, enum evidence_kind kind);
/* Waits until a confirmed index is kept; what was not confirmed is dropped. Frees; NULL is fine. */
void ahead_end(struct ahead *ahead);

#endif
