#!/usr/bin/env python3
"""How long it takes to list, open, search and count over many reviews, beside plain SQLite doing the
same reads.

usage: script/bench store [--reviews 2000] [--events 200] [--rounds 15] [--programs FOLDER]
                          [--data FOLDER] [--results FOLDER]

Makes a workspace when it is not there, then runs each command and its peer in turn, whole processes,
start and exit included. The peer is a program of forty lines that runs one SQL statement with the same
SQLite library and prints the rows. Writes store.json and store.md. Exit code 1 when a command fails or
answers nothing. The wanted median is 50 ms each.
"""

import argparse
import json
import pathlib
import subprocess
import sys

import measure

WANTED = 0.050
BODIES = """SELECT e.kind, e.number, l.body FROM entry e JOIN log l ON l.seq = e.seq
            WHERE e.review = {review} AND e.live"""


def arguments():
    root = pathlib.Path(__file__).resolve().parent.parent
    parser = argparse.ArgumentParser(prog="script/bench store")
    parser.add_argument("--reviews", type=int, default=2000)
    parser.add_argument("--events", type=int, default=200, help="in each review (default 200)")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--programs", type=pathlib.Path, default=root / "build",
                        help="build folder that holds the programs (default build)")
    parser.add_argument("--data", type=pathlib.Path, default=root / "build" / "bench-data")
    parser.add_argument("--results", type=pathlib.Path,
                        help="default bench/results for the full run, else build/bench-results")
    options = parser.parse_args()
    if min(options.reviews, options.events, options.rounds) < 1:
        parser.error("reviews, events and rounds are 1 or more")
    if not options.results:
        full = options.reviews == 2000 and options.events == 200 and options.rounds >= 15
        options.results = root / "bench" / "results" if full else root / "build" / "bench-results"
    return options


def reads(options):
    """[(what, our command, the peer's SQL)]"""
    review = options.reviews // 2
    return [
        ("list all reviews", ["show", "--json"],
         "SELECT number, uid, title, severity, sort, stage, status, circle, day, created, changed, entries"
         " FROM review ORDER BY changed DESC"),
        ("open one review", ["show", f"PM{review}", "--json"], BODIES.format(review=review)),
        ("one entry", ["show", f"PM{review}", "E7", "--json"],
         BODIES.format(review=review) + " AND e.kind = 'event' AND e.number = 7"),
        ("search, many finds", ["find", "replica panel", "--limit", "50", "--json"],
         "SELECT l.review, l.kind, l.number, l.body FROM words w JOIN log l ON l.seq = w.rowid"
         " WHERE words MATCH 'replica panel' ORDER BY w.rank LIMIT 50"),
        ("search, few finds", ["find", f'"case {review}"', "--json"],
         "SELECT l.review, l.kind, l.number, l.body FROM words w JOIN log l ON l.seq = w.rowid"
         f" WHERE words MATCH '\"case {review}\"' ORDER BY w.rank LIMIT 50"),
        ("open items by age", ["items", "--json"],
         "SELECT e.review, e.number, l.body FROM entry e JOIN log l ON l.seq = e.seq"
         " WHERE e.kind = 'item' AND e.live"),
        ("statistics", ["stats", "--json"],
         "SELECT body FROM summary UNION ALL SELECT value FROM fact"
         " WHERE (kind = 'factor' AND field = 'shared') OR (kind = 'statement' AND field = 'tool')"),
    ]


def workspace_of(options):
    folder = options.data / f"reviews-{options.reviews}-{options.events}"
    if not (folder / "made").exists():
        print(f"making {options.reviews} reviews of {options.events} events ...", flush=True)
        folder.mkdir(parents=True)
        subprocess.run([options.programs / "bench" / "postmortem-bench-reviews", folder,
                        str(options.reviews), str(options.events), "1"], check=True)
        # Summaries are made when they are first asked for, and kept by a command that may write.
        subprocess.run([options.programs / "src" / "postmortem", "-C", folder, "stats"], check=True,
                       stdout=subprocess.DEVNULL)
        (folder / "made").touch()
    return folder


def main():
    options = arguments()
    peer = options.programs / "bench" / "postmortem-bench-sqlite"
    ours = options.programs / "src" / "postmortem"
    facts = measure.machine({"postmortem": [str(ours), "--version"]})
    folder = workspace_of(options)
    database = folder / "postmortem.db"
    samples = {(what, who): measure.Samples() for what, _, _ in reads(options) for who in ("ours", "sqlite")}
    problems, sizes = [], {}
    for _ in range(options.rounds + 1):  # the first round warms and is not counted
        for what, command, sql in reads(options):
            for who, line in (("ours", [ours, "-C", folder, *command]), ("sqlite", [peer, database, sql])):
                got = measure.run([str(part) for part in line])
                sizes[what, who] = len(got.output)
                if got.code or len(got.output) < 3:
                    problems.append(f"{what}, {who}: exit code {got.code}, {len(got.output)} bytes")
                samples[what, who].add(got)
    for one in samples.values():
        del one.seconds[0], one.memory[0]
    rows = []
    for what, command, _ in reads(options):
        mine, theirs = samples[what, "ours"], samples[what, "sqlite"]
        rows.append([f"{what} (`{' '.join(command)}`)", f"{mine.median() * 1000:.1f}", f"{max(mine.seconds) * 1000:.1f}",
                     f"{theirs.median() * 1000:.1f}", f"{mine.median() / theirs.median():.2f}",
                     f"{mine.peak() / 1e6:.0f}", f"{sizes[what, 'ours'] / 1000:,.0f}",
                     "yes" if mine.median() <= WANTED else "NO"])
    text = "\n\n".join([
        "# Store bench", "\n".join(measure.machine_lines(facts)),
        f"{options.reviews} reviews with {options.events} events each, {database.stat().st_size / 1e6:.0f} MB; medians of"
        f" {options.rounds} runs, whole processes.",
        measure.table(["read", "ours ms", "slowest ms", "plain SQLite ms", "ratio", "peak MB", "kB printed",
                       "within 50 ms"], rows)]) + "\n"
    print(text)
    options.results.mkdir(parents=True, exist_ok=True)
    (options.results / "store.md").write_text(text, encoding="utf-8")
    (options.results / "store.json").write_text(json.dumps({
        "machine": facts, "reviews": options.reviews, "events": options.events, "rounds": options.rounds,
        "reads": {f"{what}, {who}": one.as_json() for (what, who), one in samples.items()}}, indent=1) + "\n",
        encoding="utf-8")
    if measure.busy(facts):
        problems.append(f"the machine was busy (load {facts['load_before']:.2f}): do not quote these figures")
    if problems:
        measure.loud(*sorted(set(problems)))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
