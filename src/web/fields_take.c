/* What a form or a JSON body says of an entry's fields. */
#include "web/fields.h"

/* ---- reading ---- */

/* Line ends as browsers send them become '\n'. */
static char *plain(struct arena *arena, struct span typed)
{
    char *copy = arena_copy(arena, typed), *to = copy;
    for (const char *from = copy; from && *from; from++)
        if (!(from[0] == '\r' && from[1] == '\n')) *to++ = *from;
    if (to) *to = '\0';
    return copy;
}

/* Boxes that are ticked come as several pairs of one name, beside an empty one. */
static const char *joined(struct web_request *request, const char *name)
{
    const char *all = NULL;
    for (size_t i = 0; i < request->form_count; i++) {
        if (!span_is(request->form[i].name, name)) continue;
        struct span value = request->form[i].value;
        if (!all || !*all)
            all = plain(&request->arena, value);
        else if (value.len)
            all = arena_printf(&request->arena, "%s, %s", all, value.at);
        if (!all) request->model.failed = true;
        if (!all) return NULL;
    }
    return all;
}

static enum status take_json(struct web_request *request, const struct review_kind_spec *spec,
                             const struct value *member, struct fields_typed *ret,
                             struct error *error)
{
    struct text json;
    size_t i = 0;
    while (i < spec->count && strcmp(spec->fields[i].name, member->key) != 0) i++;
    if (i == spec->count || i >= FIELDS_MOST)
        return error_set(error, STATUS_BAD_INPUT, "a %s has no field \"%.60s\"", spec->name,
                         member->key);
    switch (member->type) {
    case VALUE_NULL:
    case VALUE_FALSE: ret->text[i] = ""; return STATUS_OK;
    case VALUE_TRUE: ret->text[i] = "yes"; return STATUS_OK;
    case VALUE_NUMBER:
    case VALUE_STRING:
    case VALUE_MARKUP:
        ret->text[i] = plain(&request->arena, member->text);
        return ret->text[i] ? STATUS_OK : arena_full(&request->arena, error);
    case VALUE_LIST:
    case VALUE_OBJECT: break;
    }
    /* A time is what was written: its bounds follow from that. */
    if (spec->fields[i].type == REVIEW_TYPE_TIME && member->type == VALUE_OBJECT) {
        ret->text[i] = plain(&request->arena, span_of(value_str(member, "raw")));
        return ret->text[i] ? STATUS_OK : arena_full(&request->arena, error);
    }
    text_init(&json, 0);
    text_addf(&json, "{\"%s\":", member->key);
    value_write(member, &json);
    text_addc(&json, '}');
    enum status status = text_status(&json, error);
    if (status == STATUS_OK) ret->json[i] = arena_copy(&request->arena, text_span(&json));
    text_release(&json);
    return status || ret->json[i] ? status : arena_full(&request->arena, error);
}

enum status fields_read(struct web_request *request, enum review_kind kind,
                        struct fields_typed *ret, struct error *error)
{
    const struct review_kind_spec *spec = &review_kinds[kind];
    enum status status = STATUS_OK;
    *ret = (struct fields_typed){0};
    if (request->json) {
        const struct value *fields = value_get(request->json, "fields");
        if (!fields) fields = value_get(request->json, "body");
        if (!fields || fields->type != VALUE_OBJECT)
            return error_set(error, STATUS_BAD_INPUT,
                             "the fields are wanted as an object: {\"fields\": {\"%s\": \"...\"}}",
                             spec->fields[0].name);
        for (const struct value *m = fields->first; m && status == STATUS_OK; m = m->next)
            status = take_json(request, spec, m, ret, error);
        return status;
    }
    for (size_t i = 0; i < spec->count && i < FIELDS_MOST; i++) {
        char name[48] = "f.";
        memcpy(name + 2, spec->fields[i].name, strlen(spec->fields[i].name) + 1);
        ret->text[i] = joined(request, name);
    }
    return model_status(&request->model, error);
}

/* ---- giving them to the entry ---- */

/* Places are typed by the names of sources: those alone that this review may see. */
static enum status know_sources(struct web_request *request, struct desk *desk, struct error *error)
{
    struct store_source *all;
    size_t count = 0, kept = 0;
    if (desk->sources) return STATUS_OK;
    enum status status = store_sources(request->store, &request->arena, &all, &count, error);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        struct store_claim *claims;
        size_t claim_count = 0;
        status = store_claims(request->store, &all[i].facts.hash, 0, 0, STORE_PAGE_MAX,
                              &request->arena, &claims, &claim_count, error);
        bool mine = claim_count == 0;
        for (size_t j = 0; j < claim_count; j++) mine = mine || claims[j].review == request->review;
        if (mine) all[kept++] = all[i];
    }
    if (status) return status;
    desk->sources = all;
    desk->source_count = kept;
    return STATUS_OK;
}

/* A list or an object, as it is stored. */
static enum status set_stored(struct web_request *request, struct review_entry *entry,
                              const struct review_field *field, const char *json,
                              struct error *error)
{
    static const size_t sizes[] = {
#define X(type, c, words) sizeof(REVIEW_##type##_MEMBER),
        REVIEW_TYPES(X)
#undef X
    };
    struct review_entry *read;
    enum status status =
        review_body_read(entry->id.kind, span_of(json), &request->arena, &read, error);
    if (status) return status;
    memcpy((char *)entry + field->at, (const char *)read + field->at, sizes[field->type]);
    return STATUS_OK;
}

static void set_one(struct web_request *request, struct desk *desk, struct review_entry *entry,
                    size_t place, struct fields_typed *typed)
{
    const struct review_field *field = &review_kinds[entry->id.kind].fields[place];
    struct error why = ERROR_NONE;
    const char *text = typed->text[place], *json = typed->json[place];
    bool unchanged = text && strcmp(text, fields_text(request, entry, field)) == 0;
    if ((!text && !json) || unchanged) return;
    enum status status = STATUS_OK;
    if (field->flags & REVIEW_DERIVED)
        return; /* what the program sets comes back as it was given out: no reason to refuse */
    if (field->flags & REVIEW_NAMES && !web_sees_names(request)) return;
    if (text && field->type == REVIEW_TYPE_PLACES) status = know_sources(request, desk, &why);
    if (status == STATUS_OK && json)
        status = set_stored(request, entry, field, json, &why);
    else if (status == STATUS_OK)
        status = desk_set(desk, entry, field->name, span_of(text), &why);
    if (status == STATUS_OK) return;
    typed->wrong_count++;
    typed->wrong[place] = arena_printf(&request->arena, "%s", why.message);
    if (!typed->wrong[place]) typed->wrong[place] = "cannot be taken";
}

/* The review's day and zone are what its other times are read by. */
static enum status set_clock(struct web_request *request, struct desk *desk,
                             struct review_entry *entry, struct fields_typed *typed,
                             struct error *error)
{
    static const char *const names[] = {"day", "zone"};
    if (entry->id.kind != REVIEW_KIND_REVIEW) return STATUS_OK;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const struct review_field *field = review_field_find(REVIEW_KIND_REVIEW, span_of(names[i]));
        set_one(request, desk, entry, (size_t)(field - review_kinds[REVIEW_KIND_REVIEW].fields),
                typed);
    }
    struct error why = ERROR_NONE;
    const struct review_field *zone = review_field_find(REVIEW_KIND_REVIEW, SPAN("zone"));
    size_t place = (size_t)(zone - review_kinds[REVIEW_KIND_REVIEW].fields);
    enum status status = desk_typing(desk, (const struct review_review *)entry, &why);
    if (status == STATUS_USAGE || status == STATUS_NOT_FOUND) {
        typed->wrong_count += typed->wrong[place] == NULL;
        typed->wrong[place] = arena_printf(&request->arena, "%s", why.message);
        return typed->wrong[place] ? STATUS_OK : arena_full(&request->arena, error);
    }
    if (status && error) *error = why;
    return status;
}

enum status fields_set(struct web_request *request, struct desk *desk, struct review_entry *entry,
                       struct fields_typed *typed, struct error *error)
{
    const struct review_kind_spec *spec = &review_kinds[entry->id.kind];
    enum status status = set_clock(request, desk, entry, typed, error);
    for (size_t i = 0; i < spec->count && i < FIELDS_MOST && status == STATUS_OK; i++)
        if (!typed->wrong[i]) set_one(request, desk, entry, i, typed);
    return status ? status : model_status(&request->model, error);
}

enum status fields_wrong(const struct review_entry *entry, const struct fields_typed *typed,
                         struct error *error)
{
    for (size_t i = 0; i < review_kinds[entry->id.kind].count && i < FIELDS_MOST; i++)
        if (typed->wrong[i]) return error_set(error, STATUS_USAGE, "%s", typed->wrong[i]);
    return STATUS_OK;
}
