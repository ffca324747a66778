/* `way` and `suppose`: what brought what about, and what was answered when it was tested. */
#include "command/causes.h"

/* ---- which factor ---- */

/* The factor whose text has these words, in any case: the whole text, else a part of one alone. */
static const struct review_factor *factor_of_words(const struct review *review, struct span words,
                                                   size_t *ret_fits)
{
    const struct review_factor *only = NULL;
    *ret_fits = 0;
    for (size_t i = 0; i < review->factors.count && words.len; i++) {
        const struct review_factor *factor = &review->factors.at[i];
        const struct span text = span_of(factor->text ? factor->text : "");
        if (span_equal_nocase(text, words)) {
            *ret_fits = 1;
            return factor;
        }
        if (span_find_nocase(text, words) == SIZE_MAX) continue;
        if (++*ret_fits == 1) only = factor;
    }
    return only;
}

static const struct review_factor *nearest(const struct review *review, struct span words)
{
    const struct review_factor *best = NULL;
    size_t least = SIZE_MAX;
    for (size_t i = 0; i < review->factors.count; i++) {
        const struct review_factor *factor = &review->factors.at[i];
        const size_t far = span_distance(span_of(factor->text ? factor->text : ""), words);
        if (far >= least) continue;
        least = far;
        best = factor;
    }
    return best;
}

static enum status no_such_factor(const struct desk *desk, const char *typed, size_t fits,
                                  struct error *error)
{
    const struct review_factor *near = nearest(&desk->review, span_of(typed));
    char id[16];
    if (fits > 1)
        return error_set(error, STATUS_NOT_FOUND,
                         "\"%.100s\" is part of %zu factors; take the id, such as %s", typed, fits,
                         near ? review_id_text(near->entry.id, id) : "F1");
    if (!near)
        return error_set(error, STATUS_NOT_FOUND,
                         "PM%u has no factor yet; enter one: postmortem factor PM%u \"%.100s\"",
                         desk->review.number, desk->review.number, typed);
    return error_set(error, STATUS_NOT_FOUND,
                     "no factor of PM%u says \"%.100s\"; nearest is %s \"%.100s\"; a new one is "
                     "entered with: postmortem factor PM%u \"...\"",
                     desk->review.number, typed, review_id_text(near->entry.id, id),
                     near->text ? near->text : "", desk->review.number);
}

static enum status factor_named(const struct desk *desk, const char *typed, struct review_id *ret,
                                struct error *error)
{
    size_t fits = 0;
    if (desk_is_entry(typed)) {
        struct review_entry *entry;
        enum status status = desk_entry(desk, typed, &entry, error);
        if (status) return status;
        if (entry->id.kind != REVIEW_KIND_FACTOR)
            return error_set(error, STATUS_USAGE,
                             "%s is a %s; a way is made of factors, such as F1", typed,
                             review_kinds[entry->id.kind].name);
        *ret = entry->id;
        return STATUS_OK;
    }
    const struct review_factor *factor =
        factor_of_words(&desk->review, span_trim(span_of(typed)), &fits);
    if (fits != 1) return no_such_factor(desk, typed, fits, error);
    *ret = factor->entry.id;
    return STATUS_OK;
}

/* ---- a way ---- */

static void add_id(struct text *list, struct review_id id)
{
    char text[16];
    text_addf(list, "%s%s", list->len ? ", " : "", review_id_text(id, text));
}

static enum status set_list(struct desk *desk, struct review_entry *entry, const char *field,
                            const struct text *list, struct error *error)
{
    enum status status = text_status(list, error);
    if (status || !list->len) return status;
    return desk_set(desk, entry, field, text_span(list), error);
}

/* The operands behind the review: what comes about, then its conditions; "!F7" must not be so. */
static enum status fill_way(struct desk *desk, size_t used, struct review_entry *entry,
                            struct error *error)
{
    const struct call *call = desk_call(desk);
    struct text lists[3]; /* brings, needs, absent */
    enum status status = STATUS_OK;
    for (size_t i = 0; i < 3; i++) text_init(&lists[i], 0);
    for (size_t i = used; i < call->operand_count && status == STATUS_OK; i++) {
        const bool absent = i > used && call->operands[i][0] == '!';
        struct review_id id;
        status = factor_named(desk, call->operands[i] + absent, &id, error);
        if (status == STATUS_OK) add_id(&lists[i == used ? 0 : 1 + absent], id);
    }
    static const char *const fields[] = {"brings", "needs", "absent"};
    for (size_t i = 0; i < 3; i++) {
        if (status == STATUS_OK) status = set_list(desk, entry, fields[i], &lists[i], error);
        text_release(&lists[i]);
    }
    return status;
}

static enum status save(struct desk *desk, struct review_entry *entry, struct error *error)
{
    struct desk_put put = {.id = entry->id, .entry = entry};
    enum status status = desk_save(desk, &put, 1, error);
    entry->id = put.id;
    return status ? status : desk_tell(desk, &put, 1, error);
}

/* A circle is kept, since a text may hold one too; but whoever drew it hears of it at once. */
static enum status tell_circle(struct desk *desk, const struct review_entry *entry,
                               struct error *error)
{
    struct causes_source source;
    char id[16];
    enum status status = desk_load(desk, desk->review.number, error);
    if (status == STATUS_OK) status = causes_of_desk(desk, &source, error);
    if (status == STATUS_OK && !source.graph.order)
        output_notice(desk_call(desk),
                      "there is a circle now: postmortem causes --check names it; postmortem edit "
                      "PM%u %s --remove takes this way out",
                      desk->review.number, review_id_text(entry->id, id));
    return status;
}

static bool has_outcome(const struct review *review, uint8_t outcome)
{
    for (size_t i = 0; i < review->factors.count; i++)
        if (review->factors.at[i].part == REVIEW_ROLE_OF_FACTOR_OUTCOME &&
            review->factors.at[i].outcome == outcome)
            return true;
    return false;
}

/* "--outcome onset" says that a factor took part in the onset, not that it is what is explained:
 * asked, unless something else is. */
static void tell_unled(const struct desk *desk, const struct review_way *way)
{
    const struct review *review = &desk->review;
    char id[16];
    for (size_t i = 0; i < review->factors.count; i++) {
        const struct review_factor *factor = &review->factors.at[i];
        if (!review_id_equal(factor->entry.id, way->brings) || !factor->outcome) continue;
        if (has_outcome(review, factor->outcome)) continue;
        output_notice(desk_call(desk),
                      "is %s what is to be explained? then: postmortem edit PM%u %s --part outcome",
                      review_id_text(way->brings, id), review->number, id);
    }
}

static enum status add_way(struct desk *desk, struct error *error)
{
    size_t used = 0, given = 0;
    enum status status = desk_review(desk, UINT32_MAX, &used, error);
    struct review_entry *entry = review_entry_new(REVIEW_KIND_WAY, desk->arena);
    if (!entry) return arena_full(desk->arena, error);
    if (status == STATUS_OK) status = fill_way(desk, used, entry, error);
    if (status == STATUS_OK) status = desk_options(desk, REVIEW_KIND_WAY, entry, &given, error);
    if (status == STATUS_OK) status = save(desk, entry, error);
    if (status == STATUS_OK) status = tell_circle(desk, entry, error);
    if (status == STATUS_OK) tell_unled(desk, (const struct review_way *)entry);
    return status;
}

static enum status run_way(struct call *call, struct error *error)
{
    return desk_run(call, true, add_way, error);
}

/* ---- a supposition ---- */

static enum status no_one_way(const struct desk *desk, const char *typed, struct review_id effect,
                              size_t fits, struct error *error)
{
    struct text list;
    char id[16];
    if (fits == 0)
        return error_set(error, STATUS_NOT_FOUND,
                         "no way leads to %s yet; draw one: postmortem way PM%u %s CONDITION...",
                         typed, desk->review.number, review_id_text(effect, id));
    text_init(&list, 0);
    for (size_t i = 0; i < desk->review.ways.count; i++)
        if (review_id_equal(desk->review.ways.at[i].brings, effect))
            add_id(&list, desk->review.ways.at[i].entry.id);
    enum status status = text_status(&list, error);
    if (status == STATUS_OK)
        status = error_set(error, STATUS_NOT_FOUND, "%zu ways lead to %s; say which: %.200s", fits,
                           typed, list.at);
    text_release(&list);
    return status;
}

/* By its id, or by what it brings about when there is one way to that. */
static enum status way_named(const struct desk *desk, const char *typed, struct review_id *ret,
                             struct error *error)
{
    struct review_id id;
    size_t fits = 0;
    if (review_id_read(span_of(typed), &id, NULL) == STATUS_OK && id.kind == REVIEW_KIND_WAY) {
        struct review_entry *entry;
        enum status status = desk_entry(desk, typed, &entry, error);
        if (status == STATUS_OK) *ret = entry->id;
        return status;
    }
    enum status status = factor_named(desk, typed, &id, error);
    if (status) return status;
    for (size_t i = 0; i < desk->review.ways.count; i++) {
        if (!review_id_equal(desk->review.ways.at[i].brings, id)) continue;
        *ret = desk->review.ways.at[i].entry.id;
        fits++;
    }
    if (fits == 1) return STATUS_OK;
    return no_one_way(desk, typed, id, fits, error);
}

static bool is_answer(const char *typed)
{
    uint8_t answer = 0;
    return *typed &&
           vocabulary_read(&review_words_answer, span_of(typed), &answer, NULL) == STATUS_OK;
}

/* Behind the way: a condition or "all" (which may be left out), the answer, why. */
static enum status fill_answer(struct desk *desk, size_t from, struct review_supposition *made,
                               struct error *error)
{
    const struct call *call = desk_call(desk);
    enum status status = STATUS_OK;
    if (from + 1 < call->operand_count && !is_answer(call->operands[from])) {
        const char *typed = call->operands[from++];
        if (strcmp(typed, "all") != 0) status = factor_named(desk, typed, &made->without, error);
    }
    if (status == STATUS_OK && from < call->operand_count)
        status = desk_set(desk, &made->entry, "answer", span_of(call->operands[from++]), error);
    if (status == STATUS_OK && from < call->operand_count)
        status = desk_set(desk, &made->entry, "because", span_of(call->operands[from++]), error);
    if (status == STATUS_OK && from < call->operand_count)
        status = error_set(error, STATUS_USAGE,
                           "\"%.100s\" is one word too many; put the reason into quotes",
                           call->operands[from]);
    return status;
}

static enum status add_supposition(struct desk *desk, struct error *error)
{
    size_t used = 0, given = 0;
    enum status status = desk_review(desk, desk_call(desk)->spec->most - 1, &used, error);
    struct review_entry *entry = review_entry_new(REVIEW_KIND_SUPPOSITION, desk->arena);
    if (!entry) return arena_full(desk->arena, error);
    struct review_supposition *made = (struct review_supposition *)entry;
    if (status == STATUS_OK && used < desk_call(desk)->operand_count)
        status = way_named(desk, desk_call(desk)->operands[used], &made->way, error);
    if (status == STATUS_OK) status = fill_answer(desk, used + 1, made, error);
    if (status == STATUS_OK)
        status = desk_options(desk, REVIEW_KIND_SUPPOSITION, entry, &given, error);
    return status ? status : save(desk, entry, error);
}

static enum status run_suppose(struct call *call, struct error *error)
{
    return desk_run(call, true, add_supposition, error);
}

/* ---- the table ---- */

static const struct option_spec options[] = {
    DESK_OPTIONS,
    {NULL, 0, NULL, NULL},
};

const struct command_spec command_way = {
    .name = "way",
    .operands = "[REVIEW] EFFECT CONDITION...",
    .most = UINT32_MAX,
    .summary = "say which conditions together brought something about",
    .text =
        "EFFECT is a factor that came about: an outcome, or a step on the way to one. The others "
        "are the conditions that it took, all of them (or --enough of them). Each is named by its "
        "id or by words of its text; \"!F7\" must not be so. What is not there yet is entered with "
        "factor. A way may take a step alone; the step then has a way of its own.\n\n"
        "A second way to the same effect says with --reason why there are several: both were "
        "there, one came first, it is not known which, or it might come about so another time. "
        "suppose tests a way.",
    .example = "postmortem way PM1 F10 F1 F2 F5",
    .options = options,
    .fields = REVIEW_MASK(WAY),
    .run = run_way,
};

const struct command_spec command_suppose = {
    .name = "suppose",
    .operands = "[REVIEW] WAY [FACTOR|all] ANSWER [BECAUSE]",
    .least = 1,
    .most = 5,
    .summary = "note the answer when a condition of a way is supposed away",
    .text =
        "With a FACTOR: suppose it had not been so, and all else as it was. Could the effect still "
        "have come about? \"no\" says that the condition was needed; \"yes\" that there is another "
        "way, which deserves a line of its own; \"cannot-tell\" leaves it open, with what would "
        "decide it.\n\n"
        "With \"all\", or no factor: suppose all conditions of the way, and nothing else unusual. "
        "Could the effect still not have come about? \"yes\" says that something is missing.\n\n"
        "WAY is an id such as W1, or what it brings about when one way leads there. The latest "
        "answer counts; earlier ones stay in the record.",
    .example =
        "postmortem suppose PM1 W1 F2 no \"with the index the sum takes 1 ms\" --rests-on T4",
    .options = options,
    .fields = REVIEW_MASK(SUPPOSITION),
    .run = run_suppose,
};
