#include "evidence/internal.h"
#include "evidence/short_bytes.h"

static const char *const level_words[] = {
#define X(name, word) word,
    EVIDENCE_LEVELS(X)
#undef X
};

const char *evidence_level_word(enum evidence_level level)
{
    return (unsigned)level < EVIDENCE_LEVEL_COUNT ? level_words[level] : "none";
}

/* Up to eight lower-case letters as one number, so that a word is one comparison. */
#define W8(a, b, c, d, e, f, g, h)                                                                 \
    ((uint64_t)(a) | (uint64_t)(b) << 8 | (uint64_t)(c) << 16 | (uint64_t)(d) << 24 |              \
     (uint64_t)(e) << 32 | (uint64_t)(f) << 40 | (uint64_t)(g) << 48 | (uint64_t)(h) << 56)
#define W3(a, b, c)             W8(a, b, c, 0, 0, 0, 0, 0)
#define W4(a, b, c, d)          W8(a, b, c, d, 0, 0, 0, 0)
#define W5(a, b, c, d, e)       W8(a, b, c, d, e, 0, 0, 0)
#define W6(a, b, c, d, e, f)    W8(a, b, c, d, e, f, 0, 0)
#define W7(a, b, c, d, e, f, g) W8(a, b, c, d, e, f, g, 0)

/* The words' places in a table where no two have the same: levels come in no order that branches
 * could be predicted by. The factor was found by trying; with a word more that does not fit, the
 * compiler warns of two initialisers for one place. */
#define SLOT(word)         ((word)*UINT64_C(0x3811ed156068d653) >> 58)
#define LEVEL(word, level) [SLOT(word)] = {word, EVIDENCE_LEVEL_##level}
static const struct {
    uint64_t word;
    enum evidence_level level;
} short_words[64] = {
    LEVEL(W5('t', 'r', 'a', 'c', 'e'), TRACE),
    LEVEL(W5('f', 'i', 'n', 'e', 'r'), TRACE),
    LEVEL(W6('f', 'i', 'n', 'e', 's', 't'), TRACE),
    LEVEL(W3('d', 'b', 'g'), DEBUG),
    LEVEL(W5('d', 'e', 'b', 'u', 'g'), DEBUG),
    LEVEL(W7('v', 'e', 'r', 'b', 'o', 's', 'e'), DEBUG),
    LEVEL(W4('f', 'i', 'n', 'e'), DEBUG),
    LEVEL(W3('i', 'n', 'f'), INFO),
    LEVEL(W4('i', 'n', 'f', 'o'), INFO),
    LEVEL(W6('n', 'o', 't', 'i', 'c', 'e'), NOTICE),
    LEVEL(W3('w', 'r', 'n'), WARN),
    LEVEL(W4('w', 'a', 'r', 'n'), WARN),
    LEVEL(W7('w', 'a', 'r', 'n', 'i', 'n', 'g'), WARN),
    LEVEL(W3('e', 'r', 'r'), ERROR),
    LEVEL(W5('e', 'r', 'r', 'o', 'r'), ERROR),
    LEVEL(W6('s', 'e', 'v', 'e', 'r', 'e'), ERROR),
    LEVEL(W4('c', 'r', 'i', 't'), FATAL),
    LEVEL(W8('c', 'r', 'i', 't', 'i', 'c', 'a', 'l'), FATAL),
    LEVEL(W5('f', 'a', 't', 'a', 'l'), FATAL),
    LEVEL(W5('p', 'a', 'n', 'i', 'c'), FATAL),
    LEVEL(W5('a', 'l', 'e', 'r', 't'), FATAL),
    LEVEL(W5('e', 'm', 'e', 'r', 'g'), FATAL),
    /* cut to four letters, as columns are */
    LEVEL(W4('t', 'r', 'a', 'c'), TRACE),
    LEVEL(W4('d', 'e', 'b', 'u'), DEBUG),
    LEVEL(W4('n', 'o', 't', 'i'), NOTICE),
    LEVEL(W4('e', 'r', 'r', 'o'), ERROR),
    LEVEL(W4('f', 'a', 't', 'a'), FATAL),
    LEVEL(W4('p', 'a', 'n', 'i'), FATAL),
};

static bool letters_are(const char *at, const char *lower, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if ((at[i] | 0x20) != lower[i]) return false;
    return true;
}

/* Words of nine and more letters; they begin like a shorter one. */
static enum evidence_level long_word(const char *at, size_t len)
{
    static const struct {
        const char *word;
        size_t len;
        enum evidence_level level;
    } words[] = {
        {"emergency", 9, EVIDENCE_LEVEL_FATAL},
        {"information", 11, EVIDENCE_LEVEL_INFO},
        {"informational", 13, EVIDENCE_LEVEL_INFO},
    };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (len == words[i].len && letters_are(at, words[i].word, len)) return words[i].level;
    return EVIDENCE_LEVEL_NONE;
}

enum evidence_level level_of_letters(const char *at, size_t len)
{
    uint64_t word;
    if (len < 3 || len > 13) return EVIDENCE_LEVEL_NONE;
    if (len > 8) return long_word(at, len);
    if (len >= 4) { /* two loads that overlap */
        word = short_load4(at) | (uint64_t)short_load4(at + len - 4) << (8 * (len - 4));
    } else {
        word = (unsigned char)at[0] | (uint64_t)(unsigned char)at[1] << 8 |
               (uint64_t)(unsigned char)at[2] << 16;
    }
    word |= UINT64_C(0x2020202020202020) >> (64 - 8 * len);
    return short_words[SLOT(word)].word == word ? short_words[SLOT(word)].level
                                                : EVIDENCE_LEVEL_NONE;
}

/* Words that mean a level only where a level is expected. */
static enum evidence_level word_in_place(struct span value)
{
    /* Go's "DEBUG-2", "INFO+1" */
    if (value.len > 5 && (value.at[value.len - 2] == '-' || value.at[value.len - 2] == '+') &&
        value.at[value.len - 1] >= '1' && value.at[value.len - 1] <= '9')
        value.len -= 2;
    static const struct {
        const char *word;
        enum evidence_level level;
    } words[] = {
        {"log", EVIDENCE_LEVEL_INFO},           {"config", EVIDENCE_LEVEL_DEBUG},
        {"wng", EVIDENCE_LEVEL_WARN},           {"dpanic", EVIDENCE_LEVEL_FATAL},
        {"default", EVIDENCE_LEVEL_INFO},       {"success", EVIDENCE_LEVEL_INFO},
        {"audit_success", EVIDENCE_LEVEL_INFO}, {"audit_failure", EVIDENCE_LEVEL_WARN},
        {"failure", EVIDENCE_LEVEL_ERROR},      {"note", EVIDENCE_LEVEL_NOTICE},
        {"system", EVIDENCE_LEVEL_NOTICE},      {"normal", EVIDENCE_LEVEL_INFO},
        {"eror", EVIDENCE_LEVEL_ERROR},         {"silly", EVIDENCE_LEVEL_TRACE},
        {"http", EVIDENCE_LEVEL_INFO},          {"dbug", EVIDENCE_LEVEL_DEBUG},
        {"ftl", EVIDENCE_LEVEL_FATAL},          {"fault", EVIDENCE_LEVEL_FATAL},
        {"trc", EVIDENCE_LEVEL_TRACE},          {"trce", EVIDENCE_LEVEL_TRACE},
        {"vrb", EVIDENCE_LEVEL_TRACE},          {"ddebug", EVIDENCE_LEVEL_DEBUG},
        {"fail", EVIDENCE_LEVEL_ERROR},         {"noise", EVIDENCE_LEVEL_TRACE},
        {"errors", EVIDENCE_LEVEL_ERROR},       {"warnings", EVIDENCE_LEVEL_WARN},
        {"alerts", EVIDENCE_LEVEL_FATAL},       {"emergencies", EVIDENCE_LEVEL_FATAL},
        {"debugging", EVIDENCE_LEVEL_DEBUG},    {"notifications", EVIDENCE_LEVEL_NOTICE},
    };
    enum evidence_level level = level_of_letters(value.at, value.len);
    char first = value.len > 0 ? byte_lower(value.at[0]) : '\0'; /* most have another */
    for (size_t i = 0; level == EVIDENCE_LEVEL_NONE && i < sizeof words / sizeof words[0]; i++)
        if (words[i].word[0] == first && span_equal_nocase(value, span_of(words[i].word)))
            level = words[i].level;
    /* debug1 .. debug5 of PostgreSQL */
    if (level == EVIDENCE_LEVEL_NONE && value.len == 6 && letters_are(value.at, "debug", 5))
        level = EVIDENCE_LEVEL_DEBUG;
    /* "LOG5": severities of syslog by number */
    if (level == EVIDENCE_LEVEL_NONE && value.len == 4 && letters_are(value.at, "log", 3) &&
        value.at[3] >= '0' && value.at[3] <= '7')
        level = level_of_syslog((unsigned)(value.at[3] - '0'));
    return level;
}

enum evidence_level level_of_letter(char letter)
{
    switch (letter | 0x20) {
    case 't': return EVIDENCE_LEVEL_TRACE;
    case 'v':
    case 'd': return EVIDENCE_LEVEL_DEBUG;
    case 'i': return EVIDENCE_LEVEL_INFO;
    case 'n': return EVIDENCE_LEVEL_NOTICE;
    case 'w': return EVIDENCE_LEVEL_WARN;
    case 'e': return EVIDENCE_LEVEL_ERROR;
    case 'c':
    case 'f':
    case 'a':
    case 'x': return EVIDENCE_LEVEL_FATAL;
    default: return EVIDENCE_LEVEL_NONE;
    }
}

enum evidence_level level_of_syslog(unsigned severity)
{
    static const uint8_t levels[8] = {
        EVIDENCE_LEVEL_FATAL, EVIDENCE_LEVEL_FATAL,  EVIDENCE_LEVEL_FATAL, EVIDENCE_LEVEL_ERROR,
        EVIDENCE_LEVEL_WARN,  EVIDENCE_LEVEL_NOTICE, EVIDENCE_LEVEL_INFO,  EVIDENCE_LEVEL_DEBUG,
    };
    return (enum evidence_level)levels[severity & 7];
}

enum evidence_level level_of_status(unsigned status)
{
    if (status < 100 || status > 599) return EVIDENCE_LEVEL_NONE;
    if (status >= 500) return EVIDENCE_LEVEL_ERROR;
    return status >= 400 ? EVIDENCE_LEVEL_WARN : EVIDENCE_LEVEL_INFO;
}

/* 1-5 of Windows events (0 is "always"), 10-60 of bunyan and pino. */
static enum evidence_level level_of_number(uint64_t number)
{
    static const uint8_t windows[6] = {EVIDENCE_LEVEL_INFO,  EVIDENCE_LEVEL_FATAL,
                                       EVIDENCE_LEVEL_ERROR, EVIDENCE_LEVEL_WARN,
                                       EVIDENCE_LEVEL_INFO,  EVIDENCE_LEVEL_DEBUG};
    static const uint8_t tens[7] = {EVIDENCE_LEVEL_NONE, EVIDENCE_LEVEL_TRACE, EVIDENCE_LEVEL_DEBUG,
                                    EVIDENCE_LEVEL_INFO, EVIDENCE_LEVEL_WARN,  EVIDENCE_LEVEL_ERROR,
                                    EVIDENCE_LEVEL_FATAL};
    if (number <= 5) return (enum evidence_level)windows[number];
    if (number >= 10 && number < 70) return (enum evidence_level)tens[number / 10];
    return EVIDENCE_LEVEL_NONE;
}

enum evidence_level level_of_value(struct span value, bool syslog_numbers)
{
    uint64_t number;
    enum evidence_level level = level_of_letters(value.at, value.len);
    if (level != EVIDENCE_LEVEL_NONE) return level;
    if (value.len == 3 && letters_are(value.at, "log", 3)) return EVIDENCE_LEVEL_INFO; /* common */
    value = span_trim(value);
    while (value.len > 1 && byte_is_one_of(value.at[0], "\"'[(<") &&
           byte_is_one_of(value.at[value.len - 1], "\"'])>"))
        value = span_trim(span_sub(value, 1, value.len - 2));
    if (value.len == 0) return EVIDENCE_LEVEL_NONE;
    if (span_to_u64(value, &number)) {
        if (!syslog_numbers) return level_of_number(number);
        return number <= 7 ? level_of_syslog((unsigned)number) : EVIDENCE_LEVEL_NONE;
    }
    if (value.len == 1) return level_of_letter(value.at[0]);
    /* D1 .. D5 of MongoDB */
    if (value.len == 2 && value.at[0] == 'D' && value.at[1] >= '1' && value.at[1] <= '5')
        return EVIDENCE_LEVEL_DEBUG;
    return word_in_place(value);
}

bool evidence_level_from_word(struct span word, enum evidence_level *ret)
{
    enum evidence_level level = word_in_place(word);
    if (level == EVIDENCE_LEVEL_NONE && !span_equal_nocase(word, SPAN("none"))) return false;
    *ret = level;
    return true;
}
