/*
 * Comma-separated values (RFC 4180) and their kin: a row is a record, also one with line breaks in
 * quotes. The first row names the columns; PostgreSQL's csvlog has fixed ones and no names.
 *
 * A quote that is never closed must not swallow the content: from the first row on that grows
 * beyond ROW_MOST, quotes no longer reach over line ends.
 */
#include "evidence/document.h"
#include "evidence/document_columns.h"
#include "evidence/lines.h"

#include <stdio.h>

enum { ROW_MOST = 1 << 20, STAMP_ROOM = 80 };

/* PostgreSQL manual, 20.8.4 "Using CSV-Format Log Output" */
enum { PG_TIME = 0, PG_SEVERITY = 11, PG_MESSAGE = 13 };

static struct span without_line_end(struct span row)
{
    while (row.len && (row.at[row.len - 1] == '\n' || row.at[row.len - 1] == '\r')) row.len--;
    return row;
}

/* Bytes of the row at the start, its LF included; 0 when it is not all there. */
static size_t row_length(struct span s, bool quotes, char delimiter)
{
    unsigned columns;
    if (quotes) return probe_csv_row(s, false, delimiter, &columns);
    const char *hit = s.len ? memchr(s.at, '\n', s.len) : NULL;
    return hit ? (size_t)(hit - s.at) + 1 : 0;
}

/* ---- columns ---- */

/* Columns are kept in the layout's private numbers, so that one row can be read again alone. */
static void pack(const struct columns *columns, struct evidence_layout *layout)
{
    layout->position = (uint16_t)(columns->time | columns->message << 8);
    layout->level_word = (uint8_t)columns->level;
    layout->style = (uint8_t)columns->delimiter;
}

static struct columns unpack(const struct evidence_layout *layout)
{
    return (struct columns){.delimiter = (char)layout->style,
                            .time = layout->position & 0xff,
                            .clock = NO_COLUMN,
                            .level = layout->level_word,
                            .message = layout->position >> 8};
}

/* ---- rows ---- */

struct cells {
    struct span time, clock, level, message;
};

static struct cells read_cells(const struct columns *columns, struct span row)
{
    struct cells cells = {{NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0}};
    struct span cell;
    bool more = true;
    row = without_line_end(row);
    for (unsigned i = 0;
         i < COLUMNS_MOST && columns_next_cell(&row, columns->delimiter, &more, &cell); i++) {
        if (i == columns->time) cells.time = cell;
        if (i == columns->clock) cells.clock = cell;
        if (i == columns->level) cells.level = cell;
        if (i == columns->message) cells.message = cell;
    }
    return cells;
}

static struct document_time time_of(struct document *document, const struct cells *cells)
{
    char joined[STAMP_ROOM];
    struct span stamp = span_trim(cells->time), clock = span_trim(cells->clock);
    if (clock.len && stamp.len && stamp.len + clock.len + 1 < sizeof joined) {
        memcpy(joined, stamp.at, stamp.len);
        joined[stamp.len] = ' ';
        memcpy(joined + stamp.len + 1, clock.at, clock.len);
        stamp = (struct span){joined, stamp.len + 1 + clock.len};
    }
    return document_clock_read(&document->clock, stamp);
}

static enum status add_row(struct document *document, const struct columns *columns, uint64_t start,
                           struct span row, struct error *error)
{
    struct cells cells = read_cells(columns, row);
    struct document_time time = time_of(document, &cells);
    enum evidence_level level =
        cells.level.len ? level_of_value(span_trim(cells.level), false) : EVIDENCE_LEVEL_NONE;
    return document_add(document, start, &time, level, error);
}

/* The row at `start`: all of it, or the first ROW_MOST bytes when it is longer. */
static enum status next_row(struct window *window, char delimiter, uint64_t start, bool *quotes,
                            struct span *ret_row, uint64_t *ret_next, struct error *error)
{
    for (;;) {
        struct span rest = window_from(window, start);
        size_t len = row_length(rest, *quotes, delimiter);
        if (len == 0 && window->end) len = rest.len;
        if (len) {
            *ret_row = span_sub(rest, 0, len);
            *ret_next = start + len;
            return STATUS_OK;
        }
        if (window->end) {
            *ret_row = (struct span){NULL, 0};
            *ret_next = start;
            return STATUS_OK;
        }
        if (*quotes && rest.len > ROW_MOST) {
            *quotes = false;
            continue;
        }
        if (rest.len > ROW_MOST) { /* a line without end: its start says what there is to say */
            struct window_line line = {.next = start};
            bool got;
            enum status status = window_next_line(window, &line, &got, error);
            *ret_row = line.text;
            *ret_next = line.next;
            return status;
        }
        enum status status = window_more(window, start, error);
        if (status) return status;
    }
}

/* Databases that descend from PostgreSQL have more columns in front of the severity. */
static void find_severity(const struct probe *probe, struct columns *columns)
{
    struct span row = span_sub(probe->head, 0, row_length(probe->head, true, ',')), cell;
    unsigned found = NO_COLUMN;
    bool more = true;
    row = without_line_end(row);
    for (unsigned i = 0; i < COLUMNS_MOST && columns_next_cell(&row, ',', &more, &cell); i++) {
        if (level_of_severity(cell) == EVIDENCE_LEVEL_NONE) continue;
        if (i == PG_SEVERITY) return;
        if (i > PG_SEVERITY && found == NO_COLUMN) found = i;
    }
    if (found == NO_COLUMN) return;
    columns->level = found;
    columns->message = found + PG_MESSAGE - PG_SEVERITY;
}

static bool choose_columns(const struct probe *probe, struct columns *columns,
                           struct evidence_layout *layout, bool *ret_header)
{
    struct probe_csv csv;
    if (!probe_csv(probe, &csv)) return false;
    *columns = (struct columns){csv.delimiter, NO_COLUMN, NO_COLUMN, NO_COLUMN, NO_COLUMN};
    *ret_header = csv.header;
    if (csv.postgres) {
        columns->time = PG_TIME;
        columns->level = PG_SEVERITY;
        columns->message = PG_MESSAGE;
        find_severity(probe, columns);
        snprintf(layout->name, sizeof layout->name, "PostgreSQL CSV log");
    } else {
        struct span row = without_line_end(
            span_sub(probe->head, 0, row_length(probe->head, true, csv.delimiter)));
        columns_by_name(row, columns, layout);
        columns_by_content(row,
                           span_from(probe->head, row_length(probe->head, true, csv.delimiter)),
                           columns, layout);
        snprintf(layout->name, sizeof layout->name, "%s",
                 csv.delimiter == '\t' ? "table, tabs" : "table, CSV");
    }
    pack(columns, layout);
    return true;
}

enum status index_csv(struct document *document, struct error *error)
{
    struct evidence_layout layout = {.framing = FRAMING_CSV};
    struct columns columns;
    struct probe probe;
    struct span row;
    bool header, quotes = true;
    uint64_t start = 0, next;
    enum status status = document_head(document, &probe, error);
    if (status || !choose_columns(&probe, &columns, &layout, &header)) return status;
    document_layout(document, &layout);
    document->clock.european = columns.delimiter == ';';
    for (;; start = next) {
        status = next_row(&document->window, columns.delimiter, start, &quotes, &row, &next, error);
        if (status || next == start) return status;
        if (start == 0 && header) continue; /* the names stand in front of the first record */
        if (span_trim(row).len == 0) continue;
        status = add_row(document, &columns, start, row, error);
        if (status) return status;
    }
}

/* ---- fields ---- */

/* Long hexadecimal words and UUIDs join a row to other sources. */
static bool is_id(struct span cell)
{
    size_t letters = 0;
    if (cell.len < 16 || cell.len > 64) return false;
    for (size_t i = 0; i < cell.len; i++) {
        char c = cell.at[i];
        bool hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
        if (!hex && c != '-') return false;
        letters += (c | 0x20) >= 'a';
    }
    return letters > 0;
}

/* The first record has the names in front of its row. */
static struct span own_row(const struct evidence_layout *layout, const struct columns *columns,
                           struct span record)
{
    size_t len = row_length(record, true, columns->delimiter);
    if (len == 0 || len >= record.len) return record;
    struct cells first = read_cells(columns, span_sub(record, 0, len));
    bool names = (layout->time_key[0] && span_is(span_trim(first.time), layout->time_key)) ||
                 (layout->message_key[0] && span_is(span_trim(first.message), layout->message_key));
    return names ? span_from(record, len) : record;
}

void fields_csv(const struct evidence_layout *layout, struct span record,
                struct evidence_fields *ret)
{
    struct columns columns = unpack(layout);
    struct span row = own_row(layout, &columns, record), rest, cell;
    struct cells cells = read_cells(&columns, row);
    bool more = true;
    ret->stamp = span_trim(cells.time);
    ret->message = columns.message == NO_COLUMN ? without_line_end(row) : cells.message;
    rest = without_line_end(row);
    for (unsigned i = 0;
         i < COLUMNS_MOST && columns_next_cell(&rest, columns.delimiter, &more, &cell); i++)
        if (is_id(cell)) fields_add_id(ret, cell);
}
