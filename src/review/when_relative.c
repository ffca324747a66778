/* Signs of doubt, and times that are told by other events. */
#include "review/when_parts.h"

/* Longer is no doubt about a time of day but another time. */
#define LENGTH_MOST (366 * NS_PER_DAY)

static enum status read_length(struct span text, duration *ret, struct error *error)
{
    duration length;
    enum status status = duration_parse(text, &length, error);
    if (status) return status;
    if (length > LENGTH_MOST || length < -LENGTH_MOST)
        return error_set(error, STATUS_LIMIT,
                         "\"%.*s\" is more than a year; write the time itself, or ? when it is not "
                         "known",
                         SPAN_ARGS(text));
    *ret = length;
    return STATUS_OK;
}

enum status when_take_doubt(struct span *text, struct when_doubt *ret, struct error *error)
{
    struct span left = span_trim(*text);
    struct when_doubt doubt = {.width = 0};
    if (left.len > 1 && left.at[left.len - 1] == '?') {
        doubt.doubtful = true;
        left = span_trim(span_sub(left, 0, left.len - 1));
    }
    if (span_starts(left, SPAN("~"))) {
        doubt.approximate = true;
        doubt.width = WHEN_WIDTH_UNSAID;
        left = span_trim(span_from(left, 1));
    }
    size_t sign = 0;
    while (sign < left.len && left.at[sign] != '~' && left.at[sign] != '%') sign++;
    if (sign < left.len) {
        struct span width = span_trim(span_from(left, sign + 1));
        doubt.approximate = true;
        doubt.doubtful |= left.at[sign] == '%';
        doubt.width = WHEN_WIDTH_UNSAID;
        enum status status = width.len ? read_length(width, &doubt.width, error) : STATUS_OK;
        if (status) return status;
        if (width.len && doubt.width < 0)
            return error_set(error, STATUS_BAD_INPUT,
                             "\"%.*s\" behind ~ is how far off the time may be, each way; write it "
                             "without a minus, such as 10:02~2m",
                             SPAN_ARGS(width));
        left = span_trim(span_sub(left, 0, sign));
    }
    *text = left;
    *ret = doubt;
    return STATUS_OK;
}

bool when_is_relative(struct span text)
{
    return text.len > 1 && (text.at[0] == 'E' || text.at[0] == 'e') && text.at[1] >= '0' &&
           text.at[1] <= '9';
}

bool when_cut_bounds(struct span text, struct span *ret_from, struct span *ret_to)
{
    size_t dots = span_find(text, SPAN(".."));
    *ret_from = span_trim(span_sub(text, 0, dots));
    *ret_to = dots == SIZE_MAX ? (struct span){0} : span_trim(span_from(text, dots + 2));
    return dots != SIZE_MAX;
}

/* "E12", "E12+3m", "E12-3m~1m". */
static enum status read_end(struct span text, struct review_id *ret_id, duration *ret_least,
                            duration *ret_most, struct when_doubt *ret_doubt, struct error *error)
{
    struct span shown = text;
    struct when_doubt doubt;
    enum status status = when_take_doubt(&text, &doubt, error);
    if (status) return status;
    size_t digits = 1;
    while (digits < text.len && text.at[digits] >= '0' && text.at[digits] <= '9') digits++;
    struct span rest = span_trim(span_from(text, digits));
    uint64_t number;
    bool sound = when_is_relative(text) && span_to_u64(span_sub(text, 1, digits - 1), &number) &&
                 number > 0 && number <= UINT32_MAX &&
                 (rest.len == 0 || rest.at[0] == '+' || rest.at[0] == '-');
    if (!sound)
        return error_set(error, STATUS_BAD_INPUT,
                         "\"%.*s\" is not a time told by an event; expected one such as E12, "
                         "E12+3m, E12-3m~1m or E12..E15",
                         SPAN_ARGS(shown));
    duration offset = 0;
    if (rest.len) status = read_length(span_trim(span_from(rest, 1)), &offset, error);
    if (status) return status;
    if (rest.len && rest.at[0] == '-') offset = -offset;
    duration width = doubt.width == WHEN_WIDTH_UNSAID ? WHEN_ABOUT : doubt.width;
    *ret_id = (struct review_id){REVIEW_KIND_EVENT, (uint32_t)number};
    *ret_least = offset - width;
    *ret_most = offset + width;
    *ret_doubt = doubt;
    return STATUS_OK;
}

enum status when_read_relative(struct span text, struct review_relative *ret,
                               struct when_doubt *ret_doubt, struct error *error)
{
    struct span from, to;
    struct review_relative relative = {0};
    struct when_doubt doubt = {0}, other = {0};
    duration ignored;
    enum status status;
    if (!when_cut_bounds(text, &from, &to)) {
        status = read_end(from, &relative.from, &relative.least, &relative.most, &doubt, error);
        relative.to = relative.from;
    } else {
        status = from.len ? read_end(from, &relative.from, &relative.least, &ignored, &doubt, error)
                          : STATUS_OK;
        if (!status && to.len)
            status = read_end(to, &relative.to, &ignored, &relative.most, &other, error);
    }
    if (status) return status;
    doubt.approximate |= other.approximate;
    doubt.doubtful |= other.doubtful;
    *ret = relative;
    *ret_doubt = doubt;
    return STATUS_OK;
}

bool review_time_relative(const struct review_time *time, struct review_relative *ret)
{
    struct when_doubt doubt;
    return time->relative && time->raw &&
           !when_read_relative(span_of(time->raw), ret, &doubt, NULL);
}
