/* What must hold for any text: the same words however they are wrapped and marked, places on
 * borders, nothing masked that comes out, work that grows with the text alone. */
#include "tests/language/pages.h"
#include "tests/test.h"

enum { TEXTS = 300 };

static uint64_t next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static const char *const words[] = {"the",         "pool",   "was",
                                    "full.",       "We",     "should",
                                    "have",        "seen",   "it,",
                                    "because",     "`code`", "and",
                                    "a",           "queue",  "grew.",
                                    "\"said",      "so\"",   "The",
                                    "team",        "don't",  "e.g.",
                                    "caf\xc3\xa9", "of",     "[link](http://a.b)",
                                    "at",          "3.5",    "\xe2\x80\x9cwide\xe2\x80\x9d"};

static bool is_plain_word(const char *word)
{
    for (const char *c = word; *c; c++)
        if (*c < 'a' || *c > 'z') return false;
    return true;
}

/* Paragraphs and items of the words; `gap` between words, `mark` around every fourth. */
static void write_text(uint64_t seed, const char *gap, const char *mark, const char *end,
                       struct text *out)
{
    for (int block = 0; block < 4; block++) {
        bool item = next_random(&seed) % 2;
        if (item) text_adds(out, "- ");
        size_t count = 3 + next_random(&seed) % 30;
        for (size_t i = 0; i < count; i++) {
            const char *word = words[next_random(&seed) % (sizeof words / sizeof *words)];
            bool marked = next_random(&seed) % 4 == 0 && is_plain_word(word);
            if (i) text_adds(out, i % 5 ? " " : gap);
            text_addf(out, "%s%s%s", marked ? mark : "", word, marked ? mark : "");
        }
        text_adds(out, end);
        text_adds(out, end);
    }
}

static void words_do_not_depend_on_their_dress(void **state)
{
    (void)state;
    static const struct {
        const char *gap, *mark, *end;
    } dresses[] = {{"\n  ", "", "\n"},   {" ", "**", "\n"},       {" ", "_", "\r\n"},
                   {"  \n  ", "", "\n"}, {"\r\n  ", "*", "\r\n"}, {"\t", "", "  \n"},
                   {" ", "", "\r"}};
    struct text text, plain, other;
    text_init(&text, 0);
    text_init(&plain, 0);
    text_init(&other, 0);
    for (uint64_t seed = 1; seed <= TEXTS; seed++) {
        text_clear(&text);
        text_clear(&plain);
        write_text(seed * 7919, " ", "", "\n", &text);
        pages_plain(text_span(&text), &plain);
        assert_true(plain.len > 0);
        for (size_t i = 0; i < sizeof dresses / sizeof *dresses; i++) {
            text_clear(&text);
            text_clear(&other);
            write_text(seed * 7919, dresses[i].gap, dresses[i].mark, dresses[i].end, &text);
            pages_plain(text_span(&text), &other);
            assert_string_equal(other.at, plain.at);
            pages_check(text_span(&text));
        }
    }
    text_release(&other);
    text_release(&plain);
    text_release(&text);
}

/* In none of these does the word come out, whatever stands around it. */
static void what_is_masked_stays_masked(void **state)
{
    (void)state;
    static const char *const masked[] = {"`SECRET`",
                                         "``a SECRET ` b``",
                                         "\"the SECRET of it\"",
                                         "\xe2\x80\x9cSECRET. So.\xe2\x80\x9d",
                                         "[text](http://SECRET.org)",
                                         "![SECRET](a.png)",
                                         "https://a.b/SECRET",
                                         "<SECRET@a.org>",
                                         "SECRET@a.org",
                                         "<code>SECRET</code>",
                                         "<!-- SECRET -->",
                                         "<a href=\"SECRET\">b</a>",
                                         "\n\n> SECRET\n\n",
                                         "\n\n```\nSECRET\n```\n\n",
                                         "\n\n        SECRET\n\n",
                                         "\n\n# SECRET\n\n",
                                         "\n\n<div>SECRET\n</div>\n\n",
                                         "\n\n[a]: http://SECRET\n\n",
                                         "\n\n<ana> SECRET\n\n"};
    static const char *const around[] = {"%s", "It is %s, so.", "- an item\n  of %s here",
                                         "**bold** %s _more_", "| a | b |\n|--|--|\n\nIt %s is."};
    struct text text, out;
    text_init(&text, 0);
    text_init(&out, 0);
    for (size_t i = 0; i < sizeof masked / sizeof *masked; i++) {
        for (size_t k = 0; k < sizeof around / sizeof *around; k++) {
            struct span form = span_of(around[k]);
            size_t hole = span_find(form, SPAN("%s"));
            text_clear(&text);
            text_clear(&out);
            text_add(&text, span_sub(form, 0, hole));
            text_adds(&text, masked[i]);
            text_add(&text, span_from(form, hole + 2));
            pages_plain(text_span(&text), &out);
            if (strstr(out.at, "SECRET")) fail_msg("%s\n-- gave --\n%s", text.at, out.at);
        }
    }
    text_release(&out);
    text_release(&text);
}

static void hostile_texts_are_read_to_their_end(void **state)
{
    (void)state;
    static const struct {
        const char *unit;
        size_t times;
    } cases[] = {{"> ", 100000},
                 {"- ", 100000},
                 {"[", 100000},
                 {"](", 100000},
                 {"*", 100000},
                 {"**a ", 100000},
                 {"`", 100000},
                 {"`a``b", 50000},
                 {"<", 100000},
                 {"<!--", 50000},
                 {"<a ", 50000},
                 {"\"a ", 100000},
                 {"'a ", 100000},
                 {"![a](", 50000},
                 {"&#", 50000},
                 {"\\", 100000},
                 {"|", 100000},
                 {"|-\n", 50000},
                 {"a@b.", 50000},
                 {"http://", 50000},
                 {"\xff\xfe", 50000},
                 {"\r", 100000},
                 {"a\n===\n", 50000},
                 {"1. a\n ", 50000},
                 {"~~~\n", 50000},
                 {"[a]: b\n", 50000},
                 {"10:02 ", 50000},
                 {"a. ", 100000},
                 {"\xc3", 100000},
                 {"word", 500000},
                 {"A word of it ", 200000}};
    struct text text;
    text_init(&text, 0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        text_clear(&text);
        for (size_t n = 0; n < cases[i].times; n++) text_adds(&text, cases[i].unit);
        pages_check(text_span(&text));
    }
    text_clear(&text);
    for (unsigned byte = 0; byte < 4096; byte++) text_addc(&text, (char)(byte * 37 >> 3));
    pages_check(text_span(&text));
    pages_check((struct span){"a\0b c\0 d", 8});
    pages_check(SPAN(""));
    text_release(&text);
}

static void long_sentences_and_paragraphs_are_cut(void **state)
{
    (void)state;
    struct text text, out;
    text_init(&text, 0);
    text_init(&out, 0);
    for (int i = 0; i < 20000; i++) text_adds(&text, "and the word ");
    size_t count = pages_check(text_span(&text));
    assert_true(count >= text.len / LANGUAGE_SENTENCE_BYTES);
    pages_plain(text_span(&text), &out);
    for (size_t i = 0; i + 1 < out.len; i++)
        if (out.at[i] == '\n') out.at[i] = ' ';
    assert_int_equal(out.len, text.len); /* every word came out, the last blank as a line break */
    assert_memory_equal(out.at, text.at, text.len - 1);
    text_release(&out);
    text_release(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_do_not_depend_on_their_dress),
        cmocka_unit_test(what_is_masked_stays_masked),
        cmocka_unit_test(hostile_texts_are_read_to_their_end),
        cmocka_unit_test(long_sentences_and_paragraphs_are_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
