/* `ready`: what a review still misses. */
#include "command/desk.h"

static void add_json(const struct review_need *need, struct json_writer *json)
{
    const struct {
        const char *key, *value;
    } members[] = {{"stage", vocabulary_word(&review_words_stage, need->stage)},
                   {"rule", need->rule},
                   {"missing", need->text},
                   {"why", need->why},
                   {"how", need->how}};
    json_object(json);
    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++)
        json_member_string(json, members[i].key, members[i].value);
    json_member_bool(json, "advice", need->advice);
    json_object_end(json);
}

static void add_line(struct text *out, const char *words, size_t indent)
{
    struct text shown;
    text_init(&shown, 0);
    text_add_visible(&shown, span_of(words));
    text_add_wrapped(out, text_span(&shown), indent, 78);
    text_release(&shown);
}

static void add_text(const struct review_need *needs, size_t count, struct text *out)
{
    unsigned stage = 0;
    for (size_t i = 0; i < count; i++) {
        if (needs[i].stage != stage)
            text_addf(out, "\n%s\n", vocabulary_word(&review_words_stage, needs[i].stage));
        stage = needs[i].stage;
        size_t from = out->len;
        add_line(out, needs[i].text, 6);
        if (out->len > from + 6) /* what could not be written has no mark either */
            memcpy(out->at + from, needs[i].advice ? "  +   " : "  -   ", 6);
        add_line(out, needs[i].why, 8);
        text_adds(out, "        ");
        text_add_visible(out, span_of(needs[i].how));
        text_addc(out, '\n');
    }
    if (count) text_adds(out, "\n- is missing; + is worth having, its lack holds nothing up\n");
}

static enum status tell(struct desk *desk, const struct review_need *needs, size_t count,
                        size_t missing, struct error *error)
{
    struct text out;
    struct json_writer json;
    text_init(&out, 0);
    json_begin(&json, &out);
    if (call_json(desk_call(desk))) {
        json_object(&json);
        json_member_string(&json, "standing", review_standing(&desk->review));
        json_member_bool(&json, "ready", missing == 0);
        json_member_array(&json, "needs");
        for (size_t i = 0; i < count; i++) add_json(&needs[i], &json);
        json_array_end(&json);
        json_object_end(&json);
        text_addc(&out, '\n');
    } else {
        text_addf(&out, "PM%u: %s; ", desk->review.number, review_standing(&desk->review));
        if (missing)
            text_addf(&out, "missing: %zu\n", missing);
        else
            text_adds(&out, "nothing is missing\n");
        add_text(needs, count, &out);
    }
    enum status status = output_text(&desk_call(desk)->out, &out, error);
    text_release(&out);
    return status;
}

/* What the guard asks is worth a look before the report goes out; it holds nothing up. */
static enum status add_guard(struct desk *desk, unsigned stage, struct review_need **needs,
                             size_t *count, struct error *error)
{
    struct arena *arena = desk->arena;
    size_t asked = 0;
    if ((stage ? stage : desk->review.own->stage) < REVIEW_STAGE_PUBLISH) return STATUS_OK;
    enum status status = desk_guard(desk, NULL, NULL, NULL, &asked, error);
    if (status || !asked) return status;
    struct review_need *more = arena_array(arena, *count + 1, sizeof *more);
    if (!more) return arena_full(arena, error);
    if (*count) memcpy(more, *needs, *count * sizeof *more);
    size_t place = *count;
    while (place && more[place - 1].stage > REVIEW_STAGE_PUBLISH) place--;
    memmove(more + place + 1, more + place, (*count - place) * sizeof *more);
    more[place] = (struct review_need){
        .stage = REVIEW_STAGE_PUBLISH,
        .rule = "guard",
        .text = arena_printf(arena, "%zu %s a question of the guard that is open", asked,
                             asked == 1 ? "sentence has" : "sentences have"),
        .why = "a reader learns more from what was seen and known than from what was not done",
        .how = arena_printf(arena, "postmortem lint PM%u", desk->review.number),
        .advice = true,
    };
    if (!more[place].text || !more[place].how) return arena_full(arena, error);
    *needs = more;
    ++*count;
    return STATUS_OK;
}

static enum status look(struct desk *desk, struct error *error)
{
    struct review_settled settled;
    struct review_bounds bounds;
    struct review_need *needs = NULL;
    uint8_t stage = 0;
    size_t used = 0, count = 0, missing = 0;
    const char *wish = call_value(desk_call(desk), "stage");
    enum status status = desk_review(desk, 0, &used, error);
    if (status == STATUS_OK && wish)
        status = desk_is_wrong(vocabulary_read(&review_words_stage, span_of(wish), &stage, error),
                               error);
    if (status == STATUS_OK) status = desk_settle(desk, &settled, &bounds, error);
    if (status == STATUS_OK)
        status = review_ready(&desk->review, &settled, &bounds, stage, desk->arena, &needs, &count,
                              error);
    if (status == STATUS_OK) status = add_guard(desk, stage, &needs, &count, error);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) missing += !needs[i].advice;
    if (status == STATUS_OK) status = tell(desk, needs, count, missing, error);
    return status == STATUS_OK && missing ? STATUS_FINDINGS : status;
}

static enum status run(struct call *call, struct error *error)
{
    return desk_run(call, false, look, error);
}

static const struct option_spec options[] = {
    {"stage", 0, "STAGE", "up to and including this stage (default: the present one)"},
    {NULL, 0, NULL, NULL},
};

const struct command_spec command_ready = {
    .name = "ready",
    .operands = "[REVIEW]",
    .most = 1,
    .summary = "list what a review still misses, why it matters, and what gives it",
    .text = "The exit code is 0 when nothing is missing and 1 when something is; what is only "
            "worth having does not count.",
    .example = "postmortem ready PM1 --stage publish",
    .options = options,
    .run = run,
};
