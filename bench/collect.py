#!/usr/bin/env python3
"""How fast whole files become evidence: copied, hashed, indexed, durable on disk.

usage: script/bench collect [--rounds 3] [--programs FOLDER] [--data FOLDER] [--work FOLDER]
                            [--results FOLDER]

Measures, in rounds that interleave all programs: `postmortem collect` of the ten files of the evidence
bench into a fresh workspace, beside lnav's index of the same files (which writes nothing) and beside
`dd conv=fsync` of them (what the disk alone takes); and of a text log and JSON lines, packed by gzip -6
and zstd -3, beside the bare libraries that unpack the same file and do nothing with it.
Writes collect.json and collect.md. Exit code 1 when something fails.
"""

import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import measure

TEN = ["access.log", "app.jsonl", "app.log", "klog.log", "logfmt.log", "openstack.log", "pgjson.jsonl",
       "postgres.log", "syslog.log", "winevt.jsonl"]
PACKED = ["app.log", "winevt.jsonl"]
PACKERS = {"gz": ["gzip", "-6", "-c"], "zst": ["zstd", "-q", "-3", "-c"]}
LIBRARIES = {"gz": ["zlib", "libdeflate", "isal"], "zst": ["zstd"]}
PEERS = {"lnav": ["lnav", "-V"], "gzip": ["gzip", "--version"], "zstd": ["zstd", "--version"],
         "dd": ["dd", "--version"]}


def arguments():
    root = pathlib.Path(__file__).resolve().parent.parent
    parser = argparse.ArgumentParser(prog="script/bench collect")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--programs", type=pathlib.Path, default=root / "build")
    parser.add_argument("--data", type=pathlib.Path, default=root / "build" / "bench-data",
                        help="files that script/bench evidence made")
    parser.add_argument("--work", type=pathlib.Path, help="where workspaces are made (default: beside the programs)")
    parser.add_argument("--results", type=pathlib.Path)
    options = parser.parse_args()
    if not options.results:
        options.results = root / ("bench" if options.rounds >= 3 else "build") / \
            ("results" if options.rounds >= 3 else "bench-results")
    options.work = options.work or options.programs
    return options


def file_system(folder):
    got = subprocess.run(["stat", "-f", "-c", "%T", folder], capture_output=True, text=True, check=False)
    return got.stdout.strip() or "unknown"


class Bench:
    def __init__(self, options, scratch):
        self.options, self.scratch = options, pathlib.Path(scratch)
        self.ours = str(options.programs / "src" / "postmortem")
        self.bare = str(options.programs / "bench" / "postmortem-bench-unpack")
        self.samples, self.bytes, self.failed = {}, {}, {}

    def fresh(self, name):
        """An empty folder; what others wrote is on disk before anything is measured."""
        folder = self.scratch / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        os.sync()
        return folder

    def note(self, row, one):
        if one.code:
            self.failed[" ".join(row)] = f"exit code {one.code}"
        else:
            self.samples.setdefault(row, measure.Samples()).add(one)

    def collect(self, row, paths):
        folder = self.fresh("ws")
        subprocess.run([self.ours, "-C", folder, "init"], check=True, capture_output=True)
        self.note(row, measure.run([self.ours, "-C", str(folder), "collect", *map(str, paths)]))
        shutil.rmtree(folder)

    def copy(self, row, paths):
        folder = self.fresh("copy")
        command = ' && '.join(f'dd if="{path}" of="{folder / path.name}" bs=1M conv=fsync' for path in paths)
        self.note(row, measure.run(["sh", "-c", command]))
        shutil.rmtree(folder)

    def lnav(self, row, paths, home):
        env = {**os.environ, "HOME": home, "TERM": "dumb"}
        self.note(row, measure.run(["lnav", "-n", "-q", "-c", ":goto 0", *map(str, paths)], env=env))

    def pack(self):
        for name in PACKED:
            for ending, packer in PACKERS.items():
                packed = self.scratch / f"{name}.{ending}"
                with open(packed, "wb") as target:
                    subprocess.run([*packer, self.options.data / name], stdout=target, check=True)
                self.bytes[packed.name] = (self.options.data / name).stat().st_size
                yield packed

    def round(self, number, ten, packed, home):
        steps = [lambda: self.collect(("ten files", "postmortem collect"), ten),
                 lambda: self.copy(("ten files", "dd conv=fsync"), ten)]
        if shutil.which("lnav"):
            steps.append(lambda: self.lnav(("ten files", "lnav, index only"), ten, home))
        for path in packed:
            steps.append(lambda path=path: self.collect((path.name, "postmortem collect"), [path]))
            for library in LIBRARIES[path.suffix[1:]]:
                steps.append(lambda path=path, library=library: self.note(
                    (path.name, library), measure.run([self.bare, library, str(path)])))
        for i in range(len(steps)):
            steps[(i + number) % len(steps)]()

    def table(self):
        rows = []
        for (what, who), samples in sorted(self.samples.items(), key=lambda item: (item[0][0] != "ten files", item[0])):
            ours = self.samples.get((what, "postmortem collect"))
            ratio = "" if who == "postmortem collect" or not ours else f"{samples.median() / ours.median():.2f}"
            rows.append([f"{what}: {who}", f"{samples.median():.3f}", f"{min(samples.seconds):.3f}",
                         f"{max(samples.seconds):.3f}", f"{self.bytes[what] / samples.median() / 1e6:,.0f}",
                         f"{samples.peak() / 1e6:,.0f}", ratio])
        return measure.table(["what", "median s", "min", "max", "MB/s unpacked", "peak MB",
                              "our speed, in parts of its"], rows)


def main():
    options = arguments()
    facts = measure.machine(PEERS)
    ten = [options.data / name for name in TEN]
    missing = [path.name for path in ten if not path.is_file()]
    if missing:
        sys.exit(f"no {missing[0]} in the data folder: run `script/bench evidence` first, which makes it")
    with tempfile.TemporaryDirectory(dir=options.work) as scratch, tempfile.TemporaryDirectory() as home:
        bench = Bench(options, scratch)
        bench.bytes["ten files"] = sum(path.stat().st_size for path in ten)
        packed = list(bench.pack())
        measure.warm([*ten, *packed])
        for number in range(options.rounds):
            bench.round(number, ten, packed, home)
        where = file_system(scratch)
    for what, why in bench.failed.items():
        measure.loud(f"{what}: {why}")
    text = "\n\n".join(
        ["# Collect bench", "\n".join(measure.machine_lines(facts)),
         f"{options.rounds} interleaved rounds, inputs in the page cache, a fresh workspace each time on "
         f"{where}. Ours copies, hashes, indexes and flushes everything to disk before it ends; lnav and the "
         "libraries write nothing, and `dd` says how much of it is the disk alone.", bench.table()]) + "\n"
    options.results.mkdir(parents=True, exist_ok=True)
    (options.results / "collect.md").write_text(text)
    (options.results / "collect.json").write_text(json.dumps(
        {"machine": facts, "rounds": options.rounds, "file_system": where, "failed": bench.failed,
         "samples": {": ".join(row): s.as_json() for row, s in bench.samples.items()}}, indent=1) + "\n")
    print(text)
    return 1 if bench.failed else 0


if __name__ == "__main__":
    sys.exit(main())
