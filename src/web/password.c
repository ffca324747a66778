/* Passwords: argon2id by libsodium, and what is asked of one. */
#include "web/session.h"

#include <sodium.h>

enum { LEAST = 8, MOST = 128 };

enum status password_hash(struct web_server *server, const char *password, struct arena *arena,
                          const char **ret, struct error *error)
{
    char out[crypto_pwhash_STRBYTES];
    pthread_mutex_lock(&server->hash_lock);
    int failed =
        crypto_pwhash_str_alg(out, password, strlen(password), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                              crypto_pwhash_MEMLIMIT_INTERACTIVE, crypto_pwhash_ALG_ARGON2ID13);
    pthread_mutex_unlock(&server->hash_lock);
    if (failed) return error_set(error, STATUS_NO_MEMORY, "no memory to hash the password with");
    const char *copy = arena_copy(arena, span_of(out));
    if (!copy) return arena_full(arena, error);
    *ret = copy;
    return STATUS_OK;
}

bool password_fits(struct web_server *server, const char *stored, const char *password)
{
    unsigned char out[32], salt[crypto_pwhash_SALTBYTES] = {0};
    bool fits = false;
    pthread_mutex_lock(&server->hash_lock);
    if (*stored)
        fits = crypto_pwhash_str_verify(stored, password, strlen(password)) == 0;
    else /* nobody of that name: the same work, so that nothing is told by the time it takes */
        fits = crypto_pwhash(out, sizeof out, password, strlen(password), salt,
                             crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE,
                             crypto_pwhash_ALG_ARGON2ID13) > 0; /* never */
    pthread_mutex_unlock(&server->hash_lock);
    return fits;
}

/* The roots of the commonest ones; with digits and marks before or behind they are as common. */
static const char *const common[] = {
    "password",      "passwort", "qwerty",     "qwertz",   "letmein",  "welcome",  "admin",
    "administrator", "iloveyou", "monkey",     "dragon",   "football", "baseball", "master",
    "sunshine",      "princess", "shadow",     "superman", "michael",  "trustno",  "abc",
    "asdf",          "asdfgh",   "asdfghjkl",  "zxcvbn",   "zxcvbnm",  "qazwsx",   "changeme",
    "secret",        "default",  "postmortem", "incident", "hello",    "charlie",  "jordan",
    "computer",      "internet", "whatever",   "starwars", "pokemon",  "batman",   "freedom",
    "login",         "guest",    "test",       "testing",  "root",     "toor",     "passw",
    "pass",          "passwd",   "p@ssw0rd",   "p@ssword", "1q2w3e4r", "1qaz2wsx", "qwertyuiop"};

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

static bool is_common(struct span password)
{
    for (size_t i = 0; i < sizeof common / sizeof common[0]; i++)
        if (span_equal_nocase(password, span_of(common[i]))) return true;
    while (password.len && !is_letter(password.at[0])) password = span_from(password, 1);
    while (password.len && !is_letter(password.at[password.len - 1])) password.len--;
    if (password.len == 0) return true; /* digits and marks alone, unless it is long */
    for (size_t i = 0; i < sizeof common / sizeof common[0]; i++)
        if (span_equal_nocase(password, span_of(common[i]))) return true;
    return false;
}

static bool repeats(struct span password)
{
    for (size_t period = 1; period <= 4; period++) {
        size_t i = period;
        while (i < password.len && password.at[i] == password.at[i - period]) i++;
        if (i == password.len) return true;
    }
    return false;
}

enum status password_check(const char *password, const char *login, struct error *error)
{
    struct span p = span_of(password);
    if (p.len < LEAST || p.len > MOST)
        return error_set(error, STATUS_USAGE,
                         "a password has %d to %d bytes; a few words in a row make a good one",
                         (int)LEAST, (int)MOST);
    bool short_one = p.len < 20;
    if ((short_one && is_common(p)) || repeats(p) ||
        (short_one && *login && span_find_nocase(p, span_of(login)) != SIZE_MAX))
        return error_set(error, STATUS_USAGE,
                         "this password is among the first that are guessed; a few words in a row "
                         "make a better one");
    return STATUS_OK;
}
