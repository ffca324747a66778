#include "tests/exchange/fixture.h"

#include <stdio.h>
#include <zlib.h>

enum { FILE_MOST = 64 << 20 };

void desk_init(struct desk *desk)
{
    memset(desk, 0, sizeof *desk);
    arena_init(&desk->arena, (size_t)512 << 20);
}

void desk_release(struct desk *desk)
{
    for (size_t i = 0; i < desk->count; i++) {
        evidence_index_close(&desk->indexes[i]);
        free(desk->contents[i]);
        free(desk->names[i]);
    }
    arena_release(&desk->arena);
}

struct timeline_source *desk_add(struct desk *desk, const char *name, struct span content)
{
    struct error error = ERROR_NONE;
    size_t i = desk->count++;
    assert_true(i < DESK_MOST);
    desk->contents[i] = malloc(content.len ? content.len : 1); /* exact: ASan sees each end */
    desk->names[i] = strdup(name);
    assert_non_null(desk->contents[i]);
    if (content.len) memcpy(desk->contents[i], content.at, content.len);
    struct timeline_source *source = &desk->sources[i];
    source->id = (uint32_t)i + 1;
    source->name = desk->names[i];
    source->content = (struct span){desk->contents[i], content.len};
    struct evidence_index_hints hints = {
        .kind = evidence_kind_of(span_sub(source->content, 0, 65536), content.len, NULL),
        .modified = INSTANT_NONE,
        .name = name,
        .threads = 1};
    assert_ok(instant_parse(SPAN("2026-11-22T07:00:00Z"), NULL, INSTANT_NONE, &hints.now,
                            &(duration){0}, &error));
    hints.modified = hints.now;
    struct evidence_reader reader = evidence_reader_of_span(&source->content);
    assert_ok(evidence_index_build(&reader, &hints, &desk->indexes[i], &error));
    source->index = &desk->indexes[i];
    return source;
}

struct timeline_source *desk_adds(struct desk *desk, const char *name, const char *content)
{
    return desk_add(desk, name, span_of(content));
}

static void unpack_gzip(struct span packed, struct text *out)
{
    unsigned char chunk[65536];
    z_stream stream = {0};
    int code = Z_OK;
    assert_int_equal(inflateInit2(&stream, 16 + MAX_WBITS), Z_OK);
    stream.next_in = (z_const Bytef *)packed.at;
    stream.avail_in = (uInt)packed.len;
    while (code == Z_OK) {
        stream.next_out = chunk;
        stream.avail_out = sizeof chunk;
        code = inflate(&stream, Z_NO_FLUSH);
        text_add(out, (struct span){(const char *)chunk, sizeof chunk - stream.avail_out});
    }
    assert_int_equal(code, Z_STREAM_END);
    inflateEnd(&stream);
}

void desk_add_file(struct desk *desk, const char *root, const char *name)
{
    struct error error = ERROR_NONE;
    struct text path, bytes, plain;
    text_init(&path, 0);
    text_init(&bytes, FILE_MOST);
    text_init(&plain, FILE_MOST);
    text_addf(&path, "%s/%s", root, name);
    assert_ok(os_slurp(path.at, FILE_MOST, &bytes, &error));
    if (span_starts(text_span(&bytes), SPAN("\x1f\x8b"))) {
        unpack_gzip(text_span(&bytes), &plain);
        desk_add(desk, name, text_span(&plain));
    } else {
        desk_add(desk, name, text_span(&bytes));
    }
    text_release(&path);
    text_release(&bytes);
    text_release(&plain);
}

struct walk {
    struct desk *desk;
    const char *root, *folder;
};

static enum status take(void *context, const char *name, struct error *error)
{
    struct walk *walk = context;
    struct os_facts facts;
    struct text path, below;
    text_init(&path, 0);
    text_init(&below, 0);
    text_addf(&below, "%s%s%s", walk->folder, *walk->folder ? "/" : "", name);
    text_addf(&path, "%s/%s", walk->root, below.at);
    enum status status = os_facts(path.at, &facts, error);
    if (!status && facts.kind == OS_FOLDER)
        desk_add_folder(walk->desk, walk->root, below.at);
    else if (!status)
        desk_add_file(walk->desk, walk->root, below.at);
    text_release(&path);
    text_release(&below);
    return status;
}

void desk_add_folder(struct desk *desk, const char *root, const char *folder)
{
    struct error error = ERROR_NONE;
    struct text path;
    struct walk walk = {desk, root, folder};
    text_init(&path, 0);
    text_addf(&path, "%s/%s", root, folder);
    assert_ok(os_list(path.at, take, &walk, &error));
    text_release(&path);
}

void desk_read(struct desk *desk)
{
    struct error error = ERROR_NONE;
    assert_ok(exchange_read(desk->sources, desk->count, &desk->arena, &desk->reading, &error));
    for (size_t i = 0; i < desk->reading.event_count; i++) {
        const struct timeline_event *event = &desk->reading.events[i];
        assert_non_null(event->actor);
        assert_non_null(event->what);
        assert_non_null(event->key);
        assert_true(*event->basis);
        assert_true(event->kind < TIMELINE_EVENT_KIND_COUNT);
        assert_true(event->at.earliest <= event->at.latest);
        assert_true(event->place.source < desk->count);
        assert_true(event->place.from <= event->place.to &&
                    event->place.to <= desk->sources[event->place.source].content.len);
        if (i > 0) assert_true(event[-1].at.earliest <= event->at.earliest);
    }
}

const struct timeline_event *desk_find(const struct desk *desk, enum timeline_event_kind kind,
                                       const char *part)
{
    for (size_t i = 0; i < desk->reading.event_count; i++) {
        const struct timeline_event *event = &desk->reading.events[i];
        if (event->kind == kind && strstr(event->what, part)) return event;
    }
    return NULL;
}

const struct timeline_event *desk_expect(const struct desk *desk, enum timeline_event_kind kind,
                                         const char *part, const char *at)
{
    struct error error = ERROR_NONE;
    instant wanted;
    duration width;
    const struct timeline_event *event = desk_find(desk, kind, part);
    if (!event) {
        desk_print(desk);
        fail_msg("no %s with \"%s\"", timeline_event_code(kind), part);
    }
    assert_ok(instant_parse(span_of(at), NULL, INSTANT_NONE, &wanted, &width, &error));
    if (event->at.earliest != wanted) {
        desk_print(desk);
        fail_msg("\"%s\" is not at %s", event->what, at);
    }
    return event;
}

size_t desk_count(const struct desk *desk, enum timeline_event_kind kind)
{
    size_t count = 0;
    for (size_t i = 0; i < desk->reading.event_count; i++)
        count += desk->reading.events[i].kind == kind;
    return count;
}

static void add_time(struct text *out, struct interval at)
{
    instant_add_text(out, at.earliest, NULL, INSTANT_CLOCK, 3);
    text_adds(out, "..");
    instant_add_text(out, at.latest, NULL, INSTANT_CLOCK, 3);
}

static void print_event(const struct timeline_event *event)
{
    struct text line;
    text_init(&line, 0);
    add_time(&line, event->at);
    if (event->end.earliest != INSTANT_NONE) {
        text_adds(&line, " to ");
        add_time(&line, event->end);
    }
    text_addf(&line, " %s%s [%s] %s {%s} <%s> S%u+%llu-%llu", timeline_event_code(event->kind),
              event->failed ? " FAILED" : "", event->actor, event->what, event->key, event->basis,
              event->place.source + 1, (unsigned long long)event->place.from,
              (unsigned long long)event->place.to);
    fprintf(stderr, "# %s\n", line.at);
    text_release(&line);
}

void desk_print(const struct desk *desk)
{
    const struct timeline_reading *reading = &desk->reading;
    for (size_t i = 0; i < desk->count; i++)
        fprintf(stderr, "# S%zu %s: %s, %llu records\n", i + 1, desk->sources[i].name,
                evidence_kind_word(desk->indexes[i].kind),
                (unsigned long long)desk->indexes[i].count);
    for (size_t i = 0; i < reading->event_count; i++) print_event(&reading->events[i]);
    for (size_t i = 0; i < reading->undated_count; i++) print_event(&reading->undated[i]);
    for (size_t i = 0; i < reading->series_count; i++)
        fprintf(stderr, "# series %s: %zu points\n", reading->series[i].name,
                reading->series[i].count);
    for (size_t i = 0; i < reading->notice_count; i++)
        fprintf(stderr, "# notice: %s\n", reading->notices[i]);
}
