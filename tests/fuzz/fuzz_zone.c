/*
 * The TZif reader. Whatever file it accepts makes a zone that answers consistently: at each of its
 * changes and at the ends of time, an instant is among those that show its own local time, the next
 * change lies ahead, and full text is read back as the same instant.
 */
#include "tests/fuzz/fuzz.h"

#include "base/base.h"

#include <assert.h>

static void check_instant(const struct zone *zone, instant at, struct text *text)
{
    const char *abbreviation = NULL;
    int32_t offset = zone_offset(zone, at, &abbreviation);
    assert(abbreviation && *abbreviation);
    assert(zone_next_change(zone, at) > at || at == INT64_MAX);

    instant local, first, second, again;
    duration width;
    if (!__builtin_add_overflow(at, offset * NS_PER_S, &local) && local != INSTANT_NONE) {
        enum zone_fit fit = zone_to_instants(zone, local, &first, &second);
        /* Of three or more only the first two are told. */
        assert(fit != ZONE_GAP && first <= second && first <= at);
        assert(first == at || second == at || fit == ZONE_FOLD);
    }
    text_clear(text);
    instant_add_text(text, at, zone, INSTANT_FULL, -1);
    bool short_offset = offset > -86400 && offset < 86400; /* more cannot be written */
    if (!short_offset) return;
    enum status status = instant_parse(text_span(text), NULL, INSTANT_NONE, &again, &width, NULL);
    assert(status == STATUS_OK && again == at);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct zone *zone = NULL;
    struct span bytes = {(const char *)data, size};
    if (zone_parse("fuzz", bytes, &zone, NULL)) return 0;
    struct text text;
    text_init(&text, 0);
    check_instant(zone, INT64_MIN + 1, &text);
    check_instant(zone, INT64_MAX, &text);
    instant change = INT64_MIN + 1;
    for (int i = 0; i < 40; i++) {
        change = zone_next_change(zone, change);
        if (change == INT64_MAX) break;
        assert(zone_offset(zone, change - 1, NULL) != zone_offset(zone, change, NULL));
        check_instant(zone, change - 1, &text);
        check_instant(zone, change, &text);
        /* Any local time has an answer. */
        instant first, second;
        (void)zone_to_instants(zone, instant_add(change, i * 47 * NS_PER_MIN), &first, &second);
    }
    text_release(&text);
    zone_free(zone);
    return 0;
}
