/*
 * What must not matter to the guard: where lines break, marks of emphasis, trailing blanks, the
 * kind of line end. What it must never look at: code, quotations, addresses, front matter.
 */
#include "language/language.h"
#include "tests/test.h"

#define MOST 400

struct told {
    struct {
        const char *rule;
        uint8_t level, field;
        uint64_t fingerprint;
    } at[MOST];
    size_t count;
    struct span text;
};

static bool on_border(struct span text, size_t byte)
{
    return byte == text.len || ((unsigned char)text.at[byte] & 0xc0) != 0x80;
}

static enum status keep(void *context, const struct language_finding *finding, struct error *error)
{
    struct told *told = context;
    (void)error;
    assert_true(finding->from.byte < finding->to.byte && finding->to.byte <= told->text.len);
    assert_true(finding->sentence_from.byte <= finding->from.byte &&
                finding->to.byte <= finding->sentence_to.byte);
    assert_true(on_border(told->text, finding->from.byte) &&
                on_border(told->text, finding->to.byte));
    assert_true(told->count < MOST);
    told->at[told->count].rule = finding->rule->id;
    told->at[told->count].level = finding->level;
    told->at[told->count].field = finding->field;
    told->at[told->count++].fingerprint = finding->fingerprint;
    return STATUS_OK;
}

static void tell(struct span text, struct told *ret)
{
    const struct language_request request = {
        .text = text, .document = true, .field = LANGUAGE_FIELD_ANALYSIS};
    struct language_summary summary;
    struct error error = ERROR_NONE;
    *ret = (struct told){.text = text};
    assert_ok(language_check(&request, keep, ret, &summary, &error));
}

static void assert_same(struct span text, const struct told *wanted, const char *what)
{
    struct told got;
    tell(text, &got);
    if (got.count != wanted->count)
        fail_msg("%s: %zu findings, were %zu:\n%.*s", what, got.count, wanted->count,
                 SPAN_ARGS(text));
    for (size_t i = 0; i < got.count; i++)
        if (strcmp(got.at[i].rule, wanted->at[i].rule) != 0 ||
            got.at[i].level != wanted->at[i].level || got.at[i].field != wanted->at[i].field ||
            got.at[i].fingerprint != wanted->at[i].fingerprint)
            fail_msg("%s: finding %zu is %s, was %s:\n%.*s", what, i, got.at[i].rule,
                     wanted->at[i].rule, SPAN_ARGS(text));
}

/* The hits of all rules, some in a paragraph: the text that is varied. */
static void add_paragraphs(struct text *out, size_t step)
{
    for (size_t i = 0; i < language_rule_count; i += step) {
        const struct language_rule *rule = &language_rules[i];
        if (rule->class == LANGUAGE_CLASS_WEAK_REMEDY) continue;
        text_addf(out, "%s%s", rule->hits[0], i / step % 3 == 2 ? "\n\n" : " ");
    }
}

/* Letters and blanks alone, so that no list, number or mark comes to stand where a line begins. */
static bool may_break(struct span text, size_t at)
{
    if (text.at[at] != ' ' || at + 1 >= text.len || at == 0) return false;
    const char next = text.at[at + 1];
    return (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z');
}

enum variation { WRAPPED, TRAILING, CRLF, WRAPPED_CRLF, VARIATIONS };

static void vary(struct span text, enum variation how, size_t every, struct text *out)
{
    const bool wrap = how == WRAPPED || how == WRAPPED_CRLF;
    const bool crlf = how == CRLF || how == WRAPPED_CRLF;
    size_t blanks = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (wrap && may_break(text, i) && ++blanks % every == 0) {
            text_adds(out, crlf ? "\r\n" : "\n");
        } else if (text.at[i] == '\n') {
            /* Two blanks would be a line break; one or three mean nothing. */
            if (how == TRAILING) text_adds(out, every % 2 ? " " : "\t");
            text_adds(out, crlf ? "\r\n" : "\n");
        } else {
            text_addc(out, text.at[i]);
        }
    }
}

static void lines_and_blanks_do_not_matter(void **state)
{
    (void)state;
    for (size_t step = 1; step <= 5; step++) {
        struct text plain;
        struct told wanted;
        text_init(&plain, 0);
        add_paragraphs(&plain, step * 3);
        tell(text_span(&plain), &wanted);
        assert_true(wanted.count > 4);
        for (enum variation how = 0; how < VARIATIONS; how++)
            for (size_t every = 1; every <= 7; every++) {
                struct text varied;
                text_init(&varied, 0);
                vary(text_span(&plain), how, every, &varied);
                assert_same(text_span(&varied), &wanted, "re-wrapped");
                text_release(&varied);
            }
        text_release(&plain);
    }
}

static bool is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

/* One word of each sentence set in marks, each word in turn. */
static void emphasis_does_not_matter(void **state)
{
    static const char *const marks[] = {"*", "**", "***", "_", "__"};
    (void)state;
    for (size_t i = 0; i < language_rule_count; i++) {
        const struct language_rule *rule = &language_rules[i];
        const struct span hit = span_of(rule->hits[0]);
        struct told wanted;
        tell(hit, &wanted);
        size_t turn = 0;
        for (size_t from = 0, to; from < hit.len; from = to + 1) {
            for (to = from; to < hit.len && is_letter(hit.at[to]); to++) {
            }
            const bool whole = to > from && (from == 0 || hit.at[from - 1] == ' ') &&
                               (to == hit.len || byte_is_one_of(hit.at[to], " ,.;"));
            /* A whole paragraph in bold is a heading by another name. */
            if (!whole || (from == 0 && to + 1 >= hit.len)) continue;
            const char *mark = marks[turn++ % 5];
            struct text varied;
            text_init(&varied, 0);
            text_add(&varied, span_sub(hit, 0, from));
            text_addf(&varied, "%s%.*s%s", mark, (int)(to - from), hit.at + from, mark);
            text_add(&varied, span_from(hit, to));
            assert_same(text_span(&varied), &wanted, "emphasised");
            text_release(&varied);
        }
    }
}

static void what_is_no_prose_is_never_looked_at(void **state)
{
    static const char *const around[][2] = {
        {"```\n", "\n```\n"},
        {"~~~ text\n", "\n~~~\n"},
        {"Text before.\n\n    ", "\n"},
        {"> ", "\n"},
        {"> > ", "\n"},
        {"The lead wrote: \"", "\"\n"},
        {"The lead wrote: \xe2\x80\x9c", "\xe2\x80\x9d\n"},
        {"The log has `", "` in it.\n"},
        {"The log has `` ` ", " `` in it.\n"},
        {"---\ntitle: ", "\n---\n"},
        {"+++\ntitle = ", "\n+++\n"},
        {"# ", "\n"},
        {"### ", " ###\n"},
        {"", "\n========\n"},
        {"<!-- ", " -->\n"},
        {"[10:12] <ana> ", "\n"},
        {"[a]: https://example.org/a \"", "\"\n"},
    };
    (void)state;
    for (size_t i = 0; i < language_rule_count; i++)
        for (size_t a = 0; a < sizeof around / sizeof around[0]; a++) {
            struct told got;
            struct text text;
            text_init(&text, 0);
            text_addf(&text, "%s%s%s", around[a][0], language_rules[i].hits[0], around[a][1]);
            tell(text_span(&text), &got);
            if (got.count > 0)
                fail_msg("%s looked at what is no prose: %s", got.at[0].rule, text.at);
            text_release(&text);
        }
}

static void addresses_are_never_looked_at(void **state)
{
    static const char *const addresses[] = {
        "See https://example.org/root-cause/should-have/human-error for it.",
        "See <https://example.org/root/cause?should+have+been=1> for it.",
        "See [the page](https://example.org/human%20error \"The root cause was X\") for it.",
        "![The team should have asked.](picture.png)",
    };
    (void)state;
    for (size_t i = 0; i < sizeof addresses / sizeof addresses[0]; i++) {
        struct told got;
        tell(span_of(addresses[i]), &got);
        if (got.count > 0) fail_msg("%s looked at %s", got.at[0].rule, addresses[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_and_blanks_do_not_matter),
        cmocka_unit_test(emphasis_does_not_matter),
        cmocka_unit_test(what_is_no_prose_is_never_looked_at),
        cmocka_unit_test(addresses_are_never_looked_at),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
