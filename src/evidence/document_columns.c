/*
 * Columns of a table. Names come first, since exports of logs have telling ones; what names leave
 * open is told by the cells: most of a column are dates with a clock, or most are words of
 * severity.
 */
#include "evidence/document_columns.h"

#include <stdio.h>

#include "evidence/lines.h"
#include "evidence/probe.h"

enum { ROWS_MOST = 40 };

bool columns_next_cell(struct span *rest, char delimiter, bool *more, struct span *ret)
{
    size_t i = 0;
    if (!*more) return false;
    if (rest->len && rest->at[0] == '"') {
        for (i = 1; i < rest->len; i++) {
            if (rest->at[i] != '"') continue;
            if (i + 1 >= rest->len || rest->at[i + 1] != '"') break;
            i++;
        }
        *ret = span_sub(*rest, 1, i - 1);
        if (i < rest->len) i++;
        while (i < rest->len && rest->at[i] != delimiter) i++;
    } else {
        while (i < rest->len && rest->at[i] != delimiter) i++;
        *ret = span_sub(*rest, 0, i);
    }
    *more = i < rest->len;
    *rest = span_from(*rest, i + 1);
    return true;
}

static void copy_name(char *to, size_t room, struct span name)
{
    snprintf(to, room, "%.*s", (int)(name.len < room ? name.len : room - 1), name.at);
}

void columns_by_name(struct span names, struct columns *columns, struct evidence_layout *layout)
{
    unsigned ranks[KEY_PROCESS + 1], rank, date = NO_COLUMN, clock = NO_COLUMN;
    bool more = true;
    struct span name;
    for (size_t i = 0; i <= KEY_PROCESS; i++) ranks[i] = UINT32_MAX;
    for (unsigned i = 0;
         i < COLUMNS_MOST && columns_next_cell(&names, columns->delimiter, &more, &name); i++) {
        name = span_trim(name);
        enum key_role role = key_role_of(name, &rank);
        if (span_equal_nocase(name, SPAN("date"))) date = i;
        if (span_equal_nocase(name, SPAN("time"))) clock = i;
        if (role == KEY_NONE && span_equal_nocase(name, SPAN("subject"))) {
            role = KEY_MESSAGE;
            rank = 2;
        }
        if (role == KEY_NONE || rank >= ranks[role]) continue;
        ranks[role] = rank;
        if (role == KEY_TIME) {
            columns->time = i;
            copy_name(layout->time_key, sizeof layout->time_key, name);
        } else if (role == KEY_LEVEL) {
            columns->level = i;
            copy_name(layout->level_key, sizeof layout->level_key, name);
        } else if (role == KEY_MESSAGE) {
            columns->message = i;
            copy_name(layout->message_key, sizeof layout->message_key, name);
        }
    }
    if (date != NO_COLUMN && clock != NO_COLUMN && columns->time == clock) {
        columns->time = date;
        columns->clock = clock;
        snprintf(layout->time_key, sizeof layout->time_key, "date");
    }
}

/* ---- by content ---- */

/* What the rows looked at have in each column. */
struct contents {
    unsigned rows;
    uint8_t neutral[COLUMNS_MOST]; /* "ok" and the like, in columns that tell a state */
    uint8_t filled[COLUMNS_MOST], times[COLUMNS_MOST], levels[COLUMNS_MOST];
    uint8_t dates[COLUMNS_MOST], clocks[COLUMNS_MOST]; /* one without the other */
};

/* A date alone, or a clock alone, and nothing else. */
static bool is_part(struct span cell, uint16_t flag)
{
    const struct stamp_format *format;
    struct stamp stamp;
    return cell.len >= 5 && cell.len <= 32 &&
           stamp_candidates(cell, false, &format, &stamp, 1) > 0 && stamp.len == cell.len &&
           (stamp.flags & flag) && !(stamp.flags & STAMP_NO_HOUR);
}

static bool is_level(struct span cell)
{
    return cell.len >= 3 && cell.len <= 16 && (cell.at[0] | 0x20) >= 'a' &&
           (cell.at[0] | 0x20) <= 'z' && level_of_value(cell, false) != EVIDENCE_LEVEL_NONE;
}

static void look_at_row(struct span row, const struct span *names, char delimiter,
                        struct contents *contents)
{
    struct span cell;
    bool more = true;
    contents->rows++;
    while (row.len && byte_is_one_of(row.at[row.len - 1], "\r\n")) row.len--;
    for (unsigned i = 0; i < COLUMNS_MOST && columns_next_cell(&row, delimiter, &more, &cell);
         i++) {
        struct line_member member = {.path = names[i], .value = span_trim(cell)};
        if (member.value.len == 0) continue;
        contents->filled[i]++;
        if (line_member_may_be_time(&member)) contents->times[i]++;
        if (is_level(member.value)) contents->levels[i]++;
        contents->neutral[i] += span_equal_nocase(member.value, SPAN("ok"));
        if (is_part(member.value, STAMP_DATE_ONLY)) contents->dates[i]++;
        if (is_part(member.value, STAMP_NO_DATE)) contents->clocks[i]++;
    }
}

static void look_at_rows(struct span rest, const struct span *names, char delimiter,
                         struct contents *contents)
{
    unsigned count;
    while (contents->rows < ROWS_MOST && rest.len) {
        size_t len = probe_csv_row(rest, true, delimiter, &count);
        if (len == 0) return;
        struct span row = span_sub(rest, 0, len);
        rest = span_from(rest, len);
        if (span_trim(row).len && (rest.len || contents->rows == 0))
            look_at_row(row, names, delimiter, contents);
    }
}

/* The first column that most rows have such a cell in, and nothing else; NO_COLUMN. */
static unsigned first_with(const struct contents *contents, const uint8_t *wanted)
{
    for (unsigned i = 0; i < COLUMNS_MOST; i++)
        if (wanted[i] * 2 > contents->rows && wanted[i] * 10 >= contents->filled[i] * 8) return i;
    return NO_COLUMN;
}

void columns_by_content(struct span names, struct span rest, struct columns *columns,
                        struct evidence_layout *layout)
{
    struct span name[COLUMNS_MOST] = {{NULL, 0}};
    struct contents contents = {.rows = 0};
    bool more = true;
    for (unsigned i = 0;
         i < COLUMNS_MOST && columns_next_cell(&names, columns->delimiter, &more, &name[i]); i++)
        name[i] = span_trim(name[i]);
    look_at_rows(rest, name, columns->delimiter, &contents);
    if (columns->time == NO_COLUMN) {
        columns->time = first_with(&contents, contents.times);
        if (columns->time != NO_COLUMN)
            copy_name(layout->time_key, sizeof layout->time_key, name[columns->time]);
    }
    unsigned date = first_with(&contents, contents.dates);
    unsigned clock = first_with(&contents, contents.clocks);
    if (columns->clock == NO_COLUMN && date != NO_COLUMN && clock != NO_COLUMN &&
        (columns->time == NO_COLUMN || columns->time == date || columns->time == clock)) {
        columns->time = date;
        columns->clock = clock;
        copy_name(layout->time_key, sizeof layout->time_key, name[date]);
    }
    for (unsigned i = 0; i < COLUMNS_MOST; i++)
        if (contents.levels[i] > 0) contents.levels[i] += contents.neutral[i];
    unsigned level = first_with(&contents, contents.levels);
    if (level != NO_COLUMN && contents.rows >= 2 &&
        (columns->level == NO_COLUMN || contents.filled[columns->level] == 0)) {
        columns->level = level;
        copy_name(layout->level_key, sizeof layout->level_key, name[level]);
    }
}
