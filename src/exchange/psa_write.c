/* A graph of conditions as a fault tree: effects are gates, leaves basic events. */
#include "exchange/psa.h"

#include "base/utf8.h"

#include <assert.h>
#include <stdlib.h>

struct writer {
    const struct causes_graph *graph;
    struct text *to;
    struct arena scratch;
    const char **names; /* in the model, a condition */
    const char **inner; /* of the gate that others use, when it is not the same one */
    const char **taken; /* names of conditions that stay as they are, and given ones: sorted */
    struct error *error;
};

/* ---- names: NCName, without '.', '-' only between others ---- */

/* Letters beyond ASCII that every reader of XML takes in a name. */
static bool is_letter(uint32_t rune)
{
    static const struct {
        uint32_t from, to;
    } ranges[] = {{0xC0, 0xD6},     {0xD8, 0xF6},     {0xF8, 0xFF},     {0x410, 0x44F},
                  {0x3041, 0x3094}, {0x30A1, 0x30FA}, {0x4E00, 0x9FA5}, {0xAC00, 0xD7A3}};
    for (size_t r = 0; r < sizeof ranges / sizeof *ranges; r++)
        if (rune >= ranges[r].from && rune <= ranges[r].to) return true;
    return (rune >= 'A' && rune <= 'Z') || (rune >= 'a' && rune <= 'z') || rune == '_';
}

/* The nearest name that the format takes; NULL when memory is out. */
static char *made_valid(struct arena *arena, struct span name)
{
    char *copy = arena_alloc(arena, name.len + 3);
    size_t n = 0;
    for (size_t i = 0; copy && i < name.len;) {
        uint32_t rune;
        size_t width = utf8_next(span_from(name, i), &rune);
        assert(width); /* names of a graph are UTF-8 */
        bool digit = rune >= '0' && rune <= '9';
        bool joins = rune == '-' && n && copy[n - 1] != '-' && i + 1 < name.len;
        if (n == 0 && (digit || rune == '-' || rune == '.')) copy[n++] = '_';
        if (is_letter(rune) || digit || joins) {
            memcpy(copy + n, name.at + i, width);
            n += width;
        } else if (i || rune != '.') {
            copy[n++] = '_';
        }
        i += width;
    }
    return copy;
}

static int by_bytes(const void *x, const void *y)
{
    return strcmp(*(const char *const *)x, *(const char *const *)y);
}

static bool is_taken(const struct writer *w, const char *name)
{
    return bsearch(&name, w->taken, w->graph->condition_count, sizeof *w->taken, by_bytes) != NULL;
}

/* Below, at or above 0; the condition whose name fits as it is comes first. */
static int by_wish(const void *x, const void *y, void *context)
{
    const struct writer *w = context;
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    int order = strcmp(w->names[a], w->names[b]);
    if (order) return order;
    bool fits_a = strcmp(w->names[a], w->graph->conditions[a].name) == 0;
    bool fits_b = strcmp(w->names[b], w->graph->conditions[b].name) == 0;
    return fits_a != fits_b ? (fits_a ? -1 : 1) : (a > b) - (a < b);
}

/* `base`_2, or the next number that no wish is; moves *number on. */
static const char *numbered(struct writer *w, const char *base, unsigned *number)
{
    const char *name;
    do {
        name = arena_printf(&w->scratch, "%s_%u", base, ++*number);
    } while (name && is_taken(w, name));
    return name;
}

static enum status give_names(struct writer *w)
{
    size_t count = w->graph->condition_count;
    uint32_t *order = arena_array(&w->scratch, count + 1, sizeof *order);
    w->names = arena_array(&w->scratch, count + 1, sizeof *w->names);
    w->inner = arena_array(&w->scratch, count + 1, sizeof *w->inner);
    w->taken = arena_array(&w->scratch, count + 1, sizeof *w->taken);
    if (!order || !w->names || !w->inner || !w->taken) return arena_full(&w->scratch, w->error);
    for (size_t c = 0; c < count; c++) {
        order[c] = (uint32_t)c;
        w->names[c] = made_valid(&w->scratch, span_of(w->graph->conditions[c].name));
        if (!w->names[c]) return arena_full(&w->scratch, w->error);
        w->taken[c] = w->names[c];
    }
    qsort(w->taken, count, sizeof *w->taken, by_bytes);
    qsort_r(order, count, sizeof *order, by_wish, w);
    const char *wish = "";
    unsigned number = 1;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(w->names[order[i]], wish) != 0) {
            wish = w->names[order[i]];
            number = 1;
            continue;
        }
        w->names[order[i]] = numbered(w, wish, &number);
        if (!w->names[order[i]]) return arena_full(&w->scratch, w->error);
    }
    return STATUS_OK;
}

/* A gate that another gate uses is no top gate, so an outcome that is used gets a gate of its own
 * above the one that is used. */
static enum status split_outcomes(struct writer *w)
{
    const struct causes_graph *graph = w->graph;
    uint8_t *used = arena_alloc(&w->scratch, (size_t)graph->condition_count + 1);
    if (!used) return arena_full(&w->scratch, w->error);
    for (uint32_t i = 0; i < graph->way_count; i++)
        for (uint32_t l = 0; l < graph->ways[i].count; l++)
            used[graph->ways[i].links[l].condition] = 1;
    for (uint32_t o = 0; o < graph->outcome_count; o++) {
        uint32_t c = graph->outcomes[o];
        if (!used[c] || causes_is_leaf(&graph->conditions[c])) continue;
        const char *name = arena_printf(&w->scratch, "%s_inner", w->names[c]);
        unsigned number = 1;
        if (name && is_taken(w, name)) name = numbered(w, name, &number);
        if (!name) return arena_full(&w->scratch, w->error);
        w->inner[c] = name;
    }
    return STATUS_OK;
}

/* ---- elements ---- */

/* For XML: what it cannot hold is left out. */
static void add_words(struct text *to, const char *words)
{
    struct span rest = span_of(words);
    while (rest.len) {
        uint32_t rune = 0xFFFD;
        size_t width = utf8_next(rest, &rune);
        if (width == 0 || rune < ' ' || rune == 0xFFFE || rune == 0xFFFF)
            text_addc(to, ' ');
        else
            text_add_html(to, span_sub(rest, 0, width));
        rest = span_from(rest, width ? width : 1);
    }
}

static bool has_text(const struct writer *w, uint32_t number)
{
    return span_trim(span_of(w->graph->conditions[number].text)).len != 0;
}

static bool is_renamed(const struct writer *w, uint32_t number)
{
    return strcmp(w->graph->conditions[number].name, w->names[number]) != 0;
}

/* The text, with the condition's own name behind it when that is not the name in the model. */
static void add_label(struct writer *w, uint32_t number)
{
    const struct causes_condition *condition = &w->graph->conditions[number];
    bool text = has_text(w, number), renamed = is_renamed(w, number);
    if (!text && !renamed) return;
    text_adds(w->to, "      <label>");
    if (text) add_words(w->to, condition->text);
    if (text && renamed) text_adds(w->to, " (");
    if (renamed) add_words(w->to, condition->name);
    if (text && renamed) text_addc(w->to, ')');
    text_adds(w->to, "</label>\n");
}

static void add_link(struct writer *w, const struct causes_link *link)
{
    bool leaf = causes_is_leaf(&w->graph->conditions[link->condition]);
    const char *inner = w->inner[link->condition];
    text_addf(w->to, "%s<%s name=\"%s\"/>%s\n", link->absent ? "<not>" : "",
              leaf ? "basic-event" : "gate", inner ? inner : w->names[link->condition],
              link->absent ? "</not>" : "");
}

static void add_way(struct writer *w, const struct causes_way *way, int depth)
{
    const char *element = way->enough == way->count ? "and" : way->enough == 1 ? "or" : "atleast";
    if (way->count > 1) {
        text_addf(w->to, "%*s<%s", depth, "", element);
        if (element[1] == 't') text_addf(w->to, " min=\"%u\"", way->enough);
        text_adds(w->to, ">\n");
    }
    for (uint32_t l = 0; l < way->count; l++) {
        text_addf(w->to, "%*s", depth + (way->count > 1 ? 2 : 0), "");
        add_link(w, &way->links[l]);
    }
    if (way->count > 1) text_addf(w->to, "%*s</%s>\n", depth, "", element);
}

static void add_gate(struct writer *w, uint32_t number)
{
    const struct causes_condition *condition = &w->graph->conditions[number];
    const char *name = w->inner[number] ? w->inner[number] : w->names[number];
    if (w->inner[number]) {
        text_addf(w->to, "    <define-gate name=\"%s\">\n", w->names[number]);
        add_label(w, number);
        text_addf(w->to, "      <gate name=\"%s\"/>\n    </define-gate>\n", name);
    }
    text_addf(w->to, "    <define-gate name=\"%s\">\n", name);
    if (!w->inner[number]) add_label(w, number);
    bool several = condition->way_count > 1;
    if (several) text_adds(w->to, "      <or>\n");
    for (uint32_t i = 0; i < condition->way_count; i++)
        add_way(w, &w->graph->ways[condition->first_way + i], several ? 8 : 6);
    if (several) text_adds(w->to, "      </or>\n");
    text_adds(w->to, "    </define-gate>\n");
}

static void add_event(struct writer *w, uint32_t number)
{
    bool label = has_text(w, number) || is_renamed(w, number);
    text_addf(w->to, "    <define-basic-event name=\"%s\"%s\n", w->names[number],
              label ? ">" : "/>");
    add_label(w, number);
    if (label) text_adds(w->to, "    </define-basic-event>\n");
}

enum status exchange_psa_write(const struct causes_graph *graph, struct text *to,
                               struct error *error)
{
    struct writer w = {.graph = graph, .to = to, .error = error};
    enum status status = causes_refuse_cycle(graph, error);
    if (status) return status;
    if (graph->way_count == 0)
        return error_set(error, STATUS_BAD_INPUT,
                         "no condition has a way, so there is no gate to write: say first what "
                         "comes about from what");
    arena_init(&w.scratch, (size_t)1 << 30);
    status = give_names(&w);
    if (!status) status = split_outcomes(&w);
    if (status) goto out;
    text_adds(to, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opsa-mef>\n"
                  "  <define-fault-tree name=\"conditions\">\n");
    if (graph->title && span_trim(span_of(graph->title)).len) {
        text_adds(to, "    <label>");
        add_words(to, graph->title);
        text_adds(to, "</label>\n");
    }
    for (uint32_t c = graph->condition_count; c-- > 0;) /* what is explained before what explains */
        if (!causes_is_leaf(&graph->conditions[graph->order[c]])) add_gate(&w, graph->order[c]);
    for (uint32_t c = 0; c < graph->condition_count; c++)
        if (causes_is_leaf(&graph->conditions[c])) add_event(&w, c);
    text_adds(to, "  </define-fault-tree>\n</opsa-mef>\n");
    status = text_status(to, error);
out:
    arena_release(&w.scratch);
    return status;
}
