/* One "TIME WORDS" a line:
 *
 *     2026-03-04
 *     10:02~ the first customer wrote
 *     10:04 alert: the pager rang
 *     - [10:05..10:07] - writes were moved away
 *
 * A line that is a date alone says on which day the lines below it are. A word of the kinds of
 * events and a colon in front say what kind it is. Empty lines and those that begin with # say
 * nothing. */
#include "exchange/events.h"

enum { WORDS_IN_TIME = 4 };

static struct span without_mark(struct span line)
{
    static const char *const marks[] = {"- ", "* ", "+ ", "\xe2\x80\xa2 "};
    line = span_trim(line);
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        if (span_starts(line, span_of(marks[i])))
            return span_trim(span_from(line, strlen(marks[i])));
    return line;
}

/* Dashes, colons and bars that set a time off from its words. */
static struct span without_rule(struct span words)
{
    static const char *const rules[] = {"-", "\xe2\x80\x93", "\xe2\x80\x94", ":", "|", ",", ";"};
    words = span_trim(words);
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        struct span rule = span_of(rules[i]), rest = span_from(words, rule.len);
        if (span_starts(words, rule) && rest.len && byte_is_one_of(rest.at[0], " \t"))
            return span_trim(rest);
    }
    return words;
}

/* Offset just behind the `count`th word; SIZE_MAX when there are fewer. */
static size_t behind_word(struct span line, size_t count)
{
    size_t i = 0;
    for (; count > 0; count--) {
        while (i < line.len && byte_is_one_of(line.at[i], " \t")) i++;
        if (i == line.len) return SIZE_MAX;
        while (i < line.len && !byte_is_one_of(line.at[i], " \t,;|")) i++;
        if (i < line.len && count > 1 && !byte_is_one_of(line.at[i], " \t")) return SIZE_MAX;
    }
    return i;
}

static struct span without_colon(struct span time)
{
    size_t last = time.len - 1;
    return time.len > 1 && time.at[last] == ':' ? span_sub(time, 0, last) : time;
}

struct cut {
    struct span time, words;
};

static bool cut_brackets(struct span line, struct cut *ret)
{
    size_t end = span_find(line, SPAN("]"));
    if (!span_starts(line, SPAN("[")) || end == SIZE_MAX) return false;
    *ret = (struct cut){span_trim(span_sub(line, 1, end - 1)), span_from(line, end + 1)};
    return true;
}

/* The longest beginning of the line that is a time. `why` says what is wrong with the shortest. */
static bool cut_time(struct events *events, struct span line, struct cut *ret, struct error *why)
{
    struct review_time time;
    struct cut cut;
    if (cut_brackets(line, &cut)) {
        *ret = cut;
        return review_time_read(cut.time, &events->typing, events->arena, &time, why) == STATUS_OK;
    }
    for (size_t words = WORDS_IN_TIME; words > 0; words--) {
        size_t end = behind_word(line, words);
        if (end == SIZE_MAX) continue;
        cut = (struct cut){without_colon(span_sub(line, 0, end)), span_from(line, end)};
        *ret = cut;
        if (review_time_read(cut.time, &events->typing, events->arena, &time, why) == STATUS_OK)
            return true;
    }
    return false;
}

static bool is_date(struct span text)
{
    text = without_colon(text);
    if (text.len != 10) return false;
    for (size_t i = 0; i < text.len; i++)
        if (i == 4 || i == 7 ? text.at[i] != '-' : text.at[i] < '0' || text.at[i] > '9')
            return false;
    return true;
}

static bool take_date(struct events *events, struct span line)
{
    struct review_time date;
    if (!is_date(line) ||
        review_time_read(without_colon(line), &events->typing, events->arena, &date, NULL))
        return false;
    events->typing.day = date.at.earliest;
    events->last = INSTANT_NONE;
    return true;
}

static uint8_t take_kind(struct span *words)
{
    uint8_t kind = 0;
    size_t colon = span_find(*words, SPAN(": "));
    if (colon == 0 || colon > EVENTS_WORD ||
        vocabulary_read(&review_words_event, span_sub(*words, 0, colon), &kind, NULL))
        return 0;
    *words = span_trim(span_from(*words, colon + 1));
    return kind;
}

static enum status read_line(struct events *events, struct span whole, uint32_t number)
{
    struct error why = ERROR_NONE;
    struct cut cut;
    struct span line = without_mark(whole);
    if (line.len == 0 || line.at[0] == '#' || take_date(events, line)) return STATUS_OK;
    uint32_t called = ++events->rows;
    if (!cut_time(events, line, &cut, &why))
        return events_unplaced(events, number, whole, why.message);
    struct span words = without_rule(cut.words);
    if (review_time_check_behind(cut.time, words, &why))
        return events_unplaced(events, number, whole, why.message);
    uint8_t kind = take_kind(&words);
    if (words.len == 0)
        return events_unplaced(events, number, whole, "there are no words behind the time");
    struct review_event *event =
        (struct review_event *)review_entry_new(REVIEW_KIND_EVENT, events->arena);
    if (!event) return arena_full(events->arena, events->error);
    event->kind = kind;
    enum status status =
        review_set(&event->entry, review_field_find(REVIEW_KIND_EVENT, SPAN("what")), words,
                   &events->typing, events->arena, &why);
    if (!status) status = events_time(events, cut.time, &event->at, &why);
    if (status) return events_unplaced(events, number, whole, why.message);
    return events_place(events, event, called, number);
}

enum status events_read_text(struct events *events, struct span text)
{
    enum status status = STATUS_OK;
    for (uint32_t number = 1; !status && text.len; number++)
        status = read_line(events, span_cut(&text, '\n'), number);
    return status;
}
