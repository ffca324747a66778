/* What differs between two texts, line by line. */
#ifndef COMMAND_DIFFERENCE_H
#define COMMAND_DIFFERENCE_H

#include "base/base.h"

/* Appends the lines of both texts that differ, "- old" and "+ new", in order, made visible. A
 * longest common subsequence (J. W. Hunt and M. D. McIlroy, "An algorithm for differential file
 * comparison", 1976, in its plain quadratic form); texts of very many lines differ as a whole. */
enum status difference_add(struct text *out, struct span old, struct span new, struct error *error);

#endif
