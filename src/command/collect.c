#include "command/workspace.h"

#include <stdio.h>

struct collecting {
    struct call *call;
    struct store *store;
    struct collect_tally tally;
    struct text names; /* JSON list of what was taken and skipped; only with --json */
    struct json_writer json;
    const char *const *paths; /* the operands */
    size_t count;
    bool as_json;
};

static void list_taken(struct collecting *c, const struct evidence_capture *capture,
                       const struct evidence_source *sources, size_t count)
{
    char hex[65];
    sha256_hex(&capture->hash, hex);
    json_object(&c->json);
    json_key(&c->json, "path");
    json_string(&c->json, capture->origin);
    json_key(&c->json, "sha256");
    json_string(&c->json, hex);
    json_key(&c->json, "bytes");
    json_uint(&c->json, capture->size);
    json_key(&c->json, "known");
    json_bool(&c->json, capture->known);
    json_key(&c->json, "sources");
    json_array(&c->json);
    for (size_t i = 0; i < count; i++) {
        json_object(&c->json);
        json_key(&c->json, "name");
        json_string(&c->json, sources[i].name);
        json_key(&c->json, "kind");
        json_string(&c->json, evidence_kind_word(sources[i].kind));
        json_object_end(&c->json);
    }
    json_array_end(&c->json);
    json_object_end(&c->json);
}

static enum status took(void *context, const struct evidence_capture *capture,
                        const struct evidence_source *sources, size_t count, struct error *error)
{
    struct collecting *c = context;
    size_t added = 0;
    enum status status = store_add_capture(c->store, capture, sources, count, &added, error);
    if (status) return status;
    if (capture->known)
        c->tally.known++;
    else
        c->tally.files++;
    c->tally.sources += added;
    c->tally.bytes += capture->size;
    if (c->as_json) list_taken(c, capture, sources, count);
    return STATUS_OK;
}

/* Links, devices and pipes met on a walk are told, but are no failure of the call; the same named
 * as an operand is, and so is whatever is wrong with a file. */
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
    if (failure || !c->call->quiet) output_error(c->call, &told);
    if (!c->as_json) return;
    json_object(&c->json);
    json_key(&c->json, "path");
    json_string(&c->json, path);
    json_key(&c->json, "note");
    json_string(&c->json, why->message);
    json_object_end(&c->json);
}

static void progress(void *context, uint64_t bytes, const char *path)
{
    struct collecting *c = context;
    output_progress(c->call, "collecting", bytes, path);
}

static void tell_left_out(const struct call *call, const struct store_source *source,
                          const struct error *why)
{
    struct error told = workspace_left_out(source, why);
    if (!call->quiet) output_error(call, &told);
}

/* The indexes can be made at any time; making them now is what the wait of a collect is for. Damage
 * in an earlier source is told whenever it is read, and is no failure of this collect. */
static enum status index_all(struct collecting *c, struct evidence_depot *depot,
                             struct error *error)
{
    struct store_source *sources;
    size_t count = 0;
    enum status status = store_sources(c->store, &c->call->arena, &sources, &count, error);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        struct evidence_index index = {0};
        struct error why = ERROR_NONE;
        enum status one = workspace_index(c->call, depot, &sources[i], &index, &why);
        if (one == STATUS_OK)
            evidence_index_close(&index);
        else if (workspace_can_do_without(one))
            tell_left_out(c->call, &sources[i], &why);
        else
            status = (*error = why).status;
    }
    return status;
}

static enum status run_collector(struct collecting *c, const char *folder, const char *const *paths,
                                 size_t count, struct error *error)
{
    char user[256];
    struct evidence_depot *depot = NULL;
    size_t removed;
    const char *by = call_value(c->call, "by");
    struct evidence_collector collector = {.context = c,
                                           .took = took,
                                           .skipped = skipped,
                                           .progress = progress,
                                           .by = by ? by : os_user(user, sizeof user),
                                           .budget = EVIDENCE_BUDGET_DEFAULT};
    /* One collect at a time: its tidying would take another's files in the making for leftovers.
     * Changes of the record go on meanwhile. */
    const char *mark = arena_printf(&c->call->arena, "%s/collecting", folder);
    int lock = -1;
    if (!mark) return arena_full(&c->call->arena, error);
    enum status status = call_size(c->call, "budget-file", &collector.budget.file_bytes, error);
    if (status == STATUS_OK)
        status = call_size(c->call, "budget-total", &collector.budget.total_bytes, error);
    if (status == STATUS_OK) status = os_lock(mark, &lock, error);
    if (status == STATUS_OK) status = evidence_depot_create(folder, error);
    if (status == STATUS_OK) status = evidence_depot_open(folder, &depot, error);
    if (status == STATUS_OK) status = evidence_depot_tidy(depot, &removed, error);
    if (status == STATUS_OK) status = evidence_collect(depot, paths, count, &collector, error);
    if (status == STATUS_OK) status = index_all(c, depot, error);
    evidence_depot_close(depot);
    if (lock >= 0) os_unlock(lock);
    output_progress_end(c->call);
    return status;
}

enum status collect_into(struct call *call, const char *folder, const char *const *paths,
                         size_t count, bool tell, struct collect_tally *ret, struct error *error)
{
    struct collecting c = {
        .call = call, .paths = paths, .count = count, .as_json = tell && call_json(call)};
    enum status status = store_open(folder, true, &c.store, error);
    if (status) return status;
    text_init(&c.names, 0);
    json_begin(&c.json, &c.names);
    if (c.as_json) json_array(&c.json);
    status = run_collector(&c, folder, paths, count, error);
    store_close(c.store);
    if (c.as_json) {
        json_array_end(&c.json);
        text_addc(&c.names, '\n');
        /* What was taken before a failure is kept, so it is told all the same. */
        enum status told = output_text(&call->out, &c.names, status ? NULL : error);
        if (status == STATUS_OK) status = told;
    }
    text_release(&c.names);
    if (status == STATUS_OK) *ret = c.tally;
    return status;
}

static enum status run(struct call *call, struct error *error)
{
    const char *folder;
    struct collect_tally tally;
    enum status status = workspace_find(call, &folder, error);
    if (status == STATUS_OK)
        status =
            collect_into(call, folder, call->operands, call->operand_count, true, &tally, error);
    if (status) return status;
    if (!call_json(call)) {
        struct text out;
        text_init(&out, 0);
        text_addf(&out, "collected %zu file%s (%.1f MB), %zu new source%s",
                  tally.files + tally.known, tally.files + tally.known == 1 ? "" : "s",
                  (double)tally.bytes / 1e6, tally.sources, tally.sources == 1 ? "" : "s");
        if (tally.known) text_addf(&out, ", %zu known already", tally.known);
        if (tally.noted) text_addf(&out, ", %zu notes (above)", tally.noted);
        text_addc(&out, '\n');
        status = output_text(&call->out, &out, error);
        text_release(&out);
    }
    if (status || tally.first_failure == STATUS_OK) return status;
    return error_set(error, tally.first_failure,
                     "not everything could be taken as it is; see the notes above");
}

static const struct option_spec options[] = {
    {"by", 0, "NAME", "who collects (default: the login name)"},
    {"budget-file", 0, "SIZE", "largest single content, unpacked (default 64G)"},
    {"budget-total", 0, "SIZE", "all contents of this call, unpacked (default 256G)"},
    {NULL, 0, NULL, NULL},
};

const struct command_spec command_collect = {
    .name = "collect",
    .operands = "PATH...",
    .least = 1,
    .most = UINT32_MAX,
    .summary = "take in logs, chat, alerts, metrics, deploys, pictures, shell history",
    .text =
        "Files and folders are kept exactly as they come, named by their SHA-256; the same bytes "
        "twice are one. Text, gzip, zstd, xz and zip are unpacked for reading within budgets. What "
        "a "
        "file is, is told by its content and not by its name. A path of - is standard input.\n"
        "Symbolic links, devices and files that cannot be read are named and skipped, the others "
        "are still collected, and the exit code tells.",
    .example = "postmortem collect /var/log/nginx ~/Downloads/chat-export.zip",
    .options = options,
    .run = run,
};
