/* SHA-256 (FIPS 180-4) through libcrypto, which uses the processor's instructions where it can. */
#ifndef BASE_SHA256_H
#define BASE_SHA256_H

#include "base/error.h"
#include "base/span.h"

struct sha256 {
    unsigned char bytes[32];
};

struct sha256_run; /* a hash being computed; one thread at a time */

struct sha256_run *sha256_new(void); /* NULL when out of memory */
void sha256_add(struct sha256_run *run, struct span bytes);
struct sha256 sha256_end(struct sha256_run *run); /* frees the run */
void sha256_free(struct sha256_run *run);         /* drops an unfinished run; NULL is fine */

struct sha256 sha256_of(struct span bytes);
/* 64 lower-case hex digits and a NUL. */
void sha256_hex(const struct sha256 *hash, char out[65]);
bool sha256_from_hex(struct span hex, struct sha256 *ret);
bool sha256_equal(const struct sha256 *a, const struct sha256 *b);

#endif
