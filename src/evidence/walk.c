#include "evidence/walk.h"

#include <stdio.h>
#include <stdlib.h>

/* What is taken in a folder. Inside a repository most files are of no use as evidence. */
enum rule {
    TAKE_ALL,
    TAKE_WITHOUT_STORE, /* the folder of a workspace: its own files are left out */
    TAKE_OBJECTS,       /* .git/objects: "pack" and the folders of loose objects */
    TAKE_PACKS,
    TAKE_COMMITS, /* loose objects that are commits */
};

struct place {
    char *path; /* owned */
    enum rule rule;
    int depth;
};

/* Places still to be visited, the next one on top: a stack instead of recursion. */
struct visit {
    const struct walker *walker;
    struct place *places;
    size_t count, room;
    struct place at; /* the folder being listed */
    size_t root_len; /* where the shown name begins in a path */
};

static enum status push(struct visit *visit, const char *folder, const char *name, enum rule rule,
                        int depth, struct error *error)
{
    enum status status =
        grow_array(&visit->places, &visit->room, visit->count + 1, sizeof *visit->places, error);
    if (status) return status;
    char *path = NULL;
    if (!folder)
        path = strdup(name);
    else if (asprintf(&path, "%s/%s", strcmp(folder, "/") == 0 ? "" : folder, name) < 0)
        path = NULL;
    if (!path) return error_set(error, STATUS_NO_MEMORY, "out of memory");
    visit->places[visit->count++] = (struct place){path, rule, depth};
    return STATUS_OK;
}

static bool is_hex(const char *name, size_t len)
{
    return strlen(name) == len && strspn(name, "0123456789abcdef") == len;
}

static bool is_store(const char *name)
{
    static const char *const own[] = {"evidence", "index", "head", "lock", "collecting"};
    for (size_t i = 0; i < sizeof own / sizeof own[0]; i++)
        if (strcmp(name, own[i]) == 0) return true;
    return span_starts(span_of(name), SPAN("postmortem.db"));
}

static enum status list_one(void *context, const char *name, struct error *error)
{
    struct visit *visit = context;
    const struct place *at = &visit->at;
    size_t len = strlen(name);
    enum rule rule = TAKE_ALL;
    switch (at->rule) {
    case TAKE_ALL: break;
    case TAKE_WITHOUT_STORE:
        if (is_store(name)) return STATUS_OK;
        break;
    case TAKE_OBJECTS:
        if (strcmp(name, "pack") != 0 && !is_hex(name, 2)) return STATUS_OK;
        rule = *name == 'p' ? TAKE_PACKS : TAKE_COMMITS;
        break;
    case TAKE_PACKS:
        if (len < 5 || strcmp(name + len - 5, ".pack") != 0) return STATUS_OK;
        break;
    case TAKE_COMMITS:
        if (!is_hex(name, 38) && !is_hex(name, 62)) return STATUS_OK;
        rule = TAKE_COMMITS;
        break;
    }
    return push(visit, at->path, name, rule, at->depth + 1, error);
}

static void reverse(struct place *from, struct place *to)
{
    while (from + 1 < to) {
        struct place swap = *from;
        *from++ = *--to;
        *to = swap;
    }
}

/* A repository gives its objects and the reflog of HEAD, and nothing else. */
static enum status visit_git(struct visit *visit, struct error *error)
{
    const struct place at = visit->at;
    char log[WALK_PATH_MAX];
    struct os_facts facts;
    enum status status = push(visit, at.path, "objects", TAKE_OBJECTS, at.depth + 1, error);
    int len = snprintf(log, sizeof log, "%s/logs/HEAD", at.path);
    if (status == STATUS_OK && len > 0 && (size_t)len < sizeof log &&
        os_facts(log, &facts, NULL) == STATUS_OK && facts.kind == OS_FILE)
        status = push(visit, at.path, "logs/HEAD", TAKE_ALL, at.depth + 1, error);
    return status;
}

bool walk_holds(const char *folder, const char *name, enum os_kind kind)
{
    char path[WALK_PATH_MAX];
    struct os_facts facts;
    int len = snprintf(path, sizeof path, "%s/%s", folder, name);
    return len > 0 && (size_t)len < sizeof path && os_facts(path, &facts, NULL) == STATUS_OK &&
           facts.kind == kind;
}

static bool is_workspace(const char *folder)
{
    return walk_holds(folder, "postmortem.db", OS_FILE) &&
           walk_holds(folder, "evidence", OS_FOLDER) && walk_holds(folder, "index", OS_FOLDER);
}

/* The evidence/ or index/ of a workspace. */
static bool is_of_workspace(const char *folder)
{
    char above[WALK_PATH_MAX];
    const char *slash = strrchr(folder, '/');
    if (!is_store(slash ? slash + 1 : folder)) return false;
    snprintf(above, sizeof above, "%.*s", slash ? (int)(slash - folder) : 1, slash ? folder : ".");
    return is_workspace(above);
}

static void pass(const struct visit *visit, const char *path, enum status status, const char *why)
{
    struct error error = ERROR_NONE;
    error_set(&error, status, "%s", why);
    error_place(&error, "%s", path);
    visit->walker->passed(visit->walker->context, path, &error);
}

static enum status visit_folder(struct visit *visit, struct error *error)
{
    const char *path = visit->at.path;
    size_t before = visit->count;
    struct error why = ERROR_NONE;
    if (visit->at.depth >= WALK_DEPTH_MAX) {
        pass(visit, path, STATUS_LIMIT,
             "more than 64 folders deep: passed over; collect it by itself");
        return STATUS_OK;
    }
    if (visit->at.depth == 0 && is_of_workspace(path)) {
        pass(visit, path, STATUS_BAD_INPUT,
             "belongs to a workspace, which is not collected into itself: passed over");
        return STATUS_OK;
    }
    if (visit->at.rule == TAKE_ALL && walk_is_git(path)) return visit_git(visit, error);
    if (visit->at.rule == TAKE_ALL && is_workspace(path)) {
        visit->at.rule = TAKE_WITHOUT_STORE;
        pass(visit, path, STATUS_BAD_INPUT,
             "holds a workspace: its own evidence/, index/ and database are left out");
    }
    enum status status = os_list(path, list_one, visit, &why);
    reverse(visit->places + before, visit->places + visit->count);
    if (status == STATUS_NO_MEMORY) {
        if (error) *error = why;
        return status;
    }
    if (status) visit->walker->passed(visit->walker->context, path, &why);
    return STATUS_OK;
}

static enum status visit_place(struct visit *visit, struct error *error)
{
    const char *path = visit->at.path;
    const struct walker *walker = visit->walker;
    struct os_facts facts;
    struct error why = ERROR_NONE;
    if (strlen(path) >= WALK_PATH_MAX - 16) {
        pass(visit, path, STATUS_LIMIT, "the path is too long: passed over");
        return STATUS_OK;
    }
    if (os_facts(path, &facts, &why)) {
        walker->passed(walker->context, path, &why);
        return STATUS_OK;
    }
    switch (facts.kind) {
    case OS_FOLDER: return visit_folder(visit, error);
    case OS_FILE:
        if (visit->at.rule == TAKE_COMMITS && !walk_is_loose_commit(path)) return STATUS_OK;
        return walker->file(walker->context, path, path + visit->root_len, error);
    case OS_SYMLINK:
        pass(visit, path, STATUS_BAD_INPUT,
             "is a symbolic link: passed over; name the file it points to");
        break;
    case OS_DEVICE: pass(visit, path, STATUS_BAD_INPUT, "is a device: passed over"); break;
    case OS_PIPE:
        pass(visit, path, STATUS_BAD_INPUT,
             "is a named pipe: passed over; give its content on standard input with \"-\"");
        break;
    case OS_SOCKET: pass(visit, path, STATUS_BAD_INPUT, "is a socket: passed over"); break;
    }
    return STATUS_OK;
}

/* Where the part that is shown begins: behind the folder, or the last part of a file's path. */
static size_t shown_from(const char *path, enum os_kind kind)
{
    size_t len = strlen(path);
    if (kind == OS_FOLDER) return strcmp(path, "/") == 0 ? 1 : len + 1;
    const char *slash = strrchr(path, '/');
    return slash ? (size_t)(slash - path) + 1 : 0;
}

enum status walk(const char *path, const struct walker *walker, struct error *error)
{
    if (strcmp(path, "-") == 0) return walker->file(walker->context, "-", "standard input", error);
    struct visit visit = {.walker = walker};
    enum status status = push(&visit, NULL, path, TAKE_ALL, 0, error);
    if (status) return status;
    /* "folder/" is "folder" */
    char *root = visit.places[0].path;
    for (size_t len = strlen(root); len > 1 && root[len - 1] == '/'; len--) root[len - 1] = '\0';
    struct os_facts facts;
    struct error why = ERROR_NONE;
    if (os_facts(root, &facts, &why)) { /* not taken for a file: its names would be others */
        walker->passed(walker->context, root, &why);
        free(visit.places[--visit.count].path);
    } else {
        visit.root_len = shown_from(root, facts.kind);
    }
    while (visit.count && status == STATUS_OK) {
        visit.at = visit.places[--visit.count];
        status = visit_place(&visit, error);
        free(visit.at.path);
    }
    while (visit.count) free(visit.places[--visit.count].path);
    free(visit.places);
    return status;
}
