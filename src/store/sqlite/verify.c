#include "store/sqlite/internal.h"

enum status store_verify(struct store *store,
                         enum status (*each)(void *context, const struct store_fault *fault,
                                             struct error *error),
                         void *context, struct error *error)
{
    sqlite3_stmt *statement;
    enum status status = store_prepare(store, "PRAGMA integrity_check(1)", &statement, error);
    if (status) return status;
    int code = sqlite3_step(statement);
    const char *says = code == SQLITE_ROW ? (const char *)sqlite3_column_text(statement, 0) : NULL;
    if (code != SQLITE_ROW)
        status = store_fail(store, code, "check the workspace", error);
    else if (!says || strcmp(says, "ok") != 0)
        status = each(context, &(struct store_fault){"postmortem.db", says ? says : "?"}, error);
    store_done(statement);
    return status;
}
