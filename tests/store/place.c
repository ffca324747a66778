#include "tests/store/place.h"

#include <stdio.h>
#include <unistd.h>

int place_set_up(void **state)
{
    struct place *place = calloc(1, sizeof *place);
    assert_non_null(place);
    snprintf(place->folder, sizeof place->folder, "/tmp/t_store-XXXXXX");
    assert_non_null(mkdtemp(place->folder));
    snprintf(place->database, sizeof place->database, "%s/postmortem.db", place->folder);
    arena_init(&place->arena, (size_t)1 << 30);
    *state = place;
    return 0;
}

int place_open(void **state)
{
    struct error error = ERROR_NONE;
    int failed = place_set_up(state);
    struct place *place = *state;
    assert_ok(store_create(place->folder, &error));
    assert_ok(store_open(place->folder, true, &place->store, &error));
    return failed;
}

void place_reopen(struct place *place)
{
    struct error error = ERROR_NONE;
    store_close(place->store);
    place->store = NULL;
    assert_ok(store_open(place->folder, true, &place->store, &error));
}

static enum status remove_one(void *context, const char *name, struct error *error)
{
    char path[512];
    struct os_facts facts;
    snprintf(path, sizeof path, "%s/%s", (const char *)context, name);
    if (os_facts(path, &facts, error) == STATUS_OK && facts.kind == OS_FOLDER)
        place_remove(path);
    else
        (void)os_remove(path, error);
    return STATUS_OK;
}

void place_remove(const char *folder)
{
    (void)os_list(folder, remove_one, (void *)(uintptr_t)folder, NULL);
    (void)os_remove_folder(folder, NULL);
}

int place_tear_down(void **state)
{
    struct place *place = *state;
    store_close(place->store);
    place_remove(place->folder);
    arena_release(&place->arena);
    free(place);
    return 0;
}

char *place_path(struct place *place, const char *name)
{
    char *path = arena_printf(&place->arena, "%s/%s", place->folder, name);
    assert_non_null(path);
    return path;
}

void place_copy(const char *from, const char *to)
{
    struct error error = ERROR_NONE;
    struct text bytes;
    text_init(&bytes, 0);
    assert_ok(os_slurp(from, (size_t)1 << 30, &bytes, &error));
    assert_ok(os_replace(to, text_span(&bytes), &error));
    text_release(&bytes);
}

struct store_author place_author(const char *by, const char *why, instant at)
{
    return (struct store_author){.by = by, .why = why, .at = at};
}

struct store_edit place_edit(const char *id, uint32_t base, const char *body)
{
    struct error error = ERROR_NONE;
    struct store_edit edit = {.base = base, .body = span_of(body)};
    assert_ok(review_id_read(span_of(id), &edit.id, &error));
    return edit;
}

uint32_t place_review(struct place *place, const char *title)
{
    struct error error = ERROR_NONE;
    uint32_t number = 0;
    struct store_author author = place_author("kim", "", 1000 * NS_PER_S);
    char *body = arena_printf(&place->arena, "{\"title\":\"%s\"}", title);
    struct store_edit edit = place_edit("PM0", 0, body);
    assert_ok(store_new_review(place->store, NULL, &edit, 1, &author, &number, &error));
    return number;
}

struct counting {
    size_t count;
    struct text *told;
};

static enum status count_fault(void *context, const struct store_fault *fault, struct error *error)
{
    struct counting *counting = context;
    (void)error;
    counting->count++;
    if (counting->told) text_addf(counting->told, "%s: %s\n", fault->where, fault->what);
    return STATUS_OK;
}

size_t place_faults(struct store *store, struct text *told)
{
    struct error error = ERROR_NONE;
    struct counting counting = {.told = told};
    assert_ok(store_verify(store, count_fault, &counting, &error));
    return counting.count;
}

void place_verify(struct store *store)
{
    struct text told;
    text_init(&told, 0);
    if (place_faults(store, &told)) fail_msg("%s", told.at);
    text_release(&told);
}
