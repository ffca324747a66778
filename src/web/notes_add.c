/* A line of the note-taker, as it becomes a statement, an idea, a hypothesis, a word on an area. */
#include "web/notes_line.h"
#include "web/pages.h"
#include "web/talk.h"
#include "web/words.h"

struct noting {
    struct web_request *request;
    struct desk desk;
    struct note_line line;
    const struct review_event *focus;
    const char *role, *said, *words; /* said: as it came, or now */
    struct desk_put puts[REVIEW_AREA_COUNT];
    size_t count;
};

/* "@supp" is the role that begins so, or has a handle that does; else as typed. */
static const char *role_of(struct noting *noting, struct span typed)
{
    const struct review *review = &noting->desk.review;
    for (size_t i = 0; i < review->people.count && typed.len; i++) {
        const struct review_person *person = &review->people.at[i];
        struct span role = span_of(person->role ? person->role : "");
        if (span_equal_nocase(span_sub(role, 0, typed.len), typed)) return person->role;
        for (size_t j = 0; j < person->handles.count; j++)
            if (span_equal_nocase(span_of(person->handles.at[j]), typed)) return person->role;
    }
    if (typed.len) return arena_copy(&noting->request->arena, typed);
    return web_field(noting->request, "role");
}

static enum status set(struct noting *noting, struct review_entry *entry, const char *field,
                       const char *value, struct error *error)
{
    if (!value || !*value) return STATUS_OK;
    return desk_set(&noting->desk, entry, field, span_of(value), error);
}

static enum status set_areas(struct noting *noting, struct review_entry *entry, struct error *error)
{
    enum status status = STATUS_OK;
    for (unsigned i = 1; i < REVIEW_AREA_COUNT && status == STATUS_OK; i++) {
        const char *add =
            arena_printf(&noting->request->arena, "+%s", vocabulary_word(&review_words_area, i));
        if (noting->line.areas >> i & 1) status = set(noting, entry, "areas", add, error);
    }
    return status;
}

static enum status put_new(struct noting *noting, enum review_kind kind, struct review_entry **ret,
                           struct error *error)
{
    struct review_entry *entry = review_entry_new(kind, &noting->request->arena);
    if (!entry) return arena_full(&noting->request->arena, error);
    entry->id = (struct review_id){kind, 0};
    noting->puts[noting->count++] = (struct desk_put){.id = entry->id, .entry = entry};
    *ret = entry;
    return STATUS_OK;
}

static enum status put_changed(struct noting *noting, const struct review_entry *old,
                               struct review_entry **ret, struct error *error)
{
    struct review_entry *entry = review_entry_copy(old, &noting->request->arena);
    if (!entry) return arena_full(&noting->request->arena, error);
    noting->puts[noting->count++] =
        (struct desk_put){.id = old->id, .entry = entry, .base = old->version};
    *ret = entry;
    return STATUS_OK;
}

static enum status set_details(struct noting *noting, struct review_entry *entry,
                               struct error *error)
{
    struct arena *arena = &noting->request->arena;
    struct span chosen, passed;
    enum status status = STATUS_OK;
    if (noting->line.kind == NOTE_TOOL) return set(noting, entry, "tool", noting->words, error);
    if (noting->line.kind == NOTE_QUOTE) {
        status = set(noting, entry, "quote", "yes", error);
        return status ? status : set(noting, entry, "consent", "asked", error);
    }
    if (noting->line.kind != NOTE_PREFERENCE ||
        !note_preference(span_of(noting->words), &chosen, &passed))
        return STATUS_OK;
    status = set(noting, entry, "chosen", arena_copy(arena, chosen), error);
    return status ? status : set(noting, entry, "passed_over", arena_copy(arena, passed), error);
}

static enum status make_statement(struct noting *noting, struct error *error)
{
    struct review_entry *entry = NULL;
    char id[16];
    enum status status = put_new(noting, REVIEW_KIND_STATEMENT, &entry, error);
    if (status) return status;
    ((struct review_statement *)entry)->code = note_code(noting->line.kind);
    status = set(noting, entry, "text", noting->words, error);
    if (status == STATUS_OK) status = set(noting, entry, "role", noting->role, error);
    if (status == STATUS_OK) status = set(noting, entry, "said", noting->said, error);
    if (status == STATUS_OK && noting->focus)
        status = set(noting, entry, "about", review_id_text(noting->focus->entry.id, id), error);
    if (status == STATUS_OK) status = set_areas(noting, entry, error);
    return status ? status : set_details(noting, entry, error);
}

static enum status make_idea(struct noting *noting, struct error *error)
{
    struct review_entry *entry = NULL;
    char id[16];
    enum status status = put_new(noting, REVIEW_KIND_ITEM, &entry, error);
    if (status == STATUS_OK) status = set(noting, entry, "text", noting->words, error);
    if (status == STATUS_OK) status = set(noting, entry, "state", "idea", error);
    if (status == STATUS_OK) status = set(noting, entry, "raised-by", noting->role, error);
    if (status == STATUS_OK && noting->focus)
        status = set(noting, entry, "serves", review_id_text(noting->focus->entry.id, id), error);
    return status ? status : set_areas(noting, entry, error);
}

static enum status make_hypothesis(struct noting *noting, struct error *error)
{
    struct review_entry *entry = NULL;
    enum status status = put_new(noting, REVIEW_KIND_HYPOTHESIS, &entry, error);
    if (status == STATUS_OK) status = set(noting, entry, "text", noting->words, error);
    if (status == STATUS_OK) status = set(noting, entry, "state", "raised", error);
    return status ? status : set(noting, entry, "role", noting->role, error);
}

/* Behind what a field says already, on a line of its own. */
static enum status add_line(struct noting *noting, struct review_entry *entry, const char *field,
                            const char *before, struct error *error)
{
    const char *all = before && *before
                          ? arena_printf(&noting->request->arena, "%s\n%s", before, noting->words)
                          : noting->words;
    return all ? set(noting, entry, field, all, error) : arena_full(&noting->request->arena, error);
}

static enum status make_option(struct noting *noting, struct error *error)
{
    struct review_entry *entry = NULL;
    enum status status;
    if (noting->focus && noting->focus->kind == REVIEW_EVENT_DECIDE) {
        status = put_changed(noting, &noting->focus->entry, &entry, error);
        if (status) return status;
        return add_line(noting, entry, "options", noting->focus->options, error);
    }
    status = put_new(noting, REVIEW_KIND_EVENT, &entry, error);
    if (status == STATUS_OK) status = set(noting, entry, "kind", "decide", error);
    if (status == STATUS_OK) status = set(noting, entry, "at", "?", error);
    if (status == STATUS_OK) status = set(noting, entry, "what", noting->words, error);
    return status ? status : set(noting, entry, "actor", noting->role, error);
}

static enum status note_area(struct noting *noting, unsigned area, struct error *error)
{
    const struct review *review = &noting->desk.review;
    const struct review_area *old = NULL;
    struct review_entry *entry = NULL;
    for (size_t i = 0; i < review->areas.count; i++)
        if (review->areas.at[i].area == area) old = &review->areas.at[i];
    enum status status = old ? put_changed(noting, &old->entry, &entry, error)
                             : put_new(noting, REVIEW_KIND_AREA, &entry, error);
    if (status) return status;
    ((struct review_area *)entry)->area = (uint8_t)area;
    noting->puts[noting->count - 1].id.number = area; /* A1 to A7 */
    if (!old || old->state <= REVIEW_COVER_OPEN || *noting->words)
        status = set(noting, entry, "state", "discussed", error);
    if (status || !*noting->words) return status;
    return add_line(noting, entry, "found", old ? old->found : NULL, error);
}

/* One's own last note that is not struck out yet. */
static enum status strike(struct noting *noting, struct error *error)
{
    const struct review *review = &noting->desk.review;
    const struct review_statement *last = NULL;
    struct review_entry *entry = NULL;
    for (size_t i = 0; i < review->statements.count; i++) {
        const struct review_statement *each = &review->statements.at[i];
        bool own = each->entry.author && !strcmp(each->entry.author, noting->desk.author.by);
        if (own && !each->withdrawn && !each->first &&
            (!last || each->entry.written >= last->entry.written))
            last = each;
    }
    if (!last) return error_set(error, STATUS_USAGE, "there is no note of yours to strike out");
    enum status status = put_changed(noting, &last->entry, &entry, error);
    return status ? status : set(noting, entry, "withdrawn", "yes", error);
}

static enum status make(struct noting *noting, struct error *error)
{
    enum status status = STATUS_OK;
    switch (noting->line.kind) {
    case NOTE_IDEA: return make_idea(noting, error);
    case NOTE_HYPOTHESIS: return make_hypothesis(noting, error);
    case NOTE_OPTION: return make_option(noting, error);
    case NOTE_STRIKE: return strike(noting, error);
    case NOTE_AREA:
        for (unsigned i = 1; i < REVIEW_AREA_COUNT && status == STATUS_OK; i++)
            if (noting->line.areas >> i & 1) status = note_area(noting, i, error);
        return status;
    default: return make_statement(noting, error);
    }
}

/* ---- saving ---- */

/* The same line at the same moment by the same hand is the same note: it was saved, and the answer
 * got lost together with the key's. */
static const struct review_entry *saved_before(const struct noting *noting)
{
    const struct review *review = &noting->desk.review;
    if (!web_field(noting->request, "said") || !note_code(noting->line.kind)) return NULL;
    for (size_t i = 0; i < review->statements.count; i++) {
        const struct review_statement *each = &review->statements.at[i];
        if (each->said.raw && !strcmp(each->said.raw, noting->said) && each->text &&
            !strcmp(each->text, noting->words) && each->entry.author &&
            !strcmp(each->entry.author, noting->desk.author.by))
            return &each->entry;
    }
    return NULL;
}

static enum status add_hint(void *context, const struct review_found *found, struct error *error)
{
    struct noting *noting = context;
    struct model *model = &noting->request->model;
    (void)error;
    if (found->finding->dismissed || !found->finding->first) return STATUS_OK;
    struct value *list = (struct value *)(uintptr_t)value_get(model->root, "hints");
    struct value *to = value_object(model, list ? list : value_list(model, NULL, "hints"), NULL);
    value_span(model, to, "words",
               span_sub(found->text->text, found->finding->from.byte,
                        found->finding->to.byte - found->finding->from.byte));
    value_text(model, to, "question", found->finding->question);
    return STATUS_OK;
}

/* Hints are for those who write and lead, and never hold a note up. */
static void add_hints(struct noting *noting, const struct review_entry *entry)
{
    enum { HINTED = 1u << REVIEW_PART_NOTE_TAKER | 1u << REVIEW_PART_FACILITATOR };
    size_t asked;
    (void)value_list(&noting->request->model, NULL, "hints");
    if (noting->request->parts & HINTED)
        (void)desk_guard(&noting->desk, entry, add_hint, noting, &asked, NULL);
}

static enum status save(struct noting *noting, struct error *error)
{
    const struct review_entry *entry = saved_before(noting);
    enum status status = STATUS_OK;
    if (!entry) {
        status = make(noting, error);
        if (status == STATUS_OK)
            status = desk_save(&noting->desk, noting->puts, noting->count, error);
        if (status) return status;
        entry = review_find(&noting->desk.review, noting->puts[0].id);
    }
    if (!entry) return STATUS_OK;
    talk_note(noting->request, &noting->desk, NULL, "note", entry);
    add_hints(noting, entry);
    return STATUS_OK;
}

static enum status read(struct noting *noting, struct error *error)
{
    struct web_request *request = noting->request;
    const char *line = web_field(request, "line"), *kind = web_field(request, "kind");
    const char *event = web_field(request, "event"), *said = web_field(request, "said");
    struct text now;
    struct review_id id;
    enum status status =
        note_line_read(span_of(line ? line : ""), span_of(kind ? kind : ""), &noting->line, error);
    if (status) return desk_is_wrong(status, error);
    text_init(&now, 0);
    instant_add_text(&now, request->now, NULL, INSTANT_FULL, 3);
    noting->said = said && *said ? said : arena_copy(&request->arena, text_span(&now));
    text_release(&now);
    noting->words = arena_copy(&request->arena, text_span(&noting->line.words));
    text_release(&noting->line.words);
    noting->role = role_of(noting, noting->line.role);
    if (!noting->said || !noting->words) return arena_full(&request->arena, error);
    if (event && *event && review_id_read(span_of(event), &id, NULL) == STATUS_OK &&
        id.kind == REVIEW_KIND_EVENT)
        noting->focus = (const struct review_event *)review_find(&noting->desk.review, id);
    return STATUS_OK;
}

enum status web_notes_add(struct web_request *request, struct error *error)
{
    struct noting noting = {.request = request};
    char id[16];
    enum status status = web_desk(request, true, &noting.desk, error);
    if (status) return status;
    status = read(&noting, error);
    if (status == STATUS_OK) status = save(&noting, error);
    uint64_t change = noting.desk.change;
    desk_close(&noting.desk);
    if (status) return status;
    const char *told = arena_printf(&request->arena, "%s noted",
                                    noting.count ? review_id_text(noting.puts[0].id, id) : "");
    const char *role = web_field(request, "role"), *event = web_field(request, "event");
    struct text href;
    text_init(&href, 4 << 10);
    text_addf(&href, "/PM%u/notes?at=%.16s&role=", request->review, event ? event : "");
    words_escape(span_sub(span_of(role ? role : ""), 0, 200), &href);
    text_adds(&href, "#line");
    status = text_status(&href, error);
    if (status == STATUS_OK) status = web_done(request, href.at, told, change, error);
    text_release(&href);
    return status;
}
