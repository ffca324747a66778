/* `show` of all reviews, one review, one entry; as it is or as it was known then. */
#include "command/record.h"

/* ---- all reviews ---- */

static void list_json(struct text *out, const struct store_review *review)
{
    struct text text;
    struct json_writer json;
    text_init(&text, 0);
    json_begin(&json, out);
    json_object(&json);
    json_key(&json, "review");
    desk_json_review(review->number, &json);
    json_member_string(&json, "uid", review->uid);
    json_member_string(&json, "title", review->title);
    json_member_string(&json, "severity", review->severity);
    json_member_string(&json, "stage", vocabulary_word(&review_words_stage, review->stage));
    json_member_string(&json, "status", vocabulary_word(&review_words_status, review->status));
    json_key(&json, "day");
    if (review->day != REVIEW_NO_DAY)
        instant_add_text(&text, review->day * NS_PER_DAY, NULL, INSTANT_DATE, 0);
    json_string(&json, text.len ? text.at : NULL);
    json_key(&json, "changed");
    text_clear(&text);
    instant_add_text(&text, review->changed, NULL, INSTANT_FULL, -1);
    json_string(&json, text.at);
    json_member_uint(&json, "entries", review->entries);
    json_object_end(&json);
    text_addc(out, '\n');
    text_release(&text);
}

static void list_text(struct text *out, const struct store_review *review)
{
    size_t from = out->len;
    text_addf(out, "PM%u", review->number);
    while (out->len - from < 7) text_addc(out, ' ');
    if (review->day != REVIEW_NO_DAY)
        instant_add_text(out, review->day * NS_PER_DAY, NULL, INSTANT_DATE, 0);
    while (out->len - from < 19) text_addc(out, ' ');
    bool open = review->status == REVIEW_STATUS_OPEN || review->status == REVIEW_STATUS_NONE;
    text_adds(out, open ? vocabulary_word(&review_words_stage, review->stage)
                        : vocabulary_word(&review_words_status, review->status));
    while (out->len - from < 32) text_addc(out, ' ');
    if (review->severity) text_add_visible(out, span_of(review->severity));
    while (out->len - from < 39) text_addc(out, ' ');
    text_add_visible(out, span_of(review->title ? review->title : ""));
    text_addc(out, '\n');
}

static enum status list(struct desk *desk, struct error *error)
{
    struct store_review *reviews = NULL;
    struct text out;
    size_t count = 0;
    enum status status = store_reviews(desk->store, desk->arena, &reviews, &count, error);
    if (status) return status;
    text_init(&out, 0);
    for (size_t i = 0; i < count; i++) {
        if (call_json(desk_call(desk)))
            list_json(&out, &reviews[i]);
        else
            list_text(&out, &reviews[i]);
    }
    status = output_text(&desk_call(desk)->out, &out, error);
    text_release(&out);
    if (count == 0)
        output_notice(desk_call(desk),
                      "there is no review here yet; begin one with: postmortem new "
                      "\"what users met\"");
    return status;
}

/* ---- one review, one entry ---- */

static enum status show_json(struct desk *desk, const struct review *review, size_t hidden,
                             struct error *error)
{
    struct text out;
    struct json_writer json;
    text_init(&out, 0);
    json_begin(&json, &out);
    json_object(&json);
    json_key(&json, "review");
    desk_json_review(review->number, &json);
    json_member_string(&json, "uid", review->uid);
    json_member_string(&json, "standing", review_standing(&desk->review));
    if (call_has(desk_call(desk), "as-known")) json_key(&json, "hidden");
    if (call_has(desk_call(desk), "as-known")) json_uint(&json, hidden);
    json_member_array(&json, "entries");
    for (unsigned kind = 0; kind < REVIEW_KIND_COUNT; kind++) {
        size_t count;
        struct review_entry *entries = review_entries(review, kind, &count);
        for (size_t i = 0; i < count; i++)
            desk_json(desk, review_entry_at(entries, kind, i), &json);
    }
    json_array_end(&json);
    json_object_end(&json);
    text_addc(&out, '\n');
    enum status status = output_text(&desk_call(desk)->out, &out, error);
    text_release(&out);
    return status;
}

/* A time, or an event: then as known when it certainly had begun. */
static enum status read_then(struct desk *desk, const struct review_settled *settled, instant *ret,
                             struct error *error)
{
    const char *value = call_value(desk_call(desk), "as-known");
    struct review_time time = {.at = INTERVAL_NONE};
    struct review_entry *entry = NULL;
    enum status status = STATUS_OK;
    if (desk_is_entry(value)) {
        status = desk_entry(desk, value, &entry, error);
        if (status == STATUS_OK && entry->id.kind == REVIEW_KIND_EVENT) {
            size_t number = (size_t)((struct review_event *)entry - desk->review.events.at);
            time.at = settled->moments[settled->by_event[number]].start;
            time.at.earliest = time.at.latest;
        }
    } else {
        status = desk_is_wrong(
            review_time_read(span_of(value), &desk->typing, desk->arena, &time, error), error);
    }
    if (status) return status;
    if (!instant_is_known(time.at.earliest))
        return error_set(error, STATUS_USAGE,
                         "--as-known wants a time such as 10:15, or an event that has one, not "
                         "\"%s\"",
                         value);
    *ret = time.at.earliest;
    return STATUS_OK;
}

static enum status as_known(struct desk *desk, struct review *ret, size_t *ret_hidden,
                            struct error *error)
{
    struct review_settled settled;
    instant then = 0;
    enum status status = desk_settle(desk, &settled, NULL, error);
    if (status == STATUS_OK) status = read_then(desk, &settled, &then, error);
    if (status) return status;
    return review_as_known(&desk->review, &settled, then, call_value(desk_call(desk), "role"),
                           desk->arena, ret, ret_hidden, error);
}

static enum status show_review(struct desk *desk, struct error *error)
{
    struct record record;
    struct review shown = desk->review;
    size_t hidden = 0;
    bool then = call_has(desk_call(desk), "as-known");
    enum status status = then ? as_known(desk, &shown, &hidden, error) : STATUS_OK;
    if (status) return status;
    if (call_json(desk_call(desk))) return show_json(desk, &shown, hidden, error);
    status = record_prepare(desk, &shown, &record, error);
    if (status) return status;
    record.report.then = then;
    status = report_review_text(&record.report, output_colour(desk_call(desk)),
                                &desk_call(desk)->out, error);
    record_release(&record);
    if (status == STATUS_OK && then)
        output_notice(desk_call(desk), "%zu %s later and %s not shown", hidden,
                      hidden == 1 ? "entry came" : "entries came", hidden == 1 ? "is" : "are");
    return status;
}

static enum status show_entry(struct desk *desk, const char *operand, struct error *error)
{
    struct record record;
    struct review_entry *entry = NULL;
    struct text out;
    struct json_writer json;
    enum status status = desk_entry(desk, operand, &entry, error);
    if (status) return status;
    if (call_json(desk_call(desk))) {
        text_init(&out, 0);
        json_begin(&json, &out);
        desk_json(desk, entry, &json);
        text_addc(&out, '\n');
        status = output_text(&desk_call(desk)->out, &out, error);
        text_release(&out);
        return status;
    }
    status = record_prepare(desk, &desk->review, &record, error);
    if (status) return status;
    status = report_entry_text(&record.report, review_find(&record.review, entry->id),
                               &desk_call(desk)->out, error);
    record_release(&record);
    return status;
}

static enum status show(struct desk *desk, struct error *error)
{
    const struct call *call = desk_call(desk);
    size_t used = 0;
    if (call_has(call, "role") && !call_has(call, "as-known"))
        return error_set(error, STATUS_USAGE, "--role goes with --as-known TIME");
    if (call->operand_count == 0 && !call_has(call, "as-known")) return list(desk, error);
    uint32_t number;
    const char *only = call->operand_count == 1 ? call->operands[0] : NULL;
    bool name = only && !desk_is_entry(only) &&
                store_review_named(desk->store, span_of(only), &number, NULL) == STATUS_OK;
    enum status status = desk_review(desk, name ? 0 : 1, &used, error);
    if (status) return status;
    return call->operand_count > used ? show_entry(desk, call->operands[used], error)
                                      : show_review(desk, error);
}

enum status record_show(struct call *call, struct error *error)
{
    return desk_run(call, false, show, error);
}
