#include "tests/review/make.h"
#include "tests/test.h"

enum { ARENA = 64 << 20 };

static struct review_stored stored(enum review_kind kind, uint32_t number, const char *body)
{
    return (struct review_stored){.id = {kind, number}, .version = 1, .body = span_of(body)};
}

/* Every reference names something that is there; every entry is found under its id. */
static void made_reviews_hold_together(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 200; seed++) {
        struct arena arena;
        struct review review;
        struct review_stored *entries;
        struct text body;
        size_t count;
        arena_init(&arena, ARENA);
        text_init(&body, 0);
        make_review(seed, &arena, &review, &entries, &count);
        assert_true(count >= 30 && count <= 180);
        for (size_t i = 0; i < count; i++) {
            struct review_entry *entry = review_find(&review, entries[i].id);
            assert_non_null(entry);
            assert_int_equal(entry->version, entries[i].version);
            assert_string_equal(entry->author, entries[i].author);
            assert_true(entry->written == entries[i].written);
            text_clear(&body);
            review_body_write(entry, &body);
            assert_true(span_equal(text_span(&body), entries[i].body));
            const struct review_kind_spec *spec = &review_kinds[entry->id.kind];
            for (size_t f = 0; f < spec->count; f++) {
                if (spec->fields[f].type != REVIEW_TYPE_REFS) continue;
                const struct review_refs *refs = (void *)((char *)entry + spec->fields[f].at);
                for (size_t r = 0; r < refs->count; r++)
                    assert_non_null(review_find(&review, refs->at[r]));
            }
        }
        assert_ptr_equal(review.own, review_find(&review, (struct review_id){0, 0}));
        assert_int_equal(review.areas.count, 7);
        text_release(&body);
        arena_release(&arena);
    }
}

/* A generator whose reviews were refused would test nothing behind the rules. */
static void made_reviews_keep_the_rules_and_fit_in_time(void **state)
{
    (void)state;
    struct error error = ERROR_NONE;
    for (uint64_t seed = 0; seed < 100; seed++) {
        struct arena arena;
        struct review review;
        struct review_stored *entries;
        struct review_settled settled;
        size_t count;
        arena_init(&arena, ARENA);
        make_review(seed, &arena, &review, &entries, &count);
        struct review_change *changes = arena_array(&arena, count, sizeof *changes);
        for (size_t i = 0; i < count; i++)
            changes[i] =
                (struct review_change){entries[i].id, NULL, review_find(&review, entries[i].id)};
        assert_ok(review_check(&review, changes, count, &error));
        assert_ok(review_settle(&review, &arena, &settled, &error));
        if (settled.contradiction_count)
            fail_msg("seed %llu: %s", (unsigned long long)seed, settled.contradictions[0].text);
        for (size_t i = 0; i < settled.count; i++)
            assert_int_not_equal(settled.moments[i].start.earliest, INSTANT_NONE);
        arena_release(&arena);
    }
}

static void entries_stand_by_number_whatever_order_they_came_in(void **state)
{
    (void)state;
    struct error error = ERROR_NONE;
    struct arena arena;
    struct review review;
    arena_init(&arena, ARENA);
    struct review_stored entries[] = {
        stored(REVIEW_KIND_EVENT, 7, "{\"what\":\"seven\"}"),
        stored(REVIEW_KIND_FACTOR, 1, "{}"),
        stored(REVIEW_KIND_EVENT, 2, "{\"what\":\"two\"}"),
        stored(REVIEW_KIND_REVIEW, 0, "{\"title\":\"t\"}"),
        stored(REVIEW_KIND_EVENT, 9, NULL),
        stored(REVIEW_KIND_ITEM, 4, NULL),
    };
    assert_ok(review_assemble(3, "00ff", entries, 6, &arena, &review, &error));
    assert_int_equal(review.number, 3);
    assert_string_equal(review.uid, "00ff");
    assert_string_equal(review.own->title, "t");
    assert_int_equal(review.events.count, 2);
    assert_string_equal(review.events.at[0].what, "two");
    assert_string_equal(review.events.at[1].what, "seven");
    assert_int_equal(review.items.count, 0);
    assert_int_equal(review.last[REVIEW_KIND_EVENT], 9);
    assert_int_equal(review.last[REVIEW_KIND_ITEM], 4);
    assert_null(review_find(&review, (struct review_id){REVIEW_KIND_EVENT, 9}));
    assert_null(review_find(&review, (struct review_id){REVIEW_KIND_EVENT, 0}));
    assert_null(review_find(&review, (struct review_id){99, 1}));
    arena_release(&arena);
}

static void what_cannot_be_a_review_is_called_damaged(void **state)
{
    (void)state;
    const struct {
        struct review_stored entries[3];
        size_t count;
        const char *sentence;
    } cases[] = {
        {.count = 0, .sentence = "PM0"},
        {{stored(REVIEW_KIND_EVENT, 1, "{}")}, 1, "PM0"},
        {{stored(REVIEW_KIND_REVIEW, 0, NULL)}, 1, "PM0"},
        {{stored(REVIEW_KIND_REVIEW, 0, "{}"), stored(REVIEW_KIND_REVIEW, 1, "{}")}, 2, "PM0"},
        {{stored(REVIEW_KIND_REVIEW, 0, "{}"), stored(REVIEW_KIND_EVENT, 3, "{}"),
          stored(REVIEW_KIND_EVENT, 3, "{}")},
         3,
         "E3 stands there twice"},
        {{stored(REVIEW_KIND_REVIEW, 0, "{}"), stored(REVIEW_KIND_EVENT, 3, "{\"w\":1}")},
         2,
         "E3: \"w\" is no field"},
    };
    struct arena arena;
    struct review review;
    arena_init(&arena, ARENA);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct error error = ERROR_NONE;
        assert_status(
            review_assemble(1, "00", cases[i].entries, cases[i].count, &arena, &review, &error),
            STATUS_DAMAGED);
        assert_int_equal(error.status, STATUS_DAMAGED);
        if (!strstr(error.message, cases[i].sentence)) fail_msg("%zu: %s", i, error.message);
    }
    arena_release(&arena);
}

static void a_change_is_tried_on_a_copy(void **state)
{
    (void)state;
    struct error error = ERROR_NONE;
    struct arena arena;
    struct review before, after;
    arena_init(&arena, ARENA);
    struct review_stored entries[] = {
        stored(REVIEW_KIND_REVIEW, 0, "{}"),
        stored(REVIEW_KIND_EVENT, 1, "{\"what\":\"one\"}"),
        stored(REVIEW_KIND_EVENT, 2, "{\"what\":\"two\"}"),
        stored(REVIEW_KIND_EVENT, 5, NULL),
    };
    assert_ok(review_assemble(1, "00", entries, 4, &arena, &before, &error));
    struct review_stored put[] = {
        stored(REVIEW_KIND_EVENT, 0, "{\"what\":\"new\"}"),
        stored(REVIEW_KIND_EVENT, 2, NULL),
        stored(REVIEW_KIND_EVENT, 1, "{\"what\":\"uno\"}"),
        stored(REVIEW_KIND_EVENT, 0, "{\"what\":\"newer\"}"),
        stored(REVIEW_KIND_REVIEW, 0, "{\"title\":\"t\"}"),
    };
    assert_ok(review_with(&before, put, 5, &arena, &after, &error));
    assert_int_equal(put[0].id.number, 6);
    assert_int_equal(put[3].id.number, 7);
    assert_int_equal(after.events.count, 3);
    assert_string_equal(after.events.at[0].what, "uno");
    assert_string_equal(after.events.at[1].what, "new");
    assert_string_equal(after.events.at[2].what, "newer");
    assert_string_equal(after.own->title, "t");
    assert_null(before.own->title);
    assert_int_equal(before.events.count, 2);
    assert_string_equal(before.events.at[0].what, "one");
    assert_int_equal(after.last[REVIEW_KIND_EVENT], 7);

    struct review_stored twice[] = {put[2], put[2]}, none = stored(REVIEW_KIND_REVIEW, 0, NULL);
    assert_status(review_with(&before, twice, 2, &arena, &after, &error), STATUS_BAD_INPUT);
    assert_status(review_with(&before, &none, 1, &arena, &after, &error), STATUS_BAD_INPUT);
    assert_int_equal(after.events.count, 3);
    arena_release(&arena);
}

/* A copy shares no memory with what it was made from. */
static void copies_are_deep(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 20 * REVIEW_KIND_COUNT; seed++) {
        struct arena first, second;
        struct text a, b;
        arena_init(&first, ARENA);
        arena_init(&second, ARENA);
        text_init(&a, 0);
        text_init(&b, 0);
        struct review_entry *made =
            make_entry((enum review_kind)(seed % REVIEW_KIND_COUNT), seed, &first);
        made->author = arena_copy(&first, SPAN("on-call"));
        review_body_write(made, &a);
        struct review_entry *copy = review_entry_copy(made, &second);
        assert_non_null(copy);
        arena_release(&first);
        review_body_write(copy, &b);
        assert_string_equal(a.at, b.at);
        assert_string_equal(copy->author, "on-call");
        text_release(&b);
        text_release(&a);
        arena_release(&second);
    }
}

static void entries_are_told_in_a_line_and_in_words(void **state)
{
    (void)state;
    static const struct {
        enum review_kind kind;
        const char *body, *line, *words;
    } cases[] = {
        {REVIEW_KIND_REVIEW, "{\"title\":\"t\",\"components\":[\"a\",\"b\"],\"story\":\"x\\ny\"}",
         "t", "t\na\nb\nx\ny\n"},
        {REVIEW_KIND_EVENT, "{\"kind\":\"act.fix\"}", "an action to repair", ""},
        {REVIEW_KIND_EVENT, "{\"what\":\"w\",\"clock\":\"c\"}", "w", "w\n"},
        {REVIEW_KIND_PERSON, "{\"name\":\"Ana\",\"role\":\"lead\"}", "lead", "lead\n"},
        {REVIEW_KIND_PERSON, "{\"name\":\"Ana\"}", "person", ""},
        {REVIEW_KIND_EXHIBIT, "{\"name\":\"a.log\"}", "a.log", "a.log\n"},
        {REVIEW_KIND_AREA, "{\"area\":\"metrics\"}", "metrics and reporting", ""},
        {REVIEW_KIND_MEETING, "{\"kind\":\"reading\"}", "read the report together", ""},
        {REVIEW_KIND_STATEMENT, "{}", "statement", ""},
    };
    struct error error = ERROR_NONE;
    struct arena arena;
    struct text words;
    arena_init(&arena, ARENA);
    text_init(&words, 0);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct review_entry *entry;
        assert_ok(review_body_read(cases[i].kind, span_of(cases[i].body), &arena, &entry, &error));
        assert_string_equal(review_entry_line(entry), cases[i].line);
        text_clear(&words);
        review_entry_words(entry, &words);
        assert_string_equal(words.at, cases[i].words);
    }
    text_release(&words);
    arena_release(&arena);
}

static void A2_names_are_printed_by_the_name_policy_alone(void **state)
{
    (void)state;
    struct review_review own = {0};
    struct review review = {.own = &own};
    struct review_person plain = {.role = "lead", .name = "Ana"}, named = plain, bare = {0};
    named.named = true;
    static const char *const wanted[REVIEW_NAMING_COUNT][2] = {
        {"lead", "lead"}, {"lead", "lead"}, {"lead", "Ana"}, {"Ana", "Ana"}};
    for (uint8_t naming = 0; naming < REVIEW_NAMING_COUNT; naming++) {
        own.naming = naming;
        assert_string_equal(review_print_name(&review, &plain), wanted[naming][0]);
        assert_string_equal(review_print_name(&review, &named), wanted[naming][1]);
        assert_string_equal(review_print_name(&review, &bare), "somebody");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(made_reviews_hold_together),
        cmocka_unit_test(made_reviews_keep_the_rules_and_fit_in_time),
        cmocka_unit_test(entries_stand_by_number_whatever_order_they_came_in),
        cmocka_unit_test(what_cannot_be_a_review_is_called_damaged),
        cmocka_unit_test(a_change_is_tried_on_a_copy),
        cmocka_unit_test(copies_are_deep),
        cmocka_unit_test(entries_are_told_in_a_line_and_in_words),
        cmocka_unit_test(A2_names_are_printed_by_the_name_policy_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
