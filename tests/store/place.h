/* A workspace of its own for each test of the store. */
#ifndef TESTS_STORE_PLACE_H
#define TESTS_STORE_PLACE_H

#include "tests/test.h"

#include "store/store.h"

struct place {
    char folder[64], database[96];
    struct arena arena;
    struct store *store; /* open for changes after place_open */
};

int place_set_up(void **state);
int place_tear_down(void **state); /* closes the store and removes everything */
/* Makes the workspace and opens it for changes. */
int place_open(void **state);
void place_reopen(struct place *place);
/* A path in the workspace, in the arena. */
char *place_path(struct place *place, const char *name);
void place_remove(const char *folder); /* with all that is in it */
/* A byte copy of one file. */
void place_copy(const char *from, const char *to);

/* Who writes in tests: by, why, and a time of its own for each call. */
struct store_author place_author(const char *by, const char *why, instant at);
/* One edit from an id such as "E3" and a body (NULL: taken out). */
struct store_edit place_edit(const char *id, uint32_t base, const char *body);
/* A review with a title and nothing else. */
uint32_t place_review(struct place *place, const char *title);
/* Fails the test unless verify finds nothing. */
void place_verify(struct store *store);
/* How many faults verify finds; `told` (may be NULL) gets them, one a line. */
size_t place_faults(struct store *store, struct text *told);

#endif
