/* One database server's log, twice: as text with "%m [%p] %q%u@%d " before each message and
 * statements over several lines, and as jsonlog with a zone of one hour east. */
#include "bench/generate/maker.h"

#include <string.h>

/* `source` is "user@database", or "" for the server's own processes; `extra` is the detail. */
/* clang-format off */
static const struct phrase phrases[] = {
    {INFO, "app@shop", "duration: {q}.{i} ms  execute S_{n}: SELECT id, state, total FROM {k} WHERE owner_id = $1 ORDER BY id DESC LIMIT {i}", "parameters: $1 = '{N}'"},
    {INFO, "app@shop", "duration: {q}.{i} ms  statement: UPDATE {k}\n\tSET state = 'packed',\n\t    touched_at = now()\n\tWHERE id = {N}\n\t  AND state = 'paid'", NULL},
    {INFO, "app@shop", "duration: {q}.{i} ms  statement: INSERT INTO {k} (id, owner_id, body) VALUES ({N}, {N}, '{H}')", NULL},
    {INFO, "", "connection received: host={a} port={P}", NULL},
    {INFO, "app@shop", "connection authorized: user={e} database=shop application_name={s}/{v} SSL enabled (protocol=TLSv1.3, cipher=TLS_AES_256_GCM_SHA384, bits=256)", NULL},
    {INFO, "app@shop", "disconnection: session time: 0:{i}:{f} user={e} database=shop host={a} port={P}", NULL},
    {INFO, "report@dwh", "duration: {n}.{i} ms  statement: WITH recent AS (\n\t    SELECT owner_id, sum(total) AS total\n\t    FROM {k}\n\t    WHERE created_at > now() - interval '{i} days'\n\t    GROUP BY owner_id\n\t)\n\tSELECT * FROM recent ORDER BY total DESC LIMIT {n}", NULL},
    {INFO, "report@dwh", "temporary file: path \"base/pgsql_tmp/pgsql_tmp{n}.{i}\", size {N}", NULL},
    {INFO, "", "checkpoint starting: time", NULL},
    {INFO, "", "checkpoint complete: wrote {n} buffers ({i}.{i}%); 0 WAL file(s) added, {i} removed, {i} recycled; write={f} s, sync={f} s, total={f} s; sync files={n}, longest={f} s, average={f} s; distance={N} kB, estimate={N} kB", NULL},
    {INFO, "", "automatic vacuum of table \"shop.public.{k}\": index scans: {i}\n\tpages: {i} removed, {n} remain, {n} scanned\n\ttuples: {n} removed, {N} remain, {i} are dead but not yet removable\n\tbuffer usage: {N} hits, {n} misses, {n} dirtied\n\tsystem usage: CPU: user: {f} s, system: {f} s, elapsed: {f} s", NULL},
    {INFO, "", "automatic analyze of table \"shop.public.{k}\"\n\tavg read rate: {f} MB/s, avg write rate: {f} MB/s\n\tbuffer usage: {N} hits, {n} misses, {n} dirtied", NULL},
    {INFO, "app@shop", "process {n} still waiting for ShareLock on transaction {N} after {q}.{i} ms", "Process holding the lock: {n}. Wait queue: {n}, {n}."},
    {INFO, "app@shop", "process {n} acquired ShareLock on transaction {N} after {q}.{i} ms", NULL},
    {INFO, "app@shop", "process {n} still waiting for RowExclusiveLock on relation {N} of database {n} after {q}.{i} ms", "Process holding the lock: {n}. Wait queue: {n}."},
    {INFO, "app@shop", "could not receive data from client: Connection reset by peer", NULL},
    {INFO, "app@shop", "unexpected EOF on client connection with an open transaction", NULL},
    {INFO, "", "restored log file \"00000001000000{h}\" from archive", NULL},
    {INFO, "", "started streaming WAL from primary at {i}/{h} on timeline {i}", NULL},
    {INFO, "", "recovery restart point at {i}/{h}", "Last completed transaction was at log time 2026-03-04 09:{i}:00.1+00."},
    {INFO, "", "parameter \"work_mem\" changed to \"{n}kB\"", NULL},
    {INFO, "", "received SIGHUP, reloading configuration files", NULL},
    {INFO, "etl@dwh", "duration: {q}.{i} ms  statement: COPY {k} FROM STDIN WITH (FORMAT csv, HEADER true)", NULL},
    {INFO, "etl@dwh", "duration: {n}.{i} ms  statement: CREATE INDEX CONCURRENTLY {k}_{h}\n\tON {k} (owner_id, created_at)", NULL},
    {INFO, "replica@[unknown]", "received replication command: START_REPLICATION SLOT \"slot_{i}\" {i}/{h} TIMELINE {i}", NULL},
    {INFO, "", "background worker \"parallel worker\" (PID {n}) exited with exit code {i}", NULL},
    {INFO, "app@shop", "duration: {i}.{i} ms  bind S_{n}: SELECT 1", NULL},
    {INFO, "app@shop", "duration: {q}.{i} ms  execute <unnamed>: DELETE FROM sessions WHERE expires_at < $1", "parameters: $1 = '2026-03-04 07:00:00+00'"},
    {INFO, "app@shop", "duration: {q}.{i} ms  statement: SELECT l.id, l.amount\n\tFROM ledger_rows l\n\tJOIN {k} x ON x.id = l.ref\n\tWHERE l.owner_id = {N}", NULL},
    {INFO, "app@shop", "duration: {i}.{i} ms  statement: BEGIN", NULL},
    {INFO, "app@shop", "duration: {i}.{i} ms  statement: COMMIT", NULL},
    {INFO, "app@shop", "duration: {i}.{i} ms  statement: ROLLBACK", NULL},
    {INFO, "mira@shop", "statement: SELECT pid, state, query FROM pg_stat_activity WHERE wait_event = 'Lock'", NULL},
    {INFO, "mira@shop", "duration: {n}.{i} ms  plan:\n\tQuery Text: SELECT * FROM {k} WHERE note = 'ERROR {i}'\n\tSeq Scan on {k}  (cost=0.00..{n}.00 rows={n} width={i})\n\t  Filter: (note = 'ERROR {i}'::text)", NULL},
    {DEBUG, "app@shop", "CommitTransaction(1) name: unnamed; blockState: END; state: INPROGRESS, xid/subid/cid: {N}/1/{i}", NULL},
    {DEBUG, "", "server process (PID {n}) exited with exit code 0", NULL},
    {DEBUG, "", "autovacuum: processing database \"shop\"", NULL},
    {DEBUG, "", "snapshot of {i}+{i} running transaction ids (lsn {i}/{h} oldest xid {N} latest complete {N} next xid {N})", NULL},
    {WARNING, "app@shop", "there is already a transaction in progress", NULL},
    {WARNING, "app@shop", "there is no transaction in progress", NULL},
    {WARNING, "", "worker took too long to start; canceled", NULL},
    {WARNING, "", "oldest xmin is far in the past", "Transaction {N} has been open for {n} s."},
    {WARNING, "", "archive command took {n} s for \"00000001000000{h}\"", NULL},
    {WARNING, "etl@dwh", "skipping \"{k}\" --- only table or database owner can vacuum it", NULL},
    {WARNING, "", "could not open statistics file \"pg_stat_tmp/{n}.stat\": Operation not permitted", NULL},
    {ERROR, "app@shop", "duplicate key value violates unique constraint \"{k}_pkey\"", "Key (id)=({N}) already exists."},
    {ERROR, "app@shop", "deadlock detected", "Process {n} waits for ShareLock on transaction {N}; blocked by process {n}.\n\tProcess {n} waits for ShareLock on transaction {N}; blocked by process {n}."},
    {ERROR, "app@shop", "canceling statement due to statement timeout", NULL},
    {ERROR, "app@shop", "canceling statement due to user request", NULL},
    {ERROR, "app@shop", "current transaction is aborted, commands ignored until end of transaction block", NULL},
    {ERROR, "app@shop", "insert or update on table \"{k}\" violates foreign key constraint \"{k}_owner_fk\"", "Key (owner_id)=({N}) is not present in table \"customers\"."},
    {ERROR, "app@shop", "null value in column \"owner_id\" of relation \"{k}\" violates not-null constraint", "Failing row contains ({N}, null, {H})."},
    {ERROR, "app@shop", "could not serialize access due to concurrent update", NULL},
    {ERROR, "app@shop", "invalid input syntax for type uuid: \"{H}\"", NULL},
    {ERROR, "etl@dwh", "relation \"{k}_{h}\" does not exist at character {i}", NULL},
    {ERROR, "etl@dwh", "permission denied for table {k}", NULL},
    {ERROR, "report@dwh", "column \"{k}_total\" does not exist at character {i}", NULL},
    {ERROR, "report@dwh", "canceling statement due to conflict with recovery", "User query might have needed to see row versions that must be removed."},
    {CRITICAL, "app@shop", "remaining connection slots are reserved for non-replication superuser connections", NULL},
    {CRITICAL, "{e}@shop", "password authentication failed for user \"{e}\"", "Connection matched pg_hba.conf line {i}."},
    {CRITICAL, "app@shop", "terminating connection due to administrator command", NULL},
};
/* clang-format on */

static const char *const statements[] = {
    "INSERT INTO {k} (id, owner_id, total)\n\tVALUES ({N}, {N}, {f})",
    "UPDATE {k} SET state = 'paid' WHERE id = {N}",
    "SELECT * FROM {k} WHERE id = '{H}'",
    "WITH due AS (\n\t    SELECT id FROM {k} WHERE due < now()\n\t)\n\tDELETE FROM {k} USING due",
};

static const char *severity(const struct phrase *phrase)
{
    static const char *const words[LEVELS] = {"", "DEBUG1", "LOG", "WARNING", "ERROR", "FATAL"};
    return words[phrase->level];
}

static void line(struct maker *maker, const struct stamp *stamp, unsigned process,
                 const char *session, const char *word, const char *text)
{
    put_date(maker, stamp);
    put_char(maker, ' ');
    put_clock(maker, stamp);
    put_char(maker, '.');
    put_padded(maker, stamp->nanosecond / 1000000, 3, '0');
    put_text(maker, " UTC [");
    put_number(maker, process);
    put_text(maker, "] ");
    put_phrase(maker, session);
    if (*session) put_char(maker, ' ');
    put_text(maker, word);
    put_text(maker, ":  ");
    put_phrase(maker, text);
    put_line_end(maker);
}

static void record_text(struct maker *maker, const struct phrase *phrase, int64_t now)
{
    struct stamp stamp = stamp_of(now);
    int64_t at = now - now % NS_PER_MS;
    unsigned process = 900 + maker_below(maker, 30000);
    line(maker, &stamp, process, phrase->source, severity(phrase), phrase->text);
    count_record(maker, phrase->level, at);
    if (phrase->extra) {
        line(maker, &stamp, process, phrase->source, "DETAIL", phrase->extra);
        count_unclear(maker, NONE, at);
    }
    if (phrase->level == ERROR) {
        const char *statement = statements[maker_below(maker, 4)];
        line(maker, &stamp, process, phrase->source, "STATEMENT", statement);
        count_unclear(maker, NONE, at);
    }
}

static void member(struct maker *maker, const char *key, const char *text)
{
    put_text(maker, ",\"");
    put_text(maker, key);
    put_text(maker, "\":\"");
    maker->json = true;
    put_phrase(maker, text);
    maker->json = false;
    put_char(maker, '"');
}

static void json_session(struct maker *maker, const char *session)
{
    const char *at = strchr(session, '@');
    if (!at) return;
    put_text(maker, "\"user\":\"");
    if (session[0] == '{')
        put_phrase(maker, "{e}");
    else
        for (const char *c = session; c < at; c++) put_char(maker, *c);
    put_char(maker, '"');
    member(maker, "dbname", at + 1);
    put_char(maker, ',');
}

static void record_json(struct maker *maker, const struct phrase *phrase, int64_t now)
{
    struct stamp stamp = stamp_of(now + 3600 * NS_PER_S);
    put_text(maker, "{\"timestamp\":\"");
    put_date(maker, &stamp);
    put_char(maker, ' ');
    put_clock(maker, &stamp);
    put_char(maker, '.');
    put_padded(maker, stamp.nanosecond / 1000000, 3, '0');
    put_text(maker, " CET\",");
    json_session(maker, phrase->source);
    put_phrase(maker, "\"pid\":{n}");
    if (*phrase->source) put_phrase(maker, ",\"remote_host\":\"{a}\",\"remote_port\":{P}");
    put_phrase(maker, ",\"session_id\":\"69a7{h}.{n}\",\"line_num\":{n}");
    if (*phrase->source)
        member(maker, "ps", phrase->level == INFO ? "SELECT" : "idle in transaction");
    put_text(maker, ",\"session_start\":\"2026-03-04 07:12:40 CET\"");
    put_phrase(maker, ",\"vxid\":\"{i}/{n}\",\"txid\":{N}");
    member(maker, "error_severity", severity(phrase));
    if (phrase->level >= ERROR) member(maker, "state_code", "23505");
    member(maker, "message", phrase->text);
    if (phrase->extra) member(maker, "detail", phrase->extra);
    if (phrase->level == ERROR) member(maker, "statement", statements[maker_below(maker, 4)]);
    if (*phrase->source) member(maker, "application_name", "{s}/{v}");
    member(maker, "backend_type", *phrase->source ? "client backend" : "checkpointer");
    put_phrase(maker, ",\"query_id\":{N}{N}}");
    put_line_end(maker);
    count_record(maker, phrase->level, now - now % NS_PER_MS);
}

const struct kind kind_postgres = {
    .file = "postgres.log",
    .zone = "UTC, stated",
    .why_unclear = "DETAIL and STATEMENT lines are stamped records without a severity of their own",
    .unclear_may_be = "[\"info\", \"error\", \"warning\", \"critical\"]",
    .start = INT64_C(1772618537) * NS_PER_S,
    .phrases = phrases,
    .phrase_count = sizeof phrases / sizeof phrases[0],
    .record = record_text,
};

const struct kind kind_postgres_json = {
    .file = "pgjson.jsonl",
    .zone = "CET (+01:00), stated",
    .start = INT64_C(1772618537) * NS_PER_S,
    .phrases = phrases,
    .phrase_count = sizeof phrases / sizeof phrases[0],
    .record = record_json,
};
