/* Who wrote what in a live text: runs of accounts, kept in step with the changes. For the people
 * who write it; never counted. */
#include "web/live.h"

#include <stdlib.h>

static enum status add(struct live_runs *runs, size_t units, uint32_t account, struct error *error)
{
    if (units == 0) return STATUS_OK;
    struct live_run *last = runs->count ? &runs->at[runs->count - 1] : NULL;
    if (last && last->account == account) {
        last->units += units;
        return STATUS_OK;
    }
    enum status status =
        grow_array(&runs->at, &runs->room, runs->count + 1, sizeof *runs->at, error);
    if (status == STATUS_OK) runs->at[runs->count++] = (struct live_run){units, account};
    return status;
}

struct walk {
    const struct live_runs *runs;
    size_t at, used; /* units of runs->at[at] that are behind */
};

/* Goes on by that many units; into `to` when they are kept. */
static enum status go(struct walk *walk, size_t units, struct live_runs *to, struct error *error)
{
    while (units) {
        if (walk->at == walk->runs->count)
            return error_set(error, STATUS_BAD_INPUT, "this change was made upon another text");
        const struct live_run *run = &walk->runs->at[walk->at];
        size_t here = run->units - walk->used < units ? run->units - walk->used : units;
        enum status status = to ? add(to, here, run->account, error) : STATUS_OK;
        if (status) return status;
        units -= here;
        walk->used += here;
        if (walk->used == run->units) *walk = (struct walk){walk->runs, walk->at + 1, 0};
    }
    return STATUS_OK;
}

enum status live_runs_apply(struct live_runs *runs, const struct live_change *change,
                            uint32_t account, struct error *error)
{
    struct live_runs made = {0};
    struct walk walk = {.runs = runs};
    enum status status = STATUS_OK;
    for (size_t i = 0; i < change->count && status == STATUS_OK; i++) {
        const struct live_part *part = &change->parts[i];
        status = go(&walk, part->keep, &made, error);
        if (status == STATUS_OK) status = go(&walk, part->drop, NULL, error);
        if (status == STATUS_OK) status = add(&made, part->units, account, error);
    }
    if (status) {
        free(made.at);
        return status;
    }
    free(runs->at);
    *runs = made;
    return STATUS_OK;
}

void live_runs_write(const struct live_runs *runs, struct text *out)
{
    struct json_writer json;
    json_begin(&json, out);
    json_array(&json);
    for (size_t i = 0; i < runs->count; i++) {
        json_array(&json);
        json_uint(&json, runs->at[i].units);
        json_uint(&json, runs->at[i].account);
        json_array_end(&json);
    }
    json_array_end(&json);
}

enum status live_runs_read(struct span json, struct arena *arena, struct live_runs *ret,
                           struct error *error)
{
    struct model model;
    struct live_runs runs = {0};
    enum status status = model_init(&model, arena, error);
    if (status == STATUS_OK) status = value_json(&model, NULL, "runs", json, error);
    const struct value *list = status ? NULL : value_get(model.root, "runs");
    for (const struct value *v = list ? list->first : NULL; v && status == STATUS_OK; v = v->next) {
        uint64_t units = 0, account = 0;
        const struct value *second = v->first ? v->first->next : NULL;
        if (!second || !span_to_u64(v->first->text, &units) ||
            !span_to_u64(second->text, &account) || account > UINT32_MAX)
            status = error_set(error, STATUS_DAMAGED, "who wrote what is no longer known");
        else
            status = add(&runs, (size_t)units, (uint32_t)account, error);
    }
    if (status)
        free(runs.at);
    else
        *ret = runs;
    return status;
}

/* ---- of a text as it is ---- */

static enum status apply_logged(struct live_runs *runs, const struct store_live_change *logged,
                                struct arena *arena, struct error *error)
{
    struct model model;
    struct live_change change;
    enum status status = model_init(&model, arena, error);
    if (status == STATUS_OK) status = value_json(&model, NULL, "changes", logged->body, error);
    if (status == STATUS_OK)
        status = live_change_read(value_get(model.root, "changes"), arena, &change, error);
    if (status) return status;
    if (runs->count == 0) { /* the first one tells how long the text was */
        size_t units = 0;
        for (size_t i = 0; i < change.count; i++)
            units += change.parts[i].keep + change.parts[i].drop;
        status = add(runs, units, 0, error);
    }
    return status ? status : live_runs_apply(runs, &change, logged->account, error);
}

enum status live_runs_now(struct store *store, const struct store_live_place *place,
                          const struct store_live *live, struct arena *arena, struct live_runs *ret,
                          struct error *error)
{
    struct live_runs runs = {0};
    struct store_live_change *changes;
    uint64_t number = live->kept;
    size_t count = 0;
    enum status status = STATUS_OK;
    if (live->ranges.len) status = live_runs_read(live->ranges, arena, &runs, error);
    while (status == STATUS_OK && number < live->number) {
        status = store_live_since(store, place, number, LIVE_SINCE, arena, &changes, &count, error);
        for (size_t i = 0; i < count && status == STATUS_OK && number < live->number; i++) {
            status = apply_logged(&runs, &changes[i], arena, error);
            number = changes[i].number;
        }
        if (status == STATUS_OK && count == 0) break;
    }
    if (status == STATUS_OK && runs.count == 0)
        status = add(&runs, live_units(live->text), 0, error);
    if (status)
        free(runs.at);
    else
        *ret = runs;
    return status;
}
