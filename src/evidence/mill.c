#include "evidence/mill.h"

#include "evidence/relay.h"

#include <stdlib.h>

/* The disk is told to begin each time so much was written. */
static const uint64_t BEGIN_EVERY = (uint64_t)8 << 20;

struct mill {
    int fd;
    const char *path;
    struct sha256_run *run;
    struct relay *relay; /* NULL: no threads to be had */
    char *own;           /* then: the only piece */
    uint64_t written, begun;
};

static enum status hash_piece(void *context, struct span piece, struct error *error)
{
    struct mill *mill = context;
    (void)error;
    sha256_add(mill->run, piece);
    return STATUS_OK;
}

static enum status write_piece(void *context, struct span piece, struct error *error)
{
    struct mill *mill = context;
    enum status status = os_write(mill->fd, mill->path, piece, error);
    mill->written += piece.len;
    if (status == STATUS_OK && mill->written - mill->begun >= BEGIN_EVERY) {
        os_begin_sync(mill->fd, mill->begun, mill->written - mill->begun);
        mill->begun = mill->written;
    }
    return status;
}

enum status mill_new(int fd, const char *path, struct mill **ret, struct error *error)
{
    struct mill *mill = calloc(1, sizeof *mill);
    struct sha256_run *run = sha256_new();
    if (mill && run) {
        const struct relay_taker takers[RELAY_TAKERS] = {{hash_piece, mill}, {write_piece, mill}};
        *mill = (struct mill){.fd = fd, .path = path, .run = run};
        mill->relay = relay_new(takers);
        if (!mill->relay) mill->own = malloc(RELAY_PIECE);
        if (mill->relay || mill->own) {
            *ret = mill;
            return STATUS_OK;
        }
    }
    sha256_free(run);
    free(mill);
    return error_set(error, STATUS_NO_MEMORY, "out of memory");
}

/* Ends the relay because of a failure, which it tells. */
static enum status stop(struct mill *mill, struct error *error)
{
    struct relay *relay = mill->relay;
    mill->relay = NULL;
    return relay_end(relay, error);
}

enum status mill_room(struct mill *mill, char **ret, struct error *error)
{
    char *room = mill->relay ? relay_room(mill->relay) : mill->own;
    if (!room) return stop(mill, error); /* nobody goes on with it but to free it */
    *ret = room;
    return STATUS_OK;
}

enum status mill_give(struct mill *mill, size_t len, struct error *error)
{
    struct span piece = {mill->own, len};
    if (mill->relay) {
        relay_give(mill->relay, len);
        return STATUS_OK;
    }
    enum status status = hash_piece(mill, piece, error);
    return status ? status : write_piece(mill, piece, error);
}

enum status mill_end(struct mill *mill, struct sha256 *ret, struct error *error)
{
    enum status status = stop(mill, error);
    if (status == STATUS_OK) {
        *ret = sha256_end(mill->run);
        mill->run = NULL;
    }
    mill_free(mill);
    return status;
}

void mill_free(struct mill *mill)
{
    if (!mill) return;
    (void)stop(mill, NULL); /* ignoring: what was written is not wanted */
    sha256_free(mill->run);
    free(mill->own);
    free(mill);
}
