#include "tests/review/make.h"
#include "tests/test.h"

enum { ARENA = 64 << 20 };

/* Stands in for a workspace with one source. */
static enum status find_source(void *context, struct span which, struct review_place *ret,
                               struct error *error)
{
    (void)context;
    if (!span_is(which, "S3") && !span_is(which, "a, b.log"))
        return error_set(error, STATUS_NOT_FOUND, "there is no source %.*s", SPAN_ARGS(which));
    *ret = (struct review_place){.content = {{7}}, .name = "a, b.log"};
    return STATUS_OK;
}
static const struct review_typing typing = {.day = 1795305600 * NS_PER_S, .source = find_source};

#define HEX "0700000000000000000000000000000000000000000000000000000000000000"

static void fields_take_what_people_type(void **state)
{
    (void)state;
    static const struct {
        enum review_kind kind;
        const char *field, *typed, *body;
    } cases[] = {
        {REVIEW_KIND_EVENT, "what", " paused ", "{\"what\":\"paused\"}"},
        {REVIEW_KIND_EVENT, "context", "\n a\r\nb \n", "{\"context\":\" a\\nb\"}"},
        {REVIEW_KIND_EVENT, "kind", "Act_Limit", "{}"},
        {REVIEW_KIND_EVENT, "kind", "ACT.LIMIT", "{\"kind\":\"act.limit\"}"},
        {REVIEW_KIND_EVENT, "order-basis", "x", "{\"order_basis\":\"x\"}"},
        {REVIEW_KIND_EVENT, "turning", "Yes", "{\"turning\":true}"},
        {REVIEW_KIND_EVENT, "turning", "off", "{}"},
        {REVIEW_KIND_EVENT, "sureness", "0", "{\"sureness\":0}"},
        {REVIEW_KIND_EVENT, "at", "10:02",
         "{\"at\":{\"raw\":\"10:02\",\"earliest\":\"2026-11-22T10:02:00Z\",\"latest\":"
         "\"2026-11-22T10:02:59.999999999Z\"}}"},
        {REVIEW_KIND_EVENT, "areas", "tools, impact", "{\"areas\":[\"impact\",\"tools\"]}"},
        {REVIEW_KIND_EVENT, "after", "e2 E1,E2", "{\"after\":[\"E2\",\"E1\"]}"},
        {REVIEW_KIND_EVENT, "known_to", "on-call, support,",
         "{\"known_to\":[\"on-call\",\"support\"]}"},
        {REVIEW_KIND_EVENT, "known_to", "lead, acting\n+1\n",
         "{\"known_to\":[\"lead, acting\",\"+1\"]}"},
        {REVIEW_KIND_EVENT, "evidence", "S3:3-9",
         "{\"evidence\":[{\"content\":\"" HEX "\",\"from\":3,\"to\":9,\"name\":\"a, b.log\"}]}"},
        {REVIEW_KIND_EVENT, "evidence", "a, b.log\n",
         "{\"evidence\":[{\"content\":\"" HEX "\",\"name\":\"a, b.log\"}]}"},
        {REVIEW_KIND_EVENT, "evidence", HEX ":0-9",
         "{\"evidence\":[{\"content\":\"" HEX "\",\"from\":0,\"to\":9}]}"},
        {REVIEW_KIND_ITEM, "due", "2026-12-01", "{\"due\":\"2026-12-01\"}"},
        {REVIEW_KIND_ITEM, "replaced_by", "I7", "{\"replaced_by\":\"I7\"}"},
        {REVIEW_KIND_MEETING, "at", "14:00", "{\"at\":\"2026-11-22T14:00:00Z\"}"},
        {REVIEW_KIND_EXHIBIT, "content", HEX, "{\"content\":\"" HEX "\"}"},
    };
    struct error error = ERROR_NONE;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena arena;
        struct text body;
        arena_init(&arena, ARENA);
        text_init(&body, 0);
        struct review_entry *entry = review_entry_new(cases[i].kind, &arena);
        const struct review_field *field =
            review_field_find(cases[i].kind, span_of(cases[i].field));
        enum status status =
            review_set(entry, field, span_of(cases[i].typed), &typing, &arena, &error);
        review_body_write(entry, &body);
        assert_string_equal(body.at, cases[i].body);
        assert_int_equal(status, i == 2 ? STATUS_BAD_INPUT : STATUS_OK);
        assert_ok(review_set(entry, field, SPAN(" \n"), &typing, &arena, &error));
        assert_false(review_is_stated(entry, field));
        text_release(&body);
        arena_release(&arena);
    }
}

static void lists_are_added_to_and_taken_from(void **state)
{
    (void)state;
    static const struct {
        const char *field, *first, *then, *text;
    } cases[] = {
        {"after", "E1, E2", "+E3, E2", "E1, E2, E3"},
        {"after", "E1, E2, E3", "-E2", "E1, E3"},
        {"after", "E1, E2, E3", "- E1 E3", "E2"},
        {"after", "E1", "-E1", ""},
        {"areas", "tools", "+impact", "impact, tools"},
        {"areas", "tools, impact", "-tools", "impact"},
        {"known-to", "a, b", "+c", "a, b, c"},
        {"known-to", "a, b", "-a", "b"},
        {"evidence", HEX, "+" HEX ":1-2", HEX ", " HEX ":1-2"},
        {"evidence", "S3:1-2", "-S3:1-2", ""},
    };
    struct error error = ERROR_NONE;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena arena;
        struct text text;
        arena_init(&arena, ARENA);
        text_init(&text, 0);
        struct review_entry *entry = review_entry_new(REVIEW_KIND_EVENT, &arena);
        const struct review_field *field =
            review_field_find(REVIEW_KIND_EVENT, span_of(cases[i].field));
        assert_ok(review_set(entry, field, span_of(cases[i].first), &typing, &arena, &error));
        assert_ok(review_set(entry, field, span_of(cases[i].then), &typing, &arena, &error));
        review_field_text(entry, field, &text);
        assert_string_equal(text.at, cases[i].text);
        text_release(&text);
        arena_release(&arena);
    }
}

static void what_a_field_does_not_take_leaves_the_entry_alone(void **state)
{
    (void)state;
    static const struct {
        const char *field, *typed, *sentence;
    } cases[] = {
        {"what", "a\nb", "what: it has a line break"},
        {"what", "\xff", "what: it is not UTF-8"},
        {"context", "\xff", "context: it is not UTF-8"},
        {"kind", "act.limt", "kind: \"act.limt\" is none of: act.limit, "},
        {"turning", "maybe", "turning: it takes yes or no"},
        {"sureness", "-1", "sureness: it takes a whole number"},
        {"sureness", "9223372036854775808", "whole number"},
        {"at", "noonish", "at: "},
        {"says", "E1", "says: E1 is of kind event; it names statements (T1)"},
        {"says", "T1, T0", "T0"},
        {"says", "-T1", "says: \"T1\" is not in it"},
        {"says", "+", "say what to add"},
        {"areas", "-metrics", "\"metrics\" is not in it"},
        {"areas", "tool", "none of: tools, "},
        {"known-to", "-x", "\"x\" is not in it"},
        {"evidence", "S4", "evidence: there is no source S4"},
        {"evidence", "S3:9-3", "ends before it begins"},
        {"order-basis", "a\x1b", "order-basis: "},
    };
    struct arena arena;
    struct text before, after;
    arena_init(&arena, ARENA);
    text_init(&before, 0);
    text_init(&after, 0);
    struct review_entry *entry = make_entry(REVIEW_KIND_EVENT, 1, &arena);
    struct review_event *event = (struct review_event *)entry;
    event->areas = 1u << REVIEW_AREA_TOOLS;
    event->says = (struct review_refs){0};
    review_body_write(entry, &before);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct error error = ERROR_NONE;
        const struct review_field *field =
            review_field_find(REVIEW_KIND_EVENT, span_of(cases[i].field));
        assert_true(review_set(entry, field, span_of(cases[i].typed), &typing, &arena, &error) !=
                    STATUS_OK);
        if (!strstr(error.message, cases[i].sentence))
            fail_msg("%s: %s", cases[i].typed, error.message);
        text_clear(&after);
        review_body_write(entry, &after);
        assert_string_equal(before.at, after.at);
    }
    struct error error = ERROR_NONE;
    const struct review_field *evidence = review_field_find(REVIEW_KIND_EVENT, SPAN("evidence"));
    assert_status(review_set(entry, evidence, SPAN("S3"), NULL, &arena, &error), STATUS_BAD_INPUT);
    assert_non_null(strstr(error.message, "SHA-256"));
    text_release(&after);
    text_release(&before);
    arena_release(&arena);
}

/* A place that is typed as it stands in the list is that place, also when no source is found. */
static void places_that_stand_there_are_kept(void **state)
{
    (void)state;
    struct error error = ERROR_NONE;
    struct arena arena;
    struct text text;
    arena_init(&arena, ARENA);
    text_init(&text, 0);
    struct review_entry *entry = review_entry_new(REVIEW_KIND_EVENT, &arena);
    const struct review_field *evidence = review_field_find(REVIEW_KIND_EVENT, SPAN("evidence"));
    struct review_place gone = {.content = {{1}}, .from = 1, .to = 2, .name = "gone.log"};
    ((struct review_event *)entry)->evidence = (struct review_places){&gone, 1};
    assert_ok(review_set(entry, evidence, SPAN("gone.log:1-2, S3"), &typing, &arena, &error));
    const struct review_places *places = &((struct review_event *)entry)->evidence;
    assert_int_equal(places->count, 2);
    assert_int_equal(places->at[0].content.bytes[0], 1);
    review_field_text(entry, evidence, &text);
    assert_string_equal(text.at, "gone.log:1-2\na, b.log\n");
    text_release(&text);
    arena_release(&arena);
}

/* The longest lists, typed over what is there: bounded in time, and one more is refused. */
static void long_lists_are_bounded(void **state)
{
    (void)state;
    static const char *const fields[] = {"after", "known-to", "evidence"};
    for (size_t f = 0; f < sizeof fields / sizeof fields[0]; f++) {
        struct error error = ERROR_NONE;
        struct arena arena;
        struct text typed;
        arena_init(&arena, ARENA);
        text_init(&typed, 0);
        struct review_entry *entry = review_entry_new(REVIEW_KIND_EVENT, &arena);
        const struct review_field *field = review_field_find(REVIEW_KIND_EVENT, span_of(fields[f]));
        for (unsigned i = 1; i <= 10000; i++)
            text_addf(&typed, f == 2 ? HEX ":0-%u," : f ? "r%u," : "E%u,", i);
        assert_ok(review_set(entry, field, text_span(&typed), &typing, &arena, &error));
        assert_ok(review_set(entry, field, text_span(&typed), &typing, &arena, &error));
        const char *one_more = f == 2 ? "+" HEX : f ? "+r" : "+E10001";
        assert_status(review_set(entry, field, span_of(one_more), &typing, &arena, &error),
                      STATUS_LIMIT);
        text_release(&typed);
        arena_release(&arena);
    }
}

/* What review_field_text gives, review_set takes, for every type but what needs a workspace: times
 * that a person wrote long ago, and sources. */
static void texts_of_fields_can_be_typed_again(void **state)
{
    (void)state;
    struct error error = ERROR_NONE;
    for (uint64_t seed = 0; seed < 60 * REVIEW_KIND_COUNT; seed++) {
        enum review_kind kind = (enum review_kind)(seed % REVIEW_KIND_COUNT);
        struct arena arena;
        struct text first, second, text;
        arena_init(&arena, ARENA);
        text_init(&first, 0);
        text_init(&second, 0);
        text_init(&text, 0);
        struct review_entry *made = make_entry(kind, seed, &arena);
        struct review_entry *typed = review_entry_new(kind, &arena);
        for (size_t i = 0; i < review_kinds[kind].count; i++) {
            const struct review_field *field = &review_kinds[kind].fields[i];
            size_t size = field->type == REVIEW_TYPE_TIME     ? sizeof(struct review_time)
                          : field->type == REVIEW_TYPE_PLACES ? sizeof(struct review_places)
                                                              : 0;
            memcpy((char *)typed + field->at, (char *)made + field->at, size);
            if (field->type == REVIEW_TYPE_TIME) continue;
            text_clear(&text);
            review_field_text(made, field, &text);
            assert_ok(review_set(typed, field, text_span(&text), &typing, &arena, &error));
        }
        review_body_write(made, &first);
        review_body_write(typed, &second);
        assert_string_equal(first.at, second.at);
        text_release(&text);
        text_release(&second);
        text_release(&first);
        arena_release(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_take_what_people_type),
        cmocka_unit_test(lists_are_added_to_and_taken_from),
        cmocka_unit_test(what_a_field_does_not_take_leaves_the_entry_alone),
        cmocka_unit_test(places_that_stand_there_are_kept),
        cmocka_unit_test(long_lists_are_bounded),
        cmocka_unit_test(texts_of_fields_can_be_typed_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
