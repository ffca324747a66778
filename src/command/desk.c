/* The desk: a review found, loaded, and its fields given what the call states. */
#include "command/desk.h"

#include <assert.h>

/* Who and why stand in one line of the history for ever: they are words, and not too many. */
static enum status check_line(const char *option, const char *value, struct error *error)
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
                     option, (int)MOST);
}

enum status desk_open(struct call *call, bool for_changes, struct desk *ret, struct error *error)
{
    const char *by = call_value(call, "by"), *why = call_value(call, "why");
    *ret = (struct desk){.call = call};
    if (!by) by = os_env("POSTMORTEM_BY");
    if (!by || !*by) by = os_user(ret->user, sizeof ret->user);
    enum status status = check_line("--by (or POSTMORTEM_BY)", by, error);
    if (status == STATUS_OK) status = check_line("--why", why ? why : "", error);
    if (status == STATUS_OK) status = workspace_find(call, &ret->folder, error);
    if (status == STATUS_OK) status = store_open(ret->folder, for_changes, &ret->store, error);
    if (status == STATUS_OK && for_changes) status = store_begin(ret->store, error);
    if (status) {
        desk_close(ret);
        return status;
    }
    ret->changing = for_changes;
    ret->author = (struct store_author){.by = by, .why = why ? why : "", .at = os_now()};
    return STATUS_OK;
}

void desk_close(struct desk *desk)
{
    if (desk->changing) store_rollback(desk->store);
    store_close(desk->store);
    zone_free(desk->zone);
    *desk = (struct desk){0};
}

enum status desk_run(struct call *call, bool for_changes,
                     enum status (*work)(struct desk *desk, struct error *error),
                     struct error *error)
{
    struct desk desk;
    enum status status = desk_open(call, for_changes, &desk, error);
    if (status) return status;
    status = work(&desk, error);
    desk_close(&desk);
    return status;
}

/* ---- which review, which entry ---- */

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

/* A number or the digits of a uid stand for a review even where there is only one. */
static bool looks_like_review(const char *operand)
{
    size_t digits = strspn(operand, "0123456789"), hex = strspn(operand, "0123456789abcdefABCDEF");
    return desk_is_review(operand) || (digits && !operand[digits]) || (hex >= 8 && !operand[hex]);
}

static enum status which_review(struct desk *desk, size_t most, uint32_t *ret_number,
                                size_t *ret_used, struct error *error)
{
    const struct call *call = desk->call;
    struct store_review *reviews;
    size_t count = 0;
    const char *first = call->operand_count ? call->operands[0] : NULL;
    enum status status = store_reviews(desk->store, &desk->call->arena, &reviews, &count, error);
    if (status) return status;
    if (count == 0)
        return error_set(error, STATUS_NOT_FOUND,
                         "there is no review here yet; begin one with: postmortem new \"what users "
                         "met\"");
    bool named = first && (looks_like_review(first) || call->operand_count > most ||
                           (count > 1 && !desk_is_entry(first)));
    *ret_used = named;
    if (named) return store_review_named(desk->store, span_of(first), ret_number, error);
    if (count == 1) {
        *ret_number = reviews[0].number;
        return STATUS_OK;
    }
    return error_set(
        error, STATUS_USAGE,
        "there are %zu reviews: say which, such as PM%u%s%s; postmortem show lists them", count,
        reviews[0].number, first ? " " : "", first ? first : "");
}

enum status desk_load(struct desk *desk, uint32_t number, struct error *error)
{
    enum status status = store_load(desk->store, number, &desk->call->arena, &desk->review, error);
    return status ? status : desk_typing(desk, desk->review.own, error);
}

enum status desk_review(struct desk *desk, size_t most, size_t *ret_used, struct error *error)
{
    uint32_t number = 0;
    size_t used = 0;
    enum status status = which_review(desk, most, &number, &used, error);
    if (status == STATUS_OK) status = desk_load(desk, number, error);
    if (status == STATUS_OK) *ret_used = used;
    return status;
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
    const char *name = arena_copy(&desk->call->arena, which);
    if (!name) return arena_full(&desk->call->arena, error);
    if (!desk->sources.stored)
        status = store_sources(desk->store, &desk->call->arena, &desk->sources.stored,
                               &desk->sources.count, error);
    if (status == STATUS_OK) status = workspace_source(&desk->sources, name, &number, error);
    if (status) return status;
    const struct evidence_source *facts = &desk->sources.stored[number].facts;
    *ret = (struct review_place){.content = facts->hash, .name = facts->name};
    return STATUS_OK;
}

enum status desk_typing(struct desk *desk, const struct review_review *own, struct error *error)
{
    instant day = INSTANT_NONE, second;
    struct zone *zone = NULL;
    enum status status = own->zone ? zone_load(own->zone, &zone, error) : STATUS_OK;
    if (status) return call_is_wrong(status, error);
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
    return call_is_wrong(review_set(entry, found, typed, &desk->typing, &desk->call->arena, error),
                         error);
}

static bool is_list(const struct review_field *field)
{
    return field->type == REVIEW_TYPE_LINES || field->type == REVIEW_TYPE_REFS ||
           field->type == REVIEW_TYPE_PLACES || field->type == REVIEW_TYPE_WORDS;
}

/* A list may be given in several options: the second and later ones add to it. */
static enum status give_field(struct desk *desk, struct review_entry *entry,
                              const struct review_field *field, const char *option,
                              size_t *ret_given, struct error *error)
{
    const struct call *call = desk->call;
    enum status status = STATUS_OK;
    size_t times = 0;
    for (size_t i = 0; i < call->given_count && status == STATUS_OK; i++) {
        const char *value = call->given[i].value;
        if (strcmp(call->given[i].option->name, option) != 0) continue;
        if (times++ && is_list(field) && *value && !strchr("+-", *value))
            value = arena_printf(&desk->call->arena, "+%s", value);
        status = value ? review_set(entry, field, span_of(value), &desk->typing, &desk->call->arena,
                                    error)
                       : arena_full(&desk->call->arena, error);
    }
    *ret_given += times != 0;
    return call_is_wrong(status, error);
}

/* Zone and day first: the times that follow are read by them. */
static bool is_frame(const struct review_field *field)
{
    return strcmp(field->name, "zone") == 0 || strcmp(field->name, "day") == 0;
}

enum status desk_options(struct desk *desk, enum review_kind kind, struct review_entry *entry,
                         size_t *ret_given, struct error *error)
{
    const struct review_kind_spec *spec = &review_kinds[kind];
    enum status status = STATUS_OK;
    for (int frame = 1; frame >= 0 && status == STATUS_OK; frame--) {
        for (size_t i = 0; i < spec->count && status == STATUS_OK; i++) {
            const struct review_field *field = &spec->fields[i];
            if (field->flags & REVIEW_DERIVED || is_frame(field) != (frame == 1)) continue;
            const char *option = fields_option(desk->call->spec, kind, field, &desk->call->arena);
            if (!option) return arena_full(&desk->call->arena, error);
            status = give_field(desk, entry, field, option, ret_given, error);
        }
        if (status == STATUS_OK && frame && kind == REVIEW_KIND_REVIEW)
            status = desk_typing(desk, (const struct review_review *)entry, error);
    }
    return status;
}
