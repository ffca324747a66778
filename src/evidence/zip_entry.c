/* One entry of a zip: stored or deflated, its length and checksum as the directory states them. */
#include "evidence/archive.h"

#include <inttypes.h>
#include <libdeflate.h>
#include <stdlib.h>
#include <zlib.h>

enum {
    METHOD_STORED = 0,
    METHOD_DEFLATED = 8,
    PIECE = 256 * 1024,
    WHOLE_MAX = 16 * 1024 * 1024, /* entries decoded in one go, in memory */
    DEFLATE_RATIO_MAX = 1032,
};

static enum status damaged(struct error *error, const char *what)
{
    return error_set(error, STATUS_BAD_INPUT, "the entry is damaged (%s): passed over", what);
}

static enum status check_crc(const struct archive_entry *entry, uint32_t crc, struct error *error)
{
    return crc == entry->crc ? STATUS_OK : damaged(error, "its checksum does not match");
}

static enum status add_stored(const struct archive_entry *entry, struct span packed,
                              struct unpack_out *out, struct error *error)
{
    if (entry->size != entry->packed_size) return damaged(error, "its two sizes differ");
    enum status status = check_crc(entry, libdeflate_crc32(0, packed.at, packed.len), error);
    while (status == STATUS_OK && packed.len) {
        status = unpack_add(out, span_sub(packed, 0, PIECE), error);
        packed = span_from(packed, PIECE);
    }
    return status;
}

static enum status add_whole(const struct archive_entry *entry, struct span packed,
                             struct unpack_out *out, struct error *error)
{
    struct libdeflate_decompressor *decoder = libdeflate_alloc_decompressor();
    char *whole = malloc(entry->size ? (size_t)entry->size : 1);
    enum status status = STATUS_OK;
    size_t used = 0, made = 0;
    if (!decoder || !whole)
        status = error_set(error, STATUS_NO_MEMORY, "out of memory");
    else if (libdeflate_deflate_decompress_ex(decoder, packed.at, packed.len, whole,
                                              (size_t)entry->size, &used,
                                              &made) != LIBDEFLATE_SUCCESS)
        status = damaged(error, "it does not unpack to the stated size");
    else if (made != entry->size || used != packed.len)
        status = damaged(error, "its length is not the stated one");
    if (status == STATUS_OK) status = check_crc(entry, libdeflate_crc32(0, whole, made), error);
    if (status == STATUS_OK) status = unpack_add(out, (struct span){whole, made}, error);
    free(whole);
    libdeflate_free_decompressor(decoder);
    return status;
}

/* Writes as it goes: what turns out wrong at the end is dropped by the caller. */
static enum status add_pieces(const struct archive_entry *entry, struct span packed,
                              z_stream *stream, char *piece, struct unpack_out *out,
                              struct error *error)
{
    uint32_t crc = 0;
    int code = Z_OK;
    while (code != Z_STREAM_END) {
        size_t given = packed.len < (1u << 30) ? packed.len : (1u << 30);
        stream->next_in = (z_const Bytef *)(uintptr_t)packed.at;
        stream->avail_in = (uInt)given;
        stream->next_out = (Bytef *)piece;
        stream->avail_out = PIECE;
        code = inflate(stream, Z_NO_FLUSH);
        if (code == Z_MEM_ERROR) return error_set(error, STATUS_NO_MEMORY, "out of memory");
        struct span made = {piece, PIECE - stream->avail_out};
        packed = span_from(packed, given - stream->avail_in);
        if (code != Z_STREAM_END && code != Z_OK) return damaged(error, "bad or cut data");
        if (made.len > entry->size - out->size)
            return damaged(error, "it is longer than the directory states");
        crc = libdeflate_crc32(crc, made.at, made.len);
        enum status status = unpack_add(out, made, error);
        if (status) return status;
    }
    if (out->size != entry->size || packed.len)
        return damaged(error, "its length is not the stated one");
    return check_crc(entry, crc, error);
}

static enum status add_deflated(const struct archive_entry *entry, struct span packed,
                                struct unpack_out *out, struct error *error)
{
    if (entry->size / DEFLATE_RATIO_MAX > packed.len)
        return damaged(error, "it states more bytes than deflate can pack so small");
    if (entry->size <= WHOLE_MAX) return add_whole(entry, packed, out, error);
    z_stream stream = {0};
    char *piece = malloc(PIECE);
    enum status status;
    if (!piece || inflateInit2(&stream, -15) != Z_OK) {
        free(piece);
        return error_set(error, STATUS_NO_MEMORY, "out of memory");
    }
    status = add_pieces(entry, packed, &stream, piece, out, error);
    inflateEnd(&stream);
    free(piece);
    return status;
}

enum status zip_unpack(const struct archive *zip, const struct archive_entry *entry,
                       struct unpack_out *out, struct error *error)
{
    struct span packed = span_sub(zip->bytes, (size_t)entry->packed_at, (size_t)entry->packed_size);
    if (entry->method == METHOD_STORED) return add_stored(entry, packed, out, error);
    if (entry->method == METHOD_DEFLATED) return add_deflated(entry, packed, out, error);
    return error_set(error, STATUS_BAD_INPUT,
                     "the entry is packed with method %u, which is not read here: passed over; "
                     "unpack it and collect the result",
                     (unsigned)entry->method);
}
