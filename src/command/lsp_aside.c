/* Sets a finding aside for its sentence: into the baseline, which the whole team shares. */
#include "command/lsp.h"
#include "desk/desk.h"

enum { GUARD_MEMORY = 256 << 20, REASON_MAX = 1000 };

struct aside {
    uint64_t fingerprint;
    struct span text;
    const char *reason;
    struct arena arena;
    struct guard_dismissal dismissal;
    bool found;
};

static enum status look(void *context, const struct language_finding *finding, struct error *error)
{
    struct aside *aside = context;
    if (aside->found || finding->fingerprint != aside->fingerprint) return STATUS_OK;
    aside->found = true;
    return desk_guard_dismissal_of(finding, aside->text, aside->reason, &aside->arena,
                                   &aside->dismissal, error);
}

static enum status write_down(struct lsp_server *server, const struct lsp_document *document,
                              struct aside *aside, struct error *error)
{
    struct language_summary summary;
    struct guard guard;
    bool ignored;
    enum status status = lsp_check(server, document, look, aside, &summary, error);
    if (status) return status;
    if (!aside->found)
        return error_set(error, STATUS_NOT_FOUND,
                         "this sentence is not there any more, or is set aside already");
    status = lsp_guard(server, document, true, &aside->arena, &guard, &ignored, error);
    if (status == STATUS_OK)
        status =
            desk_guard_baseline_add(&guard.baseline, &aside->dismissal, 1, &aside->arena, error);
    return status;
}

/* What the command is called with. */
static enum status read_call(struct lsp_server *server, struct span call, struct text *reason,
                             struct lsp_document **ret, uint64_t *ret_fingerprint,
                             struct error *error)
{
    struct text word;
    struct lsp_document *document = NULL;
    uint64_t fingerprint = 0;
    text_init(&word, LSP_URI_MAX);
    if (lsp_text(call, "uri", &word))
        document = lsp_documents_find(&server->documents, text_span(&word));
    bool named = lsp_text(call, "fingerprint", &word) &&
                 language_fingerprint_read(text_span(&word), &fingerprint);
    bool reasoned = lsp_text(call, "reason", reason) && text_status(reason, NULL) == STATUS_OK &&
                    desk_guard_is_reason(text_span(reason));
    text_release(&word);
    if (!document) return error_set(error, STATUS_BAD_INPUT, "this document is not open");
    if (!named) return error_set(error, STATUS_BAD_INPUT, "no finding is named by its fingerprint");
    if (!reasoned)
        return error_set(error, STATUS_BAD_INPUT,
                         "a reason is needed, on one line of at most %d bytes", REASON_MAX);
    *ret = document;
    *ret_fingerprint = fingerprint;
    return STATUS_OK;
}

enum status lsp_execute(struct lsp_server *server, struct span params, struct json_writer *result,
                        struct error *error)
{
    struct lsp_document *document = NULL;
    struct aside aside = {0};
    struct text reason;
    if (!lsp_is(params, "command", LSP_SET_ASIDE))
        return error_set(error, STATUS_BAD_INPUT, "there is no such command; there is %s",
                         LSP_SET_ASIDE);
    text_init(&reason, REASON_MAX);
    arena_init(&aside.arena, GUARD_MEMORY);
    enum status status = read_call(server, lsp_part(params, "arguments.0"), &reason, &document,
                                   &aside.fingerprint, error);
    if (status == STATUS_OK) {
        aside.reason = reason.at;
        aside.text = text_span(&document->text);
        status = write_down(server, document, &aside, error);
    }
    arena_release(&aside.arena);
    text_release(&reason);
    if (status) return status;
    json_null(result);
    return lsp_publish_all(server, error);
}
