/* The desk of a call: which review its operands name, and what its options give. */
#include "command/desk.h"

enum status call_desk(struct call *call, bool for_changes, struct desk *ret, struct error *error)
{
    char user[256];
    const char *by = call_value(call, "by"), *why = call_value(call, "why"), *folder;
    struct store_author author = {.why = why ? why : "", .at = os_now()};
    *ret = (struct desk){0};
    if (!by) by = os_env("POSTMORTEM_BY");
    if (!by || !*by) by = os_user(user, sizeof user);
    enum status status = desk_is_line("--by (or POSTMORTEM_BY)", by, error);
    if (status == STATUS_OK) status = desk_is_line("--why", author.why, error);
    if (status == STATUS_OK) status = workspace_find(call, &folder, error);
    if (status) return status;
    author.by = arena_copy(&call->arena, span_of(by));
    if (!author.by) return arena_full(&call->arena, error);
    status = desk_open(folder, &call->arena, &author, for_changes, ret, error);
    if (status == STATUS_OK) ret->door = call;
    return status;
}

enum status desk_run(struct call *call, bool for_changes,
                     enum status (*work)(struct desk *desk, struct error *error),
                     struct error *error)
{
    struct desk desk;
    enum status status = call_desk(call, for_changes, &desk, error);
    if (status) return status;
    status = work(&desk, error);
    desk_close(&desk);
    return status;
}

/* ---- which review ---- */

/* A number or the digits of a uid stand for a review even where there is only one. */
static bool looks_like_review(const char *operand)
{
    size_t digits = strspn(operand, "0123456789"), hex = strspn(operand, "0123456789abcdefABCDEF");
    return desk_is_review(operand) || (digits && !operand[digits]) || (hex >= 8 && !operand[hex]);
}

static enum status which_review(struct desk *desk, size_t most, uint32_t *ret_number,
                                size_t *ret_used, struct error *error)
{
    const struct call *call = desk_call(desk);
    struct store_review *reviews;
    size_t count = 0;
    const char *first = call->operand_count ? call->operands[0] : NULL;
    enum status status = store_reviews(desk->store, desk->arena, &reviews, &count, error);
    if (status) return status;
    if (count == 0)
        return error_set(error, STATUS_NOT_FOUND,
                         "there is no review here yet; begin one with: postmortem new \"what users "
                         "met\"");
    bool named = first && (looks_like_review(first) || call->operand_count > most ||
                           (count > 1 && !desk_is_entry(first)));
    *ret_used = named;
    if (named) return store_review_named(desk->store, span_of(first), ret_number, error);
    if (count == 1) {
        *ret_number = reviews[0].number;
        return STATUS_OK;
    }
    return error_set(
        error, STATUS_USAGE,
        "there are %zu reviews: say which, such as PM%u%s%s; postmortem show lists them", count,
        reviews[0].number, first ? " " : "", first ? first : "");
}

enum status desk_review(struct desk *desk, size_t most, size_t *ret_used, struct error *error)
{
    uint32_t number = 0;
    size_t used = 0;
    enum status status = which_review(desk, most, &number, &used, error);
    if (status == STATUS_OK) status = desk_load(desk, number, error);
    if (status == STATUS_OK) *ret_used = used;
    return status;
}

/* ---- what the options give ---- */

static bool is_list(const struct review_field *field)
{
    return field->type == REVIEW_TYPE_LINES || field->type == REVIEW_TYPE_REFS ||
           field->type == REVIEW_TYPE_PLACES || field->type == REVIEW_TYPE_WORDS;
}

/* A list may be given in several options: the second and later ones add to it. */
static enum status give_field(struct desk *desk, struct review_entry *entry,
                              const struct review_field *field, const char *option,
                              size_t *ret_given, struct error *error)
{
    const struct call *call = desk_call(desk);
    enum status status = STATUS_OK;
    size_t times = 0;
    for (size_t i = 0; i < call->given_count && status == STATUS_OK; i++) {
        const char *value = call->given[i].value;
        if (strcmp(call->given[i].option->name, option) != 0) continue;
        if (times++ && is_list(field) && *value && !strchr("+-", *value))
            value = arena_printf(desk->arena, "+%s", value);
        status = value ? review_set(entry, field, span_of(value), &desk->typing, desk->arena, error)
                       : arena_full(desk->arena, error);
    }
    *ret_given += times != 0;
    return desk_is_wrong(status, error);
}

/* Zone and day first: the times that follow are read by them. */
static bool is_frame(const struct review_field *field)
{
    return strcmp(field->name, "zone") == 0 || strcmp(field->name, "day") == 0;
}

enum status desk_options(struct desk *desk, enum review_kind kind, struct review_entry *entry,
                         size_t *ret_given, struct error *error)
{
    const struct review_kind_spec *spec = &review_kinds[kind];
    enum status status = STATUS_OK;
    for (int frame = 1; frame >= 0 && status == STATUS_OK; frame--) {
        for (size_t i = 0; i < spec->count && status == STATUS_OK; i++) {
            const struct review_field *field = &spec->fields[i];
            if (field->flags & REVIEW_DERIVED || is_frame(field) != (frame == 1)) continue;
            const char *option = fields_option(desk_call(desk)->spec, kind, field, desk->arena);
            if (!option) return arena_full(desk->arena, error);
            status = give_field(desk, entry, field, option, ret_given, error);
        }
        if (status == STATUS_OK && frame && kind == REVIEW_KIND_REVIEW)
            status = desk_typing(desk, (const struct review_review *)entry, error);
    }
    return status;
}
