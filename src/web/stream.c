/* Event streams (server-sent events): what others change, as it happens, to those who may read it.
 */
#include "web/http.h"

#include <stdio.h>
#include <stdlib.h>

enum { BACKLOG = 256 << 10 }; /* of one that does not read; then it is ended, and asks anew */

struct stream {
    struct stream *next, **at;
    struct web_server *server;
    struct MHD_Connection *connection;
    struct sha256 session; /* hash of its cookie or token */
    bool by_token;
    bool names;               /* sees who is here, and who writes what: not a reader */
    uint32_t account, review; /* review 0: all that the account may read */
    char name[64];            /* as others see who is here */
    uint64_t access;          /* of the server when it was last found to be allowed */
    struct text pending;
    bool asleep, over;
};

/* With the lock held. */
static void wake(struct stream *stream)
{
    if (!stream->asleep) return;
    stream->asleep = false;
    MHD_resume_connection(stream->connection);
}

static void put(struct stream *stream, struct span bytes)
{
    if (stream->over) return;
    text_add(&stream->pending, bytes);
    if (text_status(&stream->pending, NULL)) stream->over = true;
}

static void format_event(const char *event, struct span json, struct text *out)
{
    text_addf(out, "event: %s\ndata: ", event);
    text_add(out, json);
    text_adds(out, "\n\n");
}

/* ---- who is here ---- */

enum hearing { HEARING_ALL, HEARING_NAMED, HEARING_READERS };

static void tell(struct web_server *server, uint32_t review, enum hearing who, const char *event,
                 struct span json)
{
    struct text out;
    text_init(&out, BACKLOG);
    format_event(event, json, &out);
    pthread_mutex_lock(&server->streams_lock);
    for (struct stream *s = server->streams; s; s = s->next) {
        if (s->review != review || (who != HEARING_ALL && s->names != (who == HEARING_NAMED)))
            continue;
        put(s, text_span(&out));
        if (s->access == atomic_load(&server->access) || s->over) wake(s);
    }
    pthread_mutex_unlock(&server->streams_lock);
    text_release(&out);
}

/* Those who take part see the names of all; readers, how many there are. */
static void tell_presence(struct web_server *server, uint32_t review)
{
    struct text list, count;
    int64_t people = 0;
    struct json_writer json;
    text_init(&list, 64 << 10);
    json_begin(&json, &list);
    json_object(&json);
    json_member_array(&json, "here");
    pthread_mutex_lock(&server->streams_lock);
    for (struct stream *s = server->streams; s; s = s->next) {
        bool told = false; /* one who has two windows open is here once */
        for (struct stream *t = server->streams; t != s && !told; t = t->next)
            told = t->review == review && t->account == s->account;
        if (s->review != review || told || s->over) continue;
        json_string(&json, s->name);
        people++;
    }
    pthread_mutex_unlock(&server->streams_lock);
    json_array_end(&json);
    json_object_end(&json);
    tell(server, review, HEARING_NAMED, "presence", text_span(&list));
    text_init(&count, 0);
    text_addf(&count, "{\"count\":%lld}", (long long)people);
    tell(server, review, HEARING_READERS, "presence", text_span(&count));
    text_release(&count);
    text_release(&list);
}

/* ---- one stream ---- */

static ssize_t read_stream(void *context, uint64_t position, char *to, size_t most)
{
    struct stream *stream = context;
    ssize_t len = 0;
    (void)position;
    pthread_mutex_lock(&stream->server->streams_lock);
    bool allowed = stream->access == atomic_load(&stream->server->access);
    if (stream->over) {
        len = MHD_CONTENT_READER_END_OF_STREAM;
    } else if (stream->pending.len && allowed) {
        len = (ssize_t)(stream->pending.len < most ? stream->pending.len : most);
        memcpy(to, stream->pending.at, (size_t)len);
        stream->pending.len -= (size_t)len;
        memmove(stream->pending.at, stream->pending.at + len, stream->pending.len + 1);
    } else {
        stream->asleep = true;
        MHD_suspend_connection(stream->connection);
    }
    pthread_mutex_unlock(&stream->server->streams_lock);
    return len;
}

static void free_stream(void *context)
{
    struct stream *stream = context;
    struct web_server *server = stream->server;
    uint32_t review = stream->review;
    pthread_mutex_lock(&server->streams_lock);
    *stream->at = stream->next;
    if (stream->next) stream->next->at = stream->at;
    server->stream_count--;
    pthread_mutex_unlock(&server->streams_lock);
    text_release(&stream->pending);
    free(stream);
    if (review) tell_presence(server, review);
}

static struct stream *make(struct http_exchange *exchange)
{
    struct web_request *request = &exchange->request;
    struct web_server *server = request->server;
    struct stream *stream = calloc(1, sizeof *stream);
    if (!stream) return NULL;
    stream->server = server;
    stream->connection = exchange->connection;
    stream->session = request->me.secret;
    stream->by_token = request->me.by_token;
    stream->names = web_sees_names(request);
    stream->account = (uint32_t)request->me.account;
    stream->review = request->review;
    stream->access = request->access;
    (void)snprintf(stream->name, sizeof stream->name, "%s", request->me.name);
    text_init(&stream->pending, BACKLOG);
    text_adds(&stream->pending, "retry: 1500\n\n");
    pthread_mutex_lock(&server->streams_lock);
    stream->next = server->streams;
    stream->at = &server->streams;
    if (stream->next) stream->next->at = &stream->next;
    server->streams = stream;
    server->stream_count++;
    pthread_mutex_unlock(&server->streams_lock);
    return stream;
}

enum MHD_Result http_answer_stream(struct http_exchange *exchange)
{
    struct stream *stream = make(exchange);
    if (!stream) return MHD_NO;
    struct MHD_Response *response = MHD_create_response_from_callback(
        MHD_SIZE_UNKNOWN, 4 << 10, read_stream, stream, free_stream);
    if (!response) {
        free_stream(stream);
        return MHD_NO;
    }
    http_add_headers(exchange, response);
    enum MHD_Result result = MHD_queue_response(exchange->connection, MHD_HTTP_OK, response);
    uint32_t review = stream->review;
    arena_release(&exchange->request.arena); /* a stream may stay for hours: it keeps its own */
    MHD_destroy_response(response);
    if (review) tell_presence(exchange->request.server, review);
    return result;
}

enum status web_stream(struct web_request *request, struct error *error)
{
    if (streams_count(request->server) >= WEB_STREAMS) {
        request->response.http = 503;
        return error_set(error, STATUS_LIMIT, "too many event streams are open; try again later");
    }
    request->response.stream = true;
    request->response.http = 200;
    request->response.type = "text/event-stream";
    return STATUS_OK;
}

/* ---- all streams ---- */

void web_tell(struct web_server *server, uint32_t review, const char *event, struct span json)
{
    tell(server, review, HEARING_ALL, event, json);
}

void web_tell_named(struct web_server *server, uint32_t review, const char *event, struct span json)
{
    tell(server, review, HEARING_NAMED, event, json);
}

struct listener {
    struct stream *stream; /* compared, never followed: it may be gone */
    struct sha256 session;
    bool by_token, allowed, names;
    uint32_t account, review;
};

static void ask_rights(struct store *store, struct listener *l, struct arena *arena)
{
    struct store_session session;
    struct store_token token;
    struct store_account account;
    struct web_me me = {.signed_in = true, .account = l->account};
    struct store_member member = {0};
    struct store_review head;
    enum status status =
        l->by_token ? store_token_find(store, &l->session, os_now(), arena, &token, &account, NULL)
                    : store_session_find(store, &l->session, &session_limits, os_now(), arena,
                                         &session, &account, NULL);
    if (status) return;
    me.of_team = account.reach == STORE_REACH_TEAM;
    l->allowed = l->review == 0 ||
                 access_review(store, &me, l->review, arena, &head, &member, NULL) == STATUS_OK;
    l->names = web_parts_see_names(member.parts);
}

static struct listener *take_stale(struct web_server *server, uint64_t access, size_t *ret_count)
{
    size_t count = 0;
    pthread_mutex_lock(&server->streams_lock);
    struct listener *list = calloc(server->stream_count + 1, sizeof *list);
    for (struct stream *s = server->streams; s && list; s = s->next)
        if (s->access != access && !s->over)
            list[count++] = (struct listener){.stream = s,
                                              .session = s->session,
                                              .by_token = s->by_token,
                                              .account = s->account,
                                              .review = s->review};
    pthread_mutex_unlock(&server->streams_lock);
    *ret_count = count;
    return list;
}

void streams_check(struct web_server *server, struct store *store)
{
    uint64_t access = atomic_load(&server->access);
    size_t count = 0;
    struct arena arena;
    struct listener *list = take_stale(server, access, &count);
    arena_init(&arena, (size_t)16 << 20);
    for (size_t i = 0; i < count; i++) ask_rights(store, &list[i], &arena);
    arena_release(&arena);
    pthread_mutex_lock(&server->streams_lock);
    for (struct stream *s = server->streams; s && count; s = s->next) {
        for (size_t i = 0; i < count; i++) {
            if (list[i].stream != s || !sha256_equal(&list[i].session, &s->session)) continue;
            s->access = access;
            /* One that is to hear names from now on, or none, asks anew: what waits is of before.
             */
            s->over = s->over || !list[i].allowed || s->names != list[i].names;
            if (s->over || s->pending.len) wake(s);
        }
    }
    pthread_mutex_unlock(&server->streams_lock);
    free(list);
}

void streams_beat(struct web_server *server)
{
    pthread_mutex_lock(&server->streams_lock);
    for (struct stream *s = server->streams; s; s = s->next) {
        if (s->pending.len == 0) put(s, SPAN(": here\n\n"));
        if (s->access == atomic_load(&server->access) || s->over) wake(s);
    }
    pthread_mutex_unlock(&server->streams_lock);
}

void streams_end(struct web_server *server)
{
    pthread_mutex_lock(&server->streams_lock);
    for (struct stream *s = server->streams; s; s = s->next) {
        s->over = true;
        wake(s);
    }
    pthread_mutex_unlock(&server->streams_lock);
}

size_t streams_count(struct web_server *server)
{
    pthread_mutex_lock(&server->streams_lock);
    size_t count = server->stream_count;
    pthread_mutex_unlock(&server->streams_lock);
    return count;
}
