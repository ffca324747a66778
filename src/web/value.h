/*
 * The model of a page: a tree of values in an arena, built once, told as JSON or through a
 * template. A builder appends freely: running out of memory is sticky, and told at the end.
 */
#ifndef WEB_VALUE_H
#define WEB_VALUE_H

#include "base/base.h"

enum value_type {
    VALUE_NULL,
    VALUE_FALSE,
    VALUE_TRUE,
    VALUE_NUMBER, /* its text is the number as JSON writes it */
    VALUE_STRING,
    VALUE_MARKUP, /* HTML or SVG that our own renderers made; a string in JSON */
    VALUE_LIST,
    VALUE_OBJECT,
};

struct value {
    enum value_type type;
    const char *key; /* of a member; borrowed */
    struct span text;
    struct value *first, *last, *next;
};

struct model {
    struct arena *arena; /* borrowed */
    struct value *root;  /* an object */
    bool failed;
    struct value spill; /* what a failed builder goes on with */
};

enum status model_init(struct model *model, struct arena *arena, struct error *error);
enum status model_status(const struct model *model, struct error *error);

/* Each adds a member to an object, or (key NULL) an item to a list, and gives it; `in` NULL is the
 * root. Keys are literals or live in the arena. A member of that name that is there already is
 * replaced. */
struct value *value_object(struct model *model, struct value *in, const char *key);
struct value *value_list(struct model *model, struct value *in, const char *key);
/* NULL or an empty text adds nothing. The bytes are copied; what is no UTF-8 is made visible. */
void value_text(struct model *model, struct value *in, const char *key, const char *text);
void value_span(struct model *model, struct value *in, const char *key, struct span text);
void value_textf(struct model *model, struct value *in, const char *key, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void value_count(struct model *model, struct value *in, const char *key, int64_t number);
void value_flag(struct model *model, struct value *in, const char *key, bool flag);
/* Only what one of our renderers made, which escapes what it is given. */
void value_markup(struct model *model, struct value *in, const char *key, struct span html);
/* Reads JSON into the tree; BAD_INPUT, or LIMIT beyond 64 levels. Of an object that is read into
 * an object with key NULL, the members are added to `in` itself. */
enum status value_json(struct model *model, struct value *in, const char *key, struct span json,
                       struct error *error);

/* ---- reading ---- */

const struct value *value_get(const struct value *object, const char *key); /* or NULL */
/* By a path such as "review.may.lead"; NULL when it is not there. */
const struct value *value_at(const struct value *object, struct span path);
/* A string or number as a C string ("" when it is not there); borrows. */
const char *value_str(const struct value *object, const char *key);
bool value_true(const struct value *value); /* not NULL, null, false, "", 0, [] or {} */

/* Appends the tree as JSON. */
void value_write(const struct value *value, struct text *out);

#endif
