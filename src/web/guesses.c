/*
 * Guesses at passwords: ten in a quarter of an hour, by name and by network. In memory alone: a
 * restart forgives. What is known to have signed in from a network before is not held up by others
 * who guess at the same name from elsewhere.
 */
#include "web/session.h"

#include <stdlib.h>

enum { MOST = 10, PLACES = 4096 };
#define WINDOW (15 * 60 * NS_PER_S)

struct guess {
    uint64_t key; /* 0: free */
    unsigned count;
    instant since;
};

struct web_guesses {
    pthread_mutex_t lock;
    struct guess at[PLACES];
};

struct web_guesses *guesses_new(void)
{
    struct web_guesses *made = calloc(1, sizeof *made);
    if (made) pthread_mutex_init(&made->lock, NULL);
    return made;
}

void guesses_free(struct web_guesses *guesses)
{
    free(guesses);
}

/* The first bytes of a hash of the words. */
static uint64_t key_of(const char *first, const char *second)
{
    struct text both;
    uint64_t key;
    text_init(&both, 0);
    text_adds(&both, first);
    text_addc(&both, '\n');
    text_adds(&both, second);
    struct sha256 hash = sha256_of(text_span(&both));
    text_release(&both);
    memcpy(&key, &hash, sizeof key);
    return key ? key : 1;
}

/* The place of a key, or the one to take for it: free, over, or the oldest of a few. */
static struct guess *place(struct web_guesses *guesses, uint64_t key, instant now)
{
    enum { NEAR = 8 };
    struct guess *best = NULL;
    for (unsigned i = 0; i < NEAR; i++) {
        struct guess *g = &guesses->at[(key + i) % PLACES];
        if (g->key == key && now - g->since < WINDOW) return g;
        if (!best || g->since < best->since) best = g;
    }
    *best = (struct guess){.key = key, .since = now};
    return best;
}

enum status guesses_check(struct web_server *server, const char *login, const char *peer,
                          instant now, struct error *error)
{
    struct web_guesses *guesses = server->guesses;
    pthread_mutex_lock(&guesses->lock);
    bool pair = place(guesses, key_of(login, peer), now)->count >= MOST;
    bool network = place(guesses, key_of("", peer), now)->count >= 10 * MOST;
    pthread_mutex_unlock(&guesses->lock);
    if (!pair && !network) return STATUS_OK;
    return error_set(error, STATUS_BUSY,
                     "too many tries; wait a quarter of an hour, or ask for a new link");
}

void guesses_count(struct web_server *server, const char *login, const char *peer, instant now)
{
    struct web_guesses *guesses = server->guesses;
    pthread_mutex_lock(&guesses->lock);
    place(guesses, key_of(login, peer), now)->count++;
    place(guesses, key_of("", peer), now)->count++;
    pthread_mutex_unlock(&guesses->lock);
}

void guesses_forget(struct web_server *server, const char *login, const char *peer, instant now)
{
    struct web_guesses *guesses = server->guesses;
    pthread_mutex_lock(&guesses->lock);
    place(guesses, key_of(login, peer), now)->count = 0;
    pthread_mutex_unlock(&guesses->lock);
}
