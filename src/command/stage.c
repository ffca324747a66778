/* `stage`: where a review stands, and going on or back. */
#include "command/desk.h"

static enum status tell(struct desk *desk, struct error *error)
{
    const struct review_review *own = desk->review.own;
    struct text out;
    struct json_writer json;
    text_init(&out, 0);
    json_begin(&json, &out);
    if (call_json(desk_call(desk))) {
        desk_json(desk, &own->entry, &json);
        text_addc(&out, '\n');
    } else {
        text_addf(&out, "PM%u: stage %s, %s: %s\n", desk->review.number,
                  vocabulary_word(&review_words_stage, own->stage),
                  vocabulary_word(&review_words_status, own->status),
                  review_standing(&desk->review));
    }
    enum status status = output_text(&desk_call(desk)->out, &out, error);
    text_release(&out);
    return status;
}

/* A word of the stages, or one of the states of a review as a whole. */
static enum status read_word(const char *word, uint8_t *stage, uint8_t *state, struct error *error)
{
    if (vocabulary_read(&review_words_stage, span_of(word), stage, NULL) == STATUS_OK)
        return STATUS_OK;
    if (vocabulary_read(&review_words_status, span_of(word), state, NULL) == STATUS_OK)
        return STATUS_OK;
    return desk_is_wrong(vocabulary_read(&review_words_stage, span_of(word), stage, error), error);
}

/* Since when it stands there: now, or when the call says it was. */
static enum status read_at(const struct desk *desk, instant *ret, struct error *error)
{
    const char *typed = call_value(desk_call(desk), "at");
    duration width;
    *ret = desk->author.at;
    if (!typed) return STATUS_OK;
    enum status status =
        instant_parse(span_of(typed), desk->typing.zone, desk->typing.day, ret, &width, error);
    if (status) error_place(error, "--at");
    return desk_is_wrong(status, error);
}

static enum status go(struct desk *desk, const char *word, struct error *error)
{
    instant at;
    uint8_t stage = 0, state = 0;
    size_t missing = 0;
    enum status status = read_word(word, &stage, &state, error);
    if (status == STATUS_OK) status = read_at(desk, &at, error);
    if (status == STATUS_OK) status = desk_stage(desk, stage, state, at, &missing, error);
    if (missing)
        output_notice(desk_call(desk), "%zu %s still missing up to here: postmortem ready PM%u",
                      missing, missing == 1 ? "thing is" : "things are", desk->review.number);
    return status;
}

static enum status run(struct call *call, struct error *error)
{
    struct desk desk;
    size_t used = 0;
    bool asks =
        call->operand_count == 0 || (call->operand_count == 1 && desk_is_review(call->operands[0]));
    enum status status = call_desk(call, !asks, &desk, error);
    if (status) return status;
    status = desk_review(&desk, 1, &used, error);
    if (status == STATUS_OK && call->operand_count > used)
        status = go(&desk, call->operands[used], error);
    if (status == STATUS_OK) status = tell(&desk, error);
    desk_close(&desk);
    return status;
}

static const struct option_spec options[] = {
    {"at", 0, "TIME", "since when, for what is written down later (default: now)"},
    DESK_OPTIONS,
    {NULL, 0, NULL, NULL},
};

const struct command_spec command_stage = {
    .name = "stage",
    .operands = "[REVIEW] [STAGE|STATUS]",
    .most = 2,
    .summary = "say where a review stands, or move it on, or back",
    .text =
        "The stages are collect, timeline, discuss, causes, remediate, publish and follow-up; a "
        "review as a whole is open, published, closed, reopened or handed-over. Leaving the "
        "timeline stage agrees the timeline.",
    .example = "postmortem stage PM1 discuss",
    .options = options,
    .run = run,
};
