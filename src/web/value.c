/* Building and reading the model of a page. */
#include "web/value.h"

#include <stdio.h>

enum status model_init(struct model *model, struct arena *arena, struct error *error)
{
    struct value *root = arena_alloc(arena, sizeof *root);
    if (!root) return arena_full(arena, error);
    root->type = VALUE_OBJECT;
    *model = (struct model){.arena = arena, .root = root};
    return STATUS_OK;
}

enum status model_status(const struct model *model, struct error *error)
{
    return model->failed ? arena_full(model->arena, error) : STATUS_OK;
}

static struct value *fail(struct model *model)
{
    model->failed = true;
    model->spill = (struct value){.type = VALUE_OBJECT};
    return &model->spill;
}

static struct value *member_of(const struct value *object, const char *key)
{
    for (struct value *v = object->first; v; v = v->next)
        if (v->key && strcmp(v->key, key) == 0) return v;
    return NULL;
}

static struct value *add(struct model *model, struct value *in, const char *key,
                         enum value_type type)
{
    if (!in) in = model->root;
    if (model->failed || in == &model->spill) return fail(model);
    struct value *value = key ? member_of(in, key) : NULL;
    if (value) {
        struct value *next = value->next;
        *value = (struct value){.type = type, .key = key, .next = next};
        return value;
    }
    value = arena_alloc(model->arena, sizeof *value);
    if (!value) return fail(model);
    *value = (struct value){.type = type, .key = key};
    if (in->last)
        in->last->next = value;
    else
        in->first = value;
    in->last = value;
    return value;
}

struct value *value_object(struct model *model, struct value *in, const char *key)
{
    return add(model, in, key, VALUE_OBJECT);
}

struct value *value_list(struct model *model, struct value *in, const char *key)
{
    return add(model, in, key, VALUE_LIST);
}

static void add_text(struct model *model, struct value *in, const char *key, enum value_type type,
                     struct span text)
{
    const char *copy = arena_copy(model->arena, text);
    if (!copy)
        (void)fail(model);
    else
        add(model, in, key, type)->text = (struct span){copy, text.len};
}

void value_span(struct model *model, struct value *in, const char *key, struct span text)
{
    if (text.len) add_text(model, in, key, VALUE_STRING, text);
}

void value_text(struct model *model, struct value *in, const char *key, const char *text)
{
    value_span(model, in, key, span_of(text));
}

void value_textf(struct model *model, struct value *in, const char *key, const char *format, ...)
{
    struct text out;
    char line[1024];
    va_list arguments;
    va_start(arguments, format);
    int len = vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    if (len >= 0 && (size_t)len < sizeof line) {
        value_span(model, in, key, (struct span){line, (size_t)len});
        return;
    }
    text_init(&out, 0); /* longer than a line: its beginning, and that it goes on */
    text_add(&out, (struct span){line, sizeof line - 1});
    text_adds(&out, " ...");
    value_span(model, in, key, text_span(&out));
    text_release(&out);
}

void value_count(struct model *model, struct value *in, const char *key, int64_t number)
{
    char digits[32];
    int len = snprintf(digits, sizeof digits, "%lld", (long long)number);
    add_text(model, in, key, VALUE_NUMBER, (struct span){digits, (size_t)len});
}

void value_flag(struct model *model, struct value *in, const char *key, bool flag)
{
    (void)add(model, in, key, flag ? VALUE_TRUE : VALUE_FALSE);
}

void value_markup(struct model *model, struct value *in, const char *key, struct span html)
{
    if (html.len) add_text(model, in, key, VALUE_MARKUP, html);
}

/* ---- reading ---- */

const struct value *value_get(const struct value *object, const char *key)
{
    return object && object->type == VALUE_OBJECT ? member_of(object, key) : NULL;
}

const struct value *value_at(const struct value *object, struct span path)
{
    while (object && path.len) {
        struct span name = span_cut(&path, '.');
        const struct value *found = object->type == VALUE_OBJECT ? object->first : NULL;
        while (found && !(found->key && span_is(name, found->key))) found = found->next;
        object = found;
    }
    return object;
}

const char *value_str(const struct value *object, const char *key)
{
    const struct value *value = value_get(object, key);
    return value && value->text.at ? value->text.at : "";
}

bool value_true(const struct value *value)
{
    if (!value) return false;
    switch (value->type) {
    case VALUE_NULL:
    case VALUE_FALSE: return false;
    case VALUE_TRUE: return true;
    case VALUE_NUMBER: return !span_is(value->text, "0");
    case VALUE_STRING:
    case VALUE_MARKUP: return value->text.len != 0;
    case VALUE_LIST:
    case VALUE_OBJECT: return value->first != NULL;
    }
    return false;
}
