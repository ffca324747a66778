/* The finder against a search that anybody can check, at every place and length, on bytes that
 * must not be read too far. */
#include "tests/test.h"

#include "base/finder.h"
#include "base/finder_avx2.h"
#include "base/finder_many.h"

static uint32_t next_random(uint32_t *state)
{
    *state = *state * UINT32_C(1664525) + UINT32_C(1013904223);
    return *state >> 8;
}

static char small_of(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

/* One byte after another. */
static size_t find_slowly(struct span text, struct span needle, bool fold)
{
    for (size_t i = 0; i + needle.len <= text.len; i++) {
        size_t same = 0;
        while (same < needle.len &&
               (fold ? small_of(text.at[i + same]) : text.at[i + same]) == needle.at[same])
            same++;
        if (same == needle.len) return i;
    }
    return SIZE_MAX;
}

static void agree(const struct finder *finder, struct span text, size_t readable)
{
    size_t wanted = find_slowly(text, finder->needle, finder->fold);
    size_t got = finder_next(finder, text, readable), plain = finder_next_plain(finder, text);
    if (got != wanted || plain != wanted)
        fail_msg("\"%.*s\" (%s) in %zu bytes: %zu, plainly %zu, is at %zu",
                 SPAN_ARGS(finder->needle), finder->fold ? "either case" : "as it is", text.len,
                 got, plain, wanted);
}

/* Few letters, so that there are many near misses; each text ends where its memory does, so that a
 * sanitizer sees what is read behind it. */
static void finds_what_a_slow_search_finds(void **state)
{
    (void)state;
    static const char letters[] = "abABk[{@`\n\xe1\xc1";
    uint32_t seed = 20261122;
    for (int round = 0; round < 20000; round++) {
        char needle[40];
        size_t needle_len = 1 + next_random(&seed) % (round % 3 ? 4 : 39);
        size_t len = next_random(&seed) % 700;
        unsigned kinds = 2 + next_random(&seed) % (sizeof letters - 2);
        bool fold = next_random(&seed) % 2;
        char *text = malloc(len ? len : 1);
        assert_non_null(text);
        for (size_t i = 0; i < len; i++) text[i] = letters[next_random(&seed) % kinds];
        for (size_t i = 0; i < needle_len; i++) {
            needle[i] = letters[next_random(&seed) % kinds];
            if (fold) needle[i] = small_of(needle[i]);
        }
        if (len > needle_len && round % 2) /* one that is there, often at the very end */
            memcpy(text + (round % 4 == 1 ? len - needle_len
                                          : next_random(&seed) % (len - needle_len)),
                   needle, needle_len);
        struct finder finder;
        finder_init(&finder, (struct span){needle, needle_len}, fold);
        agree(&finder, (struct span){text, len}, 0);
        free(text);
    }
}

/* What stands behind the text is never found, though it may be read. */
static void what_is_behind_the_text_does_not_count(void **state)
{
    (void)state;
    char text[600];
    struct finder finder;
    memset(text, '.', sizeof text);
    finder_init(&finder, SPAN("quiz"), false);
    for (size_t len = 0; len < 400; len++) {
        for (size_t over = 1; over <= 4; over++) {
            if (len + over < 4) continue;
            size_t at = len + over - 4;
            memcpy(text + at, "quiz", 4);
            assert_true(finder_next(&finder, (struct span){text, len}, FINDER_SLACK) == SIZE_MAX);
            assert_true(finder_next(&finder, (struct span){text, len + over}, FINDER_SLACK) == at);
            memset(text + at, '.', 4);
        }
    }
}

/* The spans' own searches give the same below and above the length at which they take a finder. */
static void spans_are_searched_by_it(void **state)
{
    (void)state;
    enum { SIZE = 3000 };
    char *text = malloc(SIZE);
    assert_non_null(text);
    for (size_t len = 1000; len < SIZE; len += 37) {
        memset(text, 'x', SIZE);
        memcpy(text + len - 6, "NeeDle", 6);
        struct span hay = {text, len};
        assert_true(span_find(hay, SPAN("NeeDle")) == len - 6);
        assert_true(span_find(hay, SPAN("needle")) == SIZE_MAX);
        assert_true(span_find_nocase(hay, SPAN("NEEDLE")) == len - 6);
        assert_true(span_find_nocase(span_sub(hay, 0, len - 1), SPAN("NEEDLE")) == SIZE_MAX);
    }
    free(text);
}

static size_t first_of(const struct finder_many *finder, struct span text)
{
    size_t first = SIZE_MAX;
    for (size_t i = 0; i < finder->count; i++) {
        size_t at = find_slowly(text, finder->needles[i], false);
        if (at < first) first = at;
    }
    return first;
}

/* Up to sixteen at once: the first of them, whichever it is, and nothing read behind the text. */
static void the_first_of_many_is_found(void **state)
{
    (void)state;
    static const char letters[] = "abcAk\n\xe1";
    uint32_t seed = 20261123;
    for (int round = 0; round < 20000; round++) {
        char written[FINDER_MANY_MOST][12] = {{0}};
        const char *needles[FINDER_MANY_MOST + 1] = {NULL};
        const size_t count = 1 + next_random(&seed) % FINDER_MANY_MOST;
        const unsigned kinds = 3 + next_random(&seed) % (sizeof letters - 3);
        const size_t len = next_random(&seed) % 300, least = round % 2 ? 3 : 6;
        char *text = malloc(len ? len : 1);
        assert_non_null(text);
        for (size_t i = 0; i < len; i++) text[i] = letters[next_random(&seed) % kinds];
        for (size_t i = 0; i < count; i++) {
            size_t needle_len = least + next_random(&seed) % 6;
            for (size_t k = 0; k < needle_len; k++)
                written[i][k] = letters[next_random(&seed) % kinds];
            needles[i] = written[i];
        }
        struct finder_many finder;
        finder_many_init(&finder, needles);
        const size_t wanted = first_of(&finder, (struct span){text, len});
        assert_int_equal(finder_many_next(&finder, (struct span){text, len}), wanted);
        assert_int_equal(finder_many_next_plain(&finder, (struct span){text, len}), wanted);
        free(text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_what_a_slow_search_finds),
        cmocka_unit_test(what_is_behind_the_text_does_not_count),
        cmocka_unit_test(spans_are_searched_by_it),
        cmocka_unit_test(the_first_of_many_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
