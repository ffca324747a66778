/* The lists that a reading fills, and texts that grow line by line. */
#include "exchange/markdown.h"

#include <stdio.h>

void md_fail(struct md *md, enum status status)
{
    if (!md->status) md->status = status;
}

void *md_entry(struct md *md, enum review_kind kind)
{
    if (md->status) return NULL;
    if (md->entry_count >= MD_ENTRIES_MOST) {
        md_fail(md, error_set(md->error, STATUS_LIMIT,
                              "%s holds more than %d entries; import it in parts", md->name,
                              (int)MD_ENTRIES_MOST));
        return NULL;
    }
    enum status status = grow_array(&md->entries, &md->entry_room, md->entry_count + 1,
                                    sizeof *md->entries, md->error);
    if (status) {
        md_fail(md, status);
        return NULL;
    }
    struct review_entry *entry = review_entry_new(kind, md->arena);
    if (!entry) {
        md_fail(md, arena_full(md->arena, md->error));
        return NULL;
    }
    entry->id.number = kind == REVIEW_KIND_REVIEW ? 0 : ++md->numbers[kind];
    md->entries[md->entry_count++] = entry;
    return entry;
}

const char *md_copy(struct md *md, struct span text)
{
    if (md->status) return "";
    const char *copy = arena_copy(md->arena, text);
    if (copy) return copy;
    md_fail(md, arena_full(md->arena, md->error));
    return "";
}

const char *md_say(struct md *md, const char *format, ...)
{
    struct text text;
    char line[700];
    va_list args;
    va_start(args, format);
    int len = vsnprintf(line, sizeof line, format, args);
    va_end(args);
    if (len < 0) return "";
    text_init(&text, 0);
    /* a cut may fall into a character */
    text_add_visible(&text, span_sub(span_of(line), 0, sizeof line));
    const char *copy = md_copy(md, text_span(&text));
    text_release(&text);
    return copy;
}

void md_notice(struct md *md, const char *format, ...)
{
    char line[700];
    va_list args;
    if (md->status || md->notice_count > MD_NOTICES_MOST) return;
    va_start(args, format);
    int len = vsnprintf(line, sizeof line, format, args);
    va_end(args);
    if (len < 0) return;
    if (grow_array(&md->notices, &md->notice_room, md->notice_count + 1, sizeof *md->notices,
                   md->error)) {
        md_fail(md, STATUS_NO_MEMORY);
        return;
    }
    md->notices[md->notice_count] =
        md->notice_count == MD_NOTICES_MOST
            ? "there is more to tell than fits here; the first notices are listed"
            : md_say(md, "%s", line);
    md->notice_count++;
}

void md_unplaced(struct md *md, size_t line, struct span text, const char *why)
{
    if (md->status) return;
    if (grow_array(&md->unplaced, &md->unplaced_room, md->unplaced_count + 1, sizeof *md->unplaced,
                   md->error)) {
        md_fail(md, STATUS_NO_MEMORY);
        return;
    }
    md->unplaced[md->unplaced_count++] = (struct exchange_unplaced){
        .line = (uint32_t)line + 1, .text = md_copy(md, span_trim(text)), .why = why};
}

void md_take(struct md *md, size_t from, size_t to)
{
    for (size_t i = from; i < to && i < md->count; i++) md->lines[i].taken = true;
}

void md_leave(struct md *md, size_t from, size_t to, const char *why)
{
    md_unplaced(md, from, md_raw(md, from, to), why);
    md_take(md, from, to);
}

const char *md_line_of(struct md *md, struct span text, struct span *ret_rest)
{
    text = span_trim(text);
    size_t len = text.len;
    if (len > MD_LINE_MOST) {
        len = MD_LINE_MOST;
        while (len > MD_LINE_MOST / 2 && text.at[len] != ' ') len--;
        while (len && ((unsigned char)text.at[len] & 0xc0) == 0x80) len--;
    }
    if (ret_rest) *ret_rest = span_trim(span_from(text, len));
    char *copy = md->status ? NULL : arena_copy(md->arena, span_sub(text, 0, len));
    if (!copy) {
        if (!md->status) md_fail(md, arena_full(md->arena, md->error));
        return "";
    }
    for (char *c = copy; *c; c++)
        if ((unsigned char)*c < ' ' || *c == 127) *c = ' ';
    return copy;
}

void md_lines_add(struct md *md, struct review_lines *list, struct span text)
{
    text = span_trim(text);
    if (!text.len || md->status || list->count >= 500) return;
    const char **at = arena_array(md->arena, list->count + 1, sizeof *at);
    if (!at) {
        md_fail(md, arena_full(md->arena, md->error));
        return;
    }
    for (size_t i = 0; i < list->count; i++) at[i] = list->at[i];
    at[list->count] = md_line_of(md, text, NULL);
    list->at = at;
    list->count++;
}

/* ---- texts that grow ---- */

void md_grow(struct md *md, const char **field, struct span text, const char *between)
{
    struct md_grown *grown = NULL;
    for (size_t i = md->grown_count; i > 0 && !grown; i--) {
        if (md->grown[i - 1].field == field) grown = &md->grown[i - 1];
        if (md->grown_count - i > 40) break; /* what grows long was begun early, or just now */
    }
    for (size_t i = 0; i < 40 && i < md->grown_count && !grown; i++)
        if (md->grown[i].field == field) grown = &md->grown[i];
    if (md->status) return;
    if (!grown) {
        if (grow_array(&md->grown, &md->grown_room, md->grown_count + 1, sizeof *md->grown,
                       md->error)) {
            md_fail(md, STATUS_NO_MEMORY);
            return;
        }
        grown = &md->grown[md->grown_count++];
        grown->field = field;
        text_init(&grown->text, 0);
        if (*field) text_adds(&grown->text, *field);
    }
    if (grown->text.len) text_adds(&grown->text, between);
    text_add(&grown->text, text);
}

void md_grown_finish(struct md *md)
{
    for (size_t i = 0; i < md->grown_count; i++) {
        struct md_grown *grown = &md->grown[i];
        struct span text = span_trim(text_span(&grown->text));
        if (text.len) *grown->field = md_copy(md, text);
        text_release(&grown->text);
    }
    md->grown_count = 0;
}

void md_close(struct md *md)
{
    md->open = NULL;
    md->more = NULL;
    md->open_wants = false;
}

void md_open(struct md *md, struct review_entry *entry, const char **more, unsigned indent,
             bool paragraph)
{
    md->open = entry;
    md->more = more;
    md->open_indent = indent;
    md->open_paragraph = paragraph;
    md->open_wants = false;
}
