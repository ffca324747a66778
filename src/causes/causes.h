/*
 * The face of causes/: conditions that had to come together.
 *
 *   words.h   the vocabulary
 *   graph.h   a graph of conditions: made from parts, or read from lines that people type
 *   sets.h    the sets that suffice and the sets that break it, exact or with an honest bound
 *   tests.h   what is claimed against what is recorded; what to ask about each claim
 *   plan.h    what remediation breaks, what it leaves open, how much hangs on one item
 *   across.h  many graphs beside each other: what recurs, which guardrail meets most of it
 *   layout.h  where everything stands when it is drawn
 *
 * Pure: a graph in, values out; no clock, no files, no printing. Nothing here is a probability: to
 * count sets is not to measure a risk.
 */
#ifndef CAUSES_CAUSES_H
#define CAUSES_CAUSES_H

#include "causes/across.h"
#include "causes/layout.h"
#include "causes/plan.h"
#include "causes/tests.h"

#endif
