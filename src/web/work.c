/* Worker threads: each takes the next exchange, handles it with a store of its own, and wakes its
 * connection. */
#include "web/http.h"

#include <stdlib.h>

struct worker {
    struct web_server *server;
    struct store *store;
};

static struct http_exchange *next(struct web_server *server)
{
    pthread_mutex_lock(&server->work_lock);
    while (!server->first && !server->stopping)
        pthread_cond_wait(&server->work_there, &server->work_lock);
    struct http_exchange *exchange = server->first;
    if (exchange) {
        server->first = exchange->next;
        if (!server->first) server->last = NULL;
        server->waiting--;
        server->busy++;
    }
    pthread_mutex_unlock(&server->work_lock);
    return exchange;
}

static void handle(struct worker *worker, struct http_exchange *exchange)
{
    struct web_request *request = &exchange->request;
    struct error error = exchange->wrong;
    if (error.status == STATUS_OK && !worker->store)
        (void)store_open(worker->server->settings.folder, true, &worker->store, &error);
    request->store = worker->store;
    if (error.status)
        web_problem(request, &error);
    else if (exchange->asking)
        web_ask_first(request);
    else
        web_handle(request);
    request->store = NULL;
}

static void *work(void *context)
{
    struct worker *worker = context;
    struct http_exchange *exchange;
    while ((exchange = next(worker->server))) {
        handle(worker, exchange);
        pthread_mutex_lock(&worker->server->work_lock);
        worker->server->busy--;
        pthread_mutex_unlock(&worker->server->work_lock);
        http_resume(exchange); /* from here on it may be gone */
    }
    store_close(worker->store);
    free(worker);
    return NULL;
}

enum status work_begin(struct web_server *server, struct error *error)
{
    size_t wanted = os_cpus() + 2u > 8 ? 8 : os_cpus() + 2u;
    server->workers = calloc(wanted, sizeof *server->workers);
    if (!server->workers) return error_set(error, STATUS_NO_MEMORY, "out of memory");
    for (size_t i = 0; i < wanted; i++) {
        struct worker *worker = calloc(1, sizeof *worker);
        if (worker) worker->server = server;
        if (!worker || pthread_create(&server->workers[i], NULL, work, worker)) {
            free(worker);
            return error_set(error, STATUS_NO_MEMORY, "no thread could be started");
        }
        server->worker_count++;
    }
    return STATUS_OK;
}

/* At the end of the server nobody is there any more to work on it. */
static void turn_away(struct http_exchange *exchange)
{
    struct error error = ERROR_NONE;
    exchange->request.response.http = 503;
    (void)error_set(&error, STATUS_INTERRUPTED, "the server is stopping; try again in a moment");
    web_problem(&exchange->request, &error);
    http_resume(exchange);
}

void work_add(struct web_server *server, struct http_exchange *exchange)
{
    exchange->next = NULL;
    pthread_mutex_lock(&server->work_lock);
    if (server->stopping) {
        pthread_mutex_unlock(&server->work_lock);
        turn_away(exchange);
        return;
    }
    if (server->last)
        server->last->next = exchange;
    else
        server->first = exchange;
    server->last = exchange;
    server->waiting++;
    pthread_cond_signal(&server->work_there);
    pthread_mutex_unlock(&server->work_lock);
}

void work_end(struct web_server *server)
{
    pthread_mutex_lock(&server->work_lock);
    server->stopping = true;
    pthread_cond_broadcast(&server->work_there);
    pthread_mutex_unlock(&server->work_lock);
    for (size_t i = 0; i < server->worker_count; i++) pthread_join(server->workers[i], NULL);
    free(server->workers);
    server->workers = NULL;
    server->worker_count = 0;
}
