/* Sentences about clocks. */
#include "timeline/clocks.h"

#include <stdio.h>

void say_source(struct text *text, const struct clock_work *work, size_t source)
{
    const struct timeline_source *at = &work->sources[source];
    text_addf(text, "S%u ", at->id);
    text_add_visible(text, span_of(at->name));
}

/* "4,812" */
static void say_count(struct text *text, uint64_t count)
{
    char digits[24];
    int len = snprintf(digits, sizeof digits, "%llu", (unsigned long long)count);
    for (int i = 0; i < len; i++) {
        if (i && (len - i) % 3 == 0) text_addc(text, ',');
        text_addc(text, digits[i]);
    }
}

void say_seconds(struct text *text, duration length)
{
    uint64_t away = length < 0 ? (uint64_t)0 - (uint64_t)length : (uint64_t)length;
    uint64_t ms =
        away / (uint64_t)NS_PER_MS + (away % (uint64_t)NS_PER_MS * 2 >= (uint64_t)NS_PER_MS);
    text_addf(text, "%s%llu.%03u s", length < 0 && ms ? "-" : "", (unsigned long long)(ms / 1000),
              (unsigned)(ms % 1000));
}

void say_tie(struct text *text, const struct clock_work *work, const struct tie *tie, size_t source)
{
    bool first = tie->a == source;
    duration median = minus(tie->median, tie_shift(work, tie));
    if (tie->ids) {
        say_count(text, tie->ids);
        text_adds(text, tie->ids == 1 ? " id" : " ids");
    }
    if (tie->ids && tie->messages) text_adds(text, " and ");
    if (tie->messages) {
        say_count(text, tie->messages);
        text_adds(text, tie->messages == 1 ? " equal message" : " equal messages");
    }
    if (tie->requests) {
        say_count(text, tie->requests);
        text_adds(text,
                  tie->requests == 1 ? " request by its client" : " requests by their clients");
    }
    text_adds(text, " shared with ");
    say_source(text, work, first ? tie->b : tie->a);
    text_adds(text, "; median difference ");
    say_seconds(text, first ? median : -median);
    text_adds(text, ", spread ");
    say_seconds(text, tie->spread);
}
