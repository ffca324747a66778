/*
 * JSON (RFC 8259): a writer that appends to a text, and a reader that walks a document in place.
 *
 * The reader copies nothing and keeps byte offsets, so that a value can be cited by its place in
 * the evidence. Its depth is bounded and it does not recurse: ten million opening brackets are
 * refused at the limit, in constant memory.
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/error.h"
#include "base/span.h"
#include "base/text.h"

enum { JSON_DEPTH_MAX = 512 };

/* ---- writer: commas are its business, balance is the caller's ---- */

struct json_writer {
    struct text *out; /* borrowed; its sticky status is the writer's */
    bool pending;     /* a comma is due before the next item */
    int depth;
};

void json_begin(struct json_writer *json, struct text *out);
void json_object(struct json_writer *json);
void json_object_end(struct json_writer *json);
void json_array(struct json_writer *json);
void json_array_end(struct json_writer *json);
void json_key(struct json_writer *json, const char *key);
void json_span(struct json_writer *json, struct span value);   /* invalid UTF-8 becomes U+FFFD */
void json_string(struct json_writer *json, const char *value); /* NULL is null */
void json_int(struct json_writer *json, int64_t value);
void json_uint(struct json_writer *json, uint64_t value);
void json_number(struct json_writer *json, double value);         /* not finite: null */
void json_seconds(struct json_writer *json, int64_t nanoseconds); /* exact, as in -0.25 */
void json_bool(struct json_writer *json, bool value);
void json_null(struct json_writer *json);
void json_raw(struct json_writer *json, struct span value); /* that is JSON already */

/* A member of an object, key and value at once. json_member_string of NULL is null, json_member of
 * NULL is no member. */
void json_member_object(struct json_writer *json, const char *key);
void json_member_array(struct json_writer *json, const char *key);
void json_member_span(struct json_writer *json, const char *key, struct span value);
void json_member_string(struct json_writer *json, const char *key, const char *value);
void json_member(struct json_writer *json, const char *key, const char *value);
void json_member_int(struct json_writer *json, const char *key, int64_t value);
void json_member_uint(struct json_writer *json, const char *key, uint64_t value);
void json_member_number(struct json_writer *json, const char *key, double value);
void json_member_seconds(struct json_writer *json, const char *key, int64_t nanoseconds);
void json_member_bool(struct json_writer *json, const char *key, bool value);

/* ---- reader ---- */

enum json_type {
    JSON_END, /* the document is complete */
    JSON_OBJECT,
    JSON_OBJECT_END,
    JSON_ARRAY,
    JSON_ARRAY_END,
    JSON_STRING,
    JSON_NUMBER,
    JSON_TRUE,
    JSON_FALSE,
    JSON_NULL,
};

struct json_token {
    enum json_type type;
    size_t from, to; /* byte range in the input; of a string without its quotes */
    bool escaped;    /* the string holds backslashes: use json_unescape */
    bool has_key;    /* the token is a member's value (or opens it) */
    bool key_escaped;
    struct span key; /* raw bytes of the member's name, borrowed from the input */
};

struct json_reader {
    struct span in; /* borrowed */
    size_t at;
    int depth;
    uint64_t in_object[JSON_DEPTH_MAX / 64]; /* one bit a level: object or array */
    bool expect_value, started;
};

void json_open(struct json_reader *reader, struct span in);
/* Next token. BAD_INPUT with the byte offset for what is not JSON, LIMIT for depth. After JSON_END
 * only white space was left. */
enum status json_next(struct json_reader *reader, struct json_token *ret, struct error *error);
/* Like json_next, but stops at the end of the first complete value: JSON_END does not ask that
 * nothing follows; reader->at is just behind the value (for JSON lines and concatenated JSON). */
bool json_value_complete(const struct json_reader *reader);
/* After an OBJECT or ARRAY token: passes over its content up to and including its end; *ret_to is
 * the offset just behind it. */
enum status json_skip(struct json_reader *reader, size_t *ret_to, struct error *error);
/* The same by quotes and brackets alone, whatever else is wrong in there; false when it does not
 * end. */
bool json_pass(struct json_reader *reader);
struct span json_text(const struct json_reader *reader, const struct json_token *token);
/* Appends the decoded string (surrogate pairs joined, lone surrogates U+FFFD). */
void json_unescape(struct text *to, struct span raw);
/* The token's text decoded when needed; borrows from the input or `scratch` (cleared first). */
struct span json_decoded(const struct json_reader *reader, const struct json_token *token,
                         struct text *scratch);

/* Finds one member in an object's bytes by a path such as "body.alerts" or "profile.real_name";
 * numbers index arrays ("alerts.0.labels"). False when it is not there or the JSON is bad. *ret has
 * offsets relative to `object`; `*ret_raw` the raw bytes (a string without quotes, a container
 * whole). Either may be NULL. */
bool json_find(struct span object, const char *path, struct json_token *ret, struct span *ret_raw);

#endif
