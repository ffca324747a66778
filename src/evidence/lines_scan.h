/* What lines_scan.c does of a scan, for lines_chunks.c: single chunks. */
#ifndef EVIDENCE_LINES_SCAN_H
#define EVIDENCE_LINES_SCAN_H

#include "evidence/lines.h"

/* What was found in one chunk; zeroed before its first use. */
struct line_batch {
    struct index_builder records;
    bool lead_binary; /* lines before the chunk's first record are no clean text */
    struct line_scan_facts facts;
};

/* What one thread owns; zeroed before its first use. */
struct line_worker {
    char *buffer;      /* scan->buffer bytes and KERNEL_SLACK */
    uint32_t *offsets; /* of the newlines of one block */
    struct stamp_reader readers[EVIDENCE_LAYOUTS_MAX];
    struct line_run run;
    struct line_batch *batch; /* of the chunk at hand */
};

/* Allocates what is not there yet. */
enum status line_worker_ready(const struct line_scan *scan, struct line_worker *worker,
                              struct error *error);
void line_worker_release(struct line_worker *worker);
/* The lines that begin in [from, to), into a batch whose earlier content is forgotten. */
enum status line_worker_scan(const struct line_scan *scan, struct line_worker *worker,
                             struct line_batch *batch, uint64_t from, uint64_t to,
                             struct error *error);

#endif
