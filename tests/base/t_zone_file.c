#include "tests/base/tzif.h"

static const struct tzif_kind kinds[] = {
    {-17762, 0, "LMT"}, {-18000, 0, "EST"}, {-14400, 1, "EDT"}};
static const struct tzif_change changes[] = {{-2717650800, 1}, {100, 2}, {200, 1}};
static const struct tzif sound = {.version = '2',
                                  .kind_count = 3,
                                  .kinds = kinds,
                                  .change_count = 3,
                                  .changes = changes,
                                  .footer = "EST5EDT,M3.2.0,M11.1.0"};

static enum status parse(const struct tzif *file, struct zone **ret, struct error *error)
{
    struct text bytes;
    text_init(&bytes, 0);
    tzif_build(&bytes, file);
    enum status status = zone_parse("test", text_span(&bytes), ret, error);
    text_release(&bytes);
    return status;
}

static void assert_offset(const struct zone *zone, int64_t seconds, int32_t wanted,
                          const char *name)
{
    const char *abbreviation;
    assert_int_equal(zone_offset(zone, seconds * NS_PER_S, &abbreviation), wanted);
    assert_string_equal(abbreviation, name);
}

static void reads_changes_then_the_rule(void **state)
{
    (void)state;
    struct error error = ERROR_NONE;
    struct zone *zone = NULL;
    assert_ok(parse(&sound, &zone, &error));
    assert_offset(zone, -2717650801, -17762, "LMT"); /* beyond 32 bits */
    assert_offset(zone, -2717650800, -18000, "EST");
    assert_offset(zone, 99, -18000, "EST");
    assert_offset(zone, 100, -14400, "EDT");
    assert_offset(zone, 200, -18000, "EST");
    assert_offset(zone, 5712000, -18000, "EST"); /* March 1970: the rule goes on from here */
    assert_offset(zone, 5799600, -14400, "EDT");
    assert_offset(zone, 4102444800, -18000, "EST");
    zone_free(zone);
}

static void version_1_has_no_rule(void **state)
{
    (void)state;
    struct error error = ERROR_NONE;
    struct zone *zone = NULL;
    static const struct tzif_change few[] = {{-100, 1}, {100, 2}};
    struct tzif file = sound;
    file.version = '\0';
    file.changes = few;
    file.change_count = 2;
    assert_ok(parse(&file, &zone, &error));
    assert_offset(zone, -101, -17762, "LMT");
    assert_offset(zone, -100, -18000, "EST");
    assert_offset(zone, 4102444800, -14400, "EDT");
    assert_true(zone_next_change(zone, 100 * NS_PER_S) == INT64_MAX);
    zone_free(zone);
}

static void leap_records_are_ignored(void **state)
{
    (void)state;
    struct error error = ERROR_NONE;
    struct zone *zone = NULL;
    struct tzif file = sound;
    file.leap_count = 27;
    assert_ok(parse(&file, &zone, &error));
    assert_offset(zone, 100, -14400, "EDT");
    assert_offset(zone, 99, -18000, "EST");
    zone_free(zone);
}

/* A change may lie outside the years of an instant. */
static void far_changes_do_no_harm(void **state)
{
    (void)state;
    struct error error = ERROR_NONE;
    struct zone *zone = NULL;
    static const struct tzif_change far[] = {{INT64_MIN, 1}, {INT64_MAX, 2}};
    struct tzif file = sound;
    file.changes = far;
    file.change_count = 2;
    assert_ok(parse(&file, &zone, &error));
    assert_offset(zone, 0, -18000, "EST");
    assert_true(zone_next_change(zone, 0) == INT64_MAX);
    instant first, second;
    assert_int_equal(zone_to_instants(zone, INT64_MAX, &first, &second), ZONE_UNIQUE);
    zone_free(zone);
}

/* Cut anywhere, a file is refused; and no byte of it can make the reader stumble. */
static void cut_and_changed_files(void **state)
{
    (void)state;
    struct text bytes;
    text_init(&bytes, 0);
    tzif_build(&bytes, &sound);
    for (size_t len = 0; len < bytes.len; len++) {
        char *exact = malloc(len ? len : 1);
        assert_non_null(exact);
        memcpy(exact, bytes.at, len);
        struct zone *zone = NULL;
        struct error error = ERROR_NONE;
        assert_status(zone_parse("cut", (struct span){exact, len}, &zone, &error),
                      STATUS_BAD_INPUT);
        assert_null(zone);
        assert_non_null(strstr(error.where, "cut@"));
        free(exact);
    }
    for (size_t i = 0; i < bytes.len; i++) {
        for (int flip = 1; flip < 256; flip += 2) {
            bytes.at[i] = (char)(bytes.at[i] ^ flip);
            struct zone *zone = NULL;
            if (!zone_parse("flip", text_span(&bytes), &zone, NULL)) {
                instant first, second;
                (void)zone_to_instants(zone, 150 * NS_PER_S, &first, &second);
                (void)zone_next_change(zone, 0);
            }
            zone_free(zone);
            bytes.at[i] = (char)(bytes.at[i] ^ flip);
        }
    }
    text_release(&bytes);
}

/* Changes one field of a sound file. Offsets count from the start of the second header, which comes
 * after the first one's 44 bytes and its block of 10. */
static void unsound_files_are_refused(void **state)
{
    (void)state;
    enum { SECOND = 54, BLOCK = SECOND + 44, INDICES = BLOCK + 24, KINDS = INDICES + 3 };
    static const struct {
        size_t at;
        const char *bytes, *message;
    } cases[] = {
        {0, "TZiF", "start"},
        {SECOND, "tZif", "start"},
        {24, "\xff\xff\xff\xff", "absurd"},
        {SECOND + 20, "\0\0\0\2", "contradict"},
        {SECOND + 24, "\0\0\0\4", "contradict"},
        {SECOND + 28, "\0\0\1\0", "cut short"},
        {SECOND + 32, "\0\0\x10\1", "more changes"},
        {SECOND + 36, "\0\0\0\0", "no kinds"},
        {SECOND + 36, "\0\0\1\1", "over 256"},
        {SECOND + 40, "\0\0\0\0", "no abbreviations"},
        {BLOCK + 8, "\xff\xff\xff\x00", "not in order"},
        {BLOCK + 20, "\0\0\0\x64", "not in order"}, /* twice the same */
        {INDICES, "\3\2\1\xff", "lacks"},
        {KINDS, "\x00\x01\x6d\xa0", "more than a day"},
        {KINDS, "\x80\0\0\0", "more than a day"},
        {KINDS + 4, "\2\0\xff\xff", "daylight"},
        {KINDS + 4, "\0\x0c\xff\xff", "abbreviation"},
        {KINDS + 18, "\n\0\0\0", "abbreviation"},
        {KINDS + 18 + 8, "ABCD", "abbreviation"},
        {KINDS + 18 + 12, "EST5", "footer"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct text bytes;
        struct zone *zone = NULL;
        struct error error = ERROR_NONE;
        text_init(&bytes, 0);
        tzif_build(&bytes, &sound);
        memcpy(bytes.at + cases[i].at, cases[i].bytes, 4);
        enum status status = zone_parse("test", text_span(&bytes), &zone, &error);
        if (status != STATUS_BAD_INPUT || zone || !strstr(error.message, cases[i].message))
            fail_msg("case %zu: %s \"%s\", wanted \"%s\"", i, status_name(status), error.message,
                     cases[i].message);
        text_release(&bytes);
    }
}

static void footers(void **state)
{
    (void)state;
    struct tzif file = sound;
    struct error error = ERROR_NONE;
    struct zone *zone = NULL;
    file.footer = "";
    assert_ok(parse(&file, &zone, &error));
    assert_offset(zone, 4102444800, -18000, "EST");
    zone_free(zone);
    zone = NULL;
    file.footer = "EST5EDT,nonsense";
    assert_status(parse(&file, &zone, &error), STATUS_BAD_INPUT);
    assert_non_null(strstr(error.message, "nonsense"));
    assert_null(zone);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_changes_then_the_rule),
        cmocka_unit_test(version_1_has_no_rule),
        cmocka_unit_test(leap_records_are_ignored),
        cmocka_unit_test(far_changes_do_no_harm),
        cmocka_unit_test(cut_and_changed_files),
        cmocka_unit_test(unsound_files_are_refused),
        cmocka_unit_test(footers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
