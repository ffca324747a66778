/*
 * Errors: a status that a caller can branch on and a sentence that a person can act on.
 *
 * A function that can fail returns `enum status` and takes `struct error *` last. On failure its
 * outputs are untouched and the error says what went wrong, where in the input, and what to do.
 * The pointer may be NULL when the caller needs the status alone.
 */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include <stdarg.h>
#include <stdint.h>

/* name, exit code of the command line, HTTP status, what it means */
#define STATUS_TABLE(X)                                                                            \
    X(OK, 0, 200, "done")                                                                          \
    X(USAGE, 2, 400, "the call itself is wrong")                                                   \
    X(NOT_FOUND, 3, 404, "no such file, workspace, source or record")                              \
    X(UNREADABLE, 4, 500, "the operating system refused a read or a write")                        \
    X(BAD_INPUT, 5, 422, "the input is not what it claims to be")                                  \
    X(LIMIT, 6, 413, "a budget of size, depth, count or time is used up")                          \
    X(NO_SPACE, 7, 507, "the disk or a quota is full")                                             \
    X(BUSY, 8, 409, "somebody else is at it, or the data changed meanwhile")                       \
    X(DAMAGED, 9, 500, "stored data does not match its checksum")                                  \
    X(TOO_NEW, 10, 409, "written by a newer version of the program")                               \
    X(NO_MEMORY, 11, 503, "out of memory")                                                         \
    X(PIPE_CLOSED, 0, 499, "the reader of the output has gone")                                    \
    X(INTERRUPTED, 130, 503, "stopped by a signal")                                                \
    X(NOT_ALLOWED, 12, 403, "whoever asks may not do this")                                        \
    X(FINDINGS, 1, 200, "ran to the end; the help of the command says what it tells by this")

enum status {
#define X(name, exit_code, http, meaning) STATUS_##name,
    STATUS_TABLE(X)
#undef X
};

struct error {
    enum status status;
    char message[600]; /* what happened and what to do, for a person; always NUL-terminated */
    char where[300];   /* file, or file:line, or file@byte of the input; "" when none applies */
    const char *source_file; /* where in this program it was noticed; borrows a literal */
    int source_line;
};

#define ERROR_NONE ((struct error){.status = STATUS_OK})

/* Records a failure and returns `status`, so that callers write `return error_set(...)`. */
#define error_set(error, status, ...)                                                              \
    error_set_at(__FILE__, __LINE__, (error), (status), __VA_ARGS__)

/* As error_set, for a failed system call: maps errno to a status (ENOSPC to NO_SPACE, ENOENT to
 * NOT_FOUND, ...) and appends its text. `what` names the operation, `path` the thing it was for. */
#define error_set_errno(error, what, path)                                                         \
    error_set_errno_at(__FILE__, __LINE__, (error), (what), (path))

enum status error_set_at(const char *file, int line, struct error *error, enum status status,
                         const char *format, ...) __attribute__((format(printf, 5, 6)));
enum status error_set_errno_at(const char *file, int line, struct error *error, const char *what,
                               const char *path);

/* Adds where in the input it happened; keeps an earlier, more precise place. What could drive a
 * terminal or is no UTF-8 is shown as '?', as in messages. It has no status to return: there may be
 * no error to hold one. */
void error_place(struct error *error, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

int status_exit_code(enum status status);
int status_http(enum status status);
const char *status_name(enum status status);    /* "NO_SPACE"; never NULL */
const char *status_meaning(enum status status); /* one line; never NULL */

#endif
