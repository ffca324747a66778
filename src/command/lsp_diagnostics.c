/* Findings as diagnostics: handed out after each change, or when the client asks for them. */
#include "command/lsp.h"

enum severity { SEVERITY_ERROR = 1, SEVERITY_WARNING, SEVERITY_INFORMATION, SEVERITY_HINT };

static const enum severity severities[LANGUAGE_LEVEL_COUNT] = {
    [LANGUAGE_LEVEL_OFF] = SEVERITY_HINT,        [LANGUAGE_LEVEL_NOTE] = SEVERITY_HINT,
    [LANGUAGE_LEVEL_OFFER] = SEVERITY_HINT,      [LANGUAGE_LEVEL_HINT] = SEVERITY_INFORMATION,
    [LANGUAGE_LEVEL_WARNING] = SEVERITY_WARNING,
};

static void write_position(struct json_writer *json, const char *name, struct lsp_position position)
{
    json_member_object(json, name);
    json_member_uint(json, "line", position.line);
    json_member_uint(json, "character", position.character);
    json_object_end(json);
}

void lsp_write_range(struct json_writer *json, struct lsp_walk *walk, size_t from, size_t to)
{
    json_object(json);
    write_position(json, "start", lsp_walk_to(walk, from));
    write_position(json, "end", lsp_walk_to(walk, to));
    json_object_end(json);
}

void lsp_write_diagnostic(struct json_writer *json, struct lsp_walk *walk,
                          const struct language_finding *finding)
{
    char fingerprint[17];
    struct text message;
    language_fingerprint_text(finding->fingerprint, fingerprint);
    text_init(&message, 0);
    text_addf(&message, "%s\n%s", finding->question, finding->rule->why);
    json_object(json);
    json_key(json, "range");
    lsp_write_range(json, walk, finding->from.byte, finding->to.byte);
    json_member_int(json, "severity", severities[finding->level]);
    json_member_string(json, "code", finding->rule->id);
    json_member_string(json, "source", "postmortem");
    json_member_span(json, "message", text_span(&message));
    json_member_string(json, "data", fingerprint);
    json_object_end(json);
    text_release(&message);
}

/* What is to be told of the document beside its findings. */
static void write_notice(struct json_writer *json, struct lsp_walk *walk, size_t byte,
                         enum severity severity, const char *where, const char *message)
{
    struct text words;
    text_init(&words, 0);
    text_addf(&words, "%s%s%s", where, *where ? ": " : "", message);
    json_object(json);
    json_key(json, "range");
    lsp_write_range(json, walk, byte, byte);
    json_member_int(json, "severity", severity);
    json_member_string(json, "source", "postmortem");
    json_member_span(json, "message", text_span(&words));
    json_object_end(json);
    text_release(&words);
}

struct telling {
    struct json_writer *json;
    struct lsp_walk walk;
    size_t count;
};

static enum status tell(void *context, const struct language_finding *finding, struct error *error)
{
    struct telling *telling = context;
    if (telling->count == LSP_SHOWN_MAX)
        return error_set(error, STATUS_LIMIT, "more than %d findings: the others are not shown",
                         LSP_SHOWN_MAX);
    telling->count++;
    lsp_write_diagnostic(telling->json, &telling->walk, finding);
    return STATUS_OK;
}

/* The array of diagnostics. What kept the guard from its work is one of them, so that nobody takes
 * silence for a good text. */
static void write_all(const struct lsp_server *server, const struct lsp_document *document,
                      struct json_writer *json)
{
    struct telling telling = {.json = json,
                              .walk = {.text = text_span(&document->text), .utf16 = server->utf16}};
    struct language_summary summary = {0};
    struct error why = ERROR_NONE;
    json_array(json);
    if (lsp_check(server, document, tell, &telling, &summary, &why))
        write_notice(json, &telling.walk, 0, SEVERITY_ERROR, why.where, why.message);
    if (summary.remark_wrong)
        write_notice(json, &telling.walk, summary.remark_at.byte, SEVERITY_ERROR, "",
                     summary.remark_wrong);
    if (summary.off)
        write_notice(json, &telling.walk, 0, SEVERITY_HINT, "",
                     "This is not English, which is all that the guard reads.");
    json_array_end(json);
}

/* ---- handed out ---- */

static enum status publish(struct lsp_server *server, const struct lsp_document *document,
                           bool findings, struct error *error)
{
    struct lsp_message message;
    struct json_writer *json = &message.json;
    if (server->pulls) return STATUS_OK;
    lsp_begin_call(server, &message, "textDocument/publishDiagnostics", false);
    json_object(json);
    json_member_span(json, "uri", text_span(&document->uri));
    json_member_int(json, "version", document->version);
    json_key(json, "diagnostics");
    if (findings)
        write_all(server, document, json);
    else
        json_raw(json, SPAN("[]"));
    json_object_end(json);
    enum status status = lsp_send(server, &message, error);
    lsp_release(&message);
    return status;
}

enum status lsp_publish(struct lsp_server *server, const struct lsp_document *document,
                        struct error *error)
{
    return publish(server, document, true, error);
}

enum status lsp_publish_none(struct lsp_server *server, const struct lsp_document *document,
                             struct error *error)
{
    return publish(server, document, false, error);
}

enum status lsp_publish_all(struct lsp_server *server, struct error *error)
{
    enum status status = STATUS_OK;
    if (server->pulls && server->refreshes) {
        struct lsp_message message;
        lsp_begin_call(server, &message, "workspace/diagnostic/refresh", true);
        json_null(&message.json);
        status = lsp_send(server, &message, error);
        lsp_release(&message);
    }
    for (size_t i = 0; status == STATUS_OK && i < server->documents.count; i++)
        status = lsp_publish(server, &server->documents.items[i], error);
    return status;
}

/* ---- asked for ---- */

enum status lsp_diagnose(struct lsp_server *server, struct span params, struct json_writer *result,
                         struct error *error)
{
    struct lsp_document *document;
    enum status status = lsp_document_of(server, params, &document, error);
    if (status) return status;
    json_object(result);
    json_member_string(result, "kind", "full");
    json_key(result, "items");
    write_all(server, document, result);
    json_object_end(result);
    return STATUS_OK;
}
