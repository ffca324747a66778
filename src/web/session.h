/* Sessions, for the pages that begin and end them. */
#ifndef WEB_SESSION_H
#define WEB_SESSION_H

#include "web/server.h"

struct span session_cookie(const struct web_request *request, const char *name);
/* 256 random bits in hex: for sessions, tickets, tokens. Only their hash is stored. */
void session_secret(char out[65]);
/* Begins one, and gives its cookie to the answer. */
enum status session_start(struct web_request *request, uint32_t account, struct error *error);
/* Who acts, for the audit. */
struct store_actor session_actor(const struct web_request *request);

/* password.c: argon2id. One at a time: each takes 64 MiB. */
enum status password_hash(struct web_server *server, const char *password, struct arena *arena,
                          const char **ret, struct error *error);
/* Takes as long for an account that is not there (stored ""). */
bool password_fits(struct web_server *server, const char *stored, const char *password);
/* BAD_INPUT says what is wrong with one: under 8 bytes, over 128, or among the commonest. */
enum status password_check(const char *password, const char *login, struct error *error);

/* guesses.c: at most 10 in a quarter of an hour, by name and by network. */
enum status guesses_check(struct web_server *server, const char *login, const char *peer,
                          instant now, struct error *error);
void guesses_count(struct web_server *server, const char *login, const char *peer, instant now);
void guesses_forget(struct web_server *server, const char *login, const char *peer, instant now);
struct web_guesses *guesses_new(void);
void guesses_free(struct web_guesses *guesses);

#endif
