/* Zones in memory: building them, and what time it is where. */
#include "base/zone.h"

#include "base/arena.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

struct zone *zone_new(struct span name)
{
    struct zone *zone = calloc(1, sizeof *zone);
    if (!zone) return NULL;
    struct span cut = span_sub(name, 0, ZONE_NAME_MAX);
    if (cut.len) memcpy(zone->name, cut.at, cut.len);
    return zone;
}

void zone_free(struct zone *zone)
{
    if (!zone) return;
    free(zone->changes);
    free(zone);
}

const char *zone_name(const struct zone *zone)
{
    return zone->name;
}

enum status zone_add_kind(struct zone *zone, struct zone_kind kind, uint16_t *ret_kind,
                          struct error *error)
{
    for (size_t i = 0; i < zone->kind_count; i++) {
        const struct zone_kind *have = &zone->kinds[i];
        if (have->offset == kind.offset && have->daylight == kind.daylight &&
            span_equal(have->abbreviation, kind.abbreviation)) {
            *ret_kind = (uint16_t)i;
            return STATUS_OK;
        }
    }
    size_t len = kind.abbreviation.len;
    if (zone->kind_count == sizeof zone->kinds / sizeof zone->kinds[0] ||
        len >= sizeof zone->letters - zone->letter_count)
        return error_set(error, STATUS_LIMIT,
                         "the zone has more kinds of local time than any real one");
    char *letters = zone->letters + zone->letter_count;
    if (len) memcpy(letters, kind.abbreviation.at, len);
    letters[len] = '\0';
    zone->letter_count += len + 1;
    kind.abbreviation = (struct span){letters, len};
    zone->kinds[zone->kind_count] = kind;
    *ret_kind = (uint16_t)zone->kind_count++;
    return STATUS_OK;
}

enum status zone_add_change(struct zone *zone, int64_t at, uint16_t kind, struct error *error)
{
    assert(kind < zone->kind_count);
    if (zone->change_count && at <= zone->changes[zone->change_count - 1].at) {
        zone->changes[zone->change_count - 1].kind = kind;
        return STATUS_OK;
    }
    enum status status = grow_array(&zone->changes, &zone->change_room, zone->change_count + 1,
                                    sizeof *zone->changes, error);
    if (status) return status;
    zone->changes[zone->change_count++] = (struct zone_change){at, kind};
    return STATUS_OK;
}

struct zone *zone_fixed(int32_t seconds_east)
{
    if (seconds_east <= -86400 || seconds_east >= 86400) return NULL;
    char name[16] = "UTC";
    int32_t away = seconds_east < 0 ? -seconds_east : seconds_east;
    if (away)
        snprintf(name, sizeof name, away % 60 ? "%c%02d:%02d:%02d" : "%c%02d:%02d",
                 seconds_east < 0 ? '-' : '+', (int)(away / 3600), (int)(away / 60 % 60),
                 (int)(away % 60));
    struct zone *zone = zone_new(span_of(name));
    if (!zone) return NULL;
    struct zone_kind kind = {.offset = seconds_east, .abbreviation = span_of(zone->name)};
    enum status status = zone_add_kind(zone, kind, &zone->first_kind, NULL);
    assert(status == STATUS_OK);
    return zone;
}

/* Whole seconds at or before an instant. */
static int64_t seconds_of(instant at)
{
    return at / NS_PER_S - (at % NS_PER_S < 0);
}

/* How many changes are at or before `seconds`. */
static size_t changes_until(const struct zone *zone, int64_t seconds)
{
    size_t low = 0, high = zone->change_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (zone->changes[middle].at <= seconds)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The kind that holds after the first `n` changes. */
static const struct zone_kind *kind_after(const struct zone *zone, size_t n)
{
    assert(n <= zone->change_count && zone->kind_count > 0);
    return &zone->kinds[n ? zone->changes[n - 1].kind : zone->first_kind];
}

int32_t zone_offset(const struct zone *zone, instant at, const char **ret_abbreviation)
{
    if (!zone) {
        if (ret_abbreviation) *ret_abbreviation = "UTC";
        return 0;
    }
    const struct zone_kind *kind = kind_after(zone, changes_until(zone, seconds_of(at)));
    if (ret_abbreviation) *ret_abbreviation = kind->abbreviation.at;
    return kind->offset;
}

static enum zone_fit fit(instant first, instant second, enum zone_fit kind, instant *ret_first,
                         instant *ret_second)
{
    *ret_first = first;
    *ret_second = second;
    return kind;
}

/*
 * An instant t has the local time `local` when t + offset(t) = local. Between two changes the
 * offset is constant, so every stretch gives one candidate, which counts when it lies inside its
 * stretch. Only stretches within the widest offset around `local` can hold one.
 */
enum zone_fit zone_to_instants(const struct zone *zone, instant local, instant *ret_first,
                               instant *ret_second)
{
    if (!zone || local == INSTANT_NONE)
        return fit(local, local, ZONE_UNIQUE, ret_first, ret_second);
    int64_t seconds = seconds_of(local);
    int64_t gap_before = 0, gap_after = 0;
    int found = 0;
    instant hits[2] = {0, 0};
    for (size_t n = changes_until(zone, seconds - ZONE_OFFSET_MAX - 1);; n++) {
        int64_t offset = kind_after(zone, n)->offset;
        int64_t from = n ? zone->changes[n - 1].at : INT64_MIN;
        bool last = n == zone->change_count;
        int64_t to = last ? INT64_MAX : zone->changes[n].at;
        int64_t at = seconds - offset;
        if (at >= from && at < to && found < 2)
            hits[found++] = instant_add(local, -offset * NS_PER_S);
        if (last || to > seconds + ZONE_OFFSET_MAX) break;
        int64_t next = kind_after(zone, n + 1)->offset;
        if (to - seconds <= -offset && to - seconds > -next) {
            gap_before = offset;
            gap_after = next;
        }
    }
    if (found == 1) return fit(hits[0], hits[0], ZONE_UNIQUE, ret_first, ret_second);
    if (found == 2) return fit(hits[0], hits[1], ZONE_FOLD, ret_first, ret_second);
    return fit(instant_add(local, -gap_before * NS_PER_S),
               instant_add(local, -gap_after * NS_PER_S), ZONE_GAP, ret_first, ret_second);
}

instant zone_next_change(const struct zone *zone, instant at)
{
    if (!zone) return INT64_MAX;
    size_t n = changes_until(zone, seconds_of(at));
    for (; n < zone->change_count; n++) {
        instant change;
        if (__builtin_mul_overflow(zone->changes[n].at, NS_PER_S, &change)) continue;
        if (kind_after(zone, n + 1)->offset != kind_after(zone, n)->offset) return change;
    }
    return INT64_MAX;
}
