#include "evidence/ahead.h"

#include "evidence/unpack.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

enum { HEAD = 1 << 20 }; /* as much as those who collect look at for the kind */

enum state { UNDECIDED, CONFIRMED, DROPPED };

struct ahead {
    const struct blob *blob;
    struct growing_reader growing;
    struct evidence_reader reader;
    struct evidence_index_hints hints;
    enum evidence_kind kind; /* as the head has it */
    pthread_t thread;
    pthread_mutex_t lock; /* guards what follows, and the kind */
    pthread_cond_t changed;
    bool looked; /* the kind is known */
    bool plain;  /* it is no archive that may yet be unpacked */
    enum state state;
};

static void look_at(struct ahead *ahead, struct span head)
{
    pthread_mutex_lock(&ahead->lock);
    ahead->plain = !ahead->growing.growing || unpack_packing_of(head) == EVIDENCE_PACKED_PLAIN;
    ahead->kind = evidence_kind_of(head, ahead->reader.size, NULL);
    ahead->hints.kind = evidence_formats_kind(ahead->hints.formats, head, ahead->kind);
    ahead->looked = true;
    pthread_cond_broadcast(&ahead->changed);
    pthread_mutex_unlock(&ahead->lock);
}

static bool is_wanted(struct ahead *ahead)
{
    pthread_mutex_lock(&ahead->lock);
    while (ahead->state == UNDECIDED) pthread_cond_wait(&ahead->changed, &ahead->lock);
    bool wanted = ahead->state == CONFIRMED;
    pthread_mutex_unlock(&ahead->lock);
    return wanted;
}

static bool is_kept(const char *path)
{
    struct os_facts facts;
    return os_facts(path, &facts, NULL) == STATUS_OK && facts.size > 0;
}

/* What goes wrong here is told when the index is made for good, by who asks for it. */
static void *run(void *argument)
{
    struct ahead *ahead = argument;
    const struct blob *blob = ahead->blob;
    struct evidence_index index = {.count = 0};
    struct span head = {NULL, 0};
    char path[DEPOT_PATH_MAX];
    char *bytes = malloc(HEAD);
    if (bytes) head.at = bytes;
    enum status status =
        bytes ? ahead->reader.read(ahead->reader.context, 0, bytes, HEAD, &head.len, NULL)
              : STATUS_NO_MEMORY;
    look_at(ahead, head);
    free(bytes);
    if (status == STATUS_OK && ahead->plain)
        status = evidence_index_build(&ahead->reader, &ahead->hints, &index, NULL);
    if (ahead->growing.growing) growing_leave(ahead->growing.growing);
    /* ignoring: as above, also where it is kept already */
    if (is_wanted(ahead) && status == STATUS_OK && ahead->plain &&
        !evidence_index_path(blob->depot, &blob->hash, path, sizeof path, NULL) && !is_kept(path))
        (void)evidence_index_save(&index, path, &blob->hash, NULL);
    evidence_index_close(&index);
    return NULL;
}

struct ahead *ahead_begin(const struct blob *blob, const struct span *view,
                          const struct evidence_index_hints *hints)
{
    struct ahead *ahead = calloc(1, sizeof *ahead);
    if (!ahead) return NULL;
    assert(blob->ended || (blob->growing && blob->expected));
    ahead->blob = blob;
    ahead->hints = *hints;
    /* The others unpack, hash and write meanwhile: on two processors a second one that indexes gets
     * in their way. */
    if (!hints->threads) ahead->hints.threads = (os_cpus() + 1) / 2;
    if (blob->ended) {
        ahead->reader = blob_reader(blob, view);
    } else {
        ahead->growing = (struct growing_reader){blob->growing, blob->fd};
        ahead->reader = growing_reader_of(&ahead->growing, blob->expected);
        ahead->hints.there = growing_there;
        ahead->hints.there_context = &ahead->growing;
    }
    pthread_mutex_init(&ahead->lock, NULL);
    pthread_cond_init(&ahead->changed, NULL);
    if (ahead->growing.growing) growing_follow(ahead->growing.growing);
    if (pthread_create(&ahead->thread, NULL, run, ahead) == 0) return ahead;
    if (ahead->growing.growing) growing_leave(ahead->growing.growing);
    pthread_cond_destroy(&ahead->changed);
    pthread_mutex_destroy(&ahead->lock);
    free(ahead);
    return NULL;
}

bool ahead_confirm(struct ahead *ahead, enum evidence_kind kind)
{
    assert(ahead->blob->ended);
    pthread_mutex_lock(&ahead->lock);
    while (!ahead->looked) pthread_cond_wait(&ahead->changed, &ahead->lock);
    bool good = ahead->kind == kind && ahead->reader.size == ahead->blob->size;
    if (good) ahead->state = CONFIRMED;
    pthread_cond_broadcast(&ahead->changed);
    pthread_mutex_unlock(&ahead->lock);
    return good;
}

void ahead_end(struct ahead *ahead)
{
    if (!ahead) return;
    pthread_mutex_lock(&ahead->lock);
    bool dropped = ahead->state == UNDECIDED;
    if (dropped) ahead->state = DROPPED;
    pthread_cond_broadcast(&ahead->changed);
    pthread_mutex_unlock(&ahead->lock);
    if (dropped) growing_drop(ahead->blob->growing);
    pthread_join(ahead->thread, NULL);
    pthread_cond_destroy(&ahead->changed);
    pthread_mutex_destroy(&ahead->lock);
    free(ahead);
}
