/* Conditions that people typed, taken over as factors. */
#include "review/causing.h"

bool review_same_line(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "") == 0;
}

bool review_is_taken(const struct review_id *taken, size_t count, struct review_id id)
{
    for (size_t i = 0; i < count; i++)
        if (review_id_equal(taken[i], id)) return true;
    return false;
}

/* By name; else by text, unless that factor has its own place in the graph. */
static const struct review_factor *factor_of(const struct review_taking *t, uint32_t number)
{
    const struct review *review = t->causing.review;
    const struct causes_condition *typed = &t->graph->conditions[number];
    const char *text = *typed->text ? typed->text : typed->name; /* as it was stored */
    struct review_id id;
    char name[16];
    if (review_id_read(span_of(typed->name), &id, NULL) == STATUS_OK &&
        id.kind == REVIEW_KIND_FACTOR && review_find(review, id))
        return (const struct review_factor *)review_find(review, id);
    for (size_t i = 0; i < review->factors.count; i++) {
        const struct review_factor *factor = &review->factors.at[i];
        if (!factor->text || !span_equal_nocase(span_of(factor->text), span_of(text))) continue;
        if (causes_find(t->graph, span_of(review_id_text(factor->entry.id, name))) == CAUSES_NONE &&
            !review_is_taken(t->factors, number, factor->entry.id))
            return factor;
    }
    return NULL;
}

bool review_newer_word(uint8_t typed, uint8_t had, uint8_t *field)
{
    if (!typed || typed == had) return false;
    *field = typed;
    return true;
}

bool review_newer_line(const char *typed, const char *had, const char **field)
{
    if (!review_said(typed) || review_same_line(typed, had)) return false;
    *field = typed;
    return true;
}

static bool newer_time(struct review_taking *t, struct causes_time typed, struct causes_time had,
                       struct review_time *field)
{
    const bool stated = typed.earliest != INSTANT_NONE || typed.latest != INSTANT_NONE;
    if (!stated || (typed.earliest == had.earliest && typed.latest == had.latest)) return false;
    struct text raw;
    text_init(&raw, 0);
    if (typed.earliest != INSTANT_OPEN_START)
        instant_add_text(&raw, typed.earliest, NULL, INSTANT_FULL, -1);
    if (typed.latest != typed.earliest) text_adds(&raw, "..");
    if (typed.latest != typed.earliest && typed.latest != INSTANT_OPEN_END)
        instant_add_text(&raw, typed.latest, NULL, INSTANT_FULL, -1);
    const char *kept = raw.status ? NULL : arena_copy(t->causing.arena, text_span(&raw));
    text_release(&raw);
    t->causing.full |= !kept;
    *field = (struct review_time){.raw = kept, .at = {typed.earliest, typed.latest}};
    return true;
}

bool review_refs_hold(const struct review_refs *refs, struct review_id id)
{
    for (size_t i = 0; i < refs->count; i++)
        if (review_id_equal(refs->at[i], id)) return true;
    return false;
}

void review_taking_ref(struct review_taking *t, struct review_refs *refs, struct review_id id)
{
    struct review_id *more = arena_array(t->causing.arena, refs->count + 1, sizeof *more);
    t->causing.full |= !more;
    if (!more) return;
    if (refs->count) memcpy(more, refs->at, refs->count * sizeof *more);
    more[refs->count] = id;
    *refs = (struct review_refs){more, refs->count + 1};
}

const char *review_taking_ids(struct review_taking *t, const char *typed, uint32_t kinds,
                              struct review_refs *refs)
{
    struct span rest = span_of(typed ? typed : "");
    struct text left;
    text_init(&left, 0);
    while (rest.len) {
        const struct span part = span_trim(span_cut(&rest, ','));
        struct review_id id;
        const bool named = review_id_read(part, &id, NULL) == STATUS_OK && kinds >> id.kind & 1 &&
                           review_find(t->causing.review, id);
        if (named && !review_refs_hold(refs, id)) review_taking_ref(t, refs, id);
        if (named || !part.len) continue;
        if (left.len) text_adds(&left, ", ");
        text_add(&left, part);
    }
    const char *kept = left.len ? arena_copy(t->causing.arena, text_span(&left)) : NULL;
    t->causing.full |= left.status || (left.len && !kept);
    text_release(&left);
    return kept;
}

/* What names no entry is kept as words, for somebody to cite the place it means. */
static const char *with_evidence(struct review_taking *t, const char *words, const char *left)
{
    if (!left) return words;
    const char *all = arena_printf(t->causing.arena, "%s%sEvidence: %s", words ? words : "",
                                   review_said(words) ? "\n" : "", left);
    t->causing.full |= !all;
    return all;
}

static bool take_evidence(struct review_taking *t, const struct causes_condition *typed,
                          const struct causes_condition *had, struct review_factor *factor)
{
    if (!review_said(typed->evidence) || review_same_line(typed->evidence, had->evidence))
        return false;
    const struct review_refs before = factor->rests_on;
    const char *left = review_taking_ids(t, typed->evidence, REVIEW_MASK_ANY, &factor->rests_on);
    const char *const had_words[] = {had->evidence, factor->note};
    bool known = false;
    for (size_t i = 0; left && i < 2; i++)
        known |= had_words[i] && span_find(span_of(had_words[i]), span_of(left)) != SIZE_MAX;
    if (!known) factor->note = with_evidence(t, factor->note, left);
    return factor->rests_on.count != before.count || (left && !known);
}

static bool take_also(const struct causes_condition *typed, const struct causes_condition *had,
                      struct review_taking *t, struct review_factor *factor)
{
    bool same = typed->also_count == had->also_count;
    for (uint32_t i = 0; same && i < typed->also_count; i++)
        same = review_same_line(typed->also[i], had->also[i]);
    if (same || !typed->also_count) return false;
    const char **lines = arena_array(t->causing.arena, typed->also_count, sizeof *lines);
    t->causing.full |= !lines;
    for (uint32_t i = 0; lines && i < typed->also_count; i++) lines[i] = typed->also[i];
    if (lines) factor->also = (struct review_lines){lines, typed->also_count};
    return true;
}

static bool take_fields(struct review_taking *t, const struct causes_condition *typed,
                        const struct causes_condition *had, struct review_factor *factor)
{
    bool newer = review_newer_line(typed->text, had->text, &factor->text);
    newer |= review_newer_word(typed->form, had->form, &factor->form);
    newer |= review_newer_word(typed->barrier, had->barrier, &factor->barrier);
    newer |= review_newer_word(typed->was, had->was, &factor->was);
    newer |= review_newer_word(typed->part, had->part, &factor->part);
    newer |= review_newer_word(typed->outcome, had->outcome, &factor->outcome);
    newer |= review_newer_word(typed->category, had->category, &factor->category);
    newer |= newer_time(t, typed->since, had->since, &factor->since);
    newer |= newer_time(t, typed->until, had->until, &factor->until);
    newer |= review_newer_line(typed->instead, had->instead, &factor->instead);
    newer |= review_newer_line(typed->expected, had->expected, &factor->expected);
    newer |= review_newer_line(typed->good_for, had->good_for, &factor->good_for);
    newer |= review_newer_line(typed->stop, had->stop, &factor->stop);
    newer |= review_newer_line(typed->shared, had->shared, &factor->shared);
    newer |= take_evidence(t, typed, had, factor);
    newer |= take_also(typed, had, t, factor);
    if (typed->normal && !had->normal) newer = factor->normal = true;
    return newer;
}

void review_take_condition(struct review_taking *t, uint32_t number)
{
    static const struct causes_condition nothing = {
        .text = "", .since = {INSTANT_NONE, INSTANT_NONE}, .until = {INSTANT_NONE, INSTANT_NONE}};
    const struct causes_condition *typed = &t->graph->conditions[number];
    const struct review_factor *old = factor_of(t, number);
    struct review_factor *factor =
        old ? review_taking_copy(t, old) : review_taking_begin(t, REVIEW_KIND_FACTOR);
    if (!factor) return;
    const struct causes_condition had = old ? review_condition_of(&t->causing, old) : nothing;
    const bool newer = take_fields(t, typed, &had, factor);
    if (!review_said(factor->text)) factor->text = typed->name;
    t->factors[number] = factor->entry.id;
    if (newer || !old) review_taking_put(t, factor);
}
