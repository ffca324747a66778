/*
 * The line engine: contents whose records begin at lines with a time at a known place.
 *
 *   lines.c         the whole run: sample, detect, scan, look again, fold, settle
 *   lines_sample.c  reads lines from the head, the middle and the tail
 *   lines_detect.c  finds the layouts of the records in such samples and locks them
 *   lines_match.c   tells whether one line begins a record of one layout, and reads time and level
 *   lines_many.c    the same for many lines at once, and level_many.c their levels
 *   lines_keyed.c   the same for JSON lines and logfmt
 *   lines_scan.c    finds the lines of one chunk and has them matched
 *   lines_chunks.c  cuts the content into chunks and joins their records in order
 *   lines_fold.c    joins what the scan had to leave apart (partial container lines, ...)
 *   lines_head.c    finds the first lines of records that have their stamp further down
 *   lines_settle.c  completes times that lack year, date or century
 *   lines_name.c    what people call a layout
 *
 * What a line is depends on the line and the locked layouts alone, never on the lines before it, so
 * that any way to cut the content gives the same records.
 */
#ifndef EVIDENCE_LINES_H
#define EVIDENCE_LINES_H

#include "evidence/internal.h"
#include "evidence/kernels.h"
#include "evidence/stamp_compile.h"

enum {
    LINE_WINDOW = 64 << 10, /* of a longer line only so much is looked at */
    LINE_BUFFER = 256 << 10,
    LINE_CHUNK = 1 << 20,
    LEVEL_WINDOW = 96, /* bytes behind the stamp in which a level word is looked for */
    LEAD_MAX = 40,     /* bytes of a docker-compose name */
};

/* One unit of UTF-16 as a byte: ASCII as it is, other characters 0x1a. */
static inline char lines_narrow(char first, char second, bool big_endian)
{
    unsigned char high = (unsigned char)(big_endian ? first : second);
    unsigned char low = (unsigned char)(big_endian ? second : first);
    return high == 0 && low < 0x80 ? (char)low : '\x1a';
}

/* Detects layouts and adds all records of the content. */
enum status lines_index(const struct evidence_reader *reader,
                        const struct evidence_index_hints *hints, struct index_builder *builder,
                        struct error *error);

/* How the work is done; it must not show in the answer. */
struct line_options {
    const struct kernels *kernels;
    unsigned threads;
    size_t chunk; /* bytes; small ones are for tests */
};
enum status lines_index_with(const struct evidence_reader *reader,
                             const struct evidence_index_hints *hints,
                             const struct line_options *options, struct index_builder *builder,
                             struct error *error);

/* Where in a line the stamp stands (bits 8-10 of evidence_layout.position; the number below). */
enum line_place {
    PLACE_NONE,   /* the layout has no time */
    PLACE_COLUMN, /* at byte n */
    PLACE_WORD,   /* at the start of word n, counted from 0; words end at blanks */
    PLACE_AFTER,  /* behind the text in `time_key`, at its first to third occurrence */
    PLACE_KEY,    /* the value of the member `time_key` */
    PLACE_FIELD,  /* field n, counted from 0, with the byte in `time_key` between the fields */
};
enum {
    PLACE_NUMBER = 0xff,
    PLACE_SHIFT = 8,
    PLACE_MASK = 7 << PLACE_SHIFT,
    PLACE_PREFIXED = 1 << 11, /* behind "name | " of docker compose */
    PLACE_WIDE_LE = 1 << 12,  /* the content is UTF-16 */
    PLACE_WIDE_BE = 1 << 13,
    PLACE_QUOTED = 1 << 14, /* one opening bracket or quote stands before the stamp */
    PLACE_UTC = 1 << 15,    /* the format promises UTC where the stamp itself says nothing */
};

/* What is known of the rest of the line; tells where the level is (evidence_layout.style). */
enum line_style {
    STYLE_TEXT,        /* a level word near the stamp, if anywhere */
    STYLE_WORD,        /* the level is word `level_word` behind the stamp */
    STYLE_BEFORE,      /* the level is a word before the stamp */
    STYLE_LETTER,      /* the line's first byte: klog, glog, CUPS */
    STYLE_WORD_LETTER, /* one letter, word `level_word` behind the stamp: Android */
    STYLE_SYSLOG,      /* host process[pid]: message */
    STYLE_SYSLOG_PRI,  /* <PRI> first */
    STYLE_SYSLOG_5424, /* <PRI>1 first */
    STYLE_ACCESS,      /* "request" status size */
    STYLE_POSTGRES,    /* prefix, severity, colon, two blanks */
    STYLE_REDIS,       /* one of . - * # */
    STYLE_CRI,         /* stdout|stderr P|F text */
    STYLE_TWO_LINES,   /* java.util.logging: the level begins the next line */
    STYLE_MYSQL_SLOW,  /* # Time: */
    STYLE_W3C,         /* columns named by #Fields: */
    STYLE_JSON,
    STYLE_JSON_SYSLOG, /* numbers in the level's member are those of syslog */
    STYLE_LOGFMT,
    STYLE_CISCO,  /* %FACILITY-severity-NAME: */
    STYLE_STATED, /* a person said where the level is, see line_layout.rule */
    STYLE_SCCM,   /* <![LOG[message]LOG]!><time="..." ... type="1" ...> */
    STYLE_LAST = STYLE_SCCM,
};

struct stated_format;
struct line_level_rule;

/* A layout ready for matching. What a scan goes by here and in struct line_layouts is compared by
 * scan_alike in lines.c: a new member that it goes by belongs there too. */
struct line_layout {
    struct evidence_layout face;
    const struct stamp_format *format; /* NULL: none */
    enum line_place place;
    unsigned number;
    uint16_t stamp_flags; /* of the stamps seen: what they leave open */
    struct span needle;   /* PLACE_AFTER; borrows from face.time_key once locked */
    char time_key[56], level_key[40], message_key[40]; /* `"name"` for JSON, `name=` for logfmt */
    size_t time_key_len, level_key_len, message_key_len;
    bool time_nested, level_nested;     /* the key is a path of several names */
    const struct stated_format *stated; /* a person's own; NULL for all others and once reopened */
    const struct line_level_rule *rule; /* how to read levels then, or NULL */
    bool strange;  /* detection alone: the time's key is none of data/keys.tsv */
    bool indented; /* detection alone: the line that suggested it begins with a blank */
};

/* How the first line of a record begins and ends where its stamp comes later; see lines_head.c. */
struct line_head {
    char begin[24], end[16];
    uint8_t begin_len, end_len; /* 0: records begin with their stamps */
};

struct line_layouts {
    struct line_layout item[EVIDENCE_LAYOUTS_MAX];
    unsigned count;
    char zone_stated[64];
    instant header_date;   /* a date in header lines, for stamps that have none; INSTANT_NONE */
    bool w3c;              /* a #Fields: line stands in the header */
    struct line_head head; /* of the first layout's records */
    unsigned amended; /* one more than the number of the layout whose lines line_amends knows */
};

/* What line_match tells about a line that begins a record. */
struct line_hit {
    struct stamp stamp; /* no stamp: len is 0 */
    size_t stamp_at;    /* its offset in the line */
    enum evidence_level level;
    uint8_t mark; /* of enum line_mark */
};

/* Lines that lines_fold.c has to look at again. */
enum line_mark {
    MARK_NONE,
    MARK_PARTIAL_OUT, /* container line with P: the next one of the same stream continues it */
    MARK_PARTIAL_ERR,
    MARK_WHOLE_OUT,
    MARK_WHOLE_ERR,
    MARK_LEVEL,      /* not a record: gives its level to the record before it */
    MARK_USER,       /* not always a record: MySQL's # User@Host */
    MARK_SET_TIME,   /* not a record: MySQL's SET timestamp= */
    MARK_MYSQL_TIME, /* a record: MySQL's # Time: */
    MARK_SCCM_BEGIN, /* a record whose message goes on below, and so does its stamp */
    MARK_SCCM_END,   /* not a record behind one of those: the rest of it */
};

/* True when the line (without its newline; a CR may end it) begins a record of this layout. The
 * reader must be the layout's own; it only remembers, it never changes an answer. */
bool line_match(const struct line_layout *layout, const struct kernels *kernels,
                struct stamp_reader *reader, struct span line, struct line_hit *ret);
/* True for a line that begins no record by itself and still tells something about the one before it
 * or behind (java.util.logging's second line, parts of MySQL's slow log and of SCCM's messages);
 * ret->mark says what. */
bool line_amends(const struct line_layouts *layouts, struct span line, struct line_hit *ret);
/* Until lines_fold has run, the layout column holds a mark (enum line_mark) above its low bits. */
enum { SCAN_MARK_SHIFT = 4, SCAN_LAYOUT = 0x0f };

/* Lines that are matched together: enough to make steps of it, few enough to stay at hand. Those
 * that begin a record become a row in the columns, whose other rows mean nothing. */
enum { LINE_RUN = 128, LINE_OPEN = 0xff };

/* Levels that were met in lines of one layout, by the bytes of their values (lines_keyed.c); zeroed
 * before its first use. */
enum { LEVEL_MEMOS = 16 };
struct level_memo {
    uint64_t texts[LEVEL_MEMOS];
    uint8_t levels[LEVEL_MEMOS];
};

struct line_run {
    unsigned count, open_count;
    struct span line[LINE_RUN]; /* none is empty; borrowed */
    int64_t time[LINE_RUN];
    uint16_t flags[LINE_RUN];
    uint8_t level[LINE_RUN];
    uint8_t layout[LINE_RUN]; /* and the mark, see SCAN_MARK_SHIFT; or LINE_OPEN */
    uint16_t open[LINE_RUN];  /* the lines that begin none so far, in any order */
    struct level_memo memo[EVIDENCE_LAYOUTS_MAX]; /* kept from run to run */
};

/* What an index tells of a stamp is mostly what the stamp's own flags say. */
_Static_assert((unsigned)EVIDENCE_LOCAL == STAMP_OFFSET &&
                   (unsigned)EVIDENCE_YEAR_INFERRED == STAMP_NO_YEAR &&
                   (unsigned)EVIDENCE_DATE_INFERRED == STAMP_NO_DATE &&
                   (unsigned)EVIDENCE_LEAP == STAMP_LEAP &&
                   (unsigned)EVIDENCE_SINCE_BOOT == STAMP_SINCE_BOOT,
               "flags of stamps and of records are the same bits");

/* Of a stamp that has a time. */
static inline uint16_t line_flags_of(const struct stamp *stamp, bool utc)
{
    const unsigned kept = EVIDENCE_LOCAL | EVIDENCE_YEAR_INFERRED | EVIDENCE_DATE_INFERRED |
                          EVIDENCE_LEAP | EVIDENCE_SINCE_BOOT;
    unsigned flags = (stamp->flags ^ STAMP_OFFSET) & kept;
    if (utc || (stamp->flags & STAMP_SINCE_BOOT)) flags &= ~(unsigned)EVIDENCE_LOCAL;
    return (uint16_t)(flags | (unsigned)stamp->digits << 12);
}

/* Makes a row of what line_match or line_amends tell about a line; `utc` says that stamps without a
 * zone are of UTC. */
static inline void line_run_put(struct line_run *run, unsigned line, unsigned layout, bool utc,
                                const struct line_hit *hit)
{
    bool timed = hit->stamp.len > 0 && !(hit->stamp.flags & STAMP_SENTINEL);
    run->time[line] = timed ? hit->stamp.time : EVIDENCE_NO_TIME;
    run->flags[line] = timed ? line_flags_of(&hit->stamp, utc) : 0;
    run->level[line] = (uint8_t)hit->level;
    run->layout[line] = (uint8_t)(layout | (unsigned)hit->mark << SCAN_MARK_SHIFT);
}

/* All lines are open. */
void line_run_open(struct line_run *run);
/* line_match for all lines that are open. Each must be followed by its line's end, and by
 * KERNEL_SLACK bytes that may be read. */
void line_match_many(const struct line_layout *layout, unsigned number,
                     const struct kernels *kernels, struct stamp_reader *reader,
                     struct line_run *run);
/* The same for layouts of lines_keyed.c, and which these are. */
void lines_match_keyed(const struct line_layout *layout, unsigned number,
                       const struct kernels *kernels, struct stamp_reader *reader,
                       struct line_run *run);
bool lines_are_keyed(const struct line_layout *layout, const struct stamp_reader *reader);

/* A line of a run, and where its stamp begins and ends. */
struct line_stamped {
    uint16_t line, at, behind;
};
/* The levels of lines whose stamps are known. */
void level_many(const struct line_layout *layout, const struct kernels *kernels,
                struct line_run *run, const struct line_stamped *lines, unsigned count);

/* True for the first line of a record whose stamp comes later. */
bool line_is_head(const struct line_layouts *layouts, struct span line);
/* Bytes of prefix and terminal codes that line_match passes over. */
size_t line_skipped(const struct line_layout *layout, struct span line);
/* Bytes of terminal codes (ESC [ ... letter) at the start, and of NULs that a crash left there. */
size_t line_escapes(struct span line);
/* Bytes of "88 " in front of "<34>": how long the message is (RFC 6587, 3.4.1). */
size_t line_octets(struct span line);
/* Offset behind "name | ", or 0. */
size_t line_prefix(struct span line);

/* ---- level_find.c ---- */

/* The first level word in the text, judged by its surroundings. `before` is the byte before it;
 * KERNEL_SLACK bytes behind the text may be read, except by the plain kernels. */
enum evidence_level level_find(const struct kernels *kernels, struct span text, char before);
/* The same, with what kernels->level_starts said of the text. */
enum evidence_level level_find_among(const struct kernels *kernels,
                                     const struct level_places *places, struct span text,
                                     char before);
/* Level of a line whose stamp ends at `behind`, by the layout's style. */
enum evidence_level level_of_line(const struct line_layout *layout, const struct kernels *kernels,
                                  struct span line, size_t stamp_at, size_t behind);
/* What PostgreSQL's severities say; those that belong to the record before say nothing. */
enum evidence_level level_of_severity(struct span word);
/* Severities of PostgreSQL stand before a colon and two blanks; other texts do not look so. */
enum evidence_level level_postgres(struct span line, size_t behind);
/* Word n behind `from` (blanks between words), without brackets, quotes and closing colons. */
struct span line_word(struct span line, size_t from, unsigned n);

/* ---- lines_stated.c: levels where a person said how they are written ---- */

enum evidence_level level_of_rule(const struct line_level_rule *rule, struct span line,
                                  size_t stamp_at, size_t behind);
enum evidence_level level_of_rule_word(const struct line_level_rule *rule, struct span word);

/* ---- line_keys.c: members of JSON objects and logfmt lines ---- */

/* The value of a top-level member as written (a string without its quotes) by `key` = `"name"`.
 * Exact for valid JSON on one line. */
bool json_line_member(const struct kernels *kernels, struct span line, struct span key,
                      struct span *ret_value);
/* The value of `name=` at the start or behind a blank, outside quotes; without its own quotes. */
bool logfmt_member(const struct kernels *kernels, struct span line, struct span key,
                   struct span *ret_value);
/* The same, giving all that is behind the key. Nothing that is of interest ends before `from`. */
bool json_line_place(const struct kernels *kernels, struct span line, size_t from, struct span key,
                     struct span *ret_rest);
bool logfmt_place(const struct kernels *kernels, struct span line, size_t from, struct span key,
                  struct span *ret_rest);
/* The value that begins behind a colon or a `=`: a string without its quotes, or up to what ends a
 * bare one. */
bool json_value(struct span rest, struct span *ret);
bool logfmt_value(struct span rest, struct span *ret);
/* True when the line is one JSON object as far as its ends tell. */
bool json_line_is_object(struct span line);

/* ---- line_members.c: all members of one line, for detection and for fields ---- */

enum { MEMBER_PATH_MAX = 64, MEMBER_DEPTH_MAX = 4 };

struct line_member {
    struct span path;  /* "log.level"; borrowed for the call */
    struct span key;   /* its last name as written; borrows from the line */
    struct span value; /* a string without quotes and with its escapes, or the bare value */
    bool string;
    unsigned depth; /* 1 for members of the outermost object */
    enum key_role role;
    unsigned rank;
};
typedef void member_visitor(void *context, const struct line_member *member);

void json_members(struct span line, member_visitor *visit, void *context);
/* The same; lists and objects that begin while *enough is true are passed over. */
void json_members_until(struct span line, const bool *enough, member_visitor *visit, void *context);
void logfmt_members(struct span line, member_visitor *visit, void *context);
/* True for the value of a member whose name says nothing, when it may be the record's time: a date
 * with a clock and nothing else, or a number that can be nothing else by its digits and name. */
bool line_member_may_be_time(const struct line_member *member);
/* True when the line begins with name= as logfmt lines do. */
bool logfmt_begins(struct span line);

/* ---- detection ---- */

enum { SAMPLE_LINES = 600 };

struct line_sample {
    struct span lines[SAMPLE_LINES];
    uint64_t offsets[SAMPLE_LINES];
    uint8_t segment[SAMPLE_LINES]; /* lines of one segment follow each other */
    size_t count;
    char *bytes; /* owned: what the lines borrow */
};

enum status line_sample_read(const struct evidence_reader *reader, struct line_sample *ret,
                             struct error *error);
/* Adds up to 200 lines around an offset as a new segment to an empty sample. */
enum status line_sample_at(const struct evidence_reader *reader, uint64_t offset,
                           struct line_sample *ret, struct error *error);
void line_sample_release(struct line_sample *sample);

/* Adds layouts for what those in *layouts do not match. */
void lines_detect(const struct line_sample *sample, const struct evidence_index_hints *hints,
                  struct line_layouts *layouts);
void line_layout_lock(struct line_layout *layout); /* fills what follows from face */
/* The layout again from what an index keeps of it. `made` is for a stamp that a person defined; it
 * is borrowed as long as the layout is used. */
void line_layout_of(const struct evidence_layout *face, struct stamp_made *made,
                    struct line_layout *ret);
void line_layout_name(struct line_layout *layout, const struct line_sample *sample,
                      const bool *matched);

/* Notes what header lines among the first state for all records. */
void lines_read_header(const struct line_sample *sample, struct line_layouts *layouts);
/* The name of a zone right behind a stamp, "[06-May-2031 07:08:09 Europe/Berlin]"; empty for none.
 */
struct span line_zone_behind(struct span line, size_t behind);
/* Notes the zone that stands behind all stamps of a layout, if there is one of that name. */
void lines_state_zone(struct line_layouts *layouts, struct span name);
/* Notes a date that stands before the first record, for stamps without one. */
void lines_read_date(const struct line_sample *sample, const struct evidence_index_hints *hints,
                     const bool *matched, struct line_layouts *layouts);

/* ---- UTF-16 ---- */

struct wide_reader {
    const struct evidence_reader *inner;
    bool big; /* big-endian */
};

/* True for text that begins with a byte order mark of UTF-16. */
bool lines_are_wide(struct span head, bool *ret_big);
/* Reads one byte for each unit behind the mark; borrows *wide. */
struct evidence_reader lines_narrow_reader(struct wide_reader *wide);
/* Turns offsets among the units into offsets in the content. */
void lines_widen(const struct wide_reader *wide, struct index_builder *builder);

/* ---- scan ---- */

struct line_scan {
    const struct evidence_reader *reader;
    const struct line_layouts *layouts;
    const struct kernels *kernels;
    unsigned threads;
    size_t chunk, buffer; /* bytes; small ones are for tests */
    unsigned region_shift;
    void (*progress)(void *context, uint64_t bytes);
    void *progress_context;
};

enum { SCAN_REGIONS = 64 };

struct line_scan_facts {
    /* Bytes of lines that begin no record, by where they are: region i starts at i << region_shift.
     * Regions do not depend on how the content is cut. */
    uint64_t continued[SCAN_REGIONS];
};
/* The shift for a content of this size: its regions are at most SCAN_REGIONS. */
unsigned lines_region_shift(uint64_t size);

enum status lines_scan(const struct line_scan *scan, struct index_builder *builder,
                       struct line_scan_facts *ret_facts, struct error *error);
void lines_fold(const struct line_layouts *layouts, struct index_builder *builder);
/* Completes times by neighbours, headers and the file's own date; see settle.h. */
void lines_settle(struct line_layouts *layouts, const struct evidence_index_hints *hints,
                  struct index_builder *builder);
/* Of a format that has a partner with day and month exchanged. */
bool lines_day_first(const struct stamp_format *format);
/* Forgets layouts that no record has. */
void lines_drop_unused(struct line_layouts *layouts, struct index_builder *builder);

#endif
