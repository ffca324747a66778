/* Reading what a request says. */
#include "web/server.h"

static const char *pair_named(const struct web_pair *pairs, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (span_is(pairs[i].name, name)) return pairs[i].value.at;
    return NULL;
}

const char *web_field(const struct web_request *request, const char *name)
{
    if (!request->json) return pair_named(request->form, request->form_count, name);
    const struct value *value = value_get(request->json, name);
    if (!value) return NULL;
    switch (value->type) {
    case VALUE_STRING:
    case VALUE_NUMBER: return value->text.at;
    case VALUE_TRUE: return "yes";
    case VALUE_FALSE:
    case VALUE_NULL: return "";
    case VALUE_MARKUP:
    case VALUE_LIST:
    case VALUE_OBJECT: return NULL;
    }
    return NULL;
}

const char *web_query(const struct web_request *request, const char *name)
{
    return pair_named(request->query, request->query_count, name);
}

enum status web_query_number(const struct web_request *request, const char *name, uint64_t least,
                             uint64_t most, uint64_t otherwise, uint64_t *ret, struct error *error)
{
    const char *given = web_query(request, name);
    uint64_t number = otherwise;
    if (given && *given &&
        (!span_to_u64(span_of(given), &number) || number < least || number > most))
        return error_set(error, STATUS_USAGE, "%s wants a number from %llu to %llu", name,
                         (unsigned long long)least, (unsigned long long)most);
    *ret = number;
    return STATUS_OK;
}

const char *web_part(struct web_request *request, size_t number)
{
    const char *copy = arena_copy(&request->arena, request->captured[number]);
    return copy ? copy : "";
}

bool web_is_api(const struct web_request *request)
{
    return span_starts(span_of(request->path), SPAN("/api/"));
}
