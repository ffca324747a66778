/* Events in bulk, in and out: what the files events_*.c share. */
#ifndef EXCHANGE_EVENTS_H
#define EXCHANGE_EVENTS_H

#include "exchange/exchange.h"

enum {
    EVENTS_BYTES_MOST = 16 << 20,
    EVENTS_MOST = 5000,
    EVENTS_UNPLACED_MOST = 10000,
    EVENTS_NOTICES_MOST = 100,
    EVENTS_SHOWN = 300, /* bytes of a line that is listed as unplaced */
    EVENTS_WORD = 40,   /* no word of a vocabulary is longer */
};

/* An event that was placed, and how its file calls it. */
struct events_placed {
    struct review_event *event;
    uint32_t called, line;
};

/* The work of one exchange_events_read(). */
struct events {
    struct review_typing typing; /* `day` moves on past midnight and with lines that are dates */
    struct arena *arena;
    struct error *error;
    struct text scratch;
    struct events_placed *placed; /* heap, as all lists here */
    size_t placed_count, placed_room;
    struct exchange_unplaced *unplaced;
    size_t unplaced_count, unplaced_room;
    const char **notices;
    size_t notice_count, notice_room;
    uint32_t rows; /* events met so far, placed or not: what an event is called without an id */
    instant last;  /* the latest time of day without a date; INSTANT_NONE for none yet */
};

/* ---- events_read.c ---- */

/* Fail only for lack of memory or room. */
enum status events_place(struct events *events, struct review_event *event, uint32_t called,
                         uint32_t line);
enum status events_unplaced(struct events *events, uint32_t line, struct span text,
                            const char *why);
/* A sentence for the reader; one that was said already is not said again. */
enum status events_notice(struct events *events, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Reads a time by the file's typing; one without a date that lies more than twelve hours before the
 * one above it is of the next day. */
enum status events_time(struct events *events, struct span text, struct review_time *ret,
                        struct error *why);

/* ---- events_names.c ---- */

/* Puts the new numbers into times and orders that say "E7"; one that the file has not is listed. */
enum status events_rename(struct events *events);

/* ---- events_text.c, events_csv.c, events_json.c: one for each form ---- */

enum status events_read_text(struct events *events, struct span text);
bool events_is_csv(struct span text);
enum status events_read_csv(struct events *events, struct span text);
enum status events_read_json(struct events *events, struct span text);

/* ---- events_row.c: a row of named cells, from CSV or from a JSON object ---- */

enum events_column_kind {
    EVENTS_COLUMN_UNKNOWN,
    EVENTS_COLUMN_FIELD, /* a field of events */
    EVENTS_COLUMN_ID,
    EVENTS_COLUMN_DATETIME,  /* Timesketch: ISO 8601 */
    EVENTS_COLUMN_TIMESTAMP, /* microseconds since 1970 */
    EVENTS_COLUMN_DESC,      /* what sort of time that is */
    EVENTS_COLUMN_MESSAGE,
    EVENTS_COLUMN_TAGS,
};
struct events_cell {
    enum events_column_kind kind;
    const struct review_field *field; /* of EVENTS_COLUMN_FIELD */
    struct span name, value;          /* value: decoded */
};
/* Fills in kind and field from the name (any case, '-' or '_'). */
void events_column(struct span name, struct events_cell *ret);
enum status events_row(struct events *events, const struct events_cell *cells, size_t count,
                       uint32_t line);
/* Reads "E12"; 0 when it is none. */
uint32_t events_called(struct span text);
/* What an event of another review may not carry along. */
enum status events_strip(struct events *events, struct review_event *event);

/* ---- cells.c ---- */

/* Takes a cell off the front of a CSV text, decoded into `scratch` (which it appends to); *ret_end:
 * it was the last of its row. */
struct span cell_take(struct span *rest, char delimiter, struct text *scratch, bool *ret_end);
/* The delimiter that the first row is most likely cut by. */
char cell_delimiter(struct span text);

#endif
