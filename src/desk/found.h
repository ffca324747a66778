/*
 * What was found out about all sources of a workspace together, kept in index/ so that it is found
 * out once: their clocks; the events and series that documents and logs tell of; hot spots,
 * milestones and the like that follow from both.
 *
 * It is bound to everything it rests on: which sources there are, their contents, how they were
 * indexed, what people stated of their clocks. When any of that changes it is not used any more.
 * Like all of index/ it may be deleted at any time.
 */
#ifndef DESK_FOUND_H
#define DESK_FOUND_H

#include "desk/workspace.h"
#include "exchange/exchange.h"

/* What records tell of clocks, kept by itself: it does not rest on offsets, so it still serves when
 * one changes. Found where it is not kept; *ret is the caller's (timeline_ties_free). */
enum status found_ties(const struct workspace *workspace, struct timeline_ties **ret,
                       struct error *error);

/* Likewise which records of logs may tell of changes; in the arena. */
enum status found_leads(const struct workspace *workspace, struct arena *arena,
                        struct exchange_leads **ret, struct error *error);

/* Of a workspace whose sources are open, with the clocks that are stated and no others. */
struct sha256 found_key(const struct workspace *workspace);
/* Fills in those of WORKSPACE_CLOCKS, WORKSPACE_READING and WORKSPACE_FINDINGS that `wanted` asks
 * for and that are kept, and returns them; nothing else is changed. What is loaded lives in
 * `arena`, zones in workspace->zones. */
unsigned found_load(struct workspace *workspace, const struct sha256 *key, unsigned wanted,
                    struct arena *arena);
/* Keeps these parts, WORKSPACE_CLOCKS among them. Not being able to is no failure: it is found out
 * again next time. */
void found_save(const struct workspace *workspace, const struct sha256 *key, unsigned parts);

#endif
