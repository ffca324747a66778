/* A batch of files on its way into the workspace: what gather.c and gather_batch.c share. */
#ifndef WEB_GATHER_BATCH_H
#define WEB_GATHER_BATCH_H

#include "web/gather.h"

enum { GATHER_BATCH = 200, GATHER_TOLD = 1200 };

struct gathered {
    struct gathered *next;
    uint32_t review, account;
    char *by, *name, *path, *id;
    instant modified;
    enum gather_state state;
    char told[GATHER_TOLD];
};

struct web_gather {
    pthread_mutex_t lock;
    pthread_cond_t moved;
    struct web_server *server;
    struct gathered *first, *last;
    size_t count;
    bool running, stopping;
};

/* Files of one account in one review, taken by gather.c. */
struct gather_batch {
    struct web_gather *gather;
    struct gathered *files[GATHER_BATCH];
    struct desk_given given[GATHER_BATCH];
    const char *paths[GATHER_BATCH];
    size_t count;
    struct store_source *before; /* all contents that there were */
    size_t before_count;
    bool looked;
    struct arena arena;
};

/* Collects them into the workspace, settles what became of each, and tells the review's readers.
 * Takes the lock of the queue for moments. */
void gather_collect(struct gather_batch *batch);
/* An upload in pieces that was whole is one again that its sender goes on with. */
void gather_hand_back(const char *path);
bool gather_ended(const struct gathered *file);

#endif
