/* What comes in one go: from a file, or from the collected evidence. */
#ifndef COMMAND_BULK_H
#define COMMAND_BULK_H

#include "command/desk.h"

/* Reads a file, or standard input for "-", as a whole (`ret` initialised by the caller). */
enum status bulk_slurp(const char *path, struct text *ret, struct error *error);
/* Lines that an import could not place, and what it noted, on standard error. */
void bulk_tell_unplaced(const struct call *call, const char *name,
                        const struct exchange_import *import);
/* What an import understood, as new entries. */
enum status bulk_puts(struct desk *desk, const struct exchange_import *import,
                      struct desk_put **ret, struct error *error);
/* Puts the events of a text into the review on the desk, as one change, and tells their ids.
 * BAD_INPUT, and nothing stored, when a line cannot be placed (but with --partly). */
enum status bulk_events(struct desk *desk, struct span text, const char *name, struct error *error);

/* A bundle becomes a review (import_bundle.c). */
enum status import_bundle(struct call *call, const char *path, struct error *error);
/* Tells which review an import has made, with what it noted and could not place. */
enum status import_tell(struct call *call, uint32_t number, const struct exchange_import *import,
                        struct error *error);

/* Takes events over from the collected evidence (take.c): the milestones that the timeline
 * proposes, or the records at the place that --take names. */
enum status take_milestones(struct call *call, struct error *error);
enum status take_records(struct call *call, struct error *error);

#endif
