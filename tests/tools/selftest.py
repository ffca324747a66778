#!/usr/bin/env python3
"""incident.py must tell the truth: the same bytes each time, and what truth.json says can be found in
the evidence by other means. Prints TAP."""

import datetime
import hashlib
import json
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile

INCIDENT = pathlib.Path(__file__).parent / "incident.py"
SHAPES = ("sudden", "ramp", "two_peaks", "partial", "latency")
SEEDS = 5  # one of each shape
CLF = re.compile(r'\S+ - - \[([^\]]+)\] "[^"]*" (\d{3}) \d+ (?:"-" "[^"]*" rt=([\d.]+) rid=(\w+)|(\d+) (\w+))$')
ID = re.compile(r'\breq"?[=:] ?"?(\w{12})')


def access(path, stamped):
    """id -> (arrival, end, bad) in true seconds, from the edge's log alone."""
    out = {}
    for line in path.read_text().splitlines():
        if path.suffix == ".jsonl":
            r = json.loads(line)
            at = datetime.datetime.fromisoformat(r["time"]).timestamp()
            status, took, name = r["status"], r["request_time"], r["request_id"]
        else:
            stamp, status, seconds, rid, micro, common = CLF.match(line).groups()
            at = datetime.datetime.strptime(stamp, "%d/%b/%Y:%H:%M:%S %z").timestamp() + 0.5
            status, took, name = int(status), float(seconds or 0) or int(micro or 0) / 1e6, rid or common
        begin = at if stamped == "arrived" else at - took
        out[name] = (begin, begin + took, status >= 500 or took > 1)
    return out


def app_times(path, facts):
    """id -> first stamp of it in the service's log, its stated or true offset taken off."""
    out = {}
    for line in path.read_text().splitlines():
        found = ID.search(line)
        if not found or found[1] in out:
            continue
        if facts["format"] == "epoch_ms_json":
            at = json.loads(line)["time"] / 1000
        elif facts["format"] == "logfmt":
            at = datetime.datetime.fromisoformat(line[3:29] + "+00:00").timestamp()
        else:
            at = datetime.datetime.strptime(line[:23] + "+0000", "%Y-%m-%d %H:%M:%S,%f%z").timestamp()
            at -= facts["offset_s"]
        out[found[1]] = at
    return out


def bounds(requests, blips):
    """First and last bad request that has company: three in three seconds and over 5 % in
    thirty, after or before it."""
    def blip(at):
        return any(a - 1 <= at <= b + 1 for a, b in blips)
    rows = sorted((begin, bad) for begin, _, bad in requests.values() if not blip(begin))

    def first(rows):
        for number, (at, bad) in enumerate(rows):
            near = [b for t, b in rows[number:number + 60] if abs(t - at) < 3]
            far = [b for t, b in rows[number:number + 600] if abs(t - at) < 30]
            if bad and sum(near) > 2 and sum(far) / len(far) > 0.05:
                return at
        return None
    return first(rows), first(rows[::-1])


def seconds(moment):
    return moment["ns"] / 1e9


def digest(folder):
    return {p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
            for p in folder.rglob("*") if p.is_file()}


def make(folder, seed, shape):
    out, truth = folder / "evidence", folder / "truth.json"
    folder.mkdir()
    subprocess.run([sys.executable, INCIDENT, "--seed", str(seed), "--shape", shape, "--out", out,
                    "--truth", truth], check=True)
    return out, json.loads(truth.read_text())


def complaints(out, truth):
    sources = truth["sources"]
    name = next(n for n in sources if n.startswith("access"))
    requests = access(out / name, sources[name]["stamped"])
    if len(requests) != truth["requests"]["all"]:
        yield f"{len(requests)} requests, {truth['requests']['all']} said"
    blips = [(seconds(b["start"]), seconds(b["end"])) for b in truth["blips"]]
    for (a, b) in blips:
        if not any(a - 1 <= begin <= b + 1 and bad for begin, _, bad in requests.values()):
            yield "a blip without a failed request"
    impact = truth["impact"]
    found = bounds(requests, blips)
    for edge, at in zip(("start", "end"), found):
        allowed = impact[f"tolerance_{edge}_s"]
        if at is None or abs(at - seconds(impact[edge])) > allowed:
            yield f"impact {edge} found {at and at - seconds(impact[edge])} s off, {allowed} allowed"
    name = next(n for n in sources if n.startswith("app"))
    stamps = app_times(out / name, sources[name])
    skew = statistics.median(at - requests[i][0] for i, at in stamps.items())
    if abs(skew - sources[name]["skew_s"]) > 0.3:
        yield f"skew {skew}, {sources[name]['skew_s']} said"
    ends = sorted(end for _, end, bad in requests.values() if bad)
    for line in (out / "error.log").read_text().splitlines():
        at = datetime.datetime.strptime(line[:19] + "+0000", "%Y/%m/%d %H:%M:%S%z").timestamp()
        at -= sources["error.log"]["offset_s"]
        if "[error]" in line and min(abs(at + 0.5 - end) for end in ends) > 1.1:
            yield f"no failed request at {line[:40]}"
            break
    if not seconds(impact["start"]) < seconds(truth["alert"]["fired"]) < seconds(truth["ack"]):
        yield "alert and acknowledgement are out of order"


def main():
    failed = 0
    print(f"1..{SEEDS + 2}")
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for seed in range(SEEDS):
            shape = SHAPES[seed % len(SHAPES)]
            out, truth = make(folder / str(seed), seed, shape)
            said = list(complaints(out, truth))
            failed += bool(said)
            print(f"{'not ok' if said else 'ok'} {seed + 1} - seed {seed}, {shape}")
            for one in said:
                print(f"# {one}")
        again, _ = make(folder / "again", 0, SHAPES[0])
        same = digest(again) == digest(folder / "0" / "evidence")
        failed += not same
        print(f"{'ok' if same else 'not ok'} {SEEDS + 1} - the same seed, the same bytes")
        inside = subprocess.run([sys.executable, INCIDENT, "--seed", "1", "--out", folder / "x", "--truth",
                                 folder / "x" / "truth.json"], capture_output=True, check=False)
        failed += inside.returncode == 0
        print(f"{'ok' if inside.returncode else 'not ok'} {SEEDS + 2} - truth inside the evidence is refused")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
