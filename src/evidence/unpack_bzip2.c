/* bzip2, which older rotations and support archives use. */
#include "evidence/unpack_coder.h"

#include <bzlib.h>
#include <stdlib.h>

static bool start(struct coder *coder)
{
    bz_stream *stream = coder->state ? coder->state : malloc(sizeof *stream);
    if (!stream) return false;
    if (coder->state) (void)BZ2_bzDecompressEnd(stream); /* of the stream before this one */
    *stream = (bz_stream){0};
    coder->state = stream;
    return BZ2_bzDecompressInit(stream, 0, 0) == BZ_OK;
}

static enum coder_step step(struct coder *coder, struct span *in, char *to, size_t room,
                            size_t *made)
{
    bz_stream *stream = coder->state;
    size_t given = in->len < (1u << 30) ? in->len : (1u << 30);
    stream->next_in = (char *)(uintptr_t)in->at; /* it is read only */
    stream->avail_in = (unsigned)given;
    stream->next_out = to;
    stream->avail_out = (unsigned)room;
    int code = BZ2_bzDecompress(stream);
    *in = span_from(*in, given - stream->avail_in);
    *made = room - stream->avail_out;
    if (code == BZ_OK) return STEP_MORE;
    if (code == BZ_STREAM_END) return STEP_FRAME_END;
    return code == BZ_MEM_ERROR ? STEP_NO_MEMORY : STEP_DAMAGED;
}

static void stop(struct coder *coder)
{
    if (coder->state) (void)BZ2_bzDecompressEnd(coder->state);
    free(coder->state);
}

bool unpack_is_bzip2(struct span head)
{
    if (head.len < 10 || !span_starts(head, SPAN("BZh")) || head.at[3] < '1' || head.at[3] > '9')
        return false;
    struct span block = span_sub(head, 4, 6); /* pi, or the square root of it when there is none */
    return span_equal(block, SPAN("1AY&SY")) || span_equal(block, SPAN("\x17\x72\x45\x38\x50\x90"));
}

struct coder unpack_bzip2(void)
{
    return (struct coder){.magic = SPAN("BZh"), .start = start, .step = step, .stop = stop};
}
