/* What all reviews say together, gathered. */
#include "desk/desk.h"

const struct stats_length desk_lengths[REVIEW_LENGTH_COUNT] = {
#define X(name, word, formula) {word, formula},
    REVIEW_LENGTHS(X)
#undef X
};

struct gathering {
    struct desk *desk;
    const struct stats_of *of;
};

static bool wanted(const struct gathering *g, uint32_t review, struct review_id entry)
{
    return !g->of || g->of->wanted(g->of->context, review, entry);
}

static const struct review_id whole = {REVIEW_KIND_REVIEW, 0};

/* Facts of those reviews alone. */
static enum status facts_of(const struct gathering *g, enum review_kind kind, const char *field,
                            const struct store_having *where, struct review_fact **ret,
                            size_t *ret_count, struct error *error)
{
    struct review_fact *facts;
    size_t count = 0, kept = 0;
    enum status status =
        store_facts(g->desk->store, kind, field, where, g->desk->arena, &facts, &count, error);
    if (status) return status;
    for (size_t i = 0; i < count; i++)
        if (wanted(g, facts[i].review, facts[i].id)) facts[kept++] = facts[i];
    *ret = facts;
    *ret_count = kept;
    return STATUS_OK;
}

static enum status tally(const struct gathering *g, enum review_kind kind, const char *field,
                         struct stats_list *ret, struct error *error)
{
    struct review_fact *facts;
    size_t count = 0;
    struct arena *arena = g->desk->arena;
    enum status status = facts_of(g, kind, field, NULL, &facts, &count, error);
    return status ? status
                  : review_tally_of(facts, count, arena, &ret->tallies, &ret->count, error);
}

/* An improvised tool is told of in statements and at events of that kind: one list. A tool that
 * was merely used is not improvised. */
static enum status tally_tools(const struct gathering *g, struct stats_list *ret,
                               struct error *error)
{
    struct review_fact *said, *used;
    size_t said_count = 0, used_count = 0;
    struct arena *arena = g->desk->arena;
    const struct store_having improvised = {
        "kind", vocabulary_word(&review_words_event, REVIEW_EVENT_IMPROV)};
    enum status status =
        facts_of(g, REVIEW_KIND_STATEMENT, "tool", NULL, &said, &said_count, error);
    if (status == STATUS_OK)
        status = facts_of(g, REVIEW_KIND_EVENT, "tool", &improvised, &used, &used_count, error);
    if (status) return status;
    struct review_fact *both = arena_array(arena, said_count + used_count + 1, sizeof *both);
    if (!both) return arena_full(arena, error);
    for (size_t i = 0; i < said_count; i++) both[i] = said[i];
    for (size_t i = 0; i < used_count; i++) both[said_count + i] = used[i];
    return review_tally_of(both, said_count + used_count, arena, &ret->tallies, &ret->count, error);
}

static enum status tally_pairs(const struct gathering *g, struct stats_list *ret,
                               struct error *error)
{
    struct review_fact *chosen, *passed, *pairs;
    size_t chosen_count = 0, passed_count = 0, count = 0;
    struct arena *arena = g->desk->arena;
    enum status status =
        facts_of(g, REVIEW_KIND_STATEMENT, "chosen", NULL, &chosen, &chosen_count, error);
    if (status == STATUS_OK)
        status =
            facts_of(g, REVIEW_KIND_STATEMENT, "passed_over", NULL, &passed, &passed_count, error);
    if (status == STATUS_OK)
        status = review_facts_paired(chosen, chosen_count, passed, passed_count, arena, &pairs,
                                     &count, error);
    return status ? status
                  : review_tally_of(pairs, count, arena, &ret->tallies, &ret->count, error);
}

static enum status gather_lists(const struct gathering *g, struct stats *ret, struct error *error)
{
    static const char *const names[STATS_LISTS] = {"factors", "tools", "choices", "components",
                                                   "labels"};
    for (size_t i = 0; i < STATS_LISTS; i++) ret->lists[i].name = names[i];
    enum status status = tally(g, REVIEW_KIND_FACTOR, "shared", &ret->lists[STATS_FACTORS], error);
    if (status == STATUS_OK) status = tally_tools(g, &ret->lists[STATS_TOOLS], error);
    if (status == STATUS_OK) status = tally_pairs(g, &ret->lists[STATS_CHOICES], error);
    if (status == STATUS_OK)
        status = tally(g, REVIEW_KIND_REVIEW, "components", &ret->lists[STATS_COMPONENTS], error);
    if (status == STATUS_OK)
        status = tally(g, REVIEW_KIND_REVIEW, "labels", &ret->lists[STATS_LABELS], error);
    return status;
}

static enum status summaries_of(const struct gathering *g, struct review_summary **ret,
                                size_t *ret_count, struct error *error)
{
    struct review_summary *all;
    size_t count = 0, kept = 0;
    enum status status = store_summaries(g->desk->store, g->desk->arena, &all, &count, error);
    if (status) return status;
    for (size_t i = 0; i < count; i++)
        if (wanted(g, all[i].number, whole)) all[kept++] = all[i];
    *ret = all;
    *ret_count = kept;
    return STATUS_OK;
}

static enum status items_of(const struct gathering *g, struct review_open_item **ret,
                            size_t *ret_count, struct error *error)
{
    struct review_open_item *all;
    size_t count = 0, kept = 0;
    enum status status = store_items(g->desk->store, 0, g->desk->arena, &all, &count, error);
    if (status) return status;
    for (size_t i = 0; i < count; i++)
        if (wanted(g, all[i].review, all[i].item->entry.id)) all[kept++] = all[i];
    *ret = all;
    *ret_count = kept;
    return STATUS_OK;
}

static enum status gather(const struct gathering *g, struct stats *ret, struct error *error)
{
    struct desk *desk = g->desk;
    struct arena *arena = desk->arena;
    struct review_open_item *items;
    struct review_summary *summaries;
    size_t count = 0;
    enum status status = summaries_of(g, &summaries, &ret->reviews, error);
    for (unsigned kind = 0; kind < REVIEW_LENGTH_COUNT && status == STATUS_OK; kind++)
        status = review_spread_of(summaries, ret->reviews, kind, arena, &ret->spreads[kind], error);
    for (size_t i = 0; i < ret->reviews && status == STATUS_OK; i++) {
        if (summaries[i].found_by <= REVIEW_FOUND_USER) ret->found[summaries[i].found_by]++;
        ret->incomplete += !summaries[i].anchors_complete;
    }
    if (status == STATUS_OK) status = gather_lists(g, ret, error);
    if (status == STATUS_OK) status = items_of(g, &items, &count, error);
    int32_t today = instant_day(desk->author.at);
    if (status == STATUS_OK) status = review_items_by_age(items, count, today, error);
    if (status == STATUS_OK)
        status = review_survival_of(items, count, today, arena, &ret->survival, error);
    ret->items = count;
    if (status == STATUS_OK)
        status = store_recurred(desk->store, items, count, arena, &ret->recurred,
                                &ret->recurred_count, error);
    size_t kept = 0;
    for (size_t i = 0; i < ret->recurred_count && status == STATUS_OK; i++)
        if (wanted(g, ret->recurred[i].later, whole)) ret->recurred[kept++] = ret->recurred[i];
    ret->recurred_count = kept;
    return status;
}

enum status desk_stats(struct desk *desk, const struct stats_of *of, struct stats *ret,
                       struct error *error)
{
    const struct gathering gathering = {desk, of};
    struct stats made = {0};
    enum status status = gather(&gathering, &made, error);
    if (status == STATUS_OK) *ret = made;
    return status;
}
