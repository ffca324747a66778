/*
 * The new database takes the place of the damaged one. It is built as `postmortem.db.new` under
 * another name first, so that a file of that name is whole; from then on a repair that was cut
 * short is taken up again where it was. The damaged file and its log are renamed, never written to.
 */
#include "store/sqlite/kept.h"

#include <inttypes.h>
#include <stdio.h>

struct places {
    char built[STORE_PATH_MAX], ready[STORE_PATH_MAX], wal[STORE_PATH_MAX], shm[STORE_PATH_MAX];
};

static bool is_there(const char *path)
{
    struct os_facts facts;
    return os_facts(path, &facts, NULL) == STATUS_OK;
}

static enum status name_places(const char *database, struct places *ret, struct error *error)
{
    if (strlen(database) + 64 > STORE_PATH_MAX)
        return error_set(error, STATUS_LIMIT, "the path of the workspace is too long");
    snprintf(ret->built, sizeof ret->built, "%s.building", database);
    snprintf(ret->ready, sizeof ret->ready, "%s.new", database);
    snprintf(ret->wal, sizeof ret->wal, "%s-wal", database);
    snprintf(ret->shm, sizeof ret->shm, "%s-shm", database);
    return STATUS_OK;
}

/* A name that no earlier repair has used. */
static void name_damaged(const char *database, char out[STORE_PATH_MAX])
{
    struct civil now = civil_of_instant(os_now());
    for (int again = 0; again < 1000; again++) {
        int len = snprintf(out, STORE_PATH_MAX, "%s.damaged-%04d%02d%02dT%02d%02d%02d", database,
                           now.year, now.month, now.day, now.hour, now.minute, now.second);
        if (again && len > 0 && len < STORE_PATH_MAX)
            snprintf(out + len, STORE_PATH_MAX - (size_t)len, "-%d", again);
        if (!is_there(out)) return;
    }
}

/* The log goes first: beside another database it would be taken for that one's. */
static enum status swap(const char *folder, const char *database, const struct places *places,
                        struct error *error)
{
    char damaged[STORE_PATH_MAX], log[STORE_PATH_MAX + 8];
    enum status status = STATUS_OK;
    name_damaged(database, damaged);
    snprintf(log, sizeof log, "%s-wal", damaged);
    if (is_there(places->wal)) status = os_rename(places->wal, log, error);
    if (status == STATUS_OK && is_there(database)) status = os_rename(database, damaged, error);
    if (status == STATUS_OK && is_there(places->shm)) status = os_remove(places->shm, error);
    if (status == STATUS_OK) status = os_rename(places->ready, database, error);
    return status ? status : os_sync_folder(folder, error);
}

/* ---- the two sides ---- */

static enum status open_side(const char *folder, struct store **ret, struct error *error)
{
    struct store *side = NULL;
    enum status status = store_start(folder, &side, error);
    if (status) return status;
    status = store_connect(side, side->path, SQLITE_OPEN_READWRITE, error);
    if (status == STATUS_UNREADABLE) {
        sqlite3_close_v2(side->db);
        side->db = NULL;
        status = store_connect(side, side->path, SQLITE_OPEN_READONLY, error);
    }
    side->stopped = true; /* its log stays where it is */
    if (status == STATUS_OK)
        *ret = side;
    else
        store_close(side);
    return status;
}

/* Two copies of one workspace share a link at least; a side that has none proves nothing. */
static enum status check_kin(struct store *here, struct store *backup, struct error *error)
{
    static const char sql[] = "SELECT link FROM change ORDER BY id LIMIT 1";
    struct sha256 links[2] = {{{0}}, {{0}}};
    struct store *sides[2] = {here, backup};
    for (unsigned i = 0; i < 2; i++) {
        sqlite3_stmt *statement;
        if (!sides[i] || store_prepare(sides[i], sql, &statement, NULL)) return STATUS_OK;
        bool read = sqlite3_step(statement) == SQLITE_ROW;
        struct row row = {.statement = statement};
        if (read) links[i] = row_hash(&row, 0);
        store_done(statement);
        if (!read || row.status) return STATUS_OK;
    }
    if (sha256_equal(&links[0], &links[1])) return STATUS_OK;
    return error_set(error, STATUS_NOT_FOUND,
                     "the backup is none of this workspace: their logs begin differently");
}

static enum status acknowledged(const char *folder, uint64_t *most, struct error *error)
{
    struct heads heads;
    enum status status = store_heads_read(folder, &heads, error);
    const struct head *head = status ? NULL : store_heads_newest(&heads);
    if (head && head->change > *most) *most = head->change;
    return status;
}

/* ---- the new file ---- */

static enum status fill(struct store *to, struct store *here, struct store *backup, uint64_t most,
                        struct checking *checking, struct error *error)
{
    struct position end = {0};
    enum status status = store_salvage(here, backup, most, to, checking, &end, error);
    if (status == STATUS_OK && end.change == 0)
        status = error_set(error, STATUS_DAMAGED,
                           "not one change can be proved; the workspace is left as it is");
    if (status == STATUS_OK) status = store_replay(to, to, error);
    if (status == STATUS_OK) status = store_salvage_kept(here, backup, to, checking, error);
    return status ? status : store_run(to, "COMMIT", error);
}

static enum status build(const char *folder, const char *backup, const struct places *places,
                         struct checking *checking, struct error *error)
{
    struct store *here = NULL, *other = NULL, *to = NULL;
    uint64_t most = 0;
    enum status status = acknowledged(folder, &most, error);
    if (status == STATUS_OK && backup) status = open_side(backup, &other, error);
    if (status == STATUS_OK && backup) status = acknowledged(backup, &most, error);
    /* ignoring: a database that cannot be opened gives nothing */
    if (status == STATUS_OK) (void)open_side(folder, &here, NULL);
    if (status == STATUS_OK && here && other) status = check_kin(here, other, error);
    if (status == STATUS_OK && is_there(places->built)) status = os_remove(places->built, error);
    if (status == STATUS_OK)
        status = store_scratch(places->built, store_schema_newest(), &to, error);
    if (status == STATUS_OK) status = fill(to, here, other, most, checking, error);
    store_close(to);
    store_close(other);
    store_close(here);
    if (status == STATUS_OK) status = os_rename(places->built, places->ready, error);
    /* ignoring: the next repair removes it; a full disk is better off without it now */
    if (status) (void)os_remove(places->built, NULL);
    return status ? status : os_sync_folder(folder, error);
}

/* Reads where the log of the new file ends. */
static enum status set_head(const char *folder, struct error *error)
{
    struct store *now = NULL;
    struct position position;
    enum status status = open_side(folder, &now, error);
    if (status) return status;
    status = store_position(now, &position, error);
    if (status == STATUS_OK) status = store_heads_reset(folder, &position, error);
    store_close(now);
    return status;
}

static enum status repair(struct store *lock, const char *backup, struct checking *checking,
                          struct error *error)
{
    struct places places;
    enum status status = name_places(lock->path, &places, error);
    if (status) return status;
    if (!is_there(places.ready)) status = build(lock->folder, backup, &places, checking, error);
    if (status == STATUS_OK) status = swap(lock->folder, lock->path, &places, error);
    return status ? status : set_head(lock->folder, error);
}

static enum status tell_nobody(void *context, const struct store_fault *fault, struct error *error)
{
    (void)context;
    (void)fault;
    (void)error;
    return STATUS_OK;
}

enum status store_repair(const char *workspace, const char *backup, store_each *each, void *context,
                         struct error *error)
{
    struct checking checking = {.each = each ? each : tell_nobody, .context = context};
    struct store *lock = NULL;
    char mark[STORE_PATH_MAX];
    snprintf(mark, sizeof mark, "%s/head", workspace);
    enum status status = store_start(workspace, &lock, error);
    if (status) return status;
    if (!is_there(lock->path) && !is_there(mark)) {
        status = error_set(error, STATUS_NOT_FOUND, "is no workspace");
        error_place(error, "%s", workspace);
    }
    if (status == STATUS_OK) status = store_lock(lock, error);
    if (status == STATUS_OK) status = repair(lock, backup, &checking, error);
    store_unlock(lock);
    store_close(lock);
    return status;
}
