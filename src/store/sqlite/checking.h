/* What the files that verify and repair share. */
#ifndef STORE_SQLITE_CHECKING_H
#define STORE_SQLITE_CHECKING_H

#include "store/sqlite/internal.h"

typedef enum status store_each(void *context, const struct store_fault *fault, struct error *error);

struct checking {
    struct store *store;
    store_each *each;
    void *context;
    size_t faults;
};

/* Tells one fault; `where` is a format. */
enum status store_tell(struct checking *checking, const char *what, struct error *error,
                       const char *where, ...) __attribute__((format(printf, 4, 5)));
/* A failure that is damage becomes a fault at `where`; another one is returned. */
enum status store_tell_failure(struct checking *checking, enum status status,
                               const struct error *why, const char *where, struct error *error);

/* A change with all its rows, as one file has them. Bytes live in the arena. */
struct change_read {
    bool there;
    struct change_row row;
    struct log_row *rows;
    size_t count;
};
struct change_row store_change_row(struct row *row); /* columns as STORE_CHANGE_COLUMNS */
struct log_row store_log_row(struct row *row);       /* columns as STORE_LOG_COLUMNS */
/* A change of this sort stands for one that was lost: its link is taken as it is. */
#define STORE_SORT_LOST "lost"

enum status store_verify_chain(struct checking *checking, struct error *error);
enum status store_verify_head(struct checking *checking, const struct heads *heads,
                              struct error *error);
/* Compares the schema, and all that follows from the log, with what is made anew. */
enum status store_verify_derived(struct checking *checking, struct error *error);

/* An empty database in a temporary file, or in `path`, with a schema and no checks of references
 * between rows. */
enum status store_scratch(const char *path, int schema, struct store **ret, struct error *error);

/* Fills `to` with the changes that are proved in `here` or `backup` (NULL: none), up to the last
 * one that can be; what is lost is told. *ret is the end of the new log. */
enum status store_salvage(struct store *here, struct store *backup, uint64_t acknowledged,
                          struct store *to, struct checking *checking, struct position *ret,
                          struct error *error);

#endif
