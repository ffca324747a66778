/* The parts of records written as text, and values shared with other forms; used by fields.c. */
#ifndef EVIDENCE_FIELDS_TEXT_H
#define EVIDENCE_FIELDS_TEXT_H

#include "evidence/lines.h"

/* ---- fields_text.c ---- */

/* Fills fields from a record (`text`) whose first line is `line` and whose stamp ends at `behind`.
 */
void fields_of_text(const struct line_layout *layout, struct span text, struct span line,
                    size_t behind, struct evidence_fields *ret);
/* Status and time taken of a line whose columns a "#Fields:" line in the content names. */
void fields_of_w3c(struct span content, struct span line, struct evidence_fields *ret);
/* The record without lines before its own first one (only a content's first record has such). */
struct span fields_skip_header(const struct line_layout *layout, struct span record);

/* ---- fields_words.c ---- */

/* Ids, status and duration that stand in running text; what is there already stays. */
void fields_of_words(struct span text, struct evidence_fields *ret);
/* The message says that a process starts or stops. */
bool fields_tell_restart(struct span message);

/* ---- fields_value.c ---- */

void fields_add_id(struct evidence_fields *fields, struct span id); /* once; "-" is none */
int fields_status(struct span value);                               /* 0: none */
/* A number with or without unit; without one the role tells. */
bool fields_duration(struct span value, enum key_role role, duration *ret);

#endif
