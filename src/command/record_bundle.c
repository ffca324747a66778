/* A review as a bundle: its history, and the evidence it rests on. */
#include "command/record.h"

#include <stdlib.h>

/* ---- which evidence a review rests on ---- */

struct resting {
    struct sha256 *contents;
    size_t count, room;
};

static enum status rest_on(struct resting *r, const struct sha256 *content, struct error *error)
{
    enum status status = grow_array(&r->contents, &r->room, r->count + 1, sizeof *content, error);
    if (status == STATUS_OK) r->contents[r->count++] = *content;
    return status;
}

static enum status rest_on_entry(struct resting *r, const struct review_entry *entry,
                                 struct error *error)
{
    const struct review_kind_spec *spec = &review_kinds[entry->id.kind];
    enum status status = STATUS_OK;
    for (size_t f = 0; f < spec->count && status == STATUS_OK; f++) {
        const struct review_field *field = &spec->fields[f];
        if (field->type != REVIEW_TYPE_PLACES) continue;
        const struct review_places *places =
            (const struct review_places *)(const void *)((const char *)entry + field->at);
        for (size_t i = 0; i < places->count && status == STATUS_OK; i++)
            status = rest_on(r, &places->at[i].content, error);
    }
    if (status == STATUS_OK && entry->id.kind == REVIEW_KIND_EXHIBIT) {
        const struct review_exhibit *exhibit = (const struct review_exhibit *)entry;
        struct sha256 content;
        if (exhibit->content && sha256_from_hex(span_of(exhibit->content), &content))
            status = rest_on(r, &content, error);
    }
    return status;
}

static int by_hash(const void *a, const void *b)
{
    return memcmp(a, b, sizeof(struct sha256));
}

/* All contents that exhibits are and places lie in, sorted. */
static enum status find_resting(const struct review *review, struct resting *r, struct error *error)
{
    enum status status = STATUS_OK;
    for (unsigned kind = 0; kind < REVIEW_KIND_COUNT; kind++) {
        size_t count;
        struct review_entry *entries = review_entries(review, kind, &count);
        for (size_t i = 0; i < count && status == STATUS_OK; i++)
            status = rest_on_entry(r, review_entry_at(entries, kind, i), error);
    }
    if (status == STATUS_OK && r->count) qsort(r->contents, r->count, sizeof *r->contents, by_hash);
    return status;
}

/* ---- the bundle ---- */

struct bundling {
    struct desk *desk;
    struct evidence_depot *depot;
    struct exchange_bundle bundle;
    struct evidence_capture *captures;
    struct evidence_source *sources;
    struct exchange_clock *clocks;
    struct exchange_evidence *evidence;
    size_t capture_count, source_count, clock_count;
    struct output_draft draft;
};

static enum status give_bytes(void *context, const struct exchange_evidence *evidence,
                              enum status (*piece)(void *to, struct span bytes,
                                                   struct error *error),
                              void *to, struct error *error)
{
    struct bundling *b = context;
    char path[4096];
    struct span bytes;
    enum status status = evidence_verify_capture(b->depot, &evidence->hash, evidence->size, error);
    if (status == STATUS_OK)
        status = evidence_capture_path(b->depot, &evidence->hash, path, sizeof path, error);
    if (status == STATUS_OK) status = os_map(path, &bytes, error);
    if (status) return status;
    status = piece(to, bytes, error);
    os_unmap(bytes);
    return status;
}

static int by_capture(const void *a, const void *b)
{
    const struct evidence_capture *x = a, *y = b;
    return memcmp(&x->hash, &y->hash, sizeof x->hash);
}

static int by_source(const void *a, const void *b)
{
    const struct evidence_source *x = a, *y = b;
    int order = memcmp(&x->capture, &y->capture, sizeof x->capture);
    if (order == 0) order = memcmp(&x->hash, &y->hash, sizeof x->hash);
    return order ? order : strcmp(x->member ? x->member : "", y->member ? y->member : "");
}

static int by_content(const void *a, const void *b)
{
    const struct exchange_clock *x = a, *y = b;
    return memcmp(&x->content, &y->content, sizeof x->content);
}

static bool has_capture(const struct bundling *b, const struct sha256 *hash)
{
    for (size_t i = 0; i < b->capture_count; i++)
        if (memcmp(&b->captures[i].hash, hash, sizeof *hash) == 0) return true;
    return false;
}

static void take_source(struct bundling *b, const struct store_source *source)
{
    const struct store_clock *clock = &source->clock;
    b->sources[b->source_count] = source->facts;
    b->sources[b->source_count++].capture = source->capture.hash;
    if (!has_capture(b, &source->capture.hash)) {
        b->captures[b->capture_count] = source->capture;
        b->captures[b->capture_count++].known = false;
    }
    if (!clock->zone && !clock->has_offset) return;
    b->clocks[b->clock_count++] = (struct exchange_clock){.content = source->facts.hash,
                                                          .zone = clock->zone,
                                                          .has_offset = clock->has_offset,
                                                          .offset_least = clock->offset_least,
                                                          .offset_most = clock->offset_most,
                                                          .by = clock->by,
                                                          .why = clock->why,
                                                          .stated = clock->stated};
}

static enum status find_evidence(struct bundling *b, struct error *error)
{
    struct arena *arena = &desk_call(b->desk)->arena;
    struct resting resting = {0};
    struct store_source *stored;
    size_t count = 0;
    enum status status = find_resting(&b->desk->review, &resting, error);
    if (status == STATUS_OK) status = store_sources(b->desk->store, arena, &stored, &count, error);
    if (status == STATUS_OK) {
        b->captures = arena_array(arena, count + 1, sizeof *b->captures);
        b->sources = arena_array(arena, count + 1, sizeof *b->sources);
        b->clocks = arena_array(arena, count + 1, sizeof *b->clocks);
        b->evidence = arena_array(arena, count + 1, sizeof *b->evidence);
        if (!b->captures || !b->sources || !b->clocks || !b->evidence)
            status = arena_full(arena, error);
    }
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        if (resting.count && bsearch(&stored[i].facts.hash, resting.contents, resting.count,
                                     sizeof *resting.contents, by_hash))
            take_source(b, &stored[i]);
    free(resting.contents);
    if (status) return status;
    qsort(b->captures, b->capture_count, sizeof *b->captures, by_capture);
    qsort(b->sources, b->source_count, sizeof *b->sources, by_source);
    qsort(b->clocks, b->clock_count, sizeof *b->clocks, by_content);
    for (size_t i = 0; i < b->capture_count; i++)
        b->evidence[i] = (struct exchange_evidence){.hash = b->captures[i].hash,
                                                    .size = b->captures[i].size,
                                                    .read = give_bytes,
                                                    .context = b};
    return STATUS_OK;
}

/* Changes count from 1 in a bundle, whatever their numbers are in this workspace. */
static enum status take_history(struct bundling *b, struct error *error)
{
    struct review_past *past = NULL;
    struct arena *arena = &desk_call(b->desk)->arena;
    size_t count = 0;
    enum status status =
        store_history(b->desk->store, b->desk->review.number, NULL, arena, &past, &count, error);
    if (status) return status;
    struct review_past *own = arena_array(arena, count + 1, sizeof *own);
    if (!own) return arena_full(arena, error);
    uint64_t next = 0;
    for (size_t i = 0; i < count; i++) {
        own[i] = past[i];
        if (i == 0 || past[i].change != past[i - 1].change) next++;
        own[i].change = next;
        own[i].undoes = 0;
        for (size_t j = 0; past[i].undoes && j < i; j++)
            if (past[j].change == past[i].undoes) own[i].undoes = own[j].change;
    }
    b->bundle.uid = b->desk->review.uid;
    b->bundle.history = own;
    b->bundle.history_count = count;
    return STATUS_OK;
}

enum status record_bundle(struct desk *desk, const char *path, struct error *error)
{
    struct bundling b = {.desk = desk};
    size_t files = 0;
    enum status status = take_history(&b, error);
    if (status == STATUS_OK) status = find_evidence(&b, error);
    if (status == STATUS_OK) status = evidence_depot_open(desk->folder, &b.depot, error);
    if (status == STATUS_OK) status = output_draft_begin(desk_call(desk), path, &b.draft, error);
    if (status == STATUS_OK) {
        b.bundle.captures = b.captures;
        b.bundle.capture_count = b.capture_count;
        b.bundle.sources = b.sources;
        b.bundle.source_count = b.source_count;
        b.bundle.clocks = b.clocks;
        b.bundle.clock_count = b.clock_count;
        if (!call_has(desk_call(desk), "no-evidence")) files = b.capture_count;
        status = exchange_bundle_write(&b.bundle, b.evidence, files, output_draft_write, &b.draft,
                                       error);
        enum status end = output_draft_end(&b.draft, status == STATUS_OK, status ? NULL : error);
        if (status == STATUS_OK) status = end;
    }
    evidence_depot_close(b.depot);
    if (status == STATUS_OK && !b.draft.out)
        status = output_written(desk_call(desk), path, b.draft.bytes, error);
    return status;
}
