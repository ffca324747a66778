/* Who takes part in which review, and which evidence is a review's own. */
#include "store/sqlite/kept.h"

#include <inttypes.h>

static void take_member(struct row *row, void *item)
{
    sqlite3_stmt *s = row->statement;
    *(struct store_member *)item =
        (struct store_member){.review = (uint32_t)sqlite3_column_int64(s, 0),
                              .account = (uint32_t)sqlite3_column_int64(s, 1),
                              .parts = (uint32_t)sqlite3_column_int64(s, 2),
                              .person = (uint32_t)sqlite3_column_int64(s, 3)};
}

enum status store_member_get(struct store *store, uint32_t review, uint32_t account,
                             struct store_member *ret, struct error *error)
{
    static const char sql[] = "SELECT review, account, parts, person FROM member"
                              " WHERE review = ?1 AND account = ?2";
    struct store_member member = {.review = review, .account = account};
    sqlite3_stmt *statement;
    enum status status = store_ask(store, sql, BOUND(bound_number(review), bound_number(account)),
                                   &statement, error);
    if (status == STATUS_OK)
        status = store_one(store, statement, NULL, take_member, &member, "is no member", error);
    if (status && status != STATUS_NOT_FOUND) return status;
    *ret = member;
    return STATUS_OK;
}

static enum status list(struct store *store, const char *sql, uint32_t of, uint32_t after,
                        size_t most, struct arena *arena, struct store_member **ret,
                        size_t *ret_count, struct error *error)
{
    sqlite3_stmt *statement;
    enum status status = store_ask(
        store, sql, BOUND(bound_number(of), bound_number(after), bound_number(kept_most(most))),
        &statement, error);
    if (status) return status;
    return store_rows(store, statement, arena, sizeof **ret, take_member, (void **)ret, ret_count,
                      error);
}

enum status store_members(struct store *store, uint32_t review, uint32_t after, size_t most,
                          struct arena *arena, struct store_member **ret, size_t *ret_count,
                          struct error *error)
{
    static const char sql[] = "SELECT review, account, parts, person FROM member"
                              " WHERE review = ?1 AND account > ?2 ORDER BY account LIMIT ?3";
    return list(store, sql, review, after, most, arena, ret, ret_count, error);
}

enum status store_memberships(struct store *store, uint32_t account, uint32_t after, size_t most,
                              struct arena *arena, struct store_member **ret, size_t *ret_count,
                              struct error *error)
{
    static const char sql[] = "SELECT review, account, parts, person FROM member"
                              " WHERE account = ?1 AND review > ?2 ORDER BY review LIMIT ?3";
    return list(store, sql, account, after, most, arena, ret, ret_count, error);
}

static enum status find_id(struct store *store, const struct store_member *member, int64_t *ret,
                           struct error *error)
{
    sqlite3_stmt *statement;
    enum status status = store_ask(
        store, "SELECT id FROM member WHERE review = ?1 AND account = ?2",
        BOUND(bound_number(member->review), bound_number(member->account)), &statement, error);
    return status ? status : store_number(store, statement, ret, error);
}

static enum status set(struct store *store, const struct store_member *member, struct error *error)
{
    static const char sql[] =
        "INSERT INTO member (review, account, parts, person) VALUES (?1, ?2, ?3, ?4)"
        " ON CONFLICT (review, account) DO UPDATE SET parts = ?3, person = ?4";
    int64_t id = 0;
    enum status status = store_has_review(store, member->review, error);
    if (status == STATUS_OK) status = store_has_account(store, member->account, error);
    if (status == STATUS_OK)
        status = store_do(store, sql,
                          BOUND(bound_number(member->review), bound_number(member->account),
                                bound_number(member->parts), bound_id(member->person)),
                          error);
    if (status == STATUS_OK) status = find_id(store, member, &id, error);
    return status ? status : store_seal(store, KEPT_member, (uint64_t)id, error);
}

static enum status take_out(struct store *store, const struct store_member *member,
                            struct error *error)
{
    enum status status =
        store_do(store, "DELETE FROM member WHERE review = ?1 AND account = ?2",
                 BOUND(bound_number(member->review), bound_number(member->account)), error);
    if (status || sqlite3_changes(store->db)) return status;
    return error_set(error, STATUS_NOT_FOUND, "this account is no member of PM%u", member->review);
}

static void add_parts(struct text *out, uint32_t parts)
{
    for (unsigned i = 0; i < review_words_part.count; i++)
        if (parts >> i & 1) text_addf(out, ", %s", vocabulary_word(&review_words_part, i));
}

enum status store_member_set(struct store *store, const struct store_actor *actor,
                             const struct store_member *member, struct error *error)
{
    struct scope scope;
    struct text parts;
    if (member->parts & 1 || member->parts >> review_words_part.count)
        return error_set(error, STATUS_BAD_INPUT, "there is no such part in a review");
    enum status status = store_enter_kept(store, &scope, error);
    if (status) return status;
    store->stirs |= STIR_PEOPLE;
    text_init(&parts, 0);
    add_parts(&parts, member->parts);
    if (member->person) text_addf(&parts, ", P%u", member->person);
    status = member->parts ? set(store, member, error) : take_out(store, member, error);
    if (status == STATUS_OK) status = text_status(&parts, error);
    if (status == STATUS_OK)
        status =
            store_audit_done(store, actor, member->parts ? "member-set" : "member-remove", error,
                             "PM%u, account %u%s", member->review, member->account, parts.at);
    text_release(&parts);
    return store_leave(store, &scope, status, error);
}

/* ---- claims ---- */

static void take_claim(struct row *row, void *item)
{
    sqlite3_stmt *s = row->statement;
    *(struct store_claim *)item =
        (struct store_claim){.id = (uint64_t)sqlite3_column_int64(s, 0),
                             .content = row_hash(row, 1),
                             .review = (uint32_t)sqlite3_column_int64(s, 2)};
}

static enum status claim(struct store *store, const struct store_actor *actor,
                         const struct sha256 *content, uint32_t review, struct error *error)
{
    static const char sql[] =
        "INSERT INTO claim (content, review) VALUES (?1, ?2) ON CONFLICT DO NOTHING";
    char hex[65];
    enum status status = store_has_review(store, review, error);
    if (status == STATUS_OK)
        status = store_do(store, sql, BOUND(bound_hash(content), bound_number(review)), error);
    if (status || sqlite3_changes(store->db) == 0) return status;
    status = store_seal_new(store, KEPT_claim, NULL, error);
    if (status) return status;
    sha256_hex(content, hex);
    return store_audit_done(store, actor, "claim-add", error, "PM%u, content %.16s", review, hex);
}

enum status store_claim_add(struct store *store, const struct store_actor *actor,
                            const struct sha256 *content, uint32_t review, struct error *error)
{
    struct scope scope;
    enum status status = store_enter_kept(store, &scope, error);
    if (status) return status;
    store->stirs |= STIR_PEOPLE;
    status = claim(store, actor, content, review, error);
    return store_leave(store, &scope, status, error);
}

enum status store_claims(struct store *store, const struct sha256 *content, uint32_t review,
                         uint64_t after, size_t most, struct arena *arena, struct store_claim **ret,
                         size_t *ret_count, struct error *error)
{
    static const char of_content[] = "SELECT id, content, review FROM claim WHERE id > ?1 AND"
                                     " content = ?4 AND (?3 = 0 OR review = ?3) ORDER BY id"
                                     " LIMIT ?2";
    static const char of_review[] =
        "SELECT id, content, review FROM claim WHERE id > ?1 AND review = ?3 ORDER BY id LIMIT ?2";
    static const char all[] =
        "SELECT id, content, review FROM claim WHERE id > ?1 ORDER BY id LIMIT ?2";
    const struct bound bounds[] = {bound_number((int64_t)after), bound_number(kept_most(most)),
                                   bound_number(review),
                                   content ? bound_hash(content) : bound_number(0)};
    sqlite3_stmt *statement;
    enum status status = store_ask(store,
                                   content  ? of_content
                                   : review ? of_review
                                            : all,
                                   bounds,
                                   content  ? 4
                                   : review ? 3
                                            : 2,
                                   &statement, error);
    if (status) return status;
    return store_rows(store, statement, arena, sizeof **ret, take_claim, (void **)ret, ret_count,
                      error);
}
