/* What a person may do about a finding: set it aside, or take its question to the meeting. */
#include "command/lsp.h"

/* Reasons that a person may choose from; a client that asks for words of one's own may send any. */
static const char *const reasons[] = {
    "it tells of a machine",
    "these are somebody's own words",
    "agreed in the review",
};

struct offering {
    const struct lsp_server *server;
    const struct lsp_document *document;
    struct json_writer *json;
    struct lsp_walk walk;
    size_t from, to; /* what the client asks about */
    size_t count;
};

static void begin_action(struct offering *offering, const struct language_finding *finding,
                         const char *title)
{
    struct json_writer *json = offering->json;
    json_object(json);
    json_member_string(json, "title", title);
    json_member_string(json, "kind", "quickfix");
    json_member_array(json, "diagnostics");
    lsp_write_diagnostic(json, &offering->walk, finding);
    json_array_end(json);
}

static void offer_aside(struct offering *offering, const struct language_finding *finding,
                        const char *reason)
{
    struct json_writer *json = offering->json;
    char fingerprint[17];
    struct text title;
    language_fingerprint_text(finding->fingerprint, fingerprint);
    text_init(&title, 0);
    text_addf(&title, "Set aside for this sentence: %s", reason);
    begin_action(offering, finding, title.at);
    json_member_object(json, "command");
    json_member_string(json, "title", title.at);
    json_member_string(json, "command", LSP_SET_ASIDE);
    json_member_array(json, "arguments");
    json_object(json);
    json_member_span(json, "uri", text_span(&offering->document->uri));
    json_member_string(json, "fingerprint", fingerprint);
    json_member_string(json, "reason", reason);
    json_object_end(json);
    json_array_end(json);
    json_object_end(json);
    json_object_end(json);
    text_release(&title);
}

static void write_edits(struct offering *offering, const struct lsp_insertion *insertion)
{
    struct json_writer *json = offering->json;
    json_array(json);
    json_object(json);
    json_key(json, "range");
    lsp_write_range(json, &offering->walk, insertion->byte, insertion->byte);
    json_member_span(json, "newText", text_span(&insertion->words));
    json_object_end(json);
    json_array_end(json);
}

/* Offers an edit, and takes the insertion. */
static void offer_edit(struct offering *offering, const struct language_finding *finding,
                       const char *title, struct lsp_insertion *insertion)
{
    struct json_writer *json = offering->json;
    begin_action(offering, finding, title);
    json_member_object(json, "edit");
    if (offering->server->versioned_edits) {
        json_member_array(json, "documentChanges");
        json_object(json);
        json_member_object(json, "textDocument");
        json_member_span(json, "uri", text_span(&offering->document->uri));
        json_member_int(json, "version", offering->document->version);
        json_object_end(json);
        json_key(json, "edits");
        write_edits(offering, insertion);
        json_object_end(json);
        json_array_end(json);
    } else {
        json_member_object(json, "changes");
        json_key(json, offering->document->uri.at);
        write_edits(offering, insertion);
        json_object_end(json);
    }
    json_object_end(json);
    json_object_end(json);
    text_release(&insertion->words);
}

static enum status offer(void *context, const struct language_finding *finding, struct error *error)
{
    struct offering *offering = context;
    struct lsp_insertion insertion;
    struct span text = text_span(&offering->document->text);
    (void)error;
    if (finding->from.byte > offering->to || finding->to.byte < offering->from) return STATUS_OK;
    if (offering->count++ >= LSP_OFFERED_MAX) return STATUS_OK;
    lsp_insert_question(text, finding, &insertion);
    offer_edit(offering, finding, "Turn into a question for the meeting", &insertion);
    for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++)
        offer_aside(offering, finding, reasons[i]);
    lsp_insert_remark(finding, &insertion);
    offer_edit(offering, finding, "Set aside by a remark in the text", &insertion);
    return STATUS_OK;
}

/* Whether the client asks for actions of this kind, or for any. */
static bool wants_fixes(struct span params)
{
    struct json_reader reader;
    struct span kind;
    if (!lsp_list(lsp_part(params, "context.only"), &reader)) return true;
    while (lsp_next(&reader, &kind))
        if (kind.len == 0 || span_is(kind, "quickfix")) return true;
    return false;
}

enum status lsp_code_action(struct lsp_server *server, struct span params,
                            struct json_writer *result, struct error *error)
{
    struct lsp_document *document;
    struct lsp_position start, end;
    struct language_summary summary;
    struct span range = lsp_part(params, "range");
    enum status status = lsp_document_of(server, params, &document, error);
    if (status) return status;
    if (!lsp_read_position(range, "start", &start) || !lsp_read_position(range, "end", &end))
        return error_set(error, STATUS_BAD_INPUT, "no range is given");
    struct span text = text_span(&document->text);
    struct offering offering = {.server = server,
                                .document = document,
                                .json = result,
                                .walk = {.text = text, .utf16 = server->utf16},
                                .from = lsp_byte_of(text, start, server->utf16),
                                .to = lsp_byte_of(text, end, server->utf16)};
    json_array(result);
    if (wants_fixes(params))
        status = lsp_check(server, document, offer, &offering, &summary, error);
    json_array_end(result);
    return status;
}
