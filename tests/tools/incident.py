#!/usr/bin/env python3
"""Makes a small synthetic incident and the truth about it, to check the timeline engine on incidents
that nobody tuned it on.

usage: incident.py --seed N --out FOLDER --truth FILE [--shape SHAPE]

The same seed gives the same bytes. FOLDER (made anew; it must be empty or absent) gets the evidence;
FILE lies outside it, so that nothing that collects the folder can read the answers. Everything in it
is invented; addresses are from the documentation ranges.

What is in FOLDER
  access.log or access.jsonl   the edge's view, true clock, offset stated in each line. By seed one of:
                               "combined" with rt= and rid=, Apache's common layout with a duration in
                               microseconds and a request id, or JSON lines. One line a request.
  app.jsonl / app.log          the service's view, its clock wrong by -120 s to +120 s. By seed one of:
                               JSON lines with epoch milliseconds, logfmt with a Z, or log4j text with
                               neither zone nor offset (then local time of the service's own zone, on
                               top of the wrong clock). Request ids are the edge's.
  error.log                    an edge error log in the layout "2026/03/04 10:02:17 [error] ...": local
                               time of a zone that is not stated, true clock
  alerts/*.json                alert notifications: firing and resolved; bare, or wrapped with the time
                               they came (received_at)
  chat/                        two channels in the layout of a chat export
  deploys.jsonl                deploys; one of them, minutes before the impact, is innocent although it
                               caused a blip of failed requests of a second or three
  metrics/*.json               answers of a query_range: error ratio and p95, step 15 s, over 60 s, so
                               they lag
  bash_history                 what the person on call typed, with #epoch lines

Shapes of impact (--shape, else by seed)
  sudden     most requests fail from one second to the next
  ramp       failures grow from none to most over two to four minutes
  two_peaks  the first repair helps only in part, then it is as bad as before, then it is over
  partial    a fifth of all requests fail, the rest are well
  latency    next to nothing fails, but four of five requests take more than a second

Truth (all times are true UTC; *_ns are nanoseconds since 1970, offsets and skews are seconds)
  impact       start and end: between them more than 5 % of requests are slow (over 1 s) or failed by the
               model that drew them; tolerance_start_s and tolerance_end_s say how far a right reader may
               be off, since requests come at random and ramps have no edge; peaks as intervals
  blips        intervals of failed requests that are NOT the incident
  sources      per file: format, zone_stated, offset_s (east of UTC, of the stamps as written), skew_s
               (stamp minus true time, after the offset is taken off)
  alert        fired, received, resolved; ack; first_report (first customer in chat); mitigation (the
               command that ended it), deploys
"""

import argparse
import datetime
import json
import pathlib
import random
import sys

UTC = datetime.timezone.utc
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=UTC)
SHAPES = ("sudden", "ramp", "two_peaks", "partial", "latency")
OFFSETS_MIN = (-480, -300, -210, 0, 60, 120, 330, 345, 540)
SERVICES = ("booking", "tickets", "parcels", "menus", "loans")
PATHS = ("/{s}", "/{s}/{n}", "/{s}/search?q={n}", "/me", "/me/{s}", "/v1/{s}/{n}/items", "/pay", "/healthz")
PEOPLE = (("U100", "ines", "on call"), ("U101", "bo", "service team"), ("U102", "tamar", "support"),
          ("U103", "deploybot", "bot"))


def clock(seconds, offset_s=0):
    """A civil time `offset_s` east of UTC. Whole milliseconds, so that text and truth agree."""
    return EPOCH + datetime.timedelta(milliseconds=round(seconds * 1000) + offset_s * 1000)


def iso(seconds, digits=3):
    text = clock(seconds).strftime("%Y-%m-%dT%H:%M:%S.%f")
    return text[:20 + digits].rstrip(".") + "Z" if digits else text[:19] + "Z"


def offset_text(offset_s, colon=False):
    sign, minutes = "-" if offset_s < 0 else "+", abs(offset_s) // 60
    return f"{sign}{minutes // 60:02d}{':' if colon else ''}{minutes % 60:02d}"


class Story:
    """When what happens, in true UTC seconds since 1970, and how bad it is at any moment."""

    def __init__(self, rng, shape):
        self.shape = shape or rng.choice(SHAPES)
        self.service = rng.choice(SERVICES)
        day = datetime.datetime(2026, 1, 5, tzinfo=UTC) + datetime.timedelta(days=rng.randrange(280))
        self.begin = (day - EPOCH).total_seconds() + rng.randrange(3600, 20 * 3600) + rng.random()
        self.rate = rng.uniform(6, 14)  # requests a second
        self.blip = self.begin + rng.uniform(100, 220)
        self.blip_end = self.blip + rng.uniform(1.2, 3.0)
        self.start = self.blip_end + rng.uniform(200, 320)
        self.ramp_s = rng.uniform(120, 240) if self.shape == "ramp" else 0.0
        self.stop = self.start + self.ramp_s + rng.uniform(240, 480)
        third = (self.stop - self.start) / 3
        self.dip = (self.start + third, self.start + third + rng.uniform(35, 60))
        self.rollback = self.stop + rng.uniform(20, 60) if rng.random() < 0.5 else None
        self.rollback_end = self.rollback + rng.uniform(1.2, 2.5) if self.rollback else None
        self.end = self.stop + rng.uniform(300, 420)
        self.fired = self.impact_start() + rng.uniform(60, 150)
        self.received = self.fired + rng.uniform(1.5, 4)
        self.ack = self.received + rng.uniform(15, 60)
        self.report = self.impact_start() + rng.uniform(25, 110)
        self.mitigation = self.stop - rng.uniform(1, 4)
        self.resolved = self.stop + rng.uniform(70, 110)

    def bad(self, at):
        """(share of requests that fail, share that are slow) by the incident, blips left out."""
        if not self.start <= at < self.stop:
            return 0.001, 0.002
        if self.shape == "latency":
            return 0.01, 0.8
        if self.shape == "partial":
            return 0.2, 0.01
        if self.shape == "ramp":
            return min(0.9, 0.9 * (at - self.start) / self.ramp_s), 0.02
        if self.shape == "two_peaks" and self.dip[0] <= at < self.dip[1]:
            return 0.15, 0.05
        return 0.9, 0.05

    def impact_start(self):
        """Where the share of bad requests passes 5 %: later than the first of them on a ramp."""
        return self.start + (0.03 / 0.9 * self.ramp_s if self.shape == "ramp" else 0.0)

    def restarting(self, at):
        return self.blip <= at < self.blip_end or (
            self.rollback is not None and self.rollback <= at < self.rollback_end)

    def tolerances(self):
        """Start and end. 4 times the mean wait for a bad request; on a ramp also its slow beginning."""
        start_share = {"ramp": 0.2}.get(self.shape, sum(self.bad(self.start + 1)))
        start = 3 + 4 / (self.rate * start_share) + 0.15 / 0.9 * self.ramp_s
        return round(start, 1), round(3 + 4 / (self.rate * sum(self.bad(self.stop - 1))), 1)

    def peaks(self):
        if self.shape != "two_peaks":
            return [(self.impact_start(), self.stop)]
        return [(self.start, self.dip[0]), (self.dip[1], self.stop)]


class Request:
    def __init__(self, rng, story, at):
        fail, slow = story.bad(at)
        draw = rng.random()
        self.restart = story.restarting(at)
        self.failed = self.restart or draw < fail
        self.slow = not self.failed and draw < fail + slow
        self.arrived = at
        self.id = f"{rng.getrandbits(48):012x}"
        self.address = f"203.0.113.{rng.randrange(1, 255)}"
        self.method = "POST" if rng.random() < 0.2 else "GET"
        self.path = rng.choice(PATHS).format(s=story.service, n=rng.randrange(1, 90000))
        self.size = rng.randrange(90, 9000)
        if self.restart:
            self.status, self.took = 502, rng.uniform(0.001, 0.004)
        elif self.failed:
            self.status = rng.choice((500, 503, 503, 503, 504))
            self.took = rng.uniform(5.0, 5.1) if self.status == 504 else rng.uniform(0.3, 1.8)
        else:
            self.status = rng.choice((200, 200, 200, 200, 200, 304, 201, 404))
            self.took = rng.uniform(1.1, 4.5) if self.slow else rng.lognormvariate(-4.2, 0.6)
        self.done = at + self.took


def requests(rng, story):
    at, out = story.begin, []
    while at < story.end:
        at += rng.expovariate(story.rate)
        out.append(Request(rng, story, at))
    return out


# ---- the edge ----

def access_combined(r, offset_s):
    at = clock(r.done, offset_s).strftime("%d/%b/%Y:%H:%M:%S")
    return (f'{r.address} - - [{at} {offset_text(offset_s)}] "{r.method} {r.path} HTTP/1.1" {r.status} '
            f'{r.size} "-" "client/2.1" rt={r.took:.3f} rid={r.id}')


def access_common(r, offset_s):
    # Apache stamps the arrival, not the end.
    at = clock(r.arrived, offset_s).strftime("%d/%b/%Y:%H:%M:%S")
    return (f'{r.address} - - [{at} {offset_text(offset_s)}] "{r.method} {r.path} HTTP/1.1" {r.status} '
            f'{r.size} {round(r.took * 1e6)} {r.id}')


def access_json(r, offset_s):
    at = clock(r.done, offset_s).strftime("%Y-%m-%dT%H:%M:%S.%f")[:23] + offset_text(offset_s, True)
    return json.dumps({"time": at, "remote_addr": r.address, "method": r.method, "uri": r.path,
                       "status": r.status, "bytes": r.size, "request_time": round(r.took, 3),
                       "request_id": r.id})


ACCESS = {"combined": (access_combined, "access.log", "done"), "common": (access_common, "access.log", "arrived"),
          "json": (access_json, "access.jsonl", "done")}


def write_access(rng, out, all_requests):
    layout = rng.choice(sorted(ACCESS))
    line, name, key = ACCESS[layout]
    offset_s = rng.choice(OFFSETS_MIN) * 60
    # Servers write when a request ends, whatever they stamp it with: a common log is slightly disordered.
    lines = [line(r, offset_s) for r in sorted(all_requests, key=lambda r: r.done)]
    (out / name).write_text("\n".join(lines) + "\n")
    return name, {"format": layout, "zone_stated": True, "offset_s": offset_s, "skew_s": 0.0,
                  "stamped": key}


def write_errors(rng, out, all_requests, story, access_offset_s):
    offset_s = access_offset_s if rng.random() < 0.5 else rng.choice(OFFSETS_MIN) * 60
    why = {502: "connect() failed (111: Connection refused) while connecting to upstream",
           504: "upstream timed out (110: Connection timed out) while reading response header from upstream"}
    entries = [(r.done, "error", f'*{n} {why[r.status]}, client: {r.address}, server: {story.service}.example, '
                f'request: "{r.method} {r.path} HTTP/1.1", upstream: "http://127.0.0.1:8080{r.path}"')
               for n, r in enumerate(all_requests) if r.failed and r.status in why]
    at = story.begin
    while at < story.end:  # the usual chatter, so that silence is not the rule outside the impact
        entries.append((at, "warn", f"*{rng.randrange(90000)} an upstream response is buffered to a temporary file"))
        at += rng.expovariate(1 / 45)
    lines = [f"{clock(at, offset_s):%Y/%m/%d %H:%M:%S} [{level}] 731#731: {text}"
             for at, level, text in sorted(entries)]
    (out / "error.log").write_text("\n".join(lines) + "\n")
    return "error.log", {"format": "edge error log", "zone_stated": False, "offset_s": offset_s, "skew_s": 0.0}


# ---- the service ----

def app_events(rng, story, all_requests):
    """(true time, level, message, fields) of what the service logs."""
    for r in all_requests:
        if r.restart:
            continue  # the service was not there to see it
        seen, done = r.arrived + rng.uniform(0.0003, 0.002), r.done - rng.uniform(0.0003, 0.002)
        yield seen, "INFO", "request begins", {"req": r.id, "path": r.path}
        if r.failed and r.status != 504:
            yield max(seen, done - 0.0001), "ERROR", "no connection in the pool, giving up", {"req": r.id}
        elif r.slow:
            yield max(seen, done - 0.0001), "WARN", "waited long for a connection", {"req": r.id}
        if r.status != 504:
            yield max(seen, done), "INFO", "request ends", {"req": r.id, "status": r.status,
                                                            "ms": round((done - seen) * 1000)}
    for at, end in ((story.blip, story.blip_end), (story.rollback, story.rollback_end)):
        if at is not None:
            yield at, "INFO", "signal received, stopping", {"signal": "TERM"}
            yield end, "INFO", "listening", {"port": 8080}


def app_json(at, level, message, fields):
    return json.dumps({"level": level.lower(), "time": round(at * 1000), "msg": message, **fields})


def app_logfmt(at, level, message, fields):
    tail = "".join(f" {key}={value}" for key, value in fields.items())
    return f'ts={iso(at, 6)} level={level.lower()} msg="{message}"{tail}'


def app_log4j(offset_s):
    def line(at, level, message, fields):
        tail = "".join(f" {key}={value}" for key, value in fields.items())
        stamp = clock(at, offset_s).strftime("%Y-%m-%d %H:%M:%S,%f")[:23]
        text = f"{stamp} {level:<5} [worker-{sum(map(ord, str(fields))) % 16}] example.Service - {message}{tail}"
        if level == "ERROR":
            text += ("\njava.util.concurrent.TimeoutException: pool main is empty\n"
                     "\tat example.Pool.take(Pool.java:88)\n\tat example.Service.handle(Service.java:41)")
        return text
    return line


def write_app(rng, out, story, all_requests):
    skew_s = round(rng.uniform(-120, 120), 1)
    layout = rng.choice(("epoch_ms_json", "logfmt", "log4j"))
    offset_s = rng.choice(OFFSETS_MIN) * 60 if layout == "log4j" else 0
    line = {"epoch_ms_json": app_json, "logfmt": app_logfmt, "log4j": app_log4j(offset_s)}[layout]
    name = "app.jsonl" if layout == "epoch_ms_json" else "app.log"
    events = sorted(app_events(rng, story, all_requests), key=lambda e: e[0])
    (out / name).write_text("".join(line(at + skew_s, level, message, fields) + "\n"
                                    for at, level, message, fields in events))
    return name, {"format": layout, "zone_stated": layout != "log4j", "offset_s": offset_s, "skew_s": skew_s}


# ---- what people and their tools leave ----

def write_alerts(rng, out, story):
    (out / "alerts").mkdir()
    wrapped = rng.random() < 0.5
    name = "HighLatency" if story.shape == "latency" else "HighErrorRatio"
    labels = {"alertname": name, "service": story.service, "severity": "page"}
    notes = (("firing", story.received, "0001-01-01T00:00:00Z"),
             ("resolved", story.resolved + 2, iso(story.resolved)))
    for number, (status, received, ends) in enumerate(notes, 1):
        alert = {"status": status, "labels": labels, "startsAt": iso(story.fired), "endsAt": ends,
                 "annotations": {"summary": f"{name} on {story.service}"},
                 "generatorURL": "http://metrics.example/graph", "fingerprint": "5c1e0f6a90aa77d1"}
        body = {"version": "4", "groupKey": f'{{}}:{{alertname="{name}"}}', "status": status,
                "receiver": "page", "groupLabels": {"alertname": name}, "commonLabels": labels,
                "commonAnnotations": alert["annotations"], "externalURL": "http://alerts.example",
                "truncatedAlerts": 0, "alerts": [alert]}
        note = {"received_at": iso(received), "headers": {"Content-Type": "application/json"},
                "body": body} if wrapped else body
        (out / "alerts" / f"notification-{number}.json").write_text(json.dumps(note, indent=1) + "\n")


def write_chat(out, story):
    chat = out / "chat"
    chat.mkdir()
    (chat / "users.json").write_text(json.dumps(
        [{"id": i, "name": n, "profile": {"title": t}, "is_bot": n == "deploybot"} for i, n, t in PEOPLE],
        indent=1) + "\n")
    (chat / "channels.json").write_text(json.dumps(
        [{"id": "C1", "name": "incidents", "members": [p[0] for p in PEOPLE]},
         {"id": "C2", "name": "releases", "members": ["U101", "U103"]}], indent=1) + "\n")
    what = "very slow" if story.shape == "latency" else "showing an error page"
    talk = [(story.report, "U102", f"a customer writes that {story.service} is {what}"),
            (story.ack, "U100", "I have the page, looking"),
            (story.ack + 40, "U100", "the pool of the service has no free connection"),
            (story.ack + 75, "U101", "is it the deploy? It went out before, and was fine after the restart"),
            (story.mitigation + 2, "U100", "done, raised the pool and restarted the pooler"),
            (story.stop + 60, "U102", "customers say it works again")]
    if story.shape == "two_peaks":
        talk += [(story.dip[0] + 6, "U100", "killed the idle sessions, it gets better"),
                 (story.dip[1] + 20, "U100", "no, it is back")]
    releases = [(at + 1, "U103", f"{story.service} {version} is live") for at, version in deploys(story)]
    for channel, messages in (("incidents", talk), ("releases", releases)):
        (chat / channel).mkdir()
        days = {}
        for at, user, text in sorted(messages):
            days.setdefault(clock(at).strftime("%Y-%m-%d"), []).append(
                {"type": "message", "user": user, "text": text, "ts": f"{at:.6f}"})
        for day, entries in days.items():
            (chat / channel / f"{day}.json").write_text(json.dumps(entries, indent=1) + "\n")


def deploys(story):
    """(when it took effect, version)"""
    out = [(story.begin - 86400.0, "3.4.0"), (story.blip_end, "3.4.1")]
    return out + ([(story.rollback_end, "3.4.0")] if story.rollback is not None else [])


def write_deploys(out, story):
    lines = [json.dumps({"time": iso(at), "service": story.service, "version": version,
                         "by": "deploybot", "result": "ok"}) for at, version in deploys(story)]
    (out / "deploys.jsonl").write_text("\n".join(lines) + "\n")


def write_metrics(out, story, all_requests):
    (out / "metrics").mkdir()
    done = sorted(all_requests, key=lambda r: r.done)
    first = int(story.begin) // 15 * 15 + 60
    errors, p95, low, high = [], [], 0, 0
    for at in range(first, int(story.end), 15):
        while high < len(done) and done[high].done <= at:
            high += 1
        while low < high and done[low].done <= at - 60:
            low += 1
        window = done[low:high]
        times = sorted(r.took for r in window)
        errors.append([at, f"{sum(r.status >= 500 for r in window) / max(1, len(window)):.4f}"])
        p95.append([at, f"{times[int(len(times) * 0.95)]:.4f}" if times else "NaN"])
    for name, values in (("error_ratio", errors), ("latency_p95", p95)):
        answer = {"status": "success", "data": {"resultType": "matrix", "result": [
            {"metric": {"__name__": name, "service": story.service}, "values": values}]}}
        (out / "metrics" / f"{name}.json").write_text(json.dumps(answer) + "\n")


def write_shell(out, story):
    typed = [(story.ack + 12, "ssh edge-1 tail -n 50 /var/log/edge/error.log"),
             (story.ack + 33, "psql -h db -c 'select state, count(*) from pg_stat_activity group by 1'"),
             (story.mitigation, f"poolctl set {story.service} size=80 && systemctl restart pooler"),
             (story.stop + 30, f"curl -s https://{story.service}.example/healthz")]
    if story.shape == "two_peaks":
        typed.append((story.dip[0], "psql -h db -f end-idle-sessions.sql"))
    (out / "bash_history").write_text("".join(f"#{int(at)}\n{command}\n" for at, command in sorted(typed)))


# ---- the truth ----

def moment(at):
    return {"time": iso(at), "ns": round(at * 1000) * 10**6}


def interval(start, end):
    return {"start": moment(start), "end": moment(end)}


def truth(seed, story, sources, all_requests):
    start_s, end_s = story.tolerances()
    blips = [(story.blip, story.blip_end)]
    if story.rollback is not None:
        blips.append((story.rollback, story.rollback_end))
    return {
        "seed": seed, "shape": story.shape, "service": story.service,
        "evidence": interval(story.begin, story.end),
        "requests": {"all": len(all_requests), "failed": sum(r.failed for r in all_requests),
                     "slow": sum(r.slow for r in all_requests)},
        "impact": {**interval(story.impact_start(), story.stop), "tolerance_start_s": start_s,
                   "tolerance_end_s": end_s, "peaks": [interval(a, b) for a, b in story.peaks()]},
        "blips": [{**interval(a, b), "deploy": version}
                  for (a, b), (_, version) in zip(blips, deploys(story)[1:])],
        "alert": {"fired": moment(story.fired), "received": moment(story.received),
                  "resolved": moment(story.resolved)},
        "ack": moment(story.ack), "first_report": moment(story.report),
        "mitigation": moment(story.mitigation),
        "deploys": [{"at": moment(at), "version": version} for at, version in deploys(story)],
        "sources": sources,
    }


def make(seed, out, shape=None):
    """Writes the evidence into the folder `out` and gives the truth."""
    rng = random.Random(seed)
    story = Story(rng, shape)
    everything = requests(rng, story)
    sources = {}
    name, sources_access = write_access(rng, out, everything)
    sources[name] = sources_access
    for name, facts in (write_errors(rng, out, everything, story, sources_access["offset_s"]),
                        write_app(rng, out, story, everything)):
        sources[name] = facts
    write_alerts(rng, out, story)
    write_chat(out, story)
    write_deploys(out, story)
    write_metrics(out, story, everything)
    write_shell(out, story)
    return truth(seed, story, sources, everything)


def main():
    parser = argparse.ArgumentParser(description="see the top of this file")
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--truth", type=pathlib.Path, required=True)
    parser.add_argument("--shape", choices=SHAPES)
    options = parser.parse_args()
    if options.out.resolve() in options.truth.resolve().parents:
        parser.error("the truth must lie outside the evidence")
    options.out.mkdir(parents=True, exist_ok=True)
    if any(options.out.iterdir()):
        parser.error(f"{options.out} is not empty")
    answers = make(options.seed, options.out, options.shape)
    options.truth.write_text(json.dumps(answers, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
