/* Information that somebody wanted, against what there was: when was it wanted, and which trace of
 * it was there by then? Hindsight is welcome here; it becomes a wish for next time. */
#include "review/conducting.h"

static bool known(struct interval at)
{
    return at.earliest != INSTANT_NONE;
}

static struct interval start_of(const struct review *review, const struct review_settled *settled,
                                struct review_id event)
{
    const size_t place = review_event_place(review, event);
    return place == SIZE_MAX ? INTERVAL_NONE : settled->moments[settled->by_event[place]].start;
}

/* When it was wanted: as stated, or relative to settled events. */
static struct interval wanted(const struct review *review, const struct review_settled *settled,
                              const struct review_time *time)
{
    struct review_relative relative;
    if (!time->relative) return time->raw ? time->at : INTERVAL_NONE;
    if (!review_time_relative(time, &relative)) return INTERVAL_NONE;
    const struct interval from = start_of(review, settled, relative.from);
    const struct interval to = start_of(review, settled, relative.to);
    if (!known(from) || !known(to)) return INTERVAL_NONE;
    return (struct interval){instant_add(from.earliest, relative.least),
                             instant_add(to.latest, relative.most)};
}

struct trace {
    struct interval at;
    const struct review_event *event;
    const char *word;
};

/* The first event that the wish itself speaks of, else the first signal of the incident. */
static struct trace first_trace(const struct review *review, const struct review_settled *settled,
                                const struct review_bounds *bounds,
                                const struct review_statement *wish)
{
    const struct review_anchor *signal = &bounds->anchors[REVIEW_ANCHOR_SIGNAL];
    struct trace first = {INTERVAL_NONE, NULL, "the trace"};
    for (size_t i = 0; i < wish->about.count; i++) {
        const size_t place = review_event_place(review, wish->about.at[i]);
        const struct interval at = start_of(review, settled, wish->about.at[i]);
        if (known(at) && (!first.event || at.latest < first.at.latest)) {
            first.at = at;
            first.event = &review->events.at[place];
        }
    }
    if (first.event) return first;
    return (struct trace){signal->at, signal->event, "first signal"};
}

static void add_between(struct text *out, struct interval from, struct interval to)
{
    const struct span_of_time by = interval_between(from, to);
    const bool open = by.most == INSTANT_OPEN_END;
    if (open) text_adds(out, "at least ");
    duration_add_text(out, by.least < 0 ? 0 : by.least);
    if (open || by.most == by.least) return;
    text_adds(out, " to ");
    duration_add_text(out, by.most);
}

static const char *say(struct trace trace, struct interval at, struct arena *arena)
{
    struct text text;
    char id[16];
    const char *event = trace.event ? review_id_text(trace.event->entry.id, id) : "";
    if (!known(at)) return "when it was wanted is not stated";
    if (!known(trace.at)) return "the record has no dated trace of it yet";
    text_init(&text, 512);
    if (trace.at.earliest > at.latest) {
        text_addf(&text, "no source had it then: %s (%s) ", trace.word, event);
        add_between(&text, at, trace.at);
        text_adds(&text, " later");
    } else if (trace.at.latest <= at.earliest) {
        text_addf(&text, "a source had it: %s (%s) ", trace.word, event);
        add_between(&text, trace.at, at);
        text_adds(&text, " earlier");
    } else {
        text_addf(&text, "whether a source had it then is open: the bounds of %s (%s) overlap",
                  trace.word, event);
    }
    const char *kept = arena_copy(arena, text_span(&text));
    text_release(&text);
    return kept;
}

enum status review_wishes(const struct review *review, const struct review_settled *settled,
                          const struct review_bounds *bounds, struct arena *arena,
                          struct review_wish **ret, size_t *ret_count, struct error *error)
{
    struct review_wish *wishes = arena_array(arena, review->statements.count + 1, sizeof *wishes);
    size_t count = 0;
    if (!wishes) return arena_full(arena, error);
    for (size_t i = 0; i < review->statements.count; i++) {
        const struct review_statement *wish = &review->statements.at[i];
        if (wish->code != REVIEW_CODE_WISH || wish->withdrawn) continue;
        const struct interval at = wanted(review, settled, &wish->wanted_at);
        const struct trace trace = first_trace(review, settled, bounds, wish);
        const bool there = known(at) && known(trace.at) && trace.at.latest <= at.earliest;
        wishes[count] =
            (struct review_wish){wish, there ? trace.event : NULL, say(trace, at, arena)};
        if (!wishes[count++].text) return arena_full(arena, error);
    }
    *ret = wishes;
    *ret_count = count;
    return STATUS_OK;
}
