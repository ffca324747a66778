/* Sets and coverage in plain sentences. They speak of known ways: what is not in the graph is not
 * known, and nothing here is a probability. */
#include "report/causes_told.h"

void causes_words_count(struct text *to, causes_count count)
{
    static const char *const words[] = {"no",    "one",   "two",  "three", "four",   "five",  "six",
                                        "seven", "eight", "nine", "ten",   "eleven", "twelve"};
    if (count < sizeof words / sizeof words[0])
        text_adds(to, words[count]);
    else
        causes_count_text(to, count);
}

/* The first letter of what was added since `from` becomes a capital. */
static void capital(struct text *to, size_t from)
{
    if (from < to->len && to->at[from] >= 'a' && to->at[from] <= 'z')
        to->at[from] = (char)(to->at[from] - 'a' + 'A');
}

static bool is_part(const struct causes_extent *extent)
{
    return !extent->complete && !extent->limited;
}

/* "one known way", "two known ways", "at least 1,172 known ways" */
static void add_ways(struct text *to, const struct told_family *family)
{
    if (is_part(&family->extent)) text_adds(to, "at least ");
    causes_words_count(to, family->count);
    text_adds(to, family->count == 1 ? " known way" : " known ways");
}

/* The smallest and the largest size that occur. */
static void sizes_of(const struct told_family *family, size_t *ret_least, size_t *ret_most)
{
    *ret_least = SIZE_MAX;
    *ret_most = 0;
    for (size_t i = 0; i < family->size_count; i++) {
        if (!family->sizes[i]) continue;
        if (*ret_least == SIZE_MAX) *ret_least = i;
        *ret_most = i;
    }
}

static void add_conditions(struct text *to, size_t count)
{
    causes_words_count(to, count);
    text_adds(to, count == 1 ? " condition" : " conditions");
}

static void add_sizes(struct text *to, const struct told_family *family)
{
    size_t least, most;
    sizes_of(family, &least, &most);
    if (least == most) {
        text_adds(to, family->count == 1 ? "; it takes " : "; each takes ");
        add_conditions(to, least);
        if (family->count == 1 && least > 1) text_adds(to, " together");
    } else {
        text_adds(to, "; they take ");
        causes_words_count(to, least);
        text_adds(to, family->count == 2 ? " and " : " to ");
        add_conditions(to, most);
    }
    if (least > 1)
        text_adds(to, family->count == 1 ? "; none of them does it alone."
                                         : "; no condition does it alone.");
    else
        text_adds(to, "; one condition is said to suffice: what else had to be so?");
}

void causes_words_sets(struct text *to, const struct told_family *family)
{
    size_t from = to->len;
    if (is_part(&family->extent) && family->extent.upto == 0) {
        text_adds(to, "There are more known ways than the budget lets count.");
        return;
    }
    if (family->count == 0 && family->extent.complete) {
        text_adds(to, "No known way brings it about.");
        return;
    }
    if (family->size_count && family->sizes[0]) {
        text_adds(to, "As drawn it comes about whatever else is so.");
        return;
    }
    add_ways(to, family);
    capital(to, from);
    text_adds(to, family->count == 1 ? " brings it about" : " bring it about");
    if (family->count) add_sizes(to, family);
    if (!family->extent.complete) {
        text_adds(to, family->count ? " None of up to " : ". There is none of up to ");
        add_conditions(to, family->extent.upto);
        text_adds(to, family->count ? " is missing here." : ".");
    }
}

void causes_words_paths(struct text *to, const struct told_family *family)
{
    size_t least, most, from = to->len;
    sizes_of(family, &least, &most);
    if (family->count == 0) {
        text_adds(to, family->extent.complete
                          ? "No group of conditions would have kept it from coming about."
                          : "Groups whose absence closes every known way: more than the budget "
                            "lets count.");
        return;
    }
    if (is_part(&family->extent)) text_adds(to, "at least ");
    causes_words_count(to, family->count);
    text_adds(to, family->count == 1 ? " smallest group" : " smallest groups");
    capital(to, from);
    text_adds(to, " of conditions without which no known way is left, of ");
    causes_words_count(to, least);
    if (most != least) {
        text_adds(to, " to ");
        causes_words_count(to, most);
    }
    text_adds(to, most == 1 ? " condition." : " conditions.");
    if (family->extent.complete) return;
    text_adds(to, " None of up to ");
    add_conditions(to, family->extent.upto);
    text_adds(to, " is missing here.");
}

/* "The one known way", "Both known ways", "All five known ways", "One of five known ways" */
static void add_share(struct text *to, causes_count part, causes_count whole, const char *known)
{
    size_t from = to->len;
    if (part == whole && whole <= 2) {
        text_adds(to, whole == 1 ? "The one known way" : "Both known ways");
        return;
    }
    if (part == whole)
        text_adds(to, "all ");
    else {
        causes_words_count(to, part);
        text_adds(to, " of ");
    }
    causes_words_count(to, whole);
    text_adds(to, known);
    capital(to, from);
}

static void add_open(struct text *to, const struct causes_coverage *cover)
{
    if (cover->open == 0) return;
    add_share(to, cover->open, cover->sets, " known ways");
    text_adds(to, cover->open == 1 ? " stays open." : " stay open.");
}

/* The item on which all hang that hang on one; CAUSES_NONE when there are several, or it is not
 * known. */
static uint32_t all_hang_on(const struct causes_graph *graph, const struct causes_coverage *cover)
{
    for (uint32_t i = 0; i < graph->item_count; i++)
        if (cover->reaches[i].counted && cover->reaches[i].only == cover->once) return i;
    return CAUSES_NONE;
}

static void add_once(struct text *to, const struct causes_graph *graph,
                     const struct causes_coverage *cover)
{
    if (cover->once == 0) return;
    const bool one = cover->once == 1;
    const uint32_t sole = all_hang_on(graph, cover);
    if (cover->open) text_addc(to, ' ');
    add_share(to, cover->once, cover->sets, cover->open ? "" : " known ways");
    text_adds(to, one ? " hangs on " : " hang on ");
    if (sole != CAUSES_NONE) {
        text_add_visible(to, span_of(graph->items[sole].name));
        text_adds(to, " alone");
    } else {
        text_adds(to, one ? "one item alone" : "one item each");
        if (cover->sole != CAUSES_NONE) {
            text_adds(to, ", more than half of all on ");
            text_add_visible(to, span_of(graph->items[cover->sole].name));
        }
    }
    text_adds(to, one ? ": if that does not hold, the way is open again."
                      : ": where that does not hold, the ways are open again.");
}

void causes_words_cover(struct text *to, const struct causes_graph *graph,
                        const struct causes_coverage *cover)
{
    if (cover->sets == 0 && cover->extent.complete) {
        text_adds(to, "There is no known way to break.");
        return;
    }
    add_open(to, cover);
    add_once(to, graph, cover);
    if (cover->open == 0 && cover->once == 0)
        text_adds(to, "Every known way is broken by two items or more.");
    if (cover->exposed) {
        text_addc(to, ' ');
        size_t from = to->len;
        causes_words_count(to, cover->exposed);
        capital(to, from);
        text_adds(to, cover->exposed == 1 ? " way comes to light" : " ways come to light");
        text_adds(to, " that another one hid before.");
    }
    if (is_part(&cover->extent)) text_adds(to, " There are more ways than were counted.");
}

void report_causes_cover_words(struct text *to, const struct causes_graph *graph,
                               const struct causes_coverage *cover)
{
    causes_words_cover(to, graph, cover);
}
