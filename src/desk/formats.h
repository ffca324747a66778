/* Formats of logs that people define: where their files are. */
#ifndef DESK_FORMATS_H
#define DESK_FORMATS_H

#include "desk/doing.h"
#include "evidence/evidence.h"

/* The user's own file: $XDG_CONFIG_HOME/postmortem/formats.tsv, or below ~/.config. In the arena;
 * NULL when no home is known. It need not be there. */
const char *desk_formats_own(struct arena *arena);
/* Those of the workspace (formats.tsv in its folder), then the user's own; a folder that is NULL
 * has none. *ret is the caller's (evidence_formats_free). BAD_INPUT tells file and line. */
enum status desk_formats(const char *folder, struct evidence_formats **ret, struct error *error);
/* The same for who has other work to do: what is faulty is told as `doing`'s warning, with what to
 * do about it, and left out. An index is bound to the formats that were left
 * (evidence_formats_mark), so nothing is read half in one way and half in another. */
enum status desk_formats_good(const char *folder, const struct desk_doing *doing,
                              struct evidence_formats **ret, struct error *error);

#endif
