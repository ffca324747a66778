/* What all reviews say together, gathered. */
#include "desk/desk.h"

const struct stats_length desk_lengths[REVIEW_LENGTH_COUNT] = {
#define X(name, word, formula) {word, formula},
    REVIEW_LENGTHS(X)
#undef X
};

static enum status tally(struct desk *desk, enum review_kind kind, const char *field,
                         struct stats_list *ret, struct error *error)
{
    struct review_fact *facts;
    size_t count = 0;
    struct arena *arena = desk->arena;
    enum status status = store_facts(desk->store, kind, field, NULL, arena, &facts, &count, error);
    return status ? status
                  : review_tally_of(facts, count, arena, &ret->tallies, &ret->count, error);
}

/* An improvised tool is told of in statements and at events of that kind: one list. A tool that
 * was merely used is not improvised. */
static enum status tally_tools(struct desk *desk, struct stats_list *ret, struct error *error)
{
    struct review_fact *said, *used;
    size_t said_count = 0, used_count = 0;
    struct arena *arena = desk->arena;
    const struct store_having improvised = {
        "kind", vocabulary_word(&review_words_event, REVIEW_EVENT_IMPROV)};
    enum status status = store_facts(desk->store, REVIEW_KIND_STATEMENT, "tool", NULL, arena, &said,
                                     &said_count, error);
    if (status == STATUS_OK)
        status = store_facts(desk->store, REVIEW_KIND_EVENT, "tool", &improvised, arena, &used,
                             &used_count, error);
    if (status) return status;
    struct review_fact *both = arena_array(arena, said_count + used_count + 1, sizeof *both);
    if (!both) return arena_full(arena, error);
    for (size_t i = 0; i < said_count; i++) both[i] = said[i];
    for (size_t i = 0; i < used_count; i++) both[said_count + i] = used[i];
    return review_tally_of(both, said_count + used_count, arena, &ret->tallies, &ret->count, error);
}

static enum status tally_pairs(struct desk *desk, struct stats_list *ret, struct error *error)
{
    struct review_fact *chosen, *passed, *pairs;
    size_t chosen_count = 0, passed_count = 0, count = 0;
    struct arena *arena = desk->arena;
    enum status status = store_facts(desk->store, REVIEW_KIND_STATEMENT, "chosen", NULL, arena,
                                     &chosen, &chosen_count, error);
    if (status == STATUS_OK)
        status = store_facts(desk->store, REVIEW_KIND_STATEMENT, "passed_over", NULL, arena,
                             &passed, &passed_count, error);
    if (status == STATUS_OK)
        status = review_facts_paired(chosen, chosen_count, passed, passed_count, arena, &pairs,
                                     &count, error);
    return status ? status
                  : review_tally_of(pairs, count, arena, &ret->tallies, &ret->count, error);
}

static enum status gather_lists(struct desk *desk, struct stats *ret, struct error *error)
{
    static const char *const names[STATS_LISTS] = {"factors", "tools", "choices", "components",
                                                   "labels"};
    for (size_t i = 0; i < STATS_LISTS; i++) ret->lists[i].name = names[i];
    enum status status =
        tally(desk, REVIEW_KIND_FACTOR, "shared", &ret->lists[STATS_FACTORS], error);
    if (status == STATUS_OK) status = tally_tools(desk, &ret->lists[STATS_TOOLS], error);
    if (status == STATUS_OK) status = tally_pairs(desk, &ret->lists[STATS_CHOICES], error);
    if (status == STATUS_OK)
        status =
            tally(desk, REVIEW_KIND_REVIEW, "components", &ret->lists[STATS_COMPONENTS], error);
    if (status == STATUS_OK)
        status = tally(desk, REVIEW_KIND_REVIEW, "labels", &ret->lists[STATS_LABELS], error);
    return status;
}

static enum status gather(struct desk *desk, struct stats *ret, struct error *error)
{
    struct arena *arena = desk->arena;
    struct review_open_item *items;
    struct review_summary *summaries;
    size_t count = 0;
    enum status status = store_summaries(desk->store, arena, &summaries, &ret->reviews, error);
    for (unsigned kind = 0; kind < REVIEW_LENGTH_COUNT && status == STATUS_OK; kind++)
        status = review_spread_of(summaries, ret->reviews, kind, arena, &ret->spreads[kind], error);
    for (size_t i = 0; i < ret->reviews && status == STATUS_OK; i++) {
        if (summaries[i].found_by <= REVIEW_FOUND_USER) ret->found[summaries[i].found_by]++;
        ret->incomplete += !summaries[i].anchors_complete;
    }
    if (status == STATUS_OK) status = gather_lists(desk, ret, error);
    if (status == STATUS_OK) status = store_items(desk->store, 0, arena, &items, &count, error);
    int32_t today = instant_day(desk->author.at);
    if (status == STATUS_OK) status = review_items_by_age(items, count, today, error);
    if (status == STATUS_OK)
        status = review_survival_of(items, count, today, arena, &ret->survival, error);
    ret->items = count;
    if (status == STATUS_OK)
        status = store_recurred(desk->store, items, count, arena, &ret->recurred,
                                &ret->recurred_count, error);
    return status;
}

enum status desk_stats(struct desk *desk, struct stats *ret, struct error *error)
{
    struct stats made = {0};
    enum status status = gather(desk, &made, error);
    if (status == STATUS_OK) *ret = made;
    return status;
}
