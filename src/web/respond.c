/* The answer to a request: a page, JSON, a way on, or what went wrong. */
#include "web/server.h"
#include "web/words.h"

#include <stdio.h>

static const char html[] = "text/html; charset=utf-8", json[] = "application/json; charset=utf-8";

void web_title(struct web_request *request, const char *title)
{
    value_text(&request->model, value_object(&request->model, NULL, "page"), "title", title);
}

void web_bytes(struct web_request *request, const char *type, struct text *body)
{
    text_release(&request->response.body);
    request->response.body = *body;
    request->response.type = type;
    request->response.http = 200;
    *body = (struct text){0};
}

/* A tag by content: equal bytes are the same page. */
static void set_etag(struct web_request *request)
{
    struct sha256 hash = sha256_of(text_span(&request->response.body));
    char hex[65];
    sha256_hex(&hash, hex);
    request->response.etag = arena_printf(&request->arena, "\"%.32s\"", hex);
}

static void end_flash(struct web_request *request)
{
    if (!value_get(request->model.root, "flash") || request->response.cookie) return;
    request->response.cookie = "__Host-flash=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax";
}

enum status web_render(struct web_request *request, struct error *error)
{
    struct text out;
    enum status status = STATUS_OK;
    bool page = request->route->page != NULL;
    text_init(&out, 64 << 20);
    if (page) shell_fill(request);
    if (status == STATUS_OK) status = model_status(&request->model, error);
    if (status == STATUS_OK && page)
        status = template_render(request->server->templates, request->route->page,
                                 request->model.root, &out, error);
    else if (status == STATUS_OK)
        value_write(request->model.root, &out);
    if (status == STATUS_OK) status = text_status(&out, error);
    if (status) {
        text_release(&out);
        return status;
    }
    const char *etag = request->response.etag;
    web_bytes(request, page ? html : json, &out);
    if (page) end_flash(request);
    if (!etag) set_etag(request);
    return STATUS_OK;
}

enum status web_see_other(struct web_request *request, const char *href, struct error *error)
{
    request->response.location = arena_copy(&request->arena, span_of(href));
    if (!request->response.location) return arena_full(&request->arena, error);
    request->response.http = 303;
    request->response.kept = SPAN("");
    return STATUS_OK;
}

enum status web_done(struct web_request *request, const char *href, const char *told,
                     uint64_t change, struct error *error)
{
    struct text cookie;
    if (web_is_api(request)) {
        if (change) value_count(&request->model, NULL, "change", (int64_t)change);
        value_text(&request->model, NULL, "told", told);
        return STATUS_OK;
    }
    text_init(&cookie, 3 << 10);
    text_adds(&cookie, "__Host-flash=");
    if (change) text_addf(&cookie, "%u.%llu.", request->review, (unsigned long long)change);
    words_escape(span_sub(span_of(told), 0, 600), &cookie);
    text_adds(&cookie, "; Path=/; Max-Age=60; Secure; HttpOnly; SameSite=Lax");
    if (text_status(&cookie, NULL) == STATUS_OK && told && *told)
        request->response.cookie = arena_copy(&request->arena, text_span(&cookie));
    text_release(&cookie);
    return web_see_other(request, href, error);
}

enum status web_nothing_there(struct web_request *request, struct error *error)
{
    (void)request;
    return error_set(error, STATUS_NOT_FOUND, "there is nothing here, or nothing for you to see");
}

/* ---- what went wrong ---- */

static const char *response_title(int http)
{
    if (http == 404) return "Nothing here";
    if (http == 403 || http == 401) return "Not for this account";
    if (http == 409) return "It changed meanwhile";
    return http < 500 ? "This did not work" : "Something is wrong with the server";
}

static void add_problem(struct web_request *request, const struct error *error)
{
    struct model *model = &request->model;
    struct value *problem = value_object(model, NULL, "problem");
    char type[80];
    (void)snprintf(type, sizeof type, "about:blank#%s", status_name(error->status));
    value_text(model, problem, "type", type);
    value_text(model, problem, "title", status_meaning(error->status));
    value_count(model, problem, "status", request->response.http);
    value_text(model, problem, "detail", error->message);
    value_text(model, problem, "where", error->where);
    if (!value_get(value_get(model->root, "page"), "title"))
        web_title(request, response_title(request->response.http));
}

static bool write_problem(struct web_request *request, struct text *out)
{
    struct error ignored;
    bool api = web_is_api(request);
    if (api) {
        value_write(value_get(request->model.root, "problem"), out);
    } else {
        shell_fill(request);
        if (template_render(request->server->templates, "problem", request->model.root, out,
                            &ignored))
            return false;
    }
    return !request->model.failed && text_status(out, NULL) == STATUS_OK;
}

void web_problem(struct web_request *request, const struct error *error)
{
    struct text out;
    struct web_response *response = &request->response;
    if (response->http < 400) response->http = status_http(error->status);
    response->etag = response->location = NULL;
    response->kept = SPAN("something went wrong, and so did telling it\n");
    text_init(&out, 8 << 20);
    bool told =
        (request->model.root || model_init(&request->model, &request->arena, NULL) == STATUS_OK);
    if (told) add_problem(request, error);
    if (told && write_problem(request, &out)) {
        int http = response->http;
        web_bytes(request, web_is_api(request) ? "application/problem+json" : html, &out);
        response->http = http;
    }
    text_release(&out);
}
