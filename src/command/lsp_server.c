/* From messages to calls: JSON-RPC 2.0 as the protocol has it, without batches. */
#include "command/lsp.h"

/* Codes of errors, from JSON-RPC and the protocol. */
#define LSP_ERRORS(X)                                                                              \
    X(PARSE, -32700)                                                                               \
    X(INVALID_REQUEST, -32600)                                                                     \
    X(METHOD_NOT_FOUND, -32601)                                                                    \
    X(INVALID_PARAMS, -32602)                                                                      \
    X(INTERNAL, -32603)                                                                            \
    X(NOT_INITIALIZED, -32002)                                                                     \
    X(REQUEST_FAILED, -32803)
enum lsp_error {
#define X(NAME, code) LSP_ERROR_##NAME = (code),
    LSP_ERRORS(X)
#undef X
};

void lsp_server_init(struct lsp_server *server, const struct report_sink *out)
{
    *server = (struct lsp_server){.out = out, .utf16 = true};
    lsp_frame_init(&server->frame);
    text_init(&server->root, LSP_URI_MAX);
}

void lsp_server_release(struct lsp_server *server)
{
    lsp_frame_release(&server->frame);
    lsp_documents_release(&server->documents);
    text_release(&server->root);
}

/* ---- documents come, change and go ---- */

enum status lsp_document_of(struct lsp_server *server, struct span params,
                            struct lsp_document **ret, struct error *error)
{
    struct text uri;
    text_init(&uri, LSP_URI_MAX);
    bool named = lsp_text(params, "textDocument.uri", &uri);
    struct lsp_document *document =
        named ? lsp_documents_find(&server->documents, text_span(&uri)) : NULL;
    text_release(&uri);
    if (!named) return error_set(error, STATUS_BAD_INPUT, "no document is named");
    if (!document) return error_set(error, STATUS_NOT_FOUND, "this document is not open");
    *ret = document;
    return STATUS_OK;
}

static bool read_version(struct span params, int64_t *ret)
{
    uint64_t version;
    if (!lsp_number(params, "textDocument.version", &version) || version > INT64_MAX) return false;
    *ret = (int64_t)version;
    return true;
}

/* Lets go of a document whose text is not known any more, and takes its findings back. */
static enum status drop(struct lsp_server *server, struct lsp_document *document,
                        struct error *error)
{
    enum status status = lsp_publish_none(server, document, error);
    lsp_documents_close(&server->documents, document);
    return status;
}

static enum status did_open(struct lsp_server *server, struct span params,
                            struct json_writer *result, struct error *error)
{
    struct lsp_document *document = NULL;
    struct text uri;
    (void)result;
    text_init(&uri, LSP_URI_MAX);
    enum status status = STATUS_OK;
    if (!lsp_text(params, "textDocument.uri", &uri))
        status = error_set(error, STATUS_BAD_INPUT, "a document without a name was opened");
    if (status == STATUS_OK) status = text_status(&uri, error);
    if (status == STATUS_OK)
        status = lsp_documents_open(&server->documents, text_span(&uri), &document, error);
    text_release(&uri);
    if (status) return status;
    document->version = 0;
    read_version(params, &document->version);
    if (!lsp_text(params, "textDocument.text", &document->text))
        status = error_set(error, STATUS_BAD_INPUT, "a document without a text was opened");
    else if (text_status(&document->text, NULL))
        status = error_set(error, STATUS_LIMIT, "a document of more than %d MB is not looked at",
                           LSP_TEXT_MAX >> 20);
    if (status == STATUS_OK) return lsp_publish(server, document, error);
    /* ignoring: the reason why it is let go is told */
    (void)drop(server, document, NULL);
    return status;
}

static enum status did_change(struct lsp_server *server, struct span params,
                              struct json_writer *result, struct error *error)
{
    struct lsp_document *document;
    (void)result;
    /* One that was not taken (too long, too many) has been told of when it was opened. */
    if (lsp_document_of(server, params, &document, NULL)) return STATUS_OK;
    read_version(params, &document->version);
    enum status status =
        lsp_document_change(document, lsp_part(params, "contentChanges"), server->utf16, error);
    if (status == STATUS_OK) return lsp_publish(server, document, error);
    /* ignoring: the reason why it is let go is told */
    (void)drop(server, document, NULL);
    return status;
}

static enum status did_close(struct lsp_server *server, struct span params,
                             struct json_writer *result, struct error *error)
{
    struct lsp_document *document;
    (void)result;
    if (lsp_document_of(server, params, &document, NULL)) return STATUS_OK;
    return drop(server, document, error);
}

/* Settings may have changed: with a saved document, a watched file, or anything else. */
static enum status look_again(struct lsp_server *server, struct span params,
                              struct json_writer *result, struct error *error)
{
    (void)params, (void)result;
    return lsp_publish_all(server, error);
}

/* ---- the end ---- */

static enum status shut_down(struct lsp_server *server, struct span params,
                             struct json_writer *result, struct error *error)
{
    (void)params, (void)error;
    server->stage = LSP_SHUT_DOWN;
    json_null(result);
    return STATUS_OK;
}

static enum status end(struct lsp_server *server, struct span params, struct json_writer *result,
                       struct error *error)
{
    (void)params, (void)result, (void)error;
    server->ended_well = server->stage == LSP_SHUT_DOWN;
    server->stage = LSP_ENDED;
    return STATUS_OK;
}

/* ---- calls ---- */

static const struct lsp_method {
    const char *name;
    bool answers; /* a request; else a notification */
    lsp_run *run;
} methods[] = {
    {"initialize", true, lsp_initialize},
    {"initialized", false, lsp_initialized},
    {"shutdown", true, shut_down},
    {"exit", false, end},
    {"textDocument/didOpen", false, did_open},
    {"textDocument/didChange", false, did_change},
    {"textDocument/didClose", false, did_close},
    {"textDocument/didSave", false, look_again},
    {"workspace/didChangeConfiguration", false, look_again},
    {"workspace/didChangeWatchedFiles", false, look_again},
    {"textDocument/diagnostic", true, lsp_diagnose},
    {"textDocument/hover", true, lsp_hover},
    {"textDocument/codeAction", true, lsp_code_action},
    {"workspace/executeCommand", true, lsp_execute},
};

static const struct lsp_method *method_named(struct span name, bool answers)
{
    for (size_t i = 0; i < sizeof methods / sizeof methods[0]; i++)
        if (methods[i].answers == answers && span_is(name, methods[i].name)) return &methods[i];
    return NULL;
}

/* What a message is: which of these it has. */
struct incoming {
    struct span id; /* JSON; empty: none */
    struct text method;
    struct span params;
    bool answer; /* to a request of ours */
};

static void write_id(struct json_writer *json, struct span id)
{
    json_key(json, "id");
    if (id.len)
        json_raw(json, id);
    else
        json_null(json);
}

static enum status refuse(struct lsp_server *server, struct span id, enum lsp_error code,
                          const char *message, struct error *error)
{
    struct lsp_message answer;
    lsp_begin(&answer);
    write_id(&answer.json, id);
    json_member_object(&answer.json, "error");
    json_member_int(&answer.json, "code", code);
    json_member_string(&answer.json, "message", message);
    json_object_end(&answer.json);
    enum status status = lsp_send(server, &answer, error);
    lsp_release(&answer);
    return status;
}

static enum lsp_error code_of(enum status status)
{
    switch (status) {
    case STATUS_BAD_INPUT: return LSP_ERROR_INVALID_PARAMS;
    case STATUS_NO_MEMORY: return LSP_ERROR_INTERNAL;
    default: return LSP_ERROR_REQUEST_FAILED;
    }
}

static enum status answer_request(struct lsp_server *server, const struct incoming *call,
                                  struct error *error)
{
    bool first = span_is(text_span(&call->method), "initialize");
    if (server->stage == LSP_NEW && !first)
        return refuse(server, call->id, LSP_ERROR_NOT_INITIALIZED,
                      "the first request has to be initialize", error);
    if (server->stage == LSP_SHUT_DOWN || (first && server->stage != LSP_NEW))
        return refuse(server, call->id, LSP_ERROR_INVALID_REQUEST,
                      first ? "initialize comes once" : "after shutdown only exit may come", error);
    const struct lsp_method *method = method_named(text_span(&call->method), true);
    if (!method)
        return refuse(server, call->id, LSP_ERROR_METHOD_NOT_FOUND, "there is no such method",
                      error);
    struct error why = ERROR_NONE;
    struct lsp_message answer;
    lsp_begin(&answer);
    write_id(&answer.json, call->id);
    json_key(&answer.json, "result");
    enum status status = method->run(server, call->params, &answer.json, &why);
    if (status == STATUS_OK) status = text_status(&answer.text, &why);
    if (status == STATUS_PIPE_CLOSED)
        error_set(error, status, "%s", why.message);
    else if (status)
        status = refuse(server, call->id, code_of(status), why.message, error);
    else
        status = lsp_send(server, &answer, error);
    lsp_release(&answer);
    return status;
}

static enum status take_notification(struct lsp_server *server, const struct incoming *call,
                                     struct error *error)
{
    const struct lsp_method *method = method_named(text_span(&call->method), false);
    if (!method || (server->stage != LSP_RUNNING && method->run != end)) return STATUS_OK;
    struct error why = ERROR_NONE;
    enum status status = method->run(server, call->params, NULL, &why);
    if (status == STATUS_OK) return STATUS_OK;
    if (status != STATUS_PIPE_CLOSED) return lsp_show_error(server, &why, error);
    return error_set(error, status, "%s", why.message);
}

/* False when it is no call and no answer. An id stays as it was written. */
static bool understand(struct span message, struct incoming *ret)
{
    struct json_token token;
    struct span raw;
    bool has_id = json_find(message, "id", &token, &raw);
    if (has_id && token.type != JSON_STRING && token.type != JSON_NUMBER) return false;
    if (has_id && token.type == JSON_STRING) raw = (struct span){raw.at - 1, raw.len + 2};
    if (has_id) ret->id = raw;
    ret->params = lsp_part(message, "params");
    ret->answer = has_id && (json_find(message, "result", NULL, NULL) ||
                             json_find(message, "error", NULL, NULL));
    bool named = lsp_text(message, "method", &ret->method);
    return lsp_is(message, "jsonrpc", "2.0") && (named || ret->answer);
}

/* Reads all of it once, so that what follows only meets good JSON. */
static bool is_json(struct span message, enum json_type *ret_first, struct error *error)
{
    struct json_reader reader;
    struct json_token token;
    json_open(&reader, message);
    if (json_next(&reader, &token, error)) return false;
    *ret_first = token.type;
    while (token.type != JSON_END)
        if (json_next(&reader, &token, error)) return false;
    return true;
}

static enum status take_message(struct lsp_server *server, struct span message, struct error *error)
{
    struct error why = ERROR_NONE;
    enum json_type first;
    if (!is_json(message, &first, &why))
        return refuse(server, (struct span){0}, LSP_ERROR_PARSE, why.message, error);
    if (first != JSON_OBJECT)
        return refuse(server, (struct span){0}, LSP_ERROR_INVALID_REQUEST,
                      "a message is one object; batches are not part of this protocol", error);
    struct incoming call = {0};
    text_init(&call.method, 0);
    enum status status = STATUS_OK;
    if (!understand(message, &call))
        status = refuse(server, call.id, LSP_ERROR_INVALID_REQUEST,
                        "this is neither a request nor a notification of JSON-RPC 2.0", error);
    else if (!call.answer && call.id.len)
        status = answer_request(server, &call, error);
    else if (!call.answer)
        status = take_notification(server, &call, error);
    text_release(&call.method);
    return status;
}

/* Where the next message begins is not known: tells the client, and ends. */
static enum status give_up(struct lsp_server *server, const struct error *why, struct error *error)
{
    enum status status = refuse(server, (struct span){0}, LSP_ERROR_PARSE, why->message, error);
    return status ? status : error_set(error, why->status, "%s", why->message);
}

enum status lsp_server_take(struct lsp_server *server, struct span bytes, struct error *error)
{
    enum lsp_event event = LSP_MESSAGE;
    enum status status = STATUS_OK;
    while (status == STATUS_OK && server->stage != LSP_ENDED && (bytes.len || event != LSP_MORE)) {
        struct error why = ERROR_NONE;
        if (lsp_frame_take(&server->frame, &bytes, &event, &why))
            status = give_up(server, &why, error);
        else if (event == LSP_TOO_LONG)
            status = refuse(server, (struct span){0}, LSP_ERROR_INVALID_REQUEST,
                            "a message longer than 64 MB is passed over", error);
        else if (event == LSP_MESSAGE)
            status = take_message(server, text_span(&server->frame.bytes), error);
    }
    return status;
}
