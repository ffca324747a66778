#!/usr/bin/env python3
"""How fast text is found in everything collected, beside ripgrep over the same files.

usage: script/bench search [--size 200M] [--rounds 5] [--programs FOLDER] [--data FOLDER]
                           [--workspace FOLDER] [--results FOLDER]

Collects the ten files of the evidence bench into a workspace and runs `postmortem search --count` there, as a
whole process, beside `rg -c` over the files themselves, in rounds that interleave all. The searches that a
window or a level narrows stand beside ripgrep over everything, since it knows of neither.
What is found is compared: every line that ripgrep matches must lie in a record that we list, and each of
those must hold one. Writes search.json and search.md. Exit code 1 when an answer is wrong.
"""

import argparse
import datetime
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

import evidence
import measure

PEERS = {"rg": ["rg", "--version"]}
LISTED = 300_000  # more rows than that are counted, not compared line by line
FROM, TO = "2026-03-04T11:00:00Z", "2026-03-04T11:10:00Z"

# what, ours, ripgrep's, the least speed of ours in parts of ripgrep's that is promised
TEXT = ["connection refused"]
ROWS = [
    ("text that is there", TEXT, ["-F", *TEXT], 0.8),
    ("text that is not", ["zzznotthere"], ["-F", "zzznotthere"], 0.8),
    ("text that is everywhere", ["ERROR"], ["-F", "ERROR"], None),
    ("either case", ["-i", "Connection REFUSED"], ["-i", "-F", "Connection REFUSED"], 0.8),
    ("pattern with a word", ["-E", r"refused by \d+\.\d+"], ["--no-unicode", r"refused by \d+\.\d+"], None),
    ("pattern with some words", ["-E", r"(refused|reset|timed out) by \w+"],
     ["--no-unicode", r"(refused|reset|timed out) by \w+"], None),
    ("pattern of digits", ["-E", r"\b[45][0-9]{2} [0-9]{5}\b"],
     ["--no-unicode", r"\b[45][0-9]{2} [0-9]{5}\b"], None),
    ("text, ten minutes", [*TEXT, "--from", FROM, "--to", TO], ["-F", *TEXT], 3.0),
    ("text, fatal records", ["e", "--level", "fatal"], ["-F", "e"], 3.0),
    ("rare text, fatal records", ["connection", "--level", "fatal"], ["-F", "connection"], 3.0),
    ("text, one source of ten", [*TEXT, "--source", "klog.log"], ["-F", *TEXT], None),
]


def arguments():
    root = pathlib.Path(__file__).resolve().parent.parent
    parser = argparse.ArgumentParser(prog="script/bench search", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", default="200M", help="of each of the ten files (default 200M)")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--programs", type=pathlib.Path, default=root / "build")
    parser.add_argument("--data", type=pathlib.Path, default=root / "build" / "bench-data")
    parser.add_argument("--workspace", type=pathlib.Path,
                        help="one that holds the files already (default: made beside the data, and removed)")
    parser.add_argument("--results", type=pathlib.Path,
                        help="default bench/results for the full run, else build/bench-results")
    options = parser.parse_args()
    if not options.results:
        full = options.size == "200M" and options.rounds >= 3
        options.results = root / "bench" / "results" if full else root / "build" / "bench-results"
    return options


class Bench:
    def __init__(self, options, ours, files, workspace):
        self.options, self.ours, self.files, self.workspace = options, ours, files, workspace
        self.samples, self.found, self.wrong = {}, {}, []

    def search(self, *arguments):
        return [self.ours, "-C", str(self.workspace), "search", *arguments]

    def rg(self, *arguments):
        return ["rg", "--no-config", *arguments, *map(str, self.files)]

    def one(self, key, command):
        run = measure.run(command)
        if run.code not in (0, 1):
            self.wrong.append(f"{key[0]}: exit code {run.code} of {pathlib.Path(command[0]).name}")
        self.samples.setdefault(key, measure.Samples()).add(run)
        return run.output

    def rounds(self):
        for number in range(self.options.rounds):
            for what, ours, peer, _ in ROWS[number % len(ROWS):] + ROWS[:number % len(ROWS)]:
                pair = [("rg", self.rg("-c", *peer)), ("ours", self.search("--count", *ours))]
                for name, command in pair[number % 2:] + pair[:number % 2]:
                    got = self.one((what, name), command)
                    self.found[(what, name)] = sum(int(line.rpartition(b":")[2]) for line in got.splitlines())

    # ---- the same answers ----

    def records(self, ours):
        """Ranges of bytes of the records that we find, by file."""
        output = subprocess.run(self.search("--json", *ours), stdout=subprocess.PIPE, check=False).stdout
        ranges = {}
        for line in output.splitlines():
            place = json.loads(line)["place"]
            ranges.setdefault(place["name"], []).append((place["from"], place["to"], json.loads(line)["time"],
                                                         json.loads(line).get("level")))
        return {name: sorted(found) for name, found in ranges.items()}

    def lines(self, peer):
        """Offsets of the lines that ripgrep matches, by file."""
        output = subprocess.run(self.rg("--no-line-number", "--byte-offset", "--no-heading", "--with-filename", *peer),
                                stdout=subprocess.PIPE, check=False).stdout
        offsets = {}
        for line in output.splitlines():
            path, offset, _ = line.split(b":", 2)
            offsets.setdefault(pathlib.Path(path.decode()).name, []).append(int(offset))
        return offsets

    def compare(self):
        whole = {}
        for what, ours, peer, _ in ROWS:
            if any(option in ours for option in ("--from", "--level", "--source")):
                self.compare_narrowed(what, ours, whole)
            elif self.found[(what, "rg")] <= LISTED:
                whole[ours[-1]] = self.compare_lines(what, ours, peer)

    def compare_lines(self, what, ours, peer):
        records, lines = self.records(ours), self.lines(peer)
        for name in set(records) | set(lines):
            found, at, held = records.get(name, []), 0, 0
            for start, end, _, _ in found:
                first = at
                while at < len(lines.get(name, [])) and lines[name][at] < end:
                    if lines[name][at] >= start:
                        held += 1
                    at += 1
                if first == at:
                    self.wrong.append(f"{what}: {name} has a record at {start} in which ripgrep finds nothing")
                    break
            if held != len(lines.get(name, [])):
                self.wrong.append(f"{what}: {name} has {len(lines.get(name, [])) - held} matching lines in no record")
        count = sum(map(len, records.values()))
        if count != self.found[(what, "ours")]:
            self.wrong.append(f"{what}: {count} rows are listed, {self.found[(what, 'ours')]} are counted")
        return records

    def compare_narrowed(self, what, ours, whole):
        """A narrowed search finds what is left of the whole one."""
        text, option, value = ours[0], ours[1], ours[2]
        if text not in whole and text != "e":
            whole[text] = self.records([text])
        if text not in whole:
            return
        rows = [(name, *row) for name, found in whole[text].items() for row in found]
        if option == "--from":
            low, high = (datetime.datetime.fromisoformat(t) for t in (value.replace("Z", "+00:00"),
                                                                     ours[4].replace("Z", "+00:00")))
            rows = [r for r in rows if low <= datetime.datetime.fromisoformat(r[3].replace("Z", "+00:00")) < high]
        else:
            rows = [r for r in rows if value in (r[0], r[4])]
        if len(rows) != self.found[(what, "ours")]:
            self.wrong.append(f"{what}: {self.found[(what, 'ours')]} rows, {len(rows)} of the whole search fit")


# ---- the report ----

def ratio(bench, what, of):
    return of(bench.samples[(what, "rg")]) / of(bench.samples[(what, "ours")])


def report(bench, facts, extra):
    rows, targets = [], []
    for what, _, _, least in ROWS:
        ours, peer = bench.samples[(what, "ours")], bench.samples[(what, "rg")]
        speed = ratio(bench, what, lambda s: s.median())
        met = "" if least is None else f">= {least} " + ("met" if speed >= least else "NOT MET")
        rows.append([what, f"{peer.median():.3f}", f"{ours.median():.3f}", f"{speed:.2f}",
                     f"{ratio(bench, what, lambda s: s.processor()):.2f}", met, f"{bench.found[(what, 'rg')]:,}",
                     f"{bench.found[(what, 'ours')]:,}"])
        targets.append({"what": what, "speed": speed, "least": least})
    size = sum(path.stat().st_size for path in bench.files)
    parts = ["# Search bench", "\n".join(measure.machine_lines(facts)),
             f"{size / 1e9:.2f} GB in {len(bench.files)} files, {bench.options.rounds} interleaved rounds, page cache warm; "
             "whole processes, medians. See ../README.md.",
             measure.table(["search", "rg s", "ours s", "speed of rg's", "same by processor time", "promised",
                            "lines rg", "records ours"], rows)]
    if bench.wrong:
        parts.append("**Wrong answers**\n\n" + "\n".join(f"- {line}" for line in bench.wrong))
    else:
        parts.append("Answers: every line that ripgrep matches lies in a record that we list, and each of those holds one "
                     f"(where at most {LISTED:,} lines match); a record of several lines counts once, so there are "
                     "fewer records than lines. Narrowed searches find what is left of the whole ones.")
    parts.append(measure.table(["also", "s"], [[name, f"{seconds:.3f}"] for name, seconds in extra]))
    document = {"machine": facts, "bytes": size, "rounds": bench.options.rounds, "targets": targets,
                "samples": {f"{what}: {name}": s.as_json() for (what, name), s in bench.samples.items()},
                "also": dict(extra), "wrong": bench.wrong}
    return "\n\n".join(parts) + "\n", document


def main():
    options = arguments()
    ours = evidence.program(options, "postmortem") or str(options.programs / "src" / "postmortem")
    if not shutil.which("rg") or not pathlib.Path(ours).is_file():
        sys.exit("ripgrep or our program is not there: script/bootstrap bench, ninja -C build src/postmortem")
    facts = measure.machine(PEERS)
    expected = evidence.generate(options)
    files = [options.data / one["file"] for one in expected["files"]]
    measure.warm(files)
    extra = []
    with tempfile.TemporaryDirectory(dir=options.data if not options.workspace else None) as scratch:
        workspace = options.workspace or pathlib.Path(scratch)
        if not options.workspace:
            subprocess.run([ours, "init", str(workspace)], stdout=subprocess.DEVNULL, check=True)
            subprocess.run([ours, "-C", str(workspace), "collect", *map(str, files)], stdout=subprocess.DEVNULL,
                           check=True)
        for kept in (workspace / "index").glob("*.found"):
            kept.unlink()
        bench = Bench(options, ours, files, workspace)
        first = measure.run(bench.search("--count", *TEXT))
        extra.append(("the first search after collecting, which finds clocks and events", first.seconds))
        bench.rounds()
        bench.compare()
        few = measure.run(bench.search("ERROR", "--limit", "10"))
        extra.append(("the first ten rows of text that is everywhere", few.seconds))
        rows = measure.run(bench.search("ERROR", "--level", "error"))
        extra.append((f"all {rows.output.count(bytes([10])):,} rows of it at level error or worse, written out", rows.seconds))
    text, document = report(bench, facts, extra)
    options.results.mkdir(parents=True, exist_ok=True)
    (options.results / "search.md").write_text(text)
    (options.results / "search.json").write_text(json.dumps(document, indent=1) + "\n")
    print("\n" + text)
    if bench.wrong:
        measure.loud(*bench.wrong)
        sys.exit(1)


if __name__ == "__main__":
    main()
