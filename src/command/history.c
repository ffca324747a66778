/* `history`: every change with what was before and after. */
#include "command/desk.h"

#include <stdlib.h>

/* A body as people read it: the form without its comments; "" when there is none. */
static enum status form_of(struct desk *desk, const struct review_past *past, struct text *out,
                           struct error *error)
{
    struct review_entry *entry;
    struct text form;
    if (!past || !past->body.at) return STATUS_OK;
    enum status status = review_body_read(past->id.kind, past->body, desk->arena, &entry, error);
    if (status) return status;
    text_init(&form, 0);
    entry->id = past->id;
    entry->version = past->version;
    review_form_write(entry, false, &form);
    struct span rest = text_span(&form);
    while (rest.len) {
        struct span line = span_cut(&rest, '\n');
        if (span_starts(line, SPAN("#"))) continue;
        text_add(out, line);
        text_addc(out, '\n');
    }
    status = text_status(&form, error);
    text_release(&form);
    return status;
}

/* A change with how its entry was before; NULL when that is new. */
struct step {
    const struct review_past *past, *before;
};

static int by_entry(const void *a, const void *b)
{
    const struct review_past *x = ((const struct step *)a)->past;
    const struct review_past *y = ((const struct step *)b)->past;
    if (x->id.kind != y->id.kind) return x->id.kind < y->id.kind ? -1 : 1;
    if (x->id.number != y->id.number) return x->id.number < y->id.number ? -1 : 1;
    return (x > y) - (x < y); /* the history comes oldest first */
}

/* The versions of each entry side by side for once, so that none is searched for. */
static enum status find_before(const struct review_past *past, size_t count, struct arena *arena,
                               struct step **ret, struct error *error)
{
    struct step *sorted = arena_array(arena, count + 1, sizeof *sorted);
    struct step *steps = arena_array(arena, count + 1, sizeof *steps);
    if (!sorted || !steps) return arena_full(arena, error);
    for (size_t i = 0; i < count; i++) sorted[i].past = &past[i];
    qsort(sorted, count, sizeof *sorted, by_entry);
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && review_id_equal(sorted[i - 1].past->id, sorted[i].past->id))
            sorted[i].before = sorted[i - 1].past;
        steps[sorted[i].past - past] = sorted[i];
    }
    *ret = steps;
    return STATUS_OK;
}

static void add_body(struct json_writer *json, const char *key, const struct review_past *past)
{
    json_key(json, key);
    if (!past || !past->body.at)
        json_null(json);
    else
        json_raw(json, past->body);
}

static void add_json(struct text *out, const struct step *step)
{
    const struct review_past *past = step->past;
    char name[16];
    struct text at;
    struct json_writer json;
    text_init(&at, 0);
    instant_add_text(&at, past->at, NULL, INSTANT_FULL, -1);
    json_begin(&json, out);
    json_object(&json);
    json_member_uint(&json, "change", past->change);
    if (past->undoes) json_key(&json, "undoes");
    if (past->undoes) json_uint(&json, past->undoes);
    json_member_string(&json, "id", review_id_text(past->id, name));
    json_member_uint(&json, "version", past->version);
    json_member_string(&json, "at", at.at);
    json_member_string(&json, "by", past->by);
    json_member_string(&json, "why", past->why);
    add_body(&json, "before", step->before);
    add_body(&json, "after", past);
    json_object_end(&json);
    text_addc(out, '\n');
    text_release(&at);
}

static enum status add_text(struct desk *desk, struct text *out, const struct step *step,
                            bool first, struct error *error)
{
    const struct review_past *past = step->past, *earlier = step->before;
    char name[16];
    struct text old, new;
    text_init(&old, 0);
    text_init(&new, 0);
    if (first) {
        text_addf(out, "change %llu, ", (unsigned long long)past->change);
        instant_add_text(out, past->at, desk->zone, INSTANT_FULL, 0);
        text_adds(out, ", ");
        text_add_visible(out, span_of(past->by ? past->by : ""));
        if (past->undoes)
            text_addf(out, ", takes back change %llu", (unsigned long long)past->undoes);
        if (past->why && *past->why) text_adds(out, ": ");
        text_add_visible(out, span_of(past->why ? past->why : ""));
        text_addc(out, '\n');
    }
    text_addf(out, "  %s%s\n", review_id_text(past->id, name),
              !past->body.at             ? " taken out"
              : !earlier                 ? " new"
              : earlier->body.at == NULL ? " brought back"
                                         : "");
    enum status status = form_of(desk, earlier, &old, error);
    if (status == STATUS_OK) status = form_of(desk, past, &new, error);
    if (status == STATUS_OK) status = desk_difference(out, text_span(&old), text_span(&new), error);
    text_release(&old);
    text_release(&new);
    return status;
}

static enum status tell(struct desk *desk, const struct review_past *past, size_t count,
                        struct error *error)
{
    enum { PIECE = 1 << 16 };
    struct text out;
    struct step *steps = NULL;
    enum status status = find_before(past, count, desk->arena, &steps, error);
    if (status) return status;
    text_init(&out, 0);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        const bool first = i == 0 || past[i - 1].change != past[i].change;
        if (call_json(desk_call(desk)))
            add_json(&out, &steps[i]);
        else
            status = add_text(desk, &out, &steps[i], first, error);
        if (status == STATUS_OK && (out.len > PIECE || i + 1 == count))
            status = output_text(&desk_call(desk)->out, &out, error);
    }
    text_release(&out);
    return status;
}

static enum status look(struct desk *desk, struct error *error)
{
    struct review_id only = {0, 0};
    struct review_past *past = NULL;
    size_t used = 0, count = 0;
    const struct call *call = desk_call(desk);
    enum status status = desk_review(desk, 1, &used, error);
    bool one = call->operand_count > used;
    struct review_entry *entry = NULL;
    /* an id may be of an entry that was taken out; words are of one that is there */
    if (status == STATUS_OK && one &&
        review_id_read(span_of(call->operands[used]), &only, NULL) != STATUS_OK)
        status = desk_entry(desk, call->operands[used], &entry, error);
    if (entry) only = entry->id;
    if (status == STATUS_OK)
        status = store_history(desk->store, desk->review.number, one ? &only : NULL, desk->arena,
                               &past, &count, error);
    if (status == STATUS_OK && count == 0)
        status = error_set(error, STATUS_NOT_FOUND, "PM%u never had a %s", desk->review.number,
                           call->operands[used]);
    return status ? status : tell(desk, past, count, error);
}

static enum status run(struct call *call, struct error *error)
{
    return desk_run(call, false, look, error);
}

const struct command_spec command_history = {
    .name = "history",
    .operands = "[REVIEW] [ENTRY]",
    .most = 2,
    .summary = "what was changed, when, by whom and why, with before and after",
    .text = "Oldest first. Lines that begin with - were there before, lines with + came.",
    .example = "postmortem history PM1 E12",
    .run = run,
};
