/*
 * Shell history: one command is one record.
 *
 *   bash, tcsh   #1795326957 (or #+1795326957), then the command, which may have several lines
 *   zsh          : 1795326957:0;command, going on in the next line after a backslash
 *   fish         - cmd: command, then "  when: 1795326957"
 *
 * Commands that stand before the first mark have no time and borrow none.
 */
#include "evidence/document.h"

static size_t digits(struct span s, size_t from)
{
    size_t i = from;
    while (i < s.len && s.at[i] >= '0' && s.at[i] <= '9') i++;
    return i - from;
}

/* "#1795326957": the number; empty when the line is no mark. */
static struct span hash_mark(struct span line)
{
    struct span none = {NULL, 0};
    if (!span_starts(line, SPAN("#"))) return none;
    size_t from = span_starts(line, SPAN("#+")) ? 2 : 1, n = digits(line, from);
    return n >= 9 && n <= 10 && from + n == line.len ? span_sub(line, from, n) : none;
}

/* ": 1795326957:12;make" */
static bool zsh_mark(struct span line, struct span *ret_epoch, struct span *ret_took,
                     struct span *ret_command)
{
    if (!span_starts(line, SPAN(": "))) return false;
    size_t n = digits(line, 2), at = 2 + n;
    if (n < 9 || n > 10 || at >= line.len || line.at[at] != ':') return false;
    size_t took = digits(line, at + 1), end = at + 1 + took;
    if (took == 0 || end >= line.len || line.at[end] != ';') return false;
    *ret_epoch = span_sub(line, 2, n);
    *ret_took = span_sub(line, at + 1, took);
    *ret_command = span_from(line, end + 1);
    return true;
}

struct command {
    uint64_t start;
    struct document_time time;
    bool open;
    bool block;   /* all lines up to the next mark belong to it */
    bool goes_on; /* the next line does */
};

static const struct document_time none = {EVIDENCE_NO_TIME, 0, NULL};

static enum status add_command(struct document *document, const struct command *command,
                               struct error *error)
{
    if (!command->open) return STATUS_OK;
    return document_add(document, command->start, &command->time, EVIDENCE_LEVEL_NONE, error);
}

/* True when the line begins a command; *ret is then that command. */
static bool begins(struct document *document, const struct window_line *line,
                   const struct command *last, struct command *ret)
{
    struct span text = line->text, epoch, took, rest;
    bool backslash = text.len && text.at[text.len - 1] == '\\';
    *ret = (struct command){line->start, none, true, false, backslash};
    epoch = hash_mark(text);
    if (epoch.len) {
        ret->time = document_clock_read(&document->clock, epoch);
        ret->block = true;
        return true;
    }
    if (zsh_mark(text, &epoch, &took, &rest)) {
        ret->time = document_clock_read(&document->clock, epoch);
        return true;
    }
    if (span_starts(text, SPAN("- cmd: "))) {
        ret->block = true;
        return true;
    }
    return !last->open || !(last->block || last->goes_on);
}

enum status index_history(struct document *document, struct error *error)
{
    static const struct evidence_layout layout = {.framing = FRAMING_SHELL_HISTORY,
                                                  .name = "shell history"};
    struct window_line line = {.next = 0};
    struct command command = {.open = false}, next;
    bool got;
    document_layout(document, &layout);
    for (;;) {
        enum status status = window_next_line(&document->window, &line, &got, error);
        if (status) return status;
        if (!got) return add_command(document, &command, error);
        if (begins(document, &line, &command, &next)) {
            status = add_command(document, &command, error);
            if (status) return status;
            command = next;
            continue;
        }
        command.goes_on = next.goes_on;
        if (command.time.time == EVIDENCE_NO_TIME && span_starts(line.text, SPAN("  when: ")))
            command.time = document_clock_read(&document->clock, span_from(line.text, 8));
    }
}

void fields_history(struct span record, struct evidence_fields *ret)
{
    struct span rest = record, line = span_cut(&rest, '\n'), epoch, took, command;
    uint64_t seconds;
    if (line.len && line.at[line.len - 1] == '\r') line.len--;
    epoch = hash_mark(line);
    if (epoch.len) {
        ret->stamp = epoch;
        ret->message = span_trim(rest);
    } else if (zsh_mark(line, &epoch, &took, &command)) {
        ret->stamp = epoch;
        ret->message = span_trim(span_from(record, (size_t)(command.at - record.at)));
        if (span_to_u64(took, &seconds) && seconds < 1000000000)
            ret->took = (duration)seconds * NS_PER_S;
    } else if (span_starts(line, SPAN("- cmd: "))) {
        ret->message = span_from(line, 7);
        size_t at = span_find(rest, SPAN("  when: "));
        if (at != SIZE_MAX) ret->stamp = span_sub(rest, at + 8, digits(rest, at + 8));
    } else {
        ret->message = span_trim(record);
    }
}
