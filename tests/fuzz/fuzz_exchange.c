/*
 * Everything that documents say, from any bytes.
 *
 * The input holds up to eight sources, parted by the byte 0x1e; each is a name, a line end and the
 * content. Whatever comes out: events in order, with bounds the right way round and places inside
 * their source, texts that are there, series whose points grow.
 */
#include "tests/fuzz/fuzz.h"

#include "exchange/exchange.h"

#include <assert.h>
#include <stdlib.h>

enum { SOURCES_MOST = 8, INPUT_MOST = 1 << 16 };

static void check_event(const struct timeline_source *sources, size_t count,
                        const struct timeline_event *event)
{
    assert(event->kind < TIMELINE_EVENT_KIND_COUNT);
    assert(event->actor && event->what && event->key && event->basis);
    assert(event->at.earliest <= event->at.latest && event->end.earliest <= event->end.latest);
    assert(event->place.source < count && event->place.from <= event->place.to);
    assert(event->place.to <= sources[event->place.source].content.len);
}

static void check(const struct timeline_source *sources, size_t count,
                  const struct timeline_reading *reading)
{
    for (size_t i = 0; i < reading->event_count; i++) {
        const struct timeline_event *event = &reading->events[i];
        check_event(sources, count, event);
        assert(event->at.earliest != INSTANT_NONE);
        assert(i == 0 || event[-1].at.earliest <= event->at.earliest);
    }
    for (size_t i = 0; i < reading->undated_count; i++)
        check_event(sources, count, &reading->undated[i]);
    for (size_t i = 0; i < reading->series_count; i++) {
        const struct timeline_series *series = &reading->series[i];
        assert(series->name && series->count > 0 && series->step >= 0);
        for (size_t k = 1; k < series->count; k++) assert(series->at[k - 1] < series->at[k]);
    }
    for (size_t i = 0; i < reading->notice_count; i++) assert(*reading->notices[i]);
}

static void index_source(struct timeline_source *source, struct evidence_index *index)
{
    const instant now = INT64_C(1795330000) * NS_PER_S;
    struct evidence_index_hints hints = {
        .kind = evidence_kind_of(span_sub(source->content, 0, 65536), source->content.len, NULL),
        .modified = now,
        .now = now,
        .name = source->name,
        .threads = 1};
    struct evidence_reader reader = evidence_reader_of_span(&source->content);
    enum status status = evidence_index_build(&reader, &hints, index, NULL);
    assert(status == STATUS_OK);
    source->index = index;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct timeline_source sources[SOURCES_MOST];
    static struct evidence_index indexes[SOURCES_MOST];
    struct span rest = {(const char *)data, size < INPUT_MOST ? size : INPUT_MOST};
    struct timeline_reading reading = {.event_count = 0};
    struct arena arena;
    size_t count = 0;
    arena_init(&arena, (size_t)256 << 20);
    while (rest.len && count < SOURCES_MOST) {
        struct span content = span_cut(&rest, '\x1e'), name = span_cut(&content, '\n');
        const char *copy = arena_copy(&arena, name);
        assert(copy);
        sources[count] =
            (struct timeline_source){.id = (uint32_t)count + 1, .name = copy, .content = content};
        index_source(&sources[count], &indexes[count]);
        count++;
    }
    enum status status = exchange_read(sources, count, &arena, &reading, NULL);
    assert(status == STATUS_OK || status == STATUS_LIMIT);
    if (status == STATUS_OK) check(sources, count, &reading);
    for (size_t i = 0; i < count; i++) evidence_index_close(&indexes[i]);
    arena_release(&arena);
    return 0;
}
