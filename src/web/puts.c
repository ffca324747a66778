/* Several entries changed as one: each is put once, however often it is touched. */
#include "web/puts.h"

#include <stdlib.h>

enum { SPARE = 256 }; /* new entries of one form */

enum status web_puts_open(struct web_request *request, struct web_puts *ret, struct error *error)
{
    struct web_puts puts = {.request = request};
    enum status status = web_desk(request, true, &puts.desk, error);
    if (status) return status;
    for (unsigned kind = 0; kind < REVIEW_KIND_COUNT; kind++) {
        size_t count;
        review_entries(&puts.desk.review, (enum review_kind)kind, &count);
        puts.room += count;
        puts.last[kind] = puts.desk.review.last[kind];
    }
    puts.room += SPARE;
    puts.puts = arena_array(&request->arena, puts.room, sizeof *puts.puts);
    if (!puts.puts) {
        desk_close(&puts.desk);
        return arena_full(&request->arena, error);
    }
    *ret = puts;
    return STATUS_OK;
}

void web_puts_close(struct web_puts *puts)
{
    desk_close(&puts->desk);
}

enum status web_puts_run(struct web_request *request,
                         enum status (*change)(struct web_puts *puts, struct error *error),
                         struct error *error)
{
    struct web_puts puts;
    enum status status = web_puts_open(request, &puts, error);
    if (status) return status;
    status = change(&puts, error);
    web_puts_close(&puts);
    return status;
}

static struct desk_put *find(struct web_puts *puts, struct review_id id)
{
    for (size_t i = 0; i < puts->count; i++)
        if (review_id_equal(puts->puts[i].id, id)) return &puts->puts[i];
    return NULL;
}

static struct desk_put *add(struct web_puts *puts, struct review_id id)
{
    struct desk_put *put = find(puts, id);
    if (!put && puts->count < puts->room) {
        put = &puts->puts[puts->count++];
        *put = (struct desk_put){.id = id};
    }
    return put;
}

void *web_puts_new(struct web_puts *puts, enum review_kind kind)
{
    struct review_entry *entry = review_entry_new(kind, puts->desk.arena);
    if (!entry) return NULL;
    entry->id = (struct review_id){(uint8_t)kind, ++puts->last[kind]};
    struct desk_put *put = add(puts, entry->id);
    if (put) put->entry = entry;
    return put ? entry : NULL;
}

void *web_puts_copy(struct web_puts *puts, struct review_id id)
{
    struct desk_put *put = find(puts, id);
    if (put) return put->entry;
    struct review_entry *entry = review_find(&puts->desk.review, id);
    if (entry) entry = review_entry_copy(entry, puts->desk.arena);
    if (entry) put = add(puts, id);
    if (put) put->entry = entry;
    return put ? entry : NULL;
}

void web_puts_remove(struct web_puts *puts, struct review_id id)
{
    struct desk_put *put = add(puts, id);
    if (put) put->entry = NULL;
}

enum status web_puts_base(struct web_puts *puts, struct review_id id, struct error *error)
{
    const char *base = web_field(puts->request, "base");
    struct desk_put *put = find(puts, id);
    uint64_t version = 0;
    if (!base || !*base || !put) return STATUS_OK;
    if (!span_to_u64(span_of(base), &version) || version > UINT32_MAX)
        return error_set(error, STATUS_USAGE, "base wants the number of a version");
    put->base = (uint32_t)version;
    return STATUS_OK;
}

enum status web_puts_fields(struct web_puts *puts, struct review_entry *entry,
                            const char *const *names, struct error *error)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; names[i] && status == STATUS_OK; i++) {
        const char *typed = web_field(puts->request, names[i]);
        if (typed) status = desk_set(&puts->desk, entry, names[i], span_of(typed), error);
    }
    return status;
}

enum status web_puts_named(struct web_puts *puts, const char *field, enum review_kind kind,
                           struct review_id *ret, struct error *error)
{
    const char *typed = web_field(puts->request, field);
    struct review_id id;
    char name[16];
    if (!typed || !*typed)
        return error_set(error, STATUS_USAGE, "%s wants the id of a %s, such as %s1", field,
                         review_kinds[kind].name, review_kinds[kind].letter);
    enum status status =
        desk_is_wrong(review_id_read(span_trim(span_of(typed)), &id, error), error);
    if (status) return status;
    if (id.kind != kind)
        return error_set(error, STATUS_USAGE, "%s wants a %s, such as %s1; %s is a %s", field,
                         review_kinds[kind].name, review_kinds[kind].letter,
                         review_id_text(id, name), review_kinds[id.kind].name);
    if (!review_find(&puts->desk.review, id))
        return error_set(error, STATUS_NOT_FOUND, "%s is not in this review",
                         review_id_text(id, name));
    *ret = id;
    return STATUS_OK;
}

enum status web_puts_save(struct web_puts *puts, const char *href, const char *told,
                          struct error *error)
{
    struct web_request *request = puts->request;
    enum status status = desk_save(&puts->desk, puts->puts, puts->count, error);
    if (status) return status;
    struct value *list = value_list(&request->model, NULL, "entries");
    for (size_t i = 0; i < puts->count; i++) {
        const struct review_entry *entry = review_find(&puts->desk.review, puts->puts[i].id);
        if (entry) (void)web_entry(request, list, NULL, entry);
    }
    return web_done(request, href, told, puts->desk.change, error);
}
