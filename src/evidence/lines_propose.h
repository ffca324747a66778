/* What one line suggests as layouts; used by lines_detect.c. */
#ifndef EVIDENCE_LINES_PROPOSE_H
#define EVIDENCE_LINES_PROPOSE_H

#include "evidence/lines.h"

enum { PROPOSALS_MAX = 48 };

struct line_proposals {
    struct line_layout item[PROPOSALS_MAX];
    unsigned seen[PROPOSALS_MAX]; /* lines that suggested it */
    unsigned count;
    bool hl7;         /* messages of HL7: their headers alone have the time */
    bool prefixed;    /* lines come with a docker-compose prefix */
    instant latest;   /* no stamp is after this */
    unsigned refused; /* stamps after that, or before 1970 */
};

/* "MSH|^~\\&|": the header of a message of HL7 version 2 */
bool lines_begin_hl7(struct span line);
/* Adds what the line suggests; a layout that is there already is only counted. */
void lines_propose(struct line_proposals *proposals, struct span line);

/* ---- lines_style.c ---- */

/* How many of a layout's lines look like what. */
struct line_habits {
    size_t hits, access, postgres, redis, cri, letter, before, syslog, two_lines, cisco;
    size_t comma, fields; /* fields: lines with a level in a field of its own before the stamp */
    size_t words[8], sure[8], letters[8], common[8],
        initials[8]; /* letters: mostly levels, and others */
};

/* Counts one line; `line` and `hit` without the prefix and the colours that line_match passes over.
 */
void line_note_habits(struct line_habits *habits, struct span line, const struct line_hit *hit);
/* java.util.logging: "INFO: message" below the line with the time */
bool line_begins_with_level(struct span line);
/* Sets style and level_word of a layout of text lines. */
void line_set_style(struct line_layout *layout, const struct line_habits *habits);

/* ---- lines_propose_members.c ---- */

/* Adds a layout, or counts one that is there. */
void lines_propose_layout(struct line_proposals *proposals, const struct line_layout *layout);
/* A time that is no nonsense: after 1970 and not after what is known as the latest. */
bool lines_plausible(const struct line_proposals *proposals, const struct stamp *stamp);
/* What the members of an object or of a logfmt line suggest. */
void lines_propose_members(struct line_proposals *proposals, struct span line, bool json);

#endif
