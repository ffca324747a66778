/* The end of a reading: names tied to what they name, tests and cuts to their ways. */
#include "causes/read.h"

#include <stdlib.h>

enum { STEPS_MOST = 200000000, COMPARED_MOST = 1000000 };

#define SHOWN(name) (int)((name).len < 80 ? (name).len : 80), (name).at

static uint32_t real(const struct reader *r, uint32_t draft)
{
    if (draft == CAUSES_NONE || r->drafts.at[draft].same == CAUSES_NONE) return draft;
    return r->drafts.at[draft].same;
}

/* Groups in parentheses get the next free name below their effect's. */
static void name_groups(struct reader *r)
{
    for (uint32_t d = 0; d < r->drafts.count && !r->status; d++) {
        struct draft *group = &r->drafts.at[d];
        if (group->owner == CAUSES_NONE) continue;
        struct draft *owner = &r->drafts.at[group->owner];
        uint32_t taken = CAUSES_NONE;
        do {
            const char *name = arena_printf(r->arena, "%.*s.%u", (int)owner->name.len,
                                            owner->name.at, ++owner->groups);
            if (!name) {
                r->status = arena_full(r->arena, r->error);
                return;
            }
            group->name = span_of(name);
            taken = reader_find(r, group->name);
        } while (taken != CAUSES_NONE && r->drafts.at[taken].defined);
        if (taken != CAUSES_NONE) r->drafts.at[taken].same = d;
    }
}

/* Behind the last of the ways that were read from one text, which has no groups. */
static size_t end_of_text(const struct reader *r, size_t w)
{
    const char *text = r->ways.at[w].else_text;
    while (w < r->ways.count && r->ways.at[w].else_text == text) w++;
    return w;
}

static bool names_any(const struct reader *r, const struct draft_way *way)
{
    for (uint32_t l = 0; l < way->count; l++) {
        const struct draft *name = &r->drafts.at[r->links.at[way->first + l].condition];
        if (name->defined || name->same != CAUSES_NONE) return true;
    }
    return false;
}

/* The ways from `w` to before `to` were words after all. */
static void take_back(struct reader *r, size_t w, size_t to)
{
    r->drafts.at[r->ways.at[w].effect].condition.text = r->ways.at[w].else_text;
    for (; w < to; w++) {
        struct draft_way *way = &r->ways.at[w];
        for (uint32_t l = 0; l < way->count; l++)
            r->drafts.at[r->links.at[way->first + l].condition].mentions--;
        way->count = 0;
    }
}

/* "limit = 40", "so = C1 and C2": ways when one of the names is a condition, else the text. */
static void decide_texts(struct reader *r)
{
    size_t to;
    for (size_t w = 0; w < r->ways.count; w = to) {
        struct draft_way *way = &r->ways.at[w];
        to = w + 1;
        if (!way->else_text || !way->count) continue;
        struct draft *effect = &r->drafts.at[way->effect];
        bool known = false;
        to = end_of_text(r, w);
        for (size_t i = w; i < to && !known; i++) known = names_any(r, &r->ways.at[i]);
        if (!known) {
            take_back(r, w, to);
        } else if (effect->way_line) {
            reader_mistake(r, way->line,
                           "what brings %.*s about stands on line %u already: write a further "
                           "way below that line, as \"or C1 & C2\"",
                           SHOWN(effect->name), effect->way_line);
        }
    }
}

static int by_condition(const void *x, const void *y)
{
    uint32_t a = ((const struct draft_link *)x)->condition;
    uint32_t b = ((const struct draft_link *)y)->condition;
    return (a > b) - (a < b);
}

static void settle_links(struct reader *r)
{
    for (size_t l = 0; l < r->links.count; l++)
        r->links.at[l].condition = real(r, r->links.at[l].condition);
    for (size_t w = 0; w < r->ways.count; w++)
        if (r->ways.at[w].count)
            qsort(r->links.at + r->ways.at[w].first, r->ways.at[w].count, sizeof *r->links.at,
                  by_condition);
    for (size_t t = 0; t < r->targets.count; t++)
        r->targets.at[t].condition = real(r, r->targets.at[t].condition);
}

/* The name that is nearest to one that is not known, if one is near. */
static struct span nearest_name(struct reader *r, struct span name)
{
    struct span near = {NULL, 0};
    size_t least = name.len < 4 ? 1 : name.len / 3 + 1;
    for (size_t d = 0; d < r->drafts.count; d++) {
        struct span other = r->drafts.at[d].name;
        if (!r->drafts.at[d].defined || other.len > name.len + 3 || name.len > other.len + 3)
            continue;
        if (++r->compared > COMPARED_MOST) break; /* a suggestion is worth no more */
        size_t away = span_distance(name, other);
        if (away > least || (away == least && near.at && name_compare(near, other) < 0)) continue;
        least = away;
        near = other;
    }
    return near;
}

static void check_names(struct reader *r)
{
    const char *word;
    for (size_t d = 0; d < r->drafts.count && !r->too_many; d++) {
        const struct draft *draft = &r->drafts.at[d];
        struct span name = draft->name;
        if (draft->defined && !draft->explicit && !draft->linked &&
            draft->first_way == CAUSES_NONE && is_like_word(name, &word))
            reader_mistake(r, draft->condition.line,
                           "\"%.*s:\" is near to \"%s:\"; is that meant? For a condition of that "
                           "name write \"condition %.*s: ...\"",
                           SHOWN(name), word, SHOWN(name));
        if (draft->defined || draft->same != CAUSES_NONE || !draft->mentions) continue;
        struct span near = nearest_name(r, name);
        if (near.at)
            reader_mistake(r, draft->mentioned,
                           "no condition has the name %.*s: is %.*s meant? Else add a line "
                           "\"%.*s: what was so\"",
                           SHOWN(name), SHOWN(near), SHOWN(name));
        else
            reader_mistake(r, draft->mentioned,
                           "no condition has the name %.*s: add a line \"%.*s: what was so\"",
                           SHOWN(name), SHOWN(name));
    }
}

static bool took_too_long(struct reader *r, uint64_t steps)
{
    r->steps += steps;
    if (r->steps > STEPS_MOST && !r->status)
        r->status = error_set(r->error, STATUS_LIMIT,
                              "too many tests or cuts for effects with too many ways: divide it");
    return r->status != STATUS_OK;
}

/* ---- tests ---- */

static void answer(struct reader *r, const struct draft_test *test, const struct causes_said **to,
                   unsigned *line)
{
    if (*line)
        reader_mistake(r, test->line, "this test was answered on line %u: take one of them away",
                       *line);
    *to = &test->said;
    *line = test->line;
}

/* True when the test is one of this way. */
static bool test_way(struct reader *r, const struct draft_test *test, uint32_t without,
                     struct draft_way *way)
{
    if (!way->count) return false;
    if (without == CAUSES_NONE) {
        answer(r, test, &way->complete, &way->complete_line);
        return true;
    }
    struct draft_link key = {.condition = without};
    struct draft_link *link =
        bsearch(&key, r->links.at + way->first, way->count, sizeof key, by_condition);
    if (link) answer(r, test, &link->test, &link->test_line);
    return link != NULL;
}

static void settle_test(struct reader *r, const struct draft_test *test)
{
    uint32_t effect = real(r, test->effect), without = real(r, test->without);
    bool found = false;
    if (test->from != CAUSES_NONE) {
        for (uint32_t w = test->from; w < test->to && !took_too_long(r, 1); w++)
            if (r->ways.at[w].effect == effect) found |= test_way(r, test, without, &r->ways.at[w]);
    } else {
        for (uint32_t w = r->drafts.at[effect].first_way; w != CAUSES_NONE && !took_too_long(r, 1);
             w = r->ways.at[w].next)
            found |= test_way(r, test, without, &r->ways.at[w]);
    }
    const struct draft *of = &r->drafts.at[effect];
    if (found || !of->defined) return; /* an unknown name is told as that */
    if (without == CAUSES_NONE)
        reader_mistake(
            r, test->line,
            "nothing is said yet about what brings %.*s about: write \"= C1 & C2\" below it",
            SHOWN(of->name));
    else if (r->drafts.at[without].defined)
        reader_mistake(r, test->line,
                       of->first_way == CAUSES_NONE
                           ? "%.*s stands in no way of %.*s, which has none yet"
                           : "%.*s stands in no way of %.*s that is meant here",
                       SHOWN(r->drafts.at[without].name), SHOWN(of->name));
}

/* ---- cuts ---- */

static bool same_content(const struct reader *r, const struct draft_way *a,
                         const struct draft_way *b)
{
    if (a->count != b->count || a->enough != b->enough || !a->count) return false;
    for (uint32_t l = 0; l < a->count; l++) {
        const struct draft_link *x = &r->links.at[a->first + l], *y = &r->links.at[b->first + l];
        if (x->condition != y->condition || x->absent != y->absent) return false;
    }
    return true;
}

static void add_cut(struct reader *r, const struct draft_cut *cut, uint32_t way)
{
    struct draft_target *target = READER_ADD(r, r->targets);
    if (target) *target = (struct draft_target){cut->item, CAUSES_NONE, way};
}

static void cut_by_content(struct reader *r, const struct draft_cut *cut)
{
    const struct draft *effect = &r->drafts.at[real(r, cut->effect)];
    for (uint32_t h = r->drafts.at[cut->holds].first_way; h != CAUSES_NONE;
         h = r->ways.at[h].next) {
        uint32_t w = effect->first_way;
        while (w != CAUSES_NONE && !same_content(r, &r->ways.at[h], &r->ways.at[w])) {
            if (took_too_long(r, r->ways.at[w].count)) return;
            w = r->ways.at[w].next;
        }
        if (w != CAUSES_NONE)
            add_cut(r, cut, w);
        else if (effect->defined)
            reader_mistake(r, cut->line,
                           "%.*s has no way that holds just this: write the way as it stands "
                           "there",
                           SHOWN(effect->name));
    }
}

static void cut_by_name(struct reader *r, const struct draft_cut *cut)
{
    uint32_t found = reader_find(r, cut->name), count = 0, way = CAUSES_NONE;
    found = real(r, found);
    if (found != CAUSES_NONE && r->drafts.at[found].defined)
        for (uint32_t w = r->drafts.at[found].first_way; w != CAUSES_NONE && count < 2;
             w = r->ways.at[w].next) {
            way = r->ways.at[w].count ? w : way;
            count += r->ways.at[w].count != 0;
        }
    for (uint32_t w = 0; w < r->ways.count && !count && !took_too_long(r, 1); w++)
        if (r->ways.at[w].name && span_is(cut->name, r->ways.at[w].name)) {
            way = w;
            count = 1;
        }
    if (count == 1)
        add_cut(r, cut, way);
    else if (count)
        reader_mistake(r, cut->line,
                       "%.*s has several ways: write which one is cut, as \"cuts: %.*s = C1 & C2\"",
                       SHOWN(cut->name), SHOWN(cut->name));
    else
        reader_mistake(r, cut->line,
                       "no way and no effect has the name \"%.*s\": write which way is cut, as "
                       "\"cuts: N4 = C1 & C2\"",
                       SHOWN(cut->name));
}

void reader_resolve(struct reader *r)
{
    name_groups(r);
    if (r->status) return;
    decide_texts(r);
    settle_links(r);
    check_names(r);
    for (size_t t = 0; t < r->tests.count && !r->status; t++) settle_test(r, &r->tests.at[t]);
    for (size_t c = 0; c < r->cuts.count && !r->status; c++)
        if (r->cuts.at[c].holds != CAUSES_NONE)
            cut_by_content(r, &r->cuts.at[c]);
        else
            cut_by_name(r, &r->cuts.at[c]);
}
