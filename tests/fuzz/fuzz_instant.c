/*
 * What people type: an instant that was read is written and read again as the same one, and a
 * length of time likewise down to the second; zone names and offsets only must not stumble.
 */
#include "tests/fuzz/fuzz.h"

#include "base/base.h"

#include <assert.h>

static void check_instant(struct span input, struct text *text)
{
    instant at, again;
    duration width;
    if (instant_parse(input, NULL, 0, &at, &width, NULL)) return;
    assert(at != INSTANT_NONE && width >= 0 && width < NS_PER_DAY);
    text_clear(text);
    instant_add_text(text, at, NULL, INSTANT_FULL, 9);
    enum status status = instant_parse(text_span(text), NULL, INSTANT_NONE, &again, &width, NULL);
    assert(status == STATUS_OK && again == at && width == 0);
}

static void check_duration(struct span input, struct text *text)
{
    duration length, again;
    if (duration_parse(input, &length, NULL)) return;
    length -= length % NS_PER_S;
    text_clear(text);
    duration_add_text(text, length);
    enum status status = duration_parse(text_span(text), &again, NULL);
    assert(status == STATUS_OK && again == length);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct span input = {(const char *)data, size};
    struct text text;
    int32_t offset;
    text_init(&text, 0);
    check_instant(input, &text);
    check_duration(input, &text);
    if (zone_abbreviation(input, &offset)) assert(offset > -86400 && offset < 86400);
    text_release(&text);
    return 0;
}
