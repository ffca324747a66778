/* From bytes to messages: header lines, a blank line, and as many bytes as Content-Length says. */
#include "command/lsp.h"

enum { KEPT_ROOM = 1 << 20 }; /* a longer message gives its memory back */

void lsp_frame_init(struct lsp_frame *frame)
{
    *frame = (struct lsp_frame){.part = LSP_HEADER};
    text_init(&frame->bytes, LSP_MESSAGE_MAX);
}

void lsp_frame_release(struct lsp_frame *frame)
{
    text_release(&frame->bytes);
}

static void begin_header(struct lsp_frame *frame)
{
    if (frame->bytes.room > KEPT_ROOM) {
        text_release(&frame->bytes);
        text_init(&frame->bytes, LSP_MESSAGE_MAX);
    }
    text_clear(&frame->bytes);
    frame->part = LSP_HEADER;
}

static enum status read_length(struct span header, uint64_t *ret, struct error *error)
{
    uint64_t length = 0;
    bool found = false;
    while (header.len) {
        struct span value = span_cut(&header, '\n'), name = span_cut(&value, ':');
        if (!span_equal_nocase(name, SPAN("content-length"))) continue;
        if (found || !span_to_u64(span_trim(value), &length))
            return error_set(error, STATUS_BAD_INPUT,
                             "a header states Content-Length twice, or as no number");
        found = true;
    }
    if (!found) return error_set(error, STATUS_BAD_INPUT, "a header without Content-Length");
    *ret = length;
    return STATUS_OK;
}

/* Whether the header that was read so far ends with its blank line. */
static bool header_ends(struct span header)
{
    if (!header.len || header.at[header.len - 1] != '\n') return false;
    struct span line = span_sub(header, 0, header.len - 1);
    if (line.len && line.at[line.len - 1] == '\r') line.len--;
    return line.len == 0 || line.at[line.len - 1] == '\n';
}

static enum status take_header(struct lsp_frame *frame, struct span *rest, struct error *error)
{
    while (rest->len) {
        text_addc(&frame->bytes, rest->at[0]);
        *rest = span_from(*rest, 1);
        if (header_ends(text_span(&frame->bytes))) {
            enum status status = read_length(text_span(&frame->bytes), &frame->left, error);
            if (status) return status;
            frame->part = frame->left > LSP_MESSAGE_MAX ? LSP_PASSED_OVER : LSP_BODY;
            text_clear(&frame->bytes);
            return STATUS_OK;
        }
        if (frame->bytes.len == LSP_HEADER_MAX)
            return error_set(error, STATUS_BAD_INPUT, "a header of more than %d bytes",
                             LSP_HEADER_MAX);
    }
    return text_status(&frame->bytes, error);
}

enum status lsp_frame_take(struct lsp_frame *frame, struct span *rest, enum lsp_event *ret,
                           struct error *error)
{
    if (frame->part == LSP_WHOLE) begin_header(frame);
    if (frame->part == LSP_HEADER) {
        enum status status = take_header(frame, rest, error);
        if (status) return status;
        if (frame->part == LSP_PASSED_OVER) {
            *ret = LSP_TOO_LONG;
            return STATUS_OK;
        }
    }
    *ret = LSP_MORE;
    if (frame->part == LSP_HEADER) return STATUS_OK;
    size_t taken = rest->len < frame->left ? rest->len : (size_t)frame->left;
    if (frame->part == LSP_BODY) text_add(&frame->bytes, span_sub(*rest, 0, taken));
    frame->left -= taken;
    *rest = span_from(*rest, taken);
    if (frame->left == 0 && frame->part == LSP_BODY) {
        frame->part = LSP_WHOLE;
        *ret = LSP_MESSAGE;
    } else if (frame->left == 0) {
        begin_header(frame);
    }
    return text_status(&frame->bytes, error);
}
