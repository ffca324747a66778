/* Two texts compared line by line. */
#include "desk/desk.h"

#include <stdlib.h>

enum { CELLS = 4000000 };

static size_t count_lines(struct span text)
{
    size_t count = 0;
    while (text.len) {
        span_cut(&text, '\n');
        count++;
    }
    return count;
}

static struct span *split(struct span text, size_t count)
{
    struct span *lines = calloc(count + 1, sizeof *lines);
    for (size_t i = 0; lines && i < count; i++) lines[i] = span_cut(&text, '\n');
    return lines;
}

static void add_line(struct text *out, const char *sign, struct span line)
{
    text_adds(out, sign);
    text_add_visible(out, line);
    text_addc(out, '\n');
}

/* longest[i * (m + 1) + j]: lines in common of old[i..n) and new[j..m). */
static void fill(uint16_t *longest, const struct span *old, size_t n, const struct span *new,
                 size_t m)
{
    for (size_t i = n; i-- > 0;) {
        for (size_t j = m; j-- > 0;) {
            uint16_t down = longest[(i + 1) * (m + 1) + j], right = longest[i * (m + 1) + j + 1];
            uint16_t both = (uint16_t)(longest[(i + 1) * (m + 1) + j + 1] + 1);
            longest[i * (m + 1) + j] = span_equal(old[i], new[j]) ? both
                                       : down > right             ? down
                                                                  : right;
        }
    }
}

static void walk(struct text *out, const uint16_t *longest, const struct span *old, size_t n,
                 const struct span *new, size_t m)
{
    size_t i = 0, j = 0;
    while (i < n || j < m) {
        if (longest && i < n && j < m && span_equal(old[i], new[j])) {
            i++;
            j++;
        } else if (i < n && (j == m || !longest ||
                             longest[(i + 1) * (m + 1) + j] >= longest[i * (m + 1) + j + 1])) {
            add_line(out, "- ", old[i++]);
        } else {
            add_line(out, "+ ", new[j++]);
        }
    }
}

enum status desk_difference(struct text *out, struct span old, struct span new, struct error *error)
{
    size_t n = count_lines(old), m = count_lines(new);
    bool small = n < UINT16_MAX && m < UINT16_MAX && (n + 1) * (m + 1) <= CELLS;
    struct span *before = split(old, n), *after = split(new, m);
    uint16_t *longest = small ? calloc((n + 1) * (m + 1), sizeof *longest) : NULL;
    enum status status = before && after && (longest || !small)
                             ? STATUS_OK
                             : error_set(error, STATUS_NO_MEMORY, "out of memory");
    if (status == STATUS_OK && longest) fill(longest, before, n, after, m);
    if (status == STATUS_OK) walk(out, longest, before, n, after, m);
    free(before);
    free(after);
    free(longest);
    return status;
}
