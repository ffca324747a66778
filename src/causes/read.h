/*
 * What the files that read the language share. A reading goes line by line and remembers drafts;
 * names may be used before the line that says what they are, so they are tied together at the end.
 */
#ifndef CAUSES_READ_H
#define CAUSES_READ_H

#include "causes/graph_parts.h"

enum {
    READ_BYTES_MOST = 64 << 20,
    READ_MISTAKES_MOST = 100,
    READ_NESTED_MOST = 32, /* parentheses within each other */
};

/* A condition as far as it is known; also a group in parentheses, and what an item's cut holds. */
struct draft {
    struct causes_condition condition;
    struct span name;             /* borrows the text, or the arena for a group's own */
    uint32_t seen;                /* a bit for each attribute that was stated */
    uint32_t first_way, last_way; /* of reader.ways, linked; CAUSES_NONE */
    uint32_t owner;               /* of a group: the condition it is part of */
    uint32_t groups;              /* numbers given to its groups */
    uint32_t same;                /* a name for a group that has that name: its draft */
    uint32_t stamp;               /* the last way in which it was seen */
    uint32_t mentions;
    unsigned mentioned;             /* first line */
    unsigned way_line;              /* of its "=" */
    bool defined, linked, explicit; /* explicit: more than a bare name stood before ':' */
};

struct draft_link {
    uint32_t condition;
    bool absent;
    const struct causes_said *test; /* NULL: not asked */
    unsigned test_line;
};

struct draft_way {
    uint32_t effect, first, count, enough, next; /* links are consecutive in reader.links */
    uint8_t reason;
    const char *name;
    const struct causes_said *complete;
    unsigned line, complete_line;
    const char *else_text; /* the text that it is when none of its names is a condition; or NULL */
};

/* A test as typed: of all ways of an effect, or of those of one line. */
struct draft_test {
    uint32_t effect, from, to; /* from CAUSES_NONE: all */
    uint32_t without;          /* CAUSES_NONE: is it complete? */
    struct causes_said said;
    unsigned line;
};

/* A way that an item cuts: by its effect and what it holds, or by its name or that of its effect.
 */
struct draft_cut {
    uint32_t item, effect, holds; /* drafts; CAUSES_NONE: `name` it is */
    struct span name;
    unsigned line;
};

struct draft_target {
    uint32_t item, condition, way;
};

struct draft_item {
    struct causes_item item;
    struct span name;
    uint32_t seen;
};

/* A growing list on the heap. */
#define READ_LIST(type)                                                                            \
    struct {                                                                                       \
        type *at;                                                                                  \
        size_t count, room;                                                                        \
    }

struct mistake {
    unsigned line;
    const char *text; /* in the arena */
};

struct reader {
    struct arena *arena; /* what is kept */
    struct arena notes;  /* what is not: mistakes */
    struct span title;
    duration delay;
    unsigned line, title_line, delay_line;
    READ_LIST(struct draft) drafts;
    READ_LIST(struct draft_way) ways;
    READ_LIST(struct draft_link) links;
    READ_LIST(struct draft_test) tests;
    READ_LIST(struct draft_item) items;
    READ_LIST(struct draft_target) targets;
    READ_LIST(struct draft_cut) cuts;
    READ_LIST(struct mistake) mistakes;
    uint32_t *table; /* names of conditions to drafts, open addressing */
    size_t table_room, named;
    uint32_t *item_table;
    size_t item_table_room;
    uint32_t condition, item; /* what lines without a name belong to; CAUSES_NONE */
    uint32_t from, to;        /* the ways of the last line that had any */
    uint64_t steps;           /* taken to tie tests and cuts to ways */
    uint32_t compared;        /* names, to find near ones */
    bool too_many;            /* mistakes */
    enum status status;       /* what ends the reading at once: LIMIT, NO_MEMORY */
    struct error *error;
};

/* Adds a zeroed entry at the end of a list; NULL when memory is out (the reading ends). */
void *reader_grow(struct reader *r, void *at, size_t *count, size_t *room, size_t size);
#define READER_ADD(r, list)                                                                        \
    reader_grow((r), &(list).at, &(list).count, &(list).room, sizeof *(list).at)

/* Remembers a mistake at a line. */
void reader_mistake(struct reader *r, unsigned line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* A copy that is kept; NULL when memory is out (the reading ends). */
const char *reader_keep(struct reader *r, struct span bytes);

/* A new draft; NULL when memory is out or there are too many (the reading ends). */
struct draft *reader_draft(struct reader *r, struct span name);
/* The draft of a name, new when it is not known yet; CAUSES_NONE when it is no name (told) or
 * memory is out. */
uint32_t reader_condition(struct reader *r, struct span name);
uint32_t reader_find(const struct reader *r, struct span name);
/* The item of that name; CAUSES_NONE: there is none. */
uint32_t reader_find_item(const struct reader *r, struct span name);
uint32_t reader_add_item(struct reader *r, struct span name);

/* Reads "[reason] [name:] expression" as ways of a condition. */
void read_ways(struct reader *r, uint32_t effect, struct span text, const char *else_text);
/* Whether words behind "=" are meant as an expression: they hold & or | or "2 of (". */
bool is_expression(struct span text);
/* "C1", "C1 and !C2 or C3": names, or words that only look like it. */
bool is_row_of_names(struct span text);

/* "no, "why" by a role on a day (evidence E4) as S3"; false when it is not (told). */
bool read_said(struct reader *r, struct span text, struct causes_said *ret);
void write_said(const struct causes_said *said, struct text *to);

/* "2016", "2016-03", "2016-03-04 10:02 +01:00", "2016..", "2016-03..2016-05"; UTC without zone. */
enum status read_time(struct span text, struct causes_time *ret, struct error *error);
void write_time(struct causes_time time, struct text *to);

/* A line "word: value" about what was named last, or about all. False: there is no such word. */
bool read_attribute(struct reader *r, struct span word, struct span value);
/* Whether a name is taken for the beginning of another sort of line, or nearly: then "condition"
 * stands before it. *ret_word is that word. */
bool is_like_word(struct span name, const char **ret_word);

/* Text on one line: control characters are spaces, at its ends nothing; NULL is
 * nothing. */
void write_line(const char *words, struct text *to);

/* Ties drafts together; what does not fit is told. */
void reader_resolve(struct reader *r);
/* The graph of drafts that fit. */
enum status reader_make(struct reader *r, struct causes_graph *ret, struct error *error);

#endif
