/* Tables: what their columns mean, and their rows as events, items, people or labels. */
#include "exchange/markdown.h"

struct table {
    struct md *md;
    const struct md_block *block;
    size_t columns;
    uint8_t meaning[MD_CELLS_MOST]; /* enum md_column */
    struct span heads[MD_CELLS_MOST];
    struct md_zone_word zone;
    int time, date, end, what, who; /* columns, -1: none */
    size_t head;                    /* line of the head, SIZE_MAX: none */
};

/* Cuts a row at its bars; what is beyond the last cell stays in it. */
static size_t cut_cells(struct span row, struct span *cells)
{
    size_t count = 0, from = 0;
    bool code = false;
    row = span_trim(row);
    if (row.len && row.at[0] == '|') row = span_from(row, 1);
    if (row.len && row.at[row.len - 1] == '|' && !(row.len > 1 && row.at[row.len - 2] == '\\'))
        row.len--;
    for (size_t at = 0; at < row.len && count + 1 < MD_CELLS_MOST; at++) {
        if (row.at[at] == '\\') {
            at++;
            continue;
        }
        if (row.at[at] == '`')
            code = !code &&
                   memchr(row.at + at + 1, '`', row.len - at - 1 < 200 ? row.len - at - 1 : 200);
        if (row.at[at] != '|' || code) continue;
        cells[count++] = span_trim(span_sub(row, from, at - from));
        from = at + 1;
    }
    cells[count++] = span_trim(span_from(row, from));
    return count;
}

static bool is_time_cell(struct md *md, struct span cell, struct md_stamp *stamp)
{
    struct span plain = md_plain(md, span_sub(cell, 0, 200));
    return md_stamp_read(plain, MD_STAMP_CELL, stamp) && stamp->end >= plain.len;
}

static void set_column(struct table *table, size_t i, enum md_column meaning)
{
    table->meaning[i] = (uint8_t)meaning;
    int at = (int)i;
    struct md_zone_word zone;
    switch (meaning) {
    case MD_COLUMN_TIME:
        if (md_zone_stated(table->heads[i], true, &zone)) {
            bool utc = zone.fixed && zone.offset == 0;
            /* of two clocks the one in UTC leads to fewer doubts */
            if (table->time >= 0 && !utc) break;
            if (table->time >= 0) table->meaning[table->time] = MD_COLUMN_OTHER;
            table->time = at;
            table->zone = zone;
            break;
        }
        if (table->time < 0) table->time = at;
        break;
    case MD_COLUMN_DATE: table->date = table->date < 0 ? at : table->date; break;
    case MD_COLUMN_END: table->end = table->end < 0 ? at : table->end; break;
    case MD_COLUMN_WHAT: table->what = table->what < 0 ? at : table->what; break;
    case MD_COLUMN_WHO: table->who = table->who < 0 ? at : table->who; break;
    default: break;
    }
}

static void read_head(struct table *table)
{
    struct md *md = table->md;
    struct span cells[MD_CELLS_MOST];
    size_t first = table->block->from;
    table->time = table->date = table->end = table->what = table->who = -1;
    table->head = SIZE_MAX;
    table->columns = cut_cells(md->lines[first].text, cells);
    size_t known = 0, filled = 0;
    bool timed = false;
    for (size_t i = 0; i < table->columns; i++) {
        struct md_stamp stamp;
        table->heads[i] = md_plain(md, span_sub(cells[i], 0, 200));
        filled += table->heads[i].len > 0;
        known += md_column_of(table->heads[i]) != MD_COLUMN_OTHER;
        timed |= is_time_cell(md, cells[i], &stamp) && stamp.has_clock;
    }
    bool head = md->lines[first].ruled ||
                (!timed && known > 0 && known * 2 >= filled && table->block->to > first + 1);
    if (head && timed && !known) head = false; /* a first row pressed into the head's place */
    if (!head) {
        for (size_t i = 0; i < table->columns; i++) table->heads[i] = (struct span){"", 0};
        return;
    }
    table->head = first;
    md_take(md, first, first + 1);
    for (size_t i = 0; i < table->columns; i++) set_column(table, i, md_column_of(table->heads[i]));
}

/* Which column holds times, told by its cells, where the head does not tell. */
static void guess_time(struct table *table)
{
    struct md *md = table->md;
    size_t hits[MD_CELLS_MOST] = {0}, rows = 0;
    for (size_t line = table->block->from; line < table->block->to && rows < 50; line++) {
        struct span cells[MD_CELLS_MOST];
        if (md->lines[line].kind != MD_ROW || line == table->head) continue;
        size_t count = cut_cells(md->lines[line].text, cells);
        rows++;
        for (size_t i = 0; i < count; i++) {
            struct md_stamp stamp;
            if (is_time_cell(md, cells[i], &stamp) && (stamp.has_clock || stamp.relative) &&
                (stamp.clock.minute >= 0 || stamp.clock.half || stamp.relative))
                hits[i]++;
        }
        if (count > table->columns) table->columns = count;
    }
    if (table->time >= 0 && hits[table->time] > 0) return;
    bool date_has_clock = table->date >= 0 && hits[table->date] > 0;
    if (date_has_clock) {
        table->time = table->date;
        table->date = -1;
        return;
    }
    int best = -1;
    for (size_t i = 0; i < table->columns; i++)
        if (hits[i] * 2 > rows && (best < 0 || hits[i] > hits[best])) best = (int)i;
    if (best >= 0) {
        table->time = best;
        table->meaning[best] = MD_COLUMN_TIME;
    }
}

/* The column with the words of an event. */
static void choose_what(struct table *table)
{
    if (table->what >= 0) return;
    static const enum md_column order[] = {MD_COLUMN_WHAT,  MD_COLUMN_ACTION, MD_COLUMN_OTHER,
                                           MD_COLUMN_STATE, MD_COLUMN_TYPE,   MD_COLUMN_TRACKER};
    for (size_t k = 0; k < sizeof order / sizeof order[0]; k++)
        for (size_t i = 0; i < table->columns; i++)
            if (table->meaning[i] == order[k] && (int)i != table->time && (int)i != table->date &&
                (int)i != table->end && (int)i != table->who) {
                table->what = (int)i;
                return;
            }
}

/* ---- rows as events ---- */

static struct span cell_of(const struct span *cells, size_t count, int column)
{
    return column >= 0 && (size_t)column < count ? cells[column] : (struct span){"", 0};
}

/* Time from the row's cells: a date of its own, a clock, and an end. */
static bool read_row_time(struct table *table, const struct span *cells, size_t count, size_t line,
                          struct md_stamp *stamp, bool *ret_timed)
{
    struct md *md = table->md;
    struct span time = md_plain(md, cell_of(cells, count, table->time));
    struct span date = md_plain(md, cell_of(cells, count, table->date));
    struct md_stamp day;
    *ret_timed = time.len && md_stamp_read(time, MD_STAMP_CELL, stamp);
    if (*ret_timed && stamp->end < time.len) {
        /* "14:02 (first alert)": the rest is kept by the caller */
        stamp->raw = time;
    }
    if (date.len && md_stamp_read(date, MD_STAMP_CELL, &day) && day.date.kind) {
        if (*ret_timed && stamp->date.kind == MD_DATE_NONE) {
            stamp->date = day.date;
        } else if (!*ret_timed && !time.len) {
            *stamp = day;
            *ret_timed = true;
        } else {
            md_track_date(md, &day.date, line);
        }
    }
    if (!*ret_timed) return false;
    if (!stamp->zone.known && table->zone.known) stamp->zone = table->zone;
    struct span end = md_plain(md, cell_of(cells, count, table->end));
    struct md_stamp until;
    if (!stamp->has_end && end.len && md_stamp_read(end, MD_STAMP_CELL, &until) &&
        until.has_clock) {
        stamp->has_end = true;
        stamp->until = until.clock;
        stamp->end_date = until.date;
    }
    return true;
}

static void add_cell(struct md *md, const char **field, struct span head, struct span cell)
{
    if (!cell.len) return;
    if (head.len) {
        md_grow(md, field, head, "\n");
        md_grow(md, field, cell, ": ");
    } else {
        md_grow(md, field, cell, "\n");
    }
}

static bool is_empty(const struct span *cells, size_t count, int but)
{
    for (size_t i = 0; i < count; i++)
        if ((int)i != but && cells[i].len) return false;
    return true;
}

/* The one cell that says something besides time and person, or -1. */
static int only_words(const struct table *table, const struct span *cells, size_t count)
{
    int found = -1;
    for (size_t i = 0; i < count; i++) {
        int at = (int)i;
        if (!cells[i].len || at == table->time || at == table->date || at == table->end ||
            at == table->who)
            continue;
        if (found >= 0) return -1;
        found = at;
    }
    return found;
}

static void event_row(struct table *table, size_t line)
{
    struct md *md = table->md;
    struct span cells[MD_CELLS_MOST];
    size_t count = cut_cells(md->lines[line].text, cells);
    struct md_stamp stamp = {.end = 0};
    bool timed;
    md_take(md, line, line + 1);
    if (is_empty(cells, count, -1)) return;
    /* a row with a date alone, in whichever cell */
    for (size_t i = 0; i < count; i++)
        if (cells[i].len && is_empty(cells, count, (int)i) && is_time_cell(md, cells[i], &stamp) &&
            stamp.date.kind && !stamp.has_clock) {
            md_track_date(md, &stamp.date, line);
            return;
        }
    stamp = (struct md_stamp){.end = 0};
    read_row_time(table, cells, count, line, &stamp, &timed);
    struct span what = md_plain(md, cell_of(cells, count, table->what));
    int words = table->what;
    if (!what.len) words = only_words(table, cells, count);
    if (!what.len && words >= 0) what = md_plain(md, cells[words]);
    bool unread = !timed && cell_of(cells, count, table->time).len > 0;
    struct review_event *event = md_event(md, timed ? &stamp : NULL, what, line);
    if (!event) return;
    if (unread) {
        event->at.raw = md_line_of(md, md_plain(md, cell_of(cells, count, table->time)), NULL);
        md_notice(md, "line %zu: \"%s\" is not understood as a time; it stays as E%u's raw time",
                  line + 1, event->at.raw, event->entry.id.number);
    }
    struct span who = md_plain(md, cell_of(cells, count, table->who));
    if (who.len) event->actor = md_line_of(md, who, NULL);
    for (size_t i = 0; i < count; i++) {
        int at = (int)i;
        if (at == table->what || at == table->who || at == words) continue;
        bool seen = at == table->time || at == table->date || (at == table->end && stamp.has_end);
        if (seen) continue;
        add_cell(md, &event->context, i < table->columns ? table->heads[i] : SPAN(""), cells[i]);
    }
    struct span time = md_plain(md, cell_of(cells, count, table->time));
    if (timed && time.len && stamp.end < time.len)
        md_grow(md, &event->context, span_from(time, stamp.end), "\n");
    if (table->date >= 0 && timed && stamp.raw.len && !(event->at.relative)) {
        struct span date = md_plain(md, cell_of(cells, count, table->date));
        if (date.len && !span_equal(date, stamp.raw))
            event->at.raw = md_line_of(
                md, span_of(md_say(md, "%.*s %.*s", SPAN_ARGS(date), SPAN_ARGS(stamp.raw))), NULL);
    }
    md_open(md, &event->entry, &event->context, md->lines[line].indent, false);
    md->open_wants = false;
}

static void event_table(struct table *table)
{
    struct md *md = table->md;
    if (md->section != MD_SECTION_TIMELINE && !md->timeline_level && md->track.count == 0)
        md_track_start(md, NULL);
    if (!md->zone.known) md->zone = table->zone;
    choose_what(table);
    for (size_t line = table->block->from; line < table->block->to; line++)
        if (md->lines[line].kind == MD_ROW && line != table->head) event_row(table, line);
    md_close(md);
}

/* ---- rows as items, people, labels ---- */

static void item_row(struct table *table, size_t line)
{
    struct md *md = table->md;
    struct span cells[MD_CELLS_MOST], columns[MD_COLUMN_COUNT] = {{NULL, 0}};
    size_t count = cut_cells(md->lines[line].text, cells);
    bool has_action = false;
    md_take(md, line, line + 1);
    if (is_empty(cells, count, -1)) return;
    struct text detail;
    text_init(&detail, 0);
    for (size_t i = 0; i < table->columns; i++) has_action |= table->meaning[i] == MD_COLUMN_ACTION;
    for (size_t i = 0; i < count; i++) {
        unsigned meaning = i < table->columns ? table->meaning[i] : (unsigned)MD_COLUMN_OTHER;
        if (!has_action && meaning == MD_COLUMN_WHAT) meaning = MD_COLUMN_ACTION;
        if (!has_action && table->what < 0 && meaning == MD_COLUMN_OTHER &&
            !columns[MD_COLUMN_ACTION].len && i < 2)
            meaning = MD_COLUMN_ACTION;
        if (meaning == MD_COLUMN_WHO || meaning == MD_COLUMN_NAME) meaning = MD_COLUMN_OWNER;
        if (meaning == MD_COLUMN_TIME || meaning == MD_COLUMN_DATE || meaning == MD_COLUMN_END)
            meaning = MD_COLUMN_DUE;
        bool own = meaning == MD_COLUMN_ACTION || meaning == MD_COLUMN_TYPE ||
                   meaning == MD_COLUMN_OWNER || meaning == MD_COLUMN_TRACKER ||
                   meaning == MD_COLUMN_DUE || meaning == MD_COLUMN_STATE;
        if (own && !columns[meaning].len) {
            columns[meaning] = cells[i];
        } else if (cells[i].len) {
            if (detail.len) text_addc(&detail, '\n');
            if (i < table->columns && table->heads[i].len) {
                text_add(&detail, table->heads[i]);
                text_adds(&detail, ": ");
            }
            text_add(&detail, cells[i]);
        }
    }
    md_item_cells(md, columns, text_span(&detail), line);
    text_release(&detail);
}

static void people_row(struct table *table, size_t line)
{
    struct md *md = table->md;
    struct span cells[MD_CELLS_MOST];
    size_t count = cut_cells(md->lines[line].text, cells);
    int role = -1, name = -1;
    for (size_t i = 0; i < table->columns; i++) {
        if (table->meaning[i] == MD_COLUMN_ROLE && role < 0) role = (int)i;
        if ((table->meaning[i] == MD_COLUMN_NAME || table->meaning[i] == MD_COLUMN_WHO ||
             table->meaning[i] == MD_COLUMN_OWNER) &&
            name < 0)
            name = (int)i;
        if (table->meaning[i] == MD_COLUMN_WHO && role < 0 && name != (int)i) role = (int)i;
    }
    if (role < 0 && name < 0) role = 0, name = 1;
    if (name < 0) name = role == 0 ? 1 : 0;
    md_take(md, line, line + 1);
    if (is_empty(cells, count, -1)) return;
    size_t before = md->entry_count;
    md_person(md, md_plain(md, cell_of(cells, count, role)),
              md_plain(md, cell_of(cells, count, name)), 0, line);
    for (size_t i = 0; i < count; i++) {
        if ((int)i == role || (int)i == name || !cells[i].len) continue;
        if (md->entry_count > before) {
            struct review_person *person = (struct review_person *)md->entries[md->entry_count - 1];
            add_cell(md, &person->note, i < table->columns ? table->heads[i] : SPAN(""), cells[i]);
        } else {
            md_unplaced(md, line, cells[i], "a cell of a table of people, without a name");
        }
    }
}

/* "| Severity | SEV2 |" in rows; labels in the head with values below are turned by a quarter. */
static bool label_table(struct table *table)
{
    struct md *md = table->md;
    struct span cells[MD_CELLS_MOST];
    size_t known = 0, rows = 0, heads = 0;
    for (size_t i = 0; i < table->columns; i++) heads += md_label_of(table->heads[i]) != 0;
    for (size_t line = table->block->from; line < table->block->to; line++) {
        if (md->lines[line].kind != MD_ROW) continue;
        size_t count = cut_cells(md->lines[line].text, cells);
        struct span label = md_plain(md, cells[0]);
        rows++;
        known += count >= 2 && (md_label_of(label) || md_section_of(label, true));
    }
    bool turned = table->head != SIZE_MAX && rows == 2 && heads >= 2 && heads * 2 >= table->columns;
    if (!turned && (known < 2 && !(known == 1 && rows == 1))) return false;
    if (!turned && known * 2 < rows) return false;
    if (turned) {
        size_t value_line = table->block->to - 1;
        while (value_line > table->block->from && md->lines[value_line].kind != MD_ROW)
            value_line--;
        size_t count = cut_cells(md->lines[value_line].text, cells);
        md_take(md, table->block->from, table->block->to);
        for (size_t i = 0; i < count; i++) {
            if (!cells[i].len) continue;
            struct span value = md_plain(md, cells[i]);
            if (!md_label(md, i < table->columns ? table->heads[i] : SPAN(""), value, cells[i],
                          value_line))
                md_unplaced(md, value_line, cells[i],
                            "what this label says has no field of its own");
        }
        return true;
    }
    for (size_t line = table->block->from; line < table->block->to; line++) {
        if (md->lines[line].kind != MD_ROW) continue;
        size_t count = cut_cells(md->lines[line].text, cells);
        bool head = line == table->head;
        struct span label = md_plain(md, cells[0]),
                    value = count > 1 ? md_plain(md, cells[1]) : (struct span){"", 0};
        md_take(md, line, line + 1);
        if (is_empty(cells, count, 0)) continue;
        if (head && !md_label_of(label) && !md_section_of(label, true)) continue;
        if (count > 2 && !is_empty(cells + 2, count - 2, -1)) value.len = 0;
        if (!value.len || !md_label(md, label, value, cells[1], line))
            md_unplaced(md, line, md->lines[line].raw,
                        "what this row says has no field of its own");
    }
    return true;
}

static void add_table_text(struct md *md, const struct md_block *block)
{
    struct md_block text = *block;
    text.kind = MD_CODE; /* kept as it is written */
    if (md_is_text_section(md->section)) {
        md_texts_block(md, &text);
        return;
    }
    if (md->more && md->open) {
        md_grow(md, md->more, md_raw(md, block->from, block->to), "\n\n");
        md_take(md, block->from, block->to);
        return;
    }
    md_leave(md, block->from, block->to, "a table whose columns are not understood");
}

static bool each_row(struct table *table, void (*row)(struct table *table, size_t line))
{
    for (size_t line = table->block->from; line < table->block->to; line++)
        if (table->md->lines[line].kind == MD_ROW && line != table->head) row(table, line);
    return true;
}

static void statement_rows(struct table *table)
{
    struct md *md = table->md;
    for (size_t line = table->block->from; line < table->block->to; line++) {
        if (md->lines[line].kind != MD_ROW || line == table->head) continue;
        struct span cells[MD_CELLS_MOST];
        size_t count = cut_cells(md->lines[line].text, cells);
        struct text text;
        text_init(&text, 0);
        for (size_t i = 0; i < count; i++) {
            if (!cells[i].len) continue;
            if (text.len) text_adds(&text, "; ");
            text_add(&text, cells[i]);
        }
        struct md_block block = {.kind = MD_ITEM, .from = line, .to = line + 1, .indent = 0};
        block.markdown = (struct span){md_copy(md, text_span(&text)), text.len};
        block.plain = md_plain(md, block.markdown);
        text_release(&text);
        md_take(md, line, line + 1);
        if (!block.plain.len) continue;
        if (md->section == MD_SECTION_EXHIBITS)
            md_exhibit_block(md, &block);
        else if (md->section >= MD_SECTION_WELL && md->section <= MD_SECTION_QUESTIONS)
            md_statement_block(md, &block);
        else
            md_factor_block(md, &block);
    }
}

void md_table(struct md *md, const struct md_block *block)
{
    struct table table = {.md = md, .block = block};
    size_t actions = 0, owners = 0;
    read_head(&table);
    guess_time(&table);
    for (size_t i = 0; i < table.columns; i++) {
        actions += table.meaning[i] == MD_COLUMN_ACTION;
        owners += table.meaning[i] == MD_COLUMN_OWNER || table.meaning[i] == MD_COLUMN_DUE;
    }
    bool items = md->section == MD_SECTION_ACTIONS || md->section == MD_SECTION_DONE;
    bool timeline = md->section == MD_SECTION_TIMELINE;
    if (!items && (table.time >= 0 || table.date >= 0) &&
        (timeline || (table.time >= 0 && owners == 0 && md->section != MD_SECTION_PEOPLE))) {
        struct md_stamp stamp;
        bool really = timeline;
        struct span cells[MD_CELLS_MOST];
        for (size_t line = block->from; line < block->to && !really; line++) {
            if (md->lines[line].kind != MD_ROW || line == table.head) continue;
            size_t count = cut_cells(md->lines[line].text, cells);
            really = is_time_cell(md, cell_of(cells, count, table.time), &stamp) &&
                     (stamp.has_clock || stamp.relative);
        }
        if (really && md->section == MD_SECTION_META && label_table(&table)) return;
        if (really) {
            event_table(&table);
            return;
        }
    }
    if (timeline) {
        event_table(&table);
        return;
    }
    if (items || (actions && owners && md->section != MD_SECTION_PEOPLE)) {
        each_row(&table, item_row);
        md_close(md);
        return;
    }
    if (md->section == MD_SECTION_PEOPLE) {
        each_row(&table, people_row);
        return;
    }
    bool labels = md->section == MD_SECTION_META || md->section == MD_SECTION_SUMMARY ||
                  md->section == MD_SECTION_UNKNOWN || md->section == MD_SECTION_IMPACT ||
                  md->section == MD_SECTION_DETECTION;
    if (labels && label_table(&table)) return;
    bool rows = md->section == MD_SECTION_EXHIBITS ||
                (md->section >= MD_SECTION_FACTORS && md->section <= MD_SECTION_QUESTIONS &&
                 md->section != MD_SECTION_WHYS);
    if (rows) {
        statement_rows(&table);
        return;
    }
    if (table.head != SIZE_MAX) md->lines[table.head].taken = false;
    add_table_text(md, block);
}
