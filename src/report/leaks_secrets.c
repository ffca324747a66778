/* What looks like a secret: keys of known shapes, tokens, private keys, values given to words such
 * as password. */
#include "report/leaks.h"

static bool is_alnum(char byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
           (byte >= 'A' && byte <= 'Z');
}

/* Longer than any secret is not looked at, so that each word costs a bounded time. */
static size_t run_of(struct span text, size_t from, const char *more)
{
    enum { LONGEST = 2048 };
    size_t len = 0;
    while (len < LONGEST && from + len < text.len &&
           (is_alnum(text.at[from + len]) || byte_is_one_of(text.at[from + len], more)))
        len++;
    return len;
}

static const struct {
    const char *prefix, *more; /* what a key begins with; which signs it holds besides letters */
    size_t least;              /* bytes after the prefix */
    const char *why;
} keys[] = {
    {"AKIA", "", 16, "looks like the id of an AWS access key"},
    {"ASIA", "", 16, "looks like the id of an AWS access key"},
    {"ghp_", "", 30, "looks like a token of GitHub"},
    {"gho_", "", 30, "looks like a token of GitHub"},
    {"ghs_", "", 30, "looks like a token of GitHub"},
    {"github_pat_", "_", 30, "looks like a token of GitHub"},
    {"glpat-", "-_", 18, "looks like a token of GitLab"},
    {"xoxb-", "-", 16, "looks like a token of Slack"},
    {"xoxp-", "-", 16, "looks like a token of Slack"},
    {"xoxa-", "-", 16, "looks like a token of Slack"},
    {"AIza", "-_", 30, "looks like a key of Google"},
    {"sk_live_", "", 16, "looks like a key of Stripe"},
    {"rk_live_", "", 16, "looks like a key of Stripe"},
    {"sk-", "-_", 32, "looks like an API key"},
    {"npm_", "", 36, "looks like a token of npm"},
    {"hvs.", "-_", 20, "looks like a token of Vault"},
    {"Bearer ", "-_.~+/=", 16, "is given as a bearer token"},
    {"Basic ", "+/=", 16, "is given as basic credentials"},
};

static size_t known_key(struct span text, size_t at, const char **ret_why)
{
    struct span here = span_from(text, at);
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        struct span prefix = span_of(keys[i].prefix);
        if (!span_starts(here, prefix)) continue;
        size_t len = run_of(text, at + prefix.len, keys[i].more);
        if (len < keys[i].least) continue;
        *ret_why = keys[i].why;
        return at + prefix.len + len;
    }
    return 0;
}

/* eyJ... . eyJ... . ... */
static size_t web_token(struct span text, size_t at)
{
    if (!span_starts(span_from(text, at), SPAN("eyJ"))) return 0;
    size_t head = run_of(text, at, "-_");
    size_t dot = at + head;
    if (head < 10 || dot + 4 >= text.len || text.at[dot] != '.') return 0;
    size_t body = run_of(text, dot + 1, "-_");
    if (body < 10) return 0;
    size_t end = dot + 1 + body;
    if (end < text.len && text.at[end] == '.') end += 1 + run_of(text, end + 1, "-_");
    return end;
}

static size_t private_key(struct span text, size_t at)
{
    struct span here = span_sub(text, at, 64);
    if (!span_starts(here, SPAN("-----BEGIN "))) return 0;
    size_t key = span_find(here, SPAN("PRIVATE KEY-----"));
    if (key == SIZE_MAX) return 0;
    size_t end = span_find(span_sub(text, at, 16384), SPAN("-----END "));
    return end == SIZE_MAX ? at + key + strlen("PRIVATE KEY-----") : at + end;
}

/* scheme://user:word@host */
static size_t address_with_word(struct span text, size_t at, size_t *ret_from)
{
    if (!span_starts(span_from(text, at), SPAN("://"))) return 0;
    size_t user = run_of(text, at + 3, "-_.%"), colon = at + 3 + user;
    if (colon >= text.len || text.at[colon] != ':') return 0;
    size_t word = run_of(text, colon + 1, "-_.%!$&*+,;=~");
    size_t end = colon + 1 + word;
    if (word == 0 || end >= text.len || text.at[end] != '@') return 0;
    *ret_from = colon + 1;
    return end;
}

static bool names_secret(struct span word)
{
    static const char *const names[] = {"password",   "passwd",        "pwd",        "passphrase",
                                        "secret",     "token",         "api_key",    "apikey",
                                        "api-key",    "access_key",    "access-key", "secret_key",
                                        "secret-key", "client_secret", "auth_token", "private_key"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct span name = span_of(names[i]);
        if (word.len >= name.len && span_equal_nocase(span_from(word, word.len - name.len), name))
            return true;
    }
    return false;
}

/* Prose after a colon is no secret: a value has a digit, or letters of both cases and signs. */
static bool is_value(struct span value)
{
    bool digit = false, upper = false, lower = false, sign = false;
    if (value.len < 6) return false;
    for (size_t i = 0; i < value.len; i++) {
        char byte = value.at[i];
        digit |= byte >= '0' && byte <= '9';
        upper |= byte >= 'A' && byte <= 'Z';
        lower |= byte >= 'a' && byte <= 'z';
        sign |= !is_alnum(byte);
    }
    return (digit && (upper || lower)) || (digit && value.len >= 8) || (sign && upper && lower);
}

/* password=..., "token": "..." */
static size_t assignment(struct span text, size_t at, size_t *ret_from)
{
    size_t len = run_of(text, at, "_-");
    if (!names_secret(span_sub(text, at, len))) return 0;
    size_t i = at + len;
    while (i < text.len && byte_is_one_of(text.at[i], "\"'`\\ ")) i++;
    if (i >= text.len || (text.at[i] != '=' && text.at[i] != ':')) return 0;
    bool equals = text.at[i++] == '=';
    size_t spaces = i;
    while (i < text.len && byte_is_one_of(text.at[i], "\"'`\\ ")) i++;
    bool spaced = i > spaces && text.at[spaces] == ' ' && !equals;
    size_t value = run_of(text, i, "-_.~+/=!@#$%^&*?");
    struct span word = span_sub(text, i, value);
    while (word.len && byte_is_one_of(word.at[word.len - 1], ".!?")) word.len--;
    if (!is_value(word) || (spaced && word.len < 8)) return 0;
    *ret_from = i;
    return i + word.len;
}

size_t leaks_secret(struct span text, size_t at, size_t *ret_from, const char **ret_why)
{
    size_t end;
    char byte = text.at[at];
    bool starts = at == 0 || !is_alnum(text.at[at - 1]);
    *ret_from = at;
    if (byte == ':' && (end = address_with_word(text, at, ret_from))) {
        *ret_why = "is given as the word to an account in an address";
        return end;
    }
    if (byte == '-' && (end = private_key(text, at))) {
        *ret_why = "is a private key";
        return end;
    }
    if (!starts || !is_alnum(byte)) return 0;
    if ((end = known_key(text, at, ret_why))) return end;
    *ret_why = "looks like a signed token";
    if ((end = web_token(text, at))) return end;
    *ret_why = "is given as the value of something that is kept secret";
    if (at && byte_is_one_of(text.at[at - 1], "_-")) return 0;
    return assignment(text, at, ret_from);
}
