/* Files that grow, and pipes: taken into a workspace as they come. */
#ifndef DESK_FOLLOW_H
#define DESK_FOLLOW_H

#include "desk/collect.h"

/*
 * What was read is on disk within about a second, in a spool. It becomes captures in parts: a part
 * ends where a record ends, and has an index of its own, so that nothing is indexed twice however
 * long a log grows. Parts of one stream have the same origin; their names tell the order:
 * "app.log", then "app.log+1048576" from that byte on.
 *
 * A file that gets another name (rotated) is read to its end while the new one is followed; one
 * that is emptied begins again. A file that was followed before goes on where that ended.
 */
struct desk_following {
    struct desk_collecting collecting; /* `stop`: asked a few times a second; ends it well */
    const char *input_name;            /* of standard input; NULL: "standard input" */
    uint64_t part_bytes;               /* a part has at most about so many; 0: 256 MiB */
    duration every;  /* what came waits at most so long to become a part; 0: an eighth of the time
                        followed so far, at least five seconds */
    duration settle; /* so long nothing comes before a last record counts as complete, and a rotated
                        file as left; 0: five seconds */
};

/* Follows until `stop` says so or all streams ended ("-" is standard input). What was read till
 * then is in captures when it returns, but for a last line that has no end yet: it stays in the
 * spool for the next time. OK also after `stop`. */
enum status desk_follow(const char *folder, const char *const *paths, size_t count,
                        const struct desk_following *how, struct desk_tally *ret,
                        struct error *error);

/* Takes in what runs that were killed left in their spools; adds to *tally. */
enum status desk_follow_leftovers(const char *folder, const struct desk_collecting *how,
                                  struct desk_tally *tally, struct error *error);

#endif
