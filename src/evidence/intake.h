/*
 * What the files of evidence_collect share: one call of it, and the files it has in hand.
 *
 *   collect.c         walks and reads: one file at a time is copied, hashed and written
 *   intake_sources.c  finds the sources in what was read, and has them indexed meanwhile
 *   intake_settle.c   waits for the disk: while it writes one file, the next ones are read
 *
 * A file is reported only when it is durable, and files are reported in the order they were met.
 */
#ifndef EVIDENCE_INTAKE_H
#define EVIDENCE_INTAKE_H

#include "evidence/depot_sink.h"

#include <pthread.h>

enum {
    INTAKE_PENDING_MAX = 4, /* files that wait for the disk; each has some MB in memory at most */
    INTAKE_LATE_MAX = 4,    /* large contents of one file that do */
};

/* A content whose flush is under way. */
struct intake_late {
    struct unpack_pot *pot; /* owned */
    size_t source;          /* its number */
};

/* One file that is being taken in. */
struct taken {
    const char *path; /* in the arena, as is what the capture and the sources point to */
    const char *name; /* borrowed: only while the file is being read */
    struct evidence_capture capture;
    struct blob blob;
    struct span packed;  /* its bytes */
    bool begun;          /* it was looked at whether to index it while it comes */
    struct ahead *ahead; /* of the blob itself, where it is the content */
    struct arena arena;
    struct evidence_source *sources;
    bool *fresh; /* which of them came into index/ just now */
    size_t count, room, fresh_room;
    struct intake_late late[INTAKE_LATE_MAX];
    unsigned late_count;
    bool known; /* once it is settled: the depot had the capture */

    pthread_t thread; /* that settles it */
    bool threaded;
    atomic_bool settled; /* by that thread */
    enum status status;  /* of settling */
    struct error error;
};

/* One call of evidence_collect. */
struct intake {
    struct depot_sink sink; /* first: see depot_sink.h */
    const struct evidence_collector *collector;
    struct evidence_budget left;
    uint64_t bytes;      /* read and unpacked so far */
    instant told;        /* when progress was last told */
    struct taken *taken; /* the file at hand */
    struct taken *pending[INTAKE_PENDING_MAX];
    unsigned pending_count;
    bool refused; /* who is told of files wants no more */
};

void intake_pass_over(struct intake *intake, const char *path, const struct error *why);
void intake_progress(struct intake *intake, size_t more);

/* ---- intake_sources.c ---- */

/* The blob at hand grew: begins its index when there is enough to tell that it is worth while. */
void intake_look_ahead(struct intake *intake);
/* The blob at hand has all bytes: finds its sources, whose contents go into index/. */
enum status intake_find_sources(struct intake *intake, struct error *error);

/* ---- intake_settle.c ---- */

/* The file at hand has all its sources: it is reported once it is durable, by this call or by a
 * later one, and so are others before it. Takes the file. */
enum status intake_settle_later(struct intake *intake, struct error *error);
/* All files that are waiting for the disk are reported. */
enum status intake_settle_all(struct intake *intake, struct error *error);
/* The same before a capture or content is stored that one of them has as well, so that it is known
 * then that the depot has it. */
enum status intake_settle_twin(struct intake *intake, const struct sha256 *hash,
                               struct error *error);
/* Puts the oldest of the late contents of a file in its place. */
enum status intake_finish_late(struct taken *taken, struct error *error);
/* Takes back what the file put into index/, and frees it. */
void intake_undo(struct intake *intake, struct taken *taken);
void intake_forget(struct taken *taken); /* frees; drops what is not stored. NULL is fine */

#endif
