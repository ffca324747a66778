/* RFC 3164 as it lies in /var/log: no priority, no year, no zone. A level is stated only where the
 * message opens with "error:", "warning:" or "fatal:"; no other message holds such a word. */
#include "bench/generate/maker.h"

/* clang-format off */
static const struct phrase phrases[] = {
    {NONE, "systemd[1]", "Started Session {n} of User {e}.", NULL},
    {NONE, "systemd[1]", "Starting Daily clean-up of {D}...", NULL},
    {NONE, "systemd[1]", "Finished Daily clean-up of {D}.", NULL},
    {NONE, "sshd", "Accepted publickey for {e} from {a} port {P} ssh2: ED25519 SHA256:{H}{H}", NULL},
    {NONE, "CRON", "({e}) CMD (cd {D} && ./run-{s}.sh --since {n} >/dev/null 2>&1)", NULL},
    {NONE, "sshd", "Failed password for invalid user {e} from {a} port {P} ssh2", NULL},
    {NONE, "sshd", "Connection closed by authenticating user {e} {a} port {P} [preauth]", NULL},
    {NONE, "sshd", "pam_unix(sshd:session): session opened for user {e}(uid={n}) by (uid=0)", NULL},
    {NONE, "sshd", "pam_unix(sshd:session): session closed for user {e}", NULL},
    {NONE, "postfix/smtpd", "connect from {w}.example.net[{a}]", NULL},
    {NONE, "postfix/smtpd", "disconnect from {w}.example.net[{a}] ehlo=1 mail=1 rcpt=1 quit=1 commands=4", NULL},
    {NONE, "postfix/cleanup", "{h}: message-id=<{u}@{w}.example.net>", NULL},
    {NONE, "postfix/qmgr", "{h}: from=<{e}@shop.example>, size={n}, nrcpt=1 (queue active)", NULL},
    {NONE, "postfix/smtp", "{h}: to=<{e}@example.org>, relay=mx.example.org[{a}]:25, delay={f}, dsn=2.0.0, status=sent (250 queued as {h})", NULL},
    {NONE, "postfix/smtp", "{h}: to=<{e}@example.org>, relay=none, delay={f}, dsn=4.4.1, status=deferred (connect to mx.example.org[{a}]:25: Connection timed out)", NULL},
    {NONE, "kernel", "IN=eth0 OUT= MAC=52:54:00:{i}:7f:02 SRC={a} DST={a} LEN={i} TOS=0x00 TTL={i} ID={n} PROTO=TCP SPT={P} DPT={n} WINDOW={n} SYN", NULL},
    {NONE, "kernel", "nf_conntrack: table full, dropping packet", NULL},
    {NONE, "kernel", "Out of memory: Killed process {n} ({s}) total-vm:{N}kB, anon-rss:{N}kB, file-rss:{n}kB", NULL},
    {NONE, "kernel", "{d}: attempted to access beyond end of device, want={N}, limit={N}", NULL},
    {NONE, "kernel", "eth0: link becomes ready at {i} Gbps, full duplex", NULL},
    {NONE, "kernel", "docker0: port {i}(veth{h}) entered forwarding state", NULL},
    {NONE, "kernel", "docker0: port {i}(veth{h}) entered disabled state", NULL},
    {NONE, "kernel", "TCP: request_sock_TCP: Possible SYN flooding on port {n}. Sending cookies.", NULL},
    {NONE, "kernel", "perf: interrupt took too long ({n} > {n}), lowering sample rate to {N}", NULL},
    {NONE, "dhclient", "DHCPREQUEST for {a} on eth0 to {a} port 67", NULL},
    {NONE, "dhclient", "bound to {a} -- renewal in {n} seconds.", NULL},
    {NONE, "chronyd", "Selected source {a} ({w})", NULL},
    {NONE, "chronyd", "System clock wrong by {f} seconds, adjustment started", NULL},
    {NONE, "named", "client @0x{H} {a}#{P} ({w}.example.net): query: {w}.example.net IN A +E(0)D ({a})", NULL},
    {NONE, "named", "zone shop.example/IN: sending notifies (serial {N})", NULL},
    {NONE, "named", "transfer of shop.example/IN from {a}#53: {i} messages, {n} records, {N} bytes, {f} secs", NULL},
    {NONE, "sudo", "{e} : TTY=pts/{i} ; PWD={D} ; USER=root ; COMMAND=/usr/bin/systemctl restart {s}", NULL},
    {NONE, "su", "(to root) {e} on pts/{i}", NULL},
    {NONE, "haproxy", "Server be_{s}/{w} is UP, reason: Layer7 check passed, code: 200, check duration: {q}ms.", NULL},
    {NONE, "haproxy", "Server be_{s}/{w} is DOWN, reason: Layer4 timeout, check duration: {q}ms. {i} active and 0 backup servers left.", NULL},
    {NONE, "haproxy", "{a}:{P} fe_main be_{s}/{w} {i}/0/{i}/{q}/{q} 200 {n} - - ---- {n}/{n}/{i}/{i}/0 0/0 GET {t} HTTP/1.1", NULL},
    {NONE, "keepalived", "VRRP_Instance(VI_{i}) Entering MASTER STATE", NULL},
    {NONE, "keepalived", "VRRP_Instance(VI_{i}) Received advert with higher priority {i}, ours {i}", NULL},
    {NONE, "dockerd", "container {H} health status changed to healthy after {i} probes", NULL},
    {NONE, "dockerd", "pulling image registry.shop.example/{s}:{v} digest sha256:{H}{H}{H}{H}", NULL},
    {NONE, "containerd", "shim reaped for {H}, exit status {i}", NULL},
    {NONE, "rsyslogd", "imuxsock lost {n} messages from pid {n} due to rate-limiting", NULL},
    {NONE, "snmpd", "Connection from UDP: [{a}]:{P}->[{a}]:161", NULL},
    {NONE, "smartd", "Device: /dev/{d}, SMART Usage Attribute: 194 Temperature_Celsius changed from {i} to {i}", NULL},
    {NONE, "nfsd", "client {a} lease expired after {i} seconds, {n} locks released", NULL},
    {NONE, "automount", "attempting to mount entry {D}", NULL},
    {NONE, "ovpn-edge", "{e}/{a}:{P} TLS: soft reset sec={n} bytes={N} pkts={N}", NULL},
    {NONE, "ovpn-edge", "{e}/{a}:{P} Control Channel: TLSv1.3, cipher TLS_AES_256_GCM_SHA384, peer certificate: 256 bit EC", NULL},
    {NONE, "logrotate", "rotated {D}/{s}.log, {N} bytes kept as {s}.log.{i}.gz", NULL},
    {NONE, "backup", "snapshot {h} of {D}: {n} files, {N} new blocks, {f} s", NULL},
    {NONE, "puppet-agent", "Applied catalog in {f} seconds", NULL},
    {NONE, "puppet-agent", "(/Stage[main]/Shop/File[{D}/{s}.conf]/content) content changed sha256 {H} to {H}", NULL},
    {NONE, "etcd", "compacted revision {N} in {q}ms, kept {n} keys", NULL},
    {WARNING, "kernel", "warning: `{s}' uses 32-bit capabilities (legacy support in use)", NULL},
    {WARNING, "postfix/smtpd", "warning: hostname {w}.example.net does not resolve to address {a}: Name or service not known", NULL},
    {WARNING, "postfix/smtpd", "warning: {w}.example.net[{a}]: SASL LOGIN authentication failed: UGFzc3dvcmQ6", NULL},
    {WARNING, "sshd", "warning: can't get client address: Connection reset by peer", NULL},
    {ERROR, "sshd", "error: maximum authentication attempts exceeded for {e} from {a} port {P} ssh2 [preauth]", NULL},
    {ERROR, "sshd", "error: kex_exchange_identification: Connection closed by remote host", NULL},
    {ERROR, "backup", "error: snapshot of {D} stopped after {n} files: no space left on device", NULL},
    {ERROR, "named", "error: zone shop.example/IN: refresh: retry limit for master {a}#53 exceeded", NULL},
    {ERROR, "logrotate", "error: stat of {D}/{s}.log failed: Permission denied", NULL},
    {CRITICAL, "sshd", "fatal: Timeout before authentication for {a} port {P}", NULL},
    {CRITICAL, "postfix/master", "fatal: open lock file {D}/master.lock: unable to set exclusive lock", NULL},
};
/* clang-format on */

static void record(struct maker *maker, const struct phrase *phrase, int64_t now)
{
    struct stamp stamp = stamp_of(now);
    put_text(maker, month_name(stamp.month));
    put_char(maker, ' ');
    put_padded(maker, stamp.day, 2, ' ');
    put_char(maker, ' ');
    put_clock(maker, &stamp);
    put_phrase(maker, " {w} ");
    put_text(maker, phrase->source);
    bool kernel = phrase->source[0] == 'k' && phrase->source[3] == 'n';
    bool numbered = kernel || (phrase->source[0] == 's' && phrase->source[1] == 'y');
    if (!numbered) {
        put_char(maker, '[');
        put_number(maker, 300 + maker_below(maker, 32000));
        put_char(maker, ']');
    }
    put_text(maker, ": ");
    if (kernel) {
        put_char(maker, '[');
        put_padded(maker, 4000000 + (uint64_t)(now - maker->kind->start) / (uint64_t)NS_PER_S, 7,
                   ' ');
        put_char(maker, '.');
        put_padded(maker, stamp.nanosecond / 1000, 6, '0');
        put_text(maker, "] ");
    }
    put_phrase(maker, phrase->text);
    put_line_end(maker);
    count_record(maker, phrase->level, now - now % NS_PER_S);
}

const struct kind kind_syslog = {
    .file = "syslog.log",
    .zone = "not stated, read as UTC; year not stated, from the file's date",
    .start = INT64_C(1772618537) * NS_PER_S,
    .phrases = phrases,
    .phrase_count = sizeof phrases / sizeof phrases[0],
    .record = record,
};
