/* What packed data says of the size of its content. None of it is trusted: it says how much room to
 * take and what to begin with, and the content is as long as it is. */
#include "evidence/unpack.h"

#include <lzma.h>
#include <zstd.h>

enum {
    RATIO_MAX = 1032
}; /* deflate's: 258 bytes from two bits and a little; more is not believed */
static const uint64_t XZ_INDEX_MAX = (uint64_t)16 << 20;

static uint64_t gzip_states(struct span packed)
{
    if (packed.len < 18) return 0;
    const unsigned char *end = (const unsigned char *)packed.at + packed.len;
    return end[-4] | (uint64_t)end[-3] << 8 | (uint64_t)end[-2] << 16 | (uint64_t)end[-1] << 24;
}

/* One stream ends with a list of its blocks and their sizes, and where that begins. */
static uint64_t xz_states(struct span packed)
{
    lzma_stream_flags footer;
    lzma_index *index = NULL;
    uint64_t most = XZ_INDEX_MAX, size = 0;
    const uint8_t *at = (const uint8_t *)packed.at;
    if (packed.len < (size_t)2 * LZMA_STREAM_HEADER_SIZE) return 0;
    size_t end = packed.len - LZMA_STREAM_HEADER_SIZE, from = 0;
    if (lzma_stream_footer_decode(&footer, at + end) != LZMA_OK || footer.backward_size > end)
        return 0;
    from = end - (size_t)footer.backward_size;
    if (lzma_index_buffer_decode(&index, &most, NULL, at, &from, end) != LZMA_OK) return 0;
    if (lzma_index_stream_size(index) == packed.len) size = lzma_index_uncompressed_size(index);
    lzma_index_end(index, NULL);
    return size;
}

uint64_t unpack_stream_states(struct span packed, enum evidence_packing packing)
{
    uint64_t size = 0;
    unsigned long long stated;
    switch (packing) {
    case EVIDENCE_PACKED_GZIP: size = gzip_states(packed); break;
    case EVIDENCE_PACKED_XZ: size = xz_states(packed); break;
    case EVIDENCE_PACKED_ZSTD:
        stated = ZSTD_getFrameContentSize(packed.at, packed.len);
        if (stated < ZSTD_CONTENTSIZE_ERROR) size = stated;
        break;
    default: break;
    }
    return size / RATIO_MAX > packed.len ? 0 : size;
}
