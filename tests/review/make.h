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

#endif
