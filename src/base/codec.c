#include "base/codec.h"

#include <assert.h>
#include <string.h>

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "numbers are written as they are");

#define NO_STRING UINT32_MAX /* instead of a length */

struct codec codec_to(struct text *out)
{
    return (struct codec){.out = out};
}

struct codec codec_from(struct span bytes, struct arena *arena)
{
    return (struct codec){.rest = bytes, .arena = arena};
}

bool codec_ended_well(const struct codec *codec)
{
    return !codec->bad && codec->rest.len == 0;
}

void codec_bytes(struct codec *codec, void *at, size_t len)
{
    if (codec->out) {
        text_add(codec->out, (struct span){at, len});
        return;
    }
    if (len > codec->rest.len) codec->bad = true;
    if (len == 0) return;
    if (codec->bad) {
        memset(at, 0, len);
        return;
    }
    memcpy(at, codec->rest.at, len);
    codec->rest = span_from(codec->rest, len);
}

void codec_u32(struct codec *codec, uint32_t *number)
{
    codec_bytes(codec, number, sizeof *number);
}

void codec_u64(struct codec *codec, uint64_t *number)
{
    codec_bytes(codec, number, sizeof *number);
}

void codec_i64(struct codec *codec, int64_t *number)
{
    codec_bytes(codec, number, sizeof *number);
}

void codec_bool(struct codec *codec, bool *value)
{
    uint32_t number = *value;
    codec_choice(codec, &number, 2);
    *value = number != 0;
}

void codec_choice(struct codec *codec, uint32_t *number, uint32_t count)
{
    codec_u32(codec, number);
    if (*number < count) return;
    assert(!codec->out);
    codec->bad = true;
    *number = 0;
}

void codec_string(struct codec *codec, const char **string)
{
    uint32_t len = NO_STRING;
    if (codec->out) {
        if (*string) len = (uint32_t)strlen(*string);
        codec_u32(codec, &len);
        if (*string) text_adds(codec->out, *string);
        return;
    }
    codec_u32(codec, &len);
    *string = NULL;
    if (codec->bad || len == NO_STRING) return;
    if (len > codec->rest.len || (len > 0 && memchr(codec->rest.at, '\0', len))) {
        codec->bad = true;
        return;
    }
    *string = arena_copy(codec->arena, span_sub(codec->rest, 0, len));
    codec->rest = span_from(codec->rest, len);
    if (!*string) codec->bad = true;
}

void codec_words(struct codec *codec, const char **words)
{
    assert(!codec->out || *words);
    codec_string(codec, words);
    if (*words) return;
    codec->bad = true;
    *words = "";
}

void *codec_array(struct codec *codec, void *array, size_t *count, size_t size, size_t least)
{
    uint64_t number = *count;
    codec_u64(codec, &number);
    if (codec->out) return array;
    assert(least > 0);
    if (number > codec->rest.len / least) codec->bad = true;
    void *room = codec->bad ? NULL : arena_array(codec->arena, (size_t)number + 1, size);
    if (!room) codec->bad = true;
    *count = codec->bad ? 0 : (size_t)number;
    return room;
}
