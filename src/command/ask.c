/* `ask`: the next good questions, and what became of those that were asked. */
#include "command/desk.h"

static bool is_topic(const char *word)
{
    for (size_t i = 0; i < review_bank_count; i++)
        if (span_equal_nocase(span_of(review_bank[i].topic), span_of(word))) return true;
    return false;
}

/* ---- what to ask next ---- */

static void add_json(const struct review_next *next, struct text *out)
{
    char name[16];
    struct json_writer json;
    json_begin(&json, out);
    json_object(&json);
    json_member_string(&json, "code", next->question->code);
    json_member_string(&json, "text", next->question->text);
    json_member_string(&json, "about",
                       next->about.number ? review_id_text(next->about, name) : NULL);
    json_member_string(&json, "because", next->because);
    json_object_end(&json);
    text_addc(out, '\n');
}

static void add_text(const struct review_next *next, struct text *out)
{
    char name[16];
    size_t from = out->len;
    text_adds(out, next->question->code);
    while (out->len - from < 6) text_addc(out, ' ');
    text_addc(out, ' ');
    text_adds(out, next->question->text);
    if (next->about.number) text_addf(out, " (%s)", review_id_text(next->about, name));
    text_adds(out, "\n       ");
    text_add_visible(out, span_of(next->because ? next->because : ""));
    text_addc(out, '\n');
}

static enum status offer(struct desk *desk, const char *which, struct error *error)
{
    struct review_settled settled;
    struct review_next *next = NULL;
    struct review_entry *entry = NULL;
    struct review_id about = {0, 0};
    struct text out;
    uint64_t most = 5;
    size_t count = 0;
    bool topic = which && is_topic(which);
    enum status status = call_number(desk_call(desk), "limit", &most, error);
    if (status == STATUS_OK && which && !topic) status = desk_entry(desk, which, &entry, error);
    if (entry) about = entry->id;
    if (status == STATUS_OK) status = desk_settle(desk, &settled, NULL, error);
    if (status == STATUS_OK)
        status = review_next_questions(&desk->review, &settled, about, topic ? which : NULL,
                                       (size_t)most, desk->arena, &next, &count, error);
    if (status) return status;
    text_init(&out, 0);
    for (size_t i = 0; i < count; i++) {
        if (call_json(desk_call(desk)))
            add_json(&next[i], &out);
        else
            add_text(&next[i], &out);
    }
    status = output_text(&desk_call(desk)->out, &out, error);
    text_release(&out);
    if (count == 0)
        output_notice(desk_call(desk),
                      "all questions that fit were asked; --recall brings one back");
    return status;
}

/* ---- what was asked ---- */

static bool same_about(const struct review_question *a, const struct review_question *b)
{
    if (a->about.count != b->about.count) return false;
    for (size_t i = 0; i < a->about.count; i++)
        if (!review_id_equal(a->about.at[i], b->about.at[i])) return false;
    return true;
}

/* The question as it is in the review: the same about the same; or, when the call does not say
 * about what, the only one of that code. */
static const struct review_question *find(const struct desk *desk,
                                          const struct review_question *made)
{
    const struct review_question *only = NULL;
    size_t fits = 0;
    for (size_t i = 0; i < desk->review.questions.count; i++) {
        const struct review_question *old = &desk->review.questions.at[i];
        if (!old->bank || strcmp(old->bank, made->bank) != 0) continue;
        if (same_about(old, made)) return old;
        only = old;
        fits++;
    }
    return fits == 1 && made->about.count == 0 ? only : NULL;
}

static uint8_t state_of(const struct call *call, const struct review_question *question)
{
    if (call_has(call, "skip")) return REVIEW_ASKING_SKIPPED;
    if (call_has(call, "recall")) return REVIEW_ASKING_RECALLED;
    if (question->answer || question->says.count) return REVIEW_ASKING_ANSWERED;
    return REVIEW_ASKING_ASKED;
}

/* A question of the bank by its code, of the review by its id, or one in the room's own words. */
static enum status find_or_make(struct desk *desk, const char *which, struct review_question **ret,
                                struct error *error)
{
    struct arena *arena = desk->arena;
    const struct review_asked *asked = which ? review_bank_find(span_of(which)) : NULL;
    struct review_entry *entry = NULL;
    size_t given = 0;
    if (which && !asked) {
        enum status status = desk_entry(desk, which, &entry, error);
        if (status == STATUS_OK && entry->id.kind != REVIEW_KIND_QUESTION)
            status = error_set(error, STATUS_USAGE,
                               "\"%s\" is no question; take a number of the bank such as T1-3, or "
                               "of this review such as Q4",
                               which);
        if (status) return status;
        entry = review_entry_copy(entry, arena);
    } else {
        entry = review_entry_new(REVIEW_KIND_QUESTION, arena);
    }
    if (!entry) return arena_full(arena, error);
    struct review_question *made = (struct review_question *)entry;
    if (asked) {
        made->bank = asked->code;
        made->text = asked->text;
        made->areas = asked->areas;
    }
    enum status status = desk_options(desk, REVIEW_KIND_QUESTION, entry, &given, error);
    const struct review_question *old = status == STATUS_OK && asked ? find(desk, made) : NULL;
    if (old) {
        made = (struct review_question *)review_entry_copy(&old->entry, arena);
        if (!made) return arena_full(arena, error);
        status = desk_options(desk, REVIEW_KIND_QUESTION, &made->entry, &given, error);
    }
    if (status == STATUS_OK) *ret = made;
    return status;
}

static enum status note(struct desk *desk, const char *which, struct error *error)
{
    struct review_question *question = NULL;
    enum status status = find_or_make(desk, which, &question, error);
    if (status) return status;
    if (!which && !question->text)
        return error_set(error, STATUS_USAGE,
                         "say which question: its number in the bank such as T1-3, or --text");
    if (!call_has(desk_call(desk), "state"))
        question->state = which ? state_of(desk_call(desk), question) : REVIEW_ASKING_QUEUED;
    if (which && question->asked == INSTANT_NONE) question->asked = desk->author.at;
    struct desk_put put = {.id = question->entry.id, .entry = &question->entry};
    status = desk_save(desk, &put, 1, error);
    return status ? status : desk_tell(desk, &put, 1, error);
}

/* Numbers of the bank and of the review's questions are noted; everything else is asked for. */
static bool is_question(const char *word)
{
    struct review_id id;
    return review_bank_find(span_of(word)) ||
           (review_id_read(span_of(word), &id, NULL) == STATUS_OK &&
            id.kind == REVIEW_KIND_QUESTION);
}

static enum status run(struct call *call, struct error *error)
{
    struct desk desk;
    size_t used = 0;
    const char *last = call->operand_count ? call->operands[call->operand_count - 1] : NULL;
    bool noting = (last && is_question(last)) || fields_given(call);
    if (call_has(call, "skip") + call_has(call, "recall") + call_has(call, "answer") > 1)
        return error_set(error, STATUS_USAGE, "a question is answered, skipped or recalled: one");
    enum status status = call_desk(call, noting, &desk, error);
    if (status) return status;
    status = desk_review(&desk, 1, &used, error);
    const char *which = status == STATUS_OK && call->operand_count > used ? last : NULL;
    if (status == STATUS_OK)
        status = noting ? note(&desk, which, error) : offer(&desk, which, error);
    desk_close(&desk);
    return status;
}

static const struct option_spec options[] = {
    {"skip", 0, NULL, "it was passed over"},
    {"recall", 0, NULL, "it is to be asked again"},
    {"limit", 'n', "NUMBER", "offer at most so many (default 5)"},
    DESK_OPTIONS,
    {NULL, 0, NULL, NULL},
};

const struct command_spec command_ask = {
    .name = "ask",
    .operands = "[REVIEW] [ENTRY|TOPIC|QUESTION]",
    .most = 2,
    .summary = "the next good questions, or note that one was asked, answered or skipped",
    .text = "For an entry (E12), a topic of the question bank (T4, A3, G) or the whole review the "
            "next questions are offered, with why now. A question's number (T1-3, or Q4 of this "
            "review) notes it as asked; --answer, --skip and --recall say what came of it. --text "
            "puts a question of your own in the queue.",
    .example = "postmortem ask PM1 T1-3 --about E12 --answer \"the graph was flat until then\"",
    .options = options,
    .fields = REVIEW_MASK(QUESTION),
    .run = run,
};
