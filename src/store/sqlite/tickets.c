/* Links that work once. A ticket that was used is gone; the audit tells of it. */
#include "store/sqlite/kept.h"

#include <inttypes.h>

#define TICKET_COLUMNS "id, purpose, account, reach, administrator, given_by, created, expires"
static const char *const purposes[] = {"first account", "invite", "reset"};
enum { PURPOSES = sizeof purposes / sizeof purposes[0] };

static void take(struct row *row, void *item)
{
    sqlite3_stmt *s = row->statement;
    int purpose = sqlite3_column_int(s, 1);
    if (purpose < 0 || purpose >= PURPOSES) row_damaged(row, "purpose of a ticket");
    *(struct store_ticket *)item = (struct store_ticket){
        .id = (uint64_t)sqlite3_column_int64(s, 0),
        .purpose = (enum store_ticket_purpose)purpose,
        .account = (uint32_t)sqlite3_column_int64(s, 2),
        .reach =
            sqlite3_column_int(s, 3) == STORE_REACH_TEAM ? STORE_REACH_TEAM : STORE_REACH_COMPANY,
        .administrator = sqlite3_column_int(s, 4) != 0,
        .by = (uint32_t)sqlite3_column_int64(s, 5),
        .created = sqlite3_column_int64(s, 6),
        .expires = sqlite3_column_int64(s, 7)};
}

static enum status add(struct store *store, const struct store_actor *actor,
                       const struct sha256 *token, const struct store_ticket *ticket,
                       uint64_t *ret_id, struct error *error)
{
    static const char sql[] =
        "INSERT INTO ticket (token, purpose, account, reach, administrator, given_by, created,"
        " expires) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
    enum status status =
        ticket->account ? store_has_account(store, ticket->account, error) : STATUS_OK;
    if (status == STATUS_OK)
        status = store_do(store, sql,
                          BOUND(bound_hash(token), bound_number(ticket->purpose),
                                bound_id(ticket->account), bound_number(ticket->reach),
                                bound_number(ticket->administrator), bound_id(actor->account),
                                bound_number(actor->at), bound_number(ticket->expires)),
                          error);
    if (status == STATUS_OK) status = store_seal_new(store, KEPT_ticket, ret_id, error);
    if (status) return status;
    return store_audit_done(store, actor, "ticket-add", error, "ticket %" PRIu64 ", %s, account %u",
                            *ret_id, purposes[ticket->purpose], ticket->account);
}

enum status store_ticket_add(struct store *store, const struct store_actor *actor,
                             const struct sha256 *token, const struct store_ticket *ticket,
                             uint64_t *ret_id, struct error *error)
{
    struct scope scope;
    uint64_t id = 0;
    enum status status = store_enter_kept(store, &scope, error);
    if (status) return status;
    store->stirs |= STIR_PEOPLE;
    status = add(store, actor, token, ticket, &id, error);
    status = store_leave(store, &scope, status, error);
    if (status == STATUS_OK) *ret_id = id;
    return status;
}

enum status store_ticket_look(struct store *store, const struct sha256 *token, instant now,
                              struct store_ticket *ret, struct error *error)
{
    static const char sql[] =
        "SELECT " TICKET_COLUMNS " FROM ticket WHERE token = ?1 AND expires > ?2";
    struct store_ticket ticket;
    sqlite3_stmt *statement;
    enum status status =
        store_ask(store, sql, BOUND(bound_hash(token), bound_number(now)), &statement, error);
    if (status == STATUS_OK)
        status = store_one(store, statement, NULL, take, &ticket,
                           "this link was used, or its time is over: ask for a new one", error);
    if (status == STATUS_OK) *ret = ticket;
    return status;
}

static enum status drop(struct store *store, uint64_t id, struct error *error)
{
    enum status status =
        store_do(store, "DELETE FROM ticket WHERE id = ?", BOUND(bound_id(id)), error);
    if (status == STATUS_OK && sqlite3_changes(store->db) == 0)
        status = error_set(error, STATUS_NOT_FOUND, "there is no such link any more");
    return status;
}

enum status store_ticket_take(struct store *store, const struct store_actor *actor,
                              const struct sha256 *token, struct store_ticket *ret,
                              struct error *error)
{
    struct scope scope;
    struct store_ticket ticket = {0};
    enum status status = store_enter_kept(store, &scope, error);
    if (status) return status;
    store->stirs |= STIR_PEOPLE;
    status = store_ticket_look(store, token, actor->at, &ticket, error); /* with the lock held */
    if (status == STATUS_OK) status = drop(store, ticket.id, error);
    if (status == STATUS_OK)
        status = store_audit_done(store, actor, "ticket-use", error,
                                  "ticket %" PRIu64 ", %s, account %u", ticket.id,
                                  purposes[ticket.purpose], ticket.account);
    status = store_leave(store, &scope, status, error);
    if (status == STATUS_OK) *ret = ticket;
    return status;
}

enum status store_tickets(struct store *store, uint64_t after, size_t most, instant now,
                          struct arena *arena, struct store_ticket **ret, size_t *ret_count,
                          struct error *error)
{
    static const char sql[] =
        "SELECT " TICKET_COLUMNS " FROM ticket WHERE id > ?1 AND expires > ?2 ORDER BY id LIMIT ?3";
    sqlite3_stmt *statement;
    enum status status = store_ask(
        store, sql,
        BOUND(bound_number((int64_t)after), bound_number(now), bound_number(kept_most(most))),
        &statement, error);
    if (status) return status;
    return store_rows(store, statement, arena, sizeof **ret, take, (void **)ret, ret_count, error);
}

enum status store_ticket_drop(struct store *store, const struct store_actor *actor, uint64_t id,
                              struct error *error)
{
    struct scope scope;
    enum status status = store_enter_kept(store, &scope, error);
    if (status) return status;
    store->stirs |= STIR_PEOPLE;
    status = drop(store, id, error);
    if (status == STATUS_OK)
        status = store_audit_done(store, actor, "ticket-drop", error, "ticket %" PRIu64, id);
    return store_leave(store, &scope, status, error);
}
