/* The evidence of a workspace: opened, put onto one clock, and looked at as a whole. */
#include "desk/workspace.h"

#include "desk/found.h"
#include "desk/source.h"
#include "exchange/exchange.h"

static bool has(const char *folder, const char *name, struct arena *arena)
{
    struct os_facts facts;
    const char *path = arena_printf(arena, "%s/%s", folder, name);
    return path && os_facts(path, &facts, NULL) == STATUS_OK;
}

bool desk_is_workspace(const char *folder, struct arena *arena)
{
    return has(folder, "postmortem.db", arena) ||
           (has(folder, "head", arena) && has(folder, "evidence", arena));
}

/* What one loading works with. */
struct loading {
    const struct desk_wanted *wanted;
    const struct desk_doing *doing;
    struct arena *arena;
    struct workspace *workspace;
    struct evidence_formats *formats; /* that people defined */
};

/* ---- sources ---- */

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

/* Index and content of one source. One that is damaged or gone is told and stays empty: the others
 * can still be read. */
static enum status open_source(struct loading *loading, size_t number, struct error *error)
{
    struct workspace *workspace = loading->workspace;
    const struct store_source *stored = &workspace->stored[number];
    const struct desk_doing *doing = loading->doing;
    struct evidence_index *index = &workspace->indexes[number];
    struct error why = ERROR_NONE;
    enum status status = desk_content(workspace->depot, stored, &workspace->contents[number], &why);
    if (status == STATUS_OK)
        status = desk_index(workspace->depot, stored, loading->formats, doing, index, &why);
    if (desk_can_do_without(status)) {
        evidence_content_close(workspace->contents[number]);
        workspace->contents[number] = (struct span){NULL, 0};
        struct error told = desk_left_out(stored, &why);
        if (doing && doing->passed_over) doing->passed_over(doing->context, &told);
        status = desk_index_of(stored, (struct span){"", 0}, NULL, doing, index, &why);
    } else if (status == STATUS_OK) {
        workspace->stored[number].facts.kind = index->kind;
    }
    if (status == STATUS_OK) {
        workspace->opened = number + 1;
    } else {
        evidence_content_close(workspace->contents[number]);
        if (error) *error = why;
    }
    return status;
}

static bool is_wanted(const struct desk_wanted *wanted, uint32_t id)
{
    for (size_t i = 0; wanted->only && i < wanted->only_count; i++)
        if (wanted->only[i] == id) return true;
    return !wanted->only;
}

/* The sources that are wanted, in their order. */
static enum status list_sources(struct loading *loading, struct error *error)
{
    struct workspace *workspace = loading->workspace;
    struct store *store = NULL;
    size_t count = 0, kept = 0;
    enum status status = store_open(workspace->folder, false, &store, error);
    if (status) return status;
    status = store_sources(store, loading->arena, &workspace->stored, &count, error);
    store_close(store);
    if (status) return status;
    for (size_t i = 0; i < count; i++)
        if (is_wanted(loading->wanted, workspace->stored[i].id))
            workspace->stored[kept++] = workspace->stored[i];
    workspace->sources = arena_array(loading->arena, kept + 1, sizeof *workspace->sources);
    workspace->custody = arena_array(loading->arena, kept + 1, sizeof *workspace->custody);
    workspace->indexes = arena_array(loading->arena, kept + 1, sizeof *workspace->indexes);
    workspace->contents = arena_array(loading->arena, kept + 1, sizeof *workspace->contents);
    workspace->zones = arena_array(loading->arena, kept + 1, sizeof *workspace->zones);
    if (!workspace->sources || !workspace->custody || !workspace->indexes || !workspace->contents ||
        !workspace->zones)
        return arena_full(loading->arena, error);
    workspace->count = kept;
    return STATUS_OK;
}

static enum status load_sources(struct loading *loading, struct error *error)
{
    struct workspace *workspace = loading->workspace;
    enum status status = list_sources(loading, error);
    for (size_t i = 0; i < workspace->count && status == STATUS_OK; i++) {
        struct timeline_source *source = &workspace->sources[i];
        *source = (struct timeline_source){.id = workspace->stored[i].id,
                                           .name = workspace->stored[i].facts.name,
                                           .index = &workspace->indexes[i]};
        describe_custody(workspace, i);
        status = load_stated_clock(workspace, i, error);
        if (status == STATUS_OK && loading->wanted->needs) status = open_source(loading, i, error);
        source->content = workspace->contents[i];
    }
    return status;
}

/* A content without a reader is searched in its mapping: slower, but the same. */
static void open_reader(struct workspace *workspace, size_t number)
{
    char path[4096];
    struct os_facts facts;
    const struct store_source *stored = &workspace->stored[number];
    const struct span content = workspace->contents[number];
    int *file = &workspace->files[number];
    *file = -1;
    if (content.len == 0 ||
        evidence_content_path(workspace->depot, &stored->facts, stored->capture.packing, path,
                              sizeof path, NULL) ||
        os_open_read(path, false, file, NULL))
        return;
    if (os_facts_fd(*file, path, &facts, NULL) || facts.size != content.len) return;
    workspace->readers[number] = evidence_reader_of_fd(file, content.len);
    workspace->sources[number].reader = &workspace->readers[number];
}

static enum status load_readers(struct loading *loading, struct error *error)
{
    struct workspace *workspace = loading->workspace;
    int *files = arena_array(loading->arena, workspace->count + 1, sizeof *files);
    workspace->readers =
        arena_array(loading->arena, workspace->count + 1, sizeof *workspace->readers);
    if (!files || !workspace->readers) return arena_full(loading->arena, error);
    workspace->files = files;
    for (size_t i = 0; i < workspace->count; i++) open_reader(workspace, i);
    return STATUS_OK;
}

/* ---- what follows from them ---- */

static enum status load_clocks(struct workspace *workspace, struct arena *arena,
                               struct error *error)
{
    struct timeline_ties *ties = NULL;
    struct timeline_clock *clocks = arena_array(arena, workspace->count + 1, sizeof *clocks);
    if (!clocks) return arena_full(arena, error);
    enum status status = found_ties(workspace, &ties, error);
    if (status == STATUS_OK)
        status = timeline_clocks_from(workspace->sources, workspace->count, ties, arena, clocks,
                                      &workspace->found, error);
    timeline_ties_free(ties);
    for (size_t i = 0; i < workspace->count && status == STATUS_OK; i++)
        workspace->sources[i].clock = clocks[i];
    return status;
}

static enum status load_reading(struct workspace *workspace, struct arena *arena,
                                struct error *error)
{
    struct exchange_leads *leads = NULL;
    enum status status = found_leads(workspace, arena, &leads, error);
    if (status) return status;
    return exchange_read_from(workspace->sources, workspace->count, leads, arena,
                              &workspace->reading, error);
}

static enum status settle_folds(struct workspace *workspace, struct arena *arena,
                                struct error *error)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < workspace->count && status == STATUS_OK; i++)
        status = timeline_settle_folds(&workspace->sources[i], arena, error);
    return status;
}

static enum status load_findings(struct workspace *workspace, struct arena *arena,
                                 struct error *error)
{
    struct timeline_input input = {.sources = workspace->sources,
                                   .source_count = workspace->count,
                                   .events = workspace->reading.events,
                                   .event_count = workspace->reading.event_count,
                                   .series = workspace->reading.series,
                                   .series_count = workspace->reading.series_count};
    return timeline_analyse(&input, arena, &workspace->findings, error);
}

/* What is known of the sources together takes going through all of them, so what came out is kept.
 * Each part follows from those before it. */
static enum status load_found(struct loading *loading, struct error *error)
{
    struct workspace *workspace = loading->workspace;
    struct arena *arena = loading->arena;
    const unsigned needs = loading->wanted->needs;
    unsigned wanted = WORKSPACE_CLOCKS;
    if (needs & (WORKSPACE_READING | WORKSPACE_FINDINGS)) wanted |= WORKSPACE_READING;
    if (needs & WORKSPACE_FINDINGS) wanted |= WORKSPACE_FINDINGS;
    const struct sha256 key = found_key(workspace);
    const unsigned kept = found_load(workspace, &key, wanted, arena);
    enum status status = STATUS_OK;
    if (!(kept & WORKSPACE_CLOCKS)) status = load_clocks(workspace, arena, error);
    if (status == STATUS_OK) status = settle_folds(workspace, arena, error);
    if (status == STATUS_OK && wanted & ~kept & WORKSPACE_READING)
        status = load_reading(workspace, arena, error);
    if (status == STATUS_OK && wanted & ~kept & WORKSPACE_FINDINGS)
        status = load_findings(workspace, arena, error);
    if (status == STATUS_OK && kept != wanted) found_save(workspace, &key, wanted);
    return status;
}

/* One that is too large for it is walked through each time. */
static enum status load_windows(struct workspace *workspace, struct arena *arena,
                                struct error *error)
{
    workspace->prepared = arena_array(arena, workspace->count + 1, sizeof *workspace->prepared);
    if (!workspace->prepared) return arena_full(arena, error);
    for (size_t i = 0; i < workspace->count; i++) {
        enum status status =
            timeline_prepare(&workspace->sources[i], &workspace->prepared[i], error);
        if (status && status != STATUS_LIMIT) return status;
        workspace->sources[i].prepared = workspace->prepared[i];
    }
    return STATUS_OK;
}

/* Templates are noted at times on the one clock. */
static int64_t time_of(void *context, uint64_t record)
{
    return timeline_record_time(context, record);
}

enum status desk_mine(const struct workspace *workspace, uint32_t *const *ids,
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

static enum status load_parts(struct loading *loading, struct error *error)
{
    struct workspace *workspace = loading->workspace;
    struct arena *arena = loading->arena;
    const unsigned needs = loading->wanted->needs;
    const char *zone = loading->wanted->zone;
    enum status status = zone ? zone_load(zone, &workspace->shown, error) : STATUS_OK;
    if (status == STATUS_OK && needs)
        status = desk_formats_good(workspace->folder, loading->doing, &loading->formats, error);
    if (status == STATUS_OK)
        status = evidence_depot_open(workspace->folder, &workspace->depot, error);
    if (status == STATUS_OK) status = load_sources(loading, error);
    if (status == STATUS_OK && needs & WORKSPACE_READERS) status = load_readers(loading, error);
    if (status == STATUS_OK && needs & ~(unsigned)(WORKSPACE_INDEXES | WORKSPACE_READERS))
        status = load_found(loading, error);
    if (status == STATUS_OK && needs & WORKSPACE_WINDOWS)
        status = load_windows(workspace, arena, error);
    if (status == STATUS_OK && needs & WORKSPACE_TEMPLATES)
        status = desk_mine(workspace, NULL, &workspace->templates, error);
    return status;
}

enum status desk_workspace_open(const char *folder, const struct desk_wanted *wanted,
                                const struct desk_doing *doing, struct arena *arena,
                                struct workspace *ret, struct error *error)
{
    struct workspace made = {.folder = folder};
    struct loading loading = {wanted, doing, arena, &made, NULL};
    enum status status = load_parts(&loading, error);
    evidence_formats_free(loading.formats);
    if (status) {
        desk_workspace_close(&made);
        return status;
    }
    /* What borrows from the struct itself points into the copy from here on. */
    *ret = made;
    ret->model = (struct report_model){.title = "Timeline",
                                       .made = os_now(),
                                       .zone = ret->shown,
                                       .sources = ret->sources,
                                       .custody = ret->custody,
                                       .source_count = ret->count,
                                       .reading = &ret->reading,
                                       .findings = &ret->findings,
                                       .templates = ret->templates};
    return STATUS_OK;
}

void desk_workspace_close(struct workspace *workspace)
{
    evidence_templates_free(workspace->templates);
    for (size_t i = 0; i < workspace->opened; i++) {
        evidence_index_close(&workspace->indexes[i]);
        evidence_content_close(workspace->contents[i]);
    }
    for (size_t i = 0; workspace->files && i < workspace->count; i++) os_close(workspace->files[i]);
    for (size_t i = 0; workspace->prepared && i < workspace->count; i++)
        timeline_prepared_free(workspace->prepared[i]);
    for (size_t i = 0; workspace->zones && i < workspace->count; i++)
        zone_free(workspace->zones[i]);
    timeline_zones_free(workspace->found);
    zone_free(workspace->shown);
    evidence_depot_close(workspace->depot);
    *workspace = (struct workspace){0};
}
