/* A review that another workspace wrote, with its history and its evidence. */
#include "command/bulk.h"

struct unpacking {
    struct call *call;
    struct evidence_depot *depot;
    size_t files;
};

static enum status took(void *context, const struct sha256 *hash, struct span bytes,
                        struct error *error)
{
    struct unpacking *u = context;
    u->files++;
    output_progress(u->call, "importing evidence", bytes.len, "");
    return evidence_depot_keep(u->depot, hash, bytes, error);
}

/* The evidence's facts and clocks, where this workspace has the bytes. */
static enum status add_evidence(struct desk *desk, const struct exchange_bundle *bundle,
                                struct evidence_depot *depot, struct error *error)
{
    enum status status = STATUS_OK;
    for (size_t i = 0, first = 0; i < bundle->capture_count && status == STATUS_OK; i++) {
        const struct evidence_capture *capture = &bundle->captures[i];
        size_t count = 0, added = 0;
        while (first < bundle->source_count &&
               memcmp(&bundle->sources[first].capture, &capture->hash, sizeof capture->hash) < 0)
            first++;
        while (first + count < bundle->source_count &&
               memcmp(&bundle->sources[first + count].capture, &capture->hash,
                      sizeof capture->hash) == 0)
            count++;
        if (evidence_verify_capture(depot, &capture->hash, capture->size, NULL)) continue;
        status =
            store_add_capture(desk->store, capture, bundle->sources + first, count, &added, error);
    }
    return status;
}

static enum status add_clocks(struct desk *desk, const struct exchange_bundle *bundle,
                              struct error *error)
{
    struct store_source *sources = NULL;
    size_t count = 0;
    enum status status = store_sources(desk->store, &desk->call->arena, &sources, &count, error);
    for (size_t i = 0; i < bundle->clock_count && status == STATUS_OK; i++) {
        const struct exchange_clock *clock = &bundle->clocks[i];
        for (size_t s = 0; s < count && status == STATUS_OK; s++) {
            if (memcmp(&sources[s].facts.hash, &clock->content, sizeof clock->content) != 0)
                continue;
            if (sources[s].clock.zone || sources[s].clock.has_offset) continue;
            struct store_clock stated = {.zone = clock->zone,
                                         .has_offset = clock->has_offset,
                                         .offset_least = clock->offset_least,
                                         .offset_most = clock->offset_most,
                                         .by = clock->by,
                                         .why = clock->why,
                                         .stated = clock->stated};
            status = store_state_clock(desk->store, sources[s].id, &stated, error);
        }
    }
    return status;
}

static enum status store_bundle(struct desk *desk, const struct exchange_bundle *bundle,
                                struct evidence_depot *depot, uint32_t *ret_number,
                                struct error *error)
{
    enum status status = add_evidence(desk, bundle, depot, error);
    if (status == STATUS_OK) status = add_clocks(desk, bundle, error);
    if (status == STATUS_OK)
        status = store_import(desk->store, bundle->uid, bundle->history, bundle->history_count,
                              &desk->author, ret_number, error);
    if (status) return status;
    desk->changing = false;
    return store_commit(desk->store, error);
}

/* Its bytes come first, durable, then what is said about them: never the other way round. */
enum status import_bundle(struct call *call, const char *path, struct error *error)
{
    struct unpacking u = {.call = call};
    struct exchange_bundle bundle;
    struct exchange_import nothing = {0};
    struct desk desk;
    const char *folder;
    uint32_t number = 0;
    if (call_has(call, "review"))
        return error_set(error, STATUS_USAGE, "%s is a bundle: it is a review of its own", path);
    enum status status = workspace_find(call, &folder, error);
    if (status == STATUS_OK) status = evidence_depot_open(folder, &u.depot, error);
    if (status == STATUS_OK)
        status = exchange_bundle_read(path, &call->arena, &bundle, took, &u, error);
    output_progress_end(call);
    if (status == STATUS_OK) {
        status = desk_open(call, true, &desk, error);
        if (status == STATUS_OK) {
            status = store_bundle(&desk, &bundle, u.depot, &number, error);
            desk_close(&desk);
        }
    }
    evidence_depot_close(u.depot);
    return status ? status : import_tell(call, number, &nothing, error);
}
