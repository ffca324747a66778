#include "command/workspace.h"

#include <stdio.h>
#include <unistd.h>

static bool has(struct call *call, const char *folder, const char *name)
{
    struct os_facts facts;
    const char *path = arena_printf(&call->arena, "%s/%s", folder, name);
    return path && os_facts(path, &facts, NULL) == STATUS_OK;
}

/* One whose database is gone is one still: repair brings it back. */
static bool is_workspace(struct call *call, const char *folder)
{
    return has(call, folder, "postmortem.db") ||
           (has(call, folder, "head") && has(call, folder, "evidence"));
}

enum status workspace_find(struct call *call, const char **ret_folder, struct error *error)
{
    const char *given = call_value(call, "workspace");
    if (!given) given = os_env("POSTMORTEM_WORKSPACE");
    if (given) {
        *ret_folder = given;
        return STATUS_OK;
    }
    const char *folder = ".";
    for (int up = 0; up < 40 && folder; up++) {
        if (is_workspace(call, folder)) {
            *ret_folder = folder;
            return STATUS_OK;
        }
        folder = arena_printf(&call->arena, "%s%s", up ? folder : "", up ? "/.." : "..");
    }
    return error_set(error, STATUS_NOT_FOUND,
                     "no workspace here or above; make one with: postmortem init");
}

/* ---- a workspace for one call ---- */

static enum status make_temporary(struct call *call, const char **ret_folder, struct error *error)
{
    const char *base = os_env("TMPDIR");
    const char *folder = arena_printf(&call->arena, "%s/postmortem-%ld-%lld", base ? base : "/tmp",
                                      (long)getpid(), (long long)os_now());
    if (!folder) return arena_full(&call->arena, error);
    enum status status = os_make_folder(folder, error);
    if (status) return status;
    *ret_folder = folder; /* from here on it is removed, whatever happens */
    status = evidence_depot_create(folder, error);
    return status ? status : store_create(folder, error);
}

struct removal {
    struct arena *arena;
    const char *folder;
    int depth;
};

static enum status remove_entry(void *context, const char *name, struct error *error)
{
    struct removal *removal = context;
    struct os_facts facts;
    const char *path = arena_printf(removal->arena, "%s/%s", removal->folder, name);
    if (!path || os_facts(path, &facts, error)) return STATUS_OK;
    if (facts.kind == OS_FOLDER && removal->depth < 4) {
        struct removal below = {removal->arena, path, removal->depth + 1};
        enum status status = os_list(path, remove_entry, &below, error);
        (void)os_remove_folder(path,
                               NULL); /* ignoring: a temporary folder that stays is harmless */
        return status;
    }
    return os_remove(path, error);
}

static void remove_temporary(const char *folder)
{
    struct arena arena;
    arena_init(&arena, (size_t)64 << 20);
    struct removal removal = {&arena, folder, 0};
    (void)os_list(folder, remove_entry, &removal, NULL); /* ignoring: nothing to tell the reader */
    (void)os_remove_folder(folder, NULL);                /* ignoring: as above */
    arena_release(&arena);
}

/* ---- loading ---- */

struct indexing {
    struct call *call;
    const char *name;
};

static void tell_indexing(void *context, uint64_t bytes)
{
    struct indexing *indexing = context;
    output_progress(indexing->call, "indexing", bytes, indexing->name);
}

static enum status build_index(struct call *call, const struct store_source *source,
                               struct span content, struct evidence_index *ret, struct error *error)
{
    struct indexing indexing = {call, source->facts.name};
    instant collected = source->capture.collected;
    struct evidence_index_hints hints = {.kind = source->facts.kind,
                                         .modified = source->facts.modified,
                                         .now = collected,
                                         .name = source->facts.name,
                                         .progress = tell_indexing,
                                         .progress_context = &indexing};
    struct evidence_reader reader = evidence_reader_of_span(&content);
    return evidence_index_build(&reader, &hints, ret, error);
}

static enum status open_content(struct evidence_depot *depot, const struct store_source *source,
                                struct span *ret, struct error *error)
{
    enum status status =
        evidence_content_open(depot, &source->facts, source->capture.packing, ret, error);
    if (status) error_place(error, "S%u %s", source->id, source->facts.name);
    return status;
}

enum status workspace_index(struct call *call, struct evidence_depot *depot,
                            const struct store_source *source, struct evidence_index *ret,
                            struct error *error)
{
    char path[4096];
    struct span content;
    enum status status = evidence_index_path(depot, &source->facts.hash, path, sizeof path, error);
    if (status) return status;
    if (evidence_index_open(path, &source->facts.hash, ret, NULL) == STATUS_OK) {
        if (ret->kind == source->facts.kind) return STATUS_OK;
        evidence_index_close(ret);
    }
    status = open_content(depot, source, &content, error);
    if (status) return status;
    status = build_index(call, source, content, ret, error);
    evidence_content_close(content);
    if (status) return status;
    /* An index that cannot be saved is only slower next time: the answer is the same. */
    if (evidence_index_save(ret, path, &source->facts.hash, error))
        output_notice(call, "postmortem: index not kept: %s", error->message);
    return STATUS_OK;
}

static enum status load_stated_clock(struct workspace *workspace, size_t number,
                                     struct error *error)
{
    const struct store_clock *stated = &workspace->stored[number].clock;
    struct timeline_clock *clock = &workspace->sources[number].clock;
    *clock = (struct timeline_clock){.why = "", .against = UINT32_MAX};
    if (stated->zone) {
        enum status status = zone_load(stated->zone, &workspace->zones[number], error);
        if (status) return status;
        clock->zone = workspace->zones[number];
        clock->zone_basis = TIMELINE_BASIS_STATED;
    }
    if (stated->has_offset) {
        clock->offset_least = stated->offset_least;
        clock->offset_most = stated->offset_most;
        clock->offset_basis = TIMELINE_BASIS_STATED;
    }
    if (stated->why) clock->why = stated->why;
    return STATUS_OK;
}

static void describe_custody(struct workspace *workspace, size_t number)
{
    const struct store_source *stored = &workspace->stored[number];
    workspace->custody[number] = (struct report_source){.facts = stored->facts,
                                                        .packing = stored->capture.packing,
                                                        .origin = stored->capture.origin,
                                                        .collected = stored->capture.collected,
                                                        .by = stored->capture.by};
}

bool workspace_can_do_without(enum status status)
{
    return status == STATUS_DAMAGED || status == STATUS_NOT_FOUND || status == STATUS_UNREADABLE ||
           status == STATUS_BAD_INPUT;
}

struct error workspace_left_out(const struct store_source *source, const struct error *why)
{
    struct error told = ERROR_NONE;
    error_set(&told, why->status, "is left out: %s (%s); postmortem verify tells more",
              why->message, why->where);
    error_place(&told, "S%u %s", source->id, source->facts.name);
    return told;
}

/* Index and content of one source. One that is damaged or gone is told and stays empty: the others
 * can still be read, and the exit code tells. */
static enum status open_source(struct call *call, struct workspace *workspace, size_t number,
                               struct error *error)
{
    const struct store_source *stored = &workspace->stored[number];
    struct evidence_index *index = &workspace->indexes[number];
    struct error why = ERROR_NONE;
    enum status status = open_content(workspace->depot, stored, &workspace->contents[number], &why);
    if (status == STATUS_OK) status = workspace_index(call, workspace->depot, stored, index, &why);
    if (workspace_can_do_without(status)) {
        evidence_content_close(workspace->contents[number]);
        workspace->contents[number] = (struct span){NULL, 0};
        struct error told = workspace_left_out(stored, &why);
        output_passed_over(call, &told);
        status = build_index(call, stored, (struct span){"", 0}, index, &why);
    }
    if (status == STATUS_OK) {
        workspace->opened = number + 1;
    } else {
        evidence_content_close(workspace->contents[number]);
        *error = why;
    }
    return status;
}

static enum status load_sources(struct call *call, struct workspace *workspace, bool indexes,
                                struct error *error)
{
    struct store *store = NULL;
    size_t count = 0;
    enum status status = store_open(workspace->folder, false, &store, error);
    if (status) return status;
    status = store_sources(store, &call->arena, &workspace->stored, &count, error);
    store_close(store);
    if (status) return status;
    workspace->sources = arena_array(&call->arena, count + 1, sizeof *workspace->sources);
    workspace->custody = arena_array(&call->arena, count + 1, sizeof *workspace->custody);
    workspace->indexes = arena_array(&call->arena, count + 1, sizeof *workspace->indexes);
    workspace->contents = arena_array(&call->arena, count + 1, sizeof *workspace->contents);
    workspace->zones = arena_array(&call->arena, count + 1, sizeof *workspace->zones);
    if (!workspace->sources || !workspace->custody || !workspace->indexes || !workspace->contents ||
        !workspace->zones)
        return arena_full(&call->arena, error);
    workspace->count = count;
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        struct timeline_source *source = &workspace->sources[i];
        *source = (struct timeline_source){.id = workspace->stored[i].id,
                                           .name = workspace->stored[i].facts.name,
                                           .index = &workspace->indexes[i]};
        describe_custody(workspace, i);
        status = load_stated_clock(workspace, i, error);
        if (status == STATUS_OK && indexes) status = open_source(call, workspace, i, error);
        source->content = workspace->contents[i];
    }
    return status;
}

static enum status load_clocks(struct call *call, struct workspace *workspace, struct error *error)
{
    struct timeline_clock *clocks = arena_array(&call->arena, workspace->count + 1, sizeof *clocks);
    if (!clocks) return arena_full(&call->arena, error);
    enum status status = timeline_find_clocks(workspace->sources, workspace->count, &call->arena,
                                              clocks, &workspace->found, error);
    for (size_t i = 0; i < workspace->count && status == STATUS_OK; i++) {
        workspace->sources[i].clock = clocks[i];
        status = timeline_settle_folds(&workspace->sources[i], &call->arena, error);
    }
    return status;
}

/* Templates are noted at times on the one clock. */
static int64_t time_of(void *context, uint64_t record)
{
    return timeline_record_time(context, record);
}

enum status workspace_mine(const struct workspace *workspace, uint32_t *const *ids,
                           struct evidence_templates **ret, struct error *error)
{
    enum { MOST_SHAPES = 5000 };
    struct evidence_templates *set = evidence_templates_new(MOST_SHAPES);
    enum status status = set ? STATUS_OK : error_set(error, STATUS_NO_MEMORY, "out of memory");
    for (size_t i = 0; i < workspace->count && status == STATUS_OK; i++) {
        if (workspace->stored[i].facts.kind != EVIDENCE_LOG) continue;
        const struct evidence_index *index = &workspace->indexes[i];
        status =
            evidence_templates_add(set, (uint32_t)i, index, workspace->contents[i], 0, index->count,
                                   time_of, &workspace->sources[i], ids ? ids[i] : NULL, error);
    }
    if (status == STATUS_OK)
        *ret = set;
    else
        evidence_templates_free(set);
    return status;
}

static void fill_model(struct workspace *workspace, const struct call *call)
{
    workspace->model = (struct report_model){.title = "Timeline",
                                             .made = os_now(),
                                             .zone = workspace->shown,
                                             .sources = workspace->sources,
                                             .custody = workspace->custody,
                                             .source_count = workspace->count,
                                             .reading = &workspace->reading,
                                             .findings = &workspace->findings,
                                             .templates = workspace->templates,
                                             .colour = output_colour(call)};
}

static enum status load_parts(struct call *call, unsigned needs, struct workspace *workspace,
                              struct error *error)
{
    const char *zone = call_value(call, "zone");
    enum status status = zone ? zone_load(zone, &workspace->shown, error) : STATUS_OK;
    if (status == STATUS_OK)
        status = evidence_depot_open(workspace->folder, &workspace->depot, error);
    if (status == STATUS_OK) status = load_sources(call, workspace, needs != 0, error);
    if (status == STATUS_OK && needs & ~(unsigned)WORKSPACE_INDEXES)
        status = load_clocks(call, workspace, error);
    if (status == STATUS_OK && needs & (WORKSPACE_READING | WORKSPACE_FINDINGS))
        status = exchange_read(workspace->sources, workspace->count, &call->arena,
                               &workspace->reading, error);
    if (status == STATUS_OK && needs & WORKSPACE_FINDINGS) {
        struct timeline_input input = {.sources = workspace->sources,
                                       .source_count = workspace->count,
                                       .events = workspace->reading.events,
                                       .event_count = workspace->reading.event_count,
                                       .series = workspace->reading.series,
                                       .series_count = workspace->reading.series_count};
        status = timeline_analyse(&input, &call->arena, &workspace->findings, error);
    }
    if (status == STATUS_OK && needs & WORKSPACE_TEMPLATES)
        status = workspace_mine(workspace, NULL, &workspace->templates, error);
    output_progress_end(call);
    if (status == STATUS_OK) fill_model(workspace, call);
    return status;
}

enum status workspace_load(struct call *call, unsigned needs, bool adhoc, struct workspace *ret,
                           struct error *error)
{
    struct collect_tally tally;
    enum status status;
    *ret = (struct workspace){0};
    if (adhoc && call->operand_count) {
        status = make_temporary(call, &ret->folder, error);
        ret->temporary = ret->folder != NULL;
        if (status == STATUS_OK)
            status = collect_into(call, ret->folder, call->operands, call->operand_count, false,
                                  &tally, error);
        if (status == STATUS_OK && tally.files == 0 && tally.known == 0)
            status = error_set(error, tally.first_failure ? tally.first_failure : STATUS_NOT_FOUND,
                               "nothing here could be collected");
        else if (status == STATUS_OK)
            call->passed_over = tally.first_failure;
    } else {
        status = workspace_find(call, &ret->folder, error);
    }
    if (status == STATUS_OK) status = load_parts(call, needs, ret, error);
    if (status) workspace_release(ret);
    return status;
}

enum status workspace_print(struct call *call, unsigned needs, bool adhoc,
                            workspace_renderer renderer, struct error *error)
{
    struct workspace workspace;
    enum report_format format;
    enum status status = listing_format(call, &format, error);
    if (status) return status;
    status = workspace_load(call, needs, adhoc, &workspace, error);
    if (status) return status;
    status = renderer(&workspace.model, format, &call->out, error);
    workspace_release(&workspace);
    return status;
}

void workspace_release(struct workspace *workspace)
{
    evidence_templates_free(workspace->templates);
    for (size_t i = 0; i < workspace->opened; i++) {
        evidence_index_close(&workspace->indexes[i]);
        evidence_content_close(workspace->contents[i]);
    }
    for (size_t i = 0; workspace->zones && i < workspace->count; i++)
        zone_free(workspace->zones[i]);
    timeline_zones_free(workspace->found);
    zone_free(workspace->shown);
    evidence_depot_close(workspace->depot);
    if (workspace->temporary) remove_temporary(workspace->folder);
    *workspace = (struct workspace){0};
}

enum status workspace_source(const struct workspace *workspace, const char *which,
                             uint32_t *ret_number, struct error *error)
{
    struct span name = span_of(which), digits = name;
    uint64_t id = 0;
    size_t hits = 0, hit = 0;
    if (digits.len > 1 && (digits.at[0] == 'S' || digits.at[0] == 's'))
        digits = span_from(digits, 1);
    bool by_id = span_to_u64(digits, &id), whole = false;
    for (size_t i = 0; i < workspace->count; i++) {
        if (!by_id || workspace->stored[i].id != id) continue;
        *ret_number = (uint32_t)i;
        return STATUS_OK;
    }
    for (size_t i = 0; i < workspace->count; i++) {
        struct span own = span_of(workspace->stored[i].facts.name);
        bool equal = span_equal(own, name);
        if (!equal && (whole || span_find_nocase(own, name) == SIZE_MAX)) continue;
        if (equal && !whole) hits = 0; /* a whole name goes before parts of longer ones */
        whole = whole || equal;
        hit = i;
        hits++;
    }
    if (hits == 1) {
        *ret_number = (uint32_t)hit;
        return STATUS_OK;
    }
    return error_set(error, STATUS_NOT_FOUND,
                     hits ? "\"%s\" fits %zu sources; take the number that postmortem sources shows"
                          : "there is no source \"%s\" among %zu; postmortem sources lists them",
                     which, hits ? hits : workspace->count);
}
