/* Notices: what is worth a question. None of them refuses anything, and none is about a person. */
#include "review/conducting.h"

#include <stdio.h>

void review_notice_add(struct review_noticing *noticing, struct review_id about, const char *rule,
                       const char *question, const char *text, ...)
{
    va_list arguments;
    char line[500];
    va_start(arguments, text);
    (void)vsnprintf(line, sizeof line, text, arguments);
    va_end(arguments);
    const char *kept = arena_copy(noticing->arena, span_of(line));
    noticing->full |= !kept;
    review_notice_keep(noticing, (struct review_notice){about, rule, kept, question});
}

void review_notice_keep(struct review_noticing *noticing, struct review_notice notice)
{
    if (noticing->count == noticing->room) {
        const size_t room = noticing->room ? 2 * noticing->room : 64;
        struct review_notice *more = arena_array(noticing->arena, room, sizeof *more);
        if (!more) {
            noticing->full = true;
            return;
        }
        if (noticing->count) memcpy(more, noticing->at, noticing->count * sizeof *more);
        noticing->at = more;
        noticing->room = room;
    }
    noticing->at[noticing->count++] = notice;
}

/* ---- who asks, who writes ---- */

/* A word that promises one cause sets the tone before anybody has spoken. */
static void notice_word(struct review_noticing *n)
{
    static const char *const narrow[] = {"cause analysis", "rca", "inquest"};
    const struct span word = span_of(review_called(n->review));
    for (size_t i = 0; i < sizeof narrow / sizeof narrow[0]; i++)
        if (span_find_nocase(word, span_of(narrow[i])) != SIZE_MAX) {
            review_notice_add(n, (struct review_id){REVIEW_KIND_REVIEW, 0}, "review-word",
                              "Which word tells people that they come to learn?",
                              "It is called '%.60s', as if there were one cause to be found.",
                              review_called(n->review));
            return;
        }
}

static void notice_people(struct review_noticing *n)
{
    notice_word(n);
    for (size_t i = 0; i < n->review->people.count; i++) {
        const struct review_person *person = &n->review->people.at[i];
        const char *role = review_said(person->role) ? person->role : "somebody";
        if (!(person->parts >> REVIEW_PART_FACILITATOR & 1)) continue;
        if (person->parts >> REVIEW_PART_NOTE_TAKER & 1)
            review_notice_add(n, person->entry.id, "facilitator-writes",
                              "Who else could take the notes, so that one can listen?",
                              "%.100s facilitates and takes the notes.", role);
        if (person->involved)
            review_notice_add(n, person->entry.id, "facilitator-involved",
                              "Who from elsewhere could ask what those who were there take for "
                              "granted?",
                              "%.100s facilitates, and took part in the incident.", role);
    }
}

enum status review_notices(const struct review *review, const struct review_settled *settled,
                           struct arena *arena, struct review_notice **ret, size_t *ret_count,
                           struct error *error)
{
    struct review_noticing noticing = {.review = review,
                                       .settled = settled,
                                       .arena = arena,
                                       .codes = review_codes_about(review, arena)};
    if (!noticing.codes) return arena_full(arena, error);
    notice_people(&noticing);
    review_notice_events(&noticing);
    review_notice_telling(&noticing);
    review_notice_remarks(&noticing);
    review_notice_ideas(&noticing);
    review_notice_causes(&noticing);
    review_notice_plan(&noticing);
    if (noticing.full) return arena_full(arena, error);
    *ret = noticing.at;
    *ret_count = noticing.count;
    return STATUS_OK;
}
