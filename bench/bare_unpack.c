/*
 * What a decompressor alone takes: postmortem-bench-unpack LIBRARY FILE
 *
 * zlib, isal and zstd in windows of 256 KiB, libdeflate into memory as a whole (it knows no other
 * way). Nothing is done with the bytes. Prints how many there were. With "ours" for a library they
 * are unpacked as collecting does it and indexed, see ours_unpack.c; prints the number of records
 * too.
 */
#include "bench/ours_unpack.h"

#include <libdeflate.h>
#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>
#include <zstd.h>
#ifdef HAVE_ISAL
#include <isa-l/igzip_lib.h>
#endif

enum { WINDOW = 256 * 1024 };

static uint64_t by_zlib(struct span in, char *window)
{
    z_stream stream = {0};
    uint64_t made = 0;
    int code = inflateInit2(&stream, 15 + 16);
    stream.next_in = (z_const Bytef *)(uintptr_t)in.at;
    stream.avail_in = (uInt)in.len;
    while (code == Z_OK) {
        stream.next_out = (Bytef *)window;
        stream.avail_out = WINDOW;
        code = inflate(&stream, Z_NO_FLUSH);
        made += WINDOW - stream.avail_out;
    }
    inflateEnd(&stream);
    return code == Z_STREAM_END ? made : 0;
}

#ifdef HAVE_ISAL
static uint64_t by_isal(struct span in, char *window)
{
    struct inflate_state *state = malloc(sizeof *state);
    uint64_t made = 0;
    int code = 0;
    if (!state) return 0;
    isal_inflate_init(state);
    state->crc_flag = ISAL_GZIP;
    state->next_in = (uint8_t *)(uintptr_t)in.at;
    state->avail_in = (uint32_t)in.len;
    while (code == 0 && state->block_state != ISAL_BLOCK_FINISH) {
        state->next_out = (uint8_t *)window;
        state->avail_out = WINDOW;
        code = isal_inflate(state);
        if (state->avail_out == WINDOW) break;
        made += WINDOW - state->avail_out;
    }
    bool whole = code == 0 && state->block_state == ISAL_BLOCK_FINISH;
    free(state);
    return whole ? made : 0;
}
#endif

static uint64_t by_libdeflate(struct span in)
{
    const unsigned char *end = (const unsigned char *)in.at + in.len;
    size_t size = end[-4] | (size_t)end[-3] << 8 | (size_t)end[-2] << 16 | (size_t)end[-1] << 24;
    struct libdeflate_decompressor *decoder = libdeflate_alloc_decompressor();
    char *whole = malloc(size + 1);
    size_t made = 0;
    bool good = decoder && whole &&
                libdeflate_gzip_decompress(decoder, in.at, in.len, whole, size, &made) ==
                    LIBDEFLATE_SUCCESS;
    free(whole);
    libdeflate_free_decompressor(decoder);
    return good ? made : 0;
}

static uint64_t by_zstd(struct span in, char *window)
{
    ZSTD_DStream *stream = ZSTD_createDStream();
    ZSTD_inBuffer from = {in.at, in.len, 0};
    uint64_t made = 0;
    size_t left = 1;
    while (left && !ZSTD_isError(left)) {
        ZSTD_outBuffer out = {window, WINDOW, 0};
        left = ZSTD_decompressStream(stream, &out, &from);
        made += out.pos;
        if (out.pos == 0 && from.pos == from.size) break;
    }
    ZSTD_freeDStream(stream);
    return left == 0 ? made : 0;
}

int main(int argc, char **argv)
{
    struct error error = ERROR_NONE;
    struct span in;
    uint64_t made = 0, records = 0;
    char *window = malloc(WINDOW);
    if (argc != 3 || !window || os_map(argv[2], &in, &error) || in.len < 18) {
        fputs("usage: postmortem-bench-unpack zlib|isal|libdeflate|zstd|ours FILE\n", stderr);
        free(window);
        return 2;
    }
    struct span library = span_of(argv[1]);
    if (span_is(library, "zlib")) made = by_zlib(in, window);
#ifdef HAVE_ISAL
    if (span_is(library, "isal")) made = by_isal(in, window);
#endif
    if (span_is(library, "libdeflate")) made = by_libdeflate(in);
    if (span_is(library, "zstd")) made = by_zstd(in, window);
    if (span_is(library, "ours") && !ours_unpack(in, &made, &records)) made = 0;
    printf("%llu %llu\n", (unsigned long long)made, (unsigned long long)records);
    os_unmap(in);
    free(window);
    return made ? 0 : 1;
}
