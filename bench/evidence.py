#!/usr/bin/env python3
"""How fast, how small and how right the evidence room indexes and merges logs, beside its peers.

usage: script/bench evidence [--size 200M] [--rounds 3] [--threads 1,2] [--programs FOLDER]
                             [--data FOLDER] [--results FOLDER] [--without-lnav] [--without-rows]

Generates the files when they are not there, then measures, in rounds that interleave all programs:
`wc -l`, `grep` and `rg -c -F ERROR`, a bare count of newlines, `lnav` (index only) and our index of
each file and of all ten, and the merge of ten files beside `sort -m`; then the rows of
evidence_rows.py. What our index finds is compared with what the generator wrote.
Writes evidence.json and evidence.md. Exit code 1 when an answer is wrong or ours is missing.
Method and what is not like for like: bench/README.md.
"""

import argparse
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import evidence_rows
import measure

CLASS_OF = {"none": "none", "trace": "debug", "debug": "debug", "info": "info", "notice": "info",
            "warn": "warning", "warning": "warning", "error": "error", "fatal": "critical",
            "critical": "critical"}
ALL = "all ten"
PEERS = {"lnav": ["lnav", "-V"], "wc": ["wc", "--version"], "grep": ["grep", "--version"],
         "sort": ["sort", "--version"], "rg": ["rg", "--version"], "jq": ["jq", "--version"],
         "mlr": ["mlr", "--version"], "mawk": ["mawk", "-W", "version"],
         "goaccess": ["goaccess", "--version"], "python": [sys.executable, "--version"]}
LIMIT = "newlines"


def arguments():
    root = pathlib.Path(__file__).resolve().parent.parent
    parser = argparse.ArgumentParser(prog="script/bench evidence")
    parser.add_argument("--size", default="200M", help="of each of the ten files (default 200M)")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", default="1,2", help="comma-separated (default 1,2)")
    parser.add_argument("--programs", type=pathlib.Path, default=root / "build",
                        help="build folder that holds the programs (default build)")
    parser.add_argument("--data", type=pathlib.Path, default=root / "build" / "bench-data")
    parser.add_argument("--results", type=pathlib.Path,
                        help="default bench/results for the full run, else build/bench-results")
    parser.add_argument("--without-lnav", action="store_true", help="quicker, but says less")
    parser.add_argument("--without-rows", action="store_true", help="only index and merge of the files")
    options = parser.parse_args()
    if not re.fullmatch(r"[1-9]\d{0,9}[kMG]?", options.size):
        parser.error(f'--size {options.size}: expected a number of bytes such as 200M, 20M or 100k')
    options.full = options.size == "200M"
    if not options.results:  # a quick look must not replace the figures that are kept
        whole = options.full and options.rounds >= 3
        options.results = root / "bench" / "results" if whole else root / "build" / "bench-results"
    options.threads = [int(n) for n in options.threads.split(",")]
    if options.rounds < 1 or min(options.threads) < 1:
        parser.error("rounds and threads are 1 or more")
    return options


def program(options, name):
    """A program of ours in the build folder, or None."""
    for path in (options.programs / name, options.programs / "bench" / name, options.programs / "src" / name):
        if path.is_file() and os.access(path, os.X_OK):
            return str(path)
    return None


# ---- the files ----

def digits(size):
    """"200M" in bytes, for comparing with the manifest."""
    return int(size.rstrip("kMG")) * {"k": 10**3, "M": 10**6, "G": 10**9}.get(size[-1], 1)


def generate(options):
    """The manifest of the ten files, generated anew unless they are there already, of this
    size and younger than the generator."""
    manifest = options.data / "expected.json"
    make, make_merge = program(options, "bench-generate"), program(options, "bench-merge-files")
    if not make or not make_merge:
        sys.exit(f"no bench-generate in {options.programs}: run `script/bench evidence`, which builds it")
    if manifest.is_file() and not (options.data / "unfinished").exists():
        expected = json.loads(manifest.read_text())
        newest = max(os.path.getmtime(make), os.path.getmtime(make_merge))
        if expected["size"] == digits(options.size) and manifest.stat().st_mtime > newest:
            return expected
    options.data.mkdir(parents=True, exist_ok=True)
    (options.data / "unfinished").touch()
    print(f"generating ten files of {options.size} in {options.data}", flush=True)
    one = measure.run([make, "--size", options.size, "--out", options.data], complain=True)
    lines = max(1000, digits(options.size) // 154)
    two = measure.run([make_merge, "--lines", str(lines), "--out", options.data], complain=True)
    if one.code or two.code:
        sys.exit("the generator failed; is the disk full?")
    (options.data / "unfinished").unlink()
    return json.loads(manifest.read_text())


# ---- what our index says, against what was written ----

def folded(levels):
    """Levels by our names into the manifest's classes; a name that is unknown stays and shows."""
    out = {}
    for name, number in levels.items():
        key = CLASS_OF.get(name, name)
        out[key] = out.get(key, 0) + number
    return out


def level_complaints(got, wanted):
    """Each class must have its records; those marked unclear may be in any of the classes allowed."""
    levels, unclear = wanted["levels"], wanted.get("unclear", {})
    allowed = {c for c, number in unclear.items() if number} | set(wanted.get("unclear_may_be", []))
    complaints = [f"unknown level {name}" for name in got if name not in levels]
    for name, number in levels.items():
        firm = number - unclear.get(name, 0)
        extra = got.get(name, 0) - firm
        if extra < 0 or (extra > 0 and name not in allowed):
            complaints.append(f"{got.get(name, 0)} records are {name}, {firm} expected"
                              + (" or more" if name in allowed else ""))
    if sum(got.values()) != sum(levels.values()):
        complaints.append(f"levels of {sum(got.values())} records, {sum(levels.values())} expected")
    return complaints


def complaints_of(answer, wanted):
    keys = ["records", "bytes", "first", "last"]
    if "time_sum" in answer and answer["first"] == wanted["first"] and answer["last"] == wanted["last"]:
        keys.append("time_sum")  # the sum of all stamps: finds what first and last do not show
    out = [f"{key} is {answer.get(key)}, {wanted[key]} expected ({answer.get(key, 0) - wanted[key]:+d})"
           for key in keys if answer.get(key) != wanted[key]]
    return out + level_complaints(folded(answer.get("levels", {})), wanted)


def check(outputs, expected):
    """Complaints of each file, by threads: {threads: {file: [complaint]}}, and the answers."""
    wrong, answers = {}, {}
    for threads, output in outputs.items():
        found = {}
        for line in output.decode().splitlines():
            answer = json.loads(line)
            answer["file"] = os.path.basename(answer["file"])  # results name no folders of a machine
            found[answer["file"]] = answer
        answers[threads] = found
        wrong[threads] = {}
        for wanted in expected["files"]:
            name = wanted["file"]
            said = complaints_of(found[name], wanted) if name in found else ["no answer"]
            if said:
                wrong[threads][name] = said
    return wrong, answers


# ---- measuring ----

class Bench:
    def __init__(self, options, expected):
        self.options, self.expected = options, expected
        self.files = {f["file"]: options.data / f["file"] for f in expected["files"]}
        self.tool = program(options, "postmortem-bench")
        self.lnav = not options.without_lnav and shutil.which("lnav")
        self.samples = {}      # (program, file) -> Samples
        self.outputs = {}      # threads -> what our index of all files printed last
        self.failed = {}       # program -> what went wrong

    def commands(self, paths):
        """(program, command, environment): all that is measured on these files."""
        plain = {**os.environ, "LC_ALL": "C"}
        yield "wc -l", ["wc", "-l", *paths], plain
        yield "grep", ["grep", "-c", "-F", "ERROR", *paths], plain
        if shutil.which("rg"):
            yield "rg", ["rg", "--no-config", "-c", "-F", "ERROR", *paths], plain
        if self.lnav:
            home = {**os.environ, "HOME": self.home, "XDG_CONFIG_HOME": self.home, "TERM": "dumb"}
            yield "lnav", ["lnav", "-n", "-q", "-c", ":goto 0", *paths], home
        if self.tool:
            for threads in self.options.threads:
                yield f"{LIMIT} {threads}", [self.tool, LIMIT, "--threads", str(threads), *paths], None
                yield f"ours {threads}", [self.tool, "index", "--threads", str(threads), *paths], None

    def once(self, name, file, command, env):
        one = measure.run(command, complain=name.startswith("ours"), env=env)
        if one.code not in (0, 1 if name in ("grep", "rg") else 0):
            if name not in self.failed:
                measure.loud(f"{name} failed with exit code {one.code} on {file}")
            self.failed[name] = f"exit code {one.code} on {file}"
            return
        self.samples.setdefault((name, file), measure.Samples()).add(one)
        if name.startswith("ours") and file == ALL:
            self.outputs[int(name.split()[1])] = one.output

    def index_rounds(self, home):
        self.home = home
        groups = [(name, [str(path)]) for name, path in self.files.items()]
        groups.append((ALL, [str(path) for path in self.files.values()]))
        for number in range(self.options.rounds):
            for file, paths in groups:
                commands = list(self.commands(paths))
                turn = number % len(commands)  # nobody always comes first
                for name, command, env in commands[turn:] + commands[:turn]:
                    if name not in self.failed:
                        self.once(name, file, command, env)
            print(f"index: round {number + 1} of {self.options.rounds} done", flush=True)

    def lnav_records(self, home):
        """How many records lnav finds in each file (not timed): what its figure is for."""
        if not self.lnav:
            return {}
        env, found = {**os.environ, "HOME": home, "XDG_CONFIG_HOME": home, "TERM": "dumb"}, {}
        for name, path in self.files.items():
            got = subprocess.run(["lnav", "-n", "-q", "-c", ";SELECT count(*) AS n FROM all_logs", "-c",
                                  ":write-csv-to -", str(path)], env=env, capture_output=True,
                                 stdin=subprocess.DEVNULL, text=True, check=False)
            lines = got.stdout.split()
            found[name] = int(lines[-1]) if lines and lines[-1].isdigit() else None
        return found

    def merge_rounds(self, scratch):
        paths = [str(p) for p in sorted(self.options.data.glob("merge-*.log"))]
        measure.warm(paths)
        plain = {**os.environ, "LC_ALL": "C"}
        commands = [("sort -m", ["sort", "-m", *paths], plain), ("cat", ["cat", *paths], plain)]
        if self.tool:
            commands.append(("ours", [self.tool, "merge", *paths], None))
        out = os.path.join(scratch, "merged")
        size = sum(os.path.getsize(p) for p in paths)
        with open(out, "wb") as file:  # all write over the same pages: none pays for getting them
            file.write(bytes(size))
        for number in range(self.options.rounds):
            turn = number % len(commands)
            for name, command, env in commands[turn:] + commands[:turn]:
                one = measure.run(command, to=out, env=env)
                if one.code == 0:
                    self.samples.setdefault((name, "merge"), measure.Samples()).add(one)
                else:
                    self.failed[f"merge {name}"] = f"exit code {one.code}"
                    measure.loud(f"merge: {name} failed with exit code {one.code}")
        return {"bytes": size, "equal": self.compare(paths, scratch)}

    def compare(self, paths, scratch):
        """Whether our merge is byte for byte that of `sort -m -s`; None when there is none of ours."""
        if not self.tool or "merge ours" in self.failed:
            return None
        truth, ours = os.path.join(scratch, "truth"), os.path.join(scratch, "ours")
        for command, path in (["sort", "-m", "-s"], truth), ([self.tool, "merge"], ours):
            with open(path, "wb") as file:
                subprocess.run([*command, *paths], stdout=file, env={**os.environ, "LC_ALL": "C"}, check=False)
        return subprocess.run(["cmp", truth, ours], stdout=subprocess.DEVNULL, check=False).returncode == 0


def scratch_folder(options):
    """Where merges are written: memory if there is room, so that no disk is measured."""
    shm = "/dev/shm"
    if os.path.isdir(shm) and os.access(shm, os.W_OK) and shutil.disk_usage(shm).free > 4 * 10**9:
        return shm
    return options.data


# ---- the report ----

class Report:
    def __init__(self, bench, facts, lnav_records, merge, wrong, answers, rows):
        self.rows = rows
        self.bench, self.facts, self.lnav_records = bench, facts, lnav_records
        self.merge, self.wrong, self.answers = merge, wrong, answers
        self.wanted = {f["file"]: f for f in bench.expected["files"]}
        self.threads = bench.options.threads

    def of(self, name, file):
        return self.bench.samples.get((name, file))

    def bytes_of(self, file):
        return sum(f["bytes"] for f in self.wanted.values()) if file == ALL else self.wanted[file]["bytes"]

    def records_of(self, file):
        return sum(f["records"] for f in self.wanted.values()) if file == ALL else self.wanted[file]["records"]

    def ratio(self, peer, ours, file):
        """How many times as fast as the peer ours is."""
        a, b = self.of(peer, file), self.of(ours, file)
        return a.median() / b.median() if a and b else None

    def speed(self, name, file):
        samples = self.of(name, file)
        return f"{self.bytes_of(file) / samples.median() / 1e6:,.0f}" if samples else "-"

    def speed_table(self):
        ours = [f"ours {n}" for n in self.threads]
        peers = ["wc -l", "grep", "rg", *(f"{LIMIT} {n}" for n in self.threads), "lnav"]
        head = ["MB/s (10^6 bytes, median)", *peers, *ours,
                *(f"Mrec/s {n}" for n in self.threads)]
        rows = []
        for file in [*self.wanted, ALL]:
            rates = [self.of(name, file) for name in ours]
            rows.append([file, *(self.speed(name, file) for name in [*peers, *ours]),
                         *(f"{self.records_of(file) / s.median() / 1e6:.2f}" if s else "-" for s in rates)])
        return measure.table(head, rows)

    def ratio_table(self):
        pairs = [(peer, f"ours {n}") for peer in ("lnav", "wc -l", "grep", "rg") for n in self.threads]
        pairs += [(f"{LIMIT} {n}", f"ours {n}") for n in self.threads]
        head = ["ours in speed of the peer", *(f"{peer}, T{ours[5:]}" for peer, ours in pairs)]
        rows = []
        for file in [*self.wanted, ALL]:
            ratios = [self.ratio(peer, ours, file) for peer, ours in pairs]
            rows.append([file, *(f"{r:.2f}" if r else "-" for r in ratios)])
        return measure.table(head, rows)

    def time_table(self):
        rows = []
        for name in ["wc -l", "grep", "rg", *(f"{LIMIT} {n}" for n in self.threads), "lnav",
                     *(f"ours {n}" for n in self.threads)]:
            s = self.of(name, ALL)
            rows.append([name, *(f"{x:.3f}" for x in (s.median(), min(s.seconds), max(s.seconds))),
                         f"{s.peak() / 1e6:,.0f}"] if s else [name, "-", "-", "-", "-"])
        return measure.table([f"all ten, {self.bytes_of(ALL) / 1e6:,.0f} MB", "median s", "min", "max",
                              "peak memory MB"], rows)

    def answer_table(self):
        head = ["what was found", "records written", "by ours", "by lnav", "index B/record", "layouts"]
        rows, answers = [], self.answers.get(self.threads[0], {})
        for file, wanted in self.wanted.items():
            ours = answers.get(file, {})
            each = ours["index_bytes"] / ours["records"] if ours.get("records") else None
            rows.append([file, wanted["records"], ours.get("records", "-"),
                         "-" if self.lnav_records.get(file) is None else self.lnav_records[file],
                         f"{each:.1f}" if each else "-", "; ".join(ours.get("formats", [])) or "-"])
        return measure.table(head, rows)

    def merge_table(self):
        rows = []
        for name in ("cat", "sort -m", "ours"):
            s = self.of(name, "merge")
            rows.append([name, *(f"{x:.3f}" for x in (s.median(), min(s.seconds), max(s.seconds))),
                         f"{self.merge['bytes'] / s.median() / 1e6:,.0f}", f"{s.peak() / 1e6:,.0f}"]
                        if s else [name, "-", "-", "-", "-", "-"])
        return measure.table([f"merge of ten files, {self.merge['bytes'] / 1e6:,.0f} MB", "median s", "min",
                              "max", "MB/s", "peak memory MB"], rows)

    def targets(self):
        """(what, figure or None, target, whether more is better)"""
        memory = None
        ours, lnav = self.of(f"ours {self.threads[-1]}", ALL), self.of("lnav", ALL)
        if ours and lnav:
            memory = max(self.of(f"ours {n}", ALL).peak() for n in self.threads) / lnav.peak()
        rows, one, two = self.rows, self.of("ours", "merge"), self.of("sort -m", "merge")
        merge = two.median() / one.median() if one and two else None
        lnav_merge = rows.lnav_merge / one.median() if one and rows.lnav_merge else None
        slowest = [r for r in (self.ratio("lnav", "ours 1", file) for file in self.wanted) if r]
        collect = lnav.median() / rows.collect.median() if lnav and rows.collect else None
        each = [a["index_bytes"] / a["records"] for a in self.answers.get(self.threads[0], {}).values()
                if a.get("records")]
        again = rows.middle(rows.reopened, "merge_again_s")
        yield "index: speed of lnav, one thread", self.ratio("lnav", "ours 1", ALL), 6.0, True
        yield "index: speed of lnav, two threads", self.ratio("lnav", "ours 2", ALL), 10.0, True
        yield "index: speed of lnav, slowest format, one thread", min(slowest, default=None), 4.0, True
        yield "index: speed of wc -l, one thread", self.ratio("wc -l", "ours 1", ALL), 0.36, True
        yield "index: speed of wc -l, two threads", self.ratio("wc -l", "ours 2", ALL), 0.65, True
        yield "index: speed of a bare count of newlines, one thread", self.ratio(f"{LIMIT} 1", "ours 1", ALL), 0.26, True
        yield "the same, two threads", self.ratio(f"{LIMIT} 2", "ours 2", ALL), 0.32, True
        yield "index: speed of jq on app.jsonl", rows.cut_ratio("jq", "app.jsonl"), 25.0, True
        yield "index: speed of mawk with mktime on app.log", rows.cut_ratio("mawk", "app.log"), 9.0, True
        yield "collect, all of it: speed of lnav's index", collect, 3.0, True
        yield "merge: speed of sort -m", merge, 0.9, True
        yield "merge: speed of lnav", lnav_merge, 35.0, True
        yield "merge of columns, 10 sources: speed of qsort", rows.columns_ratio(10, 50), 8.0, True
        yield "kinds of message: million records a second, one thread", rows.templates_rate(), 2.0, True
        yield "open the indexes of all ten, ms", rows.reopen_ms("again_s"), 50.0, False
        yield "merge again with other clock offsets, s", again, 0.1, False
        yield "index bytes a record", max(each, default=None), 24.0, False
        yield "peak memory of lnav's", memory, 0.25, False

    def target_table(self):
        rows = []
        for what, got, target, more in self.targets():
            verdict = "not measured" if got is None else \
                "met" if (got >= target if more else got <= target) else "MISSED"
            rows.append([what, "-" if got is None else f"{got:.2f}", f"{'>=' if more else '<='} {target}", verdict])
        return measure.table(["all ten, in parts of the peer where there is one", "ours", "target", ""], rows)

    def memory_note(self):
        """What our peak leaves out: the indexes of the files that were done before."""
        answers = self.answers.get(self.threads[0], {})
        lnav = self.of("lnav", ALL)
        if not answers or not lnav:
            return "Memory was not compared."
        held = sum(a.get("index_bytes", 0) for a in answers.values())
        return (f"The indexes of all ten files together are {held / 1e6:,.0f} MB, "
                f"{held / lnav.peak():.2f} of lnav's peak. If our peak is less, ours held one at a time.")

    def every_stamp(self):
        return all("time_sum" in a for files in self.answers.values() for a in files.values())

    def problems(self):
        for threads, files in self.wrong.items():
            for file, said in files.items():
                for complaint in said:
                    yield f"{file} with {threads} threads: {complaint}"
        if self.merge["equal"] is False:
            yield "the merge is not byte for byte that of `sort -m -s`"
        for name, why in self.bench.failed.items():
            yield f"{name}: {why}"
        if not self.bench.tool:
            yield f"postmortem-bench is not in {self.bench.options.programs.name}: ours was not measured"
        for name, why in self.rows.failed.items():
            yield f"{name}: {why}"

    def absent(self):
        return [name for name, version in self.facts["programs"].items() if not version]

    def markdown(self):
        problems = list(self.problems())
        answers = "Answers: see the problems."
        if self.answers and not any(self.wrong.values()):
            answers = "All answers equal what the generator wrote" + (
                ", every stamp included." if self.every_stamp() else " (of the stamps, first and last).")
        merged = {True: "Our merge is byte for byte that of `sort -m -s`.",
                  False: "OUR MERGE DIFFERS from `sort -m -s`.", None: "Our merge was not measured."}
        parts = ["# Evidence bench", "\n".join(measure.machine_lines(self.facts)),
                 f"{self.bench.options.rounds} interleaved rounds, page cache warm; see ../README.md for what "
                 "is not like for like."]
        if problems:
            parts.append("**Problems**\n\n" + "\n".join(f"- {p}" for p in problems))
        if self.absent():
            parts.append(f"Not installed, so not compared: {', '.join(self.absent())}.")
        parts += [self.target_table(), self.speed_table(), self.ratio_table(), self.time_table(),
                  self.memory_note(), self.answer_table(), answers, self.merge_table(), merged[self.merge["equal"]],
                  *self.rows.tables()]
        return "\n\n".join(parts) + "\n"

    def as_json(self):
        return {"machine": self.facts, "size": self.bench.options.size, "rounds": self.bench.options.rounds,
                "samples": {f"{name}: {file}": s.as_json() for (name, file), s in self.bench.samples.items()},
                "targets": [{"what": w, "ours": g, "target": t, "more_is_better": m}
                            for w, g, t, m in self.targets()],
                "answers": self.answers, "lnav_records": self.lnav_records, "merge": self.merge,
                "rows": self.rows.as_json(), "absent": self.absent(), "problems": list(self.problems())}


def main():
    options = arguments()
    facts = measure.machine(PEERS)
    expected = generate(options)
    bench = Bench(options, expected)
    if not bench.tool:
        measure.loud(f"postmortem-bench is not in {options.programs}: only the peers are measured")
    for name, version in facts["programs"].items():
        if not version:
            measure.loud(f"{name} is not installed (script/bootstrap bench installs it): left out")
    measure.warm(bench.files.values())
    rows = evidence_rows.Rows(options, bench.tool, program(options, "postmortem"), bench.files,
                              [str(p) for p in sorted(options.data.glob("merge-*.log"))])
    with tempfile.TemporaryDirectory() as home, \
            tempfile.TemporaryDirectory(dir=scratch_folder(options)) as scratch:
        bench.index_rounds(home)
        lnav_records = bench.lnav_records(home)
        merge = bench.merge_rounds(scratch)
        if not options.without_rows:
            rows.measure(scratch, home, bench.lnav)
    wrong, answers = check(bench.outputs, expected)
    report = Report(bench, facts, lnav_records, merge, wrong, answers, rows)

    options.results.mkdir(parents=True, exist_ok=True)
    text = report.markdown()
    (options.results / "evidence.md").write_text(text)
    (options.results / "evidence.json").write_text(json.dumps(report.as_json(), indent=1) + "\n")
    print("\n" + text)
    problems = list(report.problems())
    if measure.busy(facts):
        problems.append(f"the machine was busy (load {facts['load_before']:.2f}): do not quote these figures")
    if problems:
        measure.loud(*problems)
    failed = any(wrong.values()) or merge["equal"] is False or bench.failed or rows.failed or \
        not bench.tool
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
