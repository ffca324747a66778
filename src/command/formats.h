/* What `formats test` found out about a file; shared by its two ways of telling. */
#ifndef COMMAND_FORMATS_H
#define COMMAND_FORMATS_H

#include "command/internal.h"

enum { FORMATS_SAMPLES = 3, FORMATS_NOTES = 12 };

struct formats_sample {
    uint64_t record;
    uint64_t line, line_end; /* bytes of the line that has the stamp */
    struct evidence_stamp stamp;
};

struct formats_layout {
    const struct evidence_format *own; /* when a person defined it, else NULL */
    uint64_t records, timed, local;
    uint64_t levels[EVIDENCE_LEVEL_COUNT];
    uint16_t flags; /* of all its records together */
    unsigned digits_least, digits_most;
    bool zone_unclear, short_year; /* in the samples */
    struct formats_sample samples[FORMATS_SAMPLES];
    unsigned sample_count;
};

/* Something that may be wrong, or a thing to do. */
struct formats_note {
    const char *what; /* one word: "order", "year", "zone" ... */
    const char *words;
};

struct formats_answer {
    const char *path;
    struct span content;
    enum evidence_kind kind;
    struct evidence_formats *formats; /* of people's own */
    struct evidence_index index;
    struct evidence_account account;
    struct formats_layout layouts[EVIDENCE_LAYOUTS_MAX];
    uint64_t lines, continued; /* of the content; that continue a record */
    struct span continued_lines[FORMATS_SAMPLES];
    unsigned continued_count;
    struct formats_note doubts[FORMATS_NOTES], next[FORMATS_NOTES];
    unsigned doubt_count, next_count;
    const char *suggestion; /* a line for a file of formats, or NULL */
};

/* Whose word the zone of a layout's times is: "stated", "source" or "unknown". */
const char *formats_zone(const struct formats_answer *answer, unsigned layout);
/* Doubts and what to do next, by what is counted. Their words are in the arena. */
void formats_judge(struct formats_answer *answer, struct arena *arena);
/* A line for a file of formats that may fit such a line; false when nothing in it looks like a
 * time.
 */
bool formats_guess(struct span line, struct text *ret);

void formats_put_text(const struct formats_answer *answer, struct text *out);
void formats_put_json(const struct formats_answer *answer, struct text *out);

#endif
