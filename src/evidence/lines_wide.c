/*
 * UTF-16 text (PowerShell, SCCM, setupapi write it) as bytes, one for each unit of two bytes: the
 * line engine reads those, and the offsets of its records are doubled again.
 */
#include "evidence/lines.h"

enum { UNITS = 8192 };

bool lines_are_wide(struct span head, bool *ret_big)
{
    if (span_starts(head, SPAN("\xff\xfe")))
        *ret_big = false;
    else if (span_starts(head, SPAN("\xfe\xff")))
        *ret_big = true;
    else
        return false;
    return head.len >= 4;
}

static enum status read_narrow(void *context, uint64_t offset, void *to, size_t len,
                               size_t *ret_len, struct error *error)
{
    const struct wide_reader *wide = context;
    char units[2 * UNITS];
    char *out = to;
    size_t done = 0;
    while (done < len) {
        size_t want = len - done < UNITS ? len - done : UNITS, got = 0;
        enum status status = wide->inner->read(wide->inner->context, 2 + 2 * (offset + done), units,
                                               2 * want, &got, error);
        if (status) return status;
        for (size_t i = 0; i + 1 < got; i += 2)
            out[done++] = lines_narrow(units[i], units[i + 1], wide->big);
        if (got < 2 * want) break;
    }
    *ret_len = done;
    return STATUS_OK;
}

struct evidence_reader lines_narrow_reader(struct wide_reader *wide)
{
    return (struct evidence_reader){wide, read_narrow, (wide->inner->size - 2) / 2};
}

void lines_widen(const struct wide_reader *wide, struct index_builder *builder)
{
    uint16_t form = wide->big ? PLACE_WIDE_BE : PLACE_WIDE_LE;
    for (size_t i = 0; i < builder->count; i++) builder->start[i] = 2 + 2 * builder->start[i];
    for (unsigned i = 0; i < builder->layout_count; i++) builder->layouts[i].position |= form;
}
