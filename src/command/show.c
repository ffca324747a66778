#include "command/record.h"

enum { WINDOW = 64 * 1024 };

/* "S3" or "S3:1200-1300": bytes from 1200 up to, not including, 1300. */
static enum status read_place(struct call *call, const struct workspace *workspace,
                              uint32_t *ret_number, uint64_t *from, uint64_t *to,
                              struct error *error)
{
    struct span rest = span_of(call->operands[0]);
    const char *colon = strrchr(call->operands[0], ':');
    struct span name = rest;
    *from = 0;
    *to = UINT64_MAX;
    if (colon) {
        struct span range = span_of(colon + 1), low = span_cut(&range, '-');
        bool good = span_to_u64(low, from) && span_to_u64(range, to);
        if (good) name = span_sub(rest, 0, (size_t)(colon - rest.at));
        if (!good) *from = 0, *to = UINT64_MAX;
    }
    const char *which = arena_copy(&call->arena, name);
    if (!which) return arena_full(&call->arena, error);
    return desk_source(workspace->stored, workspace->count, which, ret_number, error);
}

/* On a terminal control bytes are shown, not obeyed; in a pipe the bytes are the evidence's own. */
static enum status print(struct call *call, struct span bytes, struct error *error)
{
    if (!call->out_terminal) return call->out.write(call->out.context, bytes, error);
    struct text out;
    enum status status = STATUS_OK;
    text_init(&out, 0);
    while (bytes.len && status == STATUS_OK) {
        struct span line = span_cut(&bytes, '\n');
        text_add_visible(&out, span_sub(line, 0, WINDOW));
        if (line.len > WINDOW) text_addf(&out, " ... %zu more bytes", line.len - WINDOW);
        text_addc(&out, '\n');
        if (out.len > WINDOW || bytes.len == 0) status = output_text(&call->out, &out, error);
    }
    text_release(&out);
    return status;
}

static enum status show(struct call *call, const struct workspace *workspace, struct error *error)
{
    uint32_t number = 0;
    uint64_t from, to;
    struct span content;
    enum status status = read_place(call, workspace, &number, &from, &to, error);
    if (status) return status;
    const struct store_source *source = &workspace->stored[number];
    status = evidence_content_open(workspace->depot, &source->facts, source->capture.packing,
                                   &content, error);
    if (status) return status;
    if (from > content.len || to < from)
        status =
            error_set(error, STATUS_NOT_FOUND, "S%u has %zu bytes: there is no such range in it",
                      source->id, content.len);
    else
        status = print(call, span_sub(content, (size_t)from, (size_t)(to - from)), error);
    evidence_content_close(content);
    return status;
}

static enum status show_source(struct call *call, struct error *error)
{
    struct workspace workspace;
    enum status status = workspace_load(call, 0, false, &workspace, error);
    if (status) return status;
    status = show(call, &workspace, error);
    workspace_release(&workspace);
    return status;
}

static enum status run(struct call *call, struct error *error)
{
    bool review;
    enum status status = record_is_meant(call, &review, error);
    if (status) return status;
    return review ? record_show(call, error) : show_source(call, error);
}

static const struct option_spec options[] = {
    {"as-known", 0, "TIME", "the record as it could be known then; also an event, such as E12"},
    {"role", 0, "ROLE", "with --as-known: to this role"},
    {"zone", 'z', "ZONE", "show times in this zone (default: the review's, else UTC)"},
    {NULL, 0, NULL, NULL},
};

const struct command_spec command_show = {
    .name = "show",
    .operands = "[REVIEW [ENTRY] | SOURCE[:FROM-TO]]",
    .most = 2,
    .summary = "show the reviews, one of them, one entry, or the bytes of a source",
    .text =
        "Without operands the reviews are listed. A review is named by PM7, 7, its uid, or a part "
        "of its title that only one has.\n\n"
        "S3:120400-120644 prints what a timeline row or a report cites: in a pipe the bytes come "
        "unchanged, on a terminal control bytes are made visible.",
    .example = "postmortem show PM1 E12",
    .options = options,
    .run = run,
};
