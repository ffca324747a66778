/*
 * What records tell of clocks, apart from what the clocks are said to be off by.
 *
 * An offset moves all that a source saw by one and the same length, so it moves a difference
 * between two sources by the difference of their offsets and changes nothing else: neither which
 * records belong together nor how far they scatter. So the records are looked at as if no clock
 * were off, and offsets are put on afterwards.
 */
#include "timeline/clocks.h"

#include <stdlib.h>

static struct timeline_ties *ties_new(size_t count)
{
    struct timeline_ties *ties = calloc(1, sizeof *ties);
    size_t room = count ? count : 1;
    if (!ties) return NULL;
    ties->count = count;
    ties->failures = calloc(room, sizeof *ties->failures);
    ties->restarts = calloc(room, sizeof *ties->restarts);
    ties->request_share = calloc(room, sizeof *ties->request_share);
    if (ties->failures && ties->restarts && ties->request_share) return ties;
    ties->count = 0;
    timeline_ties_free(ties);
    return NULL;
}

void timeline_ties_free(struct timeline_ties *ties)
{
    if (!ties) return;
    for (size_t i = 0; i < ties->count; i++) {
        free(ties->failures[i].at);
        free(ties->restarts[i].at);
    }
    free(ties->failures);
    free(ties->restarts);
    free(ties->request_share);
    free(ties->ties);
    free(ties);
}

static enum status look(struct clock_work *work, struct timeline_ties *ties, struct error *error)
{
    struct sighting *sightings = NULL;
    size_t count = 0, logs = 0;
    for (size_t i = 0; i < work->count; i++) {
        work->sources[i].clock.offset_least = work->sources[i].clock.offset_most = 0;
        logs += clock_counts(work, i);
    }
    if (logs < 2) return STATUS_OK;
    enum status status = clock_sight(work, ties, &sightings, &count, error);
    if (!status) status = clock_tie(sightings, count, ties, error);
    free(sightings);
    return status;
}

enum status timeline_find_ties(const struct timeline_source *sources, size_t count,
                               struct timeline_ties **ret, struct error *error)
{
    struct clock_work work;
    struct timeline_ties *ties = ties_new(count);
    if (!ties) return error_set(error, STATUS_NO_MEMORY, "no memory to compare clocks");
    enum status status = clock_work_init(&work, sources, count, error);
    if (!status) status = clock_zones_of_content(&work, error);
    if (!status) status = look(&work, ties, error);
    clock_work_release(&work);
    if (status)
        timeline_ties_free(ties);
    else
        *ret = ties;
    return status;
}

/* ---- put on the stated clocks ---- */

static duration stated_offset(const struct clock_work *work, size_t source)
{
    const struct timeline_clock *clock = &work->sources[source].clock;
    return middle(clock->offset_least, clock->offset_most);
}

static enum status take_instants(const struct instants *from, duration offset, struct instants *ret,
                                 struct error *error)
{
    if (from->count == 0) return STATUS_OK;
    ret->at = calloc(from->count, sizeof *ret->at);
    if (!ret->at) return error_set(error, STATUS_NO_MEMORY, "no memory to compare clocks");
    for (size_t i = 0; i < from->count; i++) ret->at[i] = minus(from->at[i], offset);
    ret->count = ret->room = from->count;
    return STATUS_OK;
}

static void move_tie(struct tie *tie, duration by)
{
    tie->least = minus(tie->least, by);
    tie->most = minus(tie->most, by);
    tie->median = minus(tie->median, by);
    tie->early = minus(tie->early, by);
    tie->late = minus(tie->late, by);
}

enum status clock_take_ties(struct clock_work *work, const struct timeline_ties *ties,
                            struct error *error)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < work->count && !status; i++) {
        duration offset = stated_offset(work, i);
        work->request_share[i] = ties->request_share[i];
        status = take_instants(&ties->failures[i], offset, &work->failures[i], error);
        if (!status) status = take_instants(&ties->restarts[i], offset, &work->restarts[i], error);
    }
    if (status || ties->tie_count == 0) return status;
    work->ties = calloc(ties->tie_count, sizeof *work->ties);
    if (!work->ties) return error_set(error, STATUS_NO_MEMORY, "no memory to compare clocks");
    memcpy(work->ties, ties->ties, ties->tie_count * sizeof *work->ties);
    work->tie_count = ties->tie_count;
    for (size_t i = 0; i < work->tie_count; i++) {
        struct tie *tie = &work->ties[i];
        move_tie(tie, minus(stated_offset(work, tie->a), stated_offset(work, tie->b)));
    }
    return STATUS_OK;
}

/* ---- as bytes ---- */

static void codec_instants(struct codec *codec, struct instants *instants)
{
    instants->at = codec_array(codec, instants->at, &instants->count, sizeof *instants->at,
                               sizeof *instants->at);
    codec_bytes(codec, instants->at, instants->count * sizeof *instants->at);
}

static void codec_step(struct codec *codec, struct clock_step *step)
{
    codec_i64(codec, &step->by);
    codec_i64(codec, &step->from);
    codec_i64(codec, &step->to);
}

static void codec_tie(struct codec *codec, struct tie *tie)
{
    codec_u32(codec, &tie->a);
    codec_u32(codec, &tie->b);
    codec_u32(codec, &tie->pairs);
    codec_u32(codec, &tie->ids);
    codec_u32(codec, &tie->messages);
    codec_u32(codec, &tie->requests);
    codec_i64(codec, &tie->least);
    codec_i64(codec, &tie->most);
    codec_i64(codec, &tie->median);
    codec_i64(codec, &tie->spread);
    codec_i64(codec, &tie->width);
    codec_step(codec, &tie->by_a);
    codec_step(codec, &tie->by_b);
    codec_bool(codec, &tie->bounded);
    codec_bool(codec, &tie->drifts);
    codec_i64(codec, &tie->early);
    codec_i64(codec, &tie->late);
}

static void codec_ties(struct codec *codec, struct timeline_ties *ties)
{
    enum { TIE_LEAST = 88 };
    uint64_t sources = ties->count;
    codec_u64(codec, &sources);
    if (sources != ties->count) codec->bad = true;
    for (size_t i = 0; i < ties->count && !codec->bad; i++) {
        codec_instants(codec, &ties->failures[i]);
        codec_instants(codec, &ties->restarts[i]);
        codec_bytes(codec, &ties->request_share[i], sizeof ties->request_share[i]);
    }
    ties->ties = codec_array(codec, ties->ties, &ties->tie_count, sizeof *ties->ties, TIE_LEAST);
    for (size_t i = 0; i < ties->tie_count && !codec->bad; i++) {
        codec_tie(codec, &ties->ties[i]);
        if (ties->ties[i].a >= ties->count || ties->ties[i].b >= ties->count) codec->bad = true;
    }
}

void timeline_ties_write(const struct timeline_ties *ties, struct text *out)
{
    struct codec codec = codec_to(out);
    struct timeline_ties copy = *ties;
    codec_ties(&codec, &copy);
}

/* What was read lives in an arena; a copy that can be freed as one that was found. */
static bool own(struct timeline_ties *ties, const struct timeline_ties *read)
{
    bool good = true;
    for (size_t i = 0; i < ties->count && good; i++) {
        ties->request_share[i] = read->request_share[i];
        good = !take_instants(&read->failures[i], 0, &ties->failures[i], NULL) &&
               !take_instants(&read->restarts[i], 0, &ties->restarts[i], NULL);
    }
    if (!good || read->tie_count == 0) return good;
    ties->ties = calloc(read->tie_count, sizeof *ties->ties);
    if (!ties->ties) return false;
    memcpy(ties->ties, read->ties, read->tie_count * sizeof *ties->ties);
    ties->tie_count = read->tie_count;
    return true;
}

bool timeline_ties_read(struct span bytes, size_t count, struct timeline_ties **ret)
{
    struct arena arena;
    arena_init(&arena, bytes.len * 4 + (count + 1) * 256 + (1 << 16));
    struct timeline_ties read = {.count = count}, *ties = ties_new(count);
    struct codec codec = codec_from(bytes, &arena);
    read.failures = arena_array(&arena, count + 1, sizeof *read.failures);
    read.restarts = arena_array(&arena, count + 1, sizeof *read.restarts);
    read.request_share = arena_array(&arena, count + 1, sizeof *read.request_share);
    bool good = ties && read.failures && read.restarts && read.request_share;
    if (good) codec_ties(&codec, &read);
    good = good && codec_ended_well(&codec) && own(ties, &read);
    arena_release(&arena);
    if (good)
        *ret = ties;
    else
        timeline_ties_free(ties);
    return good;
}
