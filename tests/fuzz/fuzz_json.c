/*
 * The JSON reader and writer against each other.
 *
 * Whatever the reader accepts can be written again; what was written is accepted, and from the
 * second writing on no byte changes (the first turns invalid UTF-8 into an escape, the second that
 * escape into a character). Every offset lies inside the input, and json_find gives the same member
 * that a plain walk meets first.
 */
#include "tests/fuzz/fuzz.h"

#include "base/base.h"

#include <assert.h>
#include <stdlib.h>

enum { KEYS_MAX = 16 };

static struct span text_of(const struct json_reader *reader, const struct json_token *token)
{
    assert(token->from <= token->to && token->to <= reader->in.len);
    return json_text(reader, token);
}

static void write_token(struct json_writer *json, const struct json_reader *reader,
                        const struct json_token *token, struct text *scratch)
{
    char number[400];
    struct span raw = text_of(reader, token);
    switch (token->type) {
    case JSON_END: break;
    case JSON_OBJECT: json_object(json); break;
    case JSON_OBJECT_END: json_object_end(json); break;
    case JSON_ARRAY: json_array(json); break;
    case JSON_ARRAY_END: json_array_end(json); break;
    case JSON_STRING: json_span(json, json_decoded(reader, token, scratch)); break;
    case JSON_NUMBER:
        if (raw.len >= sizeof number) raw = SPAN("0"); /* any number does; this one fits */
        memcpy(number, raw.at, raw.len);
        number[raw.len] = '\0';
        json_number(json, strtod(number, NULL));
        break;
    case JSON_TRUE: json_bool(json, true); break;
    case JSON_FALSE: json_bool(json, false); break;
    case JSON_NULL: json_null(json); break;
    }
}

/* json_key takes a C string: an escaped NUL ends the name early, which is as good a name. */
static void write_key(struct json_writer *json, const struct json_token *token)
{
    struct text key;
    text_init(&key, 0);
    if (token->key_escaped)
        json_unescape(&key, token->key);
    else
        text_add(&key, token->key);
    json_key(json, key.at);
    text_release(&key);
}

/* False when `in` is not JSON. */
static bool rewrite(struct span in, struct text *out)
{
    struct json_reader reader;
    struct json_writer json;
    struct json_token token = {0};
    struct text scratch;
    enum status status;
    text_init(&scratch, 0);
    json_open(&reader, in);
    json_begin(&json, out);
    while ((status = json_next(&reader, &token, NULL)) == STATUS_OK && token.type != JSON_END) {
        if (token.has_key) write_key(&json, &token);
        write_token(&json, &reader, &token, &scratch);
        assert(reader.depth <= JSON_DEPTH_MAX && reader.at <= in.len);
    }
    assert(status == STATUS_OK || status == STATUS_BAD_INPUT || status == STATUS_LIMIT);
    text_release(&scratch);
    return status == STATUS_OK;
}

static void find_agrees_with_a_walk(struct span document)
{
    struct json_reader reader;
    struct json_token member, found;
    struct span raw;
    json_open(&reader, document);
    if (json_next(&reader, &member, NULL) || member.type != JSON_OBJECT) return;
    struct span seen[KEYS_MAX];
    for (size_t count = 0; count < KEYS_MAX;) {
        if (json_next(&reader, &member, NULL) || member.type == JSON_OBJECT_END) return;
        char path[64];
        bool opens = member.type == JSON_OBJECT || member.type == JSON_ARRAY;
        bool plain = !member.key_escaped && member.key.len > 0 && member.key.len < sizeof path &&
                     !memchr(member.key.at, '.', member.key.len) &&
                     !memchr(member.key.at, '\0', member.key.len);
        for (size_t i = 0; i < count; i++) plain = plain && !span_equal(seen[i], member.key);
        if (member.key_escaped) return; /* it may spell a name that comes again later */
        if (plain) {
            memcpy(path, member.key.at, member.key.len);
            path[member.key.len] = '\0';
            if (!json_find(document, path, &found, &raw)) {
                assert(opens); /* only a value that is broken further on is not found */
                return;
            }
            assert(found.type == member.type && found.from == member.from);
            assert(raw.at >= document.at && raw.at + raw.len <= document.at + document.len);
            seen[count++] = member.key;
        }
        size_t to;
        if (opens && json_skip(&reader, &to, NULL)) return;
    }
}

static void rewriting_settles(struct span document)
{
    struct text texts[3];
    struct span in = document;
    for (size_t i = 0; i < 3; i++) text_init(&texts[i], 0);
    for (size_t i = 0; i < 3; i++) {
        bool accepted = rewrite(in, &texts[i]);
        assert(accepted || i == 0);
        if (!accepted) break;
        assert(text_status(&texts[i], NULL) == STATUS_OK);
        in = text_span(&texts[i]);
    }
    assert(span_equal(text_span(&texts[1]), text_span(&texts[2])));
    for (size_t i = 0; i < 3; i++) text_release(&texts[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct span document = {(const char *)data, size};
    rewriting_settles(document);
    find_agrees_with_a_walk(document);
    json_find(document, "body.alerts.0.labels", NULL, NULL);
    json_find(document, "0.1.a", NULL, NULL);
    return 0;
}
