/* Settings and baseline of the guard: what they say, what a broken line gets, which paths fit. */
#include "tests/test.h"

#include "desk/guard.h"

enum { MEMORY = 64 << 20 };

static uint8_t level_of(const struct guard *guard, const char *rule)
{
    const struct language_rule *found = language_find_rule(span_of(rule));
    assert_non_null(found);
    return guard->settings.rule_levels[found - language_rules];
}

static void settings_say_what_they_say(void **state)
{
    static const char text[] = "# of this team\r\n"
                               "\n"
                               "off CF19 we use it in headings\r\n"
                               "  level counterfactual hint\n"
                               "level CF01 note\n"
                               "off HS our reviews ask for it\n"
                               "level hs02 warning\n"
                               "person Ana Lopez\n"
                               "person @bo\n"
                               "component ledger\n"
                               "ignore old/**\n"
                               "baseline guard/aside.tsv";
    struct error error = ERROR_NONE;
    struct arena arena;
    struct guard guard = {0};
    (void)state;
    arena_init(&arena, MEMORY);
    assert_ok(desk_guard_settings_read(SPAN(text), "s", &arena, &guard, &error));
    assert_int_equal(level_of(&guard, "CF19"), LANGUAGE_LEVEL_HINT); /* the later line holds */
    assert_int_equal(level_of(&guard, "CF02"), LANGUAGE_LEVEL_HINT);
    assert_int_equal(level_of(&guard, "CF01"), LANGUAGE_LEVEL_NOTE);
    assert_int_equal(level_of(&guard, "HS01"), LANGUAGE_LEVEL_OFF);
    assert_int_equal(level_of(&guard, "HS02"), LANGUAGE_LEVEL_WARNING);
    assert_int_equal(level_of(&guard, "FC01"), LANGUAGE_LEVEL_COUNT); /* nobody spoke of it */
    assert_int_equal(guard.settings.names.people_count, 2);
    assert_span(guard.settings.names.people[0], "Ana Lopez");
    assert_span(guard.settings.names.people[1], "@bo");
    assert_int_equal(guard.settings.names.component_count, 1);
    assert_int_equal(guard.ignored_count, 1);
    assert_string_equal(guard.baseline_path, "guard/aside.tsv");
    arena_release(&arena);
}

static const struct {
    const char *text, *where, *says;
} broken_settings[] = {
    {"off CF01", "s:1", "needs a reason"},
    {"\n\noff CF01   ", "s:3", "needs a reason"},
    {"off", "s:1", "off RULE|CLASS REASON"},
    {"off CF0I because", "s:1", "perhaps CF01"},
    {"off everything because", "s:1", "no rule or class \"everything\""},
    {"offf CF01 because", "s:1", "a line is one of: off RULE|CLASS REASON"},
    {"OFF CF01 because", "s:1", "is not understood"},
    {"level CF01", "s:1", "level wants note, hint, warning or off"},
    {"level CF01 loud", "s:1", "not \"loud\""},
    {"level CF01 offer", "s:1", "not \"offer\""},
    {"level CF01 off", "s:1", "needs a reason"},
    {"level CF01 hint please", "s:1", "nothing may follow"},
    {"level nonsense hint", "s:1", "no rule or class"},
    {"person", "s:1", "person NAME"},
    {"# fine\ncomponent  ", "s:2", "component NAME"},
    {"ignore", "s:1", "ignore GLOB"},
    {"baseline a\nbaseline b", "s:2", "a baseline already: \"a\""},
    {"section analysis Lessons", "s:1", "is not understood"},
    {"\x00off CF01 x", "s:1", "is not understood"},
    {"\xff\xfe", "s:1", "is not understood"},
};

static void broken_settings_name_the_line(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof broken_settings / sizeof broken_settings[0]; i++) {
        struct error error = ERROR_NONE;
        struct arena arena;
        struct guard guard = {0};
        arena_init(&arena, MEMORY);
        bool nul = broken_settings[i].text[0] == '\0';
        struct span text = nul ? SPAN("\0off CF01 x") : span_of(broken_settings[i].text);
        assert_status(desk_guard_settings_read(text, "s", &arena, &guard, &error),
                      STATUS_BAD_INPUT);
        assert_string_equal(error.where, broken_settings[i].where);
        if (!strstr(error.message, broken_settings[i].says))
            fail_msg("\"%s\" says: %s", broken_settings[i].text, error.message);
        assert_null(guard.settings.rule_levels);
        arena_release(&arena);
    }
}

static void a_baseline_is_read_and_kept_in_order(void **state)
{
    static const char text[] = "# ours\n"
                               "00000000000000bb\tCF01\tquoted from the vendor\tThe alert sh\n"
                               "\n"
                               "00000000000000aa\tHS02\tit is the title\tIn hindsight\r\n"
                               "00000000000000bb\tCF01\tthe same once more\tThe alert sh\n";
    struct error error = ERROR_NONE;
    struct arena arena;
    char path[] = "/tmp/postmortem-baseline-XXXXXX";
    struct guard_baseline baseline = {.path = path};
    (void)state;
    const int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_ok(os_write(fd, path, SPAN(text), &error));
    os_close(fd);
    arena_init(&arena, MEMORY);
    assert_ok(desk_guard_baseline_load(&baseline, &arena, &error));
    assert_int_equal(baseline.count, 2);
    assert_int_equal(baseline.fingerprints[0], 0xaa);
    assert_int_equal(baseline.fingerprints[1], 0xbb);
    assert_string_equal(desk_guard_set_aside(&baseline, 0xaa)->reason, "it is the title");
    assert_null(desk_guard_set_aside(&baseline, 0xab));
    assert_int_equal(baseline.remark_count, 1);
    struct guard_dismissal more[] = {{0xcc, "CF01", "c", "C"},
                                     {0xaa, "HS02", "another reason", "In hindsight"},
                                     {0x01, "CF01", "a", "A"}};
    assert_ok(desk_guard_baseline_add(&baseline, more, 3, &arena, &error));
    assert_int_equal(baseline.count, 4);
    assert_int_equal(baseline.fingerprints[0], 0x01);
    assert_int_equal(baseline.fingerprints[3], 0xcc);
    assert_string_equal(desk_guard_set_aside(&baseline, 0xaa)->reason, "another reason");
    assert_ok(os_remove(path, &error));
    arena_release(&arena);
}

static const struct {
    const char *text, *where, *says;
} broken_baselines[] = {
    {"00000000000000aa\tCF01\treason", "b:1", "with tabs"},
    {"# x\n00000000000000aa CF01 reason words", "b:2", "with tabs"},
    {"00000000000000aa\tCF01\treason\twords\tmore", "b:1", "with tabs"},
    {"xyz\tCF01\treason\twords", "b:1", "is no fingerprint"},
    {"0aa\tCF01\treason\twords", "b:1", "is no fingerprint"},
    {"00000000000000aa\tCF9999\treason\twords", "b:1", "no such rule"},
    {"00000000000000aa\tCF01\t \twords", "b:1", "a reason is missing"},
};

static void broken_baselines_name_the_line(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof broken_baselines / sizeof broken_baselines[0]; i++) {
        struct error error = ERROR_NONE;
        struct arena arena;
        struct guard_baseline baseline = {0};
        arena_init(&arena, MEMORY);
        assert_status(desk_guard_baseline_read(span_of(broken_baselines[i].text), "b", &arena,
                                               &baseline, &error),
                      STATUS_BAD_INPUT);
        assert_string_equal(error.where, broken_baselines[i].where);
        if (!strstr(error.message, broken_baselines[i].says))
            fail_msg("\"%s\" says: %s", broken_baselines[i].text, error.message);
        assert_int_equal(baseline.count, 0);
        arena_release(&arena);
    }
}

static const struct {
    const char *pattern, *path;
    bool fits;
} paths[] = {
    {"a.md", "a.md", true},
    {"a.md", "docs/a.md", true},
    {"a.md", "docs/a.md/b", true},
    {"a.md", "docs/aa.md", false},
    {"/a.md", "docs/a.md", false},
    {"/a.md", "a.md", true},
    {"*.md", "docs/deep/a.md", true},
    {"*.md", "docs/a.mdx", false},
    {"docs", "docs/deep/a.md", true},
    {"docs/", "x/docs/a.md", true},
    {"docs/*", "docs/a.md", true},
    {"docs/*.md", "docs/deep/a.md", false},
    {"docs/**", "docs/deep/a.md", true},
    {"docs/**/a.md", "docs/a.md", true},
    {"docs/**/a.md", "docs/x/y/a.md", true},
    {"docs/**/a.md", "docs/ba.md", false},
    {"**/old/*.md", "x/y/old/a.md", true},
    {"**/old/*.md", "x/old/y/a.md", false},
    {"a?c", "abc", true},
    {"a?c/d", "a/c/d", false},
    {"?.md", "ab.md", false},
    {"*", "anything", true},
    {"", "a", false},
    {"a*b*c*d*e*f*g*h*", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false},
};

static void patterns_fit_paths(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++)
        if (desk_guard_fits(span_of(paths[i].pattern), span_of(paths[i].path)) != paths[i].fits)
            fail_msg("%s and %s: wanted %d", paths[i].pattern, paths[i].path, paths[i].fits);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(settings_say_what_they_say),
        cmocka_unit_test(broken_settings_name_the_line),
        cmocka_unit_test(a_baseline_is_read_and_kept_in_order),
        cmocka_unit_test(broken_baselines_name_the_line),
        cmocka_unit_test(patterns_fit_paths),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
