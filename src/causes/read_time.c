/* Times as people type them beside a condition: the less is written, the wider the bounds. */
#include "causes/read.h"

#define OPEN_BEFORE (INT64_MIN + 1)
#define OPEN_AFTER  INT64_MAX

/* The number of `len` digits at `from`; -1 when there are none. */
static int digits(struct span s, size_t from, size_t len)
{
    uint64_t number;
    struct span part = span_sub(s, from, len);
    return part.len == len && span_to_u64(part, &number) ? (int)number : -1;
}

static bool bounds(struct civil from, struct civil to, struct causes_time *ret)
{
    instant earliest, behind;
    if (!civil_to_instant(&from, &earliest) || !civil_to_instant(&to, &behind)) return false;
    *ret = (struct causes_time){earliest, behind - 1};
    return true;
}

/* "2016" and "2016-03" */
static bool read_year_or_month(struct span s, struct causes_time *ret)
{
    int year = digits(s, 0, 4), month = digits(s, 5, 2);
    struct civil from = {.year = year, .month = 1, .day = 1}, to = from;
    if (year < 0 || (s.len != 4 && (s.len != 7 || s.at[4] != '-' || month < 1 || month > 12)))
        return false;
    if (s.len == 7) {
        from.month = month;
        to.month = month % 12 + 1;
        to.year = year + month / 12;
    } else {
        to.year = year + 1;
    }
    return bounds(from, to, ret);
}

static enum status read_end(struct span s, struct causes_time *ret, struct error *error)
{
    instant at;
    duration width;
    if (read_year_or_month(s, ret)) return STATUS_OK;
    enum status status = instant_parse(s, NULL, INSTANT_NONE, &at, &width, error);
    if (status) return status;
    if (width < NS_PER_S) width = 0; /* to the second is as exact as people are */
    *ret = (struct causes_time){at, instant_add(at, width)};
    return STATUS_OK;
}

enum status read_time(struct span text, struct causes_time *ret, struct error *error)
{
    struct span s = span_trim(text);
    size_t dots = span_find(s, SPAN(".."));
    if (dots == SIZE_MAX) return read_end(s, ret, error);
    struct span from = span_trim(span_sub(s, 0, dots)), to = span_trim(span_from(s, dots + 2));
    struct causes_time first = {OPEN_BEFORE, 0}, last = {0, OPEN_AFTER};
    enum status status = from.len ? read_end(from, &first, error) : STATUS_OK;
    if (!status && to.len) status = read_end(to, &last, error);
    if (status) return status;
    if (first.earliest > last.latest)
        return error_set(error, STATUS_BAD_INPUT, "\"%.*s\" ends before it begins: turn it round",
                         (int)(s.len < 80 ? s.len : 80), s.at);
    *ret = (struct causes_time){first.earliest, last.latest};
    return STATUS_OK;
}

/* Whether a short text means just these bounds. */
static bool means(struct span text, struct causes_time time)
{
    struct causes_time read;
    return !read_end(text, &read, NULL) && read.earliest == time.earliest &&
           read.latest == time.latest;
}

void write_time(struct causes_time time, struct text *to)
{
    struct text day;
    text_init(&day, 100);
    instant_add_text(&day, time.earliest, NULL, INSTANT_DATE, 0);
    struct span date = text_span(&day);
    static const size_t lengths[] = {4, 7, 10};
    for (size_t i = 0; i < 3; i++)
        if (time.earliest != OPEN_BEFORE && means(span_sub(date, 0, lengths[i]), time)) {
            text_add(to, span_sub(date, 0, lengths[i]));
            text_release(&day);
            return;
        }
    text_release(&day);
    bool exact = time.earliest == time.latest;
    if (time.earliest != OPEN_BEFORE || exact)
        instant_add_text(to, time.earliest, NULL, INSTANT_FULL, -1);
    if (exact) return;
    text_adds(to, "..");
    if (time.latest != OPEN_AFTER) instant_add_text(to, time.latest, NULL, INSTANT_FULL, -1);
}
