/* What the files of evidence/ share among themselves. */
#ifndef EVIDENCE_INTERNAL_H
#define EVIDENCE_INTERNAL_H

#include "evidence/evidence.h"
#include "evidence/stamp.h"

/* ---- builder.c: columns that grow, then become an index ---- */

struct index_builder {
    int64_t *time;
    uint64_t *start;
    uint8_t *level, *layout;
    uint16_t *flags;
    uint64_t count;
    size_t room;
    bool taken; /* the columns were those of another index: spare room is no waste */
    struct evidence_layout layouts[EVIDENCE_LAYOUTS_MAX];
    unsigned layout_count;
    char year_basis[80];
    char zone_stated[64];
};

void index_builder_init(struct index_builder *builder);
void index_builder_release(struct index_builder *builder);
/* Begins with the columns of an index that nobody needs any more, which is closed. */
void index_builder_take(struct index_builder *builder, struct evidence_index *spent);
/* Room for `more` records to be added without further checks. */
enum status index_builder_reserve(struct index_builder *builder, size_t more, struct error *error);
enum status index_builder_add(struct index_builder *builder, uint64_t start, int64_t time,
                              uint16_t flags, enum evidence_level level, unsigned layout,
                              struct error *error);
/* Registers a layout; returns its number (an equal one again when it exists, the last when full).
 */
unsigned index_builder_layout(struct index_builder *builder, const struct evidence_layout *layout);
/* Moves the columns into *ret: counts, first, last, EVIDENCE_LATE flags; makes the first record
 * start at 0. An empty content has no records; otherwise there is at least one. */
enum status index_builder_finish(struct index_builder *builder, uint64_t size,
                                 enum evidence_kind kind, struct evidence_index *ret,
                                 struct error *error);

/* index_facts.c: the facts over all records of index_builder_finish, and its EVIDENCE_LATE flags.
 */
void index_builder_count(struct index_builder *builder, struct evidence_index *index);
/* True when no time is before the one before it, nor the first before `high`, and none is missing;
 * false for times before 1970 as well. Without a branch for each of them. */
bool times_rise(const int64_t *times, uint64_t count, int64_t high);
/* How many of the bytes are `wanted`. */
uint64_t count_bytes(const uint8_t *at, uint64_t count, uint8_t wanted);

struct line_layout;
struct stamp_made;

/* What index->owner points to: the columns of an index built in memory, or the mapping of a file.
 */
struct index_owner {
    int64_t *time;
    uint64_t *start;
    uint8_t *level, *layout;
    uint16_t *flags;
    size_t room; /* of the columns, in records */
    struct span mapping;
    struct line_layout *lines; /* the layouts ready for reading, one for each */
    struct stamp_made *stamps; /* that people defined, for those */
};

/* An owner without columns for an index whose layouts are known; NULL when out of memory. */
struct index_owner *index_owner_new(const struct evidence_index *index);

/* ---- index_file.c ---- */

/* An index in the bytes of an index file, which it borrows and which are aligned to 8; every
 * check. */
enum status index_of_bytes(struct span file, const struct sha256 *content,
                           struct evidence_index *ret, struct error *error);

/* ---- index_seen.c: what is known of an index file without reading it again ---- */

enum { INDEX_HEADER_CHECK = 2232 }; /* place of the checksum that ends an index file's header */

/* A file that was checked, as the file system tells it; a file with other bytes has another. */
struct index_seen {
    uint64_t size, number, header; /* the last is the checksum that ends the header */
    instant modified, changed;
};
/* False when there is nothing to tell it by. */
bool index_seen_now(const char *path, struct span file, struct index_seen *ret);
bool index_seen_before(const char *path, const struct index_seen *seen);
/* Notes that the file at `path` was checked at `now`. Does nothing when it was changed too short
 * before to tell a change that comes after. */
void index_seen_note(const char *path, const struct index_seen *seen, instant now);

/* ---- document.c: contents whose records are not lines ---- */

/* True for kinds other than LOG and for logs that come as one JSON document, as journal export
 * blocks or as CSV: document_index() frames those; all else is lines. */
bool document_frames(enum evidence_kind kind, struct span head, uint64_t total);
enum status document_index(const struct evidence_reader *reader,
                           const struct evidence_index_hints *hints, struct index_builder *builder,
                           struct error *error);
/* Fields of a record that document_index() framed (its layout's framing is >= FRAMING_DOCUMENT). */
void document_fields(const struct evidence_layout *layout, struct span record,
                     struct evidence_fields *ret);

/* ---- framings: how records are cut (evidence_layout.framing) ---- */

enum framing {
    FRAMING_LINES = 0,  /* a stamp at a known place begins a record; other lines continue it */
    FRAMING_JSON_LINES, /* every line is one object */
    FRAMING_LOGFMT,     /* key=value lines */
    FRAMING_DOCUMENT = 16,
    FRAMING_JSON_ELEMENTS = FRAMING_DOCUMENT, /* elements of the main array of one JSON document */
    FRAMING_JOURNAL_EXPORT,
    FRAMING_CSV,
    FRAMING_MAIL,
    FRAMING_GIT_LOG,
    FRAMING_SHELL_HISTORY,
    FRAMING_ALERTS,
    FRAMING_WHOLE, /* the content is one record without a time */
    FRAMING_XML,
    FRAMING_LAST = FRAMING_XML,
};

/* ---- keys.c: names of members that hold a time, a level, a message, an id (data/keys.tsv) ---- */

enum key_role {
    KEY_NONE,
    KEY_TIME,
    KEY_LEVEL,
    KEY_MESSAGE,
    KEY_ID,
    KEY_STATUS,
    KEY_TOOK_S,  /* seconds */
    KEY_TOOK_MS, /* milliseconds */
    KEY_TOOK_US,
    KEY_TOOK_NS,
    KEY_HOST,
    KEY_PROCESS,
};
/* Role of a member's name, ASCII case ignored, dots and nesting by full path ("t.$date"). For roles
 * with several candidates in one record the lower *ret_rank wins ("@timestamp" before "created").
 */
enum key_role key_role_of(struct span name, unsigned *ret_rank);
/* Level from a value: words, syslog numbers 0-7 (`syslog_numbers`), bunyan/pino 10-60, Windows 1-5.
 */
enum evidence_level level_of_value(struct span value, bool syslog_numbers);

/* ---- level.c: what a word, letter or number says about severity; LEVEL_NONE for nothing ---- */

/* One of the common words in any case ("ERROR", "Warning", "crit"). */
enum evidence_level level_of_letters(const char *at, size_t len);
/* A level word that is a whole field, between tabs, bars, commas or wide gaps, before `end`. */
enum evidence_level level_of_field(struct span line, size_t end);
enum evidence_level level_of_word(struct span word);    /* also "information/checker" */
enum evidence_level level_of_initial(struct span word); /* "W", "W/ActivityManager" */
enum evidence_level level_of_mnemonic(struct span line, size_t behind); /* "%LINK-3-UPDOWN" */
enum evidence_level level_of_letter(char letter);                       /* I, W, E, F, D, ... */
enum evidence_level level_of_syslog(unsigned severity);                 /* 0-7 of RFC 5424 */
enum evidence_level level_of_status(unsigned status);                   /* HTTP status */

#endif
