/* The language: what lines mean, what mistakes say, and that writing and reading are one. */
#include "causes/graph.h"
#include "tests/test.h"

#include <stdio.h>

/* Everything that was told, as "line: text" lines. */
struct told {
    struct text text;
    size_t count;
};

static void tell(void *context, unsigned line, const char *text)
{
    struct told *told = context;
    told->count++;
    text_addf(&told->text, "%u: %s\n", line, text);
}

struct bench {
    struct arena arena;
    struct causes_graph graph;
    struct text written;
    struct told told;
    struct error error;
};

static void bench_begin(struct bench *b)
{
    *b = (struct bench){.error = ERROR_NONE};
    arena_init(&b->arena, (size_t)1 << 30);
    text_init(&b->written, 0);
    text_init(&b->told.text, 0);
}

static void bench_end(struct bench *b)
{
    arena_release(&b->arena);
    text_release(&b->written);
    text_release(&b->told.text);
}

static enum status read_text(struct bench *b, struct span text)
{
    text_clear(&b->written);
    text_clear(&b->told.text);
    b->told.count = 0;
    b->error = ERROR_NONE;
    enum status status = causes_read(text, &b->arena, tell, &b->told, &b->graph, &b->error);
    if (!status) causes_write(&b->graph, &b->written);
    return status;
}

/* What is typed, and the same as it is written. */
static const struct {
    const char *typed, *written;
} meanings[] = {
    {"", ""},
    {"# nothing but a comment\r\n\r\n", ""},
    {"\xef\xbb\xbftitle:  Night of the 31st \r\n", "title: Night of the 31st\n"},
    {"C1", "C1:\n"},
    {"C1: the pool: 40 = small", "C1:\n  text: the pool: 40 = small\n"},
    {"a:\nb:\nt = a & b", "a:\n\nb:\n\nt:\n  = a & b\n"},
    {"a:\nb:\nt=b&a # both", "a:\n\nb:\n\nt:\n  = a & b\n"},
    {"a:\nb:\nt = b and a", "a:\n\nb:\n\nt:\n  = a & b\n"},
    {"a:\nb:\nt = b && a || a", "a:\n\nb:\n\nt:\n  = a\n  or a & b\n"},
    {"a:\nb:\nt: the end = a & ! b", "a:\n\nb:\n\nt: the end\n  = a & !b\n"},
    {"a:\nt: the end = a", "a:\n\nt: the end\n  = a\n"},
    {"t: limit = 40", "t:\n  text: limit = 40\n"},
    {"40: forty\nt: limit = 40", "40: forty\n\nt: limit\n  = 40\n"},
    {"a:\nb:\nc:\nt = 2 of (a, b, c)", "a:\n\nb:\n\nc:\n\nt:\n  = 2 of (a, b, c)\n"},
    {"a:\nb:\nt = 2 of (a, b)", "a:\n\nb:\n\nt:\n  = a & b\n"},
    {"a:\nb:\nc:\nt = a & (b & c)", "a:\n\nb:\n\nc:\n\nt:\n  = a & b & c\n"},
    {"a:\nb:\nc:\nt = (a | (b | c))", "a:\n\nb:\n\nc:\n\nt:\n  = a\n  or b\n  or c\n"},
    {"a:\nb:\nc:\nt = a & (b | c)", "a:\n\nb:\n\nc:\n\nt:\n  = a & t.1\n\nt.1:\n  = b\n  or c\n"},
    {"a:\nb:\nc:\nt.1:\nt = a & (b | c) & t.1",
     "a:\n\nb:\n\nc:\n\nt:\n  = a & t.1 & t.2\n\nt.1:\n\nt.2:\n  = b\n  or c\n"},
    {"a:\nb:\nc:\nt = a & (b | c)\nu = t.1 & a",
     "a:\n\nb:\n\nc:\n\nt:\n  = a & t.1\n\nt.1:\n  = b\n  or c\n\nu:\n  = a & t.1\n"},
    {"a:\nb:\nc:\nt = 2 of (a & b, b | c, c)",
     "a:\n\nb:\n\nc:\n\nt:\n  = 2 of (c, t.1, t.2)\n\nt.1:\n  = a & b\n\nt.2:\n  = b\n  or c\n"},
    {"a:\nb:\nt:\n= which W1: a\nor which b", "a:\n\nb:\n\nt:\n  = which W1: a\n  or which b\n"},
    {"which:\nb:\nt = which & b\nor which", "b:\n\nt:\n  = b & which\n  or which\n\nwhich:\n"},
    {"B1 absent: none", "B1 barrier absent: none\n"},
    {"T1 outcome length might: down", "T1 outcome length might: down\n"},
    {"C1 normal disputed event latent: x", "C1 event latent normal disputed: x\n"},
    {"C1: x\npart: mitigator\nwas: unknown\ncategory: process\nsources: 3\nalso: I1 , I2",
     "C1: x\n  part: mitigator\n  category: process\n  was: unknown\n  sources: 3\n  also: I1, "
     "I2\n"},
    {"C1: x\nsince: 2016\nuntil: 2016-03", "C1: x\n  since: 2016\n  until: 2016-03\n"},
    {"C1: x\nsince: 2016-12\nuntil: 2016-12-31", "C1: x\n  since: 2016-12\n  until: 2016-12-31\n"},
    {"C1: x\nsince: 2016-03-04 10:02:03 +01:00\nuntil: ..2017",
     "C1: x\n  since: 2016-03-04T09:02:03Z\n  until: ..2017-12-31T23:59:59.999999999Z\n"},
    {"C1: x\nsince: 2016-03-04 10:02\nuntil: 2017..",
     "C1: x\n  since: 2016-03-04T10:02:00Z..2016-03-04T10:02:59.999999999Z\n"
     "  until: 2017-01-01T00:00:00Z..\n"},
    {"C1: x\nsince: 2016-03..2016-04\nuntil: ..",
     "C1: x\n  since: 2016-03-01T00:00:00Z..2016-04-30T23:59:59.999999999Z\n  until: ..\n"},
    {"condition since: x\ncondition test: y\nitem item: z",
     "condition since: x\n\ncondition test: y\n\nitem item: z\n"},
    {"delay: 2 h\na:", "delay: 2 h\n\na:\n"},
    {"a:\nb:\nc:\nt: x = a and !b or c", "a:\n\nb:\n\nc:\n\nt: x\n  = a & !b\n  or c\n"},
    {"t: x = again and again or once", "t:\n  text: x = again and again or once\n"},
    {"a:\nt: x = a and a", "a:\n\nt: x\n  = a\n"},
    {"a:\nb:\nt = a & b\ntest t without a: no\ncomplete t: cannot tell, the logs are gone",
     "a:\n\nb:\n\nt:\n  = a & b\n    test without a: no\n"
     "    complete: cannot-tell, \"the logs are gone\"\n"},
    {"a:\nb:\nt = a\nor which b\ncomplete: no\nu = b | a\ncomplete: yes by X",
     "a:\n\nb:\n\nt:\n  = a\n  or which b\n    complete: no\n\nu:\n  = a\n    complete: yes by X\n"
     "  or b\n    complete: yes by X\n"},
    {"a:\nt = a\ntest without a: yes, \"it \"\"was\"\" on\" by the role on call on 2026-11-24 "
     "(evidence E4, page 2) as S3",
     "a:\n\nt:\n  = a\n    test without a: yes, \"it \"\"was\"\" on\" by the role on call on "
     "2026-11-24 (evidence E4, page 2) as S3\n"},
    {"a:\nb:\nt = a & b\nor a\nR2 item: x\nR1 item planned length: y\nremoves: b, a\n"
     "cuts: t = b & a\nR2b item\ncuts: t = a",
     "a:\n\nb:\n\nt:\n  = a\n  or a & b\n\nR1 item planned length: y\n  removes: a, b\n"
     "  cuts: t = a & b\n\nR2 item: x\n\nR2b item:\n  cuts: t = a\n"},
    {"a:\nb:\nt = W7: a & b\nR1 item: y\ncuts: t\nR2 item: z\ncuts: W7\nweakens: a",
     "a:\n\nb:\n\nt:\n  = W7: a & b\n\nR1 item: y\n  cuts: t = a & b\n\nR2 item: z\n"
     "  weakens: a\n  cuts: t = a & b\n"},
};

static void lines_mean_what_they_say(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof meanings / sizeof meanings[0]; i++) {
        struct bench b;
        bench_begin(&b);
        if (read_text(&b, span_of(meanings[i].typed)))
            fail_msg("\"%s\": %s", meanings[i].typed, b.told.text.at);
        if (strcmp(b.written.at, meanings[i].written) != 0)
            fail_msg("\"%s\" is written\n%s, wanted\n%s", meanings[i].typed, b.written.at,
                     meanings[i].written);
        assert_int_equal(read_text(&b, span_of(meanings[i].written)), STATUS_OK);
        assert_string_equal(b.written.at, meanings[i].written);
        bench_end(&b);
    }
}

static const struct {
    const char *typed, *told; /* the beginnings of what is told, line by line */
} mistakes[] = {
    {"t = a & b\nb:", "1: no condition has the name a: is b meant?"},
    {"C1:\nC2:\nt = C1 & C3", "3: no condition has the name C3: is C1 meant? Else add a line"},
    {"onset: x\nt = onsit", "2: no condition has the name onsit: is onset meant?"},
    {"t = zzz", "1: no condition has the name zzz: add a line \"zzz: what was so\""},
    {"t =", "1: in what brings t about, at \"\": nothing is said here"},
    {"a:\nt = 1 of ()", "2: in what brings t about, at \")\": the name of a condition is missing"},
    {"a:\nt = a &", "2: in what brings t about, at \"\": the name of a condition is missing"},
    {"a:\nt = (a", "2: in what brings t about, at \"\": a ')' is missing"},
    {"a:\nt = a)", "2: in what brings t about, at \")\": no '('"},
    {"a:\nb:\nt = a, b", "3: in what brings t about, at \",\": ',' stands only in"},
    {"a:\nb:\nt = a b", "3: in what brings t about, at \"b\": use & (and) or | (or)"},
    {"a:\nt = a % a", "2: in what brings t about, at \"%\": use &"},
    {"a:\nt = !(a)", "2: in what brings t about, at \"!\": '!' turns one condition"},
    {"a:\nt = 0 of (a)", "2: 0 of the 1 conditions in a way of t cannot be enough"},
    {"a:\nt = 2 of (a)", "2: 2 of the 1 conditions in a way of t cannot be enough"},
    {"a:\nt = a & a", "2: a stands twice in one way of t"},
    {"a:\nt = a & t", "2: t stands in a way of itself: split it in time, such as t.1 and t.2"},
    {"a: x\nb: y\na: z", "3: two lines say what a is (1 and 3)"},
    {"a:\nt = a\nt = a", "3: what brings t about stands on line 2 already"},
    {"a:\nb:\nt: x = a\nt = b", "3: what brings t about stands on line 4 already"},
    {"a:\nt:\nor a", "3: t has no way before this one"},
    {"or a", "1: what comes about by this is missing"},
    {"since: 2016", "1: \"since:\" belongs below a condition"},
    {"a:\nremoves: a", "2: \"removes:\" belongs below an item"},
    {"R1 item: x\nsince: 2016", "2: \"since:\" belongs below a condition"},
    {"a:\nsince: 2016\nsince: 2017", "3: \"since:\" was stated of a already"},
    {"a:\nsince: yesterday", "2: since: \"yesterday\" is not a time"},
    {"a:\nsince: 10:02", "2: since: \"10:02\" has no date"},
    {"a:\nsince: 2017..2016", "2: since: \"2017..2016\" ends before it begins"},
    {"a:\nsources: many", "2: sources: write how many"},
    {"a:\nwas: maybe", "2: was: \"maybe\" is none of"},
    {"a:\ncategory:", "2: category: a word is missing"},
    {"sinse: 2016", "1: \"sinse:\" is near to \"since:\""},
    {"a silant: x", "1: \"silant\" is no word for a condition; the nearest is \"silent\""},
    {"the site was down", "1: \"site\" is no word for a condition"},
    {"a barrier event: x", "1: it is said to be \"barrier\" already, and now \"event\""},
    {"R1 idea: x", "1: \"idea\" is a word for an item: write \"item\" before it"},
    {"C1:\nt: x = C1 and C9", "2: no condition has the name C9"},
    {"C1:\nC2:\nt: x = C1 or C2\nt = C1", "3: what brings t about stands on line 4 already"},
    {"C1:\nt: x\ntest t without C1: no", "3: C1 stands in no way of t, which has none yet"},
    {"R1 item soon: x", "1: \"soon\" is no word for an item"},
    {"R1 item: x\nR1 item: y", "2: two items have the name R1 (lines 1 and 2)"},
    {"R1 item = a & b", "1: an item has no ways"},
    {"a:\nR1 item: x\nremoves: a\ndetects: a", "4: an item does one thing"},
    {"R1 item: x\nremoves: a", "2: no condition has the name a"},
    {"a:\nt = a\nR1 item: x\ncuts: u", "4: no way and no effect has the name \"u\""},
    {"a:\nb:\nt = a | b\nR1 item: x\ncuts: t", "5: t has several ways"},
    {"a:\nb:\nt = a | b\nR1 item: x\ncuts: t = a & b", "5: t has no way that holds just this"},
    {"a:\nb:\nt = a\nR1 item: x\ncuts: t = a & (a | b)", "5: name the group in parentheses"},
    {"a:\nb:\nt = a\ntest t without b: no", "4: b stands in no way of t"},
    {"a:\ncomplete a: no", "2: nothing is said yet about what brings a about"},
    {"a:\nt = a\ntest t without a: perhaps", "3: the answer is missing"},
    {"a:\nt = a\ntest t: no", "3: write \"test N4 without B1: no\""},
    {"a:\ntest without a: no", "2: no way stands before this test"},
    {"a:\nt = a\ntest t without a: no\ntest t without a: yes",
     "4: this test was answered on line 3"},
    {"a:\nt = a\ncomplete: no, it was so by chance", "3: put the reason in quotes"},
    {"a:\nt = a\ncomplete: no, \"it was", "3: the quotes are not closed"},
    {"a:\nt = a\ncomplete: no by x by y", "3: \" y\" does not fit here"},
    {"title: a\ntitle: b", "2: \"title:\" was stated on line 1 already"},
    {"delay: soon", "1: delay: "},
    {"a\xff:", "1: this line is no text in UTF-8"},
    {"a\x01:", "1: this line is no text in UTF-8"},
    {": words", "1: a name is missing here"},
    {"C%: words", "1: \"C%\" is no name"},
    {"t = a\nu = b\nv =\n", "1: no condition has the name a: is t meant?"},
};

static void mistakes_say_the_line_and_what_to_write(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof mistakes / sizeof mistakes[0]; i++) {
        struct bench b;
        bench_begin(&b);
        enum status status = read_text(&b, span_of(mistakes[i].typed));
        if (status != STATUS_BAD_INPUT ||
            !span_starts(text_span(&b.told.text), span_of(mistakes[i].told)))
            fail_msg("\"%s\" tells (%s)\n%swanted\n%s", mistakes[i].typed, status_name(status),
                     b.told.text.at, mistakes[i].told);
        char first[1000];
        snprintf(first, sizeof first, "%s: %s", b.error.where + 5, b.error.message);
        assert_true(span_starts(text_span(&b.told.text), span_of(first)));
        bench_end(&b);
    }
}

static void all_mistakes_are_told_in_order(void **state)
{
    (void)state;
    struct bench b;
    bench_begin(&b);
    assert_status(read_text(&b, SPAN("t = a & ca & t\nu = (a\nv =\nx: y\nx: z\nsince: 10:02\n")),
                  STATUS_BAD_INPUT);
    assert_int_equal(b.told.count, 7);
    static const char *const begins[] = {"1: no", "1: no", "1: t stands", "2: ", "3: ", "5: "};
    struct span rest = text_span(&b.told.text);
    for (size_t i = 0; i < 6; i++)
        if (!span_starts(span_cut(&rest, '\n'), span_of(begins[i]))) fail_msg("%s", b.told.text.at);
    text_clear(&b.written);
    for (int i = 0; i < 5000; i++) text_adds(&b.written, "? ?\n");
    struct span many = {arena_copy(&b.arena, text_span(&b.written)), b.written.len};
    assert_status(read_text(&b, many), STATUS_BAD_INPUT);
    assert_int_equal(b.told.count, 101);
    assert_non_null(strstr(b.told.text.at, "there are more mistakes"));
    bench_end(&b);
}

static void a_circle_is_no_mistake_of_reading(void **state)
{
    (void)state;
    struct bench b;
    struct error error = ERROR_NONE;
    bench_begin(&b);
    assert_ok(read_text(&b, SPAN("load = slow\nslow = load\n")));
    assert_null(b.graph.order);
    bench_end(&b);
}

static void repeat(struct text *to, const char *what, size_t times)
{
    for (size_t i = 0; i < times; i++) text_adds(to, what);
}

static void long_and_deep_lines_come_to_an_end(void **state)
{
    (void)state;
    static const struct {
        const char *begin, *again, *end, *told; /* told NULL: no mistake */
        size_t times;
    } cases[] = {
        {"a:\nt = ", "(", "a", "2: in what brings t about, at \"(\": too many parentheses", 33},
        {"a:\nt = ", "(", "a", "2: in what brings t about, at \"(\": too many parentheses", 100000},
        {"a:\nt = ", "(", "a", "2: in what brings t about, at \"\": a ')' is missing", 32},
        {"C1: x = ", " ", "y", NULL, 300000},
        {"C1: x = ", "1 ", "y", NULL, 300000},
        {"C1 ", "latent ", ": x", NULL, 300000},
        {"a:\nt = a", " & a", "", "2: a stands twice", 300000},
        {"a:\nt = a\ncomplete: no by ", "on ", "", NULL, 300000},
        {"C1: x\nalso: ", "I1,", "", NULL, 300000},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct bench b;
        struct text typed;
        bench_begin(&b);
        text_init(&typed, 0);
        text_adds(&typed, cases[i].begin);
        repeat(&typed, cases[i].again, cases[i].times);
        text_adds(&typed, cases[i].end);
        enum status status = read_text(&b, text_span(&typed));
        const char *told = cases[i].told ? cases[i].told : "";
        if (status != (*told ? STATUS_BAD_INPUT : STATUS_OK) ||
            !span_starts(text_span(&b.told.text), span_of(told)))
            fail_msg("%zu: %s: %.200s", i, status_name(status), b.told.text.at);
        text_release(&typed);
        bench_end(&b);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_mean_what_they_say),
        cmocka_unit_test(mistakes_say_the_line_and_what_to_write),
        cmocka_unit_test(all_mistakes_are_told_in_order),
        cmocka_unit_test(long_and_deep_lines_come_to_an_end),
        cmocka_unit_test(a_circle_is_no_mistake_of_reading),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
