/* `find`: full text over everything written. */
#include "command/desk.h"

static void add_json(struct text *out, const struct store_hit *hit)
{
    char name[16];
    struct json_writer json;
    json_begin(&json, out);
    json_object(&json);
    json_key(&json, "review");
    desk_json_review(hit->review, &json);
    json_member_string(&json, "title", hit->title);
    json_member_string(&json, "id", review_id_text(hit->entry->id, name));
    json_member_string(&json, "kind", review_kinds[hit->entry->id.kind].name);
    json_member_string(&json, "excerpt", hit->excerpt);
    json_member_object(&json, "body");
    review_body_members(hit->entry, &json);
    json_object_end(&json);
    json_object_end(&json);
    text_addc(out, '\n');
}

static void add_text(struct text *out, const struct store_hit *hit)
{
    char name[16];
    size_t from = out->len;
    text_addf(out, "PM%u", hit->review);
    if (hit->entry->id.kind != REVIEW_KIND_REVIEW)
        text_addf(out, " %s", review_id_text(hit->entry->id, name));
    while (out->len - from < 10) text_addc(out, ' ');
    text_addc(out, ' ');
    text_add_visible(out, span_of(hit->excerpt));
    text_addc(out, '\n');
}

static enum status words_of(struct call *call, struct text *words, struct error *error)
{
    for (size_t i = 0; i < call->operand_count; i++) {
        if (i) text_addc(words, ' ');
        text_adds(words, call->operands[i]);
    }
    return text_status(words, error);
}

static enum status look(struct desk *desk, struct error *error)
{
    struct store_hit *hits = NULL;
    struct text words, out;
    size_t count = 0;
    uint64_t most = 50;
    uint32_t number = 0;
    const char *review = call_value(desk_call(desk), "review");
    text_init(&words, 0);
    text_init(&out, 0);
    enum status status = words_of(desk_call(desk), &words, error);
    if (status == STATUS_OK) status = call_number(desk_call(desk), "limit", &most, error);
    if (status == STATUS_OK && review)
        status = store_review_named(desk->store, span_of(review), &number, error);
    if (status == STATUS_OK)
        status = store_find(desk->store, text_span(&words), number, (size_t)most, desk->arena,
                            &hits, &count, error);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        if (call_json(desk_call(desk)))
            add_json(&out, &hits[i]);
        else
            add_text(&out, &hits[i]);
    }
    if (status == STATUS_OK) status = output_text(&desk_call(desk)->out, &out, error);
    if (status == STATUS_OK && count == 0)
        output_notice(desk_call(desk), "nothing has all these words");
    text_release(&words);
    text_release(&out);
    return desk_is_wrong(status, error);
}

static enum status run(struct call *call, struct error *error)
{
    return desk_run(call, false, look, error);
}

static const struct option_spec options[] = {
    {"review", 0, "REVIEW", "in this review alone"},
    {"limit", 'n', "NUMBER", "at most so many (default 50)"},
    {NULL, 0, NULL, NULL},
};

const struct command_spec command_find = {
    .name = "find",
    .operands = "WORDS...",
    .least = 1,
    .most = UINT32_MAX,
    .summary = "find words in everything written in all reviews",
    .text = "All words must be there, in any order and case; the last may be the beginning of one. "
            "\"In quotes\" is a phrase. Best first. (search looks into the evidence instead.)",
    .example = "postmortem find pool exhausted --json",
    .options = options,
    .run = run,
};
