#include <assert.h>
#include <stdlib.h>

#include "evidence/lines.h"

enum {
    SEGMENT_LINES = SAMPLE_LINES / 3,
    SEGMENT_BYTES = 128 << 10,
};

void line_sample_release(struct line_sample *sample)
{
    free(sample->bytes);
    *sample = (struct line_sample){.count = 0};
}

static enum status read_bytes(const struct evidence_reader *reader, uint64_t offset, char *to,
                              size_t len, size_t *ret_len, struct error *error)
{
    size_t got = 0;
    enum status status = reader->read(reader->context, offset, to, len, &got, error);
    if (status == STATUS_OK) *ret_len = got;
    return status;
}

static void add_line(struct line_sample *sample, struct span line, uint64_t offset, uint8_t segment)
{
    if (sample->count == SAMPLE_LINES) return;
    /* a byte order mark is no part of the first line */
    if (offset == 0 && span_starts(line, SPAN("\xef\xbb\xbf"))) line = span_from(line, 3);
    if (line.len > LINE_WINDOW) line.len = LINE_WINDOW;
    sample->lines[sample->count] = line;
    sample->offsets[sample->count] = offset;
    sample->segment[sample->count++] = segment;
}

/* Next line of *rest without its newline; *ret_whole tells whether it had one. */
static struct span next_line(struct span *rest, bool *ret_whole)
{
    const char *end = rest->len ? memchr(rest->at, '\n', rest->len) : NULL;
    struct span line = {rest->at, end ? (size_t)(end - rest->at) : rest->len};
    *ret_whole = end != NULL;
    *rest = span_from(*rest, line.len + (end ? 1 : 0));
    return line;
}

/* Adds lines number `from` up to `from + most` of the bytes, which lie at `offset`. */
static void add_lines(struct line_sample *sample, struct span bytes, uint64_t offset, size_t from,
                      size_t most, uint8_t segment, bool last_counts)
{
    struct span rest = bytes;
    bool whole;
    for (size_t number = 0; rest.len > 0 && number < from + most; number++) {
        uint64_t at = offset + (uint64_t)(rest.at - bytes.at);
        struct span line = next_line(&rest, &whole);
        if (number >= from && (whole || last_counts)) add_line(sample, line, at, segment);
    }
}

static size_t count_lines(struct span bytes)
{
    size_t lines = 0;
    bool whole;
    while (bytes.len > 0) {
        next_line(&bytes, &whole);
        lines++;
    }
    return lines;
}

static void drop_first_line(struct span *bytes, uint64_t *offset)
{
    bool whole;
    struct span line = next_line(bytes, &whole);
    *offset += line.len + whole;
}

/* A small content: all of it, or the first, middle and last lines. */
static enum status sample_small(const struct evidence_reader *reader, struct line_sample *sample,
                                struct error *error)
{
    struct span all = {sample->bytes, 0};
    enum status status =
        read_bytes(reader, 0, sample->bytes, (size_t)reader->size, &all.len, error);
    if (status) return status;
    size_t lines = count_lines(all);
    if (lines <= SAMPLE_LINES) {
        add_lines(sample, all, 0, 0, lines, 0, true);
        return STATUS_OK;
    }
    add_lines(sample, all, 0, 0, SEGMENT_LINES, 0, true);
    add_lines(sample, all, 0, lines / 2 - SEGMENT_LINES / 2, SEGMENT_LINES, 1, true);
    add_lines(sample, all, 0, lines - SEGMENT_LINES, SEGMENT_LINES, 2, true);
    return STATUS_OK;
}

enum status line_sample_read(const struct evidence_reader *reader, struct line_sample *ret,
                             struct error *error)
{
    struct line_sample sample = {.count = 0};
    enum status status = STATUS_OK;
    size_t room = reader->size < 3 * SEGMENT_BYTES ? (size_t)reader->size : 3 * SEGMENT_BYTES;
    sample.bytes = calloc(1, room + KERNEL_SLACK);
    if (!sample.bytes) return error_set(error, STATUS_NO_MEMORY, "no memory to read evidence");
    if (reader->size <= 3 * SEGMENT_BYTES) {
        status = sample_small(reader, &sample, error);
        if (status) goto out;
    }
    for (uint8_t i = 0; i < 3 && reader->size > 3 * SEGMENT_BYTES; i++) {
        struct span bytes = {sample.bytes + i * SEGMENT_BYTES, 0};
        uint64_t offset = i == 0 ? 0 : i == 1 ? reader->size / 2 : reader->size - SEGMENT_BYTES;
        status = read_bytes(reader, offset, sample.bytes + i * SEGMENT_BYTES, SEGMENT_BYTES,
                            &bytes.len, error);
        if (status) goto out;
        if (i > 0) drop_first_line(&bytes, &offset);
        size_t lines = i < 2 ? 0 : count_lines(bytes);
        size_t from = lines > SEGMENT_LINES ? lines - SEGMENT_LINES : 0;
        /* a line that does not end within the segment is shown as far as it goes, if it is all */
        add_lines(&sample, bytes, offset, from, SEGMENT_LINES, i,
                  i == 2 || !memchr(bytes.at, '\n', bytes.len));
    }
    *ret = sample;
    return STATUS_OK;
out:
    line_sample_release(&sample);
    return status;
}

enum status line_sample_at(const struct evidence_reader *reader, uint64_t offset,
                           struct line_sample *ret, struct error *error)
{
    struct line_sample sample = {.count = 0};
    sample.bytes = calloc(1, SEGMENT_BYTES + KERNEL_SLACK);
    if (!sample.bytes) return error_set(error, STATUS_NO_MEMORY, "no memory to read evidence");
    struct span bytes = {sample.bytes, 0};
    enum status status = read_bytes(reader, offset, sample.bytes, SEGMENT_BYTES, &bytes.len, error);
    if (status) {
        line_sample_release(&sample);
        return status;
    }
    if (offset > 0) drop_first_line(&bytes, &offset);
    add_lines(&sample, bytes, offset, 0, SAMPLE_LINES, 0, false);
    *ret = sample;
    return STATUS_OK;
}
