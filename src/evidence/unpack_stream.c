/* One loop for the stream packings; what differs is how a piece is decoded. */
#include "evidence/unpack_coder.h"

#include <assert.h>
#include <libdeflate.h>
#include <lzma.h>
#include <stdlib.h>
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

enum {
    WHOLE_MAX = 32 * 1024 * 1024, /* members decoded in one go, in memory */
    DEFLATE_RATIO_MAX = 1032,     /* 258 bytes from two bits and a little */
    WINDOW_LOG_MAX = 27,          /* 128 MiB: what zstd itself takes without being told */
};
static const uint64_t XZ_MEMORY_MAX = (uint64_t)256 << 20;

/* ---- gzip (RFC 1952) ---- */

static bool gzip_start(struct coder *coder)
{
    if (coder->state) return inflateReset(coder->state) == Z_OK;
    z_stream *stream = calloc(1, sizeof *stream);
    if (stream && inflateInit2(stream, 15 + 16) == Z_OK) {
        coder->state = stream;
        return true;
    }
    free(stream);
    return false;
}

static enum coder_step gzip_step(struct coder *coder, struct span *in, char *to, size_t room,
                                 size_t *made)
{
    z_stream *stream = coder->state;
    size_t given = in->len < (1u << 30) ? in->len : (1u << 30);
    stream->next_in = (z_const Bytef *)(uintptr_t)in->at;
    stream->avail_in = (uInt)given;
    stream->next_out = (Bytef *)to;
    stream->avail_out = (uInt)room;
    int code = inflate(stream, Z_NO_FLUSH);
    *in = span_from(*in, given - stream->avail_in);
    *made = room - stream->avail_out;
    if (code == Z_OK || code == Z_BUF_ERROR) return STEP_MORE;
    if (code == Z_STREAM_END) return STEP_FRAME_END;
    return code == Z_MEM_ERROR ? STEP_NO_MEMORY : STEP_DAMAGED;
}

static void gzip_stop(struct coder *coder)
{
    if (coder->state) inflateEnd(coder->state);
    free(coder->state);
}

/* ---- zstd (RFC 8878) ---- */

static bool zstd_start(struct coder *coder)
{
    if (!coder->state) coder->state = ZSTD_createDStream();
    return coder->state && !ZSTD_isError(ZSTD_DCtx_reset(coder->state, ZSTD_reset_session_only)) &&
           !ZSTD_isError(ZSTD_DCtx_setParameter(coder->state, ZSTD_d_windowLogMax, WINDOW_LOG_MAX));
}

static enum coder_step zstd_step(struct coder *coder, struct span *in, char *to, size_t room,
                                 size_t *made)
{
    ZSTD_inBuffer from = {in->at, in->len, 0};
    ZSTD_outBuffer out = {to, room, 0};
    size_t code = ZSTD_decompressStream(coder->state, &out, &from);
    *in = span_from(*in, from.pos);
    *made = out.pos;
    if (code == 0) return STEP_FRAME_END;
    if (!ZSTD_isError(code)) return STEP_MORE;
    ZSTD_ErrorCode error = ZSTD_getErrorCode(code);
    if (error == ZSTD_error_frameParameter_windowTooLarge) return STEP_TOO_LARGE;
    return error == ZSTD_error_memory_allocation ? STEP_NO_MEMORY : STEP_DAMAGED;
}

static void zstd_stop(struct coder *coder)
{
    ZSTD_freeDStream(coder->state);
}

/* ---- xz ---- */

static bool xz_start(struct coder *coder)
{
    if (!coder->state) {
        lzma_stream *stream = malloc(sizeof *stream);
        if (!stream) return false;
        *stream = (lzma_stream)LZMA_STREAM_INIT;
        coder->state = stream;
    }
    return lzma_stream_decoder(coder->state, XZ_MEMORY_MAX, 0) == LZMA_OK;
}

static enum coder_step xz_step(struct coder *coder, struct span *in, char *to, size_t room,
                               size_t *made)
{
    lzma_stream *stream = coder->state;
    stream->next_in = (const uint8_t *)in->at;
    stream->avail_in = in->len;
    stream->next_out = (uint8_t *)to;
    stream->avail_out = room;
    lzma_ret code = lzma_code(stream, LZMA_RUN);
    *in = span_from(*in, in->len - stream->avail_in);
    *made = room - stream->avail_out;
    switch (code) {
    case LZMA_OK:
    case LZMA_BUF_ERROR: return STEP_MORE;
    case LZMA_STREAM_END: return STEP_FRAME_END;
    case LZMA_MEMLIMIT_ERROR: return STEP_TOO_LARGE;
    case LZMA_MEM_ERROR: return STEP_NO_MEMORY;
    default: return STEP_DAMAGED;
    }
}

static void xz_stop(struct coder *coder)
{
    if (coder->state) lzma_end(coder->state);
    free(coder->state);
}

/* ---- all ---- */

static struct coder coder_for(enum evidence_packing packing)
{
    if (packing == EVIDENCE_PACKED_GZIP)
        return (struct coder){
            .magic = CODER_GZIP_MAGIC, .start = gzip_start, .step = gzip_step, .stop = gzip_stop};
    if (packing == EVIDENCE_PACKED_XZ)
        return (struct coder){
            .magic = SPAN("\xfd\x37zXZ"), .start = xz_start, .step = xz_step, .stop = xz_stop};
    if (packing == EVIDENCE_PACKED_BZIP2) return unpack_bzip2();
    return (struct coder){.start = zstd_start, .step = zstd_step, .stop = zstd_stop};
}

/* After a frame: does another one follow? Zeros may lie between and behind (tape blocks). */
static bool another_frame(const struct coder *coder, struct span *rest)
{
    struct span after = *rest;
    while (after.len && *after.at == '\0') after = span_from(after, 1);
    if (after.len == 0) *rest = after;
    if (after.len == 0) return false;
    bool is_one = coder->magic.len ? span_starts(after, coder->magic)
                                   : unpack_packing_of(after) == EVIDENCE_PACKED_ZSTD ||
                                         (after.len >= 8 && (after.at[0] & 0xf0) == 0x50 &&
                                          memcmp(after.at + 1, "\x2a\x4d\x18", 3) == 0);
    if (is_one) *rest = after;
    return is_one;
}

static enum status sentence_of(enum coder_step step, struct error *error)
{
    if (step == STEP_NO_MEMORY) return error_set(error, STATUS_NO_MEMORY, "out of memory");
    if (step == STEP_TOO_LARGE)
        return error_set(error, STATUS_BAD_INPUT,
                         "needs a larger window to unpack than is given here: kept as it came; "
                         "unpack it and collect the result");
    return error_set(error, STATUS_BAD_INPUT,
                     "the packed data is damaged: kept as it came, not unpacked; a copy with the "
                     "right checksum would be read");
}

/* Decodes a piece: where the sink keeps it, or, while bytes come that were added before, aside. */
static enum status unpack_piece(struct coder *coder, struct span *rest, char *piece, uint64_t *skip,
                                struct unpack_out *out, enum coder_step *ret, size_t *ret_made,
                                struct error *error)
{
    const struct unpack_sink *sink = out->sink;
    bool straight = sink->room && *skip == 0;
    char *to = piece;
    size_t room = CODER_PIECE, made = 0;
    enum status status = STATUS_OK;
    if (straight) status = sink->room(sink->context, out->pot, &to, &room, error);
    if (status) return status;
    enum coder_step step = coder->step(coder, rest, to, room, &made);
    if (step != STEP_MORE && step != STEP_FRAME_END) return sentence_of(step, error);
    size_t known = *skip < made ? (size_t)*skip : made;
    *skip -= known;
    *ret = step;
    *ret_made = made;
    if (straight) return unpack_grew(out, made, error);
    return unpack_add(out, (struct span){piece + known, made - known}, error);
}

/* The first `skip` bytes were added before. */
static enum status unpack_pieces(struct coder *coder, struct span *rest, char *piece, uint64_t skip,
                                 struct unpack_out *out, enum unpack_end *ret_end,
                                 struct error *error)
{
    if (!coder->start(coder)) return sentence_of(STEP_NO_MEMORY, error);
    for (;;) {
        size_t made = 0, before = rest->len;
        enum coder_step step = STEP_DAMAGED;
        enum status status = unpack_piece(coder, rest, piece, &skip, out, &step, &made, error);
        if (status) return status;
        if (step == STEP_MORE && made == 0 && rest->len == before) {
            if (rest->len || skip) return sentence_of(STEP_DAMAGED, error);
            *ret_end = UNPACK_ENDS_EARLY;
            return STATUS_OK;
        }
        if (step != STEP_FRAME_END) continue;
        if (!another_frame(coder, rest)) break;
        if (!coder->start(coder)) return sentence_of(STEP_NO_MEMORY, error);
    }
    if (skip) return sentence_of(STEP_DAMAGED, error);
    *ret_end = rest->len ? UNPACK_TRAILING : UNPACK_WHOLE;
    return STATUS_OK;
}

/* True when the quick decoder found all of it sound. What it did not like, zlib looks at from the
 * start, so that what a damaged stream gives depends on no library that may be missing elsewhere.
 */
static bool is_settled(enum status status, enum unpack_end end)
{
    return status ? status != STATUS_BAD_INPUT : end != UNPACK_ENDS_EARLY;
}

/* One gzip member in one go, which is three times as fast. False when it has to go the long way:
 * too large, several members, damaged, or over a budget (so that one place tells why). */
static bool gzip_whole(struct span packed, struct unpack_out *out, enum status *ret_status,
                       struct error *error)
{
    if (packed.len < 18) return false;
    const unsigned char *end = (const unsigned char *)packed.at + packed.len;
    size_t size = end[-4] | (size_t)end[-3] << 8 | (size_t)end[-2] << 16 | (size_t)end[-1] << 24;
    if (size > WHOLE_MAX || size > out->left->file_bytes || size > out->left->total_bytes ||
        size / DEFLATE_RATIO_MAX > packed.len)
        return false;
    struct libdeflate_decompressor *decoder = libdeflate_alloc_decompressor();
    char *whole = malloc(size ? size : 1);
    size_t used = 0, made = 0;
    bool done = decoder && whole &&
                libdeflate_gzip_decompress_ex(decoder, packed.at, packed.len, whole, size, &used,
                                              &made) == LIBDEFLATE_SUCCESS &&
                used == packed.len;
    if (done) *ret_status = unpack_add(out, (struct span){whole, made}, error);
    free(whole);
    libdeflate_free_decompressor(decoder);
    return done;
}

static enum status unpack_by(struct coder *coder, struct span packed, char *piece,
                             struct unpack_out *out, enum unpack_end *ret_end, size_t *ret_rest,
                             struct error *error)
{
    struct span rest = packed;
    enum status status = unpack_pieces(coder, &rest, piece, out->size, out, ret_end, error);
    coder->stop(coder);
    *ret_rest = rest.len;
    return status;
}

enum status unpack_stream(struct span packed, enum evidence_packing packing, struct unpack_out *out,
                          enum unpack_end *ret_end, size_t *ret_rest, struct error *error)
{
    enum status status;
    enum unpack_end end = UNPACK_WHOLE;
    size_t rest = 0;
    struct coder coder;
    bool gzip = packing == EVIDENCE_PACKED_GZIP, fast = gzip && unpack_fast_gzip(&coder);
    assert(out->size == 0);
    if (gzip && !fast && gzip_whole(packed, out, &status, error)) {
        if (status) return status;
        *ret_end = UNPACK_WHOLE;
        *ret_rest = 0;
        return STATUS_OK;
    }
    char *piece = malloc(CODER_PIECE);
    if (!piece) return error_set(error, STATUS_NO_MEMORY, "out of memory");
    if (fast) status = unpack_by(&coder, packed, piece, out, &end, &rest, error);
    if (!fast || !is_settled(status, end)) {
        coder = coder_for(packing);
        status = unpack_by(&coder, packed, piece, out, &end, &rest, error);
    }
    free(piece);
    if (status) return status;
    *ret_end = end;
    *ret_rest = rest;
    return STATUS_OK;
}

instant unpack_gzip_modified(struct span packed)
{
    if (packed.len < 10) return INSTANT_NONE;
    const unsigned char *at = (const unsigned char *)packed.at + 4;
    uint32_t seconds = at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
    return seconds ? (instant)seconds * NS_PER_S : INSTANT_NONE;
}
