/*
 * The face of exchange/: what other tools' formats say, as events and series.
 *
 * evidence/ has cut each document into records; here is read what they mean: who said what in a
 * chat, which alert fired and until when, which version was deployed, which command was typed.
 * Nothing is judged: the kind of an event is told by readable cue tables in data/, and its basis
 * says so.
 */
#ifndef EXCHANGE_EXCHANGE_H
#define EXCHANGE_EXCHANGE_H

#include "timeline/timeline.h"

/* Reads all sources together: a chat needs its directory of people, a terminal session the history
 * that dates its commands. Clocks of the sources are applied. Everything in *ret lives in `arena`.
 * Logs contribute only records that state a change by themselves (deploy and flag audit lines,
 * service restarts, schema changes, lock waits): bounded to a few thousand, the rest stay records.
 */
enum status exchange_read(const struct timeline_source *sources, size_t count, struct arena *arena,
                          struct timeline_reading *ret, struct error *error);

#endif
