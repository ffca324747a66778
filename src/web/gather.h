/* Files that came over the network, on their way into the workspace (gather.c). */
#ifndef WEB_GATHER_H
#define WEB_GATHER_H

#include "web/session.h"

enum gather_state { GATHER_WAITING, GATHER_READING, GATHER_KEPT, GATHER_KNOWN, GATHER_REFUSED };
const char *gather_state_word(enum gather_state state);

/* A file that is whole, in the folder `incoming`. Strings are copied. */
struct gather_file {
    uint32_t review, account;
    const char *by;   /* sign-in name */
    const char *name; /* as it was called there; never used as a path */
    const char *path; /* where it lies; taken over */
    const char *id;   /* of an upload in pieces; "" for none */
    instant modified; /* INSTANT_NONE when it is not known */
};
enum status gather_add(struct web_server *server, const struct gather_file *file,
                       struct error *error);
/* Waits until nothing of this account waits in this review, at most so long. */
bool gather_wait(struct web_server *server, uint32_t review, uint32_t account, duration longest);
/* The latest files of an account in a review, as a list: name, state, told. Counts those that wait,
 * and gives the state of the one with this id (may be NULL). */
void gather_put(struct web_request *request, const char *key, size_t *ret_waiting);
bool gather_find(struct web_server *server, const char *id, enum gather_state *ret);

/* uploads.c: takes the files of a form over, as evidence of a review. */
enum status uploads_take(struct web_request *request, uint32_t review, struct error *error);

#endif
