/* Data to bytes and back; and bytes that are not what anybody wrote. */
#include "tests/test.h"

#include "base/base.h"

struct thing {
    uint32_t kind;
    uint64_t size;
    int64_t at;
    bool told;
    const char *name, *note;
    uint16_t *numbers;
    size_t count;
};

static void codec_thing(struct codec *codec, struct thing *thing)
{
    codec_choice(codec, &thing->kind, 5);
    codec_u64(codec, &thing->size);
    codec_i64(codec, &thing->at);
    codec_bool(codec, &thing->told);
    codec_words(codec, &thing->name);
    codec_string(codec, &thing->note);
    thing->numbers = codec_array(codec, thing->numbers, &thing->count, sizeof *thing->numbers,
                                 sizeof *thing->numbers);
    codec_bytes(codec, thing->numbers, thing->count * sizeof *thing->numbers);
}

static void write_thing(struct text *out)
{
    uint16_t numbers[] = {7, 0, 65535};
    struct thing thing = {4, UINT64_MAX, INT64_MIN, true, "caf\xc3\xa9", NULL, numbers, 3};
    text_init(out, 0);
    struct codec codec = codec_to(out);
    codec_thing(&codec, &thing);
    assert_false(codec.bad);
}

static void what_is_written_is_read(void **state)
{
    struct text out;
    struct arena arena;
    struct thing read = {.kind = 1};
    (void)state;
    arena_init(&arena, 1 << 16);
    write_thing(&out);
    struct codec codec = codec_from(text_span(&out), &arena);
    codec_thing(&codec, &read);
    assert_true(codec_ended_well(&codec));
    assert_int_equal(read.kind, 4);
    assert_true(read.size == UINT64_MAX && read.at == INT64_MIN && read.told);
    assert_string_equal(read.name, "caf\xc3\xa9");
    assert_null(read.note);
    assert_int_equal(read.count, 3);
    assert_int_equal(read.numbers[2], 65535);
    text_release(&out);
    arena_release(&arena);
}

/* Each cut, and each byte set to each of some values: never more than was there, never a crash. */
static void other_bytes_are_bad_or_harmless(void **state)
{
    static const unsigned char bytes[] = {0, 1, 5, 0x7f, 0x80, 0xff};
    struct text out;
    struct arena arena;
    (void)state;
    write_thing(&out);
    for (size_t len = 0; len < out.len; len++) {
        struct thing read = {.kind = 0};
        arena_init(&arena, 1 << 16);
        struct codec codec = codec_from(span_sub(text_span(&out), 0, len), &arena);
        codec_thing(&codec, &read);
        assert_false(codec_ended_well(&codec));
        assert_non_null(read.name);
        assert_int_equal(read.count, 0);
        arena_release(&arena);
        for (size_t i = 0; i < sizeof bytes; i++) {
            char kept = out.at[len];
            out.at[len] = (char)bytes[i];
            arena_init(&arena, 1 << 16);
            codec = codec_from(text_span(&out), &arena);
            codec_thing(&codec, &read);
            assert_true(read.kind < 5 && read.count <= 3);
            out.at[len] = kept;
            arena_release(&arena);
        }
    }
    text_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read),
        cmocka_unit_test(other_bytes_are_bad_or_harmless),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
