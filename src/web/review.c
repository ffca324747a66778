/* A review and its entries, as every page needs them. */
#include "web/server.h"

enum status web_desk(struct web_request *request, bool for_changes, struct desk *ret,
                     struct error *error)
{
    const char *why = web_field(request, "why");
    const char *by = request->me.login ? request->me.login : "";
    struct store_author author = {.by = by, .why = why ? why : "", .at = request->now};
    enum status status = desk_open_on(request->store, request->server->settings.folder,
                                      &request->arena, &author, for_changes, ret, error);
    if (status == STATUS_OK && request->review) {
        status = desk_load(ret, request->review, error);
        if (status) desk_close(ret);
    }
    return status;
}

const char *web_entry_href(struct web_request *request, uint32_t review, struct review_id id)
{
    char name[16];
    const char *href = arena_printf(&request->arena, "/PM%u/%s", review, review_id_text(id, name));
    return href ? href : "/";
}

const char *web_called(struct review_id id, char to[WEB_CALLED])
{
    return id.kind == REVIEW_KIND_REVIEW && id.number == 0 ? "the review itself"
                                                           : review_id_text(id, to);
}

bool web_sees(const struct web_request *request, const struct review *review,
              const struct review_entry *entry)
{
    size_t waiting;
    if (entry->id.kind != REVIEW_KIND_STATEMENT) return true;
    const struct review_statement *statement = (const struct review_statement *)entry;
    if (!statement->first || !review_accounts_apart(review, &waiting)) return true;
    bool wrote = entry->author && request->me.login && !strcmp(entry->author, request->me.login);
    return wrote || (request->person && statement->person.number == request->person);
}

bool web_parts_see_names(uint32_t parts)
{
    return parts & ~(1u << REVIEW_PART_READER);
}

bool web_sees_names(const struct web_request *request)
{
    return web_parts_see_names(request->parts);
}

const struct review_entry *web_shown(struct web_request *request, const struct review_entry *entry)
{
    const struct review_kind_spec *spec = &review_kinds[entry->id.kind];
    struct review_entry *copy = NULL;
    if (web_sees_names(request)) return entry;
    for (size_t i = 0; i < spec->count; i++) {
        if (!(spec->fields[i].flags & REVIEW_NAMES)) continue;
        if (!copy) copy = review_entry_copy(entry, &request->arena);
        if (!copy || review_set(copy, &spec->fields[i], SPAN(""), NULL, &request->arena, NULL))
            return NULL;
    }
    return copy ? copy : entry;
}

struct value *web_entry(struct web_request *request, struct value *in, const char *key,
                        const struct review_entry *entry)
{
    struct model *model = &request->model;
    struct value *to = value_object(model, in, key);
    struct text body;
    char name[16];
    entry = web_shown(request, entry);
    if (!entry) {
        model->failed = true;
        return to;
    }
    value_text(model, to, "id", review_id_text(entry->id, name));
    value_text(model, to, "kind", review_kinds[entry->id.kind].name);
    value_count(model, to, "version", entry->version);
    value_text(model, to, "line", review_entry_line(entry));
    value_text(model, to, "href", web_entry_href(request, request->review, entry->id));
    text_init(&body, 0);
    review_body_write(entry, &body);
    if (text_status(&body, NULL) || value_json(model, to, "body", text_span(&body), NULL))
        model->failed = true;
    text_release(&body);
    return to;
}

enum status web_readable(struct web_request *request, struct store_review **ret, size_t *ret_count,
                         struct error *error)
{
    struct store_review *all;
    struct store_member *members = NULL;
    size_t count = 0, member_count = 0, kept = 0;
    enum status status = store_reviews(request->store, &request->arena, &all, &count, error);
    if (status == STATUS_OK) status = session_memberships(request, &members, &member_count, error);
    if (status) return status;
    for (size_t i = 0; i < count; i++) {
        uint32_t parts = 0;
        for (size_t j = 0; j < member_count; j++)
            if (members[j].review == all[i].number) parts = members[j].parts;
        if (web_may_read(&request->me, all[i].circle, parts)) all[kept++] = all[i];
    }
    *ret = all;
    *ret_count = kept;
    return STATUS_OK;
}
