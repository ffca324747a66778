/* An application's text log with two layouts in one file: logger lines with Java-like traces, and
 * the request lines of a development server, which state neither level nor zone. */
#include "bench/generate/maker.h"

/* clang-format off */
static const struct phrase phrases[] = {
    {DEBUG, "c.e.shop.Cache", "hit ratio {i}.{i} over {n} lookups, {N} bytes resident", NULL},
    {DEBUG, "c.e.shop.Pool", "lease {h} returned after {q} ms, {i} idle of 40", NULL},
    {DEBUG, "c.e.shop.Cache", "evicted {n} entries of region {k}", NULL},
    {DEBUG, "c.e.http.Client", "GET http://{s}.internal{t} -> 200 in {q} ms", NULL},
    {DEBUG, "c.e.sql.Session", "prepared statement S_{n} reused {n} times", NULL},
    {DEBUG, "c.e.queue.Consumer", "poll returned {i} messages from {k}-{i} at offset {N}", NULL},
    {DEBUG, "c.e.auth.Tokens", "token {h} refreshed, {n} s left", NULL},
    {INFO, "c.e.shop.Orders", "order {N} accepted for customer {N}, {i} lines, total {f} EUR", NULL},
    {INFO, "c.e.shop.Orders", "order {N} moved from PAID to PACKED", NULL},
    {INFO, "c.e.http.Access", "{t} 200 {q} ms request {u}", NULL},
    {INFO, "c.e.shop.Stock", "reserved {i} of article {N} in warehouse {c}", NULL},
    {INFO, "c.e.shop.Payments", "authorised {f} EUR with provider reference {H}", NULL},
    {INFO, "c.e.queue.Consumer", "committed offset {N} on {k}-{i}", NULL},
    {INFO, "c.e.shop.Mailer", "confirmation {u} handed to {w}:25 in {q} ms", NULL},
    {INFO, "c.e.jobs.Scheduler", "job {k}-sweep finished: {n} rows, {f} s", NULL},
    {INFO, "c.e.jobs.Scheduler", "job {k}-sweep starts on {w}", NULL},
    {INFO, "c.e.shop.Search", "query took {q} ms, {n} hits, page {i}", NULL},
    {INFO, "c.e.auth.Login", "user {e} signed in from {a}", NULL},
    {INFO, "c.e.auth.Login", "user {e} signed out after {n} s", NULL},
    {INFO, "c.e.config.Watcher", "reloaded {D}/limits.yaml, {i} keys changed", NULL},
    {INFO, "c.e.shop.Prices", "price list {v} active for region {c}, {N} articles", NULL},
    {INFO, "c.e.shop.Carts", "merged cart {h} into {h}, {i} lines", NULL},
    {INFO, "c.e.cluster.Members", "{w} joined, {i} members, epoch {n}", NULL},
    {INFO, "c.e.cluster.Members", "{w} left, {i} members, epoch {n}", NULL},
    {INFO, "c.e.shop.Refunds", "refund {N} of {f} EUR queued", NULL},
    {INFO, "c.e.shop.Shipping", "label {H} printed at {w}", NULL},
    {INFO, "c.e.health.Budget", "error budget of {s}: {f} % left after {n} requests", NULL},
    {INFO, "c.e.http.Client", "retry {i} of 3 for {s}{t} succeeded, last ERROR was a timeout", NULL},
    {INFO, "c.e.flags.Store", "flag {k}.fast-path is {i} % for {c}", NULL},
    {INFO, "c.e.export.Writer", "wrote {N} bytes to {D}/{k}.csv", NULL},
    {INFO, "c.e.shop.Coupons", "coupon {h} redeemed {n} times", NULL},
    {INFO, "c.e.gc.Pauses", "young collection {q} ms, {n} MB to {n} MB", NULL},
    {INFO, "c.e.tls.Keys", "certificate for {s}.shop.example valid for {i} more days", NULL},
    {INFO, "c.e.shop.Reviews", "review {N} published, {i} words", NULL},
    {INFO, "c.e.migrate.Runner", "migration {n} applied to {k} in {f} s", NULL},
    {INFO, "c.e.shop.Feeds", "feed {c} delivered {N} articles to partner {n}", NULL},
    {INFO, "c.e.rate.Limiter", "bucket {e} refilled to {n} tokens", NULL},
    {WARNING, "c.e.shop.Pool", "waited {q} ms for a connection, {i} in use of 40", NULL},
    {WARNING, "c.e.http.Client", "{s}{t} answered 503, retry {i} of 3 in {q} ms", NULL},
    {WARNING, "c.e.queue.Consumer", "lag of {k}-{i} is {N} messages", NULL},
    {WARNING, "c.e.shop.Stock", "article {N} below reorder level ({i} left)", NULL},
    {WARNING, "c.e.gc.Pauses", "full collection took {q} ms, heap {n} MB after", NULL},
    {WARNING, "c.e.auth.Login", "{i} failed sign-ins for {e} from {a} within {i} s", NULL},
    {WARNING, "c.e.cluster.Members", "{w} missed {i} heartbeats", NULL},
    {WARNING, "c.e.config.Watcher", "unknown key {k}.limit in {D}/limits.yaml ignored", NULL},
    {WARNING, "c.e.sql.Session", "slow statement on {k}: {q} ms, {N} rows", NULL},
    {WARNING, "c.e.rate.Limiter", "{e} throttled, {n} requests over", NULL},
    {WARNING, "c.e.tls.Keys", "certificate for {s}.shop.example ends in {i} days", NULL},
    {ERROR, "c.e.shop.Payments", "provider declined capture {H}, code {n}", NULL},
    {ERROR, "c.e.shop.Orders", "order {N} could not be stored", "java.sql.SQLTransientConnectionException: pool main: no connection within {q} ms"},
    {ERROR, "c.e.http.Access", "{t} 500 {q} ms request {u}", "java.lang.IllegalStateException: cart {h} has no owner"},
    {ERROR, "c.e.queue.Consumer", "record at {k}-{i} offset {N} cannot be read", "java.io.UncheckedIOException: truncated frame, {n} of {n} bytes"},
    {ERROR, "c.e.http.Client", "giving up on {s}{t} after 3 tries", "java.net.SocketTimeoutException: read timed out after {q} ms"},
    {ERROR, "c.e.shop.Search", "index segment {h} does not answer", "java.util.concurrent.TimeoutException: {q} ms passed"},
    {ERROR, "c.e.export.Writer", "{D}/{k}.csv is incomplete", "java.nio.file.FileSystemException: {D}: No space left on device"},
    {ERROR, "c.e.shop.Stock", "reservation {u} lost its lock", NULL},
    {ERROR, "c.e.shop.Mailer", "{w}:25 refused {n} recipients", NULL},
    {ERROR, "c.e.jobs.Scheduler", "job {k}-sweep stopped after {n} rows", "java.lang.NullPointerException: row {N} has no owner_id"},
    {ERROR, "c.e.auth.Tokens", "signature of token {h} does not match key {h}", NULL},
    {CRITICAL, "c.e.shop.Pool", "all 40 connections are gone, no request can be served", NULL},
    {CRITICAL, "c.e.cluster.Members", "quorum lost, {i} of 5 members reachable", NULL},
    {CRITICAL, "c.e.Main", "heap is exhausted, stopping", "java.lang.OutOfMemoryError: Java heap space"},
};
/* clang-format on */

static const char *const words[LEVELS] = {"", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"};

static void frames(struct maker *maker, uint32_t count)
{
    static const char *const calls[] = {
        "com.example.shop.Orders.store(Orders.java:{n})",
        "com.example.shop.Carts$Merger.apply(Carts.java:{n})",
        "com.example.sql.Session.execute(Session.java:{n})",
        "com.example.http.Access.doFilter(Access.java:{n})",
        "com.example.queue.Consumer.lambda$poll$0(Consumer.java:{n})",
        "com.zaxxer.hikari.pool.HikariPool.getConnection(HikariPool.java:{n})",
        "org.postgresql.jdbc.PgStatement.execute(PgStatement.java:{n})",
        "java.base/java.util.concurrent.ThreadPoolExecutor.runWorker(ThreadPoolExecutor.java:1136)",
        "java.base/java.util.concurrent.FutureTask.run(FutureTask.java:264)",
        "java.base/java.lang.Thread.run(Thread.java:833)",
    };
    for (uint32_t i = 0; i < count; i++) {
        put_text(maker, "\tat ");
        put_phrase(maker, calls[maker_below(maker, 10)]);
        put_line_end(maker);
    }
}

static void trace(struct maker *maker, const char *exception)
{
    put_phrase(maker, exception);
    put_line_end(maker);
    frames(maker, 5 + maker_below(maker, 18));
    if (maker_below(maker, 3) == 0) return;
    put_phrase(maker, "Caused by: java.io.IOException: peer {a}:{n} reset the connection");
    put_line_end(maker);
    frames(maker, 2 + maker_below(maker, 6));
    put_phrase(maker, "\t... {i} more");
    put_line_end(maker);
}

static void request_line(struct maker *maker, int64_t now)
{
    static const char *const answers[] = {"200", "200", "200", "304", "201", "404", "500"};
    struct stamp stamp = stamp_of(now);
    put_char(maker, '[');
    put_padded(maker, stamp.day, 2, '0');
    put_char(maker, '/');
    put_text(maker, month_name(stamp.month));
    put_text(maker, "/2026 ");
    put_clock(maker, &stamp);
    put_text(maker, maker_below(maker, 4) ? "] \"GET " : "] \"POST ");
    put_phrase(maker, "{t}?page={i}&v={v} HTTP/1.1\" ");
    put_text(maker, answers[maker_below(maker, 7)]);
    put_phrase(maker, " {n}");
    put_line_end(maker);
    count_unclear(maker, NONE, now - now % NS_PER_S);
}

static void record(struct maker *maker, const struct phrase *phrase, int64_t now)
{
    if (maker_below(maker, 100) < 38) {
        request_line(maker, now);
        return;
    }
    struct stamp stamp = stamp_of(now);
    put_date(maker, &stamp);
    put_char(maker, ' ');
    put_clock(maker, &stamp);
    put_char(maker, ',');
    put_padded(maker, stamp.nanosecond / 1000000, 3, '0');
    put_char(maker, ' ');
    put_text(maker, words[phrase->level]);
    put_phrase(maker, " [http-exec-{i}] ");
    put_text(maker, phrase->source);
    put_text(maker, " - ");
    put_phrase(maker, phrase->text);
    put_line_end(maker);
    if (phrase->extra) trace(maker, phrase->extra);
    count_record(maker, phrase->level, now - now % NS_PER_MS);
}

const struct kind kind_app_text = {
    .file = "app.log",
    .zone = "not stated, read as UTC",
    .why_unclear = "request lines state no level; a reader may take one from the HTTP status",
    .unclear_may_be = "[\"info\", \"warning\", \"error\"]",
    .start = INT64_C(1772618537) * NS_PER_S,
    .phrases = phrases,
    .phrase_count = sizeof phrases / sizeof phrases[0],
    .record = record,
};
