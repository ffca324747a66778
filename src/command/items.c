/* `items`: what is still to be done in all reviews. */
#include "command/desk.h"

static const uint32_t open_states = 1u << REVIEW_ITEM_STATE_IDEA | 1u << REVIEW_ITEM_STATE_SHAPED |
                                    1u << REVIEW_ITEM_STATE_ACCEPTED |
                                    1u << REVIEW_ITEM_STATE_WAITING | 1u << REVIEW_ITEM_STATE_DONE;

static void add_day(struct text *out, int32_t day)
{
    if (day != REVIEW_NO_DAY) instant_add_text(out, day * NS_PER_DAY, NULL, INSTANT_DATE, 0);
}

static void pad(struct text *out, size_t from, size_t width)
{
    while (out->len - from < width) text_addc(out, ' ');
    text_addc(out, ' ');
}

static void add_text(struct text *out, const struct review_open_item *open)
{
    char name[16];
    const struct review_item *item = open->item;
    size_t from = out->len;
    text_addf(out, "PM%u %s", open->review, review_id_text(item->entry.id, name));
    pad(out, from, 9);
    text_adds(out, vocabulary_word(&review_words_item_state, item->state));
    pad(out, from, 20);
    text_addf(out, "%lld d", (long long)open->age_days);
    pad(out, from, 27);
    if (item->due != REVIEW_NO_DAY) text_adds(out, "due ");
    add_day(out, item->due);
    if (open->overdue_days > 0) text_addf(out, ", %lld d over", (long long)open->overdue_days);
    pad(out, from, 52);
    text_add_visible(out, span_of(review_entry_line(&item->entry)));
    if (item->parked) text_adds(out, " (parked)");
    text_addc(out, '\n');
}

static void add_json(struct text *out, const struct review_open_item *open)
{
    char name[16];
    struct text text;
    struct json_writer json;
    text_init(&text, 0);
    json_begin(&json, out);
    json_object(&json);
    json_key(&json, "review");
    desk_json_review(open->review, &json);
    json_member_string(&json, "id", review_id_text(open->item->entry.id, name));
    json_member_uint(&json, "version", open->item->entry.version);
    json_key(&json, "raised");
    add_day(&text, open->raised);
    json_string(&json, text.len ? text.at : NULL);
    json_member_int(&json, "age_days", open->age_days);
    json_member_int(&json, "overdue_days", open->overdue_days);
    json_member_object(&json, "body");
    review_body_members(&open->item->entry, &json);
    json_object_end(&json);
    json_object_end(&json);
    text_addc(out, '\n');
    text_release(&text);
}

static void add_csv(struct text *out, const struct review_open_item *open)
{
    char name[16];
    const struct review_item *item = open->item;
    const char *const words[] = {
        item->team, vocabulary_word(&review_words_type_of_item, item->type),
        vocabulary_word(&review_words_strength, item->strength), item->tracker, item->text};
    text_addf(out, "PM%u,%s,%s,%lld,", open->review, review_id_text(item->entry.id, name),
              vocabulary_word(&review_words_item_state, item->state), (long long)open->age_days);
    add_day(out, item->due);
    text_addf(out, ",%lld", (long long)open->overdue_days);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        text_addc(out, ',');
        text_add_csv(out, span_of(words[i] ? words[i] : ""));
    }
    text_adds(out, "\r\n");
}

/* One calendar after another, a review each: RFC 5545 allows several in a stream. */
static enum status add_calendars(struct desk *desk, const struct review_open_item *items,
                                 size_t count, struct text *out, struct error *error)
{
    enum status status = STATUS_OK;
    struct store_review *reviews;
    size_t review_count = 0;
    status = store_reviews(desk->store, desk->arena, &reviews, &review_count, error);
    for (size_t r = review_count; r-- > 0 && status == STATUS_OK;) {
        bool has = false;
        for (size_t i = 0; i < count && !has; i++) has = items[i].review == reviews[r].number;
        if (!has) continue;
        status = desk_load(desk, reviews[r].number, error);
        if (status == STATUS_OK) status = exchange_calendar_write(&desk->review, out, error);
        if (status == STATUS_NOT_FOUND) status = STATUS_OK; /* a review without a date */
    }
    if (status == STATUS_OK && out->len == 0)
        status = error_set(error, STATUS_NOT_FOUND,
                           "there is no due date and no meeting to put into a calendar");
    return status;
}

static enum status print(struct desk *desk, const struct review_open_item *items, size_t count,
                         struct error *error)
{
    const struct call *call = desk_call(desk);
    struct text out;
    enum status status = STATUS_OK;
    text_init(&out, 0);
    if (call_has(call, "ics")) {
        status = add_calendars(desk, items, count, &out, error);
        count = 0;
    } else if (call_has(call, "csv")) {
        text_adds(&out, "review,id,state,age_days,due,overdue_days,team,type,strength,tracker,"
                        "text\r\n");
    }
    for (size_t i = 0; i < count; i++) {
        if (call_has(call, "csv"))
            add_csv(&out, &items[i]);
        else if (call_json(call))
            add_json(&out, &items[i]);
        else
            add_text(&out, &items[i]);
    }
    if (status == STATUS_OK) status = output_text(&desk_call(desk)->out, &out, error);
    text_release(&out);
    return status;
}

static enum status read_states(const struct call *call, uint32_t *ret, struct error *error)
{
    const char *words = call_value(call, "state");
    *ret = call_has(call, "all") ? 0 : open_states;
    if (!words) return STATUS_OK;
    struct span rest = span_of(words);
    *ret = 0;
    while (rest.len) {
        uint8_t state = 0;
        enum status status = vocabulary_read(&review_words_item_state,
                                             span_trim(span_cut(&rest, ',')), &state, error);
        if (status) return desk_is_wrong(status, error);
        *ret |= 1u << state;
    }
    return STATUS_OK;
}

static enum status look(struct desk *desk, struct error *error)
{
    const struct call *call = desk_call(desk);
    struct review_open_item *items = NULL;
    size_t count = 0, kept = 0;
    uint32_t states, number = 0;
    const char *review = call_value(call, "review");
    enum status status = read_states(call, &states, error);
    if (status == STATUS_OK && review)
        status = store_review_named(desk->store, span_of(review), &number, error);
    if (status == STATUS_OK)
        status = store_items(desk->store, states, desk->arena, &items, &count, error);
    int32_t today = instant_day(desk->author.at);
    if (status == STATUS_OK) status = review_items_by_age(items, count, today, error);
    if (status) return status;
    for (size_t i = 0; i < count; i++) {
        bool wanted = (!number || items[i].review == number) &&
                      (!call_has(call, "overdue") || items[i].overdue_days > 0);
        if (wanted) items[kept++] = items[i];
    }
    if (kept == 0) output_notice(call, "no such items");
    return print(desk, items, kept, error);
}

static enum status run(struct call *call, struct error *error)
{
    if (call_has(call, "csv") + call_has(call, "ics") + call_json(call) > 1)
        return error_set(error, STATUS_USAGE, "--json, --csv and --ics are three forms: take one");
    return desk_run(call, false, look, error);
}

static const struct option_spec options[] = {
    {"all", 0, NULL, "also those that are verified, declined, superseded or retired"},
    {"state", 0, "WORD,...", "only in these states"},
    {"overdue", 0, NULL, "only what is past its due date"},
    {"review", 0, "REVIEW", "of this review alone"},
    {"csv", 0, NULL, "print CSV"},
    {"ics", 0, NULL, "print meetings and due dates of their reviews as iCalendar"},
    {NULL, 0, NULL, NULL},
};

const struct command_spec command_items = {
    .name = "items",
    .operands = "",
    .summary = "what is still to be done in all reviews, by age, with what is overdue",
    .text = "An item that is done and not yet seen to work counts as open.",
    .example = "postmortem items --overdue",
    .options = options,
    .run = run,
};
