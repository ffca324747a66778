/* What one line suggests as layouts; used by lines_detect.c. */
#ifndef EVIDENCE_LINES_PROPOSE_H
#define EVIDENCE_LINES_PROPOSE_H

#include "evidence/lines.h"

enum { PROPOSALS_MAX = 48 };

struct line_proposals {
    struct line_layout item[PROPOSALS_MAX];
    unsigned seen[PROPOSALS_MAX]; /* lines that suggested it */
    unsigned count;
    bool prefixed;  /* lines come with a docker-compose prefix */
    instant latest; /* no stamp is after this */
};

/* Adds what the line suggests; a layout that is there already is only counted. */
void lines_propose(struct line_proposals *proposals, struct span line);

#endif
