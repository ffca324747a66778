#!/usr/bin/env python3
"""How fast whole files become evidence: copied, hashed, indexed, durable on disk.

usage: script/bench collect [--rounds 3] [--programs FOLDER] [--data FOLDER] [--work FOLDER]
                            [--results FOLDER]

Measures, in rounds that interleave all programs: `postmortem collect` of the ten files of the evidence
bench into a fresh workspace, beside lnav's index of the same files (which writes nothing) and beside
`dd conv=fsync` of them (what the disk alone takes); and of a text log and JSON lines, packed by gzip -6
and zstd -3, beside the bare libraries that unpack the same file and do nothing with it. Beside the
whole of collect stands what of it unpacks and indexes, in memory: no hash, no copy, no disk.
The processor time of all says what two cores could do at best.
Before each timed run half as much memory again as its content has is written and given back, see README.md;
the ten files are also measured once without that, "memory as it comes".
After each collect the sources and their records are counted and compared with what is in the files.
Writes collect.json and collect.md. Exit code 1 when something fails or is wrong.
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
OURS, PART = "postmortem collect", "ours, unpack and index alone"
TARGETS = [("lnav, index only", 3.0), ("libdeflate", 0.8), ("isal", 0.8), ("zstd", 0.8)]
TEN_FILES, AS_IT_COMES = "ten files", "ten files, memory as it comes"
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
    parser.add_argument("--without-lnav", action="store_true")
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
        manifest = json.loads((options.data / "expected.json").read_text())
        self.records = {one["file"]: one["records"] for one in manifest["files"]}

    def fresh(self, name):
        """An empty folder; what others wrote is on disk before anything is measured."""
        folder = self.scratch / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        os.sync()
        return folder

    def timed(self, row, paths, command, env=None):
        """One run. Memory that it will take was used a moment ago, whoever ran before, and so were its files."""
        if row[0] != AS_IT_COMES:
            measure.freshen(self.bytes[row[0]] * 3 // 2)
        measure.warm(paths)
        one = measure.run(command, env=env)
        if one.code:
            self.failed[": ".join(row)] = f"exit code {one.code}"
        else:
            self.samples.setdefault(row, measure.Samples()).add(one)
        return one

    def check(self, row, folder, paths):
        """A fast wrong answer is no answer: each file is one source, indexed, with its records and bytes."""
        got = subprocess.run([self.ours, "-C", folder, "sources", "--json"], capture_output=True, text=True,
                             check=False)
        listed = json.loads(got.stdout) if got.returncode == 0 else []
        records = sorted(source["records"] for source in listed)
        if records != sorted(self.records[path.name] for path in paths):
            self.failed[": ".join(row)] = f"WRONG: sources with {records} records"

    def collect(self, row, paths):
        folder = self.fresh("ws")
        subprocess.run([self.ours, "-C", folder, "init"], check=True, capture_output=True)
        self.timed(row, paths, [self.ours, "-C", str(folder), "collect", *map(str, paths)])
        self.check(row, folder, paths)
        shutil.rmtree(folder)

    def unpack_and_index(self, row, path):
        one = self.timed(row, [path], [self.bare, "ours", str(path)])
        if not one.code and one.output.split() != [b"%d" % self.bytes[path.name], b"%d" % self.records[path.name]]:
            self.failed[": ".join(row)] = f"WRONG: bytes and records are {one.output.decode().strip()}"

    def copy(self, row, paths):
        folder = self.fresh("copy")
        command = ' && '.join(f'dd if="{path}" of="{folder / path.name}" bs=1M conv=fsync' for path in paths)
        self.timed(row, paths, ["sh", "-c", command])
        shutil.rmtree(folder)

    def lnav(self, row, paths, home):
        env = {**os.environ, "HOME": home, "TERM": "dumb"}
        self.timed(row, paths, ["lnav", "-n", "-q", "-c", ":goto 0", *map(str, paths)], env=env)

    def pack(self):
        for name in PACKED:
            for ending, packer in PACKERS.items():
                if not shutil.which(packer[0]):
                    continue
                packed = self.scratch / f"{name}.{ending}"
                with open(packed, "wb") as target:
                    subprocess.run([*packer, self.options.data / name], stdout=target, check=True)
                self.bytes[packed.name] = (self.options.data / name).stat().st_size
                self.records[packed.name] = self.records[name]
                yield packed

    def of_ten(self, what, ten, home):
        steps = [lambda: self.collect((what, OURS), ten), lambda: self.copy((what, "dd conv=fsync"), ten)]
        if shutil.which("lnav") and not self.options.without_lnav:
            steps.append(lambda: self.lnav((what, "lnav, index only"), ten, home))
        return steps

    def round(self, number, ten, packed, home):
        steps = self.of_ten(TEN_FILES, ten, home)
        for path in packed:
            steps.append(lambda path=path: self.collect((path.name, OURS), [path]))
            steps.append(lambda path=path: self.unpack_and_index((path.name, PART), path))
            for library in LIBRARIES[path.suffix[1:]]:
                steps.append(lambda path=path, library=library: self.timed(
                    (path.name, library), [path], [self.bare, library, str(path)]))
        for i in range(len(steps)):
            steps[(i + number) % len(steps)]()

    def ratio(self, what, who, ours):
        """Our speed in parts of another's, or None where one of them is missing."""
        mine, peer = self.samples.get((what, ours)), self.samples.get((what, who))
        return peer.median() / mine.median() if mine and peer and who != ours else None

    def table(self):
        rows = []
        for (what, who), samples in sorted(self.samples.items(), key=lambda item: (item[0][0] not in (TEN_FILES, AS_IT_COMES), item[0])):
            ratios = [self.ratio(what, who, ours) if who not in (OURS, PART) else None
                      for ours in (OURS, PART)]
            rows.append([f"{what}: {who}", f"{samples.median():.3f}", f"{min(samples.seconds):.3f}",
                         f"{max(samples.seconds):.3f}", f"{samples.processor():.3f}",
                         f"{self.bytes[what] / samples.median() / 1e6:,.0f}", f"{samples.peak() / 1e6:,.0f}",
                         *("" if ratio is None else f"{ratio:.2f}" for ratio in ratios)])
        return measure.table(["what", "median s", "min", "max", "processor s", "MB/s unpacked", "peak MB",
                              "our speed, in parts of its", "unpack and index alone"], rows)

    def targets(self):
        rows = []
        for what in self.bytes:
            if what == AS_IT_COMES:
                continue
            for who, least in TARGETS:
                for ours in (OURS, PART):
                    ratio = self.ratio(what, who, ours)
                    if ratio is not None:
                        rows.append([f"{what}: {ours}, speed of {who}", f"{ratio:.2f}", f">= {least}",
                                     "met" if ratio >= least else "MISSED"])
        return measure.table(["in parts of the peer", "ours", "target", ""], rows)


def main():
    options = arguments()
    facts = measure.machine(PEERS)
    ten = [options.data / name for name in TEN]
    missing = [path.name for path in ten if not path.is_file()]
    if missing:
        sys.exit(f"no {missing[0]} in the data folder: run `script/bench evidence` first, which makes it")
    with tempfile.TemporaryDirectory(dir=options.work) as scratch, tempfile.TemporaryDirectory() as home:
        bench = Bench(options, scratch)
        bench.bytes[TEN_FILES] = bench.bytes[AS_IT_COMES] = sum(path.stat().st_size for path in ten)
        packed = list(bench.pack())
        measure.warm([*ten, *packed])
        for step in bench.of_ten(AS_IT_COMES, ten, home):
            step()
        for number in range(options.rounds):
            bench.round(number, ten, packed, home)
        where = file_system(scratch)
    for what, why in bench.failed.items():
        measure.loud(f"{what}: {why}")
    text = "\n\n".join(
        ["# Collect bench", "\n".join(measure.machine_lines(facts)),
         f"{options.rounds} interleaved rounds, inputs in the page cache, a fresh workspace each time on "
         f"{where}. Ours copies, hashes, indexes and flushes everything to disk before it ends; lnav and the "
         "libraries write nothing, and `dd` says how much of it is the disk alone. \"Unpack and index alone\" is that "
         "part of collect, in memory: no hash, no copy, no disk. Half of our processor time is the "
         "least that two cores can take. gzip is unpacked by isa-l here; libdeflate is what the design names. "
         "Rows \"memory as it comes\" are of one run without the preparation of memory.",
         bench.targets(), bench.table(), "\n".join(f"{what}: {why}" for what, why in bench.failed.items())]).rstrip() \
        + "\n"
    options.results.mkdir(parents=True, exist_ok=True)
    (options.results / "collect.md").write_text(text)
    (options.results / "collect.json").write_text(json.dumps(
        {"machine": facts, "rounds": options.rounds, "file_system": where, "failed": bench.failed,
         "samples": {": ".join(row): s.as_json() for row, s in bench.samples.items()}}, indent=1) + "\n")
    print(text)
    return 1 if bench.failed else 0


if __name__ == "__main__":
    sys.exit(main())
