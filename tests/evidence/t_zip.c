/* Zip files: every claim in the directory is checked, names stay names, bombs are refused. */
#include "tests/evidence/scratch.h"

#include <stdio.h>

/* Collects the zip in the maker as in/a.zip. */
static enum status collect_zip(struct scratch *scratch, struct zip_maker *maker)
{
    struct error error = ERROR_NONE;
    struct text bytes = zip_maker_end(maker);
    scratch_write(scratch, "in/a.zip", text_span(&bytes));
    text_release(&bytes);
    return scratch_collect(scratch, "in/a.zip", &error);
}

static void entries_are_sources(void **state)
{
    (void)state;
    for (int variant = 0; variant < 8; variant++) {
        struct scratch *scratch = scratch_new();
        struct zip_maker maker;
        zip_maker_init(&maker);
        maker.zip64 = variant & 4;
        bool stored = variant & 1, descriptor = variant & 2;
        zip_maker_add(&maker, &(struct zip_item){.name = SPAN("logs/"), .stored = true});
        zip_maker_add(&maker, &(struct zip_item){.name = SPAN("logs/a.log"),
                                                 .content = SPAN("first first first\n"),
                                                 .stored = stored,
                                                 .descriptor = descriptor,
                                                 .utc = 1790000000});
        zip_maker_add(&maker, &(struct zip_item){.name = SPAN("logs/empty"), .stored = stored});
        assert_status(collect_zip(scratch, &maker), STATUS_OK);
        assert_int_equal(scratch->skip_count, 0);
        assert_int_equal(scratch->source_count, 2);
        assert_string_equal(scratch->sources[0].member, "logs/a.log");
        assert_string_equal(scratch->sources[0].name, "a.zip!logs/a.log");
        assert_true(scratch->sources[0].source.modified == 1790000000 * NS_PER_S);
        struct civil civil = civil_of_instant(scratch->sources[1].source.modified);
        assert_int_equal(civil.year, 2026);
        assert_int_equal(civil.month, 12);
        assert_int_equal(civil.hour, 9);
        scratch_assert_content(scratch, 0, span_of("first first first\n"));
        scratch_assert_content(scratch, 1, span_of(""));
        scratch_assert_clean(scratch);
        scratch_free(scratch);
    }
}

/* As SPAN, for a static table. */
#define BYTES(literal)                                                                             \
    {                                                                                              \
        (literal), sizeof(literal) - 1                                                             \
    }

static void names_never_become_paths(void **state)
{
    (void)state;
    static const struct {
        struct span name;
        const char *shown;
    } names[] = {
        {BYTES("../../escape"), "../../escape"},
        {BYTES("/etc/escape"), "/etc/escape"},
        {BYTES("C:\\escape"), "C:\\escape"},
        {BYTES("..\\..\\escape"), "..\\..\\escape"},
        {BYTES("a\0b"), "a\\x00b"},
        {BYTES("two\nlines"), "two\\x0alines"},
        {BYTES("\033[2Jclear"), "\\x1b[2Jclear"},
        {BYTES("caf\x82.log"), "caf\\x82.log"}, /* code page 437 */
        {BYTES("caf\xc3\xa9.log"), "caf\xc3\xa9.log"},
        {BYTES("\xe2\x80\xaegol.exe"), "\\u{202e}gol.exe"},
        {BYTES(""), ""},
        {BYTES("same"), "same"},
        {BYTES("same"), "same#2"},
        {BYTES("tmp-1-1"), "tmp-1-1"},
    };
    enum { COUNT = sizeof names / sizeof names[0] };
    struct scratch *scratch = scratch_new();
    struct zip_maker maker;
    char content[COUNT][20], path[4096];
    size_t captures, strangers, raws;
    zip_maker_init(&maker);
    for (size_t i = 0; i < COUNT; i++) {
        snprintf(content[i], sizeof content[i], "content %zu\n", i);
        zip_maker_add(&maker,
                      &(struct zip_item){.name = names[i].name, .content = span_of(content[i])});
    }
    assert_status(collect_zip(scratch, &maker), STATUS_OK);
    assert_int_equal(scratch->skip_count, 0);
    assert_int_equal(scratch->source_count, COUNT);
    for (size_t i = 0; i < COUNT; i++) {
        assert_string_equal(scratch->sources[i].member, names[i].shown);
        snprintf(path, sizeof path, "%s/index/%.2s/%s.raw", scratch->workspace,
                 scratch->sources[i].hash, scratch->sources[i].hash + 2);
        assert_status(os_remove(path, NULL), STATUS_OK); /* each where its hash says */
        scratch_assert_content(scratch, i,
                               span_of(content[i])); /* and found again by name and hash */
    }
    scratch_census(scratch, &captures, &strangers, &raws);
    assert_int_equal(captures, 1);
    assert_int_equal(strangers, 0);
    assert_int_equal(raws, COUNT);
    scratch_free(scratch);
}

static enum status only(void *context, const char *name, struct error *error)
{
    const char *wanted = context;
    (void)error;
    if (!strstr(wanted, name)) fail_msg("\"%s\" beside %s", name, wanted);
    return STATUS_OK;
}

/* 512 made-up names that lead out of a folder somewhere: nothing appears outside of the depot. */
static void names_lead_nowhere(void **state)
{
    (void)state;
    static const char *const fronts[] = {"",     "/",          "../",   "../../../../../../tmp/",
                                         "C:\\", "\\\\host\\", "./../", "evidence/../../"};
    static const char *const middles[] = {"a",     "..", "a/../../b", "postmortem.db",
                                          "a\\..", "~",  "CON",       "\xe2\x80\xae/x"};
    static const char *const ends[] = {"", ".log", "/..", "/../x", "\n", ":stream", "/.", " "};
    struct scratch *scratch = scratch_new();
    struct error error = ERROR_NONE;
    struct zip_maker maker;
    size_t captures, strangers, raws;
    zip_maker_init(&maker);
    for (size_t i = 0; i < 512; i++) {
        char name[200], content[20];
        snprintf(name, sizeof name, "%s%s%s", fronts[i / 64], middles[i / 8 % 8], ends[i % 8]);
        snprintf(content, sizeof content, "content %zu", i);
        zip_maker_file(&maker, name, content);
    }
    assert_status(collect_zip(scratch, &maker), STATUS_OK);
    assert_int_equal(scratch->source_count, 512);
    assert_ok(os_list(scratch->root, only, (char[]){"in ws"}, &error));
    assert_ok(os_list(scratch_path(scratch, "in"), only, (char[]){"a.zip"}, &error));
    assert_ok(os_list(scratch->workspace, only, (char[]){"evidence index"}, &error));
    scratch_census(scratch, &captures, &strangers, &raws);
    assert_int_equal(captures, 1);
    assert_int_equal(strangers, 0);
    assert_int_equal(raws, 512);
    scratch_free(scratch);
}

static void what_an_entry_can_be_refused_for(void **state)
{
    (void)state;
    static const struct {
        struct zip_item item;
        const char *why;
    } cases[] = {
        {{.flags = 1}, "encrypted"},
        {{.method = 14}, "method 14"},
        {{.wrong_crc = 1}, "checksum"},
        {{.wrong_crc = 1, .stored = true}, "checksum"},
        {{.wrong_size = 1}, "length"},
        {{.wrong_size = -1}, "stated size"},
        {{.wrong_size = 5, .stored = true}, "sizes differ"},
        {{.wrong_size = 1000000}, "pack so small"},
        {{.attributes = 0120777u << 16}, "symbolic link"},
        {{.attributes = 0060644u << 16}, "device"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct scratch *scratch = scratch_new();
        struct zip_maker maker;
        struct zip_item item = cases[i].item;
        item.name = SPAN("bad");
        item.content = SPAN("what is in it\n");
        zip_maker_init(&maker);
        zip_maker_file(&maker, "before", "1\n");
        zip_maker_add(&maker, &item);
        zip_maker_file(&maker, "after", "2\n");
        assert_status(collect_zip(scratch, &maker), STATUS_OK);
        const struct error *why = scratch_skip(scratch);
        assert_status(why->status, STATUS_BAD_INPUT);
        if (!strstr(why->message, cases[i].why))
            fail_msg("\"%s\", wanted %s", why->message, cases[i].why);
        assert_non_null(strstr(scratch->skips[0].path, "in/a.zip!bad"));
        assert_int_equal(scratch->source_count, 2);
        scratch_assert_content(scratch, 0, span_of("1\n"));
        scratch_assert_content(scratch, 1, span_of("2\n"));
        scratch_assert_clean(scratch);
        scratch_free(scratch);
    }
}

static void put_u32(struct text *bytes, size_t at, uint32_t number)
{
    for (int i = 0; i < 4; i++) bytes->at[at + (size_t)i] = (char)(number >> (8 * i) & 0xff);
}

/* Two directory records for the same bytes: what a 42.zip of the newer sort is made of. */
static void shared_bytes_are_a_bomb(void **state)
{
    (void)state;
    struct error error = ERROR_NONE;
    for (uint32_t shift = 0; shift < 2; shift++) {
        struct scratch *scratch = scratch_new();
        struct zip_maker maker;
        size_t captures, strangers, raws;
        zip_maker_init(&maker);
        /* The second local header lies inside the first entry's stored data. */
        zip_maker_add(&maker, &(struct zip_item){.name = SPAN("a"),
                                                 .content = SPAN("PK\x03\x04 a header, it seems, "
                                                                 "with room for the rest of it"),
                                                 .stored = true});
        zip_maker_add(&maker, &(struct zip_item){.name = SPAN("b"), .stored = true});
        size_t second = maker.directory.len - 47;
        struct text bytes = zip_maker_end(&maker);
        size_t directory = span_find(text_span(&bytes), SPAN("PK\x01\x02"));
        put_u32(&bytes, directory + second + 42, shift ? 31 : 0);
        if (shift) memset(bytes.at + 31 + 26, 0, 4);
        scratch_write(scratch, "in/a.zip", text_span(&bytes));
        assert_ok(scratch_collect(scratch, "in/a.zip", &error));
        assert_status(scratch_skip(scratch)->status, STATUS_LIMIT);
        assert_non_null(strstr(scratch_skip(scratch)->message, "bomb"));
        scratch_census(scratch, &captures, &strangers, &raws);
        assert_int_equal(captures + strangers + raws, 0);
        text_release(&bytes);
        scratch_free(scratch);
    }
}

static void budgets_are_checked_from_the_directory(void **state)
{
    (void)state;
    static const struct {
        uint64_t file, total, entries;
        const char *why;
    } cases[] = {
        {5, 1000, 100, "--budget-file"},
        {1000, 180, 100, "--budget-total"},
        {1000, 10000, 2, "entries"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        for (int nested = 0; nested < 2; nested++) {
            struct scratch *scratch = scratch_new();
            struct zip_maker maker, inner;
            size_t captures, strangers, raws;
            scratch->collector.budget = (struct evidence_budget){UINT64_MAX, UINT64_MAX, 100, 3};
            zip_maker_init(&inner);
            for (int k = 0; k < 3; k++) zip_maker_file(&inner, "x", "0123456789");
            if (nested) { /* the first content is taken, then the inner zip breaks the budget */
                struct text bytes = zip_maker_end(&inner);
                zip_maker_init(&maker);
                zip_maker_file(&maker, "first", "1\n");
                zip_maker_add(&maker, &(struct zip_item){.name = SPAN("inner.zip"),
                                                         .content = text_span(&bytes)});
                text_release(&bytes);
            } else {
                maker = inner;
            }
            if (i == 0) scratch->collector.budget.file_bytes = nested ? 1000 : 400;
            if (i == 1) scratch->collector.budget.total_bytes = 420;
            if (i == 2) scratch->collector.budget.entries = nested ? 4 : 2;
            bool fits = i == 0 || (i == 1 && !nested);
            assert_status(collect_zip(scratch, &maker), STATUS_OK);
            scratch_census(scratch, &captures, &strangers, &raws);
            assert_int_equal(strangers, 0);
            if (fits) {
                assert_int_equal(scratch->skip_count, 0);
            } else {
                assert_status(scratch_skip(scratch)->status, STATUS_LIMIT);
                assert_non_null(strstr(scratch_skip(scratch)->message, cases[i].why));
                assert_int_equal(captures + raws, 0);
            }
            scratch_free(scratch);
        }
    }
}

static void stated_sizes_over_the_budget(void **state)
{
    (void)state;
    for (int total = 0; total < 2; total++) {
        struct scratch *scratch = scratch_new();
        struct zip_maker maker;
        zip_maker_init(&maker);
        maker.zip64 = true;
        if (total) scratch->collector.budget.total_bytes = (uint64_t)1 << 39;
        for (int i = 0; i < 2; i++)
            zip_maker_add(&maker,
                          &(struct zip_item){.name = SPAN("huge"),
                                             .content = SPAN("x"),
                                             .wrong_size = INT64_C(1) << (total ? 38 : 60)});
        if (total) scratch->collector.budget.file_bytes = (uint64_t)1 << 50;
        assert_status(collect_zip(scratch, &maker), STATUS_OK);
        assert_status(scratch_skip(scratch)->status, STATUS_LIMIT);
        assert_int_equal(scratch->capture_count, 0);
        scratch_free(scratch);
    }
}

static void too_many_entries(void **state)
{
    (void)state;
    struct scratch *scratch = scratch_new();
    struct zip_maker maker;
    zip_maker_init(&maker);
    maker.zip64 = true;
    for (int i = 0; i < 100001; i++)
        zip_maker_add(&maker, &(struct zip_item){.name = SPAN("e"), .stored = true});
    assert_status(collect_zip(scratch, &maker), STATUS_OK);
    assert_status(scratch_skip(scratch)->status, STATUS_LIMIT);
    assert_non_null(strstr(scratch_skip(scratch)->message, "100001 entries"));
    assert_int_equal(scratch->capture_count, 0);
    scratch_free(scratch);
}

static void archives_within_archives(void **state)
{
    (void)state;
    struct scratch *scratch = scratch_new();
    struct zip_maker inner, outer;
    struct text packed = pack_gzip(SPAN("2026-11-22 rotated\n"));
    zip_maker_init(&inner);
    zip_maker_file(&inner, "deep.log", "2026-11-22 deep\n");
    zip_maker_add(&inner,
                  &(struct zip_item){.name = SPAN("deep.gz"), .content = text_span(&packed)});
    struct text inner_bytes = zip_maker_end(&inner);
    zip_maker_init(&outer);
    zip_maker_add(&outer,
                  &(struct zip_item){.name = SPAN("app.log.1.gz"), .content = text_span(&packed)});
    zip_maker_add(
        &outer, &(struct zip_item){.name = SPAN("inner.zip"), .content = text_span(&inner_bytes)});
    zip_maker_file(&outer, "last", "x\n");
    assert_status(collect_zip(scratch, &outer), STATUS_OK);
    assert_int_equal(scratch->skip_count, 0);
    assert_int_equal(scratch->source_count, 4);
    assert_string_equal(scratch->sources[0].name, "a.zip!app.log.1.gz");
    assert_string_equal(scratch->sources[1].member, "inner.zip!deep.log");
    assert_string_equal(scratch->sources[2].member, "inner.zip!deep.gz");
    for (size_t i = 0; i < 4; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/index/%.2s/%s.raw", scratch->workspace,
                 scratch->sources[i].hash, scratch->sources[i].hash + 2);
        (void)os_remove(path, NULL);
    }
    scratch_assert_content(scratch, 0, span_of("2026-11-22 rotated\n"));
    scratch_assert_content(scratch, 1, span_of("2026-11-22 deep\n"));
    scratch_assert_content(scratch, 2, span_of("2026-11-22 rotated\n"));
    scratch_assert_content(scratch, 3, span_of("x\n"));
    scratch_assert_clean(scratch);
    text_release(&packed);
    text_release(&inner_bytes);
    scratch_free(scratch);
}

/* What was left packed when it was collected is what comes back, and nothing inside it does: that
 * was in no budget. */
static void an_archive_left_packed_comes_back_packed(void **state)
{
    (void)state;
    struct scratch *scratch = scratch_new();
    struct zip_maker inner, outer;
    size_t captures, strangers, raws;
    char path[4096];
    zip_maker_init(&inner);
    zip_maker_file(&inner, "hidden.log", "2026-11-22 not looked at\n");
    struct text inner_bytes = zip_maker_end(&inner);
    zip_maker_init(&outer);
    zip_maker_add(
        &outer, &(struct zip_item){.name = SPAN("inner.zip"), .content = text_span(&inner_bytes)});
    scratch->collector.budget.depth = 1;
    assert_status(collect_zip(scratch, &outer), STATUS_OK);
    assert_int_equal(scratch->source_count, 1);
    assert_string_equal(scratch->sources[0].member, "inner.zip");
    snprintf(path, sizeof path, "%s/index/%.2s/%s.raw", scratch->workspace,
             scratch->sources[0].hash, scratch->sources[0].hash + 2);
    assert_status(os_remove(path, NULL), STATUS_OK);
    struct error error = ERROR_NONE;
    struct span content;
    assert_ok(evidence_content_open(scratch->depot, &scratch->sources[0].source,
                                    scratch->sources[0].packing, &content, &error));
    assert_true(span_equal(content, text_span(&inner_bytes)));
    evidence_content_close(content);
    scratch_census(scratch, &captures, &strangers, &raws);
    assert_int_equal(raws, 1);
    text_release(&inner_bytes);
    scratch_free(scratch);
}

/* Cut anywhere, or any byte changed: no crash, the run goes on, nothing half-written. */
static void any_cut_and_any_changed_byte(void **state)
{
    (void)state;
    struct error error = ERROR_NONE;
    struct scratch *scratch = scratch_new();
    struct zip_maker maker;
    zip_maker_init(&maker);
    zip_maker_file(&maker, "a.log", "2026-11-22 one\n");
    zip_maker_file(&maker, "b.log", "2026-11-22 two\n");
    struct text bytes = zip_maker_end(&maker);
    for (size_t cut = 0; cut < bytes.len; cut++) {
        scratch_forget(scratch);
        scratch_write(scratch, "in/a.zip", span_sub(text_span(&bytes), 0, cut));
        assert_ok(scratch_collect(scratch, "in/a.zip", &error));
        assert_int_equal(scratch->capture_count, 1);
        assert_int_equal(scratch->source_count, 1);
        assert_true(sha256_equal(&scratch->sources[0].source.hash, &scratch->last.hash));
    }
    for (size_t at = 0; at < bytes.len; at++) {
        scratch_forget(scratch);
        bytes.at[at] ^= (char)0x81;
        scratch_write(scratch, "in/a.zip", text_span(&bytes));
        bytes.at[at] ^= (char)0x81;
        assert_ok(scratch_collect(scratch, "in/a.zip", &error));
        assert_true(scratch->capture_count == 1 || scratch->skip_count >= 1);
        assert_true(scratch->source_count >= scratch->capture_count);
    }
    scratch_assert_clean(scratch);
    text_release(&bytes);
    scratch_free(scratch);
}

static void office_documents_stay_whole(void **state)
{
    (void)state;
    struct scratch *scratch = scratch_new();
    struct zip_maker maker;
    zip_maker_init(&maker);
    zip_maker_file(&maker, "[Content_Types].xml", "<Types/>");
    zip_maker_file(&maker, "word/document.xml", "<document/>");
    assert_status(collect_zip(scratch, &maker), STATUS_OK);
    assert_int_equal(scratch->source_count, 1);
    assert_int_equal(scratch->sources[0].packing, EVIDENCE_PACKED_PLAIN);
    scratch_free(scratch);
}

static void nothing_to_take_is_kept_itself(void **state)
{
    (void)state;
    struct scratch *scratch = scratch_new();
    struct zip_maker maker;
    zip_maker_init(&maker); /* no entries at all */
    assert_status(collect_zip(scratch, &maker), STATUS_OK);
    assert_int_equal(scratch->source_count, 1);
    assert_true(sha256_equal(&scratch->sources[0].source.hash, &scratch->last.hash));
    scratch_free(scratch);
}

/* Larger than what is decoded in one go. */
static void a_large_entry_goes_in_pieces(void **state)
{
    (void)state;
    struct scratch *scratch = scratch_new();
    struct error error = ERROR_NONE;
    struct text log;
    text_init(&log, 0);
    for (unsigned i = 0; log.len < (size_t)20 << 20; i++) text_addf(&log, "line %u of many\n", i);
    for (int wrong = 0; wrong < 3; wrong++) {
        struct zip_maker maker;
        zip_maker_init(&maker);
        zip_maker_add(&maker, &(struct zip_item){.name = SPAN("large.log"),
                                                 .content = text_span(&log),
                                                 .wrong_crc = wrong == 1,
                                                 .wrong_size = wrong == 2 ? -5 : 0});
        scratch_forget(scratch);
        assert_status(collect_zip(scratch, &maker), STATUS_OK);
        assert_int_equal(scratch->skip_count, wrong ? 1 : 0);
        assert_int_equal(scratch->source_count, 1);
        if (wrong) continue;
        struct span content;
        assert_ok(evidence_content_open(scratch->depot, &scratch->sources[0].source,
                                        EVIDENCE_PACKED_ZIP, &content, &error));
        assert_true(span_equal(content, text_span(&log)));
        evidence_content_close(content);
    }
    scratch_assert_clean(scratch);
    text_release(&log);
    scratch_free(scratch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(entries_are_sources),
        cmocka_unit_test(names_never_become_paths),
        cmocka_unit_test(names_lead_nowhere),
        cmocka_unit_test(too_many_entries),
        cmocka_unit_test(what_an_entry_can_be_refused_for),
        cmocka_unit_test(shared_bytes_are_a_bomb),
        cmocka_unit_test(budgets_are_checked_from_the_directory),
        cmocka_unit_test(stated_sizes_over_the_budget),
        cmocka_unit_test(archives_within_archives),
        cmocka_unit_test(an_archive_left_packed_comes_back_packed),
        cmocka_unit_test(any_cut_and_any_changed_byte),
        cmocka_unit_test(office_documents_stay_whole),
        cmocka_unit_test(nothing_to_take_is_kept_itself),
        cmocka_unit_test(a_large_entry_goes_in_pieces),
    };
    return cmocka_run_group_tests_name("evidence zip", tests, NULL, NULL);
}
