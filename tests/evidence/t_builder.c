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

static uint64_t next_random(uint64_t *state)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *state >> 33;
}

/* Long stretches of one scale with times that mostly rise, beside a count of one after another. */
static void facts_of_many_are_those_of_each(void **state)
{
    static const uint16_t scales[] = {0, EVIDENCE_LOCAL, EVIDENCE_SINCE_BOOT};
    enum { RECORDS = 3000 };
    uint64_t seed = 5;
    (void)state;
    for (unsigned round = 0; round < 60; round++) {
        struct index_builder builder;
        struct evidence_index index;
        int64_t high[3] = {INT64_MIN, INT64_MIN, INT64_MIN}, time = round % 4 ? 1000 : -1000;
        uint64_t late = 0, timed = 0, stretch = 1 + next_random(&seed) % 700;
        bool is_late[RECORDS];
        index_builder_init(&builder);
        for (unsigned i = 0; i < RECORDS; i++) {
            unsigned scale = (unsigned)(i / stretch % 3);
            bool none = next_random(&seed) % 400 == 0, falls = next_random(&seed) % 300 == 0;
            time += falls ? -50 : (int64_t)(next_random(&seed) % 3);
            int64_t at = none ? EVIDENCE_NO_TIME : time;
            is_late[i] = !none && at < high[scale];
            if (!none && at > high[scale]) high[scale] = at;
            late += is_late[i];
            timed += !none;
            assert_ok(index_builder_add(&builder, i, at, (uint16_t)(scales[scale] | 9 << 12),
                                        EVIDENCE_LEVEL_NONE, 0, &error));
        }
        finish(&builder, RECORDS, &index);
        for (unsigned i = 0; i < RECORDS; i++)
            assert_int_equal(!!(index.flags[i] & EVIDENCE_LATE), is_late[i]);
        assert_int_equal(index.late, late);
        assert_int_equal(index.timed, timed);
        assert_true(index.last == (high[0] > high[1] ? high[0] : high[1]));
        evidence_index_close(&index);
    }
}

static void a_spent_index_lends_its_memory(void **state)
{
    struct index_builder builder;
    struct evidence_index index, none = {.count = 0};
    (void)state;
    index_builder_init(&builder);
    index_builder_take(&builder, &none);
    assert_int_equal(builder.room, 0);
    assert_ok(index_builder_reserve(&builder, 500, &error));
    const int64_t *times = builder.time;
    for (unsigned round = 0; round < 3; round++) {
        uint64_t count = round == 2 ? 2000 : 10 - round;
        for (uint64_t i = 0; i < count; i++)
            assert_ok(index_builder_add(&builder, i, (int64_t)(i + round), 0, EVIDENCE_LEVEL_NONE,
                                        0, &error));
        if (round == 1) assert_ptr_equal(builder.time, times);
        finish(&builder, count, &index);
        assert_int_equal(index.count, count);
        assert_int_equal(index.start[count], count);
        for (uint64_t i = 0; i < count; i++) assert_true(index.time[i] == (int64_t)(i + round));
        if (round == 0) { /* much spare room was given back: take a roomy one */
            index_builder_take(&builder, &index);
            assert_ok(index_builder_reserve(&builder, 500, &error));
            times = builder.time;
            continue;
        }
        index_builder_take(&builder, &index);
        assert_int_equal(index.count, 0);
    }
    index_builder_release(&builder);
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
        cmocka_unit_test(facts_of_many_are_those_of_each),
        cmocka_unit_test(a_spent_index_lends_its_memory),
        cmocka_unit_test(layouts_are_kept_once),
        cmocka_unit_test(a_million_records_grow),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
