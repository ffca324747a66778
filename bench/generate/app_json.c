/* A service's JSON lines in two shapes that alternate, as when two libraries write to one stream:
 * other keys, other level words, ISO text in the one and epoch milliseconds in the other. */
#include "bench/generate/maker.h"

/* clang-format off */
static const struct phrase phrases[] = {
    {DEBUG, "cache", "lookup {h} missed, {n} keys held", NULL},
    {DEBUG, "db", "pool checkout took {q} us, {i} idle", NULL},
    {DEBUG, "http", "header x-session {h} accepted", NULL},
    {DEBUG, "queue", "ack {N} on {k}", NULL},
    {DEBUG, "flags", "evaluated {k}.beta for {e}: off", NULL},
    {DEBUG, "auth", "key {h} served from memory", NULL},
    {INFO, "http", "GET {t} 200 in {q} ms", NULL},
    {INFO, "http", "POST {t} 201 in {q} ms", NULL},
    {INFO, "http", "GET {t} 304 in {i} ms", NULL},
    {INFO, "orders", "order {N} placed, {i} lines", NULL},
    {INFO, "orders", "order {N} shipped from {c}", NULL},
    {INFO, "orders", "order {N} cancelled by customer", NULL},
    {INFO, "payments", "captured {f} EUR, reference {H}", NULL},
    {INFO, "payments", "refund {H} settled after {i} days", NULL},
    {INFO, "db", "select from {k}: {n} rows, {q} ms", NULL},
    {INFO, "db", "vacuum hint for {k} sent", NULL},
    {INFO, "queue", "published {H} to {k}", NULL},
    {INFO, "queue", "consumer {w} owns {i} partitions", NULL},
    {INFO, "cache", "warmed {n} keys for {c}", NULL},
    {INFO, "cache", "flushed region {k}", NULL},
    {INFO, "auth", "sign-in of {e} from {a}", NULL},
    {INFO, "auth", "second factor confirmed for {e}", NULL},
    {INFO, "auth", "session {h} ended after {n} s", NULL},
    {INFO, "search", "{n} hits for 3 words in {q} ms", NULL},
    {INFO, "search", "segment {h} merged, {N} documents", NULL},
    {INFO, "mail", "message {h} handed to {w}", NULL},
    {INFO, "jobs", "{k}-sweep done, {n} rows in {f} s", NULL},
    {INFO, "jobs", "{k}-sweep begins", NULL},
    {INFO, "flags", "flag {k}.beta set to {i} % by {e}", NULL},
    {INFO, "stock", "article {N}: {i} reserved in {c}", NULL},
    {INFO, "stock", "count of {N} corrected to {n}", NULL},
    {INFO, "prices", "list {v} published for {c}", NULL},
    {INFO, "export", "{D}/{k}.csv written, {N} bytes", NULL},
    {INFO, "hooks", "delivered {h} to partner {n}, 200", NULL},
    {INFO, "hooks", "partner {n} paused by {e}", NULL},
    {INFO, "health", "probe {s} ok in {q} us", NULL},
    {INFO, "health", "error rate of {s} back to 0.{i} %", NULL},
    {INFO, "config", "read {D}/app.toml, {i} keys", NULL},
    {INFO, "tls", "handshake with {a} in {i} ms", NULL},
    {INFO, "main", "release {v} answers on port {P}", NULL},
    {WARNING, "db", "no idle connection, {i} waiting", NULL},
    {WARNING, "db", "statement on {k} took {q} ms", NULL},
    {WARNING, "http", "client {a} sent {N} bytes, limit reached", NULL},
    {WARNING, "queue", "lag of {k} is {N}", NULL},
    {WARNING, "payments", "provider answered in {q} ms", NULL},
    {WARNING, "hooks", "partner {n} answered 503, try {i}", NULL},
    {WARNING, "auth", "{i} wrong passwords for {e}", NULL},
    {WARNING, "cache", "memory at {i} %, evicting", NULL},
    {WARNING, "tls", "certificate ends in {i} days", NULL},
    {WARNING, "stock", "article {N} oversold by {i}", NULL},
    {ERROR, "db", "pool empty for {q} ms, request {h} dropped", NULL},
    {ERROR, "db", "connection to {w} lost", NULL},
    {ERROR, "http", "GET {t} 500 in {q} ms", NULL},
    {ERROR, "http", "POST {t} 503 in {q} ms", NULL},
    {ERROR, "payments", "capture {H} declined, code {n}", NULL},
    {ERROR, "queue", "publish to {k} timed out", NULL},
    {ERROR, "search", "segment {h} unreadable", NULL},
    {ERROR, "mail", "{w} refused message {h}", NULL},
    {ERROR, "jobs", "{k}-sweep stopped at row {N}", NULL},
    {ERROR, "export", "no space left for {D}/{k}.csv", NULL},
    {ERROR, "hooks", "gave up on partner {n} after {i} tries", NULL},
    {CRITICAL, "main", "cannot bind port {P}", NULL},
    {CRITICAL, "db", "schema {n} is newer than this release", NULL},
};
/* clang-format on */

static void iso_shape(struct maker *maker, const struct phrase *phrase, int64_t now)
{
    static const char *const words[LEVELS] = {"", "debug", "info", "warn", "error", "fatal"};
    struct stamp stamp = stamp_of(now);
    put_text(maker, "{\"time\":\"");
    put_date(maker, &stamp);
    put_char(maker, 'T');
    put_clock(maker, &stamp);
    put_char(maker, '.');
    put_padded(maker, stamp.nanosecond / 1000000, 3, '0');
    put_text(maker, "Z\",\"level\":\"");
    put_text(maker, words[phrase->level]);
    put_text(maker, "\",\"component\":\"");
    put_text(maker, phrase->source);
    put_phrase(maker, "\",\"req\":\"{h}{h}\",\"msg\":\"");
    put_phrase(maker, phrase->text);
    put_phrase(maker, "\",\"host\":\"{w}\",\"ms\":{q}}");
}

static void epoch_shape(struct maker *maker, const struct phrase *phrase, int64_t now)
{
    static const char *const words[LEVELS] = {"", "DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"};
    put_text(maker, "{\"severity\":\"");
    put_text(maker, words[phrase->level]);
    put_text(maker, "\",\"logger\":\"shop.");
    put_text(maker, phrase->source);
    put_text(maker, "\",\"message\":\"");
    put_phrase(maker, phrase->text);
    put_phrase(maker, "\",\"trace_id\":\"{H}{H}\",\"ts\":");
    put_number(maker, (uint64_t)(now / NS_PER_MS));
    put_phrase(maker, ",\"pid\":{n}}");
}

static void record(struct maker *maker, const struct phrase *phrase, int64_t now)
{
    if (maker->tally.records & 1)
        epoch_shape(maker, phrase, now);
    else
        iso_shape(maker, phrase, now);
    put_line_end(maker);
    count_record(maker, phrase->level, now - now % NS_PER_MS);
}

const struct kind kind_app_json = {
    .file = "app.jsonl",
    .zone = "UTC, stated",
    .start = INT64_C(1772618537) * NS_PER_S,
    .phrases = phrases,
    .phrase_count = sizeof phrases / sizeof phrases[0],
    .record = record,
};
