/*
 * What the files that read Markdown postmortems share.
 *
 * The document is cut into lines that each know what they are (markdown_lines.c); headings, labels
 * and columns get a meaning from data/postmortem-words.tsv; a driver walks the lines once and hands
 * blocks to the part that understands their section. Every line is marked as taken when something
 * was made of it; what is not taken in the end is listed as unplaced.
 */
#ifndef EXCHANGE_MARKDOWN_H
#define EXCHANGE_MARKDOWN_H

#include "exchange/internal.h"

enum {
    MD_BYTES_MOST = 4 << 20,
    MD_ENTRIES_MOST = 20000,
    MD_CELLS_MOST = 32,
    MD_LINE_MOST = 1000, /* bytes of a field of one line */
    MD_NOTICES_MOST = 400,
};

/* ---- lines ---- */

enum md_kind {
    MD_BLANK,
    MD_HEADING,
    MD_ITEM, /* of a bullet or numbered list */
    MD_TEXT,
    MD_ROW,     /* of a table */
    MD_CODE,    /* inside a fence, or front matter's */
    MD_MARKUP,  /* fences, rules, rows of dashes: nothing is said there */
    MD_COMMENT, /* <!-- ... --> */
    MD_FRONT,   /* "key: value" before the document */
};

enum md_box { MD_BOX_NONE, MD_BOX_OPEN, MD_BOX_DONE };

struct md_line {
    struct span raw;  /* the whole line */
    struct span text; /* without list mark, heading mark, quote mark, indent */
    uint8_t kind;     /* enum md_kind */
    uint8_t level;    /* of a heading, 1-6; 7 for a bold line that is one */
    uint8_t box;      /* enum md_box */
    bool ruled;       /* a row of the table's head: dashes follow */
    bool quoted;      /* behind "> " */
    bool taken;
    uint16_t indent; /* columns before the text's mark */
};

struct md_block {
    enum md_kind kind;
    size_t from, to; /* lines */
    unsigned indent;
    enum md_box box;
    struct span plain;    /* of all its lines */
    struct span markdown; /* of all its lines, without the first one's mark */
};

/* ---- what words mean (data/postmortem-words.tsv) ---- */

#define MD_SECTIONS(X)                                                                             \
    X(UNKNOWN, "unknown")                                                                          \
    X(META, "meta")                                                                                \
    X(SUMMARY, "summary")                                                                          \
    X(BACKGROUND, "background")                                                                    \
    X(SAFE, "safe")                                                                                \
    X(STORY, "story")                                                                              \
    X(IMPACT, "impact")                                                                            \
    X(RECURRENCE, "recurrence")                                                                    \
    X(DEFINITIONS, "definitions")                                                                  \
    X(METHOD, "method")                                                                            \
    X(INTERNAL_NOTE, "internal-note")                                                              \
    X(PUBLIC_NOTE, "public-note")                                                                  \
    X(DETECTION, "detection")                                                                      \
    X(NOTIFICATION, "notification")                                                                \
    X(COORDINATION, "coordination")                                                                \
    X(TIMELINE, "timeline")                                                                        \
    X(FACTORS, "factors")                                                                          \
    X(ROOT, "root")                                                                                \
    X(TRIGGER, "trigger")                                                                          \
    X(MITIGATORS, "mitigators")                                                                    \
    X(WHYS, "whys")                                                                                \
    X(WELL, "well")                                                                                \
    X(HARD, "hard")                                                                                \
    X(LUCK, "luck")                                                                                \
    X(LEARNED, "learned")                                                                          \
    X(SURPRISE, "surprise")                                                                        \
    X(RISKS, "risks")                                                                              \
    X(QUESTIONS, "questions")                                                                      \
    X(ACTIONS, "actions")                                                                          \
    X(DONE, "done")                                                                                \
    X(PEOPLE, "people")                                                                            \
    X(EXHIBITS, "exhibits")                                                                        \
    X(CONTENTS, "contents")

enum md_section {
#define X(name, word) MD_SECTION_##name,
    MD_SECTIONS(X)
#undef X
        MD_SECTION_COUNT
};

#define MD_LABELS(X)                                                                               \
    X(NONE, "none")                                                                                \
    X(TITLE, "title")                                                                              \
    X(DATE, "date")                                                                                \
    X(WRITTEN, "written")                                                                          \
    X(SEVERITY, "severity")                                                                        \
    X(STATUS, "status")                                                                            \
    X(ZONE, "zone")                                                                                \
    X(START, "start")                                                                              \
    X(DETECT, "detect")                                                                            \
    X(ACK, "ack")                                                                                  \
    X(DECLARE, "declare")                                                                          \
    X(PUBLIC, "public")                                                                            \
    X(MITIGATED, "mitigated")                                                                      \
    X(END, "end")                                                                                  \
    X(RESOLVED, "resolved")                                                                        \
    X(MEASURE, "measure")                                                                          \
    X(PERSON, "person")                                                                            \
    X(OWNER, "owner")                                                                              \
    X(FACILITATOR, "facilitator")                                                                  \
    X(NOTE_TAKER, "note-taker")                                                                    \
    X(READER, "reader")                                                                            \
    X(COMPONENTS, "components")                                                                    \
    X(TAGS, "tags")                                                                                \
    X(LINK, "link")                                                                                \
    X(MEETING, "meeting")

enum md_label {
#define X(name, word) MD_LABEL_##name,
    MD_LABELS(X)
#undef X
        MD_LABEL_COUNT
};

#define MD_COLUMNS(X)                                                                              \
    X(OTHER, "other")                                                                              \
    X(TIME, "time")                                                                                \
    X(DATE, "date")                                                                                \
    X(END, "end")                                                                                  \
    X(WHAT, "what")                                                                                \
    X(WHO, "who")                                                                                  \
    X(ACTION, "action")                                                                            \
    X(TYPE, "type")                                                                                \
    X(OWNER, "owner")                                                                              \
    X(TRACKER, "tracker")                                                                          \
    X(DUE, "due")                                                                                  \
    X(STATE, "state")                                                                              \
    X(NUMBER, "number")                                                                            \
    X(ROLE, "role")                                                                                \
    X(NAME, "name")

enum md_column {
#define X(name, word) MD_COLUMN_##name,
    MD_COLUMNS(X)
#undef X
        MD_COLUMN_COUNT
};

enum md_place { MD_WORD_HEADING, MD_WORD_LABEL, MD_WORD_COLUMN, MD_WORD_TYPE };

/* Lower-case words, one blank between, no numbering, brackets, marks or closing colon. `out` has
 * room for MD_WORDS_MOST bytes. */
enum { MD_WORDS_MOST = 160 };
struct span md_words(struct span plain, char out[MD_WORDS_MOST]);
/* Meaning of a heading; MD_SECTION_UNKNOWN when no row fits. `whole`: only rows that are the whole
 * heading count. */
enum md_section md_section_of(struct span plain, bool whole);
enum md_label md_label_of(struct span plain);
enum md_column md_column_of(struct span plain);
/* The type of an item that a word or heading tells (enum review_type_of_item_word), or 0. */
unsigned md_type_of(struct span plain);

/* ---- time as written, without meaning yet ---- */

enum md_date_kind {
    MD_DATE_NONE,
    MD_DATE_FULL,
    MD_DATE_NO_YEAR,
    MD_DATE_SLASHED, /* 03/04/2026 or 03/04: month and day in an order of the writer's */
    MD_DATE_WEEKDAY, /* day: 0 is Sunday */
    MD_DATE_COUNTED, /* day: 2 for "Day 2" */
    MD_DATE_NEXT,    /* "next day" */
};
struct md_date {
    enum md_date_kind kind;
    int year, month, day; /* year 0: not written */
};
struct md_clock {
    int hour, minute, second; /* minute, second -1: not written */
    int32_t nanosecond;
    char half;      /* 'a', 'p' or 0 */
    bool one_digit; /* "9:05": may be a 12-hour clock */
};
struct md_zone_word {
    bool known, fixed;
    bool guessed;     /* the letters mean several zones; the most common one was taken */
    int32_t offset;   /* seconds east, when fixed */
    char name[40];    /* IANA name, when not fixed */
    char written[24]; /* as the document has it */
};
struct md_stamp {
    struct span raw; /* as written */
    struct span who; /* in front of it: "Ana [10:02]: ..." */
    size_t end;      /* where the rest of the text begins */
    struct md_date date, end_date;
    bool has_clock, has_end;
    struct md_clock clock, until;
    struct md_zone_word zone;
    bool between; /* "between 10:02 and 10:05": doubt, not length */
    bool about, doubtful, before, after;
    bool relative; /* "T+5m" */
    bool later;    /* "5 minutes later": relative to the entry before */
    duration by;
    bool marked; /* a dash, colon, bracket or the like parts it from the rest */
};
enum md_stamp_how {
    MD_STAMP_LINE, /* in front of a sentence */
    MD_STAMP_CELL, /* alone in a cell or behind a label: "1402", "14.02" and "14" count */
};
bool md_stamp_read(struct span plain, enum md_stamp_how how, struct md_stamp *ret);

/* Each takes what it knows off the text from *at on. */
bool md_date_take(struct span text, size_t *at, bool lenient, struct md_date *ret);
bool md_clock_take(struct span text, size_t *at, bool lenient, struct md_clock *ret);
bool md_zone_take(struct span text, size_t *at, struct md_zone_word *ret);
/* A zone that a sentence or heading states: "all times in PST", "Timeline (UTC+2)". */
bool md_zone_stated(struct span plain, bool heading, struct md_zone_word *ret);

/* Small scanners: the word at `at` (letters only), and blanks skipped. */
struct span md_word_at(struct span text, size_t at);
size_t md_skip_blanks(struct span text, size_t at);
static inline bool md_is_digit(char c)
{
    return c >= '0' && c <= '9';
}
static inline bool md_is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

/* ---- the reader ---- */

/* Where a timeline stands. */
struct md_track {
    int64_t day;   /* since 1970; INT64_MIN: none known */
    int64_t shift; /* days to the day's other reading, 03/04 or 04/03; 0: none */
    bool fresh;    /* the day was written since the last entry */
    bool crossed;  /* ... or else was moved on by a midnight */
    instant last;  /* latest time placed so far; INSTANT_NONE at the start */
    bool half_day; /* clocks run to 12 without am or pm */
    char half;     /* the last one written */
    struct md_zone_word zone;
    struct review_id event;  /* the event before; number 0: none */
    struct review_id origin; /* T+0 */
    instant origin_at;
    size_t count;
};

struct md_field; /* see markdown_texts.c */

struct md {
    struct arena *arena;
    struct error *error;
    enum status status; /* sticky */
    const char *name;
    const struct review_typing *typing;
    struct md_line *lines;
    size_t count;
    struct review_review *own;
    struct review_entry **entries; /* heap */
    size_t entry_count, entry_room;
    uint32_t numbers[REVIEW_KIND_COUNT];
    struct exchange_unplaced *unplaced; /* heap */
    size_t unplaced_count, unplaced_room;
    const char **notices; /* heap */
    size_t notice_count, notice_room;
    /* texts that grow: heap until the end */
    struct md_grown {
        const char **field;
        struct text text;
    } * grown;
    size_t grown_count, grown_room;
    /* where the walk is */
    enum md_section section;
    const char *heading;       /* of the section, plain */
    size_t section_line;       /* index of its heading */
    unsigned level;            /* of the heading; 8: a run-in label */
    unsigned timeline_level;   /* of the timeline around it; 0: none */
    bool heading_label;        /* the heading is a label: the line below it is its value */
    bool heading_said;         /* the heading stands in the text already */
    unsigned item_type;        /* of the items below a heading such as "Prevent" */
    struct review_entry *open; /* what sub-bullets and further lines belong to */
    const char **more;         /* the text of it that takes them */
    unsigned open_indent;
    bool open_paragraph; /* it came from a paragraph: more paragraphs belong to it */
    bool open_wants;     /* an event whose words come on the next line */
    struct md_track track;
    int64_t day; /* the document's, INT64_MIN: none */
    size_t day_line;
    struct md_zone_word zone;
    bool zone_local;   /* clocks of places, and which is not stated */
    bool zone_assumed; /* the zone is that of other times of the document */
    bool zone_told, day_asked, month_first, month_first_known, order_said;
    bool order_open;    /* neither a date nor a zone tells the order of day and month */
    int64_t day_shift;  /* of `day` to its other reading */
    int64_t date_shift; /* of the date that md_date_days read last */
    bool has_timeline;
    size_t timeline_events;
    unsigned guesses; /* bits: a zone's letters, a season, a 12-hour clock; each is told once */
    /* times in the document's head: events, once the timeline is read */
    struct md_mark {
        enum md_label label;
        const char *words;
        struct span value;
        size_t line;
    } marks[24];
    size_t mark_count;
    struct zone *zones[8];
    char zone_names[8][40];
    size_t zone_count;
    struct text scratch;
};

/* ---- markdown_lists.c: lists that grow ---- */

void md_fail(struct md *md, enum status status);
/* A new entry of the kind with the next number, listed; NULL after a failure. */
void *md_entry(struct md *md, enum review_kind kind);
void md_notice(struct md *md, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Lists a text with the line it stands on. */
void md_unplaced(struct md *md, size_t line, struct span text, const char *why);
/* Lists lines [from, to) that hold something, and takes them. */
void md_leave(struct md *md, size_t from, size_t to, const char *why);
void md_take(struct md *md, size_t from, size_t to);
const char *md_copy(struct md *md, struct span text);
const char *md_say(struct md *md, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* A copy for a field of one line: blanks for line breaks; what is too long is cut between words,
 * and *ret_rest (may be NULL) is what was cut off, to be kept elsewhere. */
const char *md_line_of(struct md *md, struct span text, struct span *ret_rest);
/* Adds a paragraph to a text of an entry; finished by md_grown_finish. */
void md_grow(struct md *md, const char **field, struct span text, const char *between);
void md_grown_finish(struct md *md);
/* Adds to a list of lines. */
void md_lines_add(struct md *md, struct review_lines *list, struct span text);
void md_close(struct md *md); /* nothing more belongs to the open entry */
void md_open(struct md *md, struct review_entry *entry, const char **more, unsigned indent,
             bool paragraph);

/* ---- markdown_sections.c ---- */

/* A heading's line: opens its section, or is an event, a day, a factor, the title. */
void md_heading(struct md *md, size_t line);
/* "**Timeline**" or "Timeline:" alone on its line is meant as a heading. */
bool md_is_heading(struct md *md, const struct md_block *block);
/* "**Impact:** 4 % of requests": a label with the words of a heading opens its section, and leaves
 * the block. */
bool md_run_in(struct md *md, struct md_block *block);
void md_title(struct md *md, struct span plain);

/* ---- markdown_lines.c, markdown_plain.c ---- */

void md_lines_read(struct md *md, struct span text);
/* Plain words of Markdown: marks taken off, links as "words (address)". In the arena. */
struct span md_plain(struct md *md, struct span markdown);
/* "**Label:** rest" or "Label: rest": cuts a label of a few words. */
bool md_label_cut(struct span plain, struct span *ret_label, struct span *ret_rest);
/* Was the label of this line set off by bold marks? */
bool md_is_bold(struct span markdown);
/* The next address from *at on, or an empty span; *ret_words are the words of its link. */
struct span md_address(struct span markdown, size_t *at, struct span *ret_words);

/* ---- blocks ---- */

/* The block that begins at a line: an item or paragraph with its lines, a fence, a table. */
struct md_block md_block_at(struct md *md, size_t line);
/* Takes lines as they are written, common indent kept. */
struct span md_raw(const struct md *md, size_t from, size_t to);

/* ---- markdown_when.c: time with meaning ---- */

void md_when_survey(struct md *md); /* day, zone and order of day and month, before the walk */
void md_track_start(struct md *md, const struct md_zone_word *zone);
/* Sets the day from a date; false when it cannot be told. */
bool md_track_date(struct md *md, const struct md_date *date, size_t line);
/* Time and end of an event from a stamp, moved on past midnight; notices tell what is doubtful. */
void md_time(struct md *md, const struct md_stamp *stamp, size_t line, struct review_time *ret_at,
             struct review_time *ret_end, const char **ret_basis);
/* A single time outside a timeline: no midnight, no order. */
bool md_time_alone(struct md *md, const struct md_stamp *stamp, struct review_time *ret);
bool md_date_days(struct md *md, const struct md_date *date, int64_t near, int64_t *ret);
const struct zone *md_zone_of(struct md *md, const struct md_zone_word *word);
void md_zone_name(const struct md_zone_word *word, char *out, size_t room);
void md_zones_free(struct md *md);

/* ---- the parts ---- */

/* True when the block was an event of a timeline. */
bool md_timeline_block(struct md *md, const struct md_block *block);
bool md_timed_block(struct md *md, const struct md_block *block); /* outside a timeline */
/* "Words.\nMay 4, 2023 - 16:30 UTC": a paragraph whose last line is its time. */
bool md_stamp_below(struct md *md, const struct md_block *block);
bool md_timeline_heading(struct md *md, size_t line, struct span plain);
struct review_event *md_event(struct md *md, const struct md_stamp *stamp, struct span what,
                              size_t line);
void md_table(struct md *md, const struct md_block *block);
void md_texts_begin(struct md *md);
void md_texts_block(struct md *md, const struct md_block *block);
bool md_is_text_section(enum md_section section);
void md_factor_block(struct md *md, const struct md_block *block);
void md_factor_heading(struct md *md, size_t line, struct span plain);
void md_statement_block(struct md *md, const struct md_block *block);
void md_item_block(struct md *md, const struct md_block *block);
/* An item from cells of a table: one of each column, empty when there is none. */
void md_item_cells(struct md *md, const struct span *columns, struct span detail, size_t line);
void md_people_block(struct md *md, const struct md_block *block);
void md_person(struct md *md, struct span role, struct span names, unsigned part, size_t line);
void md_exhibit_block(struct md *md, const struct md_block *block);
void md_document(struct md *md, struct span title, struct span link);
/* "Severity: SEV2" and the like; false when the label is not known. */
bool md_label(struct md *md, struct span label, struct span value, struct span markdown,
              size_t line);
void md_labels_finish(struct md *md);
/* Does a title only say which sort of document it is? */
bool md_title_is_plain(const char *title);
/* Sentences that begin with a time, in documents without a timeline. */
void md_prose(struct md *md, const struct md_block *block);

#endif
