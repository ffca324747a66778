/* The OpenAPI 3.1 document, made from the table of routes. */
#include "web/pages.h"
#include "web/route.h"
#include "web/server.h"

static bool is_api(const struct web_route *route)
{
    return span_starts(span_of(route->path), SPAN("/api/")) || !route->page;
}

static bool same_path_before(size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (strcmp(web_routes[i].path, web_routes[at].path) == 0 && is_api(&web_routes[i]))
            return true;
    return false;
}

static void parameter(struct json_writer *json, struct span name)
{
    json_object(json);
    json_member_span(json, "name", name);
    json_member(json, "in", "path");
    json_member_bool(json, "required", true);
    json_member_object(json, "schema");
    json_member(json, "type", "string");
    if (span_is(name, "review")) json_member(json, "pattern", "^PM[0-9]+$");
    if (span_is(name, "entry")) json_member(json, "pattern", "^[A-Z]{1,2}[0-9]+$");
    json_object_end(json);
    json_object_end(json);
}

static void parameters(struct json_writer *json, const struct web_route *route)
{
    struct span rest = span_of(route->path);
    json_member_array(json, "parameters");
    while (rest.len) {
        struct span part = span_cut(&rest, '/');
        if (part.len > 2 && part.at[0] == '{') parameter(json, span_sub(part, 1, part.len - 2));
    }
    json_array_end(json);
}

static void content(struct json_writer *json, const char *type, const char *schema)
{
    json_member_object(json, "content");
    json_member_object(json, type);
    json_member_object(json, "schema");
    json_member(json, schema[0] == '#' ? "$ref" : "type", schema);
    json_object_end(json);
    json_object_end(json);
    json_object_end(json);
}

static void response(struct json_writer *json, const char *code, const char *what, const char *type,
                     const char *schema)
{
    json_member_object(json, code);
    json_member(json, "description", what);
    if (type) content(json, type, schema);
    json_object_end(json);
}

static void responses(struct json_writer *json, const struct web_route *route)
{
    json_member_object(json, "responses");
    response(json, "200", "done", "application/json", "object");
    if (route->need != WEB_ANYBODY) {
        response(json, "401", "sign in first, or send a token", "application/problem+json",
                 "#/components/schemas/Problem");
        response(json, "404", "not there, or not to be seen", "application/problem+json",
                 "#/components/schemas/Problem");
    }
    if (route->method != WEB_GET) {
        response(json, "403", "forged, or by a token that only reads", "application/problem+json",
                 "#/components/schemas/Problem");
        response(json, "409", "it changed meanwhile; both versions are in the answer",
                 "application/problem+json", "#/components/schemas/Problem");
    }
    json_object_end(json);
}

/* "get /api/reviews/{review}" as a name: get_reviews_review */
static void operation_id(struct json_writer *json, const struct web_route *route)
{
    struct text id;
    text_init(&id, 0);
    text_adds(&id, route->method == WEB_GET ? "get" : web_method_word(route->method));
    for (const char *p = route->path; *p; p++)
        if (*p != '{' && *p != '}') text_addc(&id, *p == '/' || *p == '.' || *p == '-' ? '_' : *p);
    json_member_span(json, "operationId", text_span(&id));
    text_release(&id);
}

static void operation(struct json_writer *json, const struct web_route *route)
{
    static const char *const methods[] = {"get", "post", "put", "delete"};
    json_member_object(json, methods[route->method]);
    operation_id(json, route);
    json_member(json, "summary", route->summary);
    json_member(json, "description", web_need_words(route->need));
    parameters(json, route);
    if (route->body == WEB_FORM || route->body == WEB_BYTES) {
        json_member_object(json, "requestBody");
        content(json, route->body == WEB_FORM ? "application/json" : "application/octet-stream",
                route->body == WEB_FORM ? "object" : "string");
        json_object_end(json);
    }
    if (route->need == WEB_ANYBODY) {
        json_member_array(json, "security");
        json_array_end(json);
    }
    responses(json, route);
    json_object_end(json);
}

static void components(struct json_writer *json)
{
    json_member_object(json, "components");
    json_raw(json,
             SPAN("\"securitySchemes\":{\"token\":{\"type\":\"http\",\"scheme\":\"bearer\"}},"
                  "\"schemas\":{\"Problem\":{\"type\":\"object\",\"description\":\"RFC 9457\","
                  "\"properties\":{\"type\":{\"type\":\"string\"},\"title\":{\"type\":\"string\"},"
                  "\"status\":{\"type\":\"integer\"},\"detail\":{\"type\":\"string\"}}}}"));
    json_object_end(json);
}

/* The OpenAPI 3.1 document of the API, made from the table of routes. */
static enum status write_document(struct text *out, struct error *error)
{
    struct json_writer json;
    json_begin(&json, out);
    json_object(&json);
    json_member(&json, "openapi", "3.1.0");
    json_member_object(&json, "info");
    json_member(&json, "title", "postmortem");
    json_member(&json, "version", "1");
    json_member(&json, "summary", "Incident reviews, from evidence to follow-up");
    json_key(&json, "license");
    json_raw(&json, SPAN("{\"name\":\"Apache 2.0\",\"identifier\":\"Apache-2.0\"}"));
    json_object_end(&json);
    json_key(&json, "servers");
    json_raw(&json, SPAN("[{\"url\":\"/\"}]"));
    json_key(&json, "security");
    json_raw(&json, SPAN("[{\"token\":[]}]"));
    json_member_object(&json, "paths");
    for (size_t i = 0; i < web_route_count; i++) {
        if (!is_api(&web_routes[i]) || same_path_before(i)) continue;
        json_member_object(&json, web_routes[i].path);
        for (size_t j = i; j < web_route_count; j++)
            if (strcmp(web_routes[i].path, web_routes[j].path) == 0)
                operation(&json, &web_routes[j]);
        json_object_end(&json);
    }
    json_object_end(&json);
    components(&json);
    json_object_end(&json);
    return text_status(out, error);
}

enum status web_openapi_page(struct web_request *request, struct error *error)
{
    struct text out;
    text_init(&out, 4 << 20);
    enum status status = write_document(&out, error);
    if (status == STATUS_OK) web_bytes(request, "application/json; charset=utf-8", &out);
    text_release(&out);
    return status;
}
