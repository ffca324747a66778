/*
 * Mail (RFC 5322), one message or a mailbox of several. A mailbox (RFC 4155) begins with "From "
 * and each further message with such a line behind an empty one.
 */
#include "evidence/document.h"

enum { HEADERS_MOST = 1 << 16 }; /* bytes of a record in which fields are looked for */

/* Value of a header field, names in any case; folded lines are not joined. */
static bool header(struct span line, const char *name, struct span *ret)
{
    struct span key = span_of(name);
    if (line.len <= key.len || line.at[key.len] != ':' ||
        !span_equal_nocase(span_sub(line, 0, key.len), key))
        return false;
    *ret = span_trim(span_from(line, key.len + 1));
    return true;
}

struct message {
    uint64_t start;
    struct document_time time;
    bool headers, open;
};

static enum status add_message(struct document *document, const struct message *message,
                               struct error *error)
{
    if (!message->open) return STATUS_OK;
    return document_add(document, message->start, &message->time, EVIDENCE_LEVEL_NONE, error);
}

enum status index_mail(struct document *document, struct error *error)
{
    static const struct evidence_layout layout = {
        .framing = FRAMING_MAIL, .name = "mail", .time_key = "Date", .message_key = "Subject"};
    static const struct document_time none = {EVIDENCE_NO_TIME, 0, NULL};
    struct window_line line = {.next = 0};
    struct message message = {.open = false};
    struct span date;
    bool got, mailbox = false, after_empty = true;
    document_layout(document, &layout);
    for (;;) {
        enum status status = window_next_line(&document->window, &line, &got, error);
        if (status) return status;
        if (!got) return add_message(document, &message, error);
        bool from = span_starts(line.text, SPAN("From "));
        if (line.start == 0) mailbox = from;
        if (!message.open || (mailbox && from && after_empty)) {
            status = add_message(document, &message, error);
            if (status) return status;
            message = (struct message){line.start, none, true, true};
        }
        after_empty = line.text.len == 0;
        if (after_empty) message.headers = false;
        if (message.headers && message.time.time == EVIDENCE_NO_TIME &&
            header(line.text, "Date", &date))
            message.time = document_clock_read(&document->clock, date);
    }
}

void fields_mail(struct span record, struct evidence_fields *ret)
{
    struct span rest = span_sub(record, 0, HEADERS_MOST), value;
    while (rest.len) {
        struct span line = span_cut(&rest, '\n');
        if (line.len && line.at[line.len - 1] == '\r') line.len--;
        if (line.len == 0) break;
        if (ret->stamp.len == 0 && header(line, "Date", &value))
            ret->stamp = value;
        else if (ret->message.len == 0 && header(line, "Subject", &value))
            ret->message = value;
        else if (ret->process.len == 0 && header(line, "From", &value))
            ret->process = value;
        else if (header(line, "Message-ID", &value))
            fields_add_id(ret, value);
    }
    if (ret->message.len == 0) ret->message = span_trim(rest);
}
