/* Files are collected: kept, noted in the store, indexed. */
#include "desk/collect.h"

#include "desk/source.h"

struct collecting {
    const struct desk_collecting *how;
    struct store *store;
    struct evidence_depot *depot;
    struct evidence_formats *formats; /* that people defined */
    struct arena *arena;
    struct desk_tally tally;
    const char *const *paths; /* as they were given */
    size_t count;
};

void desk_tally_add(struct desk_tally *to, const struct desk_tally *more)
{
    to->files += more->files;
    to->known += more->known;
    to->sources += more->sources;
    to->noted += more->noted;
    to->bytes += more->bytes;
    if (to->first_failure == STATUS_OK) to->first_failure = more->first_failure;
}

static enum status stopped(const struct collecting *c, struct error *error)
{
    if (!c->how->stop || !c->how->stop(c->how->context)) return STATUS_OK;
    return error_set(error, STATUS_INTERRUPTED, "stopped; what was taken till then is kept");
}

/* ---- what files were called by whoever gave them ---- */

static const struct desk_given *given_of(const struct collecting *c, const char *path)
{
    for (size_t i = 0; i < c->how->given_count; i++)
        if (strcmp(c->how->given[i].path, path) == 0) return &c->how->given[i];
    return NULL;
}

/* Sources are named by the last part of the path, with "!entry" behind it for what was packed. */
static const char *name_as_given(struct arena *arena, const char *path, const char *given,
                                 const char *name)
{
    struct text out;
    const char *last = strrchr(path, '/');
    size_t own = strlen(last ? last + 1 : path);
    text_init(&out, 0);
    text_add_visible(&out, span_of(given));
    if (strlen(name) > own) text_adds(&out, name + own);
    const char *ret = text_status(&out, NULL) ? NULL : arena_copy(arena, text_span(&out));
    text_release(&out);
    return ret;
}

/* Gives one source the name and the time that the file had where it came from. */
static enum status source_as_given(const struct collecting *c, const struct desk_given *given,
                                   const struct evidence_capture *capture,
                                   struct evidence_source *source, struct error *error)
{
    source->name = name_as_given(c->arena, capture->origin, given->name, source->name);
    if (source->modified == capture->modified) source->modified = given->modified;
    return source->name ? STATUS_OK : arena_full(c->arena, error);
}

static enum status call_as_given(const struct collecting *c, struct evidence_capture *capture,
                                 const struct evidence_source **sources, size_t count,
                                 struct error *error)
{
    const struct desk_given *given = given_of(c, capture->origin);
    if (!given) return STATUS_OK;
    struct evidence_source *own = arena_array(c->arena, count + 1, sizeof *own);
    if (!own) return arena_full(c->arena, error);
    for (size_t i = 0; i < count; i++) {
        own[i] = (*sources)[i];
        enum status status = source_as_given(c, given, capture, &own[i], error);
        if (status) return status;
    }
    capture->origin = given->origin ? given->origin : given->name;
    capture->modified = given->modified;
    *sources = own;
    return STATUS_OK;
}

static enum status note(struct collecting *c, const struct evidence_capture *capture,
                        const struct evidence_source *sources, size_t count, size_t *ret_added,
                        struct error *error)
{
    const struct desk_collecting *how = c->how;
    if (!how->keep) return store_add_capture(c->store, capture, sources, count, ret_added, error);
    enum status status = store_begin(c->store, error);
    if (status) return status;
    status = how->keep(how->context, c->store, capture, sources, count, error);
    if (status == STATUS_OK)
        status = store_add_capture(c->store, capture, sources, count, ret_added, error);
    if (status == STATUS_OK) return store_commit(c->store, error);
    store_rollback(c->store);
    return status;
}

/* ---- indexes ---- */

/* Is there an index under the content's name? Whoever opens it checks it, and makes it again. */
static bool is_indexed(const struct collecting *c, const struct sha256 *content)
{
    char path[4096];
    struct os_facts facts;
    return evidence_index_path(c->depot, content, path, sizeof path, NULL) == STATUS_OK &&
           os_facts(path, &facts, NULL) == STATUS_OK && facts.size > 0;
}

/* A content is indexed while it comes and while the disk is busy with it. What goes wrong there is
 * told when the index is made for good, after the files. */
static bool hints_for(void *context, const struct evidence_capture *capture,
                      const struct evidence_source *source, struct evidence_index_hints *ret)
{
    const struct collecting *c = context;
    struct evidence_source named = *source;
    const struct desk_given *given = given_of(c, capture->origin);
    if (given && source_as_given(c, given, capture, &named, NULL)) return false;
    *ret = desk_index_hints(&named, capture, c->formats);
    return true;
}

/* ---- what the store is told ---- */

static enum status took(void *context, const struct evidence_capture *taken,
                        const struct evidence_source *sources, size_t count, struct error *error)
{
    struct collecting *c = context;
    struct evidence_capture own = *taken;
    const struct evidence_capture *capture = &own;
    size_t added = 0;
    enum status status = call_as_given(c, &own, &sources, count, error);
    if (status == STATUS_OK) status = note(c, capture, sources, count, &added, error);
    if (status) return status;
    if (capture->known)
        c->tally.known++;
    else
        c->tally.files++;
    c->tally.sources += added;
    c->tally.bytes += capture->size;
    if (c->how->took) c->how->took(c->how->context, capture, sources, count);
    return stopped(c, error);
}

/* Links, devices and pipes met on a walk are told, but are no failure of the call; the same named
 * as a path is, and so is whatever is wrong with a file. */
static bool is_failure(const struct collecting *c, const char *path)
{
    struct os_facts facts;
    for (size_t i = 0; i < c->count; i++)
        if (strcmp(c->paths[i], path) == 0) return true;
    return os_facts(path, &facts, NULL) != STATUS_OK || facts.kind == OS_FILE;
}

static void skipped(void *context, const char *path, const struct error *why)
{
    struct collecting *c = context;
    struct error told = *why;
    bool failure = is_failure(c, path);
    c->tally.noted++;
    told.where[0] = '\0';
    error_place(&told, "%s", path);
    if (failure && c->tally.first_failure == STATUS_OK) c->tally.first_failure = why->status;
    if (c->how->skipped) c->how->skipped(c->how->context, path, &told, failure);
}

static void progress(void *context, uint64_t bytes, const char *path)
{
    const struct desk_doing *doing = &((const struct collecting *)context)->how->doing;
    if (doing->progress) doing->progress(doing->context, "collecting", bytes, path);
}

/* The indexes can be made at any time; making them now is what the wait of a collect is for. Damage
 * in an earlier source is told whenever it is read, and is no failure of this collect. */
static enum status index_all(struct collecting *c, struct error *error)
{
    const struct desk_doing *doing = &c->how->doing;
    struct store_source *sources;
    size_t count = 0;
    enum status status = store_sources(c->store, c->arena, &sources, &count, error);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        struct evidence_index index = {0};
        struct error why = ERROR_NONE;
        status = stopped(c, error);
        if (status) break;
        if (is_indexed(c, &sources[i].facts.hash)) continue;
        enum status one = desk_index(c->depot, &sources[i], c->formats, doing, &index, &why);
        if (one == STATUS_OK) {
            evidence_index_close(&index);
        } else if (desk_can_do_without(one)) {
            struct error told = desk_left_out(&sources[i], &why);
            if (doing->passed_over) doing->passed_over(doing->context, &told);
        } else {
            status = one;
            if (error) *error = why;
        }
    }
    return status;
}

static enum status run(struct collecting *c, const char *folder, struct error *error)
{
    size_t removed;
    struct evidence_collector collector = {.context = c,
                                           .hints = hints_for,
                                           .took = took,
                                           .skipped = skipped,
                                           .progress = progress,
                                           .by = c->how->by,
                                           .budget = c->how->budget};
    /* One collect at a time: its tidying would take another's files in the making for leftovers. */
    const char *mark = arena_printf(c->arena, "%s/collecting", folder);
    int lock = -1;
    if (!mark) return arena_full(c->arena, error);
    enum status status = os_lock(mark, &lock, error);
    if (status == STATUS_OK) status = evidence_depot_create(folder, error);
    if (status == STATUS_OK) status = evidence_depot_open(folder, &c->depot, error);
    if (status == STATUS_OK) status = evidence_depot_tidy(c->depot, &removed, error);
    if (status == STATUS_OK)
        status = evidence_collect(c->depot, c->paths, c->count, &collector, error);
    if (status == STATUS_OK) status = index_all(c, error);
    evidence_depot_close(c->depot);
    if (lock >= 0) os_unlock(lock);
    return status;
}

enum status desk_collect(const char *folder, const char *const *paths, size_t count,
                         const struct desk_collecting *how, struct arena *arena,
                         struct desk_tally *ret, struct error *error)
{
    struct collecting c = {.how = how, .arena = arena, .paths = paths, .count = count};
    enum status status = store_open(folder, true, &c.store, error);
    if (status) return status;
    status = desk_formats_good(folder, &how->doing, &c.formats, error);
    if (status == STATUS_OK) status = run(&c, folder, error);
    evidence_formats_free(c.formats);
    store_close(c.store);
    if (status == STATUS_OK) *ret = c.tally;
    return status;
}
