/* Whether a sentence tells of somebody's act. */
#include "language/grammar.h"
#include "language/page.h"

#include <stdlib.h>

/* What people know, see, are or have is a condition; so is what they do every day. */
static bool is_act(const struct parse *parse, const struct verb_group *group)
{
    const struct word_classes verb = parse->words[group->head].classes;
    const unsigned aside = VERB_TRAIT(RELATIVE) | VERB_TRAIT(CONDITIONAL) | VERB_TRAIT(MODAL);
    if (!(group->traits & VERB_TRAIT(PAST)) || group->traits & aside) return false;
    if (group->traits & VERB_TRAIT(PASSIVE)) return is_somebody(group->agent_kind);
    return is_somebody(group->subject_kind) && !word_is(verb, W_BE) && !word_is(verb, W_HAVE) &&
           !word_is(verb, W_KNOW) && !word_is(verb, W_PERCEIVE);
}

enum status language_tells_act(struct span text, const struct language_names *given, bool *ret,
                               struct error *error)
{
    const struct language_request request = {.text = text, .field = LANGUAGE_FIELD_ANALYSIS};
    struct page *page = NULL;
    struct names *names = NULL;
    struct sentence sentence;
    struct parse *parse = calloc(1, sizeof *parse);
    bool act = false;
    enum status status =
        parse ? page_open(&request, &page, error) : error_set(error, STATUS_NO_MEMORY, "no memory");
    if (status == STATUS_OK) status = names_new(given, &names, error);
    if (status) goto out;
    if (page_next(page, &sentence)) {
        grammar_words(&sentence, names, parse);
        grammar_groups(parse);
        for (size_t i = 0; i < parse->group_count && !act; i++)
            act = is_act(parse, &parse->groups[i]);
    }
    *ret = act;
out:
    names_free(names);
    page_close(page);
    free(parse);
    return status;
}
