/* Drafts that fit become the parts of a graph. */
#include "causes/read.h"

#include <assert.h>

struct parts {
    struct reader *r;
    struct arena arena;      /* the parts as long as the graph is made of them */
    uint32_t *drafts, *ways; /* where each draft, each way stands in the parts */
    struct causes_parts made;
    struct error *error;
};

static bool is_part(const struct reader *r, const struct draft_way *way)
{
    return way->count && r->drafts.at[way->effect].defined;
}

static enum status conditions_of(struct parts *p)
{
    struct reader *r = p->r;
    struct causes_condition *conditions =
        arena_array(&p->arena, r->drafts.count + 1, sizeof *conditions);
    p->drafts = arena_array(&p->arena, r->drafts.count + 1, sizeof *p->drafts);
    if (!conditions || !p->drafts) return arena_full(&p->arena, p->error);
    for (size_t d = 0; d < r->drafts.count; d++) {
        const struct draft *draft = &r->drafts.at[d];
        if (!draft->defined) continue;
        struct causes_condition *condition = &conditions[p->made.condition_count];
        *condition = draft->condition;
        condition->name =
            draft->owner == CAUSES_NONE ? reader_keep(r, draft->name) : draft->name.at;
        if (!condition->name) return r->status;
        p->drafts[d] = (uint32_t)p->made.condition_count++;
    }
    p->made.conditions = conditions;
    return STATUS_OK;
}

static enum status ways_of(struct parts *p)
{
    struct reader *r = p->r;
    struct causes_way *ways = arena_array(&p->arena, r->ways.count + 1, sizeof *ways);
    struct causes_link *links = arena_array(&p->arena, r->links.count + 1, sizeof *links);
    p->ways = arena_array(&p->arena, r->ways.count + 1, sizeof *p->ways);
    if (!ways || !links || !p->ways) return arena_full(&p->arena, p->error);
    for (size_t w = 0; w < r->ways.count; w++) {
        const struct draft_way *draft = &r->ways.at[w];
        if (!is_part(r, draft)) continue;
        struct causes_way *way = &ways[p->made.way_count];
        p->ways[w] = (uint32_t)p->made.way_count++;
        *way = (struct causes_way){.name = draft->name,
                                   .effect = p->drafts[draft->effect],
                                   .enough = draft->enough,
                                   .count = draft->count,
                                   .links = links + draft->first,
                                   .reason = draft->reason,
                                   .line = draft->line};
        if (draft->complete) way->complete = *draft->complete;
        for (uint32_t l = draft->first; l < draft->first + draft->count; l++) {
            const struct draft_link *link = &r->links.at[l];
            links[l] = (struct causes_link){.condition = p->drafts[link->condition],
                                            .absent = link->absent};
            if (link->test) links[l].test = *link->test;
        }
    }
    p->made.ways = ways;
    return STATUS_OK;
}

static enum status items_of(struct parts *p)
{
    struct reader *r = p->r;
    struct causes_item *items = arena_array(&p->arena, r->items.count + 1, sizeof *items);
    struct causes_target *targets = arena_array(&p->arena, r->targets.count + 1, sizeof *targets);
    if (!items || !targets) return arena_full(&p->arena, p->error);
    for (size_t t = 0; t < r->targets.count; t++) r->items.at[r->targets.at[t].item].item.count++;
    for (size_t i = 0; i < r->items.count; i++) {
        items[i] = r->items.at[i].item;
        items[i].name = reader_keep(r, r->items.at[i].name);
        if (!items[i].name) return r->status;
        items[i].targets = targets;
        targets += items[i].count;
        items[i].count = 0;
    }
    for (size_t t = 0; t < r->targets.count; t++) {
        const struct draft_target *draft = &r->targets.at[t];
        struct causes_item *item = &items[draft->item];
        struct causes_target *to = (struct causes_target *)item->targets + item->count++;
        bool cut = draft->condition == CAUSES_NONE;
        *to = (struct causes_target){cut ? CAUSES_NONE : p->drafts[draft->condition],
                                     cut ? p->ways[draft->way] : CAUSES_NONE};
    }
    p->made.items = items;
    p->made.item_count = r->items.count;
    return STATUS_OK;
}

enum status reader_make(struct reader *r, struct causes_graph *ret, struct error *error)
{
    struct parts p = {.r = r, .error = error, .made = {.delay = r->delay}};
    assert(r->mistakes.count == 0);
    arena_init(&p.arena, (size_t)1 << 30);
    if (r->title.len) p.made.title = reader_keep(r, r->title);
    enum status status = r->status;
    if (!status) status = conditions_of(&p);
    if (!status) status = ways_of(&p);
    if (!status) status = items_of(&p);
    if (!status) status = causes_graph_make(&p.made, r->arena, ret, error);
    arena_release(&p.arena);
    return status;
}
