/*
 * The face of review/: what a review is.
 *
 *   words.h    the vocabulary
 *   record.h   entries and their fields, one table for everything that reads or writes them
 *   when.h     times as people write them; order, anchors, durations, what was known when
 *   conduct.h  rules, stages and what they miss, questions, notices, the plan
 *   guard.h    what the guard finds in its texts, and what was set aside
 *   causes.h   the graph of conditions that it holds
 *   shelf.h    across reviews
 *
 * Plain data and rules: no SQL, no HTTP, no printing, no clock of its own.
 */
#ifndef REVIEW_REVIEW_H
#define REVIEW_REVIEW_H

#include "review/causes.h"
#include "review/guard.h"
#include "review/shelf.h"

#endif
