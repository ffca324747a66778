/* Which sources may know more than a milestone rests on, by their names; and its event. */
#include "timeline/doubts.h"

bool is_unplaced(const struct doubting *d, uint32_t source)
{
    return d->input->sources[source].index->timed && source_is_unplaced(d->input, source);
}

/* Written by a program, no time in it was understood, and it has a word for taking up an alert. */
static bool is_unread(const struct doubting *d, uint32_t source)
{
    enum { HEAD = 64 * 1024 };
    const struct timeline_source *at = &d->input->sources[source];
    struct span text = span_trim(at->content);
    if (!at->index->count || at->index->timed || !text.len) return false;
    return (text.at[0] == '{' || text.at[0] == '[') &&
           span_find_nocase(span_sub(text, 0, HEAD), SPAN("acknowledge")) != SIZE_MAX;
}

bool tells(const struct doubting *d, uint32_t source, uint64_t kinds)
{
    return (d->kinds[source] & kinds) != 0;
}

static const uint64_t WORDS = KIND(REPORT) | KIND(COMM) | KIND(ACK) | KIND(DETECT) | KIND(DECLARE) |
                              KIND(RECOVER) | KIND(RESOLVED) | KIND(CLEAR);
static const uint64_t ALERTS = KIND(ALERT) | KIND(PAGE);
static const uint64_t ACTS = KIND(ACT_LIMIT) | KIND(ACT_FIX) | KIND(ACT_UNDO) | KIND(CHANGE_DATA);
static const uint64_t ENDS = KIND(RECOVER) | KIND(RESOLVED) | KIND(CLEAR) | KIND(ALERT_END);

bool may_report(const struct doubting *d, uint32_t source)
{
    return is_unplaced(d, source) && tells(d, source, WORDS);
}

bool may_alert(const struct doubting *d, uint32_t source)
{
    return is_unplaced(d, source) && tells(d, source, ALERTS);
}

bool may_detect(const struct doubting *d, uint32_t source)
{
    return is_unplaced(d, source) && tells(d, source, WORDS | ALERTS);
}

bool may_answer(const struct doubting *d, uint32_t source)
{
    return is_unread(d, source) || may_report(d, source);
}

bool may_change(const struct doubting *d, uint32_t source)
{
    return is_unplaced(d, source) && tells(d, source, CHANGES);
}

bool may_act(const struct doubting *d, uint32_t source)
{
    enum evidence_kind kind = d->input->sources[source].index->kind;
    return is_unplaced(d, source) &&
           (kind == EVIDENCE_SHELL_HISTORY || kind == EVIDENCE_SHELL_SESSION ||
            tells(d, source, ACTS | CHANGES));
}

/* A log of few lines may be what somebody typed. */
bool may_help(const struct doubting *d, uint32_t source)
{
    enum { FEW = 50 };
    const struct evidence_index *index = d->input->sources[source].index;
    return may_act(d, source) ||
           (is_unplaced(d, source) && index->kind == EVIDENCE_LOG && index->count <= FEW);
}

bool may_trace(const struct doubting *d, uint32_t source)
{
    const uint64_t *levels = d->input->sources[source].index->level_count;
    return is_unplaced(d, source) && (levels[EVIDENCE_LEVEL_WARN] || levels[EVIDENCE_LEVEL_ERROR] ||
                                      levels[EVIDENCE_LEVEL_FATAL]);
}

bool is_unseen(const struct doubting *d, uint32_t source)
{
    return is_unplaced(d, source) && !may_trace(d, source);
}

bool may_end(const struct doubting *d, uint32_t source)
{
    return is_unplaced(d, source) && tells(d, source, WORDS | ENDS | ALERTS);
}

const char *names_of(struct doubting *d, source_test test)
{
    enum { NAMED = 3 };
    struct text text;
    size_t count = 0;
    text_init(&text, 4096);
    for (uint32_t i = 0; i < d->input->source_count; i++) {
        const struct timeline_source *source = &d->input->sources[i];
        if (!test(d, i) || ++count > NAMED) continue;
        text_addf(&text, "%sS%u ", count > 1 ? ", " : "", source->id);
        text_add_visible(&text, span_of(source->name));
    }
    if (count > NAMED) text_addf(&text, " and %zu more", count - NAMED);
    const char *names = count ? arena_copy(d->arena, text_span(&text)) : NULL;
    if (count && !names) d->full = true;
    text_release(&text);
    return names;
}

const struct timeline_event *event_of(const struct doubting *d, const struct timeline_milestone *m)
{
    for (size_t i = 0; m && i < d->input->event_count; i++) {
        const struct timeline_event *event = &d->input->events[i];
        if (event->place.source == m->place.source && event->place.from == m->place.from &&
            event->place.to == m->place.to)
            return event;
    }
    return NULL;
}

const struct timeline_event *between(const struct doubting *d, uint64_t kinds, instant from,
                                     instant to)
{
    for (size_t i = first_event_from(d->input, from); i < d->input->event_count; i++) {
        const struct timeline_event *event = &d->input->events[i];
        if (event->at.earliest >= to) break;
        if (event->at.earliest != INSTANT_NONE && kinds >> event->kind & 1 &&
            !source_is_unplaced(d->input, event->place.source))
            return event;
    }
    return NULL;
}
