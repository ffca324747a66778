#include "base/error.h"

#include "base/utf8.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

static const struct {
    int exit_code;
    int http;
    const char *name;
    const char *meaning;
} table[] = {
#define X(name, exit_code, http, meaning) {exit_code, http, #name, meaning},
    STATUS_TABLE(X)
#undef X
};

int status_exit_code(enum status status)
{
    assert((size_t)status < sizeof table / sizeof table[0]);
    return table[status].exit_code;
}

int status_http(enum status status)
{
    assert((size_t)status < sizeof table / sizeof table[0]);
    return table[status].http;
}

const char *status_name(enum status status)
{
    assert((size_t)status < sizeof table / sizeof table[0]);
    return table[status].name;
}

const char *status_meaning(enum status status)
{
    assert((size_t)status < sizeof table / sizeof table[0]);
    return table[status].meaning;
}

/* Messages quote names that came from outside; a newline or an escape in one must not be able to
 * forge a second line of output or move the cursor. */
static void defuse(char *text)
{
    struct span rest = span_of(text);
    while (rest.len) {
        uint32_t rune;
        size_t n = utf8_next(rest, &rune);
        bool bad = n == 0;
        if (bad) n = 1;
        if (bad || utf8_drives_display(rune)) memset(text, '?', n);
        text += n;
        rest = span_from(rest, n);
    }
}

enum status error_set_at(const char *file, int line, struct error *error, enum status status,
                         const char *format, ...)
{
    assert(status != STATUS_OK);
    if (!error) return status;
    va_list args;
    va_start(args, format);
    vsnprintf(error->message, sizeof error->message, format, args);
    va_end(args);
    defuse(error->message);
    error->where[0] = '\0';
    error->status = status;
    error->source_file = file;
    error->source_line = line;
    return status;
}

static enum status status_of_errno(int number)
{
    switch (number) {
    case ENOENT:
    case ENOTDIR: return STATUS_NOT_FOUND;
    case ENOSPC:
    case EFBIG:
    case EDQUOT: return STATUS_NO_SPACE;
    case ENOMEM: return STATUS_NO_MEMORY;
    case EAGAIN:
    case EBUSY: return STATUS_BUSY;
    case EINTR: return STATUS_INTERRUPTED;
    case EPIPE: return STATUS_PIPE_CLOSED;
    default: return STATUS_UNREADABLE;
    }
}

enum status error_set_errno_at(const char *file, int line, struct error *error, const char *what,
                               const char *path)
{
    int number = errno;
    enum status status = status_of_errno(number);
    if (!error) return status;
    error_set_at(file, line, error, status, "cannot %s: %s", what, strerror(number));
    if (path) error_place(error, "%s", path);
    return status;
}

void error_place(struct error *error, const char *format, ...)
{
    if (!error || error->where[0]) return;
    va_list args;
    va_start(args, format);
    vsnprintf(error->where, sizeof error->where, format, args);
    va_end(args);
    defuse(error->where);
}
