/*
 * The language server (`postmortem lsp`): what its files share.
 *
 * The way of a message: bytes from the client become messages (lsp_frame), a message becomes a call
 * of one method (lsp_server), which changes a document (lsp_documents) or writes an answer. Nothing
 * that is found is kept: whatever is asked about a document is read from its whole text again, so
 * an answer after many edits is the answer for a document with that text.
 */
#ifndef COMMAND_LSP_H
#define COMMAND_LSP_H

#include "command/internal.h"
#include "language/language.h"

enum {
    LSP_HEADER_MAX = 4096,
    LSP_MESSAGE_MAX = 64 << 20, /* bytes; a text with every byte escaped may need more */
    LSP_ANSWER_MAX = 256 << 20,
    LSP_TEXT_MAX = 16 << 20, /* bytes of one document */
    LSP_DOCUMENTS_MAX = 1000,
    LSP_URI_MAX = 8192,
    LSP_SHOWN_MAX = 10000, /* findings of one document */
    LSP_OFFERED_MAX = 20,  /* findings that one call for actions is answered about */
};

/* ---- framing (lsp_frame.c) ---- */

struct lsp_frame {
    struct text bytes; /* of the header, then of the body */
    uint64_t left;     /* bytes of the body still to come */
    enum { LSP_HEADER, LSP_BODY, LSP_WHOLE, LSP_PASSED_OVER } part;
};

enum lsp_event {
    LSP_MORE,    /* all bytes are taken, and no message is complete */
    LSP_MESSAGE, /* its body is in frame->bytes until the next call */
    LSP_TOO_LONG /* a message above LSP_MESSAGE_MAX begins; it is passed over without being kept */
};

void lsp_frame_init(struct lsp_frame *frame);
void lsp_frame_release(struct lsp_frame *frame);
/* Takes bytes from the front of *rest until something happened. BAD_INPUT when a header cannot be
 * understood: where the next message begins is not known then. */
enum status lsp_frame_take(struct lsp_frame *frame, struct span *rest, enum lsp_event *ret,
                           struct error *error);

/* ---- positions (lsp_position.c) ---- */

/* Lines end with LF, CRLF or CR. `character` counts bytes or UTF-16 code units from the start of
 * the line; a byte that is not UTF-8 counts one. */
struct lsp_position {
    uint64_t line, character;
};

/* Lines end at LF, CR or both; behind the break that begins at `byte`. */
bool lsp_is_break(char byte);
size_t lsp_behind_break(struct span text, size_t byte);
/* The byte of a position; one behind the end of its line or of the text becomes that end, one
 * within a character becomes its start. */
size_t lsp_byte_of(struct span text, struct lsp_position position, bool utf16);

/* From bytes to positions. Rising bytes cost the way between them, one that falls begins anew. */
struct lsp_walk {
    struct span text; /* borrowed */
    bool utf16;
    size_t byte; /* where the walk stands */
    struct lsp_position at;
};
struct lsp_position lsp_walk_to(struct lsp_walk *walk, size_t byte);

/* ---- reading JSON (lsp_json.c) ---- */

/* The member at a path (see json_find). False when it is not there or of another type. */
bool lsp_text(struct span object, const char *path, struct text *ret); /* clears ret */
bool lsp_number(struct span object, const char *path, uint64_t *ret);
bool lsp_true(struct span object, const char *path);
bool lsp_is(struct span object, const char *path, const char *word); /* a string, no escapes */
struct span lsp_part(struct span object, const char *path); /* an object or array; empty: none */
bool lsp_read_position(struct span object, const char *path, struct lsp_position *ret);
/* Elements of an array one after another: those that are objects or arrays whole, strings without
 * their quotes. Begin with json_open and the token of the array read. */
bool lsp_list(struct span array, struct json_reader *ret);
bool lsp_next(struct json_reader *reader, struct span *ret);

/* The path of a "file:" URI of this machine, cleared first. False for any other URI. */
bool lsp_path(struct span uri, struct text *ret);

/* ---- documents (lsp_documents.c) ---- */

struct lsp_document {
    struct text uri, text; /* owned */
    int64_t version;
};

struct lsp_documents {
    struct lsp_document *items; /* owned */
    size_t count, room;
};

void lsp_documents_release(struct lsp_documents *documents);
struct lsp_document *lsp_documents_find(const struct lsp_documents *documents, struct span uri);
/* A document without a text; one of that name is there already: it, emptied. LIMIT. The pointer
 * holds until the next opening or closing. */
enum status lsp_documents_open(struct lsp_documents *documents, struct span uri,
                               struct lsp_document **ret, struct error *error);
void lsp_documents_close(struct lsp_documents *documents, struct lsp_document *document);
/* Applies `contentChanges` in their order. On failure the text is not the client's any more: close
 * the document. */
enum status lsp_document_change(struct lsp_document *document, struct span changes, bool utf16,
                                struct error *error);

/* ---- server (lsp_server.c) ---- */

struct lsp_server {
    const struct report_sink *out; /* borrowed */
    struct lsp_frame frame;
    enum { LSP_NEW, LSP_RUNNING, LSP_SHUT_DOWN, LSP_ENDED } stage;
    bool ended_well; /* there was a shutdown before the end */
    struct lsp_documents documents;
    struct text root; /* folder of the client's workspace, or empty */
    uint64_t asked;   /* requests of our own so far */
    /* What the client can do, and wants. */
    bool utf16, pulls, refreshes, watches, plain_hover, versioned_edits, notes;
};

void lsp_server_init(struct lsp_server *server, const struct report_sink *out);
void lsp_server_release(struct lsp_server *server);
/* Takes bytes of the client and answers all messages that they complete. After stage LSP_ENDED
 * nothing more is to be given. Fails when the answer cannot be written, or with BAD_INPUT as
 * lsp_frame_take does (the client was told). */
enum status lsp_server_take(struct lsp_server *server, struct span bytes, struct error *error);

/* The open document that `params` names at textDocument.uri; NOT_FOUND. */
enum status lsp_document_of(struct lsp_server *server, struct span params,
                            struct lsp_document **ret, struct error *error);

/* A method of the protocol. A request writes one value into `result`; a failure becomes an error
 * that the client is told: BAD_INPUT says that its parameters were wrong. */
typedef enum status lsp_run(struct lsp_server *server, struct span params,
                            struct json_writer *result, struct error *error);
enum status lsp_initialize(struct lsp_server *server, struct span params,
                           struct json_writer *result, struct error *error);
enum status lsp_initialized(struct lsp_server *server, struct span params,
                            struct json_writer *result, struct error *error);
enum status lsp_diagnose(struct lsp_server *server, struct span params, struct json_writer *result,
                         struct error *error);
enum status lsp_hover(struct lsp_server *server, struct span params, struct json_writer *result,
                      struct error *error);
enum status lsp_code_action(struct lsp_server *server, struct span params,
                            struct json_writer *result, struct error *error);
/* The one command: {"uri", "fingerprint", "reason"}. */
#define LSP_SET_ASIDE "postmortem.setAside"
enum status lsp_execute(struct lsp_server *server, struct span params, struct json_writer *result,
                        struct error *error);

/* ---- messages of our own (lsp_send.c) ---- */

struct lsp_message {
    struct text text;
    struct json_writer json;
};
void lsp_begin(struct lsp_message *message);
/* A notification, or with `asks` a request whose answer is not waited for; the value of its
 * parameters is to follow. */
void lsp_begin_call(struct lsp_server *server, struct lsp_message *message, const char *method,
                    bool asks);
enum status lsp_send(struct lsp_server *server, struct lsp_message *message, struct error *error);
void lsp_release(struct lsp_message *message);
/* Shows the person at the client what went wrong. */
enum status lsp_show_error(struct lsp_server *server, const struct error *what,
                           struct error *error);

/* ---- findings (lsp_check.c) ---- */

/* Takes a finding that is to be shown: one a sentence, none that was set aside. */
typedef enum status lsp_sink(void *context, const struct language_finding *finding,
                             struct error *error);
/* Looks at the whole document with the settings that hold for it. */
enum status
lsp_check(const struct lsp_server *server, const struct lsp_document *document, lsp_sink *sink,
          void *context, struct language_summary *ret,
          struct error *error); /* The settings that hold for a document, and whether they say to
                                 * pass it over. One that is in no file belongs to the client's
                                 * workspace. `writing`: the baseline will be made if need be. */
enum status lsp_guard(const struct lsp_server *server, const struct lsp_document *document,
                      bool writing, struct arena *arena, struct guard *ret, bool *ret_ignored,
                      struct error *error);

/* ---- answers ---- */

void lsp_write_range(struct json_writer *json, struct lsp_walk *walk, size_t from, size_t to);
void lsp_write_diagnostic(struct json_writer *json, struct lsp_walk *walk,
                          const struct language_finding *finding); /* lsp_diagnostics.c */
/* Tells the client of new findings: those of one document, of all. */
enum status lsp_publish(struct lsp_server *server, const struct lsp_document *document,
                        struct error *error);
enum status lsp_publish_all(struct lsp_server *server, struct error *error);
/* Takes the findings of a document that is closed back. */
enum status lsp_publish_none(struct lsp_server *server, const struct lsp_document *document,
                             struct error *error);

/* ---- what actions write into a text (lsp_insert.c) ---- */

/* An insertion: `words` at `byte`. */
struct lsp_insertion {
    size_t byte;
    struct text words; /* owned */
};
/* A question under the heading "Questions for the meeting", with the words that it is about. */
void lsp_insert_question(struct span text, const struct language_finding *finding,
                         struct lsp_insertion *ret);
/* A remark behind the sentence of a finding, which sets its rule aside in this block. */
void lsp_insert_remark(const struct language_finding *finding, struct lsp_insertion *ret);

#endif
