/*
 * Comma-separated values and their kin.
 *
 * The rule, so that nobody has to guess: rows of equal length under a row of names are a table. It
 * is a log when its columns hold a time and a message or level (Timesketch, plaso and journal
 * exports), otherwise a table of its own (tickets, inventories). PostgreSQL's csvlog has no names
 * and is told by its 23 or more columns that begin with a quoted stamp or a plain one. Rows without
 * names are otherwise lines of a log.
 */
#include "evidence/probe.h"

enum { SAMPLE_ROWS = 50, NAME_MOST = 64, POSTGRES_COLUMNS = 23 };

size_t probe_csv_row(struct span s, bool whole, char delimiter, unsigned *ret_columns)
{
    bool quoted = false, start = true;
    unsigned columns = 1;
    for (size_t i = 0; i < s.len; i++) {
        char c = s.at[i];
        if (quoted) {
            if (c == '"') quoted = false;
        } else if (c == '"' && start) {
            quoted = true;
        } else if (c == '"' && i && s.at[i - 1] == '"') {
            quoted = true; /* "" inside a quoted field is a quote */
        } else if (c == delimiter) {
            columns++;
        } else if (c == '\n') {
            *ret_columns = columns;
            return i + 1;
        }
        start = c == delimiter && !quoted;
    }
    *ret_columns = columns;
    return whole && !quoted ? s.len : 0;
}

static struct span unquoted(struct span name)
{
    name = span_trim(name);
    if (name.len >= 2 && name.at[0] == '"' && name.at[name.len - 1] == '"')
        name = span_sub(name, 1, name.len - 2);
    return name;
}

static bool is_name(struct span name)
{
    if (name.len == 0 || name.len > NAME_MOST) return false;
    unsigned char c = (unsigned char)name.at[0];
    bool letter =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '@' || c >= 0x80;
    if (!letter || probe_find_stamp(name, 0) != SIZE_MAX) return false;
    for (size_t i = 0; i < name.len; i++)
        if (name.at[i] == '\0' || byte_is_one_of(name.at[i], "{}<>=\"\\")) return false;
    return true;
}

static bool one_of(struct span name, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (span_equal_nocase(name, span_of(words[i]))) return true;
    return false;
}

static bool read_header(struct span row, char delimiter, struct probe_csv *ret)
{
    static const char *const times[] = {"time",  "timestamp",    "datetime",   "date",
                                        "ts",    "@timestamp",   "created_at", "event_time",
                                        "_time", "date and time"};
    static const char *const messages[] = {"message", "msg",  "level", "severity",
                                           "log",     "_raw", "line",  "@message"};
    bool has_time = false, has_message = false;
    row = span_trim(row);
    while (row.len) {
        struct span name = unquoted(span_cut(&row, delimiter));
        if (!is_name(name)) return false;
        has_time |= one_of(name, times, sizeof times / sizeof times[0]);
        has_message |= one_of(name, messages, sizeof messages / sizeof messages[0]);
    }
    ret->header = true;
    ret->log = has_time && has_message;
    return true;
}

/* Rows behind the first that have as many columns as it, or all one more (the Event Viewer names no
 * message); false when more than a tenth have not. */
static bool rows_agree(struct span rest, bool whole, char delimiter, unsigned columns)
{
    unsigned rows = 0, odd = 0, more = 0;
    while (rest.len && rows < SAMPLE_ROWS) {
        unsigned found;
        size_t len = probe_csv_row(rest, whole, delimiter, &found);
        if (len == 0) break;
        struct span row = span_trim(span_sub(rest, 0, len));
        rest = span_from(rest, len);
        if (row.len == 0) continue;
        rows++;
        odd += found != columns;
        more += found == columns + 1;
    }
    return rows > 0 && (odd * 10 <= rows || (columns >= 4 && more == rows));
}

static bool postgres_row(struct span row)
{
    row = span_trim(row);
    size_t at = probe_find_stamp(span_sub(row, 0, 32), 0);
    return at != SIZE_MAX && at <= 12;
}

bool probe_csv(const struct probe *probe, struct probe_csv *ret)
{
    for (const char *d = ",;\t|"; *d; d++) {
        struct probe_csv csv = {.delimiter = *d};
        size_t len = probe_csv_row(probe->head, probe->whole, *d, &csv.columns);
        if (len == 0 || csv.columns < 2) continue;
        struct span first = span_sub(probe->head, 0, len);
        if (*d == ',' && csv.columns >= POSTGRES_COLUMNS && postgres_row(first))
            csv.postgres = csv.log = true;
        else if (!read_header(first, *d, &csv))
            continue;
        struct span rest = csv.postgres ? probe->head : span_from(probe->head, len);
        if (!rows_agree(rest, probe->whole, *d, csv.columns)) continue;
        *ret = csv;
        return true;
    }
    return false;
}
