/*
 * Metrics as tables: exports of dashboards and monitors whose rows are a time and numbers, with or
 * without columns that name what was measured (pod, host, ...). One series for each column of
 * numbers and each naming.
 */
#include "exchange/events.h"
#include "exchange/internal.h"

#include <math.h>
#include <stdlib.h>

enum { COLUMNS = 24, LOOKED = 40, LEAST = 8, SERIES_OF_TABLE = 200, ROWS_MOST = 500000 };

struct column {
    struct span name;
    enum { TIME, NUMBER, LABEL } kind;
};

struct growing {
    const char *labels;
    size_t column, count, at_room, value_room;
    instant *at;
    double *value;
    struct span first;
};

struct metrics {
    struct column columns[COLUMNS];
    size_t count, series_count;
    char delimiter;
    struct growing series[SERIES_OF_TABLE];
};

/* "0.318 s" and "12 ms" as seconds; "41 %" as 41; other units are not read. */
static bool value_of(struct span cell, double *ret)
{
    static const struct {
        const char *unit;
        double factor;
    } units[] = {{"", 1},      {"%", 1},   {"s", 1}, {"ms", 1e-3}, {"\xc2\xb5s", 1e-6},
                 {"us", 1e-6}, {"min", 60}};
    char copy[40], *end;
    cell = span_trim(cell);
    if (cell.len == 0 || cell.len >= sizeof copy || !strchr("+-.0123456789", cell.at[0]))
        return false;
    memcpy(copy, cell.at, cell.len);
    copy[cell.len] = '\0';
    double number = strtod(copy, &end);
    struct span unit = span_trim(span_of(end));
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
        if (span_is(unit, units[i].unit)) return *ret = number * units[i].factor, isfinite(number);
    return false;
}

static size_t cells_of(struct span row, char delimiter, struct text *scratch, struct span *cells)
{
    size_t count = 0;
    bool end = row.len == 0;
    size_t lens[COLUMNS];
    text_clear(scratch);
    while (!end && count < COLUMNS) lens[count++] = cell_take(&row, delimiter, scratch, &end).len;
    size_t from = 0; /* the scratch may have moved while it grew */
    for (size_t i = 0; i < count; i++) {
        cells[i] = span_sub(text_span(scratch), from, lens[i]);
        from += lens[i];
    }
    return count;
}

static struct span row_of(const struct timeline_source *source, uint64_t number)
{
    struct span row = evidence_record(source->index, source->content, number);
    if (number == 0) span_cut(&row, '\n'); /* the names stand in front of the first row */
    return span_trim(row);
}

bool series_time_name(struct span name)
{
    static const char *const names[] = {"time",  "timestamp", "date",       "datetime", "ts",
                                        "_time", "date time", "@timestamp", "clock"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (span_equal_nocase(span_trim(name), span_of(names[i]))) return true;
    return false;
}

/* What each column holds, from the first rows; false when this is no table of metrics. */
static bool look(struct reading *reading, struct metrics *metrics)
{
    const struct timeline_source *source = reading_source(reading);
    struct span rest = source->content, cells[COLUMNS];
    uint64_t rows = source->index->count < LOOKED ? source->index->count : LOOKED;
    size_t numbers = 0, labels = 0;
    double value;
    if (span_starts(rest, SPAN("\xef\xbb\xbf"))) rest = span_from(rest, 3);
    struct span head = span_trim(span_cut(&rest, '\n'));
    metrics->delimiter = cell_delimiter(head);
    metrics->count = cells_of(head, metrics->delimiter, &reading->scratch, cells);
    if (metrics->count < 2 || source->index->timed < LEAST) return false;
    for (size_t i = 0; i < metrics->count; i++) {
        metrics->columns[i].name = span_of(reading_keep(reading, cells[i], KEY_MOST));
        metrics->columns[i].kind = series_time_name(cells[i]) ? TIME : NUMBER;
    }
    for (uint64_t r = 0; r < rows; r++) {
        size_t count = cells_of(row_of(source, r), metrics->delimiter, &reading->scratch, cells);
        for (size_t i = 0; i < count && i < metrics->count; i++)
            if (metrics->columns[i].kind == NUMBER && cells[i].len && !value_of(cells[i], &value))
                metrics->columns[i].kind = LABEL;
    }
    size_t times = 0;
    for (size_t i = 0; i < metrics->count; i++) {
        times += metrics->columns[i].kind == TIME;
        numbers += metrics->columns[i].kind == NUMBER;
        labels += metrics->columns[i].kind == LABEL;
    }
    return times == 1 && numbers > 0 && labels <= 2 && labels <= numbers + 1;
}

static struct growing *series_for(struct metrics *metrics, size_t column, struct span labels)
{
    for (size_t i = 0; i < metrics->series_count; i++)
        if (metrics->series[i].column == column && span_is(labels, metrics->series[i].labels))
            return &metrics->series[i];
    return NULL;
}

static void add_point(struct reading *reading, struct growing *series, instant at, double value)
{
    if (reading->status || (series->count && series->at[series->count - 1] >= at)) return;
    size_t need = series->count + 1;
    reading->status =
        grow_array(&series->at, &series->at_room, need, sizeof *series->at, reading->error);
    if (!reading->status)
        reading->status = grow_array(&series->value, &series->value_room, need,
                                     sizeof *series->value, reading->error);
    if (reading->status) return;
    series->at[series->count] = at;
    series->value[series->count++] = value;
}

static void take_row(struct reading *reading, struct metrics *metrics, uint64_t number)
{
    const struct timeline_source *source = reading_source(reading);
    struct interval at = timeline_record_interval(source, number);
    struct span row = row_of(source, number), cells[COLUMNS];
    struct text labels;
    double value;
    if (!interval_is_known(at)) return;
    size_t count = cells_of(row, metrics->delimiter, &reading->scratch, cells);
    text_init(&labels, KEY_MOST);
    for (size_t i = 0; i < count && i < metrics->count; i++)
        if (metrics->columns[i].kind == LABEL)
            text_addf(&labels, "%s%.*s", labels.len ? "," : "", SPAN_ARGS(cells[i]));
    for (size_t i = 0; i < count && i < metrics->count && !reading->status; i++) {
        if (metrics->columns[i].kind != NUMBER || !value_of(cells[i], &value)) continue;
        struct growing *series = series_for(metrics, i, text_span(&labels));
        if (!series && metrics->series_count < SERIES_OF_TABLE) {
            series = &metrics->series[metrics->series_count++];
            *series = (struct growing){.column = i, .first = row};
            series->labels = arena_copy(reading->arena, text_span(&labels));
            if (!series->labels) reading->status = arena_full(reading->arena, reading->error);
        }
        if (series) add_point(reading, series, at.earliest, value);
    }
    text_release(&labels);
}

static void keep(struct reading *reading, const struct metrics *metrics,
                 const struct growing *series)
{
    struct span name = metrics->columns[series->column].name;
    if (series->count == 0 || reading->status) return;
    instant *at = arena_array(reading->arena, series->count, sizeof *at);
    double *value = arena_array(reading->arena, series->count, sizeof *value);
    if (!at || !value) {
        reading->status = arena_full(reading->arena, reading->error);
        return;
    }
    memcpy(at, series->at, series->count * sizeof *at);
    memcpy(value, series->value, series->count * sizeof *value);
    struct timeline_series kept = {.count = series->count,
                                   .at = at,
                                   .value = value,
                                   .place = reading_place(reading, series->first)};
    for (size_t i = 1; i < series->count; i++)
        if (kept.step == 0 || at[i] - at[i - 1] < kept.step) kept.step = at[i] - at[i - 1];
    kept.name = *series->labels ? reading_say(reading, "%.*s{%s}", SPAN_ARGS(name), series->labels)
                                : reading_keep(reading, name, KEY_MOST);
    series_add(reading, &kept);
}

bool series_read_table(struct reading *reading)
{
    const struct timeline_source *source = reading_source(reading);
    struct metrics *metrics = calloc(1, sizeof *metrics);
    if (!metrics) {
        reading->status = error_set(reading->error, STATUS_NO_MEMORY, "no memory for a table");
        return true;
    }
    bool table = look(reading, metrics);
    for (uint64_t i = 0; table && i < source->index->count && i < ROWS_MOST; i++)
        take_row(reading, metrics, i);
    for (size_t i = 0; i < metrics->series_count; i++) {
        keep(reading, metrics, &metrics->series[i]);
        free(metrics->series[i].at);
        free(metrics->series[i].value);
    }
    free(metrics);
    return table;
}
