/* A bundle's parts: the tar around it, and `review.json` in it (docs/formats/bundle.md). */
#ifndef EXCHANGE_BUNDLE_H
#define EXCHANGE_BUNDLE_H

#include "exchange/exchange.h"

enum { BUNDLE_VERSION = 1, BUNDLE_BLOCK = 512, BUNDLE_NAME = 80 };
#define BUNDLE_RECORD       "review.json"
#define BUNDLE_RECORD_BYTES ((size_t)256 << 20) /* most that review.json may have */

/* One evidence file of the bundle. */
struct bundle_part {
    struct sha256 hash;
    uint64_t size;
};

/* ---- bundle_tar.c ---- */

/* The one header there is for a file of this name and size: POSIX ustar, mode 0644, no owner, no
 * time; a size of 8 GiB or more in base 256. `name` has fewer than 100 bytes. */
void bundle_header(const char *name, uint64_t size, char out[BUNDLE_BLOCK]);
/* "evidence/" and the hash. */
void bundle_part_name(const struct sha256 *hash, char out[BUNDLE_NAME]);
/* Zero bytes after a file, up to the next block. */
static inline size_t bundle_padding(uint64_t size)
{
    return (size_t)((BUNDLE_BLOCK - size % BUNDLE_BLOCK) % BUNDLE_BLOCK);
}

/* ---- bundle_json.c ---- */

/* Appends review.json: in its own order whatever the order given, changes counted from 1, the hash
 * of all that stands before it at its end. */
enum status bundle_json_write(const struct exchange_bundle *bundle, const struct bundle_part *parts,
                              size_t count, struct text *out, struct error *error);

/* ---- bundle_json_read.c ---- */

/* Reads review.json; *ret borrows from `json` and lives in `arena`. DAMAGED when its hash does not
 * fit; BAD_INPUT for what bundle_json_write would not write; TOO_NEW. */
enum status bundle_json_read(struct span json, struct arena *arena, struct exchange_bundle *ret,
                             struct bundle_part **ret_parts, size_t *ret_count,
                             struct error *error);

/* ---- bundle_json_check.c ---- */

/* Before it is read: its hash, then its version. */
enum status bundle_json_check_text(struct span json, struct error *error);
/* Once it is read: writing it again gives the same bytes, so that nothing doubled, unknown or oddly
 * written comes through; each body is one that the record keeps; all evidence is told of. */
enum status bundle_json_check(const struct exchange_bundle *bundle, const struct bundle_part *parts,
                              size_t count, struct span json, struct error *error);

/* ---- bundle_read.c ---- */

/* exchange_bundle_read, of bytes in memory. */
enum status bundle_of_bytes(struct span bytes, struct arena *arena, struct exchange_bundle *ret,
                            enum status (*took)(void *context, const struct sha256 *hash,
                                                struct span bytes, struct error *error),
                            void *context, struct error *error);

/* The hash at the end of review.json. */
#define BUNDLE_CHECK     ",\"check\":\""
#define BUNDLE_CHECK_END "\"}\n"
enum { BUNDLE_CHECK_BYTES = sizeof BUNDLE_CHECK - 1 + 64 + sizeof BUNDLE_CHECK_END - 1 };

#endif
