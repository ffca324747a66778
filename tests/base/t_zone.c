#include "tests/base/tzif.h"

#include <unistd.h>

/* The rules that tzdata 2026 gives these zones; Apia and Casablanca need changes as well. */
#define NEW_YORK  "EST5EDT,M3.2.0,M11.1.0"
#define BERLIN    "CET-1CEST,M3.5.0,M10.5.0/3"
#define LORD_HOWE "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0"
#define DUBLIN    "IST-1GMT0,M10.5.0,M3.5.0/1"
#define NUUK      "<-02>2<-01>,M3.5.0/-1,M10.5.0/0"
#define ALWAYS    "XXX3EDT4,0/0,J365/23"

#define LONG "Abcdefghijklmnopqrstuvwx" /* 24 bytes */

static instant at(const char *text)
{
    struct error error = ERROR_NONE;
    instant ret = 0;
    duration width;
    assert_ok(instant_parse(span_of(text), NULL, INSTANT_NONE, &ret, &width, &error));
    return ret;
}

static struct zone *build(const char *footer, const struct tzif_kind *kinds, size_t kind_count,
                          const struct tzif_change *changes, size_t change_count)
{
    struct error error = ERROR_NONE;
    struct tzif file = {.version = '2',
                        .kinds = kinds,
                        .kind_count = kind_count,
                        .changes = changes,
                        .change_count = change_count,
                        .footer = footer};
    struct text bytes;
    struct zone *zone = NULL;
    text_init(&bytes, 0);
    tzif_build(&bytes, &file);
    assert_ok(zone_parse("test", text_span(&bytes), &zone, &error));
    text_release(&bytes);
    return zone;
}

/* Samoa went from UTC-10 to UTC+14 at the end of 2011-12-29: the 30th never was. */
static struct zone *apia(void)
{
    static const struct tzif_kind kinds[] = {{-36000, 1, "-10"}, {50400, 1, "+14"}};
    static const struct tzif_change changes[] = {{1325239200, 1}};
    return build("", kinds, 2, changes, 1);
}

/* Morocco is at UTC+1 but for Ramadan, which no rule can tell: changes only. 2026. */
static struct zone *casablanca(void)
{
    static const struct tzif_kind kinds[] = {{3600, 0, "+01"}, {0, 1, "+00"}};
    static const struct tzif_change changes[] = {{1771120800, 1}, {1774144800, 0}};
    return build("<+01>-1", kinds, 2, changes, 2);
}

struct fold_case {
    const char *rule; /* or "apia", "casablanca" */
    const char *local, *first, *second;
    enum zone_fit fit;
};

static struct zone *zone_of(const char *rule)
{
    struct error error = ERROR_NONE;
    if (strcmp(rule, "apia") == 0) return apia();
    if (strcmp(rule, "casablanca") == 0) return casablanca();
    struct zone *zone = tzif_rule_zone(rule, &error);
    if (!zone) fail_msg("%s: %s", rule, error.message);
    return zone;
}

static void folds_and_gaps(void **state)
{
    (void)state;
    static const struct fold_case cases[] = {
        {NEW_YORK, "2026-03-08T01:59:59.999999999Z", "2026-03-08T06:59:59.999999999Z", "",
         ZONE_UNIQUE},
        {NEW_YORK, "2026-03-08T02:00:00Z", "2026-03-08T07:00:00Z", "2026-03-08T06:00:00Z",
         ZONE_GAP},
        {NEW_YORK, "2026-03-08T02:59:59Z", "2026-03-08T07:59:59Z", "2026-03-08T06:59:59Z",
         ZONE_GAP},
        {NEW_YORK, "2026-03-08T03:00:00Z", "2026-03-08T07:00:00Z", "", ZONE_UNIQUE},
        {NEW_YORK, "2026-11-01T00:59:59Z", "2026-11-01T04:59:59Z", "", ZONE_UNIQUE},
        {NEW_YORK, "2026-11-01T01:00:00Z", "2026-11-01T05:00:00Z", "2026-11-01T06:00:00Z",
         ZONE_FOLD},
        {NEW_YORK, "2026-11-01T01:59:59.5Z", "2026-11-01T05:59:59.5Z", "2026-11-01T06:59:59.5Z",
         ZONE_FOLD},
        {NEW_YORK, "2026-11-01T02:00:00Z", "2026-11-01T07:00:00Z", "", ZONE_UNIQUE},
        {NEW_YORK, "2026-07-01T12:00:00Z", "2026-07-01T16:00:00Z", "", ZONE_UNIQUE},
        {NEW_YORK, "2261-12-01T12:00:00Z", "2261-12-01T17:00:00Z", "", ZONE_UNIQUE},
        {BERLIN, "2026-03-29T02:30:00Z", "2026-03-29T01:30:00Z", "2026-03-29T00:30:00Z", ZONE_GAP},
        {BERLIN, "2026-10-25T02:30:00Z", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", ZONE_FOLD},
        {BERLIN, "2026-10-25T03:00:00Z", "2026-10-25T02:00:00Z", "", ZONE_UNIQUE},
        /* half an hour, southern hemisphere */
        {LORD_HOWE, "2026-10-04T02:15:00Z", "2026-10-03T15:45:00Z", "2026-10-03T15:15:00Z",
         ZONE_GAP},
        {LORD_HOWE, "2026-10-04T02:30:00Z", "2026-10-03T15:30:00Z", "", ZONE_UNIQUE},
        {LORD_HOWE, "2026-04-05T01:45:00Z", "2026-04-04T14:45:00Z", "2026-04-04T15:15:00Z",
         ZONE_FOLD},
        {LORD_HOWE, "2026-04-05T01:29:59Z", "2026-04-04T14:29:59Z", "", ZONE_UNIQUE},
        {LORD_HOWE, "2026-01-01T00:00:00Z", "2025-12-31T13:00:00Z", "", ZONE_UNIQUE},
        /* negative daylight saving: winter time is the exception */
        {DUBLIN, "2026-03-29T01:30:00Z", "2026-03-29T01:30:00Z", "2026-03-29T00:30:00Z", ZONE_GAP},
        {DUBLIN, "2026-10-25T01:30:00Z", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", ZONE_FOLD},
        {DUBLIN, "2026-07-01T12:00:00Z", "2026-07-01T11:00:00Z", "", ZONE_UNIQUE},
        {DUBLIN, "2026-12-01T12:00:00Z", "2026-12-01T12:00:00Z", "", ZONE_UNIQUE},
        /* a time before midnight: Saturday 23:00 */
        {NUUK, "2026-03-28T23:30:00Z", "2026-03-29T01:30:00Z", "2026-03-29T00:30:00Z", ZONE_GAP},
        {NUUK, "2026-10-24T23:30:00Z", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", ZONE_FOLD},
        {"casablanca", "2026-02-15T02:30:00Z", "2026-02-15T01:30:00Z", "2026-02-15T02:30:00Z",
         ZONE_FOLD},
        {"casablanca", "2026-03-22T02:30:00Z", "2026-03-22T02:30:00Z", "2026-03-22T01:30:00Z",
         ZONE_GAP},
        {"casablanca", "2027-01-01T00:00:00Z", "2026-12-31T23:00:00Z", "", ZONE_UNIQUE},
        {"apia", "2011-12-29T23:59:59Z", "2011-12-30T09:59:59Z", "", ZONE_UNIQUE},
        {"apia", "2011-12-30T00:00:00Z", "2011-12-30T10:00:00Z", "2011-12-29T10:00:00Z", ZONE_GAP},
        {"apia", "2011-12-30T12:00:00Z", "2011-12-30T22:00:00Z", "2011-12-29T22:00:00Z", ZONE_GAP},
        {"apia", "2011-12-31T00:00:00Z", "2011-12-30T10:00:00Z", "", ZONE_UNIQUE},
        {ALWAYS, "2026-01-01T00:00:00Z", "2026-01-01T04:00:00Z", "", ZONE_UNIQUE},
        {ALWAYS, "2026-12-31T23:59:59Z", "2027-01-01T03:59:59Z", "", ZONE_UNIQUE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct fold_case *c = &cases[i];
        struct zone *zone = zone_of(c->rule);
        instant first, second;
        enum zone_fit fit = zone_to_instants(zone, at(c->local), &first, &second);
        instant wanted = at(c->first);
        instant other = *c->second ? at(c->second) : wanted;
        if (fit != c->fit || first != wanted || second != other)
            fail_msg("%s %s: fit %d, %+lld s and %+lld s off", c->rule, c->local, (int)fit,
                     (long long)((first - wanted) / NS_PER_S),
                     (long long)((second - other) / NS_PER_S));
        zone_free(zone);
    }
}

/* zone_to_instants against its definition: all instants around that show this local time. */
static void every_local_time_is_found(void **state)
{
    (void)state;
    static const char *const rules[] = {NEW_YORK, LORD_HOWE, DUBLIN, NUUK, "apia", "casablanca"};
    for (size_t r = 0; r < sizeof rules / sizeof rules[0]; r++) {
        struct zone *zone = zone_of(rules[r]);
        instant change =
            zone_next_change(zone, at(r == 4 ? "2011-01-01T00:00Z" : "2026-01-01T00:00Z"));
        for (int minutes = -1560; minutes <= 1560; minutes += 13) {
            instant local = instant_add(change, minutes * NS_PER_MIN), hits[2] = {0, 0};
            int found = 0;
            for (instant t = local - 26 * NS_PER_HOUR; t < local + 26 * NS_PER_HOUR;
                 t += NS_PER_MIN)
                if (t + zone_offset(zone, t, NULL) * NS_PER_S == local && found < 2)
                    hits[found++] = t;
            instant first, second;
            enum zone_fit fit = zone_to_instants(zone, local, &first, &second);
            static const enum zone_fit fits[] = {ZONE_GAP, ZONE_UNIQUE, ZONE_FOLD};
            if (fit != fits[found]) fail_msg("%s %d: %d", rules[r], minutes, (int)fit);
            if (found) assert_true(first == hits[0] && second == hits[found - 1]);
        }
        zone_free(zone);
    }
}

static void offsets_and_changes(void **state)
{
    (void)state;
    struct zone *zone = zone_of(NEW_YORK);
    const char *abbreviation;
    assert_int_equal(zone_offset(zone, at("2026-03-08T06:59:59.999999999Z"), &abbreviation),
                     -18000);
    assert_string_equal(abbreviation, "EST");
    assert_int_equal(zone_offset(zone, at("2026-03-08T07:00:00Z"), &abbreviation), -14400);
    assert_string_equal(abbreviation, "EDT");
    assert_true(zone_next_change(zone, at("2026-01-01T00:00Z")) == at("2026-03-08T07:00:00Z"));
    assert_true(zone_next_change(zone, at("2026-03-08T07:00:00Z")) == at("2026-11-01T06:00:00Z"));
    /* The ends of time are ordinary moments. */
    assert_int_equal(zone_offset(zone, INT64_MAX, NULL), -14400);
    assert_int_equal(zone_offset(zone, INT64_MIN + 1, NULL), -14400);
    assert_true(zone_next_change(zone, INT64_MAX - 1) == INT64_MAX);
    instant first, second;
    assert_int_equal(zone_to_instants(zone, INT64_MAX, &first, &second), ZONE_UNIQUE);
    assert_int_equal(zone_to_instants(zone, INSTANT_NONE, &first, &second), ZONE_UNIQUE);
    assert_true(first == INSTANT_NONE);
    zone_free(zone);
    zone = zone_of(ALWAYS);
    assert_int_equal(zone_offset(zone, at("2026-06-01T00:00Z"), NULL), -14400);
    assert_true(zone_next_change(zone, at("2026-06-01T00:00Z")) == INT64_MAX);
    zone_free(zone);
    /* No zone is UTC. */
    assert_int_equal(zone_offset(NULL, 0, &abbreviation), 0);
    assert_string_equal(abbreviation, "UTC");
    assert_true(zone_next_change(NULL, 0) == INT64_MAX);
    assert_int_equal(zone_to_instants(NULL, 5, &first, &second), ZONE_UNIQUE);
    assert_true(first == 5 && second == 5);
}

/* The other ways of writing a day, and times beyond a day. */
static void rule_forms(void **state)
{
    (void)state;
    static const struct {
        const char *rule, *from, *change;
    } cases[] = {
        {"AAA0BBB,J60,J300", "2024-01-01T00:00Z",
         "2024-03-01T02:00:00Z"}, /* leap day not counted */
        {"AAA0BBB,J60,J300", "2025-01-01T00:00Z", "2025-03-01T02:00:00Z"},
        {"AAA0BBB,J59,J300", "2024-01-01T00:00Z", "2024-02-28T02:00:00Z"},
        {"AAA0BBB,59,300", "2024-01-01T00:00Z", "2024-02-29T02:00:00Z"}, /* counted, from 0 */
        {"AAA0BBB,59,300", "2025-01-01T00:00Z", "2025-03-01T02:00:00Z"},
        {"AAA0BBB,J1/0,J300", "2024-12-01T00:00Z", "2025-01-01T00:00:00Z"},
        {"AAA0BBB,M3.1.0/-24,M9.1.0", "2026-01-02T00:00Z", "2026-02-28T00:00:00Z"},
        {"AAA0BBB,M3.4.4/50,M10.4.4/50", "2026-01-02T00:00Z", "2026-03-28T02:00:00Z"}, /* Gaza */
        {"AAA0BBB,M3.5.0/167:59:59,M9.1.0", "2026-01-02T00:00Z", "2026-04-04T23:59:59Z"},
        {"AAA0BBB,M2.5.0,M9.1.0", "2026-01-02T00:00Z", "2026-02-22T02:00:00Z"}, /* 4 Sundays */
        {"<+0330>-3:30<+0430>,J79/24,J263/24", "2026-01-02T00:00Z", "2026-03-20T20:30:00Z"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct zone *zone = zone_of(cases[i].rule);
        instant got = zone_next_change(zone, at(cases[i].from));
        if (got != at(cases[i].change))
            fail_msg("%s after %s: %+lld s off", cases[i].rule, cases[i].from,
                     (long long)((got - at(cases[i].change)) / NS_PER_S));
        zone_free(zone);
    }
}

static void bad_rules_are_refused(void **state)
{
    (void)state;
    static const char *const rules[] = {
        "A5",
        "EST",
        "5",
        "EST5EDT",
        "EST5EDT,M3.2.0",
        "EST5EDT,M3.2.0,",
        "EST5EDT,M13.2.0,M11.1.0",
        "EST5EDT,M3.6.0,M11.1.0",
        "EST5EDT,M3.0.0,M11.1.0",
        "EST5EDT,M3.2.7,M11.1.0",
        "EST5EDT,J0,J5",
        "EST5EDT,J366,J5",
        "EST5EDT,366,5",
        "EST25",
        "EST5:60",
        "<+03",
        "<+03>",
        "<>3",
        "EST5EDT,M3.2.0/168,M11.1.0",
        "EST5EDT,M3.2.0,M11.1.0x",
        "EST5 ",
        "EST+-5",
        "EST5EDT,M3.2.0;M11.1.0",
        "EST99999999999999999999",
        "EST5EDT,M3.2.0/1:2:3:4,M11.1.0",
        "<ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJ>5",
    };
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        struct error error = ERROR_NONE;
        struct zone *zone = tzif_rule_zone(rules[i], &error);
        if (zone || error.status != STATUS_BAD_INPUT) fail_msg("\"%s\" was taken", rules[i]);
    }
}

static void fixed_zones_need_no_files(void **state)
{
    (void)state;
    static const struct {
        const char *name, *as;
        int32_t offset;
    } cases[] = {
        {"UTC", "UTC", 0},
        {"Z", "UTC", 0},
        {"z", "UTC", 0},
        {"GMT", "UTC", 0},
        {"utc", "UTC", 0},
        {"Etc/UTC", "UTC", 0},
        {"+00:00", "UTC", 0},
        {"-05:00", "-05:00", -18000},
        {"+0530", "+05:30", 19800},
        {"+02", "+02:00", 7200},
        {"-5", "-05:00", -18000},
        {"UTC-5", "-05:00", -18000},
        {"UTC+05:45", "+05:45", 20700},
        {"-00:44:30", "-00:44:30", -2670},
        {"+235959", "+23:59:59", 86399},
        {"\xe2\x88\x92"
         "03:00",
         "-03:00", -10800},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct error error = ERROR_NONE;
        struct zone *zone = NULL;
        assert_ok(zone_load(cases[i].name, &zone, &error));
        assert_string_equal(zone_name(zone), cases[i].as);
        assert_int_equal(zone_offset(zone, 0, NULL), cases[i].offset);
        assert_true(zone_next_change(zone, 0) == INT64_MAX);
        zone_free(zone);
    }
    assert_null(zone_fixed(86400));
    assert_null(zone_fixed(INT32_MIN));
    zone_free(NULL);
}

static void hostile_names_are_refused(void **state)
{
    (void)state;
    static const char *const names[] = {
        "",
        "/etc/passwd",
        "..",
        "../../etc/passwd",
        "Europe/../../../etc/passwd",
        "Europe//Berlin",
        "Europe/",
        "/",
        "Europe/Berlin\n",
        "Europe\\Berlin",
        "a b",
        "+24:00",
        "-12:60",
        "+123",
        "+12:3",
        "+",
        "-",
        "\xff",
        "zone.tab",
        "right/Europe/Berlin",
        "UTC5x;",
        "+05:30:",
        /* one byte more than a name may have: 101 */
        LONG "/" LONG "/" LONG "/" LONG "/x",
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct error error = ERROR_NONE;
        struct zone *zone = NULL;
        enum status status = zone_load(names[i], &zone, &error);
        /* "+123" could be a file's name; it is not, and no harm is in asking. */
        bool maybe = names[i][0] == '+' || names[i][0] == '-';
        bool refused = status == STATUS_BAD_INPUT || (status == STATUS_NOT_FOUND && maybe);
        if (!refused || zone) fail_msg("\"%s\": %s", names[i], status_name(status));
        assert_non_null(strstr(error.message, "-05:00"));
    }
}

static void loads_from_a_chosen_folder(void **state)
{
    (void)state;
    struct error error = ERROR_NONE;
    struct zone *zone = NULL;
    char folder[] = "/tmp/postmortem-zone-XXXXXX";
    struct text path, bytes;
    assert_non_null(mkdtemp(folder));
    assert_int_equal(setenv("POSTMORTEM_ZONEINFO", folder, 1), 0);
    text_init(&path, 0);
    text_init(&bytes, 0);

    text_addf(&path, "%s/Our_Lab", folder);
    static const struct tzif_kind kind = {1234, 0, "LAB"};
    tzif_build(&bytes,
               &(struct tzif){.version = '2', .kind_count = 1, .kinds = &kind, .footer = ""});
    assert_ok(os_replace(path.at, text_span(&bytes), &error));
    assert_ok(zone_load("Our_Lab", &zone, &error));
    assert_int_equal(zone_offset(zone, 0, NULL), 1234);
    assert_string_equal(zone_name(zone), "Our_Lab");
    zone_free(zone);

    /* A damaged file is an error, not a reason to look elsewhere. */
    zone = NULL;
    assert_ok(os_replace(path.at, SPAN("TZif2"), &error));
    assert_status(zone_load("Our_Lab", &zone, &error), STATUS_BAD_INPUT);
    assert_non_null(strstr(error.where, "Our_Lab"));
    assert_null(zone);
    assert_ok(os_remove(path.at, &error));

    text_clear(&path);
    text_addf(&path, "%s/zone.tab", folder);
    assert_ok(os_replace(
        path.at, SPAN("# c\nXX\t+1-1\tPlace/Port_Alder\tnote\nXX\t+1-1\tPlace/Elm\n"), &error));
    static const char *const slips[] = {"Place/Port_Adler", "port_alder", "PortAlder",
                                        "Place/Port Alder"};
    for (size_t i = 0; i < sizeof slips / sizeof slips[0]; i++) {
        error = ERROR_NONE;
        assert_int_not_equal(zone_load(slips[i], &zone, &error), STATUS_OK);
        if (!strstr(error.message, "did you mean Place/Port_Alder?"))
            fail_msg("%s: %s", slips[i], error.message);
    }
    error = ERROR_NONE;
    assert_status(zone_load("Nowhere/Special", &zone, &error), STATUS_NOT_FOUND);
    assert_null(strstr(error.message, "did you mean"));
    assert_non_null(strstr(error.message, "install tzdata"));
    assert_ok(os_remove(path.at, &error));

    unsetenv("POSTMORTEM_ZONEINFO");
    assert_int_equal(rmdir(folder), 0);
    text_release(&path);
    text_release(&bytes);
}

static void abbreviations(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        int32_t minutes;
    } known[] = {{"UTC", 0},    {"Z", 0},      {"GMT", 0},    {"CET", 60},
                 {"CEST", 120}, {"PST", -480}, {"PDT", -420}, {"NST", -210},
                 {"NDT", -150}, {"ACDT", 630}, {"ACST", 570}, {"JST", 540},
                 {"WITA", 480}, {"NZDT", 780}, {"HST", -600}, {"MEZ", 60}};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        int32_t offset = 1;
        assert_true(zone_abbreviation(span_of(known[i].name), &offset));
        assert_int_equal(offset, known[i].minutes * 60);
    }
    static const char *const unknown[] = {"CST", "IST",  "BST",  "SST", "EST",      "EDT",
                                          "CDT", "AST",  "MST",  "GST", "cet",      "",
                                          "CE",  "CETX", "INFO", "utc", "UTCUTCUTC"};
    for (size_t i = 0; i < sizeof unknown / sizeof unknown[0]; i++) {
        int32_t offset = 1;
        assert_false(zone_abbreviation(span_of(unknown[i]), &offset));
        assert_int_equal(offset, 1);
    }
    assert_false(zone_abbreviation((struct span){"UTC\0x", 4}, &(int32_t){0}));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(folds_and_gaps),
        cmocka_unit_test(every_local_time_is_found),
        cmocka_unit_test(offsets_and_changes),
        cmocka_unit_test(rule_forms),
        cmocka_unit_test(bad_rules_are_refused),
        cmocka_unit_test(fixed_zones_need_no_files),
        cmocka_unit_test(hostile_names_are_refused),
        cmocka_unit_test(loads_from_a_chosen_folder),
        cmocka_unit_test(abbreviations),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
