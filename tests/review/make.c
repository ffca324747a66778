#include "tests/review/make.h"

#include <assert.h>
#include <stdlib.h>

#define AT(entry, field, type) ((REVIEW_##type##_MEMBER *)(void *)((char *)(entry) + (field)->at))

uint64_t make_number(uint64_t *seed)
{
    uint64_t z = *seed += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

static size_t below(uint64_t *seed, size_t end)
{
    return (size_t)(make_number(seed) % end);
}

static void *must(void *memory)
{
    if (!memory) abort();
    return memory;
}

/* ---- one entry of any shape ---- */

static const char *const pieces[] = {
    "checkout",   "the writer pool",
    "paused",     "503",
    "\"quoted\"", "back\\slash",
    "a, b",       "früher",
    "警報",       "🚒",
    ":",          "#7",
    "- dash",     "+1",
};

static const char *any_line(uint64_t *seed, struct arena *arena)
{
    struct text text;
    text_init(&text, 0);
    for (size_t n = 1 + below(seed, 6); n; n--) {
        if (text.len) text_addc(&text, ' ');
        text_adds(&text, pieces[below(seed, sizeof pieces / sizeof pieces[0])]);
    }
    const char *line = must(arena_copy(arena, text_span(&text)));
    text_release(&text);
    return line;
}

static const char *any_text(uint64_t *seed, struct arena *arena)
{
    static const char *const between[] = {"\n", "\n\n", "\n    code:\t", "\n# ", "\n  \n", " "};
    struct text text;
    text_init(&text, 0);
    if (below(seed, 4) == 0) text_adds(&text, "    ");
    for (size_t n = 1 + below(seed, 5); n; n--) {
        text_adds(&text, any_line(seed, arena));
        if (n > 1) text_adds(&text, between[below(seed, sizeof between / sizeof between[0])]);
    }
    const char *copy = must(arena_copy(arena, text_span(&text)));
    text_release(&text);
    return copy;
}

static instant any_instant(uint64_t *seed)
{
    switch (below(seed, 8)) {
    case 0: return INSTANT_OPEN_START; /* just instants, where no interval is open */
    case 1: return INSTANT_OPEN_END;
    case 2: return (instant)(make_number(seed) >> 1);
    case 3: return -(instant)(make_number(seed) >> 1);
    case 4: return 0;
    default: return (instant)(1700000000 + below(seed, 100000000)) * NS_PER_S;
    }
}

static struct review_time any_time(uint64_t *seed, struct arena *arena)
{
    static const char *const raws[] = {"10:02",     "10:02~",   "..10:05", "10:02..",
                                       "E12+3m~1m", "E12..E15", "?",       "2026-03-04T10:02:17Z"};
    struct review_time time = {.raw = raws[below(seed, sizeof raws / sizeof raws[0])]};
    if (below(seed, 9) == 0) time.raw = any_line(seed, arena);
    instant a = any_instant(seed), b = any_instant(seed);
    time.at = (struct interval){a < b ? a : b, a < b ? b : a};
    if (below(seed, 5) == 0) time.at = INTERVAL_NONE;
    if (below(seed, 5) == 0) time.at.earliest = time.at.latest;
    time.relative = below(seed, 3) == 0;
    time.approximate = below(seed, 3) == 0;
    time.doubtful = below(seed, 3) == 0;
    return time;
}

static struct review_id any_id(uint64_t *seed, uint32_t kinds)
{
    uint32_t kind;
    do kind = (uint32_t)below(seed, REVIEW_KIND_COUNT);
    while (!(kinds & 1u << kind));
    if (kind == REVIEW_KIND_REVIEW) return (struct review_id){kind, 0};
    return (struct review_id){kind, below(seed, 9) ? 1 + (uint32_t)below(seed, 40) : UINT32_MAX};
}

static const char *any_hash(uint64_t *seed, struct arena *arena)
{
    uint64_t number = make_number(seed);
    char hex[65];
    struct sha256 hash = sha256_of((struct span){(char *)&number, sizeof number});
    sha256_hex(&hash, hex);
    return must(arena_copy(arena, span_of(hex)));
}

static struct review_place any_place(uint64_t *seed, struct arena *arena)
{
    struct review_place place = {0};
    if (!sha256_from_hex(span_of(any_hash(seed, arena)), &place.content)) abort();
    if (below(seed, 3)) place.from = below(seed, 100000);
    if (below(seed, 3)) place.to = place.from + below(seed, 1000);
    if (place.to < place.from) place.to = UINT64_MAX;
    if (below(seed, 3)) place.name = any_line(seed, arena);
    return place;
}

static bool has_line(const struct review_lines *lines, const char *line)
{
    for (size_t i = 0; i < lines->count; i++)
        if (strcmp(lines->at[i], line) == 0) return true;
    return false;
}

static bool has_id(const struct review_refs *refs, struct review_id id)
{
    for (size_t i = 0; i < refs->count; i++)
        if (review_id_equal(refs->at[i], id)) return true;
    return false;
}

/* Nothing is in a list twice, as when people type it. */
static void fill_list(struct review_entry *entry, const struct review_field *field, uint64_t *seed,
                      struct arena *arena)
{
    size_t count = 1 + below(seed, 5);
    if (field->type == REVIEW_TYPE_LINES) {
        struct review_lines *lines = AT(entry, field, LINES);
        lines->at = must(arena_array(arena, count, sizeof *lines->at));
        while (count--) {
            const char *line = any_line(seed, arena);
            if (!has_line(lines, line)) lines->at[lines->count++] = line;
        }
    } else if (field->type == REVIEW_TYPE_REFS) {
        struct review_refs *refs = AT(entry, field, REFS);
        refs->at = must(arena_array(arena, count, sizeof *refs->at));
        while (count--) {
            struct review_id id = any_id(seed, field->kinds);
            if (!has_id(refs, id)) refs->at[refs->count++] = id;
        }
    } else {
        struct review_places *places = AT(entry, field, PLACES);
        places->at = must(arena_array(arena, count, sizeof *places->at));
        while (places->count < count) places->at[places->count++] = any_place(seed, arena);
    }
}

static void fill(struct review_entry *entry, const struct review_field *field, uint64_t *seed,
                 struct arena *arena)
{
    switch (field->type) {
    case REVIEW_TYPE_LINE: *AT(entry, field, LINE) = any_line(seed, arena); break;
    case REVIEW_TYPE_TEXT: *AT(entry, field, TEXT) = any_text(seed, arena); break;
    case REVIEW_TYPE_WORD:
        *AT(entry, field, WORD) = (uint8_t)(1 + below(seed, field->words->count - 1));
        break;
    case REVIEW_TYPE_WORDS:
        *AT(entry, field, WORDS) = (uint32_t)make_number(seed) & ((1u << field->words->count) - 2);
        break;
    case REVIEW_TYPE_FLAG: *AT(entry, field, FLAG) = true; break;
    case REVIEW_TYPE_COUNT:
        *AT(entry, field, COUNT) = below(seed, 5) ? (int64_t)below(seed, 11) : INT64_MAX;
        break;
    case REVIEW_TYPE_DATE:
        *AT(entry, field, DATE) = (int32_t)civil_days(2026, 1, 1) + (int32_t)below(seed, 900);
        if (below(seed, 9) == 0) *AT(entry, field, DATE) = (int32_t)civil_days(9999, 12, 31);
        if (below(seed, 9) == 0) *AT(entry, field, DATE) = (int32_t)civil_days(0, 1, 1);
        break;
    case REVIEW_TYPE_INSTANT: *AT(entry, field, INSTANT) = any_instant(seed); break;
    case REVIEW_TYPE_TIME: *AT(entry, field, TIME) = any_time(seed, arena); break;
    case REVIEW_TYPE_HASH: *AT(entry, field, HASH) = any_hash(seed, arena); break;
    case REVIEW_TYPE_REF: *AT(entry, field, REF) = any_id(seed, field->kinds); break;
    case REVIEW_TYPE_LINES:
    case REVIEW_TYPE_REFS:
    case REVIEW_TYPE_PLACES: fill_list(entry, field, seed, arena); break;
    }
}

struct review_entry *make_entry(enum review_kind kind, uint64_t seed, struct arena *arena)
{
    struct review_entry *entry = must(review_entry_new(kind, arena));
    const struct review_kind_spec *spec = &review_kinds[kind];
    uint64_t own = seed ^ (uint64_t)kind << 56;
    for (size_t i = 0; i < spec->count; i++)
        if (below(&own, 3)) fill(entry, &spec->fields[i], &own, arena);
    return entry;
}
