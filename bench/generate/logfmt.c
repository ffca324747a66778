/* logfmt as a metrics and log store writes it about itself; the time is first or after the level.
 */
#include "bench/generate/maker.h"

/* clang-format off */
static const struct phrase phrases[] = {
    {DEBUG, "compactor.go", "planning compaction", "user={e} blocks={i}"},
    {DEBUG, "ring.go", "token ownership computed", "instance={w} tokens={n}"},
    {DEBUG, "cache.go", "index entry fetched", "key={h} hit=true"},
    {DEBUG, "scheduler.go", "querier asked for work", "addr={a}:{P} waiting={i}"},
    {DEBUG, "wal.go", "segment rotated", "segment={n} dir={D}"},
    {INFO, "head.go", "head truncated", "mint={N} maxt={N} series={N} took={f}s"},
    {INFO, "head.go", "replaying write-ahead log", "segment={n} of={n}"},
    {INFO, "compact.go", "block written", "block={H} mint={N} maxt={N} duration={f}s"},
    {INFO, "compact.go", "blocks compacted", "count={i} depth={i} out={H}"},
    {INFO, "metrics.go", "query served", "org={e} latency=fast range={n}m length={i}m duration={f}s status=200 limit={n} returned={n} bytes={N}"},
    {INFO, "metrics.go", "query served", "org={e} latency=slow range={n}h length={i}h duration={f}s status=200 limit={n} returned={n} bytes={N}"},
    {INFO, "table_manager.go", "tables synced", "count={i} expected={i}"},
    {INFO, "table.go", "index downloaded", "table={k}_{n} files={i} duration={f}s"},
    {INFO, "flush.go", "stream flushed", "stream={H} age={i}m size={N} reason=full"},
    {INFO, "flush.go", "stream flushed", "stream={H} age={i}m size={N} reason=idle"},
    {INFO, "checkpoint.go", "checkpoint finished", "elapsed={f}s series={N}"},
    {INFO, "checkpoint.go", "checkpoint started", "dir={D} segments={i}"},
    {INFO, "filetarget.go", "tail routine started", "path={D}/{s}.log"},
    {INFO, "filetarget.go", "tail routine stopped", "path={D}/{s}.log position={N}"},
    {INFO, "positions.go", "positions written", "file={D}/positions.yaml entries={n}"},
    {INFO, "ring.go", "instance joined the ring", "instance={w} zone={c}"},
    {INFO, "ring.go", "instance left the ring", "instance={w} zone={c}"},
    {INFO, "memberlist.go", "gossip round finished", "members={i} took={q}ms"},
    {INFO, "rules.go", "rule group evaluated", "group={k} rules={i} took={q}ms"},
    {INFO, "notifier.go", "alert batch delivered", "receiver={s} alerts={i} took={q}ms"},
    {INFO, "scrape.go", "scrape pool reloaded", "pool={s} targets={n}"},
    {INFO, "discovery.go", "targets discovered", "provider={c} targets={n} dropped={i}"},
    {INFO, "http.go", "request handled", "method=GET path={t} status=200 duration={q}ms remote={a}:{P} traceID={H}{H}"},
    {INFO, "http.go", "request handled", "method=POST path={t} status=204 duration={q}ms remote={a}:{P} traceID={H}{H}"},
    {INFO, "bucket.go", "object uploaded", "bucket={s}-{c} object={H} bytes={N}"},
    {INFO, "bucket.go", "object deleted", "bucket={s}-{c} object={H}"},
    {INFO, "retention.go", "tenant swept", "org={e} marked={n} kept={N}"},
    {INFO, "config.go", "configuration loaded", "file={D}/store.yaml took={q}ms"},
    {INFO, "tls.go", "certificate reloaded", "name={s}.shop.example days={i}"},
    {INFO, "limits.go", "overrides applied", "tenants={i} version={v}"},
    {INFO, "replicator.go", "segment shipped", "peer={w} segment={n} bytes={N}"},
    {INFO, "replicator.go", "peer caught up", "peer={w} lag={f}s"},
    {INFO, "admin.go", "snapshot created", "name=snap-{h} by={e}"},
    {INFO, "retry.go", "operation succeeded after error", "op=upload attempt={i} last_error=timeout"},
    {WARNING, "distributor.go", "write rejected, rate limited", "org={e} limit={N} lines={n}"},
    {WARNING, "scrape.go", "scrape exceeded its limit", "pool={s} target={a}:{n} samples={N}"},
    {WARNING, "head.go", "out of order samples dropped", "series={H} count={n}"},
    {WARNING, "querier.go", "query takes long", "org={e} elapsed={f}s range={n}h"},
    {WARNING, "memberlist.go", "member suspected", "member={w} missed={i}"},
    {WARNING, "bucket.go", "object store slow", "op=get took={q}ms bucket={s}-{c}"},
    {WARNING, "notifier.go", "alert queue nearly full", "queued={n} capacity={n}"},
    {WARNING, "wal.go", "disk nearly full", "dir={D} free={N}"},
    {WARNING, "config.go", "setting is deprecated", "setting={k}.limit since={v}"},
    {ERROR, "distributor.go", "write failed", "org={e} err=\"rpc error: code = Unavailable desc = {w} is gone\""},
    {ERROR, "scrape.go", "scrape failed", "target={a}:{n} err=\"context deadline exceeded after {i}s\""},
    {ERROR, "flush.go", "flush failed", "stream={H} err=\"put object: 503 slow down\" retry={i}"},
    {ERROR, "querier.go", "query failed", "org={e} err=\"too many outstanding requests\" status=429"},
    {ERROR, "http.go", "request failed", "method=GET path={t} status=500 duration={q}ms err=\"segment {h} is missing\" traceID={H}{H}"},
    {ERROR, "http.go", "request failed", "method=POST path={t} status=502 duration={q}ms err=\"upstream {w} closed\" traceID={H}{H}"},
    {ERROR, "compact.go", "compaction stopped", "block={H} err=\"overlapping chunks\" kept={i}"},
    {ERROR, "notifier.go", "alert delivery failed", "receiver={s} err=\"dial tcp {a}:9093: connection refused\""},
    {ERROR, "rules.go", "rule evaluation failed", "group={k} err=\"many-to-many matching\" rule={i}"},
    {ERROR, "wal.go", "write-ahead log write failed", "dir={D} err=\"no space left on device\""},
    {ERROR, "replicator.go", "peer unreachable", "peer={w} err=\"i/o timeout\" attempt={i}"},
    {ERROR, "table.go", "index upload failed", "table={k}_{n} err=\"checksum {h} differs\""},
};
/* clang-format on */

static void stamp_text(struct maker *maker, const char *key, int64_t now)
{
    struct stamp stamp = stamp_of(now);
    put_text(maker, key);
    put_date(maker, &stamp);
    put_char(maker, 'T');
    put_clock(maker, &stamp);
    put_char(maker, '.');
    put_padded(maker, stamp.nanosecond, 9, '0');
    put_char(maker, 'Z');
}

static void record(struct maker *maker, const struct phrase *phrase, int64_t now)
{
    static const char *const words[LEVELS] = {"", "debug", "info", "warn", "error", "error"};
    bool level_first = maker_below(maker, 4) == 0; /* one component writes its keys in this order */
    if (level_first) {
        put_text(maker, "level=");
        put_text(maker, words[phrase->level]);
        stamp_text(maker, " ts=", now);
    } else {
        stamp_text(maker, "ts=", now);
    }
    put_text(maker, " caller=");
    put_text(maker, phrase->source);
    put_char(maker, ':');
    put_number(maker, 20 + maker_below(maker, 800));
    if (!level_first) {
        put_text(maker, " level=");
        put_text(maker, words[phrase->level]);
    }
    put_text(maker, " msg=\"");
    put_text(maker, phrase->text);
    put_text(maker, "\" ");
    put_phrase(maker, phrase->extra);
    put_line_end(maker);
    count_record(maker, phrase->level, now);
}

const struct kind kind_logfmt = {
    .file = "logfmt.log",
    .zone = "UTC, stated",
    .start = INT64_C(1772618537) * NS_PER_S,
    .phrases = phrases,
    .phrase_count = sizeof phrases / sizeof phrases[0],
    .record = record,
};
