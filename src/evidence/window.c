#include "evidence/window.h"

#include <assert.h>
#include <stdlib.h>

void window_init(struct window *window, const struct evidence_reader *reader,
                 const struct evidence_index_hints *hints)
{
    *window = (struct window){.reader = reader, .hints = hints};
}

void window_release(struct window *window)
{
    free(window->buffer);
    free(window->held);
    window->buffer = window->held = NULL;
}

enum status window_more(struct window *window, uint64_t keep, struct error *error)
{
    uint64_t filled = window->base + window->len;
    size_t got = 0;
    assert(keep >= window->base && keep <= filled);
    size_t gone = (size_t)(keep - window->base);
    if (gone) memmove(window->buffer, window->buffer + gone, window->len - gone);
    window->len -= gone;
    window->base = keep;
    uint64_t left = window->reader->size > filled ? window->reader->size - filled : 0;
    size_t step = left < WINDOW_STEP ? (size_t)left : WINDOW_STEP;
    enum status status =
        grow_array(&window->buffer, &window->room, window->len + step + 1, 1, error);
    if (status) return status;
    if (step) {
        status = window->reader->read(window->reader->context, filled, window->buffer + window->len,
                                      step, &got, error);
        if (status) return status;
    }
    window->len += got;
    assert(got <= step && window->len <= window->room);
    window->end = got < step || left == step;
    if (window->hints->progress)
        window->hints->progress(window->hints->progress_context, filled + got);
    return STATUS_OK;
}

void window_seek(struct window *window, uint64_t offset)
{
    if (offset >= window->base && offset <= window->base + window->len) return;
    window->base = offset < window->reader->size ? offset : window->reader->size;
    window->len = 0;
    window->end = window->base == window->reader->size;
}

struct span window_from(const struct window *window, uint64_t offset)
{
    assert(offset >= window->base && offset <= window->base + window->len);
    return span_from((struct span){window->buffer, window->len}, (size_t)(offset - window->base));
}

/* Finds the end of a line that is longer than anybody wants to look at; holds its first bytes. */
static enum status pass_over(struct window *window, struct window_line *line, struct error *error)
{
    if (!window->held) window->held = malloc(WINDOW_LINE_MOST);
    if (!window->held) return error_set(error, STATUS_NO_MEMORY, "no memory for a long line");
    memcpy(window->held, window_from(window, line->start).at, WINDOW_LINE_MOST);
    line->text = (struct span){window->held, WINDOW_LINE_MOST};
    line->next = line->start + WINDOW_LINE_MOST;
    for (;;) {
        struct span rest = window_from(window, line->next);
        const char *hit = rest.len ? memchr(rest.at, '\n', rest.len) : NULL;
        line->next += hit ? (size_t)(hit - rest.at) + 1 : rest.len;
        if (hit || window->end) return STATUS_OK;
        enum status status = window_more(window, line->next, error);
        if (status) return status;
    }
}

enum status window_next_line(struct window *window, struct window_line *line, bool *ret_got,
                             struct error *error)
{
    line->start = line->next;
    *ret_got = true;
    for (;;) {
        struct span rest = window_from(window, line->start);
        const char *hit = rest.len ? memchr(rest.at, '\n', rest.len) : NULL;
        size_t len = hit ? (size_t)(hit - rest.at) : rest.len;
        if (!hit && !window->end && len < WINDOW_LINE_MOST) {
            enum status status = window_more(window, line->start, error);
            if (status) return status;
            continue;
        }
        if (!hit && !window->end) return pass_over(window, line, error);
        *ret_got = rest.len > 0;
        line->text = span_sub(rest, 0, len);
        line->next = line->start + len + (hit != NULL);
        if (len && rest.at[len - 1] == '\r') line->text.len--;
        line->text.len = line->text.len < WINDOW_LINE_MOST ? line->text.len : WINDOW_LINE_MOST;
        return STATUS_OK;
    }
}
