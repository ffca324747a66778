/* Builds small TZif files, so that zone tests need no zone files of the system. */
#ifndef TESTS_BASE_TZIF_H
#define TESTS_BASE_TZIF_H

#include "tests/test.h"

struct tzif_kind {
    int32_t offset;
    int daylight;
    const char *abbreviation; /* three letters */
};

struct tzif_change {
    int64_t at;
    unsigned char kind;
};

struct tzif {
    char version; /* '2', or '\0' for 32-bit times and no footer */
    size_t kind_count, change_count, leap_count;
    const struct tzif_kind *kinds;
    const struct tzif_change *changes;
    const char *footer;
};

static inline void tzif_put(struct text *to, uint64_t value, unsigned width)
{
    while (width--) text_addc(to, (char)(value >> (8 * width)));
}

static inline void tzif_header(struct text *to, char version, size_t leaps, size_t changes,
                               size_t kinds)
{
    text_adds(to, "TZif");
    text_addc(to, version);
    for (int i = 0; i < 15; i++) text_addc(to, '\0');
    tzif_put(to, 0, 4);
    tzif_put(to, 0, 4);
    tzif_put(to, leaps, 4);
    tzif_put(to, changes, 4);
    tzif_put(to, kinds, 4);
    tzif_put(to, kinds * 4, 4);
}

static inline void tzif_block(struct text *to, const struct tzif *file, unsigned width)
{
    tzif_header(to, file->version, file->leap_count, file->change_count, file->kind_count);
    for (size_t i = 0; i < file->change_count; i++)
        tzif_put(to, (uint64_t)file->changes[i].at, width);
    for (size_t i = 0; i < file->change_count; i++) text_addc(to, (char)file->changes[i].kind);
    for (size_t i = 0; i < file->kind_count; i++) {
        tzif_put(to, (uint32_t)file->kinds[i].offset, 4);
        text_addc(to, (char)file->kinds[i].daylight);
        text_addc(to, (char)(i * 4));
    }
    for (size_t i = 0; i < file->kind_count; i++)
        text_add(to, (struct span){file->kinds[i].abbreviation, 4});
    for (size_t i = 0; i < file->leap_count; i++) {
        tzif_put(to, 78796800, width);
        tzif_put(to, i + 1, 4);
    }
}

/* Appends the file's bytes; the first block of a version 2 file is empty, as zic writes it. */
static inline void tzif_build(struct text *to, const struct tzif *file)
{
    if (file->version == '\0') {
        tzif_block(to, file, 4);
        return;
    }
    static const struct tzif_kind utc = {0, 0, "UTC"};
    const struct tzif first = {.version = file->version, .kind_count = 1, .kinds = &utc};
    tzif_block(to, &first, 4);
    tzif_block(to, file, 8);
    text_addc(to, '\n');
    text_adds(to, file->footer);
    text_addc(to, '\n');
}

/* A zone that follows one rule at all times. */
static inline struct zone *tzif_rule_zone(const char *rule, struct error *error)
{
    static const struct tzif_kind utc = {0, 0, "UTC"};
    struct text bytes;
    text_init(&bytes, 0);
    tzif_build(&bytes,
               &(struct tzif){.version = '2', .kind_count = 1, .kinds = &utc, .footer = rule});
    struct zone *zone = NULL;
    (void)zone_parse(rule, text_span(&bytes), &zone, error);
    text_release(&bytes);
    return zone;
}

#endif
