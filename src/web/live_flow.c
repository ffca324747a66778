/* From the live text into the record, and back: what was written becomes a change of its entry;
 * what a form wrote meanwhile becomes a change of the live text; where both wrote, both stay. */
#include "web/live.h"

#include <stdio.h>
#include <stdlib.h>

const struct review_field *live_field(struct review_id entry, struct span name)
{
    const struct review_field *field = review_field_find(entry.kind, name);
    bool written = field && field->type == REVIEW_TYPE_TEXT && !(field->flags & REVIEW_DERIVED);
    return written ? field : NULL;
}

static const char *text_of(const struct review_entry *entry, const struct review_field *field)
{
    const char *text = *(const char *const *)((const char *)entry + field->at);
    return text ? text : "";
}

void live_tell(struct web_server *server, const struct store_live_place *place, const char *state,
               uint64_t number, const char *words)
{
    struct text out;
    struct json_writer json;
    char id[16];
    text_init(&out, 16 << 10);
    json_begin(&json, &out);
    json_object(&json);
    json_member(&json, "entry", review_id_text(place->entry, id));
    json_member(&json, "field", place->field);
    json_member(&json, "state", state);
    json_member_uint(&json, "number", number);
    json_member(&json, "words", words);
    json_object_end(&json);
    if (text_status(&out, NULL) == STATUS_OK)
        web_tell_named(server, place->review, "live", text_span(&out));
    text_release(&out);
}

/* ---- how both stand ---- */

struct flow {
    const struct live_work *work;
    const struct store_live_place *place;
    const struct review_field *field;
    struct store_live live;
    struct desk desk;
    struct review_entry *entry; /* with what was written; a copy */
    struct live_standing stands;
    bool changed; /* the entry's field, since the version that the live text began from */
};

/* The field as it was in a version of the entry; "" before the first. */
static enum status text_at(struct flow *f, uint32_t version, const char **ret, struct error *error)
{
    struct review_past *past;
    struct review_entry *entry;
    size_t count;
    enum status status = store_history(f->work->store, f->place->review, &f->place->entry,
                                       f->work->arena, &past, &count, error);
    *ret = "";
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        if (past[i].version != version || !past[i].body.at) continue;
        status =
            review_body_read(f->place->entry.kind, past[i].body, f->work->arena, &entry, error);
        if (status == STATUS_OK) *ret = text_of(entry, f->field);
    }
    return status;
}

static enum status look(struct flow *f, struct error *error)
{
    const struct review_entry *now = review_find(&f->desk.review, f->place->entry);
    const char *then;
    char id[16];
    if (!now)
        return error_set(error, STATUS_NOT_FOUND,
                         "%s was taken out of the review; what was written is kept here",
                         review_id_text(f->place->entry, id));
    f->stands = (struct live_standing){.version = now->version, .recorded = text_of(now, f->field)};
    f->entry = review_entry_copy(now, f->work->arena);
    if (!f->entry) return arena_full(f->work->arena, error);
    enum status status = desk_set(&f->desk, f->entry, f->place->field, f->live.text, error);
    if (status) return status;
    bool same = strcmp(text_of(f->entry, f->field), f->stands.recorded) == 0;
    f->stands.ahead = !same && f->live.number > f->live.flowed;
    f->changed = false;
    if (same || now->version == f->live.base) return STATUS_OK;
    status = text_at(f, f->live.base, &then, error);
    if (status) return status;
    f->changed = strcmp(then, f->stands.recorded) != 0;
    f->stands.differs = f->changed && f->stands.ahead;
    return STATUS_OK;
}

/* ---- who wrote it ---- */

struct writers {
    const char *login; /* of the last one */
    const char *why;
};

static enum status find_writers(struct flow *f, struct writers *ret, struct error *error)
{
    enum { MOST = 8 };
    uint32_t known[MOST] = {0};
    size_t count = 0, writers = 0;
    struct store_live_change *changes = NULL;
    struct store_account account;
    struct text why;
    *ret = (struct writers){"postmortem", ""};
    uint64_t from = f->live.flowed > f->live.kept ? f->live.flowed : f->live.kept;
    if (f->live.number - from > LIVE_SINCE) from = f->live.number - LIVE_SINCE;
    enum status status = store_live_since(f->work->store, f->place, from, LIVE_SINCE,
                                          f->work->arena, &changes, &count, error);
    text_init(&why, 4 << 10);
    text_adds(&why, "written together: ");
    for (size_t i = count; i-- > 0 && status == STATUS_OK && writers < MOST;) {
        bool again = changes[i].account == 0;
        for (size_t j = 0; j < writers; j++) again = again || known[j] == changes[i].account;
        if (again) continue;
        status =
            store_account_get(f->work->store, changes[i].account, f->work->arena, &account, error);
        if (status) break;
        if (writers == 0) ret->login = account.login;
        text_addf(&why, "%s%s", writers ? ", " : "", account.login);
        known[writers++] = changes[i].account;
    }
    if (writers > 1) ret->why = arena_copy(f->work->arena, text_span(&why));
    if (!ret->why) status = arena_full(f->work->arena, error);
    text_release(&why);
    return status;
}

/* ---- either way ---- */

static enum status compact(struct flow *f, struct error *error)
{
    struct live_runs runs = {0};
    struct text ranges;
    struct store_live upto = f->live;
    if (f->live.number - f->live.kept < LIVE_LOG) return STATUS_OK;
    upto.number = f->live.number - LIVE_LOG / 2;
    enum status status =
        live_runs_now(f->work->store, f->place, &upto, f->work->arena, &runs, error);
    text_init(&ranges, LIVE_TEXT);
    live_runs_write(&runs, &ranges);
    if (status == STATUS_OK && text_status(&ranges, NULL)) text_clear(&ranges);
    if (status == STATUS_OK)
        status =
            store_live_compact(f->work->store, f->place, upto.number, text_span(&ranges), error);
    text_release(&ranges);
    free(runs.at);
    return status;
}

/* What a form wrote, as one change of the live text. */
static enum status take_over(struct flow *f, struct error *error)
{
    struct text body;
    struct span to = span_of(f->stands.recorded);
    uint64_t number = f->live.number;
    text_init(&body, 0);
    live_change_between(f->live.text, to, &body);
    struct store_live_change change = {
        .client = "record", .body = text_span(&body), .at = f->work->now};
    enum status status = text_status(&body, error);
    if (status == STATUS_OK)
        status =
            store_live_append(f->work->store, f->place, number, &change, 1, to, &number, error);
    if (status == STATUS_OK)
        status = store_live_flowed(f->work->store, f->place, number, f->stands.version,
                                   f->work->now, error);
    if (status == STATUS_OK) live_tell(f->work->server, f->place, "changed", number, NULL);
    text_release(&body);
    return status;
}

static enum status mark(struct flow *f, struct error *error)
{
    enum status status = store_live_flowed(f->work->store, f->place, f->live.number,
                                           f->stands.version, f->work->now, error);
    if (status == STATUS_OK) status = compact(f, error);
    f->stands.ahead = f->stands.differs = false;
    if (status == STATUS_OK) live_tell(f->work->server, f->place, "saved", f->live.number, NULL);
    return status;
}

static enum status open_desk(struct flow *f, const struct writers *writers, bool for_changes,
                             struct error *error)
{
    struct store_author author = {.by = writers->login, .why = writers->why, .at = f->work->now};
    enum status status = desk_open_on(f->work->store, f->work->server->settings.folder,
                                      f->work->arena, &author, for_changes, &f->desk, error);
    if (status) return status;
    status = desk_load(&f->desk, f->place->review, error);
    if (status == STATUS_OK)
        status = store_live_get(f->work->store, f->place, f->work->arena, &f->live, error);
    if (status == STATUS_OK) status = look(f, error);
    if (status) desk_close(&f->desk);
    return status;
}

static enum status save(struct flow *f, uint32_t agreed, struct error *error)
{
    struct writers writers;
    enum status status = find_writers(f, &writers, error);
    if (status == STATUS_OK) status = open_desk(f, &writers, true, error);
    if (status) return status;
    bool may = f->stands.ahead && (!f->stands.differs || agreed == f->stands.version);
    struct desk_put put = {.id = f->place->entry, .entry = f->entry, .base = f->stands.version};
    if (may) status = desk_save(&f->desk, &put, 1, error);
    if (may && status == STATUS_OK) {
        const struct review_entry *saved = review_find(&f->desk.review, f->place->entry);
        f->stands.version = saved ? saved->version : f->stands.version;
        f->stands.recorded = saved ? text_of(saved, f->field) : "";
    }
    desk_close(&f->desk);
    return may && status == STATUS_OK ? mark(f, error) : status;
}

enum status live_settle(const struct live_work *work, const struct store_live_place *place,
                        uint32_t agreed, struct live_standing *ret, struct error *error)
{
    struct flow flow = {
        .work = work, .place = place, .field = live_field(place->entry, span_of(place->field))};
    struct writers nobody = {"postmortem", ""};
    if (!flow.field)
        return error_set(error, STATUS_NOT_FOUND, "there is no text of the name %s", place->field);
    enum status status = open_desk(&flow, &nobody, false, error);
    if (status) return status;
    desk_close(&flow.desk);
    bool blocked = flow.stands.differs && agreed != flow.stands.version;
    if (flow.stands.ahead && !blocked)
        status = save(&flow, agreed, error);
    else if (flow.changed && !flow.stands.ahead)
        status = take_over(&flow, error);
    else if (!flow.stands.ahead &&
             (flow.live.number > flow.live.flowed || flow.live.base != flow.stands.version))
        status = mark(&flow, error);
    if (status == STATUS_OK && ret) *ret = flow.stands;
    return status;
}

/* ---- by the clock, and at the end ---- */

static void settle_one(struct web_server *server, struct store *store,
                       const struct store_live_place *place, instant now)
{
    struct live_standing stands = {0};
    struct error error = ERROR_NONE;
    struct arena arena;
    arena_init(&arena, WEB_ARENA);
    struct live_work work = {server, store, &arena, now};
    enum status status = live_settle(&work, place, 0, &stands, &error);
    if (status == STATUS_OK && stands.differs)
        live_tell(server, place, "differs", 0, NULL);
    else if (status && status != STATUS_BUSY) /* who is busy is asked again */
        live_tell(server, place, "refused", 0, error.message);
    arena_release(&arena);
}

/* `quiet`: only those that have been left alone for a moment, and for the first time or again. */
static void walk(struct web_server *server, struct store *store, uint32_t review, bool quiet,
                 instant now)
{
    enum { MOST = 200 };
    struct store_live_place_known *lives;
    size_t count = MOST;
    uint64_t after = 0;
    while (count == MOST) {
        struct arena arena;
        arena_init(&arena, (size_t)16 << 20);
        if (store_lives(store, review, after, MOST, &arena, &lives, &count, NULL)) count = 0;
        for (size_t i = 0; i < count; i++) {
            int64_t still = (now - lives[i].changed) / NS_PER_S;
            bool due = still >= LIVE_QUIET_SECONDS &&
                       (still < LIVE_QUIET_SECONDS + 2 || still % LIVE_AGAIN_SECONDS < 2);
            if (lives[i].number > lives[i].flowed && (due || !quiet))
                settle_one(server, store, &lives[i].place, now);
            after = lives[i].id;
        }
        arena_release(&arena);
    }
}

void live_settle_all(struct web_server *server, struct store *store, uint32_t review, instant now)
{
    walk(server, store, review, false, now);
}

void live_tick(struct web_server *server, struct store *store)
{
    walk(server, store, 0, true, os_now());
}
