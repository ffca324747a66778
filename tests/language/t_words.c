#include "language/grammar.h"
#include "tests/test.h"

static void the_lexicon_finds_each_of_its_words(void **state)
{
    (void)state;
    assert_true(lexicon_count() > 5000);
    for (uint16_t i = 0; i < lexicon_count(); i++) {
        assert_int_equal(lexicon_find(lexicon_word(i)), i);
        if (i > 0) assert_true(span_compare(lexicon_word((uint16_t)(i - 1)), lexicon_word(i)) < 0);
    }
}

static bool is_listed(struct span word)
{
    for (uint16_t i = 0; i < lexicon_count(); i++)
        if (span_equal(lexicon_word(i), word)) return true;
    return false;
}

static void the_lexicon_finds_no_other_word(void **state)
{
    (void)state;
    static const char *const others[] = {
        "",        "thx",   "qqq",      "Should",
        "shouldx", "hould", "\xff\xfe", "a very long word that no list can ever hold"};
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
        assert_int_equal(lexicon_find(span_of(others[i])), NO_WORD);
    /* One letter changed: found only when that is a word as well. */
    for (uint16_t i = 0; i < lexicon_count(); i = (uint16_t)(i + 7)) {
        char bytes[64];
        struct span word = lexicon_word(i);
        memcpy(bytes, word.at, word.len);
        bytes[i % word.len] = (char)('a' + i % 26);
        struct span near = {bytes, word.len};
        assert_int_equal(lexicon_find(near) != NO_WORD, is_listed(near));
    }
}

static void words_have_the_classes_of_their_lists_and_forms(void **state)
{
    (void)state;
    static const struct {
        const char *word;
        enum language_word_class has, lacks;
    } cases[] = {
        {"should", W_MODAL, W_VERB},
        {"caught", W_PP, W_VB},
        {"caught", W_VBD, W_ING},
        {"escalates", W_VBS, W_VB},
        {"escalated", W_CONDUCT, W_MACHINEACT},
        {"responded", W_CONDUCT, W_BE},
        {"responded", W_MACHINEACT, W_BE},
        {"went", W_VBD, W_PP},
        {"gone", W_PP, W_VBD},
        {"resetting", W_ING, W_VB},
        {"planned", W_PP, W_NOUN},
        {"not", W_NEG, W_VERB},
        {"because", W_SUBORD, W_AND},
        {"misread", W_MISDO, W_BE},
        {"forgot", W_OMIT, W_PP},
        {"nobody", W_NOBODY, W_ANYONE},
        {"minutes", W_UNIT, W_VERB},
        {"monday", W_DATE, W_VERB},
        {"was", W_BE, W_VERB},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        uint16_t entry = lexicon_find(span_of(cases[i].word));
        if (entry == NO_WORD) fail_msg("%s is not in the lexicon", cases[i].word);
        struct word_classes classes = lexicon_classes(entry);
        if (!word_is(classes, cases[i].has) || word_is(classes, cases[i].lacks))
            fail_msg("classes of %s", cases[i].word);
    }
}

/* ---- sentences to words ---- */

struct cut_case {
    const char *text;
    const char *words; /* as cut, each "word" or "word:CLASS" or "word:-CLASS" */
};

static const char *const class_names[] = {
#define X(NAME, help) #NAME,
    LANGUAGE_WORD_CLASSES(X)
#undef X
};

static bool word_has(const struct word *word, struct span class)
{
    for (unsigned i = 0; i < W_COUNT; i++)
        if (span_is(class, class_names[i])) return word_is(word->classes, i);
    fail_msg("no class %.*s", SPAN_ARGS(class));
    return false;
}

static void cut(const char *text, const struct names *names, struct sentence *sentence,
                struct parse *parse)
{
    *sentence = (struct sentence){.plain = text, .len = strlen(text)};
    grammar_words(sentence, names, parse);
}

static void check_words(const struct cut_case *row, const struct names *names)
{
    static struct parse parse;
    struct sentence sentence;
    cut(row->text, names, &sentence, &parse);
    struct span rest = span_of(row->words);
    size_t i = 0;
    for (; rest.len > 0; i++) {
        struct span wanted = span_cut(&rest, ' '), word = span_cut(&wanted, '|');
        if (i >= parse.word_count) fail_msg("%s: too few words", row->text);
        struct span got = {row->text + parse.words[i].from,
                           (size_t)(parse.words[i].to - parse.words[i].from)};
        if (!span_equal(got, word)) fail_msg("%s: word %zu is %.*s", row->text, i, SPAN_ARGS(got));
        while (wanted.len > 0) {
            struct span class = span_cut(&wanted, '|');
            bool lacks = class.at[0] == '-';
            if (word_has(&parse.words[i], span_from(class, lacks)) == lacks)
                fail_msg("%s: %.*s and class %.*s", row->text, SPAN_ARGS(got), SPAN_ARGS(class));
        }
    }
    if (i != parse.word_count) fail_msg("%s: %zu words", row->text, parse.word_count);
    assert_true(word_is(parse.words[i].classes, W_PUNCT));
}

static void sentences_are_cut_into_words(void **state)
{
    (void)state;
    static const struct cut_case cases[] = {
        {"", ""},
        {"We didn't test it.", "We|PRON did|DO n't|NEG test|VB it|THING .|PUNCT|BREAK"},
        {"It can't and won't.", "It ca|MODAL n't|NEG and|AND wo|MODAL n't|NEG ."},
        {"You should've asked", "You should|MODAL 've|HAVE asked|PP"},
        {"He shouldn't've", "He should n't|NEG 've|HAVE"},
        {"We'd checked", "We 'd|HAVE|-MODAL checked"},
        {"We'd never checked", "We 'd|HAVE|-MODAL never checked"},
        {"We'd have known", "We 'd|MODAL|-HAVE have known"},
        {"They'd check", "They 'd|MODAL|-HAVE check"},
        {"it's been down", "it 's|HAVE|-BE|-POSS been down"},
        {"it's down", "it 's|BE|-HAVE|-POSS down"},
        {"Ana's change", "Ana 's|POSS|-BE|-HAVE change"},
        {"the engineers' access", "the engineers '|POSS access"},
        {"We'll see, I'm in", "We 'll|MODAL see ,|COMMA I 'm|BE in"},
        {"cannot do", "cannot|MODAL|NEG do"},
        {"They finally noticed", "They finally|ADVERB|-NOUN noticed|VBD"},
        {"could of checked", "could of|HAVE|-PREP checked|PP"},
        {"should not of gone", "should not of|HAVE|-PREP gone"},
        {"part of checked", "part of|PREP|-HAVE checked"},
        {"could of course", "could of|PREP|-HAVE course"},
        {"at 10:02, 30s later", "at 10:02|DATE|NUMBER ,|COMMA 30s|NUMBER|UNIT later"},
        {"on 2026-05-12 (UTC)", "on 2026-05-12|DATE (|PUNCT UTC|DATE )|PUNCT"},
        {"5% of 1,204 5xx", "5%|NUMBER|UNIT of 1,204|NUMBER 5xx|NUMBER|-UNIT"},
        {"5 min, 10 GB", "5|NUMBER min|UNIT , 10 GB|UNIT"},
        {"set max_conns in pool.c:210", "set max_conns|CODE in pool.c:210|CODE"},
        {"std::move readFile() v1.2.3", "std::move|CODE readFile()|CODE v1.2.3|CODE"},
        {"see /var/log/x.log now", "see /var/log/x.log|CODE now"},
        {"run --force on node-3", "run --force|CODE on node-3"},
        {"@ana and @bo.ek met", "@ana|HANDLE and @bo.ek|HANDLE met"},
        {"a \x01 b \x02 c \x03", "a \x01|CODE b \x02|LINK c \x03|QUOTED"},
        {"pods/nodes and/or jobs", "pods /|PUNCT nodes and/or|AND jobs"},
        {"slow - then down", "slow -|BREAK then down"},
        {"pre- and post-check", "pre -|PUNCT|-BREAK and post-check"},
        {"Stop! Why?", "Stop !|BANG Why|WH ?|QUERY"},
        {"queue-tested", "queue-tested|PP"},
        {"frobnicated frobbing frobly", "frobnicated|VBD|PP frobbing|ING frobly|ADVERB"},
        {"the frobnication", "the frobnication|NOUN|-VERB"},
        {"redeployed misdeployed", "redeployed|PP|CONDUCT misdeployed|PP|MISDO"},
        {"e.g. GitHub", "e.g|ADVERB . GitHub"},
        {"don't", "do|DO n't|NEG"},
        {"\xff\xfe it", "\xff\xfe it"},
        {"'quoted' word's", "' quoted ' word 's|POSS"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) check_words(&cases[i], NULL);
}

static void names_are_given_and_learnt(void **state)
{
    (void)state;
    struct error error = ERROR_NONE;
    struct span people[] = {SPAN("Zofia Lindqvist"), SPAN("@mreyes")};
    struct span components[] = {SPAN("Ledger Sync Team"), SPAN("operator")};
    struct language_names given = {people, components, 2, 2};
    struct names *names = NULL;
    assert_ok(names_new(&given, &names, &error));
    static const char *const texts[] = {
        "Authors: Birgit Aasen, Tomasz Wolny", "10:02 Oyelaran escalated to the vendor.",
        "10:02 Foobar restarted.", "Thanks to @kwame for the graph."};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        static struct parse parse;
        struct sentence sentence;
        cut(texts[i], names, &sentence, &parse);
        names_learn(names, &parse);
    }
    static const struct cut_case cases[] = {
        {"Zofia met Lindqvist", "Zofia|NAME met Lindqvist|NAME"},
        {"zofia", "zofia|-NAME"},
        {"Mreyes and Kwame", "Mreyes|NAME and Kwame|NAME"},
        {"ledger sync team", "ledger|COMPONENT sync|COMPONENT team|-COMPONENT"},
        {"the operator", "the operator|COMPONENT"},
        {"Aasen Wolny Oyelaran Foobar", "Aasen|NAME Wolny|NAME Oyelaran|NAME Foobar|-NAME"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) check_words(&cases[i], names);
    names_free(names);
    names_free(NULL);
}

static void a_long_sentence_keeps_to_the_limits(void **state)
{
    (void)state;
    static char text[LANGUAGE_SENTENCE_BYTES + 1];
    static struct parse parse;
    struct sentence sentence;
    for (size_t i = 0; i < LANGUAGE_SENTENCE_BYTES; i++) text[i] = "a'b1 "[i % 5];
    cut(text, NULL, &sentence, &parse);
    assert_int_equal(parse.word_count, LANGUAGE_SENTENCE_WORDS);
    memset(text, 'x', LANGUAGE_SENTENCE_BYTES);
    cut(text, NULL, &sentence, &parse);
    assert_int_equal(parse.word_count, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_lexicon_finds_each_of_its_words),
        cmocka_unit_test(the_lexicon_finds_no_other_word),
        cmocka_unit_test(words_have_the_classes_of_their_lists_and_forms),
        cmocka_unit_test(sentences_are_cut_into_words),
        cmocka_unit_test(names_are_given_and_learnt),
        cmocka_unit_test(a_long_sentence_keeps_to_the_limits),
    };
    return cmocka_run_group_tests_name("words", tests, NULL, NULL);
}
