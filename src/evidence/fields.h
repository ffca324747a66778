/* The parts of one record, found again from its text when somebody looks at it. */
#ifndef EVIDENCE_FIELDS_H
#define EVIDENCE_FIELDS_H

#include "evidence/index.h"

enum { EVIDENCE_IDS_MAX = 8 };

/* All spans borrow from the record (JSON strings are raw: escapes not decoded). */
struct evidence_fields {
    struct span message; /* what it says, without stamp, level and other prefix; first line first */
    struct span stamp;   /* the time text as written; empty for none */
    struct span host, process;         /* or service / logger; empty when not stated */
    struct span ids[EVIDENCE_IDS_MAX]; /* values that join it to other sources: request, trace,
                                          session, correlation ids and other long unique tokens */
    size_t id_count;
    int status;      /* HTTP-like status 100-599, 0 when it has none */
    duration took;   /* how long the thing lasted that it speaks of; negative when not stated */
    bool is_request; /* one record for one handled request: counts for error ratio and latency */
    bool is_restart; /* a process says it starts or stops */
};

void evidence_fields_of(const struct evidence_index *index, struct span content, uint64_t record,
                        struct evidence_fields *ret);

#endif
