/* Tables (CSV): tickets are reports of people outside; rows of other tables are notes. */
#include "exchange/internal.h"

enum { HEADER_MOST = 4096, COLUMNS_MOST = 64, NOTES_MOST = 200, CELLS_SHOWN = 4, CELL_MOST = 80 };

struct table {
    char delimiter;
    struct span names[COLUMNS_MOST];
    size_t count;
    size_t id, subject, channel, customer; /* columns; `count` for none */
    size_t service, version;               /* a list of deploys has both */
    bool tickets;
    size_t acknowledged, ended; /* a pager's list of incidents: who took it, and the end */
    bool pager;
};

/* Takes a cell off a row; quotes around it are taken off, doubled ones inside stay. False at the
 * end of the row. */
static bool next_cell(struct span *row, char delimiter, bool *more, struct span *ret)
{
    size_t i = 0;
    if (!*more) return false;
    bool quoted = row->len && row->at[0] == '"';
    if (quoted) {
        for (i = 1; i < row->len; i++) {
            if (row->at[i] != '"') continue;
            if (i + 1 >= row->len || row->at[i + 1] != '"') break;
            i++;
        }
        *ret = span_sub(*row, 1, i - 1);
    }
    size_t from = i;
    while (i < row->len && row->at[i] != delimiter) i++;
    if (!quoted) *ret = span_trim(span_sub(*row, from, i - from));
    *more = i < row->len;
    *row = span_from(*row, i + 1);
    return true;
}

/* A cell as it is meant: doubled quotes are one. */
static const char *cell_text(struct reading *reading, struct span cell, size_t most)
{
    struct text *text = &reading->scratch;
    text_clear(text);
    for (size_t i = 0; i < cell.len && text->len < WHAT_MOST; i++) {
        text_addc(text, cell.at[i]);
        if (cell.at[i] == '"' && i + 1 < cell.len && cell.at[i + 1] == '"') i++;
    }
    return reading_keep(reading, text_span(text), most);
}

static bool is_one_of(struct span name, const char *const *list)
{
    for (; *list; list++)
        if (span_equal_nocase(name, span_of(*list))) return true;
    return false;
}

static char delimiter_of(struct span header)
{
    static const char choices[] = {',', ';', '\t', '|'};
    size_t best = 0, most = 0;
    for (size_t i = 0; i < sizeof choices; i++) {
        size_t count = 0;
        for (size_t k = 0; k < header.len; k++) count += header.at[k] == choices[i];
        if (count > most) {
            most = count;
            best = i;
        }
    }
    return choices[best];
}

static void read_header(struct span header, struct table *table)
{
    static const char *const ids[] = {"id", "ticket", "ticket_id", "number", "key", "case", NULL};
    static const char *const subjects[] = {"subject",           "title",       "summary",
                                           "message",           "description", "short_description",
                                           "short description", NULL};
    static const char *const channels[] = {"channel", "via", "source", "medium", NULL};
    static const char *const customers[] = {
        "customer",  "requester",     "reporter",  "account",        "caller",
        "caller_id", "requested_for", "opened_by", "requester name", NULL};
    static const char *const services[] = {"service", "app",       "application",
                                           "project", "component", NULL};
    static const char *const versions[] = {"version", "release", "revision", "tag", "image", NULL};
    static const char *const takers[] = {"acknowledged_by", "acknowledged by", "acked_by", NULL};
    static const char *const ends[] = {"resolved_on", "resolved_at", "closed_at",
                                       "closed on",   "resolved on", NULL};
    static const char *const pagers[] = {"incident_number", "urgency", "escalation_policy",
                                         "alert_id",        "tinyid",  NULL};
    struct span cell;
    bool more = true, ticket = false;
    *table = (struct table){.delimiter = delimiter_of(header)};
    table->id = table->subject = table->channel = table->customer = COLUMNS_MOST;
    table->service = table->version = table->acknowledged = table->ended = COLUMNS_MOST;
    while (table->count < COLUMNS_MOST && next_cell(&header, table->delimiter, &more, &cell)) {
        size_t i = table->count++;
        table->names[i] = cell;
        if (table->id == COLUMNS_MOST && is_one_of(cell, ids)) table->id = i;
        if (table->subject == COLUMNS_MOST && is_one_of(cell, subjects)) table->subject = i;
        if (table->channel == COLUMNS_MOST && is_one_of(cell, channels)) table->channel = i;
        if (table->customer == COLUMNS_MOST && is_one_of(cell, customers)) table->customer = i;
        if (table->service == COLUMNS_MOST && is_one_of(cell, services)) table->service = i;
        if (table->version == COLUMNS_MOST && is_one_of(cell, versions)) table->version = i;
        if (table->acknowledged == COLUMNS_MOST && is_one_of(cell, takers)) table->acknowledged = i;
        if (table->ended == COLUMNS_MOST && is_one_of(cell, ends)) table->ended = i;
        table->pager = table->pager || is_one_of(cell, pagers);
        ticket = ticket || span_find_nocase(cell, SPAN("ticket")) != SIZE_MAX;
    }
    table->pager = table->pager && table->subject < COLUMNS_MOST;
    table->tickets = !table->pager && table->subject < COLUMNS_MOST &&
                     (ticket || table->channel < COLUMNS_MOST || table->customer < COLUMNS_MOST);
}

static void tell_ticket(struct reading *reading, const struct table *table, struct span *cells,
                        struct told *told)
{
    const struct span none = {NULL, 0};
    struct span id = table->id < COLUMNS_MOST ? cells[table->id] : none;
    struct span channel = table->channel < COLUMNS_MOST ? cells[table->channel] : none;
    struct span customer = table->customer < COLUMNS_MOST ? cells[table->customer] : none;
    told->event.kind = TIMELINE_REPORT;
    told->event.key = cell_text(reading, id, KEY_MOST);
    told->event.actor = cell_text(reading, customer, KEY_MOST);
    const char *by = cell_text(reading, channel, CELL_MOST);
    told->event.what =
        reading_say(reading, "ticket %s%s%s%s: %s", told->event.key, *by ? " (" : "", by,
                    *by ? ")" : "", cell_text(reading, cells[table->subject], WHAT_MOST / 2));
    told->event.basis = "time of the ticket's row";
}

/* A pager's incident: it began at the row's time, and its end is in a column. */
static void tell_incident(struct reading *reading, const struct table *table, struct span *cells,
                          struct told *told)
{
    const struct span none = {NULL, 0};
    const char *about = cell_text(reading, cells[table->subject], WHAT_MOST / 2);
    const char *by = cell_text(
        reading, table->acknowledged < COLUMNS_MOST ? cells[table->acknowledged] : none, KEY_MOST);
    told->event.kind = TIMELINE_ALERT;
    told->event.key = about;
    told->event.what =
        reading_say(reading, "alert fired: %s%s%s", about, *by ? "; taken by " : "", by);
    told->event.basis = "start of the pager's incident in its list";
    if (table->ended >= COLUMNS_MOST) return;
    struct told end = *told;
    end.event.kind = TIMELINE_ALERT_END;
    end.event.at = reading_stamp(reading, cells[table->ended]);
    end.event.what = reading_say(reading, "alert closed: %s", about);
    end.event.basis = "end of the pager's incident in its list";
    if (!interval_is_known(end.event.at)) return;
    told->event.end = end.event.at;
    reading_tell(reading, &end);
}

static void tell_note(struct reading *reading, const struct table *table, struct span *cells,
                      struct told *told)
{
    struct text row;
    text_init(&row, 0);
    for (size_t i = 0; i < table->count && i < CELLS_SHOWN; i++)
        text_addf(&row, "%s%.*s: %.*s", i ? ", " : "",
                  SPAN_ARGS(span_sub(table->names[i], 0, CELL_MOST)),
                  SPAN_ARGS(span_sub(cells[i], 0, CELL_MOST)));
    told->event.kind = TIMELINE_NOTE;
    told->event.what = reading_keep(reading, text_span(&row), WHAT_MOST);
    told->event.basis = "time of the row";
    text_release(&row);
}

static void read_row(struct reading *reading, const struct table *table, uint64_t number)
{
    const struct timeline_source *source = reading_source(reading);
    struct span record = evidence_record(source->index, source->content, number);
    struct span cells[COLUMNS_MOST] = {{NULL, 0}}, row = record;
    struct told told = {.event = {.at = timeline_record_interval(source, number),
                                  .place = reading_place(reading, record)},
                        .trust = TRUST_TOOL};
    bool more = true;
    if (!interval_is_known(told.event.at)) return;
    if (number == 0) span_cut(&row, '\n'); /* the names stand in front of the first row */
    row = span_trim(row);
    for (size_t i = 0; i < table->count && next_cell(&row, table->delimiter, &more, &cells[i]); i++)
        continue;
    if (!table->tickets && table->service < COLUMNS_MOST && table->version < COLUMNS_MOST) {
        const struct rollout rollout = {.service = cells[table->service],
                                        .version = cells[table->version]};
        if (rollout.version.len)
            rollout_tell(reading, &rollout, told.event.at, told.event.place, TRUST_TOOL,
                         "row of a list of services and versions");
        return;
    }
    if (table->pager)
        tell_incident(reading, table, cells, &told);
    else if (table->tickets)
        tell_ticket(reading, table, cells, &told);
    else
        tell_note(reading, table, cells, &told);
    reading_tell(reading, &told);
}

static void read_table_header(const struct timeline_source *source, struct table *table)
{
    struct span rest = source->content;
    if (span_starts(rest, SPAN("\xef\xbb\xbf"))) rest = span_from(rest, 3);
    read_header(span_trim(span_sub(span_cut(&rest, '\n'), 0, HEADER_MOST)), table);
}

static void read_rows(struct reading *reading, const struct table *table)
{
    const struct timeline_source *source = reading_source(reading);
    uint64_t most = table->tickets || table->pager ? source->index->count : NOTES_MOST;
    for (uint64_t i = 0; i < source->index->count && i < most && !reading_is_full(reading); i++)
        read_row(reading, table, i);
    if (most < source->index->count)
        reading_notice(reading, "only the first %d rows are events; all are records", NOTES_MOST);
}

void table_read(struct reading *reading)
{
    struct table table;
    if (series_read_table(reading)) return;
    read_table_header(reading_source(reading), &table);
    read_rows(reading, &table);
}

bool table_read_metrics(struct reading *reading)
{
    const struct timeline_source *source = reading_source(reading);
    struct span rest = source->content, head = span_cut(&rest, '\n');
    struct span cell;
    bool more = true;
    if (source->index->layout_count != 1 || head.len > HEADER_MOST) return false;
    if (span_starts(head, SPAN("\xef\xbb\xbf"))) head = span_from(head, 3);
    if (!next_cell(&head, delimiter_of(head), &more, &cell)) return false;
    return more && series_time_name(cell) && series_read_table(reading);
}

bool table_read_tickets(struct reading *reading)
{
    const struct timeline_source *source = reading_source(reading);
    struct table table;
    if (source->index->layout_count != 1 ||
        strncmp(source->index->layouts[0].name, "table", 5) != 0)
        return false;
    read_table_header(source, &table);
    if (table.tickets) read_rows(reading, &table);
    return table.tickets;
}
