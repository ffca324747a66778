/* A text through page, grammar and rules to its findings; one sentence is held at a time. */
#include "language/findings.h"
#include "language/grammar.h"
#include "language/page.h"

#include <stdlib.h>

struct checker {
    const struct language_request *request; /* borrowed */
    struct page *page;
    struct names *names;
    bool *spoken; /* by rule, whether it has */
    struct sentence sentence;
    struct parse parse;
    struct findings findings;
    struct language_summary summary;
};

static const struct language_settings no_settings;

static const struct language_settings *settings_of(const struct checker *checker)
{
    return checker->request->settings ? checker->request->settings : &no_settings;
}

/* Places of all findings of a sentence, asked for in rising order. */
static void place_all(struct checker *checker)
{
    struct findings *findings = &checker->findings;
    const struct sentence *sentence = &checker->sentence;
    struct {
        size_t byte;
        struct language_place place;
    } ends[2 * FINDINGS_MOST];
    size_t count = 0;
    const struct language_place from = page_place(checker->page, sentence->source[0]);
    for (size_t i = 0; i < findings->count; i++)
        for (int end = 0; end < 2; end++) {
            const size_t byte = end ? findings->at[i].to.byte : findings->at[i].from.byte;
            size_t at = count++;
            for (; at > 0 && ends[at - 1].byte > byte; at--) ends[at] = ends[at - 1];
            ends[at].byte = byte;
        }
    for (size_t i = 0; i < count; i++) ends[i].place = page_place(checker->page, ends[i].byte);
    const struct language_place to = page_place(checker->page, sentence->source[sentence->len]);
    for (size_t i = 0; i < findings->count; i++) {
        struct language_finding *finding = &findings->at[i];
        finding->sentence_from = from, finding->sentence_to = to;
        for (size_t k = 0; k < count; k++) {
            if (ends[k].byte == finding->from.byte) finding->from = ends[k].place;
            if (ends[k].byte == finding->to.byte) finding->to = ends[k].place;
        }
    }
}

static enum status tell(struct checker *checker, language_sink *sink, void *context,
                        struct error *error)
{
    struct findings *findings = &checker->findings;
    enum status status = STATUS_OK;
    place_all(checker);
    for (size_t i = 0; i < findings->count && !status; i++) {
        const struct language_finding *finding = &findings->at[i];
        if (finding->dismissed)
            checker->summary.dismissed++;
        else
            checker->summary.findings[finding->level]++;
        status = sink(context, finding, error);
    }
    return status;
}

static enum status check_sentence(struct checker *checker, language_sink *sink, void *context,
                                  struct error *error)
{
    struct parse *parse = &checker->parse;
    struct rule_hit hits[FINDINGS_MOST];
    checker->summary.sentences++;
    grammar_words(&checker->sentence, checker->names, parse);
    names_learn(checker->names, parse);
    if (!rules_wake(parse)) return STATUS_OK;
    grammar_groups(parse);
    const size_t count = rules_match(parse, hits, FINDINGS_MOST);
    findings_of(parse, checker->page, settings_of(checker), checker->spoken, hits, count,
                &checker->findings);
    return checker->findings.count ? tell(checker, sink, context, error) : STATUS_OK;
}

enum status language_check(const struct language_request *request, language_sink *sink,
                           void *context, struct language_summary *ret, struct error *error)
{
    enum status status = STATUS_OK;
    struct checker *checker = calloc(1, sizeof *checker);
    if (!checker) return error_set(error, STATUS_NO_MEMORY, "no memory to check a text");
    checker->request = request;
    checker->spoken = calloc(language_rule_count + 1, sizeof *checker->spoken);
    if (!checker->spoken) {
        status = error_set(error, STATUS_NO_MEMORY, "no memory to check a text");
        goto out;
    }
    if ((status = names_new(&settings_of(checker)->names, &checker->names, error))) goto out;
    if ((status = page_open(request, &checker->page, error))) goto out;
    while (!status && page_next(checker->page, &checker->sentence))
        status = check_sentence(checker, sink, context, error);
    if (status) goto out;
    checker->summary.remark_wrong = page_remark_wrong(checker->page, &checker->summary.remark_at);
    checker->summary.foreign = page_foreign_sentences(checker->page);
    checker->summary.off = page_is_foreign(checker->page);
    *ret = checker->summary;
out:
    page_close(checker->page);
    names_free(checker->names);
    free(checker->spoken);
    free(checker);
    return status;
}
