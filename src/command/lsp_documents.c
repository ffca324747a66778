/* The texts that the client has open, and its edits of them. */
#include "command/lsp.h"

#include <stdlib.h>

static void release(struct lsp_document *document)
{
    text_release(&document->uri);
    text_release(&document->text);
}

void lsp_documents_release(struct lsp_documents *documents)
{
    for (size_t i = 0; i < documents->count; i++) release(&documents->items[i]);
    free(documents->items);
    *documents = (struct lsp_documents){0};
}

struct lsp_document *lsp_documents_find(const struct lsp_documents *documents, struct span uri)
{
    for (size_t i = 0; i < documents->count; i++)
        if (span_equal(text_span(&documents->items[i].uri), uri)) return &documents->items[i];
    return NULL;
}

enum status lsp_documents_open(struct lsp_documents *documents, struct span uri,
                               struct lsp_document **ret, struct error *error)
{
    struct lsp_document *document = lsp_documents_find(documents, uri);
    if (document) {
        text_clear(&document->text);
        *ret = document;
        return STATUS_OK;
    }
    if (documents->count == LSP_DOCUMENTS_MAX)
        return error_set(error, STATUS_LIMIT,
                         "%d documents are open; another one is not looked at until one is closed",
                         LSP_DOCUMENTS_MAX);
    enum status status = grow_array(&documents->items, &documents->room, documents->count + 1,
                                    sizeof *documents->items, error);
    if (status) return status;
    document = &documents->items[documents->count];
    *document = (struct lsp_document){0};
    text_init(&document->uri, LSP_URI_MAX);
    text_init(&document->text, LSP_TEXT_MAX);
    text_add(&document->uri, uri);
    status = text_status(&document->uri, error);
    if (status) {
        release(document);
        return status;
    }
    documents->count++;
    *ret = document;
    return STATUS_OK;
}

void lsp_documents_close(struct lsp_documents *documents, struct lsp_document *document)
{
    release(document);
    *document = documents->items[--documents->count];
}

/* One change: all of the text, or the part of it between two positions, becomes `text`. */
static enum status change(struct lsp_document *document, struct span edit, bool utf16,
                          struct text *words, struct text *scratch, struct error *error)
{
    struct lsp_position start, end;
    struct span old = text_span(&document->text), range = lsp_part(edit, "range");
    size_t from = 0, to = old.len;
    if (!lsp_text(edit, "text", words))
        return error_set(error, STATUS_BAD_INPUT, "an edit without a text");
    if (range.len) {
        if (!lsp_read_position(range, "start", &start) || !lsp_read_position(range, "end", &end))
            return error_set(error, STATUS_BAD_INPUT, "an edit without two positions");
        from = lsp_byte_of(old, start, utf16);
        to = lsp_byte_of(old, end, utf16);
        if (to < from) to = from;
    }
    enum status status = text_status(words, error);
    if (status) return status;
    text_clear(scratch);
    text_add(scratch, span_sub(old, 0, from));
    text_add(scratch, text_span(words));
    text_add(scratch, span_from(old, to));
    struct text whole = *scratch;
    *scratch = document->text;
    document->text = whole;
    return text_status(&document->text, error);
}

enum status lsp_document_change(struct lsp_document *document, struct span changes, bool utf16,
                                struct error *error)
{
    struct json_reader reader;
    struct span edit;
    struct text words, scratch;
    enum status status = STATUS_OK;
    if (!lsp_list(changes, &reader))
        return error_set(error, STATUS_BAD_INPUT, "a change without its edits");
    text_init(&words, LSP_TEXT_MAX);
    text_init(&scratch, LSP_TEXT_MAX);
    while (status == STATUS_OK && lsp_next(&reader, &edit))
        status = change(document, edit, utf16, &words, &scratch, error);
    text_release(&scratch);
    text_release(&words);
    return status;
}
