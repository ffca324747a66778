/* What client and server tell each other at the start. */
#include "command/lsp.h"

static bool lists(struct span array, const char *word)
{
    struct json_reader reader;
    struct span item;
    if (!lsp_list(array, &reader)) return false;
    while (lsp_next(&reader, &item))
        if (span_is(item, word)) return true;
    return false;
}

/* UTF-8 saves work; UTF-16 is what a client that says nothing means. */
static bool wants_utf16(struct span params)
{
    return !lists(lsp_part(params, "capabilities.general.positionEncodings"), "utf-8");
}

static bool wants_plain(struct span params)
{
    struct span formats = lsp_part(params, "capabilities.textDocument.hover.contentFormat");
    return formats.len && !lists(formats, "markdown");
}

static void note_root(struct lsp_server *server, struct span params)
{
    struct text uri;
    text_init(&uri, LSP_URI_MAX);
    if (lsp_text(params, "workspaceFolders.0.uri", &uri) || lsp_text(params, "rootUri", &uri))
        lsp_path(text_span(&uri), &server->root);
    text_release(&uri);
}

static void write_sync(struct json_writer *json)
{
    enum { SYNC_INCREMENTAL = 2 };
    json_member_object(json, "textDocumentSync");
    json_member_bool(json, "openClose", true);
    json_member_int(json, "change", SYNC_INCREMENTAL);
    json_member_bool(json, "save", true);
    json_object_end(json);
}

static void write_capabilities(const struct lsp_server *server, struct json_writer *json)
{
    json_object(json);
    json_member_string(json, "positionEncoding", server->utf16 ? "utf-16" : "utf-8");
    write_sync(json);
    json_member_bool(json, "hoverProvider", true);
    json_member_object(json, "codeActionProvider");
    json_member_array(json, "codeActionKinds");
    json_string(json, "quickfix");
    json_array_end(json);
    json_object_end(json);
    json_member_object(json, "executeCommandProvider");
    json_member_array(json, "commands");
    json_string(json, LSP_SET_ASIDE);
    json_array_end(json);
    json_object_end(json);
    if (server->pulls) {
        json_member_object(json, "diagnosticProvider");
        json_member_string(json, "identifier", "postmortem");
        json_member_bool(json, "interFileDependencies", false);
        json_member_bool(json, "workspaceDiagnostics", false);
        json_object_end(json);
    }
    json_object_end(json);
}

enum status lsp_initialize(struct lsp_server *server, struct span params,
                           struct json_writer *result, struct error *error)
{
    (void)error;
    server->stage = LSP_RUNNING;
    server->utf16 = wants_utf16(params);
    server->plain_hover = wants_plain(params);
    server->pulls = lsp_part(params, "capabilities.textDocument.diagnostic").len > 0;
    server->refreshes = lsp_true(params, "capabilities.workspace.diagnostics.refreshSupport");
    server->watches =
        lsp_true(params, "capabilities.workspace.didChangeWatchedFiles.dynamicRegistration");
    server->versioned_edits =
        lsp_true(params, "capabilities.workspace.workspaceEdit.documentChanges");
    server->notes = lsp_true(params, "initializationOptions.notes");
    note_root(server, params);
    json_object(result);
    json_key(result, "capabilities");
    write_capabilities(server, result);
    json_member_object(result, "serverInfo");
    json_member_string(result, "name", "postmortem");
    json_member_string(result, "version", POSTMORTEM_VERSION);
    json_object_end(result);
    json_object_end(result);
    return STATUS_OK;
}

/* Asks to be told when settings or what was set aside change on disk. */
enum status lsp_initialized(struct lsp_server *server, struct span params,
                            struct json_writer *result, struct error *error)
{
    struct lsp_message message;
    struct json_writer *json = &message.json;
    (void)params, (void)result;
    if (!server->watches) return STATUS_OK;
    lsp_begin_call(server, &message, "client/registerCapability", true);
    json_object(json);
    json_member_array(json, "registrations");
    json_object(json);
    json_member_string(json, "id", "settings");
    json_member_string(json, "method", "workspace/didChangeWatchedFiles");
    json_member_object(json, "registerOptions");
    json_member_array(json, "watchers");
    json_object(json);
    json_member_string(json, "globPattern", "**/.postmortem-guard*");
    json_object_end(json);
    json_array_end(json);
    json_object_end(json);
    json_object_end(json);
    json_array_end(json);
    json_object_end(json);
    enum status status = lsp_send(server, &message, error);
    lsp_release(&message);
    return status;
}
