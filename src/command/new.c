/* `new`: a review begins. */
#include "command/desk.h"

/* The people that a review begins with, by role. */
static enum status add_people(struct desk *desk, struct desk_put *puts, size_t *count,
                              struct error *error)
{
    static const char *const parts[] = {"owner", "facilitator", "note-taker"};
    struct arena *arena = desk->arena;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        const char *role = call_value(desk_call(desk), parts[i]);
        if (!role) continue;
        struct review_entry *person = review_entry_new(REVIEW_KIND_PERSON, arena);
        if (!person) return arena_full(arena, error);
        enum status status = desk_set(desk, person, "role", span_of(role), error);
        if (status == STATUS_OK) status = desk_set(desk, person, "parts", span_of(parts[i]), error);
        if (status) return status;
        puts[(*count)++] = (struct desk_put){.id = person->id, .entry = person};
    }
    return STATUS_OK;
}

/* A new review stands on the desk with nothing stated; then come its first entries. */
static enum status begin(struct desk *desk, struct desk_put *puts, size_t *count,
                         struct error *error)
{
    struct arena *arena = desk->arena;
    struct review_entry *blank = review_entry_new(REVIEW_KIND_REVIEW, arena);
    struct review_entry *own = review_entry_new(REVIEW_KIND_REVIEW, arena);
    if (!own || !blank) return arena_full(arena, error);
    desk->review.own = (struct review_review *)blank;
    enum status status = desk_typing(desk, desk->review.own, error);
    if (status == STATUS_OK) status = entry_fill(desk, 0, own, error);
    if (status == STATUS_OK && !((struct review_review *)own)->title)
        status = error_set(error, STATUS_USAGE, "a review wants a title: what users met");
    if (status) return status;
    puts[(*count)++] = (struct desk_put){.id = own->id, .entry = own};
    return add_people(desk, puts, count, error);
}

static enum status run(struct call *call, struct error *error)
{
    struct desk desk;
    struct desk_put puts[4];
    size_t count = 0;
    enum status status = call_desk(call, true, &desk, error);
    if (status) return status;
    status = begin(&desk, puts, &count, error);
    if (status == STATUS_OK) status = desk_save(&desk, puts, count, error);
    if (status == STATUS_OK) status = desk_tell(&desk, puts, 1, error);
    if (status == STATUS_OK && call->out_terminal)
        output_notice(call, "next: postmortem ready PM%u", desk.review.number);
    desk_close(&desk);
    return status;
}

static const struct option_spec options[] = {
    {"owner", 0, "ROLE", "who drives the review to its end, by role"},
    {"facilitator", 0, "ROLE", "who asks the questions and took no part in the incident, by role"},
    {"note-taker", 0, "ROLE", "who writes down what is said: another person"},
    DESK_OPTIONS,
    {NULL, 0, NULL, NULL},
};

const struct command_spec command_new = {
    .name = "new",
    .operands = "TITLE",
    .least = 1,
    .most = 1,
    .summary = "begin a review",
    .text = "The title says what users met, without a cause. --day and --zone tell what times mean "
            "that are typed without them.",
    .example =
        "postmortem new \"Orders could not be placed\" --day 2026-11-22 --zone Europe/Berlin "
        "--severity SEV2 --owner \"orders lead\" --facilitator \"search engineer\"",
    .options = options,
    .fields = REVIEW_MASK(REVIEW),
    .run = run,
};
