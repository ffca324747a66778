/*
 * What definitions are called: within their components by path, by their name alone when they are
 * public; and what they are called in the graph.
 */
#include "exchange/psa_parts.h"

#include "base/utf8.h"

#include <assert.h>
#include <stdlib.h>

static const char *const kind_words[] = {[PSA_ANY] = "event",
                                         [PSA_GATE] = "gate",
                                         [PSA_BASIC] = "basic event",
                                         [PSA_HOUSE] = "house event"};

/* ---- a sorted list of names ---- */

static int by_text(const void *x, const void *y)
{
    const struct psa_key *a = x, *b = y;
    int order = span_compare(a->text, b->text);
    return order ? order : (a->define > b->define) - (a->define < b->define);
}

static enum status add_key(struct psa_model *model, struct span text, size_t define)
{
    enum status status = grow_array(&model->keys, &model->key_room, model->key_count + 1,
                                    sizeof *model->keys, model->error);
    if (!status) model->keys[model->key_count++] = (struct psa_key){text, (uint32_t)define};
    return status;
}

static void sort_keys(struct psa_model *model)
{
    if (model->key_count) qsort(model->keys, model->key_count, sizeof *model->keys, by_text);
}

/* The definition of a name, or PSA_NONE. */
static uint32_t find(const struct psa_model *model, struct span text)
{
    size_t low = 0, high = model->key_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = span_compare(model->keys[middle].text, text);
        if (order == 0) return model->keys[middle].define;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return PSA_NONE;
}

bool psa_names_taken(const struct psa_model *model, struct span name)
{
    return find(model, name) != PSA_NONE;
}

/* ---- references ---- */

static enum status gather(struct psa_model *model)
{
    enum status status = STATUS_OK;
    for (size_t d = 0; d < model->define_count && !status; d++) {
        const struct psa_define *define = &model->defines[d];
        model->has_basic |= define->kind == PSA_BASIC;
        status = add_key(model, span_of(define->path), d);
        if (!status && !define->hidden && define->container != PSA_NONE)
            status = add_key(model, define->name, d);
    }
    if (status) return status;
    sort_keys(model);
    for (size_t k = 1; k < model->key_count; k++) {
        const struct psa_define *first = &model->defines[model->keys[k - 1].define];
        const struct psa_define *second = &model->defines[model->keys[k].define];
        if (span_equal(model->keys[k - 1].text, model->keys[k].text))
            return psa_refuse(model, second->spot,
                              "%.*s is defined twice, first in line %u: give one of them another "
                              "name, or make it private to its component",
                              SPAN_ARGS(model->keys[k].text), first->spot.line);
    }
    return STATUS_OK;
}

/* The definition that `name` means within a container: its own, then those around it, then what is
 * public. */
static uint32_t look_up(const struct psa_model *model, uint32_t container, struct span name)
{
    char path[2 * PSA_NAME + 2];
    for (; container != PSA_NONE; container = model->containers[container].parent) {
        struct span within = span_of(model->containers[container].path);
        if (within.len + 1 + name.len > sizeof path) continue;
        memcpy(path, within.at, within.len);
        path[within.len] = '.';
        memcpy(path + within.len + 1, name.at, name.len);
        uint32_t found = find(model, (struct span){path, within.len + 1 + name.len});
        if (found != PSA_NONE) return found;
    }
    return find(model, name);
}

/* Basic events often stand in a second file, with their probabilities. What counts here is that
 * they are leaves. Where the model defines some itself, an event without a type may be a slip. */
static bool is_elsewhere(const struct psa_model *model, enum psa_op kind)
{
    return kind == PSA_BASIC || (kind == PSA_ANY && !model->has_basic);
}

static enum status tie(struct psa_model *model, const struct psa_define *gate,
                       struct psa_node *node)
{
    node->to = look_up(model, gate->container, node->name);
    if (node->to == PSA_NONE && is_elsewhere(model, node->op)) return STATUS_OK; /* add_missing */
    if (node->to == PSA_NONE)
        return psa_refuse(
            model, node->spot,
            "the %s %.*s is not defined: define it, or write <basic-event name=\"...\""
            "/> for what the model does not explain further",
            kind_words[node->op], SPAN_ARGS(node->name));
    struct psa_define *define = &model->defines[node->to];
    if (node->op != PSA_ANY && node->op != define->kind)
        return psa_refuse(model, node->spot, "%.*s is a %s (line %u), not a %s",
                          SPAN_ARGS(node->name), kind_words[define->kind], define->spot.line,
                          kind_words[node->op]);
    define->used = true;
    return STATUS_OK;
}

static int by_node_name(const void *x, const void *y, void *context)
{
    const struct psa_node *nodes = context;
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    int order = span_compare(nodes[a].name, nodes[b].name);
    return order ? order : (a > b) - (a < b);
}

static enum status add_missing(struct psa_model *model)
{
    size_t count = 0;
    enum status status = STATUS_OK;
    uint32_t *missing = arena_array(model->arena, model->node_count + 1, sizeof *missing);
    if (!missing) return arena_full(model->arena, model->error);
    for (size_t n = 0; n < model->node_count; n++)
        if (psa_is_reference(model->nodes[n].op) && model->nodes[n].to == PSA_NONE)
            missing[count++] = (uint32_t)n;
    if (count) qsort_r(missing, count, sizeof *missing, by_node_name, model->nodes);
    for (size_t i = 0; i < count && !status; i++) {
        struct psa_node *node = &model->nodes[missing[i]];
        if (i == 0 || !span_equal(node->name, model->nodes[missing[i - 1]].name))
            status = psa_define_add(model, (struct psa_define){.kind = PSA_BASIC,
                                                               .container = PSA_NONE,
                                                               .used = true,
                                                               .spot = node->spot,
                                                               .name = node->name,
                                                               .path = node->name.at});
        node->to = (uint32_t)model->define_count - 1;
    }
    return status;
}

enum status psa_names_tie(struct psa_model *model)
{
    enum status status = gather(model);
    for (size_t d = 0; d < model->define_count && !status; d++) {
        const struct psa_define *gate = &model->defines[d];
        for (uint32_t n = 0; n < gate->node_count && !status; n++)
            if (psa_is_reference(model->nodes[gate->first_node + n].op))
                status = tie(model, gate, &model->nodes[gate->first_node + n]);
    }
    return status ? status : add_missing(model);
}

/* ---- names in the graph ---- */

/* The name, cut when it is long, with '_' for each character that no name in a graph has; NULL when
 * memory is out. */
static const char *made_valid(struct arena *arena, struct span name)
{
    char *copy = arena_alloc(arena, name.len + 2);
    size_t n = 0;
    for (size_t i = 0; copy && i < name.len && n + 4 <= PSA_KNOWN;) {
        uint32_t rune;
        size_t width = utf8_next(span_from(name, i), &rune);
        bool wide = width > 1 && !utf8_drives_display(rune);
        bool plain =
            width == 1 && ((rune >= '0' && rune <= '9') || (rune >= 'A' && rune <= 'Z') ||
                           (rune >= 'a' && rune <= 'z') || byte_is_one_of((char)rune, ".-_"));
        if (wide || plain) {
            memcpy(copy + n, name.at + i, width);
            n += width;
        } else {
            copy[n++] = '_';
        }
        i += width ? width : 1;
    }
    if (copy && (strcmp(copy, "and") == 0 || strcmp(copy, "or") == 0)) copy[n] = '_';
    return copy;
}

static struct span own_name(const struct psa_define *define)
{
    return define->hidden ? span_of(define->path) : define->name;
}

/* By the name in the graph, then by that in the model, which is unique. */
static int by_known(const void *x, const void *y, void *context)
{
    const struct psa_define *defines = context;
    const struct psa_key *a = x, *b = y;
    int order = span_compare(a->text, b->text);
    return order ? order
                 : span_compare(own_name(&defines[a->define]), own_name(&defines[b->define]));
}

/* Names that became the same get a number, all but the first. */
static enum status number_doubles(struct psa_model *model)
{
    unsigned number = 1;
    for (size_t k = 1; k < model->key_count; k++) {
        if (!span_equal(model->keys[k].text, model->keys[k - 1].text)) {
            number = 1;
            continue;
        }
        const char *name;
        do {
            name = arena_printf(model->arena, "%s_%u", model->keys[k].text.at, ++number);
            if (!name) return arena_full(model->arena, model->error);
        } while (psa_names_taken(model, span_of(name)));
        model->defines[model->keys[k].define].known = name;
    }
    return STATUS_OK;
}

enum status psa_names_give(struct psa_model *model)
{
    enum status status = STATUS_OK;
    model->key_count = 0;
    for (size_t d = 0; d < model->define_count && !status; d++) {
        struct psa_define *define = &model->defines[d];
        define->known = made_valid(model->arena, own_name(define));
        if (!define->known) return arena_full(model->arena, model->error);
        status = add_key(model, span_of(define->known), d);
    }
    if (status) return status;
    if (model->key_count)
        qsort_r(model->keys, model->key_count, sizeof *model->keys, by_known, model->defines);
    return number_doubles(model);
}
