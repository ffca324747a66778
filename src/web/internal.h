/*
 * What the files of the server share: one request, from its bytes to its answer.
 *
 * A handler runs on a worker thread with a store handle of its own. It fills r->model; the page is
 * that model through the route's template, the API the same model as JSON. What it must not do:
 * keep pointers into the request, write to the connection, or take longer than people wait.
 */
#ifndef WEB_INTERNAL_H
#define WEB_INTERNAL_H

#include "desk/desk.h"
#include "exchange/exchange.h"
#include "report/report.h"
#include "web/template.h"
#include "web/web.h"

#include <pthread.h>
#include <stdatomic.h>

/* ---- limits; each has a test at it and one beyond ---- */

enum {
    WEB_URL = 8 << 10,      /* bytes of an address */
    WEB_HEADERS = 16 << 10, /* of all headers */
    WEB_HEADER_COUNT = 100,
    WEB_FIELD_BODY = 1 << 10, /* where none is wanted */
    WEB_BODY = 1 << 20,       /* of a form or of JSON */
    WEB_PART = 8 << 20,       /* of one piece of a file */
    WEB_FIELDS = 400,         /* of a form */
    WEB_ROWS = 1000,          /* of one page of a list */
    WEB_STREAMS = 4096,       /* event streams at once */
    WEB_ARENA = 256 << 20,    /* of one request */
};

/* ---- who may what ---- */

/* name, what it asks for */
#define WEB_NEEDS(X)                                                                               \
    X(ANYBODY, "anybody")                                                                          \
    X(ACCOUNT, "signed in")                                                                        \
    X(READ, "may read this review")                                                                \
    X(TAKE_PART, "takes part in this review")                                                      \
    X(LEAD, "facilitates or owns this review")                                                     \
    X(ADMIN, "looks after this workspace")

enum web_need {
#define X(name, words) WEB_##name,
    WEB_NEEDS(X)
#undef X
        WEB_NEED_COUNT
};
const char *web_need_words(enum web_need need);

struct web_me {
    bool signed_in, administrator;
    uint64_t account;          /* number; 0: nobody */
    uint64_t session;          /* 0: by an API token */
    struct sha256 secret;      /* hash of the cookie or token it came with */
    bool by_token, reads_only; /* an API token, and one that may change nothing */
    bool of_team;              /* reach */
    const char *login, *name;
    char token[65]; /* what forms of this session carry against forgery */
};

/* What an account may do with a review (access.c, pure: the matrix is tested on it and over HTTP).
 * `parts` are those it has in it (mask 1 << REVIEW_PART_...). */
bool web_may_read(const struct web_me *me, uint8_t circle, uint32_t parts);
bool web_may_take_part(const struct web_me *me, uint8_t circle, uint32_t parts);
bool web_may_lead(const struct web_me *me, uint8_t circle, uint32_t parts);
enum { WEB_LEADING = 1u << REVIEW_PART_OWNER | 1u << REVIEW_PART_FACILITATOR };
struct web_request;
/* The same of the account that asks, in the review that it asks about. */
bool web_takes_part(const struct web_request *request);
bool web_leads(const struct web_request *request);

/* ---- routes ---- */

enum web_method { WEB_GET, WEB_POST, WEB_PUT, WEB_DELETE, WEB_METHOD_COUNT };

/* What comes with a request. */
enum web_body {
    WEB_NO_BODY,
    WEB_FORM,  /* a form, or a JSON object with the same members; up to WEB_BODY */
    WEB_BYTES, /* as it is, up to WEB_PART (r->body) */
    WEB_FILES, /* a form with files, each streamed into the workspace's folder `incoming` */
};

struct web_request;
typedef enum status web_handler(struct web_request *request, struct error *error);

struct web_route {
    enum web_method method;
    const char *path; /* "/{review}/timeline", "/api/reviews/{review}/entries/{entry}" */
    web_handler *handler;
    enum web_need need;
    enum web_body body;
    const char *page;    /* name of the template; NULL: JSON */
    const char *summary; /* one line, for the OpenAPI document */
};
extern const struct web_route web_routes[];
extern const size_t web_route_count;

/* ---- one request ---- */

struct web_pair {
    struct span name, value; /* decoded; values end with a NUL that is not counted */
};

/* A file that came with a form; removed after the request. */
struct web_upload {
    struct web_upload *next;
    const char *field, *name; /* as it was called there; never a path of ours */
    const char *path;
    uint64_t size;
    int fd; /* while it is written */
};

struct web_response {
    int http;             /* status; 0: none yet */
    const char *type;     /* content type */
    const char *location; /* of a redirect */
    const char *etag;     /* with its quotes; NULL: none */
    const char *cookie;   /* a whole Set-Cookie value; NULL: none */
    const char *filename; /* to be kept as a file under this name */
    struct text body;
    struct span kept; /* bytes that outlive the request (assets); used when body is empty */
    bool compressed;  /* `kept` is brotli */
    bool forever;     /* may be cached without asking again */
    bool stream;      /* it is an event stream: see stream.c */
    bool sandboxed;   /* evidence as it came: shown by nobody, run by nobody */
    bool passing;     /* not the same in a moment although nothing was changed: not kept */
};

struct web_server;

struct web_request {
    struct web_server *server;
    struct store *store; /* of this worker */
    struct arena arena;  /* lives as long as the request */
    instant now;
    enum web_method method;
    bool head;          /* HEAD: answered as GET, without the body */
    const char *path;   /* decoded, without the query */
    const char *target; /* as it came */
    const struct web_route *route;
    struct span captured[4]; /* what stands for {…} of the route, in order */
    const struct web_pair *query, *form;
    size_t query_count, form_count;
    struct web_upload *uploads; /* of WEB_FILES, in the order they came */
    struct span body;           /* as it came */
    const struct value *json;   /* of a JSON body, else NULL */
    const char *(*header)(const struct web_request *request, const char *name); /* or NULL */
    void *connection;                                                           /* of the adapter */
    const char *peer; /* address, for the audit and the log */
    struct web_me me;
    uint64_t access;             /* of the server when `me` was found; see stream.c */
    uint32_t review;             /* of {review}; 0: none */
    struct store_review entered; /* what it is, once it is known that the account may read it */
    uint32_t parts;              /* that the account has in it */
    uint32_t person;             /* number of the entry P... that the account stands for; 0: none */
    struct review_id entry;      /* of {entry} */
    struct model model;
    struct web_response response;
    bool changes_nothing; /* a question that came as a POST: no page is made anew for it */
};

/* A field of the form (or member of the JSON body), or of the query; NULL when it is not there.
 * Numbers and flags of JSON are given as text. */
const char *web_field(const struct web_request *request, const char *name);
const char *web_query(const struct web_request *request, const char *name);
/* A number of the query within bounds; `otherwise` when it is not there; BAD_INPUT says what. */
enum status web_query_number(const struct web_request *request, const char *name, uint64_t least,
                             uint64_t most, uint64_t otherwise, uint64_t *ret, struct error *error);
/* The captured part as a C string: web_part(r, 0) is what stands for the first {…}. */
const char *web_part(struct web_request *request, size_t number);
bool web_is_api(const struct web_request *request);

/* ---- answering (respond.c) ---- */

/* What the page is called, in its tab and in its head; copied. */
void web_title(struct web_request *request, const char *title);

/* A change is made: a page goes on to `href` and says `told` there, with a way to undo `change` (0:
 * none); the API answers with the model. Both strings are copied. */
enum status web_done(struct web_request *request, const char *href, const char *told,
                     uint64_t change, struct error *error);
enum status web_see_other(struct web_request *request, const char *href, struct error *error);
/* Bytes as they are; `body` is taken over by the response through web_response.body. */
void web_bytes(struct web_request *request, const char *type, struct text *body);
/* The model through the route's template or as JSON: what the server does when a handler returned
 * OK without an answer. */
enum status web_render(struct web_request *request, struct error *error);
/* What went wrong, as a page or as a problem (RFC 9457); never fails. */
void web_problem(struct web_request *request, const struct error *error);
/* As if it were not there: for what is missing, and for what is not to be seen. */
enum status web_nothing_there(struct web_request *request, struct error *error);

/* An instant in a model: {iso, words}; nothing for INSTANT_NONE. */
void web_when(struct web_request *request, struct value *in, const char *key, instant at);

/* ---- reviews ---- */

/* The request's review loaded on a desk, in the request's arena; closed by desk_close. For changes
 * it holds the workspace's write lock until desk_save or desk_close. */
enum status web_desk(struct web_request *request, bool for_changes, struct desk *ret,
                     struct error *error);
/* Members that every entry has in a model: id, kind, version, line, href, and its body (without
 * names where they are not for this account). Only for what web_sees. */
struct value *web_entry(struct web_request *request, struct value *in, const char *key,
                        const struct review_entry *entry);
/* Whether this account may see an entry: first accounts of others stay apart until all that were
 * asked for are in. Whatever lists, quotes, searches or counts entries asks this of each. */
bool web_sees(const struct web_request *request, const struct review *review,
              const struct review_entry *entry);
/* Names (REVIEW_NAMES) are for those who take part. */
bool web_sees_names(const struct web_request *request);
bool web_parts_see_names(uint32_t parts);
/* The entry as this account may see it, without names where they are not for it: itself, or a copy
 * in the request's arena; NULL when memory is out. */
const struct review_entry *web_shown(struct web_request *request, const struct review_entry *entry);
/* "/PM1/E12", in the request's arena; never NULL. */
const char *web_entry_href(struct web_request *request, uint32_t review, struct review_id id);
enum { WEB_CALLED = 24 };
/* An entry as pages name it: its id, and of the review's own entry "the review itself". */
const char *web_called(struct review_id id, char to[WEB_CALLED]);
/* Reviews that this account may read, last changed first, in the arena: whatever lists, searches or
 * counts across reviews goes through here. */
enum status web_readable(struct web_request *request, struct store_review **ret, size_t *ret_count,
                         struct error *error);

/* ---- evidence (evidence.c) ---- */

/* The workspace's evidence on one clock, as far as this review may see it: shared by all requests,
 * never changed, kept until web_evidence_give. BUSY while it is being read for the first time:
 * *ret_told then says how far it is (a sentence; may be NULL). */
struct web_evidence;
enum status web_evidence_take(struct web_request *request, struct web_evidence **ret,
                              char *ret_told, size_t told_size, struct error *error);
const struct workspace *web_evidence_workspace(const struct web_evidence *evidence);
/* What could not be read and was left out, in words: {list, more} as `left_out` of
 * the model, for the partial of that name. No evidence is fine. */
void web_evidence_doubts(struct web_request *request, const struct web_evidence *evidence);
const char *web_evidence_tag(const struct web_evidence *evidence); /* for ETags */
void web_evidence_give(struct web_evidence *evidence);             /* NULL is fine */
/* The same sources as the store knows them, without loading anything. */
struct web_source {
    const struct store_source *source;
    bool own; /* of this review; else the workspace's */
};
enum status web_evidence_sources(struct web_request *request, struct web_source **ret,
                                 size_t *ret_count, struct error *error);

/* ---- event streams (stream.c) ---- */

/* Answers the request with a stream of what happens in its review (or, without one, in all that
 * the account may read). */
enum status web_stream(struct web_request *request, struct error *error);
/* Tells everybody who may read this review; `json` is one line. Never waits. */
void web_tell(struct web_server *server, uint32_t review, const char *event, struct span json);
/* The same, to those alone who take part: it names accounts. */
void web_tell_named(struct web_server *server, uint32_t review, const char *event,
                    struct span json);

/* ---- the server ---- */

struct web_settings_in_use {
    const char *folder, *origin, *host;
    bool secure;
};
/* After every committed change: pages that were kept are made anew, streams are told. */
void web_changed(struct web_server *server);

#endif
