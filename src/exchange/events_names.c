/* Events of a list that name each other: they have other numbers now than their file gave them. */
#include "exchange/events.h"

#include <stdlib.h>

static int by_called(const void *a, const void *b)
{
    const struct events_placed *x = a, *y = b;
    if (x->called != y->called) return x->called < y->called ? -1 : 1;
    return (x->line > y->line) - (x->line < y->line);
}

struct names {
    struct events_placed *sorted;
    size_t count;
};

/* The number an event has now, 0 for one that the file has not. */
static uint32_t number_now(const struct names *names, uint32_t called)
{
    size_t from = 0, to = names->count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (names->sorted[middle].called < called)
            from = middle + 1;
        else
            to = middle;
    }
    bool found = from < names->count && names->sorted[from].called == called;
    return found ? names->sorted[from].event->entry.id.number : 0;
}

static void clear(struct review_time *time)
{
    *time = (struct review_time){.at = INTERVAL_NONE};
}

/* "E7+3m~1m" says by another event when this one was; the event has another number now. */
static enum status rename_time(struct events *events, const struct names *names, uint32_t line,
                               struct review_time *time)
{
    struct text *out = &events->scratch;
    if (!time->raw || !time->relative) return STATUS_OK;
    struct span raw = span_of(time->raw);
    text_clear(out);
    for (size_t i = 0; i < raw.len; i++) {
        text_addc(out, raw.at[i]);
        size_t digits = i + 1;
        while (digits < raw.len && raw.at[digits] >= '0' && raw.at[digits] <= '9') digits++;
        if ((raw.at[i] != 'E' && raw.at[i] != 'e') || digits == i + 1) continue;
        uint32_t number = number_now(names, events_called(span_sub(raw, i, digits - i)));
        if (number == 0) {
            clear(time);
            return events_unplaced(events, line, raw,
                                   "the event it counts from is not in the file");
        }
        text_addf(out, "%u", number);
        i = digits - 1;
    }
    time->raw = arena_copy(events->arena, text_span(out));
    return time->raw ? STATUS_OK : arena_full(events->arena, events->error);
}

static enum status rename_refs(struct events *events, const struct names *names, uint32_t line,
                               struct review_refs *refs)
{
    enum status status = STATUS_OK;
    size_t kept = 0;
    char id[16];
    for (size_t i = 0; !status && i < refs->count; i++) {
        uint32_t number = number_now(names, refs->at[i].number);
        if (number)
            refs->at[kept++].number = number;
        else
            status = events_unplaced(events, line, span_of(review_id_text(refs->at[i], id)),
                                     "the event it comes after is not in the file");
    }
    refs->count = kept;
    return status;
}

enum status events_rename(struct events *events)
{
    enum status status = STATUS_OK;
    struct names names = {calloc(events->placed_count + 1, sizeof *names.sorted),
                          events->placed_count};
    if (!names.sorted) return error_set(events->error, STATUS_NO_MEMORY, "out of memory");
    for (size_t i = 0; i < names.count; i++) names.sorted[i] = events->placed[i];
    qsort(names.sorted, names.count, sizeof *names.sorted, by_called);
    for (size_t i = 0; !status && i < events->placed_count; i++) {
        struct review_event *event = events->placed[i].event;
        uint32_t line = events->placed[i].line;
        status = rename_time(events, &names, line, &event->at);
        if (!status) status = rename_time(events, &names, line, &event->end);
        if (!status) status = rename_time(events, &names, line, &event->known);
        if (!status) status = rename_refs(events, &names, line, &event->after);
    }
    free(names.sorted);
    return status;
}
