/* The hour that comes twice when clocks go back. */
#ifndef EVIDENCE_FOLDS_H
#define EVIDENCE_FOLDS_H

#include "evidence/index.h"

/*
 * Decides, for records in file order whose local times stand in the fold of `zone`, which pass of
 * the hour they are from: such records get EVIDENCE_FOLD_GUESS, and from a fall of 20 to 70 minutes
 * within the fold on also EVIDENCE_FOLD_SECOND. Only records with EVIDENCE_LOCAL are looked at; the
 * two flags of all records are set anew, so the call can be repeated with another zone. `times` are
 * local civil times and stay as they are: the instant of a record is then the first or second of
 * zone_to_instants. A zone of NULL (UTC) has no folds.
 */
void evidence_settle_folds(const int64_t *times, uint16_t *flags, uint64_t count,
                           const struct zone *zone);

#endif
