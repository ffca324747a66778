/* Files collected, and their evidence loaded: all of it, or some sources alone. */
#include "tests/store/place.h"

#include "desk/desk.h"

#include <stdio.h>

struct told {
    size_t took, skipped, failures, passed_over;
    size_t stop_after; /* 0: never */
};

static void took(void *context, const struct evidence_capture *capture,
                 const struct evidence_source *sources, size_t count)
{
    struct told *told = context;
    (void)capture, (void)sources, (void)count;
    told->took++;
}

static void skipped(void *context, const char *path, const struct error *why, bool failure)
{
    struct told *told = context;
    assert_non_null(strstr(why->where, path));
    told->skipped++;
    told->failures += failure;
}

static bool stop(void *context)
{
    const struct told *told = context;
    return told->stop_after && told->took >= told->stop_after;
}

static void passed_over(void *context, const struct error *why)
{
    struct told *told = context;
    assert_true(why->message[0] != '\0');
    told->passed_over++;
}

/* Three logs of a few lines; the paths in the arena. */
static void write_logs(struct place *place, const char **paths)
{
    struct error error = ERROR_NONE;
    for (int i = 0; i < 3; i++) {
        struct text text;
        char name[16];
        snprintf(name, sizeof name, "in-%d.log", i);
        paths[i] = place_path(place, name);
        text_init(&text, 0);
        for (int line = 0; line < 20; line++)
            text_addf(&text, "2026-03-04T10:0%d:%02d.500Z %s worker: job %d of %d\n", i, line,
                      line == 7 ? "ERROR" : "INFO", line, i);
        assert_ok(os_replace(paths[i], text_span(&text), &error));
        text_release(&text);
    }
}

static enum status collect(struct place *place, const char *const *paths, size_t count,
                           struct told *told, struct desk_tally *ret, struct error *error)
{
    struct desk_collecting how = {.by = "kim",
                                  .budget = EVIDENCE_BUDGET_DEFAULT,
                                  .context = told,
                                  .took = took,
                                  .skipped = skipped,
                                  .stop = stop};
    return desk_collect(place->folder, paths, count, &how, &place->arena, ret, error);
}

static void files_are_collected_and_told(void **state)
{
    struct place *place = *state;
    struct error error = ERROR_NONE;
    struct told told = {0};
    struct desk_tally tally;
    const char *paths[4];
    write_logs(place, paths);
    paths[3] = place_path(place, "not-there");
    assert_ok(collect(place, paths, 4, &told, &tally, &error));
    assert_int_equal(told.took, 3);
    assert_int_equal(told.skipped, 1);
    assert_int_equal(told.failures, 1);
    assert_int_equal(tally.files, 3);
    assert_int_equal(tally.sources, 3);
    assert_int_equal(tally.first_failure, STATUS_NOT_FOUND);
    assert_ok(collect(place, paths, 3, &told, &tally, &error));
    assert_int_equal(tally.files, 0);
    assert_int_equal(tally.known, 3);
}

static void a_collect_stops_between_files(void **state)
{
    struct place *place = *state;
    struct error error = ERROR_NONE;
    struct told told = {.stop_after = 2};
    struct desk_tally tally;
    struct store_source *sources;
    size_t count = 0;
    const char *paths[3];
    write_logs(place, paths);
    assert_status(collect(place, paths, 3, &told, &tally, &error), STATUS_INTERRUPTED);
    assert_ok(store_sources(place->store, &place->arena, &sources, &count, &error));
    assert_int_equal(count, 2); /* what was taken stays */
}

static void some_sources_alone(void **state)
{
    struct place *place = *state;
    struct error error = ERROR_NONE;
    struct told told = {0};
    struct desk_tally tally;
    struct workspace workspace;
    const char *paths[3];
    const uint32_t only[] = {3, 1, 77};
    uint32_t number = 9;
    write_logs(place, paths);
    assert_ok(collect(place, paths, 3, &told, &tally, &error));

    struct desk_wanted wanted = {.needs = WORKSPACE_ALL};
    assert_ok(desk_workspace_open(place->folder, &wanted, NULL, &place->arena, &workspace, &error));
    assert_int_equal(workspace.count, 3);
    assert_int_equal(workspace.model.source_count, 3);
    desk_workspace_close(&workspace);

    wanted.only = only;
    wanted.only_count = 3;
    assert_ok(desk_workspace_open(place->folder, &wanted, NULL, &place->arena, &workspace, &error));
    assert_int_equal(workspace.count, 2);
    assert_int_equal(workspace.stored[0].id, 1);
    assert_int_equal(workspace.stored[1].id, 3);
    assert_int_equal(workspace.model.source_count, 2);
    assert_ok(desk_source(workspace.stored, workspace.count, "S3", &number, &error));
    assert_int_equal(number, 1);
    assert_status(desk_source(workspace.stored, workspace.count, "S2", &number, &error),
                  STATUS_NOT_FOUND);
    desk_workspace_close(&workspace);

    wanted.only_count = 0; /* of an empty list nothing, not everything */
    assert_ok(desk_workspace_open(place->folder, &wanted, NULL, &place->arena, &workspace, &error));
    assert_int_equal(workspace.count, 0);
    desk_workspace_close(&workspace);
}

static void what_is_damaged_is_passed_over(void **state)
{
    struct place *place = *state;
    struct error error = ERROR_NONE;
    struct told told = {0};
    struct desk_doing doing = {.context = &told, .passed_over = passed_over};
    struct desk_wanted wanted = {.needs = WORKSPACE_CLOCKS};
    struct desk_tally tally;
    struct workspace workspace;
    const char *paths[3];
    char *evidence = place_path(place, "evidence"), *index = place_path(place, "index");
    write_logs(place, paths);
    assert_ok(collect(place, paths, 3, &told, &tally, &error));
    place_remove(evidence);
    place_remove(index);
    assert_ok(os_make_folder(evidence, &error));
    assert_ok(os_make_folder(index, &error));
    assert_ok(
        desk_workspace_open(place->folder, &wanted, &doing, &place->arena, &workspace, &error));
    assert_int_equal(told.passed_over, 3);
    assert_int_equal(workspace.count, 3);
    desk_workspace_close(&workspace);
}

static void a_record_becomes_an_event(void **state)
{
    struct place *place = *state;
    struct error error = ERROR_NONE;
    struct told told = {0};
    struct desk_wanted wanted = {.needs = WORKSPACE_CLOCKS};
    struct desk_tally tally;
    struct workspace workspace;
    struct desk desk;
    struct review_entry *made = NULL;
    struct store_author by = place_author("kim", "", 3000 * NS_PER_S);
    const char *paths[3];
    uint32_t number = place_review(place, "Orders were late");
    write_logs(place, paths);
    assert_ok(collect(place, paths, 3, &told, &tally, &error));
    assert_ok(desk_workspace_open(place->folder, &wanted, NULL, &place->arena, &workspace, &error));
    assert_ok(desk_open_on(place->store, place->folder, &place->arena, &by, true, &desk, &error));
    assert_ok(desk_load(&desk, number, &error));
    assert_ok(desk_take_records(&desk, &workspace, "S2:0-10", &made, &error));
    const struct review_event *event = (const struct review_event *)made;
    assert_non_null(strstr(event->what, "job 0 of 1"));
    assert_int_equal(event->evidence.count, 1);
    assert_string_equal(event->at.raw, "2026-03-04T10:01:00.500Z");
    assert_int_equal(event->certainty, REVIEW_CERTAINTY_OBSERVATION);
    struct desk_put put = {.id = made->id, .entry = made};
    assert_ok(desk_save(&desk, &put, 1, &error));
    desk_close(&desk);
    desk_workspace_close(&workspace);
}

static void a_window_is_read_as_it_is_typed(void **state)
{
    struct place *place = *state;
    struct error error = ERROR_NONE;
    struct told told = {0};
    struct desk_wanted wanted = {.needs = WORKSPACE_CLOCKS};
    struct desk_tally tally;
    struct workspace workspace;
    struct timeline_filter filter;
    const char *paths[3], *sources[] = {"S1,in-2"};
    write_logs(place, paths);
    assert_ok(collect(place, paths, 3, &told, &tally, &error));
    assert_ok(desk_workspace_open(place->folder, &wanted, NULL, &place->arena, &workspace, &error));
    struct desk_window window = {.mark = "",
                                 .from = "10:01",
                                 .to = "10:02",
                                 .level = "error",
                                 .sources = sources,
                                 .source_count = 1};
    assert_ok(desk_filter(&workspace, &window, &place->arena, &filter, &error));
    assert_true(filter.to - filter.from == NS_PER_MIN);
    assert_true(filter.source_on[0] && !filter.source_on[1] && filter.source_on[2]);
    window.to = "10:00";
    assert_status(desk_filter(&workspace, &window, &place->arena, &filter, &error), STATUS_USAGE);
    assert_string_equal(error.message, "from must be before to");
    desk_workspace_close(&workspace);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, place_open, place_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(files_are_collected_and_told), TEST(a_collect_stops_between_files),
        TEST(some_sources_alone),           TEST(what_is_damaged_is_passed_over),
        TEST(a_record_becomes_an_event),    TEST(a_window_is_read_as_it_is_typed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
