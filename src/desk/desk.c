/* The desk: opened on a workspace, a review loaded, its fields given what was typed. */
#include "desk/desk.h"

#include <assert.h>

/* ---- open and closed ---- */

enum status desk_is_line(const char *name, const char *value, struct error *error)
{
    enum { MOST = 1000 };
    struct span rest = span_of(value);
    bool plain = rest.len <= MOST;
    while (rest.len && plain) {
        uint32_t rune;
        size_t len = utf8_next(rest, &rune);
        plain = len && !utf8_drives_display(rune);
        rest = span_from(rest, len);
    }
    if (plain) return STATUS_OK;
    return error_set(error, STATUS_USAGE,
                     "%s wants one line of UTF-8, at most %d bytes and without control characters",
                     name, (int)MOST);
}

static enum status check_author(const struct store_author *author, struct error *error)
{
    enum status status = desk_is_line("the name of who writes it", author->by, error);
    return status ? status : desk_is_line("the reason", author->why, error);
}

enum status desk_open_on(struct store *store, const char *folder, struct arena *arena,
                         const struct store_author *author, bool for_changes, struct desk *ret,
                         struct error *error)
{
    enum status status = check_author(author, error);
    if (status == STATUS_OK && for_changes) status = store_begin(store, error);
    if (status) return status;
    *ret = (struct desk){.arena = arena,
                         .folder = folder,
                         .store = store,
                         .changing = for_changes,
                         .author = *author,
                         .stale = SIZE_MAX};
    return STATUS_OK;
}

enum status desk_open(const char *folder, struct arena *arena, const struct store_author *author,
                      bool for_changes, struct desk *ret, struct error *error)
{
    struct store *store = NULL;
    enum status status = check_author(author, error);
    if (status == STATUS_OK) status = store_open(folder, for_changes, &store, error);
    if (status) return status;
    status = desk_open_on(store, folder, arena, author, for_changes, ret, error);
    if (status)
        store_close(store);
    else
        ret->own_store = true;
    return status;
}

void desk_close(struct desk *desk)
{
    if (desk->changing) store_rollback(desk->store);
    if (desk->own_store) store_close(desk->store);
    zone_free(desk->zone);
    *desk = (struct desk){0};
}

enum status desk_is_wrong(enum status status, struct error *error)
{
    if (status != STATUS_BAD_INPUT) return status;
    if (error) error->status = STATUS_USAGE;
    return STATUS_USAGE;
}

/* ---- which review, which entry ---- */

enum status desk_load(struct desk *desk, uint32_t number, struct error *error)
{
    enum status status = store_load(desk->store, number, desk->arena, &desk->review, error);
    return status ? status : desk_typing(desk, desk->review.own, error);
}

bool desk_is_review(const char *operand)
{
    struct review_id id;
    return review_id_read(span_of(operand), &id, NULL) == STATUS_OK &&
           id.kind == REVIEW_KIND_REVIEW && id.number;
}

bool desk_is_entry(const char *operand)
{
    struct review_id id;
    return review_id_read(span_of(operand), &id, NULL) == STATUS_OK && !desk_is_review(operand);
}

/* By a part of its one line that only one entry has, in any case. */
static enum status entry_by_words(const struct desk *desk, const char *words,
                                  struct review_entry **ret, struct error *error)
{
    enum { NAMED = 5 };
    struct text fits;
    char name[16];
    size_t count = 0, hits = 0;
    text_init(&fits, 0);
    for (unsigned kind = 0; kind < REVIEW_KIND_COUNT && *words; kind++) {
        struct review_entry *entries = review_entries(&desk->review, kind, &count);
        for (size_t i = 0; i < count; i++) {
            struct review_entry *entry = review_entry_at(entries, kind, i);
            if (span_find_nocase(span_of(review_entry_line(entry)), span_of(words)) == SIZE_MAX)
                continue;
            if (hits < NAMED)
                text_addf(&fits, "%s%s", hits ? ", " : "", review_id_text(entry->id, name));
            if (hits++ == 0) *ret = entry;
        }
    }
    enum status status = STATUS_OK;
    if (hits > 1)
        status =
            error_set(error, STATUS_NOT_FOUND, "\"%.100s\" fits %zu entries: %s%s; take the id",
                      words, hits, fits.at, hits > NAMED ? ", ..." : "");
    else if (hits == 0)
        status = error_set(error, STATUS_NOT_FOUND,
                           "\"%.100s\" is no id such as E12, and PM%u has no entry with these "
                           "words; postmortem show PM%u lists what there is",
                           words, desk->review.number, desk->review.number);
    text_release(&fits);
    return status;
}

enum status desk_entry(const struct desk *desk, const char *operand, struct review_entry **ret,
                       struct error *error)
{
    struct review_id id = {0, 0};
    struct review_entry *found = NULL;
    char name[16];
    if (review_id_read(span_of(operand), &id, NULL) != STATUS_OK) {
        enum status status = entry_by_words(desk, operand, &found, error);
        if (status == STATUS_OK) *ret = found;
        return status;
    }
    found = review_find(&desk->review, id);
    if (!found)
        return error_set(error, STATUS_NOT_FOUND,
                         "there is no %s in PM%u; postmortem show PM%u lists what there is, "
                         "postmortem history PM%u what there was",
                         review_id_text(id, name), desk->review.number, desk->review.number,
                         desk->review.number);
    *ret = found;
    return STATUS_OK;
}

/* ---- typing ---- */

/* The place of a whole source, by "S3" or a part of its name. */
static enum status find_source(void *context, struct span which, struct review_place *ret,
                               struct error *error)
{
    struct desk *desk = context;
    uint32_t number = 0;
    enum status status = STATUS_OK;
    const char *name = arena_copy(desk->arena, which);
    if (!name) return arena_full(desk->arena, error);
    if (!desk->sources)
        status =
            store_sources(desk->store, desk->arena, &desk->sources, &desk->source_count, error);
    if (status == STATUS_OK)
        status = desk_source(desk->sources, desk->source_count, name, &number, error);
    if (status) return status;
    const struct evidence_source *facts = &desk->sources[number].facts;
    *ret = (struct review_place){.content = facts->hash, .name = facts->name};
    return STATUS_OK;
}

enum status desk_typing(struct desk *desk, const struct review_review *own, struct error *error)
{
    instant day = INSTANT_NONE, second;
    struct zone *zone = NULL;
    enum status status = own->zone ? zone_load(own->zone, &zone, error) : STATUS_OK;
    if (status) return desk_is_wrong(status, error);
    zone_free(desk->zone);
    desk->zone = zone;
    if (own->day != REVIEW_NO_DAY && own->day > -100000 && own->day < 100000)
        (void)zone_to_instants(zone, own->day * NS_PER_DAY, &day, &second); /* either is that day */
    desk->typing =
        (struct review_typing){.zone = zone, .day = day, .source = find_source, .context = desk};
    return STATUS_OK;
}

enum status desk_set(struct desk *desk, struct review_entry *entry, const char *field,
                     struct span typed, struct error *error)
{
    const struct review_field *found = review_field_find(entry->id.kind, span_of(field));
    assert(found);
    return desk_is_wrong(review_set(entry, found, typed, &desk->typing, desk->arena, error), error);
}
