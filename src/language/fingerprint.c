/* Fingerprints as text. */
#include "language/internal.h"

static const char digits[] = "0123456789abcdef";

void language_fingerprint_text(uint64_t fingerprint, char out[17])
{
    for (unsigned i = 0; i < 16; i++) out[i] = digits[fingerprint >> (60 - 4 * i) & 15];
    out[16] = '\0';
}

bool language_fingerprint_read(struct span text, uint64_t *ret)
{
    uint64_t value = 0;
    if (text.len != 16) return false;
    for (size_t i = 0; i < text.len; i++) {
        const char *digit = memchr(digits, text.at[i], 16);
        if (!digit) return false;
        value = value << 4 | (uint64_t)(digit - digits);
    }
    *ret = value;
    return true;
}
