#include "base/sha256.h"

#include <assert.h>
#include <openssl/evp.h>

/* libcrypto's context is opaque and heap-allocated; a run is one. */
static EVP_MD_CTX *context_of(struct sha256_run *run)
{
    return (EVP_MD_CTX *)run;
}

struct sha256_run *sha256_new(void)
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    if (context && EVP_DigestInit_ex(context, EVP_sha256(), NULL) != 1) {
        EVP_MD_CTX_free(context);
        context = NULL;
    }
    return (struct sha256_run *)context;
}

void sha256_add(struct sha256_run *run, struct span bytes)
{
    if (bytes.len == 0) return;
    int done = EVP_DigestUpdate(context_of(run), bytes.at, bytes.len);
    assert(done == 1);
}

struct sha256 sha256_end(struct sha256_run *run)
{
    struct sha256 hash;
    unsigned len = 0;
    int done = EVP_DigestFinal_ex(context_of(run), hash.bytes, &len);
    assert(done == 1 && len == sizeof hash.bytes);
    sha256_free(run);
    return hash;
}

void sha256_free(struct sha256_run *run)
{
    EVP_MD_CTX_free(context_of(run));
}

struct sha256 sha256_of(struct span bytes)
{
    struct sha256 hash;
    int done =
        EVP_Digest(bytes.at ? bytes.at : "", bytes.len, hash.bytes, NULL, EVP_sha256(), NULL);
    assert(done == 1);
    return hash;
}

void sha256_hex(const struct sha256 *hash, char out[65])
{
    for (size_t i = 0; i < 32; i++) {
        out[2 * i] = "0123456789abcdef"[hash->bytes[i] >> 4];
        out[2 * i + 1] = "0123456789abcdef"[hash->bytes[i] & 15];
    }
    out[64] = '\0';
}

bool sha256_from_hex(struct span hex, struct sha256 *ret)
{
    struct sha256 hash;
    if (hex.len != 64) return false;
    for (size_t i = 0; i < 32; i++) {
        int high = byte_hex_small(hex.at[2 * i]), low = byte_hex_small(hex.at[2 * i + 1]);
        if (high < 0 || low < 0) return false;
        hash.bytes[i] = (unsigned char)(high << 4 | low);
    }
    *ret = hash;
    return true;
}

bool sha256_equal(const struct sha256 *a, const struct sha256 *b)
{
    return memcmp(a->bytes, b->bytes, sizeof a->bytes) == 0;
}
