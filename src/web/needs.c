/* What needs whoever is here, now: what their reviews miss at their stage, a first account that was
 * asked for, open questions, and items that are due. */
#include "web/shelf.h"

#include <stdio.h>

enum {
    REVIEWS = 30, /* that are looked into, last changed first */
    OF_ONE = 3,   /* of what one review misses */
    SOON = 14,    /* days */
};

struct looking {
    const struct shelf *shelf;
    struct value *list;
    const struct store_review *review;
    const struct review *record;
    struct store_member member;
    const char *role; /* of the account in this review, or "" */
};

static struct value *add(struct looking *l, const char *sort, const char *text, const char *act,
                         const char *href)
{
    struct model *model = &l->shelf->request->model;
    struct value *row = value_object(model, l->list, NULL);
    value_textf(model, row, "of", "PM%u", l->review->number);
    value_text(model, row, "of_title", l->review->title);
    value_text(model, row, "sort", sort);
    value_text(model, row, "text", text);
    value_text(model, row, "act", act);
    value_textf(model, row, "href", "/PM%u%s", l->review->number, href);
    return row;
}

/* Where each stage is worked at. */
static const char *place_of(unsigned stage)
{
    switch (stage) {
    case REVIEW_STAGE_COLLECT: return "/evidence";
    case REVIEW_STAGE_TIMELINE: return "/timeline";
    case REVIEW_STAGE_DISCUSS: return "/discussion";
    case REVIEW_STAGE_CAUSES: return "/causes";
    case REVIEW_STAGE_REMEDIATE:
    case REVIEW_STAGE_FOLLOW_UP: return "/plan";
    case REVIEW_STAGE_PUBLISH: return "/report";
    default: return "";
    }
}

static enum status add_missing(struct looking *l, struct desk *desk, struct error *error)
{
    struct review_settled settled;
    struct review_bounds bounds;
    struct review_need *needs = NULL;
    size_t count = 0, told = 0;
    enum status status = desk_settle(desk, &settled, &bounds, error);
    if (status == STATUS_OK)
        status =
            review_ready(&desk->review, &settled, &bounds, 0, desk->arena, &needs, &count, error);
    for (size_t i = 0; i < count && status == STATUS_OK && told < OF_ONE; i++) {
        if (needs[i].advice) continue;
        bool people = strcmp(needs[i].rule, "facilitator") == 0 ||
                      strcmp(needs[i].rule, "owner") == 0 ||
                      strcmp(needs[i].rule, "note-taker") == 0;
        struct value *row = add(l, "missing", needs[i].text, people ? "Name one" : "Go there",
                                people ? "/people" : place_of(needs[i].stage));
        value_text(&l->shelf->request->model, row, "why", needs[i].why);
        told++;
    }
    return status;
}

/* Is that line this account, by name, by sign-in name, or by its role in the review? */
static bool is_me(const struct looking *l, const char *line)
{
    const struct web_me *me = &l->shelf->request->me;
    struct span given = span_trim(span_of(line ? line : ""));
    if (!given.len) return false;
    return span_equal_nocase(given, span_of(me->login ? me->login : "")) ||
           span_equal_nocase(given, span_of(me->name ? me->name : "")) ||
           span_equal_nocase(given, span_of(l->role));
}

static void add_account(struct looking *l)
{
    for (size_t i = 0; i < l->record->people.count; i++) {
        const struct review_person *person = &l->record->people.at[i];
        if (person->entry.id.number != l->member.person) continue;
        if (person->account == REVIEW_ACCOUNT_ASKED)
            add(l, "account", "your first account is asked for, before the talk", "Write it",
                "/account");
    }
}

static void add_questions(struct looking *l)
{
    for (size_t i = 0; i < l->record->statements.count; i++) {
        const struct review_statement *said = &l->record->statements.at[i];
        bool waits = said->code == REVIEW_CODE_OPEN && !(said->answer && *said->answer) &&
                     !said->withdrawn && is_me(l, said->asked_of);
        char way[24], id[16];
        if (!waits || !web_sees(l->shelf->request, l->record, &said->entry)) continue;
        (void)snprintf(way, sizeof way, "/%s", review_id_text(said->entry.id, id));
        add(l, "question", review_entry_line(&said->entry), "Answer", way);
    }
}

static void add_items(struct looking *l)
{
    struct model *model = &l->shelf->request->model;
    int32_t today = instant_day(l->shelf->request->now);
    for (size_t i = 0; i < l->record->items.count; i++) {
        const struct review_item *item = &l->record->items.at[i];
        char way[24], id[16];
        if (!(shelf_open_states & 1u << item->state) || item->due == REVIEW_NO_DAY ||
            item->due > today + SOON || !is_me(l, item->owner))
            continue;
        (void)snprintf(way, sizeof way, "/%s", review_id_text(item->entry.id, id));
        struct value *row = add(l, "item", review_entry_line(&item->entry), "Look at it", way);
        shelf_day(l->shelf->request, row, "due", item->due);
        value_flag(model, row, "overdue", item->due < today);
    }
}

static enum status look(struct looking *l, struct desk *desk, struct error *error)
{
    struct web_request *request = l->shelf->request;
    enum status status = desk_load(desk, l->review->number, error);
    if (status) return status;
    l->record = &desk->review;
    l->role = "";
    for (size_t i = 0; i < desk->review.people.count; i++) {
        const struct review_person *person = &desk->review.people.at[i];
        if (person->entry.id.number == l->member.person && person->role) l->role = person->role;
    }
    /* What this review shows, it shows to what the account is in it. */
    request->parts = l->member.parts;
    request->person = l->member.person;
    add_account(l);
    add_questions(l);
    add_items(l);
    if (web_may_lead(&request->me, l->review->circle, l->member.parts))
        status = add_missing(l, desk, error);
    request->parts = 0;
    request->person = 0;
    return status;
}

enum status needs_fill(const struct shelf *shelf, struct error *error)
{
    struct web_request *request = shelf->request;
    struct looking looking = {.shelf = shelf, .list = value_list(&request->model, NULL, "needs")};
    struct desk desk;
    size_t looked = 0;
    enum status status = web_desk(request, false, &desk, error);
    if (status) return status;
    for (size_t i = 0; i < shelf->count && looked < REVIEWS && status == STATUS_OK; i++) {
        const struct store_review *review = &shelf->reviews[i];
        looking.review = review;
        looking.member = shelf_member(shelf, review->number);
        if (!looking.member.parts || review->status == REVIEW_STATUS_CLOSED ||
            review->status == REVIEW_STATUS_HANDED_OVER)
            continue;
        looked++;
        status = look(&looking, &desk, error);
    }
    desk_close(&desk);
    return status;
}
