/* A review changed on the desk: from which version, and what taking back must not break. */
#include "tests/store/place.h"

#include "desk/desk.h"

static struct store_author author(void)
{
    return place_author("kim", "because", 2000 * NS_PER_S);
}

static void open_desk(struct place *place, uint32_t number, struct desk *ret)
{
    struct error error = ERROR_NONE;
    struct store_author by = author();
    assert_ok(desk_open_on(place->store, place->folder, &place->arena, &by, true, ret, &error));
    assert_ok(desk_load(ret, number, &error));
}

static struct review_entry *make(struct desk *desk, enum review_kind kind, const char *field,
                                 const char *words)
{
    struct error error = ERROR_NONE;
    struct review_entry *entry = review_entry_new(kind, desk->arena);
    assert_non_null(entry);
    assert_ok(desk_set(desk, entry, field, span_of(words), &error));
    return entry;
}

static struct review_id add(struct place *place, uint32_t number, const char *what)
{
    struct error error = ERROR_NONE;
    struct desk desk;
    open_desk(place, number, &desk);
    struct review_entry *made = make(&desk, REVIEW_KIND_EVENT, "what", what);
    struct desk_put put = {.id = made->id, .entry = made};
    assert_ok(desk_save(&desk, &put, 1, &error));
    desk_close(&desk);
    return put.id;
}

/* Gives the entry other words; *ret_version is the one that the desk tells afterwards. */
static enum status say(struct place *place, uint32_t number, struct review_id id, const char *what,
                       uint32_t base, size_t *ret_stale, uint32_t *ret_version, struct error *error)
{
    struct desk desk;
    open_desk(place, number, &desk);
    struct review_entry *made = make(&desk, REVIEW_KIND_EVENT, "what", what);
    struct desk_put put = {.id = id, .entry = made, .base = base};
    made->id = id;
    enum status status = desk_save(&desk, &put, 1, error);
    const struct review_entry *now = review_find(&desk.review, id);
    *ret_stale = desk.stale;
    *ret_version = now ? now->version : 0;
    desk_close(&desk);
    return status;
}

static void a_stale_base_is_busy_and_changes_nothing(void **state)
{
    struct place *place = *state;
    struct error error = ERROR_NONE;
    size_t stale = 0;
    uint32_t version = 0, number = place_review(place, "Orders were late");
    struct review_id id = add(place, number, "the queue grows");
    assert_ok(say(place, number, id, "the queue grows fast", 1, &stale, &version, &error));
    assert_true(stale == SIZE_MAX);
    assert_int_equal(version, 2);
    assert_status(say(place, number, id, "the queue stands", 1, &stale, &version, &error),
                  STATUS_BUSY);
    assert_int_equal(stale, 0);
    assert_int_equal(version, 2); /* what is current is at hand, to be shown */
    assert_non_null(strstr(error.message, "version 1"));

    struct desk desk;
    open_desk(place, number, &desk);
    const struct review_event *now = (const struct review_event *)review_find(&desk.review, id);
    assert_string_equal(now->what, "the queue grows fast");
    desk_close(&desk);
    assert_ok(say(place, number, id, "the queue stands", 2, &stale, &version, &error));
    assert_ok(say(place, number, id, "whatever is current", 0, &stale, &version, &error));
    assert_int_equal(version, 4);
}

static void what_was_taken_out_is_stale(void **state)
{
    struct place *place = *state;
    struct error error = ERROR_NONE;
    struct desk desk;
    size_t stale = 7;
    uint32_t version = 0, number = place_review(place, "Orders were late");
    struct review_id id = add(place, number, "the queue grows");
    open_desk(place, number, &desk);
    struct desk_put out = {.id = id, .base = 1};
    assert_ok(desk_save(&desk, &out, 1, &error));
    desk_close(&desk);
    assert_status(say(place, number, id, "the queue stands", 1, &stale, &version, &error),
                  STATUS_BUSY);
    assert_int_equal(stale, 0);
}

static void the_same_again_is_no_new_version(void **state)
{
    struct place *place = *state;
    struct error error = ERROR_NONE;
    size_t stale;
    uint32_t version = 0, number = place_review(place, "Orders were late");
    struct review_id id = add(place, number, "the queue grows");
    assert_ok(say(place, number, id, "the queue grows", 1, &stale, &version, &error));
    assert_int_equal(version, 1);
}

static void an_undo_keeps_what_others_name(void **state)
{
    struct place *place = *state;
    struct error error = ERROR_NONE;
    struct desk desk;
    uint64_t undone = 0, change;
    uint32_t number = place_review(place, "Orders were late");

    open_desk(place, number, &desk);
    struct review_entry *made = make(&desk, REVIEW_KIND_EVENT, "what", "the queue grows");
    struct desk_put put = {.id = made->id, .entry = made};
    assert_ok(desk_save(&desk, &put, 1, &error));
    change = desk.change;
    assert_true(change > 0);
    desk_close(&desk);

    open_desk(place, number, &desk);
    struct review_entry *said = make(&desk, REVIEW_KIND_STATEMENT, "text", "I saw it grow");
    assert_ok(desk_set(&desk, said, "about", SPAN("E1"), &error));
    put = (struct desk_put){.id = said->id, .entry = said};
    assert_ok(desk_save(&desk, &put, 1, &error));
    desk_close(&desk);

    open_desk(place, number, &desk); /* the event alone: the statement would name nothing */
    assert_status(desk_undo(&desk, change, &undone, &error), STATUS_USAGE);
    desk_close(&desk);
    open_desk(place, number, &desk);
    assert_non_null(review_find(&desk.review, (struct review_id){REVIEW_KIND_EVENT, 1}));
    assert_ok(desk_undo(&desk, 0, &undone, &error)); /* the last one: the statement */
    assert_null(review_find(&desk.review, (struct review_id){REVIEW_KIND_STATEMENT, 1}));
    desk_close(&desk);
    open_desk(place, number, &desk);
    assert_ok(desk_undo(&desk, change, &undone, &error));
    assert_true(undone == change);
    desk_close(&desk);
}

static void a_desk_that_closes_takes_back(void **state)
{
    struct place *place = *state;
    struct error error = ERROR_NONE;
    struct desk desk;
    struct store_author by = place_author("kim\nlee", "", 0);
    uint32_t number = place_review(place, "Orders were late");
    open_desk(place, number, &desk);
    desk_close(&desk);                 /* the lock is free again: */
    (void)add(place, number, "later"); /* the store is open still */
    assert_status(
        desk_open_on(place->store, place->folder, &place->arena, &by, true, &desk, &error),
        STATUS_USAGE);
    (void)add(place, number, "later still");
}

static void a_stage_tells_what_is_missing(void **state)
{
    struct place *place = *state;
    struct error error = ERROR_NONE;
    struct desk desk;
    size_t missing = 0;
    uint32_t number = place_review(place, "Orders were late");
    open_desk(place, number, &desk);
    assert_ok(desk_stage(&desk, REVIEW_STAGE_DISCUSS, 0, 5000 * NS_PER_S, &missing, &error));
    assert_true(missing > 0);
    assert_int_equal(desk.review.own->stage, REVIEW_STAGE_DISCUSS);
    assert_int_equal(desk.review.own->entry.version, 2);
    desk_close(&desk);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, place_open, place_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_stale_base_is_busy_and_changes_nothing),
        TEST(what_was_taken_out_is_stale),
        TEST(the_same_again_is_no_new_version),
        TEST(an_undo_keeps_what_others_name),
        TEST(a_desk_that_closes_takes_back),
        TEST(a_stage_tells_what_is_missing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
