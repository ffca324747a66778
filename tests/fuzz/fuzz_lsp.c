/*
 * The language server's loop: framing, JSON, edits, answers.
 *
 * Each line of the input becomes a message with a right header, behind a first one that begins the
 * session and one that opens a document; a line that begins with '!' goes in as it is. Whatever
 * comes, each message of the server has a right header and is JSON, and the text that edits made
 * is within its bound.
 */
#include "tests/fuzz/fuzz.h"

#include "command/lsp.h"

#include <assert.h>

static const char begin[] =
    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"capabilities\":{}}}";
static const char open_one[] =
    "{\"jsonrpc\":\"2.0\",\"method\":\"textDocument/"
    "didOpen\",\"params\":{\"textDocument\":{\"uri\":"
    "\"a:b\",\"version\":1,\"text\":\"# Analysis\\n\\nThe operator failed to notice the "
    "alarm.\\r\\n\\r\\nIt was \\ud83d\\udc4d human error.\\n\"}}}";

static enum status keep(void *context, struct span bytes, struct error *error)
{
    text_add(context, bytes);
    return text_status(context, error);
}

static void answers_are_right(const struct text *answers)
{
    struct span rest = text_span(answers);
    struct lsp_frame frame;
    enum lsp_event event = LSP_MORE;
    lsp_frame_init(&frame);
    do {
        enum status status = lsp_frame_take(&frame, &rest, &event, NULL);
        assert(status == STATUS_OK && event != LSP_TOO_LONG);
        if (event == LSP_MESSAGE) assert(json_find(text_span(&frame.bytes), "jsonrpc", NULL, NULL));
    } while (event != LSP_MORE);
    assert(rest.len == 0 && frame.part == LSP_HEADER && frame.bytes.len == 0);
    lsp_frame_release(&frame);
}

static enum status say(struct lsp_server *server, struct span words, bool framed)
{
    struct text header;
    text_init(&header, 0);
    if (framed) text_addf(&header, "Content-Length: %zu\r\n\r\n", words.len);
    text_add(&header, words);
    enum status status = lsp_server_take(server, text_span(&header), NULL);
    text_release(&header);
    return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct span rest = {(const char *)data, size};
    struct lsp_server server;
    struct text answers;
    text_init(&answers, 0);
    const struct report_sink sink = {.context = &answers, .write = keep};
    lsp_server_init(&server, &sink);
    enum status status = say(&server, SPAN(begin), true);
    if (status == STATUS_OK) status = say(&server, SPAN(open_one), true);
    assert(status == STATUS_OK && server.documents.count == 1);
    while (rest.len && status == STATUS_OK && server.stage != LSP_ENDED) {
        struct span line = span_cut(&rest, '\n');
        bool raw = span_starts(line, SPAN("!"));
        status = say(&server, span_from(line, raw), !raw);
    }
    assert(status == STATUS_OK || status == STATUS_BAD_INPUT);
    for (size_t i = 0; i < server.documents.count; i++)
        assert(server.documents.items[i].text.len <= LSP_TEXT_MAX);
    answers_are_right(&answers);
    lsp_server_release(&server);
    text_release(&answers);
    return 0;
}
