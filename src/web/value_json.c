/* The model of a page as JSON, and from it. Neither way recurses. */
#include "web/value.h"

enum { LEVELS = 64 };

static void write_plain(const struct value *value, struct json_writer *json)
{
    switch (value->type) {
    case VALUE_NULL: json_null(json); break;
    case VALUE_FALSE: json_bool(json, false); break;
    case VALUE_TRUE: json_bool(json, true); break;
    case VALUE_NUMBER: json_raw(json, value->text); break;
    case VALUE_STRING:
    case VALUE_MARKUP: json_span(json, value->text); break;
    case VALUE_LIST:
    case VALUE_OBJECT: break;
    }
}

static void end(const struct value *value, struct json_writer *json)
{
    if (value->type == VALUE_LIST)
        json_array_end(json);
    else
        json_object_end(json);
}

void value_write(const struct value *value, struct text *out)
{
    const struct value *open[LEVELS];
    struct json_writer json;
    size_t depth = 0;
    json_begin(&json, out);
    while (value) {
        if (depth && open[depth - 1]->type == VALUE_OBJECT)
            json_key(&json, value->key ? value->key : "");
        bool nests = value->type == VALUE_LIST || value->type == VALUE_OBJECT;
        if (value->type == VALUE_LIST) json_array(&json);
        if (value->type == VALUE_OBJECT) json_object(&json);
        if (nests && value->first && depth < LEVELS) {
            open[depth++] = value;
            value = value->first;
            continue;
        }
        if (nests)
            end(value, &json);
        else
            write_plain(value, &json);
        while (depth && !value->next) {
            value = open[--depth];
            end(value, &json);
        }
        value = depth ? value->next : NULL;
    }
}

/* ---- from JSON ---- */

struct reading {
    struct model *model;
    struct json_reader reader;
    struct text scratch;
    struct value *open[LEVELS];
    size_t depth;
};

static const char *key_of(struct reading *r, const struct json_token *token, const char *given)
{
    if (r->depth == 0) return given;
    if (!token->has_key) return NULL;
    text_clear(&r->scratch);
    if (token->key_escaped)
        json_unescape(&r->scratch, token->key);
    else
        text_add(&r->scratch, token->key);
    const char *key = arena_copy(r->model->arena, text_span(&r->scratch));
    if (!key) r->model->failed = true;
    return key ? key : "";
}

static enum status take(struct reading *r, struct value *in, const char *given,
                        const struct json_token *token, struct error *error)
{
    struct value *to = r->depth ? r->open[r->depth - 1] : in;
    const char *key = key_of(r, token, given);
    struct value *made = NULL;
    switch (token->type) {
    case JSON_OBJECT:
        made = r->depth == 0 && !given && to->type == VALUE_OBJECT
                   ? to
                   : value_object(r->model, to, key);
        break;
    case JSON_ARRAY: made = value_list(r->model, to, key); break;
    case JSON_OBJECT_END:
    case JSON_ARRAY_END: r->depth--; return STATUS_OK;
    case JSON_STRING:
    case JSON_NUMBER:
        made = value_list(r->model, to, key); /* the place; what it is follows */
        made->type = token->type == JSON_STRING ? VALUE_STRING : VALUE_NUMBER;
        made->text = json_decoded(&r->reader, token, &r->scratch);
        made->text = (struct span){arena_copy(r->model->arena, made->text), made->text.len};
        if (!made->text.at) r->model->failed = true;
        return STATUS_OK;
    case JSON_TRUE:
    case JSON_FALSE: value_flag(r->model, to, key, token->type == JSON_TRUE); return STATUS_OK;
    case JSON_NULL: value_list(r->model, to, key)->type = VALUE_NULL; return STATUS_OK;
    case JSON_END: return STATUS_OK;
    }
    if (r->depth == LEVELS)
        return error_set(error, STATUS_LIMIT, "the JSON nests deeper than %d levels", (int)LEVELS);
    r->open[r->depth++] = made;
    return STATUS_OK;
}

enum status value_json(struct model *model, struct value *in, const char *key, struct span json,
                       struct error *error)
{
    struct reading reading = {.model = model};
    struct json_token token = {.type = JSON_NULL};
    enum status status = STATUS_OK;
    if (!in) in = model->root;
    text_init(&reading.scratch, 0);
    json_open(&reading.reader, json);
    while (status == STATUS_OK && token.type != JSON_END) {
        status = json_next(&reading.reader, &token, error);
        if (status == STATUS_OK) status = take(&reading, in, key, &token, error);
    }
    text_release(&reading.scratch);
    return status ? status : model_status(model, error);
}
