/* Answers that are kept for the repeat of a request, and taking out what time has ended. */
#include "store/sqlite/kept.h"

enum { KEY_MAX = 200 };
static const duration KEPT_FOR = NS_PER_DAY, GONE_AFTER = NS_PER_MIN;

struct known {
    uint64_t id;
    struct sha256 request;
    instant made;
    int http; /* 0: none yet */
    struct span body;
};

static void take(struct row *row, void *item)
{
    sqlite3_stmt *s = row->statement;
    *(struct known *)item = (struct known){.id = (uint64_t)sqlite3_column_int64(s, 0),
                                           .request = row_hash(row, 1),
                                           .made = sqlite3_column_int64(s, 2),
                                           .http = sqlite3_column_int(s, 3),
                                           .body = row_span(row, 4)};
}

static enum status find(struct store *store, uint32_t account, struct span key, struct arena *arena,
                        struct known *ret, struct error *error)
{
    static const char sql[] =
        "SELECT id, request, made, http, body FROM answer WHERE account = ?1 AND key = ?2";
    sqlite3_stmt *statement;
    enum status status =
        store_ask(store, sql, BOUND(bound_number(account), bound_span(key)), &statement, error);
    if (status) return status;
    return store_one(store, statement, arena, take, ret, "this key is not taken", error);
}

static enum status put(struct store *store, uint32_t account, struct span key,
                       const struct sha256 *request, instant now, struct error *error)
{
    static const char sql[] =
        "INSERT OR REPLACE INTO answer (account, key, request, made) VALUES (?, ?, ?, ?)";
    enum status status = store_do(
        store, sql,
        BOUND(bound_number(account), bound_span(key), bound_hash(request), bound_number(now)),
        error);
    return status ? status : store_seal_new(store, KEPT_answer, NULL, error);
}

static enum status take_key(struct store *store, uint32_t account, struct span key,
                            const struct sha256 *request, instant now, struct arena *arena,
                            struct store_answer *ret, struct error *error)
{
    struct known known;
    enum status status = find(store, account, key, arena, &known, error);
    bool over = status == STATUS_NOT_FOUND ||
                (status == STATUS_OK &&
                 (now - known.made >= KEPT_FOR || (!known.http && now - known.made >= GONE_AFTER)));
    if (over) {
        ret->first = true;
        return put(store, account, key, request, now, error);
    }
    if (status) return status;
    if (!sha256_equal(&known.request, request))
        return error_set(error, STATUS_BAD_INPUT,
                         "this key came with another request before: take a new one");
    if (!known.http)
        return error_set(error, STATUS_BUSY,
                         "the first request with this key is still running: ask again in a moment");
    ret->http = known.http;
    ret->body = known.body;
    return STATUS_OK;
}

static enum status check_key(struct span key, struct error *error)
{
    bool plain = key.len > 0 && key.len <= KEY_MAX;
    for (size_t i = 0; i < key.len && plain; i++) plain = key.at[i] > ' ' && key.at[i] < 127;
    if (plain) return STATUS_OK;
    return error_set(error, STATUS_BAD_INPUT, "a key has 1 to %d letters, digits and signs",
                     (int)KEY_MAX);
}

enum status store_key_take(struct store *store, uint32_t account, struct span key,
                           const struct sha256 *request, instant now, struct arena *arena,
                           struct store_answer *ret, struct error *error)
{
    struct scope scope;
    struct store_answer answer = {0};
    enum status status = check_key(key, error);
    if (status == STATUS_OK) status = store_enter_kept(store, &scope, error);
    if (status) return status;
    status = take_key(store, account, key, request, now, arena, &answer, error);
    status = store_leave(store, &scope, status, error);
    if (status == STATUS_OK) *ret = answer;
    return status;
}

static enum status answer(struct store *store, uint32_t account, struct span key, int http,
                          struct span body, instant now, struct error *error)
{
    static const char sql[] = "UPDATE answer SET http = ?2, body = ?3, made = ?4 WHERE id = ?1";
    struct known known;
    struct arena arena;
    struct bound blob = {.type = BOUND_BLOB, .bytes = body};
    arena_init(&arena, 2 * STORE_ANSWER_MAX);
    enum status status = find(store, account, key, &arena, &known, error);
    arena_release(&arena);
    if (status == STATUS_OK)
        status =
            store_do(store, sql,
                     BOUND(bound_id(known.id), bound_number(http), blob, bound_number(now)), error);
    return status ? status : store_seal(store, KEPT_answer, known.id, error);
}

enum status store_key_answer(struct store *store, uint32_t account, struct span key, int http,
                             struct span body, instant now, struct error *error)
{
    struct scope scope;
    if (body.len > STORE_ANSWER_MAX)
        return error_set(error, STATUS_LIMIT, "an answer that is kept has at most %d bytes",
                         (int)STORE_ANSWER_MAX);
    enum status status = store_enter_kept(store, &scope, error);
    if (status) return status;
    status = answer(store, account, key, http, body, now, error);
    return store_leave(store, &scope, status, error);
}

enum status store_key_drop(struct store *store, uint32_t account, struct span key,
                           struct error *error)
{
    struct scope scope;
    enum status status = store_enter_kept(store, &scope, error);
    if (status) return status;
    status = store_do(store, "DELETE FROM answer WHERE account = ?1 AND key = ?2",
                      BOUND(bound_number(account), bound_span(key)), error);
    return store_leave(store, &scope, status, error);
}

enum status store_sweep(struct store *store, const struct store_limits *limits, instant now,
                        struct error *error)
{
    struct scope scope;
    enum status status = store_enter_kept(store, &scope, error);
    if (status) return status;
    status =
        store_do(store, "DELETE FROM ticket WHERE expires <= ?", BOUND(bound_number(now)), error);
    if (status == STATUS_OK)
        status = store_do(
            store, "DELETE FROM session WHERE created <= ?1 OR used <= ?2",
            BOUND(bound_number(now - limits->absolute), bound_number(now - limits->idle)), error);
    if (status == STATUS_OK)
        status = store_do(store, "DELETE FROM answer WHERE made <= ?",
                          BOUND(bound_number(now - KEPT_FOR)), error);
    return store_leave(store, &scope, status, error);
}
