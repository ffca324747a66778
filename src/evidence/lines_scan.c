/* One chunk: its lines, matched a run at a time, become rows of a batch. */
#include "evidence/lines_scan.h"

#include <assert.h>
#include <stdlib.h>

enum { BLOCK = 32 << 10 };

/* ---- one line ---- */

/* NUL-free UTF-8; a character that the window cuts is no fault. */
static bool is_clean_text(struct span line, bool cut)
{
    const uint64_t high = UINT64_C(0x8080808080808080), ones = UINT64_C(0x0101010101010101);
    uint32_t rune;
    for (size_t i = 0; i < line.len;) {
        uint64_t word;
        while (i + 8 <= line.len) {
            memcpy(&word, line.at + i, 8);
            if ((word & high) || ((word - ones) & ~word & high)) break;
            i += 8;
        }
        if (i >= line.len) break;
        if (line.at[i] == '\0') return false;
        size_t step = utf8_next(span_from(line, i), &rune);
        if (step == 0) return cut && line.len - i < 4;
        i += step;
    }
    return true;
}

/* Adds the rows of the run. `at` is the offset of the buffer in the content. There is room. */
static void add_rows(const struct line_worker *worker, uint64_t at, struct index_builder *records)
{
    const struct line_run *run = &worker->run;
    size_t before = (size_t)records->count, count = 0;
    uint64_t *start = records->start + before;
    int64_t *time = records->time + before;
    uint16_t *flags = records->flags + before;
    uint8_t *level = records->level + before, *layout = records->layout + before;
    assert(run->count <= records->room - before);
    if (run->open_count == 0) { /* each line begins a record, as mostly */
        for (unsigned i = 0; i < run->count; i++)
            start[i] = at + (uint64_t)(run->line[i].at - worker->buffer);
        memcpy(time, run->time, run->count * sizeof *time);
        memcpy(flags, run->flags, run->count * sizeof *flags);
        memcpy(level, run->level, run->count);
        memcpy(layout, run->layout, run->count);
        records->count += run->count;
        return;
    }
    for (unsigned i = 0; i < run->count; i++) {
        /* no branch: a line that begins no record is put as well, and does not count */
        start[count] = at + (uint64_t)(run->line[i].at - worker->buffer);
        time[count] = run->time[i];
        flags[count] = run->flags[i];
        level[count] = run->level[i];
        layout[count] = run->layout[i];
        count += run->layout[i] != LINE_OPEN;
    }
    records->count += count;
}

/* All lines of the run, and what is between them; not where the last one is cut in a character. */
static bool run_is_clean(const struct kernels *kernels, const struct line_run *run)
{
    if (run->count == 0) return true;
    const struct span *last = &run->line[run->count - 1];
    const char *from = run->line[0].at;
    return kernels->clean(from, (size_t)(last->at + last->len - from));
}

/* Marks the records whose lines are no clean text. */
static void mark_binary(struct line_batch *batch, const struct line_run *run, size_t before)
{
    size_t count = before; /* of the records that begin up to the line at hand */
    for (unsigned i = 0; i < run->count; i++) {
        count += run->layout[i] != LINE_OPEN;
        if (is_clean_text(run->line[i], run->line[i].len == LINE_WINDOW)) continue;
        if (count > 0)
            batch->records.flags[count - 1] |= EVIDENCE_BINARY;
        else
            batch->lead_binary = true;
    }
}

/* Lines that begin no record by themselves and still tell something become rows that lines_fold.c
 * looks at again. */
static void match_amending(const struct line_layouts *layouts, struct line_run *run)
{
    struct line_hit hit;
    for (unsigned i = 0; i < run->open_count; i++)
        if (line_amends(layouts, run->line[run->open[i]], &hit))
            line_run_put(run, run->open[i], layouts->amended - 1, true, &hit);
    if (layouts->head.begin_len == 0) return;
    for (unsigned i = 0; i < run->count; i++) /* a stamp behind a head is that record's */
        if (run->layout[i] == 0) run->layout[i] = MARK_SCCM_END << SCAN_MARK_SHIFT;
}

/* Counts the bytes of lines that begin no record by where they are. */
static void note_continued(const struct line_scan *scan, const struct line_worker *worker,
                           uint64_t at)
{
    const struct line_run *run = &worker->run;
    uint64_t *continued = worker->batch->facts.continued;
    if (run->open_count == 0) return;
    uint64_t from = at + (uint64_t)(run->line[0].at - worker->buffer);
    uint64_t to = at + (uint64_t)(run->line[run->count - 1].at - worker->buffer);
    bool within = from >> scan->region_shift == to >> scan->region_shift;
    uint64_t bytes = 0;
    if (within && !scan->layouts->amended) { /* all in one region, as mostly */
        for (unsigned i = 0; i < run->open_count; i++) bytes += run->line[run->open[i]].len;
        continued[from >> scan->region_shift] += bytes;
        return;
    }
    for (unsigned i = 0; i < run->open_count; i++) {
        struct span line = run->line[run->open[i]];
        uint64_t start = at + (uint64_t)(line.at - worker->buffer);
        if (run->layout[run->open[i]] == LINE_OPEN)
            continued[start >> scan->region_shift] += line.len;
    }
}

/* Matches the lines of the run and adds those that begin records. `at` is the offset of the
 * buffer in the content; `plain` says that none of its bytes is odd. */
static void take_run(const struct line_scan *scan, struct line_worker *worker, uint64_t at,
                     bool plain)
{
    const struct line_layouts *layouts = scan->layouts;
    const struct line_run *run = &worker->run;
    struct line_batch *batch = worker->batch;
    line_run_open(&worker->run);
    for (unsigned i = 0; i < layouts->count && run->open_count > 0; i++)
        line_match_many(&layouts->item[i], i, scan->kernels, &worker->readers[i], &worker->run);
    if (layouts->amended) match_amending(layouts, &worker->run);

    size_t before = (size_t)batch->records.count;
    if (run->open_count < run->count || layouts->amended) add_rows(worker, at, &batch->records);
    note_continued(scan, worker, at);
    if (!plain && !run_is_clean(scan->kernels, run)) mark_binary(batch, run, before);
}

/* ---- one chunk: the lines that begin in [from, to) ---- */

struct cursor {
    uint64_t at;          /* offset of the buffer's first byte in the content */
    size_t have, scanned; /* bytes in the buffer; bytes searched for newlines */
    size_t line;          /* where the line at hand begins in the buffer */
    bool skipping;        /* the line at hand began before the chunk or is done with */
    bool plain;           /* no odd byte in the line's part before the block at hand */
};

static enum status fill(const struct line_scan *scan, struct line_worker *worker,
                        struct cursor *cursor, uint64_t to, bool *ret_end, struct error *error)
{
    assert(cursor->have < scan->buffer && cursor->scanned == cursor->have);
    uint64_t next = cursor->at + cursor->have;
    uint64_t left = next < to ? to - next : 0;
    size_t want = scan->buffer - cursor->have, got = 0;
    if (want > left + 4096) want = (size_t)left + 4096; /* the last line mostly ends in there */
    enum status status = scan->reader->read(scan->reader->context, next,
                                            worker->buffer + cursor->have, want, &got, error);
    if (status) return status;
    cursor->have += got;
    *ret_end = got < want || cursor->at + cursor->have >= scan->reader->size;
    return STATUS_OK;
}

/* Behind the newlines of empty lines from `line` on; a line that is not empty follows, or the end.
 */
static size_t skip_empty(const struct line_worker *worker, size_t line, size_t end)
{
    while (line < end && worker->buffer[line] == '\n') line++;
    return line;
}

/* Of `count` lines that end in the block at `base`, how many begin before `to`. */
static size_t lines_before(const struct line_worker *worker, const struct cursor *cursor,
                           size_t base, size_t count, uint64_t to)
{
    while (count > 0) {
        size_t line = count > 1 ? base + worker->offsets[count - 2] + 1 : cursor->line;
        if (cursor->at + skip_empty(worker, line, cursor->have) < to) break;
        count--;
    }
    return count;
}

/* Matches lines that end in the block at `base` and adds the records. */
static void take_block(const struct line_scan *scan, struct line_worker *worker,
                       struct cursor *cursor, size_t base, size_t count, bool plain)
{
    const char *from = worker->buffer + cursor->line;
    struct line_run *run = &worker->run;
    for (size_t i = 0; i < count;) {
        unsigned taken = 0;
        for (; i < count && taken < LINE_RUN; i++) {
            const char *end = worker->buffer + base + worker->offsets[i];
            while (from < end && *from == '\n') from++;
            size_t len = (size_t)(end - from);
            run->line[taken] = (struct span){from, len < LINE_WINDOW ? len : LINE_WINDOW};
            /* an empty line never begins a record nor tells about one */
            taken += len > 1 || (len == 1 && *from != '\r');
            from = end + 1;
        }
        run->count = taken;
        take_run(scan, worker, cursor->at, plain && cursor->plain);
        cursor->plain = true;
    }
    cursor->line = (size_t)(from - worker->buffer);
}

/* Takes the lines that end in the bytes not searched yet. False when the chunk is done. */
static bool take_lines(const struct line_scan *scan, struct line_worker *worker,
                       struct cursor *cursor, uint64_t to, enum status *ret_status,
                       struct error *error)
{
    while (cursor->scanned < cursor->have) {
        size_t base = cursor->scanned, len = cursor->have - base;
        bool plain;
        if (len > BLOCK) len = BLOCK;
        char before = base > 0 ? worker->buffer[base - 1] : cursor->skipping ? ' ' : '\n';
        size_t count =
            scan->kernels->newlines(worker->buffer + base, len, before, worker->offsets, &plain);
        *ret_status = index_builder_reserve(&worker->batch->records, count + 1, error);
        if (*ret_status) return false;
        if (cursor->skipping && count > 0) {
            size_t skipped = worker->offsets[0] + 1;
            cursor->line = base + skipped;
            cursor->skipping = false;
            cursor->plain = true;
            count--;
            memmove(worker->offsets, worker->offsets + 1, count * sizeof *worker->offsets);
        }
        if (!cursor->skipping) {
            size_t mine = lines_before(worker, cursor, base, count, to);
            take_block(scan, worker, cursor, base, mine, plain);
            if (mine < count) return false;
            cursor->line = skip_empty(worker, cursor->line, base + len);
        }
        cursor->plain = cursor->plain && plain;
        cursor->scanned += len;
    }
    return true;
}

enum status line_worker_scan(const struct line_scan *scan, struct line_worker *worker,
                             struct line_batch *batch, uint64_t from, uint64_t to,
                             struct error *error)
{
    struct cursor cursor = {.at = from > 0 ? from - 1 : 0, .skipping = from > 0, .plain = true};
    enum status status = STATUS_OK;
    bool end = false;
    batch->records.count = 0;
    batch->lead_binary = false;
    batch->facts = (struct line_scan_facts){.continued = {0}};
    worker->batch = batch;
    while (!end) {
        status = fill(scan, worker, &cursor, to, &end, error);
        if (cursor.at == 0 && cursor.scanned == 0 && from == 0 &&
            span_starts((struct span){worker->buffer, cursor.have}, SPAN("\xef\xbb\xbf")))
            cursor.line = 3;
        if (status || !take_lines(scan, worker, &cursor, to, &status, error)) return status;
        uint64_t reached = cursor.at + (cursor.skipping ? cursor.have : cursor.line);
        if (reached >= to) return STATUS_OK;
        struct span rest = {worker->buffer + cursor.line, cursor.have - cursor.line};
        if (!cursor.skipping && ((end && rest.len > 0) || rest.len >= LINE_WINDOW)) {
            status = index_builder_reserve(&batch->records, 1, error);
            if (status) return status;
            worker->buffer[cursor.have] = '\n'; /* what line_match_many asks for */
            worker->run.line[0] = span_sub(rest, 0, LINE_WINDOW);
            worker->run.count = rest.len > 1 || rest.at[0] != '\r';
            take_run(scan, worker, cursor.at, cursor.plain);
            cursor.skipping = true;
        }
        size_t kept = cursor.skipping ? 0 : rest.len;
        memmove(worker->buffer, rest.at, kept);
        cursor.at += cursor.have - kept;
        cursor.have = cursor.scanned = kept;
        cursor.line = 0;
    }
    return STATUS_OK;
}

enum status line_worker_ready(const struct line_scan *scan, struct line_worker *worker,
                              struct error *error)
{
    if (worker->buffer) return STATUS_OK;
    assert(scan->buffer >= LINE_WINDOW + BLOCK && scan->chunk > 0);
    worker->buffer = calloc(1, scan->buffer + KERNEL_SLACK);
    worker->offsets = malloc((BLOCK + 8) * sizeof *worker->offsets);
    if (!worker->buffer || !worker->offsets)
        return error_set(error, STATUS_NO_MEMORY, "no memory to read evidence");
    for (unsigned i = 0; i < scan->layouts->count; i++) {
        const struct line_layout *layout = &scan->layouts->item[i];
        if (layout->format) stamp_reader_init(&worker->readers[i], layout->format);
    }
    return STATUS_OK;
}

void line_worker_release(struct line_worker *worker)
{
    free(worker->buffer);
    free(worker->offsets);
}
