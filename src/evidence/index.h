/*
 * The index of one content: its records in file order, as columns.
 *
 * Records tile the content: record i is the bytes start[i] up to start[i + 1], start[0] is 0 and
 * start[count] is the size. Lines that belong together (stack traces, continued statements) are one
 * record. A record without a time of its own keeps EVIDENCE_NO_TIME and borrows none.
 *
 * `time` is in the clock of the source: an instant when the stamp stated its offset, else local
 * civil time counted as if it were UTC (flag EVIDENCE_LOCAL): zone and clock offset are applied
 * when records are read, so changing them costs nothing here.
 */
#ifndef EVIDENCE_INDEX_H
#define EVIDENCE_INDEX_H

#include "evidence/formats.h"
#include "evidence/kind.h"

#define EVIDENCE_NO_TIME INSTANT_NONE

#define EVIDENCE_LEVELS(X)                                                                         \
    X(NONE, "none")                                                                                \
    X(TRACE, "trace")                                                                              \
    X(DEBUG, "debug")                                                                              \
    X(INFO, "info")                                                                                \
    X(NOTICE, "notice")                                                                            \
    X(WARN, "warn")                                                                                \
    X(ERROR, "error")                                                                              \
    X(FATAL, "fatal")

enum evidence_level {
#define X(name, word) EVIDENCE_LEVEL_##name,
    EVIDENCE_LEVELS(X)
#undef X
        EVIDENCE_LEVEL_COUNT
};

const char *evidence_level_word(enum evidence_level level);
bool evidence_level_from_word(struct span word,
                              enum evidence_level *ret); /* "warning", "crit", ... */

enum evidence_flag {
    EVIDENCE_LOCAL = 1 << 0,         /* the stamp has no offset: `time` is local civil time */
    EVIDENCE_YEAR_INFERRED = 1 << 1, /* the year comes from the file's date or its header */
    EVIDENCE_DATE_INFERRED = 1 << 2, /* the whole date does */
    EVIDENCE_FOLD_GUESS = 1 << 3,    /* a local hour that came twice; second pass by order */
    EVIDENCE_LEAP = 1 << 4,          /* written as second 60 */
    EVIDENCE_LATE = 1 << 5,          /* earlier than a record before it in the file */
    EVIDENCE_SINCE_BOOT = 1 << 6,    /* monotonic time without anchor: its own lane, no date */
    EVIDENCE_DAY_GUESS = 1 << 7,     /* day and month could be the other way round */
    EVIDENCE_BINARY = 1 << 8,        /* holds NUL or invalid UTF-8 */
    EVIDENCE_FOLD_SECOND = 1 << 9,   /* with FOLD_GUESS: the later of the two instants */
    EVIDENCE_LEAP_GUESS = 1 << 10,   /* TAI64N: its writer may not count leap seconds */
    /* bits 12-15: decimals written in the stamp, 0-9; 0 is whole seconds */
};
#define EVIDENCE_DIGITS(flags) ((unsigned)(flags) >> 12)

enum { EVIDENCE_LAYOUTS_MAX = 8 }; /* layouts recognised in one content */

/* How records of one sort are written; for people and for reading fields again. */
struct evidence_layout {
    char name[40];     /* "nginx error log", "JSON lines", "text, 2026-03-04 10:02:17,123" */
    char stamp[48];    /* the time format as the table in data/ names it; "" for none */
    char time_key[48]; /* for keyed layouts (JSON, logfmt, CSV): the member with the time */
    char level_key[32];
    char message_key[32];
    uint16_t framing; /* the room's own business, as are position, style and level_word */
    uint16_t position;
    uint8_t style;
    uint8_t level_word;
    uint64_t records; /* of this layout */
};

struct evidence_index {
    uint64_t count;
    uint64_t size;         /* bytes of the content */
    const int64_t *time;   /* count */
    const uint64_t *start; /* count + 1 */
    const uint8_t *level;  /* count, enum evidence_level */
    const uint8_t *layout; /* count, index into layouts */
    const uint16_t *flags; /* count */
    enum evidence_kind kind;
    struct evidence_layout layouts[EVIDENCE_LAYOUTS_MAX];
    unsigned layout_count;
    /* facts over all records; times as in `time`, EVIDENCE_NO_TIME when none has one */
    int64_t first, last;
    uint64_t timed, local, late;
    uint64_t level_count[EVIDENCE_LEVEL_COUNT];
    char year_basis[80];  /* how missing years or dates were settled, "" when none were missing */
    char zone_stated[64]; /* a zone named in the content itself (header, "TZ="), "" otherwise */
    uint64_t formats;     /* evidence_formats_mark of the formats that it was made with */
    void *owner;          /* what evidence_index_close frees or unmaps */
};

struct evidence_account; /* account.h */

struct evidence_index_hints {
    enum evidence_kind kind;
    instant modified; /* of the file, anchors missing years; INSTANT_NONE: `now` */
    instant now;      /* nothing is later than about this */
    const char *name; /* file name, may hold a date; NULL for none */
    const struct evidence_formats *formats; /* of people's own, or NULL; borrowed for the call */
    struct evidence_account *account;       /* of what was considered, or NULL */
    unsigned threads;                       /* 0: as many as there are processors */
    void (*progress)(void *context, uint64_t bytes); /* may be NULL */
    void *progress_context;
    /* Of a content that is still being written: how many bytes of it are there by now; reading what
     * is not there waits for it. NULL: all of them. The index is the same either way. */
    uint64_t (*there)(void *context);
    void *there_context;
    /* An index that nobody needs any more, or NULL: its memory is used again, since getting new
     * pages from the system costs a tenth of finding records. Closed afterwards, whatever comes of
     * it. */
    struct evidence_index *spent;
};

/* Reads `len` bytes at `offset` of the content to be indexed (may be called by several threads). */
struct evidence_reader {
    void *context;
    enum status (*read)(void *context, uint64_t offset, void *to, size_t len, size_t *ret_len,
                        struct error *error);
    uint64_t size;
};
struct evidence_reader evidence_reader_of_span(const struct span *content); /* borrows the span */
struct evidence_reader evidence_reader_of_fd(const int *fd, uint64_t size); /* borrows the fd */

/* Detects the layouts and indexes the whole content. Works for anything: a content without times
 * becomes records without times. */
enum status evidence_index_build(const struct evidence_reader *reader,
                                 const struct evidence_index_hints *hints,
                                 struct evidence_index *ret, struct error *error);
/* Writes atomically; format in docs/formats/index.md. `content` binds the file to its content. */
enum status evidence_index_save(const struct evidence_index *index, const char *path,
                                const struct sha256 *content, struct error *error);
/* Maps a saved index. NOT_FOUND, DAMAGED (any check fails), TOO_NEW: build it again. A file that
 * was checked in full before and that nobody has changed since is not read again, so that opening
 * it takes no longer for a million records than for one; what was checked is noted beside it. */
enum status evidence_index_open(const char *path, const struct sha256 *content,
                                struct evidence_index *ret, struct error *error);
/* Every check, whatever was found before. */
enum status evidence_index_check(const char *path, const struct sha256 *content,
                                 struct error *error);
void evidence_index_close(struct evidence_index *index); /* safe on a zeroed struct */

/* Where a content that still grows can be cut so that both parts read alone as they do together:
 * *ret is where its last record starts. False when it must stay whole: a document, a table, lines
 * that a header at the beginning explains. */
bool evidence_index_seam(const struct evidence_index *index, uint64_t *ret);

static inline struct span evidence_record(const struct evidence_index *index, struct span content,
                                          uint64_t record)
{
    uint64_t from = index->start[record];
    return span_sub(content, (size_t)from, (size_t)(index->start[record + 1] - from));
}

#endif
