#include "evidence/unpack_coder.h"

#ifdef HAVE_ISAL

#include <isa-l/igzip_lib.h>
#include <stdlib.h>

/* Flags of a member's header that ISA-L is not asked about: the checksum of the header, and those
 * that have no meaning yet. */
enum { FLAGS_AT = 3, FLAGS_FOR_ZLIB = 0xe2 };

struct fast {
    struct inflate_state inflate;
    bool begun; /* the member's header was looked at */
};

static bool start(struct coder *coder)
{
    if (!coder->state) coder->state = malloc(sizeof(struct fast));
    struct fast *fast = coder->state;
    if (!fast) return false;
    fast->begun = false;
    isal_inflate_init(&fast->inflate);
    fast->inflate.crc_flag = ISAL_GZIP; /* header and trailer are read and checked too */
    return true;
}

static enum coder_step step(struct coder *coder, struct span *in, char *to, size_t room,
                            size_t *made)
{
    struct fast *fast = coder->state;
    struct inflate_state *state = &fast->inflate;
    if (!fast->begun && in->len > FLAGS_AT && in->at[FLAGS_AT] & FLAGS_FOR_ZLIB)
        return STEP_DAMAGED;
    fast->begun = true;
    size_t given = in->len < (1u << 30) ? in->len : (1u << 30);
    state->next_in = (uint8_t *)(uintptr_t)in->at;
    state->avail_in = (uint32_t)given;
    state->next_out = (uint8_t *)to;
    state->avail_out = (uint32_t)room;
    int code = isal_inflate(state);
    if (code < 0 || state->avail_in > given) return STEP_DAMAGED;
    *in = span_from(*in, given - state->avail_in);
    *made = room - state->avail_out;
    return state->block_state == ISAL_BLOCK_FINISH ? STEP_FRAME_END : STEP_MORE;
}

static void stop(struct coder *coder)
{
    free(coder->state);
}

bool unpack_fast_gzip(struct coder *ret)
{
    *ret = (struct coder){.magic = CODER_GZIP_MAGIC, .start = start, .step = step, .stop = stop};
    return true;
}

#else

bool unpack_fast_gzip(struct coder *ret)
{
    (void)ret;
    return false;
}

#endif
