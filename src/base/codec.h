/*
 * Plain data to bytes and back, by one description of it.
 *
 * A function that passes every part of a struct to a codec serves writing and reading alike, so the
 * two cannot come apart. Numbers go as they are in memory: such bytes are for this machine's own
 * files, which can be made again. What is read may be anything: a codec that has met what cannot be
 * is `bad` from there on, gives zeros and reads no more; whoever uses it looks once at the end.
 */
#ifndef BASE_CODEC_H
#define BASE_CODEC_H

#include "base/arena.h"
#include "base/text.h"

struct codec {
    struct text *out;    /* written to; NULL: reading. Borrowed */
    struct span rest;    /* still to be read */
    struct arena *arena; /* what is read lives here */
    bool bad;
};

struct codec codec_to(struct text *out);
struct codec codec_from(struct span bytes, struct arena *arena);
/* Nothing was wrong, and all of it was read. */
bool codec_ended_well(const struct codec *codec);

void codec_bytes(struct codec *codec, void *at, size_t len);
void codec_u32(struct codec *codec, uint32_t *number);
void codec_u64(struct codec *codec, uint64_t *number);
void codec_i64(struct codec *codec, int64_t *number);
void codec_bool(struct codec *codec, bool *value);
/* A number below `count`, as of an enum. */
void codec_choice(struct codec *codec, uint32_t *number, uint32_t count);
/* A C string or NULL. */
void codec_string(struct codec *codec, const char **string);
/* A C string, never NULL: "" when that is read. */
void codec_words(struct codec *codec, const char **words);
/* Passes *count on and returns where its items are: `array` itself when writing, new zeroed room in
 * the arena (one item more) when reading. `least`: bytes that one item takes at least, above 0.
 * When bad, *count is 0. */
void *codec_array(struct codec *codec, void *array, size_t *count, size_t size, size_t least);

#endif
