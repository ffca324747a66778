/* Fingerprints: of a rule and the words of a sentence, and as text. */
#include "language/findings.h"

static const char digits[] = "0123456789abcdef";

uint64_t fingerprint_of(const struct language_rule *rule, const struct parse *parse)
{
    char bytes[LANGUAGE_SENTENCE_BYTES + LANGUAGE_SENTENCE_WORDS + 16];
    struct span id = span_of(rule->id);
    uint64_t print = 0;
    size_t len = id.len;
    memcpy(bytes, id.at, id.len);
    for (size_t i = 0; i < parse->word_count; i++) {
        const struct word *word = &parse->words[i];
        if (word_is(word->classes, W_PUNCT)) continue;
        const struct span lower = parse_lower(parse, word);
        bytes[len++] = ' ';
        memcpy(bytes + len, lower.at, lower.len);
        len += lower.len;
    }
    const struct sha256 hash = sha256_of((struct span){bytes, len});
    for (unsigned i = 0; i < 8; i++) print = print << 8 | hash.bytes[i];
    return print;
}

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
