#include "tests/language/pages.h"
#include "tests/test.h"

struct reading {
    const char *text, *plain;
};

static void read_each(const struct reading *cases, size_t count,
                      void (*read)(struct span, struct text *))
{
    struct text out;
    text_init(&out, 0);
    for (size_t i = 0; i < count; i++) {
        text_clear(&out);
        read(span_of(cases[i].text), &out);
        if (strcmp(out.at, cases[i].plain) != 0)
            fail_msg("%s\n-- gave --\n%s-- wanted --\n%s", cases[i].text, out.at, cases[i].plain);
        pages_check(span_of(cases[i].text));
    }
    text_release(&out);
}

#define READ_EACH(cases, read) read_each(cases, sizeof cases / sizeof *cases, read)

static void marks_are_taken_out(void **state)
{
    (void)state;
    static const struct reading cases[] = {
        {"We **should** _have_ *not* ~~gone~~.", "We should have not gone.\n"},
        {"The max_pool_size of 5 * 3 is *15*.", "The max_pool_size of 5 * 3 is 15.\n"},
        {"A [link text](http://a.b/c_(d) \"title\") here.", "A link text here.\n"},
        {"A [link][ref] and [another] one[^1].", "A link and another one.\n"},
        {"An ![image of it](a.png) here.", "An here.\n"},
        {"An ![image\n", "An image\n"},
        {"A <b class=\"x\">bold</b> word<br>here.", "A bold word here.\n"},
        {"Less < more and a <b.", "Less < more and a <b.\n"},
        {"Escaped \\*stars\\* and \\_bars\\_.", "Escaped *stars* and _bars_.\n"},
        {"One &amp; two&nbsp;three &#x41;&#66; &nonsense;.", "One & two three AB &nonsense;.\n"},
        {"A \xe2\x80\x94 b\xe2\x80\x93"
         "c -- d---e.",
         "A - b - c - d - e.\n"},
        {"It\xe2\x80\x99s here\xe2\x80\xa6 and\xc2\xa0there.", "It's here... and there.\n"},
        {"One\nline,  two   blanks\\\nand a break.", "One line, two blanks and a break.\n"},
        {"**Root cause:** a full disk.", "Root cause: a full disk.\n"},
        {"Zero\xe2\x80\x8bwidth \xef\xbb\xbfmarks.", "Zerowidth marks.\n"},
        {"caf\xc3\xa9 \xff\xfe stays.", "caf\xc3\xa9 stays.\n"},
    };
    READ_EACH(cases, pages_plain);
}

static void what_is_no_prose_becomes_one_word(void **state)
{
    (void)state;
    static const struct reading cases[] = {
        {"The `should have` flag and ``a ` b`` too.", "The ` flag and ` too.\n"},
        {"An <code>open one</code> and `one left open.", "An ` and `one left open.\n"},
        {"See https://a.b/c?d=(e). Or www.a.b, or <http://x>.", "See ^.\nOr ^, or ^.\n"},
        {"Mail ana.b@example.org or @ana.", "Mail ^ or @ana.\n"},
        {"He said \"we should have. We did not.\" Then more.", "He said \".\nThen more.\n"},
        {"The \xe2\x80\x9croot cause\xe2\x80\x9d was it.", "The \" was it.\n"},
        {"The 'root cause' of the servers' disks isn't it.",
         "The \" of the servers' disks isn't it.\n"},
        {"A 5\" disk and a 7\" disk.", "A 5\" disk and a 7\" disk.\n"},
        {"A \"mark that is not closed.", "A \"mark that is not closed.\n"},
        {"He asked \"why?\" and left.", "He asked \" and left.\n"},
    };
    READ_EACH(cases, pages_plain);
}

static void sentences_end_where_they_do(void **state)
{
    (void)state;
    static const struct reading cases[] = {
        {"One. Two! Three? Four", "One.\nTwo!\nThree?\nFour\n"},
        {"Tools, e.g. Kafka, i.e. queues, etc. and so on.",
         "Tools, e.g. Kafka, i.e. queues, etc. and so on.\n"},
        {"At 5 p.m. The pod died. Approx. 3 pods of Mr. Ito.",
         "At 5 p.m.\nThe pod died.\nApprox. 3 pods of Mr. Ito.\n"},
        {"See no. 5 there. We said no. It stayed.", "See no. 5 there.\nWe said no.\nIt stayed.\n"},
        {"Version 1.2.3 of app.py at 3.5 s. Then v2.",
         "Version 1.2.3 of app.py at 3.5 s.\nThen v2.\n"},
        {"Wait... What?! (It was so.) Yes.", "Wait...\nWhat?!\n(It was so.)\nYes.\n"},
        {"It ended. `kubectl` ran. 3 pods died.", "It ended.\n` ran.\n3 pods died.\n"},
        {"J. Doe paged Acme Inc. and left.", "J. Doe paged Acme Inc. and left.\n"},
    };
    READ_EACH(cases, pages_plain);
}

static void blocks_are_told_apart(void **state)
{
    (void)state;
    static const struct reading cases[] = {
        {"One\ntwo\n\nthree", "One two\nthree\n"},
        {"- a word\n  more\n- b word\nlazy\n\n  para\n", "a word more\nb word lazy\npara\n"},
        {"1. one a\n2) two b\n+ three c\n* [x] four d\n\xe2\x80\xa2 five e",
         "one a\ntwo b\nthree c\nfour d\nfive e\n"},
        {"> quoted\nlazily\n\n> > deep\n\nprose", "prose\n"},
        {"```\ncode\n```\nprose\n~~~ sh\nmore\n~~~~\nend", "prose\nend\n"},
        {"- item\n  ```\n  code\n- next", "item\nnext\n"},
        {"text here\n\n    code here\n\n- item a\n\n      code\n    para b",
         "text here\nitem a\npara b\n"},
        {"<div>\nhtml text\n</div>\n\nprose <!-- a\nremark --> here", "prose here\n"},
        {"<!-- one\n\ntwo --> three\n\nfour", "three\nfour\n"},
        {"a para\n<details>\n<summary>x y</summary>\n\ninside it", "a para\ninside it\n"},
        {"| Head | Er |\n|---|:-:|\n| one a | two \\| b |\n\nprose", "one a\ntwo | b\nprose\n"},
        {"Head | Er\n--- | ---\none a | two b\nprose", "one a\ntwo b\nprose\n"},
        {"---\ntitle: x y\n---\nprose", "prose\n"},
        {"+++\ntitle = 'x y'\n+++\nprose", "prose\n"},
        {"\xef\xbb\xbf# Head\nprose", "prose\n"},
        {"[ref]: http://a.b \"title\"\n[^1]: a foot note\n", "a foot note\n"},
        {"Head line\n===\nHead two\n---\nHead three\n~~~~~~~~~~\nprose\n***\nmore",
         "prose\nmore\n"},
        {"== Head\nprose\n## Head ##\nmore", "prose\nmore\n"},
        {"one a\r\ntwo b\r\rthree c\r", "one a two b\nthree c\n"},
    };
    READ_EACH(cases, pages_plain);
}

static void headings_decide_the_field(void **state)
{
    (void)state;
    static const struct reading cases[] = {
        {"# Postmortem of the recovery timeline service\na b\n## Timeline\nc d\n### Day one\ne f\n"
         "## Action items\n- g h\n",
         "analysis text SE1: a b\nevent text SE1: c d\nevent text SE1: e f\nactions item SEL1: g "
         "h\n"},
        {"## 3. Where we got lucky\na b\n\n**Next steps:**\n\nc d. e",
         "what-if text SE1: a b\n"
         "actions text SE1: c d. e\n"},
        {"Timeline:\n\na b\n\nMitigation & Resolution\n---\nc d", "event text SE1: a b\n"
                                                                  "analysis text SE1: c d\n"},
        {"# x\n## Chat transcript\na b\n## y\nc d\n", "analysis text SE1: c d\n"},
        {"## What went well\n- a b. C d.\n", "analysis item SL: a b.\nanalysis item EL: C d.\n"},
        {"<!-- guard: off CF it is so -->\na b\n\nc d <!-- guard: off RC, CF01: both -->",
         "analysis text SE1 off: a b\n"
         "analysis text SE1 off: c d\n"},
        {"<!-- guard: off blame: as told -->\na b\n\nc d\n\n<!-- guard: on -->\n\ne f\n",
         "analysis text SE1 off: a b\nanalysis text SE1 off: c d\nanalysis text SE1: e f\n"},
        {"a b\n\nc d\n\n<!-- guard: off-file RC plan -->", "analysis text SE1 off: a b\n"
                                                           "analysis text SE1 off: c d\n"},
        {"<!-- guard: off CF it is so -->\n| H | I |\n|---|---|\n| a b | c d |\n| e f | g h |\n\n| "
         "i j |",
         "analysis cell SE1 off: a b\nanalysis cell SE1 off: c d\nanalysis cell SE1 off: e "
         "f\nanalysis cell SE1 off: g h\nanalysis cell SE1: i j\n"},
        {"<!-- guard: off CF it is so -->\n- a b\n\n  c d\n- e f\n  - g h\n- i j\n\nk l\n\n- m n",
         "analysis item SEL1 off: a b\nanalysis text SEL1 off: c d\nanalysis item SEL1 off: e "
         "f\nanalysis item SEL1 off: g h\nanalysis item SEL1 off: i j\nanalysis text SE1: k "
         "l\nanalysis item SEL1: m n\n"},
        {"- a b\n\n  <!-- guard: off CF it is so -->\n\n  c d\n- e f",
         "analysis item SEL1: a b\nanalysis text SEL1 off: c d\nanalysis item SEL1: e f\n"},
        {"<!-- guard: off CF it is so -->\na b\n\n- c d",
         "analysis text SE1 off: a b\nanalysis item SEL1: c d\n"},
        {"- a b <!-- guard: off CF as told -->\n- c d",
         "analysis item SEL1 off: a b\nanalysis item SEL1: c d\n"},
        {"<!-- guard: off nothing -->\na b", "analysis text SE1: a b\n"},
        {"<!-- guard: off CF -->\na b", "analysis text SE1: a b\n"},
    };
    READ_EACH(cases, pages_full);
}

static void what_was_said_or_printed_is_left_out(void **state)
{
    (void)state;
    static const struct reading cases[] = {
        {"- 10:31 The on-call restarted it\n- 10:32 UTC - Ana looked\n",
         "The on-call restarted it\n"
         "Ana looked\n"},
        {"10:02 It began\n10:05 It ended\n", "It began\nIt ended\n"},
        {"**2026-05-12 10:02 - 10:05 CEST**: Errors rose", "Errors rose\n"},
        {"May 12, 10:02 PM (PST): errors rose", "errors rose\n"},
        {"<ana> we should\n- [10:02] ana: should\n- 10:02 ana: should\n", ""},
        {"Ana [1:26 PM]\nwe should\n\nana b  10:02 AM\nwe should", ""},
        {"2026-05-12T10:02:01Z ERROR it failed\n\n[10:02:01] [pool] it failed", ""},
        {"$ kubectl get pods\n\nana@db:~$ ls\n\n{\"a\": 1}\n\nmax_wait: 3\n", ""},
        {"Traceback (most recent call last):\n  File \"x.py\"\n\nat a.b.C(D.java:3)", ""},
        {"01:56: [ana](http://a.b) paged him\n\n10:02 Discovery: a full disk",
         "ana paged him\nDiscovery: a full disk\n"},
        {"10:02 Update: it is done\n\nImpact: some users.",
         "Update: it is done\nImpact: some users.\n"},
        {"## Timeline\n- Priya: I should have noticed.\n- Cause: we met a limit.\n",
         "Cause: we met a limit.\n"},
        {"*Describe what happened here.* The pool filled.", "The pool filled.\n"},
    };
    READ_EACH(cases, pages_plain);
}

static void other_languages_are_left_alone(void **state)
{
    (void)state;
    static const char german[] =
        "Der Server fiel um zehn Uhr aus und niemand bemerkte den Fehler bis kurz vor Mittag.";
    struct text text, out;
    text_init(&text, 0);
    text_init(&out, 0);
    text_addf(&text, "The pool was full and the queue grew.\n\n%s\n", german);
    pages_plain(text_span(&text), &out);
    assert_string_equal(out.at, "The pool was full and the queue grew.\n");
    text_clear(&text);
    for (int i = 0; i < 4; i++) text_addf(&text, "%s\n\n", german);
    struct language_request request = {.text = text_span(&text), .document = true};
    struct page *page;
    struct error error = ERROR_NONE;
    assert_ok(page_open(&request, &page, &error));
    assert_true(page_is_foreign(page));
    page_close(page);
    text_release(&out);
    text_release(&text);
}

static void places_count_lines_and_columns(void **state)
{
    (void)state;
    struct span text = SPAN("a\xc3\xa9\xf0\x9f\x98\x80z\r\nb\rc\n\xff"
                            "d");
    static const struct language_place places[] = {
        {0, 0, 0, 0, 0, 0},  {1, 0, 1, 1, 1, 1},  {3, 0, 3, 2, 2, 2},   {7, 0, 7, 3, 4, 4},
        {10, 1, 0, 0, 0, 7}, {12, 2, 0, 0, 0, 9}, {14, 3, 0, 0, 0, 11}, {15, 3, 1, 1, 1, 12},
    };
    struct language_request request = {.text = text};
    struct page *page;
    struct error error = ERROR_NONE;
    assert_ok(page_open(&request, &page, &error));
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        struct language_place got = page_place(page, places[i].byte);
        assert_int_equal(got.line, places[i].line);
        assert_int_equal(got.column, places[i].column);
        assert_int_equal(got.runes, places[i].runes);
        assert_int_equal(got.units, places[i].units);
        assert_int_equal(got.text_units, places[i].text_units);
        assert_true(page_is_border(page, places[i].byte));
    }
    assert_false(page_is_border(page, 2));
    assert_false(page_is_border(page, 5));
    page_close(page);
}

static void remarks_that_are_wrong_are_told(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool wrong;
        uint32_t line;
    } cases[] = {
        {"a b\n\n<!-- guard: off CF, XX99 as it is -->\n", true, 2},
        {"<!-- guard: off CF CF10 as it is -->", true, 0},
        {"a b\n<!-- guard: off CF -->", true, 1},
        {"<!-- guard: off -->", true, 0},
        {"<!-- guard: off-file -->", true, 0},
        {"<!-- guard: off-file CF, -->", true, 0},
        {"<!-- guard: off CF,CF10 , blame: hindsight is what it is about -->", false, 0},
        {"<!-- guard: mute CF -->", true, 0},
        {"a <!-- guard: off nonsense --> b", true, 0},
        {"<!-- guard: off CF as it is -->", false, 0},
        {"<!-- a guard -->", false, 0},
        {"```\n<!-- guard: mute -->\n```", false, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct language_request request = {.text = span_of(cases[i].text), .document = true};
        struct page *page;
        struct sentence sentence;
        struct error error = ERROR_NONE;
        struct language_place place = {0};
        assert_ok(page_open(&request, &page, &error));
        while (page_next(page, &sentence)) continue;
        assert_int_equal(page_remark_wrong(page, &place) != NULL, cases[i].wrong);
        assert_int_equal(place.line, cases[i].line);
        page_close(page);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(marks_are_taken_out),
        cmocka_unit_test(what_is_no_prose_becomes_one_word),
        cmocka_unit_test(sentences_end_where_they_do),
        cmocka_unit_test(blocks_are_told_apart),
        cmocka_unit_test(headings_decide_the_field),
        cmocka_unit_test(what_was_said_or_printed_is_left_out),
        cmocka_unit_test(other_languages_are_left_alone),
        cmocka_unit_test(places_count_lines_and_columns),
        cmocka_unit_test(remarks_that_are_wrong_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
