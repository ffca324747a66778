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

static enum status write_piece(void *context, struct span piece, struct error *error)
{
    struct mill *mill = context;
    reserve(mill, piece.len);
    enum status status = os_write(mill->file.fd, mill->file.path, piece, error);
    if (status) return status;
    mill->written += piece.len;
    growing_add(mill->file.growing, piece.len);
    return STATUS_OK;
}

/* Follows the writing. The last part is left to the flush. */
static void *prompt(void *argument)
{
    const struct mill *mill = argument;
    uint64_t begun = 0, have;
    while (growing_wait(mill->file.growing, begun + BEGIN_EVERY, &have) &&
           have >= begun + BEGIN_EVERY) {
        os_begin_sync(mill->file.fd, begun, have - begun);
        begun = have;
    }
    return NULL;
}

enum status mill_new(const struct mill_file *file, struct mill **ret, struct error *error)
{
    struct mill *mill = calloc(1, sizeof *mill);
    struct sha256_run *run = sha256_new();
    if (mill && run) {
        const struct relay_taker takers[RELAY_TAKERS] = {{hash_piece, mill}, {write_piece, mill}};
        *mill = (struct mill){.file = *file, .run = run};
        mill->relay = relay_new(takers);
        if (!mill->relay) mill->own = malloc(RELAY_PIECE);
        if (mill->relay || mill->own) {
            mill->prompting =
                mill->relay && pthread_create(&mill->prompter, NULL, prompt, mill) == 0;
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
    free(mill->own);
    free(mill);
}
