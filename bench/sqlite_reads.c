/*
 * Plain SQLite doing one read: opens a database, runs one statement, writes its rows with tabs.
 * The peer of the store bench; the same library as the program's.
 *
 * usage: postmortem-bench-sqlite DATABASE SQL
 */
#include <sqlite3.h>
#include <stdio.h>

int main(int argc, char **argv)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *statement = NULL;
    int code =
        argc == 3 ? sqlite3_open_v2(argv[1], &db, SQLITE_OPEN_READWRITE, NULL) : SQLITE_MISUSE;
    if (code == SQLITE_OK) code = sqlite3_prepare_v2(db, argv[2], -1, &statement, NULL);
    while (code == SQLITE_OK && (code = sqlite3_step(statement)) == SQLITE_ROW) {
        for (int i = 0; i < sqlite3_column_count(statement); i++) {
            const unsigned char *cell = sqlite3_column_text(statement, i);
            fputs(i ? "\t" : "", stdout);
            fputs(cell ? (const char *)cell : "", stdout);
        }
        putchar('\n');
        code = SQLITE_OK;
    }
    if (code != SQLITE_DONE)
        fprintf(stderr, "%s\n", db ? sqlite3_errmsg(db) : "usage: DATABASE SQL");
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return code == SQLITE_DONE ? 0 : 1;
}
