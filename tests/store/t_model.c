/* Random operations against a model that is too simple to be wrong: a list of versions for every
 * entry. POSTMORTEM_STEPS is how many operations (default 600). */
#include "tests/store/place.h"

#include <stdio.h>

enum { REVIEWS = 4, NUMBERS = 6, VERSIONS = 400, CHANGES = 4000, EDITS = 3 };

struct version {
    const char *body; /* NULL: taken out */
    uint64_t change;
};
struct entry {
    struct version versions[VERSIONS]; /* versions[0] is version 1 */
    uint32_t count;
};
struct changed { /* which entries a change wrote, each to which version */
    uint64_t number;
    uint32_t review;
    struct {
        uint32_t entry, version;
    } wrote[EDITS];
    size_t count;
};
struct model {
    struct place *place;
    uint64_t seed;
    uint32_t reviews;
    struct entry entries[REVIEWS][NUMBERS]; /* E1 and on */
    struct changed changes[CHANGES];
    size_t change_count;
    uint64_t clock;
    struct arena bodies;
};

static uint64_t next(struct model *model)
{
    uint64_t z = model->seed += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

static uint32_t below(struct model *model, uint32_t end)
{
    return (uint32_t)(next(model) % end);
}

static const char *body_of(struct model *model)
{
    static const char *const words[] = {"paused", "scaled", "waited", "looked"};
    char *body = arena_printf(&model->bodies, "{\"kind\":\"note\",\"what\":\"%s %u\"}",
                              words[below(model, 4)], below(model, 5));
    assert_non_null(body);
    return body;
}

static const char *current(const struct entry *entry)
{
    return entry->count ? entry->versions[entry->count - 1].body : NULL;
}

static bool same(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

static struct store_author author(struct model *model)
{
    return place_author("kim", "", (instant)(++model->clock * (uint64_t)NS_PER_S));
}

static void write_version(struct model *model, struct changed *changed, uint32_t number,
                          const char *body)
{
    struct entry *entry = &model->entries[changed->review - 1][number];
    assert_true(entry->count < VERSIONS);
    entry->versions[entry->count++] = (struct version){body, changed->number};
    changed->wrote[changed->count].entry = number;
    changed->wrote[changed->count++].version = entry->count;
}

/* ---- operations ---- */

static void change_some(struct model *model)
{
    struct error error = ERROR_NONE;
    struct store_edit edits[EDITS];
    const char *bodies[EDITS];
    uint32_t review = 1 + below(model, model->reviews), first = below(model, NUMBERS);
    size_t count = 1 + below(model, EDITS), stale = SIZE_MAX;
    for (size_t i = 0; i < count; i++) {
        uint32_t number = (first + (uint32_t)i) % NUMBERS;
        const struct entry *entry = &model->entries[review - 1][number];
        bool old = entry->count > 0 && below(model, 8) == 0;
        bodies[i] = below(model, 6) ? body_of(model) : NULL;
        if (entry->count && below(model, 8) == 0) bodies[i] = current(entry);
        if (!entry->count && !bodies[i]) bodies[i] = body_of(model);
        edits[i] = (struct store_edit){
            {REVIEW_KIND_EVENT, number + 1}, entry->count - (old ? 1 : 0), span_of(bodies[i])};
        if (old && stale == SIZE_MAX) stale = i;
    }
    struct store_author who = author(model);
    size_t told = SIZE_MAX;
    uint64_t number = 99;
    enum status status =
        store_change(model->place->store, review, edits, count, &who, &told, &number, &error);
    if (stale != SIZE_MAX) {
        assert_int_equal(status, STATUS_BUSY);
        assert_int_equal(told, stale);
        return;
    }
    if (status) fail_msg("%s", error.message);
    struct changed changed = {.number = number, .review = review};
    for (size_t i = 0; i < count; i++) {
        uint32_t at = edits[i].id.number - 1;
        const struct entry *entry = &model->entries[review - 1][at];
        if (entry->count && same(current(entry), bodies[i])) continue;
        write_version(model, &changed, at, bodies[i]);
    }
    assert_int_equal(number != 0, changed.count != 0);
    if (changed.count) model->changes[model->change_count++] = changed;
}

/* What the model says of an undo; NULL for one that is refused. */
static const struct changed *find_undo(const struct model *model, uint32_t review, uint64_t number,
                                       enum status *ret)
{
    const struct changed *found = NULL;
    for (size_t i = 0; i < model->change_count; i++) {
        const struct changed *changed = &model->changes[i];
        if (changed->review == review && (number == 0 || changed->number == number))
            found = changed;
    }
    *ret = STATUS_OK;
    if (!found) return NULL;
    for (size_t i = 0; i < found->count; i++)
        if (model->entries[review - 1][found->wrote[i].entry].count != found->wrote[i].version)
            *ret = STATUS_BUSY;
    return *ret ? NULL : found;
}

static void undo_one(struct model *model)
{
    struct error error = ERROR_NONE;
    uint32_t review = 1 + below(model, model->reviews);
    uint64_t number = 0, undone = 0;
    if (model->change_count && below(model, 2))
        number =
            model->changes[model->change_count - 1 - below(model, 3) % model->change_count].number;
    enum status wanted;
    const struct changed *found = find_undo(model, review, number, &wanted);
    struct store_author who = author(model);
    enum status got = store_undo(model->place->store, review, number, &who, &undone, &error);
    if (!found) {
        if (wanted == STATUS_OK) /* of another review, or the one that began this review */
            assert_true(got == STATUS_NOT_FOUND || got == STATUS_BAD_INPUT);
        else
            assert_int_equal(got, wanted);
        return;
    }
    if (got) fail_msg("%s", error.message);
    assert_true(undone == found->number);
    struct changed taken = *found;
    struct review_past *past;
    size_t count;
    assert_ok(store_history(model->place->store, review, NULL, &model->place->arena, &past, &count,
                            &error));
    struct changed changed = {.number = past[count - 1].change, .review = review};
    for (size_t i = 0; i < taken.count; i++) {
        const struct entry *entry = &model->entries[review - 1][taken.wrote[i].entry];
        uint32_t version = taken.wrote[i].version;
        const char *before = version > 1 ? entry->versions[version - 2].body : NULL;
        if (!same(current(entry), before))
            write_version(model, &changed, taken.wrote[i].entry, before);
    }
    if (!changed.count) return;
    assert_true(past[count - 1].undoes == undone);
    model->changes[model->change_count++] = changed;
}

/* A transaction that is given up leaves nothing behind. */
static void give_up(struct model *model)
{
    struct error error = ERROR_NONE;
    struct store_edit edit = {{REVIEW_KIND_EVENT, NUMBERS + 9}, 0, SPAN("{\"what\":\"never\"}")};
    struct store_author who = author(model);
    uint64_t number;
    assert_ok(store_begin(model->place->store, &error));
    assert_ok(store_change(model->place->store, 1, &edit, 1, &who, NULL, &number, &error));
    store_rollback(model->place->store);
}

/* ---- comparing ---- */

static void compare_review(struct model *model, uint32_t number)
{
    struct error error = ERROR_NONE;
    struct review review;
    struct text body;
    size_t live = 0;
    assert_ok(store_load(model->place->store, number, &model->place->arena, &review, &error));
    text_init(&body, 0);
    for (uint32_t i = 0; i < NUMBERS; i++) {
        const struct entry *entry = &model->entries[number - 1][i];
        struct review_entry *found =
            review_find(&review, (struct review_id){REVIEW_KIND_EVENT, i + 1});
        assert_int_equal(found != NULL, current(entry) != NULL);
        if (!found) continue;
        live++;
        text_clear(&body);
        review_body_write(found, &body);
        assert_string_equal(body.at, current(entry));
        assert_int_equal(found->version, entry->count);
    }
    assert_int_equal(review.events.count, live);
    text_release(&body);
}

static void compare_history(struct model *model, uint32_t number)
{
    struct error error = ERROR_NONE;
    struct review_past *past;
    size_t count;
    for (uint32_t i = 0; i < NUMBERS; i++) {
        const struct entry *entry = &model->entries[number - 1][i];
        struct review_id id = {REVIEW_KIND_EVENT, i + 1};
        assert_ok(store_history(model->place->store, number, &id, &model->place->arena, &past,
                                &count, &error));
        assert_int_equal(count, entry->count);
        for (uint32_t v = 0; v < entry->count; v++) {
            assert_int_equal(past[v].version, v + 1);
            assert_true(past[v].change == entry->versions[v].change);
            assert_true(same(past[v].body.at, entry->versions[v].body));
        }
    }
}

static void compare_all(struct model *model)
{
    struct error error = ERROR_NONE;
    struct store_review *reviews;
    struct store_hit *hits;
    size_t count, live = 0, wanted = 0;
    for (uint32_t number = 1; number <= model->reviews; number++) {
        compare_review(model, number);
        compare_history(model, number);
    }
    assert_ok(store_reviews(model->place->store, &model->place->arena, &reviews, &count, &error));
    assert_int_equal(count, model->reviews);
    for (size_t i = 0; i < count; i++) wanted += reviews[i].entries - 1;
    for (uint32_t r = 0; r < model->reviews; r++)
        for (uint32_t i = 0; i < NUMBERS; i++) live += current(&model->entries[r][i]) != NULL;
    assert_int_equal(live, wanted);
    wanted = 0;
    for (uint32_t r = 0; r < model->reviews; r++)
        for (uint32_t i = 0; i < NUMBERS; i++) {
            const char *body = current(&model->entries[r][i]);
            wanted += body && strstr(body, "paused 3") != NULL;
        }
    assert_ok(store_find(model->place->store, SPAN("\"paused 3\""), 0, 100, &model->place->arena,
                         &hits, &count, &error));
    assert_int_equal(count, wanted);
}

static void random_operations_agree_with_the_model(void **state)
{
    struct place *place = *state;
    struct error error = ERROR_NONE;
    struct model *model = calloc(1, sizeof *model);
    const char *given = os_env("POSTMORTEM_STEPS");
    uint64_t steps = 600;
    assert_non_null(model);
    if (given) (void)span_to_u64(span_of(given), &steps);
    model->place = place;
    model->seed = 5;
    arena_init(&model->bodies, (size_t)1 << 30);
    for (uint64_t step = 0; step < steps && model->change_count + 1 < CHANGES; step++) {
        uint32_t choice = below(model, 100);
        if (model->reviews == 0 || (choice < 2 && model->reviews < REVIEWS)) {
            place_review(place, "Orders fail");
            model->reviews++;
        } else if (choice < 70) {
            change_some(model);
        } else if (choice < 90) {
            undo_one(model);
        } else if (choice < 94) {
            give_up(model);
        } else if (choice < 97) {
            place_reopen(place);
        } else if (choice < 98) {
            assert_ok(store_rebuild(place->store, &error));
        } else {
            compare_all(model);
        }
        arena_release(&place->arena);
        arena_init(&place->arena, (size_t)1 << 30);
    }
    place_verify(place->store);
    arena_release(&model->bodies);
    free(model);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(random_operations_agree_with_the_model, place_open,
                                        place_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
