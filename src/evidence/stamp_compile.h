/* Stamp formats made while the program runs, from patterns as data/stamps.tsv has them. */
#ifndef EVIDENCE_STAMP_COMPILE_H
#define EVIDENCE_STAMP_COMPILE_H

#include "evidence/stamp_format.h"

enum { STAMP_PATTERN_MAX = 47 }; /* bytes; an index keeps the pattern where formats have names */

/* Must stay where it was made: `format` points into it. */
struct stamp_made {
    struct stamp_format format;
    char pattern[STAMP_PATTERN_MAX + 1]; /* also the format's name */
    char program[256];
};

/* True for a pattern, false for the name of a format in the table. */
bool stamp_is_pattern(const char *text);
/* Compiles a pattern. BAD_INPUT says what is wrong with it. */
enum status stamp_compile(struct span pattern, struct stamp_made *ret, struct error *error);

#endif
