/* What the files that make a graph share. */
#ifndef CAUSES_GRAPH_PARTS_H
#define CAUSES_GRAPH_PARTS_H

#include "causes/graph.h"

int name_compare(struct span a, struct span b); /* causes_name_compare, of spans */

/* A name of a condition or an item: letters, digits, '.', '-', '_' and other characters of UTF-8
 * that can be seen; neither "and" nor "or", which join conditions. */
bool is_graph_name(struct span name);
enum { NAME_BYTES_MOST = 200 };
/* One byte of a name; all bytes of UTF-8 beyond ASCII are. */
static inline bool is_name_byte(char byte)
{
    unsigned char c = (unsigned char)byte;
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '.' ||
           c == '-' || c == '_' || c >= 0x80;
}

/* Every condition behind those that its ways hold, in `ret` (condition_count numbers); false when
 * conditions stand in a circle. *ret_done: how many are there, the rest stands in or above it. */
enum status graph_order(const struct causes_graph *graph, uint32_t *ret, uint32_t *ret_done,
                        struct error *error);

#endif
