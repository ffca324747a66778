/*
 * Formats that people define for logs of their own, in a text file; docs/log-formats.md describes
 * it. One line is one format: name, stamp, place, level, words, zone, with tabs between them. They
 * are tried before those that are built in. This room does not look for the file: whoever builds an
 * index gives what it reads here with evidence_index_hints.formats.
 */
#ifndef EVIDENCE_FORMATS_H
#define EVIDENCE_FORMATS_H

#include "evidence/kind.h"

enum { EVIDENCE_FORMATS_MAX = 64, EVIDENCE_FORMATS_BYTES = 256 << 10 };

struct evidence_formats; /* once read, several threads may use it */

/* A line of the file as it is written there; "" for what it leaves out. */
struct evidence_format {
    char path[200];
    unsigned line;
    char name[40], stamp[48], place[64], level[64], words[128], zone[64];
};

/* NULL when out of memory. The caller's, until evidence_formats_free (NULL is fine). */
struct evidence_formats *evidence_formats_new(void);
void evidence_formats_free(struct evidence_formats *formats);
/* Adds all formats of a file's text behind those that are there. BAD_INPUT or LIMIT with the line
 * in error->where; then nothing of this text is added. `path` is for that and for people. */
enum status evidence_formats_read(struct evidence_formats *formats, struct span text,
                                  const char *path, struct error *error);
/* The same, but a faulty line is told and left out while the rest goes on; only being out of memory
 * is a failure. Of too many lines, and of a text that is too large, one fault is told for all. */
typedef void evidence_formats_fault(void *context, const struct error *why);
enum status evidence_formats_read_good(struct evidence_formats *formats, struct span text,
                                       const char *path, evidence_formats_fault *left_out,
                                       void *context, struct error *error);
/* Takes one out again; those behind it move up. */
void evidence_formats_drop(struct evidence_formats *formats, size_t number);
size_t evidence_formats_count(const struct evidence_formats *formats); /* NULL has none */
/* Borrowed from the formats. */
const struct evidence_format *evidence_formats_get(const struct evidence_formats *formats,
                                                   size_t number);
/* A number that changes when the formats do; 0 for none at all. */
uint64_t evidence_formats_mark(const struct evidence_formats *formats);
/* True when the beginning of a text looks like one of these formats. */
bool evidence_formats_fit(const struct evidence_formats *formats, struct span head);
/* The kind of a content with this beginning, which is `kind` without these formats (or NULL): what
 * looked like nothing known is a log when somebody defined how it is written. */
enum evidence_kind evidence_formats_kind(const struct evidence_formats *formats, struct span head,
                                         enum evidence_kind kind);

#endif
