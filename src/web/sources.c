/* The evidence of a review: what was collected, by whom, what its clocks are, and the way from
 * there to the timeline. */
#include "web/gather.h"
#include "web/pages.h"
#include "web/shelf.h"
#include "web/words.h"

#include <stdio.h>

enum { MOST_DOWNLOAD = 512 << 20 };

static void put_size(struct web_request *request, struct value *to, const char *key, uint64_t size)
{
    static const char *const units[] = {"bytes", "kB", "MB", "GB", "TB"};
    double value = (double)size;
    size_t unit = 0;
    for (; value >= 1000 && unit < 4; unit++) value /= 1000;
    value_textf(&request->model, to, key, unit ? "%.1f %s" : "%.0f %s", value, units[unit]);
}

static void put_stated(struct web_request *request, struct value *to,
                       const struct store_clock *clock)
{
    struct text ahead;
    if (!clock->zone && !clock->has_offset) return;
    struct value *stated = value_object(&request->model, to, "stated");
    text_init(&ahead, 0);
    value_text(&request->model, stated, "stated_zone", clock->zone);
    if (clock->has_offset) {
        duration_add_text(&ahead, clock->offset_least);
        if (clock->offset_most != clock->offset_least) text_adds(&ahead, "..");
        if (clock->offset_most != clock->offset_least)
            duration_add_text(&ahead, clock->offset_most);
        value_span(&request->model, stated, "stated_offset", text_span(&ahead));
    }
    value_text(&request->model, stated, "stated_why", clock->why);
    if (web_sees_names(request)) value_text(&request->model, stated, "stated_by", clock->by);
    text_release(&ahead);
}

/* What it came in, where that says more than its own name: a bundle, say. Folders of the machine
 * that collected it are not told. */
static void put_origin(struct web_request *request, struct value *row,
                       const struct store_source *source)
{
    const char *origin = source->capture.origin, *name = source->facts.name;
    const char *last = origin ? strrchr(origin, '/') : NULL;
    if (last && last[1] && (origin[0] == '/' || origin[0] == '.')) origin = last + 1;
    size_t len = strlen(name), tail = origin ? strlen(origin) : 0;
    bool same = tail <= len && origin && strcmp(name + len - tail, origin) == 0;
    value_text(&request->model, row, "origin", origin);
    value_flag(&request->model, row, "came_in", tail && !same);
}

static struct value *put_source(struct web_request *request, struct value *list,
                                const struct web_source *source)
{
    struct model *model = &request->model;
    const struct store_source *s = source->source;
    struct value *row = value_object(model, list, NULL);
    char hex[65];
    sha256_hex(&s->facts.hash, hex);
    value_textf(model, row, "id", "S%u", s->id);
    value_textf(model, row, "href", "/PM%u/evidence/S%u", request->review, s->id);
    value_text(model, row, "name", s->facts.name);
    value_text(model, row, "kind", evidence_kind_word(s->facts.kind));
    value_count(model, row, "bytes", (int64_t)s->facts.size);
    put_size(request, row, "size", s->facts.size);
    value_text(model, row, "sha256", hex);
    value_textf(model, row, "short", "%.12s", hex);
    if (web_sees_names(request)) value_text(model, row, "by", s->capture.by);
    put_origin(request, row, s);
    web_when(request, row, "collected", s->capture.collected);
    value_flag(model, row, "own", source->own);
    put_stated(request, row, &s->clock);
    return row;
}

/* What was found out about it; of one that cannot be read, that. */
static void put_found(struct web_request *request, struct value *row,
                      const struct workspace *workspace, size_t number)
{
    struct model *model = &request->model;
    const struct timeline_source *source = &workspace->sources[number];
    struct text offset;
    if (!workspace->contents[number].at && workspace->stored[number].facts.size) {
        value_text(model, row, "damaged",
                   "cannot be read any more: collect the original again, or restore it from a "
                   "backup (postmortem verify tells more)");
        return;
    }
    value_count(model, row, "records", (int64_t)source->index->count);
    value_flag(model, row, "timed", source->index->timed);
    value_text(model, row, "zone", report_zone_word(source));
    value_text(model, row, "zone_is",
               report_basis_word(source->index->local ? source->clock.zone_basis
                                                      : TIMELINE_BASIS_CONTENT));
    text_init(&offset, 0);
    report_add_offset(&offset, &source->clock);
    value_span(model, row, "ahead", text_span(&offset));
    text_release(&offset);
    value_text(model, row, "ahead_is", report_basis_word(source->clock.offset_basis));
    value_text(model, row, "clock_why", source->clock.why);
}

static void put_sources(struct web_request *request, const struct web_source *sources, size_t count,
                        const struct workspace *workspace)
{
    struct value *list = value_list(&request->model, NULL, "sources");
    for (size_t i = 0; i < count; i++) {
        struct value *row = put_source(request, list, &sources[i]);
        for (size_t j = 0; workspace && j < workspace->count; j++)
            if (workspace->stored[j].id == sources[i].source->id)
                put_found(request, row, workspace, j);
    }
}

/* How many milestones the evidence shows that the timeline has not, and how many it has. */
static enum status put_proposals(struct web_request *request, const struct workspace *workspace,
                                 struct error *error)
{
    struct model *model = &request->model;
    struct desk desk;
    struct desk_put *puts;
    size_t count = 0, known = 0;
    enum status status = web_desk(request, false, &desk, error);
    if (status) return status;
    if (desk.review.events.count)
        value_count(model, NULL, "events", (int64_t)desk.review.events.count);
    if (workspace) status = desk_take_milestones(&desk, workspace, &puts, &count, &known, error);
    if (status == STATUS_NOT_FOUND) status = STATUS_OK;
    if (count) value_count(model, NULL, "proposed", (int64_t)count);
    desk_close(&desk);
    return status;
}

enum status web_sources(struct web_request *request, struct error *error)
{
    struct model *model = &request->model;
    struct web_source *sources;
    struct web_evidence *evidence = NULL;
    size_t count = 0, waiting = 0;
    char told[160] = "";
    enum status status = web_evidence_sources(request, &sources, &count, error);
    if (status) return status;
    web_title(request, "Evidence");
    gather_put(request, "files", &waiting);
    if (waiting) value_count(model, NULL, "waiting", (int64_t)waiting);
    if (count) status = web_evidence_take(request, &evidence, told, sizeof told, error);
    if (status == STATUS_BUSY)
        value_text(model, NULL, "reading", *told ? told : "just begun");
    else if (status)
        value_text(model, NULL, "unread", error->message);
    const struct workspace *workspace = evidence ? web_evidence_workspace(evidence) : NULL;
    put_sources(request, sources, count, workspace);
    web_evidence_doubts(request, evidence);
    value_flag(model, NULL, "busy", waiting || status == STATUS_BUSY);
    status = put_proposals(request, workspace, error);
    web_evidence_give(evidence);
    return status;
}

enum status web_sources_add(struct web_request *request, struct error *error)
{
    if (!request->uploads)
        return error_set(error, STATUS_USAGE, "no file came with the form; choose one or more");
    enum status status = uploads_take(request, request->review, error);
    const char *href = arena_printf(&request->arena, "/PM%u/evidence", request->review);
    return status ? status : web_done(request, href ? href : "/", NULL, 0, error);
}

/* The evidence is read first: the lock is held only while something is written. */
enum status web_sources_take(struct web_request *request, struct error *error)
{
    struct web_evidence *evidence = NULL;
    struct desk desk = {0};
    struct desk_put *puts = NULL;
    size_t count = 0, known = 0;
    enum status status = web_evidence_take(request, &evidence, NULL, 0, error);
    if (status) return status;
    status = web_desk(request, true, &desk, error);
    if (status == STATUS_OK) {
        status = desk_take_milestones(&desk, web_evidence_workspace(evidence), &puts, &count,
                                      &known, error);
        if (status == STATUS_OK && count) status = desk_save(&desk, puts, count, error);
        desk_close(&desk);
    }
    web_evidence_give(evidence);
    const char *href = arena_printf(&request->arena, "/PM%u/timeline", request->review);
    const char *told = arena_printf(&request->arena, "%zu milestone%s taken over from the evidence",
                                    count, count == 1 ? "" : "s");
    if (status == STATUS_OK && (!href || !told)) return arena_full(&request->arena, error);
    return status ? status : web_done(request, href, told, desk.change, error);
}

/* ---- one source ---- */

static enum status find(struct web_request *request, struct web_source *ret, struct error *error)
{
    struct web_source *sources;
    size_t count = 0;
    char id[16];
    enum status status = web_evidence_sources(request, &sources, &count, error);
    if (status) return status;
    for (size_t i = 0; i < count; i++) {
        (void)snprintf(id, sizeof id, "S%u", sources[i].source->id);
        if (!span_is(request->captured[1], id)) continue;
        *ret = sources[i];
        return STATUS_OK;
    }
    return web_nothing_there(request, error);
}

/* As it came, for a program of the reader's own choice: never shown or run as a page of ours. */
enum status web_source_file(struct web_request *request, struct error *error)
{
    struct web_source found;
    struct evidence_depot *depot = NULL;
    struct span content = {NULL, 0};
    struct text body, name;
    enum status status = find(request, &found, error);
    if (status) return status;
    const struct evidence_source *facts = &found.source->facts;
    if (facts->size > MOST_DOWNLOAD)
        return error_set(error, STATUS_LIMIT,
                         "this one is too large to be handed out here; the folder evidence/ of "
                         "the workspace has it under its hash");
    status = evidence_depot_open(request->server->settings.folder, &depot, error);
    if (status == STATUS_OK)
        status =
            evidence_content_open(depot, facts, found.source->capture.packing, &content, error);
    evidence_depot_close(depot);
    if (status) return status;
    text_init(&body, 0);
    text_add(&body, content);
    evidence_content_close(content);
    status = text_status(&body, error);
    if (status == STATUS_OK) web_bytes(request, "application/octet-stream", &body);
    text_release(&body);
    request->response.sandboxed = true;
    const char *last = strrchr(facts->name, '/');
    text_init(&name, 4 << 10);
    words_disposition(span_of(last ? last + 1 : facts->name), &name);
    request->response.filename = arena_copy(&request->arena, text_span(&name));
    text_release(&name);
    if (status == STATUS_OK && !request->response.filename)
        return arena_full(&request->arena, error);
    return status;
}

static const char *typed(const struct web_request *request, const char *field)
{
    const char *given = web_field(request, field);
    return given && *given ? given : NULL;
}

enum status web_source_clock(struct web_request *request, struct error *error)
{
    struct web_source found = {0};
    const char *zone = typed(request, "zone"), *offset = typed(request, "offset");
    const char *why = typed(request, "why");
    struct store_clock clock = {.by = request->me.login ? request->me.login : "",
                                .why =
                                    zone || offset ? (why ? why : "stated without a reason") : "",
                                .stated = request->now};
    enum status status = find(request, &found, error);
    if (status == STATUS_OK) status = desk_is_line("the reason", clock.why, error);
    if (status == STATUS_OK) status = desk_clock(zone, offset, "", &clock, error);
    if (found.source && status == STATUS_NOT_FOUND) { /* of the zone */
        status = STATUS_BAD_INPUT;
        error->status = status;
    }
    status = desk_is_wrong(status, error);
    if (status == STATUS_OK)
        status = store_state_clock(request->store, found.source->id, &clock, error);
    const char *href = arena_printf(&request->arena, "/PM%u/evidence", request->review);
    const char *told =
        arena_printf(&request->arena, "The clock of S%u is %s", found.source ? found.source->id : 0,
                     zone || offset ? "stated" : "as it was found");
    return status ? status : web_done(request, href ? href : "/", told, 0, error);
}
