/*
 * docs/formats/record.md has all kinds, fields and words as the tables have them. With UPDATE=1 in
 * the environment it is written anew from its marker on.
 */
#include "review/review.h"
#include "tests/test.h"

static const char marker[] = "## Kinds and fields\n";

static void add_field(struct text *out, const struct review_field *field)
{
    static const char *const types[] = {
#define X(type, c, json) #type,
        REVIEW_TYPES(X)
#undef X
    };
    text_addf(out, "| `%s` | %s", field->name, types[field->type]);
    if (field->words) text_addf(out, " of *%s*", field->words->name);
    for (uint32_t kind = 0; field->kinds != REVIEW_MASK_ANY && kind < REVIEW_KIND_COUNT; kind++)
        if (field->kinds & 1u << kind) text_addf(out, " to %s", review_kinds[kind].plural);
    text_addf(out, " | %s | ", field->help);
    static const char *const flags[] = {"searched", "may name a person", "kept for lists",
                                        "set by the program"};
    const char *before = "";
    for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++) {
        if (!(field->flags & 1u << i)) continue;
        text_addf(out, "%s%s", before, flags[i]);
        before = ", ";
    }
    text_adds(out, *before ? " |\n" : "|\n");
}

static void add_words(struct text *out, const struct vocabulary *words)
{
    text_addf(out, "\n### Words of *%s*\n\n", words->name);
    for (size_t i = 1; i < words->count; i++)
        text_addf(out, "- `%s`: %s\n", words->words[i].word, words->words[i].meaning);
}

static void add_tables(struct text *out)
{
    text_adds(out, marker);
    text_adds(out,
              "\n*Searched*: full-text search finds it. *May name a person*: printed by the "
              "name policy alone. *Kept for lists*: kept\nbeside the body for questions across "
              "reviews. *Set by the program*: neither an option nor in the form.\n");
    for (size_t k = 0; k < REVIEW_KIND_COUNT; k++) {
        const struct review_kind_spec *kind = &review_kinds[k];
        text_addf(out,
                  "\n### %s (%s): %s\n\n| field | type | meaning | |\n| --- | --- | --- | --- |\n",
                  kind->name, kind->letter, kind->help);
        for (size_t i = 0; i < kind->count; i++) add_field(out, &kind->fields[i]);
    }
    text_adds(out, "\n## Vocabularies\n");
#define X(name, PREFIX) add_words(out, &review_words_##name);
    REVIEW_VOCABULARIES(X)
#undef X
}

static void the_page_says_what_the_tables_say(void **state)
{
    const char *path = *state;
    struct error error = ERROR_NONE;
    struct text page, tables;
    text_init(&page, 0);
    text_init(&tables, 0);
    assert_ok(os_slurp(path, 1 << 20, &page, &error));
    size_t from = span_find(text_span(&page), SPAN(marker));
    if (from == SIZE_MAX) from = page.len;
    add_tables(&tables);
    if (getenv("UPDATE")) {
        struct text anew;
        text_init(&anew, 0);
        text_add(&anew, span_sub(text_span(&page), 0, from));
        text_add(&anew, text_span(&tables));
        assert_ok(os_replace(path, text_span(&anew), &error));
        text_release(&anew);
    } else if (!span_equal(span_from(text_span(&page), from), text_span(&tables))) {
        fail_msg("%s differs from the tables of src/review: run this test with UPDATE=1", path);
    }
    text_release(&tables);
    text_release(&page);
}

int main(int argc, char **argv)
{
    if (argc != 2) return 2;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_prestate(the_page_says_what_the_tables_say, argv[1]),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
