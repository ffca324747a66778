/* A review that another workspace wrote, with its history and its evidence. */
#include "desk/desk.h"

struct unpacking {
    const struct desk_doing *doing;
    struct evidence_depot *depot;
};

static enum status took(void *context, const struct sha256 *hash, struct span bytes,
                        struct error *error)
{
    const struct unpacking *u = context;
    if (u->doing && u->doing->progress)
        u->doing->progress(u->doing->context, "importing evidence", bytes.len, "");
    return evidence_depot_keep(u->depot, hash, bytes, error);
}

enum status desk_bundle_unpack(const char *folder, const char *path, const struct desk_doing *doing,
                               struct arena *arena, struct exchange_bundle *ret,
                               struct error *error)
{
    struct unpacking u = {.doing = doing};
    enum status status = evidence_depot_open(folder, &u.depot, error);
    if (status == STATUS_OK) status = exchange_bundle_read(path, arena, ret, took, &u, error);
    evidence_depot_close(u.depot);
    return status;
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
    enum status status = store_sources(desk->store, desk->arena, &sources, &count, error);
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

enum status desk_bundle_save(struct desk *desk, const struct exchange_bundle *bundle,
                             uint32_t *ret_number, struct error *error)
{
    struct evidence_depot *depot = NULL;
    uint32_t number = 0;
    enum status status = evidence_depot_open(desk->folder, &depot, error);
    if (status == STATUS_OK) status = add_evidence(desk, bundle, depot, error);
    evidence_depot_close(depot);
    if (status == STATUS_OK) status = add_clocks(desk, bundle, error);
    if (status == STATUS_OK)
        status = store_import(desk->store, bundle->uid, bundle->history, bundle->history_count,
                              &desk->author, &number, error);
    if (status) return status;
    desk->changing = false;
    status = store_commit(desk->store, error);
    if (status == STATUS_OK) *ret_number = number;
    return status;
}
