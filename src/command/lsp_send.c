/* Messages to the client. */
#include "command/lsp.h"

void lsp_begin(struct lsp_message *message)
{
    text_init(&message->text, LSP_ANSWER_MAX);
    json_begin(&message->json, &message->text);
    json_object(&message->json);
    json_member_string(&message->json, "jsonrpc", "2.0");
}

void lsp_begin_call(struct lsp_server *server, struct lsp_message *message, const char *method,
                    bool asks)
{
    lsp_begin(message);
    if (asks) json_member_uint(&message->json, "id", ++server->asked);
    json_member_string(&message->json, "method", method);
    json_key(&message->json, "params");
}

enum status lsp_send(struct lsp_server *server, struct lsp_message *message, struct error *error)
{
    struct text header;
    json_object_end(&message->json);
    enum status status = text_status(&message->text, error);
    if (status) return status;
    text_init(&header, 0);
    text_addf(&header, "Content-Length: %zu\r\n\r\n", message->text.len);
    status = output_text(server->out, &header, error);
    if (status == STATUS_OK) status = output_text(server->out, &message->text, error);
    text_release(&header);
    return status;
}

void lsp_release(struct lsp_message *message)
{
    text_release(&message->text);
}

enum status lsp_show_error(struct lsp_server *server, const struct error *what, struct error *error)
{
    enum { TYPE_ERROR = 1 };
    struct lsp_message message;
    lsp_begin_call(server, &message, "window/showMessage", false);
    json_object(&message.json);
    json_member_int(&message.json, "type", TYPE_ERROR);
    json_member_string(&message.json, "message", what->message);
    json_object_end(&message.json);
    enum status status = lsp_send(server, &message, error);
    lsp_release(&message);
    return status;
}
