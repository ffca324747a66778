/* Which logs impact is counted from (impact_choose.c). */
#ifndef TIMELINE_IMPACT_CHOOSE_H
#define TIMELINE_IMPACT_CHOOSE_H

#include "timeline/findings.h"

enum impact_use { USE_NOT, USE_COUNTED, USE_TIMED /* only for how long requests took */ };

/* Fills use[] of each source (enum impact_use), and in *impact whether requests are counted and the
 * one source that they come from. *ret_chosen: how many are counted, 0 for none. */
enum status impact_choose(const struct timeline_input *input, struct arena *arena, uint8_t *use,
                          struct impact *impact, size_t *ret_chosen, struct error *error);

#endif
