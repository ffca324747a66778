/* One stream that is followed: a file that grows, or standard input, and its spool. */
#ifndef DESK_STREAM_H
#define DESK_STREAM_H

#include "desk/follow.h"
#include "desk/spool.h"

/* What all streams of one run share. */
struct stream_care {
    const char *folder;
    const struct desk_collecting *how;
    uint64_t part_bytes;
    duration settle;
    uint64_t bytes; /* read so far */
    struct desk_tally tally;
    struct evidence_formats *formats; /* that people defined; owned, as is the piece */
    char *piece;
};

struct stream {
    struct spool spool;
    const char *path, *name; /* borrowed */
    int fd;                  /* -1: only what is in the spool is known */
    bool input;              /* standard input */
    bool draining;           /* the path leads to another file by now */
    bool ended;              /* nothing more comes */
    bool emptied;            /* the file became shorter or other: begins again once all is taken */
    bool parts_wait;         /* parts that are done are not captures yet */
    uint64_t device, number; /* of the file */
    uint64_t untried;        /* bytes in the spool before it is worth looking for a seam again */
    instant grown;           /* when bytes came last */
    instant waiting_since;   /* when the first byte came that is in no part */
    instant synced, modified;
};

enum status stream_care_init(struct stream_care *care, const char *folder,
                             const struct desk_following *how, struct error *error);
void stream_care_release(struct stream_care *care);

enum status stream_open(struct stream_care *care, const char *path, const char *name,
                        struct stream *ret, struct error *error);
/* One that no run follows any more, by its id; `ended` when its file is gone or another by now. */
enum status stream_open_left(struct stream_care *care, const char *id, struct stream *ret,
                             struct error *error);
/* Reads what is there. *ret_why: what is wrong with the file; the return: with the spool. */
enum status stream_read(struct stream_care *care, struct stream *stream, struct error *ret_why,
                        struct error *error);
/* Was it emptied, or has its path another file by now (*ret_rotated, once)? */
void stream_watch(const struct stream_care *care, struct stream *stream, bool *ret_rotated);

enum stream_sealing {
    SEAL_RECORDS, /* records that are complete, and more than enough: it goes on */
    SEAL_LINES,   /* lines that are complete: it goes on some other time */
    SEAL_ALL,     /* it ended */
};
/* Makes what is in the spool a part, as far as it can be cut. */
enum status stream_seal(struct stream_care *care, struct stream *stream,
                        enum stream_sealing sealing, struct error *error);
/* Collects the parts that are done; parts_wait when another run collects just now. */
enum status stream_take_parts(struct stream_care *care, struct stream *stream, struct error *error);
enum status stream_restart(struct stream *stream, struct error *error);
void stream_close(struct stream *stream, bool forget);

#endif
