/*
 * Words in quotation marks become one byte, however many sentences they are; a mark that is never
 * closed stands for nothing. One quotation is open at a time: a new one puts the old one away.
 */
#include "language/page_parts.h"

/* A quotation's own full stop ends the sentence around it, if another one begins behind. */
static void write_quoted(struct writing *w, size_t open, size_t next)
{
    enum { LOOK_MOST = 64 };
    struct page *page = w->page;
    char last = w->out > open ? page->plain[w->out - 1] : ' ';
    size_t at = w->out > open ? page->source[w->out - 1] : 0;
    write_mask(w, PLAIN_QUOTED, open, page->source[open]);
    size_t behind = next;
    while (behind < w->end && behind < next + LOOK_MOST && is_blank(w->at[behind])) behind++;
    bool closed = behind >= w->end || (behind > next && !byte_is_lower(w->at[behind]));
    if (closed && is_in(last, ".!?")) write_byte(w, '.', at);
    w->double_open = w->single_open = SIZE_MAX;
}

static bool may_open(const struct writing *w, size_t next)
{
    char before = w->out ? w->page->plain[w->out - 1] : ' ';
    return next < w->end && !is_blank(w->at[next]) && !is_word(before) && !is_in(before, ".,;!?%)");
}

static bool may_close(const struct writing *w, size_t next)
{
    return next >= w->end || !is_word(w->at[next]) || (unsigned char)w->at[next] >= 0x80;
}

void write_double(struct writing *w, enum quote_mark mark, size_t from, size_t next)
{
    bool open = w->double_open < w->out;
    char before = w->out ? w->page->plain[w->out - 1] : ' ';
    if (open && mark != MARK_OPEN && (mark == MARK_CLOSE || before != ' ') && may_close(w, next)) {
        write_quoted(w, w->double_open, next);
        return;
    }
    if (mark == MARK_OPEN || (mark == MARK_STRAIGHT && may_open(w, next))) w->double_open = w->out;
    write_byte(w, '"', from);
}

/* 'Single' marks are apostrophes more often: a short run of words within a sentence alone. */
void write_single(struct writing *w, enum quote_mark mark, size_t from, size_t next)
{
    enum { SINGLE_MOST = 300 };
    size_t open = w->single_open;
    char before = w->out ? w->page->plain[w->out - 1] : ' ';
    if (open < w->out && mark != MARK_OPEN && before != ' ' && w->out - open > 1 &&
        may_close(w, next)) {
        size_t length = w->out - open;
        bool plural = before == 's' && next < w->end && w->at[next] == ' ' && length > 1 &&
                      next + 1 < w->end && byte_is_lower(w->at[next + 1]) &&
                      mark == MARK_STRAIGHT &&
                      memchr(w->at + next, '\'', w->end - next < 80 ? w->end - next : 80);
        if (length <= SINGLE_MOST && !plural) {
            size_t keep = w->double_open;
            write_quoted(w, open, next);
            if (keep < open) w->double_open = keep;
            return;
        }
    }
    if ((mark == MARK_OPEN || mark == MARK_STRAIGHT) && may_open(w, next) &&
        (is_word(w->at[next]) || mark == MARK_OPEN))
        w->single_open = w->out;
    write_byte(w, '\'', from);
}
