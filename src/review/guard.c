/* All texts of a review, one after another, past the guard. */
#include "review/guard.h"
#include "review/conducting.h"
#include "review/member.h"

#include <stdlib.h>

/* ---- names ---- */

/* A list of names in an arena; memory that runs out is remembered till the end. */
struct gathering {
    struct arena *arena;
    struct span *at;
    size_t count, room;
    bool full;
};

static void add_name(struct gathering *names, const char *name)
{
    const struct span word = name ? span_trim(span_of(name)) : SPAN("");
    if (word.len == 0 || names->full) return;
    if (names->count == names->room) {
        const size_t room = names->room ? 2 * names->room : 64;
        struct span *more = arena_array(names->arena, room, sizeof *more);
        if (!more) {
            names->full = true;
            return;
        }
        if (names->count) memcpy(more, names->at, names->count * sizeof *more);
        names->at = more;
        names->room = room;
    }
    names->at[names->count++] = word;
}

static void add_names(struct gathering *names, const struct review_lines *lines)
{
    for (size_t i = 0; i < lines->count; i++) add_name(names, lines->at[i]);
}

static int by_bytes(const void *a, const void *b)
{
    return span_compare(*(const struct span *)a, *(const struct span *)b);
}

/* Each once: tools and sources are named by many events. */
static void each_once(struct gathering *names)
{
    size_t kept = 0;
    if (names->count) qsort(names->at, names->count, sizeof *names->at, by_bytes);
    for (size_t i = 0; i < names->count; i++)
        if (kept == 0 || !span_equal(names->at[kept - 1], names->at[i]))
            names->at[kept++] = names->at[i];
    names->count = kept;
}

/* A source or a tool may be told in words; only what stands for itself is a name. */
static void add_single(struct gathering *names, const char *name)
{
    if (name && !strchr(name, ' ')) add_name(names, name);
}

static void gather_people(const struct review *review, struct gathering *names)
{
    for (size_t i = 0; i < review->people.count; i++) {
        const struct review_person *person = &review->people.at[i];
        add_name(names, person->name);
        add_names(names, &person->handles);
    }
    each_once(names);
}

static void gather_components(const struct review *review, struct gathering *names)
{
    add_names(names, &review->own->components);
    for (size_t i = 0; i < review->factors.count; i++)
        add_names(names, &review->factors.at[i].components);
    for (size_t i = 0; i < review->exhibits.count; i++)
        add_single(names, review->exhibits.at[i].name);
    for (size_t i = 0; i < review->events.count; i++) add_single(names, review->events.at[i].tool);
    for (size_t i = 0; i < review->statements.count; i++)
        add_single(names, review->statements.at[i].tool);
    each_once(names);
}

/* ---- what was set aside ---- */

static int by_number(const void *a, const void *b)
{
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* A line that begins with no fingerprint sets nothing aside. */
static enum status gather_aside(const struct review *review, struct arena *arena,
                                struct language_settings *settings, struct error *error)
{
    const struct review_lines *lines = &review->own->set_aside;
    uint64_t *all = arena_array(arena, lines->count + 1, sizeof *all);
    size_t count = 0;
    if (!all) return arena_full(arena, error);
    for (size_t i = 0; i < lines->count; i++)
        count += language_fingerprint_read(span_sub(span_of(lines->at[i]), 0, 16), &all[count]);
    qsort(all, count, sizeof *all, by_number);
    settings->dismissed = all;
    settings->dismissed_count = count;
    return STATUS_OK;
}

enum status review_guard_known(const struct review *review, struct arena *arena,
                               struct language_settings *ret, struct error *error)
{
    struct gathering people = {.arena = arena}, components = {.arena = arena};
    struct language_settings settings = {0};
    gather_people(review, &people);
    gather_components(review, &components);
    if (people.full || components.full) return arena_full(arena, error);
    const enum status status = gather_aside(review, arena, &settings, error);
    if (status) return status;
    settings.names = (struct language_names){.people = people.at,
                                             .components = components.at,
                                             .people_count = people.count,
                                             .component_count = components.count};
    *ret = settings;
    return STATUS_OK;
}

/* ---- the walk ---- */

static const struct review_entry *entry_here(const struct review_texts *texts)
{
    size_t count;
    if (texts->only) return texts->only;
    struct review_entry *first = review_entries(texts->review, texts->kind, &count);
    return texts->entry < count ? review_entry_at(first, texts->kind, texts->entry) : NULL;
}

static void next_entry(struct review_texts *texts)
{
    size_t count = 1;
    if (!texts->only) review_entries(texts->review, texts->kind, &count);
    texts->field = 0;
    if (++texts->entry < count) return;
    texts->entry = 0;
    texts->kind++;
}

bool review_texts_next(struct review_texts *texts, struct review_text *ret)
{
    const unsigned kinds = texts->only ? 1 : REVIEW_KIND_COUNT;
    for (; texts->kind < kinds; next_entry(texts)) {
        const struct review_entry *entry = entry_here(texts);
        if (!entry) continue;
        const struct review_kind_spec *spec = &review_kinds[entry->id.kind];
        while (texts->field < spec->count) {
            const struct review_field *field = &spec->fields[texts->field++];
            const enum language_field is = review_guard_field(entry, field);
            if (is == LANGUAGE_FIELD_QUOTATION || !review_is_stated(entry, field)) continue;
            *ret =
                (struct review_text){entry->id, field, is, span_of(*MEMBER_OF(entry, field, LINE))};
            return true;
        }
    }
    return false;
}

/* ---- the guard ---- */

struct guarding {
    review_guard_sink *sink;
    void *context;
    struct review_text text; /* at hand */
    size_t asked;
};

static enum status take(void *context, const struct language_finding *finding, struct error *error)
{
    struct guarding *guarding = context;
    const struct review_found found = {&guarding->text, finding};
    if (finding->first && !finding->dismissed && finding->level >= LANGUAGE_LEVEL_HINT)
        guarding->asked++;
    return guarding->sink ? guarding->sink(guarding->context, &found, error) : STATUS_OK;
}

enum status review_guard(const struct review *review, const struct review_entry *only,
                         const struct language_settings *settings, review_guard_sink *sink,
                         void *context, size_t *ret_asked, struct error *error)
{
    struct review_texts texts = {.review = review, .only = only};
    struct guarding guarding = {.sink = sink, .context = context};
    enum status status = STATUS_OK;
    while (status == STATUS_OK && review_texts_next(&texts, &guarding.text)) {
        const struct language_request request = {
            .text = guarding.text.text, .field = guarding.text.is, .settings = settings};
        struct language_summary summary;
        status = language_check(&request, take, &guarding, &summary, error);
    }
    if (status == STATUS_OK) *ret_asked = guarding.asked;
    return status;
}
