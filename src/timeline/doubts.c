/*
 * What milestones may not say for sure: a source that could not be placed or read may hold an
 * earlier or a later trace, people tell of what is past, and a clock that nothing confirms may be
 * off. No milestone moves; its interval gets wider, or open at one end, and its basis says why.
 */
#include "timeline/doubts.h"

static struct timeline_milestone *known_one(const struct doubting *d,
                                            enum timeline_milestone_kind kind)
{
    struct timeline_milestone *m = &d->milestones[kind];
    return m->at.earliest == INSTANT_NONE ? NULL : m;
}

/* ---- saying it ---- */

static void say(struct doubting *d, struct timeline_milestone *m, const char *basis)
{
    if (basis)
        m->basis = basis;
    else
        d->full = true;
}

static void not_after(struct doubting *d, enum timeline_milestone_kind kind, source_test test,
                      const char *what)
{
    struct timeline_milestone *m = known_one(d, kind);
    const char *names = m ? names_of(d, test) : NULL;
    if (!names || m->at.earliest == INSTANT_OPEN_START || m->at.latest == INSTANT_OPEN_END) return;
    m->at.earliest = INSTANT_OPEN_START;
    say(d, m,
        arena_printf(d->arena, "%s; %s may hold an earlier %s: no time there could be placed",
                     m->basis, names, what));
}

/* ---- the milestones, one by one ---- */

static void doubt_signal(struct doubting *d)
{
    struct timeline_milestone *m = known_one(d, TIMELINE_MILESTONE_SIGNAL);
    not_after(d, TIMELINE_MILESTONE_SIGNAL, may_trace, "trace");
    if (!m) return;
    const char *others = names_of(d, is_unseen);
    say(d, m,
        arena_printf(d->arena, "%s; not looked at: warnings of logs%s%s", m->basis,
                     others ? ", and, as no zone is known, " : "", others ? others : ""));
}

/* The first of a few records between the last change and impact that no event was read from. */
static bool has_unread_between(const struct doubting *d, uint32_t source, instant from, instant to)
{
    enum { FEW = 100 };
    const struct timeline_source *at = &d->input->sources[source];
    if (at->index->kind != EVIDENCE_LOG || at->index->count > FEW || is_unplaced(d, source) ||
        tells(d, source, UINT64_MAX))
        return false;
    for (uint64_t i = 0; i < at->index->count; i++) {
        instant time = timeline_record_time(at, i);
        if (time != INSTANT_NONE && time > from && time < to) return true;
    }
    return false;
}

static void doubt_change(struct doubting *d)
{
    struct timeline_milestone *m = known_one(d, TIMELINE_MILESTONE_CHANGE);
    if (!m) return;
    instant start = d->impact->start.latest;
    const char *names = names_of(d, may_change);
    const char *reason = "changes told there could not be placed";
    for (uint32_t i = 0; i < d->input->source_count && !names; i++) {
        if (!has_unread_between(d, i, m->at.latest, start)) continue;
        names =
            arena_printf(d->arena, "S%u %s", d->input->sources[i].id, d->input->sources[i].name);
        reason = "what it has in between was not understood";
    }
    if (!names || start < m->at.latest) return;
    m->at.latest = start;
    say(d, m,
        arena_printf(d->arena, "%s; not before it, and %s may hold a later one: %s", m->basis,
                     names, reason));
}

static void doubt_detection(struct doubting *d)
{
    struct timeline_milestone *m = known_one(d, TIMELINE_MILESTONE_DETECTION);
    const struct timeline_event *event = event_of(d, m);
    if (!m) return;
    not_after(d, TIMELINE_MILESTONE_DETECTION, may_detect, "word of somebody");
    if (m->at.earliest == INSTANT_OPEN_START || !event || event->kind == TIMELINE_REPORT ||
        d->impact->start.earliest == INSTANT_NONE)
        return;
    const struct timeline_event *word =
        between(d, KIND(COMM), d->impact->start.earliest, m->at.earliest);
    if (!word) return;
    m->at.earliest = word->at.earliest;
    say(d, m,
        arena_printf(d->arena, "%s; people wrote before that (%s), which may have been about it",
                     m->basis, word->what));
}

/* An answer that only the chat tells may have been given before, where it leaves a trace too. */
static void doubt_answer(struct doubting *d)
{
    struct timeline_milestone *m = known_one(d, TIMELINE_MILESTONE_ACK);
    const struct timeline_event *event = event_of(d, m);
    not_after(d, TIMELINE_MILESTONE_ACK, event && event->said ? may_answer : may_report, "answer");
    const struct timeline_milestone *alert = known_one(d, TIMELINE_MILESTONE_ALERT);
    if (m && m->at.earliest == INSTANT_OPEN_START && alert && alert->at.latest < m->at.latest)
        m->at.earliest = alert->at.latest;
}

static bool is_letter(char c)
{
    c = byte_lower(c);
    return c >= 'a' && c <= 'z';
}

static bool ends(struct span word, struct span end)
{
    return word.len > end.len + 2 && span_equal(span_from(word, word.len - end.len), end);
}

/* "restarted it", "I have restarted db2", "db2 was restarted ten minutes ago" */
static bool is_past(const char *what)
{
    struct span text = span_of(what);
    size_t begin = 0, words = 0;
    if (span_find(text, SPAN(" ago")) != SIZE_MAX) return true;
    for (size_t i = 0; i <= text.len && words < 8; i++) {
        if (i < text.len && is_letter(text.at[i])) continue;
        struct span word = {text.at + begin, i - begin};
        begin = i + 1;
        if (!word.len) continue;
        words++;
        if (ends(word, SPAN("ing"))) return false;
        if (ends(word, SPAN("ed"))) return true;
    }
    return span_find(text, SPAN("rolled back")) != SIZE_MAX;
}

static void doubt_action(struct doubting *d)
{
    struct timeline_milestone *m = known_one(d, TIMELINE_MILESTONE_ACT);
    const struct timeline_event *event = event_of(d, m);
    if (!m) return;
    not_after(d, TIMELINE_MILESTONE_ACT, may_act, "action");
    if (!event || !event->said || m->at.earliest == INSTANT_OPEN_START) return;
    const struct timeline_event *change = NULL;
    if (d->impact->start.earliest != INSTANT_NONE)
        change = between(d, CHANGES, d->impact->start.latest, m->at.earliest);
    bool past = is_past(event->what);
    if (!past && !change) return;
    m->at.earliest = INSTANT_OPEN_START;
    if (past)
        say(d, m, arena_printf(d->arena, "%s; it is told as past: not after this", m->basis));
    else
        say(d, m,
            arena_printf(d->arena, "%s; a change during impact came before (%s): not after this",
                         m->basis, change->what));
}

static void doubt_mitigation(struct doubting *d)
{
    struct timeline_milestone *m = known_one(d, TIMELINE_MILESTONE_MITIGATION);
    const char *names = m ? names_of(d, may_help) : NULL;
    if (names)
        say(d, m,
            arena_printf(d->arena, "%s; what was done in %s could not be placed", m->basis, names));
}

static void doubt_recovery(struct doubting *d)
{
    struct timeline_milestone *m = known_one(d, TIMELINE_MILESTONE_RECOVERY);
    const struct timeline_event *event = event_of(d, m);
    if (!m) return;
    not_after(d, TIMELINE_MILESTONE_RECOVERY, may_end, "sign");
    const struct timeline_event *word = NULL;
    if (event && event->kind == TIMELINE_ALERT_END && m->at.earliest != INSTANT_OPEN_START)
        word = between(d, KIND(COMM), d->impact->end.earliest, m->at.earliest);
    if (word) {
        m->at.earliest = INSTANT_OPEN_START;
        say(d, m,
            arena_printf(d->arena, "%s; people wrote before that (%s), which may tell of it",
                         m->basis, word->what));
    }
    if (m->at.earliest == INSTANT_OPEN_START) m->at.earliest = d->impact->end.earliest;
}

static void doubt_resolved(struct doubting *d)
{
    struct timeline_milestone *m = known_one(d, TIMELINE_MILESTONE_RESOLVED);
    const struct timeline_event *event = event_of(d, m);
    const char *names = m ? names_of(d, may_end) : NULL;
    if (!m || (!names && !(event && event->kind == TIMELINE_ALERT_END))) return;
    m->at.latest = INSTANT_OPEN_END;
    say(d, m,
        names ? arena_printf(d->arena,
                             "%s; not before this, and %s may hold a later one: no time there "
                             "could be placed",
                             m->basis, names)
              : arena_printf(d->arena, "%s; not before this: no closing word of a person was read",
                             m->basis));
}

/* ---- clocks ---- */

static void doubt_clock(struct doubting *d, struct timeline_milestone *m)
{
    uint32_t source = m->place.source;
    if (source >= d->input->source_count || d->input->source_count < 2) return;
    const struct timeline_source *at = &d->input->sources[source];
    m->unconfirmed = at->clock.unconfirmed; /* told once for all of them, where they are read */
}

/* As far as the clocks of those that count disagree, unsettled. */
static void doubt_difference(struct doubting *d, struct timeline_milestone *m)
{
    duration least = 0, most = 0;
    uint32_t of = UINT32_MAX;
    bool counted =
        m->kind == TIMELINE_MILESTONE_SIGNAL || m->kind == TIMELINE_MILESTONE_IMPACT_START ||
        m->kind == TIMELINE_MILESTONE_IMPACT_END || m->kind == TIMELINE_MILESTONE_MITIGATION;
    for (uint32_t i = 0; i < d->input->source_count; i++) {
        duration ahead = d->input->sources[i].clock.unsettled;
        bool rests = m->place.source == i || (m->place.source == UINT32_MAX && counted);
        if (!rests || ahead == 0) continue;
        if (ahead > most) most = ahead;
        if (ahead < least) least = ahead;
        of = i;
    }
    if (of == UINT32_MAX) return;
    if (instant_is_known(m->at.earliest)) m->at.earliest = minus(m->at.earliest, most);
    if (instant_is_known(m->at.latest)) m->at.latest = minus(m->at.latest, least);
    say(d, m,
        arena_printf(d->arena,
                     "%s; wider by %s, as S%u and a source with the same ids disagree by that and "
                     "nothing tells which is right",
                     m->basis, say_length(d->arena, most > -least ? most : -least),
                     d->input->sources[of].id));
}

enum status milestones_doubt(const struct timeline_input *input, const struct impact *impact,
                             struct arena *arena, struct timeline_milestone *milestones,
                             struct error *error)
{
    uint64_t *kinds = arena_array(arena, input->source_count + 1, sizeof *kinds);
    if (!kinds) return arena_full(arena, error);
    memset(kinds, 0, (input->source_count + 1) * sizeof *kinds);
    for (size_t i = 0; i < input->event_count; i++)
        if (input->events[i].place.source < input->source_count)
            kinds[input->events[i].place.source] |= UINT64_C(1) << input->events[i].kind;
    struct doubting d = {input, impact, arena, milestones, kinds, false};
    doubt_signal(&d);
    doubt_change(&d);
    not_after(&d, TIMELINE_MILESTONE_REPORT, may_report, "report");
    not_after(&d, TIMELINE_MILESTONE_ALERT, may_alert, "alert");
    doubt_detection(&d);
    doubt_answer(&d);
    doubt_action(&d);
    doubt_mitigation(&d);
    doubt_recovery(&d);
    doubt_resolved(&d);
    for (int i = 0; i < TIMELINE_MILESTONE_COUNT; i++) {
        if (milestones[i].at.earliest == INSTANT_NONE) continue;
        doubt_difference(&d, &milestones[i]);
        doubt_clock(&d, &milestones[i]);
    }
    return d.full ? arena_full(arena, error) : STATUS_OK;
}
