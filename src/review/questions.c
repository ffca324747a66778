/* The question bank and the follow-ups, from data/questions.tsv and data/follow-ups.tsv. */
#include "review/conducting.h"

#include "review/questions_table.inc"

const size_t review_bank_count = sizeof review_bank / sizeof review_bank[0];

const struct review_asked *review_bank_find(struct span code)
{
    for (size_t i = 0; i < review_bank_count; i++)
        if (span_equal_nocase(code, span_of(review_bank[i].code))) return &review_bank[i];
    return NULL;
}

const struct review_follow_up *review_follow_up_named(struct span kind)
{
    for (size_t i = 0; i < sizeof follow_ups / sizeof follow_ups[0]; i++)
        if (span_is(kind, follow_ups[i].kind)) return &follow_ups[i];
    return NULL;
}

/* A kind has a row of its own, or its family has one: "change.deploy" is of "change.*". */
const struct review_follow_up *review_follow_up_of(unsigned event_kind)
{
    if (event_kind == REVIEW_EVENT_NONE || event_kind >= REVIEW_EVENT_COUNT) return NULL;
    const struct span kind = span_of(review_words_event.words[event_kind].word);
    const struct review_follow_up *own = review_follow_up_named(kind);
    for (size_t i = 0; !own && i < sizeof follow_ups / sizeof follow_ups[0]; i++) {
        const struct span family = span_of(follow_ups[i].kind);
        if (family.len && family.at[family.len - 1] == '*' &&
            span_starts(kind, span_sub(family, 0, family.len - 1)))
            own = &follow_ups[i];
    }
    return own;
}
