/* Names of conditions and items: which are names, how they sort, where they are. */
#include "causes/graph_parts.h"

#include <assert.h>

static bool is_digit(struct span s, size_t i)
{
    return i < s.len && s.at[i] >= '0' && s.at[i] <= '9';
}

/* The run of digits at *i without its leading zeros; moves *i behind it. */
static struct span number_at(struct span s, size_t *i)
{
    size_t from = *i, to = *i;
    while (is_digit(s, to)) to++;
    while (from + 1 < to && s.at[from] == '0') from++;
    *i = to;
    return span_sub(s, from, to - from);
}

int name_compare(struct span a, struct span b)
{
    size_t i = 0, j = 0;
    while (i < a.len && j < b.len) {
        if (is_digit(a, i) && is_digit(b, j)) {
            struct span x = number_at(a, &i), y = number_at(b, &j);
            if (x.len != y.len) return x.len < y.len ? -1 : 1;
            int order = memcmp(x.at, y.at, x.len);
            if (order) return order;
        } else if (a.at[i] != b.at[j]) {
            return (unsigned char)a.at[i] < (unsigned char)b.at[j] ? -1 : 1;
        } else {
            i++;
            j++;
        }
    }
    if (i < a.len || j < b.len) return i < a.len ? 1 : -1;
    return span_compare(a, b); /* F2 and F02 are two names */
}

int causes_name_compare(const char *a, const char *b)
{
    return name_compare(span_of(a), span_of(b));
}

bool is_graph_name(struct span name)
{
    if (name.len == 0 || name.len > NAME_BYTES_MOST) return false;
    for (size_t i = 0; i < name.len;) {
        uint32_t rune;
        size_t width = utf8_next(span_from(name, i), &rune);
        if (width == 0 || !is_name_byte(name.at[i]) || utf8_drives_display(rune)) return false;
        i += width;
    }
    return !span_is(name, "and") && !span_is(name, "or");
}

/* Among structs in the order of their names, which are their first member. */
static uint32_t find(const void *first, size_t size, uint32_t count, struct span name)
{
    uint32_t low = 0, high = count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const void *at = (const char *)first + middle * size;
        int order = name_compare(span_of(*(const char *const *)at), name);
        if (order == 0) return middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return CAUSES_NONE;
}

uint32_t causes_find(const struct causes_graph *graph, struct span name)
{
    static_assert(offsetof(struct causes_condition, name) == 0, "find looks there");
    return find(graph->conditions, sizeof *graph->conditions, graph->condition_count, name);
}

uint32_t causes_find_item(const struct causes_graph *graph, struct span name)
{
    static_assert(offsetof(struct causes_item, name) == 0, "find looks there");
    return find(graph->items, sizeof *graph->items, graph->item_count, name);
}
