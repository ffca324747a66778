/* Which of it is kept and loaded, and what it rests on. */
#include "desk/found.h"

#include "desk/found_codec.h"
#include "desk/found_file.h"

enum {
    VERSION = 20, /* one more whenever clocks, events or findings are found in another way */
    CLOCKS = WORKSPACE_CLOCKS,
    READING = WORKSPACE_READING,
    FINDINGS = WORKSPACE_FINDINGS,
};

/* ---- what it rests on ---- */

static void add_text(struct codec *codec, const char *text)
{
    codec_string(codec, &text);
}

static void add_number(struct codec *codec, uint64_t number)
{
    codec_u64(codec, &number);
}

static void add_index(struct codec *codec, const struct evidence_index *index)
{
    add_number(codec, index->count);
    add_number(codec, index->size);
    add_number(codec, (uint64_t)index->first);
    add_number(codec, (uint64_t)index->last);
    add_number(codec, index->timed);
    add_number(codec, index->local);
    add_number(codec, index->late);
    add_number(codec, index->formats);
    for (unsigned i = 0; i < EVIDENCE_LEVEL_COUNT; i++) add_number(codec, index->level_count[i]);
    add_text(codec, index->year_basis);
    add_text(codec, index->zone_stated);
    for (unsigned i = 0; i < index->layout_count; i++) {
        add_text(codec, index->layouts[i].name);
        add_text(codec, index->layouts[i].stamp);
        add_text(codec, index->layouts[i].time_key);
        add_number(codec, index->layouts[i].records);
    }
}

/* What its records tell rests on; no more than that. */
static void add_records(struct codec *codec, const struct store_source *source,
                        const struct evidence_index *index)
{
    struct sha256 hash = source->facts.hash;
    codec_bytes(codec, hash.bytes, sizeof hash.bytes);
    add_number(codec, index->kind);
    add_text(codec, source->clock.zone);
    add_index(codec, index);
}

static void add_source(struct codec *codec, const struct store_source *source,
                       const struct evidence_index *index)
{
    add_number(codec, source->id);
    add_text(codec, source->facts.name);
    add_text(codec, source->facts.member);
    add_number(codec, (uint64_t)source->facts.modified);
    add_number(codec, (uint64_t)source->capture.collected);
    add_number(codec, source->facts.kind);
    add_text(codec, source->clock.why);
    add_number(codec, source->clock.has_offset);
    add_number(codec, (uint64_t)source->clock.offset_least);
    add_number(codec, (uint64_t)source->clock.offset_most);
    add_records(codec, source, index);
}

static struct sha256 key_of(const struct workspace *workspace,
                            void (*add)(struct codec *, const struct store_source *,
                                        const struct evidence_index *))
{
    struct text out;
    text_init(&out, FOUND_BYTES_MOST);
    struct codec codec = codec_to(&out);
    add_number(&codec, VERSION);
    for (size_t i = 0; i < workspace->count; i++)
        add(&codec, &workspace->stored[i], &workspace->indexes[i]);
    struct sha256 key = sha256_of(text_span(&out));
    text_release(&out);
    return key;
}

struct sha256 found_key(const struct workspace *workspace)
{
    return key_of(workspace, add_source);
}

/* ---- ties ---- */

enum status found_ties(const struct workspace *workspace, struct timeline_ties **ret,
                       struct error *error)
{
    const struct sha256 key = key_of(workspace, add_records);
    struct text bytes;
    struct span body;
    enum status status = STATUS_OK;
    text_init(&bytes, FOUND_BYTES_MOST);
    if (!found_file_load(workspace->folder, "ties", &key, &bytes, &body) ||
        !timeline_ties_read(body, workspace->count, ret)) {
        text_clear(&bytes);
        status = timeline_find_ties(workspace->sources, workspace->count, ret, error);
        if (status == STATUS_OK) timeline_ties_write(*ret, &bytes);
        if (status == STATUS_OK && text_status(&bytes, NULL) == STATUS_OK)
            found_file_save(workspace->folder, "ties", &key, text_span(&bytes));
    }
    text_release(&bytes);
    return status;
}

enum status found_leads(const struct workspace *workspace, struct arena *arena,
                        struct exchange_leads **ret, struct error *error)
{
    const struct timeline_source *sources = workspace->sources;
    const size_t count = workspace->count;
    const struct sha256 key = key_of(workspace, add_records);
    struct text bytes;
    struct span body;
    enum status status = STATUS_OK;
    text_init(&bytes, FOUND_BYTES_MOST);
    if (!found_file_load(workspace->folder, "told", &key, &bytes, &body) ||
        !exchange_leads_read(body, sources, count, arena, ret)) {
        text_clear(&bytes);
        status = exchange_find_leads(sources, count, arena, ret, error);
        if (status == STATUS_OK) exchange_leads_write(*ret, &bytes);
        if (status == STATUS_OK && text_status(&bytes, NULL) == STATUS_OK)
            found_file_save(workspace->folder, "told", &key, text_span(&bytes));
    }
    text_release(&bytes);
    return status;
}

/* ---- keeping ---- */

static struct found_clock clock_of(const struct workspace *workspace, size_t number)
{
    const struct timeline_clock *clock = &workspace->sources[number].clock;
    struct found_clock found = {.clock = *clock};
    found.stated = workspace->stored[number].clock.zone != NULL;
    if (clock->zone && !found.stated) found.zone = zone_name(clock->zone);
    return found;
}

void found_save(const struct workspace *workspace, const struct sha256 *key, unsigned parts)
{
    struct text out;
    text_init(&out, FOUND_BYTES_MOST);
    struct codec codec = codec_to(&out);
    struct timeline_reading reading = workspace->reading;
    struct timeline_findings findings = workspace->findings;
    codec_u32(&codec, &parts);
    for (size_t i = 0; i < workspace->count; i++) {
        struct found_clock clock = clock_of(workspace, i);
        found_codec_clock(&codec, &clock);
    }
    if (parts & READING) found_codec_reading(&codec, workspace->count, &reading);
    if (parts & FINDINGS) found_codec_findings(&codec, workspace->count, &findings);
    if (!codec.bad && text_status(&out, NULL) == STATUS_OK)
        found_file_save(workspace->folder, "found", key, text_span(&out));
    text_release(&out);
}

/* ---- loading ---- */

struct loaded {
    struct timeline_clock *clocks;
    struct zone **zones; /* of those that were found; the workspace's in the end */
    struct timeline_reading reading;
    struct timeline_findings findings;
};

static void load_clock(struct codec *codec, const struct workspace *workspace, size_t number,
                       struct loaded *ret)
{
    struct found_clock found = {.stated = false};
    found_codec_clock(codec, &found);
    struct zone *stated = workspace->zones[number];
    if (found.stated != (stated != NULL) || (found.stated && found.zone)) codec->bad = true;
    if (!codec->bad && found.zone && zone_load(found.zone, &ret->zones[number], NULL))
        codec->bad = true;
    ret->clocks[number] = found.clock;
    ret->clocks[number].zone = stated ? stated : ret->zones[number];
}

/* Everything is read before anything is taken. Returns the parts that are there; 0 when bad. */
static unsigned read_parts(struct codec *codec, const struct workspace *workspace,
                           struct loaded *ret)
{
    uint32_t parts = 0;
    codec_u32(codec, &parts);
    for (size_t i = 0; i < workspace->count && !codec->bad; i++)
        load_clock(codec, workspace, i, ret);
    if (parts & READING) found_codec_reading(codec, workspace->count, &ret->reading);
    if (parts & FINDINGS) found_codec_findings(codec, workspace->count, &ret->findings);
    bool known = (parts & CLOCKS) && !(parts & ~(unsigned)(CLOCKS | READING | FINDINGS));
    return known && codec_ended_well(codec) ? parts : 0;
}

static void take(struct workspace *workspace, struct loaded *loaded, unsigned parts)
{
    for (size_t i = 0; i < workspace->count; i++) {
        if (!(parts & CLOCKS)) {
            zone_free(loaded->zones[i]);
            continue;
        }
        workspace->sources[i].clock = loaded->clocks[i];
        if (loaded->zones[i]) workspace->zones[i] = loaded->zones[i];
    }
    if (parts & READING) workspace->reading = loaded->reading;
    if (parts & FINDINGS) workspace->findings = loaded->findings;
}

unsigned found_load(struct workspace *workspace, const struct sha256 *key, unsigned wanted,
                    struct arena *arena)
{
    struct loaded loaded = {.clocks = NULL};
    struct text file;
    struct span body;
    unsigned parts = 0;
    loaded.clocks = arena_array(arena, workspace->count + 1, sizeof *loaded.clocks);
    loaded.zones = arena_array(arena, workspace->count + 1, sizeof *loaded.zones);
    if (!loaded.clocks || !loaded.zones) return 0;
    text_init(&file, FOUND_BYTES_MOST);
    if (found_file_load(workspace->folder, "found", key, &file, &body)) {
        struct codec codec = codec_from(body, arena);
        parts = read_parts(&codec, workspace, &loaded) & (wanted | CLOCKS);
        take(workspace, &loaded, parts);
    }
    text_release(&file);
    return parts;
}
