/* The table of stamp formats, made from data/stamps.tsv, and looking things up in it. */
#include "evidence/stamp_format.h"

#include <assert.h>

static const struct stamp_format formats[] = {
#include "evidence/stamp_rows.inc"
};

enum { FORMATS = sizeof formats / sizeof formats[0] };

unsigned stamp_format_count(void)
{
    return FORMATS;
}

const struct stamp_format *stamp_format_get(unsigned number)
{
    return number < FORMATS ? &formats[number] : NULL;
}

const struct stamp_format *stamp_format_named(struct span name)
{
    for (unsigned i = 0; i < FORMATS; i++)
        if (span_is(name, formats[i].name)) return &formats[i];
    return NULL;
}

const char *stamp_format_name(const struct stamp_format *format)
{
    return format->name;
}

uint16_t stamp_format_flags(const struct stamp_format *format)
{
    return format->flags;
}

bool stamp_format_needs_level(const struct stamp_format *format)
{
    return format->program_len == 3 && memcmp(format->program, "+' ", 3) == 0;
}

bool stamp_format_is_traced(const struct stamp_format *format)
{
    return format->program_len == 5 && memcmp(format->program, "+':' ", 5) == 0;
}

bool stamp_format_begins_with_clock(const struct stamp_format *format)
{
    return (format->flags & STAMP_NO_DATE) || format->program[0] == 'T';
}

unsigned stamp_format_parted(const struct stamp_format *format)
{
    static const char end[] = {'T', '\'', ' '};
    const size_t len = sizeof end + 1;
    if (!format || format->program_len <= len) return 0;
    const char *behind = format->program + format->program_len - 1;
    if (memcmp(behind - sizeof end, end, sizeof end) != 0 || !byte_is_one_of(*behind, "36"))
        return 0;
    return (unsigned)(*behind - '0');
}

bool stamp_format_loose(const struct stamp_format *format)
{
    return format->loose;
}

const struct stamp_format *stamp_format_swapped(const struct stamp_format *format)
{
    assert(format->swapped < (int)FORMATS);
    return format->swapped < 0 ? NULL : &formats[format->swapped];
}

struct span stamp_format_example(const struct stamp_format *format)
{
    return span_of(format->example);
}

struct span stamp_format_reading(const struct stamp_format *format)
{
    return span_of(format->reading);
}
