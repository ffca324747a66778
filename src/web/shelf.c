/* What pages across reviews share. Whatever they list, they list of readable reviews alone. */
#include "web/shelf.h"

#include "web/words.h"

const uint32_t shelf_open_states = 1u << REVIEW_ITEM_STATE_NONE | 1u << REVIEW_ITEM_STATE_IDEA |
                                   1u << REVIEW_ITEM_STATE_SHAPED |
                                   1u << REVIEW_ITEM_STATE_ACCEPTED |
                                   1u << REVIEW_ITEM_STATE_WAITING | 1u << REVIEW_ITEM_STATE_DONE;

enum status shelf_open(struct web_request *request, struct shelf *ret, struct error *error)
{
    struct shelf made = {.request = request};
    enum status status = web_readable(request, &made.reviews, &made.count, error);
    if (status == STATUS_OK)
        status = session_memberships(request, &made.members, &made.member_count, error);
    if (status == STATUS_OK) *ret = made;
    return status;
}

const struct store_review *shelf_review(const struct shelf *shelf, uint32_t number)
{
    for (size_t i = 0; i < shelf->count; i++)
        if (shelf->reviews[i].number == number) return &shelf->reviews[i];
    return NULL;
}

struct store_member shelf_member(const struct shelf *shelf, uint32_t review)
{
    for (size_t i = 0; i < shelf->member_count; i++)
        if (shelf->members[i].review == review) return shelf->members[i];
    return (struct store_member){.review = review};
}

bool shelf_sees(const struct shelf *shelf, const struct store_review *review,
                const struct review *whole, const struct review_entry *entry)
{
    struct store_member member = shelf_member(shelf, review->number);
    struct web_request as = *shelf->request;
    as.review = review->number;
    as.entered = *review;
    as.parts = member.parts;
    as.person = member.person;
    return web_sees(&as, whole, entry);
}

/* ---- addresses and chips ---- */

const char *shelf_href(struct web_request *request, const char *name, const char *value)
{
    struct text href;
    char next = '?';
    text_init(&href, 4 * WEB_URL);
    text_adds(&href, request->path);
    for (size_t i = 0; i < request->query_count; i++) {
        const struct web_pair *pair = &request->query[i];
        if (span_is(pair->name, name) || span_is(pair->name, "after") || !pair->value.len) continue;
        text_addc(&href, next);
        words_escape(pair->name, &href);
        text_addc(&href, '=');
        words_escape(pair->value, &href);
        next = '&';
    }
    if (value && *value) {
        text_addf(&href, "%c%s=", next, name);
        words_escape(span_of(value), &href);
    }
    const char *ret =
        text_status(&href, NULL) ? NULL : arena_copy(&request->arena, text_span(&href));
    text_release(&href);
    return ret ? ret : request->path;
}

struct value *shelf_chips(struct web_request *request, struct value *groups, const char *name,
                          const char *title)
{
    struct value *group = value_object(&request->model, groups, NULL);
    value_text(&request->model, group, "name", name);
    value_text(&request->model, group, "title", title);
    return value_list(&request->model, group, "chips");
}

void shelf_chip(struct web_request *request, struct value *group, const char *name,
                const char *value)
{
    struct model *model = &request->model;
    const char *now = web_query(request, name);
    bool on = now && strcmp(now, value) == 0;
    struct value *chip = value_object(model, group, NULL);
    value_text(model, chip, "words", value);
    value_flag(model, chip, "on", on);
    value_text(model, chip, "href", shelf_href(request, name, on ? NULL : value));
}

void shelf_vocabulary(struct web_request *request, struct value *groups, const char *name,
                      const struct vocabulary *words)
{
    struct value *group = shelf_chips(request, groups, name, name);
    for (unsigned i = 1; i < words->count; i++)
        shelf_chip(request, group, name, words->words[i].word);
}

bool shelf_fits(const struct web_request *request, const char *name, const char *value)
{
    const char *wanted = web_query(request, name);
    return !wanted || !*wanted || span_equal_nocase(span_of(wanted), span_of(value ? value : ""));
}

/* ---- rows ---- */

void shelf_day(struct web_request *request, struct value *in, const char *key, int32_t day)
{
    struct text words;
    if (day == REVIEW_NO_DAY) return;
    text_init(&words, 64);
    instant_add_text(&words, day * NS_PER_DAY, NULL, INSTANT_DATE, 0);
    value_span(&request->model, in, key, text_span(&words));
    text_release(&words);
}

struct value *shelf_put(struct web_request *request, struct value *list,
                        const struct store_review *review)
{
    struct model *model = &request->model;
    struct value *row = value_object(model, list, NULL);
    value_textf(model, row, "id", "PM%u", review->number);
    value_textf(model, row, "href", "/PM%u", review->number);
    value_text(model, row, "line", *review->title ? review->title : "(no title yet)");
    value_text(model, row, "severity", review->severity);
    value_text(model, row, "stage", vocabulary_word(&review_words_stage, review->stage));
    value_text(model, row, "status", vocabulary_word(&review_words_status, review->status));
    value_text(model, row, "circle", vocabulary_word(&review_words_circle, review->circle));
    shelf_day(request, row, "day", review->day);
    web_when(request, row, "changed", review->changed);
    return row;
}

enum status shelf_items(const struct shelf *shelf, uint32_t states, struct review_open_item **ret,
                        size_t *ret_count, struct error *error)
{
    struct web_request *request = shelf->request;
    struct review_open_item *all;
    size_t count = 0, kept = 0;
    enum status status = store_items(request->store, states, &request->arena, &all, &count, error);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        if (shelf_review(shelf, all[i].review)) all[kept++] = all[i];
    if (status == STATUS_OK)
        status = review_items_by_age(all, kept, instant_day(request->now), error);
    if (status) return status;
    *ret = all;
    *ret_count = kept;
    return STATUS_OK;
}

void shelf_put_item(const struct shelf *shelf, struct value *list,
                    const struct review_open_item *open)
{
    struct web_request *request = shelf->request;
    struct model *model = &request->model;
    const struct review_item *item = open->item;
    const struct store_review *review = shelf_review(shelf, open->review);
    struct value *row = value_object(model, list, NULL);
    char name[16];
    value_textf(model, row, "of", "PM%u", open->review);
    value_text(model, row, "of_title", review ? review->title : "");
    value_text(model, row, "id", review_id_text(item->entry.id, name));
    value_text(model, row, "href", web_entry_href(request, open->review, item->entry.id));
    value_text(model, row, "line", review_entry_line(&item->entry));
    value_text(model, row, "state", vocabulary_word(&review_words_item_state, item->state));
    value_text(model, row, "type", vocabulary_word(&review_words_type_of_item, item->type));
    value_text(model, row, "strength", vocabulary_word(&review_words_strength, item->strength));
    value_text(model, row, "team", item->team);
    shelf_day(request, row, "due", item->due);
    shelf_day(request, row, "until", item->until);
    value_count(model, row, "age_days", open->age_days);
    if (open->overdue_days > 0) value_count(model, row, "overdue_days", open->overdue_days);
    value_flag(model, row, "parked", item->parked);
}
