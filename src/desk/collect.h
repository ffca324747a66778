/* Files taken into a workspace: kept as they come, with their sources, and indexed. */
#ifndef DESK_COLLECT_H
#define DESK_COLLECT_H

#include "desk/workspace.h"

struct desk_tally {
    size_t files, known, sources; /* files are new ones; sources are new ones */
    size_t noted;                 /* paths that were passed over, or taken with a reservation */
    uint64_t bytes;
    enum status first_failure; /* OK when everything was taken */
};

void desk_tally_add(struct desk_tally *to, const struct desk_tally *more);

/* What a file was called by whoever gave it, where its path is only where it lies for now. */
struct desk_given {
    const char *path, *name;
    instant modified;   /* there; INSTANT_NONE when it is not known */
    const char *origin; /* where it was, when that is more than its name; may be NULL */
};

struct desk_collecting {
    const char *by;
    const struct desk_given *given; /* NULL: paths are what files are called */
    size_t given_count;
    struct evidence_budget budget;
    struct desk_doing doing; /* what is passed over here is an earlier source that is damaged */
    void *context;           /* of the callbacks below; each may be NULL */
    /* Within the change that notes a capture: more that belongs to it, as who may see it. */
    enum status (*keep)(void *context, struct store *store, const struct evidence_capture *capture,
                        const struct evidence_source *sources, size_t count, struct error *error);
    /* Is durable, and in the store. */
    void (*took)(void *context, const struct evidence_capture *capture,
                 const struct evidence_source *sources, size_t count);
    /* `why` names the path as well. Links and devices met on a walk are no failure. */
    void (*skipped)(void *context, const char *path, const struct error *why, bool failure);
    /* Asked between files and between indexes; true ends it with INTERRUPTED, what was taken
     * stays. */
    bool (*stop)(void *context);
};

/* One at a time a workspace: others wait; changes of the record go on meanwhile. */
enum status desk_collect(const char *folder, const char *const *paths, size_t count,
                         const struct desk_collecting *how, struct arena *arena,
                         struct desk_tally *ret, struct error *error);

#endif
