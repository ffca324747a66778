/* Events from the collected evidence, with bounds, basis, and their place in it. */
#include "desk/desk.h"

static const uint8_t kind_of_milestone[TIMELINE_MILESTONE_COUNT] = {
    [TIMELINE_MILESTONE_CHANGE] = REVIEW_EVENT_CHANGE_DEPLOY,
    [TIMELINE_MILESTONE_SIGNAL] = REVIEW_EVENT_SIGNAL,
    [TIMELINE_MILESTONE_IMPACT_START] = REVIEW_EVENT_IMPACT_START,
    [TIMELINE_MILESTONE_REPORT] = REVIEW_EVENT_REPORT,
    [TIMELINE_MILESTONE_ALERT] = REVIEW_EVENT_ALERT,
    [TIMELINE_MILESTONE_DETECTION] = REVIEW_EVENT_DETECT,
    [TIMELINE_MILESTONE_ACK] = REVIEW_EVENT_ACK,
    [TIMELINE_MILESTONE_ACT] = REVIEW_EVENT_ACT_LIMIT,
    [TIMELINE_MILESTONE_MITIGATION] = REVIEW_EVENT_MITIGATED,
    [TIMELINE_MILESTONE_IMPACT_END] = REVIEW_EVENT_IMPACT_END,
    [TIMELINE_MILESTONE_RECOVERY] = REVIEW_EVENT_RECOVER,
    [TIMELINE_MILESTONE_RESOLVED] = REVIEW_EVENT_RESOLVED,
};

/* Bounds in the notation of times: one time where its written precision says the same. */
static void add_interval(struct text *out, struct interval at)
{
    static const struct {
        int digits;
        duration width;
    } precisions[] = {{0, NS_PER_S}, {3, NS_PER_MS}, {6, NS_PER_US}, {9, 1}};
    for (size_t i = 0; i < sizeof precisions / sizeof precisions[0]; i++) {
        duration width = precisions[i].width;
        if (at.earliest == INSTANT_OPEN_START || at.latest == INSTANT_OPEN_END) break;
        if (at.earliest % width || at.latest - at.earliest != width - 1) continue;
        instant_add_text(out, at.earliest, NULL, INSTANT_FULL, precisions[i].digits);
        return;
    }
    if (at.earliest == INSTANT_NONE) {
        text_addc(out, '?');
        return;
    }
    if (at.earliest != INSTANT_OPEN_START)
        instant_add_text(out, at.earliest, NULL, INSTANT_FULL, -1);
    text_adds(out, "..");
    if (at.latest != INSTANT_OPEN_END) instant_add_text(out, at.latest, NULL, INSTANT_FULL, -1);
}

/* A line as a field takes it: evidence may hold what a screen obeys. */
static enum status set_line(struct desk *desk, struct review_entry *entry, const char *field,
                            struct span line, struct error *error)
{
    enum { MOST = 400 };
    struct text shown;
    text_init(&shown, 0);
    line = span_trim(line);
    line = span_trim(span_cut(&line, '\n'));
    text_add_visible(&shown, span_sub(line, 0, MOST));
    enum status status =
        shown.len ? desk_set(desk, entry, field, text_span(&shown), error) : STATUS_OK;
    text_release(&shown);
    return status;
}

/* Time and place of an event, and how they are known. */
static enum status set_ground(struct desk *desk, struct review_entry *entry, struct interval at,
                              const struct workspace *workspace, struct timeline_place place,
                              const char *basis, struct error *error)
{
    struct text typed;
    text_init(&typed, 0);
    add_interval(&typed, at);
    enum status status = desk_set(desk, entry, "at", text_span(&typed), error);
    text_clear(&typed);
    bool placed = place.source < workspace->count; /* both ends 0: it rests on the whole of it */
    if (placed) text_addf(&typed, "S%u", workspace->stored[place.source].id);
    if (placed && place.to > place.from)
        text_addf(&typed, ":%llu-%llu", (unsigned long long)place.from,
                  (unsigned long long)place.to);
    if (status == STATUS_OK && placed)
        status = desk_set(desk, entry, "evidence", text_span(&typed), error);
    if (status == STATUS_OK && placed)
        status = set_line(desk, entry, "clock", span_of(workspace->stored[place.source].facts.name),
                          error);
    if (status == STATUS_OK) status = set_line(desk, entry, "basis", span_of(basis), error);
    text_release(&typed);
    return status;
}

/* What happened, in the evidence's own words where an event stands at that place. */
static const struct timeline_event *event_at(const struct workspace *workspace,
                                             struct timeline_place place)
{
    for (size_t i = 0; i < workspace->reading.event_count && place.to > place.from; i++) {
        const struct timeline_event *event = &workspace->reading.events[i];
        if (event->place.source == place.source && event->place.from == place.from) return event;
    }
    return NULL;
}

static enum status make_milestone(struct desk *desk, const struct workspace *workspace,
                                  enum timeline_milestone_kind kind, struct review_entry **ret,
                                  struct error *error)
{
    const struct timeline_milestone *milestone = &workspace->findings.milestones[kind];
    const struct timeline_event *event = event_at(workspace, milestone->place);
    struct review_event *made =
        (struct review_event *)review_entry_new(REVIEW_KIND_EVENT, desk->arena);
    if (!made) return arena_full(desk->arena, error);
    made->kind = kind_of_milestone[kind];
    made->certainty = event ? REVIEW_CERTAINTY_OBSERVATION : REVIEW_CERTAINTY_INFERENCE;
    made->timetype = REVIEW_TIMETYPE_RECORD;
    bool own = event && (kind == TIMELINE_MILESTONE_CHANGE || kind == TIMELINE_MILESTONE_ACT);
    if (own && (event->kind == TIMELINE_ACT_LIMIT || event->kind == TIMELINE_ACT_FIX ||
                event->kind == TIMELINE_ACT_UNDO || kind == TIMELINE_MILESTONE_CHANGE))
        (void)vocabulary_read(&review_words_event, span_of(timeline_event_code(event->kind)),
                              &made->kind, NULL); /* one that is no event kind stays the usual */
    enum status status = set_ground(desk, &made->entry, milestone->at, workspace, milestone->place,
                                    milestone->basis ? milestone->basis : "", error);
    const char *what = event ? event->what : vocabulary_meaning(&review_words_event, made->kind);
    if (status == STATUS_OK) status = set_line(desk, &made->entry, "what", span_of(what), error);
    if (status == STATUS_OK) *ret = &made->entry;
    return status;
}

/* A milestone that the review has already: an event of the kind that rests on the same place, or,
 * where it rests on none, has the same bounds. */
static bool has_already(const struct review *review, const struct review_event *made)
{
    for (size_t i = 0; i < review->events.count; i++) {
        const struct review_event *old = &review->events.at[i];
        if (old->kind != made->kind) continue;
        if (made->evidence.count == 0 && old->at.at.earliest == made->at.at.earliest &&
            old->at.at.latest == made->at.at.latest)
            return true;
        for (size_t j = 0; j < old->evidence.count && made->evidence.count; j++)
            if (old->evidence.at[j].from == made->evidence.at[0].from &&
                memcmp(&old->evidence.at[j].content, &made->evidence.at[0].content,
                       sizeof(struct sha256)) == 0)
                return true;
    }
    return false;
}

enum status desk_take_milestones(struct desk *desk, const struct workspace *workspace,
                                 struct desk_put **ret, size_t *ret_count, size_t *ret_known,
                                 struct error *error)
{
    struct desk_put *puts = arena_array(desk->arena, TIMELINE_MILESTONE_COUNT, sizeof *puts);
    size_t count = 0, known = 0;
    if (!puts) return arena_full(desk->arena, error);
    for (unsigned kind = 0; kind < TIMELINE_MILESTONE_COUNT; kind++) {
        struct review_entry *made = NULL;
        if (workspace->findings.milestones[kind].at.earliest == INSTANT_NONE) continue;
        enum status status = make_milestone(desk, workspace, kind, &made, error);
        if (status) return status;
        if (has_already(&desk->review, (struct review_event *)made))
            known++;
        else
            puts[count++] = (struct desk_put){.id = made->id, .entry = made};
    }
    if (count == 0 && known == 0)
        return error_set(error, STATUS_NOT_FOUND,
                         "the evidence here shows no milestone; postmortem timeline tells what it "
                         "does show");
    *ret = puts;
    *ret_count = count;
    *ret_known = known;
    return STATUS_OK;
}

/* ---- one place ---- */

/* "S3:120-340": every record that has bytes there; their bounds together. */
static enum status find_records(const struct workspace *workspace, const struct review_place *place,
                                struct timeline_place *ret, struct interval *ret_at,
                                struct span *ret_text, struct error *error)
{
    for (uint32_t s = 0; s < workspace->count; s++) {
        const struct evidence_index *index = &workspace->indexes[s];
        if (memcmp(&workspace->stored[s].facts.hash, &place->content, sizeof place->content) != 0)
            continue;
        uint64_t to = place->to ? place->to : index->size;
        struct interval at = INTERVAL_NONE;
        bool first = true;
        for (uint64_t r = 0; r < index->count; r++) {
            if (index->start[r + 1] <= place->from || index->start[r] >= to) continue;
            struct interval one = timeline_record_interval(&workspace->sources[s], r);
            struct evidence_fields fields;
            evidence_fields_of(index, workspace->contents[s], r, &fields);
            if (first) *ret_text = fields.message;
            if (first && !fields.message.len)
                *ret_text = evidence_record(index, workspace->contents[s], r);
            first = false;
            if (one.earliest == INSTANT_NONE) continue;
            if (at.earliest == INSTANT_NONE || one.earliest < at.earliest)
                at.earliest = one.earliest;
            if (at.latest == INSTANT_NONE || one.latest > at.latest) at.latest = one.latest;
        }
        if (first) break;
        *ret_at = at;
        *ret = (struct timeline_place){s, place->from, to};
        return STATUS_OK;
    }
    return error_set(error, STATUS_NOT_FOUND,
                     "there is no record at that place; postmortem timeline --json shows the "
                     "places of all");
}

enum status desk_take_records(struct desk *desk, const struct workspace *workspace,
                              const char *place, struct review_entry **ret, struct error *error)
{
    struct review_event *made =
        (struct review_event *)review_entry_new(REVIEW_KIND_EVENT, desk->arena);
    struct timeline_place at_place = {0};
    struct interval at = INTERVAL_NONE;
    struct span text = {NULL, 0};
    if (!made) return arena_full(desk->arena, error);
    enum status status = desk_set(desk, &made->entry, "evidence", span_of(place), error);
    if (status == STATUS_OK && made->evidence.count != 1)
        status = error_set(error, STATUS_USAGE,
                           "one place in the evidence is wanted, such as S3:120-340");
    if (status == STATUS_OK)
        status = find_records(workspace, &made->evidence.at[0], &at_place, &at, &text, error);
    if (status) return status;
    const char *why = workspace->sources[at_place.source].clock.why;
    made->certainty = REVIEW_CERTAINTY_OBSERVATION;
    made->timetype = REVIEW_TIMETYPE_RECORD;
    status = set_ground(desk, &made->entry, at, workspace, at_place,
                        why && *why ? why : "the record's own stamp", error);
    if (status == STATUS_OK) status = set_line(desk, &made->entry, "what", text, error);
    if (status == STATUS_OK) *ret = &made->entry;
    return status;
}
