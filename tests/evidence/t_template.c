/* Masks, and messages of one shape counted together. */
#include "tests/test.h"

#include "evidence/evidence.h"
#include "evidence/template_hash.h"
#include "evidence/template_mask.h"

static const struct {
    const char *line, *masked;
} masks[] = {
    {"user bob logged in from 203.0.113.7 port 50122", "user bob logged in from <ip> port <num>"},
    {"took 12ms, then 1.5s (3 tries)", "took <dur>, then <dur> (<num> tries)"},
    {"open /var/lib/x/17 failed", "open <path> failed"},
    {"open /var/lib/x failed", "open /var/lib/x failed"},
    {"id=550e8400-e29b-41d4-a716-446655440000 ok", "id=<uuid> ok"},
    {"req 9b2089fa9249a3a0 at 0x7f00", "req <hex> at <hex>"},
    {"9344#9344: *17 upstream closed", "<*>: *<num> upstream closed"},
    {"said \"a \\\"b\\\" c\", host: x", "said \"<str>\", host: x"},
    {"on \\\"a b\\\", c", "on \\\"<str>\\\", c"}, /* as it stands in JSON */
    {"request: \"GET /a?b=7 HTTP/1.1\", host: \"x y\"",
     "request: \"GET /a?b=<num> HTTP/<num>\", host: \"<str>\""},
    {"an open \"quote", "an open \"quote"},
    {"at 05:54:53 or 2026-11-22T05:54:53Z", "at <time> or <time>"},
    {"cust-42 paid -3.50 of 10%", "<*> paid <num> of <num>%"},
    {"", ""},
};

static void values_are_masked(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof masks / sizeof masks[0]; i++) {
        struct mask_tokens tokens;
        struct text got;
        text_init(&got, 0);
        mask_begin(&tokens);
        mask_text(&tokens, span_of(masks[i].line));
        for (size_t j = 0; j < tokens.count; j++) {
            if (j) text_addc(&got, ' ');
            text_add(&got, tokens.token[j]);
        }
        if (strcmp(got.at, masks[i].masked) != 0)
            fail_msg("%s: %s, wanted %s", masks[i].line, got.at, masks[i].masked);
        text_release(&got);
    }
}

static void long_lines_end_in_dots(void **state)
{
    (void)state;
    struct mask_tokens tokens;
    char line[9000];
    for (size_t i = 0; i < sizeof line; i++) line[i] = i % 3 ? 'a' : ' ';
    mask_begin(&tokens);
    mask_text(&tokens, (struct span){line, sizeof line});
    assert_int_equal(tokens.count, MASK_TOKENS_MOST);
    assert_span(tokens.token[MASK_TOKENS_MOST - 1], "...");
    memset(line, 'a', sizeof line);
    mask_begin(&tokens);
    for (int i = 0; i < 200; i++) mask_text(&tokens, (struct span){line, sizeof line});
    assert_int_equal(tokens.count, MASK_TOKENS_MOST);
}

/* Memory of exactly the line's size, so that a sanitizer sees a step too far. */
static uint64_t hash_of(const char *text)
{
    size_t len = strlen(text);
    char *copy = malloc(len + (len == 0));
    assert_non_null(copy);
    memcpy(copy, text, len);
    uint64_t hash = mask_hash((struct span){copy, len}, 7);
    free(copy);
    return hash;
}

static void hashes_pass_over_digits(void **state)
{
    (void)state;
    assert_true(hash_of("a 1 b") == hash_of("a 222222222 b"));
    assert_true(hash_of("req 9b20 x") == hash_of("req 0123456789abcdef x"));
    assert_true(hash_of("a 1 b") != hash_of("a 1 c"));
    assert_true(hash_of("a 1 b") != hash_of("a 1  b"));
    assert_true(hash_of("abcdefgh") != hash_of("abcdefghh"));
    char word[40] = "";
    for (size_t len = 0; len + 1 < sizeof word; len++) {
        word[len] = 'x';
        for (size_t at = 0; at <= len; at++) {
            uint64_t before = hash_of(word);
            word[at] = 'y';
            assert_true(hash_of(word) != before);
            word[at] = 'x';
        }
    }
}

/* The wide way against the plain one: every byte, words and values over the edges of blocks. Memory
 * of exactly the line's size. */
static void both_ways_bare_a_line_alike(void **state)
{
    static const char some[] = "ab1 .-9\"z,\xc3\xa9/7:{}";
    static char wide[HASH_LINE_MOST + HASH_BLOCK], plain[HASH_LINE_MOST + HASH_BLOCK];
    uint64_t random = 1;
    (void)state;
    for (size_t round = 0; round < 6000; round++) {
        size_t len = round % 400;
        if (round > 5900) len = HASH_LINE_MOST - 2 + round % 4;
        char *line = malloc(len + (len == 0));
        assert_non_null(line);
        for (size_t i = 0; i < len; i++) {
            random = random * UINT64_C(6364136223846793005) + 1442695040888963407;
            unsigned pick = (unsigned)(random >> 33);
            line[i] = some[pick % (sizeof some - 1)];
            if (round % 3 == 1) line[i] = (char)(pick >> 8);
            if (round % 3 == 2 && pick % 97) line[i] = 'a'; /* long words */
        }
        size_t a = template_bare((struct span){line, len}, wide);
        size_t b = template_bare_plain((struct span){line, len}, plain);
        assert_int_equal(a, b);
        assert_memory_equal(wide, plain, a);
        free(line);
    }
    for (int c = 0; c < 256; c++) {
        const char line[3] = {(char)c, '5', (char)c};
        size_t a = template_bare((struct span){line, 3}, wide);
        assert_int_equal(a, template_bare_plain((struct span){line, 3}, plain));
        assert_memory_equal(wide, plain, a);
    }
    assert_int_equal(template_bare(SPAN("a 12 x9y z"), wide), 7);
    assert_memory_equal(wide, "a 0 0 z", 7);
}

/* ---- sets ---- */

static enum status read_span(void *context, uint64_t offset, void *to, size_t len, size_t *ret_len,
                             struct error *error)
{
    (void)error;
    struct span part = span_sub(*(struct span *)context, (size_t)offset, len);
    if (part.len) memcpy(to, part.at, part.len);
    *ret_len = part.len;
    return STATUS_OK;
}

static void index_text(struct span content, struct evidence_index *ret)
{
    struct evidence_reader reader = {&content, read_span, content.len};
    struct evidence_index_hints hints = {.kind = EVIDENCE_LOG,
                                         .modified = 2000000000 * NS_PER_S,
                                         .now = 2000000000 * NS_PER_S,
                                         .threads = 1};
    struct error error;
    assert_ok(evidence_index_build(&reader, &hints, ret, &error));
}

static void describe(const struct evidence_templates *set, struct text *out)
{
    for (size_t i = 0; i < evidence_templates_count(set); i++) {
        const struct evidence_template *one = evidence_templates_get(set, i);
        text_addf(out, "%d x %s", (int)one->count, one->text);
        for (unsigned level = 1; level < EVIDENCE_LEVEL_COUNT; level++)
            if (one->level_count[level])
                text_addf(out, " %s %d", evidence_level_word((enum evidence_level)level),
                          (int)one->level_count[level]);
        text_adds(out, "\n");
    }
}

static const struct {
    const char *content, *templates;
} sets[] = {
    {"2026-11-22T05:54:53Z INFO user bob logged in from 203.0.113.7\n"
     "2026-11-22T05:54:54Z INFO user eve logged in from 203.0.113.8\n"
     "2026-11-22T05:54:55Z ERROR cannot open /tmp/1\n"
     "2026-11-22T05:54:56Z ERROR cannot open /tmp/22\n"
     "2026-11-22T05:54:57Z INFO user bob logged in from 203.0.113.9\n",
     "3 x user <*> logged in from <ip> info 3\n2 x cannot open <path> error 2\n"},
    {"{\"time\":\"2026-11-22T05:55:32Z\",\"level\":\"info\",\"msg\":\"request\",\"req\":\"28a191\","
     "\"method\":\"GET\",\"status\":200}\n"
     "{\"time\":\"2026-11-22T05:55:33Z\",\"level\":\"info\",\"msg\":\"request\",\"req\":\"99a191\","
     "\"method\":\"GET\",\"status\":503}\n"
     "{\"time\":\"2026-11-22T05:55:34Z\",\"level\":\"warn\",\"msg\":\"slow query\",\"ms\":12}\n",
     "2 x request method=GET info 2\n1 x slow query warn 1\n"},
    {"ts=2026-11-22T05:54:53Z level=info msg=\"it is done by a hand\" by=bob\n"
     "ts=2026-11-22T05:54:54Z level=info msg=\"it is done by a machine\" by=eve\n",
     "2 x it is done by a <*> info 2\n"},
    /* records whose first line is the same and tells nothing */
    {"{\n \"time\": 1795326907123,\n \"msg\": \"alpha beta\"\n}\n"
     "{\n \"time\": 1795326908123,\n \"msg\": \"gamma delta\"\n}\n"
     "{\n \"time\": 1795326909123,\n \"msg\": \"alpha beta\"\n}\n",
     "2 x alpha beta\n1 x gamma delta\n"},
    /* nothing but a time */
    {"2026-11-22T05:54:53Z\n2026-11-22T05:54:54Z x\n2026-11-22T05:54:55Z\n2026-11-22T05:54:56Z x\n",
     "2 x \n2 x x\n"},
    {"2026-11-22T05:54:53Z done for a while by=bob in=here\n"
     "2026-11-22T05:54:54Z done for a while by=eve in=here\n",
     "2 x done for a while by=<*> in=here\n"},
};

static void messages_of_one_shape_are_one(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof sets / sizeof sets[0]; i++) {
        struct evidence_templates *set = evidence_templates_new(100);
        struct span content = span_of(sets[i].content);
        struct evidence_index index;
        struct error error;
        struct text got;
        uint32_t ids[16];
        text_init(&got, 0);
        assert_non_null(set);
        index_text(content, &index);
        assert_ok(evidence_templates_add(set, 3, &index, content, 0, index.count, NULL, NULL, ids,
                                         &error));
        describe(set, &got);
        if (strcmp(got.at, sets[i].templates) != 0)
            fail_msg("got:\n%swanted:\n%s", got.at, sets[i].templates);
        for (uint64_t r = 0; r < index.count; r++)
            assert_true(ids[r] < evidence_templates_count(set));
        const struct evidence_template *first = evidence_templates_get(set, 0);
        assert_int_equal(first->example, 0);
        assert_int_equal(first->example_content, 3);
        assert_int_equal(first->first, index.time[0]);
        evidence_index_close(&index);
        evidence_templates_free(set);
        text_release(&got);
    }
}

static int64_t an_hour_later(void *context, uint64_t record)
{
    return ((const struct evidence_index *)context)->time[record] + NS_PER_HOUR;
}

static void times_come_from_the_caller(void **state)
{
    (void)state;
    struct evidence_templates *set = evidence_templates_new(10);
    struct span content = SPAN("2026-11-22T05:54:53Z a b c\n2026-11-22T05:54:51Z a b c\n");
    struct evidence_index index;
    struct error error;
    assert_non_null(set);
    index_text(content, &index);
    assert_ok(evidence_templates_add(set, 0, &index, content, 0, index.count, an_hour_later, &index,
                                     NULL, &error));
    const struct evidence_template *one = evidence_templates_get(set, 0);
    assert_int_equal(one->first, index.time[1] + NS_PER_HOUR);
    assert_int_equal(one->last, index.time[0] + NS_PER_HOUR);
    evidence_index_close(&index);
    evidence_templates_free(set);
}

/* However varied the text, the set stays within its bound and every record is counted or refused.
 */
static void the_set_is_bounded(void **state)
{
    (void)state;
    enum { LINES = 20000, MOST = 50 };
    struct evidence_templates *set = evidence_templates_new(MOST);
    uint32_t *ids = calloc(LINES, sizeof *ids);
    struct evidence_index index;
    struct error error;
    struct text content;
    uint64_t counted = 0, refused = 0;
    uint32_t seed = 1;
    assert_non_null(set);
    assert_non_null(ids);
    text_init(&content, 0);
    for (int i = 0; i < LINES; i++) {
        text_adds(&content, "2026-11-22T05:54:53Z");
        for (uint32_t words = seed % 7 + 1; words; words--) {
            seed = seed * 1664525 + 1013904223;
            text_addf(&content, " %c%c", 'a' + (int)(seed >> 28), 'a' + (int)(seed >> 24 & 15));
        }
        text_adds(&content, "\n");
    }
    index_text(text_span(&content), &index);
    assert_int_equal(index.count, LINES);
    assert_ok(evidence_templates_add(set, 0, &index, text_span(&content), 0, LINES, NULL, NULL, ids,
                                     &error));
    assert_true(evidence_templates_count(set) <= MOST);
    for (size_t i = 0; i < evidence_templates_count(set); i++)
        counted += evidence_templates_get(set, i)->count;
    for (size_t i = 0; i < LINES; i++) refused += ids[i] == UINT32_MAX;
    assert_int_equal(counted + refused, LINES);
    evidence_index_close(&index);
    evidence_templates_free(set);
    text_release(&content);
    free(ids);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_masked),
        cmocka_unit_test(long_lines_end_in_dots),
        cmocka_unit_test(hashes_pass_over_digits),
        cmocka_unit_test(both_ways_bare_a_line_alike),
        cmocka_unit_test(messages_of_one_shape_are_one),
        cmocka_unit_test(times_come_from_the_caller),
        cmocka_unit_test(the_set_is_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
