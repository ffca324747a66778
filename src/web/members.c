/* Who takes part in a review: accounts with their parts, and the people of the record, by role. */
#include "web/pages.h"
#include "web/session.h"

static void put_parts(struct web_request *request, struct value *to, uint32_t parts)
{
    struct model *model = &request->model;
    struct value *list = value_list(model, to, "parts");
    for (unsigned part = 1; part < REVIEW_PART_COUNT; part++) {
        struct value *one = value_object(model, list, NULL);
        value_text(model, one, "word", vocabulary_word(&review_words_part, (uint8_t)part));
        value_text(model, one, "meaning", vocabulary_meaning(&review_words_part, (uint8_t)part));
        value_flag(model, one, "has", parts & 1u << part);
    }
}

static enum status put_members(struct web_request *request, struct error *error)
{
    struct model *model = &request->model;
    struct store_member *members;
    struct store_account account;
    size_t count = 0;
    enum status status = store_members(request->store, request->review, 0, STORE_PAGE_MAX,
                                       &request->arena, &members, &count, error);
    struct value *list = value_list(model, NULL, "members");
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        status =
            store_account_get(request->store, members[i].account, &request->arena, &account, error);
        if (status) break;
        struct value *to = value_object(model, list, NULL);
        value_count(model, to, "account", members[i].account);
        value_text(model, to, "login", account.login);
        value_text(model, to, "name", account.name);
        value_flag(model, to, "closed", account.closed);
        if (members[i].person) value_textf(model, to, "person", "P%u", members[i].person);
        put_parts(request, to, members[i].parts);
    }
    return status;
}

/* Names to choose from, for those who lead. */
static enum status put_others(struct web_request *request, struct error *error)
{
    struct model *model = &request->model;
    struct store_account *accounts;
    size_t count = 0;
    enum status status = store_accounts(request->store, 0, STORE_PAGE_MAX, &request->arena,
                                        &accounts, &count, error);
    struct value *list = value_list(model, NULL, "accounts");
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        if (accounts[i].closed) continue;
        struct value *to = value_object(model, list, NULL);
        value_text(model, to, "login", accounts[i].login);
        value_text(model, to, "name", accounts[i].name);
    }
    put_parts(request, NULL, 0);
    return status;
}

/* Whether somebody other than this account leads the review. */
static enum status others_lead(struct web_request *request, uint32_t review, uint32_t account,
                               bool *ret, struct error *error)
{
    struct store_member *members;
    size_t count = 0;
    enum status status = store_members(request->store, review, 0, STORE_PAGE_MAX, &request->arena,
                                       &members, &count, error);
    *ret = false;
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        *ret = *ret || (members[i].account != account && members[i].parts & WEB_LEADING);
    return status;
}

enum status web_people(struct web_request *request, struct error *error)
{
    struct model *model = &request->model;
    struct desk desk;
    enum status status = web_desk(request, false, &desk, error);
    if (status) return status;
    bool inside = web_takes_part(request);
    web_title(request, "People");
    struct value *list = value_list(model, NULL, "people");
    for (size_t i = 0; i < desk.review.people.count; i++) {
        const struct review_person *person = &desk.review.people.at[i];
        char id[16];
        struct value *to = value_object(model, list, NULL);
        value_text(model, to, "id", review_id_text(person->entry.id, id));
        value_text(model, to, "href", web_entry_href(request, request->review, person->entry.id));
        value_text(model, to, "role", person->role);
        value_text(model, to, "team", person->team);
        if (inside) value_text(model, to, "name", person->name);
        put_parts(request, to, person->parts);
    }
    desk_close(&desk);
    bool leads = web_leads(request);
    bool led = true;
    status = put_members(request, error);
    if (status == STATUS_OK) status = others_lead(request, request->review, 0, &led, error);
    if (!led) value_flag(model, NULL, "unled", request->me.of_team && !request->me.reads_only);
    if (status == STATUS_OK && leads) status = put_others(request, error);
    return status;
}

/* A form gives each part that is ticked as a field of its own; JSON a list of words. */
static enum status read_parts(const struct web_request *request, uint32_t *ret, struct error *error)
{
    uint32_t parts = 0;
    const struct value *list = request->json ? value_get(request->json, "part") : NULL;
    for (const struct value *v = list ? list->first : NULL; v; v = v->next) {
        uint8_t word;
        if (vocabulary_read(&review_words_part, v->text, &word, error)) return error->status;
        parts |= 1u << word;
    }
    for (size_t i = 0; i < request->form_count; i++) {
        uint8_t word;
        if (!span_is(request->form[i].name, "part")) continue;
        enum status status =
            vocabulary_read(&review_words_part, request->form[i].value, &word, error);
        if (status) return status;
        parts |= 1u << word;
    }
    *ret = parts;
    return STATUS_OK;
}

/* Somebody who leads stays: a review that nobody may lead is closed to all for good. */
static enum status check_leads(struct web_request *request, const struct store_member *set,
                               struct error *error)
{
    bool led = false;
    if (set->parts & WEB_LEADING) return STATUS_OK;
    enum status status = others_lead(request, set->review, set->account, &led, error);
    if (status || led) return status;
    return error_set(error, STATUS_USAGE,
                     "somebody leads a review: name another owner or facilitator first");
}

/* A review that nobody leads, as one that was made by the command line, takes its first owner. */
static enum status lead_first(struct web_request *request, uint32_t review, uint32_t account,
                              struct error *error)
{
    struct store_actor actor = session_actor(request);
    struct store_member member = {.review = review};
    bool led = false;
    enum status status = store_begin(request->store, error);
    if (status) return status;
    status = others_lead(request, review, 0, &led, error);
    if (status == STATUS_OK && led)
        status = error_set(error, STATUS_NOT_ALLOWED, "somebody leads this review; ask them");
    if (status == STATUS_OK)
        status = store_member_get(request->store, review, account, &member, error);
    member.review = review;
    member.account = account;
    member.parts |= 1u << REVIEW_PART_OWNER;
    if (status == STATUS_OK) status = store_member_set(request->store, &actor, &member, error);
    if (status == STATUS_OK) return store_commit(request->store, error);
    store_rollback(request->store);
    return status;
}

enum status web_people_lead(struct web_request *request, struct error *error)
{
    if (!request->me.of_team) return web_nothing_there(request, error);
    enum status status = lead_first(request, request->review, (uint32_t)request->me.account, error);
    const char *href = arena_printf(&request->arena, "/PM%u/people", request->review);
    return status ? status
                  : web_done(request, href ? href : "/", "You own this review now", 0, error);
}

/* For one that is closed to those who look after the workspace, too: they name who leads it. */
enum status web_accounts_lead(struct web_request *request, struct error *error)
{
    const char *login = web_field(request, "login"), *which = web_field(request, "review");
    struct store_account account;
    struct review_id id;
    enum status status = review_id_read(span_of(which ? which : ""), &id, error);
    if (status == STATUS_OK)
        status = store_account_named(request->store, span_of(login ? login : ""), &request->arena,
                                     &account, error);
    if (status == STATUS_OK) status = lead_first(request, id.number, account.id, error);
    return status ? status : web_done(request, "/accounts", "The review has an owner", 0, error);
}

static enum status read_person(const struct web_request *request, uint32_t *ret,
                               struct error *error)
{
    const char *person = web_field(request, "person");
    struct review_id id;
    if (!person || !*person) return STATUS_OK;
    enum status status = review_id_read(span_of(person), &id, error);
    if (status == STATUS_OK && id.kind != REVIEW_KIND_PERSON)
        status = error_set(error, STATUS_USAGE, "%s is no person of this review", person);
    if (status == STATUS_OK) *ret = id.number;
    return status;
}

enum status web_people_set(struct web_request *request, struct error *error)
{
    const char *login = web_field(request, "login");
    struct store_actor actor = session_actor(request);
    struct store_account account;
    struct store_member member = {.review = request->review};
    enum status status = store_account_named(request->store, span_of(login ? login : ""),
                                             &request->arena, &account, error);
    if (status) return status;
    member.account = account.id;
    status = read_parts(request, &member.parts, error);
    if (status == STATUS_OK) status = read_person(request, &member.person, error);
    if (status == STATUS_OK) status = store_begin(request->store, error);
    if (status) return status;
    status = check_leads(request, &member, error);
    if (status == STATUS_OK) status = store_member_set(request->store, &actor, &member, error);
    if (status == STATUS_OK)
        status = store_commit(request->store, error);
    else
        store_rollback(request->store);
    const char *href = arena_printf(&request->arena, "/PM%u/people", request->review);
    return status ? status
                  : web_done(request, href ? href : "/", "The parts are changed", 0, error);
}
