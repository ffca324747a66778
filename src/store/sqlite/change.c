/* Writing reviews: a new one, and changes of its entries. */
#include "store/sqlite/internal.h"

#include <assert.h>
#include <inttypes.h>

enum { BODY_MAX = 16 << 20 };

enum review_kind store_kind(const char *name)
{
    unsigned kind = 0;
    while (kind < REVIEW_KIND_COUNT && strcmp(review_kinds[kind].name, name) != 0) kind++;
    return (enum review_kind)kind;
}

enum status store_current(struct store *store, uint32_t review, struct review_id id,
                          struct arena *arena, struct current *ret, struct error *error)
{
    /* the change that is being written has no row yet */
    static const char sql[] = "SELECT l.seq, l.version, l.body, c.author, c.at FROM entry e"
                              " JOIN log l ON l.seq = e.seq LEFT JOIN change c ON c.id = l.change"
                              " WHERE e.review = ? AND e.kind = ? AND e.number = ?";
    sqlite3_stmt *statement;
    struct current current = {0};
    enum status status = store_prepare(store, sql, &statement, error);
    if (status) return status;
    sqlite3_bind_int64(statement, 1, review);
    store_bind_text(statement, 2, review_kinds[id.kind].name);
    sqlite3_bind_int64(statement, 3, id.number);
    int code = sqlite3_step(statement);
    if (code == SQLITE_ROW) {
        struct row row = {.statement = statement, .arena = arena, .error = error};
        current.seq = (uint64_t)sqlite3_column_int64(statement, 0);
        current.version = (uint32_t)sqlite3_column_int64(statement, 1);
        current.body = row_span(&row, 2);
        current.by = row_bytes(&row, 3);
        current.at = sqlite3_column_int64(statement, 4);
        status = row.status;
    } else if (code != SQLITE_DONE) {
        status = store_fail(store, code, "read an entry", error);
    }
    store_done(statement);
    if (status == STATUS_OK) *ret = current;
    return status;
}

static enum status stale(struct review_id id, uint32_t base, const struct current *current,
                         struct error *error)
{
    char name[16];
    struct text at;
    review_id_text(id, name);
    if (current->version == 0)
        return error_set(error, STATUS_BUSY, "there is no %s to change; nothing was changed", name);
    text_init(&at, 0);
    instant_add_text(&at, current->at, NULL, INSTANT_FULL, 0);
    if (base == 0)
        error_set(error, STATUS_BUSY,
                  "%s is there already, written by %s at %s (version %u); nothing was changed",
                  name, current->by, at.at, current->version);
    else
        error_set(error, STATUS_BUSY,
                  "%s was %s by %s at %s: that is version %u, and this change was made from "
                  "version %u; nothing was changed, look at both and make it again",
                  name, current->body.at ? "changed" : "taken out", current->by, at.at,
                  current->version, base);
    text_release(&at);
    return STATUS_BUSY;
}

/* Reads a body, and writes it in the one canonical way. */
static enum status read_body(struct review_id id, struct span body, struct arena *arena,
                             struct text *out, struct review_entry **ret, struct error *error)
{
    char name[16];
    enum status status = STATUS_OK;
    if (body.len > BODY_MAX)
        status = error_set(error, STATUS_LIMIT, "%s has %zu bytes, the limit is %d",
                           review_id_text(id, name), body.len, (int)BODY_MAX);
    if (status == STATUS_OK)
        status = review_body_read((enum review_kind)id.kind, body, arena, ret, error);
    if (status) {
        error_place(error, "%s", review_id_text(id, name));
        return status;
    }
    (*ret)->id = id;
    review_body_write(*ret, out);
    return text_status(out, error);
}

/* What is looked at on the way through one change. */
struct applying {
    struct store *store;
    struct writing *writing;
    uint32_t review;
    bool keep_all;                   /* also versions that say the same as the one before */
    struct arena arena;              /* for one edit at a time */
    struct text body;                /* likewise */
    const struct review_review *own; /* PM0 when it changed; in `kept` */
    struct arena kept;
};

static enum status put(struct applying *a, const struct store_edit *edit,
                       const struct current *current, struct error *error)
{
    struct review_entry *entry = NULL;
    struct span body = {NULL, 0};
    bool own = edit->id.kind == REVIEW_KIND_REVIEW;
    enum status status = STATUS_OK;
    if (edit->body.at) {
        text_clear(&a->body);
        status =
            read_body(edit->id, edit->body, own ? &a->kept : &a->arena, &a->body, &entry, error);
        body = text_span(&a->body);
    } else if (own) {
        status = error_set(error, STATUS_BAD_INPUT, "PM0 is the review itself and stays");
    }
    if (status) return status;
    bool same = body.at ? current->body.at && span_equal(body, current->body) : !current->body.at;
    if (same && current->version && !a->keep_all) return STATUS_OK;
    struct log_row row = {.review = a->review,
                          .kind = review_kinds[edit->id.kind].name,
                          .number = edit->id.number,
                          .version = current->version + 1,
                          .body = body};
    status = store_log(a->store, a->writing, &row, error);
    if (status == STATUS_OK)
        status = store_derive_entry(a->store, &row, current->seq, entry, error);
    if (own) a->own = (const struct review_review *)entry;
    return status;
}

static enum status apply(struct applying *a, const struct store_edit *edits, size_t count,
                         size_t *ret_stale, struct error *error)
{
    enum { ARENA_MAX = 256 << 20 };
    char name[16];
    enum status status = STATUS_OK;
    text_init(&a->body, 0);
    arena_init(&a->kept, ARENA_MAX);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        const struct store_edit *edit = &edits[i];
        struct current current;
        assert(edit->id.kind < REVIEW_KIND_COUNT);
        assert((edit->id.number == 0) == (edit->id.kind == REVIEW_KIND_REVIEW));
        arena_init(&a->arena, ARENA_MAX);
        status = store_current(a->store, a->review, edit->id, &a->arena, &current, error);
        if (status == STATUS_OK && current.seq > a->writing->before) {
            status = error_set(error, STATUS_BAD_INPUT, "%s stands twice in one change",
                               review_id_text(edit->id, name));
        } else if (status == STATUS_OK && current.version != edit->base) {
            status = stale(edit->id, edit->base, &current, error);
            if (ret_stale) *ret_stale = i;
        }
        if (status == STATUS_OK) status = put(a, edit, &current, error);
        arena_release(&a->arena);
    }
    if (status == STATUS_OK && a->writing->hashes.len)
        status = store_derive_review(a->store, a->review, &a->writing->row, a->own, error);
    arena_release(&a->kept);
    text_release(&a->body);
    return status;
}

enum status store_write(struct store *store, struct writing *writing, uint32_t review,
                        const struct store_edit *edits, size_t count, size_t *ret_stale,
                        struct error *error)
{
    bool past = strcmp(writing->row.sort, "past") == 0;
    struct applying applying = {
        .store = store, .writing = writing, .review = review, .keep_all = past};
    writing->row.review = review;
    return apply(&applying, edits, count, ret_stale, error);
}

enum status store_add_review(struct store *store, const char *uid, struct writing *writing,
                             uint32_t *ret_number, struct error *error)
{
    static const char known[] = "SELECT number FROM review WHERE uid = ?";
    static const char sql[] = "INSERT INTO review (uid) VALUES (?)";
    sqlite3_stmt *statement;
    int64_t number = 0;
    if (strlen(uid) != 32 || strspn(uid, "0123456789abcdef") != 32)
        return error_set(error, STATUS_BAD_INPUT, "a review's uid is 32 hex digits in lower case");
    enum status status = store_prepare(store, known, &statement, error);
    if (status) return status;
    store_bind_text(statement, 1, uid);
    status = store_number(store, statement, &number, error);
    if (status == STATUS_OK && number)
        status =
            error_set(error, STATUS_BUSY,
                      "this review is here already, as PM%" PRId64 "; nothing was changed", number);
    if (status == STATUS_OK) status = store_prepare(store, sql, &statement, error);
    if (status) return status;
    store_bind_text(statement, 1, uid);
    status = store_finish(store, statement, error);
    if (status) return status;
    number = sqlite3_last_insert_rowid(store->db);
    if (number > UINT32_MAX) return error_set(error, STATUS_LIMIT, "there are too many reviews");
    status = store_log_table_row(store, writing, "uid", (uint64_t)number, error);
    if (status == STATUS_OK) *ret_number = (uint32_t)number;
    return status;
}

/* 16 bytes of chance: two workspaces never give one name to two reviews. */
static void make_uid(char out[33])
{
    static const char digits[] = "0123456789abcdef";
    unsigned char noise[16];
    sqlite3_randomness(sizeof noise, noise);
    for (size_t i = 0; i < sizeof noise; i++) {
        out[2 * i] = digits[noise[i] >> 4];
        out[2 * i + 1] = digits[noise[i] & 15];
    }
    out[32] = '\0';
}

enum status store_new_review(struct store *store, const char *uid, const struct store_edit *edits,
                             size_t count, const struct store_author *author, uint32_t *ret_number,
                             struct error *error)
{
    char made[33];
    struct scope scope;
    struct writing writing;
    uint32_t number = 0;
    assert(count > 0 && edits[0].id.kind == REVIEW_KIND_REVIEW && edits[0].body.at);
    if (!uid) make_uid(made);
    enum status status = store_enter(store, &scope, error);
    if (status) return status;
    store_change_start(store, "new", author, &writing);
    status = store_add_review(store, uid ? uid : made, &writing, &number, error);
    if (status == STATUS_OK)
        status = store_write(store, &writing, number, edits, count, NULL, error);
    status = store_change_end(store, &writing, status, error);
    status = store_leave(store, &scope, status, error);
    if (status == STATUS_OK) *ret_number = number;
    return status;
}

enum status store_has_review(struct store *store, uint32_t review, struct error *error)
{
    static const char sql[] = "SELECT 1 FROM review WHERE number = ?";
    sqlite3_stmt *statement;
    int64_t found = 0;
    enum status status = store_prepare(store, sql, &statement, error);
    if (status) return status;
    sqlite3_bind_int64(statement, 1, review);
    status = store_number(store, statement, &found, error);
    if (status || found) return status;
    return error_set(error, STATUS_NOT_FOUND, "there is no review PM%u", review);
}

enum status store_change(struct store *store, uint32_t review, const struct store_edit *edits,
                         size_t count, const struct store_author *author, size_t *ret_stale,
                         uint64_t *ret_change, struct error *error)
{
    struct scope scope;
    struct writing writing;
    uint64_t change = 0;
    enum status status = store_enter(store, &scope, error);
    if (status) return status;
    store_change_start(store, "edit", author, &writing);
    status = store_has_review(store, review, error);
    if (status == STATUS_OK)
        status = store_write(store, &writing, review, edits, count, ret_stale, error);
    if (writing.hashes.len) change = writing.row.id;
    status = store_change_end(store, &writing, status, error);
    status = store_leave(store, &scope, status, error);
    if (status == STATUS_OK) *ret_change = change;
    return status;
}
