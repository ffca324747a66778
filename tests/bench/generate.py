#!/usr/bin/env python3
"""The bench's files: the same every time, and what their manifest says.

usage: generate.py BENCH-GENERATE BENCH-MERGE-FILES     prints TAP

The manifest is what the program is judged by, so it needs a judge of its own: here each format is
read again by a plain regular expression and the standard library's idea of time.
"""

import datetime
import filecmp
import heapq
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

CLASSES = ["none", "debug", "info", "warning", "error", "critical"]
WORDS = {"": "none", "DEBUG": "debug", "DEBUG1": "debug", "INFO": "info", "LOG": "info", "WARN": "warning",
         "WARNING": "warning", "ERROR": "error", "FATAL": "critical", "CRITICAL": "critical",
         "I": "info", "W": "warning", "E": "error", "F": "critical",
         "DETAIL": "none", "STATEMENT": "none"}
UTC = datetime.timezone.utc
CET = datetime.timezone(datetime.timedelta(hours=1))
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=UTC)


def instant(text, layout, zone=UTC, fraction=""):
    """Nanoseconds since 1970: whole seconds by strptime, the fraction by its digits."""
    at = datetime.datetime.strptime(text, layout)
    if at.tzinfo is None:
        at = at.replace(tzinfo=zone)
    whole = at - EPOCH
    return (whole.days * 86400 + whole.seconds) * 10**9 + int((fraction or "0").ljust(9, "0"))


def by_pattern(pattern, read):
    """A reader of lines: (time, class) for a line that begins a record, None for one that goes on."""
    compiled = re.compile(pattern)

    def reader(line):
        match = compiled.match(line)
        return read(*match.groups(default="")) if match else None
    return reader


def app_text(line):
    match = re.match(r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d),(\d{3}) ([A-Z]+) ", line)
    if match:
        return instant(match[1], "%Y-%m-%d %H:%M:%S", fraction=match[2]), WORDS[match[3]]
    match = re.match(r"\[(\d\d/\w{3}/\d{4} \d\d:\d\d:\d\d)\] ", line)
    return (instant(match[1], "%d/%b/%Y %H:%M:%S"), "none") if match else None


def access_class(status):
    return {"4": "warning", "5": "error"}.get(status[0], "info")


def app_json(line):
    record = json.loads(line)
    if "ts" in record:
        return record["ts"] * 10**6, WORDS[record["severity"]]
    day, fraction = record["time"].rstrip("Z").split(".")
    return instant(day, "%Y-%m-%dT%H:%M:%S", fraction=fraction), WORDS[record["level"].upper()]


def postgres_json(line):
    record = json.loads(line)
    day, fraction, zone = re.fullmatch(r"(.*)\.(\d+) (\w+)", record["timestamp"]).groups()
    assert zone == "CET"
    return instant(day, "%Y-%m-%d %H:%M:%S", CET, fraction), WORDS[record["error_severity"]]


def windows(line):
    record = json.loads(line)
    day, fraction = record["@timestamp"].rstrip("Z").split(".")
    number = {0: "info", 1: "critical", 2: "error", 3: "warning", 4: "info", 5: "debug"}
    return instant(day, "%Y-%m-%dT%H:%M:%S", fraction=fraction), number[record["Level"]]


def logfmt(line):
    day, fraction = re.search(r"\bts=(\S+)\.(\d{9})Z ", line).groups()
    level = re.search(r"\blevel=(\w+) ", line)[1].upper()
    return instant(day, "%Y-%m-%dT%H:%M:%S", fraction=fraction), WORDS[level]


READERS = {
    "syslog.log": by_pattern(
        r"(\w{3} [ \d]\d \d\d:\d\d:\d\d) \S+ [^:]+: (?:\[[ \d.]+\] )?(error|warning|fatal)?(?(2):)",
        lambda at, word: (instant("2026 " + at, "%Y %b %d %H:%M:%S"), WORDS[word.upper()])),
    "app.log": app_text,
    "openstack.log": by_pattern(
        r"\S+ (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\.(\d{3}) \d+ ([A-Z]+) ",
        lambda at, ms, word: (instant(at, "%Y-%m-%d %H:%M:%S", fraction=ms), WORDS[word])),
    "access.log": by_pattern(
        r'\S+ - \S+ \[([^\]]+)\] "[^"]*" (\d{3}) \d+ "[^"]*" "[^"]*"$',
        lambda at, status: (instant(at, "%d/%b/%Y:%H:%M:%S %z"), access_class(status))),
    "postgres.log": by_pattern(
        r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\.(\d{3}) UTC \[\d+\] (?:\S+@\S+ )?([A-Z]+1?):  ",
        lambda at, ms, word: (instant(at, "%Y-%m-%d %H:%M:%S", fraction=ms), WORDS[word])),
    "pgjson.jsonl": postgres_json,
    "app.jsonl": app_json,
    "winevt.jsonl": windows,
    "logfmt.log": logfmt,
    "klog.log": by_pattern(
        r"([IWEF])(\d{4} \d\d:\d\d:\d\d)\.(\d{6}) +\d+ \S+\] ",
        lambda word, at, us: (instant("2026" + at, "%Y%m%d %H:%M:%S", fraction=us), WORDS[word])),
}


def count(path, reader):
    levels = dict.fromkeys(CLASSES, 0)
    records = lines = time_sum = 0
    first, last = None, None
    with open(path, encoding="ascii", newline="\n") as file:
        for line in file:
            lines += 1
            got = reader(line)
            if got is None:
                continue
            at, level = got
            records += 1
            time_sum += at
            levels[level] += 1
            first = at if first is None or at < first else first
            last = at if last is None or at > last else last
    return {"records": records, "lines": lines, "bytes": os.path.getsize(path), "first": first,
            "last": last, "time_sum": time_sum % 2**64, "levels": levels}


class Tap:
    def __init__(self):
        self.count = self.failed = 0

    def check(self, good, name, why=""):
        self.count += 1
        self.failed += not good
        print(f"{'ok' if good else 'not ok'} {self.count} - {name}")
        if not good and why:
            print(f"# {why}")


def check_generate(tap, program, folder):
    twins = [folder / "one", folder / "two"]
    for twin in [*twins, folder / "other"]:
        twin.mkdir()
        seed = "2" if twin.name == "other" else "1"
        subprocess.run([program, "--size", "1M", "--seed", seed, "--out", twin], check=True)
    expected = json.loads((twins[0] / "expected.json").read_text())
    tap.check([f["file"] for f in expected["files"]] == list(READERS), "the manifest names the ten files")
    for wanted in expected["files"]:
        name = wanted["file"]
        path = twins[0] / name
        tap.check(filecmp.cmp(path, twins[1] / name, shallow=False), f"{name}: the same twice")
        tap.check(not filecmp.cmp(path, folder / "other" / name, shallow=False),
                  f"{name}: another seed, other bytes")
        got = count(path, READERS[name])
        said = {key: wanted[key] for key in got}
        tap.check(got == said, f"{name}: the manifest agrees", f"counted {got}, manifest {said}")
        tap.check(os.stat(path).st_mtime_ns // 10**9 - wanted["last"] // 10**9 in (0, 1, 2),
                  f"{name}: dated by its last record")
        unclear = wanted.get("unclear", {})
        tap.check(all(unclear[c] <= wanted["levels"][c] for c in unclear),
                  f"{name}: no more unclear levels than records")
    bad = subprocess.run([program, "--size", "many", "--out", folder], capture_output=True, check=False)
    tap.check(bad.returncode == 2, "a size that is none is refused")
    bad = subprocess.run([program, "--out", folder / "absent"], capture_output=True, check=False)
    tap.check(bad.returncode == 1 and b"absent" in bad.stderr, "a folder that is not there is named")


def check_merge(tap, program, folder):
    twins = [folder / "m1", folder / "m2"]
    for twin in twins:
        twin.mkdir()
        subprocess.run([program, "--lines", "20000", "--out", twin], check=True)
    paths = sorted(twins[0].iterdir())
    tap.check(len(paths) == 10, "ten files to merge")
    tap.check(all(filecmp.cmp(p, twins[1] / p.name, shallow=False) for p in paths), "the same twice")
    files = [p.read_text(encoding="ascii").splitlines() for p in paths]
    stamp = re.compile(r"2026-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z ")
    tap.check(all(stamp.match(line) for lines in files for line in lines), "each line has its stamp")
    tap.check(all(lines == sorted(lines) for lines in files), "each file is in order")
    merged = list(heapq.merge(*files))
    stamps = [line[:27] for line in merged]
    tap.check(len(merged) == 20000 and all(a < b for a, b in zip(stamps, stamps[1:])),
              "byte order is time order and no two stamps are equal")
    owner = {line: number for number, lines in enumerate(files) for line in lines}
    turns = sum(owner[a] != owner[b] for a, b in zip(merged, merged[1:]))
    tap.check(500 < turns < 2000, "the files take turns", f"{turns} turns")


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        check_generate(tap, sys.argv[1], folder)
        check_merge(tap, sys.argv[2], folder)
    print(f"1..{tap.count}")
    return 1 if tap.failed else 0


if __name__ == "__main__":
    sys.exit(main())
