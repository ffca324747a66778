#include "tests/test.h"

#include "evidence/folds.h"

enum {
    UNIQUE = EVIDENCE_LOCAL,
    FIRST = EVIDENCE_LOCAL | EVIDENCE_FOLD_GUESS,
    SECOND = EVIDENCE_LOCAL | EVIDENCE_FOLD_GUESS | EVIDENCE_FOLD_SECOND,
};

static instant local(const char *text)
{
    instant ret;
    duration width;
    struct error error = ERROR_NONE;
    assert_ok(instant_parse(span_of(text), NULL, INSTANT_NONE, &ret, &width, &error));
    return ret;
}

static struct zone *load(const char *name)
{
    struct zone *zone = NULL;
    struct error error = ERROR_NONE;
    assert_ok(zone_load(name, &zone, &error));
    return zone;
}

/* In Berlin 02:00 to 03:00 came twice on 2025-10-26. */
static void passes_are_told_by_order(void **state)
{
    (void)state;
    static const struct {
        const char *time;
        uint16_t flags;
    } cases[][9] = {
        {{"2025-10-26T01:59:59", UNIQUE},
         {"2025-10-26T02:00:00", FIRST},
         {"2025-10-26T02:59:59", FIRST},
         {"2025-10-26T02:00:01", SECOND},
         {"2025-10-26T02:59:59", SECOND},
         {"2025-10-26T03:00:00", UNIQUE}},
        /* a little disorder is no second pass, and does not end one */
        {{"2025-10-26T02:30:00", FIRST},
         {"2025-10-26T02:29:58", FIRST},
         {"2025-10-26T02:50:00", FIRST},
         {"2025-10-26T02:20:00", SECOND},
         {"2025-10-26T02:19:58", SECOND},
         {"2025-10-26T03:10:00", UNIQUE},
         {"2025-10-26T02:59:59", SECOND}},
        /* a fall from outside the hour says nothing */
        {{"2025-10-26T03:10:00", UNIQUE}, {"2025-10-26T02:40:00", FIRST}},
        /* years apart, and the gap in spring */
        {{"2024-10-27T02:50:00", FIRST},
         {"2024-10-27T02:10:00", SECOND},
         {"2025-03-30T02:30:00", UNIQUE},
         {"2025-10-26T02:05:00", FIRST},
         {"2025-10-26T12:00:00", UNIQUE},
         {"2024-10-27T02:11:00", FIRST}},
    };
    struct zone *zone = load("Europe/Berlin");
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t times[9];
        uint16_t flags[9];
        uint64_t count = 0;
        for (; count < 9 && cases[i][count].time; count++) {
            times[count] = local(cases[i][count].time);
            flags[count] = SECOND; /* as an earlier zone may have left it */
        }
        evidence_settle_folds(times, flags, count, zone);
        for (uint64_t j = 0; j < count; j++)
            if (flags[j] != cases[i][j].flags)
                fail_msg("case %zu, %s has flags %x", i, cases[i][j].time, flags[j]);
    }
    zone_free(zone);
}

/* Lord Howe Island turns back by half an hour: 01:30 to 02:00 came twice on 2025-04-06. */
static void folds_may_be_short(void **state)
{
    (void)state;
    int64_t times[] = {local("2025-04-06T01:29"), local("2025-04-06T01:55"),
                       local("2025-04-06T01:31"), local("2025-04-06T02:00")};
    uint16_t flags[] = {UNIQUE, UNIQUE, UNIQUE, UNIQUE};
    struct zone *zone = load("Australia/Lord_Howe");
    evidence_settle_folds(times, flags, 4, zone);
    assert_true(flags[0] == UNIQUE && flags[1] == FIRST && flags[2] == SECOND);
    assert_true(flags[3] == UNIQUE);
    zone_free(zone);
}

static void others_are_left_alone(void **state)
{
    (void)state;
    int64_t times[] = {local("2025-10-26T02:30"), EVIDENCE_NO_TIME, local("2025-10-26T02:30"),
                       INT64_MAX, INT64_MIN + 1};
    uint16_t flags[] = {EVIDENCE_LATE, EVIDENCE_LOCAL, EVIDENCE_LOCAL, EVIDENCE_LOCAL,
                        EVIDENCE_LOCAL};
    struct zone *zone = load("Europe/Berlin");
    evidence_settle_folds(times, flags, 5, zone);
    assert_true(flags[0] == EVIDENCE_LATE && flags[1] == EVIDENCE_LOCAL && flags[2] == FIRST);
    assert_true(flags[3] == EVIDENCE_LOCAL && flags[4] == EVIDENCE_LOCAL);
    evidence_settle_folds(times, flags, 5, NULL);
    assert_int_equal(flags[2], EVIDENCE_LOCAL);
    zone_free(zone);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(passes_are_told_by_order),
        cmocka_unit_test(folds_may_be_short),
        cmocka_unit_test(others_are_left_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
