/* What a record's kind is told by: its message and, in JSON, the members that hold words. */
#ifndef EVIDENCE_TEMPLATE_TELL_H
#define EVIDENCE_TEMPLATE_TELL_H

#include "evidence/index.h"
#include "evidence/template_mask.h"

/* The message is the one that evidence_fields_of chooses, its first line. All borrow from the
 * record. */
struct telling {
    const struct evidence_layout *layout;
    struct span message;
    unsigned rank; /* of the message */
    bool certain;  /* no other one can be better, and none that is nested */
    struct span key[MASK_TOKENS_MOST], word[MASK_TOKENS_MOST];
    size_t count;
};

/* The first line of a record, as far as it counts. */
struct span telling_line(struct span text);
/* `line` is telling_line of the record. */
void telling_read(const struct evidence_index *index, struct span content, uint64_t record,
                  struct span line, struct telling *ret);
/* True when the line alone tells the kind, so that its hash may stand for it. */
bool telling_is_line(const struct telling *telling, struct span line);
uint64_t telling_hash(const struct telling *telling);

#endif
