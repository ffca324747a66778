/* Finding the files of what somebody names: a file, or a folder with all below it. */
#ifndef EVIDENCE_WALK_H
#define EVIDENCE_WALK_H

#include "base/base.h"

enum {
    WALK_DEPTH_MAX = 64, /* folders within folders */
    WALK_PATH_MAX = 4096,
};

struct walker {
    void *context;
    /* A regular file, or "-". `name` is its path below the folder that was named, or the last part
     * when it was named itself. Both borrowed. Other than OK ends the walk. */
    enum status (*file)(void *context, const char *path, const char *name, struct error *error);
    void (*passed)(void *context, const char *path, const struct error *why);
};

/* Depth first, names in byte order. Links are never followed, so there are no loops; each thing
 * that is no file or folder is `passed` with its reason. Fails only with what `file` returns, or
 * NO_MEMORY. */
enum status walk(const char *path, const struct walker *walker, struct error *error);

/* True when the folder holds a thing of this name and kind. */
bool walk_holds(const char *folder, const char *name, enum os_kind kind);

/* ---- walk_git.c ---- */

/* The inside of a repository: a folder ".git" or a bare repository. */
bool walk_is_git(const char *folder);
/* True for a file that holds a loose commit: the zlib stream begins with "commit ". */
bool walk_is_loose_commit(const char *path);

#endif
