/* From a document to the findings that are shown, by the settings that hold where it lies. */
#include "command/lsp.h"
#include "desk/desk.h"

enum { GUARD_MEMORY = 256 << 20 };

struct checking {
    lsp_sink *sink;
    void *context;
    bool notes;
};

static enum status pass_on(void *context, const struct language_finding *finding,
                           struct error *error)
{
    const struct checking *checking = context;
    bool faint = finding->level == LANGUAGE_LEVEL_NOTE && !checking->notes;
    if (!finding->first || finding->dismissed || faint) return STATUS_OK;
    return checking->sink(checking->context, finding, error);
}

enum status lsp_guard(const struct lsp_server *server, const struct lsp_document *document,
                      bool writing, struct arena *arena, struct guard *ret, bool *ret_ignored,
                      struct error *error)
{
    const struct guard_wish wish = {.writing = writing};
    struct text path;
    text_init(&path, LSP_URI_MAX);
    bool has_path = lsp_path(text_span(&document->uri), &path);
    size_t folder = has_path ? (size_t)(strrchr(path.at, '/') - path.at) : 0;
    char *where = has_path ? arena_copy(arena, (struct span){path.at, folder + 1})
                           : arena_copy(arena, text_span(&server->root));
    enum status status =
        where ? desk_guard_find(where, &wish, arena, ret, error) : arena_full(arena, error);
    *ret_ignored = false;
    if (status == STATUS_OK && has_path)
        status = desk_guard_ignores(ret, path.at, arena, ret_ignored, error);
    text_release(&path);
    return status;
}

enum status lsp_check(const struct lsp_server *server, const struct lsp_document *document,
                      lsp_sink *sink, void *context, struct language_summary *ret,
                      struct error *error)
{
    struct checking checking = {sink, context, server->notes};
    struct arena arena;
    struct guard guard;
    bool ignored;
    arena_init(&arena, GUARD_MEMORY);
    enum status status = lsp_guard(server, document, false, &arena, &guard, &ignored, error);
    const struct language_request request = {.text = text_span(&document->text),
                                             .document = true,
                                             .field = LANGUAGE_FIELD_ANALYSIS,
                                             .settings = &guard.settings};
    if (status == STATUS_OK && !ignored)
        status = language_check(&request, pass_on, &checking, ret, error);
    arena_release(&arena);
    return status;
}
