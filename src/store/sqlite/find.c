/* Full-text search: a query that is made from words alone, and the words around a find. */
#include "store/sqlite/internal.h"

enum {
    WORDS_MAX = 32,
    WORD_BYTES_MAX = 200,
    EXCERPT_BEFORE = 60,
    EXCERPT_BYTES = 200,
    PREFIX_LEAST = 2
};

/* ---- the query ---- */

/* Adds one word or phrase as a string of the query language; NULs would end it. */
static void add_term(struct text *query, struct span term)
{
    if (query->len) text_addc(query, ' ');
    text_addc(query, '"');
    for (size_t i = 0; i < term.len; i++)
        text_addc(query, term.at[i] == '\0' || term.at[i] == '"' ? ' ' : term.at[i]);
    text_addc(query, '"');
}

static enum status make_query(struct span words, struct text *query, struct error *error)
{
    size_t count = 0;
    for (;;) {
        words = span_trim(words);
        if (!words.len) break;
        bool quoted = words.at[0] == '"';
        if (quoted) words = span_from(words, 1);
        size_t end = 0;
        while (end < words.len && words.at[end] != '"' &&
               (quoted || !byte_is_one_of(words.at[end], " \t\r\n")))
            end++;
        struct span term = span_sub(words, 0, end);
        words = span_from(words, quoted && end < words.len ? end + 1 : end);
        if (!span_trim(term).len) continue;
        if (++count > WORDS_MAX || term.len > WORD_BYTES_MAX)
            return error_set(error, STATUS_LIMIT,
                             "a search takes up to %d words of %d bytes; leave some out",
                             (int)WORDS_MAX, (int)WORD_BYTES_MAX);
        add_term(query, term);
        if (!quoted && !words.len && term.len >= PREFIX_LEAST) text_adds(query, " *");
    }
    if (count == 0) return error_set(error, STATUS_BAD_INPUT, "there is no word to look for");
    return text_status(query, error);
}

/* ---- words as the search sees them ---- */

struct splitter {
    fts5_tokenizer tokenizer;
    Fts5Tokenizer *own;
};

static enum status open_splitter(struct store *store, struct splitter *ret, struct error *error)
{
    const char *arguments[] = {"remove_diacritics", "2"};
    fts5_api *api = NULL;
    sqlite3_stmt *statement = NULL;
    void *context = NULL;
    enum status status = store_prepare(store, "SELECT fts5(?1)", &statement, error);
    if (status) return status;
    sqlite3_bind_pointer(statement, 1, (void *)&api, "fts5_api_ptr", NULL);
    int code = sqlite3_step(statement);
    store_done(statement);
    if (code == SQLITE_ROW && api)
        code = api->xFindTokenizer(api, "unicode61", &context, &ret->tokenizer);
    if (code == SQLITE_OK) code = ret->tokenizer.xCreate(context, arguments, 2, &ret->own);
    return code == SQLITE_OK ? STATUS_OK : store_fail(store, code, "split words", error);
}

typedef int on_token(void *context, int flags, const char *token, int len, int from, int to);

static void split(struct splitter *splitter, struct span text, void *context, on_token *each)
{
    if (text.len > INT32_MAX / 2) text.len = INT32_MAX / 2;
    /* ignoring: without tokens the excerpt is the beginning */
    (void)splitter->tokenizer.xTokenize(splitter->own, context, FTS5_TOKENIZE_DOCUMENT, text.at,
                                        (int)text.len, each);
}

/* ---- the excerpt ---- */

struct wanted {
    struct text tokens; /* each with a NUL behind it */
    bool prefix;        /* the last one is a beginning */
    size_t last;        /* where it stands */
};

static int note_token(void *context, int flags, const char *token, int len, int from, int to)
{
    struct wanted *wanted = context;
    (void)flags;
    (void)from;
    (void)to;
    wanted->last = wanted->tokens.len;
    text_add(&wanted->tokens, (struct span){token, (size_t)len});
    text_addc(&wanted->tokens, '\0');
    return SQLITE_OK;
}

static bool is_wanted(const struct wanted *wanted, struct span token)
{
    for (size_t at = 0; at < wanted->tokens.len;) {
        struct span own = span_of(wanted->tokens.at + at);
        bool prefix = wanted->prefix && at == wanted->last;
        if (prefix ? span_starts(token, own) : span_equal(token, own)) return true;
        at += own.len + 1;
    }
    return false;
}

struct looking {
    const struct wanted *wanted;
    size_t starts[16]; /* of the last words, to begin the excerpt at one */
    size_t count, from, to;
    bool found;
};

static int look_at_token(void *context, int flags, const char *token, int len, int from, int to)
{
    enum { STARTS = sizeof((struct looking *)0)->starts / sizeof(size_t) };
    struct looking *looking = context;
    (void)flags;
    if (looking->found) {
        if ((size_t)to > looking->from + EXCERPT_BYTES) return SQLITE_DONE;
        looking->to = (size_t)to;
        return SQLITE_OK;
    }
    looking->starts[looking->count++ % STARTS] = (size_t)from;
    if (!is_wanted(looking->wanted, (struct span){token, (size_t)len})) return SQLITE_OK;
    looking->found = true;
    looking->from = (size_t)from;
    looking->to = (size_t)to;
    for (size_t i = 0; i < STARTS && i < looking->count; i++) {
        size_t start = looking->starts[(looking->count - 1 - i) % STARTS];
        if (start + EXCERPT_BEFORE < (size_t)from) break;
        looking->from = start;
    }
    return SQLITE_OK;
}

static const char *excerpt(struct splitter *splitter, const struct wanted *wanted,
                           struct span words, struct arena *arena)
{
    struct looking looking = {.wanted = wanted};
    split(splitter, words, &looking, look_at_token);
    if (!looking.found) looking.to = words.len < EXCERPT_BYTES ? words.len : 0;
    /* the end of a sentence belongs to it */
    if (looking.to < words.len && byte_is_one_of(words.at[looking.to], ".!?)")) looking.to++;
    struct span part = span_trim(span_sub(words, looking.from, looking.to - looking.from));
    char *text = arena_printf(arena, "%s%.*s%s", looking.from ? "... " : "", SPAN_ARGS(part),
                              looking.to + 1 < words.len ? " ..." : "");
    for (char *at = text; at && *at; at++)
        if (*at == '\n') *at = ' ';
    return text;
}

/* ---- the search ---- */

struct finding {
    struct arena *arena;
    struct splitter splitter;
    struct wanted wanted;
};

static enum status take_hit(struct row *row, struct finding *finding, struct store_hit *ret)
{
    sqlite3_stmt *s = row->statement;
    enum review_kind kind = store_kind((const char *)sqlite3_column_text(s, 2));
    struct text words;
    struct store_hit hit = {.review = (uint32_t)sqlite3_column_int64(s, 0),
                            .title = row_bytes(row, 1)};
    if (kind == REVIEW_KIND_COUNT) row_damaged(row, "kind of entry");
    if (row->status) return row->status;
    enum status status =
        review_body_read(kind, row_span(row, 5), finding->arena, &hit.entry, row->error);
    if (status) return status;
    hit.entry->id = (struct review_id){kind, (uint32_t)sqlite3_column_int64(s, 3)};
    hit.entry->version = (uint32_t)sqlite3_column_int64(s, 4);
    hit.entry->author = row_bytes(row, 6);
    hit.entry->written = sqlite3_column_int64(s, 7);
    text_init(&words, 0);
    review_entry_words(hit.entry, &words);
    hit.excerpt = excerpt(&finding->splitter, &finding->wanted, text_span(&words), finding->arena);
    text_release(&words);
    if (!hit.excerpt || row->status) return arena_full(finding->arena, row->error);
    *ret = hit;
    return STATUS_OK;
}

/* A word that is in most entries would have each of them ranked: only the newest are. */
#define HITS(newest)                                                                               \
    "SELECT l.review, r.title, l.kind, l.number, l.version, l.body, c.author, c.at FROM"           \
    " (" newest ") h CROSS JOIN log l ON l.seq = h.seq"                                            \
    " CROSS JOIN review r ON r.number = l.review CROSS JOIN change c ON c.id = l.change"           \
    " ORDER BY h.score, h.seq DESC LIMIT ?3"

static enum status run_query(struct store *store, const struct text *query, uint32_t review,
                             size_t most, struct finding *finding, struct store_hit **ret,
                             size_t *ret_count, struct error *error)
{
    static const char all[] =
        HITS("SELECT rowid AS seq, rank AS score FROM words WHERE words MATCH ?1"
             " ORDER BY rowid DESC LIMIT 2000");
    static const char one[] = HITS(
        "SELECT words.rowid AS seq, words.rank AS score FROM words"
        " CROSS JOIN log f ON f.seq = words.rowid WHERE words MATCH ?1 AND f.review = ?2"
        " AND words.rowid BETWEEN (SELECT min(seq) FROM entry WHERE review = ?2)"
        " AND (SELECT max(seq) FROM entry WHERE review = ?2) ORDER BY words.rowid DESC LIMIT 2000");
    struct row row = {.arena = finding->arena, .error = error};
    struct store_hit *hits = arena_array(finding->arena, most + 1, sizeof *hits);
    size_t count = 0;
    int code = SQLITE_DONE;
    if (!hits) return arena_full(finding->arena, error);
    enum status status = store_prepare(store, review ? one : all, &row.statement, error);
    if (status) return status;
    store_bind_span(row.statement, 1, text_span(query));
    if (review) sqlite3_bind_int64(row.statement, 2, review);
    sqlite3_bind_int64(row.statement, 3, (sqlite3_int64)most);
    while (status == STATUS_OK && count < most &&
           (code = sqlite3_step(row.statement)) == SQLITE_ROW)
        status = take_hit(&row, finding, &hits[count++]);
    if (status == STATUS_OK && code != SQLITE_DONE && code != SQLITE_ROW)
        status = store_fail(store, code, "search", error);
    store_done(row.statement);
    if (status) return status;
    *ret = hits;
    *ret_count = count;
    return STATUS_OK;
}

enum status store_find(struct store *store, struct span words, uint32_t review, size_t most,
                       struct arena *arena, struct store_hit **ret, size_t *ret_count,
                       struct error *error)
{
    struct finding finding = {.arena = arena};
    struct text query;
    text_init(&query, 0);
    text_init(&finding.wanted.tokens, 0);
    enum status status = store_has_record(store, error);
    if (status == STATUS_OK) status = make_query(words, &query, error);
    if (status == STATUS_OK) status = open_splitter(store, &finding.splitter, error);
    if (status == STATUS_OK) {
        split(&finding.splitter, words, &finding.wanted, note_token);
        finding.wanted.prefix = query.at[query.len - 1] == '*';
        status = run_query(store, &query, review, most, &finding, ret, ret_count, error);
        finding.splitter.tokenizer.xDelete(finding.splitter.own);
    }
    text_release(&finding.wanted.tokens);
    text_release(&query);
    return status;
}
