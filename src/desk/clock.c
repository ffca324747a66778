/* What somebody types about a clock: its zone, and how far it is ahead. */
#include "desk/desk.h"

/* No clock is further off than this; what is wider would not fit into the arithmetic of times. */
static const duration FARTHEST = 36525 * NS_PER_DAY;

/* "37s" is exact to what was written; "36.5s..37.5s" are bounds. */
static enum status read_offset(const char *text, const char *mark, struct store_clock *clock,
                               struct error *error)
{
    struct span whole = span_of(text);
    size_t dots = span_find(whole, SPAN(".."));
    struct span least = dots == SIZE_MAX ? whole : span_sub(whole, 0, dots);
    struct span most = dots == SIZE_MAX ? whole : span_from(whole, dots + 2);
    enum status status = duration_parse(least, &clock->offset_least, error);
    if (status == STATUS_OK) status = duration_parse(most, &clock->offset_most, error);
    if (status) error_place(error, "%soffset", mark);
    status = desk_is_wrong(status, error);
    if (status == STATUS_OK && (clock->offset_least < -FARTHEST || clock->offset_most > FARTHEST))
        status =
            error_set(error, STATUS_USAGE, "%soffset: \"%s\" is more than a century", mark, text);
    if (status == STATUS_OK && clock->offset_least > clock->offset_most)
        status =
            error_set(error, STATUS_USAGE, "%soffset: \"%s\" ends before it begins", mark, text);
    return status;
}

enum status desk_clock(const char *zone, const char *offset, const char *mark,
                       struct store_clock *clock, struct error *error)
{
    struct store_clock made = *clock;
    struct zone *loaded = NULL;
    enum status status = STATUS_OK;
    made.zone = zone;
    made.has_offset = offset != NULL;
    if (zone) status = zone_load(zone, &loaded, error);
    zone_free(loaded);
    if (status == STATUS_OK && offset) status = read_offset(offset, mark, &made, error);
    if (status == STATUS_OK) *clock = made;
    return status;
}
