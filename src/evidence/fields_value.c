/* Single values: ids, status, durations, wherever they stand. */
#include "evidence/fields_text.h"

void fields_add_id(struct evidence_fields *fields, struct span id)
{
    id = span_trim(id);
    while (id.len > 1 && byte_is_one_of(id.at[0], "\"'[(") &&
           byte_is_one_of(id.at[id.len - 1], "\"'])"))
        id = span_sub(id, 1, id.len - 2);
    if (id.len < 2 || id.len > 200 || fields->id_count == EVIDENCE_IDS_MAX) return;
    if (span_equal_nocase(id, SPAN("null")) || span_equal_nocase(id, SPAN("none"))) return;
    for (size_t i = 0; i < fields->id_count; i++)
        if (span_equal(fields->ids[i], id)) return;
    fields->ids[fields->id_count++] = id;
}

int fields_status(struct span value)
{
    uint64_t number;
    if (value.len != 3 || !span_to_u64(value, &number) || number < 100 || number > 599) return 0;
    return (int)number;
}

/* Decimal digits and a fraction, exactly, as billionths. */
static bool take_number(struct span *rest, uint64_t *ret_whole, uint64_t *ret_billionths)
{
    uint64_t whole = 0, part = 0, unit = 100000000;
    size_t i = 0;
    for (; i < rest->len && byte_is_digit(rest->at[i]); i++) {
        if (whole > UINT64_C(1000000000000000)) return false;
        whole = whole * 10 + (uint64_t)(rest->at[i] - '0');
    }
    if (i == 0) return false;
    if (i + 1 < rest->len && rest->at[i] == '.' && byte_is_digit(rest->at[i + 1]))
        for (i++; i < rest->len && byte_is_digit(rest->at[i]); i++, unit /= 10)
            part += (uint64_t)(rest->at[i] - '0') * unit;
    *rest = span_from(*rest, i);
    *ret_whole = whole;
    *ret_billionths = part;
    return true;
}

/* Nanoseconds of a unit that the text begins with; 0 for none. */
static int64_t unit_of(struct span text)
{
    static const struct {
        const char *name;
        int64_t ns;
    } units[] = {
        {"ns", 1},
        {"us", NS_PER_US},
        {"\xc2\xb5s", NS_PER_US},
        {"\xce\xbcs", NS_PER_US},
        {"ms", NS_PER_MS},
        {"msec", NS_PER_MS},
        {"millis", NS_PER_MS},
        {"milliseconds", NS_PER_MS},
        {"s", NS_PER_S},
        {"sec", NS_PER_S},
        {"secs", NS_PER_S},
        {"seconds", NS_PER_S},
        {"second", NS_PER_S},
        {"microseconds", NS_PER_US},
        {"min", NS_PER_MIN},
        {"minutes", NS_PER_MIN},
    };
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        struct span name = span_of(units[i].name);
        if (!span_starts(text, name)) continue;
        if (text.len == name.len ||
            (!byte_is_letter(text.at[name.len]) && !byte_is_digit(text.at[name.len])))
            return units[i].ns;
    }
    return 0;
}

bool fields_duration(struct span value, enum key_role role, duration *ret)
{
    uint64_t whole, part;
    static const int64_t by_role[] = {[KEY_TOOK_S] = NS_PER_S,
                                      [KEY_TOOK_MS] = NS_PER_MS,
                                      [KEY_TOOK_US] = NS_PER_US,
                                      [KEY_TOOK_NS] = 1};
    if (!take_number(&value, &whole, &part)) return false;
    while (value.len > 0 && value.at[0] == ' ') value = span_from(value, 1);
    int64_t unit = unit_of(value);
    if (unit == 0 && role >= KEY_TOOK_S && role <= KEY_TOOK_NS) unit = by_role[role];
    /* longer than a year is no duration but some other number */
    if (unit == 0 || whole > (uint64_t)(366 * NS_PER_DAY / unit)) return false;
    *ret = (duration)whole * unit;
    *ret += unit >= NS_PER_S ? (duration)part * (unit / NS_PER_S)
                             : (duration)(part * (uint64_t)unit / 1000000000);
    return true;
}
