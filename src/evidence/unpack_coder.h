/* What the stream packings have in common: a decoder that is fed pieces. */
#ifndef EVIDENCE_UNPACK_CODER_H
#define EVIDENCE_UNPACK_CODER_H

#include "evidence/unpack.h"

enum { CODER_PIECE = 256 * 1024 }; /* decoded at a time where the sink gives no room of its own */

enum coder_step {
    STEP_MORE,      /* decoded something, or needs more input */
    STEP_FRAME_END, /* a member, frame or stream is complete */
    STEP_DAMAGED,
    STEP_TOO_LARGE, /* needs a larger window than we give */
    STEP_NO_MEMORY,
};

/* Takes from *in, gives `*made` bytes at `to`, at most `room`. */
struct coder {
    struct span magic;
    bool (*start)(struct coder *coder); /* for the first and every further frame */
    enum coder_step (*step)(struct coder *coder, struct span *in, char *to, size_t room,
                            size_t *made);
    void (*stop)(struct coder *coder);
    void *state; /* the library's; NULL until started */
};

#define CODER_GZIP_MAGIC SPAN("\x1f\x8b")

bool unpack_is_bzip2(struct span head);
struct coder unpack_bzip2(void);

/* gzip by ISA-L: as fast as libdeflate, and a stream. False where the program was built without.
 * Its word is taken for what it finds sound, length and checksum included; whatever else it finds
 * is for zlib to judge. */
bool unpack_fast_gzip(struct coder *ret);

#endif
