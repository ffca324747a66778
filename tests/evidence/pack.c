#include "tests/evidence/scratch.h"

#include <bzlib.h>
#include <libdeflate.h>
#include <lzma.h>
#include <zstd.h>

static struct text text_of_room(char *room, size_t len)
{
    struct text text;
    text_init(&text, 0);
    text_add(&text, (struct span){room, len});
    free(room);
    return text;
}

struct text pack_gzip(struct span bytes)
{
    struct libdeflate_compressor *packer = libdeflate_alloc_compressor(6);
    size_t most = libdeflate_gzip_compress_bound(packer, bytes.len);
    char *room = malloc(most);
    size_t len = libdeflate_gzip_compress(packer, bytes.at, bytes.len, room, most);
    assert_true(len > 0);
    libdeflate_free_compressor(packer);
    return text_of_room(room, len);
}

struct text pack_zstd(struct span bytes)
{
    size_t most = ZSTD_compressBound(bytes.len);
    char *room = malloc(most);
    size_t len = ZSTD_compress(room, most, bytes.at, bytes.len, 3);
    assert_false(ZSTD_isError(len));
    return text_of_room(room, len);
}

struct text pack_xz(struct span bytes)
{
    size_t most = lzma_stream_buffer_bound(bytes.len), len = 0;
    char *room = malloc(most);
    lzma_ret code = lzma_easy_buffer_encode(1, LZMA_CHECK_CRC64, NULL, (const uint8_t *)bytes.at,
                                            bytes.len, (uint8_t *)room, &len, most);
    assert_int_equal(code, LZMA_OK);
    return text_of_room(room, len);
}

struct text pack_bzip2(struct span bytes)
{
    unsigned len = (unsigned)(bytes.len + bytes.len / 100 + 600);
    char *room = malloc(len);
    assert_int_equal(BZ2_bzBuffToBuffCompress(room, &len, (char *)(uintptr_t)bytes.at,
                                              (unsigned)bytes.len, 1, 0, 0),
                     BZ_OK);
    return text_of_room(room, len);
}

static void put(struct text *text, uint64_t number, int bytes)
{
    for (int i = 0; i < bytes; i++) text_addc(text, (char)(number >> (8 * i) & 0xff));
}

void zip_maker_init(struct zip_maker *maker)
{
    *maker = (struct zip_maker){0};
    text_init(&maker->bytes, 0);
    text_init(&maker->directory, 0);
}

static struct text packed_content(const struct zip_item *item, uint16_t *method)
{
    struct text packed;
    *method = item->stored || item->method ? item->method : 8;
    if (*method != 8 || item->method) {
        text_init(&packed, 0);
        text_add(&packed, item->content);
        return packed;
    }
    struct libdeflate_compressor *packer = libdeflate_alloc_compressor(6);
    size_t most = libdeflate_deflate_compress_bound(packer, item->content.len);
    char *room = malloc(most);
    size_t len =
        libdeflate_deflate_compress(packer, item->content.at, item->content.len, room, most);
    assert_true(len > 0);
    libdeflate_free_compressor(packer);
    return text_of_room(room, len);
}

void zip_maker_add(struct zip_maker *maker, const struct zip_item *item)
{
    uint16_t method;
    struct text packed = packed_content(item, &method);
    uint32_t crc = libdeflate_crc32(0, item->content.at, item->content.len) ^ item->wrong_crc;
    uint64_t size = (uint64_t)((int64_t)item->content.len + item->wrong_size);
    uint64_t at = maker->bytes.len;
    uint16_t flags = (uint16_t)(item->flags | (item->descriptor ? 8 : 0));
    bool late = item->descriptor;

    text_add(&maker->bytes, SPAN("PK\x03\x04"));
    put(&maker->bytes, 20, 2);
    put(&maker->bytes, flags, 2);
    put(&maker->bytes, method, 2);
    put(&maker->bytes, 0x5d8f4a21, 4); /* 2026-12-15 09:17:02 */
    put(&maker->bytes, late ? 0 : crc, 4);
    put(&maker->bytes, late ? 0 : packed.len, 4);
    put(&maker->bytes, late ? 0 : size, 4);
    put(&maker->bytes, item->name.len, 2);
    put(&maker->bytes, 0, 2);
    text_add(&maker->bytes, item->name);
    text_add(&maker->bytes, text_span(&packed));
    if (late) {
        put(&maker->bytes, 0x08074b50, 4);
        put(&maker->bytes, crc, 4);
        put(&maker->bytes, packed.len, 4);
        put(&maker->bytes, size, 4);
    }

    struct text *to = &maker->directory;
    text_add(to, SPAN("PK\x01\x02"));
    put(to, item->attributes ? 20 | 3 << 8 : 20, 2);
    put(to, 20, 2);
    put(to, flags, 2);
    put(to, method, 2);
    put(to, 0x5d8f4a21, 4);
    put(to, crc, 4);
    put(to, maker->zip64 ? 0xffffffff : packed.len, 4);
    put(to, maker->zip64 ? 0xffffffff : size, 4);
    put(to, item->name.len, 2);
    put(to, (maker->zip64 ? 28u : 0u) + (item->utc ? 9u : 0u), 2);
    put(to, 0, 2); /* comment */
    put(to, 0, 2); /* volume */
    put(to, 0, 2);
    put(to, item->attributes, 4);
    put(to, maker->zip64 ? 0xffffffff : at, 4);
    text_add(to, item->name);
    if (maker->zip64) {
        put(to, 1, 2);
        put(to, 24, 2);
        put(to, size, 8);
        put(to, packed.len, 8);
        put(to, at, 8);
    }
    if (item->utc) {
        put(to, 0x5455, 2);
        put(to, 5, 2);
        put(to, 1, 1);
        put(to, item->utc, 4);
    }
    maker->count++;
    text_release(&packed);
}

void zip_maker_file(struct zip_maker *maker, const char *name, const char *content)
{
    zip_maker_add(maker, &(struct zip_item){.name = span_of(name), .content = span_of(content)});
}

struct text zip_maker_end(struct zip_maker *maker)
{
    struct text *to = &maker->bytes;
    uint64_t at = to->len, len = maker->directory.len;
    text_add(to, text_span(&maker->directory));
    if (maker->zip64) {
        uint64_t end = to->len;
        text_add(to, SPAN("PK\x06\x06"));
        put(to, 44, 8);
        put(to, 45 | 45 << 16, 4);
        put(to, 0, 8); /* volumes */
        put(to, maker->count, 8);
        put(to, maker->count, 8);
        put(to, len, 8);
        put(to, at, 8);
        text_add(to, SPAN("PK\x06\x07"));
        put(to, 0, 4);
        put(to, end, 8);
        put(to, 1, 4);
    }
    text_add(to, SPAN("PK\x05\x06"));
    put(to, 0, 4);
    put(to, maker->zip64 ? 0xffff : maker->count, 2);
    put(to, maker->zip64 ? 0xffff : maker->count, 2);
    put(to, maker->zip64 ? 0xffffffff : len, 4);
    put(to, maker->zip64 ? 0xffffffff : at, 4);
    put(to, 0, 2);
    text_release(&maker->directory);
    return maker->bytes;
}
