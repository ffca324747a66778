/*
 * Replays a corpus folder through a fuzz target without a fuzzing engine, so that every input that
 * once found something is tried again by each compiler and sanitizer. Prints TAP, one line a file.
 */
#include "tests/fuzz/fuzz.h"

#include "base/base.h"

#include <stdio.h>
#include <stdlib.h>

enum { INPUT_MAX = 64 << 20 };

struct replay {
    const char *folder;
    int count;
};

/* The target gets a block of exactly the input's size: one byte too far is seen by ASan. */
static void feed(struct span bytes)
{
    uint8_t *exact = malloc(bytes.len ? bytes.len : 1);
    if (!exact) abort();
    memcpy(exact, bytes.at, bytes.len);
    LLVMFuzzerTestOneInput(exact, bytes.len);
    free(exact);
}

static enum status replay_file(void *context, const char *name, struct error *error)
{
    struct replay *replay = context;
    struct text path, bytes;
    text_init(&path, 0);
    text_init(&bytes, INPUT_MAX);
    text_addf(&path, "%s/%s", replay->folder, name);
    enum status status = text_status(&path, error);
    if (!status) status = os_slurp(path.at, INPUT_MAX, &bytes, error);
    if (!status) {
        feed(text_span(&bytes));
        printf("ok %d - %s\n", ++replay->count, name);
    }
    text_release(&bytes);
    text_release(&path);
    return status;
}

int main(int argc, char **argv)
{
    struct error error = ERROR_NONE;
    if (argc != 2) {
        fprintf(stderr, "usage: %s CORPUS-FOLDER\n", argv[0]);
        return 2;
    }
    setvbuf(stdout, NULL, _IOLBF, 0); /* the last name before a crash is the one that crashed */
    struct replay replay = {.folder = argv[1]};
    if (os_list(argv[1], replay_file, &replay, &error))
        printf("not ok %d - %s: %s\n", ++replay.count, error.where, error.message);
    if (replay.count == 0) printf("not ok %d - %s is empty\n", ++replay.count, argv[1]);
    printf("1..%d\n", replay.count);
    return error.status ? 1 : 0;
}
