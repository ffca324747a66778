/*
 * Time stamps: every format over every line of the input. A reader that has seen other lines before
 * answers as stamp_read does; a stamp stays within its line and its time within what it claims.
 */
#include "tests/fuzz/fuzz.h"

#include "evidence/stamp.h"

#include <assert.h>

static void check(const struct stamp *stamp, struct span line)
{
    assert(stamp->len > 0 && stamp->len <= line.len && stamp->digits <= 9);
    assert(stamp->len == line.len || line.at[stamp->len] < '0' || line.at[stamp->len] > '9');
    assert((stamp->time == INSTANT_NONE) == ((stamp->flags & STAMP_SENTINEL) != 0));
    if (stamp->flags & STAMP_SENTINEL) return;
    const duration beside = stamp->flags & STAMP_OFFSET ? NS_PER_DAY : 0; /* "06:05+0800" */
    if (stamp->flags & STAMP_NO_DATE)
        assert(stamp->time >= -beside && stamp->time < NS_PER_DAY + NS_PER_S + beside);
    if ((stamp->flags & STAMP_NO_YEAR) && !(stamp->flags & (STAMP_OFFSET | STAMP_LEAP)))
        assert(civil_of_instant(stamp->time).year == 1972);
    if (stamp->flags & STAMP_EPOCH) assert(stamp->time >= 0);
}

static void check_format(const struct stamp_format *format, struct span input)
{
    struct stamp_reader reader;
    stamp_reader_init(&reader, format);
    for (int lines = 0; input.len && lines < 8; lines++) {
        struct span line = span_cut(&input, '\n');
        struct stamp one, two;
        bool read = stamp_read(format, line, &one);
        bool again = stamp_reader_read(&reader, line, &two);
        assert(read == again);
        if (!read) continue;
        check(&one, line);
        assert(one.time == two.time && one.flags == two.flags && one.len == two.len &&
               one.digits == two.digits);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct span input = {(const char *)data, size};
    for (unsigned i = 0; i < stamp_format_count(); i++) check_format(stamp_format_get(i), input);
    const struct stamp_format *formats[5];
    struct stamp stamps[5];
    unsigned count = stamp_candidates(input, true, formats, stamps, 5);
    assert(count <= 5);
    for (unsigned i = 0; i < count; i++) check(&stamps[i], input);
    return 0;
}
