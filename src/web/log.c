/* The access log: one line of JSON a request, without anything that was written. */
#include "web/route.h"
#include "web/server.h"

static void count(struct web_server *server, int http, uint64_t bytes, duration took)
{
    struct web_counters *c = &server->counters;
    atomic_fetch_add_explicit(&c->requests[http / 100 % 6], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&c->bytes_out, bytes, memory_order_relaxed);
    atomic_fetch_add_explicit(&c->nanoseconds, (uint64_t)took, memory_order_relaxed);
}

void log_request(struct web_server *server, const struct web_request *request, int http,
                 uint64_t bytes, duration took)
{
    struct text line;
    struct json_writer json;
    count(server, http, bytes, took);
    if (server->log < 0) return;
    text_init(&line, 64 << 10);
    json_begin(&json, &line);
    json_object(&json);
    json_key(&json, "at");
    struct text at;
    text_init(&at, 0);
    instant_add_text(&at, request->now, NULL, INSTANT_FULL, 3);
    json_span(&json, text_span(&at));
    text_release(&at);
    json_member(&json, "method", request->head ? "HEAD" : web_method_word(request->method));
    /* The route alone: addresses hold what people searched for. */
    json_member(&json, "route", request->route ? request->route->path : "-");
    json_member_int(&json, "status", http);
    json_member_uint(&json, "bytes", bytes);
    json_member_seconds(&json, "seconds", took);
    json_member_uint(&json, "account", request->me.account);
    json_object_end(&json);
    text_addc(&line, '\n');
    pthread_mutex_lock(&server->log_lock);
    (void)os_write(server->log, "access log", text_span(&line), NULL); /* serving goes on */
    pthread_mutex_unlock(&server->log_lock);
    text_release(&line);
}
