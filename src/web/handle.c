/* One request, from who asks to the answer. */
#include "web/server.h"

static enum status prepare(struct web_request *request, struct error *error)
{
    enum status status = model_init(&request->model, &request->arena, error);
    if (status == STATUS_OK) status = session_begin(request, error);
    if (status == STATUS_OK) status = access_check(request, error);
    if (status == STATUS_OK && request->response.http == 0 && request->method != WEB_GET)
        status = session_check_forgery(request, error);
    return status;
}

/* What takes part changes content alone; all else may change who may see it. */
static void tell_of_change(const struct web_request *request)
{
    if (request->route->need != WEB_TAKE_PART) atomic_fetch_add(&request->server->access, 1);
    web_changed(request->server);
}

void web_ask_first(struct web_request *request)
{
    struct error error = ERROR_NONE;
    enum status status = model_init(&request->model, &request->arena, &error);
    if (status == STATUS_OK) status = session_begin(request, &error);
    if (status == STATUS_OK) status = access_check(request, &error);
    if (status) web_problem(request, &error);
}

void web_handle(struct web_request *request)
{
    struct error error = ERROR_NONE;
    uint64_t generation = atomic_load(&request->server->generation);
    bool again = false, ran = false;
    enum status status = prepare(request, &error);
    bool answered = request->response.http != 0;
    if (status == STATUS_OK && !answered) status = keys_take(request, &again, &error);
    if (status == STATUS_OK && !answered && !again) {
        ran = true;
        status = request->route->handler(request, &error);
        if (status == STATUS_OK && request->response.http == 0)
            status = web_render(request, &error);
        keys_settle(request, status);
    }
    if (status) web_problem(request, &error);
    if (request->method != WEB_GET) {
        /* What was refused costs others nothing. */
        if (ran && !request->changes_nothing) tell_of_change(request);
    } else if (status == STATUS_OK && request->response.http == 200 && request->route->page &&
               request->me.session && !request->response.cookie && !request->response.passing) {
        const char *cookie = request->header(request, "Cookie");
        kept_add(request->server, span_of(cookie ? cookie : ""), request->target, generation,
                 &request->response);
    }
}
