/*
 * The journal's export format: entries of fields, an empty line behind each. A field is NAME=value
 * in a line, or NAME alone, then the size of the value as 64 bits little-endian, the value, and a
 * line feed. Source: systemd, "Journal Export Formats".
 */
#include "evidence/document.h"

enum { NAME_MOST = 64, SIZE_BYTES = 8 };

static uint64_t little64(const char *at)
{
    uint64_t value = 0;
    for (int i = 7; i >= 0; i--) value = value << 8 | (unsigned char)at[i];
    return value;
}

/* A line that announces a binary value: a name and nothing else. */
static bool is_name(struct span line)
{
    if (line.len == 0 || line.len > NAME_MOST) return false;
    for (size_t i = 0; i < line.len; i++) {
        char c = line.at[i];
        if (!((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_')) return false;
    }
    return true;
}

/* Moves line->next behind the binary value that begins there, if there is one that fits. */
static enum status pass_binary(struct window *window, struct window_line *line, struct error *error)
{
    uint64_t size = window->reader->size, from = line->next;
    enum status status = STATUS_OK;
    window_seek(window, from);
    while (status == STATUS_OK && !window->end && window_from(window, from).len < SIZE_BYTES)
        status = window_more(window, from, error);
    if (status || window_from(window, from).len < SIZE_BYTES) return status;
    uint64_t len = little64(window_from(window, from).at), data = from + SIZE_BYTES;
    if (data >= size || len > size - data - 1) return STATUS_OK;
    /* one byte past the window: moving it there and back for each such line would cost too much */
    size_t got = 0;
    char last = '\0';
    status = window->reader->read(window->reader->context, data + len, &last, 1, &got, error);
    if (status || got == 0 || last != '\n') return status; /* what looked like a name was text */
    line->next = data + len + 1;
    window_seek(window, line->next);
    return STATUS_OK;
}

struct entry {
    uint64_t start;
    struct document_time time;
    enum evidence_level level;
    bool open;
};

static void read_field(struct document *document, struct entry *entry, struct span text)
{
    uint64_t number;
    struct span value = text, name = span_cut(&value, '=');
    if (span_is(name, "__REALTIME_TIMESTAMP"))
        entry->time = document_clock_read(&document->clock, value);
    else if (span_is(name, "PRIORITY") && span_to_u64(value, &number) && number <= 7)
        entry->level = level_of_syslog((unsigned)number);
}

static enum status add_entry(struct document *document, const struct entry *entry,
                             struct error *error)
{
    if (!entry->open) return STATUS_OK;
    return document_add(document, entry->start, &entry->time, entry->level, error);
}

enum status index_journal(struct document *document, struct error *error)
{
    static const struct evidence_layout layout = {.framing = FRAMING_JOURNAL_EXPORT,
                                                  .name = "journal export",
                                                  .time_key = "__REALTIME_TIMESTAMP",
                                                  .level_key = "PRIORITY",
                                                  .message_key = "MESSAGE"};
    static const struct entry fresh = {.time = {EVIDENCE_NO_TIME, 0, NULL}};
    struct window_line line = {.next = 0};
    struct entry entry = fresh;
    bool got, between = true;
    document_layout(document, &layout);
    for (;;) {
        enum status status = window_next_line(&document->window, &line, &got, error);
        if (status) return status;
        if (!got) return add_entry(document, &entry, error);
        if (line.text.len == 0) {
            between = true;
            continue;
        }
        if (between) {
            status = add_entry(document, &entry, error);
            if (status) return status;
            entry = fresh;
            entry.start = line.start;
            entry.open = true;
            between = false;
        }
        if (is_name(line.text))
            status = pass_binary(&document->window, &line, error);
        else
            read_field(document, &entry, line.text);
        if (status) return status;
    }
}

/* ---- fields ---- */

/* Takes the next field off *rest; false at the end. */
static bool next_field(struct span *rest, struct span *ret_name, struct span *ret_value)
{
    if (rest->len == 0) return false;
    struct span line = span_cut(rest, '\n');
    *ret_value = line;
    *ret_name = span_cut(ret_value, '=');
    if (!is_name(line) || rest->len < SIZE_BYTES) return true;
    uint64_t len = little64(rest->at);
    struct span data = span_from(*rest, SIZE_BYTES);
    if (len >= data.len || data.at[len] != '\n') return true;
    *ret_value = span_sub(data, 0, (size_t)len);
    *rest = span_from(data, (size_t)len + 1);
    return true;
}

void fields_journal(struct span record, struct evidence_fields *ret)
{
    struct span rest = record, name, value;
    while (next_field(&rest, &name, &value)) {
        if (span_is(name, "__REALTIME_TIMESTAMP"))
            ret->stamp = value;
        else if (span_is(name, "MESSAGE"))
            ret->message = value;
        else if (span_is(name, "_HOSTNAME"))
            ret->host = value;
        else if (span_is(name, "SYSLOG_IDENTIFIER") ||
                 (span_is(name, "_COMM") && ret->process.len == 0))
            ret->process = value;
        else if (key_role_of(name, NULL) == KEY_ID)
            fields_add_id(ret, value);
    }
    if (ret->message.len == 0) ret->message = span_trim(record);
}
