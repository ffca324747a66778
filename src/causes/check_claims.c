/* What people answered to the tests, and what nobody has asked yet. */
#include "causes/check.h"

#include <stdlib.h>

/* What the answer rests on, in brackets, or nothing. */
static const char *because(struct check *check, const struct causes_said *said)
{
    if (!is_said(said->because)) return "";
    const char *words = arena_printf(check->arena, " (\"%s\")", said->because);
    if (words) return words;
    check->full = true;
    return "";
}

/* ---- links ---- */

/* Whether by the graph the effect was there by another way too. */
static bool graph_has_other(struct check *check, uint32_t w, uint32_t link, uint32_t *ret_other)
{
    const struct causes_condition *effect = condition_at(check, check->graph->ways[w].effect);
    for (uint32_t i = 0; i < effect->way_count; i++)
        check->walked += check->graph->ways[effect->first_way + i].count;
    return check->was && causes_link_needed(check->graph, check->was, w, link, ret_other) &&
           *ret_other != CAUSES_NONE;
}

/* Tested: it could still have come about. */
static enum status tell_not_needed(struct check *check, uint32_t w, uint32_t link,
                                   struct error *error)
{
    const struct causes_way *way = &check->graph->ways[w];
    uint32_t cause = way->links[link].condition, other = CAUSES_NONE;
    bool has_other = graph_has_other(check, w, link, &other);
    struct causes_finding found = finding_of(CAUSES_RULE_NOT_NEEDED, CAUSES_NONE, cause, w);
    const char *answer = because(check, &way->links[link].test);
    if (has_other)
        found.text = arena_printf(check->arena,
                                  "The test says that %s could have come about without %s%s, and "
                                  "the graph shows by what: "
                                  "%s.",
                                  check_named(check, way->effect), check_named(check, cause),
                                  answer, way_said(check, other, say_condition));
    else
        found.text = arena_printf(
            check->arena,
            "The test says that %s could have come about without %s%s, and the graph has no other "
            "way that was there.",
            check_named(check, way->effect), check_named(check, cause), answer);
    found.question =
        has_other
            ? arena_printf(check->arena,
                           "Were both there, each enough for %s, or did %s not take part in it?",
                           check_quoted(check, way->effect), check_quoted(check, cause))
            : arena_printf(check->arena,
                           "By what else could %s have come about: is a way still to be drawn, "
                           "or did %s not take part in it?",
                           check_quoted(check, way->effect), check_quoted(check, cause));
    return check_tell(check, found, error);
}

/* Tested, and open. */
static enum status tell_open(struct check *check, uint32_t w, uint32_t link, struct error *error)
{
    const struct causes_way *way = &check->graph->ways[w];
    uint32_t cause = way->links[link].condition;
    struct causes_finding found = finding_of(CAUSES_RULE_OPEN_LINK, CAUSES_NONE, cause, w);
    found.text =
        arena_printf(check->arena, "It is open whether %s could have come about without %s%s.",
                     check_named(check, way->effect), check_named(check, cause),
                     because(check, &way->links[link].test));
    found.question =
        arena_printf(check->arena,
                     "What would show whether %s could have come about without %s, and "
                     "who can find out?",
                     check_quoted(check, way->effect), check_quoted(check, cause));
    return check_tell(check, found, error);
}

/* Tested: it could not have come about; yet the graph has another way that was there. */
static enum status tell_at_odds(struct check *check, uint32_t w, uint32_t link, uint32_t other,
                                struct error *error)
{
    const struct causes_way *way = &check->graph->ways[w];
    uint32_t cause = way->links[link].condition;
    struct causes_finding found = finding_of(CAUSES_RULE_OPEN_LINK, CAUSES_NONE, cause, w);
    found.text =
        arena_printf(check->arena,
                     "The test says that %s could not have come about without %s%s, and by "
                     "the graph it could: %s.",
                     check_named(check, way->effect), check_named(check, cause),
                     because(check, &way->links[link].test), way_said(check, other, say_condition));
    found.question =
        arena_printf(check->arena, "Without %s, would the rest have sufficed for %s after all: %s?",
                     check_quoted(check, cause), check_quoted(check, way->effect),
                     way_said(check, other, say_quoted));
    return check_tell(check, found, error);
}

static enum status check_link(struct check *check, uint32_t w, uint32_t link, struct error *error)
{
    uint32_t other = CAUSES_NONE;
    if (check->walked > CHECK_WALKED_MOST) return STATUS_OK; /* BOUND tells */
    switch (check->graph->ways[w].links[link].test.answer) {
    case CAUSES_ANSWER_YES: return tell_not_needed(check, w, link, error);
    case CAUSES_ANSWER_CANNOT_TELL: return tell_open(check, w, link, error);
    case CAUSES_ANSWER_NO:
        return graph_has_other(check, w, link, &other) ? tell_at_odds(check, w, link, other, error)
                                                       : STATUS_OK;
    default: return STATUS_OK;
    }
}

/* Links of a way that nobody has tested, told together. What was not so has nothing to test. */
static enum status check_untested(struct check *check, uint32_t w, uint32_t *scratch,
                                  struct error *error)
{
    const struct causes_way *way = &check->graph->ways[w];
    if (check->was && way_was(way, check->was) == CAUSES_WAS_NO) return STATUS_OK;
    size_t count = 0;
    for (uint32_t i = 0; i < way->count; i++)
        if (way->links[i].test.answer == CAUSES_ANSWER_NONE &&
            (!check->was || link_was(&way->links[i], check->was) != CAUSES_WAS_NO))
            scratch[count++] = way->links[i].condition;
    if (count == 0) return STATUS_OK;
    struct causes_finding found = finding_of(CAUSES_RULE_UNTESTED, CAUSES_NONE, way->effect, w);
    found.others = check_kept(check, scratch, count);
    found.other_count = count;
    const bool one = count == 1;
    found.text = arena_printf(check->arena,
                              "Nobody has asked yet whether %s could have come about without %s: "
                              "%s.",
                              check_named(check, way->effect), one ? "this" : "each of these",
                              check_listed(check, scratch, count, say_condition));
    found.question =
        arena_printf(check->arena,
                     "Suppose %s had been otherwise, and all else as it was: "
                     "%s. Could %s still have come about?",
                     one ? "this" : "one of these", check_listed(check, scratch, count, say_quoted),
                     check_quoted(check, way->effect));
    return check_tell(check, found, error);
}

/* ---- ways ---- */

static enum status check_complete(struct check *check, uint32_t w, struct error *error)
{
    const struct causes_way *way = &check->graph->ways[w];
    const struct causes_said *said = &way->complete;
    if (said->answer == CAUSES_ANSWER_NO) return STATUS_OK;
    bool asked = said->answer != CAUSES_ANSWER_NONE;
    struct causes_finding found = finding_of(asked ? CAUSES_RULE_INCOMPLETE : CAUSES_RULE_UNASKED,
                                             CAUSES_NONE, way->effect, w);
    const char *holds = way_said(check, w, say_condition);
    const char *answer = because(check, said);
    if (!asked)
        found.text =
            arena_printf(check->arena, "Nobody has asked yet whether this suffices for %s: %s.",
                         check_named(check, way->effect), holds);
    else if (said->answer == CAUSES_ANSWER_YES)
        found.text = arena_printf(
            check->arena,
            "By the test something is missing%s: %s could have stayed away with all of "
            "this: %s.",
            answer, check_named(check, way->effect), holds);
    else
        found.text =
            arena_printf(check->arena,
                         "It is open whether %s could have stayed away with all of this%s: "
                         "%s.",
                         check_named(check, way->effect), answer, holds);
    found.question =
        arena_printf(check->arena,
                     "Suppose these, and nothing else unusual: %s. Could %s still have "
                     "stayed away, and what else does it take?",
                     way_said(check, w, say_quoted), check_quoted(check, way->effect));
    return check_tell(check, found, error);
}

enum status check_claims(struct check *check, struct error *error)
{
    const struct causes_graph *graph = check->graph;
    uint32_t widest = 1;
    for (uint32_t w = 0; w < graph->way_count; w++)
        if (graph->ways[w].count > widest) widest = graph->ways[w].count;
    uint32_t *scratch = calloc(widest, sizeof *scratch);
    if (!scratch) return error_set(error, STATUS_NO_MEMORY, "out of memory for a way");
    enum status status = STATUS_OK;
    for (uint32_t w = 0; w < graph->way_count && !status; w++) {
        for (uint32_t i = 0; i < graph->ways[w].count && !status; i++)
            status = check_link(check, w, i, error);
        if (!status) status = check_untested(check, w, scratch, error);
        if (!status) status = check_complete(check, w, error);
    }
    free(scratch);
    return status;
}
