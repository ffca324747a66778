/* What all reviews say together, told (stats_text.c, stats_json.c). */
#ifndef COMMAND_STATS_H
#define COMMAND_STATS_H

#include "command/desk.h"

void stats_text(const struct stats *stats, struct text *out);
void stats_json(const struct stats *stats, struct text *out);

#endif
