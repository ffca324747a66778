/* Which formats read a text: for detection. */
#include "evidence/stamp_format.h"

/* What stands at a place, so that most formats need not be tried there. */
struct opening {
    char first;
    size_t digits;
    char after; /* the digits; 0 at the end */
    bool weekday, month;
};

static struct opening opening_of(struct span text)
{
    struct opening opening = {.first = text.at[0]};
    while (opening.digits < text.len && opening.digits < 20 &&
           stamp_is_digit(text.at[opening.digits]))
        opening.digits++;
    if (opening.digits < text.len) opening.after = text.at[opening.digits];
    struct stamp_fields fields = stamp_fields_of(text), again = fields;
    opening.weekday = stamp_take_weekday(&fields);
    opening.month = stamp_take_month_name(&again);
    return opening;
}

static bool may_start(const struct stamp_format *format, const struct opening *opening)
{
    switch (format->start) {
    case '0':
        return opening->digits >= format->least && opening->digits <= format->most &&
               (!format->after || format->after == opening->after);
    case '_': return opening->digits || opening->first == ' ';
    case 'a': return opening->weekday;
    case 'b': return opening->month;
    case '*': return true;
    default: return opening->first == format->start;
    }
}

/* True when `a` is to stand before `b`; equal ones stay in the table's order. */
static bool comes_first(const struct stamp *a, const struct stamp *b)
{
    bool a_day = a->flags & STAMP_DATE_ONLY, b_day = b->flags & STAMP_DATE_ONLY;
    return a_day != b_day ? b_day : a->len > b->len;
}

/* " PM" behind a stamp that has not read it: the clock would be wrong by half a day. Small letters
 * may begin a word ("am Standort"). */
static bool half_follows(struct span text, size_t behind)
{
    size_t at = behind + (behind < text.len && text.at[behind] == ' ');
    if (at + 1 >= text.len) return false;
    bool half = byte_is_one_of(text.at[at], "AP") && text.at[at + 1] == 'M';
    return half && (at + 2 == text.len || !stamp_is_letter(text.at[at + 2]));
}

/* With two digits for the year the first number may be that or the day: the times around tell. */
static bool loses(const struct stamp *stamp, const struct stamp *best)
{
    bool either = (stamp->flags & best->flags & STAMP_SHORT_YEAR) && stamp->time != best->time;
    return best->len > stamp->len || (best->len == stamp->len && !either);
}

unsigned stamp_candidates(struct span text, bool epochs, const struct stamp_format **ret,
                          struct stamp *ret_stamps, unsigned most)
{
    const unsigned formats = stamp_format_count();
    const struct stamp_format *format = stamp_format_get(0); /* the others stand behind it */
    unsigned found = 0;
    if (!text.len) return 0;
    struct opening opening = opening_of(text);
    for (unsigned i = 0; i < formats; i++, format++) {
        struct stamp stamp;
        if (!may_start(format, &opening) || (!epochs && (format->flags & STAMP_EPOCH)) ||
            !stamp_read(format, text, &stamp) || half_follows(text, stamp.len))
            continue;
        if (format->loose && found && loses(&stamp, &ret_stamps[0])) continue;
        unsigned place = found < most ? found : most;
        while (place && comes_first(&stamp, &ret_stamps[place - 1])) place--;
        if (place == most) continue;
        if (found < most) found++;
        for (unsigned j = found - 1; j > place; j--) {
            ret[j] = ret[j - 1];
            ret_stamps[j] = ret_stamps[j - 1];
        }
        ret[place] = format;
        ret_stamps[place] = stamp;
    }
    return found;
}

bool stamp_begins_with_month(struct span text)
{
    struct stamp_fields fields = stamp_fields_of(text);
    return stamp_take_month_name(&fields);
}
