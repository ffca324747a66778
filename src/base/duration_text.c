/* Lengths of time as text, both ways. */
#include "base/instant.h"

struct unit {
    struct span name;
    duration length;
};

/* Longer names first where one starts another is not needed: a name ends at the first non-letter.
 */
static const struct unit units[] = {
    {{"d", 1}, NS_PER_DAY},        {{"day", 3}, NS_PER_DAY},
    {{"days", 4}, NS_PER_DAY},     {{"h", 1}, NS_PER_HOUR},
    {{"hr", 2}, NS_PER_HOUR},      {{"hour", 4}, NS_PER_HOUR},
    {{"hours", 5}, NS_PER_HOUR},   {{"m", 1}, NS_PER_MIN},
    {{"min", 3}, NS_PER_MIN},      {{"minute", 6}, NS_PER_MIN},
    {{"minutes", 7}, NS_PER_MIN},  {{"s", 1}, NS_PER_S},
    {{"sec", 3}, NS_PER_S},        {{"second", 6}, NS_PER_S},
    {{"seconds", 7}, NS_PER_S},    {{"ms", 2}, NS_PER_MS},
    {{"us", 2}, NS_PER_US},        {{"\xc2\xb5s", 3}, NS_PER_US},
    {{"\xce\xbcs", 3}, NS_PER_US}, {{"ns", 2}, 1},
};

/* "1.25" of a unit: at most three decimals, cut, without closing zeros. */
static void add_decimal(struct text *text, uint64_t length, uint64_t unit)
{
    text_addf(text, "%llu", (unsigned long long)(length / unit));
    unsigned rest = (unsigned)(unit < 1000 ? 0 : length % unit / (unit / 1000));
    int digits = 3;
    if (rest == 0) return;
    for (; rest % 10 == 0; rest /= 10) digits--;
    text_addf(text, ".%0*u", digits, rest);
}

void duration_add_text(struct text *text, duration length)
{
    uint64_t rest = length < 0 ? UINT64_C(0) - (uint64_t)length : (uint64_t)length;
    if (length < 0) text_addc(text, '-');
    if (rest < (uint64_t)NS_PER_MIN) {
        static const struct unit small[] = {{{"s", 1}, NS_PER_S},
                                            {{"ms", 2}, NS_PER_MS},
                                            {{"\xc2\xb5s", 3}, NS_PER_US},
                                            {{"ns", 2}, 1}};
        size_t i = 0;
        while (i < 3 && rest && rest < (uint64_t)small[i].length) i++;
        add_decimal(text, rest, (uint64_t)small[i].length);
        text_addc(text, ' ');
        text_add(text, small[i].name);
        return;
    }
    static const struct unit large[] = {{{"d", 1}, NS_PER_DAY},
                                        {{"h", 1}, NS_PER_HOUR},
                                        {{"min", 3}, NS_PER_MIN},
                                        {{"s", 1}, NS_PER_S}};
    bool leading = true;
    for (size_t i = 0; i < 4 && rest >= (uint64_t)NS_PER_S; i++) {
        uint64_t unit = (uint64_t)large[i].length, count = rest / unit;
        rest %= unit;
        if (leading && count == 0) continue;
        text_addf(text, leading ? "%llu " : " %02llu ", (unsigned long long)count);
        text_add(text, large[i].name);
        leading = false;
    }
}

/* What a unit's name is made of: letters, and the two bytes of a micro sign. */
static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

static struct span take_while(struct span *rest, bool (*belongs)(char))
{
    size_t n = 0;
    while (n < rest->len && belongs(rest->at[n])) n++;
    struct span taken = span_sub(*rest, 0, n);
    *rest = span_from(*rest, n);
    return taken;
}

static const struct unit *unit_named(struct span name)
{
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
        if (span_equal(name, units[i].name)) return &units[i];
    return NULL;
}

/* One "1.5h"; false when malformed, too long, or not of a smaller unit than `above`. */
static bool take_term(struct span *rest, duration *above, duration *sum)
{
    struct span whole = take_while(rest, byte_is_digit), fraction = {0};
    uint64_t count;
    if (!span_to_u64(whole, &count) || count > INT64_MAX) return false;
    if (rest->len && rest->at[0] == '.') {
        *rest = span_from(*rest, 1);
        fraction = take_while(rest, byte_is_digit);
        if (fraction.len == 0) return false;
    }
    *rest = span_trim(*rest);
    const struct unit *unit = unit_named(take_while(rest, is_letter));
    *rest = span_trim(*rest);
    if (!unit || unit->length >= *above) return false;
    duration length, part = unit->length;
    if (__builtin_mul_overflow((int64_t)count, unit->length, &length)) return false;
    for (size_t i = 0; i < fraction.len && part; i++) {
        part /= 10;
        if (__builtin_add_overflow(length, (fraction.at[i] - '0') * part, &length)) return false;
    }
    *above = unit->length;
    return !__builtin_add_overflow(*sum, length, sum);
}

enum status duration_parse(struct span text, duration *ret, struct error *error)
{
    struct span rest = span_trim(text);
    bool negative = span_starts(rest, SPAN("-"));
    if (negative || span_starts(rest, SPAN("+"))) rest = span_from(rest, 1);
    duration sum = 0, above = INT64_MAX;
    bool sound = rest.len > 0;
    while (sound && rest.len) sound = take_term(&rest, &above, &sum);
    if (!sound)
        return error_set(error, STATUS_BAD_INPUT,
                         "\"%.*s\" is not a length of time below 292 years; expected one such as "
                         "30s, 5m, 1h30m, 1d or 250ms",
                         SPAN_ARGS(span_sub(span_trim(text), 0, 60)));
    *ret = negative ? -sum : sum;
    return STATUS_OK;
}
