/* Who or what a noun phrase speaks of. */
#include "language/syntax.h"

static bool is(const struct syntax *syntax, size_t i, enum language_word_class class)
{
    return syntax_is(syntax, i, class);
}

/* The first class that the head has decides. */
static const struct {
    enum language_word_class class;
    enum subject_kind kind;
} order[] = {
    {W_COMPONENT, SUBJECT_MACHINE}, {W_HANDLE, SUBJECT_PERSON},     {W_NAME, SUBJECT_PERSON},
    {W_NOBODY, SUBJECT_NOBODY},     {W_PRON, SUBJECT_PERSON},       {W_ANYONE, SUBJECT_PERSON},
    {W_WHO, SUBJECT_PERSON},        {W_ATTACKER, SUBJECT_ATTACKER}, {W_ROLE, SUBJECT_PERSON},
    {W_PERSON, SUBJECT_PERSON},     {W_USER, SUBJECT_USER},         {W_TEAM, SUBJECT_TEAM},
    {W_WORK, SUBJECT_WORK},         {W_NORM, SUBJECT_NORM},         {W_MACHINE, SUBJECT_MACHINE},
    {W_SIGNAL, SUBJECT_MACHINE},    {W_OUTAGE, SUBJECT_OUTAGE},     {W_ARTEFACT, SUBJECT_MACHINE},
    {W_CODE, SUBJECT_MACHINE},      {W_THING, SUBJECT_THING},       {W_MISTAKE, SUBJECT_WORK},
    {W_WH, SUBJECT_THING},
};

static bool is_machine_word(const struct syntax *syntax, size_t i)
{
    return is(syntax, i, W_MACHINE) || is(syntax, i, W_COMPONENT) || is(syntax, i, W_CODE);
}

/* "the operator (Kubernetes)" */
static bool names_machine_behind(const struct syntax *syntax, size_t i)
{
    const struct parse *parse = syntax->parse;
    if (i + 2 >= parse->word_count) return false;
    if (parse->sentence->plain[parse->words[i].from] != '(') return false;
    size_t last = i + 1;
    while (last < i + 3 && last + 1 < parse->word_count && !is(syntax, last + 1, W_PUNCT)) last++;
    return is_machine_word(syntax, last) && !is(syntax, last, W_ROLE);
}

/* "some of", "two of": what follows tells the kind. */
static bool counts(const struct syntax *syntax, size_t i)
{
    static const char *const words[] = {
        "none",     "some",      "any",      "all",     "most",       "many",        "few",
        "several",  "both",      "each",     "one",     "either",     "neither",     "half",
        "lot",      "lots",      "number",   "rest",    "couple",     "handful",     "kind",
        "type",     "sort",      "majority", "bunch",   "series",     "set",         "pair",
        "hundreds", "thousands", "dozens",   "part",    "percentage", "fraction",    "much",
        "subset",   "variety",   "range",    "portion", "minority",   "combination", "list"};
    if (!syntax_reads(syntax, i + 1, "of")) return false;
    if (is(syntax, i, W_NUMBER) || is(syntax, i, W_UNIT)) return true;
    for (size_t k = 0; k < sizeof words / sizeof *words; k++)
        if (syntax_reads(syntax, i, words[k])) return true;
    return false;
}

/* The head of the phrase that "of" hangs on a word that counts, by tags. */
static size_t head_behind(const struct syntax *syntax, size_t i)
{
    size_t head = NO_WORD;
    for (; i < syntax->parse->word_count; i++) {
        if (syntax_tagged(syntax, i, TAG_NOUN))
            head = i;
        else if (!syntax_tagged(syntax, i, TAG_ADJ) && syntax->roles[i] != ROLE_DET)
            break;
    }
    return head;
}

/* "health check" is what the lexicon has as "health-check". */
static struct word_classes head_classes(const struct syntax *syntax, size_t first, size_t head)
{
    const struct parse *parse = syntax->parse;
    const struct word *word = &parse->words[head];
    size_t from = head > first ? word[-1].from : word->from;
    char bytes[32];
    struct span pair = {bytes, (size_t)(word->to - from)};
    if (head == first || pair.len > sizeof bytes || word[-1].to + 1 != word->from)
        return word->classes;
    for (size_t i = 0; i < pair.len; i++) {
        const char c = parse->lower[from + i];
        bytes[i] = c == ' ' ? '-' : c;
    }
    uint16_t entry = lexicon_find(pair);
    struct word_classes classes = entry == NO_WORD ? word->classes : lexicon_classes(entry);
    return word_is(classes, W_NOUN) ? classes : word->classes; /* "to load-test", "a load test" */
}

static enum subject_kind kind_of_word(const struct syntax *syntax, size_t first, size_t head)
{
    if (is(syntax, head, W_ROLE) && !is(syntax, head, W_COMPONENT) &&
        names_machine_behind(syntax, head + 1))
        return SUBJECT_MACHINE;
    if (is(syntax, head, W_NAMESAKE) || (is(syntax, head, W_ROLE) && is(syntax, head, W_MACHINE)))
        for (size_t i = head;
             i-- > first && !is(syntax, i, W_POSS);) /* "the queue team's manager" */
            if (is_machine_word(syntax, i)) return SUBJECT_MACHINE;
    struct word_classes classes = head_classes(syntax, first, head);
    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        if (word_is(classes, order[i].class)) return order[i].kind;
    return SUBJECT_UNKNOWN;
}

enum subject_kind syntax_kind(const struct syntax *syntax, const struct phrase *phrase)
{
    size_t head = phrase->head;
    bool no = syntax_reads(syntax, phrase->first, "no") && syntax_reads(syntax, head, "one");
    if (counts(syntax, head)) {
        size_t counted = head_behind(syntax, head + 2);
        if (counted == NO_WORD)
            return is(syntax, head, W_NOBODY) ? SUBJECT_NOBODY : SUBJECT_UNKNOWN;
        enum subject_kind kind = kind_of_word(syntax, head + 2, counted);
        bool human = kind == SUBJECT_PERSON || kind == SUBJECT_TEAM;
        return human && (phrase->negated || no) ? SUBJECT_NOBODY : kind;
    }
    if (no) return SUBJECT_NOBODY;
    if (syntax_reads(syntax, head, "one") || is(syntax, head, W_NUMBER)) return SUBJECT_UNKNOWN;
    return kind_of_word(syntax, phrase->first, head);
}

/* ---- in the light of the verb ---- */

static bool is_human_verb(const struct syntax *syntax, size_t verb)
{
    return (is(syntax, verb, W_CONDUCT) || is(syntax, verb, W_PERCEIVE) ||
            is(syntax, verb, W_KNOW) || is(syntax, verb, W_SPEAK) || is(syntax, verb, W_OMIT) ||
            is(syntax, verb, W_MISDO)) &&
           !is(syntax, verb, W_MACHINEACT);
}

/* What "it" or "they" stands for: the kind that all nouns before it share, if they share one. */
static enum subject_kind antecedent(const struct syntax *syntax, size_t phrase, bool people)
{
    enum subject_kind found = SUBJECT_NONE;
    for (size_t i = phrase; i-- > 0 && i + 8 > phrase;) {
        const struct phrase *other = &syntax->phrases[i];
        if (other->time || other->kind == SUBJECT_THING || other->kind == SUBJECT_UNKNOWN) continue;
        if (is(syntax, other->head, W_PRON) && people) return SUBJECT_PERSON;
        if (other->kind == SUBJECT_PERSON && !people) continue;
        if (found != SUBJECT_NONE && found != other->kind) return SUBJECT_THING;
        found = other->kind;
    }
    return found == SUBJECT_NONE ? SUBJECT_THING : found;
}

enum subject_kind syntax_kind_for(const struct syntax *syntax, size_t phrase, size_t verb)
{
    const struct phrase *of = &syntax->phrases[phrase];
    const struct word *head = &syntax->parse->words[of->head];
    bool human = is_human_verb(syntax, verb);
    if (syntax_reads(syntax, of->head, "it") || syntax_reads(syntax, of->head, "this"))
        return antecedent(syntax, phrase, false);
    if (syntax_reads(syntax, of->head, "they")) {
        enum subject_kind kind = antecedent(syntax, phrase, true);
        bool things = kind == SUBJECT_MACHINE || kind == SUBJECT_OUTAGE || kind == SUBJECT_USER ||
                      kind == SUBJECT_ATTACKER || kind == SUBJECT_TEAM;
        return things && !(human && kind == SUBJECT_MACHINE) ? kind : SUBJECT_PERSON;
    }
    if (of->kind == SUBJECT_PERSON && word_is(head->classes, W_MACHINE) && !human &&
        !word_is(head->classes, W_NAME) && !word_is(head->classes, W_PRON))
        return SUBJECT_MACHINE;
    bool of_work = of->head > of->first && is(syntax, of->head - 1, W_WORK) &&
                   !is(syntax, of->head - 1, W_MACHINE); /* "the review process" */
    if (of->kind == SUBJECT_WORK && word_is(head->classes, W_MACHINE) && !human && !of_work &&
        !is(syntax, of->first, W_POSS))
        return SUBJECT_MACHINE;
    if (of->kind == SUBJECT_UNKNOWN && head->capital && of->head > 0 && !head->capitals &&
        head->entry == NO_WORD && human)
        return SUBJECT_PERSON;
    return (enum subject_kind)of->kind;
}
