#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

#include "evidence/lines.h"

enum { BLOCK = 32 << 10, WORKERS_MAX = 64, WINDOW_MAX = 2 * WORKERS_MAX };

/* What was found in one chunk. */
struct batch {
    struct index_builder records;
    bool lead_binary; /* lines before the chunk's first record are no clean text */
    bool done;
    uint64_t end; /* of the chunk in the content */
    struct line_scan_facts facts;
};

/* What one thread owns. */
struct worker {
    char *buffer;      /* scan->buffer bytes and KERNEL_SLACK */
    uint32_t *offsets; /* of the newlines of one block */
    struct stamp_reader readers[EVIDENCE_LAYOUTS_MAX];
    uint16_t kept[LINE_OPEN + 1]; /* flags of records that a layout's stamps may give them */
    struct line_run run;
    struct batch *batch; /* of the chunk at hand */
};

/* Chunks are joined in order, whoever is faster: chunk n is scanned into batch n % window once
 * chunk n - window has been joined, so that the chunk that all others wait for always has a batch.
 */
struct job {
    const struct line_scan *scan;
    struct index_builder *builder; /* of the thread that joins */
    struct worker workers[WORKERS_MAX];
    struct batch batches[WINDOW_MAX];
    size_t window;
    struct line_scan_facts facts;
    bool head_binary;     /* what stands before the very first record is no clean text */
    pthread_mutex_t lock; /* guards what follows, and batch.done */
    pthread_cond_t turned;
    size_t turn;  /* the chunk whose records are added next */
    bool joining; /* a thread is at it */
    bool failed;
    enum status status;
    struct error error;
};

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

/* What an index tells of a stamp is mostly what the stamp's own flags say. */
static_assert((unsigned)EVIDENCE_LOCAL == STAMP_OFFSET &&
                  (unsigned)EVIDENCE_YEAR_INFERRED == STAMP_NO_YEAR &&
                  (unsigned)EVIDENCE_DATE_INFERRED == STAMP_NO_DATE &&
                  (unsigned)EVIDENCE_LEAP == STAMP_LEAP &&
                  (unsigned)EVIDENCE_SINCE_BOOT == STAMP_SINCE_BOOT,
              "flags of stamps and of records are the same bits");

/* Puts a record into row `at` of the columns, which are of nothing else's memory. */
static inline void put_record(const struct index_builder *columns, size_t at, uint64_t start,
                              unsigned layout, unsigned kept, const struct line_hit *hit)
{
    unsigned stamp = hit->stamp.flags;
    unsigned flags = ((stamp ^ STAMP_OFFSET) & kept) | (unsigned)hit->stamp.digits << 12;
    bool timed = hit->stamp.len > 0 && !(stamp & STAMP_SENTINEL);
    if (stamp & STAMP_SINCE_BOOT) flags &= ~(unsigned)EVIDENCE_LOCAL;
    columns->start[at] = start;
    columns->time[at] = timed ? hit->stamp.time : EVIDENCE_NO_TIME;
    columns->flags[at] = timed ? (uint16_t)flags : 0;
    columns->level[at] = (uint8_t)hit->level;
    columns->layout[at] = (uint8_t)(layout | (unsigned)hit->mark << SCAN_MARK_SHIFT);
}

/* Marks the records whose lines are no clean text. */
static void mark_binary(struct batch *batch, const struct line_run *run, size_t before)
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
    for (unsigned i = 0; i < run->open_count; i++) {
        unsigned line = run->open[i];
        if (line_amends(layouts, run->line[line], &run->hit[line]))
            run->layout[line] = (uint8_t)(layouts->amended - 1);
    }
}

/* Matches the lines of the run and adds those that begin records. `at` is the offset of the
 * buffer in the content; `plain` says that none of its bytes is odd. */
static void take_run(const struct line_scan *scan, struct worker *worker, uint64_t at, bool plain)
{
    const struct line_layouts *layouts = scan->layouts;
    const struct line_run *run = &worker->run;
    struct batch *batch = worker->batch;
    line_run_open(&worker->run);
    for (unsigned i = 0; i < layouts->count && run->open_count > 0; i++)
        line_match_many(&layouts->item[i], i, scan->kernels, &worker->readers[i], &worker->run);
    if (layouts->amended) match_amending(layouts, &worker->run);

    const struct index_builder columns = batch->records;
    const size_t before = (size_t)columns.count;
    size_t count = before;
    assert(run->count < columns.room - before);
    for (unsigned i = 0; i < run->count; i++) {
        struct span line = run->line[i];
        unsigned layout = run->layout[i];
        uint64_t start = at + (uint64_t)(line.at - worker->buffer);
        bool begins = layout != LINE_OPEN;
        /* no branch: one that begins none is put as well, and does not count */
        put_record(&columns, count, start, layout, worker->kept[layout], &run->hit[i]);
        count += begins;
        batch->facts.continued[start >> scan->region_shift] += begins ? 0 : line.len;
    }
    batch->records.count = count;
    if (!plain) mark_binary(batch, run, before);
}

/* ---- one chunk: the lines that begin in [from, to) ---- */

struct cursor {
    uint64_t at;          /* offset of the buffer's first byte in the content */
    size_t have, scanned; /* bytes in the buffer; bytes searched for newlines */
    size_t line;          /* where the line at hand begins in the buffer */
    bool skipping;        /* the line at hand began before the chunk or is done with */
    bool plain;           /* no odd byte in the line's part before the block at hand */
};

static enum status fill(const struct line_scan *scan, struct worker *worker, struct cursor *cursor,
                        uint64_t to, bool *ret_end, struct error *error)
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

/* Of `count` lines that end in the block at `base`, how many begin before `to`. */
static size_t lines_before(const struct worker *worker, const struct cursor *cursor, size_t base,
                           size_t count, uint64_t to)
{
    while (count > 0) {
        size_t line = count > 1 ? base + worker->offsets[count - 2] + 1 : cursor->line;
        if (cursor->at + line < to) break;
        count--;
    }
    return count;
}

/* Matches lines that end in the block at `base` and adds the records. */
static void take_block(const struct line_scan *scan, struct worker *worker, struct cursor *cursor,
                       size_t base, size_t count, bool plain)
{
    const char *from = worker->buffer + cursor->line;
    struct line_run *run = &worker->run;
    for (size_t i = 0; i < count;) {
        unsigned taken = 0;
        for (; i < count && taken < LINE_RUN; i++) {
            const char *end = worker->buffer + base + worker->offsets[i];
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
static bool take_lines(const struct line_scan *scan, struct worker *worker, struct cursor *cursor,
                       uint64_t to, enum status *ret_status, struct error *error)
{
    while (cursor->scanned < cursor->have) {
        size_t base = cursor->scanned, len = cursor->have - base;
        bool plain;
        if (len > BLOCK) len = BLOCK;
        size_t count = scan->kernels->newlines(worker->buffer + base, len, worker->offsets, &plain);
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
        }
        cursor->plain = cursor->plain && plain;
        cursor->scanned += len;
    }
    return true;
}

static enum status scan_chunk(const struct line_scan *scan, struct worker *worker, uint64_t from,
                              uint64_t to, struct error *error)
{
    struct cursor cursor = {.at = from > 0 ? from - 1 : 0, .skipping = from > 0, .plain = true};
    enum status status = STATUS_OK;
    bool end = false;
    worker->batch->records.count = 0;
    worker->batch->lead_binary = false;
    worker->batch->facts = (struct line_scan_facts){.continued = {0}};
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
            status = index_builder_reserve(&worker->batch->records, 1, error);
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

/* ---- all chunks ---- */

static void append(struct index_builder *to, const struct index_builder *from)
{
    size_t at = (size_t)to->count, count = (size_t)from->count;
    if (count == 0) return;
    assert(count <= to->room - at);
    assert(at == 0 || to->start[at - 1] < from->start[0]); /* chunks come in file order */
    memcpy(to->time + at, from->time, count * sizeof *to->time);
    memcpy(to->start + at, from->start, count * sizeof *to->start);
    memcpy(to->level + at, from->level, count);
    memcpy(to->layout + at, from->layout, count);
    memcpy(to->flags + at, from->flags, count * sizeof *to->flags);
    to->count += count;
}

static enum status join_batch(struct job *job, const struct batch *batch, struct error *error)
{
    struct index_builder *builder = job->builder;
    if (batch->lead_binary && builder->count > 0)
        builder->flags[builder->count - 1] |= EVIDENCE_BINARY;
    else if (batch->lead_binary)
        job->head_binary = true;
    enum status status = index_builder_reserve(builder, (size_t)batch->records.count, error);
    if (status) return status;
    append(builder, &batch->records);
    if (job->head_binary && builder->count > 0) {
        builder->flags[0] |= EVIDENCE_BINARY;
        job->head_binary = false;
    }
    for (unsigned i = 0; i < SCAN_REGIONS; i++)
        job->facts.continued[i] += batch->facts.continued[i];
    if (job->scan->progress) job->scan->progress(job->scan->progress_context, batch->end);
    return STATUS_OK;
}

/* Joins the chunks that are done and whose turn it is, unless another thread is at it: that one
 * then joins this one's too. */
static enum status commit(struct job *job, struct batch *batch, struct error *error)
{
    enum status status = STATUS_OK;
    pthread_mutex_lock(&job->lock);
    batch->done = true;
    if (!job->joining) {
        job->joining = true;
        while ((batch = &job->batches[job->turn % job->window])->done && !status && !job->failed) {
            pthread_mutex_unlock(&job->lock);
            status = join_batch(job, batch, error);
            pthread_mutex_lock(&job->lock);
            batch->done = false;
            job->turn++;
            pthread_cond_broadcast(&job->turned);
        }
        job->joining = false;
    }
    pthread_mutex_unlock(&job->lock);
    return status;
}

/* The batch of a chunk, when it is free. NULL when the scan has failed meanwhile. */
static struct batch *take_batch(struct job *job, size_t chunk)
{
    pthread_mutex_lock(&job->lock);
    while (chunk - job->turn >= job->window && !job->failed)
        pthread_cond_wait(&job->turned, &job->lock);
    bool failed = job->failed;
    pthread_mutex_unlock(&job->lock);
    return failed ? NULL : &job->batches[chunk % job->window];
}

static enum status ready_worker(const struct line_scan *scan, struct worker *worker,
                                struct error *error)
{
    if (worker->buffer) return STATUS_OK;
    worker->buffer = calloc(1, scan->buffer + KERNEL_SLACK);
    worker->offsets = malloc((BLOCK + 2) * sizeof *worker->offsets);
    if (!worker->buffer || !worker->offsets)
        return error_set(error, STATUS_NO_MEMORY, "no memory to read evidence");
    for (unsigned i = 0; i < scan->layouts->count; i++) {
        const struct line_layout *layout = &scan->layouts->item[i];
        worker->kept[i] = EVIDENCE_LOCAL | EVIDENCE_YEAR_INFERRED | EVIDENCE_DATE_INFERRED |
                          EVIDENCE_LEAP | EVIDENCE_SINCE_BOOT;
        if (layout->face.position & PLACE_UTC) worker->kept[i] &= (uint16_t)~EVIDENCE_LOCAL;
        if (layout->format) stamp_reader_init(&worker->readers[i], layout->format);
    }
    return STATUS_OK;
}

static enum status run_chunk(void *context, size_t chunk, unsigned number, struct error *error)
{
    struct job *job = context;
    const struct line_scan *scan = job->scan;
    struct worker *worker = &job->workers[number];
    uint64_t from = (uint64_t)chunk * scan->chunk, to = from + scan->chunk;
    if (to > scan->reader->size) to = scan->reader->size;
    struct error own = ERROR_NONE;
    enum status status = ready_worker(scan, worker, &own);
    worker->batch = take_batch(job, chunk);
    if (!worker->batch) return STATUS_INTERRUPTED;
    worker->batch->end = to;
    if (status == STATUS_OK) status = scan_chunk(scan, worker, from, to, &own);
    if (status == STATUS_OK) status = commit(job, worker->batch, &own);
    if (status == STATUS_OK) return STATUS_OK;
    pthread_mutex_lock(&job->lock);
    if (!job->failed) {
        job->failed = true;
        job->status = status;
        job->error = own;
    }
    pthread_cond_broadcast(&job->turned);
    pthread_mutex_unlock(&job->lock);
    (void)error; /* lines_scan reports the first failure itself */
    return status;
}

unsigned lines_region_shift(uint64_t size)
{
    unsigned shift = 0;
    while ((size >> shift) >= SCAN_REGIONS) shift++;
    return shift;
}

enum status lines_scan(const struct line_scan *scan, struct index_builder *builder,
                       struct line_scan_facts *ret_facts, struct error *error)
{
    struct job *job = calloc(1, sizeof *job);
    if (!job) return error_set(error, STATUS_NO_MEMORY, "no memory to read evidence");
    assert(scan->buffer >= LINE_WINDOW + BLOCK && scan->chunk > 0);
    job->scan = scan;
    job->builder = builder;
    pthread_mutex_init(&job->lock, NULL);
    pthread_cond_init(&job->turned, NULL);
    size_t chunks = (size_t)((scan->reader->size + scan->chunk - 1) / scan->chunk);
    unsigned threads = scan->threads < WORKERS_MAX ? scan->threads : WORKERS_MAX;
    job->window = threads > 1 ? 2 * threads : 1;
    enum status status = threads_run(threads, chunks, run_chunk, job, NULL);
    if (job->failed) {
        status = job->status;
        if (error) *error = job->error;
    }
    *ret_facts = job->facts;
    for (unsigned i = 0; i < WORKERS_MAX; i++) {
        free(job->workers[i].buffer);
        free(job->workers[i].offsets);
    }
    for (size_t i = 0; i < job->window; i++) index_builder_release(&job->batches[i].records);
    pthread_cond_destroy(&job->turned);
    pthread_mutex_destroy(&job->lock);
    free(job);
    return status;
}
