#include "evidence/internal.h"
#include "tests/test.h"

static struct error error;

static void finish(struct index_builder *builder, uint64_t size, struct evidence_index *ret)
{
    assert_ok(index_builder_finish(builder, size, EVIDENCE_LOG, ret, &error));
}

static void empty_content_has_no_records(void **state)
{
    (void)state;
    struct index_builder builder;
    struct evidence_index index;
    index_builder_init(&builder);
    finish(&builder, 0, &index);
    assert_int_equal(index.count, 0);
    assert_int_equal(index.start[0], 0);
    assert_true(index.first == EVIDENCE_NO_TIME && index.last == EVIDENCE_NO_TIME);
    evidence_index_close(&index);
    evidence_index_close(&index);
}

static void content_without_records_is_one(void **state)
{
    (void)state;
    struct index_builder builder;
    struct evidence_index index;
    index_builder_init(&builder);
    finish(&builder, 7, &index);
    assert_int_equal(index.count, 1);
    assert_int_equal(index.start[1], 7);
    assert_true(index.time[0] == EVIDENCE_NO_TIME);
    assert_int_equal(index.timed, 0);
    assert_int_equal(index.layouts[0].records, 1);
    evidence_index_close(&index);
}

static void records_tile_and_are_counted(void **state)
{
    (void)state;
    static const struct {
        uint64_t start;
        int64_t time;
        uint16_t flags;
        enum evidence_level level;
        bool late;
    } rows[] = {
        {10, 100, 0, EVIDENCE_LEVEL_INFO, false},
        {20, 5, EVIDENCE_LOCAL, EVIDENCE_LEVEL_ERROR, false},
        {30, 90, 0, EVIDENCE_LEVEL_INFO, true},
        {40, 0, 0, EVIDENCE_LEVEL_NONE, true},
        {50, 100, 0, EVIDENCE_LEVEL_INFO, false},
        {60, 4, EVIDENCE_LOCAL, EVIDENCE_LEVEL_INFO, true},
        {70, 1, EVIDENCE_SINCE_BOOT, EVIDENCE_LEVEL_INFO, false},
    };
    enum { ROWS = sizeof rows / sizeof rows[0] };
    struct index_builder builder;
    struct evidence_index index;
    index_builder_init(&builder);
    for (size_t i = 0; i < ROWS; i++)
        assert_ok(index_builder_add(&builder, rows[i].start, rows[i].time * NS_PER_S, rows[i].flags,
                                    rows[i].level, 0, &error));
    finish(&builder, 80, &index);
    assert_int_equal(index.count, ROWS);
    assert_int_equal(index.start[0], 0);
    assert_int_equal(index.start[ROWS], 80);
    for (size_t i = 0; i < ROWS; i++)
        assert_int_equal(!!(index.flags[i] & EVIDENCE_LATE), rows[i].late);
    assert_int_equal(index.timed, 7);
    assert_int_equal(index.local, 2);
    assert_int_equal(index.late, 3);
    assert_int_equal(index.level_count[EVIDENCE_LEVEL_INFO], 5);
    assert_int_equal(index.first, 0);
    assert_int_equal(index.last, 100 * NS_PER_S);
    evidence_index_close(&index);
}

static void a_coarser_stamp_is_not_late(void **state)
{
    (void)state;
    struct index_builder builder;
    struct evidence_index index;
    index_builder_init(&builder);
    assert_ok(index_builder_add(&builder, 0, NS_PER_S + 500 * NS_PER_MS, 3 << 12,
                                EVIDENCE_LEVEL_INFO, 0, &error));
    assert_ok(index_builder_add(&builder, 1, NS_PER_S, 0, EVIDENCE_LEVEL_INFO, 0, &error));
    assert_ok(index_builder_add(&builder, 2, NS_PER_S + 400 * NS_PER_MS, 3 << 12,
                                EVIDENCE_LEVEL_INFO, 0, &error));
    assert_ok(index_builder_add(&builder, 3, EVIDENCE_NO_TIME, 0, EVIDENCE_LEVEL_INFO, 0, &error));
    finish(&builder, 4, &index);
    assert_false(index.flags[1] & EVIDENCE_LATE);
    assert_true(index.flags[2] & EVIDENCE_LATE);
    assert_int_equal(index.timed, 3);
    assert_int_equal(index.late, 1);
    evidence_index_close(&index);
}

static void layouts_are_kept_once(void **state)
{
    (void)state;
    struct index_builder builder;
    struct evidence_layout layout = {.name = "a", .framing = FRAMING_CSV};
    index_builder_init(&builder);
    assert_int_equal(index_builder_layout(&builder, &layout), 0);
    layout.position = 1;
    assert_int_equal(index_builder_layout(&builder, &layout), 1);
    assert_int_equal(index_builder_layout(&builder, &layout), 1);
    for (uint16_t i = 2; i < 20; i++) {
        layout.position = i;
        unsigned number = index_builder_layout(&builder, &layout);
        assert_int_equal(number, i < EVIDENCE_LAYOUTS_MAX ? i : EVIDENCE_LAYOUTS_MAX - 1);
    }
    index_builder_release(&builder);
}

static void a_million_records_grow(void **state)
{
    (void)state;
    struct index_builder builder;
    struct evidence_index index;
    index_builder_init(&builder);
    for (uint64_t i = 0; i < 1000000; i++)
        assert_ok(
            index_builder_add(&builder, i * 3, (int64_t)i, 0, EVIDENCE_LEVEL_NONE, 0, &error));
    assert_status(index_builder_reserve(&builder, SIZE_MAX - 5, NULL), STATUS_LIMIT);
    finish(&builder, 3000000, &index);
    assert_int_equal(index.count, 1000000);
    assert_int_equal(index.start[999999], 2999997);
    assert_int_equal(index.late, 0);
    evidence_index_close(&index);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(empty_content_has_no_records),
        cmocka_unit_test(content_without_records_is_one),
        cmocka_unit_test(records_tile_and_are_counted),
        cmocka_unit_test(a_coarser_stamp_is_not_late),
        cmocka_unit_test(layouts_are_kept_once),
        cmocka_unit_test(a_million_records_grow),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
