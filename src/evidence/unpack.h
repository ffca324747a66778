/*
 * Unpacking: gzip, zstd, xz, bzip2, zip and tar bytes to contents, through a sink, so that the same
 * code fills the depot, rebuilds one lost content, and runs in memory under the fuzzer.
 *
 * Honesty about damaged input:
 *   - a stream that ends early gives what came before the cut, and a note;
 *   - a stream that is wrong inside (bad code, checksum) gives nothing, since nobody can say from
 *     where on its bytes are wrong: the packed bytes themselves are kept as they came, and a note;
 *   - an archive entry that cannot be read gives a note, the other entries are taken;
 *   - whatever is over a budget ends the unpacking with LIMIT: the sink undoes what it kept.
 */
#ifndef EVIDENCE_UNPACK_H
#define EVIDENCE_UNPACK_H

#include "evidence/depot.h"

enum { UNPACK_LEVELS_MAX = 8 }; /* most archives within archives, whatever the budget says */

struct unpack_pot; /* where a sink keeps one content while it grows */

struct unpack_sink {
    void *context;
    enum status (*begin)(void *context, struct unpack_pot **ret, struct error *error);
    /* What is known of a content before its bytes come; `size` is 0 when it is not stated, and what
     * packed data states need not be so. `member` stays until unpack() returns. May be NULL. */
    void (*expect)(void *context, struct unpack_pot *pot, const char *member, instant modified,
                   uint64_t size);
    enum status (*add)(void *context, struct unpack_pot *pot, struct span bytes,
                       struct error *error);
    /* Instead of add, where a sink can: *ret of *ret_len bytes (at least 1) may be filled from its
     * start, then grew tells how far. NULL, both: bytes are added. */
    enum status (*room)(void *context, struct unpack_pot *pot, char **ret, size_t *ret_len,
                        struct error *error);
    enum status (*grew)(void *context, struct unpack_pot *pot, size_t len, struct error *error);
    /* No more comes; *ret is all that was added, borrowed until keep or drop. */
    enum status (*view)(void *context, struct unpack_pot *pot, struct span *ret,
                        struct error *error);
    /* The viewed content is a source; `member` as in struct evidence_source, borrowed for the call.
     * Takes the pot, also on failure. NULL: the source is the outermost packed bytes themselves. */
    enum status (*keep)(void *context, struct unpack_pot *pot, const char *member, instant modified,
                        struct error *error);
    void (*drop)(void *context, struct unpack_pot *pot); /* takes the pot */
    /* Something was passed over or is incomplete; "" is the outermost content. */
    void (*note)(void *context, const char *member, const struct error *why);
};

/* What the first bytes say. Office documents are zip files inside, but documents to people: PLAIN.
 */
enum evidence_packing unpack_packing_of(struct span head);

/* Unpacks what is not PLAIN. `left` is what may still be used: total_bytes and entries are counted
 * down, also when it fails. `modified` is the time of the packed file. OK; LIMIT when over a
 * budget; anything else came from the sink or is NO_MEMORY. */
enum status unpack(struct span packed, enum evidence_packing packing, instant modified,
                   struct evidence_budget *left, const struct unpack_sink *sink,
                   struct error *error);

/* ---- shared by the unpack_*.c files ---- */

/* One content being written, under its budgets. */
struct unpack_out {
    const struct unpack_sink *sink;
    struct unpack_pot *pot;
    struct evidence_budget *left;
    uint64_t size;
};

/* LIMIT, before anything is written, when the bytes would be over a budget. */
enum status unpack_add(struct unpack_out *out, struct span bytes, struct error *error);
/* The same for bytes that stand where the sink's room is. */
enum status unpack_grew(struct unpack_out *out, size_t len, struct error *error);

enum unpack_end {
    UNPACK_WHOLE,
    UNPACK_ENDS_EARLY, /* the content is what came before the cut */
    UNPACK_TRAILING,   /* whole, but bytes of something else follow */
};

/* gzip, zstd, xz, bzip2: one content. BAD_INPUT when damaged. *ret_rest: bytes behind the end. */
enum status unpack_stream(struct span packed, enum evidence_packing packing, struct unpack_out *out,
                          enum unpack_end *ret_end, size_t *ret_rest, struct error *error);
/* How many bytes it says to unpack to; 0 when it does not say, or what cannot be. */
uint64_t unpack_stream_states(struct span packed, enum evidence_packing packing);
/* The time in the header of the first gzip member, or INSTANT_NONE. */
instant unpack_gzip_modified(struct span packed);

#endif
