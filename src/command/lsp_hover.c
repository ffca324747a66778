/* What stands behind a finding: the question, why it matters, the way out. */
#include "command/lsp.h"

struct pointing {
    size_t byte;
    bool found;
    struct language_finding finding;
};

static enum status look(void *context, const struct language_finding *finding, struct error *error)
{
    struct pointing *pointing = context;
    (void)error;
    if (pointing->found || finding->from.byte > pointing->byte || finding->to.byte < pointing->byte)
        return STATUS_OK;
    pointing->found = true;
    pointing->finding = *finding;
    return STATUS_OK;
}

static void add_words(struct text *out, const struct language_finding *finding, bool plain)
{
    const struct language_rule *rule = finding->rule;
    const struct language_about_class *class = &language_classes[rule->class];
    text_addf(out, plain ? "%s\n\n%s\n\n" : "**%s**\n\n%s\n\n", finding->question, rule->why);
    text_addf(out, plain ? "Way out: %s\n\n" : "*Way out:* %s\n\n", class->way_out);
    if (class->bias)
        text_addf(out, plain ? "Behind it: %s\n\n" : "*Behind it:* %s\n\n", class->bias);
    text_addf(out, plain ? "%s: %s\n" : "`%s` %s\n", rule->id, rule->title);
}

enum status lsp_hover(struct lsp_server *server, struct span params, struct json_writer *result,
                      struct error *error)
{
    struct lsp_document *document;
    struct lsp_position position;
    struct language_summary summary;
    struct pointing pointing = {0};
    enum status status = lsp_document_of(server, params, &document, error);
    if (status) return status;
    if (!lsp_read_position(params, "position", &position))
        return error_set(error, STATUS_BAD_INPUT, "no position is given");
    struct span text = text_span(&document->text);
    pointing.byte = lsp_byte_of(text, position, server->utf16);
    status = lsp_check(server, document, look, &pointing, &summary, error);
    if (status) return status;
    if (!pointing.found) {
        json_null(result);
        return STATUS_OK;
    }
    struct lsp_walk walk = {.text = text, .utf16 = server->utf16};
    struct text words;
    text_init(&words, 0);
    add_words(&words, &pointing.finding, server->plain_hover);
    json_object(result);
    json_member_object(result, "contents");
    json_member_string(result, "kind", server->plain_hover ? "plaintext" : "markdown");
    json_member_span(result, "value", text_span(&words));
    json_object_end(result);
    json_key(result, "range");
    lsp_write_range(result, &walk, pointing.finding.from.byte, pointing.finding.to.byte);
    json_object_end(result);
    text_release(&words);
    return STATUS_OK;
}
