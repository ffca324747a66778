/* `history`: every change with what was before and after. */
#include "command/desk.h"
#include "command/difference.h"

/* A body as people read it: the form without its comments; "" when there is none. */
static enum status form_of(struct desk *desk, const struct review_past *past, struct text *out,
                           struct error *error)
{
    struct review_entry *entry;
    struct text form;
    if (!past || !past->body.at) return STATUS_OK;
    enum status status =
        review_body_read(past->id.kind, past->body, &desk->call->arena, &entry, error);
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

/* How the entry was before; NULL when it is new. */
static const struct review_past *before(const struct review_past *past, size_t i)
{
    for (size_t j = i; j-- > 0;)
        if (review_id_equal(past[j].id, past[i].id)) return &past[j];
    return NULL;
}

static void add_body(struct json_writer *json, const char *key, const struct review_past *past)
{
    json_key(json, key);
    if (!past || !past->body.at)
        json_null(json);
    else
        json_raw(json, past->body);
}

static void add_json(struct text *out, const struct review_past *past, size_t i)
{
    char name[16];
    struct text at;
    struct json_writer json;
    text_init(&at, 0);
    instant_add_text(&at, past[i].at, NULL, INSTANT_FULL, -1);
    json_begin(&json, out);
    json_object(&json);
    json_key(&json, "change");
    json_uint(&json, past[i].change);
    if (past[i].undoes) json_key(&json, "undoes");
    if (past[i].undoes) json_uint(&json, past[i].undoes);
    json_key(&json, "id");
    json_string(&json, review_id_text(past[i].id, name));
    json_key(&json, "version");
    json_uint(&json, past[i].version);
    json_key(&json, "at");
    json_string(&json, at.at);
    json_key(&json, "by");
    json_string(&json, past[i].by);
    json_key(&json, "why");
    json_string(&json, past[i].why);
    add_body(&json, "before", before(past, i));
    add_body(&json, "after", &past[i]);
    json_object_end(&json);
    text_addc(out, '\n');
    text_release(&at);
}

static enum status add_text(struct desk *desk, struct text *out, const struct review_past *past,
                            size_t i, struct error *error)
{
    char name[16];
    struct text old, new;
    const struct review_past *earlier = before(past, i);
    text_init(&old, 0);
    text_init(&new, 0);
    if (i == 0 || past[i - 1].change != past[i].change) {
        text_addf(out, "change %llu, ", (unsigned long long)past[i].change);
        instant_add_text(out, past[i].at, desk->zone, INSTANT_FULL, 0);
        text_adds(out, ", ");
        text_add_visible(out, span_of(past[i].by ? past[i].by : ""));
        if (past[i].undoes)
            text_addf(out, ", takes back change %llu", (unsigned long long)past[i].undoes);
        if (past[i].why && *past[i].why) text_adds(out, ": ");
        text_add_visible(out, span_of(past[i].why ? past[i].why : ""));
        text_addc(out, '\n');
    }
    text_addf(out, "  %s%s\n", review_id_text(past[i].id, name),
              !past[i].body.at           ? " taken out"
              : !earlier                 ? " new"
              : earlier->body.at == NULL ? " brought back"
                                         : "");
    enum status status = form_of(desk, earlier, &old, error);
    if (status == STATUS_OK) status = form_of(desk, &past[i], &new, error);
    if (status == STATUS_OK) status = difference_add(out, text_span(&old), text_span(&new), error);
    text_release(&old);
    text_release(&new);
    return status;
}

static enum status tell(struct desk *desk, const struct review_past *past, size_t count,
                        struct error *error)
{
    enum { PIECE = 1 << 16 };
    struct text out;
    enum status status = STATUS_OK;
    text_init(&out, 0);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        if (call_json(desk->call))
            add_json(&out, past, i);
        else
            status = add_text(desk, &out, past, i, error);
        if (status == STATUS_OK && (out.len > PIECE || i + 1 == count))
            status = output_text(&desk->call->out, &out, error);
    }
    text_release(&out);
    return status;
}

static enum status look(struct desk *desk, struct error *error)
{
    struct review_id only = {0, 0};
    struct review_past *past = NULL;
    size_t used = 0, count = 0;
    const struct call *call = desk->call;
    enum status status = desk_review(desk, 1, &used, error);
    bool one = call->operand_count > used;
    struct review_entry *entry = NULL;
    /* an id may be of an entry that was taken out; words are of one that is there */
    if (status == STATUS_OK && one &&
        review_id_read(span_of(call->operands[used]), &only, NULL) != STATUS_OK)
        status = desk_entry(desk, call->operands[used], &entry, error);
    if (entry) only = entry->id;
    if (status == STATUS_OK)
        status = store_history(desk->store, desk->review.number, one ? &only : NULL,
                               &desk->call->arena, &past, &count, error);
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
