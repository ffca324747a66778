/* A format as a person stated it, ready to be looked for; internal to evidence/. */
#ifndef EVIDENCE_STATED_H
#define EVIDENCE_STATED_H

#include "evidence/formats.h"
#include "evidence/lines.h"
#include "evidence/stamp_compile.h"

enum { LEVEL_WORDS_MAX = 16 };

/* Where the level is, and what its words mean. */
struct line_level_rule {
    enum {
        LEVEL_BY_HABIT,
        LEVEL_NOWHERE,
        LEVEL_WORD,
        LEVEL_BEFORE,
        LEVEL_AFTER,
        LEVEL_KEY,
        LEVEL_FIELD
    } place;
    unsigned number;
    char text[32];
    unsigned word_count;
    struct {
        char word[16];
        enum evidence_level level;
    } words[LEVEL_WORDS_MAX];
};

struct stated_format {
    struct evidence_format face;
    struct stamp_made stamp;
    enum line_place place;
    unsigned number;
    char text[48]; /* before the stamp, or the key's name, or the separator */
    struct line_level_rule level;
};

struct evidence_formats {
    struct stated_format *item[EVIDENCE_FORMATS_MAX];
    size_t count;
};

/* The ways in which lines of a format may look: plain or quoted, as JSON or as logfmt. False behind
 * the last. Borrows the format. */
bool stated_layout(const struct stated_format *stated, unsigned way, bool prefixed,
                   struct line_layout *ret);
/* So many lines speak for a format that somebody stated, of those from its first one on. */
bool stated_is_convincing(size_t hits, size_t lines);

#endif
