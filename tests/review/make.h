/*
 * Entries and reviews made from a seed, for tests that want many: the same seed gives the same.
 */
#ifndef TESTS_REVIEW_MAKE_H
#define TESTS_REVIEW_MAKE_H

#include "review/review.h"

/* splitmix64 (G. Steele, D. Lea, C. Flood, 2014). */
uint64_t make_number(uint64_t *seed);

/* An entry with about two thirds of its fields stated, values of every shape a field may take (the
 * ends of their ranges, other scripts, characters that JSON escapes). What it refers to need not
 * exist. Aborts when memory is out. */
struct review_entry *make_entry(enum review_kind kind, uint64_t seed, struct arena *arena);

/* A whole review that could be one, of 30 to 120 entries: what it refers to exists, every event has
 * a time within a few hours, orders do not run in a circle, an item has what its state asks for.
 * *ret is put together from canonical bodies; `ret_stored` (may be NULL) gets those, PM0 first. */
void make_review(uint64_t seed, struct arena *arena, struct review *ret,
                 struct review_stored **ret_stored, size_t *ret_count);

#endif
