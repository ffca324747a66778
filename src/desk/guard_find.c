/* Where the settings of a text are, and which texts they pass over. */
#include "desk/guard.h"

enum { SETTINGS_BYTES = 4 << 20 };

static bool is_there(const char *folder, const char *name, struct arena *arena)
{
    struct os_facts facts;
    const char *path = arena_printf(arena, "%s/%s", folder, name);
    return path && os_facts(path, &facts, NULL) == STATUS_OK;
}

/* Takes "." and ".." and doubled slashes out of an absolute path, in place and by the words alone:
 * links are not followed. */
static void make_plain(char *path)
{
    size_t len = 0;
    struct span rest = span_of(path);
    while (rest.len) {
        struct span part = span_cut(&rest, '/');
        if (part.len == 0 || span_is(part, ".")) continue;
        if (span_is(part, "..")) {
            while (len && path[--len] != '/') continue;
            continue;
        }
        path[len++] = '/';
        memmove(path + len, part.at, part.len);
        len += part.len;
    }
    if (!len) path[len++] = '/';
    path[len] = '\0';
}

static enum status plain_path(const char *path, struct arena *arena, const char **ret,
                              struct error *error)
{
    struct text whole;
    enum status status = STATUS_OK;
    text_init(&whole, 0);
    if (path[0] != '/') status = os_here(&whole, error);
    text_addf(&whole, "/%s", path);
    if (status == STATUS_OK) status = text_status(&whole, error);
    char *plain = status ? NULL : arena_copy(arena, text_span(&whole));
    text_release(&whole);
    if (status) return status;
    if (!plain) return arena_full(arena, error);
    make_plain(plain);
    *ret = plain;
    return STATUS_OK;
}

/* The folder of an absolute path: what stands before its last slash. */
static const char *folder_of(const char *path, struct arena *arena)
{
    const char *slash = strrchr(path, '/');
    size_t len = slash ? (size_t)(slash - path) : 0;
    return len ? arena_copy(arena, (struct span){path, len}) : "/";
}

/* "/a/b" and "c" to "/a/b/c"; what is absolute stays. */
static const char *beside(const char *folder, const char *name, struct arena *arena)
{
    if (name[0] == '/') return name;
    return arena_printf(arena, "%s/%s", strcmp(folder, "/") == 0 ? "" : folder, name);
}

/* The nearest folder with settings or a baseline; else the one with .git; else where it began. */
static const char *climb(const char *from, struct arena *arena)
{
    const char *folder = from;
    while (folder) {
        if (is_there(folder, GUARD_SETTINGS_NAME, arena) ||
            is_there(folder, GUARD_BASELINE_NAME, arena) || is_there(folder, ".git", arena))
            return folder;
        if (strcmp(folder, "/") == 0) return from;
        folder = folder_of(folder, arena);
    }
    return NULL;
}

static enum status read_settings(struct guard *guard, struct arena *arena, struct error *error)
{
    struct text text;
    text_init(&text, SETTINGS_BYTES);
    enum status status = STATUS_OK;
    if (guard->path) status = os_slurp(guard->path, SETTINGS_BYTES, &text, error);
    if (status == STATUS_OK)
        status = desk_guard_settings_read(text_span(&text), guard->path ? guard->path : "", arena,
                                          guard, error);
    text_release(&text);
    return status;
}

static enum status read_baseline(struct guard *guard, bool must, struct arena *arena,
                                 struct error *error)
{
    struct guard_baseline *baseline = &guard->baseline;
    enum status status = desk_guard_baseline_load(baseline, arena, error);
    if (status) return status;
    if (!baseline->is_there && must) {
        error_set(error, STATUS_NOT_FOUND,
                  "there is no such baseline; --write-baseline --why REASON makes one");
        error_place(error, "%s", baseline->path);
        return STATUS_NOT_FOUND;
    }
    guard->settings.dismissed = baseline->fingerprints;
    guard->settings.dismissed_count = baseline->count;
    return STATUS_OK;
}

enum status desk_guard_find(const char *folder, const struct guard_wish *wish, struct arena *arena,
                            struct guard *ret, struct error *error)
{
    struct guard found = {0};
    const char *plain;
    enum status status = plain_path(wish->config ? wish->config : folder, arena, &plain, error);
    if (status) return status;
    found.folder = wish->config ? folder_of(plain, arena) : climb(plain, arena);
    if (!found.folder) return arena_full(arena, error);
    found.path = wish->config ? wish->config : NULL;
    if (!wish->config && is_there(found.folder, GUARD_SETTINGS_NAME, arena))
        found.path = beside(found.folder, GUARD_SETTINGS_NAME, arena);
    status = read_settings(&found, arena, error);
    if (status) return status;
    bool named = wish->baseline || found.baseline_path;
    found.baseline.path = wish->baseline        ? wish->baseline
                          : found.baseline_path ? beside(found.folder, found.baseline_path, arena)
                                                : beside(found.folder, GUARD_BASELINE_NAME, arena);
    if (!found.baseline.path) return arena_full(arena, error);
    status = read_baseline(&found, named && !wish->writing, arena, error);
    if (status == STATUS_OK) *ret = found;
    return status;
}

/* ---- patterns ---- */

/* Where to go on when what follows a star did not fit: the star takes more. */
struct star {
    size_t pattern, path;
    bool open, names; /* a star across folders that takes whole names */
};

/* The star takes a byte more, or a name more; false: nothing is left for it. */
static bool take_more(struct star *star, struct span path, bool across)
{
    if (!star->open || (!across && path.at[star->path] == '/')) return false;
    star->path++;
    while (star->names && star->path < path.len && path.at[star->path - 1] != '/') star->path++;
    return true;
}

static bool fits_whole(struct span pattern, struct span path)
{
    struct star one = {0}, two = {0};
    size_t i = 0, j = 0;
    while (j < path.len) {
        char wanted = i < pattern.len ? pattern.at[i] : '\0';
        if (wanted == '*' && i + 1 < pattern.len && pattern.at[i + 1] == '*') {
            bool names = i + 2 < pattern.len && pattern.at[i + 2] == '/';
            i += names ? 3 : 2;
            two = (struct star){i, j, true, names};
            one.open = false;
        } else if (wanted == '*') {
            one = (struct star){++i, j, true, false};
        } else if (i < pattern.len &&
                   (wanted == path.at[j] || (wanted == '?' && path.at[j] != '/'))) {
            i++, j++;
        } else if (take_more(&one, path, false)) {
            i = one.pattern, j = one.path;
        } else if (take_more(&two, path, true)) {
            one.open = false;
            i = two.pattern, j = two.path;
        } else {
            return false;
        }
    }
    while (i < pattern.len && pattern.at[i] == '*') i++;
    return i == pattern.len;
}

bool desk_guard_fits(struct span pattern, struct span path)
{
    if (pattern.len && pattern.at[pattern.len - 1] == '/') pattern.len--;
    bool anywhere = pattern.len && !memchr(pattern.at, '/', pattern.len);
    if (pattern.len && pattern.at[0] == '/') pattern = span_from(pattern, 1);
    size_t from = 0;
    for (size_t i = 0; i <= path.len; i++) {
        if (i < path.len && path.at[i] != '/') continue;
        size_t start = anywhere ? from : 0;
        if (fits_whole(pattern, span_sub(path, start, i - start))) return true;
        from = i + 1;
    }
    return false;
}

/* The part of a path below the folder; all of it when it is elsewhere. */
static struct span below_folder(struct span path, struct span folder)
{
    if (folder.len == 1) return span_from(path, 1);
    bool below = span_starts(path, folder) && path.len > folder.len && path.at[folder.len] == '/';
    return span_from(path, below ? folder.len + 1 : 1);
}

enum status desk_guard_ignores(const struct guard *guard, const char *path, struct arena *arena,
                               bool *ret, struct error *error)
{
    const char *plain;
    if (!guard->ignored_count) {
        *ret = false;
        return STATUS_OK;
    }
    enum status status = plain_path(path, arena, &plain, error);
    if (status) return status;
    struct span below = below_folder(span_of(plain), span_of(guard->folder));
    bool found = false;
    for (size_t i = 0; i < guard->ignored_count && !found; i++)
        found = desk_guard_fits(span_of(guard->ignored[i]), below);
    *ret = found;
    return STATUS_OK;
}
