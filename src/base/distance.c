/* Edit distance (V. Levenshtein, "Binary codes capable of correcting deletions, insertions, and
 * reversals", 1966). */
#include "base/span.h"

enum { BYTES_MAX = 40 };

static size_t least(size_t a, size_t b, size_t c)
{
    size_t ab = a < b ? a : b;
    return ab < c ? ab : c;
}

size_t span_distance(struct span a, struct span b)
{
    a = span_sub(a, 0, BYTES_MAX);
    b = span_sub(b, 0, BYTES_MAX);
    size_t row[BYTES_MAX + 1];
    for (size_t j = 0; j <= b.len; j++) row[j] = j;
    for (size_t i = 1; i <= a.len; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b.len; j++) {
            size_t above = row[j];
            row[j] = least(above + 1, row[j - 1] + 1, diagonal + (a.at[i - 1] != b.at[j - 1]));
            diagonal = above;
        }
    }
    return row[b.len];
}
