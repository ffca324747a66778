#include "tests/exchange/pack.h"

#include <zlib.h>

static void add_number(struct text *pack, uint32_t value)
{
    for (int shift = 24; shift >= 0; shift -= 8) text_addc(pack, (char)(value >> shift));
}

void pack_begin(struct text *pack, uint32_t count)
{
    text_add(pack, SPAN("PACK"));
    add_number(pack, 2);
    add_number(pack, count);
}

size_t pack_add(struct text *pack, enum git_type type, uint64_t stated, struct span body,
                size_t base, const unsigned char *hash)
{
    size_t from = pack->len;
    unsigned byte = (unsigned)type << 4 | (unsigned)(stated & 15);
    for (stated >>= 4; stated; stated >>= 7) {
        text_addc(pack, (char)(byte | 0x80));
        byte = stated & 0x7f;
    }
    text_addc(pack, (char)byte);
    if (type == GIT_OFS) {
        unsigned char bytes[10];
        size_t n = sizeof bytes;
        uint64_t back = from - base;
        bytes[--n] = back & 0x7f;
        while (back >>= 7) bytes[--n] = (unsigned char)(0x80 | (--back & 0x7f));
        text_add(pack, (struct span){(const char *)bytes + n, sizeof bytes - n});
    }
    if (type == GIT_REF) text_add(pack, (struct span){(const char *)hash, 20});
    uLongf len = compressBound((uLong)body.len);
    unsigned char *out = malloc(len);
    assert_non_null(out);
    assert_int_equal(compress2(out, &len, (const Bytef *)body.at, (uLong)body.len, 9), Z_OK);
    text_add(pack, (struct span){(const char *)out, len});
    free(out);
    return from;
}

void pack_end(struct text *pack)
{
    for (int i = 0; i < 20; i++) text_addc(pack, '\0');
}

static void add_size(struct text *delta, size_t size)
{
    for (; size > 0x7f; size >>= 7) text_addc(delta, (char)(size | 0x80));
    text_addc(delta, (char)size);
}

void pack_delta(struct text *delta, size_t base_size, struct span head, size_t from)
{
    size_t len = base_size - from;
    assert_true(head.len > 0 && head.len < 128 && from < 65536 && len < 65536);
    add_size(delta, base_size);
    add_size(delta, head.len + len);
    text_addc(delta, (char)head.len);
    text_add(delta, head);
    text_addc(delta, (char)(0x80 | 3 | 3 << 4)); /* two bytes of offset, two of length */
    text_addc(delta, (char)from);
    text_addc(delta, (char)(from >> 8));
    text_addc(delta, (char)len);
    text_addc(delta, (char)(len >> 8));
}
