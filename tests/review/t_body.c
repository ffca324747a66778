#include "tests/review/make.h"
#include "tests/test.h"

#include "review/member.h"

enum { ARENA = 64 << 20 };

/* All seeds, all kinds: what is written reads back equal, and writes the same bytes again. */
static void canonical_bodies_are_stable(void **state)
{
    (void)state;
    struct error error = ERROR_NONE;
    for (size_t n = 0; n < 300 * REVIEW_KIND_COUNT; n++) {
        enum review_kind kind = (enum review_kind)(n % REVIEW_KIND_COUNT);
        struct arena arena;
        struct text first, second;
        arena_init(&arena, ARENA);
        text_init(&first, 0);
        text_init(&second, 0);
        struct review_entry *made = make_entry(kind, n, &arena), *read;
        review_body_write(made, &first);
        assert_ok(text_status(&first, &error));
        assert_ok(review_body_read(kind, text_span(&first), &arena, &read, &error));
        review_body_write(read, &second);
        assert_string_equal(first.at, second.at);
        for (size_t i = 0; i < review_kinds[kind].count; i++)
            assert_int_equal(review_is_stated(made, &review_kinds[kind].fields[i]),
                             review_is_stated(read, &review_kinds[kind].fields[i]));
        text_release(&second);
        text_release(&first);
        arena_release(&arena);
    }
}

/* Bytes and members of one entry that states every type. */
static void a_body_says_what_the_struct_does(void **state)
{
    (void)state;
    static const char body[] =
        "{\"kind\":\"act.limit\",\"at\":{\"raw\":\"05:56~\",\"earliest\":"
        "\"2026-11-22T05:51:00.000000001Z\",\"latest\":null,\"approximate\":true},"
        "\"known_to\":[\"on-call\",\"support\"],\"what\":\"paused\",\"context\":\"a\\nb\","
        "\"sureness\":0,\"evidence\":[{\"content\":"
        "\"0101010101010101010101010101010101010101010101010101010101010101\",\"from\":3,\"to\":9,"
        "\"name\":\"a.log\"}],\"says\":[\"T1\",\"T20\"],\"areas\":[\"impact\",\"tools\"],"
        "\"turning\":true}";
    struct error error = ERROR_NONE;
    struct arena arena;
    struct text out;
    struct review_entry *entry;
    arena_init(&arena, ARENA);
    text_init(&out, 0);
    assert_ok(review_body_read(REVIEW_KIND_EVENT, SPAN(body), &arena, &entry, &error));
    const struct review_event *event = (const struct review_event *)entry;
    assert_int_equal(event->kind, REVIEW_EVENT_ACT_LIMIT);
    assert_string_equal(event->at.raw, "05:56~");
    assert_int_equal(event->at.at.earliest % NS_PER_S, 1);
    assert_int_equal(event->at.at.latest, INSTANT_OPEN_END);
    assert_true(event->at.approximate && !event->at.doubtful && !event->at.relative);
    assert_null(event->end.raw);
    assert_int_equal(event->end.at.earliest, INSTANT_NONE);
    assert_int_equal(event->known_to.count, 2);
    assert_string_equal(event->known_to.at[1], "support");
    assert_int_equal(event->sureness, 0);
    assert_int_equal(event->evidence.count, 1);
    assert_int_equal(event->evidence.at[0].content.bytes[31], 1);
    assert_int_equal(event->evidence.at[0].to, 9);
    assert_int_equal(event->says.at[1].kind, REVIEW_KIND_STATEMENT);
    assert_int_equal(event->says.at[1].number, 20);
    assert_int_equal(event->areas, 1u << REVIEW_AREA_IMPACT | 1u << REVIEW_AREA_TOOLS);
    assert_true(event->turning);
    assert_int_equal(event->entry.written, INSTANT_NONE);
    review_body_write(entry, &out);
    assert_string_equal(out.at, body);
    text_release(&out);
    arena_release(&arena);
}

static void a_body_in_other_order_and_spacing_becomes_canonical(void **state)
{
    (void)state;
    static const struct {
        enum review_kind kind;
        const char *given, *canonical;
    } cases[] = {
        {REVIEW_KIND_AREA, " { } ", "{}"},
        {REVIEW_KIND_AREA, "{\"found\":\" \",\"state\":\"\",\"area\":null,\"rests_on\":[]}", "{}"},
        {REVIEW_KIND_AREA, "{\"found\":\"x\", \"area\":\"Tools\"}",
         "{\"area\":\"tools\",\"found\":\"x\"}"},
        {REVIEW_KIND_AREA, "{\"found\":\"\\n \\n    a\\r\\nb\\rc \\n\\n\"}",
         "{\"found\":\"    a\\nb\\nc\"}"},
        {REVIEW_KIND_AREA, "{\"rests_on\":[\"e012\",\"pm0\"]}", "{\"rests_on\":[\"E12\",\"PM0\"]}"},
        {REVIEW_KIND_EVENT, "{\"what\":\" a b \"}", "{\"what\":\"a b\"}"},
        {REVIEW_KIND_EVENT, "{\"turning\":false,\"areas\":[\"tools\",\"impact\",\"tools\"]}",
         "{\"areas\":[\"impact\",\"tools\"]}"},
        {REVIEW_KIND_EVENT, "{\"at\":{\"latest\":\"2026-11-22 07:00+01:00\",\"raw\":\"..06:00\"}}",
         "{\"at\":{\"raw\":\"..06:00\",\"earliest\":null,\"latest\":\"2026-11-22T06:00:00Z\"}}"},
        {REVIEW_KIND_EVENT, "{\"at\":{\"raw\":\"?\",\"doubtful\":false}}",
         "{\"at\":{\"raw\":\"?\"}}"},
        {REVIEW_KIND_EVENT, "{\"at\":{\"raw\":\"..\",\"earliest\":null,\"latest\":null}}",
         "{\"at\":{\"raw\":\"..\",\"earliest\":null,\"latest\":null}}"},
        {REVIEW_KIND_PERSON, "{\"handles\":[\"\",\" ana \",\"\"]}", "{\"handles\":[\"ana\"]}"},
    };
    struct error error = ERROR_NONE;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena arena;
        struct text out;
        struct review_entry *entry;
        arena_init(&arena, ARENA);
        text_init(&out, 0);
        assert_ok(review_body_read(cases[i].kind, span_of(cases[i].given), &arena, &entry, &error));
        review_body_write(entry, &out);
        assert_string_equal(out.at, cases[i].canonical);
        text_release(&out);
        arena_release(&arena);
    }
}

static void what_is_no_body_is_refused_with_a_sentence(void **state)
{
    (void)state;
    static const struct {
        const char *body, *sentence;
    } cases[] = {
        {"", ""},
        {"[]", "is a JSON object"},
        {"{}x", ""},
        {"{\"wat\":1}", "\"wat\" is no field"},
        {"{\"what\":\"a\",\"what\":\"b\"}", "what stands there twice"},
        {"{\"what\":1}", "one line of text"},
        {"{\"what\":\"a\\nb\"}", "line break"},
        {"{\"what\":\"a\\u001bb\"}", "control character"},
        {"{\"what\":\"a\\u2028b\"}", "U+2028"},
        {"{\"context\":\"a\\u0000b\"}", "control character (U+0000): give it as plain text"},
        {"{\"context\":\"a\\u001b[1m\"}", "U+001B"},
        {"{\"what\":\"\xff\"}", "UTF-8"},
        {"{\"kind\":\"act.limt\"}", "none of: act.limit, "},
        {"{\"areas\":\"tools\"}", "list of its words"},
        {"{\"sureness\":-1}", "whole number"},
        {"{\"sureness\":1.5}", "whole number"},
        {"{\"sureness\":9223372036854775808}", "larger"},
        {"{\"turning\":\"yes\"}", "true or false"},
        {"{\"says\":[\"E1\"]}", "E1 is of kind event; it names statements (T1)"},
        {"{\"says\":[\"T0\"]}", "no id"},
        {"{\"says\":[\"T4294967296\"]}", "no id"},
        {"{\"at\":\"10:02\"}", "in JSON an object"},
        {"{\"at\":{}}", "raw"},
        {"{\"at\":{\"raw\":\"x\",\"when\":1}}", "\"when\" is no part"},
        {"{\"at\":{\"raw\":\"x\",\"earliest\":\"2026-01-02T00:00:00Z\",\"latest\":"
         "\"2026-01-01T00:00:00Z\"}}",
         "after its \"latest\""},
        {"{\"evidence\":[{}]}", "content"},
        {"{\"evidence\":[{\"content\":\"00\"}]}", "64 hex digits"},
        {"{\"evidence\":[[[[[[]]]]]]}", "places in the evidence"},
    };
    struct error error = ERROR_NONE;
    struct arena arena;
    arena_init(&arena, ARENA);
    struct review_entry *entry = NULL;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        enum status status =
            review_body_read(REVIEW_KIND_EVENT, span_of(cases[i].body), &arena, &entry, &error);
        assert_true(status == STATUS_BAD_INPUT || status == STATUS_LIMIT);
        if (!strstr(error.message, cases[i].sentence))
            fail_msg("%s: %s", cases[i].body, error.message);
    }
    assert_null(entry);
    arena_release(&arena);
}

static void repeat(struct text *text, const char *piece, size_t times)
{
    while (times--) text_adds(text, piece);
}

static void sizes_are_bounded(void **state)
{
    (void)state;
    static const struct {
        const char *before, *piece, *after;
        size_t fits;
    } cases[] = {
        {"{\"what\":\"", "a", "\"}", LINE_MAX_BYTES},
        {"{\"context\":\"", "a", "\"}", TEXT_MAX_BYTES},
        {"{\"known_to\":[\"x\"", ",\"x\"", "]}", LIST_MAX - 1},
        {"{", " ", "}", BODY_MAX - 2},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        for (size_t over = 0; over < 2; over++) {
            struct arena arena;
            struct text body;
            struct review_entry *entry;
            arena_init(&arena, ARENA);
            text_init(&body, 0);
            text_adds(&body, cases[i].before);
            repeat(&body, cases[i].piece, cases[i].fits + over);
            text_adds(&body, cases[i].after);
            assert_status(
                review_body_read(REVIEW_KIND_EVENT, text_span(&body), &arena, &entry, NULL),
                over ? STATUS_LIMIT : STATUS_OK);
            text_release(&body);
            arena_release(&arena);
        }
    }
}

/* Whatever a converter put into an entry, its body can be read. */
static void what_is_written_can_be_read(void **state)
{
    (void)state;
    struct error error = ERROR_NONE;
    struct arena arena;
    struct text first, second, longest;
    struct review_entry *read;
    arena_init(&arena, ARENA);
    text_init(&first, 0);
    text_init(&second, 0);
    text_init(&longest, 0);
    repeat(&longest, "\xc3\xa4", LINE_MAX_BYTES);
    const char *known_to[] = {" ", "a\tb"};
    struct review_event *event = (struct review_event *)review_entry_new(REVIEW_KIND_EVENT, &arena);
    event->what = " a\nb\xff\x1b ";
    event->context = "\r\n  a\rb\xc3\n\n";
    event->how = " \n";
    event->intent = "a\x1b[1m\tb\f\n\nc\x7f";
    event->actor = longest.at;
    event->known_to = (struct review_lines){known_to, 2};
    event->known.raw = " ";
    review_body_write(&event->entry, &first);
    assert_ok(review_body_read(REVIEW_KIND_EVENT, text_span(&first), &arena, &read, &error));
    review_body_write(read, &second);
    assert_string_equal(first.at, second.at);
    event = (struct review_event *)read;
    assert_string_equal(event->what, "a b\xef\xbf\xbd");
    assert_string_equal(event->context, "  a\nb\xef\xbf\xbd");
    assert_string_equal(event->intent, "a [1m\tb \n\nc");
    assert_int_equal(strlen(event->actor), LINE_MAX_BYTES);
    assert_int_equal(event->known_to.count, 1);
    assert_null(event->known.raw);
    text_release(&longest);
    text_release(&second);
    text_release(&first);
    arena_release(&arena);
}

/* In an arena of any size a body is read, or refused for want of room. */
static void too_little_memory_is_told(void **state)
{
    (void)state;
    struct arena arena;
    struct text body;
    struct review_entry *entry = NULL;
    enum status status = STATUS_LIMIT;
    arena_init(&arena, ARENA);
    text_init(&body, 0);
    review_body_write(make_entry(REVIEW_KIND_ITEM, 1, &arena), &body);
    arena_release(&arena);
    size_t refused = 0;
    for (size_t cap = 16; status; cap += 16) {
        struct error error = ERROR_NONE;
        arena_init(&arena, cap);
        status = review_body_read(REVIEW_KIND_ITEM, text_span(&body), &arena, &entry, &error);
        assert_true(!status || status == STATUS_LIMIT || status == STATUS_NO_MEMORY);
        assert_int_equal(entry == NULL, status != STATUS_OK);
        refused += status != STATUS_OK;
        arena_release(&arena);
    }
    assert_true(refused > 20);
    text_release(&body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(canonical_bodies_are_stable),
        cmocka_unit_test(a_body_says_what_the_struct_does),
        cmocka_unit_test(a_body_in_other_order_and_spacing_becomes_canonical),
        cmocka_unit_test(what_is_no_body_is_refused_with_a_sentence),
        cmocka_unit_test(sizes_are_bounded),
        cmocka_unit_test(what_is_written_can_be_read),
        cmocka_unit_test(too_little_memory_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
