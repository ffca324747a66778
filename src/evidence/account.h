/* Why a content was read as it was: for people who want to know, and for `formats test`. */
#ifndef EVIDENCE_ACCOUNT_H
#define EVIDENCE_ACCOUNT_H

#include "evidence/index.h"

enum { EVIDENCE_CANDIDATES_MAX = 40 };

/* A layout that was thought of. */
struct evidence_candidate {
    struct evidence_layout layout; /* its name is set where it was taken */
    uint64_t lines, open;          /* it reads so many sampled lines of those not yet explained */
    double ordered;                /* share of neighbouring times that go one way */
    double points;                 /* the most of these wins */
    bool taken;
    const char *why; /* a literal: what spoke against it; "" for one that was taken */
};

/* Filled by evidence_index_build where the hints have one; all zero before. */
struct evidence_account {
    struct evidence_candidate item[EVIDENCE_CANDIDATES_MAX];
    size_t count;
    uint64_t sampled; /* lines with text that were looked at */
    uint64_t refused; /* stamps that were none because they are before 1970 or long after now */
};

/* Where a layout's stamp stands, as a file of formats writes it: "start", "column 9", "word 3",
 * "after at ", "key time", "field 5 ;"; "" for layouts of documents and those without a time. */
void evidence_layout_place(const struct evidence_layout *layout, struct text *ret);
/* The same for the level; "" when it is looked for near the stamp. */
void evidence_layout_level(const struct evidence_layout *layout, struct text *ret);

/* A record's stamp as it is written. */
struct evidence_stamp {
    uint64_t from, to; /* bytes of the content; equal when it cannot be pointed at */
    bool zone_unclear; /* an abbreviation that means several zones */
    bool short_year;
};
void evidence_stamp_of(const struct evidence_index *index, struct span content, uint64_t record,
                       struct evidence_stamp *ret);

/* The stamps that are built in, by number from 0: name and an example. False behind the last. */
bool evidence_stamp_example(unsigned number, struct span *ret_name, struct span *ret_example);

#endif
