/* What follows from the log is made once more in a temporary database, and both are compared. */
#include "store/sqlite/checking.h"

#include <assert.h>
#include <stdlib.h>

enum { TOLD_MOST = 10 }; /* faults of one table */

enum status store_scratch(const char *path, int schema, struct store **ret, struct error *error)
{
    struct store *store = NULL;
    enum status status = store_start("", &store, error);
    if (status) return status;
    store->for_changes = true;
    char *named = path[0] ? strdup(path) : NULL;
    if (named) {
        free(store->path);
        store->path = named;
    }
    status = store_connect(store, path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, error);
    if (status == STATUS_OK)
        status = store_run(store, "PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE", error);
    if (status == STATUS_OK) status = store_schema_make(store, schema, error);
    if (status == STATUS_OK)
        *ret = store;
    else
        store_close(store);
    return status;
}

/* ---- two queries side by side ---- */

struct compared {
    const char *name; /* as faults call it */
    const char *sql;  /* ordered by its key */
    int key;          /* that many columns */
};

static int rank_of(int type)
{
    return type == SQLITE_NULL ? 0 : type == SQLITE_TEXT ? 2 : type == SQLITE_BLOB ? 3 : 1;
}

static struct span bytes_of(sqlite3_stmt *s, int column)
{
    const char *at = sqlite3_column_blob(s, column);
    int len = sqlite3_column_bytes(s, column);
    return (struct span){at, at && len > 0 ? (size_t)len : 0};
}

/* As SQLite orders values: nothing, numbers, texts, blobs. */
static int compare_value(sqlite3_stmt *a, sqlite3_stmt *b, int column)
{
    int type = sqlite3_column_type(a, column);
    int order = rank_of(type) - rank_of(sqlite3_column_type(b, column));
    if (order || type == SQLITE_NULL) return order;
    if (rank_of(type) > 1) return span_compare(bytes_of(a, column), bytes_of(b, column));
    sqlite3_int64 x = sqlite3_column_int64(a, column), y = sqlite3_column_int64(b, column);
    return (x > y) - (x < y);
}

static int compare_columns(sqlite3_stmt *a, sqlite3_stmt *b, int count)
{
    int order = 0;
    for (int i = 0; i < count && order == 0; i++) order = compare_value(a, b, i);
    return order;
}

static enum status tell_row(struct checking *checking, const struct compared *compared,
                            sqlite3_stmt *row, const char *what, size_t *told, struct error *error)
{
    struct text key;
    if (++*told > TOLD_MOST) return STATUS_OK;
    text_init(&key, 0);
    for (int i = 0; i < compared->key; i++) {
        text_addc(&key, ' ');
        text_add_visible(&key, span_of((const char *)sqlite3_column_text(row, i)));
    }
    enum status status = text_status(&key, error);
    if (status == STATUS_OK)
        status = store_tell(checking, what, error, "%s%s", compared->name, key.at);
    text_release(&key);
    return status;
}

struct pair {
    struct checking *checking;
    const struct compared *compared;
    struct store *scratch;
    sqlite3_stmt *here, *wanted;
    int here_code, wanted_code;
    size_t told;
};

static enum status compare_rows(struct pair *pair, struct error *error)
{
    enum status status = STATUS_OK;
    int columns = sqlite3_column_count(pair->here);
    pair->here_code = sqlite3_step(pair->here);
    pair->wanted_code = sqlite3_step(pair->wanted);
    while (status == STATUS_OK &&
           (pair->here_code == SQLITE_ROW || pair->wanted_code == SQLITE_ROW)) {
        bool here = pair->here_code == SQLITE_ROW, wanted = pair->wanted_code == SQLITE_ROW;
        if ((!here && pair->here_code != SQLITE_DONE) ||
            (!wanted && pair->wanted_code != SQLITE_DONE))
            break;
        int order = !here ? 1 : !wanted ? -1 : 0;
        if (order == 0) order = compare_columns(pair->here, pair->wanted, pair->compared->key);
        const char *what = "is not what the log says; postmortem repair makes it again";
        if (order < 0)
            what = "is not in the log; postmortem repair leaves it out";
        else if (order > 0)
            what = "is in the log and is missing here; postmortem repair makes it again";
        if (order || compare_columns(pair->here, pair->wanted, columns))
            status = tell_row(pair->checking, pair->compared, order > 0 ? pair->wanted : pair->here,
                              what, &pair->told, error);
        if (order <= 0) pair->here_code = sqlite3_step(pair->here);
        if (order >= 0) pair->wanted_code = sqlite3_step(pair->wanted);
    }
    if (status == STATUS_OK && pair->told > TOLD_MOST)
        status = store_tell(pair->checking,
                            "more rows of it differ; postmortem repair makes them "
                            "again",
                            error, "%s", pair->compared->name);
    return status;
}

static enum status compare(struct checking *checking, struct store *scratch,
                           const struct compared *compared, struct error *error)
{
    struct error why = ERROR_NONE;
    struct pair pair = {.checking = checking, .compared = compared, .scratch = scratch};
    enum status status = store_prepare(checking->store, compared->sql, &pair.here, &why);
    if (status) return store_tell_failure(checking, status, &why, compared->name, error);
    status = store_prepare(scratch, compared->sql, &pair.wanted, error);
    if (status) return status;
    status = compare_rows(&pair, error);
    bool failed = pair.here_code != SQLITE_ROW && pair.here_code != SQLITE_DONE;
    if (status == STATUS_OK && failed) {
        status = store_fail(checking->store, pair.here_code, "read it to its end", &why);
        status = store_tell_failure(checking, status, &why, compared->name, error);
    } else if (status == STATUS_OK && pair.wanted_code != SQLITE_DONE) {
        status = store_fail(scratch, pair.wanted_code, "compare", error);
    }
    store_done(pair.here);
    store_done(pair.wanted);
    return status;
}

/* ---- what is compared ---- */

static const struct compared schema = {
    "schema", "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name", 2};

static const struct compared tables[] = {
    {"capture", "SELECT id, hash, size, packing FROM capture ORDER BY id", 1},
    {"intake",
     "SELECT id, capture, origin, collected_by, collected, modified FROM intake ORDER BY id", 1},
    {"source",
     "SELECT id, content, size, capture, member, name, modified, kind, picture_type,"
     " picture_width, picture_height FROM source ORDER BY id",
     1},
    {"clock statement",
     "SELECT id, source, zone, offset_least, offset_most, why, stated_by, stated"
     " FROM clock_statement ORDER BY id",
     1},
    {"review",
     "SELECT number, uid, title, severity, sort, stage, status, circle, day, created, changed,"
     " entries, last FROM review ORDER BY number",
     1},
    {"entry", "SELECT review, kind, number, seq, live FROM entry ORDER BY review, kind, number", 3},
    {"fact",
     "SELECT kind, field, review, number, place, value FROM fact"
     " ORDER BY kind, field, review, number, place",
     5},
    {"search index, length of", "SELECT id, sz FROM words_docsize ORDER BY id", 1},
    {"search index, word", "SELECT term, doc, offset FROM temp.word_places", 3},
};

static enum status open_words(struct store *store, struct error *error)
{
    return store_run(store,
                     "PRAGMA query_only = OFF; CREATE VIRTUAL TABLE temp.word_places USING"
                     " fts5vocab(main, words, instance)",
                     error);
}

static void close_words(struct store *store)
{
    /* ignoring: a table of this connection alone, which is about to end */
    (void)store_run(store, "DROP TABLE IF EXISTS temp.word_places", NULL);
    if (!store->for_changes) (void)store_run(store, "PRAGMA query_only = ON", NULL);
}

/* ---- summaries ---- */

static enum status check_summary(struct checking *checking, sqlite3_stmt *statement,
                                 struct error *error)
{
    struct error why = ERROR_NONE;
    struct text made;
    uint32_t review = (uint32_t)sqlite3_column_int64(statement, 0);
    int64_t change = sqlite3_column_int64(statement, 1);
    bool there = sqlite3_column_type(statement, 3) != SQLITE_NULL;
    int64_t last = sqlite3_column_int64(statement, 3);
    const char *what = "is not what follows from the review; postmortem repair makes it again";
    if (there && change < last) return STATUS_OK; /* it is made again when it is asked for */
    text_init(&made, 0);
    enum status status = STATUS_OK;
    if (there && change == last) status = store_summary_make(checking->store, review, &made, &why);
    if (status == STATUS_OK && !span_equal(text_span(&made), bytes_of(statement, 2)))
        status = store_tell(checking, what, error, "summary of PM%u", review);
    else
        status = store_tell_failure(checking, status, &why, "summary", error);
    text_release(&made);
    return status;
}

static enum status check_summaries(struct checking *checking, struct error *error)
{
    static const char sql[] = "SELECT s.review, s.change, s.body, r.last FROM summary s"
                              " LEFT JOIN review r ON r.number = s.review ORDER BY s.review";
    struct error why = ERROR_NONE;
    sqlite3_stmt *statement;
    int code = SQLITE_DONE;
    enum status status = store_prepare(checking->store, sql, &statement, &why);
    if (status) return store_tell_failure(checking, status, &why, "summary", error);
    while (status == STATUS_OK && (code = sqlite3_step(statement)) == SQLITE_ROW)
        status = check_summary(checking, statement, error);
    if (status == STATUS_OK && code != SQLITE_DONE) {
        status = store_fail(checking->store, code, "read the summaries", &why);
        status = store_tell_failure(checking, status, &why, "summary", error);
    }
    store_done(statement);
    return status;
}

static enum status compare_tables(struct checking *checking, struct store *scratch,
                                  struct error *error)
{
    struct error why = ERROR_NONE;
    enum status status = open_words(scratch, error);
    if (status) return status;
    status = open_words(checking->store, &why);
    status = store_tell_failure(checking, status, &why, "search index", error);
    for (size_t i = 0; i < sizeof tables / sizeof tables[0] && status == STATUS_OK; i++)
        status = compare(checking, scratch, &tables[i], error);
    close_words(checking->store);
    return status ? status : check_summaries(checking, error);
}

enum status store_verify_derived(struct checking *checking, struct error *error)
{
    struct store *scratch = NULL;
    struct error why = ERROR_NONE;
    size_t before = checking->faults;
    enum status status = store_scratch("", checking->store->schema, &scratch, error);
    if (status) return status;
    status = compare(checking, scratch, &schema, error);
    if (status == STATUS_OK && checking->faults == before) {
        status = store_replay(checking->store, scratch, &why);
        if (status == STATUS_BAD_INPUT) status = STATUS_DAMAGED; /* of a logged body, that is */
        if (status)
            status = store_tell_failure(checking, status, &why, "what follows from the log", error);
        else
            status = compare_tables(checking, scratch, error);
    }
    store_close(scratch);
    return status;
}
