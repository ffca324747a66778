/*
 * First accounts: what each saw, thought, assumed and looked at, written apart before the talk.
 * Memory bends towards what others say; so nobody sees another's until all that were asked for are
 * in or passed. Then they stand side by side, as an agenda: where two tell of the same thing, and
 * what one alone tells of.
 */
#include "web/pages.h"
#include "web/talk.h"

#include <stdlib.h>

struct row {
    const struct review_statement *statement;
    size_t place; /* of the event among the moments; SIZE_MAX: none */
};

/* The event that it names, else the last that began by the time it speaks of. */
static size_t place_of(const struct review *review, const struct review_settled *settled,
                       const struct review_statement *statement)
{
    size_t found = SIZE_MAX;
    struct interval of = review_settled_time(review, settled, &statement->of);
    for (size_t i = 0; i < settled->count; i++) {
        const struct review_moment *moment = &settled->moments[i];
        if (talk_holds(&statement->about, moment->event->entry.id)) return i;
        if (of.latest != INSTANT_NONE && moment->start.earliest != INSTANT_NONE &&
            moment->start.earliest <= of.latest)
            found = i;
    }
    return found;
}

static int compare_rows(const void *a, const void *b)
{
    const struct row *x = a, *y = b;
    if (x->place != y->place) return x->place < y->place ? -1 : 1;
    uint32_t m = x->statement->person.number, n = y->statement->person.number;
    if (m != n) return m < n ? -1 : 1;
    return x->statement->entry.id.number < y->statement->entry.id.number ? -1 : 1;
}

/* All of one place: with whom it comes from, and whether more than one tells of it. */
static size_t add_group(struct web_request *request, const struct desk *desk,
                        const struct review_settled *settled, struct value *list,
                        const struct row *rows, size_t count)
{
    struct model *model = &request->model;
    struct value *to = value_object(model, list, NULL);
    struct value *within = value_list(model, to, "statements");
    size_t i = 0;
    bool several = false;
    struct text claims;
    char id[16];
    text_init(&claims, 64 << 10);
    if (rows[0].place != SIZE_MAX) {
        const struct review_moment *moment = &settled->moments[rows[0].place];
        struct value *event = value_object(model, to, "event");
        value_text(model, event, "id", review_id_text(moment->event->entry.id, id));
        value_text(model, event, "href",
                   web_entry_href(request, request->review, moment->event->entry.id));
        value_text(model, event, "line", review_entry_line(&moment->event->entry));
        talk_time(request, desk, event, "time", moment->start);
    }
    for (; i < count && rows[i].place == rows[0].place; i++) {
        talk_statement(request, desk, within, rows[i].statement);
        several = several || rows[i].statement->person.number != rows[0].statement->person.number;
        text_addf(&claims, "%s%s", i ? ", " : "", review_id_text(rows[i].statement->entry.id, id));
    }
    value_flag(model, to, "several", several);
    value_span(model, to, "ids", text_span(&claims));
    text_release(&claims);
    return i;
}

static enum status add_side_by_side(struct web_request *request, const struct desk *desk,
                                    const struct review_settled *settled, struct error *error)
{
    const struct review *review = &desk->review;
    struct row *rows = arena_array(&request->arena, review->statements.count + 1, sizeof *rows);
    struct value *list = value_list(&request->model, NULL, "side_by_side");
    size_t count = 0;
    if (!rows) return arena_full(&request->arena, error);
    for (size_t i = 0; i < review->statements.count; i++) {
        const struct review_statement *each = &review->statements.at[i];
        if (each->first && !each->withdrawn && web_sees(request, review, &each->entry))
            rows[count++] = (struct row){each, place_of(review, settled, each)};
    }
    if (count) qsort(rows, count, sizeof *rows, compare_rows);
    for (size_t i = 0; i < count;)
        i += add_group(request, desk, settled, list, &rows[i], count - i);
    return STATUS_OK;
}

static void add_own(struct web_request *request, const struct desk *desk,
                    const struct review_settled *settled)
{
    struct model *model = &request->model;
    const struct review *review = &desk->review;
    struct review_id id = {REVIEW_KIND_PERSON, request->person};
    const struct review_person *person =
        request->person ? (const struct review_person *)review_find(review, id) : NULL;
    struct value *own = value_list(model, NULL, "own"), *events = value_list(model, NULL, "events");
    char name[16];
    if (person) {
        struct value *to = value_object(model, NULL, "person");
        value_text(model, to, "id", review_id_text(id, name));
        value_text(model, to, "role", person->role);
        value_flag(model, to, "asked", person->account == REVIEW_ACCOUNT_ASKED);
        value_flag(model, to, "given", person->account == REVIEW_ACCOUNT_GIVEN);
        value_flag(model, to, "passed", person->account == REVIEW_ACCOUNT_PASSED);
    }
    for (size_t i = 0; i < review->statements.count && person; i++) {
        const struct review_statement *each = &review->statements.at[i];
        if (each->first && !each->withdrawn && review_id_equal(each->person, id))
            talk_statement(request, desk, own, each);
    }
    for (size_t i = 0; i < settled->count; i++) {
        struct value *to = value_object(model, events, NULL);
        const struct review_event *event = settled->moments[i].event;
        value_text(model, to, "id", review_id_text(event->entry.id, name));
        value_text(model, to, "line", review_entry_line(&event->entry));
        talk_time(request, desk, to, "time", settled->moments[i].start);
    }
}

/* Whoever leads sees how many are waited for, and from which roles one was asked; not who is done:
 * that would tell who is late. */
static void add_asking(struct web_request *request, const struct review *review)
{
    struct model *model = &request->model;
    size_t waiting = 0, asked = 0;
    bool apart = review_accounts_apart(review, &waiting);
    for (size_t i = 0; i < review->people.count; i++) asked += review->people.at[i].account != 0;
    value_flag(model, NULL, "apart", apart);
    value_flag(model, NULL, "any_asked", asked > 0);
    if (!web_leads(request)) return;
    value_count(model, NULL, "waiting", (int64_t)waiting);
    value_count(model, NULL, "asked_for", (int64_t)asked);
    struct value *list = value_list(model, NULL, "may_ask");
    char id[16];
    for (size_t i = 0; i < review->people.count; i++) {
        const struct review_person *person = &review->people.at[i];
        if (!person->role || person->account) continue;
        struct value *to = value_object(model, list, NULL);
        value_text(model, to, "id", review_id_text(person->entry.id, id));
        value_text(model, to, "role", person->role);
        value_flag(model, to, "likely",
                   person->involved || person->parts >> REVIEW_PART_PARTICIPANT & 1);
    }
}

enum status web_first_accounts(struct web_request *request, struct error *error)
{
    struct desk desk = {0};
    struct review_settled settled;
    web_title(request, "First accounts");
    enum status status = web_desk(request, false, &desk, error);
    if (status) return status;
    status = desk_settle(&desk, &settled, NULL, error);
    if (status == STATUS_OK) {
        size_t waiting;
        add_own(request, &desk, &settled);
        add_asking(request, &desk.review);
        if (!review_accounts_apart(&desk.review, &waiting))
            status = add_side_by_side(request, &desk, &settled, error);
    }
    desk_close(&desk);
    return status;
}
