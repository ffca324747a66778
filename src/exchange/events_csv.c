/* Events as CSV with a row of names: Timesketch's columns, or the names of an event's fields. */
#include "exchange/events.h"

enum { COLUMNS_MOST = 100 };

struct table {
    struct events_cell columns[COLUMNS_MOST];
    size_t count;
    char delimiter;
};

/* A row of cells, in the arena; those beyond COLUMNS_MOST are passed over. */
static enum status take_row(struct events *events, struct span *rest, char delimiter,
                            struct span cells[COLUMNS_MOST], size_t *ret_count, uint32_t *line)
{
    size_t count = 0;
    struct span before = *rest;
    for (bool end = false; !end;) {
        text_clear(&events->scratch);
        struct span cell = cell_take(rest, delimiter, &events->scratch, &end);
        if (count == COLUMNS_MOST) continue;
        const char *copy = arena_copy(events->arena, cell);
        if (!copy) return arena_full(events->arena, events->error);
        cells[count++] = (struct span){copy, cell.len};
    }
    for (size_t i = 0; i < before.len - rest->len; i++) *line += before.at[i] == '\n';
    *ret_count = count;
    return text_status(&events->scratch, events->error);
}

static struct span skip_empty_lines(struct span text, uint32_t *line)
{
    while (text.len && byte_is_one_of(text.at[0], "\r\n")) {
        *line += text.at[0] == '\n';
        text = span_from(text, 1);
    }
    return text;
}

bool events_is_csv(struct span text)
{
    uint32_t line = 1;
    bool end = false, timed = false, told = false;
    struct events_cell column;
    struct text scratch;
    text = skip_empty_lines(text, &line);
    char delimiter = cell_delimiter(text);
    text_init(&scratch, 0);
    for (size_t i = 0; !end && i < COLUMNS_MOST; i++) {
        text_clear(&scratch);
        events_column(cell_take(&text, delimiter, &scratch, &end), &column);
        timed = timed || column.kind == EVENTS_COLUMN_DATETIME ||
                column.kind == EVENTS_COLUMN_TIMESTAMP ||
                (column.field && column.field->type == REVIEW_TYPE_TIME);
        told = told || column.kind == EVENTS_COLUMN_MESSAGE;
    }
    text_release(&scratch);
    return timed && told;
}

static enum status read_names(struct events *events, struct span *rest, struct table *table,
                              uint32_t *line)
{
    struct span names[COLUMNS_MOST];
    enum status status = take_row(events, rest, table->delimiter, names, &table->count, line);
    for (size_t i = 0; !status && i < table->count; i++) {
        events_column(names[i], &table->columns[i]);
        if (table->columns[i].kind == EVENTS_COLUMN_UNKNOWN && span_trim(names[i]).len)
            status = events_notice(events,
                                   "the column \"%.*s\" was left out: events have no such "
                                   "field",
                                   SPAN_ARGS(span_sub(names[i], 0, 60)));
    }
    return status;
}

static bool is_empty(const struct span *cells, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (span_trim(cells[i]).len) return false;
    return true;
}

enum status events_read_csv(struct events *events, struct span text)
{
    struct table table = {.delimiter = ','};
    struct span cells[COLUMNS_MOST], rest;
    size_t count;
    uint32_t line = 1;
    rest = skip_empty_lines(text, &line);
    table.delimiter = cell_delimiter(rest);
    enum status status = read_names(events, &rest, &table, &line);
    while (!status && rest.len) {
        uint32_t first = line;
        status = take_row(events, &rest, table.delimiter, cells, &count, &line);
        if (status || is_empty(cells, count)) continue;
        for (size_t i = 0; i < table.count; i++)
            table.columns[i].value = i < count ? text_csv_plain(cells[i]) : (struct span){NULL, 0};
        status = events_row(events, table.columns, table.count, first);
    }
    return status;
}
