/* What cannot be: names of entries that are not there, ends before beginnings, numbers off their
 * scale. Everything that merely looks odd is a notice (notices.c). */
#include "review/conducting.h"

static const char *shown(struct review_id id, char *out)
{
    return review_id_text(id, out);
}

/* ---- what an entry names ---- */

static void add_kinds(struct text *out, uint32_t mask)
{
    bool more = false;
    for (unsigned kind = 0; kind < REVIEW_KIND_COUNT; kind++) {
        if (!(mask >> kind & 1)) continue;
        text_adds(out, more ? ", " : "");
        text_adds(out, review_kinds[kind].plural);
        more = true;
    }
}

static enum status wrong_kind(const struct review_entry *entry, const struct review_field *field,
                              struct review_id named, struct error *error)
{
    char who[16], what[16];
    struct text kinds;
    text_init(&kinds, 0);
    add_kinds(&kinds, field->kinds);
    const enum status status = error_set(
        error, STATUS_BAD_INPUT, "%s: %s names %s, a %s; it takes %s", shown(entry->id, who),
        field->name, shown(named, what),
        named.kind < REVIEW_KIND_COUNT ? review_kinds[named.kind].name : "stranger", kinds.at);
    text_release(&kinds);
    return status;
}

static bool exists(const struct review *review, struct review_id id)
{
    return id.kind == REVIEW_KIND_REVIEW ? id.number == 0 : review_find(review, id) != NULL;
}

static enum status check_named(const struct review *review, const struct review_entry *entry,
                               struct error *error)
{
    const struct review_kind_spec *spec = &review_kinds[entry->id.kind];
    char who[16], what[16];
    for (size_t f = 0; f < spec->count; f++) {
        const struct review_field *field = &spec->fields[f];
        struct review_id pair[2];
        const struct review_id *named;
        const size_t count = review_named_by(entry, field, pair, &named);
        for (size_t i = 0; i < count; i++) {
            const bool time = field->type == REVIEW_TYPE_TIME;
            if (time ? named[i].kind != REVIEW_KIND_EVENT
                     : !(named[i].kind < REVIEW_KIND_COUNT && field->kinds >> named[i].kind & 1))
                return wrong_kind(entry, field, named[i], error);
            if (!exists(review, named[i]))
                return error_set(error, STATUS_BAD_INPUT,
                                 "%s: %s names %s, which is not in this review; enter it first, or "
                                 "name another",
                                 shown(entry->id, who), field->name, shown(named[i], what));
            if (time && review_id_equal(named[i], entry->id))
                return error_set(error, STATUS_BAD_INPUT,
                                 "%s: %s is given by %s itself; give it by another event or by "
                                 "the clock",
                                 shown(entry->id, who), field->name, who);
        }
    }
    return STATUS_OK;
}

/* After something was taken out: nothing that stays may name what is gone. */
static enum status check_left_behind(const struct review *review, struct error *error)
{
    char who[16], what[16];
    for (unsigned kind = 0; kind < REVIEW_KIND_COUNT; kind++) {
        const struct review_kind_spec *spec = &review_kinds[kind];
        size_t entries;
        struct review_entry *first = review_entries(review, (enum review_kind)kind, &entries);
        for (size_t e = 0; e < entries; e++) {
            const struct review_entry *entry = review_entry_at(first, (enum review_kind)kind, e);
            for (size_t f = 0; f < spec->count; f++) {
                struct review_id pair[2];
                const struct review_id *named;
                const size_t count = review_named_by(entry, &spec->fields[f], pair, &named);
                for (size_t i = 0; i < count; i++)
                    if (!exists(review, named[i]))
                        return error_set(error, STATUS_BAD_INPUT,
                                         "%s cannot be taken out: %s names it (%s); change that "
                                         "first",
                                         shown(named[i], what), shown(entry->id, who),
                                         spec->fields[f].name);
            }
        }
    }
    return STATUS_OK;
}

/* ---- times and numbers ---- */

static enum status check_times(const struct review_entry *entry, struct error *error)
{
    static const struct {
        enum review_kind kind;
        const char *from, *to;
    } pairs[] = {
        {REVIEW_KIND_EVENT, "at", "end"},
        {REVIEW_KIND_STATEMENT, "since", "changed"},
        {REVIEW_KIND_HYPOTHESIS, "raised", "closed"},
    };
    char who[16];
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        if (pairs[i].kind != entry->id.kind) continue;
        const struct review_time *from =
            review_member(entry, review_field_find(pairs[i].kind, span_of(pairs[i].from)));
        const struct review_time *to =
            review_member(entry, review_field_find(pairs[i].kind, span_of(pairs[i].to)));
        /* A doubtful time may be wrong as a whole, so it rules nothing out. */
        const bool firm = from->raw && to->raw && !from->doubtful && !to->doubtful &&
                          !from->relative && !to->relative;
        if (firm && from->at.earliest != INSTANT_NONE && to->at.latest != INSTANT_NONE &&
            to->at.latest < from->at.earliest)
            return error_set(error, STATUS_BAD_INPUT,
                             "%s: %s (%.80s) is before %s (%.80s); correct one, or mark a doubtful "
                             "one with '?'",
                             shown(entry->id, who), pairs[i].to, to->raw, pairs[i].from, from->raw);
    }
    return STATUS_OK;
}

static enum status check_scale(struct review_id id, const char *field, int64_t value, int64_t most,
                               const char *because, struct error *error)
{
    char who[16];
    if (value == REVIEW_NO_COUNT || (value >= 0 && value <= most)) return STATUS_OK;
    return error_set(error, STATUS_BAD_INPUT, "%s: %s is %lld; it goes from 0 to %lld%s",
                     shown(id, who), field, (long long)value, (long long)most, because);
}

static enum status check_meeting(const struct review_meeting *meeting, struct error *error)
{
    enum status status;
    if (meeting->present == REVIEW_NO_COUNT) return STATUS_OK;
    status = check_scale(meeting->entry.id, "learned", meeting->learned, meeting->present,
                         ", the number of those who were there", error);
    if (status) return status;
    return check_scale(meeting->entry.id, "again", meeting->again, meeting->present,
                       ", the number of those who were there", error);
}

/* ---- kinds with rules of their own ---- */

static enum status check_event(const struct review_event *event, struct error *error)
{
    char who[16];
    if (event->certainty == REVIEW_CERTAINTY_OBSERVATION && !event->evidence.count &&
        !event->says.count && !review_said(event->basis))
        return error_set(error, STATUS_BAD_INPUT,
                         "%s: an observation is a trace that anyone can look at; give a place in "
                         "the evidence (evidence), a statement (says) or the source (basis), or "
                         "call it testimony, hearsay or inference",
                         shown(event->entry.id, who));
    return check_scale(event->entry.id, "sureness", event->sureness, 10, "", error);
}

static enum status check_area(const struct review_area *area, struct error *error)
{
    const uint32_t number = area->entry.id.number;
    char who[16];
    if (number > 0 && number < REVIEW_AREA_COUNT && area->area == number) return STATUS_OK;
    if (number > 0 && number < REVIEW_AREA_COUNT)
        return error_set(error, STATUS_BAD_INPUT, "%s is the area '%s', not '%s'",
                         shown(area->entry.id, who), vocabulary_word(&review_words_area, number),
                         vocabulary_word(&review_words_area, area->area));
    return error_set(error, STATUS_BAD_INPUT, "%s: there are seven areas, A1 to A%d",
                     shown(area->entry.id, who), REVIEW_AREA_COUNT - 1);
}

/* A matter that went elsewhere leaves nothing here but where it went. */
static enum status check_handed_over(const struct review *review, struct error *error)
{
    size_t left = 0;
    if (review->own->status != REVIEW_STATUS_HANDED_OVER) return STATUS_OK;
#define X(NAME, name, plural, letter, help)                                                        \
    if (REVIEW_KIND_##NAME != REVIEW_KIND_REVIEW) left += review->plural.count;
    REVIEW_KINDS(X)
#undef X
    if (left)
        return error_set(error, STATUS_BAD_INPUT,
                         "a review that is handed over keeps no content, and this one has %zu "
                         "entries; take them out in the same change",
                         left);
    if (!review_said(review->own->handed_to))
        return error_set(error, STATUS_BAD_INPUT,
                         "say first where the matter went: postmortem edit --handed-to \"...\"");
    return STATUS_OK;
}

static enum status check_entry(const struct review *review, const struct review_entry *entry,
                               struct error *error)
{
    enum status status = check_named(review, entry, error);
    if (status == STATUS_OK) status = check_times(entry, error);
    if (status) return status;
    switch ((enum review_kind)entry->id.kind) {
    case REVIEW_KIND_EVENT: return check_event((const struct review_event *)entry, error);
    case REVIEW_KIND_STATEMENT:
        return check_scale(entry->id, "sureness",
                           ((const struct review_statement *)entry)->sureness, 10, "", error);
    case REVIEW_KIND_ITEM: return review_check_item((const struct review_item *)entry, error);
    case REVIEW_KIND_AREA: return check_area((const struct review_area *)entry, error);
    case REVIEW_KIND_MEETING: return check_meeting((const struct review_meeting *)entry, error);
    case REVIEW_KIND_WAY: return review_check_way((const struct review_way *)entry, error);
    case REVIEW_KIND_SUPPOSITION:
        return review_check_supposition(review, (const struct review_supposition *)entry, error);
    default: return STATUS_OK;
    }
}

enum status review_check(const struct review *after, const struct review_change *changes,
                         size_t count, struct error *error)
{
    bool removed = false;
    for (size_t i = 0; i < count; i++) {
        const enum status status =
            changes[i].after ? check_entry(after, changes[i].after, error) : STATUS_OK;
        if (status) return status;
        removed |= !changes[i].after;
    }
    if (removed) {
        const enum status status = check_left_behind(after, error);
        if (status) return status;
    }
    const enum status status = check_handed_over(after, error);
    return status ? status : review_check_order(after, changes, count, error);
}
