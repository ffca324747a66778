/* tar: the forms that its writers have had since Unix V7, cut, damaged, hostile. */
#include "tests/evidence/scratch.h"

#include <stdio.h>

static struct error error;

enum { BLOCK = 512 };

struct item {
    const char *name, *prefix;
    char type;
    struct span content;
    uint64_t size;     /* stated; 0: the content's */
    const char *mtime; /* octal; NULL: 15250000000, which is 2026-03-04T14:53:20Z less a little */
    bool v7;
};

static void octal(char *field, size_t size, uint64_t value)
{
    for (size_t i = size - 1; i-- > 0; value >>= 3) field[i] = (char)('0' + (value & 7));
}

static void seal(char block[BLOCK])
{
    unsigned sum = 0;
    memset(block + 148, ' ', 8);
    for (size_t i = 0; i < BLOCK; i++) sum += (unsigned char)block[i];
    octal(block + 148, 7, sum);
    block[154] = '\0';
}

static void put(struct text *tar, const struct item *item)
{
    char block[BLOCK] = {0};
    uint64_t size = item->size ? item->size : item->content.len;
    memcpy(block, item->name, strlen(item->name));
    octal(block + 100, 8, 0644);
    octal(block + 124, 12, size);
    memcpy(block + 136, item->mtime ? item->mtime : "15251537100", 11);
    if (!item->v7) {
        block[156] = item->type ? item->type : '0';
        memcpy(block + 257, "ustar\00000", 8);
        if (item->prefix) memcpy(block + 345, item->prefix, strlen(item->prefix));
    }
    seal(block);
    text_add(tar, (struct span){block, BLOCK});
    text_add(tar, item->content);
    while (tar->len % BLOCK) text_addc(tar, '\0');
}

static void put_end(struct text *tar)
{
    for (size_t i = 0; i < (size_t)2 * BLOCK; i++) text_addc(tar, '\0');
}

static void put_file(struct text *tar, const char *name, const char *content)
{
    put(tar, &(struct item){.name = name, .content = span_of(content)});
}

static enum status collect(struct scratch *scratch, struct text *tar)
{
    scratch_forget(scratch);
    scratch_write(scratch, "in/a.tar", text_span(tar));
    return scratch_collect(scratch, "in/a.tar", &error);
}

static void each_form_of_header(void **state)
{
    (void)state;
    struct scratch *scratch = scratch_new();
    struct text tar;
    text_init(&tar, 0);
    put(&tar, &(struct item){.name = "./logs/", .type = '5'});
    put_file(&tar, "./logs/a.log", "plain\n");
    put(&tar, &(struct item){.name = "old.log", .content = SPAN("old\n"), .v7 = true});
    put(&tar, &(struct item){.name = "b.log", .prefix = "far/away", .content = SPAN("far\n")});
    put(&tar, &(struct item){.name = "x",
                             .type = 'x',
                             .content = SPAN("19 path=long/c.log\n10 size=5\n"
                                             "27 mtime=1772618400.250000\n")});
    put(&tar, &(struct item){.name = "short", .content = SPAN("pax!\n")});
    put(&tar, &(struct item){.name = "././@LongLink", .type = 'L', .content = SPAN("gnu/d.log\0")});
    put(&tar, &(struct item){.name = "gnu/d", .content = SPAN("gnu\n")});
    put_end(&tar);
    assert_ok(collect(scratch, &tar));
    assert_int_equal(scratch->skip_count, 0);
    static const char *const members[] = {"logs/a.log", "old.log", "far/away/b.log", "long/c.log",
                                          "gnu/d.log"};
    static const char *const contents[] = {"plain\n", "old\n", "far\n", "pax!\n", "gnu\n"};
    assert_int_equal(scratch->source_count, 5);
    for (size_t i = 0; i < 5; i++) {
        assert_string_equal(scratch->sources[i].member, members[i]);
        scratch_assert_content(scratch, i, span_of(contents[i]));
        assert_true(scratch->sources[i].packing == EVIDENCE_PACKED_TAR);
    }
    assert_true(scratch->sources[0].source.modified == INT64_C(015251537100) * NS_PER_S);
    assert_true(scratch->sources[3].source.modified ==
                INT64_C(1772618400) * NS_PER_S + 250 * NS_PER_MS);
    scratch_assert_clean(scratch);
    text_release(&tar);
    scratch_free(scratch);
}

static void what_is_no_file_is_told(void **state)
{
    (void)state;
    static const struct {
        char type;
        const char *word;
    } kinds[] = {{'1', "link"}, {'2', "link"}, {'3', "device"}, {'S', "holes"}, {'Q', "kind"}};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        struct scratch *scratch = scratch_new();
        struct text tar;
        text_init(&tar, 0);
        bool link = kinds[i].type < '4';
        put(&tar, &(struct item){.name = "odd",
                                 .type = kinds[i].type,
                                 .content = link ? SPAN("") : SPAN("?\n"),
                                 .size = link ? 70000 : 0});
        put_file(&tar, "a.log", "still\n");
        put_end(&tar);
        assert_ok(collect(scratch, &tar));
        assert_non_null(strstr(scratch_skip(scratch)->message, kinds[i].word));
        assert_int_equal(scratch->source_count, 1);
        scratch_assert_content(scratch, 0, span_of("still\n"));
        text_release(&tar);
        scratch_free(scratch);
    }
}

static void twins_and_archives_behind_each_other(void **state)
{
    (void)state;
    struct scratch *scratch = scratch_new();
    struct text tar;
    text_init(&tar, 0);
    put_file(&tar, "a.log", "monday\n");
    put_end(&tar);
    put_file(&tar, "a.log", "tuesday\n");
    put_end(&tar);
    assert_ok(collect(scratch, &tar));
    assert_int_equal(scratch->skip_count, 0);
    assert_int_equal(scratch->source_count, 2);
    assert_string_equal(scratch->sources[0].member, "a.log");
    assert_string_equal(scratch->sources[1].member, "a.log#2");
    scratch_assert_content(scratch, 1, span_of("tuesday\n"));
    text_release(&tar);
    scratch_free(scratch);
}

static void packed_within_packed(void **state)
{
    (void)state;
    struct scratch *scratch = scratch_new();
    struct text log = pack_gzip(SPAN("rotated\n")), tar, packed;
    text_init(&tar, 0);
    put(&tar, &(struct item){.name = "a.log.1.gz", .content = text_span(&log)});
    put_file(&tar, "a.log", "new\n");
    put_end(&tar);
    packed = pack_xz(text_span(&tar));
    scratch_write(scratch, "in/logs.tar.xz", text_span(&packed));
    assert_ok(scratch_collect(scratch, "in/logs.tar.xz", &error));
    assert_int_equal(scratch->skip_count, 0);
    assert_int_equal(scratch->source_count, 2);
    assert_string_equal(scratch->sources[0].name, "logs.tar.xz!a.log.1.gz");
    scratch_assert_content(scratch, 0, span_of("rotated\n"));
    scratch_assert_content(scratch, 1, span_of("new\n"));
    text_release(&log);
    text_release(&tar);
    text_release(&packed);
    scratch_free(scratch);
}

/* Whatever is cut off, what was before the cut is there, and the cut is told. */
static void any_cut(void **state)
{
    (void)state;
    struct scratch *scratch = scratch_new();
    struct text tar, cut;
    const char *const one = "2026-03-04 one\n", *const two = "2026-03-04 two\n";
    text_init(&tar, 0);
    text_init(&cut, 0);
    put_file(&tar, "a.log", one);
    put_file(&tar, "b.log", two);
    for (size_t len = BLOCK; len <= tar.len; len++) {
        text_clear(&cut);
        text_add(&cut, span_sub(text_span(&tar), 0, len));
        assert_ok(collect(scratch, &cut));
        bool told = len < BLOCK + strlen(one) ||
                    (len > (size_t)2 * BLOCK && len < (size_t)3 * BLOCK + strlen(two));
        if ((scratch->skip_count > 0) != told) fail_msg("cut at %zu", len);
        assert_int_equal(scratch->source_count, len < (size_t)3 * BLOCK ? 1 : 2);
        size_t had = len - BLOCK < strlen(one) ? len - BLOCK : strlen(one);
        assert_int_equal(scratch->sources[0].source.size, had);
    }
    text_release(&tar);
    text_release(&cut);
    scratch_free(scratch);
}

static void any_changed_byte_of_a_header(void **state)
{
    (void)state;
    struct scratch *scratch = scratch_new();
    struct text tar;
    text_init(&tar, 0);
    put_file(&tar, "a.log", "one\n");
    put_file(&tar, "b.log", "two\n");
    put_file(&tar, "c.log", "three\n");
    put_end(&tar);
    for (size_t at = 0; at < BLOCK; at++) {
        size_t place = (size_t)2 * BLOCK + at;
        tar.at[place] ^= 5;
        assert_ok(collect(scratch, &tar));
        tar.at[place] ^= 5;
        if (at >= 148 && at < 156 && scratch->source_count == 3) continue; /* a blank or a zero */
        assert_int_equal(scratch->source_count, 1);
        assert_non_null(strstr(scratch_skip(scratch)->message, "byte 1024"));
    }
    scratch_assert_clean(scratch);
    text_release(&tar);
    scratch_free(scratch);
}

static void names_and_sizes_are_claims(void **state)
{
    (void)state;
    struct scratch *scratch = scratch_new();
    struct text tar;
    text_init(&tar, 0);
    put_file(&tar, "../../etc/passwd", "x\n");
    put_file(&tar, "/abs/\x1b[31m.log", "y\n");
    put(&tar, &(struct item){.name = "x",
                             .type = 'x',
                             .content = SPAN(
                                 "99999999999999999999 path=no\n30 mtime=99999999999999999999\n")});
    put(&tar,
        &(struct item){.name = "big", .content = SPAN("z\n"), .size = UINT64_C(0777777777777)});
    assert_ok(collect(scratch, &tar));
    assert_int_equal(scratch->source_count, 3);
    assert_string_equal(scratch->sources[1].member, "/abs/\\x1b[31m.log");
    assert_non_null(strstr(scratch_skip(scratch)->message, "ends early"));
    scratch_assert_clean(scratch);
    text_release(&tar);
    scratch_free(scratch);
}

static void budgets_hold(void **state)
{
    (void)state;
    struct scratch *scratch = scratch_new();
    struct text tar;
    text_init(&tar, 0);
    for (size_t i = 0; i < 20; i++) put_file(&tar, "a.log", i % 2 ? "one\n" : "two\n");
    scratch->collector.budget.entries = 19;
    assert_ok(collect(scratch, &tar));
    assert_status(scratch_skip(scratch)->status, STATUS_LIMIT);
    assert_int_equal(scratch->source_count, 0);
    scratch->collector.budget.entries = 20;
    assert_ok(collect(scratch, &tar));
    assert_int_equal(scratch->source_count, 20);
    text_release(&tar);
    scratch_free(scratch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_form_of_header),
        cmocka_unit_test(what_is_no_file_is_told),
        cmocka_unit_test(twins_and_archives_behind_each_other),
        cmocka_unit_test(packed_within_packed),
        cmocka_unit_test(any_cut),
        cmocka_unit_test(any_changed_byte_of_a_header),
        cmocka_unit_test(names_and_sizes_are_claims),
        cmocka_unit_test(budgets_hold),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
