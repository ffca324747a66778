/* Writing and reading what was found out, as bytes; see docs/formats/index.md. */
#include "desk/found.h"

#include <stdio.h>
#include <stdlib.h>

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "numbers are written as they are");

enum {
    VERSION = 1, /* one more whenever clocks or events are found in another way */
    BYTES_MOST = 256 << 20,
    FILES_MOST = 16, /* of as many different sets of sources; then all are begun anew */
};

#define NONE UINT32_MAX /* instead of the length of a string that is not there */

static const char magic[8] = {'p', 'm', 'f', 'o', 'u', 'n', 'd', '\n'};

struct head {
    char magic[8];
    struct sha256 key, check; /* check: of the bytes behind the head */
};

/* ---- writing ---- */

static void put(struct text *out, const void *bytes, size_t len)
{
    text_add(out, (struct span){bytes, len});
}

static void put_u32(struct text *out, uint32_t number)
{
    put(out, &number, sizeof number);
}

static void put_u64(struct text *out, uint64_t number)
{
    put(out, &number, sizeof number);
}

static void put_string(struct text *out, const char *string)
{
    put_u32(out, string ? (uint32_t)strlen(string) : NONE);
    if (string) text_adds(out, string);
}

static void put_place(struct text *out, const struct timeline_place *place)
{
    put_u32(out, place->source);
    put_u64(out, place->from);
    put_u64(out, place->to);
}

static void put_interval(struct text *out, struct interval interval)
{
    put(out, &interval.earliest, sizeof interval.earliest);
    put(out, &interval.latest, sizeof interval.latest);
}

static void put_index(struct text *out, const struct evidence_index *index)
{
    put_u64(out, index->count);
    put_u64(out, index->size);
    put_u64(out, (uint64_t)index->first);
    put_u64(out, (uint64_t)index->last);
    put_u64(out, index->timed);
    put_u64(out, index->local);
    put_u64(out, index->late);
    put_u64(out, index->formats);
    put(out, index->level_count, sizeof index->level_count);
    put_string(out, index->year_basis);
    put_string(out, index->zone_stated);
    for (unsigned i = 0; i < index->layout_count; i++) {
        put_string(out, index->layouts[i].name);
        put_string(out, index->layouts[i].stamp);
        put_string(out, index->layouts[i].time_key);
        put_u64(out, index->layouts[i].records);
    }
}

struct sha256 found_key(const struct workspace *workspace)
{
    struct text out;
    text_init(&out, BYTES_MOST);
    put_u32(&out, VERSION);
    for (size_t i = 0; i < workspace->count; i++) {
        const struct store_source *source = &workspace->stored[i];
        put_u32(&out, source->id);
        put(&out, source->facts.hash.bytes, sizeof source->facts.hash.bytes);
        put_string(&out, source->facts.name);
        put_string(&out, source->facts.member);
        put_u64(&out, (uint64_t)source->facts.modified);
        put_u64(&out, (uint64_t)source->capture.collected);
        put_u32(&out, (uint32_t)source->facts.kind);
        put_string(&out, source->clock.zone);
        put_string(&out, source->clock.why);
        put_u32(&out, source->clock.has_offset);
        put_u64(&out, (uint64_t)source->clock.offset_least);
        put_u64(&out, (uint64_t)source->clock.offset_most);
        put_index(&out, &workspace->indexes[i]);
    }
    struct sha256 key = sha256_of(text_span(&out));
    text_release(&out);
    return key;
}

static void put_clocks(struct text *out, const struct workspace *workspace)
{
    for (size_t i = 0; i < workspace->count; i++) {
        const struct timeline_clock *clock = &workspace->sources[i].clock;
        bool stated = workspace->zones[i] && clock->zone == workspace->zones[i];
        put_u32(out, stated);
        put_string(out, clock->zone && !stated ? zone_name(clock->zone) : NULL);
        put_u32(out, (uint32_t)clock->zone_basis);
        put_u32(out, (uint32_t)clock->offset_basis);
        put_interval(out, (struct interval){clock->offset_least, clock->offset_most});
        put_string(out, clock->why);
        put_u32(out, clock->ties);
        put_u32(out, clock->against);
    }
}

static void put_events(struct text *out, const struct timeline_event *events, size_t count)
{
    put_u64(out, count);
    for (size_t i = 0; i < count; i++) {
        const struct timeline_event *event = &events[i];
        put_u32(out, (uint32_t)event->kind);
        put_u32(out, event->failed);
        put_interval(out, event->at);
        put_interval(out, event->end);
        put_string(out, event->actor);
        put_string(out, event->what);
        put_string(out, event->basis);
        put_string(out, event->key);
        put_place(out, &event->place);
    }
}

static void put_reading(struct text *out, const struct timeline_reading *reading)
{
    put_events(out, reading->events, reading->event_count);
    put_events(out, reading->undated, reading->undated_count);
    put_u64(out, reading->series_count);
    for (size_t i = 0; i < reading->series_count; i++) {
        const struct timeline_series *series = &reading->series[i];
        put_string(out, series->name);
        put_u64(out, series->count);
        put_u64(out, (uint64_t)series->step);
        put_place(out, &series->place);
        put(out, series->at, series->count * sizeof *series->at);
        put(out, series->value, series->count * sizeof *series->value);
    }
    put_u64(out, reading->notice_count);
    for (size_t i = 0; i < reading->notice_count; i++) put_string(out, reading->notices[i]);
}

/* ---- files ---- */

static bool found_path(const struct workspace *workspace, const struct sha256 *key, char *out,
                       size_t size)
{
    char hex[65];
    sha256_hex(key, hex);
    int len = snprintf(out, size, "%s/index/%.16s.found", workspace->folder, hex);
    return len > 0 && (size_t)len < size;
}

struct clearing {
    const char *folder;
    size_t count;
    bool remove;
};

static enum status clear_one(void *context, const char *name, struct error *error)
{
    struct clearing *clearing = context;
    char path[4200];
    size_t len = strlen(name);
    (void)error;
    if (len != 16 + strlen(".found") || strcmp(name + 16, ".found") != 0) return STATUS_OK;
    clearing->count++;
    int wrote = snprintf(path, sizeof path, "%s/%s", clearing->folder, name);
    if (clearing->remove && wrote > 0 && (size_t)wrote < sizeof path) (void)os_remove(path, NULL);
    return STATUS_OK;
}

/* Those of sets of sources that are no more would pile up. */
static void clear_old(const struct workspace *workspace)
{
    char folder[4200];
    struct clearing clearing = {.folder = folder};
    int len = snprintf(folder, sizeof folder, "%s/index", workspace->folder);
    if (len < 0 || (size_t)len >= sizeof folder) return;
    if (os_list(folder, clear_one, &clearing, NULL) || clearing.count < FILES_MOST) return;
    clearing.remove = true;
    (void)os_list(folder, clear_one, &clearing, NULL);
}

void found_save(const struct workspace *workspace, const struct sha256 *key, bool reading)
{
    char path[4200];
    struct text body, file;
    struct head head = {.key = *key};
    if (!found_path(workspace, key, path, sizeof path)) return;
    text_init(&body, BYTES_MOST);
    text_init(&file, BYTES_MOST);
    put_u32(&body, reading);
    put_clocks(&body, workspace);
    if (reading) put_reading(&body, &workspace->reading);
    memcpy(head.magic, magic, sizeof magic);
    head.check = sha256_of(text_span(&body));
    put(&file, &head, sizeof head);
    text_add(&file, text_span(&body));
    if (text_status(&body, NULL) == STATUS_OK && text_status(&file, NULL) == STATUS_OK) {
        clear_old(workspace);
        (void)os_replace(path, text_span(&file), NULL);
    }
    text_release(&body);
    text_release(&file);
}

/* ---- reading ---- */

/* A place in the bytes; `bad` from the first thing on that cannot be. */
struct cursor {
    struct span rest;
    struct arena *arena;
    size_t sources;
    bool bad;
};

static void get(struct cursor *cursor, void *to, size_t len)
{
    if (cursor->bad || len > cursor->rest.len) {
        cursor->bad = true;
        memset(to, 0, len);
        return;
    }
    if (len) memcpy(to, cursor->rest.at, len);
    cursor->rest = span_from(cursor->rest, len);
}

static uint32_t get_u32(struct cursor *cursor)
{
    uint32_t number;
    get(cursor, &number, sizeof number);
    return number;
}

static uint64_t get_u64(struct cursor *cursor)
{
    uint64_t number;
    get(cursor, &number, sizeof number);
    return number;
}

static const char *get_string(struct cursor *cursor)
{
    uint32_t len = get_u32(cursor);
    if (cursor->bad || len == NONE) return NULL;
    if (len > cursor->rest.len) {
        cursor->bad = true;
        return NULL;
    }
    const char *copy = arena_copy(cursor->arena, span_sub(cursor->rest, 0, len));
    cursor->rest = span_from(cursor->rest, len);
    if (!copy) cursor->bad = true;
    return copy;
}

static const char *get_words(struct cursor *cursor) /* never NULL */
{
    const char *words = get_string(cursor);
    if (!words) cursor->bad = true;
    return words ? words : "";
}

static struct interval get_interval(struct cursor *cursor)
{
    struct interval interval;
    get(cursor, &interval.earliest, sizeof interval.earliest);
    get(cursor, &interval.latest, sizeof interval.latest);
    return interval;
}

static struct timeline_place get_place(struct cursor *cursor)
{
    struct timeline_place place = {.source = get_u32(cursor)};
    place.from = get_u64(cursor);
    place.to = get_u64(cursor);
    if (place.source >= cursor->sources && place.source != UINT32_MAX) cursor->bad = true;
    return place;
}

/* An array of as many as are said to follow, each of at least `least` bytes. */
static void *get_array(struct cursor *cursor, size_t least, size_t size, size_t *ret_count)
{
    uint64_t count = get_u64(cursor);
    if (cursor->bad || count > cursor->rest.len / least) cursor->bad = true;
    void *array = cursor->bad ? NULL : arena_array(cursor->arena, (size_t)count + 1, size);
    if (!array) cursor->bad = true;
    *ret_count = cursor->bad ? 0 : (size_t)count;
    return array;
}

static struct timeline_event *get_events(struct cursor *cursor, size_t *ret_count)
{
    struct timeline_event *events = get_array(cursor, 76, sizeof *events, ret_count);
    for (size_t i = 0; i < *ret_count && !cursor->bad; i++) {
        struct timeline_event *event = &events[i];
        uint32_t kind = get_u32(cursor);
        if (kind >= TIMELINE_EVENT_KIND_COUNT) cursor->bad = true;
        event->kind = (enum timeline_event_kind)kind;
        event->failed = get_u32(cursor) != 0;
        event->at = get_interval(cursor);
        event->end = get_interval(cursor);
        event->actor = get_words(cursor);
        event->what = get_words(cursor);
        event->basis = get_words(cursor);
        event->key = get_words(cursor);
        event->place = get_place(cursor);
    }
    return events;
}

static void get_series(struct cursor *cursor, struct timeline_series *series)
{
    series->name = get_words(cursor);
    uint64_t count = get_u64(cursor);
    series->step = (duration)get_u64(cursor);
    series->place = get_place(cursor);
    if (cursor->bad || count > cursor->rest.len / (sizeof *series->at + sizeof *series->value)) {
        cursor->bad = true;
        return;
    }
    instant *at = arena_array(cursor->arena, (size_t)count + 1, sizeof *at);
    double *value = arena_array(cursor->arena, (size_t)count + 1, sizeof *value);
    if (!at || !value) {
        cursor->bad = true;
        return;
    }
    get(cursor, at, (size_t)count * sizeof *at);
    get(cursor, value, (size_t)count * sizeof *value);
    series->count = (size_t)count;
    series->at = at;
    series->value = value;
}

static void get_reading(struct cursor *cursor, struct timeline_reading *ret)
{
    ret->events = get_events(cursor, &ret->event_count);
    ret->undated = get_events(cursor, &ret->undated_count);
    ret->series = get_array(cursor, 40, sizeof *ret->series, &ret->series_count);
    for (size_t i = 0; i < ret->series_count && !cursor->bad; i++)
        get_series(cursor, &ret->series[i]);
    ret->notices = get_array(cursor, 4, sizeof *ret->notices, &ret->notice_count);
    for (size_t i = 0; i < ret->notice_count && !cursor->bad; i++)
        ret->notices[i] = get_words(cursor);
}

/* A clock without its zone; *ret_zone is the name of one that was found. */
static struct timeline_clock get_clock(struct cursor *cursor, bool *ret_stated,
                                       const char **ret_zone)
{
    struct timeline_clock clock = {.zone = NULL};
    *ret_stated = get_u32(cursor) != 0;
    *ret_zone = get_string(cursor);
    uint32_t zone_basis = get_u32(cursor), offset_basis = get_u32(cursor);
    if (zone_basis > TIMELINE_BASIS_STATED || offset_basis > TIMELINE_BASIS_STATED)
        cursor->bad = true;
    clock.zone_basis = (enum timeline_basis)zone_basis;
    clock.offset_basis = (enum timeline_basis)offset_basis;
    struct interval offset = get_interval(cursor);
    clock.offset_least = offset.earliest;
    clock.offset_most = offset.latest;
    clock.why = get_words(cursor);
    clock.ties = get_u32(cursor);
    clock.against = get_u32(cursor);
    return clock;
}

/* Clocks with their zones, in arrays of the arena; `zones` is the caller's to free. */
static void get_clocks(struct cursor *cursor, const struct workspace *workspace,
                       struct timeline_clock *clocks, struct zone **zones)
{
    for (size_t i = 0; i < workspace->count && !cursor->bad; i++) {
        bool stated;
        const char *name;
        clocks[i] = get_clock(cursor, &stated, &name);
        if (stated != (workspace->zones[i] != NULL) || (stated && name)) cursor->bad = true;
        if (!cursor->bad && name && zone_load(name, &zones[i], NULL)) cursor->bad = true;
        clocks[i].zone = stated ? workspace->zones[i] : zones[i];
    }
}

static bool take(struct workspace *workspace, struct span body, bool reading, struct arena *arena)
{
    struct cursor cursor = {.rest = body, .arena = arena, .sources = workspace->count};
    struct timeline_reading read = {.events = NULL};
    struct timeline_clock *clocks = arena_array(arena, workspace->count + 1, sizeof *clocks);
    struct zone **zones = arena_array(arena, workspace->count + 1, sizeof *zones);
    if (!clocks || !zones) return false;
    bool has_reading = get_u32(&cursor) != 0;
    if (reading && !has_reading) return false;
    get_clocks(&cursor, workspace, clocks, zones);
    if (has_reading) get_reading(&cursor, &read);
    if (cursor.rest.len) cursor.bad = true;
    for (size_t i = 0; i < workspace->count; i++) {
        if (cursor.bad) {
            zone_free(zones[i]);
            continue;
        }
        workspace->sources[i].clock = clocks[i];
        if (zones[i]) workspace->zones[i] = zones[i];
    }
    if (!cursor.bad && reading) workspace->reading = read;
    return !cursor.bad;
}

bool found_load(struct workspace *workspace, const struct sha256 *key, bool reading,
                struct arena *arena)
{
    char path[4200];
    struct text file;
    struct head head;
    bool loaded = false;
    if (!found_path(workspace, key, path, sizeof path)) return false;
    text_init(&file, BYTES_MOST);
    if (os_slurp(path, BYTES_MOST, &file, NULL) == STATUS_OK && file.len >= sizeof head) {
        struct span body = span_from(text_span(&file), sizeof head);
        memcpy(&head, file.at, sizeof head);
        struct sha256 check = sha256_of(body);
        if (memcmp(head.magic, magic, sizeof magic) == 0 && sha256_equal(&head.key, key) &&
            sha256_equal(&head.check, &check))
            loaded = take(workspace, body, reading, arena);
    }
    text_release(&file);
    return loaded;
}
