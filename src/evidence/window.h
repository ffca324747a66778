/* Reading a content from front to end in a window, so that its size does not matter. */
#ifndef EVIDENCE_WINDOW_H
#define EVIDENCE_WINDOW_H

#include "evidence/index.h"

enum {
    WINDOW_STEP = 1 << 20,      /* bytes read at a time */
    WINDOW_LINE_MOST = 1 << 16, /* of a longer line only so much is looked at */
};

struct window {
    const struct evidence_reader *reader; /* borrowed */
    const struct evidence_index_hints *hints;
    char *buffer;
    size_t room, len;
    uint64_t base; /* offset of buffer[0] in the content */
    bool end;      /* nothing follows the buffer */
    char *held;    /* the start of a line that is longer than WINDOW_LINE_MOST */
};

void window_init(struct window *window, const struct evidence_reader *reader,
                 const struct evidence_index_hints *hints); /* borrows both */
void window_release(struct window *window);
/* Reads on, keeping the bytes from offset `keep` (base <= keep <= base + len). Invalidates what was
 * borrowed from the buffer. A content that turns out shorter than it said just ends. */
enum status window_more(struct window *window, uint64_t keep, struct error *error);
/* Goes on at any offset, forgetting what is in the window when the offset lies outside. */
void window_seek(struct window *window, uint64_t offset);
/* What is in the window from an offset on; borrows. */
struct span window_from(const struct window *window, uint64_t offset);

/* A walk over lines. */
struct window_line {
    uint64_t start, next; /* offsets of the line and of the one behind it */
    struct span text;     /* without LF and a CR before it; borrowed until the next call */
};
/* The line at line->next (0 at first). *ret_got is false at the end of the content. */
enum status window_next_line(struct window *window, struct window_line *line, bool *ret_got,
                             struct error *error);

#endif
