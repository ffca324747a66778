#include "evidence/mill.h"

#include "evidence/relay.h"

#include <pthread.h>
#include <stdlib.h>

/* The disk is told to begin each time so much was written, and takes room for so much at once. */
static const uint64_t BEGIN_EVERY = (uint64_t)8 << 20, RESERVE_STEP = (uint64_t)64 << 20;

struct mill {
    struct mill_file file;
    struct sha256_run *run;
    struct relay *relay; /* NULL: no threads to be had */
    char *own;           /* then: the only piece */
    uint64_t written, reserved;
    int direct; /* past the cache; -1: not */
    pthread_t prompter;
    bool prompting; /* there is one */
};

static enum status hash_piece(void *context, struct span piece, struct error *error)
{
    struct mill *mill = context;
    (void)error;
    sha256_add(mill->run, piece);
    return STATUS_OK;
}

static void reserve(struct mill *mill, size_t more)
{
    uint64_t wanted = mill->written + more, expected = mill->file.expected;
    if (wanted <= mill->reserved || mill->reserved >= expected) return;
    uint64_t left = expected - mill->reserved;
    uint64_t step = left < RESERVE_STEP ? left : RESERVE_STEP;
    os_reserve(mill->file.fd, mill->reserved, step);
    mill->reserved += step;
}

/* What is no whole block, the last bytes of all, is written the usual way; and so is everything
 * from there on where the file system has no other. */
static enum status write_piece(void *context, struct span piece, struct error *error)
{
    struct mill *mill = context;
    const struct mill_file *file = &mill->file;
    size_t done = 0;
    enum status status = STATUS_OK;
    reserve(mill, piece.len);
    if (mill->direct >= 0)
        status = os_write_direct(mill->direct, file->path, mill->written, piece, &done, error);
    if (status == STATUS_OK && done < piece.len) {
        os_close(mill->direct);
        mill->direct = -1;
        status =
            os_write_at(file->fd, file->path, mill->written + done, span_from(piece, done), error);
    }
    if (status == STATUS_OK) mill->written += piece.len;
    return status;
}

/* Follows the writing, as far behind as the ring is long. The last part is left to the flush. */
static void *prompt(void *argument)
{
    const struct mill *mill = argument;
    uint64_t begun = 0, have, next = BEGIN_EVERY + RELAY_SIZE;
    while (growing_wait(mill->file.growing, begun + next, &have) && have >= begun + next) {
        os_begin_sync(mill->file.fd, begun, have - RELAY_SIZE - begun);
        begun = have - RELAY_SIZE;
    }
    return NULL;
}

static void begin_relay(struct mill *mill)
{
    const struct relay_taker takers[RELAY_TAKERS] = {{hash_piece, mill}, {write_piece, mill}};
    const struct mill_file *file = &mill->file;
    if (file->past_cache) mill->direct = os_open_direct(file->path);
    mill->relay = relay_new(takers);
    if (!mill->relay) return;
    growing_attach(file->growing, relay_ring(mill->relay), RELAY_SIZE);
    mill->prompting = mill->direct < 0 && pthread_create(&mill->prompter, NULL, prompt, mill) == 0;
}

enum status mill_new(const struct mill_file *file, struct mill **ret, struct error *error)
{
    struct mill *mill = calloc(1, sizeof *mill);
    struct sha256_run *run = sha256_new();
    if (mill && run) {
        *mill = (struct mill){.file = *file, .run = run, .direct = -1};
        begin_relay(mill);
        if (!mill->relay) mill->own = malloc(RELAY_PIECE);
        if (mill->relay || mill->own) {
            *ret = mill;
            return STATUS_OK;
        }
        os_close(mill->direct);
    }
    sha256_free(run);
    free(mill);
    return error_set(error, STATUS_NO_MEMORY, "out of memory");
}

/* Waits until everything is taken, and ends the relay. Tells the failure of a taker. */
static enum status stop(struct mill *mill, struct error *error)
{
    struct relay *relay = mill->relay;
    if (!relay) return STATUS_OK;
    mill->relay = NULL;
    enum status status = relay_wait(relay, error);
    if (status) growing_drop(mill->file.growing); /* not all of it is in the file */
    growing_detach(mill->file.growing);
    relay_end(relay);
    return status;
}

enum status mill_room(struct mill *mill, char **ret, struct error *error)
{
    char *room = mill->relay ? relay_room(mill->relay) : mill->own;
    if (!room) return stop(mill, error); /* nobody goes on with it but to free it */
    if (mill->relay) growing_claim(mill->file.growing, RELAY_PIECE);
    *ret = room;
    return STATUS_OK;
}

enum status mill_give(struct mill *mill, size_t len, struct error *error)
{
    struct span piece = {mill->own, len};
    enum status status = STATUS_OK;
    if (mill->relay) {
        relay_give(mill->relay, len);
    } else {
        status = hash_piece(mill, piece, error);
        if (status == STATUS_OK) status = write_piece(mill, piece, error);
    }
    if (status == STATUS_OK) growing_add(mill->file.growing, len);
    return status;
}

enum status mill_end(struct mill *mill, struct sha256 *ret, struct error *error)
{
    enum status status = stop(mill, error);
    if (status == STATUS_OK) {
        *ret = sha256_end(mill->run);
        mill->run = NULL;
        growing_end(mill->file.growing);
    }
    if (status == STATUS_OK && mill->reserved > mill->written)
        status = os_shorten(mill->file.fd, mill->file.path, mill->written, error);
    mill_free(mill);
    return status;
}

void mill_free(struct mill *mill)
{
    if (!mill) return;
    if (mill->run) growing_drop(mill->file.growing); /* an unfinished one */
    (void)stop(mill, NULL);                          /* ignoring: what was written is not wanted */
    if (mill->prompting) pthread_join(mill->prompter, NULL);
    sha256_free(mill->run);
    os_close(mill->direct);
    free(mill->own);
    free(mill);
}
