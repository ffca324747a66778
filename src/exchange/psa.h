/*
 * Fault trees in the Open-PSA Model Exchange Format (docs/formats/open-psa.md), in and out, so that
 * public models run here and a graph of conditions runs in tools for fault trees.
 */
#ifndef EXCHANGE_PSA_H
#define EXCHANGE_PSA_H

#include "causes/causes.h"

/* Reads a model; everything in *ret lives in `arena`. Gates become conditions with ways, basic
 * events leaves, gates that no gate uses outcomes. House events and constants are worked in.
 * Probabilities, parameters, event trees, groups of common cause and attributes are passed over:
 * nothing here is a probability. A name that is none here is made one and stands in the text.
 *
 * BAD_INPUT, with line and column, for what is no such model, an internal document type (nothing is
 * expanded or fetched), a gate that is not defined or holds nothing, a circle, a top gate that the
 * constants decide. Basic events may be defined
 * elsewhere: all that counts of them is the name. LIMIT over
 * 256 MB, 250 elements within each other, 250 bytes in a name. */
enum status exchange_psa_read(struct span xml, struct arena *arena, struct causes_graph *ret,
                              struct error *error);

/* Appends a model that exchange_psa_read and scram 0.16 take, with the same sets. An outcome that
 * other conditions need is written as two gates. Names keep their letters where the format takes
 * them. Texts become labels; items, times, tests and evidence have no place there. BAD_INPUT for a
 * circle, or when no condition has a way. */
enum status exchange_psa_write(const struct causes_graph *graph, struct text *to,
                               struct error *error);

#endif
